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

/*
 * Changes of before the fourth schema hold the keys of names in their earlier
 * form. Where nothing else differs they are applied all the same, and the keys
 * of their rows are then made anew.
 */
typedef struct
{
  gboolean old_keys;
  int      columns[8]; /* where name_key is, by yun_entity_get_index() */
} Applying;

static gboolean
prepare_applying (YunDb *db, gint64 number, Applying *applying, GError **error)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);
  gint64                  since;

  g_assert (n <= G_N_ELEMENTS (applying->columns));
  if (!yun_db_get_int (db,
                       "SELECT coalesce((SELECT CAST(value AS INTEGER) FROM meta"
                       " WHERE key='name_keys_since'), 0)",
                       &since, error))
    return FALSE;
  applying->old_keys = number <= since;
  for (guint i = 0; applying->old_keys && i < n; i++)
    {
      g_autofree char *sql = g_strdup_printf (
        "SELECT cid FROM pragma_table_info('%s') WHERE name='name_key'", entities[i]->id);
      gint64 column;

      if (!yun_db_get_int (db, sql, &column, error))
        return FALSE;
      applying->columns[i] = (int) column;
    }
  return TRUE;
}

static gboolean
same_value (sqlite3_value *a, sqlite3_value *b)
{
  int n = sqlite3_value_bytes (a);

  if (sqlite3_value_type (a) != sqlite3_value_type (b))
    return FALSE;
  if (sqlite3_value_type (a) == SQLITE_NULL)
    return TRUE;
  return n == sqlite3_value_bytes (b) &&
         (n == 0 || memcmp (sqlite3_value_blob (a), sqlite3_value_blob (b), (gsize) n) == 0);
}

/* Whether the row is as the change left it, but for its key. */
static gboolean
differs_in_key (const Applying *applying, sqlite3_changeset_iter *iter)
{
  const char *table;
  int         n, op, indirect;

  if (sqlite3changeset_op (iter, &table, &n, &op, &indirect) != SQLITE_OK)
    return FALSE;
  for (int i = 0; i < n; i++)
    {
      sqlite3_value *then = NULL, *now = NULL;

      if (i == applying->columns[yun_entity_get_index (yun_entity_find (table))])
        continue;
      if (sqlite3changeset_old (iter, i, &then) != SQLITE_OK ||
          sqlite3changeset_conflict (iter, i, &now) != SQLITE_OK)
        return FALSE;
      /* NULL: the change does not touch the column. */
      if (then != NULL && !same_value (then, now))
        return FALSE;
    }
  return TRUE;
}

static int
conflict_cb (void *user_data, int kind, sqlite3_changeset_iter *iter)
{
  const Applying *applying = user_data;

  if (kind == SQLITE_CHANGESET_DATA && applying->old_keys && differs_in_key (applying, iter))
    return SQLITE_CHANGESET_REPLACE;
  return SQLITE_CHANGESET_ABORT;
}

static gboolean
renew_keys_cb (
  YunDb *db, const YunEntity *entity, gint64 first, gint64 last, gpointer user_data, GError **error)
{
  g_autofree char    *sql = g_strdup_printf ("UPDATE %s SET name_key=yun_name_key(name, pinyin)"
                                                " WHERE id BETWEEN ? AND ? AND name_key NOTNULL",
                                             entity->id);
  g_autoptr (YunStmt) stmt = yun_db_prepare (db, sql, error);

  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_int (stmt, 1, first);
  yun_stmt_bind_int (stmt, 2, last);
  return yun_stmt_run (stmt, error);
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
  Applying                  applying = { 0 };
  int                       rc;

  if (reader == NULL || !prepare_applying (db, number, &applying, error))
    return FALSE;
  rc = sqlite3changeset_apply_v2_strm (yun_db_get_handle (db), yun_part_reader_read_cb, reader,
                                       filter_cb, conflict_cb, &applying, NULL, NULL,
                                       invert ? SQLITE_CHANGESETAPPLY_INVERT : 0);
  if (rc == SQLITE_OK)
    return !applying.old_keys || yun_history_each_run (db, number, renew_keys_cb, NULL, error);
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
