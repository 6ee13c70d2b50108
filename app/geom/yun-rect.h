/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * YunRect: an axis-parallel box, a plain value in whatever units its user says.
 *
 * x grows to the east and y to the north (lon, lat or easting, northing); only
 * in pixels does y grow downwards. An empty box has x0 > x1: it contains
 * nothing, intersects nothing, and is the neutral element of yun_rect_union().
 * Borders belong to the box. Any thread.
 */
typedef struct
{
  double x0;
  double y0;
  double x1;
  double y1;
} YunRect;

#define YUN_RECT_EMPTY ((YunRect){ G_MAXDOUBLE, G_MAXDOUBLE, -G_MAXDOUBLE, -G_MAXDOUBLE })

/** Whether @r contains nothing; a box with a coordinate that is not a number is empty too. */
gboolean yun_rect_is_empty (const YunRect *r);

/** The smallest box that holds @a and @b. */
YunRect yun_rect_union (const YunRect *a, const YunRect *b);

/** What @a and @b share; empty when they do not touch. */
YunRect yun_rect_intersect (const YunRect *a, const YunRect *b);

/** @r with (@x, @y) taken in. */
YunRect yun_rect_with_point (const YunRect *r, double x, double y);

/** @r with @dx added on its west and east and @dy on its south and north sides; an empty box stays
 * empty. */
YunRect yun_rect_grow (const YunRect *r, double dx, double dy);

/** Whether @a and @b share at least a point. */
gboolean yun_rect_intersects (const YunRect *a, const YunRect *b);

/** Whether (@x, @y) lies in @r or on its border. */
gboolean yun_rect_contains (const YunRect *r, double x, double y);

/** Whether @inner, not empty, lies wholly in @outer. */
gboolean yun_rect_contains_rect (const YunRect *outer, const YunRect *inner);

/** Which cell of a row of them, numbered from 0 to @last, @place is in, counted in cells from the
 * begin of the row; the nearest for what lies outside however far, 0 for what is no number. */
guint yun_rect_get_cell (double place, guint last);

G_END_DECLS
