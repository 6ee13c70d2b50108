/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-geo"

#include "config.h"

#include "yun-output.h"
#include "yun-crs.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <unistd.h>

#define BUFFER (1 << 20)

struct _YunOutput
{
  FILE   *file; /* (nullable): fclose; NULL when closed */
  char   *path; /* (owned) */
  guint64 size;
};

static gboolean
fail (YunOutput *self, GError **error)
{
  int              number = errno;
  g_autofree char *name = g_path_get_basename (self->path);

  g_set_error (error, YUN_GEO_ERROR, YUN_GEO_ERROR_WRITE, _ ("“%s” cannot be written: %s"), name,
               g_strerror (number));
  return FALSE;
}

YunOutput *
yun_output_new (const char *path, GError **error)
{
  g_autoptr (YunOutput) self = g_new0 (YunOutput, 1);

  self->path = g_strdup (path);
  self->file = fopen (path, "wbxe");
  if (self->file == NULL)
    {
      fail (self, error);
      return NULL;
    }
  setvbuf (self->file, NULL, _IOFBF, BUFFER);
  return g_steal_pointer (&self);
}

void
yun_output_free (YunOutput *self)
{
  if (self == NULL)
    return;
  if (self->file != NULL)
    fclose (self->file);
  g_free (self->path);
  g_free (self);
}

gboolean
yun_output_write (YunOutput *self, gconstpointer data, gsize n, GError **error)
{
  if (fwrite_unlocked (data, 1, n, self->file) != n)
    return fail (self, error);
  self->size += n;
  return TRUE;
}

gboolean
yun_output_write_head (YunOutput *self, gconstpointer data, gsize n, GError **error)
{
  if (fseek (self->file, 0, SEEK_SET) != 0 || fwrite (data, 1, n, self->file) != n)
    return fail (self, error);
  return TRUE;
}

gboolean
yun_output_close (YunOutput *self, GError **error)
{
  if (fflush (self->file) != 0 || fsync (fileno (self->file)) != 0)
    return fail (self, error);
  if (fclose (g_steal_pointer (&self->file)) != 0)
    return fail (self, error);
  return TRUE;
}

guint64
yun_output_get_size (const YunOutput *self)
{
  return self->size;
}

gboolean
yun_output_write_file (const char *path, gconstpointer data, gsize n, GError **error)
{
  g_autoptr (YunOutput) self = yun_output_new (path, error);

  return self != NULL && yun_output_write (self, data, n, error) && yun_output_close (self, error);
}
