/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-store-private.h"

#include "yun-links.h"
#include "yun-related.h"
#include "yun-query.h"
#include "yun-table.h"
#include "yun-text.h"

#include <math.h>

/* Counts and totals of what a filter shows. */

/* ---- Totals --------------------------------------------------------------------------- */

static const YunField *
get_area_field (const YunEntity *entity)
{
  const YunField *field = yun_entity_get_field (entity, "area");

  return field != NULL && strcmp (field->id, "area") == 0 ? field : NULL;
}

/* FALSE when the columns cannot tell. */
static gboolean
sum_rows (const YunFound *found, const YunEntity *entity, const guint64 *rows, YunTotals *totals)
{
  const YunField *area = get_area_field (entity);

  totals->count = yun_bits_count (rows, yun_columns_get_n_rows (found->columns));
  totals->without_place =
    entity->shape != YUN_SHAPE_NONE ? yun_columns_count_without_place (found->columns, rows) : 0;
  totals->area_m2 = NAN;
  totals->area_unknown = 0;
  return area == NULL ||
         yun_columns_sum (found->columns, area, rows, &totals->area_m2, &totals->area_unknown);
}

/* From the columns; *done FALSE when they cannot tell. */
static gboolean
find_totals (YunFinder       *finder,
             YunDb           *db,
             const YunEntity *entity,
             YunFilter       *filter,
             GHashTable      *places,
             YunTotals       *totals,
             gboolean        *done,
             GError         **error)
{
  g_auto (YunFound)   found = { NULL };
  g_autofree guint64 *rows = NULL;

  if (!yun_finder_find (finder, db, entity, filter, places, &found, error))
    return FALSE;
  rows = yun_found_dup_rows (&found, NULL);
  *done = sum_rows (&found, entity, rows, totals);
  return TRUE;
}

static gboolean
read_totals (YunDb           *db,
             const YunEntity *entity,
             YunFilter       *filter,
             GHashTable      *places,
             YunTotals       *totals,
             GError         **error)
{
  g_autoptr (YunQuery) query = yun_query_new (entity, filter, places);
  const YunField      *area = get_area_field (entity);
  g_autofree char     *column =
    area != NULL ? g_strdup_printf ("t.\"%s\"", area->column) : g_strdup ("0");
  g_autofree char *head =
    g_strdup_printf ("SELECT count(*), total(%s), count(*)-count(%s), total(%s) FROM %s t", column,
                     column, yun_table_get (entity)->unplaced, entity->id);
  g_autoptr (YunStmt) stmt = yun_query_prepare (query, db, head, "", error);

  if (stmt == NULL || yun_stmt_step (stmt, error) != 1)
    return FALSE;
  totals->count = yun_stmt_int (stmt, 0);
  totals->area_m2 = area != NULL ? yun_stmt_real (stmt, 1) : NAN;
  totals->area_unknown = yun_stmt_int (stmt, 2);
  totals->without_place = yun_stmt_int (stmt, 3);
  return TRUE;
}

gboolean
yun_store_count_rows (YunStore        *self,
                      YunDb           *db,
                      const YunEntity *entity,
                      YunFilter       *filter,
                      GHashTable      *related,
                      gint64          *n,
                      GError         **error)
{
  YunFinder *finder = yun_store_get_finder (self, db);
  YunTotals  totals = { 0 };
  gboolean   done = FALSE;

  if (finder != NULL && !find_totals (finder, db, entity, filter, related, &totals, &done, error))
    return FALSE;
  if (!done && !read_totals (db, entity, filter, related, &totals, error))
    return FALSE;
  *n = totals.count;
  return TRUE;
}

/* How many more there are with those of which it cannot be told where they are; @finder (nullable).
 */
static gboolean
count_untold (YunFinder       *finder,
              YunDb           *db,
              const YunEntity *entity,
              YunFilter       *filter,
              GHashTable      *places,
              YunTotals       *totals,
              GError         **error)
{
  g_autoptr (YunFilter) wide = yun_filter_with_untold (filter);
  YunTotals             all = { 0 };
  gboolean              done = FALSE;

  totals->untold = 0;
  if (wide == NULL)
    return TRUE;
  if (finder != NULL && !find_totals (finder, db, entity, wide, places, &all, &done, error))
    return FALSE;
  if (!done && !read_totals (db, entity, wide, places, &all, error))
    return FALSE;
  totals->untold = all.count - totals->count;
  return TRUE;
}

typedef struct
{
  YunStore        *store;
  const YunEntity *entity;
  YunFilter       *filter;
  YunTotals       *totals;
} TotalsArgs;

static gboolean
totals_cb (YunDb *db, gpointer user_data, GError **error)
{
  TotalsArgs            *args = user_data;
  YunFinder             *finder = yun_store_get_finder (args->store, db);
  g_autoptr (GHashTable) places = yun_related_find_all (db, args->filter, error);
  gboolean               done = FALSE;

  if (places == NULL || (finder != NULL && !find_totals (finder, db, args->entity, args->filter,
                                                         places, args->totals, &done, error)))
    return FALSE;
  if (!done && !read_totals (db, args->entity, args->filter, places, args->totals, error))
    return FALSE;
  return count_untold (finder, db, args->entity, args->filter, places, args->totals, error);
}

gboolean
yun_store_totals_sync (YunStore        *self,
                       const YunEntity *entity,
                       YunFilter       *filter,
                       YunTotals       *totals,
                       GCancellable    *cancellable,
                       GError         **error)
{
  static const YunWork work = { YUN_LANE_LIST, totals_cb };
  TotalsArgs           args = { self, entity, filter, totals };

  g_return_val_if_fail (YUN_IS_STORE (self) && entity != NULL && filter != NULL, FALSE);

  return yun_store_run (self, &work, &args, cancellable, error);
}

/* ---- Facets ------------------------------------------------------------------------------ */

static void
free_facet_value (gpointer data)
{
  YunFacetValue *value = data;

  g_free (value->value);
  g_free (value);
}

static int
compare_facet_values (gconstpointer a, gconstpointer b)
{
  const YunFacetValue *x = *(YunFacetValue *const *) a;
  const YunFacetValue *y = *(YunFacetValue *const *) b;

  if (x->count != y->count)
    return x->count > y->count ? -1 : 1;
  if (x->value == NULL || y->value == NULL)
    return (x->value == NULL) - (y->value == NULL);
  return strcmp (x->value, y->value);
}

/* Adds @count to @value (NULL: unknown) among @counts, whose keys are texts and "" for unknown. */
static void
add_count (GHashTable *counts, const char *value, gint64 count)
{
  const char *key = value != NULL ? value : "";
  gint64     *sum = g_hash_table_lookup (counts, key);

  if (sum == NULL)
    {
      sum = g_new0 (gint64, 1);
      g_hash_table_insert (counts, g_strdup (key), sum);
    }
  *sum += count;
}

/* A list counts once for each of its items, a link as what it leads to is called today. */
static void
add_items (
  GHashTable *counts, const YunField *field, YunLinks *links, const char *list, gint64 count)
{
  gboolean    is_link = yun_field_is_link (field);
  const char *item;
  gsize       length;

  if (list == NULL || (!is_link && strpbrk (list, ";； ") == NULL))
    {
      add_count (counts, list, count);
      return;
    }
  for (const char *next = list; (next = yun_text_next_item (next, &item, &length)) != NULL;)
    {
      const char *label =
        is_link ? yun_links_get_label (links, yun_field_get_target (field), item, (gssize) length)
                : NULL;
      g_autofree char *key = label == NULL ? g_strndup (item, length) : NULL;

      add_count (counts, label != NULL ? label : key, count);
    }
}

static void
add_value (
  GHashTable *counts, const YunField *field, YunLinks *links, const char *value, gint64 count)
{
  if (yun_field_has_items (field))
    add_items (counts, field, links, value, count);
  else
    add_count (counts, value, count);
}

static gboolean
count_values (YunDb           *db,
              const YunEntity *entity,
              YunFilter       *filter,
              const YunField  *field,
              GHashTable      *places,
              GHashTable      *counts,
              GError         **error)
{
  g_autoptr (YunQuery) query = yun_query_new (entity, filter, places);
  g_autofree char     *head =
    g_strdup_printf ("SELECT t.\"%s\", count(*) FROM %s t", field->column, entity->id);
  g_autoptr (YunStmt) stmt = yun_query_prepare (query, db, head, " GROUP BY 1", error);
  int                 rc;

  if (stmt == NULL)
    return FALSE;
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    add_value (counts, field, yun_db_get_links (db), yun_stmt_text (stmt, 0),
               yun_stmt_int (stmt, 1));
  return rc == 0;
}

static GHashTable *
counts_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* The field @id of @entity by that very id, or NULL. */
static const YunField *
get_facet_field (const YunEntity *entity, const char *id)
{
  const YunField *field = yun_entity_get_field (entity, id);

  return field != NULL && strcmp (field->id, id) == 0 ? field : NULL;
}

/* (transfer full): the counts as values, most frequent first */
static GPtrArray *
list_counts (GHashTable *counts)
{
  GPtrArray     *values = g_ptr_array_new_with_free_func (free_facet_value);
  GHashTableIter iter;
  gpointer       key, count;

  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &key, &count))
    {
      YunFacetValue *value = g_new (YunFacetValue, 1);

      value->value = *(char *) key != '\0' ? g_strdup (key) : NULL;
      value->count = *(gint64 *) count;
      g_ptr_array_add (values, value);
    }
  g_ptr_array_sort (values, compare_facet_values);
  return values;
}

/* (transfer full) (nullable): the facet by statements of its own */
static GPtrArray *
read_facet (YunDb        *db,
            YunEntityBits entities,
            YunFilter    *filter,
            const char   *id,
            GHashTable   *places,
            GError      **error)
{
  guint                   n;
  const YunEntity *const *all = yun_entity_list (&n);
  g_autoptr (YunFilter)   others = yun_filter_without_field (filter, id);
  g_autoptr (GHashTable)  counts = counts_new ();

  for (guint i = 0; i < n; i++)
    {
      const YunField *field = get_facet_field (all[i], id);

      if (field != NULL && (entities & yun_entity_get_bit (all[i])) != 0 &&
          !count_values (db, all[i], others, field, places, counts, error))
        return NULL;
    }
  return list_counts (counts);
}

/* ---- All at once --------------------------------------------------------------------------- */

static YunAnswer *
answer_new (guint n_facets)
{
  YunAnswer *self = g_new0 (YunAnswer, 1);

  yun_entity_list (&self->n_entities);
  self->totals = g_new0 (YunTotals, self->n_entities);
  self->ids = g_new0 (GArray *, self->n_entities);
  self->n_facets = n_facets;
  self->facets = g_new0 (GPtrArray *, n_facets);
  return self;
}

void
yun_answer_free (YunAnswer *self)
{
  for (guint i = 0; i < self->n_entities; i++)
    g_clear_pointer (&self->ids[i], g_array_unref);
  g_free (self->totals);
  g_free (self->ids);
  for (guint i = 0; i < self->n_facets; i++)
    g_clear_pointer (&self->facets[i], g_ptr_array_unref);
  g_free (self->facets);
  g_free (self);
}

typedef struct
{
  YunStore     *store;  /* (unowned): it runs the work */
  YunFilter    *filter; /* (owned) */
  YunEntityBits entities;
  char        **facets; /* (owned) (nullable) */
  YunAnswer    *answer; /* (owned) (nullable): the result */
} AskArgs;

static AskArgs *
ask_args_new (YunStore *store, YunFilter *filter, YunEntityBits entities, const char *const *facets)
{
  AskArgs *args = g_new0 (AskArgs, 1);

  args->store = store;
  args->filter = yun_filter_ref (filter);
  args->entities = entities;
  args->facets = g_strdupv ((char **) facets);
  return args;
}

static void
free_ask_args (gpointer data)
{
  AskArgs *args = data;

  yun_filter_unref (args->filter);
  g_strfreev (args->facets);
  g_clear_pointer (&args->answer, yun_answer_free);
  g_free (args);
}

static gpointer
take_answer (gpointer data)
{
  return g_steal_pointer (&((AskArgs *) data)->answer);
}

/* A facet whose own field the filter does not ask for counts the very rows that are listed, so
 * that pass counts it too; the others need a statement each. */
typedef struct
{
  const char     *id;
  GHashTable     *counts; /* (owned) (nullable): counted while listing */
  const YunField *field;  /* (nullable): of the entity being listed */
  int             column;
} Facet;

static gboolean
asks_field (YunFilter *filter, const char *id)
{
  for (guint i = 0; i < yun_filter_get_n_clauses (filter); i++)
    if (g_strcmp0 (yun_filter_get_clause (filter, i)->field, id) == 0)
      return TRUE;
  return FALSE;
}

static void
count_row (YunDb *db, YunStmt *stmt, const Facet *facets, guint n_facets)
{
  for (guint i = 0; i < n_facets; i++)
    if (facets[i].field != NULL)
      add_value (facets[i].counts, facets[i].field, yun_db_get_links (db),
                 yun_stmt_text (stmt, facets[i].column), 1);
}

/* The ids with the totals and facets, in one pass over the rows. */
static gboolean
read_rows (YunDb           *db,
           const YunEntity *entity,
           YunFilter       *filter,
           GHashTable      *places,
           YunTotals       *totals,
           GArray          *ids,
           Facet           *facets,
           guint            n_facets,
           GError         **error)
{
  g_autoptr (YunQuery) query = yun_query_new (entity, filter, places);
  const YunField      *area = get_area_field (entity);
  g_autoptr (GString)  head = g_string_new ("SELECT t.id, ");
  g_autoptr (YunStmt)  stmt = NULL;
  int                  n_columns = 2;
  int                  rc;

  g_string_append (head, yun_table_get (entity)->unplaced);
  if (area != NULL)
    g_string_append_printf (head, ", t.\"%s\"", area->column);
  n_columns += area != NULL;
  for (guint i = 0; i < n_facets; i++)
    {
      facets[i].field = facets[i].counts != NULL ? get_facet_field (entity, facets[i].id) : NULL;
      facets[i].column = n_columns;
      if (facets[i].field == NULL)
        continue;
      g_string_append_printf (head, ", t.\"%s\"", facets[i].field->column);
      n_columns++;
    }
  g_string_append_printf (head, " FROM %s t", entity->id);
  stmt = yun_query_prepare (query, db, head->str, " ORDER BY t.id", error);
  if (stmt == NULL)
    return FALSE;
  totals->area_m2 = area != NULL ? 0 : NAN;
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    {
      gint64 id = yun_stmt_int (stmt, 0);

      g_array_append_val (ids, id);
      totals->count++;
      totals->without_place += (int) yun_stmt_int (stmt, 1);
      count_row (db, stmt, facets, n_facets);
      if (area == NULL)
        continue;
      if (yun_stmt_is_null (stmt, 2))
        totals->area_unknown++;
      else
        totals->area_m2 += yun_stmt_real (stmt, 2);
    }
  return rc == 0;
}

/* Fills @answer; @facets have their counts made where they are counted while listing. */
static gboolean
read_answer (YunDb      *db,
             AskArgs    *args,
             GHashTable *places,
             Facet      *facets,
             guint       n_facets,
             YunAnswer  *answer,
             GError    **error)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);

  for (guint i = 0; i < n; i++)
    {
      if ((args->entities & yun_entity_get_bit (entities[i])) == 0)
        continue;
      answer->ids[i] = g_array_new (FALSE, FALSE, sizeof (gint64));
      if (!read_rows (db, entities[i], args->filter, places, &answer->totals[i], answer->ids[i],
                      facets, n_facets, error))
        return FALSE;
    }
  for (guint i = 0; i < n_facets; i++)
    {
      answer->facets[i] = facets[i].counts != NULL ? list_counts (facets[i].counts)
                                                   : read_facet (db, args->entities, args->filter,
                                                                 facets[i].id, places, error);
      if (answer->facets[i] == NULL)
        return FALSE;
    }
  return TRUE;
}

/* ---- The same from memory ------------------------------------------------------------------ */

typedef struct
{
  const YunField *field;
  GHashTable     *counts;
  YunLinks       *links;
} CountArgs;

static void
count_value_cb (const char *value, gint64 count, gpointer user_data)
{
  CountArgs *args = user_data;

  add_value (args->counts, args->field, args->links, value, count);
}

/* (transfer full) (nullable) */
static GPtrArray *
find_facet (
  YunDb *db, AskArgs *args, GHashTable *places, YunFound *found, const char *id, GError **error)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);
  g_autoptr (YunFilter)   others = yun_filter_without_field (args->filter, id);
  g_autoptr (GHashTable)  counts = counts_new ();

  for (guint i = 0; i < n; i++)
    {
      CountArgs count = { get_facet_field (entities[i], id), counts, yun_db_get_links (db) };
      g_autofree guint64 *rows = NULL;

      if (count.field == NULL || (args->entities & yun_entity_get_bit (entities[i])) == 0)
        continue;
      rows = yun_found_dup_rows (&found[i], id);
      if (!yun_columns_count (found[i].columns, count.field, rows, count_value_cb, &count) &&
          !count_values (db, entities[i], others, count.field, places, counts, error))
        return NULL;
    }
  return list_counts (counts);
}

static gboolean
find_rows (YunDb           *db,
           AskArgs         *args,
           const YunEntity *entity,
           GHashTable      *places,
           const YunFound  *found,
           YunAnswer       *answer,
           GError         **error)
{
  g_autofree guint64 *rows = yun_found_dup_rows (found, NULL);
  guint               index = yun_entity_get_index (entity);

  answer->ids[index] = yun_columns_list_ids (found->columns, rows);
  return sum_rows (found, entity, rows, &answer->totals[index]) ||
         read_totals (db, entity, args->filter, places, &answer->totals[index], error);
}

static gboolean
find_answer (YunFinder  *finder,
             YunDb      *db,
             AskArgs    *args,
             GHashTable *places,
             YunAnswer  *answer,
             GError    **error)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);
  g_autofree YunFound    *found = g_new0 (YunFound, n);
  gboolean                ok = TRUE;

  for (guint i = 0; i < n && ok; i++)
    if ((args->entities & yun_entity_get_bit (entities[i])) != 0)
      ok = yun_finder_find (finder, db, entities[i], args->filter, places, &found[i], error) &&
           find_rows (db, args, entities[i], places, &found[i], answer, error);
  for (guint i = 0; ok && i < answer->n_facets; i++)
    {
      answer->facets[i] = find_facet (db, args, places, found, args->facets[i], error);
      ok = answer->facets[i] != NULL;
    }
  for (guint i = 0; i < n; i++)
    yun_found_clear (&found[i]);
  return ok;
}

static gboolean
count_all_untold (YunFinder  *finder,
                  YunDb      *db,
                  AskArgs    *args,
                  GHashTable *places,
                  YunAnswer  *answer,
                  GError    **error)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);

  for (guint i = 0; i < n; i++)
    if ((args->entities & yun_entity_get_bit (entities[i])) != 0 &&
        !count_untold (finder, db, entities[i], args->filter, places, &answer->totals[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
ask_cb (YunDb *db, gpointer user_data, GError **error)
{
  AskArgs               *args = user_data;
  guint                  n_facets = args->facets != NULL ? g_strv_length (args->facets) : 0;
  g_autoptr (YunAnswer)  answer = answer_new (n_facets);
  YunFinder             *finder = yun_store_get_finder (args->store, db);
  g_autoptr (GHashTable) places = yun_related_find_all (db, args->filter, error);
  g_autofree Facet      *facets = g_new0 (Facet, n_facets);
  gboolean               ok;

  if (places == NULL)
    return FALSE;
  if (finder != NULL)
    {
      ok = find_answer (finder, db, args, places, answer, error) &&
           count_all_untold (finder, db, args, places, answer, error);
      if (ok)
        args->answer = g_steal_pointer (&answer);
      return ok;
    }
  for (guint i = 0; i < n_facets; i++)
    {
      facets[i].id = args->facets[i];
      if (!asks_field (args->filter, facets[i].id))
        facets[i].counts = counts_new ();
    }
  ok = read_answer (db, args, places, facets, n_facets, answer, error);
  for (guint i = 0; i < n_facets; i++)
    g_clear_pointer (&facets[i].counts, g_hash_table_unref);
  ok = ok && count_all_untold (NULL, db, args, places, answer, error);
  if (ok)
    args->answer = g_steal_pointer (&answer);
  return ok;
}

static const YunWork ask_work = { YUN_LANE_LIST, ask_cb };

YunAnswer *
yun_store_ask_sync (YunStore          *self,
                    YunFilter         *filter,
                    YunEntityBits      entities,
                    const char *const *facets,
                    GCancellable      *cancellable,
                    GError           **error)
{
  AskArgs   *args;
  YunAnswer *answer = NULL;

  g_return_val_if_fail (YUN_IS_STORE (self) && filter != NULL, NULL);

  args = ask_args_new (self, filter, entities, facets);
  if (yun_store_run (self, &ask_work, args, cancellable, error))
    answer = take_answer (args);
  free_ask_args (args);
  return answer;
}

void
yun_store_ask_async (YunStore           *self,
                     YunFilter          *filter,
                     YunEntityBits       entities,
                     const char *const  *facets,
                     GCancellable       *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer            user_data)
{
  g_return_if_fail (YUN_IS_STORE (self) && filter != NULL);

  yun_store_start (self, &ask_work, ask_args_new (self, filter, entities, facets), free_ask_args,
                   take_answer, (GDestroyNotify) yun_answer_free, cancellable, callback, user_data);
}

YunAnswer *
yun_store_ask_finish (YunStore *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
