/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#define _GNU_SOURCE
#include "config.h"

#include "yun-cache.h"

#include "yun-db.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define MAX_AGE (90 * 24 * 3600)
#define MAX_TEMP_AGE (24 * 3600)
#define MAX_BYTES ((guint64) 2 << 30)
/* The clock a disk stamps files with ticks some hundred times a second; some disks keep only every
 * second second. */
#define TICK_NS 50000000
#define COARSE_TICK_NS ((gint64) 2500000000)

/* Plain numbers without gaps, so that it compares as bytes. */
typedef struct
{
  guint64 device;
  guint64 inode;
  guint64 size;
  gint64  mtime;
  gint64  mtime_ns;
  gint64  ctime;
  gint64  ctime_ns;
} State;

static gboolean
is_empty (const char *path, const char *suffix)
{
  g_autofree char *beside = g_strconcat (path, suffix, NULL);
  struct stat      info;

  return stat (beside, &info) == 0 ? info.st_size == 0 : errno == ENOENT;
}

/* By name only: to open the file and close it again would drop the locks that SQLite holds on it in
 * this process. What a program may not set, the time of the last change of any kind, stands for the
 * content of the header. */
static gboolean
read_state (const char *path, State *state)
{
  struct stat info;

  memset (state, 0, sizeof *state);
  if (stat (path, &info) != 0 || !S_ISREG (info.st_mode))
    return FALSE;
  state->device = info.st_dev;
  state->inode = info.st_ino;
  state->size = (guint64) info.st_size;
  state->mtime = info.st_mtim.tv_sec;
  state->mtime_ns = info.st_mtim.tv_nsec;
  state->ctime = info.st_ctim.tv_sec;
  state->ctime_ns = info.st_ctim.tv_nsec;

  return TRUE;
}

/* Whether a change made from now on is stamped with another time. */
static gboolean
has_ticked (gint64 seconds, gint64 ns)
{
  struct timespec now;
  gint64          since;

  clock_gettime (CLOCK_REALTIME, &now);
  since = (now.tv_sec - seconds) * 1000000000 + now.tv_nsec - ns;

  return since > (ns != 0 ? TICK_NS : COARSE_TICK_NS);
}

GBytes *
yun_cache_get_key (const char *path, const char *what, gboolean lasting)
{
  g_autofree char *real = NULL;
  char            *resolved;
  GByteArray      *key;
  State            state, again;
  gboolean         sure;

  g_return_val_if_fail (path != NULL && what != NULL, NULL);

  resolved = realpath (path, NULL);
  if (resolved == NULL)
    return NULL;
  real = g_strdup (resolved);
  free (resolved);
  if (strlen (real) + strlen (what) + sizeof state + 2 > YUN_PACK_MAX_KEY ||
      yun_db_is_on_network (real))
    return NULL;
  /* Twice: a commit between goes through the log, and its way into the file changes the file. */
  sure = read_state (real, &state) && is_empty (real, "-wal") && is_empty (real, "-journal") &&
         read_state (real, &again) && memcmp (&state, &again, sizeof state) == 0 &&
         (!lasting ||
          (has_ticked (state.mtime, state.mtime_ns) && has_ticked (state.ctime, state.ctime_ns)));
  if (!sure)
    return NULL;

  key = g_byte_array_new ();
  g_byte_array_append (key, (const guint8 *) what, (guint) strlen (what) + 1);
  g_byte_array_append (key, (const guint8 *) &state, sizeof state);
  g_byte_array_append (key, (const guint8 *) real, (guint) strlen (real));

  return g_byte_array_free_to_bytes (key);
}

GBytes *
yun_cache_rename_key (GBytes *key, const char *what)
{
  gsize       n;
  const char *data = g_bytes_get_data (key, &n);
  gsize       n_what = strlen (data) + 1;
  GByteArray *renamed = g_byte_array_new ();

  g_byte_array_append (renamed, (const guint8 *) what, (guint) strlen (what) + 1);
  g_byte_array_append (renamed, (const guint8 *) data + n_what, (guint) (n - n_what));

  return g_byte_array_free_to_bytes (renamed);
}

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
yun_cache_open (const char *path, const char *what, GBytes *key)
{
  g_autofree char   *file = yun_cache_get_file (path, what);
  g_autoptr (GError) error = NULL;
  gsize              n;
  gconstpointer      data = g_bytes_get_data (key, &n);
  YunPack           *pack = yun_pack_open (file, data, n, &error);

  if (pack == NULL)
    g_debug ("%s: %s", file, error->message);
  else
    utimensat (AT_FDCWD, file, NULL, 0); /* used: the last to be forgotten */

  return pack;
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
yun_cache_save (const char *path, const char *what, GBytes *key, YunPackWriter *writer)
{
  g_autofree char   *folder = get_folder ();
  g_autofree char   *file = yun_cache_get_file (path, what);
  g_autoptr (GBytes) now = yun_cache_get_key (path, what, TRUE);
  g_autoptr (GError) error = NULL;

  if (now == NULL || !g_bytes_equal (now, key))
    return FALSE;
  if (g_mkdir_with_parents (folder, 0700) != 0 || !yun_pack_writer_finish (writer, file, &error))
    {
      g_debug ("%s: %s", file, error != NULL ? error->message : g_strerror (errno));
      return FALSE;
    }
  yun_cache_prune (folder, g_get_real_time () / G_USEC_PER_SEC - MAX_AGE, MAX_BYTES);

  return TRUE;
}
