/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-geo"

#include "config.h"

#include "yun-shapefile-private.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define OLD "old-"

struct _YunStaging
{
  char *folder; /* (owned): where the files belong */
  char *path;   /* (owned): where they are until then */
};

static void
set_write_error (GError **error, const char *name)
{
  int number = errno;

  g_set_error (error, YUN_GEO_ERROR, YUN_GEO_ERROR_WRITE, _ ("“%s” cannot be written: %s"), name,
               g_strerror (number));
}

YunStaging *
yun_staging_new (const char *folder, GError **error)
{
  g_autoptr (YunStaging) self = g_new0 (YunStaging, 1);
  g_autofree char       *path = g_build_filename (folder, ".yunjian-export-XXXXXX", NULL);

  self->folder = g_strdup (folder);
  if (g_mkdtemp_full (path, 0777) == NULL)
    {
      set_write_error (error, folder);
      return NULL;
    }
  self->path = g_steal_pointer (&path);
  return g_steal_pointer (&self);
}

void
yun_staging_free (YunStaging *self)
{
  if (self == NULL)
    return;
  if (self->path != NULL)
    {
      g_autoptr (GDir) dir = g_dir_open (self->path, 0, NULL);

      for (const char *name = dir != NULL ? g_dir_read_name (dir) : NULL; name != NULL;
           name = g_dir_read_name (dir))
        {
          g_autofree char *file = g_build_filename (self->path, name, NULL);

          g_unlink (file);
        }
      g_rmdir (self->path);
    }
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
  return FALSE;
}
