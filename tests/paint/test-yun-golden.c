/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "entity-places.h"
#include "paint-fixture.h"
#include "yun-feature-index-private.h"
#include "yun-painter.h"
#include "yun-wkb.h"

#include <glib/gstdio.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/*
 * What the painter draws, held against pictures in golden/ that somebody looked at. No text is in
 * them, so no version of a font matters; small differences of antialiasing do not either. With
 * YUN_GOLDEN_UPDATE set the pictures are written anew: look at them before they are committed. A
 * picture that differs is left in the build directory.
 */
#define LON 121.3
#define LAT 31.0
#define CELL 0.001 /* degrees, of the grid of plots */
#define TODAY 20000
#define NEAR 18         /* of 255: what a pixel may differ without counting */
#define FAR_SHARE 0.004 /* of the pixels may differ more */
#define MEAN_LIMIT 0.6  /* of 255, over all pixels */

typedef enum
{
  SUBJECT_PLOTS,  /* a plot of every status, accuracy, segment and number */
  SUBJECT_SHAPES, /* holes, parts, slivers, big ones */
  SUBJECT_BASE,
} Subject;

static const struct
{
  const char *name;
  Subject     subject;
  YunFillBy   by;
  double      zoom;
  double      lon;
  double      lat;
  double      scale; /* device pixels a pixel */
} cases[] = {
  { "status", SUBJECT_PLOTS, YUN_FILL_STATUS, 15.1, LON, LAT, 1 },
  { "segment", SUBJECT_PLOTS, YUN_FILL_SEGMENT, 15.1, LON, LAT, 1 },
  { "far", SUBJECT_PLOTS, YUN_FILL_FLOOR_AREA_RATIO, 15.1, LON, LAT, 1 },
  { "tax", SUBJECT_PLOTS, YUN_FILL_TAX, 15.1, LON, LAT, 1 },
  { "age", SUBJECT_PLOTS, YUN_FILL_AGE, 15.1, LON, LAT, 1 },
  { "status-fine", SUBJECT_PLOTS, YUN_FILL_STATUS, 15.1, LON, LAT, 2 },
  { "status-small", SUBJECT_PLOTS, YUN_FILL_STATUS, 12, LON, LAT, 1 },
  { "shapes", SUBJECT_SHAPES, YUN_FILL_STATUS, 14.2, LON, LAT, 1 },
  { "base-10", SUBJECT_BASE, YUN_FILL_STATUS, 9.7, 121.22, 31.0, 1 },
  { "base-11", SUBJECT_BASE, YUN_FILL_STATUS, 11.4, 121.28, 31.07, 1 },
  { "base-13", SUBJECT_BASE, YUN_FILL_STATUS, 13, 121.31, 31.1, 1 },
  { "base-14", SUBJECT_BASE, YUN_FILL_STATUS, 14.5, 121.322, 31.105, 1 },
  { "base-16", SUBJECT_BASE, YUN_FILL_STATUS, 16, 121.322, 31.103, 1 },
};

#define WIDTH 280
#define HEIGHT 200

static void
add_plots (YunFeatureBuilder *builder)
{
  for (int k = 0; k < 70; k++)
    {
      int        column = k % 10, row = k / 10;
      YunFeature values = { .id = k + 1,
                            .entity = YUN_FEATURE_PLOT,
                            .status = (gint8) column,
                            .accuracy = (gint8) (row % 4),
                            .segments = (guint8) (column % 5 < 4 ? 1 << (column % 5) : 0) };
      float      numbers[YUN_FEATURE_N_VALUES] = {
             column == 9 ? NAN : 0.4f * column + 0.05f * row,
        column == 8 ? NAN : 12.5f * column + row,
        column == 7 ? NAN : (float) (TODAY - 240 * column - 10 * row),
      };
      g_autoptr (YunGeom) shape = fixture_new_box (
        LON + (column - 5) * CELL, LAT + (row - 3.5) * CELL, CELL * 0.86, CELL * 0.86, FALSE);

      yun_feature_builder_add_with_values (builder, &values, numbers, NULL, shape);
    }
}

static void
add_shapes (YunFeatureBuilder *builder)
{
  static const struct
  {
    gint8       entity;
    gint8       status;
    gint8       accuracy;
    const char *text; /* in thousandths of a degree from the middle */
  } shapes[] = {
    { YUN_FEATURE_PARK, -1, 0, "POLYGON((-9 -6,9 -5,8 6,-8 5,-9 -6))" },
    { YUN_FEATURE_PARK, -1, 2, "POLYGON((9.5 -6,12 -5,11 6,9.5 5,9.5 -6))" },
    { YUN_FEATURE_PLOT, 0, 0,
      "POLYGON((-8 -5,-3 -5,-3 0,-8 0,-8 -5),(-7 -4,-7 -2,-5 -2,-5 -4,-7 -4),(-4.5 -1.5,-4.5 -0.5,"
      "-3.5 -0.5,-3.5 -1.5,-4.5 -1.5))" },
    { YUN_FEATURE_PLOT, 7, 2,
      "MULTIPOLYGON(((-2 -5,0 -5,0 -3,-2 -3,-2 -5)),((0.5 -5,2.5 -4,0.5 -3,0.5 -5)))" },
    { YUN_FEATURE_PLOT, 4, 0, "POLYGON((-2 -2,6 -2.2,6 -2,-2 -1.8,-2 -2))" },
    { YUN_FEATURE_PLOT, 5, 1, "POLYGON((-8 1,-2 1,-5 4.5,-8 1))" },
    { YUN_FEATURE_PLOT, 2, 2, "POLYGON((-1 0,7 0,7 4,5 4,5 2,1 2,1 4,-1 4,-1 0))" },
    { YUN_FEATURE_PLOT, 8, 0, "POLYGON((3 -5,7 -5,3 -3,7 -3,3 -5))" },
  };

  for (guint k = 0; k < G_N_ELEMENTS (shapes); k++)
    {
      YunFeature          values = { .id = k + 1,
                                     .entity = shapes[k].entity,
                                     .status = shapes[k].status,
                                     .accuracy = shapes[k].accuracy };
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (YunGeom) shape = NULL;
      g_autoptr (GError)  error = NULL;
      gboolean            is_lat = FALSE;

      /* every number of the text becomes a degree */
      for (const char *p = shapes[k].text; *p != '\0';)
        if (g_ascii_isdigit (*p) || *p == '-')
          {
            char  *end;
            double v = g_ascii_strtod (p, &end) * CELL;

            g_string_append_printf (text, "%.6f", is_lat ? LAT + v : LON + v);
            is_lat = !is_lat;
            p = end;
          }
        else
          g_string_append_c (text, *p++);
      shape = yun_wkt_read (text->str, &error);
      g_assert_no_error (error);
      yun_feature_builder_add (builder, &values, NULL, shape);
    }
}

static YunScene *
make_scene (guint k, YunScheme scheme)
{
  const YunStyle             *style = yun_style_get (scheme, cases[k].by);
  YunFeatureBuilder          *builder;
  g_autoptr (YunFeatureIndex) index = NULL;
  g_autoptr (YunShading)      shading = NULL;

  if (cases[k].subject == SUBJECT_BASE)
    {
      g_autoptr (YunBaseMap) base = yun_base_map_get_default ();

      return yun_scene_new (NULL, NULL, base, style);
    }

  builder = yun_feature_builder_new ();
  if (cases[k].subject == SUBJECT_PLOTS)
    add_plots (builder);
  else
    add_shapes (builder);
  index = yun_feature_builder_end (builder);
  if (yun_shading_is_needed (cases[k].by))
    shading = yun_shading_new (cases[k].by, index, NULL, NULL, NULL, TODAY);

  return yun_scene_new_shaded (index, NULL, NULL, style, shading);
}

/* The picture in @n × @n tiles put together. */
static cairo_surface_t *
paint (const YunScene *scene, const YunView *view, guint n)
{
  double           ds = view->device_scale;
  cairo_surface_t *picture = cairo_image_surface_create (
    CAIRO_FORMAT_RGB24, (int) (view->width * ds), (int) (view->height * ds));
  cairo_t *cr;

  cairo_surface_set_device_scale (picture, ds, ds);
  cr = cairo_create (picture);
  for (guint k = 0; k < n * n; k++)
    {
      YunView          part = *view;
      cairo_surface_t *tile;

      part.width = view->width / n;
      part.height = view->height / n;
      part.x += part.width * (k % n) * view->scale;
      part.y += part.height * (k / n) * view->scale;
      tile = yun_painter_paint_surface (scene, &part, YUN_LAYER_ALL, NULL);
      cairo_set_source_surface (cr, tile, part.width * (k % n), part.height * (k / n));
      cairo_paint (cr);
      cairo_surface_destroy (tile);
    }
  cairo_destroy (cr);
  cairo_surface_flush (picture);

  return picture;
}

/* NULL when alike, else what is not. */
static char *
compare (cairo_surface_t *a, cairo_surface_t *b)
{
  int    width = cairo_image_surface_get_width (a), height = cairo_image_surface_get_height (a);
  gsize  n_far = 0;
  double sum = 0;

  if (width != cairo_image_surface_get_width (b) || height != cairo_image_surface_get_height (b))
    return g_strdup ("the size");
  for (int y = 0; y < height; y++)
    {
      const guint8 *pa = cairo_image_surface_get_data (a) + y * cairo_image_surface_get_stride (a);
      const guint8 *pb = cairo_image_surface_get_data (b) + y * cairo_image_surface_get_stride (b);

      for (int x = 0; x < width; x++)
        {
          int worst = 0;

          for (int c = 0; c < 3; c++)
            worst = MAX (worst, abs (pa[x * 4 + c] - pb[x * 4 + c]));
          sum += worst;
          n_far += worst > NEAR;
        }
    }
  if (n_far > FAR_SHARE * width * height || sum > MEAN_LIMIT * width * height)
    return g_strdup_printf ("%.2f %% of the pixels, %.2f in the mean",
                            100.0 * n_far / width / height, sum / width / height);

  return NULL;
}

static void
test_case (gconstpointer data)
{
  guint                k = GPOINTER_TO_UINT (data) / 2;
  YunScheme            scheme = GPOINTER_TO_UINT (data) % 2;
  g_autoptr (YunScene) scene = make_scene (k, scheme);
  YunVertex            at = yun_vertex_from_lonlat (cases[k].lon, cases[k].lat);
  YunView              view = yun_view_at (at.x, at.y, cases[k].zoom, WIDTH / cases[k].scale,
                                           HEIGHT / cases[k].scale, cases[k].scale);
  g_autofree char     *name =
    g_strdup_printf ("%s-%s.png", cases[k].name, scheme == YUN_SCHEME_DARK ? "dark" : "light");
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "paint", "golden", name, NULL);

  for (guint n = 1; n <= 2; n++)
    {
      cairo_surface_t *picture = paint (scene, &view, n);
      cairo_surface_t *golden;
      g_autofree char *difference = NULL;

      if (n == 1 && g_getenv ("YUN_GOLDEN_UPDATE") != NULL)
        g_assert_cmpint (cairo_surface_write_to_png (picture, path), ==, CAIRO_STATUS_SUCCESS);
      golden = cairo_image_surface_create_from_png (path);
      g_assert_cmpint (cairo_surface_status (golden), ==, CAIRO_STATUS_SUCCESS);
      difference = compare (picture, golden);
      if (difference != NULL)
        {
          g_autofree char *file = g_strdup_printf ("golden-%u-%s", n, name);
          g_autofree char *actual = g_test_build_filename (G_TEST_BUILT, "paint", file, NULL);

          cairo_surface_write_to_png (picture, actual);
          g_test_message ("%s differs from golden/%s in %s", actual, name, difference);
          g_test_fail ();
        }
      cairo_surface_destroy (golden);
      cairo_surface_destroy (picture);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint k = 0; k < G_N_ELEMENTS (cases) * 2; k++)
    {
      g_autofree char *path =
        g_strdup_printf ("/golden/%s/%s", cases[k / 2].name, k % 2 ? "dark" : "light");

      g_test_add_data_func (path, GUINT_TO_POINTER (k), test_case);
    }

  return g_test_run ();
}
