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

/** Draws @text so that the middle of its ink is at (@x, @y), in cr's source. */
void yun_text_draw_centred (
  cairo_t *cr, const char *text, double size, PangoWeight weight, double x, double y);

G_END_DECLS
