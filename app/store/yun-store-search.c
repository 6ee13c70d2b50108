/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-store-private.h"

#include "yun-table.h"

#include <glib/gi18n-lib.h>

/* Looking for records by what people type. */

void
yun_search_cache_clear (YunSearchCache *self)
{
  guint n;

  yun_entity_list (&n);
  for (guint i = 0; self->indexes != NULL && i < n; i++)
    g_clear_pointer (&self->indexes[i], yun_search_index_free);
  g_clear_pointer (&self->indexes, g_free);
}

static void
free_hit (gpointer data)
{
  YunSearchHit *hit = data;

  g_free (hit->title);
  g_free (hit->detail);
  g_free (hit->value);
  g_free (hit);
}

void
yun_search_result_free (YunSearchResult *self)
{
  g_ptr_array_unref (self->hits);
  g_array_unref (self->places);
  g_free (self->counts);
  g_free (self);
}

typedef struct
{
  YunStore        *store; /* (unowned): outlives its threads */
  char            *text;  /* (owned) */
  guint            limit;
  GCancellable    *cancellable; /* (owned) (nullable) */
  YunSearchResult *result;      /* (owned) (nullable) */
} SearchArgs;

/* ---- What is said of a hit -------------------------------------------------- */

static void
append_part (GString *out, YunRecord *record, const YunField *field)
{
  g_autofree char *text = NULL;

  if (field == NULL || !yun_record_is_known (record, field))
    return;
  text = yun_record_format (record, field);
  if (out->len > 0)
    g_string_append (out, " · ");
  g_string_append (out, text);
}

/* (nullable): the words of a field that search looks into. */
static const char *
get_words (YunRecord *record, const YunField *field)
{
  return yun_field_is_link (field) ? yun_record_get_link_labels (record, field)
                                   : yun_record_get_text (record, field);
}

/* The field it was found in, if the name is not it. */
static const YunField *
find_field (YunRecord *record, const YunSearch *search)
{
  const YunField *const *fields = yun_entity_get_fields (yun_record_get_entity (record), NULL);

  if (yun_search_is_in (search, yun_record_get_name (record)))
    return NULL;
  for (guint i = 0; fields[i] != NULL; i++)
    if ((fields[i]->flags & YUN_FIELD_SEARCH) != 0 &&
        yun_search_is_in (search, get_words (record, fields[i])))
      return fields[i];
  return NULL;
}

/* (transfer full): what tells it from others of its name; what it goes by already is left out. */
static char *
describe_beside (YunRecord *record, const YunField *title, const YunField *found)
{
  const YunEntity      *entity = yun_record_get_entity (record);
  g_autoptr (GPtrArray) fields = yun_entity_list_fields (entity, entity->portrait->beside);
  GString              *out = g_string_new (NULL);

  for (guint i = 0; i < fields->len; i++)
    if (fields->pdata[i] != title && fields->pdata[i] != found)
      append_part (out, record, fields->pdata[i]);
  if (out->len == 0)
    append_part (out, record, yun_entity_find_field (entity, entity->portrait->beside_else));
  return g_string_free (out, FALSE);
}

static YunSearchHit *
describe (YunRecord *record, YunSearchRank rank, const YunSearch *search)
{
  YunSearchHit    *hit = g_new0 (YunSearchHit, 1);
  const YunEntity *entity = yun_record_get_entity (record);
  const YunField  *title = yun_entity_find_field (entity, "name");
  const char      *text = yun_record_get_name (record);

  if (*text == '\0' && entity->portrait->code != NULL)
    {
      title = yun_entity_find_field (entity, entity->portrait->code);
      text = yun_record_get_text (record, title);
    }
  hit->entity = entity;
  hit->id = yun_record_get_id (record);
  hit->rank = rank;
  hit->field = find_field (record, search);
  if (hit->field != NULL)
    hit->value = g_strdup (get_words (record, hit->field));
  hit->title = g_strdup (text != NULL && *text != '\0' ? text : _ ("Without a name"));
  hit->detail = describe_beside (record, title, hit->field);
  return hit;
}

/* ---- Searching ----------------------------------------------------------------- */

/* Whether words that @entity is searched by stand in other records, which have been touched. */
static gboolean
reads_others (const YunEntity *entity, GArray *rows)
{
  const YunField *const *fields = yun_entity_get_fields (entity, NULL);

  for (guint i = 0; fields[i] != NULL; i++)
    if (yun_field_is_link (fields[i]) && (fields[i]->flags & YUN_FIELD_SEARCH) != 0)
      for (guint k = 0; k < rows->len; k++)
        if (g_array_index (rows, YunChangeRow, k).entity ==
            yun_entity_get_index (yun_field_get_target (fields[i])))
          return TRUE;
  return FALSE;
}

/* Patches in what has been written since; FALSE when that is not known, or failed. */
static gboolean
patch (YunSearchCache *cache, YunDb *db)
{
  g_autoptr (GArray)      rows = yun_log_list_rows (db, cache->stamp.number, NULL);
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);

  for (guint i = 0; rows != NULL && cache->indexes != NULL && i < n; i++)
    {
      g_autoptr (GArray) ids = yun_change_rows_list_ids (rows, i);

      if (reads_others (entities[i], rows))
        g_clear_pointer (&cache->indexes[i], yun_search_index_free);
      if (cache->indexes[i] != NULL && !yun_search_index_patch (cache->indexes[i], db, ids, NULL))
        return FALSE;
    }
  return rows != NULL;
}

/* Brings what is kept up to the file as this transaction sees it. */
static gboolean
refresh (SearchArgs *args, YunDb *db, GError **error)
{
  YunSearchCache         *cache = yun_store_get_search_cache (args->store);
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);
  YunLogStamp             now;

  if (!yun_log_get_stamp (db, &now, error))
    return FALSE;
  if ((now.number != cache->stamp.number || now.outside != cache->stamp.outside) &&
      !patch (cache, db))
    yun_search_cache_clear (cache);
  cache->stamp = now;
  if (cache->indexes == NULL)
    cache->indexes = g_new0 (YunSearchIndex *, n);
  for (guint i = 0; i < n; i++)
    if (cache->indexes[i] == NULL &&
        (cache->indexes[i] = yun_search_index_new (db, entities[i], error)) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
load_hits (YunDb           *db,
           const YunEntity *entity,
           GArray          *matches,
           const YunSearch *search,
           GPtrArray       *hits,
           GError         **error)
{
  const YunTable     *table = yun_table_get (entity);
  g_autofree char    *sql = g_strconcat (table->select, "WHERE t.id=?", NULL);
  g_autoptr (YunStmt) stmt = yun_db_prepare (db, sql, error);

  if (stmt == NULL)
    return FALSE;
  for (guint i = 0; i < matches->len; i++)
    {
      const YunSearchMatch *match = &g_array_index (matches, YunSearchMatch, i);
      int                   rc;

      yun_stmt_bind_int (stmt, 1, match->id);
      rc = yun_stmt_step (stmt, error);
      if (rc < 0)
        return FALSE;
      if (rc == 1)
        {
          g_autoptr (YunRecord) record = yun_table_load (table, stmt, FALSE);

          g_ptr_array_add (hits, describe (record, match->rank, search));
        }
      yun_stmt_reset (stmt);
    }
  return TRUE;
}

/* Adds the groups to the hits, the one with the best match first. */
static gboolean
load_groups (
  YunDb *db, GArray *const *groups, const YunSearch *search, GPtrArray *hits, GError **error)
{
  const YunEntity *const *order = yun_entity_list_in (YUN_ORDER_SEARCH, NULL);

  for (YunSearchRank rank = YUN_SEARCH_EXACT; rank < YUN_SEARCH_NONE; rank++)
    for (guint i = 0; order[i] != NULL; i++)
      if (groups[i]->len > 0 && g_array_index (groups[i], YunSearchMatch, 0).rank == rank &&
          !load_hits (db, order[i], groups[i], search, hits, error))
        return FALSE;
  return TRUE;
}

/* Where one address has the number, the others on the road are no answer. */
static void
drop_roads (GArray *const *groups, gint64 *const *counts)
{
  gboolean found = FALSE;
  guint    n;

  yun_entity_list_in (YUN_ORDER_SEARCH, &n);
  for (guint i = 0; i < n; i++)
    found = found || (groups[i]->len > 0 &&
                      g_array_index (groups[i], YunSearchMatch, 0).rank < YUN_SEARCH_ROAD);
  for (guint i = 0; found && i < n; i++)
    if (groups[i]->len > 0 && g_array_index (groups[i], YunSearchMatch, 0).rank == YUN_SEARCH_ROAD)
      {
        g_array_set_size (groups[i], 0);
        *counts[i] = 0;
      }
}

static gboolean
search_cb (YunDb *db, gpointer user_data, GError **error)
{
  SearchArgs             *args = user_data;
  YunSearchCache         *cache;
  g_autoptr (YunSearch)   search = yun_search_new (args->text);
  YunSearchResult        *result;
  guint                   n_all, n;
  const YunEntity *const *order = yun_entity_list_in (YUN_ORDER_SEARCH, &n);
  g_autofree GArray     **groups = g_new0 (GArray *, n);
  g_autofree gint64     **counts = g_new0 (gint64 *, n);
  gboolean                ok = TRUE;

  if (!refresh (args, db, error))
    return FALSE;
  cache = yun_store_get_search_cache (args->store);
  result = g_new0 (YunSearchResult, 1);
  result->hits = g_ptr_array_new_with_free_func (free_hit);
  yun_entity_list (&n_all);
  result->counts = g_new0 (gint64, n_all);
  result->places = yun_gazetteer_search (args->text, args->limit);
  for (guint i = 0; search != NULL && ok && i < n; i++)
    {
      guint index = yun_entity_get_index (order[i]);

      counts[i] = &result->counts[index];
      groups[i] = yun_search_index_find (cache->indexes[index], search, args->limit, counts[i],
                                         args->cancellable);
      ok = groups[i] != NULL;
    }
  if (!ok)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
  if (ok && search != NULL)
    {
      drop_roads (groups, counts);
      ok = load_groups (db, groups, search, result->hits, error);
    }
  for (guint i = 0; i < n; i++)
    g_clear_pointer (&groups[i], g_array_unref);
  if (ok)
    args->result = result;
  else
    yun_search_result_free (result);
  return ok;
}

static const YunWork search_work = { YUN_LANE_LIST, search_cb, NULL };

static SearchArgs *
search_args_new (YunStore *self, const char *text, guint limit, GCancellable *cancellable)
{
  SearchArgs *args = g_new0 (SearchArgs, 1);

  args->store = self;
  args->text = g_strdup (text);
  args->limit = limit;
  g_set_object (&args->cancellable, cancellable);
  return args;
}

static void
free_search_args (gpointer data)
{
  SearchArgs *args = data;

  g_clear_pointer (&args->result, yun_search_result_free);
  g_clear_object (&args->cancellable);
  g_free (args->text);
  g_free (args);
}

static gpointer
take_result (gpointer data)
{
  return g_steal_pointer (&((SearchArgs *) data)->result);
}

YunSearchResult *
yun_store_search_sync (
  YunStore *self, const char *text, guint limit, GCancellable *cancellable, GError **error)
{
  SearchArgs      *args;
  YunSearchResult *result = NULL;

  g_return_val_if_fail (YUN_IS_STORE (self) && text != NULL && limit > 0, NULL);

  args = search_args_new (self, text, limit, cancellable);
  if (yun_store_run (self, &search_work, args, cancellable, error))
    result = take_result (args);
  free_search_args (args);
  return result;
}

void
yun_store_search_async (YunStore           *self,
                        const char         *text,
                        guint               limit,
                        GCancellable       *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer            user_data)
{
  g_return_if_fail (YUN_IS_STORE (self) && text != NULL && limit > 0);

  yun_store_start (self, &search_work, search_args_new (self, text, limit, cancellable),
                   free_search_args, take_result, (GDestroyNotify) yun_search_result_free,
                   cancellable, callback, user_data);
}

YunSearchResult *
yun_store_search_finish (YunStore *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
