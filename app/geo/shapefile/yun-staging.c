/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-geo"

#include "config.h"

#include "yun-staging.h"

#include "yun-crs.h"
#include "yun-output.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define PREFIX ".yunjian-export-"
#define OLD "old-"
/* Stands in the folder once all is written and what was there begins to give way: from then on the
 * new set is put in place, if need be by the next export into the same folder. A line for each file
 * that is new, an empty one, a line for each that must go. */
#define DECIDED "decided"

struct _YunStaging
{
  char *folder; /* (owned): where the files belong */
  char *path;   /* (owned): where they are until then */
  int   lock;   /* held while the program lives; -1: none */
};

static void
set_write_error (GError **error, const char *name)
{
  int number = errno;

  g_set_error (error, YUN_GEO_ERROR, YUN_GEO_ERROR_WRITE, _ ("“%s” cannot be written: %s"), name,
               g_strerror (number));
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);

  for (const char *name = dir != NULL ? g_dir_read_name (dir) : NULL; name != NULL;
       name = g_dir_read_name (dir))
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      g_unlink (file);
    }
  g_rmdir (path);
}

/* ---- What a killed program left ------------------------------------------------------------- */

static gboolean
is_plain (const char *name)
{
  return name[0] != '\0' && strchr (name, G_DIR_SEPARATOR) == NULL;
}

/* Puts the rest of the new set of @path in its place in @folder. */
static void
finish (const char *folder, const char *path, const char *decided)
{
  g_auto (GStrv) parts = g_strsplit (decided, "\n\n", 2);
  g_auto (GStrv) names = g_strsplit (parts[0], "\n", -1);
  g_auto (GStrv) gone = g_strsplit (parts[0] != NULL && parts[1] != NULL ? parts[1] : "", "\n", -1);
  const char *const *kept = (const char *const *) names;

  for (guint i = 0; gone[i] != NULL; i++)
    if (is_plain (gone[i]) && !g_strv_contains (kept, gone[i]))
      {
        g_autofree char *place = g_build_filename (folder, gone[i], NULL);

        g_unlink (place);
      }
  for (guint i = g_strv_length (names); i > 0; i--)
    if (is_plain (names[i - 1]))
      {
        g_autofree char *made = g_build_filename (path, names[i - 1], NULL);
        g_autofree char *place = g_build_filename (folder, names[i - 1], NULL);

        if (g_rename (made, place) != 0 && errno != ENOENT)
          g_debug ("%s: %s", place, g_strerror (errno));
      }
}

/* Whether nobody writes there any more: the lock of a program that was killed is free. */
static gboolean
is_left (const char *path, int *lock)
{
  struct stat info;

  *lock = g_open (path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0);
  if (*lock >= 0 && fstat (*lock, &info) == 0 && info.st_uid == getuid () &&
      flock (*lock, LOCK_EX | LOCK_NB) == 0)
    return TRUE;
  if (*lock >= 0)
    close (*lock);
  return FALSE;
}

static void
sweep (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  for (const char *name = dir != NULL ? g_dir_read_name (dir) : NULL; name != NULL;
       name = g_dir_read_name (dir))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *marker = g_build_filename (path, DECIDED, NULL);
      g_autofree char *decided = NULL;
      int              lock;

      if (!g_str_has_prefix (name, PREFIX) || !is_left (path, &lock))
        continue;
      if (g_file_get_contents (marker, &decided, NULL, NULL))
        finish (folder, path, decided);
      remove_folder (path);
      close (lock);
    }
}

/* ---- Making ------------------------------------------------------------------------------------
 */

YunStaging *
yun_staging_new (const char *folder, GError **error)
{
  g_autoptr (YunStaging) self = g_new0 (YunStaging, 1);
  g_autofree char       *path = g_build_filename (folder, PREFIX "XXXXXX", NULL);

  self->folder = g_strdup (folder);
  self->lock = -1;
  sweep (folder);
  if (g_mkdtemp_full (path, 0777) == NULL)
    {
      set_write_error (error, folder);
      return NULL;
    }
  self->path = g_steal_pointer (&path);
  self->lock = g_open (self->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  if (self->lock >= 0 && flock (self->lock, LOCK_EX | LOCK_NB) != 0)
    g_debug ("%s: %s", self->path, g_strerror (errno));
  return g_steal_pointer (&self);
}

void
yun_staging_free (YunStaging *self)
{
  if (self == NULL)
    return;
  if (self->path != NULL)
    remove_folder (self->path);
  if (self->lock >= 0)
    close (self->lock);
  g_free (self->folder);
  g_free (self->path);
  g_free (self);
}

const char *
yun_staging_get_path (const YunStaging *self)
{
  return self->path;
}

gboolean
yun_staging_refuses (const char *folder, const char *const *names, GError **error)
{
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS) || g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, _ ("“%s” is there already"), names[i]);
          return TRUE;
        }
    }
  return FALSE;
}

/* Moves @name from the place to the old files; a file that is not there is well so. A folder of
 * that name is somebody's and stays. */
static gboolean
put_aside (YunStaging *self, const char *name)
{
  g_autofree char *place = g_build_filename (self->folder, name, NULL);
  g_autofree char *kept = g_strconcat (self->path, G_DIR_SEPARATOR_S, OLD, name, NULL);

  if (g_file_test (place, G_FILE_TEST_IS_DIR) && !g_file_test (place, G_FILE_TEST_IS_SYMLINK))
    {
      errno = EISDIR;
      return FALSE;
    }
  return g_rename (place, kept) == 0 || errno == ENOENT;
}

static gboolean
put_in_place (YunStaging *self, const char *name)
{
  g_autofree char *made = g_build_filename (self->path, name, NULL);
  g_autofree char *place = g_build_filename (self->folder, name, NULL);

  return g_rename (made, place) == 0;
}

static void
put_back (YunStaging *self, const char *name)
{
  g_autofree char *kept = g_strconcat (self->path, G_DIR_SEPARATOR_S, OLD, name, NULL);
  g_autofree char *place = g_build_filename (self->folder, name, NULL);

  if (g_file_test (kept, G_FILE_TEST_EXISTS))
    g_rename (kept, place);
}

static void
sync_folder (const char *folder)
{
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  if (fd < 0)
    return;
  if (fsync (fd) != 0)
    g_debug ("fsync of a folder: %s", g_strerror (errno));
  close (fd);
}

/* Says that from now on the new set counts. */
static gboolean
decide (YunStaging *self, const char *const *names, const char *const *gone, GError **error)
{
  g_autofree char *path = g_build_filename (self->path, DECIDED, NULL);
  g_autofree char *made = g_build_filename (self->path, DECIDED ".part", NULL);
  g_autofree char *left = g_strjoinv ("\n", (char **) names);
  g_autofree char *right = g_strjoinv ("\n", (char **) gone);
  g_autofree char *text = g_strconcat (left, "\n\n", right, NULL);

  if (!yun_output_write_file (made, text, strlen (text), error))
    return FALSE;
  if (g_rename (made, path) != 0)
    {
      set_write_error (error, names[0]);
      return FALSE;
    }
  sync_folder (self->path);
  return TRUE;
}

static void
undecide (YunStaging *self)
{
  g_autofree char *path = g_build_filename (self->path, DECIDED, NULL);

  g_unlink (path);
}

gboolean
yun_staging_commit (YunStaging        *self,
                    const char *const *names,
                    const char *const *gone,
                    gboolean           replace,
                    GError           **error)
{
  const char *failed = NULL;
  guint       n = g_strv_length ((char **) names);
  guint       left = n;

  if (!replace && yun_staging_refuses (self->folder, gone, error))
    return FALSE;
  if (!decide (self, names, gone, error))
    return FALSE;
  for (guint i = 0; gone[i] != NULL && failed == NULL; i++)
    if (!put_aside (self, gone[i]))
      failed = gone[i];
  /* The first, which names the whole, comes last: a crash leaves no .shp without what belongs to
   * it. */
  for (; left > 0 && failed == NULL; left--)
    if (!put_in_place (self, names[left - 1]))
      failed = names[left - 1];
  if (failed == NULL)
    {
      sync_folder (self->folder);
      return TRUE;
    }

  set_write_error (error, failed);
  for (guint i = left; i < n; i++)
    {
      g_autofree char *place = g_build_filename (self->folder, names[i], NULL);

      /* The last one did not get there. */
      if (names[i] != failed)
        g_unlink (place);
    }
  for (guint i = 0; gone[i] != NULL; i++)
    put_back (self, gone[i]);
  undecide (self);
  return FALSE;
}
