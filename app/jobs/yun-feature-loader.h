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

/** Takes (transfer none) an index of what has been read so far; each holds more than the one
 * before. */
typedef void (*YunFeatureLoaderFunc) (YunFeatureIndex *so_far, gpointer user_data);

/**
 * yun_feature_loader_load_async:
 * @partly: (nullable): called on the caller's main context a few times while a large registry is
 * being read, always before @callback
 *
 * As yun_feature_loader_load_sync(), but what was read of the same content before is taken from the
 * user's cache, and what is read is kept there, after @callback has been called.
 */
void             yun_feature_loader_load_async (YunStore            *store,
                                                YunFeatureLoaderFunc partly,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
YunFeatureIndex *yun_feature_loader_load_finish (GAsyncResult *result, GError **error);

/** The same, blocking: for workers and tests. @cached: (out) (optional): whether it came from the
 * cache. */
YunFeatureIndex *yun_feature_loader_load_cached_sync (YunStore     *store,
                                                      gboolean     *cached,
                                                      GCancellable *cancellable,
                                                      GError      **error);

/**
 * yun_feature_loader_patch_sync:
 * @index: of @store, before the commits that touched @rows
 * @rows: (element-type YunChangeRow): in any order, also more than once; of any entity
 * @changed: (out): lon/lat box of what differs
 *
 * Reads those rows as they are now.
 *
 * Returns: (transfer full) (nullable): the index after the commits; NULL without an error when it
 * must be loaded anew
 */
YunFeatureIndex *yun_feature_loader_patch_sync (YunStore        *store,
                                                YunFeatureIndex *index,
                                                const GArray    *rows,
                                                YunRect         *changed,
                                                GCancellable    *cancellable,
                                                GError         **error);
void             yun_feature_loader_patch_async (YunStore           *store,
                                                 YunFeatureIndex    *index,
                                                 GArray             *rows,
                                                 GCancellable       *cancellable,
                                                 GAsyncReadyCallback callback,
                                                 gpointer            user_data);
YunFeatureIndex *
yun_feature_loader_patch_finish (GAsyncResult *result, YunRect *changed, GError **error);

G_END_DECLS
