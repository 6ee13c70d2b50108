/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-base-map.h"
#include "yun-feature-index.h"
#include "yun-shading.h"
#include "yun-style.h"

G_BEGIN_DECLS

/**
 * YunScene: what there is to draw and how: features, which of them are shown, base map, style and,
 * when its question needs classes, these.
 *
 * Immutable and reference-counted; holds references. A new filter, edit or
 * style is a new scene; making one is cheap. Any thread.
 */
typedef struct _YunScene YunScene;

/**
 * yun_scene_new:
 * @index: (nullable): no features
 * @shown: (nullable): all of @index
 * @base: (nullable): no base map
 */
YunScene *yun_scene_new (YunFeatureIndex *index,
                         YunFeatureSet   *shown,
                         YunBaseMap      *base,
                         const YunStyle  *style);
/** As yun_scene_new() with the classes of @index's features for the question of @style (nullable:
 * it needs none). */
YunScene *yun_scene_new_shaded (YunFeatureIndex *index,
                                YunFeatureSet   *shown,
                                YunBaseMap      *base,
                                const YunStyle  *style,
                                YunShading      *shading);
YunScene *yun_scene_ref (YunScene *self);
void      yun_scene_unref (YunScene *self);

/** (transfer none) (nullable) */
YunFeatureIndex *yun_scene_get_index (const YunScene *self);
YunFeatureSet   *yun_scene_get_shown (const YunScene *self);
YunBaseMap      *yun_scene_get_base (const YunScene *self);
const YunStyle  *yun_scene_get_style (const YunScene *self);
/** (transfer none) (nullable) */
YunShading *yun_scene_get_shading (const YunScene *self);

/** Whether feature @i is shown. */
gboolean yun_scene_has (const YunScene *self, guint i);

/**
 * YunView: the part of the world in a picture or tile. A plain value; pixels are logical ones.
 */
typedef struct
{
  double x; /* vertex units of the left upper corner */
  double y;
  double scale; /* vertex units a pixel */
  double width; /* pixels */
  double height;
  double device_scale; /* device pixels a pixel: 1, 2 … */
} YunView;

/** Tile (@tx, @ty) of zoom @zoom, @size pixels wide; world width at zoom z is @size · 2^z pixels.
 */
YunView yun_view_for_tile (int zoom, int tx, int ty, double size, double device_scale);
/** A picture of @width × @height pixels around (@x, @y) at a zoom of 256-pixel tiles. */
YunView
yun_view_at (double x, double y, double zoom, double width, double height, double device_scale);
/** A picture that shows the box with @margin pixels around it. */
YunView yun_view_fit (
  YunVertex min, YunVertex max, double width, double height, double margin, double device_scale);

/** The zoom level of 256-pixel tiles, fractional. */
double yun_view_get_zoom (const YunView *self);
/** The box in vertex units with @margin pixels around it, clamped to the world. */
void yun_view_get_box (const YunView *self, double margin, YunVertex *min, YunVertex *max);
/** The pixel of a place. */
void yun_view_to_pixel (const YunView *self, YunVertex v, double *px, double *py);
/** Metres on the ground a pixel, at the middle of the view. */
double yun_view_get_metres_per_pixel (const YunView *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunScene, yun_scene_unref)

G_END_DECLS
