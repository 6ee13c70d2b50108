/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-links.h"
#include "yun-table.h"
#include "yun-undo.h"

/* The values before and after a change, for the history. */

typedef struct
{
  YunDb           *db;
  GPtrArray       *list; /* (owned): YunChangeValue */
  guint            limit;
  const YunChange *change;
  const YunEntity *entity; /* (nullable): of its record @id alone */
  gint64           id;
} Values;

void
yun_change_value_free (gpointer data)
{
  YunChangeValue *value = data;

  yun_value_clear (&value->before);
  yun_value_clear (&value->after);
  g_free (value);
}

static gboolean
is_full (Values *values)
{
  return values->limit > 0 && values->list->len >= values->limit;
}

/* What a link led to is called as it is today. */
static void
take_value (Values *values, const YunField *field, const YunValue *value, YunValue *to)
{
  if (value == NULL)
    return;
  yun_value_copy (value, to);
  if (field == NULL || !yun_field_is_link (field) || to->kind != YUN_VALUE_TEXT)
    return;
  g_free (to->labels);
  to->labels =
    yun_link_dup_labels (field, to->text, yun_links_get_source (yun_db_get_links (values->db)));
}

static void
add_value (Values          *values,
           const YunEntity *entity,
           gint64           id,
           gboolean         whole,
           const YunField  *field,
           const YunValue  *before,
           const YunValue  *after)
{
  YunChangeValue *value;

  if (is_full (values) || (field != NULL && (field->flags & YUN_FIELD_SYSTEM) != 0))
    return;
  value = g_new0 (YunChangeValue, 1);
  value->entity = entity;
  value->id = id;
  value->whole = whole;
  value->field = field;
  take_value (values, field, before, &value->before);
  take_value (values, field, after, &value->after);
  g_ptr_array_add (values->list, value);
}

/* All values of a record that came or went. */
static void
add_record (Values *values, YunRecord *record, gint64 id, gboolean gone)
{
  const YunEntity       *entity = yun_record_get_entity (record);
  const YunField *const *fields = yun_entity_get_fields (entity, NULL);

  for (guint i = 0; fields[i] != NULL; i++)
    {
      g_auto (YunValue) value = YUN_VALUE_INIT;

      if ((fields[i]->flags & YUN_FIELD_DERIVED) != 0)
        continue;
      yun_value_read (record, fields[i], &value);
      if (value.kind != YUN_VALUE_NULL)
        add_value (values, entity, id, TRUE, fields[i], gone ? &value : NULL, gone ? NULL : &value);
    }
}

static gboolean
add_line_cb (const YunLogLine *line, gpointer user_data, GError **error)
{
  Values               *values = user_data;
  const YunValue       *all = line->before.kind != YUN_VALUE_NULL ? &line->before : &line->after;
  const YunField       *field;
  g_autoptr (YunRecord) record = NULL;

  if (line->change != values->change->number || is_full (values))
    return TRUE;
  if (line->column != NULL)
    {
      if (yun_log_find_field (line->entity, line->column, &field))
        add_value (values, line->entity, line->id, strcmp (line->kind, "set") != 0, field,
                   &line->before, &line->after);
      return TRUE;
    }
  record = yun_entity_new_record (line->entity);
  if (all->kind == YUN_VALUE_TEXT && yun_log_parse_record (all->text, record))
    add_record (values, record, line->id, strcmp (line->kind, "remove") == 0);
  return TRUE;
}

typedef struct
{
  YunRecord *record; /* (owned) */
} Back;

/* Where the whole record came or went, it was @before (NULL: not there) and nothing else; only the
 * place stands in a line of its own, after it and so turned back already. */
static void
restart (Back *back, const YunValue *before)
{
  YunRecord *record = yun_entity_new_record (yun_record_get_entity (back->record));

  yun_record_set_shape (record, yun_record_get_shape (back->record));
  if (before->kind == YUN_VALUE_TEXT)
    yun_log_parse_record (before->text, record);
  g_object_unref (back->record);
  back->record = record;
}

static gboolean
turn_back_cb (const YunLogLine *line, gpointer user_data, GError **error)
{
  Back           *back = user_data;
  const YunField *field;

  if (line->column == NULL)
    restart (back, &line->before);
  else if (yun_log_find_field (line->entity, line->column, &field))
    yun_value_write (&line->before, back->record, field);
  return TRUE;
}

/* A record that was inserted in bulk: what it is today (@record; nothing where it is gone) with the
 * later edits turned back. */
static gboolean
add_filled (YunDb *db, Values *values, YunRecord *record, gint64 id, GError **error)
{
  const YunEntity  *entity = yun_record_get_entity (record);
  Back              back = { g_object_ref (record) };
  g_auto (YunValue) place = YUN_VALUE_INIT;
  gboolean          done =
    yun_log_each_line_since (db, entity, id, values->change->number, turn_back_cb, &back, error);

  if (done)
    add_record (values, back.record, id, FALSE);
  if (done)
    yun_value_read (back.record, NULL, &place);
  if (place.kind != YUN_VALUE_NULL)
    add_value (values, entity, id, TRUE, NULL, NULL, &place);
  g_object_unref (back.record);
  return done;
}

/* Those of a run that are there. */
static gboolean
add_present (
  YunDb *db, Values *values, const YunEntity *entity, gint64 first, gint64 last, GError **error)
{
  g_autofree char    *sql = g_strconcat (yun_table_get (entity)->select_places,
                                         "WHERE t.id BETWEEN ? AND ? ORDER BY t.id", NULL);
  g_autoptr (YunStmt) stmt = yun_db_prepare (db, sql, error);
  int                 rc = 0;

  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_int (stmt, 1, first);
  yun_stmt_bind_int (stmt, 2, last);
  while (!is_full (values) && (rc = yun_stmt_step (stmt, error)) == 1)
    {
      g_autoptr (YunRecord) record = yun_table_load (yun_table_get (entity), stmt, TRUE);

      if (!add_filled (db, values, record, yun_stmt_int (stmt, 0), error))
        return FALSE;
    }
  return rc >= 0;
}

/* Those of a run that were removed since: the history kept them whole. */
static gboolean
add_removed (
  YunDb *db, Values *values, const YunEntity *entity, gint64 first, gint64 last, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
    "SELECT DISTINCT id FROM change_edit WHERE entity=? AND id BETWEEN ? AND ? AND change>? AND "
    "kind='remove' AND NOT EXISTS (SELECT 1 FROM \"%s\" t WHERE t.id=change_edit.id) ORDER BY id",
    entity->id);
  g_autoptr (YunStmt) stmt = yun_db_prepare (db, sql, error);
  int                 rc = 0;

  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_text (stmt, 1, entity->id);
  yun_stmt_bind_int (stmt, 2, first);
  yun_stmt_bind_int (stmt, 3, last);
  yun_stmt_bind_int (stmt, 4, values->change->number);
  while (!is_full (values) && (rc = yun_stmt_step (stmt, error)) == 1)
    {
      g_autoptr (YunRecord) record = yun_entity_new_record (entity);

      if (!add_filled (db, values, record, yun_stmt_int (stmt, 0), error))
        return FALSE;
    }
  return rc >= 0;
}

static gboolean
add_run_cb (
  YunDb *db, const YunEntity *entity, gint64 first, gint64 last, gpointer user_data, GError **error)
{
  const Values *values = user_data;

  if (values->entity != NULL &&
      (entity != values->entity || values->id < first || values->id > last))
    return TRUE;
  if (values->entity != NULL)
    first = last = values->id;
  return add_present (db, user_data, entity, first, last, error) &&
         add_removed (db, user_data, entity, first, last, error);
}

GPtrArray *
yun_undo_list_values (YunDb *db, const YunChange *change, guint limit, GError **error)
{
  Values values = { .db = db, .limit = limit, .change = change };

  values.list = g_ptr_array_new_with_free_func (yun_change_value_free);
  /* The first fill of a file is all that it held: nobody asks for that value by value. */
  if (yun_log_each_line (db, change->number, FALSE, add_line_cb, &values, error) &&
      (change->action == YUN_ACTION_CREATE ||
       yun_log_each_run (db, change->number, add_run_cb, &values, error)))
    return values.list;
  g_ptr_array_unref (values.list);
  return NULL;
}

/* The lines of one record come from the newest to the oldest. */
static void
reverse (GPtrArray *list)
{
  for (guint i = 0; i < list->len / 2; i++)
    {
      gpointer other = list->pdata[i];

      list->pdata[i] = list->pdata[list->len - 1 - i];
      list->pdata[list->len - 1 - i] = other;
    }
}

GPtrArray *
yun_undo_list_record_values (
  YunDb *db, const YunChange *change, const YunEntity *entity, gint64 id, GError **error)
{
  Values values = { .db = db, .change = change, .entity = entity, .id = id };

  values.list = g_ptr_array_new_with_free_func (yun_change_value_free);
  if (yun_log_each_line_since (db, entity, id, change->number - 1, add_line_cb, &values, error))
    {
      reverse (values.list);
      if (yun_log_each_run (db, change->number, add_run_cb, &values, error))
        return values.list;
    }
  g_ptr_array_unref (values.list);
  return NULL;
}
