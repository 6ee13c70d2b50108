/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-geom.h"

G_BEGIN_DECLS

/**
 * Areas, lengths and positions. Any thread; nothing is kept.
 *
 * Ellipsoid: CGCS2000, a = 6378137 m, 1/f = 298.257222101.
 */
#define YUN_MU_M2 (2000.0 / 3.0) /* 1 亩 in ㎡ (domain.md 5.3: 15 亩 = 1 ha) */

/**
 * Ellipsoidal area in ㎡ of a lon/lat polygon shape by the formula of the land
 * survey rule (国土调查办发〔2008〕32号; domain.md 5.5), holes subtracted, parts
 * added. 0 for points and lines. Holes are known by their place in a part, not
 * by their direction.
 */
double yun_measure_area_lonlat (const YunGeom *self);

/** Planar area in the units of @self squared (shoelace about the first vertex of each ring), holes
 * subtracted. */
double yun_measure_area_planar (const YunGeom *self);

/**
 * Geodesic distance in metres between two lon/lat points on the ellipsoid,
 * better than 1 mm in 1000 km (Vincenty's inverse; near antipodes, where that
 * does not converge, the great circle on a sphere of the mean radius).
 */
double yun_measure_distance (double lon1, double lat1, double lon2, double lat2);

/**
 * yun_measure_distance_to:
 *
 * Distance in metres from a lon/lat point to the nearest place of @shape: 0
 * inside a polygon. The nearest place on an edge is found in a plane scaled to
 * the point's latitude (good to 1e-4 of the distance below 100 km), its
 * distance is geodesic.
 */
double yun_measure_distance_to (const YunGeom *shape, double lon, double lat);

/** Least distance in metres between two lon/lat shapes; 0 when they meet. */
double yun_measure_distance_between (const YunGeom *a, const YunGeom *b);

/** How much of a shape is within a distance of a place. */
typedef enum
{
  YUN_REACH_NONE,
  YUN_REACH_MAYBE, /* not to be told by that */
  YUN_REACH_ALL,
} YunReach;

/** Metres that the corners of a lon/lat box surely have at most from its middle. */
double yun_measure_half_diagonal (const YunRect *box);

/**
 * yun_measure_reach:
 * @distance: metres from a point to the place, wrong by the part @error at most
 *
 * What that says of a shape that is nowhere farther than @half metres from the
 * point: how much of it is at most @metres from the place.
 */
YunReach yun_measure_reach (double distance, double half, double error, double metres);

/** The same of a shape in @box, by the middle of the box. */
YunReach yun_measure_reach_box (const YunGeom *place, const YunRect *box, double metres);

/**
 * yun_measure_all_near:
 *
 * Whether all of @shape, not its corners alone, is surely at most @metres from
 * @place. What that hangs on less than about 2 m and 0.5 % of @metres is not
 * sure, unless @place is a point or covers @shape.
 */
gboolean yun_measure_all_near (const YunGeom *shape, const YunGeom *place, double metres);

/** Whether no point of @a is farther than @metres from any of @b. */
gboolean yun_measure_every_two_near (const YunGeom *a, const YunGeom *b, double metres);

/** A lon/lat box that surely holds every place within @metres of @box. */
YunRect yun_measure_grow_lonlat (const YunRect *box, double metres);

/** The greatest of 1, 2 and 5 times a power of ten that is not more than @most: for scale bars. */
double yun_measure_round (double most);

/** Whether (@x, @y) lies in a polygon shape, by the even-odd rule; on the border is inside. */
gboolean yun_measure_contains (const YunGeom *self, double x, double y);

/** Whether two shapes share at least a point (boxes first, then edges, then containment). */
gboolean yun_measure_intersects (const YunGeom *a, const YunGeom *b);

/** Whether nothing of @shape lies outside the polygon @area by more than 1e-9 units (0.1 mm of
 * degrees); what is shared of a border is inside. Parts of @area that lie against each other count
 * as apart. */
gboolean yun_measure_covers (const YunGeom *area, const YunGeom *shape);

/** Whether two polygons share more than a border, within the same 1e-9 units. */
gboolean yun_measure_overlaps (const YunGeom *a, const YunGeom *b);

/**
 * yun_measure_label_point:
 *
 * A point for a label or a symbol: the point itself, the middle of the longest
 * line, or a place well inside the largest polygon (by an iterated grid search
 * for the place farthest from the border, to 1 % of the box).
 */
YunPoint yun_measure_label_point (const YunGeom *self);

/**
 * Web Mercator on the unit square: x 0 at 180° W to 1 at 180° E, y 0 at the
 * north end (85.0511° N) to 1 at the south end. For drawing only, never for
 * measuring. Latitudes beyond the ends are clamped.
 */
YunPoint yun_mercator_from_lonlat (double lon, double lat);
YunPoint yun_mercator_to_lonlat (double x, double y);

G_END_DECLS
