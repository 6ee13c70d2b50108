/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-db-sqlite.h"

#include <math.h>

/* How many pages are copied between two looks at the cancellable. */
#define STEP_PAGES 1024

/* Values to and from statements, and what else is asked of a connection. */

void
yun_stmt_bind_value (YunStmt *self, int i, const YunValue *value)
{
  gsize n = 0;

  switch (value->kind)
    {
    case YUN_VALUE_INT:
      sqlite3_bind_int64 (self->handle, i, value->integer);
      break;
    case YUN_VALUE_REAL:
      sqlite3_bind_double (self->handle, i, value->real);
      break;
    case YUN_VALUE_TEXT:
      sqlite3_bind_text (self->handle, i, value->text, -1, SQLITE_TRANSIENT);
      break;
    case YUN_VALUE_BYTES:
      {
        gconstpointer data = g_bytes_get_data (value->bytes, &n);

        sqlite3_bind_blob64 (self->handle, i, data != NULL ? data : "", n, SQLITE_TRANSIENT);
        break;
      }
    case YUN_VALUE_NULL:
    default:
      sqlite3_bind_null (self->handle, i);
      break;
    }
}

gint64
yun_stmt_int (YunStmt *self, int i)
{
  return sqlite3_column_int64 (self->handle, i);
}

double
yun_stmt_real (YunStmt *self, int i)
{
  return yun_stmt_is_null (self, i) ? NAN : sqlite3_column_double (self->handle, i);
}

gboolean
yun_stmt_is_null (YunStmt *self, int i)
{
  return sqlite3_column_type (self->handle, i) == SQLITE_NULL;
}

const guint8 *
yun_stmt_blob (YunStmt *self, int i, gsize *n)
{
  const guint8 *data = sqlite3_column_blob (self->handle, i);

  *n = (gsize) sqlite3_column_bytes (self->handle, i);
  return data;
}

void
yun_stmt_read_value (YunStmt *self, int i, YunValue *value)
{
  *value = (YunValue) YUN_VALUE_INIT;
  switch (sqlite3_column_type (self->handle, i))
    {
    case SQLITE_INTEGER:
      value->kind = YUN_VALUE_INT;
      value->integer = sqlite3_column_int64 (self->handle, i);
      break;
    case SQLITE_FLOAT:
      value->kind = YUN_VALUE_REAL;
      value->real = sqlite3_column_double (self->handle, i);
      break;
    case SQLITE_TEXT:
      value->kind = YUN_VALUE_TEXT;
      value->text = g_strndup ((const char *) sqlite3_column_text (self->handle, i),
                               (gsize) sqlite3_column_bytes (self->handle, i));
      break;
    case SQLITE_BLOB:
      {
        gsize         n;
        const guint8 *data = yun_stmt_blob (self, i, &n);

        value->kind = YUN_VALUE_BYTES;
        value->bytes = g_bytes_new (data, n);
        break;
      }
    default:
      break;
    }
}

gint64
yun_db_get_last_id (YunDb *self)
{
  return sqlite3_last_insert_rowid (yun_db_get_handle (self));
}

gboolean
yun_db_set_damaged (YunDb *self, GError **error)
{
  return yun_db_set_error (self, SQLITE_CORRUPT, error);
}

gboolean
yun_db_copy (YunDb *from, YunDb *to, const YunPart *part, GCancellable *cancellable, GError **error)
{
  sqlite3_backup *backup =
    sqlite3_backup_init (yun_db_get_handle (to), "main", yun_db_get_handle (from), "main");
  int rc = SQLITE_OK;

  if (backup == NULL)
    return yun_db_set_error (to, sqlite3_errcode (yun_db_get_handle (to)), error);
  while (rc == SQLITE_OK && !g_cancellable_is_cancelled (cancellable))
    {
      rc = sqlite3_backup_step (backup, STEP_PAGES);
      yun_part_tell (part, 1 - (double) sqlite3_backup_remaining (backup) /
                                 MAX (sqlite3_backup_pagecount (backup), 1));
    }
  sqlite3_backup_finish (backup);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  return rc == SQLITE_DONE || yun_db_set_error (to, rc, error);
}

void
yun_stmt_reset (YunStmt *self)
{
  sqlite3_reset (self->handle);
}
