/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-map-history.h"

#define WIDTH 800
#define HEIGHT 600

static gboolean
note (YunMapHistory *history, double lon, double lat, double zoom)
{
  YunMapPlace place = { { lon, lat }, zoom };

  return yun_map_history_note (history, &place, WIDTH, HEIGHT);
}

static void
test_back_and_forward (void)
{
  g_autoptr (YunMapHistory) history = yun_map_history_new ();

  g_assert_false (yun_map_history_can_go (history, -1));
  g_assert_null (yun_map_history_go (history, -1));
  g_assert_true (note (history, 121.2, 31.0, 11));
  g_assert_false (yun_map_history_can_go (history, -1));
  g_assert_true (note (history, 121.3, 31.1, 15));
  g_assert_true (note (history, 121.1, 31.0, 15));
  g_assert_cmpfloat (yun_map_history_go (history, -1)->centre.x, ==, 121.3);
  /* Resting where one went is no new view. */
  g_assert_false (note (history, 121.3, 31.1, 15));
  g_assert_true (yun_map_history_can_go (history, 1));
  g_assert_cmpfloat (yun_map_history_go (history, 1)->centre.x, ==, 121.1);
  g_assert_cmpfloat (yun_map_history_go (history, -1)->centre.x, ==, 121.3);
  g_assert_cmpfloat (yun_map_history_go (history, -1)->zoom, ==, 11);
  g_assert_null (yun_map_history_go (history, -1));
  /* Another place forgets what was forward. */
  g_assert_true (note (history, 121.0, 30.9, 14));
  g_assert_false (yun_map_history_can_go (history, 1));
}

/* Small moves are not kept, but many of them that lead far away are. */
static void
test_small_moves (void)
{
  g_autoptr (YunMapHistory) history = yun_map_history_new ();
  int                       kept = 0;

  note (history, 121.2, 31.0, 15);
  for (int i = 1; i <= 100; i++)
    kept += note (history, 121.2 + i * 0.001, 31.0, 15 + i % 2 * 0.3);
  g_assert_cmpint (kept, >, 5);
  g_assert_cmpint (kept, <, 30);
}

static void
test_bounded (void)
{
  g_autoptr (YunMapHistory) history = yun_map_history_new ();
  int                       steps = 0;

  for (int i = 0; i < 500; i++)
    g_assert_true (note (history, 121 + i % 7, 31, 12));
  while (yun_map_history_go (history, -1) != NULL)
    steps++;
  g_assert_cmpint (steps, ==, YUN_MAP_HISTORY_MAX - 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/map-history/back-and-forward", test_back_and_forward);
  g_test_add_func ("/map-history/small-moves", test_small_moves);
  g_test_add_func ("/map-history/bounded", test_bounded);
  return g_test_run ();
}
