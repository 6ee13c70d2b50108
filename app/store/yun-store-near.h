/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-store.h"

G_BEGIN_DECLS

/**
 * yun_store_list_near_sync:
 * @clause: the number of a NEAR clause of @filter
 *
 * Returns: (transfer full) (element-type YunGeom): where it measures from, EPSG:4490; none of what
 * is known only by its town. Fails as yun_store_ask_sync() does
 */
GPtrArray *yun_store_list_near_sync (
  YunStore *self, YunFilter *filter, guint clause, GCancellable *cancellable, GError **error);

G_END_DECLS
