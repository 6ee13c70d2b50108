/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-store-match.h"

#include "yun-log.h"
#include "yun-store-private.h"
#include "yun-table.h"
#include "yun-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MOST_TWINS 10

/* ---- What a word means ------------------------------------------------------------------------
 */

typedef struct
{
  const YunEntity *entity;
  const char      *word;
  guint            limit;
  GPtrArray       *records; /* (owned): the result */
} MatchArgs;

/* Adds the records for which @condition on @text holds, unless some were found before. */
static gboolean
add_matches (YunDb      *db,
             MatchArgs  *args,
             const char *condition,
             const char *text,
             const char *key,
             GError    **error)
{
  const YunTable     *table = yun_table_get (args->entity);
  g_autofree char    *sql = NULL;
  g_autoptr (YunStmt) stmt = NULL;
  int                 rc;

  if (args->records->len > 0 || text == NULL || *text == '\0')
    return TRUE;
  sql = g_strdup_printf ("%sWHERE %s ORDER BY t.id LIMIT %u", table->select_places, condition,
                         args->limit);
  stmt = yun_db_prepare (db, sql, error);
  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_text (stmt, 1, text);
  if (key != NULL)
    yun_stmt_bind_text (stmt, 2, key);
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    g_ptr_array_add (args->records, yun_table_load (table, stmt, TRUE));
  return rc == 0;
}

static gboolean
match_cb (YunDb *db, gpointer user_data, GError **error)
{
  MatchArgs            *args = user_data;
  g_autofree char      *key = yun_text_dup_sort_key (args->word);
  g_autofree char      *folded = yun_text_normalise (args->word);
  g_autoptr (GPtrArray) keys = yun_entity_list_fields (args->entity, args->entity->portrait->keys);

  if (!add_matches (db, args, "t.uid=?", args->word, NULL, error) ||
      /* Names are found through their sort key, which has the index. */
      !add_matches (db, args, YUN_TABLE_CALLED ("t"), args->word, key, error))
    return FALSE;
  for (guint i = 0; i < keys->len; i++)
    {
      const YunField  *field = g_ptr_array_index (keys, i);
      g_autofree char *condition = g_strdup_printf ("t.\"%s\"=?", field->column);

      if (!add_matches (db, args, condition, args->word, NULL, error))
        return FALSE;
    }
  /* Reads every row: only when nothing else is meant. */
  g_ptr_array_insert (keys, 0, (gpointer) yun_entity_find_field (args->entity, "name"));
  for (guint i = 0; i < keys->len; i++)
    {
      const YunField  *field = g_ptr_array_index (keys, i);
      g_autofree char *condition = g_strdup_printf ("yun_norm(t.\"%s\")=?", field->column);

      if (!add_matches (db, args, condition, folded, NULL, error))
        return FALSE;
    }
  if (args->records->len > 0)
    return TRUE;
  g_set_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOT_FOUND, _ ("%s: there is no “%s”."),
               yun_entity_get_label (args->entity), args->word);
  return FALSE;
}

GPtrArray *
yun_store_match_sync (
  YunStore *self, const YunEntity *entity, const char *word, guint limit, GError **error)
{
  static const YunWork work = { YUN_LANE_LIST, match_cb };
  MatchArgs            args = { .entity = entity, .word = word, .limit = limit };

  g_return_val_if_fail (YUN_IS_STORE (self) && entity != NULL && word != NULL, NULL);

  args.records = g_ptr_array_new_with_free_func (g_object_unref);
  if (yun_store_run (self, &work, &args, NULL, error))
    return args.records;
  g_ptr_array_unref (args.records);
  return NULL;
}

YunRecord *
yun_store_find_sync (YunStore *self, const YunEntity *entity, const char *word, GError **error)
{
  g_autoptr (GPtrArray) records = yun_store_match_sync (self, entity, word, 1, error);

  return records != NULL ? g_object_ref (records->pdata[0]) : NULL;
}

static void
set_several (const YunEntity *entity, const char *word, GPtrArray *records, GError **error)
{
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < records->len; i++)
    g_string_append_printf (all, "\n  %s  %s", yun_record_get_uid (records->pdata[i]),
                            yun_record_get_name (records->pdata[i]));
  g_set_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_SEVERAL,
               /* Translators: a kind of record ("Plots"), a word, then a list, a record a line */
               _ ("%s: “%s” may mean several; say the identifier of one:%s"),
               yun_entity_get_label (entity), word, all->str);
}

YunRecord *
yun_store_match_one_sync (YunStore *self, const YunEntity *entity, const char *word, GError **error)
{
  g_autoptr (GPtrArray) records = yun_store_match_sync (self, entity, word, MOST_TWINS, error);

  if (records == NULL)
    return NULL;
  if (records->len == 1)
    return g_object_ref (g_ptr_array_index (records, 0));
  set_several (entity, word, records, error);
  return NULL;
}

/* ---- What is kept twice -----------------------------------------------------------------------
 */

static void
free_twin (gpointer data)
{
  YunTwin *twin = data;

  g_free (twin->uid);
  g_free (twin->name);
  g_free (twin);
}

typedef struct
{
  YunRecord *record;
  GPtrArray *twins; /* (owned): the result */
} TwinArgs;

static gboolean
add_twins (YunDb *db, TwinArgs *args, const YunField *field, GError **error)
{
  const YunEntity *entity = yun_record_get_entity (args->record);
  gboolean         is_name = strcmp (field->id, "name") == 0;
  const char      *text = yun_record_get_text (args->record, field);
  g_autofree char *key = is_name ? yun_text_dup_sort_key (text) : NULL;
  g_autofree char *same = g_strdup_printf ("\"%s\"=?1", field->column);
  g_autofree char *sql =
    g_strdup_printf ("SELECT id, uid, name FROM \"%s\" t WHERE %s AND id<>?3 ORDER BY id LIMIT %d",
                     entity->id, is_name ? YUN_TABLE_CALLED ("t") : same, MOST_TWINS);
  g_autoptr (YunStmt) stmt = NULL;
  int                 rc;

  if (text == NULL || *text == '\0' || (is_name && (key == NULL || *key == '\0')))
    return TRUE;
  stmt = yun_db_prepare (db, sql, error);
  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_text (stmt, 1, text);
  if (key != NULL)
    yun_stmt_bind_text (stmt, 2, key);
  yun_stmt_bind_int (stmt, 3, yun_record_get_id (args->record));
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    {
      YunTwin    *twin = g_new0 (YunTwin, 1);
      const char *name = yun_stmt_text (stmt, 2);

      twin->field = field;
      twin->id = yun_stmt_int (stmt, 0);
      twin->uid = g_strdup (yun_stmt_text (stmt, 1));
      twin->name = g_strdup (name != NULL ? name : "");
      g_ptr_array_add (args->twins, twin);
    }
  return rc == 0;
}

static gboolean
twins_cb (YunDb *db, gpointer user_data, GError **error)
{
  TwinArgs        *args = user_data;
  const YunEntity *entity = yun_record_get_entity (args->record);
  const YunField  *code = yun_entity_find_field (entity, entity->portrait->code);

  if (!add_twins (db, args, yun_entity_find_field (entity, "name"), error) ||
      (code != NULL && !add_twins (db, args, code, error)))
    return FALSE;
  return TRUE;
}

static const YunWork twins_work = { YUN_LANE_LIST, twins_cb };

GPtrArray *
yun_store_list_twins_sync (YunStore *self, YunRecord *record, GError **error)
{
  TwinArgs args = { .record = record };

  g_return_val_if_fail (YUN_IS_STORE (self) && YUN_IS_RECORD (record), NULL);

  args.twins = g_ptr_array_new_with_free_func (free_twin);
  if (yun_store_run (self, &twins_work, &args, NULL, error))
    return args.twins;
  g_ptr_array_unref (args.twins);
  return NULL;
}

static void
free_twin_args (gpointer data)
{
  TwinArgs *args = data;

  g_object_unref (args->record);
  g_clear_pointer (&args->twins, g_ptr_array_unref);
  g_free (args);
}

static gpointer
take_twins (gpointer data)
{
  return g_steal_pointer (&((TwinArgs *) data)->twins);
}

void
yun_store_list_twins_async (YunStore           *self,
                            YunRecord          *record,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  TwinArgs *args;

  g_return_if_fail (YUN_IS_STORE (self) && YUN_IS_RECORD (record));

  args = g_new0 (TwinArgs, 1);
  args->record = yun_record_copy (record);
  args->twins = g_ptr_array_new_with_free_func (free_twin);
  yun_store_start (self, &twins_work, args, free_twin_args, take_twins,
                   (GDestroyNotify) g_ptr_array_unref, cancellable, callback, user_data);
}

GPtrArray *
yun_store_list_twins_finish (YunStore *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- What was removed -------------------------------------------------------------------------
 */

typedef struct
{
  const YunEntity *entity;
  const char      *word;
  GPtrArray       *records; /* (owned): of different identifiers, the newest removal first */
  gint64           change;  /* while a place is looked for */
} RemovedArgs;

static gboolean
is_meant (YunRecord *record, const char *word)
{
  const YunEntity      *entity = yun_record_get_entity (record);
  g_autoptr (GPtrArray) fields = yun_entity_list_fields (entity, entity->portrait->keys);
  g_autofree char      *folded = yun_text_normalise (word);

  if (g_strcmp0 (yun_record_get_uid (record), word) == 0)
    return TRUE;
  g_ptr_array_add (fields, (gpointer) yun_entity_find_field (entity, "name"));
  for (guint i = 0; i < fields->len; i++)
    {
      const YunField  *field = fields->pdata[i];
      g_autofree char *text = NULL;

      if (!yun_record_is_known (record, field))
        continue;
      text = yun_text_normalise (yun_record_get_text (record, field));
      if (strcmp (text, folded) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_uid (GPtrArray *records, const char *uid)
{
  for (guint i = 0; i < records->len; i++)
    if (strcmp (yun_record_get_uid (records->pdata[i]), uid) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
take_place_cb (const YunLogLine *line, gpointer user_data, GError **error)
{
  RemovedArgs *args = user_data;

  if (line->change == args->change && strcmp (line->kind, "remove") == 0 &&
      g_strcmp0 (line->column, yun_log_get_column (NULL)) == 0)
    yun_value_write (&line->before, g_ptr_array_index (args->records, args->records->len - 1),
                     NULL);
  return TRUE;
}

static gboolean
add_removed (YunDb *db, RemovedArgs *args, YunStmt *stmt, GError **error)
{
  g_autoptr (YunRecord) record = yun_entity_new_record (args->entity);
  const char           *json = yun_stmt_text (stmt, 2);

  if (json == NULL || !yun_log_parse_record (json, record) || !is_meant (record, args->word) ||
      has_uid (args->records, yun_record_get_uid (record)))
    return TRUE;
  args->change = yun_stmt_int (stmt, 0);
  yun_record_set_id (record, yun_stmt_int (stmt, 1));
  g_ptr_array_add (args->records, g_object_ref (record));
  return yun_log_each_line_since (db, args->entity, yun_record_get_id (record), args->change - 1,
                                  take_place_cb, args, error);
}

static gboolean
removed_cb (YunDb *db, gpointer user_data, GError **error)
{
  RemovedArgs     *args = user_data;
  g_autofree char *sql = g_strdup_printf (
    "SELECT change, id, before FROM change_edit WHERE entity=? AND kind='remove' AND field IS NULL "
    "AND NOT EXISTS (SELECT 1 FROM \"%s\" t WHERE t.uid=change_edit.uid) "
    "ORDER BY change DESC, seq",
    args->entity->id);
  g_autoptr (YunStmt) stmt = yun_db_prepare (db, sql, error);
  int                 rc;

  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_text (stmt, 1, args->entity->id);
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    if (!add_removed (db, args, stmt, error))
      return FALSE;
  return rc == 0;
}

YunRecord *
yun_store_match_removed_sync (YunStore        *self,
                              const YunEntity *entity,
                              const char      *word,
                              GError         **error)
{
  static const YunWork  work = { YUN_LANE_LIST, removed_cb };
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  RemovedArgs           args = { entity, word, records, 0 };

  g_return_val_if_fail (YUN_IS_STORE (self) && entity != NULL && word != NULL, NULL);

  if (!yun_store_run (self, &work, &args, NULL, error))
    return NULL;
  if (records->len == 1)
    return g_object_ref (records->pdata[0]);
  if (records->len > 1)
    set_several (entity, word, records, error);
  else
    g_set_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOT_FOUND,
                 /* Translators: a kind of record ("Plots") and what was looked for */
                 _ ("%s: no “%s” was removed."), yun_entity_get_label (entity), word);
  return NULL;
}
