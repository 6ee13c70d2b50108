/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-store-history.h"

#include "yun-log.h"
#include "yun-store-private.h"
#include "yun-table.h"
#include "yun-undo.h"

#include <string.h>

/* ---- A page of changes -------------------------------------------------------------------- */

typedef struct
{
  YunChangeQuery query;
  char          *text; /* (owned) (nullable): .query.text */
  GPtrArray     *list; /* (owned) (nullable): the result */
} PageArgs;

static PageArgs *
page_args_new (const YunChangeQuery *query)
{
  PageArgs *args = g_new0 (PageArgs, 1);

  if (query != NULL)
    args->query = *query;
  args->text = g_strdup (args->query.text);
  args->query.text = args->text;
  return args;
}

static void
free_page_args (gpointer data)
{
  PageArgs *args = data;

  g_free (args->text);
  g_clear_pointer (&args->list, g_ptr_array_unref);
  g_free (args);
}

static gboolean
page_cb (YunDb *db, gpointer user_data, GError **error)
{
  PageArgs *args = user_data;

  args->list = yun_log_query (db, &args->query, error);
  return args->list != NULL;
}

static const YunWork page_work = { YUN_LANE_LIST, page_cb };

static gpointer
take_page (gpointer data)
{
  return g_steal_pointer (&((PageArgs *) data)->list);
}

GPtrArray *
yun_store_list_changes_sync (YunStore *self, const YunChangeQuery *query, GError **error)
{
  PageArgs  *args;
  GPtrArray *list = NULL;

  g_return_val_if_fail (YUN_IS_STORE (self), NULL);

  args = page_args_new (query);
  if (yun_store_run (self, &page_work, args, NULL, error))
    list = take_page (args);
  free_page_args (args);
  return list;
}

void
yun_store_list_changes_async (YunStore             *self,
                              const YunChangeQuery *query,
                              GCancellable         *cancellable,
                              GAsyncReadyCallback   callback,
                              gpointer              user_data)
{
  g_return_if_fail (YUN_IS_STORE (self));

  yun_store_start (self, &page_work, page_args_new (query), free_page_args, take_page,
                   (GDestroyNotify) g_ptr_array_unref, cancellable, callback, user_data);
}

GPtrArray *
yun_store_list_changes_finish (YunStore *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- The values of a change --------------------------------------------------------------- */

typedef struct
{
  gint64     number;
  guint      limit;
  GPtrArray *list; /* (owned) (nullable): the result */
} ValueArgs;

static gboolean
values_cb (YunDb *db, gpointer user_data, GError **error)
{
  ValueArgs            *args = user_data;
  g_autoptr (YunChange) change = yun_log_get (db, args->number, error);

  if (change == NULL)
    return FALSE;
  args->list = yun_undo_list_values (db, change, args->limit, error);
  return args->list != NULL;
}

GPtrArray *
yun_store_list_values_sync (YunStore *self, gint64 number, guint limit, GError **error)
{
  static const YunWork work = { YUN_LANE_LIST, values_cb };
  ValueArgs            args = { number, limit, NULL };

  g_return_val_if_fail (YUN_IS_STORE (self), NULL);

  return yun_store_run (self, &work, &args, NULL, error) ? args.list : NULL;
}

/* ---- What a change did -------------------------------------------------------------------- */

typedef struct
{
  gint64           number;
  const YunEntity *entity; /* (nullable) */
  gint64           id;
  guint            limit;
  GPtrArray       *records; /* (owned) (nullable): the result */
} ExplainArgs;

static void
free_changed_record (gpointer data)
{
  YunChangedRecord *record = data;

  g_free (record->name);
  g_ptr_array_unref (record->values);
  g_free (record);
}

static void
free_explain_args (gpointer data)
{
  ExplainArgs *args = data;

  g_clear_pointer (&args->records, g_ptr_array_unref);
  g_free (args);
}

/* What it was called in the change itself. */
static char *
dup_name_then (GPtrArray *values)
{
  for (guint i = 0; i < values->len; i++)
    {
      const YunChangeValue *value = values->pdata[i];

      if (value->field != NULL && strcmp (value->field->id, "name") == 0)
        return yun_value_print (value->after.kind != YUN_VALUE_NULL ? &value->after
                                                                    : &value->before);
    }
  return NULL;
}

static gboolean
find_name (YunDb *db, YunChangedRecord *record, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT name FROM \"%s\" WHERE id=?", record->entity->id);
  g_autoptr (YunStmt) stmt = yun_db_prepare (db, sql, error);
  int                 rc;

  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_int (stmt, 1, record->id);
  rc = yun_stmt_step (stmt, error);
  record->exists = rc == 1;
  if (rc == 1 && yun_stmt_text (stmt, 0) != NULL)
    record->name = g_utf8_make_valid (yun_stmt_text (stmt, 0), -1);
  return rc >= 0;
}

/* The name that a record that is gone had last, from its removal. */
static gboolean
take_last_name_cb (const YunLogLine *line, gpointer user_data, GError **error)
{
  YunChangedRecord     *changed = user_data;
  g_autoptr (YunRecord) record = NULL;

  if (changed->name != NULL || line->column != NULL || line->before.kind != YUN_VALUE_TEXT)
    return TRUE;
  record = yun_entity_new_record (line->entity);
  if (yun_log_parse_record (line->before.text, record))
    changed->name = g_strdup (yun_record_get_name (record));
  return TRUE;
}

static gboolean
name_record (YunDb *db, YunChangedRecord *record, GError **error)
{
  if (!find_name (db, record, error))
    return FALSE;
  if (record->name == NULL && !record->exists)
    record->name = dup_name_then (record->values);
  if (record->name == NULL && !record->exists &&
      !yun_log_each_line_since (db, record->entity, record->id, 0, take_last_name_cb, record,
                                error))
    return FALSE;
  if (record->name == NULL)
    record->name = g_strdup ("");
  return TRUE;
}

static YunRecordFate
get_fate (const YunChangeValue *value)
{
  if (!value->whole)
    return YUN_RECORD_EDITED;
  return value->after.kind != YUN_VALUE_NULL ? YUN_RECORD_CAME : YUN_RECORD_WENT;
}

/* Values of one record stand together. */
static GPtrArray *
group_values (GPtrArray *values)
{
  GPtrArray        *records = g_ptr_array_new_with_free_func (free_changed_record);
  YunChangedRecord *record = NULL;

  for (guint i = 0; i < values->len; i++)
    {
      YunChangeValue *value = values->pdata[i];

      if (record == NULL || record->entity != value->entity || record->id != value->id ||
          record->fate != get_fate (value))
        {
          record = g_new0 (YunChangedRecord, 1);
          record->entity = value->entity;
          record->id = value->id;
          record->fate = get_fate (value);
          record->values = g_ptr_array_new_with_free_func (yun_change_value_free);
          g_ptr_array_add (records, record);
        }
      g_ptr_array_add (record->values, value);
    }
  /* They belong to the records now. */
  g_ptr_array_set_free_func (values, NULL);
  return records;
}

static gboolean
explain_cb (YunDb *db, gpointer user_data, GError **error)
{
  ExplainArgs          *args = user_data;
  g_autoptr (YunChange) change = yun_log_get (db, args->number, error);
  g_autoptr (GPtrArray) values = NULL;

  if (change == NULL)
    return FALSE;
  values = args->entity != NULL
             ? yun_undo_list_record_values (db, change, args->entity, args->id, error)
             : yun_undo_list_values (db, change, args->limit, error);
  if (values == NULL)
    return FALSE;
  g_clear_pointer (&args->records, g_ptr_array_unref);
  args->records = group_values (values);
  for (guint i = 0; i < args->records->len; i++)
    if (!name_record (db, args->records->pdata[i], error))
      return FALSE;
  return TRUE;
}

static const YunWork explain_work = { YUN_LANE_LIST, explain_cb };

static gpointer
take_records (gpointer data)
{
  return g_steal_pointer (&((ExplainArgs *) data)->records);
}

static ExplainArgs *
explain_args_new (gint64 number, const YunEntity *entity, gint64 id, guint limit)
{
  ExplainArgs *args = g_new0 (ExplainArgs, 1);

  *args = (ExplainArgs){ number, entity, id, limit, NULL };
  return args;
}

GPtrArray *
yun_store_explain_change_sync (
  YunStore *self, gint64 number, const YunEntity *entity, gint64 id, guint limit, GError **error)
{
  ExplainArgs *args;
  GPtrArray   *records = NULL;

  g_return_val_if_fail (YUN_IS_STORE (self), NULL);

  args = explain_args_new (number, entity, id, limit);
  if (yun_store_run (self, &explain_work, args, NULL, error))
    records = take_records (args);
  free_explain_args (args);
  return records;
}

void
yun_store_explain_change_async (YunStore           *self,
                                gint64              number,
                                const YunEntity    *entity,
                                gint64              id,
                                guint               limit,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  g_return_if_fail (YUN_IS_STORE (self));

  yun_store_start (self, &explain_work, explain_args_new (number, entity, id, limit),
                   free_explain_args, take_records, (GDestroyNotify) g_ptr_array_unref, cancellable,
                   callback, user_data);
}

GPtrArray *
yun_store_explain_change_finish (YunStore *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
