/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-file-watch.h"

#include "yun-db-sqlite.h"
#include "yun-temp-file.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <sys/stat.h>

static gboolean
get_version (YunDb *db, gint64 *version, GError **error)
{
  return yun_db_get_int (db, "PRAGMA data_version", version, error);
}

gboolean
yun_file_watch_begin (YunFileWatch *self, YunDb *db, GError **error)
{
  *self = (YunFileWatch){ 0 };
  if (!yun_file_id_read (&self->id, yun_db_get_path (db)))
    return yun_db_set_error (db, SQLITE_CANTOPEN, error);
  return get_version (db, &self->data_version, error);
}

void
yun_file_watch_settle (YunFileWatch *self, YunDb *db)
{
  struct stat info;

  self->settled =
    get_version (db, &self->data_version, NULL) && stat (yun_db_get_path (db), &info) == 0;
  if (!self->settled)
    return;
  self->size = info.st_size;
  self->mtime = info.st_mtim.tv_sec;
  self->mtime_ns = info.st_mtim.tv_nsec;
}

void
yun_file_watch_unsettle (YunFileWatch *self)
{
  self->settled = FALSE;
}

static gboolean
set_replaced (YunDb *db, GError **error)
{
  g_autofree char *name = yun_temp_file_dup_shown_name (yun_db_get_path (db));

  g_set_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_REPLACED,
               _ ("“%s” was replaced or removed by another program while it was open; nothing is "
                  "written any more."),
               name);
  return FALSE;
}

gboolean
yun_file_watch_check (YunFileWatch *self, YunDb *db, GError **error)
{
  struct stat info;
  gint64      version = self->data_version;

  if (stat (yun_db_get_path (db), &info) != 0)
    /* A share that does not answer is no sign that the file is gone. */
    return (errno != ENOENT && errno != ENOTDIR) || set_replaced (db, error);
  if (!yun_file_id_equal (&self->id, &(YunFileId){ info.st_dev, info.st_ino }))
    return set_replaced (db, error);
  if (!self->settled || (info.st_size == self->size && info.st_mtim.tv_sec == self->mtime &&
                         info.st_mtim.tv_nsec == self->mtime_ns))
    return TRUE;
  /* Who writes through SQLite moves the version first; the log was empty, so it cannot be we. */
  if (!get_version (db, &version, error))
    return FALSE;
  if (version == self->data_version)
    return set_replaced (db, error);
  self->data_version = version;
  self->settled = FALSE;
  return TRUE;
}

void
yun_file_watch_let_go (YunFileWatch *self, YunDb *db)
{
  gint64    version = 0;
  YunFileId now;
  gboolean  other =
    !yun_file_id_read (&now, yun_db_get_path (db)) || !yun_file_id_equal (&now, &self->id);

  /* A log that others wrote to is theirs, and one over a file written over leads nowhere. */
  if (other && get_version (db, &version, NULL) && version == self->data_version)
    yun_db_flush (db, NULL);
  sqlite3_db_config (yun_db_get_handle (db), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
}
