/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-map-frame.h"
#include "yun-map-history.h"

G_BEGIN_DECLS

/**
 * YunMapCamera: where the map looks and where it is going.
 *
 * Moves the viewport of a ShumateMap: zooming about a point, going to a place,
 * always with an end, and keeps the user's own dragging within bounds, so that
 * the map cannot be lost. While it goes somewhere, the target is known from the
 * start, so others can prepare for it. Main thread.
 */
#define YUN_TYPE_MAP_CAMERA (yun_map_camera_get_type ())
G_DECLARE_FINAL_TYPE (YunMapCamera, yun_map_camera, YUN, MAP_CAMERA, GObject)

#define YUN_MAP_CAMERA_MAX_ZOOM 20.0

YunMapCamera *yun_map_camera_new (ShumateMap *map);

/** The lon/lat box that home shows and that bounds where the middle may go. */
void yun_map_camera_set_home (YunMapCamera *self, const YunRect *box);

/** The widget has a new size. The first shows home, or what was asked for before. */
void yun_map_camera_set_size (YunMapCamera *self, double width, double height, double device_scale);

/** So many pixels at the left are covered, for yun_map_camera_show_beside(). */
void yun_map_camera_set_inset (YunMapCamera *self, double left);

/** So many pixels at the left and right lie under a pane of the window: what is shown or uncovered
 * from now on stands clear of it. */
void yun_map_camera_set_covered (YunMapCamera *self, double left, double right);

/** What is seen now, and what will be when it is at rest; width 0 before the first size. */
YunView yun_map_camera_get_view (YunMapCamera *self);
YunView yun_map_camera_get_target (YunMapCamera *self);

/** Whether it moves, or did so just now. */
gboolean yun_map_camera_is_moving (YunMapCamera *self);

/** Zooms so that what is at pixel (@px, @py) stays there. */
void yun_map_camera_zoom_by (YunMapCamera *self, double levels, double px, double py);
/** The same without a flight: for a touchpad, which flies by itself. */
void yun_map_camera_zoom_at_once (YunMapCamera *self, double levels, double px, double py);
void yun_map_camera_pan_by (YunMapCamera *self, double dx, double dy);
/** Shows a lon/lat box with room around, a point at street level; the bounds grow by it. What lies
 * outside China is cut off; a box wholly outside is not shown. */
void yun_map_camera_show (YunMapCamera *self, const YunRect *box);
/** The same clear of what covers the left: not in the middle, where Enter picks, but all in sight.
 */
void yun_map_camera_show_beside (YunMapCamera *self, const YunRect *box);
/** The same without room. */
void yun_map_camera_show_exactly (YunMapCamera *self, const YunRect *box);

/** Moves sideways as little as brings the middle of a lon/lat box out from under a pane. */
void yun_map_camera_uncover (YunMapCamera *self, const YunRect *box);

/** Where it looks or is going, and back there; a place outside China is not shown. */
YunMapPlace yun_map_camera_get_place (YunMapCamera *self);
void        yun_map_camera_show_place (YunMapCamera *self, const YunMapPlace *place);

void yun_map_camera_go_home (YunMapCamera *self);

/** Signal "changed" (YunMapCamera *): view, target or moving are others now. */

G_END_DECLS
