/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-map-marks.h"
#include "yun-map-mode.h"
#include "yun-map-view-private.h"

G_BEGIN_DECLS

/**
 * YunMapTools: what one does with the map besides moving it and picking: modes (measuring, drawing
 * an area), marks, the readout of coordinates, going back and forward, the card that says what is
 * going on, the menu.
 *
 * Belongs to one view, whose actions it answers. Notifies the view's properties "mode",
 * "coordinates", "can-go-back", "can-go-forward" and "outlined". Main thread.
 *
 * Signal "mode-changed" (): another mode, or none. Signal "drawn" (YunGeom *shape, YunGeom *old):
 * see yun_map_view_draw_area().
 */
#define YUN_TYPE_MAP_TOOLS (yun_map_tools_get_type ())
G_DECLARE_FINAL_TYPE (YunMapTools, yun_map_tools, YUN, MAP_TOOLS, GObject)

/** The children and actions that a view's template has for them. */
void yun_map_tools_class_init_view (GtkWidgetClass *klass);

/** @view: whose template is there and whose camera stands. */
YunMapTools *yun_map_tools_new (YunMapView *view);
/** Before the template goes: ends modes and what is asked for. */
void yun_map_tools_close (YunMapTools *self);

/** (nullable): NULL: selecting. */
YunMapMode *yun_map_tools_get_mode (YunMapTools *self);
const char *yun_map_tools_get_mode_name (YunMapTools *self);
void        yun_map_tools_set_mode (YunMapTools *self, const char *name);

/** Whether a drag from this pixel is the mode's. */
gboolean yun_map_tools_mode_drags (YunMapTools *self, double px, double py);
/** Shift drags a box whatever else goes on; the mode of the map stays. */
void yun_map_tools_begin_drag_mode (YunMapTools *self);
void yun_map_tools_end_drag_mode (YunMapTools *self);
/** (nullable): what a drag goes to. */
YunMapMode *yun_map_tools_get_drag_mode (YunMapTools *self);

/** The camera has moved or come to rest; @known: the district is known, so that the view is one
 * the user has seen. */
void yun_map_tools_moved (YunMapTools *self, gboolean moving, gboolean known);
/** The pointer is over this pixel. */
void yun_map_tools_point_at (YunMapTools *self, double px, double py);
/** A key that a mode, the mark or the clipboard takes. */
gboolean yun_map_tools_key (YunMapTools *self, guint key, GdkModifierType state);

/** Opens the menu there; the coordinates that it copies are those of this pixel. */
void yun_map_tools_open_menu (YunMapTools *self, double px, double py);
/** After an allocation: what is open follows. */
void yun_map_tools_present_menu (YunMapTools *self);

void yun_map_tools_set_dark (YunMapTools *self, gboolean dark);

/** Property "coordinates" of the view. */
const char *yun_map_tools_get_coordinates (YunMapTools *self);
void        yun_map_tools_set_coordinates (YunMapTools *self, const char *name);

/** Property "outlined" of the view. */
gboolean yun_map_tools_has_outlined (YunMapTools *self);

/* What the view has besides of ours is in yun-map-tools.c too: go, can_go, show_mark, outlined,
 * areas, draw_area, card, menu_top. */

G_END_DECLS
