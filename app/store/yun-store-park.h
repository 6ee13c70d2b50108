/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-store.h"

G_BEGIN_DECLS

/**
 * What is told of a park by the firms in it. _async is for the main thread, _sync for any other.
 */

/** Whether @record is a park of which no segment is stated: then those of its firms are shown, as
 * such. */
gboolean yun_park_lacks_segments (YunRecord *record);

/**
 * yun_store_park_segments_sync:
 * @segments: (out): YUN_SEGMENT_… bits of all firms that are in @park; 0: none is known
 */
gboolean yun_store_park_segments_sync (
  YunStore *self, YunRecord *park, guint *segments, GCancellable *cancellable, GError **error);
void     yun_store_park_segments_async (YunStore           *self,
                                        YunRecord          *park,
                                        GCancellable       *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data);
gboolean yun_store_park_segments_finish (YunStore     *self,
                                         GAsyncResult *result,
                                         guint        *segments,
                                         GError      **error);

G_END_DECLS
