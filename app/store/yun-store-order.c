/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-store-order.h"

#include "yun-query.h"
#include "yun-related.h"
#include "yun-store-private.h"

typedef struct
{
  const YunEntity *entity;
  YunFilter       *filter; /* (owned by async calls) */
  YunSortKey       keys[YUN_SORT_MAX_KEYS];
  guint            n;
  GArray          *ids; /* (owned) (nullable): the result */
} Args;

static gboolean
list_cb (YunDb *db, gpointer user_data, GError **error)
{
  Args                  *args = user_data;
  g_autofree char       *head = g_strdup_printf ("SELECT t.id FROM %s t", args->entity->id);
  g_autoptr (GHashTable) places = yun_related_find_all (db, args->filter, error);
  g_autoptr (YunQuery)   query = NULL;
  g_autoptr (YunStmt)    stmt = NULL;
  g_autoptr (GString)    tail = g_string_new (NULL);
  g_autoptr (GArray)     ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  int                    rc;

  if (places == NULL)
    return FALSE;
  query = yun_query_new (args->entity, args->filter, places);
  yun_query_append_orders (tail, args->keys, args->n);
  stmt = yun_query_prepare (query, db, head, tail->str, error);
  if (stmt == NULL)
    return FALSE;
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    {
      gint64 id = yun_stmt_int (stmt, 0);

      g_array_append_val (ids, id);
    }
  if (rc < 0)
    return FALSE;
  args->ids = g_steal_pointer (&ids);
  return TRUE;
}

static const YunWork work = { YUN_LANE_LIST, list_cb };

static void
set_args (Args *args, const YunEntity *entity, YunFilter *filter, const YunSortKey *keys, guint n)
{
  args->entity = entity;
  args->filter = filter;
  args->n = MIN (n, YUN_SORT_MAX_KEYS);
  for (guint i = 0; i < args->n; i++)
    args->keys[i] = keys[i];
}

GArray *
yun_store_list_sorted_sync (YunStore         *self,
                            const YunEntity  *entity,
                            YunFilter        *filter,
                            const YunSortKey *keys,
                            guint             n,
                            GCancellable     *cancellable,
                            GError          **error)
{
  Args args = { 0 };

  g_return_val_if_fail (YUN_IS_STORE (self) && entity != NULL && filter != NULL, NULL);

  /* One key is the usual case, and has an order ready. */
  if (n <= 1)
    return yun_store_list_ids_sync (self, entity, filter, n > 0 ? keys->field : NULL,
                                    n > 0 && keys->descending, cancellable, error);
  set_args (&args, entity, filter, keys, n);
  return yun_store_run (self, &work, &args, cancellable, error) ? args.ids : NULL;
}

static void
free_args (gpointer data)
{
  Args *args = data;

  yun_filter_unref (args->filter);
  g_clear_pointer (&args->ids, g_array_unref);
  g_free (args);
}

static gpointer
take_ids (gpointer data)
{
  return g_steal_pointer (&((Args *) data)->ids);
}

void
yun_store_list_sorted_async (YunStore           *self,
                             const YunEntity    *entity,
                             YunFilter          *filter,
                             const YunSortKey   *keys,
                             guint               n,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  Args *args;

  g_return_if_fail (YUN_IS_STORE (self) && entity != NULL && filter != NULL);

  if (n <= 1)
    {
      yun_store_list_ids_async (self, entity, filter, n > 0 ? keys->field : NULL,
                                n > 0 && keys->descending, cancellable, callback, user_data);
      return;
    }
  args = g_new0 (Args, 1);
  set_args (args, entity, yun_filter_ref (filter), keys, n);
  yun_store_start (self, &work, args, free_args, take_ids, (GDestroyNotify) g_array_unref,
                   cancellable, callback, user_data);
}

guint
yun_sort_keys_from_view (const YunViewState *view, const YunEntity *entity, YunSortKey *keys)
{
  guint n = 0;

  g_return_val_if_fail (view != NULL && entity != NULL && keys != NULL, 0);

  for (guint i = 0; n < YUN_SORT_MAX_KEYS && i < view->sort->len; i++)
    {
      const YunViewSort *sort = g_ptr_array_index (view->sort, i);

      keys[n].field = yun_entity_get_field (entity, sort->field);
      keys[n].descending = sort->descending;
      n += keys[n].field != NULL;
    }
  return n;
}
