/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-map-view-private.h"

G_BEGIN_DECLS

/**
 * YunMapInput: mouse, wheel and keyboard on the map: it moves the camera, picks what is under the
 * pointer or the cross, opens clusters, and hands to the mode what is the mode's.
 *
 * Belongs to one view, whose camera, tools and symbols stand. Main thread.
 */
#define YUN_TYPE_MAP_INPUT (yun_map_input_get_type ())
G_DECLARE_FINAL_TYPE (YunMapInput, yun_map_input, YUN, MAP_INPUT, GObject)

/** @cross: (transfer none): shown in the middle while keys are in use. To be let go before the
 * view's children are. */
YunMapInput *yun_map_input_new (YunMapView *view, GtkDrawingArea *cross);

void yun_map_input_set_dark (YunMapInput *self, gboolean dark);

/** Adds the view's signal "menu". */
void yun_map_input_class_init_view (GtkWidgetClass *klass);

/** The pointer is over nothing any more, or over something unknown. */
void yun_map_input_forget_hover (YunMapInput *self);
/** The cursor for what is under the pointer, or for the mode. */
void yun_map_input_update_cursor (YunMapInput *self);
/** After an allocation: the list of a cluster that is open follows. */
void yun_map_input_present_popover (YunMapInput *self);

G_END_DECLS
