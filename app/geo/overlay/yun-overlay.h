/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-geom.h"

G_BEGIN_DECLS

/**
 * Areas made of other shapes, by GEOS. Any thread; nothing is kept.
 */

/**
 * yun_overlay_grow:
 * @shapes: (element-type YunGeom): EPSG:4490
 * @metres: more than 0
 *
 * All that lies within @metres of one of the shapes, as one polygon shape: to be looked at, good to
 * 1 % of the distance below 100 km; what is near is measured by yun-measure.h.
 *
 * Returns: (transfer full) (nullable): NULL without shapes, or when GEOS cannot make it
 */
YunGeom *yun_overlay_grow (GPtrArray *shapes, double metres);

G_END_DECLS
