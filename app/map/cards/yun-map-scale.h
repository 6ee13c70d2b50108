/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * YunMapScale: a bar of a round length, 1, 2 or 5 times a power of ten metres. Main thread.
 *
 * The library's own bar takes any digit: "9 km".
 */
#define YUN_TYPE_MAP_SCALE (yun_map_scale_get_type ())
G_DECLARE_FINAL_TYPE (YunMapScale, yun_map_scale, YUN, MAP_SCALE, GtkWidget)

/** The longest bar, in pixels; the shortest is 0.4 of it. */
#define YUN_MAP_SCALE_WIDTH 120

/** @metres: to a pixel of the map, in its middle. */
void yun_map_scale_set_metres_per_pixel (YunMapScale *self, double metres);
/** What stands at the bar: "5 km"; "" before the first. */
const char *yun_map_scale_get_text (YunMapScale *self);

/** How high it is for the text's size; pixels. */
int yun_map_scale_get_height (YunMapScale *self);

G_END_DECLS
