/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint-fixture.h"
#include "yun-painter.h"
#include "yun-plot.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LON 121.3
#define LAT 31.0
#define SIZE 256

static guint32
get_pixel (cairo_surface_t *surface, int x, int y)
{
  const guint8 *data;
  guint32       pixel;

  cairo_surface_flush (surface);
  data = cairo_image_surface_get_data (surface);
  memcpy (&pixel, data + y * cairo_image_surface_get_stride (surface) + x * 4, 4);

  return pixel;
}

static int
get_difference (guint32 a, guint32 b)
{
  int worst = 0;

  for (guint shift = 0; shift < 32; shift += 8)
    worst = MAX (worst, abs ((int) (a >> shift & 0xff) - (int) (b >> shift & 0xff)));

  return worst;
}

static guint32
over (YunColour top, YunColour bottom)
{
  guint32 r = (top.r * top.a + bottom.r * (1 - top.a)) * 255 + 0.5;
  guint32 g = (top.g * top.a + bottom.g * (1 - top.a)) * 255 + 0.5;
  guint32 b = (top.b * top.a + bottom.b * (1 - top.a)) * 255 + 0.5;

  return 0xff000000 | r << 16 | g << 8 | b;
}

/* One plot @pixels wide in the middle of a view; its status has no hatching. */
static YunScene *
make_scene (double pixels, gboolean hole, int accuracy, YunScheme scheme, YunView *view)
{
  YunFeatureBuilder          *builder = yun_feature_builder_new ();
  g_autoptr (YunFeatureIndex) index = NULL;
  g_autoptr (YunGeom)         shape = fixture_new_box (LON, LAT, 0.001, 0.001, hole);
  YunFeature                  values = {
                     .id = 1, .entity = 3, .status = YUN_STATUS_CONSTRUCTION, .accuracy = accuracy
  };
  const YunFeature *f;

  yun_feature_builder_add (builder, &values, NULL, shape);
  index = yun_feature_builder_end (builder);
  f = yun_feature_index_get (index, 0);
  *view = (YunView){
    .scale = (f->max.x - f->min.x) / pixels, .width = SIZE, .height = SIZE, .device_scale = 1
  };
  view->x = f->min.x / 2.0 + f->max.x / 2.0 - SIZE / 2 * view->scale;
  view->y = f->min.y / 2.0 + f->max.y / 2.0 - SIZE / 2 * view->scale;

  return yun_scene_new (index, NULL, NULL, yun_style_get (scheme, YUN_FILL_STATUS));
}

static cairo_surface_t *
paint (const YunScene *scene, const YunView *view)
{
  cairo_surface_t *surface = yun_painter_paint_surface (scene, view, YUN_LAYER_ALL, NULL);

  g_assert_nonnull (surface);

  return surface;
}

static void
test_fill (void)
{
  static const double sizes[] = { 5, 12, 22, 40, 150 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (YunScheme scheme = YUN_SCHEME_LIGHT; scheme <= YUN_SCHEME_DARK; scheme++)
      for (guint hole = 0; hole < 2; hole++)
        {
          YunView              view;
          g_autoptr (YunScene) scene =
            make_scene (sizes[i], hole, YUN_ACCURACY_SURVEYED, scheme, &view);
          const YunStyle  *style = yun_scene_get_style (scene);
          cairo_surface_t *surface = paint (scene, &view);
          guint32          ground = over (style->ground, style->ground);
          guint32          fill = over (style->status[YUN_STATUS_CONSTRUCTION].fill, style->ground);
          int              outside = SIZE / 2 + (int) sizes[i] * 2 / 3 + 3;
          int              inside = SIZE / 2 + (int) (sizes[i] * 0.36);

          g_assert_cmpint (get_difference (get_pixel (surface, 2, 2), ground), <=, 1);
          g_assert_cmpint (get_difference (get_pixel (surface, outside, SIZE / 2), ground), <=, 1);
          if (hole && sizes[i] > 10)
            g_assert_cmpint (get_difference (get_pixel (surface, SIZE / 2, SIZE / 2), ground), <=,
                             2);
          else if (!hole)
            g_assert_cmpint (get_difference (get_pixel (surface, SIZE / 2, SIZE / 2), fill), <=, 2);
          if (sizes[i] >= 22)
            g_assert_cmpint (get_difference (get_pixel (surface, inside, SIZE / 2), fill), <=, 2);
          cairo_surface_destroy (surface);
        }
}

/* However small, something of it is seen, and only near where it is. */
static void
test_tiny (void)
{
  static const double sizes[] = { 0.01, 0.3, 0.9, 1.5, 3.5 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      YunView              view;
      g_autoptr (YunScene) scene =
        make_scene (sizes[i], FALSE, YUN_ACCURACY_SURVEYED, YUN_SCHEME_LIGHT, &view);
      cairo_surface_t *surface = paint (scene, &view);
      guint32          ground = get_pixel (surface, 0, 0);
      guint            n = 0;

      for (int y = 0; y < SIZE; y++)
        for (int x = 0; x < SIZE; x++)
          if (get_difference (get_pixel (surface, x, y), ground) > 3)
            {
              n++;
              g_assert_cmpint (abs (x - SIZE / 2), <=, 4);
              g_assert_cmpint (abs (y - SIZE / 2), <=, 4);
            }
      g_assert_cmpuint (n, >=, 1);
      g_assert_cmpuint (n, <=, (guint) ((sizes[i] + 2.5) * (sizes[i] + 2.5)));
      cairo_surface_destroy (surface);
    }
}

/* What is painted as a box adds as much colour as the shape itself would. */
static void
test_mass (void)
{
  const YunStyle *style = yun_style_get (YUN_SCHEME_LIGHT, YUN_FILL_STATUS);
  double          alpha = style->status[YUN_STATUS_CONSTRUCTION].fill.a;

  for (guint corners = 3; corners < 9; corners++)
    for (double size = 1.1; size < 3.9; size += 0.2)
      {
        YunFeatureBuilder          *builder = yun_feature_builder_new ();
        g_autoptr (YunFeatureIndex) index = NULL;
        g_autoptr (YunScene)        scene = NULL;
        g_autoptr (YunGeom)         shape = NULL;
        YunGeomBuilder             *geom = yun_geom_builder_new (YUN_GEOM_POLYGON);
        YunFeature        values = { .id = 1, .entity = 3, .status = YUN_STATUS_CONSTRUCTION };
        const YunFeature *f;
        YunView           view = { .width = 16, .height = 16, .device_scale = 1 };
        cairo_surface_t  *surface;
        double            area, sum = 0;

        yun_geom_builder_begin_part (geom);
        yun_geom_builder_begin_ring (geom);
        for (guint i = 0; i < corners; i++)
          yun_geom_builder_add (geom, LON + 0.001 * cos (0.3 + i * 2 * G_PI / corners),
                                LAT + 0.001 * sin (0.3 + i * 2 * G_PI / corners));
        shape = yun_geom_builder_end (geom);
        yun_feature_builder_add (builder, &values, NULL, shape);
        index = yun_feature_builder_end (builder);
        scene = yun_scene_new (index, NULL, NULL, style);
        f = yun_feature_index_get (index, 0);
        view.scale = MAX (f->max.x - f->min.x, f->max.y - f->min.y) / size;
        view.x = f->min.x - 5.3 * view.scale;
        view.y = f->min.y - 6.1 * view.scale;
        area = (f->max.x - f->min.x) / view.scale * (f->max.y - f->min.y) / view.scale *
               f->fullness / 255.0;
        /* a regular shape in its own circle: a degree of longitude is shorter by the latitude */
        g_assert_cmpfloat_with_epsilon (
          area,
          corners / 2.0 * sin (2 * G_PI / corners) * 0.001 * 0.001 / cos (LAT * G_PI / 180) *
            (YUN_MERCATOR_SIZE / 360 / view.scale) * (YUN_MERCATOR_SIZE / 360 / view.scale),
          0.02 * area);

        surface = yun_painter_paint_surface (scene, &view, YUN_LAYER_FEATURES, NULL);
        for (int y = 0; y < 16; y++)
          for (int x = 0; x < 16; x++)
            sum += (get_pixel (surface, x, y) >> 24) / 255.0;
        g_assert_cmpfloat_with_epsilon (sum, area * alpha, 0.03 * area + 0.05);
        cairo_surface_destroy (surface);
      }
}

static guint
count_line_pixels (cairo_surface_t *surface, guint32 line)
{
  guint n = 0;

  for (int y = 0; y < SIZE; y++)
    for (int x = 0; x < SIZE; x++)
      n += get_difference (get_pixel (surface, x, y), line) < 60;

  return n;
}

static void
test_accuracy (void)
{
  guint   n[3];
  guint32 middle[3];

  for (guint i = 0; i < 3; i++)
    {
      YunView              view;
      g_autoptr (YunScene) scene = make_scene (150, FALSE, i, YUN_SCHEME_LIGHT, &view);
      YunColour            line = yun_scene_get_style (scene)->status[YUN_STATUS_CONSTRUCTION].line;
      cairo_surface_t     *surface = paint (scene, &view);

      n[i] = count_line_pixels (surface, over (line, line));
      middle[i] = get_pixel (surface, SIZE / 2, SIZE / 2);
      cairo_surface_destroy (surface);
    }
  /* schematic is dashed, approximate is hollow */
  g_assert_cmpuint (n[YUN_ACCURACY_SCHEMATIC], <, n[YUN_ACCURACY_SURVEYED] * 3 / 4);
  g_assert_cmpuint (n[YUN_ACCURACY_SCHEMATIC], >, n[YUN_ACCURACY_SURVEYED] / 3);
  g_assert_cmpint (get_difference (middle[YUN_ACCURACY_SURVEYED], middle[YUN_ACCURACY_APPROXIMATE]),
                   >, 20);
}

static YunScene *
make_rich_scene (YunScheme scheme)
{
  g_autoptr (GRand)           rand = g_rand_new_with_seed (11);
  YunFeatureBuilder          *builder = yun_feature_builder_new ();
  g_autoptr (YunBaseMap)      base = yun_base_map_get_default ();
  g_autoptr (YunFeatureIndex) index = NULL;

  fixture_add_parks (builder, rand, 40);
  fixture_add_plots (builder, 3000, 121.2, 31.0, 0.0006);
  fixture_add_plots (builder, 30, 121.19, 31.01, 0.009);
  index = yun_feature_builder_end (builder);

  return yun_scene_new (index, NULL, base, yun_style_get (scheme, YUN_FILL_STATUS));
}

static gboolean
surfaces_equal (cairo_surface_t *a, cairo_surface_t *b)
{
  cairo_surface_flush (a);
  cairo_surface_flush (b);

  return memcmp (cairo_image_surface_get_data (a), cairo_image_surface_get_data (b),
                 (gsize) cairo_image_surface_get_stride (a) * cairo_image_surface_get_height (a)) ==
         0;
}

static void
test_same (void)
{
  g_autoptr (YunScene) scene = make_rich_scene (YUN_SCHEME_LIGHT);
  g_autoptr (YunScene) dark = make_rich_scene (YUN_SCHEME_DARK);
  YunVertex            at = yun_vertex_from_lonlat (121.22, 31.03);
  YunView              view = yun_view_at (at.x, at.y, 13.4, SIZE, SIZE, 1);
  cairo_surface_t *a = paint (scene, &view), *b = paint (scene, &view), *c = paint (dark, &view);

  g_assert_true (surfaces_equal (a, b));
  g_assert_false (surfaces_equal (a, c));
  cairo_surface_destroy (a);
  cairo_surface_destroy (b);
  cairo_surface_destroy (c);
}

/* Four tiles beside each other are the picture painted at once. */
static void
test_seams (void)
{
  static const int     zooms[] = { 9, 10, 11, 12, 13, 14, 15, 17, 19 };
  g_autoptr (YunScene) scene = make_rich_scene (YUN_SCHEME_LIGHT);

  for (guint device_scale = 1; device_scale <= 2; device_scale++)
    for (guint i = 0; i < G_N_ELEMENTS (zooms); i++)
      {
        YunVertex        at = yun_vertex_from_lonlat (121.212, 31.022);
        double           width = YUN_MERCATOR_SIZE / (1 << zooms[i]);
        int              tx = (int) (at.x / width), ty = (int) (at.y / width);
        YunView          whole = yun_view_for_tile (zooms[i], tx, ty, SIZE, device_scale);
        int              size = SIZE * device_scale;
        cairo_surface_t *picture;
        guint            n_bad = 0;

        whole.width = whole.height = 2 * SIZE;
        picture = paint (scene, &whole);
        for (int k = 0; k < 4; k++)
          {
            YunView view = yun_view_for_tile (zooms[i], tx + k % 2, ty + k / 2, SIZE, device_scale);
            cairo_surface_t *tile = paint (scene, &view);

            for (int y = 0; y < size; y++)
              for (int x = 0; x < size; x++)
                n_bad +=
                  get_difference (get_pixel (tile, x, y),
                                  get_pixel (picture, x + (k % 2) * size, y + (k / 2) * size)) > 12;
            cairo_surface_destroy (tile);
          }
        cairo_surface_destroy (picture);
        g_assert_cmpuint (n_bad, <=, (guint) (size * size / 2000));
      }
}

static void
test_shown (void)
{
  YunView              view;
  g_autoptr (YunScene) scene =
    make_scene (100, FALSE, YUN_ACCURACY_SURVEYED, YUN_SCHEME_LIGHT, &view);
  GArray                   *ids[6] = { NULL };
  g_autoptr (YunFeatureSet) none = yun_feature_set_new (yun_scene_get_index (scene), ids, 6);
  g_autoptr (YunScene)      hidden =
    yun_scene_new (yun_scene_get_index (scene), none, NULL, yun_scene_get_style (scene));
  cairo_surface_t *a = paint (scene, &view), *b = paint (hidden, &view);

  g_assert_cmpuint (get_pixel (b, SIZE / 2, SIZE / 2), ==, get_pixel (b, 0, 0));
  g_assert_cmpuint (get_pixel (a, SIZE / 2, SIZE / 2), !=, get_pixel (b, 0, 0));
  cairo_surface_destroy (a);
  cairo_surface_destroy (b);
}

/* A polygon that spans the map, seen so close that cairo's coordinates would overflow. */
static void
test_huge (void)
{
  YunFeatureBuilder          *builder = yun_feature_builder_new ();
  g_autoptr (YunFeatureIndex) index = NULL;
  g_autoptr (YunScene)        scene = NULL;
  g_autoptr (YunGeom)         shape = fixture_new_box (LON - 60, LAT - 30, 60, 60, FALSE);
  YunFeature                  values = {
                     .id = 1, .entity = 3, .status = YUN_STATUS_CONSTRUCTION, .accuracy = YUN_ACCURACY_SCHEMATIC
  };
  YunVertex        at = yun_vertex_from_lonlat (LON, LAT);
  YunView          view = yun_view_at (at.x, at.y, 22, SIZE, SIZE, 1);
  const YunStyle  *style = yun_style_get (YUN_SCHEME_LIGHT, YUN_FILL_STATUS);
  cairo_surface_t *surface;

  yun_feature_builder_add (builder, &values, NULL, shape);
  index = yun_feature_builder_end (builder);
  scene = yun_scene_new (index, NULL, NULL, style);
  surface = paint (scene, &view);
  g_assert_cmpint (
    get_difference (get_pixel (surface, 20, 128),
                    over (style->status[YUN_STATUS_CONSTRUCTION].fill, style->ground)),
    <=, 2);
  g_assert_cmpint (
    get_difference (get_pixel (surface, 236, 128), over (style->ground, style->ground)), <=, 1);
  cairo_surface_destroy (surface);
}

static void
test_cancel (void)
{
  g_autoptr (YunScene)     scene = make_rich_scene (YUN_SCHEME_LIGHT);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  YunView                  view = yun_view_for_tile (10, 857, 418, SIZE, 1);

  g_cancellable_cancel (cancellable);
  g_assert_null (yun_painter_paint_surface (scene, &view, YUN_LAYER_ALL, cancellable));
}

/* Without the base a tile is clear where no feature is. */
static void
test_clear (void)
{
  YunView              view;
  g_autoptr (YunScene) scene =
    make_scene (100, FALSE, YUN_ACCURACY_SURVEYED, YUN_SCHEME_LIGHT, &view);
  cairo_surface_t *surface = yun_painter_paint_surface (scene, &view, YUN_LAYER_FEATURES, NULL);

  g_assert_cmpuint (get_pixel (surface, 3, 3), ==, 0);
  g_assert_cmpuint (get_pixel (surface, SIZE / 2, SIZE / 2) >> 24, >, 100);
  cairo_surface_destroy (surface);
}

/* The colour most pixels have. */
static guint32
get_usual_pixel (cairo_surface_t *surface, int size)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (NULL, NULL);
  guint32                usual = 0;
  guint                  most = 0;

  for (int y = 0; y < size; y++)
    for (int x = 0; x < size; x++)
      {
        guint32 pixel = get_pixel (surface, x, y);
        guint   n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, GUINT_TO_POINTER (pixel))) + 1;

        g_hash_table_insert (counts, GUINT_TO_POINTER (pixel), GUINT_TO_POINTER (n));
        if (n > most)
          {
            most = n;
            usual = pixel;
          }
      }

  return usual;
}

/* One core, two belts and the rest are four colours. */
static void
test_zones (void)
{
  g_autoptr (YunBaseMap) base = yun_base_map_get_default ();
  guint                  n;
  const YunBaseShape    *shapes = yun_base_map_get_shapes (base, &n);

  for (YunScheme scheme = YUN_SCHEME_LIGHT; scheme <= YUN_SCHEME_DARK; scheme++)
    {
      g_autoptr (YunScene) scene =
        yun_scene_new (NULL, NULL, base, yun_style_get (scheme, YUN_FILL_STATUS));
      guint32 seen[4] = { 0 };

      for (guint i = 0; i < n; i++)
        if (shapes[i].kind == YUN_BASE_ZONE ||
            (shapes[i].kind == YUN_BASE_TOWN && shapes[i].class == 3))
          {
            YunView view = yun_view_at (shapes[i].anchor.x, shapes[i].anchor.y, 13, 32, 32, 1);
            cairo_surface_t *surface = paint (scene, &view);

            seen[shapes[i].class] = get_usual_pixel (surface, 32);
            cairo_surface_destroy (surface);
          }
      for (guint i = 0; i < 4; i++)
        for (guint k = 0; k < i; k++)
          g_assert_cmpint (get_difference (seen[i], seen[k]), >, 12);
    }
}

/* On a basemap the borders are drawn and nothing else: the ground stays to be seen. */
static void
test_outlines (void)
{
  g_autoptr (YunBaseMap) base = yun_base_map_get_default ();
  g_autoptr (YunScene)   scene =
    yun_scene_new (NULL, NULL, base, yun_style_get (YUN_SCHEME_LIGHT, YUN_FILL_STATUS));
  YunVertex        min, max;
  YunView          view;
  cairo_surface_t *surface;
  guint            clear = 0, opaque = 0;

  yun_base_map_get_box (base, &min, &max);
  view = yun_view_fit (min, max, SIZE * 2, SIZE * 2, 8, 1);
  surface = yun_painter_paint_surface (scene, &view, YUN_LAYER_ON_BASEMAP, NULL);
  for (int y = 0; y < SIZE * 2; y++)
    for (int x = 0; x < SIZE * 2; x++)
      {
        guint32 alpha = get_pixel (surface, x, y) >> 24;

        clear += alpha == 0;
        opaque += alpha > 200;
      }
  g_assert_cmpuint (clear, >, SIZE * SIZE * 2);
  g_assert_cmpuint (opaque, >, 500);
  cairo_surface_destroy (surface);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/painter/fill", test_fill);
  g_test_add_func ("/painter/tiny", test_tiny);
  g_test_add_func ("/painter/mass", test_mass);
  g_test_add_func ("/painter/accuracy", test_accuracy);
  g_test_add_func ("/painter/same", test_same);
  g_test_add_func ("/painter/seams", test_seams);
  g_test_add_func ("/painter/shown", test_shown);
  g_test_add_func ("/painter/huge", test_huge);
  g_test_add_func ("/painter/cancel", test_cancel);
  g_test_add_func ("/painter/clear", test_clear);
  g_test_add_func ("/painter/zones", test_zones);
  g_test_add_func ("/painter/outlines", test_outlines);

  return g_test_run ();
}
