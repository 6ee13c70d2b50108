/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-feature-index.h"
#include "yun-store.h"

G_BEGIN_DECLS

/**
 * Rows of the store to drawable features; runs on the calling worker thread and the store's map
 * thread.
 */

/** (transfer full): parks, plots, firms and facilities of the registry, packed; NULL with an error.
 */
YunFeatureIndex *
yun_feature_loader_load_sync (YunStore *store, GCancellable *cancellable, GError **error);

void             yun_feature_loader_load_async (YunStore           *store,
                                                GCancellable       *cancellable,
                                                GAsyncReadyCallback callback,
                                                gpointer            user_data);
YunFeatureIndex *yun_feature_loader_load_finish (GAsyncResult *result, GError **error);

G_END_DECLS
