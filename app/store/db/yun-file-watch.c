/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-file-watch.h"

#include "yun-db-sqlite.h"
#include "yun-file.h"
#include "yun-strangers.h"
#include "yun-temp-file.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <sys/stat.h>

static gboolean
get_version (YunDb *db, gint64 *version, GError **error)
{
  return yun_db_get_int (db, "PRAGMA data_version", version, error);
}

/* After the log was emptied and nothing was written since. */
static void
settle (YunFileWatch *self, YunDb *db)
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

gboolean
yun_file_watch_begin (YunFileWatch *self, YunDb *db, GError **error)
{
  *self = (YunFileWatch){ 0 };
  if (!yun_file_id_read (&self->id, yun_db_get_path (db)))
    return yun_db_set_error (db, SQLITE_CANTOPEN, error);
  if (!get_version (db, &self->data_version, error) ||
      !yun_db_get_int (db, "PRAGMA schema_version", &self->schema_version, error))
    return FALSE;
  /* A log that someone left, or that others are writing to now, is seen to later. */
  self->unflushed = yun_file_has_pending (yun_db_get_path (db));
  if (!self->unflushed)
    settle (self, db);
  return TRUE;
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

/* Another program may have put one in since the file was opened. */
static gboolean
check_strangers (YunFileWatch *self, YunDb *db, GError **error)
{
  g_auto (GStrv)   names = NULL;
  g_autofree char *list = NULL;
  gint64           version = 0;

  if (!yun_db_get_int (db, "PRAGMA schema_version", &version, error))
    return FALSE;
  if (version == self->schema_version)
    return TRUE;
  names = yun_strangers_list (db, error);
  if (names == NULL)
    return FALSE;
  if (names[0] == NULL)
    {
      self->schema_version = version;
      return TRUE;
    }
  list = g_strjoinv (", ", names);
  g_set_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_READ_ONLY,
               _ ("Another program has put programs into this file that would run at every edit "
                  "(%s), so nothing is written. Close it and open it again to remove them."),
               list);
  return FALSE;
}

gboolean
yun_file_watch_begin_write (YunFileWatch *self, YunDb *db, GError **error)
{
  if (!yun_file_watch_check (self, db, error) || !check_strangers (self, db, error))
    return FALSE;
  /* From here on the file changes through us. */
  self->settled = FALSE;
  self->unflushed = TRUE;
  return TRUE;
}

gboolean
yun_file_watch_flush (YunFileWatch *self, YunDb *db, GError **error)
{
  if (!yun_file_watch_check (self, db, error))
    return FALSE;
  self->settled = FALSE;
  if (!yun_db_flush (db, error))
    return FALSE;
  self->unflushed = FALSE;
  settle (self, db);
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
