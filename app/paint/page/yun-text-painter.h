/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pangocairo.h>

#include "yun-style.h"

G_BEGIN_DECLS

/**
 * Layouts in the map's fonts, the same whatever is drawn on: measured and painted sizes agree at
 * every device scale. A layout belongs to the thread that made it.
 */

/** (transfer full): an empty layout for labels of @kind. */
PangoLayout *yun_text_new_label (const YunStyle *style, YunLabelKind kind);

/** (transfer full): an empty layout of @size pixels. */
PangoLayout *yun_text_new (double size, PangoWeight weight);

/**
 * Takes over the texts drawn with a context: for a target that would keep them as outlines only.
 *
 * @layout: its left upper corner is the current point of @cr, its colour @cr's source
 * @halo: (nullable): colour of the halo, @halo_width pixels to either side
 */
typedef void (*YunTextFunc) (
  cairo_t *cr, PangoLayout *layout, const YunColour *halo, double halo_width, gpointer user_data);
void yun_text_set_func (cairo_t *cr, YunTextFunc func, gpointer user_data);

/** Draws @layout with its left upper corner at the current point, in cr's source. Every text of
 * the map goes through here. @halo: (nullable): drawn around and below it. */
void yun_text_show (cairo_t *cr, PangoLayout *layout, const YunColour *halo, double halo_width);

/** Draws @text so that the middle of its ink is at (@x, @y), in cr's source. */
void yun_text_draw_centred (
  cairo_t *cr, const char *text, double size, PangoWeight weight, double x, double y);

G_END_DECLS
