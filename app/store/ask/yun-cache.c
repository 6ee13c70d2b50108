/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#define _GNU_SOURCE
#include "config.h"

#include "yun-cache.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define MAX_AGE (90 * 24 * 3600)
#define MAX_TEMP_AGE (24 * 3600)
#define MAX_BYTES ((guint64) 2 << 30)
static char *
get_folder (void)
{
  return g_build_filename (g_get_user_cache_dir (), "yunjian", NULL);
}

char *
yun_cache_get_file (const char *path, const char *what)
{
  g_autofree char *folder = get_folder ();
  char            *resolved = realpath (path, NULL);
  g_autofree char *sum =
    g_compute_checksum_for_string (G_CHECKSUM_SHA256, resolved != NULL ? resolved : path, -1);
  g_autofree char *name = g_strdup_printf ("%s-%.24s.pack", what, sum);

  free (resolved);

  return g_build_filename (folder, name, NULL);
}

YunPack *
yun_cache_open (const char *path, const char *what, char **state)
{
  g_autofree char    *file = yun_cache_get_file (path, what);
  g_autoptr (GError)  error = NULL;
  g_autoptr (YunPack) pack = yun_pack_open (file, NULL, 0, &error);
  g_autoptr (GBytes)  key = NULL;
  const char         *text;
  gsize               n, n_what = strlen (what);

  *state = NULL;
  if (pack == NULL)
    {
      g_debug ("%s: %s", file, error->message);
      return NULL;
    }
  key = yun_pack_dup_key (pack);
  text = g_bytes_get_data (key, &n);
  if (n <= n_what + 1 || memcmp (text, what, n_what) != 0 || text[n_what] != '\n')
    return NULL;
  *state = g_strndup (text + n_what + 1, n - n_what - 1);
  utimensat (AT_FDCWD, file, NULL, 0); /* used: the last to be forgotten */

  return g_steal_pointer (&pack);
}

YunPackWriter *
yun_cache_new_writer (const char *what, const char *state)
{
  g_autofree char *key = g_strdup_printf ("%s\n%s", what, state);

  return yun_pack_writer_new (key, strlen (key));
}

typedef struct
{
  char   *path; /* (owned) */
  gint64  used;
  guint64 size;
} Kept;

static void
free_kept (gpointer data)
{
  g_free (((Kept *) data)->path);
  g_free (data);
}

static int
compare_kept (gconstpointer a, gconstpointer b)
{
  const Kept *one = *(const Kept *const *) a, *two = *(const Kept *const *) b;

  return one->used > two->used ? -1 : one->used < two->used;
}

void
yun_cache_prune (const char *folder, gint64 oldest, guint64 bytes)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (free_kept);
  g_autoptr (GDir)      dir = g_dir_open (folder, 0, NULL);
  gint64                now = g_get_real_time () / G_USEC_PER_SEC;
  guint64               sum = 0;
  const char           *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      const char      *end = strstr (name, ".pack");
      struct stat      info;
      Kept            *kept;

      if (end == NULL || lstat (path, &info) != 0 || !S_ISREG (info.st_mode))
        continue;
      /* left by a program that was ended while it wrote */
      if (end[5] != '\0' && info.st_mtime < now - MAX_TEMP_AGE)
        g_unlink (path);
      if (end[5] != '\0')
        continue;
      kept = g_new0 (Kept, 1);
      kept->path = g_steal_pointer (&path);
      kept->used = info.st_mtime;
      kept->size = (guint64) info.st_blocks * 512;
      g_ptr_array_add (all, kept);
    }
  g_ptr_array_sort (all, compare_kept);
  for (guint i = 0; i < all->len; i++)
    {
      const Kept *kept = g_ptr_array_index (all, i);

      sum += kept->size;
      if (kept->used < oldest || (sum > bytes && i > 0))
        g_unlink (kept->path);
    }
}

gboolean
yun_cache_save (const char *path, const char *what, YunPackWriter *writer)
{
  g_autofree char   *folder = get_folder ();
  g_autofree char   *file = yun_cache_get_file (path, what);
  g_autoptr (GError) error = NULL;

  if (g_mkdir_with_parents (folder, 0700) != 0 || !yun_pack_writer_finish (writer, file, &error))
    {
      g_debug ("%s: %s", file, error != NULL ? error->message : g_strerror (errno));
      return FALSE;
    }
  yun_cache_prune (folder, g_get_real_time () / G_USEC_PER_SEC - MAX_AGE, MAX_BYTES);

  return TRUE;
}
