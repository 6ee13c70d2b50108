/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-jobs"
#define _GNU_SOURCE

#include "config.h"

#include "yun-new-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

static gboolean
refuse_existing (const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);

  g_set_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_EXISTS,
               _ ("“%s” exists already; it was not touched."), name);
  return FALSE;
}

/* Renames without ever replacing a file that came meanwhile. */
static gboolean
give_name (const char *from, const char *to, GError **error)
{
  g_autofree char *name = NULL;
  int              failure;

  if (renameat2 (AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
    return TRUE;
  failure = errno;
  if (failure == EEXIST)
    return refuse_existing (to, error);
  /* A file system that does not know the flag. */
  if (failure == EINVAL || failure == ENOSYS)
    {
      if (g_file_test (to, G_FILE_TEST_EXISTS))
        return refuse_existing (to, error);
      if (g_rename (from, to) == 0)
        return TRUE;
      failure = errno;
    }
  g_debug ("rename %s to %s: %s", from, to, g_strerror (failure));
  name = g_filename_display_basename (to);
  g_set_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_FAILED, _ ("“%s” could not be made."), name);
  return FALSE;
}

static gboolean
check_folder (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = NULL;

  if (g_file_test (folder, G_FILE_TEST_IS_DIR) && g_access (folder, W_OK) == 0)
    return TRUE;
  name = g_filename_display_name (folder);
  g_set_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_READ_ONLY,
               g_file_test (folder, G_FILE_TEST_IS_DIR) ? _ ("The folder “%s” cannot be written.")
                                                        : _ ("There is no folder “%s”."),
               name);
  return FALSE;
}

/* (transfer full): a name in the folder of @path that nobody has. */
static char *
make_temporary_name (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *name = g_strdup_printf (".%s-%.8s.part", base, uuid);

  return g_build_filename (folder, name, NULL);
}

static void
remove_file (const char *path)
{
  static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *name = g_strconcat (path, suffixes[i], NULL);
      g_unlink (name);
    }
}

YunStore *
yun_new_file_make (
  const char *path, YunFillFunc fill, gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_autofree char     *temporary = NULL;
  g_autoptr (YunStore) store = NULL;
  gboolean             ok;

  g_return_val_if_fail (path != NULL, NULL);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    {
      refuse_existing (path, error);
      return NULL;
    }
  if (!check_folder (path, error))
    return NULL;
  temporary = make_temporary_name (path);
  store = yun_store_create_sync (temporary, cancellable, error);
  if (store == NULL)
    return NULL;
  ok = fill == NULL || fill (store, user_data, cancellable, error);
  yun_store_close (store);
  g_clear_object (&store);
  ok = ok && !g_cancellable_set_error_if_cancelled (cancellable, error) &&
       give_name (temporary, path, error);
  if (!ok)
    {
      remove_file (temporary);
      return NULL;
    }
  return yun_store_open_sync (path, YUN_STORE_DEFAULT, NULL, error);
}

char *
yun_new_file_begin (const char *path, gboolean replace, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  if (!replace && g_file_test (path, G_FILE_TEST_EXISTS))
    {
      refuse_existing (path, error);
      return NULL;
    }
  return check_folder (path, error) ? make_temporary_name (path) : NULL;
}

gboolean
yun_new_file_end (const char *temporary, const char *path, gboolean replace, GError **error)
{
  g_autofree char *name = NULL;

  if (!replace)
    return give_name (temporary, path, error);
  if (g_rename (temporary, path) == 0)
    return TRUE;
  g_debug ("rename %s to %s: %s", temporary, path, g_strerror (errno));
  name = g_filename_display_basename (path);
  g_set_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_FAILED, _ ("“%s” could not be made."), name);
  return FALSE;
}
