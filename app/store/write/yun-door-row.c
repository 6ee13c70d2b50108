/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-door-private.h"

#include "yun-links.h"

#include <glib/gi18n-lib.h>

/* A row of the file: what the program reads of it, and on @stmt what really stands there. */
typedef struct
{
  const YunTable *table;
  gint64          id;
  YunStmt        *stmt;   /* (owned) (nullable): NULL: there is no such row */
  YunRecord      *record; /* (owned) (nullable) */
} Row;

static void
row_clear (Row *self)
{
  g_clear_pointer (&self->stmt, yun_stmt_free);
  g_clear_object (&self->record);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Row, row_clear)

static gboolean
row_load (Row *self, YunDb *db, const YunEntity *entity, gint64 id, GError **error)
{
  int rc;

  self->table = yun_table_get (entity);
  self->id = id;
  self->stmt = yun_db_prepare (db, self->table->select_row, error);
  if (self->stmt == NULL)
    return FALSE;
  yun_stmt_bind_int (self->stmt, 1, id);
  rc = yun_stmt_step (self->stmt, error);
  if (rc == 1)
    self->record = yun_table_load (self->table, self->stmt, TRUE);
  else
    g_clear_pointer (&self->stmt, yun_stmt_free);
  return rc >= 0;
}

/* ---- The log ---------------------------------------------------------------- */

static gboolean
add_line (YunDoor        *self,
          const YunTable *table,
          gint64          id,
          const char     *uid,
          const char     *kind,
          const char     *column,
          const YunValue *before,
          const YunValue *after,
          GError        **error)
{
  static const YunValue nothing = YUN_VALUE_INIT;
  YunLogLine            line = { .change = self->change->number,
                                 .seq = self->seq++,
                                 .entity = table->entity,
                                 .id = id,
                                 .uid = uid,
                                 .kind = kind,
                                 .column = column,
                                 .before = before != NULL ? *before : nothing,
                                 .after = after != NULL ? *after : nothing };

  return yun_log_add_line (self->db, &line, error);
}

/* A record that came (or went, @gone) with all its values. */
static gboolean
log_record (
  YunDoor *self, const YunTable *table, gint64 id, YunRecord *record, gboolean gone, GError **error)
{
  const char       *kind = gone ? "remove" : "insert";
  const char       *uid = yun_record_get_uid (record);
  g_auto (YunValue) all = { .kind = YUN_VALUE_TEXT, .text = yun_log_print_record (record) };
  g_auto (YunValue) place = YUN_VALUE_INIT;

  yun_value_read (record, NULL, &place);
  return add_line (self, table, id, uid, kind, NULL, gone ? &all : NULL, gone ? NULL : &all,
                   error) &&
         (place.kind == YUN_VALUE_NULL ||
          add_line (self, table, id, uid, kind, yun_log_get_column (NULL), gone ? &place : NULL,
                    gone ? NULL : &place, error));
}

/* ---- Writing a row ---------------------------------------------------------- */

static gboolean
is_kept (const YunField *field)
{
  return (field->flags & YUN_FIELD_SYSTEM) == 0;
}

static gboolean
is_logged (const YunField *field)
{
  return (field->flags & (YUN_FIELD_SYSTEM | YUN_FIELD_DERIVED)) == 0;
}

/* What another program put in may have none yet. */
static void
ensure_uid (YunRecord *record)
{
  g_autofree char *uid = NULL;

  if (yun_record_get_uid (record) != NULL)
    return;
  uid = g_uuid_string_random ();
  yun_record_set_text (record, yun_entity_get_field (yun_record_get_entity (record), "uid"), uid);
}

/* Whether search and order find both by the same texts. */
static gboolean
is_found_alike (YunRecord *a, YunRecord *b)
{
  const YunField *const *fields = yun_entity_get_fields (yun_record_get_entity (a), NULL);

  for (guint i = 0; fields[i] != NULL; i++)
    if ((fields[i]->flags & YUN_FIELD_SEARCH) != 0 && !yun_record_equal_field (a, b, fields[i]))
      return FALSE;
  return g_strcmp0 (yun_record_get_name (a), yun_record_get_name (b)) == 0 &&
         g_strcmp0 (yun_record_get_pinyin (a), yun_record_get_pinyin (b)) == 0;
}

/* Writes the columns in which @is differs from @was, which stands there, and what search, order and
 * history keep. Indexed columns are left out where they stay as they are, since SQLite would enter
 * them anew. @known: (nullable): the record that search and order find the row by now. */
static gboolean
update_row (YunDoor        *self,
            const YunTable *table,
            gint64          id,
            YunRecord      *known,
            YunRecord      *was,
            YunRecord      *is,
            GError        **error)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (YunStmt) stmt = NULL;
  gboolean            place = !yun_record_equal_field (was, is, NULL);
  gboolean            found_alike = known != NULL && is_found_alike (known, is);
  const char *created = yun_record_get_text (is, yun_entity_get_field (table->entity, "created"));
  int         i = 8;

  ensure_uid (is);
  g_string_printf (sql, "UPDATE %s SET revision=?2, updated=?3, created=coalesce(created, ?4)",
                   table->entity->id);
  if (yun_record_get_uid (was) == NULL)
    g_string_append (sql, ", uid=coalesce(uid, ?5)");
  if (!found_alike)
    g_string_append (sql, ", search=?6, name_key=?7");
  for (guint f = 0; f < table->n_fields; f++)
    if (is_kept (table->fields[f]) && !yun_record_equal_field (was, is, table->fields[f]))
      g_string_append_printf (sql, ", \"%s\"=?%d", table->fields[f]->column, i++);
  if (place)
    g_string_append_printf (sql, ", geom=?%d", i);
  if (place && table->two_places)
    g_string_append_printf (sql, ", point=?%d", i + 1);
  g_string_append (sql, " WHERE id=?1");
  stmt = yun_db_prepare (self->db, sql->str, error);
  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_int (stmt, 1, id);
  yun_stmt_bind_int (stmt, 2, self->change->number);
  yun_stmt_bind_text (stmt, 3, self->change->at);
  yun_stmt_bind_text (stmt, 4, created != NULL ? created : self->change->at);
  if (yun_record_get_uid (was) == NULL)
    yun_stmt_bind_text (stmt, 5, yun_record_get_uid (is));
  if (!found_alike)
    yun_table_bind_search (stmt, 6, is);
  i = 8;
  for (guint f = 0; f < table->n_fields; f++)
    if (is_kept (table->fields[f]) && !yun_record_equal_field (was, is, table->fields[f]))
      yun_table_bind_field (stmt, i++, is, table->fields[f]);
  if (place)
    yun_table_bind_shape (table, stmt, i, yun_record_get_shape (is));
  return yun_stmt_run (stmt, error);
}

/* What really stands in a field, also where the program cannot read it. */
static void
read_raw (const YunTable *table, YunStmt *stmt, const YunField *field, YunValue *out)
{
  yun_stmt_read_value (stmt, yun_table_get_column (table, field), out);
}

static gboolean
log_field (YunDoor *self, Row *row, YunRecord *is, const YunField *field, GError **error)
{
  g_auto (YunValue) before = YUN_VALUE_INIT;
  g_auto (YunValue) after = YUN_VALUE_INIT;

  read_raw (row->table, row->stmt, field, &before);
  yun_value_read (is, field, &after);
  return add_line (self, row->table, row->id, yun_record_get_uid (is), "set",
                   yun_log_get_column (field), &before, &after, error);
}

/* Writes @is over what is there, with a line of the log for each field that is not derived. */
static gboolean
write_row (YunDoor *self, Row *row, YunRecord *is, GError **error)
{
  const YunTable *table = row->table;

  for (guint f = 0; f < table->n_fields; f++)
    if (is_logged (table->fields[f]) &&
        !yun_record_equal_field (row->record, is, table->fields[f]) &&
        !log_field (self, row, is, table->fields[f], error))
      return FALSE;
  if (!yun_record_equal_field (row->record, is, NULL) && !log_field (self, row, is, NULL, error))
    return FALSE;
  g_clear_pointer (&row->stmt, yun_stmt_free);
  yun_door_touch (self, table->entity, row->id, yun_record_get_name (is),
                  yun_record_get_shape (row->record), yun_record_get_shape (is));
  return update_row (self, table, row->id, row->record, row->record, is, error);
}

/* ---- Links ---------------------------------------------------------------- */

/* What a history of before links by identity, or another program, calls by name. */
static void
settle_value (YunDoor *self, const YunField *field, YunValue *value)
{
  const YunLinkSource *source = yun_links_get_source (yun_db_get_links (self->db));
  char                *text;

  if (value->kind != YUN_VALUE_TEXT)
    return;
  text = yun_link_dup_known (field, value->text, source, NULL);
  g_free (value->text);
  g_clear_pointer (&value->labels, g_free);
  value->text = text;
  if (text == NULL)
    value->kind = YUN_VALUE_NULL;
}

/* A link that still stands there as a name was before what it is now. */
static void
settle_edit (YunDoor *self, YunEdit *edit)
{
  if (edit->field == NULL || !yun_field_is_link (edit->field))
    return;
  if (!yun_value_equal (&edit->now, &edit->before))
    settle_value (self, edit->field, &edit->before);
  settle_value (self, edit->field, &edit->after);
}

/* @was: (nullable): a link that is the same in it is left as it is. */
static void
settle_record (YunDoor *self, YunRecord *was, YunRecord *is)
{
  const YunLinkSource   *source = yun_links_get_source (yun_db_get_links (self->db));
  const YunField *const *fields = yun_entity_get_fields (yun_record_get_entity (is), NULL);

  for (guint i = 0; fields[i] != NULL; i++)
    if (yun_field_is_link (fields[i]) && yun_record_is_known (is, fields[i]) &&
        (was == NULL || !yun_record_equal_field (was, is, fields[i])))
      {
        g_autofree char *text =
          yun_link_dup_known (fields[i], yun_record_get_text (is, fields[i]), source, NULL);

        yun_record_set_text (is, fields[i], text);
      }
}

/* ---- Sets ------------------------------------------------------------------- */

static void
judge (YunDoor *self, YunEdit *edit, YunRecord *record)
{
  yun_value_clear (&edit->now);
  yun_value_read (record, edit->field, &edit->now);
  settle_edit (self, edit);
  g_clear_pointer (&edit->with, g_free);
  if (yun_value_equal (&edit->now, &edit->after))
    edit->verdict = YUN_VERDICT_SAME;
  else if (yun_value_equal (&edit->now, &edit->before))
    edit->verdict = YUN_VERDICT_WRITTEN;
  else
    edit->verdict = YUN_VERDICT_CONFLICT;
}

/* One that is not written takes those with it that mean one thing together with it. */
static void
judge_groups (YunEdit *const *edits, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      guint group = yun_field_get_group (edits[i]->field);

      if (edits[i]->verdict != YUN_VERDICT_CONFLICT || group == 0)
        continue;
      for (guint k = 0; k < n; k++)
        if (edits[k]->verdict == YUN_VERDICT_WRITTEN &&
            yun_field_get_group (edits[k]->field) == group)
          {
            edits[k]->verdict = YUN_VERDICT_CONFLICT;
            g_free (edits[k]->with);
            edits[k]->with = g_strdup (yun_edit_get_label (edits[i]));
          }
    }
}

static gboolean
tell_who (YunDoor *self, YunEdit *edit, GError **error)
{
  if (edit->verdict != YUN_VERDICT_CONFLICT)
    return TRUE;
  g_clear_pointer (&edit->who, g_free);
  return yun_log_find_writer (self->db, edit->entity, edit->id, yun_log_get_column (edit->field), 0,
                              &edit->number, &edit->who, error);
}

/* Refuses an edit whose @record has a place that the table cannot hold. */
static gboolean
refuse_shape (YunEdit *edit, YunRecord *record)
{
  g_autoptr (GError) error = NULL;

  if (yun_table_check_shape (record, &error))
    return FALSE;
  edit->verdict = YUN_VERDICT_REFUSED;
  g_free (edit->reason);
  edit->reason = g_strdup (error->message);
  return TRUE;
}

/* The record with what is to be written in it; NULL when that is nothing. */
static YunRecord *
apply (YunRecord *record, YunEdit *const *edits, guint n)
{
  g_autoptr (YunRecord) is = yun_record_copy (record);
  gboolean              any = FALSE;

  for (guint i = 0; i < n; i++)
    {
      if (edits[i]->verdict != YUN_VERDICT_WRITTEN)
        continue;
      yun_value_write (&edits[i]->after, is, edits[i]->field);
      if (edits[i]->field == NULL && refuse_shape (edits[i], is))
        yun_record_set_shape (is, yun_record_get_shape (record));
      else
        any = TRUE;
    }
  return any ? g_steal_pointer (&is) : NULL;
}

/* What is filled in from other fields as it was (the zone, from the town) has the value the file
 * has already. FALSE when nothing is left to be written. */
static gboolean
judge_derived (YunEdit *const *edits, guint n, YunRecord *record, YunRecord *is)
{
  gboolean any = FALSE;

  for (guint i = 0; i < n; i++)
    {
      if (edits[i]->verdict != YUN_VERDICT_WRITTEN)
        continue;
      if (yun_record_equal_field (record, is, edits[i]->field))
        edits[i]->verdict = YUN_VERDICT_SAME;
      else
        any = TRUE;
    }
  return any;
}

static gboolean
write_sets (YunDoor *self, YunEdit *const *edits, guint n, GError **error)
{
  g_auto (Row)          row = { NULL };
  g_autoptr (YunRecord) is = NULL;

  if (!row_load (&row, self->db, edits[0]->entity, edits[0]->id, error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (row.record == NULL)
      edits[i]->verdict = YUN_VERDICT_MISSING;
    else
      judge (self, edits[i], row.record);
  if (row.record == NULL)
    return TRUE;
  judge_groups (edits, n);
  for (guint i = 0; i < n; i++)
    if (!tell_who (self, edits[i], error))
      return FALSE;
  is = apply (row.record, edits, n);
  if (is == NULL)
    return TRUE;
  yun_record_derive (is, yun_links_get_source (yun_db_get_links (self->db)));
  return !judge_derived (edits, n, row.record, is) || write_row (self, &row, is, error);
}

/* ---- Records that come and go ----------------------------------------------- */

static gboolean
is_taken (
  YunDoor *self, const YunTable *table, gint64 id, const char *uid, gboolean *taken, GError **error)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT 1 FROM %s WHERE id=? UNION ALL SELECT 1 FROM %s WHERE uid=? LIMIT 1",
                     table->entity->id, table->entity->id);
  g_autoptr (YunStmt) stmt = yun_db_prepare (self->db, sql, error);
  int                 rc;

  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_int (stmt, 1, id);
  yun_stmt_bind_text (stmt, 2, uid);
  if ((rc = yun_stmt_step (stmt, error)) < 0)
    return FALSE;
  *taken = rc == 1;
  return TRUE;
}

static gboolean
insert_row (YunDoor *self, YunEdit *edit, const YunTable *table, GError **error)
{
  YunRecord  *record = edit->record;
  const char *created =
    yun_record_get_text (record, yun_entity_get_field (table->entity, "created"));
  g_autoptr (YunStmt) stmt = yun_db_prepare (self->db, table->insert, error);

  if (stmt == NULL)
    return FALSE;
  yun_table_bind (table, stmt, edit->id, record, self->change->number,
                  created != NULL ? created : self->change->at, self->change->at);
  if (!yun_stmt_run (stmt, error))
    return FALSE;
  edit->id = yun_db_get_last_id (self->db);
  if (self->fills[yun_entity_get_index (table->entity)].aside != NULL &&
      !yun_table_enter_tree (table, self->db, edit->id, yun_record_get_shape (record), error))
    return FALSE;
  yun_record_set_id (record, edit->id);
  yun_door_touch (self, table->entity, edit->id, yun_record_get_name (record), NULL,
                  yun_record_get_shape (record));
  edit->verdict = YUN_VERDICT_WRITTEN;
  return log_record (self, table, edit->id, record, FALSE, error);
}

static gboolean
write_insert (YunDoor *self, YunEdit *edit, GError **error)
{
  const YunTable *table = yun_table_get (edit->entity);
  gboolean        taken = FALSE;

  settle_record (self, NULL, edit->record);
  yun_record_derive (edit->record, yun_links_get_source (yun_db_get_links (self->db)));
  if (refuse_shape (edit, edit->record))
    return TRUE;
  if (!is_taken (self, table, edit->id, yun_record_get_uid (edit->record), &taken, error))
    return FALSE;
  if (!taken)
    return insert_row (self, edit, table, error);
  edit->verdict = YUN_VERDICT_REFUSED;
  g_free (edit->reason);
  edit->reason = g_strdup_printf (
    _ ("A record with the identifier of “%s” is in the registry already."), edit->name);
  return TRUE;
}

/* Whether all that is not derived is what the caller knew. */
static gboolean
is_as_known (YunRecord *known, YunRecord *record)
{
  const YunField *const *fields = yun_entity_get_fields (yun_record_get_entity (record), NULL);

  for (guint i = 0; fields[i] != NULL; i++)
    if (is_logged (fields[i]) && !yun_record_equal_field (known, record, fields[i]))
      return FALSE;
  return yun_record_equal_field (known, record, NULL);
}

static gboolean
write_remove (YunDoor *self, YunEdit *edit, GError **error)
{
  g_auto (Row)        row = { NULL };
  g_autofree char    *sql = NULL;
  g_autoptr (YunStmt) stmt = NULL;

  if (!row_load (&row, self->db, edit->entity, edit->id, error))
    return FALSE;
  if (row.record == NULL)
    {
      edit->verdict = YUN_VERDICT_MISSING;
      return TRUE;
    }
  if (edit->record != NULL && !is_as_known (edit->record, row.record))
    {
      edit->verdict = YUN_VERDICT_CONFLICT;
      g_clear_pointer (&edit->who, g_free);
      return yun_log_find_writer (self->db, edit->entity, edit->id, NULL, 0, &edit->number,
                                  &edit->who, error);
    }
  g_clear_pointer (&row.stmt, yun_stmt_free);
  sql = g_strdup_printf ("DELETE FROM %s WHERE id=?", edit->entity->id);
  stmt = yun_db_prepare (self->db, sql, error);
  if (stmt == NULL || !log_record (self, row.table, row.id, row.record, TRUE, error))
    return FALSE;
  yun_stmt_bind_int (stmt, 1, row.id);
  yun_door_touch (self, edit->entity, row.id, yun_record_get_name (row.record),
                  yun_record_get_shape (row.record), NULL);
  edit->verdict = YUN_VERDICT_WRITTEN;
  return yun_stmt_run (stmt, error);
}

gboolean
yun_door_write (YunDoor *self, YunEdit *const *edits, guint n, GError **error)
{
  g_return_val_if_fail (n > 0, FALSE);

  if (!yun_door_expect (self, edits[0]->entity, error))
    return FALSE;
  switch (edits[0]->kind)
    {
    case YUN_EDIT_INSERT:
      return write_insert (self, edits[0], error);
    case YUN_EDIT_REMOVE:
      return write_remove (self, edits[0], error);
    case YUN_EDIT_SET:
    default:
      return write_sets (self, edits, n, error);
    }
}

/* ---- What others wrote ------------------------------------------------------ */

/* A line for each field that another program has set, with what really stood and stands there. */
static gboolean
log_outside (YunDoor *self, Row *row, YunStmt *old, YunRecord *is, gboolean *any, GError **error)
{
  const YunTable *table = row->table;

  for (guint f = 0; f <= table->n_fields; f++)
    {
      const YunField   *field = f < table->n_fields ? table->fields[f] : NULL;
      g_auto (YunValue) before = YUN_VALUE_INIT;
      g_auto (YunValue) after = YUN_VALUE_INIT;

      if (field != NULL && !is_logged (field))
        continue;
      read_raw (table, old, field, &before);
      if (!yun_record_equal_field (row->record, is, field))
        yun_value_read (is, field, &after);
      else
        read_raw (table, row->stmt, field, &after);
      if (yun_value_equal (&before, &after))
        continue;
      *any = TRUE;
      if (!add_line (self, table, row->id, yun_record_get_uid (is), "set",
                     yun_log_get_column (field), &before, &after, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
adopt_edit (YunDoor *self, Row *row, YunStmt *old, GError **error)
{
  g_autoptr (YunRecord) was = yun_table_load (row->table, old, TRUE);
  g_autoptr (YunRecord) is = yun_record_copy (row->record);
  const YunField       *created = yun_entity_get_field (row->table->entity, "created");
  gboolean              any = FALSE;

  /* A row put in place of another is still the same record. */
  if (!yun_record_is_known (is, created))
    yun_record_set_text (is, created, yun_record_get_text (was, created));
  settle_record (self, was, is);
  yun_record_derive (is, yun_links_get_source (yun_db_get_links (self->db)));
  if (!log_outside (self, row, old, is, &any, error))
    return FALSE;
  g_clear_pointer (&row->stmt, yun_stmt_free);
  /* A program that writes all columns of a row anew has often changed none. */
  if (!any && yun_record_equal (row->record, is))
    return TRUE;
  if (!any &&
      !yun_log_add_touch (self->db, self->change->number, row->table->entity, row->id, error))
    return FALSE;
  yun_door_touch (self, row->table->entity, row->id, yun_record_get_name (is),
                  yun_record_get_shape (was), yun_record_get_shape (is));
  return update_row (self, row->table, row->id, was, row->record, is, error);
}

static gboolean
adopt_insert (YunDoor *self, Row *row, GError **error)
{
  g_autoptr (YunRecord) is = yun_record_copy (row->record);

  settle_record (self, NULL, is);
  yun_record_derive (is, yun_links_get_source (yun_db_get_links (self->db)));
  ensure_uid (is);
  g_clear_pointer (&row->stmt, yun_stmt_free);
  yun_door_touch (self, row->table->entity, row->id, yun_record_get_name (is), NULL,
                  yun_record_get_shape (is));
  return log_record (self, row->table, row->id, is, FALSE, error) &&
         update_row (self, row->table, row->id, NULL, row->record, is, error);
}

static gboolean
adopt_remove (YunDoor *self, Row *row, YunStmt *old, GError **error)
{
  g_autoptr (YunRecord) was = yun_table_load (row->table, old, TRUE);

  yun_door_touch (self, row->table->entity, row->id, yun_record_get_name (was),
                  yun_record_get_shape (was), NULL);
  return log_record (self, row->table, row->id, was, TRUE, error);
}

gboolean
yun_door_adopt (YunDoor *self, const YunEntity *entity, gint64 id, YunStmt *old, GError **error)
{
  g_auto (Row) row = { NULL };

  if (!yun_door_expect (self, entity, error) || !row_load (&row, self->db, entity, id, error))
    return FALSE;
  if (row.record == NULL)
    return old == NULL || adopt_remove (self, &row, old, error);
  return old != NULL ? adopt_edit (self, &row, old, error) : adopt_insert (self, &row, error);
}

gboolean
yun_door_renew (YunDoor *self, const YunEntity *entity, gint64 id, GError **error)
{
  g_auto (Row)          row = { NULL };
  g_autoptr (YunRecord) is = NULL;

  if (!row_load (&row, self->db, entity, id, error))
    return FALSE;
  if (row.record == NULL)
    return TRUE;
  is = yun_record_copy (row.record);
  yun_record_derive (is, yun_links_get_source (yun_db_get_links (self->db)));
  g_clear_pointer (&row.stmt, yun_stmt_free);
  self->change->n_rows++;
  return update_row (self, row.table, row.id, NULL, row.record, is, error);
}
