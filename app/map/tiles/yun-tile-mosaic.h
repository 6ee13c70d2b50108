/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-canvas.h"
#include "yun-tile-cache.h"

G_BEGIN_DECLS

/**
 * Which tiles a view is made of, and how they are put together from what a cache has: tiles of its
 * own sharpness pixel on pixel, and where they are missing or painted in part the best of others,
 * stretched. Nothing is laid over itself, so that tiles may be translucent. Main thread.
 */

/** Keys of the tiles that cover @view, nearest to its middle first (YunTileKey elements appended).
 */
void yun_tile_mosaic_list_keys (const YunView *view, GArray *out);

/** Whether of the tile @key (@tile: (nullable): what there is of it) all is painted that @view
 * looks at. */
gboolean yun_tile_mosaic_has_seen (const YunTile *tile, const YunTileKey *key, const YunView *view);

/** Places all that @cache has for @view, whose left upper corner is the canvas's. */
void yun_tile_mosaic_place (YunTileCache *cache, const YunView *view, YunCanvas *canvas);

G_END_DECLS
