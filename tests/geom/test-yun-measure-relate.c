/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-measure.h"
#include "yun-wkb.h"

#define GEOS_USE_ONLY_R_API
#include <geos_c.h>
#include <math.h>

static YunGeom *
read_wkt (const char *text)
{
  g_autoptr (GError) error = NULL;
  YunGeom           *shape = yun_wkt_read (text, &error);

  g_assert_no_error (error);
  return shape;
}

static GEOSGeometry *
to_geos (GEOSContextHandle_t geos, const YunGeom *shape)
{
  g_autoptr (GBytes) wkb = yun_wkb_write (shape);
  GEOSWKBReader     *reader = GEOSWKBReader_create_r (geos);
  GEOSGeometry      *g =
    GEOSWKBReader_read_r (geos, reader, g_bytes_get_data (wkb, NULL), g_bytes_get_size (wkb));

  GEOSWKBReader_destroy_r (geos, reader);
  g_assert_nonnull (g);

  return g;
}

static void
add_ring (YunGeomBuilder *builder, GRand *rand, int n, double x, double y, double low, double high)
{
  yun_geom_builder_begin_ring (builder);
  for (int k = 0; k < n; k++)
    {
      double r = g_rand_double_range (rand, low, high);

      yun_geom_builder_add (builder, x + r * cos (k * 2 * G_PI / n),
                            y + r * sin (k * 2 * G_PI / n));
    }
}

/* Stars with holes, one to three apart from each other; valid by construction. */
static YunGeom *
random_polygon (GRand *rand, double x, double y)
{
  YunGeomBuilder *builder = yun_geom_builder_new (YUN_GEOM_POLYGON);
  int             n_parts = g_rand_int_range (rand, 1, 4);

  for (int part = 0; part < n_parts; part++)
    {
      int n = g_rand_int_range (rand, 5, 24);

      yun_geom_builder_begin_part (builder);
      add_ring (builder, rand, n, x + part * 3, y, 0.6, 1.4);
      if (g_rand_boolean (rand))
        add_ring (builder, rand, n, x + part * 3, y, 0.1, 0.35);
    }

  return yun_geom_builder_end (builder);
}

static YunGeom *
random_shape (GRand *rand)
{
  YunGeomBuilder *builder;
  double          x = g_rand_double_range (rand, -3, 8), y = g_rand_double_range (rand, -3, 3);
  int             n;

  if (g_rand_boolean (rand))
    return random_polygon (rand, x, y);

  builder = yun_geom_builder_new (g_rand_boolean (rand) ? YUN_GEOM_POINT : YUN_GEOM_LINE);
  n = g_rand_int_range (rand, 1, 4);
  for (int part = 0; part < n; part++)
    {
      yun_geom_builder_begin_part (builder);
      yun_geom_builder_begin_ring (builder);
      yun_geom_builder_add (builder, x + part, y);
    }

  {
    g_autoptr (YunGeom) points = yun_geom_builder_end (builder);

    if (points != NULL)
      return g_steal_pointer (&points);
  }

  /* It was to be a line, which needs a second vertex. */
  builder = yun_geom_builder_new (YUN_GEOM_LINE);
  for (int part = 0; part < n; part++)
    {
      yun_geom_builder_begin_part (builder);
      yun_geom_builder_begin_ring (builder);
      for (int k = 0; k < 4; k++)
        yun_geom_builder_add (builder, x + g_rand_double_range (rand, -1, 1),
                              y + g_rand_double_range (rand, -1, 1));
    }

  return yun_geom_builder_end (builder);
}

static gboolean
geos_covers (GEOSContextHandle_t geos, const GEOSGeometry *g, double x, double y)
{
  GEOSGeometry *point = GEOSGeom_createPointFromXY_r (geos, x, y);
  char          answer = GEOSIntersects_r (geos, g, point);

  g_assert_cmpint (answer, <=, 1);
  GEOSGeom_destroy_r (geos, point);

  return answer == 1;
}

static void
test_contains (void)
{
  GEOSContextHandle_t geos = GEOS_init_r ();
  g_autoptr (GRand)   rand = g_rand_new_with_seed (11);
  guint               n_inside = 0;

  for (guint i = 0; i < 200; i++)
    {
      g_autoptr (YunGeom) shape = random_polygon (rand, 0, 0);
      GEOSGeometry       *g = to_geos (geos, shape);

      for (guint part = 0; part < yun_geom_get_n_parts (shape); part++)
        {
          for (guint ring = 0; ring < yun_geom_get_n_rings (shape, part); ring++)
            {
              guint           n;
              const YunPoint *p = yun_geom_get_ring (shape, part, ring, &n);

              for (guint v = 0; v + 1 < n; v++)
                {
                  double t = g_rand_double (rand);
                  double x = p[v].x + t * (p[v + 1].x - p[v].x);
                  double y = p[v].y + t * (p[v + 1].y - p[v].y);

                  /* A vertex; next to the border by less than a double can say; its heights. */
                  g_assert_true (yun_measure_contains (shape, p[v].x, p[v].y));
                  g_assert_cmpint (yun_measure_contains (shape, x, y), ==,
                                   geos_covers (geos, g, x, y));
                  g_assert_cmpint (yun_measure_contains (shape, 0.01, p[v].y), ==,
                                   geos_covers (geos, g, 0.01, p[v].y));
                }
            }
        }
      for (guint k = 0; k < 50; k++)
        {
          double   x = g_rand_double_range (rand, -2, 8), y = g_rand_double_range (rand, -2, 2);
          gboolean inside = yun_measure_contains (shape, x, y);

          n_inside += inside;
          g_assert_cmpint (inside, ==, geos_covers (geos, g, x, y));
        }
      GEOSGeom_destroy_r (geos, g);
    }
  g_assert_cmpuint (n_inside, >, 1000);
  GEOS_finish_r (geos);
}

static void
compare_intersects (GEOSContextHandle_t geos, const YunGeom *a, const YunGeom *b, guint *n_true)
{
  GEOSGeometry *ga = to_geos (geos, a), *gb = to_geos (geos, b);
  int           expected = GEOSIntersects_r (geos, ga, gb);

  g_assert_cmpint (yun_measure_intersects (a, b), ==, expected);
  g_assert_cmpint (yun_measure_intersects (b, a), ==, expected);
  *n_true += expected == 1;
  GEOSGeom_destroy_r (geos, ga);
  GEOSGeom_destroy_r (geos, gb);
}

/* Pairs that touch, nest or nearly do. */
static const char *const fixed[] = {
  "POLYGON ((0 0, 10 0, 10 10, 0 10), (2 2, 8 2, 8 8, 2 8))",
  "POLYGON ((3 3, 7 3, 7 7, 3 7))",
  "POLYGON ((2 2, 8 2, 8 8, 2 8))",
  "POLYGON ((10 0, 20 0, 20 10, 10 10))",
  "POLYGON ((10 10, 20 10, 20 20, 10 20))",
  "POLYGON ((10.000001 0, 20 0, 20 10, 10.000001 10))",
  "POLYGON ((-5 -5, 15 -5, 15 15, -5 15))",
  "LINESTRING (-1 1, 11 1)",
  "LINESTRING (3 5, 7 5)",
  "LINESTRING (10 2, 10 4)",
  "LINESTRING (0 -1, -1 0)",
  "LINESTRING (10 3, 10 9)",
  "MULTILINESTRING ((50 50, 60 60), (5 5, 6 6))",
  "POINT (5 5)",
  "POINT (10 3)",
  "POINT (1 1)",
  "MULTIPOINT ((50 50), (10 10))",
};

static void
test_intersects (void)
{
  GEOSContextHandle_t geos = GEOS_init_r ();
  g_autoptr (GRand)   rand = g_rand_new_with_seed (12);
  guint               n_true = 0;

  for (guint i = 0; i < G_N_ELEMENTS (fixed); i++)
    {
      for (guint j = 0; j < G_N_ELEMENTS (fixed); j++)
        {
          g_autoptr (YunGeom) a = read_wkt (fixed[i]);
          g_autoptr (YunGeom) b = read_wkt (fixed[j]);

          g_test_message ("%s / %s", fixed[i], fixed[j]);
          compare_intersects (geos, a, b, &n_true);
        }
    }

  n_true = 0;
  for (guint i = 0; i < 2000; i++)
    {
      g_autoptr (YunGeom) a = random_shape (rand);
      g_autoptr (YunGeom) b = random_shape (rand);

      compare_intersects (geos, a, b, &n_true);
    }
  g_assert_cmpuint (n_true, >, 200);
  g_assert_cmpuint (n_true, <, 1800);
  GEOS_finish_r (geos);
}

static const char *const concave[] = {
  "POLYGON ((0 0, 10 0, 10 1, 1 1, 1 9, 10 9, 10 10, 0 10))",
  "POLYGON ((0 0, 10 0, 10 10, 0 10), (1 1, 9 1, 9 9, 1 9))",
  "POLYGON ((0 0, 100 100, 100 100.01))",
  "POLYGON ((0 0, 1000 0, 1000 0.5, 0 0.5))",
  "POLYGON ((121.2 31, 121.20001 31.00002, 121.3 31.1, 121.19999 31.00002))",
  "POLYGON ((0 0, 5 9, 10 0, 5 8.9))",
};

static void
test_label_inside (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (13);

  for (guint i = 0; i < G_N_ELEMENTS (concave); i++)
    {
      g_autoptr (YunGeom) shape = read_wkt (concave[i]);
      YunPoint            p = yun_measure_label_point (shape);

      g_test_message ("%s", concave[i]);
      g_assert_true (yun_measure_contains (shape, p.x, p.y));
    }
  for (guint i = 0; i < 500; i++)
    {
      g_autoptr (YunGeom) shape = random_polygon (rand, 0, 0);
      YunPoint            p = yun_measure_label_point (shape);

      g_assert_true (yun_measure_contains (shape, p.x, p.y));
    }
}

static void
test_label_place (void)
{
  static const struct
  {
    const char *wkt;
    double      x, y, tolerance;
  } cases[] = {
    { "POINT (3 4)", 3, 4, 0 },
    { "MULTIPOINT ((3 4), (5 6))", 3, 4, 0 },
    { "LINESTRING (0 0, 10 0)", 5, 0, 0 },
    { "MULTILINESTRING ((0 0, 1 0), (10 0, 10 2, 12 2))", 10, 2, 0 },
    { "POLYGON ((0 0, 10 0, 10 10, 0 10))", 5, 5, 0.2 },
    /* The wide end of an L, and the larger of two. */
    { "POLYGON ((0 0, 10 0, 10 6, 4 6, 4 20, 3 20, 3 6, 0 6))", 4, 3, 4 },
    { "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 1)), ((10 0, 14 0, 14 4, 10 4)))", 12, 2, 0.1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (YunGeom) shape = read_wkt (cases[i].wkt);
      YunPoint            p = yun_measure_label_point (shape);

      g_test_message ("%s", cases[i].wkt);
      g_assert_cmpfloat (fabs (p.x - cases[i].x), <=, cases[i].tolerance);
      g_assert_cmpfloat (fabs (p.y - cases[i].y), <=, MIN (cases[i].tolerance, 0.2));
    }
}

/* Squares and triangles of a grid, whose borders and corners fall together; of two parts with a row
 * between them. */
static YunGeom *
random_neighbour (GRand *rand)
{
  YunGeomBuilder *builder = yun_geom_builder_new (YUN_GEOM_POLYGON);
  int             x = g_rand_int_range (rand, 0, 3), y = g_rand_int_range (rand, 0, 3);
  int             n_parts = g_rand_int_range (rand, 1, 3);

  for (int part = 0; part < n_parts; part++)
    {
      int w = g_rand_int_range (rand, 1, 4), h = g_rand_int_range (rand, 1, 4);

      yun_geom_builder_begin_part (builder);
      yun_geom_builder_begin_ring (builder);
      yun_geom_builder_add (builder, x, y);
      yun_geom_builder_add (builder, x + w, y);
      if (g_rand_boolean (rand))
        yun_geom_builder_add (builder, x + w, y + h);
      yun_geom_builder_add (builder, x, y + h);
      if (w > 2 && h > 2 && g_rand_boolean (rand))
        {
          yun_geom_builder_begin_ring (builder);
          yun_geom_builder_add (builder, x + 0.5, y + 0.5);
          yun_geom_builder_add (builder, x + 0.5, y + 1);
          yun_geom_builder_add (builder, x + 1, y + 0.5);
        }
      x += w + 1;
      y += g_rand_int_range (rand, -1, 2);
    }
  return yun_geom_builder_end (builder);
}

static void
compare_covers (GEOSContextHandle_t geos, const YunGeom *a, const YunGeom *b, guint n_true[2])
{
  GEOSGeometry *ga = to_geos (geos, a), *gb = to_geos (geos, b);
  gboolean      covers = GEOSCovers_r (geos, ga, gb) == 1;
  gboolean      overlaps = yun_geom_get_kind (a) == YUN_GEOM_POLYGON &&
                      yun_geom_get_kind (b) == YUN_GEOM_POLYGON &&
                      GEOSRelatePattern_r (geos, ga, gb, "T********") == 1;

  if (yun_geom_get_kind (a) == YUN_GEOM_POLYGON)
    g_assert_cmpint (yun_measure_covers (a, b), ==, covers);
  else
    g_assert_false (yun_measure_covers (a, b));
  g_assert_cmpint (yun_measure_overlaps (a, b), ==, overlaps);
  n_true[0] += covers;
  n_true[1] += overlaps;
  GEOSGeom_destroy_r (geos, ga);
  GEOSGeom_destroy_r (geos, gb);
}

/* Borders that fall together of several parts; whether the first covers the second, and overlaps
 * it.
 */
static const struct
{
  const char *a, *b;
  gboolean    covers, overlaps;
} parts[] = {
  /* The smaller part fills a hole of the area, the larger one a part of it. */
  { "MULTIPOLYGON (((0 0, 4 0, 4 4, 0 4), (1 1, 3 1, 3 3, 1 3)), ((10 0, 16 0, 16 6, 10 6)))",
    "MULTIPOLYGON (((1 1, 3 1, 3 3, 1 3)), ((10 0, 16 0, 16 6, 10 6)))", FALSE, TRUE },
  /* The larger part fills the hole, and the smaller one is the area. */
  { "MULTIPOLYGON (((0 0, 9 0, 9 9, 0 9), (1 1, 8 1, 8 8, 1 8)), ((10 0, 11 0, 11 1, 10 1)))",
    "MULTIPOLYGON (((1 1, 8 1, 8 8, 1 8)), ((10 0, 11 0, 11 1, 10 1)))", FALSE, TRUE },
  { "MULTIPOLYGON (((0 0, 2 0, 2 2, 0 2)), ((4 0, 6 0, 6 2, 4 2)))",
    "MULTIPOLYGON (((4 0, 6 0, 6 2, 4 2)), ((0 0, 2 0, 2 2, 0 2)))", TRUE, TRUE },
  { "POLYGON ((0 0, 9 0, 9 9, 0 9), (1 1, 3 1, 3 3, 1 3), (5 5, 8 5, 8 8, 5 8))",
    "MULTIPOLYGON (((1 1, 3 1, 3 3, 1 3)), ((5 5, 8 5, 8 8, 5 8)))", FALSE, FALSE },
};

static void
test_cover_parts (void)
{
  GEOSContextHandle_t geos = GEOS_init_r ();
  guint               n_true[2] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autoptr (YunGeom) a = read_wkt (parts[i].a);
      g_autoptr (YunGeom) b = read_wkt (parts[i].b);

      g_test_message ("%s / %s", parts[i].a, parts[i].b);
      g_assert_cmpint (yun_measure_covers (a, b), ==, parts[i].covers);
      g_assert_cmpint (yun_measure_overlaps (a, b), ==, parts[i].overlaps);
      g_assert_cmpint (yun_measure_overlaps (b, a), ==, parts[i].overlaps);
      compare_covers (geos, a, b, n_true);
      compare_covers (geos, b, a, n_true);
    }
  GEOS_finish_r (geos);
}

static void
test_covers (void)
{
  GEOSContextHandle_t geos = GEOS_init_r ();
  g_autoptr (GRand)   rand = g_rand_new_with_seed (13);
  guint               n_true[2] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (fixed); i++)
    for (guint j = 0; j < G_N_ELEMENTS (fixed); j++)
      {
        g_autoptr (YunGeom) a = read_wkt (fixed[i]);
        g_autoptr (YunGeom) b = read_wkt (fixed[j]);

        g_test_message ("%s / %s", fixed[i], fixed[j]);
        compare_covers (geos, a, b, n_true);
      }
  for (guint i = 0; i < 4000; i++)
    {
      gboolean            grid = i % 2 == 0;
      g_autoptr (YunGeom) a = grid ? random_neighbour (rand) : random_polygon (rand, 0, 0);
      g_autoptr (YunGeom) b = grid ? random_neighbour (rand) : random_shape (rand);

      compare_covers (geos, a, b, n_true);
    }
  g_assert_cmpuint (n_true[0], >, 100);
  g_assert_cmpuint (n_true[1], >, 400);
  GEOS_finish_r (geos);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/geom/measure/contains", test_contains);
  g_test_add_func ("/geom/measure/intersects", test_intersects);
  g_test_add_func ("/geom/measure/covers", test_covers);
  g_test_add_func ("/geom/measure/cover-parts", test_cover_parts);
  g_test_add_func ("/geom/measure/label-inside", test_label_inside);
  g_test_add_func ("/geom/measure/label-place", test_label_place);

  return g_test_run ();
}
