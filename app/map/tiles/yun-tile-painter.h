/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-base-cache.h"
#include "yun-tile-cache.h"

G_BEGIN_DECLS

/**
 * YunTilePainter: paints tiles of a scene on worker threads and keeps them.
 *
 * The main thread says which tiles it wants, most urgent first; each new wish
 * replaces the one before, and what is no longer wanted is not painted. A tile
 * of an older scene stays until its successor is there, or what is seen of it. Main thread, but the
 * paint function runs on the workers.
 */
#define YUN_TYPE_TILE_PAINTER (yun_tile_painter_get_type ())
G_DECLARE_FINAL_TYPE (YunTilePainter, yun_tile_painter, YUN, TILE_PAINTER, GObject)

/** (transfer full) (nullable): an ARGB32 image of the part @part (device pixels) of @view of
 * @scene, its device scale set; NULL when cancelled. @base keeps the base map of the painter's
 * tiles. */
typedef cairo_surface_t *(*YunTilePaintFunc) (const YunScene              *scene,
                                              const YunView               *view,
                                              const cairo_rectangle_int_t *part,
                                              YunBaseCache                *base,
                                              GCancellable                *cancellable,
                                              gpointer                     user_data);

/**
 * yun_tile_painter_new:
 * @paint: (nullable): NULL: areas and lines of the scene (yun-painter), the base map of tiles kept
 *   apart, so that a scene of the same base map repaints features only
 * @n_threads: workers, 0: as many as processors, two at least
 * @limit: bytes of textures kept, where what is wanted at once leaves room for as much
 */
YunTilePainter *
yun_tile_painter_new (YunTilePaintFunc paint, gpointer user_data, guint n_threads, gsize limit);

/**
 * yun_tile_painter_set_scene:
 * @changed_min: (nullable): box of what differs from the scene before; NULL: everything
 *
 * Tiles outside the box stay good. Emits "ready".
 */
void yun_tile_painter_set_scene (YunTilePainter  *self,
                                 YunScene        *scene,
                                 const YunVertex *changed_min,
                                 const YunVertex *changed_max);

/** The same where @changed (nullable: everything) says what differs. */
void
yun_tile_painter_set_scene_in (YunTilePainter *self, YunScene *scene, const YunRegion *changed);

/**
 * yun_tile_painter_want:
 * @seen: (nullable): what is looked at; NULL: all of the tiles
 *
 * Asks for tiles, most urgent first; replaces the wish before. The cache has room for all of them.
 * Of tiles of the sharpness of @seen only the part in it is painted, if nothing of them is there
 * yet or only what an older scene had: a picture of a window is then complete in half the time.
 * What is painted but too small for a later wish is painted whole, and so is what @seen does not
 * meet.
 */
void
yun_tile_painter_want (YunTilePainter *self, const YunTileKey *keys, guint n, const YunView *seen);

/** (transfer none): the cache, for looking tiles up. */
YunTileCache *yun_tile_painter_get_cache (YunTilePainter *self);
/** Whether @tile is of the present scene. */
gboolean yun_tile_painter_is_current (YunTilePainter *self, const YunTile *tile);

/** Whether nothing is being painted and nothing waits. */
gboolean yun_tile_painter_is_idle (YunTilePainter *self);

/** Signal "ready" (YunTilePainter *): tiles came in, or others are now stale. */

G_END_DECLS
