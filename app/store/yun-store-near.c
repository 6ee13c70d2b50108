/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-store-near.h"

#include "yun-related.h"
#include "yun-store-private.h"

/* Where a filter measures from. */

typedef struct
{
  YunFilter *filter; /* (unowned): of the clause alone */
  GPtrArray *places; /* (owned) (nullable): the result */
} NearArgs;

static gboolean
near_cb (YunDb *db, gpointer user_data, GError **error)
{
  NearArgs              *args = user_data;
  const YunClause       *clause = yun_filter_get_clause (args->filter, 0);
  g_autofree char       *key = yun_related_dup_key (clause);
  g_autoptr (GHashTable) related = yun_related_find_all (db, args->filter, error);

  if (related == NULL)
    return FALSE;
  args->places = g_ptr_array_ref (yun_related_get_exact (g_hash_table_lookup (related, key)));
  return TRUE;
}

GPtrArray *
yun_store_list_near_sync (
  YunStore *self, YunFilter *filter, guint clause, GCancellable *cancellable, GError **error)
{
  static const YunWork  work = { YUN_LANE_LIST, near_cb };
  g_autoptr (YunFilter) only = NULL;
  NearArgs              args = { NULL };

  g_return_val_if_fail (YUN_IS_STORE (self) && clause < yun_filter_get_n_clauses (filter), NULL);
  g_return_val_if_fail (yun_filter_get_clause (filter, clause)->kind == YUN_CLAUSE_NEAR, NULL);

  only = yun_filter_only_clause (filter, clause);
  args.filter = only;
  return yun_store_run (self, &work, &args, cancellable, error) ? args.places : NULL;
}
