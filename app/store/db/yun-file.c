/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-file.h"

#include "yun-db-sqlite.h"
#include "yun-schema.h"
#include "yun-temp-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* Files up to this size are checked whole when they are opened: some hundredths of a second. */
#define QUICK_CHECK_BYTES (16 * 1024 * 1024)

/* ---- The header of an SQLite file (sqlite.org/fileformat2.html) ------------------ */

#define HEADER_BYTES 100
#define AT_PAGE_SIZE 16
#define AT_WRITE_MODE 18
#define AT_COUNTER 24
#define AT_PAGES 28
#define AT_VERSION 60
#define AT_APPLICATION 68
#define AT_PAGES_VALID 92

static guint32
read_be (const guint8 *header, int at)
{
  return (guint32) header[at] << 24 | (guint32) header[at + 1] << 16 |
         (guint32) header[at + 2] << 8 | header[at + 3];
}

static gboolean
set_damaged (const char *path, GError **error)
{
  return yun_temp_file_set_error (path, YUN_STORE_ERROR_DAMAGED,
                                  _ ("The registry “%s” is damaged."), error);
}

static gboolean
has_content (const char *path, const char *suffix)
{
  g_autofree char *beside = g_strconcat (path, suffix, NULL);
  struct stat      info;

  return stat (beside, &info) == 0 && info.st_size > 0;
}

static gboolean
is_beside (const char *path, const char *suffix)
{
  g_autofree char *beside = g_strconcat (path, suffix, NULL);

  return g_file_test (beside, G_FILE_TEST_EXISTS);
}

gboolean
yun_file_has_pending (const char *path)
{
  return has_content (path, "-wal") || has_content (path, "-journal");
}

/* ---- Damage ----------------------------------------------------------------------- */

/* Whether the first page of a table or index begins as a page of a tree does. */
static gboolean
is_tree_page (int fd, guint32 page_size, gint64 page)
{
  guint8 head[8];
  gint64 at = (page - 1) * page_size + (page == 1 ? HEADER_BYTES : 0);
  guint  cells;

  if (pread (fd, head, sizeof head, at) != sizeof head)
    return FALSE;
  if (head[0] != 2 && head[0] != 5 && head[0] != 10 && head[0] != 13)
    return FALSE;
  cells = (guint) head[3] << 8 | head[4];
  return cells * 2 + 8 <= page_size;
}

static gboolean
check_roots (YunDb *db, int fd, guint32 page_size, GError **error)
{
  g_autoptr (YunStmt) stmt =
    yun_db_prepare (db, "SELECT rootpage FROM sqlite_schema WHERE rootpage>0", error);
  int rc;

  if (stmt == NULL)
    return FALSE;
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    if (!is_tree_page (fd, page_size, sqlite3_column_int64 (stmt->handle, 0)))
      return set_damaged (yun_db_get_path (db), error);
  return rc == 0;
}

static gboolean
check_content (const char *path, int fd, gint64 size, guint32 page_size, GError **error)
{
  g_autoptr (YunDb) db =
    yun_db_open (path, YUN_DB_READ_ONLY | YUN_DB_IMMUTABLE | YUN_DB_PLAIN, error);

  return db != NULL && yun_schema_check (db, error) && check_roots (db, fd, page_size, error) &&
         (size > QUICK_CHECK_BYTES || yun_db_check (db, "quick_check(1)", error));
}

gboolean
yun_file_check_version (const char *path, int version, GError **error)
{
  if (version > yun_schema_get_version ())
    return yun_temp_file_set_error (
      path, YUN_STORE_ERROR_NEWER,
      _ ("“%s” was written by a newer Yunjian; please update the program."), error);
  return version >= 1 || set_damaged (path, error);
}

gboolean
yun_file_is_registry (const char *path)
{
  guint8   header[HEADER_BYTES];
  int      fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  gboolean is = fd >= 0 && pread (fd, header, sizeof header, 0) == sizeof header &&
                memcmp (header, "SQLite format 3", 16) == 0 &&
                read_be (header, AT_APPLICATION) == YUN_SCHEMA_APPLICATION;

  if (fd >= 0)
    close (fd);
  return is;
}

static gboolean
probe_file (const char *path, int fd, YunFileInfo *info, GError **error)
{
  guint8      header[HEADER_BYTES];
  struct stat status;
  guint32     page_size;

  if (fstat (fd, &status) != 0)
    return yun_temp_file_set_errno (path, error);
  if (!S_ISREG (status.st_mode) || pread (fd, header, sizeof header, 0) != sizeof header ||
      memcmp (header, "SQLite format 3", 16) != 0 ||
      read_be (header, AT_APPLICATION) != YUN_SCHEMA_APPLICATION)
    return yun_temp_file_set_error (path, YUN_STORE_ERROR_FOREIGN,
                                    _ ("“%s” is not a Yunjian registry."), error);

  info->version = (int) read_be (header, AT_VERSION);
  info->wal = header[AT_WRITE_MODE] == 2;
  info->pending = yun_file_has_pending (path);
  info->shared = is_beside (path, "-shm");
  if (!yun_file_check_version (path, info->version, error))
    return FALSE;
  page_size = (guint32) header[AT_PAGE_SIZE] << 8 | header[AT_PAGE_SIZE + 1];
  if (page_size == 1)
    page_size = 65536;
  if (page_size < 512 || (page_size & (page_size - 1)) != 0)
    return set_damaged (path, error);

  /* With a log beside, the file alone need not be whole: SQLite puts it right when it opens it. */
  if (info->pending)
    return TRUE;
  if (read_be (header, AT_COUNTER) == read_be (header, AT_PAGES_VALID) &&
      (gint64) read_be (header, AT_PAGES) * page_size > status.st_size)
    return set_damaged (path, error);
  return check_content (path, fd, status.st_size, page_size, error);
}

gboolean
yun_file_probe (const char *path, YunFileInfo *info, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  /* Opening a pipe would wait for somebody to write into it. */
  int      fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  gboolean ok;

  if (fd < 0)
    return yun_temp_file_set_errno (path, error);
  ok = probe_file (path, fd, info, error);
  close (fd);
  info->file_writable = g_access (path, W_OK) == 0;
  info->folder_writable = g_access (folder, W_OK) == 0;
  return ok;
}

/* A log that nobody has written to needs a folder that can be written, and one made by a guest
 * would lock the owner out; where no one else has it open, the file is taken as it lies there. */
YunDbFlags
yun_file_info_get_flags (const YunFileInfo *info)
{
  gboolean guest = !info->folder_writable || (!info->file_writable && !info->shared);

  return info->wal && !info->pending && guest ? YUN_DB_READ_ONLY | YUN_DB_IMMUTABLE
                                              : YUN_DB_READ_ONLY;
}

gboolean
yun_file_read_pending (const char *path, YunFileInfo *info, GError **error)
{
  g_autoptr (YunDb) db = NULL;
  gint64            version = 0;

  if (!info->pending)
    return TRUE;
  db = yun_db_open (path, yun_file_info_get_flags (info) | YUN_DB_PLAIN, error);
  if (db == NULL || !yun_db_get_int (db, "PRAGMA user_version", &version, error))
    return FALSE;
  info->version = (int) version;
  return yun_file_check_version (path, info->version, error);
}

gboolean
yun_file_get_read_flags (const char *path, YunDbFlags *flags, GError **error)
{
  g_autoptr (GError) failure = NULL;
  YunFileInfo        info = { 0 };

  if (!yun_file_probe (path, &info, &failure) &&
      !g_error_matches (failure, YUN_STORE_ERROR, YUN_STORE_ERROR_DAMAGED))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  *flags = yun_file_info_get_flags (&info);
  return TRUE;
}
