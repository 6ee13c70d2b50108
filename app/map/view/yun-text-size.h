/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * How large the user wants text, so that what is laid out by hand follows it.
 *
 * A user makes text larger by the screen's text scale (gtk-xft-dpi), by another font, or both. Main
 * thread; ask again in css_changed(), which every change of them calls.
 */

/** The size of @widget's font: pixels an em. */
double yun_text_size_get_em (GtkWidget *widget);

/** The text scale of @widget's display: 1 at 96 dots an inch, 2 at 192; never below 1/2 or above
 * 4. */
double yun_text_size_get_scale (GtkWidget *widget);

G_END_DECLS
