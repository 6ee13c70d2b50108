/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-store-private.h"

#include "yun-links.h"
#include "yun-log.h"
#include "yun-query.h"
#include "yun-related.h"
#include "yun-table.h"
#include "yun-undo.h"

/* What became of the records of a view since it was last opened, from the recorded changes: a
 * record is put back to what it was by the values before, and asked whether the filter showed it.
 */

#define MAX_ROWS 200        /* named one by one */
#define MAX_LOOKED_AT 20000 /* rows of edits and removals that are put back */

typedef struct
{
  const YunEntity *entity;
  gint64           id;
  gboolean         born;   /* came into being since */
  gboolean         gone;   /* removed by one of the changes; it may be back */
  GHashTable      *before; /* (owned): YunField → YunValue */
} Touched;

typedef struct
{
  YunFilter   *filter; /* (owned) */
  gint64       since;
  YunViewNews *news; /* (owned) (nullable): the result */

  GHashTable *touched; /* (owned) (nullable): Touched by itself */
  GHashTable *related; /* (owned) (nullable) */
  GArray     *imports; /* (owned) (nullable): gint64: numbers */
} NewsArgs;

void
yun_view_news_free (YunViewNews *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->rows);
  g_free (self);
}

static void
free_row (gpointer data)
{
  YunNewsRow *row = data;

  g_free (row->name);
  g_free (row);
}

static guint
hash_touched (gconstpointer key)
{
  const Touched *touched = key;

  return (guint) touched->id * 8 + yun_entity_get_index (touched->entity);
}

static gboolean
equal_touched (gconstpointer a, gconstpointer b)
{
  const Touched *x = a;
  const Touched *y = b;

  return x->entity == y->entity && x->id == y->id;
}

static void
free_touched (gpointer data)
{
  Touched *touched = data;

  g_hash_table_unref (touched->before);
  g_free (touched);
}

static void
free_kept (gpointer data)
{
  yun_value_clear (data);
  g_free (data);
}

/* ---- Collecting --------------------------------------------------------------- */

static Touched *
touch (NewsArgs *args, const YunEntity *entity, gint64 id)
{
  Touched  key = { .entity = entity, .id = id };
  Touched *touched = g_hash_table_lookup (args->touched, &key);

  if (touched != NULL)
    return touched;
  touched = g_new0 (Touched, 1);
  touched->entity = entity;
  touched->id = id;
  touched->before = g_hash_table_new_full (NULL, NULL, NULL, free_kept);
  g_hash_table_add (args->touched, touched);
  return touched;
}

static void
keep_value (Touched *touched, const YunField *field, const YunValue *value)
{
  YunValue *copy = g_new0 (YunValue, 1);

  yun_value_copy (value, copy);
  g_hash_table_replace (touched->before, (gpointer) field, copy);
}

static void
keep_record (Touched *touched, const char *json)
{
  g_autoptr (YunRecord)  record = yun_entity_new_record (touched->entity);
  const YunField *const *fields = yun_entity_get_fields (touched->entity, NULL);

  if (!yun_log_parse_record (json, record))
    return;
  for (guint i = 0; fields[i] != NULL; i++)
    {
      g_auto (YunValue) value = YUN_VALUE_INIT;

      yun_value_read (record, fields[i], &value);
      keep_value (touched, fields[i], &value);
    }
}

/* From the newest line to the oldest, so that the oldest decides what was before. */
static gboolean
collect_line_cb (const YunLogLine *line, gpointer user_data, GError **error)
{
  Touched        *touched = touch (user_data, line->entity, line->id);
  const YunField *field;

  touched->born = strcmp (line->kind, "insert") == 0;
  touched->gone = touched->gone || strcmp (line->kind, "remove") == 0;
  if (touched->born)
    g_hash_table_remove_all (touched->before);
  else if (line->column == NULL && line->before.kind == YUN_VALUE_TEXT)
    keep_record (touched, line->before.text);
  else if (line->column != NULL && yun_log_find_field (line->entity, line->column, &field))
    keep_value (touched, field, &line->before);
  return TRUE;
}

static gboolean
is_bulk (const YunChange *change)
{
  return change->action == YUN_ACTION_IMPORT || change->action == YUN_ACTION_CREATE;
}

static gboolean
collect_change (YunDb *db, NewsArgs *args, const YunChange *change, GError **error)
{
  if (is_bulk (change))
    g_array_append_val (args->imports, change->number);
  return yun_log_each_line (db, change->number, TRUE, collect_line_cb, args, error);
}

/* What was taken back and brought again is in it by the edits that did that. */
static gboolean
collect (YunDb *db, NewsArgs *args, GError **error)
{
  g_autoptr (GPtrArray) changes =
    yun_log_query (db, &(YunChangeQuery){ .since = args->since }, error);
  gint64 looked_at = 0;

  if (changes == NULL)
    return FALSE;
  for (guint i = 0; i < changes->len; i++)
    {
      const YunChange *change = g_ptr_array_index (changes, i);

      if (change->target == 0 && change->state == YUN_CHANGE_DONE)
        args->news->n_changes++;
      if (!is_bulk (change))
        looked_at += change->n_rows;
    }
  args->news->too_many = looked_at > MAX_LOOKED_AT;
  for (guint i = 0; !args->news->too_many && i < changes->len; i++)
    if (!collect_change (db, args, g_ptr_array_index (changes, i), error))
      return FALSE;
  return TRUE;
}

/* ---- Judging ------------------------------------------------------------------ */

static gboolean
is_kept_by_program (const YunEntity *entity, const char *name)
{
  const YunField *field = name != NULL ? yun_entity_get_field (entity, name) : NULL;

  return field != NULL && (field->flags & YUN_FIELD_SYSTEM) != 0;
}

/* Whether the filter asks for what the values before do not tell: other records, the place, or what
 * the program itself keeps. */
static gboolean
is_blind (YunFilter *filter, const YunEntity *entity)
{
  for (guint i = 0; i < yun_filter_get_n_clauses (filter); i++)
    {
      const YunClause *clause = yun_filter_get_clause (filter, i);
      const char      *names[] = { clause->field, clause->other };

      if (clause->kind == YUN_CLAUSE_NEAR || clause->kind == YUN_CLAUSE_IN ||
          clause->kind == YUN_CLAUSE_NOWHERE || clause->kind == YUN_CLAUSE_WHOSE ||
          clause->kind == YUN_CLAUSE_HAS)
        return TRUE;
      for (guint k = 0; k < G_N_ELEMENTS (names); k++)
        if (is_kept_by_program (entity, names[k]))
          return TRUE;
    }
  return FALSE;
}

static void
add_news (YunViewNews *news, YunNewsKind kind, YunRecord *record)
{
  YunNewsRow *row;

  news->n[kind]++;
  if (news->rows->len >= MAX_ROWS)
    return;
  row = g_new0 (YunNewsRow, 1);
  row->entity = yun_record_get_entity (record);
  row->id = yun_record_get_id (record);
  row->kind = kind;
  row->name = g_strdup (yun_record_get_name (record));
  g_ptr_array_add (news->rows, row);
}

/* (transfer full): the record as it is; NULL without error: there is none any more. */
static YunRecord *
load (YunDb *db, const YunEntity *entity, gint64 id, GError **error)
{
  const YunTable     *table = yun_table_get (entity);
  g_autoptr (YunStmt) stmt = yun_db_prepare (db, table->select_row, error);

  if (stmt == NULL)
    return NULL;
  yun_stmt_bind_int (stmt, 1, id);
  return yun_stmt_step (stmt, error) == 1 ? yun_table_load (table, stmt, TRUE) : NULL;
}

static gboolean
matches_now (YunDb *db, NewsArgs *args, const Touched *touched, gboolean *matches, GError **error)
{
  g_autoptr (YunQuery) query = yun_query_new (touched->entity, args->filter, args->related);
  g_autofree char     *head = g_strdup_printf ("SELECT 1 FROM %s t", touched->entity->id);
  g_autofree char     *tail = g_strdup_printf (" AND t.id=%" G_GINT64_FORMAT, touched->id);
  g_autoptr (YunStmt)  stmt = yun_query_prepare (query, db, head, tail, error);
  int                  rc = stmt != NULL ? yun_stmt_step (stmt, error) : -1;

  *matches = rc == 1;
  return rc >= 0;
}

/* Puts the values before into @record. */
static void
put_back (YunDb *db, YunRecord *record, const Touched *touched)
{
  GHashTableIter iter;
  gpointer       field, value;

  g_hash_table_iter_init (&iter, touched->before);
  while (g_hash_table_iter_next (&iter, &field, &value))
    yun_value_write (value, record, field);
  yun_record_derive (record, yun_links_get_source (yun_db_get_links (db)));
  yun_record_label_links (record, yun_links_get_source (yun_db_get_links (db)));
}

/* What a link led to then is asked by the uids of today. */
static gboolean
relate_cb (const YunClause *clause, YunRecord *record, gpointer user_data)
{
  NewsArgs        *args = user_data;
  const YunField  *field = yun_entity_get_field (yun_record_get_entity (record), clause->field);
  g_autofree char *key = yun_related_dup_key (clause);
  YunRelated      *related = g_hash_table_lookup (args->related, key);

  return related != NULL && yun_related_has_any (related, yun_record_get_text (record, field));
}

static gboolean
judge (YunDb *db, NewsArgs *args, const Touched *touched, GError **error)
{
  GError               *local = NULL;
  g_autoptr (YunRecord) now = load (db, touched->entity, touched->id, &local);
  g_autoptr (YunRecord) then = NULL;
  gboolean              is = FALSE, was, blind = is_blind (args->filter, touched->entity);

  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (now != NULL && !matches_now (db, args, touched, &is, error))
    return FALSE;
  if (touched->born)
    {
      if (is)
        add_news (args->news, YUN_NEWS_ADDED, now);
      return TRUE;
    }
  if (now == NULL && (blind || !touched->gone))
    return TRUE;
  then = now != NULL ? yun_record_copy (now) : yun_entity_new_record (touched->entity);
  yun_record_set_id (then, touched->id);
  put_back (db, then, touched);
  was = !blind && yun_filter_match (args->filter, then, relate_cb, args);
  if (blind && is)
    add_news (args->news, YUN_NEWS_CHANGED, now);
  else if (is)
    add_news (args->news, was ? YUN_NEWS_EDITED : YUN_NEWS_ADDED, now);
  else if (was)
    add_news (args->news, YUN_NEWS_REMOVED, then);
  return TRUE;
}

/* Rows that an import wrote were not there before: all that the filter shows are new. */
static gboolean
judge_run_cb (
  YunDb *db, const YunEntity *entity, gint64 first, gint64 last, gpointer user_data, GError **error)
{
  NewsArgs            *args = user_data;
  g_autoptr (YunQuery) query = yun_query_new (entity, args->filter, args->related);
  g_autofree char     *head = g_strdup_printf ("SELECT t.id FROM %s t", entity->id);
  g_autofree char     *tail = g_strdup_printf (
        " AND t.id BETWEEN %" G_GINT64_FORMAT " AND %" G_GINT64_FORMAT " ORDER BY t.id", first, last);
  g_autoptr (YunStmt) stmt = yun_query_prepare (query, db, head, tail, error);
  int                 rc = -1;

  while (stmt != NULL && (rc = yun_stmt_step (stmt, error)) == 1)
    {
      g_autoptr (YunRecord) record = NULL;

      if (args->news->rows->len >= MAX_ROWS)
        {
          args->news->n[YUN_NEWS_ADDED]++;
          continue;
        }
      record = load (db, entity, yun_stmt_int (stmt, 0), error);
      if (record == NULL)
        return FALSE;
      add_news (args->news, YUN_NEWS_ADDED, record);
    }
  return rc == 0;
}

/* Edited or removed after an import of this time: the import has told of it. */
static gboolean
forget_run_cb (
  YunDb *db, const YunEntity *entity, gint64 first, gint64 last, gpointer user_data, GError **error)
{
  NewsArgs      *args = user_data;
  GHashTableIter iter;
  Touched       *touched;

  g_hash_table_iter_init (&iter, args->touched);
  while (g_hash_table_iter_next (&iter, (gpointer *) &touched, NULL))
    if (touched->entity == entity && touched->id >= first && touched->id <= last)
      g_hash_table_iter_remove (&iter);
  return TRUE;
}

static int
compare_touched (gconstpointer a, gconstpointer b)
{
  const Touched *x = *(const Touched *const *) a;
  const Touched *y = *(const Touched *const *) b;
  guint          i = yun_entity_get_index (x->entity), k = yun_entity_get_index (y->entity);

  return i != k ? (i > k) - (i < k) : (x->id > y->id) - (x->id < y->id);
}

static gboolean
judge_all (YunDb *db, NewsArgs *args, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  GHashTableIter        iter;
  gpointer              touched;

  for (guint i = 0; i < args->imports->len; i++)
    {
      gint64 number = g_array_index (args->imports, gint64, i);

      if (!yun_log_each_run (db, number, forget_run_cb, args, error) ||
          !yun_log_each_run (db, number, judge_run_cb, args, error))
        return FALSE;
    }
  g_hash_table_iter_init (&iter, args->touched);
  while (g_hash_table_iter_next (&iter, &touched, NULL))
    g_ptr_array_add (all, touched);
  g_ptr_array_sort (all, compare_touched);
  for (guint i = 0; i < all->len; i++)
    if (!judge (db, args, g_ptr_array_index (all, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
news_cb (YunDb *db, gpointer user_data, GError **error)
{
  NewsArgs *args = user_data;
  gboolean  ok;

  args->news = g_new0 (YunViewNews, 1);
  args->news->since = args->since;
  args->news->rows = g_ptr_array_new_with_free_func (free_row);
  args->touched = g_hash_table_new_full (hash_touched, equal_touched, free_touched, NULL);
  args->imports = g_array_new (FALSE, FALSE, sizeof (gint64));
  ok = collect (db, args, error);
  if (ok && (args->imports->len > 0 || g_hash_table_size (args->touched) > 0))
    {
      args->related = yun_related_find_all (db, args->filter, error);
      ok = args->related != NULL && judge_all (db, args, error);
    }
  g_clear_pointer (&args->related, g_hash_table_unref);
  g_clear_pointer (&args->touched, g_hash_table_unref);
  g_clear_pointer (&args->imports, g_array_unref);
  if (!ok)
    g_clear_pointer (&args->news, yun_view_news_free);
  return ok;
}

static const YunWork news_work = { YUN_LANE_LIST, news_cb, NULL };

static void
free_args (gpointer data)
{
  NewsArgs *args = data;

  yun_filter_unref (args->filter);
  g_clear_pointer (&args->news, yun_view_news_free);
  g_free (args);
}

static gpointer
take_news (gpointer data)
{
  return g_steal_pointer (&((NewsArgs *) data)->news);
}

YunViewNews *
yun_store_view_news_sync (
  YunStore *self, YunFilter *filter, gint64 since, GCancellable *cancellable, GError **error)
{
  NewsArgs args = { .filter = filter, .since = since };

  g_return_val_if_fail (YUN_IS_STORE (self) && filter != NULL, NULL);

  return yun_store_run (self, &news_work, &args, cancellable, error) ? args.news : NULL;
}

void
yun_store_view_news_async (YunStore           *self,
                           YunFilter          *filter,
                           gint64              since,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  NewsArgs *args;

  g_return_if_fail (YUN_IS_STORE (self) && filter != NULL);

  args = g_new0 (NewsArgs, 1);
  args->filter = yun_filter_ref (filter);
  args->since = since;
  yun_store_start (self, &news_work, args, free_args, take_news,
                   (GDestroyNotify) yun_view_news_free, cancellable, callback, user_data);
}

YunViewNews *
yun_store_view_news_finish (YunStore *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
