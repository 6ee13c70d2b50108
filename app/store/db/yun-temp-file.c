/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#define _GNU_SOURCE
#include "config.h"

#include "yun-temp-file.h"

#include "yun-store.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define PLACE "XXXXXX"
#define SUFFIX ".part"

/* ---- Names and errors ------------------------------------------------------------------ */

/* The name that the temporary name @base is for, as a part of it, or 0 for another name. */
static gsize
get_inner_length (const char *base)
{
  gsize n = strlen (base), tail = strlen ("." PLACE SUFFIX);

  return base[0] == '.' && n > tail + 1 && base[n - tail] == '.' && g_str_has_suffix (base, SUFFIX)
           ? n - tail - 1
           : 0;
}

char *
yun_temp_file_dup_shown_name (const char *path)
{
  g_autofree char *base = g_path_get_basename (path);
  gsize            n;

  while ((n = get_inner_length (base)) > 0)
    {
      memmove (base, base + 1, n);
      base[n] = '\0';
    }
  return g_filename_display_name (base);
}

gboolean
yun_temp_file_set_error (const char *path, int code, const char *format, GError **error)
{
  g_autofree char *name = yun_temp_file_dup_shown_name (path);

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_set_error (error, YUN_STORE_ERROR, code, format, name);
#pragma GCC diagnostic pop
  return FALSE;
}

gboolean
yun_temp_file_set_errno (const char *path, GError **error)
{
  int number = errno;

  g_debug ("%s: %s", path, g_strerror (number));
  switch (number)
    {
    case ENOENT:
    case ENOTDIR:
      return yun_temp_file_set_error (path, YUN_STORE_ERROR_NOT_FOUND, _ ("There is no file “%s”."),
                                      error);
    case ENOSPC:
    case EDQUOT:
      return yun_temp_file_set_error (path, YUN_STORE_ERROR_FULL,
                                      _ ("The disk is full: “%s” could not be written."), error);
    case EACCES:
    case EPERM:
    case EROFS:
      return yun_temp_file_set_error (path, YUN_STORE_ERROR_READ_ONLY,
                                      _ ("“%s” or its folder cannot be opened."), error);
    case ENAMETOOLONG:
      return yun_temp_file_set_error (path, YUN_STORE_ERROR_FAILED,
                                      _ ("“%s” is too long for the name of a file here."), error);
    default:
      return yun_temp_file_set_error (path, YUN_STORE_ERROR_FAILED,
                                      _ ("“%s” could not be read or written."), error);
    }
}

gboolean
yun_temp_file_set_exists (const char *path, GError **error)
{
  return yun_temp_file_set_error (path, YUN_STORE_ERROR_EXISTS,
                                  _ ("“%s” exists already; it was not touched."), error);
}

/* ---- Those in use ---------------------------------------------------------------------- */

/* Held by this process: a file's path, and its descriptor + 1 with a lock that ends with it. */
static GMutex      lock;
static GHashTable *held; /* (owned): guarded by lock */

static void
hold (const char *temp, int fd)
{
  flock (fd, LOCK_EX | LOCK_NB);
  g_mutex_lock (&lock);
  if (held == NULL)
    held = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_insert (held, g_strdup (temp), GINT_TO_POINTER (fd + 1));
  g_mutex_unlock (&lock);
}

/* SQLite's own locks on the file end too, so that it must have closed it. */
static void
let_go (const char *temp)
{
  gpointer fd = NULL;

  g_mutex_lock (&lock);
  if (held != NULL)
    {
      fd = g_hash_table_lookup (held, temp);
      g_hash_table_remove (held, temp);
    }
  g_mutex_unlock (&lock);
  if (fd != NULL)
    close (GPOINTER_TO_INT (fd) - 1);
}

static gboolean
is_held (const char *temp)
{
  gboolean is;

  g_mutex_lock (&lock);
  is = held != NULL && g_hash_table_contains (held, temp);
  g_mutex_unlock (&lock);
  return is;
}

/* Whether the program that made it has ended: then nobody holds the lock. */
static gboolean
is_left_behind (const char *temp)
{
  int      fd = is_held (temp) ? -1 : g_open (temp, O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0);
  gboolean left = fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) == 0;

  if (fd >= 0)
    close (fd);
  return left;
}

/* Removes what programs that were killed left of files that were to be @name in @folder. */
static void
sweep (const char *folder, const char *name)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  gsize            n = strlen (name);
  const char      *base;

  while (dir != NULL && (base = g_dir_read_name (dir)) != NULL)
    if (get_inner_length (base) == n && strncmp (base + 1, name, n) == 0)
      {
        g_autofree char *temp = g_build_filename (folder, base, NULL);

        if (is_left_behind (temp))
          yun_temp_file_discard (temp);
      }
}

/* ---- Files --------------------------------------------------------------------------------- */

char *
yun_temp_file_make (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *template = g_strdup_printf ("%s/.%s." PLACE SUFFIX, folder, name);
  int fd;

  sweep (folder, name);
  fd = g_mkstemp_full (template, O_RDWR | O_CLOEXEC, 0666);
  if (fd < 0)
    {
      if (errno == ENOENT || errno == ENOTDIR)
        {
          g_autofree char *shown = g_filename_display_name (folder);

          g_set_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_READ_ONLY,
                       _ ("There is no folder “%s”."), shown);
        }
      else
        yun_temp_file_set_errno (path, error);
      return NULL;
    }
  hold (template, fd);
  return g_steal_pointer (&template);
}

static gboolean
sync_path (const char *path, int flags)
{
  int      fd = g_open (path, O_RDONLY | O_CLOEXEC | flags, 0);
  gboolean ok = fd >= 0 && fsync (fd) == 0;
  int      number = errno;

  if (fd >= 0)
    close (fd);
  errno = number;
  return ok;
}

/* Some file systems cannot sync a folder, and say so. */
static gboolean
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  return sync_path (folder, O_DIRECTORY) || errno == EINVAL || errno == ENOTSUP ||
         errno == EACCES || errno == ENOSYS;
}

/* A name that must not replace a file that came meanwhile: by a hard link where the file system has
 * them, else by the kernel's no-replace rename, else by looking first. */
static gboolean
rename_new (const char *temp, const char *path)
{
  if (link (temp, path) == 0)
    {
      g_unlink (temp);
      return TRUE;
    }
  if (errno == EEXIST)
    return FALSE;
  if (renameat2 (AT_FDCWD, temp, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
    return TRUE;
  if (errno == EEXIST)
    return FALSE;
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    {
      errno = EEXIST;
      return FALSE;
    }
  return g_rename (temp, path) == 0;
}

gboolean
yun_temp_file_publish (const char *temp, const char *path, gboolean replace, GError **error)
{
  if (!sync_path (temp, 0))
    return yun_temp_file_set_errno (path, error);
  let_go (temp);
  if (replace ? g_rename (temp, path) != 0 : !rename_new (temp, path))
    return errno == EEXIST ? yun_temp_file_set_exists (path, error)
                           : yun_temp_file_set_errno (path, error);
  /* What SQLite could not remove, if anything. */
  yun_temp_file_discard (temp);
  if (sync_folder (path))
    return TRUE;
  yun_temp_file_set_errno (path, error);
  if (!replace)
    g_unlink (path);
  return FALSE;
}

void
yun_temp_file_discard (const char *temp)
{
  /* The file itself last: the others are found by it. */
  static const char *const suffixes[] = { "-journal", "-wal", "-shm", "" };

  let_go (temp);
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *path = g_strconcat (temp, suffixes[i], NULL);

      g_unlink (path);
    }
}
