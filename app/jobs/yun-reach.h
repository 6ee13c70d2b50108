/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-store.h"

G_BEGIN_DECLS

/** Whether @filter asks how near things are. */
gboolean yun_reach_is_asked (const YunFilter *filter);

/**
 * yun_reach_find_async:
 *
 * Finds the areas that the near: clauses of @filter reach to, for the map. For the main thread.
 *
 * Returns (finish): (transfer full) (element-type YunGeom): a polygon of EPSG:4490 for each such
 * clause, but for those with too many places to look at; fails as yun_store_ask_async() does
 */
void       yun_reach_find_async (YunStore           *store,
                                 YunFilter          *filter,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data);
GPtrArray *yun_reach_find_finish (GAsyncResult *result, GError **error);

G_END_DECLS
