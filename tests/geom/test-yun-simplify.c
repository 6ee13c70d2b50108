/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-simplify.h"
#include "yun-wkb.h"

#include <math.h>

static double
distance_to_run (const YunPoint *p, const YunPoint *points, guint n)
{
  double least = INFINITY;

  for (guint i = 0; i + 1 < n; i++)
    {
      double dx = points[i + 1].x - points[i].x, dy = points[i + 1].y - points[i].y;
      double length2 = dx * dx + dy * dy, t = 0;

      if (length2 > 0)
        t = ((p->x - points[i].x) * dx + (p->y - points[i].y) * dy) / length2;
      t = CLAMP (t, 0, 1);
      least = MIN (least, hypot (p->x - points[i].x - t * dx, p->y - points[i].y - t * dy));
    }

  return least;
}

static YunGeom *
random_walk (GRand *rand, YunGeomKind kind, guint n)
{
  YunGeomBuilder *builder = yun_geom_builder_new (kind);
  double          x = 0, y = 0;

  yun_geom_builder_begin_part (builder);
  yun_geom_builder_begin_ring (builder);
  for (guint i = 0; i < n; i++)
    {
      x += g_rand_double_range (rand, -1, 1.5);
      y += g_rand_double_range (rand, -1, 1.2);
      yun_geom_builder_add (builder, x, y);
    }

  return yun_geom_builder_end (builder);
}

static void
test_within (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (21);

  for (guint i = 0; i < 400; i++)
    {
      YunGeomKind         kind = i % 2 ? YUN_GEOM_LINE : YUN_GEOM_POLYGON;
      g_autoptr (YunGeom) shape = random_walk (rand, kind, (guint) g_rand_int_range (rand, 4, 300));
      double              tolerance = g_rand_double_range (rand, 0, 6);
      g_autoptr (YunGeom) simple = yun_simplify (shape, tolerance);
      const YunPoint     *points, *kept;
      guint               n, n_kept;

      if (simple == NULL)
        {
          const YunRect *box = yun_geom_get_box (shape);

          g_assert_cmpfloat (MAX (box->x1 - box->x0, box->y1 - box->y0), <, tolerance);
          continue;
        }
      points = yun_geom_get_ring (shape, 0, 0, &n);
      kept = yun_geom_get_ring (simple, 0, 0, &n_kept);
      g_assert_cmpuint (n_kept, <=, n);
      g_assert_cmpuint (n_kept, >=, kind == YUN_GEOM_LINE ? 2 : 4);
      g_assert_true (kept[0].x == points[0].x && kept[n_kept - 1].y == points[n - 1].y);
      for (guint k = 0, at = 0; k < n; k++)
        {
          g_assert_cmpfloat (distance_to_run (&points[k], kept, n_kept), <=, tolerance + 1e-9);
          /* Kept vertices are the shape's own, in its order. */
          if (at < n_kept && kept[at].x == points[k].x && kept[at].y == points[k].y)
            at++;
          g_assert_true (k + 1 < n || at == n_kept);
        }
    }
}

/* The worst case for a recursive version: a long spiral. */
static void
test_long (void)
{
  const guint          n = 200000;
  g_autofree YunPoint *points = g_new (YunPoint, n);
  g_autofree guint8   *keep = g_new (guint8, n);
  guint                kept, marked = 0;

  for (guint i = 0; i < n; i++)
    points[i] = (YunPoint){ i * cos (i * 0.01), i * sin (i * 0.01) };
  kept = yun_simplify_run (points, n, 0.5, keep);
  for (guint i = 0; i < n; i++)
    marked += keep[i];
  g_assert_cmpuint (kept, ==, marked);
  g_assert_cmpuint (kept, >, 1000);
  g_assert_cmpuint (keep[0] + keep[n - 1], ==, 2);
}

static const struct
{
  const char *wkt;
  double      tolerance;
  const char *expected; /* NULL: nothing is left; "": the same object */
} cases[] = {
  { "POINT (1 2)", 100, "" },
  { "LINESTRING (0 0, 1 0, 2 0, 3 0)", 0, "LINESTRING (0 0, 3 0)" },
  { "LINESTRING (0 0, 1 1, 2 0)", 0.5, "" },
  { "LINESTRING (0 0, 1 1, 2 0)", 2, "LINESTRING (0 0, 2 0)" },
  { "LINESTRING (0 0, 1 1, 2 0)", 3, NULL },
  { "LINESTRING (0 0, 3 0, 0 0)", 3, "" },
  { "POLYGON ((0 0, 4 0, 4 4, 0 4))", 1, "" },
  { "POLYGON ((0 0, 2 0, 4 0, 4 4, 0 4))", 1, "POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0))" },
  { "POLYGON ((0 0, 10 0, 10 0.1, 0 0.1))", 1, "POLYGON ((0 0, 10 0, 10 0.1, 0 0))" },
  { "POLYGON ((0 0, 9 0, 9 9, 0 9), (1 1, 2 1, 2 2))", 2, "POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0))" },
  { "MULTIPOLYGON (((0 0, 9 0, 9 9, 0 9), (1 1, 8 1, 8 8)), ((20 0, 21 0, 21 1)))", 2,
    "POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 8 1, 8 8, 1 1))" },
  { "MULTIPOLYGON (((20 0, 21 0, 21 1)), ((0 0, 9 0, 9 9, 0 9)), ((30 0, 39 0, 39 9)))", 2,
    "MULTIPOLYGON (((0 0, 9 0, 9 9, 0 9, 0 0)), ((30 0, 39 0, 39 9, 30 0)))" },
  { "MULTIPOLYGON (((0 0, 1 0, 1 1)), ((20 0, 21 0, 21 1)))", 2, NULL },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (YunGeom) shape = yun_wkt_read (cases[i].wkt, NULL);
      g_autoptr (YunGeom) simple = yun_simplify (shape, cases[i].tolerance);
      g_autofree char    *text = simple != NULL ? yun_wkt_write (simple, 3) : NULL;

      g_test_message ("%s", cases[i].wkt);
      if (cases[i].expected != NULL && cases[i].expected[0] == '\0')
        g_assert_true (simple == shape);
      else
        g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/geom/simplify/within", test_within);
  g_test_add_func ("/geom/simplify/long", test_long);
  g_test_add_func ("/geom/simplify/cases", test_cases);

  return g_test_run ();
}
