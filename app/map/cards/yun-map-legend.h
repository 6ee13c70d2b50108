/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-legend.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * YunMapLegend: a card that explains the signs in view, and says in words how much is in view.
 *
 * Looks at the features on a worker; what it shows stays until the new is
 * known. Property "expanded": whether the list is open. Main thread.
 */
#define YUN_TYPE_MAP_LEGEND (yun_map_legend_get_type ())
G_DECLARE_FINAL_TYPE (YunMapLegend, yun_map_legend, YUN, MAP_LEGEND, GtkWidget)

/** Explains @view of @scene with the symbols of @plan. Does nothing when it already does. */
void yun_map_legend_update (YunMapLegend  *self,
                            YunScene      *scene,
                            const YunView *view,
                            YunSymbolPlan *plan);

/**
 * yun_map_legend_set_room:
 * @height: pixels the map has
 * @foot: pixels of them below the legend
 *
 * The list scrolls beyond its part of the map. Where the map is so low that the list would cover
 * the tool bar, or leave little of the map, the legend is folded: a button that shows the list in a
 * popover. "expanded" stays as the user left it, for when there is room.
 */
void     yun_map_legend_set_room (YunMapLegend *self, int height, int foot);
gboolean yun_map_legend_is_folded (YunMapLegend *self);

/** How high it is when it is folded; pixels. */
int yun_map_legend_get_head (YunMapLegend *self);

/** Opens the menu that asks what the colours shall say. */
void yun_map_legend_popup (YunMapLegend *self);

/** Whether it explains what it was last told. Property "complete", notified. */
gboolean yun_map_legend_is_complete (YunMapLegend *self);

/** (transfer none): a sentence like "12 plots, 3 parks"; changes with "complete". */
const char *yun_map_legend_get_summary (YunMapLegend *self);

G_END_DECLS
