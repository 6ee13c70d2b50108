/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-china-shift.h"
#include "yun-locator.h"
#include "geo-test.h"

#include <math.h>

static void
shift_case_cb (char **words, guint n, guint line)
{
  YunPoint p, gcj, bd;
  double   slack;

  g_assert_cmpuint (n, ==, 7);
  g_test_message ("china-shift.txt:%u", line);
  p = (YunPoint){ g_ascii_strtod (words[0], NULL), g_ascii_strtod (words[1], NULL) };
  slack = g_ascii_strtod (words[6], NULL);
  gcj = yun_china_to_gcj02 (p);
  bd = yun_china_to_bd09 (p);
  if (*words[2] != '-')
    {
      g_assert_cmpfloat_with_epsilon (gcj.x, g_ascii_strtod (words[2], NULL), slack);
      g_assert_cmpfloat_with_epsilon (gcj.y, g_ascii_strtod (words[3], NULL), slack);
    }
  g_assert_cmpfloat_with_epsilon (bd.x, g_ascii_strtod (words[4], NULL), slack);
  g_assert_cmpfloat_with_epsilon (bd.y, g_ascii_strtod (words[5], NULL), slack);
}

static void
test_shift_cases (void)
{
  geo_test_each_case ("china-shift.txt", shift_case_cb);
}

/* There and back, all over China, to far below 1e-7 degrees. */
static void
test_shift_round_trip (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);

  for (int i = 0; i < 20000; i++)
    {
      YunPoint p = { g_rand_double_range (rand, YUN_CHINA_WEST, YUN_CHINA_EAST),
                     g_rand_double_range (rand, YUN_CHINA_SOUTH, YUN_CHINA_NORTH) };
      YunPoint gcj = yun_china_from_gcj02 (yun_china_to_gcj02 (p));
      YunPoint bd = yun_china_from_bd09 (yun_china_to_bd09 (p));

      g_assert_cmpfloat_with_epsilon (gcj.x, p.x, 1e-9);
      g_assert_cmpfloat_with_epsilon (gcj.y, p.y, 1e-9);
      g_assert_cmpfloat_with_epsilon (bd.x, p.x, 1e-9);
      g_assert_cmpfloat_with_epsilon (bd.y, p.y, 1e-9);
    }
}

/* The test point of domain.md 2.1. */
static void
test_metres (void)
{
  YunCoordinate      c = { .system = YUN_COORDINATE_LONLAT, .x = 121.2, .y = 31.1 };
  YunCoordinate      out;
  g_autoptr (GError) error = NULL;

  yun_locator_convert_sync (&c, YUN_COORDINATE_METRES, &out, &error);
  g_assert_no_error (error);
  g_assert_cmpint (out.srid, ==, 4528);
  g_assert_cmpfloat_with_epsilon (out.x, 40614489.280, 0.002);
  g_assert_cmpfloat_with_epsilon (out.y, 3442680.699, 0.002);

  c = (YunCoordinate){ YUN_COORDINATE_METRES, 4549, 614489.280, 3442680.699 };
  yun_locator_convert_sync (&c, YUN_COORDINATE_LONLAT, &out, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat_with_epsilon (out.x, 121.2, 1e-8);
  g_assert_cmpfloat_with_epsilon (out.y, 31.1, 1e-8);

  c = (YunCoordinate){ YUN_COORDINATE_METRES, 4499, 21328258.705, 3443455.097 };
  yun_locator_convert_sync (&c, YUN_COORDINATE_LONLAT, &out, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat_with_epsilon (out.x, 121.2, 1e-7);

  c = (YunCoordinate){ .system = YUN_COORDINATE_LONLAT, .x = 2.35, .y = 48.85 };
  g_assert_false (yun_locator_convert_sync (&c, YUN_COORDINATE_METRES, &out, &error));
  g_assert_error (error, YUN_GEO_ERROR, YUN_GEO_ERROR_COORDINATE);
}

typedef struct
{
  int           done;
  YunCoordinate last;
} Answers;

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answers           *answers = user_data;
  g_autoptr (GError) error = NULL;

  yun_locator_convert_finish (YUN_LOCATOR (source), result, &answers->last, &error);
  g_assert_no_error (error);
  answers->done++;
}

static void
cancelled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answers           *answers = user_data;
  YunCoordinate      unused;
  g_autoptr (GError) error = NULL;

  g_assert_false (yun_locator_convert_finish (YUN_LOCATOR (source), result, &unused, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  answers->done++;
}

/* Answers come in order; one that is not wanted any more says so; the end waits for no one. */
static void
test_async (void)
{
  g_autoptr (YunLocator)   locator = yun_locator_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Answers                  answers = { 0 };

  g_cancellable_cancel (cancellable);
  for (int i = 0; i <= 100; i++)
    {
      YunCoordinate c = { .system = YUN_COORDINATE_LONLAT, .x = 121.0 + i / 1000.0, .y = 31 };

      yun_locator_convert_async (locator, &c, YUN_COORDINATE_GCJ02, NULL, answered_cb, &answers);
    }
  yun_locator_convert_async (locator, &answers.last, YUN_COORDINATE_GCJ02, cancellable,
                             cancelled_cb, &answers);
  while (answers.done < 102)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpfloat_with_epsilon (answers.last.x, yun_china_to_gcj02 ((YunPoint){ 121.1, 31 }).x,
                                  1e-12);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/china-shift/cases", test_shift_cases);
  g_test_add_func ("/china-shift/round-trip", test_shift_round_trip);
  g_test_add_func ("/locator/metres", test_metres);
  g_test_add_func ("/locator/async", test_async);
  return g_test_run ();
}
