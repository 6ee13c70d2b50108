/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-store.h"

G_BEGIN_DECLS

/**
 * yun_store_count_filters_async:
 * @filters: (element-type YunFilter): not changed any more
 * @entities: whose records count
 *
 * How many records each of the filters shows, from one snapshot of the file. For the main thread.
 *
 * Returns (finish): (transfer full) (element-type gint64): as many as @filters; fails as
 * yun_store_ask_async() does
 */
void    yun_store_count_filters_async (YunStore           *self,
                                       GPtrArray          *filters,
                                       YunEntityBits       entities,
                                       GCancellable       *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer            user_data);
GArray *yun_store_count_filters_finish (YunStore *self, GAsyncResult *result, GError **error);

G_END_DECLS
