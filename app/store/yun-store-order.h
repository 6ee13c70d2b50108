/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-store.h"
#include "yun-view-state.h"

G_BEGIN_DECLS

/** One of the fields a list is sorted by. */
typedef struct
{
  const YunField *field; /* (nullable): NULL: the name */
  gboolean        descending;
} YunSortKey;

/** How many keys a list can have. */
#define YUN_SORT_MAX_KEYS 3

/**
 * yun_sort_keys_from_view:
 * @keys: room for %YUN_SORT_MAX_KEYS
 *
 * Sets @keys to what the view sorts a list of @entity by, fields that it does not have left out.
 *
 * Returns: how many
 */
guint yun_sort_keys_from_view (const YunViewState *view, const YunEntity *entity, YunSortKey *keys);

/**
 * yun_store_list_sorted_sync:
 * @keys: @n of them, the first counts most; none: by name
 *
 * As yun_store_list_ids_sync(), sorted by several fields: what is equal in one is sorted
 * by the next, unknown values last in each.
 */
GArray *yun_store_list_sorted_sync (YunStore         *self,
                                    const YunEntity  *entity,
                                    YunFilter        *filter,
                                    const YunSortKey *keys,
                                    guint             n,
                                    GCancellable     *cancellable,
                                    GError          **error);

/** Ends with yun_store_list_ids_finish(). */
void yun_store_list_sorted_async (YunStore           *self,
                                  const YunEntity    *entity,
                                  YunFilter          *filter,
                                  const YunSortKey   *keys,
                                  guint               n,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data);

G_END_DECLS
