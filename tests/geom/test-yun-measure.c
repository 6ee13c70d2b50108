/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-measure.h"
#include "yun-wkb.h"

#include <geodesic.h>
#include <math.h>

/* The survey formula is checked against these of domain.md 5.5. */
static const struct
{
  const char *wkt;
  double      area_m2;
  double      tolerance;
} areas_lonlat[] = {
  { "POLYGON ((121 31, 122 31, 122 32, 121 32))", 10533542701.65, 0.01 },
  { "POLYGON ((121 31, 121 32, 122 32, 122 31))", 10533542701.65, 0.01 },
  { "POLYGON ((121.20 31.00, 121.21 31.00, 121.21 31.01, 121.20 31.01))", 1058796.208, 0.001 },
  { "MULTIPOLYGON (((121 31, 122 31, 122 32, 121 32), (121.20 31.00, 121.21 31.00, 121.21 31.01,"
    " 121.20 31.01)), ((121.20 31.00, 121.21 31.00, 121.21 31.01, 121.20 31.01)))",
    10533542701.65, 0.01 },
  { "LINESTRING (121 31, 122 31, 122 32, 121 31)", 0, 0 },
  { "POINT (121 31)", 0, 0 },
};

static const struct
{
  const char *wkt;
  double      area;
  double      tolerance;
} areas_planar[] = {
  { "POLYGON ((0 0, 4 0, 4 3, 0 3))", 12, 0 },
  { "POLYGON ((0 0, 0 3, 4 3, 4 0), (1 1, 2 1, 2 2, 1 2))", 11, 0 },
  { "MULTIPOLYGON (((0 0, 4 0, 4 3, 0 3), (1 1, 1 2, 2 2, 2 1)), ((9 9, 10 9, 10 10)))", 11.5, 0 },
  /* 4549 eastings and northings: the products must not lose the last digits. */
  { "POLYGON ((519100.25 3431000.5, 519100.75 3431000.5, 519100.75 3431001, 519100.25 3431001))",
    0.25, 0 },
};

static YunGeom *
read_wkt (const char *text)
{
  g_autoptr (GError) error = NULL;
  YunGeom           *shape = yun_wkt_read (text, &error);

  g_assert_no_error (error);
  return shape;
}

static void
test_areas (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (areas_lonlat); i++)
    {
      g_autoptr (YunGeom) shape = read_wkt (areas_lonlat[i].wkt);

      g_test_message ("%s", areas_lonlat[i].wkt);
      g_assert_cmpfloat_with_epsilon (yun_measure_area_lonlat (shape), areas_lonlat[i].area_m2,
                                      areas_lonlat[i].tolerance + 1e-12);
    }
  for (guint i = 0; i < G_N_ELEMENTS (areas_planar); i++)
    {
      g_autoptr (YunGeom) shape = read_wkt (areas_planar[i].wkt);

      g_test_message ("%s", areas_planar[i].wkt);
      g_assert_cmpfloat_with_epsilon (yun_measure_area_planar (shape), areas_planar[i].area,
                                      areas_planar[i].tolerance + 1e-12);
    }
}

/* Small plots of any form: the survey formula is within 5e-6 of geodesic edges. */
static void
test_area_geodesic (void)
{
  g_autoptr (GRand)    rand = g_rand_new_with_seed (55);
  struct geod_geodesic ellipsoid;

  geod_init (&ellipsoid, 6378137, 1 / 298.257222101);
  for (guint i = 0; i < 300; i++)
    {
      YunGeomBuilder     *builder = yun_geom_builder_new (YUN_GEOM_POLYGON);
      g_autoptr (YunGeom) shape = NULL;
      double              x = g_rand_double_range (rand, 120.9, 121.5),
             y = g_rand_double_range (rand, 30.8, 31.2);
      double lons[12], lats[12], expected, length;

      yun_geom_builder_begin_part (builder);
      yun_geom_builder_begin_ring (builder);
      for (int k = 0; k < 12; k++)
        {
          double r = g_rand_double_range (rand, 0.0005, 0.002);

          lons[k] = x + r * cos (k * G_PI / 6);
          lats[k] = y + r * sin (k * G_PI / 6);
          yun_geom_builder_add (builder, lons[k], lats[k]);
        }
      shape = yun_geom_builder_end (builder);
      geod_polygonarea (&ellipsoid, lats, lons, 12, &expected, &length);
      g_assert_cmpfloat_with_epsilon (yun_measure_area_lonlat (shape) / expected, 1, 5e-6);
    }
}

static void
compare_distance (const struct geod_geodesic *ellipsoid,
                  double                      lon1,
                  double                      lat1,
                  double                      lon2,
                  double                      lat2,
                  double                      tolerance)
{
  double expected;

  geod_inverse (ellipsoid, lat1, lon1, lat2, lon2, &expected, NULL, NULL);
  g_assert_cmpfloat_with_epsilon (yun_measure_distance (lon1, lat1, lon2, lat2), expected,
                                  tolerance);
}

static void
test_distance (void)
{
  g_autoptr (GRand)    rand = g_rand_new_with_seed (1);
  struct geod_geodesic ellipsoid;

  geod_init (&ellipsoid, 6378137, 1 / 298.257222101);
  for (guint i = 0; i < 5000; i++)
    {
      double lon = g_rand_double_range (rand, 120.9, 121.5);
      double lat = g_rand_double_range (rand, 30.8, 31.2);

      compare_distance (&ellipsoid, lon, lat, lon + g_rand_double_range (rand, -0.01, 0.01),
                        lat + g_rand_double_range (rand, -0.01, 0.01), 1e-6);
      compare_distance (&ellipsoid, lon, lat, g_rand_double_range (rand, 73, 135),
                        g_rand_double_range (rand, 18, 54), 1e-3);
    }

  g_assert_cmpfloat (yun_measure_distance (121, 31, 121, 31), ==, 0);
  compare_distance (&ellipsoid, 179.5, 10, -179.5, 10, 1e-5);
  compare_distance (&ellipsoid, 0, 0, 1, 0, 1e-5);
  compare_distance (&ellipsoid, 0, 90, 55, 89, 1e-5);
  compare_distance (&ellipsoid, 0, -90, 0, 90, 1e4);
  compare_distance (&ellipsoid, 0, 0, 180, 0, 1e5);
  compare_distance (&ellipsoid, 0, 0.5, 179.7, -0.4, 1e5);
}

static YunGeom *
random_star (GRand *rand, double x, double y, double size)
{
  YunGeomBuilder *builder = yun_geom_builder_new (YUN_GEOM_POLYGON);
  int             n = g_rand_int_range (rand, 3, 20);

  yun_geom_builder_begin_part (builder);
  for (int hole = 0; hole < 2; hole++)
    {
      yun_geom_builder_begin_ring (builder);
      for (int k = 0; k < n; k++)
        {
          double r = hole ? size * 0.1 : size * g_rand_double_range (rand, 0.4, 1);

          yun_geom_builder_add (builder, x + r * cos (k * 2 * G_PI / n),
                                y + r * sin (k * 2 * G_PI / n));
        }
    }

  return yun_geom_builder_end (builder);
}

/* The nearest of many places on every edge, by geodesics. */
static double
sample_distance (const YunGeom *shape, double lon, double lat)
{
  double least = INFINITY;

  for (guint ring = 0; ring < yun_geom_get_n_rings (shape, 0); ring++)
    {
      guint           n;
      const YunPoint *points = yun_geom_get_ring (shape, 0, ring, &n);

      for (guint i = 0; i + 1 < n; i++)
        {
          for (int k = 0; k <= 400; k++)
            {
              double t = k / 400.0;
              double d =
                yun_measure_distance (lon, lat, points[i].x + t * (points[i + 1].x - points[i].x),
                                      points[i].y + t * (points[i + 1].y - points[i].y));

              least = MIN (least, d);
            }
        }
    }

  return least;
}

static void
test_distance_to (void)
{
  static const double reach[] = { 0.003, 0.03, 0.3, 0.7 };
  g_autoptr (GRand)   rand = g_rand_new_with_seed (3);

  for (guint i = 0; i < 120; i++)
    {
      double              size = reach[i % G_N_ELEMENTS (reach)];
      g_autoptr (YunGeom) shape = random_star (rand, 121.2, 31, size * 0.5);
      double              lon = 121.2 + g_rand_double_range (rand, -size, size);
      double              lat = 31 + g_rand_double_range (rand, -size, size);
      double              found = yun_measure_distance_to (shape, lon, lat);
      double              sampled = sample_distance (shape, lon, lat);

      if (yun_measure_contains (shape, lon, lat))
        {
          g_assert_cmpfloat (found, ==, 0);
          continue;
        }
      /* A place between two samples may be nearer, by less than this. */
      g_assert_cmpfloat (found, <=, sampled * (1 + 1e-4));
      g_assert_cmpfloat (found, >=, sampled * (1 - 1e-4) - size * 111000 / 400);
      if (sampled > size * 111000 / 20)
        g_assert_cmpfloat (found, >=, sampled * (1 - 4e-4));
    }
}

static void
test_distance_between (void)
{
  g_autoptr (GRand)   rand = g_rand_new_with_seed (4);
  g_autoptr (YunGeom) square = read_wkt ("POLYGON ((121 31, 121.01 31, 121.01 31.01, 121 31.01))");
  g_autoptr (YunGeom) inner = read_wkt ("POINT (121.005 31.005)");
  g_autoptr (YunGeom) cross = read_wkt ("LINESTRING (120.9 31.005, 121.1 31.005)");
  g_autoptr (YunGeom) wall = read_wkt ("LINESTRING (121.02 30, 121.02 32)");

  g_assert_cmpfloat (yun_measure_distance_between (square, inner), ==, 0);
  g_assert_cmpfloat (yun_measure_distance_between (cross, square), ==, 0);
  /* A long wall beside the square: at the corner nearer to the pole. */
  g_assert_cmpfloat_with_epsilon (yun_measure_distance_between (wall, square),
                                  yun_measure_distance (121.01, 31.01, 121.02, 31.01), 1e-3);

  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (YunGeom) a = random_star (rand, 121.2, 31, 0.02);
      g_autoptr (YunGeom) b = random_star (rand, 121.2 + g_rand_double (rand) * 0.1, 31.01, 0.02);
      double              forth = yun_measure_distance_between (a, b);
      double              least = INFINITY;

      g_assert_cmpfloat_with_epsilon (forth, yun_measure_distance_between (b, a), 1e-6);
      g_assert_true ((forth == 0) == yun_measure_intersects (a, b));
      if (forth == 0)
        continue;
      for (int k = 0; k < 2; k++)
        {
          const YunGeom  *from = k ? a : b, *to = k ? b : a;
          guint           n;
          const YunPoint *points = yun_geom_get_ring (from, 0, 0, &n);

          for (guint v = 0; v < n; v++)
            least = MIN (least, yun_measure_distance_to (to, points[v].x, points[v].y));
        }
      g_assert_cmpfloat_with_epsilon (forth, least, least * 1e-6);
    }
}

static void
test_grow (void)
{
  static const double  metres[] = { 1, 500, 20000, 300000 };
  g_autoptr (GRand)    rand = g_rand_new_with_seed (5);
  struct geod_geodesic ellipsoid;
  YunRect              same = { 121, 31, 122, 32 };
  YunRect              grown;

  geod_init (&ellipsoid, 6378137, 1 / 298.257222101);
  for (guint i = 0; i < 4000; i++)
    {
      double  lat = g_rand_double_range (rand, -80, 80), lon = g_rand_double_range (rand, 0, 120);
      double  d = metres[i % G_N_ELEMENTS (metres)];
      YunRect box = { lon, lat, lon + 0.5, lat + 0.5 };
      double  lat2, lon2;

      grown = yun_measure_grow_lonlat (&box, d);
      geod_direct (&ellipsoid, lat + (i & 4 ? 0.5 : 0), lon + (i & 8 ? 0.5 : 0),
                   g_rand_double_range (rand, -180, 180), d, &lat2, &lon2, NULL);
      g_assert_true (yun_rect_contains (&grown, lon2, lat2));
      /* And not much wider than needed where the land is. */
      if (d < 1000 && fabs (lat) < 55)
        g_assert_cmpfloat (grown.x1 - box.x1, <,
                           1.02 * d / (111000 * cos ((fabs (lat) + 0.5) * G_PI / 180)));
    }

  grown = yun_measure_grow_lonlat (&same, 0);
  g_assert_cmpmem (&grown, sizeof grown, &same, sizeof same);
  grown = yun_measure_grow_lonlat (&YUN_RECT_EMPTY, 100);
  g_assert_true (yun_rect_is_empty (&grown));
}

static void
test_mercator (void)
{
  static const struct
  {
    double lon, lat, x, y;
  } cases[] = {
    { 0, 0, 0.5, 0.5 },
    { -180, 85.0511287798066, 0, 0 },
    { 180, -85.0511287798066, 1, 1 },
    { 0, 90, 0.5, 0 },
    { 0, -90, 0.5, 1 },
    /* 13358338.8952, 3632749.1434 m in EPSG:3857 */
    { 120, 31, 0.5 + 1.0 / 3, 0.5 - 3632749.143384426 / 40075016.68557849 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      YunPoint p = yun_mercator_from_lonlat (cases[i].lon, cases[i].lat);

      g_assert_cmpfloat_with_epsilon (p.x, cases[i].x, 1e-12);
      g_assert_cmpfloat_with_epsilon (p.y, cases[i].y, 1e-12);
      p = yun_mercator_to_lonlat (p.x, p.y);
      g_assert_cmpfloat_with_epsilon (p.x, cases[i].lon, 1e-9);
      g_assert_cmpfloat_with_epsilon (
        p.y, CLAMP (cases[i].lat, -85.0511287798066, 85.0511287798066), 1e-9);
    }
}

static void
test_round (void)
{
  static const struct
  {
    double most, length;
  } cases[] = {
    { 9000, 5000 }, { 5000, 5000 }, { 4999, 2000 }, { 2000, 2000 }, { 1999, 1000 },
    { 1000, 1000 }, { 999, 500 },   { 10, 10 },     { 1, 1 },       { 0.7, 0.5 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpfloat_with_epsilon (yun_measure_round (cases[i].most), cases[i].length, 1e-9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/geom/measure/areas", test_areas);
  g_test_add_func ("/geom/measure/area-geodesic", test_area_geodesic);
  g_test_add_func ("/geom/measure/distance", test_distance);
  g_test_add_func ("/geom/measure/distance-to", test_distance_to);
  g_test_add_func ("/geom/measure/distance-between", test_distance_between);
  g_test_add_func ("/geom/measure/grow", test_grow);
  g_test_add_func ("/geom/measure/mercator", test_mercator);
  g_test_add_func ("/geom/measure/round", test_round);

  return g_test_run ();
}
