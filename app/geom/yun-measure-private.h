/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-geom.h"

G_BEGIN_DECLS

/** What the files of yun-measure share: the ellipsoid of CGCS2000 and small helpers. */
#define YUN_ELLIPSOID_A 6378137.0
#define YUN_ELLIPSOID_F (1 / 298.257222101)
#define YUN_ELLIPSOID_E2 (YUN_ELLIPSOID_F * (2 - YUN_ELLIPSOID_F))

/** Planar area of one part of a polygon shape, holes subtracted. */
double yun_measure_part_area_planar (const YunGeom *self, guint part);

/** A place well inside one part of a polygon shape. */
YunPoint yun_measure_inner_point (const YunGeom *self, guint part);

/**
 * On which side of a→b @p lies: positive left, negative right, 0 exactly on the
 * line (differences that double precision cannot decide are worked out in twice
 * that precision).
 */
double yun_measure_side (const YunPoint *a, const YunPoint *b, const YunPoint *p);

/** Whether a point of the line through a and b lies between them, ends included. */
static inline gboolean
yun_measure_in_span (const YunPoint *a, const YunPoint *b, double x, double y)
{
  return MIN (a->x, b->x) <= x && x <= MAX (a->x, b->x) && MIN (a->y, b->y) <= y &&
         y <= MAX (a->y, b->y);
}

G_END_DECLS
