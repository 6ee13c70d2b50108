/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-undo.h"

#include "yun-table.h"

#include <glib/gi18n-lib.h>

/* What is being taken back: the lines of one record at a time, which stand together in the log. */
typedef struct
{
  YunDb     *db;   /* (unowned) */
  YunDoor   *door; /* (unowned) */
  gint64     source;
  GPtrArray *edits;  /* (owned) (element-type YunEdit): of the record of now */
  YunRecord *record; /* (owned) (nullable): that came or went, while its lines are read */
  GPtrArray *kept;   /* (unowned) */
  guint      n_kept;
} Undo;

/* ---- The edits of one record ------------------------------------------------ */

/* The name of the record, for what is told of an edit that is kept. */
static gboolean
find_name (Undo *self, YunEdit *edit, GError **error)
{
  g_autofree char    *sql = g_strdup_printf ("SELECT name FROM %s WHERE id=?", edit->entity->id);
  g_autoptr (YunStmt) stmt = yun_db_prepare (self->db, sql, error);
  int                 rc;

  if (*edit->name != '\0')
    return TRUE;
  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_int (stmt, 1, edit->id);
  if ((rc = yun_stmt_step (stmt, error)) == 1 && yun_stmt_text (stmt, 0) != NULL)
    {
      g_free (edit->name);
      edit->name = g_utf8_make_valid (yun_stmt_text (stmt, 0), -1);
    }
  return rc >= 0;
}

/* Keeps what could not be taken back, with its name. */
static gboolean
keep (Undo *self, YunEdit *edit, GError **error)
{
  g_autoptr (YunEdit) owned = edit;

  self->n_kept++;
  if (self->kept->len >= YUN_UNDO_MAX_KEPT)
    return TRUE;
  if (!find_name (self, edit, error))
    return FALSE;
  g_ptr_array_add (self->kept, g_steal_pointer (&owned));
  return TRUE;
}

static gboolean
flush (Undo *self, GError **error)
{
  if (self->edits->len == 0)
    return TRUE;
  if (!yun_door_write (self->door, (YunEdit *const *) self->edits->pdata, self->edits->len, error))
    return FALSE;
  while (self->edits->len > 0)
    {
      YunEdit *edit = g_ptr_array_steal_index (self->edits, self->edits->len - 1);

      if (edit->verdict == YUN_VERDICT_WRITTEN || edit->verdict == YUN_VERDICT_SAME)
        yun_edit_free (edit);
      else if (!keep (self, edit, error))
        return FALSE;
    }
  g_clear_object (&self->record);
  return TRUE;
}

static YunEdit *
add_edit (Undo *self, YunEditKind kind, const YunLogLine *line)
{
  YunEdit *edit = yun_edit_new (kind, line->entity, line->id, "");

  g_ptr_array_add (self->edits, edit);
  return edit;
}

/* Backwards, the place of a record that came or went stands before its other values. */
static gboolean
take_whole (Undo *self, const YunLogLine *line, GError **error)
{
  gboolean        came = strcmp (line->kind, "insert") == 0;
  const YunValue *all = came ? &line->after : &line->before;
  YunEdit        *edit;

  if (self->record == NULL)
    self->record = yun_entity_new_record (line->entity);
  if (line->column != NULL)
    {
      const YunField *field;

      if (yun_log_find_field (line->entity, line->column, &field))
        yun_value_write (all, self->record, field);
      return TRUE;
    }
  if (all->kind != YUN_VALUE_TEXT || !yun_log_parse_record (all->text, self->record))
    return yun_db_set_damaged (self->db, error);
  yun_record_set_id (self->record, line->id);
  edit = add_edit (self, came ? YUN_EDIT_REMOVE : YUN_EDIT_INSERT, line);
  edit->record = g_steal_pointer (&self->record);
  g_free (edit->name);
  edit->name = g_strdup (yun_record_get_name (edit->record));
  return TRUE;
}

static gboolean
take_line_cb (const YunLogLine *line, gpointer user_data, GError **error)
{
  Undo           *self = user_data;
  const YunEdit  *last = self->edits->len > 0 ? g_ptr_array_index (self->edits, 0) : NULL;
  const YunField *field;
  YunEdit        *edit;

  if (last != NULL &&
      (last->entity != line->entity || last->id != line->id || last->kind != YUN_EDIT_SET ||
       strcmp (line->kind, "set") != 0) &&
      !flush (self, error))
    return FALSE;
  if (strcmp (line->kind, "set") != 0)
    return take_whole (self, line, error);
  if (!yun_log_find_field (line->entity, line->column, &field))
    return TRUE;
  edit = add_edit (self, YUN_EDIT_SET, line);
  edit->field = field;
  yun_value_copy (&line->after, &edit->before);
  yun_value_copy (&line->before, &edit->after);
  return TRUE;
}

/* ---- Records inserted in bulk ------------------------------------------------ */

/* What went and came back did so with all its values, so only sets matter. */
static gboolean
roll_back_cb (const YunLogLine *line, gpointer user_data, GError **error)
{
  const YunField *field;

  if (strcmp (line->kind, "set") == 0 && yun_log_find_field (line->entity, line->column, &field))
    yun_value_write (&line->before, user_data, field);
  return TRUE;
}

static YunRecord *
load (Undo *self, const YunEntity *entity, gint64 id, gint64 *revision, GError **error)
{
  const YunTable     *table = yun_table_get (entity);
  g_autoptr (YunStmt) stmt = yun_db_prepare (self->db, table->select_row, error);

  if (stmt == NULL)
    return NULL;
  yun_stmt_bind_int (stmt, 1, id);
  if (yun_stmt_step (stmt, error) != 1)
    return NULL;
  *revision = yun_stmt_int (stmt, 1);
  return yun_table_load (table, stmt, TRUE);
}

/* Removes a record that was inserted in bulk, if it is what it was then. */
static gboolean
remove_filled (Undo *self, const YunEntity *entity, gint64 id, GError **error)
{
  g_autoptr (GError)    local = NULL;
  gint64                revision = 0;
  g_autoptr (YunRecord) record = load (self, entity, id, &revision, &local);
  YunEdit              *edit;

  if (record == NULL && local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (record == NULL)
    return TRUE; /* removed since */
  edit = yun_edit_new (YUN_EDIT_REMOVE, entity, id, yun_record_get_name (record));
  g_ptr_array_add (self->edits, edit);
  if (revision != self->source)
    {
      edit->record = yun_record_copy (record);
      if (!yun_log_each_line_since (self->db, entity, id, self->source, roll_back_cb, edit->record,
                                    error))
        return FALSE;
    }
  return flush (self, error);
}

#define BATCH 1000

/* (transfer full) (element-type gint64): the highest keys of @entity from @first to @last. */
static GArray *
list_ids (YunDb *db, const YunEntity *entity, gint64 first, gint64 last, GError **error)
{
  g_autofree char    *sql = g_strdup_printf ("SELECT id FROM \"%s\" WHERE id BETWEEN ? AND ? "
                                                "ORDER BY id DESC LIMIT %d",
                                             entity->id, BATCH);
  g_autoptr (GArray)  ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (YunStmt) stmt = yun_db_prepare (db, sql, error);
  int                 rc;

  if (stmt == NULL)
    return NULL;
  yun_stmt_bind_int (stmt, 1, first);
  yun_stmt_bind_int (stmt, 2, last);
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    {
      gint64 id = yun_stmt_int (stmt, 0);

      g_array_append_val (ids, id);
    }
  return rc < 0 ? NULL : g_steal_pointer (&ids);
}

/* The keys that are there, not those the run names: it may name any number of them. */
static gboolean
remove_run_cb (
  YunDb *db, const YunEntity *entity, gint64 first, gint64 last, gpointer user_data, GError **error)
{
  Undo *self = user_data;

  while (TRUE)
    {
      g_autoptr (GArray) ids = list_ids (db, entity, first, last, error);

      if (ids == NULL || ids->len == 0)
        return ids != NULL;
      for (guint i = 0; i < ids->len; i++)
        if (g_cancellable_set_error_if_cancelled (yun_db_get_cancellable (db), error) ||
            !remove_filled (self, entity, g_array_index (ids, gint64, i), error))
          return FALSE;
      last = g_array_index (ids, gint64, ids->len - 1);
      if (last == G_MININT64)
        return TRUE;
      last--;
    }
}

/* ---- Which change ------------------------------------------------------------ */

static gboolean
set_nothing (GError **error, const char *message)
{
  g_set_error_literal (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOTHING, message);
  return FALSE;
}

/* Says why @change cannot be taken back or brought again. */
static gboolean
check (YunDb *db, const YunChange *change, gboolean redo, GError **error)
{
  gint64 since;

  if (!yun_log_get_undo_since (db, &since, error))
    return FALSE;
  if (change->action == YUN_ACTION_CREATE)
    return set_nothing (error, _ ("What the registry began with cannot be taken back."));
  if (change->action == YUN_ACTION_UNDO || change->action == YUN_ACTION_REDO ||
      change->action == YUN_ACTION_RENEW)
    return set_nothing (error, _ ("Only what people or other programs wrote can be taken back."));
  if (change->number <= since)
    return set_nothing (
      error, _ ("That was done before the file was upgraded: it can be read, not taken back."));
  if ((change->state == YUN_CHANGE_DONE) == redo)
    return set_nothing (error, redo ? _ ("That has not been taken back.")
                                    : _ ("That has been taken back already."));
  return TRUE;
}

static YunChange *
find_target (YunDb *db, gint64 number, gboolean redo, GError **error)
{
  g_autoptr (YunChange) change = NULL;

  if (number == 0 &&
      !(redo ? yun_log_find_redo (db, &number, error) : yun_log_find_undo (db, &number, error)))
    return NULL;
  if (number == 0)
    {
      set_nothing (error, redo ? _ ("There is nothing to redo.") : _ ("There is nothing to undo."));
      return NULL;
    }
  change = yun_log_get (db, number, error);
  return change != NULL && check (db, change, redo, error) ? g_steal_pointer (&change) : NULL;
}

/* ---- All --------------------------------------------------------------------- */

static gboolean
run (Undo *self, GError **error)
{
  return yun_log_each_line (self->db, self->source, TRUE, take_line_cb, self, error) &&
         flush (self, error) &&
         yun_log_each_run (self->db, self->source, remove_run_cb, self, error);
}

static gboolean
set_conflict (Undo *self, GError **error)
{
  g_autofree char *first = yun_edit_describe (g_ptr_array_index (self->kept, 0));

  g_set_error (
    error, YUN_STORE_ERROR, YUN_STORE_ERROR_CONFLICT,
    g_dngettext (GETTEXT_PACKAGE, "Nothing was taken back, as %u value has been edited since. %s",
                 "Nothing was taken back, as %u values have been edited since. %s", self->n_kept),
    self->n_kept, first);
  return FALSE;
}

static YunChange *
finish (Undo *self, YunUndoFlags flags, GError **error)
{
  if (!run (self, error))
    return NULL;
  if (self->n_kept > 0 && ((flags & YUN_UNDO_REST) == 0 || yun_door_is_empty (self->door)))
    {
      set_conflict (self, error);
      return NULL;
    }
  /* Even when the file has all the values already, the change is no longer in force. */
  if (yun_door_is_empty (self->door) &&
      !yun_log_add (self->db, yun_door_get_change (self->door), error))
    return NULL;
  return yun_door_close (self->door, error) ? yun_change_ref (yun_door_get_change (self->door))
                                            : NULL;
}

YunChange *
yun_undo_run (YunDb       *db,
              gint64       number,
              gboolean     redo,
              YunUndoFlags flags,
              const char  *who,
              GPtrArray   *kept,
              GError     **error)
{
  g_autoptr (YunChange) target = find_target (db, number, redo, error);
  g_autoptr (YunDoor)   door = NULL;
  YunChange            *change;
  gint64                about;
  Undo                  self = { .db = db, .kept = kept };

  if (target == NULL || !yun_log_find_about (db, target->number, &about, error))
    return NULL;
  door = yun_door_open (db, redo ? YUN_ACTION_REDO : YUN_ACTION_UNDO, target->summary, who, error);
  if (door == NULL)
    return NULL;
  /* What was done last about it is what is turned round. */
  self.source = about != 0 ? about : target->number;
  self.door = door;
  self.edits = g_ptr_array_new_with_free_func ((GDestroyNotify) yun_edit_free);
  yun_door_get_change (door)->target = target->number;
  change = finish (&self, flags, error);
  g_ptr_array_unref (self.edits);
  g_clear_object (&self.record);
  return change;
}
