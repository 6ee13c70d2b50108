/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-geom"

#include "config.h"

#include "yun-measure.h"

#include "yun-geom-private.h"
#include "yun-measure-private.h"

#include <math.h>

#define DEGREE (G_PI / 180.0)
#define MERCATOR_LAT 85.0511287798066

typedef double (*RingAreaFunc) (const YunPoint *points, guint n);

/*
 * The land survey rule: the area between an edge and a meridian, in a series of
 * sines of multiples of half the latitude difference and cosines of multiples of
 * the middle latitude (domain.md 5.5). The multiples come from recurrences, so an
 * edge costs four trigonometric calls.
 */
static double
ring_area_lonlat (const YunPoint *points, guint n)
{
  const double e2 = YUN_ELLIPSOID_E2, e4 = e2 * e2, e6 = e4 * e2, e8 = e4 * e4;
  const double b = YUN_ELLIPSOID_A * (1 - YUN_ELLIPSOID_F);
  const double c[5] = {
    1 + 3.0 / 6 * e2 + 30.0 / 80 * e4 + 35.0 / 112 * e6 + 630.0 / 2304 * e8,
    -(1.0 / 6 * e2 + 15.0 / 80 * e4 + 21.0 / 112 * e6 + 420.0 / 2304 * e8),
    3.0 / 80 * e4 + 7.0 / 112 * e6 + 180.0 / 2304 * e8,
    -(1.0 / 112 * e6 + 45.0 / 2304 * e8),
    5.0 / 2304 * e8,
  };
  double sum = 0;

  for (guint i = 0; i + 1 < n; i++)
    {
      const YunPoint *p = &points[i], *q = &points[i + 1];
      double          half = (q->y - p->y) * (DEGREE / 2);
      double          middle = (p->y + q->y) * (DEGREE / 2);
      double          lon = ((p->x - points[0].x) + (q->x - points[0].x)) * (DEGREE / 2);
      double          s = sin (half), s_before = -s, s_step = 2 * (1 - 2 * s * s);
      double          k = cos (middle), k_before = k, k_step = 2 * (2 * k * k - 1);
      double          strip = 0;

      if (half == 0 || lon == 0)
        continue;
      for (guint j = 0; j < G_N_ELEMENTS (c); j++)
        {
          double s_next = s_step * s - s_before, k_next = k_step * k - k_before;

          strip += c[j] * s * k;
          s_before = s;
          s = s_next;
          k_before = k;
          k = k_next;
        }
      sum += lon * strip;
    }

  return fabs (2 * b * b * sum);
}

static double
ring_area_planar (const YunPoint *points, guint n)
{
  double sum = 0;

  for (guint i = 1; i + 1 < n; i++)
    {
      double ax = points[i].x - points[0].x, ay = points[i].y - points[0].y;
      double bx = points[i + 1].x - points[0].x, by = points[i + 1].y - points[0].y;

      sum += ax * by - bx * ay;
    }

  return fabs (sum) / 2;
}

static double
part_area (const YunGeom *self, guint part, RingAreaFunc ring_area)
{
  double area = 0;
  guint  first, end;

  yun_geom_get_part_rings (self, part, &first, &end);
  for (guint ring = first; ring < end; ring++)
    {
      guint           n;
      const YunPoint *points = yun_geom_peek_ring (self, ring, &n);
      double          a = ring_area (points, n);

      area += ring == first ? a : -a;
    }

  return area;
}

static double
shape_area (const YunGeom *self, RingAreaFunc ring_area)
{
  double area = 0;

  if (self->kind != YUN_GEOM_POLYGON)
    return 0;

  for (guint part = 0; part < self->n_parts; part++)
    area += part_area (self, part, ring_area);

  return area;
}

double
yun_measure_area_lonlat (const YunGeom *self)
{
  return shape_area (self, ring_area_lonlat);
}

double
yun_measure_area_planar (const YunGeom *self)
{
  return shape_area (self, ring_area_planar);
}

double
yun_measure_part_area_planar (const YunGeom *self, guint part)
{
  return part_area (self, part, ring_area_planar);
}

/* On a sphere of the mean radius, for points almost opposite to each other. */
static double
great_circle (double lon, double lat1, double lat2)
{
  double s_lat = sin ((lat2 - lat1) / 2), s_lon = sin (lon / 2);
  double h = s_lat * s_lat + cos (lat1) * cos (lat2) * s_lon * s_lon;

  return YUN_ELLIPSOID_A * (1 - YUN_ELLIPSOID_F / 3) * 2 * asin (MIN (1.0, sqrt (h)));
}

double
yun_measure_distance (double lon1, double lat1, double lon2, double lat2)
{
  const double f = YUN_ELLIPSOID_F, b = YUN_ELLIPSOID_A * (1 - f);
  double       lon = remainder (lon2 - lon1, 360.0) * DEGREE;
  double       u1 = atan ((1 - f) * tan (lat1 * DEGREE)), u2 = atan ((1 - f) * tan (lat2 * DEGREE));
  double       su1 = sin (u1), cu1 = cos (u1), su2 = sin (u2), cu2 = cos (u2);
  double       lambda = lon;

  if (lon == 0 && lat1 == lat2)
    return 0;

  for (int i = 0; i < 100; i++)
    {
      double sl = sin (lambda), cl = cos (lambda);
      double east = cu2 * sl, north = cu1 * su2 - su1 * cu2 * cl;
      double s_sigma = hypot (east, north), c_sigma = su1 * su2 + cu1 * cu2 * cl;
      double sigma, s_alpha, c2_alpha, c_2m, c, before = lambda;
      double k2, big_a, big_b, delta;

      if (s_sigma == 0) /* the same point, or opposite ones */
        return c_sigma > 0 ? 0 : great_circle (lon, lat1 * DEGREE, lat2 * DEGREE);

      sigma = atan2 (s_sigma, c_sigma);
      s_alpha = cu1 * cu2 * sl / s_sigma;
      c2_alpha = 1 - s_alpha * s_alpha;
      c_2m = c2_alpha > 0 ? c_sigma - 2 * su1 * su2 / c2_alpha : 0; /* 0: along the equator */
      c = f / 16 * c2_alpha * (4 + f * (4 - 3 * c2_alpha));
      lambda = lon + (1 - c) * f * s_alpha *
                       (sigma + c * s_sigma * (c_2m + c * c_sigma * (2 * c_2m * c_2m - 1)));
      if (fabs (lambda) > G_PI)
        break;
      if (fabs (lambda - before) > 1e-13)
        continue;

      k2 = c2_alpha * (YUN_ELLIPSOID_A * YUN_ELLIPSOID_A - b * b) / (b * b);
      big_a = 1 + k2 / 16384 * (4096 + k2 * (-768 + k2 * (320 - 175 * k2)));
      big_b = k2 / 1024 * (256 + k2 * (-128 + k2 * (74 - 47 * k2)));
      delta = big_b * s_sigma *
              (c_2m + big_b / 4 *
                        (c_sigma * (2 * c_2m * c_2m - 1) -
                         big_b / 6 * c_2m * (4 * s_sigma * s_sigma - 3) * (4 * c_2m * c_2m - 3)));
      return b * big_a * (sigma - delta);
    }

  return great_circle (lon, lat1 * DEGREE, lat2 * DEGREE);
}

YunRect
yun_measure_grow_lonlat (const YunRect *box, double metres)
{
  /* The least length of a degree of latitude is at the equator, of longitude at the pole side. */
  const double metres_a_lat = YUN_ELLIPSOID_A * (1 - YUN_ELLIPSOID_E2) * DEGREE;
  YunRect      grown;
  double       far_lat, d_lon;

  if (yun_rect_is_empty (box) || !(metres > 0))
    return *box;

  grown = yun_rect_grow (box, 0, metres / metres_a_lat);
  grown.y0 = MAX (grown.y0, -90.0);
  grown.y1 = MIN (grown.y1, 90.0);
  far_lat = MAX (fabs (grown.y0), fabs (grown.y1));
  d_lon = far_lat < 90 ? metres / (YUN_ELLIPSOID_A * cos (far_lat * DEGREE) * DEGREE) : 360;

  return yun_rect_grow (&grown, MIN (d_lon, 360.0), 0);
}

YunPoint
yun_mercator_from_lonlat (double lon, double lat)
{
  double s = sin (CLAMP (lat, -MERCATOR_LAT, MERCATOR_LAT) * DEGREE);

  return (YunPoint){ lon / 360 + 0.5, 0.5 - atanh (s) / (2 * G_PI) };
}

YunPoint
yun_mercator_to_lonlat (double x, double y)
{
  return (YunPoint){ (x - 0.5) * 360, atan (sinh ((0.5 - y) * 2 * G_PI)) / DEGREE };
}

double
yun_measure_round (double most)
{
  double power;

  g_return_val_if_fail (most > 0 && isfinite (most), 1);

  power = pow (10, floor (log10 (most)));
  return power * (most / power >= 5 ? 5 : most / power >= 2 ? 2 : 1);
}
