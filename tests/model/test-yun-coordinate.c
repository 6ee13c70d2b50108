/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-coordinate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void
check_case (char **words, guint line)
{
  static const char *const errors[] = { "none", "wrong", "outside", "system" };
  static const char *const systems[] = { "lonlat", "metres", "gcj02", "bd09" };
  g_autoptr (GError)       error = NULL;
  YunCoordinate            c;
  gboolean                 ok;

  g_strdelimit (words[0], "|", ' ');
  g_test_message ("coordinates.txt:%u %s", line, words[0]);
  ok = yun_coordinate_parse (words[0], &c, &error);
  for (int i = 0; i < 4; i++)
    if (strcmp (words[1], errors[i]) == 0)
      {
        g_assert_error (error, YUN_COORDINATE_ERROR, i);
        g_assert_false (ok);
        return;
      }
  g_assert_no_error (error);
  g_assert_true (ok);
  if (g_ascii_isdigit (*words[1]))
    {
      g_assert_cmpint (c.system, ==, YUN_COORDINATE_METRES);
      g_assert_cmpint (c.srid, ==, atoi (words[1]));
    }
  else
    g_assert_cmpstr (systems[c.system], ==, words[1]);
  g_assert_cmpfloat_with_epsilon (c.x, g_ascii_strtod (words[2], NULL), 1e-9);
  g_assert_cmpfloat_with_epsilon (c.y, g_ascii_strtod (words[3], NULL), 1e-9);
}

static void
test_table (void)
{
  g_autofree char   *path = g_build_filename (g_getenv ("YUN_SOURCE_DIR"), "tests", "model", "data",
                                              "coordinates.txt", NULL);
  g_autofree char   *text = NULL;
  g_auto (GStrv)     lines = NULL;
  g_autoptr (GError) error = NULL;
  guint              cases = 0;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (lines[i], " ", -1);

      if (*lines[i] == '#' || *lines[i] == '\0')
        continue;
      g_assert_cmpuint (g_strv_length (words), >=, 2);
      check_case (words, i + 1);
      cases++;
    }
  g_assert_cmpuint (cases, >, 60);
}

/* What is printed is read as the same place, in every system and both ways to write degrees. */
static void
test_round_trip (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (31);

  for (int i = 0; i < 4000; i++)
    {
      YunCoordinate      c = { .system = (YunCoordinateSystem) g_rand_int_range (rand, 0, 4) };
      YunDegrees         degrees = (YunDegrees) g_rand_int_range (rand, 0, 2);
      YunCoordinate      back = { 0 };
      g_autofree char   *text = NULL;
      g_autoptr (GError) error = NULL;
      double             slack = degrees == YUN_DEGREES_DMS ? 1.5e-6 : 6e-7;

      if (c.system == YUN_COORDINATE_METRES)
        {
          int zone = g_rand_int_range (rand, 25, 46);

          c.srid = 4488 + zone;
          c.x = zone * 1e6 + g_rand_double_range (rand, 340e3, 660e3);
          c.y = g_rand_double_range (rand, 2e6, 5.9e6);
          slack = 0.006;
        }
      else
        {
          c.x = g_rand_double_range (rand, YUN_CHINA_WEST + 0.01, YUN_CHINA_EAST - 0.01);
          c.y = g_rand_double_range (rand, YUN_CHINA_SOUTH + 0.01, YUN_CHINA_NORTH - 0.01);
        }
      text = yun_coordinate_format (&c, degrees);
      yun_coordinate_parse (text, &back, &error);
      g_assert_no_error (error);
      g_assert_cmpint (back.system, ==, c.system);
      g_assert_cmpint (back.srid, ==, c.srid);
      g_assert_cmpfloat_with_epsilon (back.x, c.x, slack);
      g_assert_cmpfloat_with_epsilon (back.y, c.y, slack);
    }
}

static void
test_format (void)
{
  YunCoordinate    c = { .system = YUN_COORDINATE_LONLAT, .x = 121.99999999, .y = 31.12 };
  g_autofree char *decimal = yun_coordinate_format (&c, YUN_DEGREES_DECIMAL);
  g_autofree char *dms = yun_coordinate_format (&c, YUN_DEGREES_DMS);

  g_assert_cmpstr (decimal, ==, "122.000000, 31.120000");
  g_assert_cmpstr (dms, ==, "31°07′12.00″N 122°00′00.00″E");
}

static void
test_zones (void)
{
  g_assert_cmpint (yun_coordinate_get_zone_srid (121.2), ==, 4528);
  g_assert_cmpint (yun_coordinate_get_zone_srid (121.49), ==, 4528);
  g_assert_cmpint (yun_coordinate_get_zone_srid (121.51), ==, 4529);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/coordinate/table", test_table);
  g_test_add_func ("/coordinate/round-trip", test_round_trip);
  g_test_add_func ("/coordinate/format", test_format);
  g_test_add_func ("/coordinate/zones", test_zones);
  return g_test_run ();
}
