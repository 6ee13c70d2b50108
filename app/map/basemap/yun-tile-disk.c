/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-tile-disk.h"

#include <glib/gstdio.h>

#define FRESH_US (7 * G_TIME_SPAN_DAY)
#define LEFT 0.8 /* of the limit, after the oldest are deleted */

struct _YunTileDisk
{
  char   *folder; /* (owned) */
  guint64 limit;
  guint64 written; /* since it was last made room */
};

typedef struct
{
  char   *path; /* (owned) */
  guint64 size;
  gint64  time;
} Entry;

static void
clear_entry (gpointer data)
{
  g_free (((Entry *) data)->path);
}

static int
compare_age (gconstpointer a, gconstpointer b)
{
  gint64 one = ((const Entry *) a)->time;
  gint64 two = ((const Entry *) b)->time;

  return one < two ? -1 : one > two;
}

static void
list_files (const char *folder, guint depth, GArray *out)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char      *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      char    *path = g_build_filename (folder, name, NULL);
      GStatBuf info;
      Entry    entry;

      if (g_lstat (path, &info) == 0 && S_ISREG (info.st_mode))
        {
          entry = (Entry){ path, (guint64) info.st_size, (gint64) info.st_mtime };
          g_array_append_val (out, entry);
          continue;
        }
      if (depth > 0 && g_file_test (path, G_FILE_TEST_IS_DIR) &&
          !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        list_files (path, depth - 1, out);
      g_free (path);
    }
}

static void
make_room (YunTileDisk *self)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  guint64            size = 0;

  g_array_set_clear_func (entries, clear_entry);
  list_files (self->folder, 1, entries);
  g_array_sort (entries, compare_age);
  for (guint i = 0; i < entries->len; i++)
    size += g_array_index (entries, Entry, i).size;
  self->written = 0;
  if (size <= self->limit)
    return;
  for (guint i = 0; i < entries->len && size > (guint64) ((double) self->limit * LEFT); i++)
    {
      const Entry *entry = &g_array_index (entries, Entry, i);

      if (g_unlink (entry->path) == 0)
        size -= entry->size;
    }
}

YunTileDisk *
yun_tile_disk_new (const char *folder, guint64 limit)
{
  YunTileDisk *self = g_new0 (YunTileDisk, 1);

  self->folder = g_strdup (folder);
  self->limit = limit;
  return self;
}

void
yun_tile_disk_free (YunTileDisk *self)
{
  g_free (self->folder);
  g_free (self);
}

GBytes *
yun_tile_disk_read (YunTileDisk *self, const char *name, gboolean *fresh)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  char            *contents;
  gsize            n;
  GStatBuf         info;
  gint64           age;

  if (g_stat (path, &info) != 0 || !g_file_get_contents (path, &contents, &n, NULL))
    return NULL;
  age = g_get_real_time () - (gint64) info.st_mtime * G_USEC_PER_SEC;
  *fresh = age < FRESH_US;
  return g_bytes_new_take (contents, n);
}

void
yun_tile_disk_write (YunTileDisk *self, const char *name, GBytes *bytes)
{
  g_autofree char   *path = g_build_filename (self->folder, name, NULL);
  g_autofree char   *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;
  gsize              n;
  const char        *data = g_bytes_get_data (bytes, &n);

  if (g_mkdir_with_parents (folder, 0700) != 0 ||
      !g_file_set_contents_full (path, data, (gssize) n, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                 &error))
    {
      g_debug ("A tile is not kept: %s", error != NULL ? error->message : "no folder");
      return;
    }
  self->written += n;
  if (self->written > self->limit / 8)
    make_room (self);
}
