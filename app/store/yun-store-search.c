/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-store-private.h"

#include "yun-table.h"

/* Looking for records by what people type. */

/* What is shown first where two kinds fit as well: ids of entities. */
static const char *const order[] = { "firm", "park", "plot", "facility", "town", "zone" };

void
yun_search_cache_clear (YunSearchCache *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->indexes); i++)
    g_clear_pointer (&self->indexes[i], yun_search_index_free);
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
append_part (GString *out, YunRecord *record, const char *id)
{
  const YunField  *field = yun_entity_get_field (yun_record_get_entity (record), id);
  g_autofree char *text = NULL;

  if (field == NULL || strcmp (field->id, id) != 0 || !yun_record_is_known (record, field))
    return;
  text = yun_record_format (record, field);
  if (out->len > 0)
    g_string_append (out, " · ");
  g_string_append (out, text);
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
        yun_search_is_in (search, yun_record_get_text (record, fields[i])))
      return fields[i];
  return NULL;
}

static YunSearchHit *
describe (YunRecord *record, YunSearchRank rank, const YunSearch *search)
{
  YunSearchHit *hit = g_new0 (YunSearchHit, 1);
  GString      *detail = g_string_new (NULL);
  const char   *name = yun_record_get_name (record);

  hit->entity = yun_record_get_entity (record);
  hit->id = yun_record_get_id (record);
  hit->rank = rank;
  hit->field = find_field (record, search);
  if (hit->field != NULL)
    hit->value = g_strdup (yun_record_get_text (record, hit->field));
  if (*name != '\0' && (hit->field == NULL || strcmp (hit->field->id, "number") != 0))
    append_part (detail, record, "number");
  append_part (detail, record, "town");
  if (detail->len == 0 || strcmp (hit->entity->id, "town") == 0)
    append_part (detail, record, "zone");
  if (*name == '\0')
    {
      const YunField *number = yun_entity_get_field (hit->entity, "number");

      name = number != NULL ? yun_record_get_text (record, number) : NULL;
    }
  hit->title = g_strdup (name != NULL ? name : "—");
  hit->detail = g_string_free (detail, FALSE);
  return hit;
}

/* ---- Searching ----------------------------------------------------------------- */

/* Patches in what has been written since; FALSE when that is not known, or failed. */
static gboolean
patch (YunSearchCache *cache, YunDb *db)
{
  g_autoptr (GArray) rows = yun_log_list_rows (db, cache->stamp.number, NULL);

  for (guint i = 0; rows != NULL && i < G_N_ELEMENTS (cache->indexes); i++)
    {
      g_autoptr (GArray) ids = yun_change_rows_list_ids (rows, i);

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
  for (YunSearchRank rank = YUN_SEARCH_EXACT; rank < YUN_SEARCH_NONE; rank++)
    for (guint i = 0; i < G_N_ELEMENTS (order); i++)
      if (groups[i]->len > 0 && g_array_index (groups[i], YunSearchMatch, 0).rank == rank &&
          !load_hits (db, yun_entity_find (order[i]), groups[i], search, hits, error))
        return FALSE;
  return TRUE;
}

/* Where one address has the number, the others on the road are no answer. */
static void
drop_roads (GArray *const *groups, gint64 *const *counts)
{
  gboolean found = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    found = found || (groups[i]->len > 0 &&
                      g_array_index (groups[i], YunSearchMatch, 0).rank < YUN_SEARCH_ROAD);
  for (guint i = 0; found && i < G_N_ELEMENTS (order); i++)
    if (groups[i]->len > 0 && g_array_index (groups[i], YunSearchMatch, 0).rank == YUN_SEARCH_ROAD)
      {
        g_array_set_size (groups[i], 0);
        *counts[i] = 0;
      }
}

static gboolean
search_cb (YunDb *db, gpointer user_data, GError **error)
{
  SearchArgs           *args = user_data;
  YunSearchCache       *cache;
  g_autoptr (YunSearch) search = yun_search_new (args->text);
  YunSearchResult      *result;
  GArray               *groups[G_N_ELEMENTS (order)] = { NULL };
  gint64               *counts[G_N_ELEMENTS (order)];
  gboolean              ok = TRUE;

  if (!refresh (args, db, error))
    return FALSE;
  cache = yun_store_get_search_cache (args->store);
  result = g_new0 (YunSearchResult, 1);
  result->hits = g_ptr_array_new_with_free_func (free_hit);
  for (guint i = 0; search != NULL && ok && i < G_N_ELEMENTS (order); i++)
    {
      guint index = yun_entity_get_index (yun_entity_find (order[i]));

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
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
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
