/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-measure.h"
#include "yun-overlay.h"

/* Against our own distances: inside is nearer, outside farther, but for 1 %. */
static void
check (GPtrArray *shapes, double metres, GRand *rand)
{
  g_autoptr (YunGeom) area = yun_overlay_grow (shapes, metres);
  YunRect             box;
  guint               n_inside = 0;

  g_assert_nonnull (area);
  g_assert_cmpint (yun_geom_get_kind (area), ==, YUN_GEOM_POLYGON);
  box = yun_measure_grow_lonlat (yun_geom_get_box (area), metres);
  for (int i = 0; i < 400; i++)
    {
      double   x = g_rand_double_range (rand, box.x0, box.x1);
      double   y = g_rand_double_range (rand, box.y0, box.y1);
      double   least = G_MAXDOUBLE;
      gboolean inside = yun_measure_contains (area, x, y);

      for (guint k = 0; k < shapes->len; k++)
        least = MIN (least, yun_measure_distance_to (shapes->pdata[k], x, y));
      n_inside += inside;
      if (least < metres * 0.99)
        g_assert_true (inside);
      else if (least > metres * 1.01)
        g_assert_false (inside);
    }
  g_assert_cmpuint (n_inside, >, 20);
}

static void
test_grow (void)
{
  g_autoptr (GRand)     rand = g_rand_new_with_seed (3);
  g_autoptr (GPtrArray) shapes = g_ptr_array_new_with_free_func ((GDestroyNotify) yun_geom_unref);

  g_assert_null (yun_overlay_grow (shapes, 100));
  g_ptr_array_add (shapes, yun_geom_new_point (121.28, 31.01));
  check (shapes, 50, rand);
  check (shapes, 5000, rand);
  g_ptr_array_add (shapes, yun_geom_new_box (&(YunRect){ 121.3, 31, 121.33, 31.05 }));
  check (shapes, 300, rand);
  check (shapes, 12000, rand);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/geo/overlay/grow", test_grow);

  return g_test_run ();
}
