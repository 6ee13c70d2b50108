/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-bookmark-popover.h"
#include "yun-map-view.h"

G_BEGIN_DECLS

/**
 * YunMapBar: the buttons over the map for moving about it: back, forward, coordinates, bookmarks,
 * measuring, filtering by a drawn area, zooming to a box.
 *
 * Its buttons are actions of the window (yun-window-map.c). Main thread.
 */
#define YUN_TYPE_MAP_BAR (yun_map_bar_get_type ())
G_DECLARE_FINAL_TYPE (YunMapBar, yun_map_bar, YUN, MAP_BAR, GtkBox)

/** Opens the entry for coordinates, or the bookmarks. */
void yun_map_bar_open_goto (YunMapBar *self);
void yun_map_bar_open_bookmarks (YunMapBar *self);

/** (transfer none) */
GtkWidget          *yun_map_bar_get_goto (YunMapBar *self);
YunBookmarkPopover *yun_map_bar_get_bookmarks (YunMapBar *self);

G_END_DECLS
