/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-rect.h"

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * YunGeom: an immutable, reference-counted shape of points, lines or polygons.
 *
 * A shape is a run of vertices cut into rings, and rings grouped into parts: a
 * part of a polygon shape is one outer ring followed by its holes, a part of a
 * line shape is one line, a part of a point shape is one point. Polygon rings
 * repeat their first vertex at the end. Coordinates are x, y (lon, lat or
 * easting, northing); the shape does not know its CRS, its owner does. Z and M
 * are not kept. Because nothing changes after building, a shape may be read by
 * any number of threads at once.
 */
typedef enum
{
  YUN_GEOM_POINT = 1,
  YUN_GEOM_LINE = 2,
  YUN_GEOM_POLYGON = 3,
} YunGeomKind;

typedef struct
{
  double x;
  double y;
} YunPoint;

typedef struct _YunGeom YunGeom;

#define YUN_TYPE_GEOM (yun_geom_get_type ())
GType yun_geom_get_type (void) G_GNUC_CONST;

/** A shape of one point; NULL when a coordinate is not finite. */
YunGeom *yun_geom_new_point (double x, double y);

/** (transfer full): a polygon that is the box @r; NULL when @r is empty. */
YunGeom *yun_geom_new_box (const YunRect *r);

YunGeom *yun_geom_ref (YunGeom *self);
void     yun_geom_unref (YunGeom *self);

YunGeomKind    yun_geom_get_kind (const YunGeom *self);
const YunRect *yun_geom_get_box (const YunGeom *self);
guint          yun_geom_get_n_parts (const YunGeom *self);
guint          yun_geom_get_n_points (const YunGeom *self);

/** How many rings part @part has; ring 0 of a polygon part is its outer ring. */
guint yun_geom_get_n_rings (const YunGeom *self, guint part);

/**
 * yun_geom_get_ring:
 * @n: (out): how many points, the repeated last one of a polygon ring included
 *
 * Returns: (transfer none): the vertices of ring @ring of part @part; valid as
 * long as @self is
 */
const YunPoint *yun_geom_get_ring (const YunGeom *self, guint part, guint ring, guint *n);

/** Whether both have the same kind, parts, rings and exactly equal coordinates. NULL equals NULL.
 */
gboolean yun_geom_equal (const YunGeom *a, const YunGeom *b);

/**
 * YunGeomBuilder: makes one shape, ring by ring; one thread, no reuse after _end().
 *
 * The builder closes open polygon rings and drops vertices equal to the one
 * before. It does not orient rings or repair crossings.
 */
typedef struct _YunGeomBuilder YunGeomBuilder;

YunGeomBuilder *yun_geom_builder_new (YunGeomKind kind);
void            yun_geom_builder_free (YunGeomBuilder *self);

/** Begins a new part; for polygons the next ring is its outer ring. */
void yun_geom_builder_begin_part (YunGeomBuilder *self);
/** Begins a new ring in the part (for points and lines: the part's only ring). */
void yun_geom_builder_begin_ring (YunGeomBuilder *self);
void yun_geom_builder_add (YunGeomBuilder *self, double x, double y);

/**
 * yun_geom_builder_end:
 *
 * Frees the builder.
 *
 * Returns: (transfer full) (nullable): the shape, or NULL when it has no part,
 * a coordinate is not finite, or a ring has too few distinct vertices (1 for a
 * point, 2 for a line, 3 for a polygon)
 */
YunGeom *yun_geom_builder_end (YunGeomBuilder *self);

/**
 * YunGeomMapFunc: moves @n points in place; FALSE when one cannot be moved
 */
typedef gboolean (*YunGeomMapFunc) (YunPoint *points, guint n, gpointer user_data);

/** (transfer full) (nullable): @self with every vertex moved by @func; NULL when it said FALSE or a
 * result is not finite. */
YunGeom *yun_geom_map (const YunGeom *self, YunGeomMapFunc func, gpointer user_data);

/**
 * (transfer full): @self with outer rings clockwise and holes counter-clockwise
 * (the order of shapefiles) when @clockwise, else the reverse (GeoJSON, OGC).
 * Points and lines come back unchanged.
 */
YunGeom *yun_geom_orient (YunGeom *self, gboolean clockwise);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunGeom, yun_geom_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunGeomBuilder, yun_geom_builder_free)

G_END_DECLS
