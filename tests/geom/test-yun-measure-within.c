/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-measure.h"
#include "yun-wkb.h"

#define GEOS_USE_ONLY_R_API
#include <geos_c.h>
#include <math.h>

#define LON 121.2
#define LAT 31.0

static YunGeom *
read_wkt (const char *text)
{
  g_autoptr (GError) error = NULL;
  YunGeom           *shape = yun_wkt_read (text, &error);

  g_assert_no_error (error);
  return shape;
}

static gboolean
are_corners_near (const YunGeom *shape, const YunGeom *place, double metres)
{
  for (guint part = 0; part < yun_geom_get_n_parts (shape); part++)
    {
      guint           n;
      const YunPoint *ring = yun_geom_get_ring (shape, part, 0, &n);

      for (guint i = 0; i < n; i++)
        if (yun_measure_distance_to (place, ring[i].x, ring[i].y) > metres)
          return FALSE;
    }
  return TRUE;
}

/* ---- Shapes whose corners deceive ------------------------------------------------ */

static void
test_corners (void)
{
  static const struct
  {
    const char *town, *place;
    double      metres;
    gboolean    all;
  } cases[] = {
    /* A frame open in the east around a town: its corners are 95 m away, its middle 900 m. */
    { "POLYGON ((121.201 31.001, 121.219 31.001, 121.219 31.019, 121.201 31.019))",
      "POLYGON ((121.2 31, 121.22 31, 121.22 31.0001, 121.2001 31.0001, 121.2001 31.0199,"
      " 121.22 31.0199, 121.22 31.02, 121.2 31.02))",
      300, FALSE },
    { "POLYGON ((121.201 31.001, 121.219 31.001, 121.219 31.019, 121.201 31.019))",
      "POLYGON ((121.2 31, 121.22 31, 121.22 31.0001, 121.2001 31.0001, 121.2001 31.0199,"
      " 121.22 31.0199, 121.22 31.02, 121.2 31.02))",
      1200, TRUE },
    /* Two parts at the ends of a town: the edges between are 900 m from either. */
    { "POLYGON ((121.2 31, 121.22 31, 121.22 31.002, 121.2 31.002))",
      "MULTIPOLYGON (((121.199 31, 121.2 31, 121.2 31.002, 121.199 31.002)),"
      " ((121.22 31, 121.221 31, 121.221 31.002, 121.22 31.002)))",
      500, FALSE },
    { "POLYGON ((121.2 31, 121.22 31, 121.22 31.002, 121.2 31.002))",
      "MULTIPOLYGON (((121.199 31, 121.2 31, 121.2 31.002, 121.199 31.002)),"
      " ((121.22 31, 121.221 31, 121.221 31.002, 121.22 31.002)))",
      1000, TRUE },
    { "LINESTRING (121.2 31, 121.22 31)", "MULTIPOINT ((121.2 31), (121.22 31))", 500, FALSE },
    { "LINESTRING (121.2 31, 121.22 31)", "MULTIPOINT ((121.2 31), (121.22 31))", 1000, TRUE },
    /* A hole is no part of a place, and what is covered is there for every distance. */
    { "POLYGON ((121.201 31.001, 121.219 31.001, 121.219 31.019, 121.201 31.019))",
      "POLYGON ((121.2 31, 121.22 31, 121.22 31.02, 121.2 31.02),"
      " (121.205 31.005, 121.215 31.005, 121.215 31.015, 121.205 31.015))",
      300, FALSE },
    { "POLYGON ((121.201 31.001, 121.219 31.001, 121.219 31.019, 121.201 31.019))",
      "POLYGON ((121.2 31, 121.22 31, 121.22 31.02, 121.2 31.02))", 0, TRUE },
    { "POLYGON ((121.201 31.001, 121.219 31.001, 121.219 31.019, 121.201 31.019))",
      "POINT (121.21 31.01)", 1400, TRUE },
    { "POINT (121.21 31.01)", "MULTIPOINT ((121.2 31), (121.22 31.02))", 1500, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (YunGeom) town = read_wkt (cases[i].town);
      g_autoptr (YunGeom) place = read_wkt (cases[i].place);

      g_test_message ("%s within %g m of %s", cases[i].town, cases[i].metres, cases[i].place);
      g_assert_true (are_corners_near (town, place, cases[i].metres));
      g_assert_cmpint (yun_measure_all_near (town, place, cases[i].metres), ==, cases[i].all);
    }
}

/* ---- The same by GEOS, in a plane of metres --------------------------------------- */

static gboolean
to_plane_cb (YunPoint *points, guint n, gpointer user_data)
{
  const YunPoint *scale = user_data;

  for (guint i = 0; i < n; i++)
    points[i] = (YunPoint){ (points[i].x - LON) * scale->x, (points[i].y - LAT) * scale->y };
  return TRUE;
}

static GEOSGeometry *
to_geos (GEOSContextHandle_t geos, const YunGeom *shape)
{
  YunPoint            scale = { yun_measure_distance (LON, LAT, LON + 0.1, LAT) / 0.1,
                                yun_measure_distance (LON, LAT - 0.05, LON, LAT + 0.05) / 0.1 };
  g_autoptr (YunGeom) plane = yun_geom_map (shape, to_plane_cb, &scale);
  g_autoptr (GBytes)  wkb = yun_wkb_write (plane);
  GEOSWKBReader      *reader = GEOSWKBReader_create_r (geos);
  GEOSGeometry       *g =
    GEOSWKBReader_read_r (geos, reader, g_bytes_get_data (wkb, NULL), g_bytes_get_size (wkb));

  GEOSWKBReader_destroy_r (geos, reader);
  g_assert_nonnull (g);
  return g;
}

static gboolean
is_in_buffer (GEOSContextHandle_t geos,
              const GEOSGeometry *shape,
              const GEOSGeometry *place,
              double              metres)
{
  GEOSGeometry *buffer = GEOSBuffer_r (geos, place, metres, 64);
  gboolean      in = GEOSCovers_r (geos, buffer, shape) == 1;

  GEOSGeom_destroy_r (geos, buffer);
  return in;
}

/* A star, or two of them apart. */
static YunGeom *
random_stars (GRand *rand, int n_parts)
{
  YunGeomBuilder *builder = yun_geom_builder_new (YUN_GEOM_POLYGON);
  double          x = LON + g_rand_double_range (rand, -0.02, 0.02);
  double          y = LAT + g_rand_double_range (rand, -0.02, 0.02);

  for (int part = 0; part < n_parts; part++)
    {
      int n = g_rand_int_range (rand, 3, 12);

      yun_geom_builder_begin_part (builder);
      yun_geom_builder_begin_ring (builder);
      for (int k = 0; k < n; k++)
        {
          double r = g_rand_double_range (rand, 0.003, 0.02);

          yun_geom_builder_add (builder, x + part * 0.045 + r * cos (k * 2 * G_PI / n),
                                y + r * sin (k * 2 * G_PI / n));
        }
    }
  return yun_geom_builder_end (builder);
}

static void
test_buffers (void)
{
  GEOSContextHandle_t geos = GEOS_init_r ();
  g_autoptr (GRand)   rand = g_rand_new_with_seed (17);
  guint               n_sure = 0, n_not = 0, n_deceived = 0;

  for (guint i = 0; i < 600; i++)
    {
      g_autoptr (YunGeom) town = random_stars (rand, 1);
      g_autoptr (YunGeom) place = random_stars (rand, g_rand_int_range (rand, 1, 3));
      double              metres = g_rand_double_range (rand, 200, 4000);
      double              margin = 5 + metres * 0.01;
      GEOSGeometry       *a = to_geos (geos, town), *b = to_geos (geos, place);
      gboolean            all = yun_measure_all_near (town, place, metres);

      if (is_in_buffer (geos, a, b, metres - margin))
        {
          g_assert_true (all);
          n_sure++;
        }
      else if (!is_in_buffer (geos, a, b, metres + margin))
        {
          g_assert_false (all);
          n_not++;
          n_deceived += are_corners_near (town, place, metres);
        }
      GEOSGeom_destroy_r (geos, a);
      GEOSGeom_destroy_r (geos, b);
    }
  g_test_message ("%u sure, %u not, of them %u by their corners", n_sure, n_not, n_deceived);
  g_assert_cmpuint (n_sure, >, 100);
  g_assert_cmpuint (n_not, >, 100);
  g_assert_cmpuint (n_deceived, >, 0);
  GEOS_finish_r (geos);
}

static void
test_every_two (void)
{
  g_autoptr (YunGeom) a = read_wkt ("POLYGON ((121.2 31, 121.21 31, 121.21 31.01))");
  g_autoptr (YunGeom) b = read_wkt ("POLYGON ((121.22 31, 121.23 31, 121.23 31.01))");
  double              farthest = yun_measure_distance (121.2, 31, 121.23, 31.01);

  g_assert_true (yun_measure_every_two_near (a, b, farthest + 0.001));
  g_assert_false (yun_measure_every_two_near (a, b, farthest - 0.001));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/geom/measure/within/corners", test_corners);
  g_test_add_func ("/geom/measure/within/buffers", test_buffers);
  g_test_add_func ("/geom/measure/within/every-two", test_every_two);

  return g_test_run ();
}
