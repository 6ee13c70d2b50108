/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-base-cache.h"
#include "yun-scene.h"

G_BEGIN_DECLS

/**
 * Paints the areas and lines of a scene; points and labels are yun-symbol-plan's. Nothing is kept
 * between calls; any thread, many at once.
 *
 * The same scene gives the same pixels whether painted as one picture or as
 * tiles: what a feature looks like depends on the zoom only, never on the tile.
 * A feature smaller than a pixel adds its share to that pixel; up to 4 pixels
 * it has no outline; bigger ones have outline, hatching and dashes.
 */
typedef enum
{
  YUN_LAYER_BASE = 1 << 0,     /* ground, zones, towns, roads, rail; covers everything */
  YUN_LAYER_PARKS = 1 << 1,    /* areas of parks, below the roads when painted with the base */
  YUN_LAYER_PLOTS = 1 << 2,    /* areas of plots and whatever else is no park */
  YUN_LAYER_OUTLINES = 1 << 3, /* only the borders of zones, towns, district, above what is there */
  YUN_LAYER_FEATURES = YUN_LAYER_PARKS | YUN_LAYER_PLOTS,
  YUN_LAYER_ON_BASEMAP = YUN_LAYER_OUTLINES | YUN_LAYER_FEATURES, /* the ground is another's */
  YUN_LAYER_ALL = YUN_LAYER_BASE | YUN_LAYER_FEATURES,
} YunLayers;

/**
 * yun_painter_paint:
 * @cr: its user space is the view's logical pixels, (0, 0) the left upper corner
 * @cancellable: (nullable): asked now and then
 *
 * Returns: FALSE when cancelled; the picture is then unfinished
 */
gboolean yun_painter_paint (const YunScene *scene,
                            cairo_t        *cr,
                            const YunView  *view,
                            YunLayers       layers,
                            GCancellable   *cancellable);

/** (transfer full) (nullable): a new ARGB32 image surface with the view painted (its device scale
 * is set); NULL when cancelled. */
cairo_surface_t *yun_painter_paint_surface (const YunScene *scene,
                                            const YunView  *view,
                                            YunLayers       layers,
                                            GCancellable   *cancellable);

/** The same for a view that will be painted again with other features: ground and lines of the base
 * map come from @cache (nullable).
 *
 * @part: (nullable): device pixels of @view, within it; the surface is of these only */
cairo_surface_t *yun_painter_paint_tile (const YunScene              *scene,
                                         const YunView               *view,
                                         const cairo_rectangle_int_t *part,
                                         YunLayers                    layers,
                                         YunBaseCache                *cache,
                                         GCancellable                *cancellable);

/** Whether a surface of yun_painter_paint_tile() is known to let nothing through: the ground of the
 * base map lies under all of it. It may be copied where others are blended. */
gboolean yun_painter_is_opaque (cairo_surface_t *surface);

/** How a feature or symbol is marked. */
typedef enum
{
  YUN_STATE_NORMAL,
  YUN_STATE_HOVERED,
  YUN_STATE_SELECTED,
} YunState;

/** Paints the outline of the area feature @i as marked, over whatever is there; nothing for points
 * and YUN_STATE_NORMAL. */
void yun_painter_paint_mark (
  const YunScene *scene, cairo_t *cr, const YunView *view, guint i, YunState state);

G_END_DECLS
