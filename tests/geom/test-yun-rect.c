/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-rect.h"

#include <math.h>

static const YunRect unit = { 0, 0, 1, 1 };
static const YunRect reversed = { 5, 5, 3, 9 };
static const YunRect broken = { 0, 0, NAN, 1 };

static void
assert_rect (YunRect r, double x0, double y0, double x1, double y1)
{
  g_assert_cmpfloat (r.x0, ==, x0);
  g_assert_cmpfloat (r.y0, ==, y0);
  g_assert_cmpfloat (r.x1, ==, x1);
  g_assert_cmpfloat (r.y1, ==, y1);
}

static void
assert_neutral (YunRect r)
{
  assert_rect (r, G_MAXDOUBLE, G_MAXDOUBLE, -G_MAXDOUBLE, -G_MAXDOUBLE);
}

static void
test_empty (void)
{
  const YunRect everything = { -INFINITY, -INFINITY, INFINITY, INFINITY };
  const YunRect empties[] = { YUN_RECT_EMPTY, reversed, broken };

  g_assert_false (yun_rect_is_empty (&unit));
  g_assert_false (yun_rect_is_empty (&(YunRect){ 2, 3, 2, 3 }));
  for (guint i = 0; i < G_N_ELEMENTS (empties); i++)
    {
      const YunRect *e = &empties[i];

      g_assert_true (yun_rect_is_empty (e));
      assert_rect (yun_rect_union (e, &unit), 0, 0, 1, 1);
      assert_rect (yun_rect_union (&unit, e), 0, 0, 1, 1);
      assert_neutral (yun_rect_union (e, e));
      assert_neutral (yun_rect_intersect (e, &everything));
      assert_neutral (yun_rect_grow (e, 10, 10));
      assert_rect (yun_rect_with_point (e, 7, 8), 7, 8, 7, 8);
      g_assert_false (yun_rect_intersects (e, &everything));
      g_assert_false (yun_rect_intersects (&everything, e));
      g_assert_false (yun_rect_contains_rect (&everything, e));
      g_assert_false (yun_rect_contains (e, 4, 6));
    }
}

static void
test_border (void)
{
  const YunRect right = { 1, 0, 2, 1 }, corner = { 1, 1, 2, 2 }, apart = { 1.5, 0, 2, 1 };

  g_assert_true (yun_rect_intersects (&unit, &right));
  g_assert_true (yun_rect_intersects (&unit, &corner));
  g_assert_false (yun_rect_intersects (&unit, &apart));
  assert_rect (yun_rect_intersect (&unit, &corner), 1, 1, 1, 1);
  assert_neutral (yun_rect_intersect (&unit, &apart));
  assert_rect (yun_rect_union (&unit, &corner), 0, 0, 2, 2);
  assert_rect (yun_rect_grow (&unit, 1, 2), -1, -2, 2, 3);
  assert_rect (yun_rect_with_point (&unit, 0.5, 3), 0, 0, 1, 3);

  g_assert_true (yun_rect_contains (&unit, 1, 0));
  g_assert_false (yun_rect_contains (&unit, 1.0001, 0));
  g_assert_false (yun_rect_contains (&unit, NAN, 0));
  g_assert_true (yun_rect_contains_rect (&unit, &unit));
  g_assert_true (yun_rect_contains_rect (&unit, &(YunRect){ 0.5, 0, 0.5, 1 }));
  g_assert_false (yun_rect_contains_rect (&unit, &corner));
}

/* However far, and whatever is no number. */
static void
test_cell (void)
{
  static const struct
  {
    double place;
    guint  cell;
  } cases[] = {
    { 0, 0 },   { 0.999, 0 },     { 1, 1 },         { 62.5, 62 }, { 63, 63 },
    { 64, 63 }, { -0.5, 0 },      { -1e300, 0 },    { 1e10, 63 }, { 1e300, 63 },
    { NAN, 0 }, { INFINITY, 63 }, { -INFINITY, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (yun_rect_get_cell (cases[i].place, 63), ==, cases[i].cell);
  g_assert_cmpuint (yun_rect_get_cell (5, 0), ==, 0);
  g_assert_cmpuint (yun_rect_get_cell (1e10, G_MAXUINT), ==, G_MAXUINT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/geom/rect/empty", test_empty);
  g_test_add_func ("/geom/rect/border", test_border);
  g_test_add_func ("/geom/rect/cell", test_cell);

  return g_test_run ();
}
