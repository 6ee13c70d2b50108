/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * yun_map_cards_find:
 * @view: the map's widget; boxes are in its pixels
 * @overlay: what lies over @map, searched for cards: legend, scale, licence, what a mode says
 * @map: not searched
 * @cards: (element-type cairo_rectangle_int_t): appended to
 *
 * What hides the map now, as it is allocated. Main thread.
 *
 * Returns: how far in at the left a card reaches that is too tall to show things above or below it
 */
double yun_map_cards_find (GtkWidget *view, GtkWidget *overlay, GtkWidget *map, GArray *cards);

G_END_DECLS
