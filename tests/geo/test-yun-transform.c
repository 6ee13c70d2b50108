/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-transform.h"
#include "geo-test.h"

#include <math.h>
#include <string.h>

static void
transform_case_cb (char **words, guint n, guint line)
{
  g_autoptr (YunTransform) transform = NULL;
  g_autoptr (GError)       error = NULL;
  YunPoint                 p;

  g_test_message ("transform.txt:%u %s -> %s", line, words[0], words[1]);
  g_assert_cmpuint (n, ==, 7);
  transform = yun_transform_new (words[0], words[1], &error);
  g_assert_no_error (error);
  p.x = g_ascii_strtod (words[2], NULL);
  p.y = g_ascii_strtod (words[3], NULL);
  g_assert_true (yun_transform_points (transform, &p, 1, &error));
  g_assert_no_error (error);
  g_test_message ("%.6f %.6f", p.x, p.y);
  g_assert_cmpfloat_with_epsilon (p.x, g_ascii_strtod (words[4], NULL),
                                  g_ascii_strtod (words[6], NULL) + 1e-300);
  g_assert_cmpfloat_with_epsilon (p.y, g_ascii_strtod (words[5], NULL),
                                  g_ascii_strtod (words[6], NULL) + 1e-300);
}

static void
test_cases (void)
{
  geo_test_each_case ("transform.txt", transform_case_cb);
}

static void
error_case_cb (char **words, guint n, guint line)
{
  g_autoptr (YunTransform) transform = NULL;
  g_autoptr (GError)       error = NULL;

  g_test_message ("transform-errors.txt:%u %s -> %s", line, words[0], words[1]);
  g_assert_cmpuint (n, ==, 3);
  transform = yun_transform_new (words[0], words[1], &error);
  if (strcmp (words[2], "ok") == 0)
    {
      g_assert_no_error (error);
      g_assert_nonnull (transform);
      return;
    }
  g_assert_null (transform);
  if (strcmp (words[2], "ballpark") == 0)
    g_assert_error (error, YUN_GEO_ERROR, YUN_GEO_ERROR_BALLPARK);
  else
    g_assert_error (error, YUN_GEO_ERROR, YUN_GEO_ERROR_CRS);
}

static void
test_errors (void)
{
  geo_test_each_case ("transform-errors.txt", error_case_cb);
}

/* There and back again within a tenth of a millimetre, in every system that is offered. */
static void
test_round_trip (void)
{
  for (const YunCrs *crs = yun_crs_list (); crs->id != NULL; crs++)
    {
      g_autoptr (GError)       error = NULL;
      g_autoptr (YunTransform) there = yun_transform_new ("EPSG:4490", crs->id, &error);
      g_autoptr (YunTransform) back = NULL;
      g_autofree YunPoint     *points = g_new (YunPoint, 2000);
      g_autofree YunPoint     *before = NULL;

      g_assert_no_error (error);
      back = yun_transform_new (crs->id, "EPSG:4490", &error);
      g_assert_no_error (error);
      for (guint i = 0; i < 2000; i++)
        {
          points[i].x = g_test_rand_double_range (120.9, 121.6);
          points[i].y = g_test_rand_double_range (30.8, 31.3);
        }
      before = g_memdup2 (points, 2000 * sizeof *points);
      g_assert_true (yun_transform_points (there, points, 2000, &error));
      g_assert_no_error (error);
      /* Guards against swapped axes, which the way back would hide. */
      for (guint i = 1; i < 2000; i++)
        if (fabs (before[i].x - before[0].x) > 0.1)
          g_assert_true ((points[i].x > points[0].x) == (before[i].x > before[0].x));
      g_assert_true (yun_transform_points (back, points, 2000, &error));
      g_assert_no_error (error);
      for (guint i = 0; i < 2000; i++)
        {
          g_assert_cmpfloat_with_epsilon (points[i].x, before[i].x, 1e-9);
          g_assert_cmpfloat_with_epsilon (points[i].y, before[i].y, 1e-9);
        }
    }
}

static void
test_bad_coordinates (void)
{
  static const YunPoint bad[] = {
    { NAN, 31.0 },       { 121.0, NAN },   { INFINITY, 31.0 }, { 121.0, 91.0 },
    { 121.0, -3000000 }, { 614489, 31.0 }, { 31.1, 121.2 },
  };
  static const char *const targets[] = { "4549", "3857", "4326", "4490" };

  for (guint t = 0; t < G_N_ELEMENTS (targets); t++)
    {
      g_autoptr (YunTransform) transform = yun_transform_new ("4490", targets[t], NULL);

      g_assert_nonnull (transform);
      for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
        {
          g_autoptr (GError)   error = NULL;
          g_autofree YunPoint *points = g_new (YunPoint, 1500);

          /* Anywhere in a long run. */
          for (guint k = 0; k < 1500; k++)
            points[k] = (YunPoint){ 121.2, 31.1 };
          points[g_test_rand_int_range (0, 1500)] = bad[i];
          g_test_message ("%s %g %g", targets[t], bad[i].x, bad[i].y);
          g_assert_false (yun_transform_points (transform, points, 1500, &error));
          g_assert_error (error, YUN_GEO_ERROR, YUN_GEO_ERROR_COORDINATE);
        }
    }
}

static void
test_geom (void)
{
  g_autoptr (YunTransform) there = yun_transform_new ("4490", "4549", NULL);
  g_autoptr (YunTransform) same = yun_transform_new ("4490", "EPSG:4490", NULL);
  g_autoptr (GError)       error = NULL;
  YunRect                  box = { 121.2, 31.1, 121.21, 31.11 };
  g_autoptr (YunGeom)      geom = yun_geom_new_box (&box);
  g_autoptr (YunGeom)      moved = yun_transform_geom (there, geom, &error);
  g_autoptr (YunGeom)      kept = NULL;
  g_autoptr (YunGeom)      wild = yun_geom_new_point (121.0, 95.0);

  g_assert_no_error (error);
  g_assert_cmpint (yun_geom_get_kind (moved), ==, YUN_GEOM_POLYGON);
  g_assert_cmpuint (yun_geom_get_n_points (moved), ==, yun_geom_get_n_points (geom));
  g_assert_cmpfloat_with_epsilon (yun_geom_get_box (moved)->x0, 614489.0, 500.0);
  kept = yun_transform_geom (same, geom, &error);
  g_assert_no_error (error);
  g_assert_true (yun_geom_equal (kept, geom));
  g_assert_null (yun_transform_geom (there, wild, &error));
  g_assert_error (error, YUN_GEO_ERROR, YUN_GEO_ERROR_COORDINATE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/transform/cases", test_cases);
  g_test_add_func ("/transform/errors", test_errors);
  g_test_add_func ("/transform/round-trip", test_round_trip);
  g_test_add_func ("/transform/bad-coordinates", test_bad_coordinates);
  g_test_add_func ("/transform/geom", test_geom);
  return g_test_run ();
}
