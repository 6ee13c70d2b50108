/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-scene.h"

#include <shumate/shumate.h>

G_BEGIN_DECLS

/**
 * From a ShumateViewport to a YunView, so that a frame places things with one affine map instead of
 * one trigonometric call each. The map is never rotated. Pixels are the widget's.
 */

/** What @viewport shows in a widget of this size. Main thread. */
YunView yun_map_frame_from_viewport (ShumateViewport *viewport,
                                     double           width,
                                     double           height,
                                     double           device_scale);

/** The view around lon/lat @centre. */
YunView yun_map_frame_around (
  YunPoint centre, double zoom, double width, double height, double device_scale);

/** What @view shows, in pixels that are @by times as large: what is drawn so many of them large is
 * so much larger on the screen. */
YunView yun_map_frame_magnify (const YunView *view, double by);

/** Lon/lat in the middle of @view. */
YunPoint yun_map_frame_get_centre (const YunView *view);

/** The place under a pixel; beyond the world's edges it is the edge. */
YunVertex yun_map_frame_to_vertex (const YunView *view, double px, double py);

/** The lon/lat box in view. */
YunRect yun_map_frame_get_extent (const YunView *view);

/** The zoom at which the lon/lat @box fits in @width × @height pixels. */
double yun_map_frame_fit (const YunRect *box, double width, double height);

gboolean yun_map_frame_equal (const YunView *a, const YunView *b);

G_END_DECLS
