/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-store-counts.h"

#include "yun-related.h"
#include "yun-store-private.h"

/* How many records other filters would show. */

typedef struct
{
  YunStore     *store;   /* (unowned): it runs the work */
  GPtrArray    *filters; /* (owned) (element-type YunFilter) */
  YunEntityBits entities;
  GArray       *counts; /* (owned) (nullable) (element-type gint64): the result */
} CountsArgs;

static void
free_args (gpointer data)
{
  CountsArgs *args = data;

  g_ptr_array_unref (args->filters);
  g_clear_pointer (&args->counts, g_array_unref);
  g_free (args);
}

static gpointer
take_counts (gpointer data)
{
  return g_steal_pointer (&((CountsArgs *) data)->counts);
}

static gboolean
count_filter (YunDb *db, CountsArgs *args, YunFilter *filter, gint64 *count, GError **error)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);
  g_autoptr (GHashTable)  related = NULL;

  *count = 0;
  for (guint i = 0; i < n; i++)
    {
      gint64 of_one = 0;

      if ((args->entities & yun_entity_get_bit (entities[i])) == 0 ||
          !yun_filter_may_match (filter, entities[i]))
        continue;
      if (related == NULL)
        related = yun_related_find_all (db, filter, error);
      if (related == NULL ||
          !yun_store_count_rows (args->store, db, entities[i], filter, related, &of_one, error))
        return FALSE;
      *count += of_one;
    }
  return TRUE;
}

static gboolean
counts_cb (YunDb *db, gpointer user_data, GError **error)
{
  CountsArgs        *args = user_data;
  g_autoptr (GArray) counts = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < args->filters->len; i++)
    {
      gint64 count;

      if (!count_filter (db, args, args->filters->pdata[i], &count, error))
        return FALSE;
      g_array_append_val (counts, count);
    }
  args->counts = g_steal_pointer (&counts);
  return TRUE;
}

void
yun_store_count_filters_async (YunStore           *self,
                               GPtrArray          *filters,
                               YunEntityBits       entities,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  static const YunWork work = { YUN_LANE_LIST, counts_cb };
  CountsArgs          *args;

  g_return_if_fail (YUN_IS_STORE (self) && filters != NULL);

  args = g_new0 (CountsArgs, 1);
  args->store = self;
  args->filters = g_ptr_array_ref (filters);
  args->entities = entities;
  yun_store_start (self, &work, args, free_args, take_counts, (GDestroyNotify) g_array_unref,
                   cancellable, callback, user_data);
}

GArray *
yun_store_count_filters_finish (YunStore *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
