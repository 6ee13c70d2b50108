/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-geom.h"

G_BEGIN_DECLS

/**
 * yun_simplify:
 * @tolerance: in the units of @self
 *
 * Fewer vertices, none of the kept line farther than @tolerance from the
 * original (Douglas-Peucker, iterative: no recursion depth depends on the
 * data). Rings keep at least a triangle; rings whose box is below @tolerance in
 * both directions are dropped, and the shape with them when none is left. For
 * drawing only: it may make rings cross.
 *
 * Returns: (transfer full) (nullable): the simpler shape, @self itself when
 * nothing changes, NULL when nothing is left
 */
YunGeom *yun_simplify (YunGeom *self, double tolerance);

/**
 * yun_simplify_run:
 * @keep: (out caller-allocates): one byte a point, 1 for a kept one
 *
 * The same rule on bare points, for code that packs vertices itself.
 *
 * Returns: how many are kept (both ends always are)
 */
guint yun_simplify_run (const YunPoint *points, guint n, double tolerance, guint8 *keep);

G_END_DECLS
