/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-undo.h"

#include "yun-history.h"
#include "yun-parts.h"
#include "yun-table.h"

#include <glib/gi18n-lib.h>

struct _YunRecorder
{
  YunDb           *db;      /* (unowned) */
  sqlite3_session *session; /* (owned) */
};

/* How much SQLite gathers before it calls back; its default of 1 KiB makes many calls. */
static gpointer
set_stream_size (gpointer unused)
{
  int size = 64 * 1024;

  sqlite3session_config (SQLITE_SESSION_CONFIG_STRMSIZE, &size);
  return NULL;
}

YunRecorder *
yun_recorder_new (YunDb *db, GError **error)
{
  static GOnce            once = G_ONCE_INIT;
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);
  g_autoptr (YunRecorder) self = g_new0 (YunRecorder, 1);
  int                     rc;

  g_once (&once, set_stream_size, NULL);
  self->db = db;
  rc = sqlite3session_create (yun_db_get_handle (db), "main", &self->session);
  for (guint i = 0; rc == SQLITE_OK && i < n; i++)
    rc = sqlite3session_attach (self->session, entities[i]->id);
  if (rc != SQLITE_OK)
    {
      yun_db_set_error (db, rc, error);
      return NULL;
    }
  return g_steal_pointer (&self);
}

gboolean
yun_recorder_keep (YunRecorder *self, gint64 number, GError **error)
{
  g_autoptr (YunPartWriter) writer = yun_part_writer_new (self->db, number);
  int                       rc;

  sqlite3session_enable (self->session, FALSE);
  rc = sqlite3session_changeset_strm (self->session, yun_part_writer_write_cb, writer);
  /* The writer knows better than SQLite what went wrong in it. */
  if (!yun_part_writer_end (writer, error))
    return FALSE;
  return rc == SQLITE_OK || yun_db_set_error (self->db, rc, error);
}

void
yun_recorder_free (YunRecorder *self)
{
  if (self->session != NULL)
    sqlite3session_delete (self->session);
  g_free (self);
}

/* ---- Applying --------------------------------------------------------------- */

static int
filter_cb (void *unused, const char *table)
{
  const YunEntity *entity = yun_entity_find (table);

  return entity != NULL && strcmp (entity->id, table) == 0;
}

static int
conflict_cb (void *unused, int kind, sqlite3_changeset_iter *iter)
{
  return SQLITE_CHANGESET_ABORT;
}

static gboolean
set_conflict (GError **error)
{
  g_set_error_literal (
    error, YUN_STORE_ERROR, YUN_STORE_ERROR_CONFLICT,
    _ ("The records have been changed by another program since, so the change stays as it is."));
  return FALSE;
}

static gboolean
apply_parts (YunDb *db, gint64 number, gboolean invert, GError **error)
{
  g_autoptr (YunPartReader) reader = yun_part_reader_new (db, number, error);
  int                       rc;

  if (reader == NULL)
    return FALSE;
  rc = sqlite3changeset_apply_v2_strm (yun_db_get_handle (db), yun_part_reader_read_cb, reader,
                                       filter_cb, conflict_cb, NULL, NULL, NULL,
                                       invert ? SQLITE_CHANGESETAPPLY_INVERT : 0);
  if (rc == SQLITE_OK)
    return TRUE;
  return rc == SQLITE_ABORT ? set_conflict (error) : yun_db_set_error (db, rc, error);
}

/* ---- Imports ----------------------------------------------------------------- */

static gboolean
remove_run_cb (
  YunDb *db, const YunEntity *entity, gint64 first, gint64 last, gpointer user_data, GError **error)
{
  const YunChange *change = user_data;
  g_autofree char *sql =
    g_strdup_printf ("DELETE FROM %s WHERE id BETWEEN ? AND ? AND revision=?", entity->id);
  g_autoptr (YunStmt) stmt = yun_db_prepare (db, sql, error);

  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_int (stmt, 1, first);
  yun_stmt_bind_int (stmt, 2, last);
  yun_stmt_bind_int (stmt, 3, change->number);
  if (!yun_stmt_run (stmt, error))
    return FALSE;
  return sqlite3_changes64 (yun_db_get_handle (db)) == last - first + 1 || set_conflict (error);
}

static gboolean
revert_import (YunDb *db, const YunChange *change, GError **error)
{
  g_autoptr (YunRecorder) recorder = yun_recorder_new (db, error);

  return recorder != NULL &&
         yun_history_each_run (db, change->number, remove_run_cb, (gpointer) change, error) &&
         yun_recorder_keep (recorder, change->number, error);
}

/* Rows that come back into an empty table fill it as the import did. */
static gboolean
repeat_import (YunDb *db, const YunChange *change, GError **error)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);
  char                   *triggers[8] = { NULL };
  gboolean                ok = TRUE;

  for (guint i = 0; ok && i < n; i++)
    {
      gboolean empty = FALSE;

      if ((change->entities & (1u << i)) == 0)
        continue;
      ok = yun_table_is_empty (db, entities[i], &empty, error);
      if (ok && empty)
        ok = (triggers[i] = yun_table_begin_fill (db, entities[i], error)) != NULL;
    }
  ok = ok && apply_parts (db, change->number, TRUE, error);
  for (guint i = 0; i < n; i++)
    {
      ok = ok && (triggers[i] == NULL || yun_table_end_fill (db, entities[i], triggers[i], error));
      g_free (triggers[i]);
    }
  return ok && yun_part_remove (db, change->number, error);
}

gboolean
yun_undo_revert (YunDb *db, const YunChange *change, GError **error)
{
  gboolean ok = change->action == YUN_ACTION_IMPORT ? revert_import (db, change, error)
                                                    : apply_parts (db, change->number, TRUE, error);

  return ok && yun_history_set_state (db, change->number, YUN_CHANGE_UNDONE, error);
}

gboolean
yun_undo_repeat (YunDb *db, const YunChange *change, GError **error)
{
  gboolean ok = change->action == YUN_ACTION_IMPORT
                  ? repeat_import (db, change, error)
                  : apply_parts (db, change->number, FALSE, error);

  return ok && yun_history_set_state (db, change->number, YUN_CHANGE_DONE, error);
}
