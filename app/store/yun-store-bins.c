/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-store-private.h"

#include "yun-query.h"
#include "yun-related.h"
#include "yun-unit.h"

#include <math.h>

/* Histograms of what a filter shows. */

typedef struct
{
  YunStore               *store;  /* (unowned): it runs the work */
  YunFilter              *filter; /* (owned) */
  YunEntityBits           entities;
  const YunHistogramSpec *specs;
  GArray                 *histograms; /* (owned) (nullable): the result */
} BinArgs;

static const YunField *
find_number (const YunEntity *entity, const char *id)
{
  const YunField *field = yun_entity_get_field (entity, id);

  return field != NULL && strcmp (field->id, id) == 0 && field->kind == YUN_KIND_REAL ? field
                                                                                      : NULL;
}

/* By a statement: what the columns do not hold. */
static gboolean
read_numbers (YunDb           *db,
              const YunEntity *entity,
              const YunField  *field,
              YunFilter       *filter,
              GHashTable      *places,
              GArray          *numbers,
              gint64          *unknown,
              GError         **error)
{
  g_autoptr (YunFilter) others = yun_filter_without_field (filter, field->id);
  g_autoptr (YunQuery)  query = yun_query_new (entity, others, places);
  g_autofree char *head = g_strdup_printf ("SELECT t.\"%s\" FROM %s t", field->column, entity->id);
  g_autoptr (YunStmt) stmt = yun_query_prepare (query, db, head, "", error);
  int                 rc;

  if (stmt == NULL)
    return FALSE;
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    {
      double value = yun_stmt_real (stmt, 0);

      if (yun_stmt_is_null (stmt, 0))
        ++*unknown;
      else if (isfinite (value))
        g_array_append_val (numbers, value);
    }
  return rc == 0;
}

static gboolean
list_numbers (YunFinder       *finder,
              YunDb           *db,
              const YunEntity *entity,
              const YunField  *field,
              YunFilter       *filter,
              GHashTable      *places,
              GArray          *numbers,
              gint64          *unknown,
              GError         **error)
{
  if (finder != NULL)
    {
      g_auto (YunFound)   found = { NULL };
      g_autofree guint64 *rows = NULL;

      if (!yun_finder_find (finder, db, entity, filter, places, &found, error))
        return FALSE;
      rows = yun_found_dup_rows (&found, field->id);
      if (yun_columns_list_numbers (found.columns, field, rows, numbers, unknown))
        return TRUE;
    }
  return read_numbers (db, entity, field, filter, places, numbers, unknown, error);
}

static gboolean
bin_numbers (YunFinder              *finder,
             YunDb                  *db,
             BinArgs                *args,
             const YunHistogramSpec *spec,
             GHashTable             *places,
             GError                **error)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);
  g_autoptr (GArray)      numbers = g_array_new (FALSE, FALSE, sizeof (double));
  double                  factor = 1;
  gint64                  unknown = 0;
  YunHistogram            histogram;

  for (guint i = 0; i < n; i++)
    {
      const YunField *field = find_number (entities[i], spec->field);

      if (field == NULL || (args->entities & yun_entity_get_bit (entities[i])) == 0)
        continue;
      if (spec->unit != NULL)
        yun_unit_find (spec->unit, field->unit, &factor);
      if (!list_numbers (finder, db, entities[i], field, args->filter, places, numbers, &unknown,
                         error))
        return FALSE;
    }
  for (guint i = 0; i < numbers->len; i++)
    g_array_index (numbers, double, i) /= factor;
  yun_histogram_fill (&histogram, (const double *) numbers->data, numbers->len, spec->logarithmic,
                      unknown);
  g_array_append_val (args->histograms, histogram);
  return TRUE;
}

static gboolean
bin_cb (YunDb *db, gpointer user_data, GError **error)
{
  BinArgs               *args = user_data;
  YunFinder             *finder = yun_store_get_finder (args->store, db);
  g_autoptr (GHashTable) places = yun_related_find_all (db, args->filter, error);

  if (places == NULL)
    return FALSE;
  g_array_set_size (args->histograms, 0);
  for (const YunHistogramSpec *spec = args->specs; spec->field != NULL; spec++)
    if (!bin_numbers (finder, db, args, spec, places, error))
      return FALSE;
  return TRUE;
}

static const YunWork bin_work = { YUN_LANE_LIST, bin_cb };

static BinArgs *
bin_args_new (YunStore               *store,
              YunFilter              *filter,
              YunEntityBits           entities,
              const YunHistogramSpec *specs)
{
  BinArgs *args = g_new0 (BinArgs, 1);

  args->store = store;
  args->filter = yun_filter_ref (filter);
  args->entities = entities;
  args->specs = specs;
  args->histograms = g_array_new (FALSE, FALSE, sizeof (YunHistogram));
  return args;
}

static void
free_bin_args (gpointer data)
{
  BinArgs *args = data;

  yun_filter_unref (args->filter);
  g_clear_pointer (&args->histograms, g_array_unref);
  g_free (args);
}

static gpointer
take_histograms (gpointer data)
{
  return g_steal_pointer (&((BinArgs *) data)->histograms);
}

GArray *
yun_store_bin_sync (YunStore               *self,
                    YunFilter              *filter,
                    YunEntityBits           entities,
                    const YunHistogramSpec *specs,
                    GCancellable           *cancellable,
                    GError                **error)
{
  BinArgs *args;
  GArray  *histograms = NULL;

  g_return_val_if_fail (YUN_IS_STORE (self) && filter != NULL && specs != NULL, NULL);

  args = bin_args_new (self, filter, entities, specs);
  if (yun_store_run (self, &bin_work, args, cancellable, error))
    histograms = take_histograms (args);
  free_bin_args (args);
  return histograms;
}

void
yun_store_bin_async (YunStore               *self,
                     YunFilter              *filter,
                     YunEntityBits           entities,
                     const YunHistogramSpec *specs,
                     GCancellable           *cancellable,
                     GAsyncReadyCallback     callback,
                     gpointer                user_data)
{
  g_return_if_fail (YUN_IS_STORE (self) && filter != NULL && specs != NULL);

  yun_store_start (self, &bin_work, bin_args_new (self, filter, entities, specs), free_bin_args,
                   take_histograms, (GDestroyNotify) g_array_unref, cancellable, callback,
                   user_data);
}

GArray *
yun_store_bin_finish (YunStore *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
