/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint-fixture.h"
#include "yun-feature-vector.h"
#include "yun-page-private.h"
#include "yun-painter.h"
#include "yun-plot.h"
#include "yun-svg-text.h"
#include "yun-text-painter.h"

#include <cairo-svg.h>
#include <math.h>
#include <string.h>

#define LON 121.2
#define LAT 31.05

static const char *const notes[] = { "数据：松江.sqlite，更新至 2026-11-22",
                                     "底图 © OpenStreetMap 贡献者，ODbL",
                                     "坐标系：CGCS2000；Web 墨卡托投影，比例尺以图幅中心为准",
                                     NULL };

/* A block of @n plots across @degrees. */
static YunScene *
make_scene (guint n, double degrees)
{
  YunFeatureBuilder          *builder = yun_feature_builder_new ();
  g_autoptr (YunFeatureIndex) index = NULL;
  g_autoptr (YunBaseMap)      base = yun_base_map_get_default ();
  guint                       side = (guint) ceil (sqrt (n));
  double                      step = degrees / side;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (YunGeom) plot = fixture_new_box (LON + (i % side) * step, LAT + (i / side) * step,
                                                  step * 0.8, step * 0.8, FALSE);

      yun_feature_builder_add (
        builder,
        &(YunFeature){
          .id = i + 1, .entity = 3, .status = (gint8) (i % 10), .accuracy = (gint8) (i % 3) },
        "松江<地块>&甲", plot);
    }
  index = yun_feature_builder_end (builder);
  return yun_scene_new (index, NULL, base, yun_style_get (YUN_SCHEME_LIGHT, YUN_FILL_STATUS));
}

static YunPageSetup
make_setup (double width, double height, double device_scale)
{
  YunPageSetup setup = { .parts = YUN_PAGE_ALL,
                         .title = "松江区卫星互联网产业布局图",
                         .subtitle = "状态：闲置",
                         .notes = notes };

  yun_page_setup_set_picture (&setup, width, height, device_scale);
  return setup;
}

static void
check_layout (const YunPageSetup *setup, const YunPageLayout *layout)
{
  YunRect sheet = yun_rect_grow (&(YunRect){ 0, 0, setup->width, setup->height }, 1e-6, 1e-6);
  YunRect frame = layout->box[YUN_PAGE_BOX_FRAME];

  for (guint i = 0; i < YUN_PAGE_N_BOXES; i++)
    {
      const YunRect *a = &layout->box[i];

      if (yun_rect_is_empty (a))
        continue;
      g_assert_true (yun_rect_contains_rect (&sheet, a));
      for (guint k = 0; k < i; k++)
        {
          YunRect shared = yun_rect_intersect (a, &layout->box[k]);

          /* Neighbours may touch. */
          g_assert_true (yun_rect_is_empty (&shared) || shared.x1 - shared.x0 < 1e-6 ||
                         shared.y1 - shared.y0 < 1e-6);
        }
    }
  g_assert_false (yun_rect_is_empty (&frame));
  g_assert_false (yun_rect_is_empty (&layout->map));
  frame = yun_rect_grow (&frame, 1, 1);
  g_assert_true (yun_rect_contains_rect (&frame, &layout->map));
  if (!yun_rect_is_empty (&layout->box[YUN_PAGE_BOX_LEGEND]))
    {
      const YunRect *legend = &layout->box[YUN_PAGE_BOX_LEGEND];
      double         unit = layout->legend_unit;

      g_assert_cmpuint (layout->shown, >, 0);
      g_assert_cmpuint (layout->columns * layout->rows, >=, layout->shown);
      g_assert_cmpfloat (layout->columns * layout->column_width, <, legend->x1 - legend->x0);
      g_assert_cmpfloat (layout->rows * YUN_LEGEND_SWATCH_HEIGHT * unit, <,
                         legend->y1 - legend->y0);
    }
}

/* Whatever the sheet, nothing covers anything else and nothing leaves it. */
static void
test_layout (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint round = 0; round < 1500; round++)
    {
      YunPageSetup        setup = { .notes = notes };
      g_autoptr (GString) title = g_string_new (NULL);
      YunLegendEntry      entries[60];
      YunPageLayout       layout;
      guint               n = (guint) g_rand_int_range (rand, 0, 61);

      for (int i = g_rand_int_range (rand, 0, 120); i > 0 && round % 3; i--)
        g_string_append (title, i % 7 ? "图" : " x ");
      for (guint i = 0; i < n; i++)
        entries[i] =
          (YunLegendEntry){ i % 5 ? YUN_LEGEND_SEGMENT : YUN_LEGEND_HEAD, 0,
                            i % 9 ? "在建" : "一个很长很长很长很长很长很长很长很长很长的图例文字" };
      setup.title = title->str;
      setup.subtitle = round % 2 ? title->str : NULL;
      setup.parts = (YunPageParts) (g_rand_int (rand) & YUN_PAGE_ALL);
      if (round % 2)
        yun_page_setup_set_paper (&setup, g_rand_double_range (rand, 20, 1300),
                                  g_rand_double_range (rand, 20, 1300), 300);
      else
        yun_page_setup_set_picture (&setup, g_rand_int_range (rand, 32, 4000),
                                    g_rand_int_range (rand, 32, 4000),
                                    g_rand_double_range (rand, 0.5, 3));
      yun_page_layout (&setup, entries, n, &layout);
      check_layout (&setup, &layout);
    }
}

/* However the entries are parted, each has a place of its own in the legend and no column ends with
 * a heading. */
static void
test_heads (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);

  for (guint round = 0; round < 300; round++)
    {
      YunPageSetup   setup = { .parts = YUN_PAGE_ALL, .title = "布局图", .notes = notes };
      YunLegendEntry entries[40];
      YunPageLayout  layout;
      guint          n = (guint) g_rand_int_range (rand, 2, 41), column = 0, row = 0;

      for (guint i = 0; i < n; i++)
        entries[i] =
          (YunLegendEntry){ i + 1 < n && g_rand_int_range (rand, 0, 4) == 0 ? YUN_LEGEND_HEAD
                                                                            : YUN_LEGEND_STATUS,
                            0, "批而未供" };
      yun_page_setup_set_picture (&setup, g_rand_int_range (rand, 300, 1600),
                                  g_rand_int_range (rand, 300, 1600), 1);
      yun_page_layout (&setup, entries, n, &layout);
      if (yun_rect_is_empty (&layout.box[YUN_PAGE_BOX_LEGEND]))
        continue;
      for (guint i = 0; i < layout.shown; i++, row++)
        {
          yun_page_place_entry (&entries[i], layout.rows, &column, &row);
          g_assert_cmpuint (row, <, layout.rows);
          g_assert_cmpuint (column, <, layout.columns);
          if (entries[i].kind == YUN_LEGEND_HEAD && layout.rows > 1)
            g_assert_cmpuint (row, <, layout.rows - 1);
        }
      if (layout.shown == n)
        continue;
      /* the line that tells what is left out has room too, and does not follow a heading */
      yun_page_place_entry (NULL, layout.rows, &column, &row);
      g_assert_cmpuint (column, <, layout.columns);
      g_assert_cmpint (entries[layout.shown - 1].kind, !=, YUN_LEGEND_HEAD);
    }
}

/* On ordinary paper nothing is left out, with every class in the legend. */
static void
test_papers (void)
{
  static const char *const names[] = { "A4", "A3", "A2", "A1", "A0" };
  YunLegendEntry           entries[36];

  /* 30 classes under six heads */
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    entries[i] = (YunLegendEntry){ i % 6 == 0 ? YUN_LEGEND_HEAD : YUN_LEGEND_SEGMENT, 0,
                                   "批而未供（示意位置）" };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    for (guint across = 0; across < 2; across++)
      {
        YunPageSetup setup = {
          .parts = YUN_PAGE_ALL, .title = "布局图", .subtitle = "北带", .notes = notes
        };
        YunPageLayout layout;
        double        width, height;

        g_assert_true (yun_page_find_paper (names[i], &width, &height));
        yun_page_setup_set_paper (&setup, across ? height : width, across ? width : height, 300);
        yun_page_layout (&setup, entries, G_N_ELEMENTS (entries), &layout);
        check_layout (&setup, &layout);
        for (guint box = 0; box < YUN_PAGE_N_BOXES; box++)
          g_assert_false (yun_rect_is_empty (&layout.box[box]));
        g_assert_cmpuint (layout.shown, ==, G_N_ELEMENTS (entries));
        g_assert_cmpfloat ((layout.map.x1 - layout.map.x0) * (layout.map.y1 - layout.map.y0), >,
                           0.45 * setup.width * setup.height);
      }
  {
    double width, height;

    g_assert_false (yun_page_find_paper ("B5", &width, &height));
  }
}

static const guint32 *
get_pixels (cairo_surface_t *surface, int *stride)
{
  cairo_surface_flush (surface);
  *stride = cairo_image_surface_get_stride (surface) / 4;
  return (const guint32 *) (gconstpointer) cairo_image_surface_get_data (surface);
}

/* Mean difference of a channel, 0 … 255, of two boxes of pixels. */
static double
compare (cairo_surface_t *a, int ax, int ay, cairo_surface_t *b, int bx, int by, int w, int h)
{
  int            stride_a, stride_b;
  const guint32 *pa = get_pixels (a, &stride_a), *pb = get_pixels (b, &stride_b);
  double         sum = 0;

  for (int y = 0; y < h; y++)
    for (int x = 0; x < w; x++)
      for (guint shift = 0; shift < 24; shift += 8)
        sum += abs ((int) (pa[(ay + y) * stride_a + ax + x] >> shift & 255) -
                    (int) (pb[(by + y) * stride_b + bx + x] >> shift & 255));
  return sum / (3.0 * w * h);
}

static YunPage *
make_page (YunScene *scene, const YunPageSetup *setup, double degrees)
{
  YunRect extent = { LON, LAT, LON + degrees, LAT + degrees };

  return yun_page_new (scene, setup, &extent, 0, FALSE, -1, NULL);
}

/* The sheet's map is what the screen shows of the same place, and bands make up the whole. */
static void
test_same_as_screen (void)
{
  g_autoptr (YunScene) scene = make_scene (400, 0.02);
  YunPageSetup         setup = make_setup (900, 700, 1);
  g_autoptr (YunPage)  page = make_page (scene, &setup, 0.02);
  const YunRect       *map = &yun_page_get_layout (page)->map;
  int                  x = (int) map->x0, y = (int) map->y0;
  int                  w = (int) (map->x1 - map->x0), h = (int) (map->y1 - map->y0);
  cairo_surface_t     *whole = yun_page_paint_band (page, 0, 700, NULL);
  cairo_surface_t     *lower = yun_page_paint_band (page, 333, 367, NULL);
  cairo_surface_t     *screen =
    yun_painter_paint_surface (scene, yun_page_get_view (page), YUN_LAYER_ALL, NULL);

  g_assert_cmpint (cairo_image_surface_get_width (screen), ==, w);
  /* Names and signs stand on the sheet only. */
  g_assert_cmpfloat (compare (whole, x, y, screen, 0, 0, w, h), <, 6);
  g_assert_cmpfloat (compare (whole, 0, 333, lower, 0, 0, 900, 367), <, 0.05);
  cairo_surface_destroy (whole);
  cairo_surface_destroy (lower);
  cairo_surface_destroy (screen);
}

/* Paths look as pixels do, hatches and dashes among them. */
static void
test_vector_as_raster (void)
{
  g_autoptr (YunScene) scene = make_scene (30, 0.02);
  YunPageSetup         setup = make_setup (900, 700, 1);
  g_autoptr (YunPage)  page = make_page (scene, &setup, 0.02);
  cairo_surface_t     *raster = yun_page_paint_band (page, 0, 700, NULL);
  cairo_surface_t     *record = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_surface_t     *image = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 900, 700);
  cairo_t             *cr = cairo_create (record);

  g_assert_true (yun_feature_vector_is_kept (cr));
  g_assert_true (yun_page_draw (page, cr, NULL));
  cairo_destroy (cr);
  cr = cairo_create (image);
  g_assert_false (yun_feature_vector_is_kept (cr));
  cairo_set_source_surface (cr, record, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
  g_assert_cmpfloat (compare (raster, 0, 0, image, 0, 0, 900, 700), <, 2.5);
  cairo_surface_destroy (raster);
  cairo_surface_destroy (record);
  cairo_surface_destroy (image);
}

static cairo_status_t
append_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* (transfer full): the sheet as SVG. */
static char *
draw_svg (const YunPage *page)
{
  g_autoptr (YunSvgText)    texts = yun_svg_text_new ();
  g_autoptr (GByteArray)    bytes = g_byte_array_new ();
  g_autoptr (GInputStream)  in = NULL;
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  g_autoptr (GError)        error = NULL;
  cairo_surface_t *surface = cairo_svg_surface_create_for_stream (append_cb, bytes, 900, 700);
  cairo_t         *cr = cairo_create (surface);

  yun_svg_text_attach (texts, cr);
  g_assert_true (yun_page_draw (page, cr, NULL));
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  in = g_memory_input_stream_new_from_data (bytes->data, (gssize) bytes->len, NULL);
  g_assert_true (yun_svg_text_copy (texts, in, out, "图 <1>", NULL, &error));
  g_assert_no_error (error);
  g_output_stream_write_all (out, "", 1, NULL, NULL, NULL);
  g_output_stream_close (out, NULL, NULL);
  return g_memory_output_stream_steal_data (G_MEMORY_OUTPUT_STREAM (out));
}

/* Texts are texts, areas are paths; only what is smaller than a dot becomes an image. */
static void
test_svg (void)
{
  g_autoptr (YunScene) large = make_scene (60, 0.02);
  g_autoptr (YunScene) small = make_scene (2500, 0.0002);
  YunPageSetup         setup = make_setup (900, 700, 1);
  g_autoptr (YunPage)  small_page = make_page (small, &setup, 0.2);
  g_autoptr (YunPage)  large_page = NULL;
  g_autofree char     *svg = NULL;
  g_autofree char     *small_svg = draw_svg (small_page);

  setup.subtitle = "甲<乙>&丙";
  large_page = make_page (large, &setup, 0.02);
  svg = draw_svg (large_page);
  g_assert_nonnull (strstr (svg, "<title>图 &lt;1&gt;</title>"));
  g_assert_nonnull (strstr (svg, ">松江区卫星互联网产业布局图</tspan>"));
  g_assert_nonnull (strstr (svg, ">甲&lt;乙&gt;&amp;丙</tspan>"));
  g_assert_nonnull (strstr (svg, "paint-order=\"stroke\""));
  g_assert_null (strstr (svg, "fill-opacity:0.015625"));
  g_assert_null (strstr (svg, "fill-opacity=\"0.015625"));
  g_assert_null (strstr (svg, "<image"));
  g_assert_null (strstr (svg, "glyph"));
  g_assert_nonnull (strstr (small_svg, "<image"));
  g_assert_cmpuint (strlen (small_svg), <, 4000000);
}

/* A mark is known by what each version of cairo writes for it, and nothing else is. */
static void
test_svg_marks (void)
{
  static const struct
  {
    const char *line;
    gboolean    mark;
  } lines[] = {
    { "<path style=\" stroke:none;fill-rule:nonzero;fill:rgb(0%,0%,0%);fill-opacity:0.015625;\" "
      "d=\"M 1 2 Z \"/>",
      TRUE },
    { "<path fill-rule=\"nonzero\" fill=\"rgb(0%, 0%, 0%)\" fill-opacity=\"0.015625\" "
      "d=\"M 1 2 Z \"/>",
      TRUE },
    { "<path fill-rule=\"nonzero\" fill=\"rgb(0%, 0%, 0%)\" fill-opacity=\"0.5\" d=\"M 1 2 "
      "Z \"/>",
      FALSE },
    { "<path fill-rule=\"nonzero\" fill=\"rgb(0.392157%, 0%, 0%)\" fill-opacity=\"0.015625\" "
      "d=\"M 1 2 Z \"/>",
      FALSE }, /* the second text, which there is not */
  };
  cairo_surface_t       *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_t               *cr = cairo_create (surface);
  g_autoptr (YunSvgText) texts = yun_svg_text_new ();
  g_autoptr (PangoLayout) layout = yun_text_new (12, PANGO_WEIGHT_NORMAL);

  yun_svg_text_attach (texts, cr);
  pango_layout_set_text (layout, "九亭", -1);
  cairo_move_to (cr, 1, 2);
  yun_text_show (cr, layout, NULL, 0);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GInputStream)  in = g_memory_input_stream_new_from_data (lines[i].line, -1, NULL);
      g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
      g_autoptr (GError)        error = NULL;
      g_autofree char          *svg = NULL;

      g_assert_true (yun_svg_text_copy (texts, in, out, NULL, NULL, &error));
      g_assert_no_error (error);
      g_output_stream_write_all (out, "", 1, NULL, NULL, NULL);
      g_output_stream_close (out, NULL, NULL);
      svg = g_memory_output_stream_steal_data (G_MEMORY_OUTPUT_STREAM (out));
      g_test_message ("%s", lines[i].line);
      g_assert_true ((strstr (svg, ">九亭</tspan>") != NULL) == lines[i].mark);
      g_assert_true ((strstr (svg, "<path") != NULL) == !lines[i].mark);
    }
}

/* What is asked for and not on the sheet is counted below it. */
static void
test_missing (void)
{
  g_autoptr (YunScene) scene = make_scene (400, 0.2);
  YunPageSetup         setup = make_setup (900, 700, 1);
  YunRect              part = { LON, LAT, LON + 0.05, LAT + 0.05 };
  g_autoptr (YunPage)  all = make_page (scene, &setup, 0.2);
  g_autoptr (YunPage)  some = NULL;
  g_autofree char     *of_all = draw_svg (all);
  g_autofree char     *of_some = NULL;
  g_autofree char     *said = NULL;
  const YunView       *view;
  guint                outside = 0;

  g_assert_null (strstr (of_all, "Not drawn"));

  setup.unplaced = 1234;
  some = yun_page_new (scene, &setup, &part, 0, FALSE, -1, NULL);
  view = yun_page_get_view (some);
  for (guint i = 0; i < 400; i++)
    {
      const YunFeature *f = yun_feature_index_get (yun_scene_get_index (scene), i);
      YunVertex         min, max;

      yun_view_get_box (view, 0, &min, &max);
      outside += f->max.x < min.x || f->min.x > max.x || f->max.y < min.y || f->min.y > max.y;
    }
  g_assert_cmpuint (outside, >, 0);
  said = g_strdup_printf ("Not drawn: 1,234 without a place, %u outside the frame", outside);
  of_some = draw_svg (some);
  g_assert_nonnull (strstr (of_some, said));
}

static void
test_scale (void)
{
  g_autoptr (YunScene)     scene = make_scene (4, 0.02);
  YunPageSetup             setup = { .parts = YUN_PAGE_ALL, .title = "图" };
  YunRect                  extent = { LON, LAT, LON + 0.2, LAT + 0.2 };
  g_autoptr (YunPage)      exact = NULL;
  g_autoptr (YunPage)      fitting = NULL;
  g_autoptr (YunPage)      rounded = NULL;
  g_autoptr (YunPage)      none = NULL;
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  int                      width, height;

  yun_page_setup_set_paper (&setup, 420, 297, 300);
  exact = yun_page_new (scene, &setup, &extent, 25000, FALSE, -1, NULL);
  g_assert_cmpfloat_with_epsilon (yun_page_get_denominator (exact), 25000, 5);
  fitting = yun_page_new (scene, &setup, &extent, 0, FALSE, -1, NULL);
  rounded = yun_page_new (scene, &setup, &extent, 0, TRUE, -1, NULL);
  g_assert_cmpfloat (yun_page_get_denominator (rounded), >=, yun_page_get_denominator (fitting));
  g_assert_cmpfloat (yun_page_get_denominator (rounded), <,
                     yun_page_get_denominator (fitting) * 1.6);
  g_assert_cmpfloat (remainder (yun_page_get_denominator (rounded), 5000), <, 20);
  yun_page_get_dots (exact, &width, &height);
  g_assert_cmpint (width, ==, 4961);
  g_assert_cmpint (height, ==, 3508);

  g_cancellable_cancel (cancelled);
  none = yun_page_new (scene, &setup, &extent, 0, FALSE, -1, cancelled);
  g_assert_null (none);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/page/layout", test_layout);
  g_test_add_func ("/page/heads", test_heads);
  g_test_add_func ("/page/papers", test_papers);
  g_test_add_func ("/page/same-as-screen", test_same_as_screen);
  g_test_add_func ("/page/vector-as-raster", test_vector_as_raster);
  g_test_add_func ("/page/svg", test_svg);
  g_test_add_func ("/page/svg-marks", test_svg_marks);
  g_test_add_func ("/page/missing", test_missing);
  g_test_add_func ("/page/scale", test_scale);

  return g_test_run ();
}
