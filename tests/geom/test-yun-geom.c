/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-geom.h"
#include "yun-wkb.h"

#include <math.h>

static YunGeom *
read_wkt (const char *text)
{
  g_autoptr (GError) error = NULL;
  YunGeom           *shape = yun_wkt_read (text, &error);

  g_assert_no_error (error);
  g_assert_nonnull (shape);

  return shape;
}

static void
assert_wkt (const YunGeom *shape, const char *expected)
{
  g_autofree char *text = NULL;

  g_assert_nonnull (shape);
  text = yun_wkt_write (shape, 6);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_simple (void)
{
  g_autoptr (YunGeom) point = yun_geom_new_point (121.25, 31.5);
  g_autoptr (YunGeom) box = yun_geom_new_box (&(YunRect){ 1, 2, 3, 4 });
  g_autoptr (YunGeom) other = NULL;
  guint               n;

  assert_wkt (point, "POINT (121.25 31.5)");
  g_assert_cmpint (yun_geom_get_kind (point), ==, YUN_GEOM_POINT);
  g_assert_cmpuint (yun_geom_get_n_parts (point), ==, 1);
  g_assert_cmpuint (yun_geom_get_n_rings (point, 0), ==, 1);
  g_assert_cmpfloat (yun_geom_get_box (point)->x1, ==, 121.25);
  g_assert_null (yun_geom_new_point (NAN, 0));
  g_assert_null (yun_geom_new_point (0, INFINITY));

  assert_wkt (box, "POLYGON ((1 2, 3 2, 3 4, 1 4, 1 2))");
  g_assert_cmpfloat (yun_geom_get_ring (box, 0, 0, &n)[4].y, ==, 2);
  g_assert_cmpuint (n, ==, 5);
  g_assert_null (yun_geom_new_box (&YUN_RECT_EMPTY));

  other = yun_geom_new_box (&(YunRect){ 1, 2, 3, 4 });
  g_assert_true (yun_geom_equal (box, other));
  g_assert_false (yun_geom_equal (box, point));
  g_assert_false (yun_geom_equal (box, NULL));
  g_assert_true (yun_geom_equal (NULL, NULL));

  g_assert_true (yun_geom_ref (other) == other);
  yun_geom_unref (other);
}

typedef struct
{
  YunGeomKind kind;
  const char
    *steps; /* P: part, R: ring, a…z: the vertex (letter, letter squared), N: not a number */
  const char *expected;
} BuildCase;

static const BuildCase build_cases[] = {
  { YUN_GEOM_POINT, "PRa", "POINT (0 0)" },
  { YUN_GEOM_POINT, "PRaPRb", "MULTIPOINT ((0 0), (1 1))" },
  { YUN_GEOM_POINT, "PRab", NULL },
  { YUN_GEOM_POINT, "PRN", NULL },
  { YUN_GEOM_POINT, "", NULL },
  { YUN_GEOM_POINT, "P", NULL },
  { YUN_GEOM_POINT, "PR", NULL },
  { YUN_GEOM_LINE, "PRaabbc", "LINESTRING (0 0, 1 1, 2 4)" },
  { YUN_GEOM_LINE, "PRaa", NULL },
  { YUN_GEOM_LINE, "PRabRcd", NULL },
  { YUN_GEOM_LINE, "PRabPRcd", "MULTILINESTRING ((0 0, 1 1), (2 4, 3 9))" },
  { YUN_GEOM_POLYGON, "PRabc", "POLYGON ((0 0, 1 1, 2 4, 0 0))" },
  { YUN_GEOM_POLYGON, "PRabbccaa", "POLYGON ((0 0, 1 1, 2 4, 0 0))" },
  { YUN_GEOM_POLYGON, "PRaba", NULL },
  { YUN_GEOM_POLYGON, "PRababa", NULL },
  { YUN_GEOM_POLYGON, "PRabN", NULL },
  { YUN_GEOM_POLYGON, "PRabcP", NULL },
  { YUN_GEOM_POLYGON, "PRabcR", NULL },
  { YUN_GEOM_POLYGON, "PRabcRdefPRbcd",
    "MULTIPOLYGON (((0 0, 1 1, 2 4, 0 0), (3 9, 4 16, 5 25, 3 9)), ((1 1, 2 4, 3 9, 1 1)))" },
};

static void
test_builder (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (build_cases); i++)
    {
      const BuildCase    *c = &build_cases[i];
      YunGeomBuilder     *builder = yun_geom_builder_new (c->kind);
      g_autoptr (YunGeom) shape = NULL;

      for (const char *s = c->steps; *s != '\0'; s++)
        {
          double v = *s - 'a';

          if (*s == 'P')
            yun_geom_builder_begin_part (builder);
          else if (*s == 'R')
            yun_geom_builder_begin_ring (builder);
          else if (*s == 'N')
            yun_geom_builder_add (builder, 1, NAN);
          else
            yun_geom_builder_add (builder, v, v * v);
        }

      g_test_message ("%s", c->steps);
      shape = yun_geom_builder_end (builder);
      if (c->expected == NULL)
        g_assert_null (shape);
      else
        assert_wkt (shape, c->expected);
    }
}

static void
test_parts (void)
{
  g_autoptr (YunGeom) shape = read_wkt ("MULTIPOLYGON (((0 0, 9 0, 9 9, 0 9), (1 1, 2 1, 2 2)),"
                                        " ((20 0, 29 0, 29 -5)))");
  const YunPoint     *points;
  guint               n;

  g_assert_cmpuint (yun_geom_get_n_parts (shape), ==, 2);
  g_assert_cmpuint (yun_geom_get_n_rings (shape, 0), ==, 2);
  g_assert_cmpuint (yun_geom_get_n_rings (shape, 1), ==, 1);
  g_assert_cmpuint (yun_geom_get_n_points (shape), ==, 13);
  points = yun_geom_get_ring (shape, 0, 1, &n);
  g_assert_cmpuint (n, ==, 4);
  g_assert_cmpfloat (points[2].x, ==, 2);
  points = yun_geom_get_ring (shape, 1, 0, &n);
  g_assert_cmpuint (n, ==, 4);
  g_assert_cmpfloat (points[2].y, ==, -5);
  g_assert_cmpfloat (yun_geom_get_box (shape)->y0, ==, -5);
  g_assert_cmpfloat (yun_geom_get_box (shape)->x1, ==, 29);
}

static gboolean
shift (YunPoint *points, guint n, gpointer user_data)
{
  const double *by = user_data;

  for (guint i = 0; i < n; i++)
    {
      points[i].x += by[0];
      points[i].y += by[1];
    }

  return by[0] != 666;
}

static void
test_map (void)
{
  g_autoptr (YunGeom) shape = read_wkt ("POLYGON ((0 0, 9 0, 9 9, 0 0), (5 1, 6 1, 6 2, 5 1))");
  g_autoptr (YunGeom) moved = yun_geom_map (shape, shift, (double[]){ 10, -1 });

  assert_wkt (moved, "POLYGON ((10 -1, 19 -1, 19 8, 10 -1), (15 0, 16 0, 16 1, 15 0))");
  g_assert_cmpfloat (yun_geom_get_box (moved)->x0, ==, 10);
  assert_wkt (shape, "POLYGON ((0 0, 9 0, 9 9, 0 0), (5 1, 6 1, 6 2, 5 1))");

  g_assert_null (yun_geom_map (shape, shift, (double[]){ 666, 0 }));
  g_assert_null (yun_geom_map (shape, shift, (double[]){ INFINITY, 0 }));
}

static void
test_orient (void)
{
  g_autoptr (YunGeom) shape = read_wkt ("POLYGON ((0 0, 9 0, 9 9, 0 0), (5 1, 6 1, 6 2, 5 1))");
  g_autoptr (YunGeom) right = yun_geom_orient (shape, TRUE);
  g_autoptr (YunGeom) left = yun_geom_orient (shape, FALSE);
  g_autoptr (YunGeom) again = yun_geom_orient (left, FALSE);
  g_autoptr (YunGeom) line = read_wkt ("LINESTRING (0 0, 9 0, 9 9, 0 0)");
  g_autoptr (YunGeom) same_line = yun_geom_orient (line, TRUE);

  assert_wkt (right, "POLYGON ((0 0, 9 9, 9 0, 0 0), (5 1, 6 1, 6 2, 5 1))");
  assert_wkt (left, "POLYGON ((0 0, 9 0, 9 9, 0 0), (5 1, 6 2, 6 1, 5 1))");
  g_assert_true (again == left);
  g_assert_true (same_line == line);
  assert_wkt (shape, "POLYGON ((0 0, 9 0, 9 9, 0 0), (5 1, 6 1, 6 2, 5 1))");
}

static void
test_boxed (void)
{
  g_autoptr (YunGeom) shape = yun_geom_new_point (1, 2);
  GValue              value = G_VALUE_INIT;

  g_value_init (&value, YUN_TYPE_GEOM);
  g_value_set_boxed (&value, shape);
  g_assert_true (g_value_get_boxed (&value) == shape);
  g_value_unset (&value);
  assert_wkt (shape, "POINT (1 2)");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/geom/geom/simple", test_simple);
  g_test_add_func ("/geom/geom/builder", test_builder);
  g_test_add_func ("/geom/geom/parts", test_parts);
  g_test_add_func ("/geom/geom/map", test_map);
  g_test_add_func ("/geom/geom/orient", test_orient);
  g_test_add_func ("/geom/geom/boxed", test_boxed);

  return g_test_run ();
}
