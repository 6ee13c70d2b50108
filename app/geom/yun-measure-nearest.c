/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-geom"

#include "config.h"

#include "yun-measure.h"

#include "yun-geom-private.h"
#include "yun-measure-private.h"

#include <math.h>

#define DEGREE (G_PI / 180.0)

/* The plane around a point: what a degree is worth there. */
typedef struct
{
  YunPoint origin;
  double   sin_lat;
  double   cos_lat;
  double   metres_a_lon;
  double   metres_a_lat;
} Plane;

typedef struct
{
  double   distance2; /* in square metres, of the plane */
  YunPoint from;
  YunPoint place;
} Nearest;

static Plane
plane_at (const YunPoint *origin)
{
  double s = sin (origin->y * DEGREE), c = cos (origin->y * DEGREE);
  double w2 = 1 - YUN_ELLIPSOID_E2 * s * s, w = sqrt (w2);

  return (Plane){
    *origin,
    s,
    c,
    YUN_ELLIPSOID_A / w * c * DEGREE,
    YUN_ELLIPSOID_A * (1 - YUN_ELLIPSOID_E2) / (w2 * w) * DEGREE,
  };
}

/*
 * Squared distance of the origin to (@dx, @dy) in degrees from it, with
 * the length of a degree of longitude taken half-way: candidates in different
 * directions must be comparable to much better than one in a thousand.
 */
static double
distance2_in_plane (const Plane *plane, double dx, double dy)
{
  double half = dy * (DEGREE / 2);
  double shrink = 1 - half * half / 2;
  double x;

  if (plane->cos_lat > 1e-9)
    shrink -= half * plane->sin_lat / plane->cos_lat;
  x = dx * plane->metres_a_lon * shrink;
  dy *= plane->metres_a_lat;

  return x * x + dy * dy;
}

static void
try_edge (const Plane *plane, const YunPoint *a, const YunPoint *b, Nearest *nearest)
{
  double ax = a->x - plane->origin.x, ay = a->y - plane->origin.y;
  double dx = b->x - a->x, dy = b->y - a->y;
  double kx = plane->metres_a_lon * plane->metres_a_lon;
  double ky = plane->metres_a_lat * plane->metres_a_lat;
  double length2 = dx * dx * kx + dy * dy * ky;
  double t = 0, distance2;

  if (length2 > 0)
    t = CLAMP (-(ax * dx * kx + ay * dy * ky) / length2, 0.0, 1.0);

  distance2 = distance2_in_plane (plane, ax + t * dx, ay + t * dy);
  if (distance2 < nearest->distance2)
    {
      nearest->distance2 = distance2;
      nearest->from = plane->origin;
      nearest->place = t == 1 ? *b : (YunPoint){ a->x + t * dx, a->y + t * dy };
    }
}

static void
try_shape (const Plane *plane, const YunGeom *shape, Nearest *nearest)
{
  for (guint ring = 0; ring < shape->n_rings; ring++)
    {
      guint           n;
      const YunPoint *points = yun_geom_peek_ring (shape, ring, &n);

      if (n == 1)
        try_edge (plane, points, points, nearest);
      for (guint i = 0; i + 1 < n; i++)
        try_edge (plane, &points[i], &points[i + 1], nearest);
    }
}

/* The least distance of two shapes apart is at a vertex of one of them. */
static void
try_vertices (const YunGeom *from, const YunGeom *shape, Nearest *nearest)
{
  for (guint i = 0; i < from->n_points; i++)
    {
      Plane plane = plane_at (&from->points[i]);

      try_shape (&plane, shape, nearest);
    }
}

static double
measure_nearest (const Nearest *nearest)
{
  return yun_measure_distance (nearest->from.x, nearest->from.y, nearest->place.x,
                               nearest->place.y);
}

double
yun_measure_distance_to (const YunGeom *shape, double lon, double lat)
{
  YunPoint origin = { lon, lat };
  Plane    plane;
  Nearest  nearest = { .distance2 = INFINITY };

  if (yun_measure_contains (shape, lon, lat))
    return 0;

  plane = plane_at (&origin);
  try_shape (&plane, shape, &nearest);

  return measure_nearest (&nearest);
}

double
yun_measure_distance_between (const YunGeom *a, const YunGeom *b)
{
  Nearest nearest = { .distance2 = INFINITY };

  if (yun_measure_intersects (a, b))
    return 0;

  try_vertices (a, b, &nearest);
  try_vertices (b, a, &nearest);

  return measure_nearest (&nearest);
}
