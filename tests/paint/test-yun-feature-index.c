/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-feature-index.h"

#include <geos_c.h>
#include <math.h>

#define PLOT 3
#define FIRM 4

/* A star-shaped ring around a middle, sometimes with a hole. */
static YunGeom *
make_star (GRand *rand, double lon, double lat, double size, gboolean hole, gboolean reverse)
{
  YunGeomBuilder *builder = yun_geom_builder_new (YUN_GEOM_POLYGON);
  guint           n = g_rand_int_range (rand, 3, 12);

  yun_geom_builder_begin_part (builder);
  for (guint ring = 0; ring < (hole ? 2 : 1); ring++)
    {
      yun_geom_builder_begin_ring (builder);
      for (guint i = 0; i < n; i++)
        {
          double angle = 2 * G_PI * (reverse ? n - i : i) / n;
          double r = ring == 0 ? size * g_rand_double_range (rand, 0.6, 1) : size * 0.25;

          yun_geom_builder_add (builder, lon + r * cos (angle), lat + r * sin (angle));
        }
    }

  return yun_geom_builder_end (builder);
}

static YunFeatureIndex *
make_index (GRand *rand, guint n, double size)
{
  YunFeatureBuilder *builder = yun_feature_builder_new ();

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (YunGeom) shape = NULL;
      g_autofree char    *name = g_strdup_printf ("地块%u", i);
      double              lon = g_rand_double_range (rand, 121.0, 121.4);
      double              lat = g_rand_double_range (rand, 30.9, 31.2);
      YunFeature          values = { .id = i / 2 + 1, .entity = i % 2 ? FIRM : PLOT, .status = -1 };

      if (i % 2)
        shape = yun_geom_new_point (lon, lat);
      else
        shape = make_star (rand, lon, lat, size, i % 4 == 0, i % 8 < 4);
      yun_feature_builder_add (builder, &values, i % 3 ? name : NULL, shape);
    }

  return yun_feature_builder_end (builder);
}

static void
test_search (void)
{
  g_autoptr (GRand)           rand = g_rand_new_with_seed (1);
  g_autoptr (YunFeatureIndex) index = make_index (rand, 3000, 0.003);
  guint                       n = yun_feature_index_get_n (index);

  g_assert_cmpuint (n, ==, 3000);
  for (guint round = 0; round < 300; round++)
    {
      g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint32));
      double             lon = g_rand_double_range (rand, 120.9, 121.4);
      double             lat = g_rand_double_range (rand, 30.9, 31.3);
      double             size = pow (10, g_rand_double_range (rand, -5, 0));
      YunVertex          min = yun_vertex_from_lonlat (lon, lat);
      YunVertex          max = yun_vertex_from_lonlat (lon + size, lat - size);
      guint              k = 1;
      guint32            before = 77;

      g_array_append_val (found, before);
      yun_feature_index_search (index, min, max, found);
      g_assert_cmpuint (g_array_index (found, guint32, 0), ==, 77);
      for (guint i = 0; i < n; i++)
        {
          const YunFeature *f = yun_feature_index_get (index, i);

          if (f->min.x > max.x || f->max.x < min.x || f->min.y > max.y || f->max.y < min.y)
            continue;
          g_assert_cmpuint (k, <, found->len);
          g_assert_cmpuint (g_array_index (found, guint32, k), ==, i);
          k++;
        }
      g_assert_cmpuint (k, ==, found->len);
    }
}

static GEOSGeometry *
to_geos (GEOSContextHandle_t geos, const YunFeatureIndex *index, guint i)
{
  GEOSGeometry *rings[8];
  guint         n_rings = yun_feature_index_get_n_rings (index, i);

  for (guint ring = 0; ring < n_rings; ring++)
    {
      guint              n;
      const YunVertex   *v = yun_feature_index_get_ring (index, i, ring, &n);
      GEOSCoordSequence *s = GEOSCoordSeq_create_r (geos, n, 2);

      for (guint k = 0; k < n; k++)
        GEOSCoordSeq_setXY_r (geos, s, k, v[k].x, v[k].y);
      rings[ring] = GEOSGeom_createLinearRing_r (geos, s);
    }

  return GEOSGeom_createPolygon_r (geos, rings[0], rings + 1, n_rings - 1);
}

static void
test_pick (void)
{
  GEOSContextHandle_t         geos = GEOS_init_r ();
  g_autoptr (GRand)           rand = g_rand_new_with_seed (2);
  g_autoptr (YunFeatureIndex) index = make_index (rand, 400, 0.02);
  GEOSGeometry               *shapes[400] = { NULL };
  guint                       n_hits = 0, n_points = 0;

  for (guint i = 0; i < 400; i += 2)
    shapes[i] = to_geos (geos, index, i);

  for (guint round = 0; round < 1500; round++)
    {
      YunVertex     at = yun_vertex_from_lonlat (g_rand_double_range (rand, 121.0, 121.4),
                                                 g_rand_double_range (rand, 30.9, 31.2));
      guint32       tolerance = g_rand_int_range (rand, 0, 300000);
      GEOSGeometry *place = GEOSGeom_createPointFromXY_r (geos, at.x, at.y);
      double        best = INFINITY, best_distance = INFINITY;
      int           expected = -1;

      for (guint i = 0; i < 400; i++)
        {
          const YunFeature *f = yun_feature_index_get (index, i);
          double            area;

          if (i % 2)
            {
              double d = hypot ((double) f->anchor.x - at.x, (double) f->anchor.y - at.y);

              if (d <= tolerance && d <= best_distance)
                {
                  best_distance = d;
                  expected = i;
                }
            }
          else if (best_distance == INFINITY && GEOSIntersects_r (geos, shapes[i], place) == 1)
            {
              GEOSArea_r (geos, shapes[i], &area);
              if (area <= best)
                {
                  best = area;
                  expected = i;
                }
            }
        }
      GEOSGeom_destroy_r (geos, place);
      g_assert_cmpint (yun_feature_index_pick (index, at, tolerance, NULL), ==, expected);
      n_hits += expected >= 0;
      n_points += expected >= 0 && expected % 2;
    }
  g_assert_cmpuint (n_hits, >, 500);
  g_assert_cmpuint (n_points, >, 100);
  g_assert_cmpuint (n_points, <, n_hits);

  for (guint i = 0; i < 400; i += 2)
    GEOSGeom_destroy_r (geos, shapes[i]);
  GEOS_finish_r (geos);
}

static void
test_find (void)
{
  g_autoptr (GRand)           rand = g_rand_new_with_seed (3);
  g_autoptr (YunFeatureIndex) index = make_index (rand, 1001, 0.001);

  for (guint i = 0; i < 1001; i++)
    g_assert_cmpint (yun_feature_index_find (index, i % 2 ? FIRM : PLOT, i / 2 + 1), ==, (int) i);
  g_assert_cmpint (yun_feature_index_find (index, PLOT, 0), ==, -1);
  g_assert_cmpint (yun_feature_index_find (index, PLOT, 502), ==, -1);
  g_assert_cmpint (yun_feature_index_find (index, FIRM, 501), ==, -1);
  g_assert_cmpint (yun_feature_index_find (index, 5, 1), ==, -1);
  g_assert_cmpint (yun_feature_index_find (index, 1000, 1), ==, -1);

  g_assert_cmpstr (yun_feature_index_get_name (index, 1), ==, "地块1");
  g_assert_cmpstr (yun_feature_index_get_name (index, 3), ==, "");
}

static void
test_rings (void)
{
  g_autoptr (GRand)           rand = g_rand_new_with_seed (4);
  g_autoptr (YunFeatureIndex) index = make_index (rand, 400, 0.01);
  guint                       n_holes = 0;

  for (guint i = 0; i < 400; i++)
    {
      const YunFeature *f = yun_feature_index_get (index, i);

      g_assert_cmpuint (f->anchor.x, >=, f->min.x);
      g_assert_cmpuint (f->anchor.x, <=, f->max.x);
      if (f->kind == YUN_GEOM_POINT)
        {
          g_assert_cmpuint (yun_feature_index_get_n_rings (index, i), ==, 0);
          continue;
        }
      for (guint ring = 0; ring < yun_feature_index_get_n_rings (index, i); ring++)
        {
          guint            n;
          const YunVertex *v = yun_feature_index_get_ring (index, i, ring, &n);
          double           sum = 0;

          g_assert_cmpuint (v[0].x, ==, v[n - 1].x);
          g_assert_cmpuint (v[0].y, ==, v[n - 1].y);
          for (guint k = 1; k < n; k++)
            sum += ((double) v[k].x - v[k - 1].x) * ((double) v[k].y + v[k - 1].y);
          /* y grows down: clockwise has a negative trapezoid sum */
          if (ring == 0)
            g_assert_cmpfloat (sum, <, 0);
          else
            g_assert_cmpfloat (sum, >, 0);
          n_holes += ring > 0;
        }
    }
  g_assert_cmpuint (n_holes, >, 50);
}

static void
test_set (void)
{
  g_autoptr (GRand)           rand = g_rand_new_with_seed (5);
  g_autoptr (YunFeatureIndex) index = make_index (rand, 600, 0.001);
  g_autoptr (GArray)          plots = g_array_new (FALSE, FALSE, sizeof (gint64));
  GArray                     *ids[6] = { NULL };
  guint                       expected = 0;
  YunRect                     box = YUN_RECT_EMPTY, shown_box;

  for (gint64 id = -1; id < 400; id += 3)
    g_array_append_val (plots, id);
  ids[PLOT] = plots;
  {
    g_autoptr (YunFeatureSet) set = yun_feature_set_new (index, ids, 6);

    for (guint i = 0; i < 600; i++)
      {
        const YunFeature *f = yun_feature_index_get (index, i);
        gboolean          shown = f->entity == PLOT && (f->id + 1) % 3 == 0;

        g_assert_cmpint (yun_feature_set_has (set, i), ==, shown);
        expected += shown;
        if (shown)
          {
            YunPoint min = yun_vertex_to_lonlat (f->min);
            YunPoint max = yun_vertex_to_lonlat (f->max);

            box = yun_rect_with_point (&box, min.x, min.y);
            box = yun_rect_with_point (&box, max.x, max.y);
          }
      }
    shown_box = yun_feature_set_get_box (set, index);
    g_assert_cmpfloat_with_epsilon (shown_box.x0, box.x0, 1e-9);
    g_assert_cmpfloat_with_epsilon (shown_box.y0, box.y0, 1e-9);
    g_assert_cmpfloat_with_epsilon (shown_box.x1, box.x1, 1e-9);
    g_assert_cmpfloat_with_epsilon (shown_box.y1, box.y1, 1e-9);
    g_assert_cmpuint (yun_feature_set_get_count (set), ==, expected);
    g_assert_false (yun_feature_set_has (set, 600));

    /* what is hidden cannot be picked */
    for (guint i = 0; i < 100; i++)
      {
        int hit =
          yun_feature_index_pick (index, yun_feature_index_get (index, i)->anchor, 1000, set);

        g_assert_true (hit == -1 || yun_feature_set_has (set, hit));
      }
  }
}

static void
test_values (void)
{
  YunFeatureBuilder          *builder = yun_feature_builder_new ();
  g_autoptr (YunFeatureIndex) index = NULL;
  g_autoptr (YunGeom)         shape = yun_geom_new_point (121.2, 31.0);

  for (guint i = 0; i < 10; i++)
    {
      YunFeature values = { .id = i + 1, .entity = i < 6 ? PLOT : FIRM };
      float      numbers[] = { i, i == 4 ? NAN : 2 * i, -20000.0f - i };

      if (i >= 6 || i == 2)
        yun_feature_builder_add (builder, &values, NULL, shape);
      else
        yun_feature_builder_add_with_values (builder, &values, numbers, NULL,
                                             i == 3 ? NULL : shape);
    }
  index = yun_feature_builder_end (builder);
  g_assert_cmpuint (yun_feature_index_get_n (index), ==, 9);
  for (guint i = 0; i < 9; i++)
    {
      gint64 at = yun_feature_index_get (index, i)->id - 1;
      float  far = yun_feature_index_get_value (index, i, YUN_FEATURE_FAR);
      float  tax = yun_feature_index_get_value (index, i, YUN_FEATURE_TAX);
      float  date = yun_feature_index_get_value (index, i, YUN_FEATURE_DATE);

      if (at >= 6 || at == 2)
        {
          g_assert_true (isnan (far) && isnan (tax) && isnan (date));
          continue;
        }
      g_assert_cmpfloat (far, ==, at);
      g_assert_true (at == 4 ? isnan (tax) : tax == 2 * at);
      g_assert_cmpfloat (date, ==, -20000 - at);
    }
}

static void
test_empty (void)
{
  YunFeatureBuilder          *builder = yun_feature_builder_new ();
  g_autoptr (YunFeatureIndex) index = NULL;
  g_autoptr (GArray)          found = g_array_new (FALSE, FALSE, sizeof (guint32));

  yun_feature_builder_add (builder, &(YunFeature){ .id = 1 }, "nowhere", NULL);
  index = yun_feature_builder_end (builder);
  g_assert_cmpuint (yun_feature_index_get_n (index), ==, 0);
  yun_feature_index_search (index, (YunVertex){ 0, 0 }, (YunVertex){ G_MAXUINT32, G_MAXUINT32 },
                            found);
  g_assert_cmpuint (found->len, ==, 0);
  g_assert_cmpint (yun_feature_index_pick (index, (YunVertex){ 5, 5 }, 100, NULL), ==, -1);
  g_assert_cmpint (yun_feature_index_find (index, 0, 1), ==, -1);
}

static void
test_lonlat (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (6);

  for (guint i = 0; i < 1000; i++)
    {
      double   lon = g_rand_double_range (rand, -179, 179);
      double   lat = g_rand_double_range (rand, -80, 80);
      YunPoint back = yun_vertex_to_lonlat (yun_vertex_from_lonlat (lon, lat));

      g_assert_cmpfloat_with_epsilon (back.x, lon, 1e-7);
      g_assert_cmpfloat_with_epsilon (back.y, lat, 1e-7);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/feature-index/search", test_search);
  g_test_add_func ("/feature-index/pick", test_pick);
  g_test_add_func ("/feature-index/find", test_find);
  g_test_add_func ("/feature-index/rings", test_rings);
  g_test_add_func ("/feature-index/set", test_set);
  g_test_add_func ("/feature-index/values", test_values);
  g_test_add_func ("/feature-index/empty", test_empty);
  g_test_add_func ("/feature-index/lonlat", test_lonlat);

  return g_test_run ();
}
