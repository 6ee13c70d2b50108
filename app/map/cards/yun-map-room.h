/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** Pixels at the top of the map's left that are the tool bar's of whoever shows the map: its
 * margin, the bar and a gap. The cards of yun-map-view.ui stand clear of it. */
#define YUN_MAP_ROOM_BAR 52

/** What is on the map's left, from top to bottom; pixels. */
typedef struct
{
  int    height; /* of the map */
  int    head;   /* of the legend: its title */
  int    foot;   /* below the legend: scale, gaps and margin */
  double em;     /* of the legend's text */
} YunMapRoom;

/**
 * yun_map_room_for_legend:
 *
 * Returns: how high the legend's list may be, or 0: there is no room for it between the tool bar
 * and the scale, or it would leave too little of the map; it is to be folded into a button
 */
int yun_map_room_for_legend (const YunMapRoom *room);

G_END_DECLS
