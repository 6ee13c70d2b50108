/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

/**
 * Draws what a kind of facility is known by, in the colour that is set, within 6 pixels around
 * (0, 0) of @cr: simple and bold, to be told apart in a symbol 16 pixels wide. Any thread.
 *
 * @kind: index in yun_enum_facility_kind; any other: a house, for a kind that is not known
 */
void yun_facility_glyph_draw (cairo_t *cr, int kind);
