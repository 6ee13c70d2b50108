/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "shapefile-fixture.h"

#include <glib/gstdio.h>
#include <stdlib.h>

/* bench-yun-shapefile [ROWS]: seconds of each step of an export of plots from 4490 to 4549. Some
 * thousand records are written again and again, so that making them does not count. */
#define DIFFERENT 5000

static double
seconds_since (gint64 *start)
{
  gint64 now = g_get_monotonic_time ();
  double seconds = (now - *start) / 1e6;

  *start = now;
  return seconds;
}

/* What a registry knows of most plots. */
static YunRecord *
new_plot (const YunEntity *entity, GRand *random)
{
  static const char *const known[] = { "number", "kind",     "area-paper", "town", "zone",
                                       "park",   "use-text", "use-state",  "far" };
  YunRecord               *record = yun_entity_new_record (entity);
  g_autoptr (YunRecord)    full = fixture_new_record (entity, random, TRUE);
  g_autoptr (YunGeom)      shape = fixture_new_shape (random, 0);

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      const YunField  *field = yun_entity_get_field (entity, known[i]);
      g_autofree char *value = yun_record_dup_value (full, field);

      yun_record_parse_value (record, field, value, NULL);
    }
  yun_record_set_text (record, yun_entity_get_field (entity, "name"),
                       "示例地块 松江区九亭镇 001 号");
  yun_record_set_shape (record, shape);
  yun_record_derive (record, NULL);
  return record;
}

int
main (int argc, char **argv)
{
  guint64                        n = argc > 1 ? g_ascii_strtoull (argv[1], NULL, 10) : 100000;
  const YunEntity               *entity = yun_entity_find ("plot");
  g_autoptr (GRand)              random = g_rand_new_with_seed (1);
  g_autoptr (GPtrArray)          records = g_ptr_array_new_with_free_func (g_object_unref);
  char                          *folder = g_dir_make_tmp ("yun-bench-XXXXXX", NULL);
  g_autofree char               *path = g_build_filename (folder, "plots.shp", NULL);
  g_autoptr (GError)             error = NULL;
  g_auto (GStrv)                 files = NULL;
  g_autoptr (YunShapefileWriter) writer = NULL;
  gint64                         start;

  for (guint i = 0; i < DIFFERENT; i++)
    g_ptr_array_add (records, new_plot (entity, random));

  start = g_get_monotonic_time ();
  writer = yun_shapefile_writer_new (path, entity, "EPSG:4549", YUN_ENCODING_GBK_LDID, &error);
  g_assert_no_error (error);
  for (guint64 i = 0; i < n; i++)
    yun_shapefile_writer_check (writer, records->pdata[i % DIFFERENT]);
  g_print ("check  %.2f s\n", seconds_since (&start));
  yun_shapefile_writer_begin (writer, FALSE, &error);
  g_assert_no_error (error);
  for (guint64 i = 0; i < n; i++)
    if (!yun_shapefile_writer_write (writer, records->pdata[i % DIFFERENT], &error))
      break;
  g_assert_no_error (error);
  g_print ("write  %.2f s\n", seconds_since (&start));
  files = yun_shapefile_writer_finish (writer, NULL, &error);
  g_assert_no_error (error);
  g_print ("finish %.2f s\n", seconds_since (&start));
  for (guint i = 0; files[i] != NULL; i++)
    {
      GStatBuf info;

      if (g_stat (files[i], &info) == 0)
        g_print ("%10" G_GINT64_FORMAT " %s\n", (gint64) info.st_size, files[i]);
    }
  fixture_remove (folder);
  return EXIT_SUCCESS;
}
