/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-render-job.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * A sheet of the map as a small picture, painted by a worker. Main thread.
 *
 * @options: (transfer full): of the sheet itself; the picture has the same, only with fewer dots
 */
void yun_map_preview_paint_async (YunStore           *store,
                                  YunRenderOptions   *options,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data);

/** (transfer full): the picture; fails as yun_render_make_page_sync() does. */
GdkTexture *yun_map_preview_paint_finish (GAsyncResult *result, GError **error);

G_END_DECLS
