/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-history.h"

#include <glib/gi18n-lib.h>

/* A change that touched more rows than this does not carry them. */
#define MAX_ROWS 10000

static const char *const state_ids[] = { "done", "undone", "dropped" };

#define COLUMNS                                                                                    \
  "number, action, state, who, at, summary, n_rows, entities, minx, miny, maxx, maxy FROM change "

gboolean
yun_history_next_number (YunDb *db, gint64 *number, GError **error)
{
  *number = 1;
  return yun_db_get_int (db, "SELECT coalesce(max(number), 0) + 1 FROM change", number, error);
}

gboolean
yun_history_count_commit (YunDb *db, GError **error)
{
  return yun_db_exec (db,
                      "INSERT INTO meta (key, value) VALUES ('commits', '1') ON CONFLICT (key) DO "
                      "UPDATE SET value = CAST(value AS INTEGER) + 1",
                      error);
}

gboolean
yun_history_get_commits (YunDb *db, gint64 *commits, GError **error)
{
  *commits = 0;
  return yun_db_get_int (db, "SELECT value FROM meta WHERE key='commits'", commits, error);
}

gboolean
yun_history_add (YunDb *db, const YunChange *change, GError **error)
{
  g_autoptr (YunStmt) stmt = NULL;

  if (!yun_db_exec (db, "UPDATE change SET state='dropped' WHERE state='undone'", error))
    return FALSE;
  stmt = yun_db_prepare (db,
                         "INSERT INTO change (number, action, state, who, at, summary, n_rows, "
                         "entities, minx, miny, maxx, maxy) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
                         error);
  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_int (stmt, 1, change->number);
  yun_stmt_bind_text (stmt, 2, yun_action_get_id (change->action));
  yun_stmt_bind_text (stmt, 3, state_ids[change->state]);
  yun_stmt_bind_text (stmt, 4, change->who != NULL ? change->who : "");
  yun_stmt_bind_text (stmt, 5, change->at);
  yun_stmt_bind_text (stmt, 6, change->summary != NULL ? change->summary : "");
  yun_stmt_bind_int (stmt, 7, change->n_rows);
  yun_stmt_bind_int (stmt, 8, change->entities);
  if (!yun_rect_is_empty (&change->box))
    {
      yun_stmt_bind_real (stmt, 9, change->box.x0);
      yun_stmt_bind_real (stmt, 10, change->box.y0);
      yun_stmt_bind_real (stmt, 11, change->box.x1);
      yun_stmt_bind_real (stmt, 12, change->box.y1);
    }
  return yun_stmt_run (stmt, error) && yun_history_count_commit (db, error);
}

gboolean
yun_history_add_rows (
  YunDb *db, gint64 number, guint entity, gint64 first, gint64 last, GError **error)
{
  g_autoptr (YunStmt) stmt = yun_db_prepare (
    db, "INSERT INTO change_row (change, entity, first, last) VALUES (?,?,?,?)", error);

  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_int (stmt, 1, number);
  yun_stmt_bind_int (stmt, 2, entity);
  yun_stmt_bind_int (stmt, 3, first);
  yun_stmt_bind_int (stmt, 4, last);
  return yun_stmt_run (stmt, error);
}

gboolean
yun_history_set_state (YunDb *db, gint64 number, YunChangeState state, GError **error)
{
  g_autoptr (YunStmt) stmt = yun_db_prepare (db, "UPDATE change SET state=? WHERE number=?", error);

  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_text (stmt, 1, state_ids[state]);
  yun_stmt_bind_int (stmt, 2, number);
  return yun_stmt_run (stmt, error) && yun_history_count_commit (db, error);
}

static char *
dup_column (YunStmt *stmt, int i)
{
  const char *text = yun_stmt_text (stmt, i);

  return text != NULL ? g_utf8_make_valid (text, -1) : g_strdup ("");
}

static YunChange *
load_change (YunStmt *stmt)
{
  YunChange  *change = yun_change_new ();
  const char *state = yun_stmt_text (stmt, 2);
  const char *action = yun_stmt_text (stmt, 1);
  int         known = action != NULL ? yun_action_find (action) : -1;

  change->number = sqlite3_column_int64 (stmt->handle, 0);
  change->action = known >= 0 ? (YunAction) known : YUN_ACTION_EDIT;
  change->state = YUN_CHANGE_DONE;
  for (guint i = 0; i < G_N_ELEMENTS (state_ids); i++)
    if (g_strcmp0 (state, state_ids[i]) == 0)
      change->state = (YunChangeState) i;
  g_free (change->who);
  change->who = dup_column (stmt, 3);
  g_free (change->at);
  change->at = dup_column (stmt, 4);
  g_free (change->summary);
  change->summary = dup_column (stmt, 5);
  change->n_rows = (guint) sqlite3_column_int64 (stmt->handle, 6);
  change->entities = (guint) sqlite3_column_int64 (stmt->handle, 7);
  change->box = YUN_RECT_EMPTY;
  if (sqlite3_column_type (stmt->handle, 8) != SQLITE_NULL)
    change->box =
      (YunRect){ sqlite3_column_double (stmt->handle, 8), sqlite3_column_double (stmt->handle, 9),
                 sqlite3_column_double (stmt->handle, 10),
                 sqlite3_column_double (stmt->handle, 11) };
  return change;
}

YunChange *
yun_history_get (YunDb *db, gint64 number, GError **error)
{
  g_autoptr (YunStmt) stmt = yun_db_prepare (db, "SELECT " COLUMNS "WHERE number=?", error);
  int                 rc;

  if (stmt == NULL)
    return NULL;
  yun_stmt_bind_int (stmt, 1, number);
  rc = yun_stmt_step (stmt, error);
  if (rc == 1)
    return load_change (stmt);
  if (rc == 0)
    g_set_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOT_FOUND, _ ("There is no change %lld."),
                 (long long) number);
  return NULL;
}

gboolean
yun_history_each_run (
  YunDb *db, gint64 number, YunHistoryRunFunc func, gpointer user_data, GError **error)
{
  g_autoptr (YunStmt) stmt = yun_db_prepare (
    db, "SELECT entity, first, last FROM change_row WHERE change=? ORDER BY entity, first", error);
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);
  int                     rc;

  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_int (stmt, 1, number);
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    {
      gint64 entity = sqlite3_column_int64 (stmt->handle, 0);

      if (entity < 0 || entity >= n)
        return yun_db_set_error (db, SQLITE_CORRUPT, error);
      if (!func (db, entities[entity], sqlite3_column_int64 (stmt->handle, 1),
                 sqlite3_column_int64 (stmt->handle, 2), user_data, error))
        return FALSE;
    }
  return rc == 0;
}

static gboolean
add_run_cb (
  YunDb *db, const YunEntity *entity, gint64 first, gint64 last, gpointer user_data, GError **error)
{
  YunChange *change = user_data;

  for (gint64 id = first; id <= last && change->rows->len < MAX_ROWS; id++)
    {
      YunChangeRow row = { (guint8) yun_entity_get_index (entity), id };

      g_array_append_val (change->rows, row);
    }
  return TRUE;
}

YunChange *
yun_history_find_next (YunDb *db, gboolean redo, GError **error)
{
  gint64                number = 0;
  g_autoptr (YunChange) change = NULL;

  if (!yun_db_get_int (db,
                       redo ? "SELECT min(number) FROM change WHERE state='undone'"
                            : "SELECT max(number) FROM change WHERE state='done'",
                       &number, error))
    return NULL;
  if (number > 0)
    change = yun_history_get (db, number, error);
  if (number > 0 && change == NULL)
    return NULL;
  if (change == NULL || change->action == YUN_ACTION_CREATE)
    {
      g_set_error_literal (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOTHING,
                           redo ? _ ("There is nothing to redo.")
                                : _ ("There is nothing to undo."));
      return NULL;
    }
  if (change->n_rows <= MAX_ROWS)
    {
      change->rows = g_array_new (FALSE, FALSE, sizeof (YunChangeRow));
      if (!yun_history_each_run (db, number, add_run_cb, change, error))
        return NULL;
    }
  return g_steal_pointer (&change);
}

gboolean
yun_history_can (YunDb *db, gboolean *undo, gboolean *redo, GError **error)
{
  gint64 can_undo = 0, can_redo = 0;

  if (!yun_db_get_int (db,
                       "SELECT action <> 'create' FROM change WHERE state='done' "
                       "ORDER BY number DESC LIMIT 1",
                       &can_undo, error) ||
      !yun_db_get_int (db, "SELECT EXISTS (SELECT 1 FROM change WHERE state='undone')", &can_redo,
                       error))
    return FALSE;
  *undo = can_undo != 0;
  *redo = can_redo != 0;
  return TRUE;
}

GPtrArray *
yun_history_list (YunDb *db, const YunEntity *entity, gint64 id, guint limit, GError **error)
{
  /* Edits of one row are found by its key; runs of several are few and looked at one by one. */
  static const char of_row[] =
    "SELECT " COLUMNS "WHERE number IN (SELECT change FROM change_row WHERE entity=?2 AND first=?3 "
    "UNION SELECT change FROM change_row WHERE entity=?2 AND last>first AND first<=?3 AND last>=?3)"
    " ORDER BY number DESC LIMIT ?1";
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) yun_change_unref);
  g_autoptr (YunStmt)   stmt = yun_db_prepare (
      db, entity != NULL ? of_row : "SELECT " COLUMNS "ORDER BY number DESC LIMIT ?1", error);
  int rc;

  if (stmt == NULL)
    return NULL;
  yun_stmt_bind_int (stmt, 1, limit == 0 ? -1 : (gint64) limit);
  if (entity != NULL)
    {
      yun_stmt_bind_int (stmt, 2, yun_entity_get_index (entity));
      yun_stmt_bind_int (stmt, 3, id);
    }
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    g_ptr_array_add (list, load_change (stmt));
  return rc < 0 ? NULL : g_steal_pointer (&list);
}
