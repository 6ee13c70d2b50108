/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-jobs"

#define _GNU_SOURCE
#include "config.h"

#include "yun-output-file.h"

#include "yun-temp-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <unistd.h>

static gboolean
check_suffix (const char *path, const char *const *suffixes, GError **error)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);
  g_autofree char *base = g_path_get_basename (lower);
  g_autofree char *name = yun_temp_file_dup_shown_name (path);
  g_autofree char *wanted = g_strjoinv (", ", (char **) suffixes);

  for (guint i = 0; suffixes[i] != NULL; i++)
    if (g_str_has_suffix (base, suffixes[i]) && strcmp (base, suffixes[i]) != 0)
      return TRUE;
  g_set_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_FAILED,
               /* Translators: the name of a file, then suffixes of names as ".png, .pdf" */
               _ ("“%s” is no name for what is written: it must end in %s."), name, wanted);
  return FALSE;
}

static gboolean
check_no_registry (const char *path, GError **error)
{
  g_autofree char *name = NULL;

  if (!yun_store_is_registry (path))
    return TRUE;
  name = yun_temp_file_dup_shown_name (path);
  g_set_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_EXISTS,
               _ ("“%s” is a registry; nothing is written over it."), name);
  return FALSE;
}

gboolean
yun_output_file_check (const char *path, const char *const *suffixes, GError **error)
{
  return check_suffix (path, suffixes, error) && check_no_registry (path, error);
}

char *
yun_output_file_begin (const char        *path,
                       const char *const *suffixes,
                       gboolean           replace,
                       GError           **error)
{
  g_return_val_if_fail (path != NULL && suffixes != NULL, NULL);

  if (!yun_output_file_check (path, suffixes, error))
    return NULL;
  if (!replace && g_file_test (path, G_FILE_TEST_EXISTS))
    {
      yun_temp_file_set_exists (path, error);
      return NULL;
    }
  return yun_temp_file_make (path, error);
}

gboolean
yun_output_file_end (const char *temp, const char *path, gboolean replace, GError **error)
{
  if (yun_temp_file_publish (temp, path, replace, error))
    return TRUE;
  yun_temp_file_discard (temp);
  return FALSE;
}

void
yun_output_file_discard (const char *temp)
{
  yun_temp_file_discard (temp);
}

static gboolean
fill (const char *temp, const char *path, const char *text, GError **error)
{
  int    fd = g_open (temp, O_WRONLY | O_TRUNC | O_CLOEXEC, 0);
  gsize  n = strlen (text);
  gssize wrote = 0;
  int    number;

  while (fd >= 0 && n > 0 && (wrote = TEMP_FAILURE_RETRY (write (fd, text, n))) > 0)
    {
      text += wrote;
      n -= (gsize) wrote;
    }
  number = errno;
  /* Some file systems say only now that it was too much. */
  if (fd >= 0 && close (fd) != 0 && n == 0)
    {
      number = errno;
      n = 1;
    }
  errno = number;
  return (fd >= 0 && n == 0) || yun_temp_file_set_errno (path, error);
}

gboolean
yun_output_file_write (
  const char *path, const char *const *suffixes, gboolean replace, const char *text, GError **error)
{
  g_autofree char *temp = yun_output_file_begin (path, suffixes, replace, error);

  if (temp == NULL)
    return FALSE;
  if (fill (temp, path, text, error))
    return yun_output_file_end (temp, path, replace, error);
  yun_output_file_discard (temp);
  return FALSE;
}
