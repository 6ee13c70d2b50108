/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-pack.h"
#include "yun-street-map.h"
#include "yun-street-private.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize n);

static const YunStreetBox world = { { 0, 0 }, { G_MAXUINT32, G_MAXUINT32 } };

/* Reads all that a map gives, to its last vertex. */
static void
read_map (const char *path)
{
  g_autoptr (GError)       error = NULL;
  g_autoptr (YunStreetMap) map = yun_street_map_open (path, &error);
  g_autoptr (GArray)       found = g_array_new (FALSE, FALSE, sizeof (YunStreetShape));

  g_assert_true ((map == NULL) == (error != NULL));
  if (map == NULL)
    return;
  for (double zoom = 9; zoom < 18; zoom += 2)
    yun_street_map_find (map, zoom, world.min, world.max, YUN_STREET_ALL, found);
  for (guint i = 0; i < found->len; i++)
    {
      YunStreetShape *shape = &g_array_index (found, YunStreetShape, i);

      yun_street_shape_find_box (shape);
      g_assert_cmpuint (strlen (shape->name), <=, yun_street_map_get_size (map));
    }
}

/* Any bytes as a block, with its sum right: what is behind the sums is reached. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize n)
{
  g_autofree char          *path = NULL;
  g_autoptr (YunPackWriter) writer = yun_pack_writer_new (YUN_STREET_KEY, strlen (YUN_STREET_KEY));
  g_autoptr (GError)        error = NULL;
  YunStreetHead             head = { .source = n > 0 ? data[0] % 4 : 0 };
  YunStreetEntry            entry = { .size = (guint32) n,
                                      .sum = yun_pack_sum (data, n),
                                      .offset = n > 1 && data[1] == 255 ? 8 : 0,
                                      .max = world.max };
  int                       file = g_file_open_tmp ("yun-fuzz-street-XXXXXX", &path, NULL);

  g_assert_cmpint (file, >=, 0);
  close (file);
  yun_pack_writer_add (writer, "head", &head, sizeof head, 0);
  yun_pack_writer_add (writer, "names", "\0a", 3, 0);
  yun_pack_writer_add (writer, "cover", &world, sizeof world, 0);
  for (guint i = 0; i < YUN_STREET_LEVELS; i++)
    {
      g_autofree char *index = g_strdup_printf ("index-%u", i);
      g_autofree char *blocks = g_strdup_printf ("blocks-%u", i);

      yun_pack_writer_add (writer, index, &entry, sizeof entry, 0);
      yun_pack_writer_add (writer, blocks, data, n, 0);
      yun_pack_writer_set_unsummed (writer);
    }
  g_assert_true (yun_pack_writer_finish (writer, path, &error));
  read_map (path);
  g_unlink (path);

  return 0;
}
