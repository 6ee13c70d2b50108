/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-raster.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SIZE 48

static void
check_fill (int side, guint n_rounds)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (31);
  YunColour         blue = { 0.1, 0.4, 0.9, 0.8 };
  YunPaint          paint = yun_paint_from_colour (&blue);
  YunRaster         raster = { 0 };

  for (guint round = 0; round < n_rounds; round++)
    {
      cairo_surface_t *ours = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, side, side);
      cairo_surface_t *theirs = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, side, side);
      cairo_t         *cr = cairo_create (theirs);
      double           x = g_rand_double_range (rand, -10, side + 10);
      double           y = g_rand_double_range (rand, -10, side + 10);
      double           size = g_rand_double_range (rand, 0.5, side * 0.6);
      guint            n = g_rand_int_range (rand, 3, 9);
      double           px[9], py[9], x0 = 1e9, y0 = 1e9, x1 = -1e9, y1 = -1e9, sum = 0;
      const guint8    *a, *b;

      for (guint i = 0; i < n; i++)
        {
          double r = size * g_rand_double_range (rand, 0.3, 1);

          px[i] = x + r * cos (2 * G_PI * i / n);
          py[i] = y + r * sin (2 * G_PI * i / n);
          x0 = MIN (x0, px[i]);
          y0 = MIN (y0, py[i]);
          x1 = MAX (x1, px[i]);
          y1 = MAX (y1, py[i]);
          cairo_line_to (cr, px[i], py[i]);
        }
      cairo_close_path (cr);
      yun_colour_set_source (&blue, cr);
      cairo_set_antialias (cr, CAIRO_ANTIALIAS_BEST);
      cairo_fill (cr);
      cairo_destroy (cr);

      cairo_surface_flush (ours);
      raster.pixels = (guint32 *) (gpointer) cairo_image_surface_get_data (ours);
      raster.stride = cairo_image_surface_get_stride (ours) / 4;
      raster.width = raster.height = side;
      if (yun_raster_begin (&raster, x0, y0, x1, y1))
        {
          for (guint i = 0; i < n; i++)
            yun_raster_add_edge (&raster, px[i], py[i], px[(i + 1) % n], py[(i + 1) % n]);
          yun_raster_end (&raster, &(YunRasterLook){ .fill = &paint });
        }
      cairo_surface_mark_dirty (ours);

      cairo_surface_flush (theirs);
      a = cairo_image_surface_get_data (ours);
      b = cairo_image_surface_get_data (theirs);
      for (guint i = 0; i < side * side * 4; i++)
        {
          g_assert_cmpint (abs (a[i] - b[i]), <=, 20);
          sum += abs (a[i] - b[i]);
        }
      g_assert_cmpfloat (sum / (side * side * 4), <, 0.5);
      cairo_surface_destroy (ours);
      cairo_surface_destroy (theirs);
    }
  yun_raster_clear (&raster);
}

/* Our own filling against cairo's, also where a polygon hangs over the edges of the picture, and
 * where its rows are so wide that they have several words of marks. */
static void
test_fill (void)
{
  check_fill (SIZE, 400);
  check_fill (700, 20);
}

static void
draw_ring (cairo_t *cr, const double *x, const double *y, guint n)
{
  cairo_new_sub_path (cr);
  for (guint i = 0; i < n; i++)
    cairo_line_to (cr, x[i], y[i]);
  cairo_close_path (cr);
}

/* Any rings: with holes, several parts, crossing themselves and each other, hanging over the edges.
 * Inside and outside are cairo's even-odd; where rings cross within a pixel areas of opposite
 * direction cancel out, so single pixels may differ, and the mean may not. */
static void
test_any (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (33);
  YunColour         red = { 0.8, 0.2, 0.1, 1 };
  YunPaint          paint = yun_paint_from_colour (&red);
  YunRaster         raster = { .width = SIZE, .height = SIZE };

  for (guint round = 0; round < 600; round++)
    {
      cairo_surface_t *ours = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SIZE, SIZE);
      cairo_surface_t *theirs = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SIZE, SIZE);
      cairo_t         *cr = cairo_create (theirs);
      guint            n_rings = g_rand_int_range (rand, 1, 3), n_off = 0;
      double           sum = 0;
      const guint8    *a, *b;

      cairo_surface_flush (ours);
      raster.pixels = (guint32 *) (gpointer) cairo_image_surface_get_data (ours);
      raster.stride = cairo_image_surface_get_stride (ours) / 4;
      g_assert_true (yun_raster_begin (&raster, -20, -20, SIZE + 20, SIZE + 20));
      for (guint ring = 0; ring < n_rings; ring++)
        {
          guint  n = g_rand_int_range (rand, 3, 6);
          double x[8], y[8];

          for (guint i = 0; i < n; i++)
            {
              x[i] = g_rand_double_range (rand, -15, SIZE + 15);
              y[i] = g_rand_double_range (rand, -15, SIZE + 15);
            }
          draw_ring (cr, x, y, n);
          for (guint i = 0; i < n; i++)
            yun_raster_add_edge (&raster, x[i], y[i], x[(i + 1) % n], y[(i + 1) % n]);
        }
      yun_raster_end (&raster, &(YunRasterLook){ .fill = &paint });
      cairo_surface_mark_dirty (ours);
      yun_colour_set_source (&red, cr);
      cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
      cairo_set_antialias (cr, CAIRO_ANTIALIAS_BEST);
      cairo_fill (cr);
      cairo_destroy (cr);

      cairo_surface_flush (theirs);
      a = cairo_image_surface_get_data (ours);
      b = cairo_image_surface_get_data (theirs);
      for (guint i = 3; i < SIZE * SIZE * 4; i += 4)
        {
          n_off += abs (a[i] - b[i]) > 24;
          sum += abs (a[i] - b[i]);
        }
      g_assert_cmpuint (n_off, <=, SIZE * SIZE / 25);
      g_assert_cmpfloat (sum / (SIZE * SIZE), <, 2.5);
      cairo_surface_destroy (ours);
      cairo_surface_destroy (theirs);
    }
  yun_raster_clear (&raster);
}

/* The outline of a ring against cairo's stroke with pointed corners, whichever way it turns. */
static void
test_outline (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (34);
  YunColour         blue = { 0.1, 0.4, 0.9, 1 };
  YunPaint          paint = yun_paint_from_colour (&blue);
  YunRaster         raster = { .width = SIZE, .height = SIZE };

  for (guint round = 0; round < 400; round++)
    {
      cairo_surface_t *ours = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SIZE, SIZE);
      cairo_surface_t *theirs = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SIZE, SIZE);
      cairo_t         *cr = cairo_create (theirs);
      guint            n = g_rand_int_range (rand, 3, 8);
      double           width = g_rand_double_range (rand, 0.4, 2), sum = 0;
      double           turn = round % 2 ? 1 : -1;
      double           px[8], py[8];
      YunRasterPoint   points[8];
      const guint8    *a, *b;

      for (guint i = 0; i < n; i++)
        {
          double r = g_rand_double_range (rand, 10, 30);

          px[i] = SIZE / 2 + r * cos (turn * 2 * G_PI * i / n);
          py[i] = SIZE / 2 + r * sin (turn * 2 * G_PI * i / n);
          points[i] = (YunRasterPoint){ px[i], py[i] };
        }
      draw_ring (cr, px, py, n);
      yun_colour_set_source (&blue, cr);
      cairo_set_line_width (cr, width);
      cairo_set_antialias (cr, CAIRO_ANTIALIAS_BEST);
      cairo_stroke (cr);
      cairo_destroy (cr);

      cairo_surface_flush (ours);
      raster.pixels = (guint32 *) (gpointer) cairo_image_surface_get_data (ours);
      raster.stride = cairo_image_surface_get_stride (ours) / 4;
      g_assert_true (yun_raster_begin (&raster, 0, 0, SIZE, SIZE));
      yun_raster_begin_outline (&raster);
      yun_raster_add_outline (&raster, points, n, width);
      yun_raster_end (&raster, &(YunRasterLook){ .fill = &paint, .outline = &paint });
      cairo_surface_mark_dirty (ours);

      cairo_surface_flush (theirs);
      a = cairo_image_surface_get_data (ours);
      b = cairo_image_surface_get_data (theirs);
      for (guint i = 3; i < SIZE * SIZE * 4; i += 4)
        sum += abs (a[i] - b[i]);
      g_assert_cmpfloat (sum / (SIZE * SIZE), <, 1.5);
      cairo_surface_destroy (ours);
      cairo_surface_destroy (theirs);
    }
  yun_raster_clear (&raster);
}

/* A stroke covers its length times its width. */
static void
test_stroke (void)
{
  YunColour black = { 0, 0, 0, 1 };
  YunPaint  paint = yun_paint_from_colour (&black);

  for (guint i = 0; i < 12; i++)
    {
      guint32   pixels[SIZE * SIZE] = { 0 };
      YunRaster raster = { .pixels = pixels, .stride = SIZE, .width = SIZE, .height = SIZE };
      double    dx = 10 * cos (i * 0.6), dy = 10 * sin (i * 0.6), sum = 0;

      g_assert_true (yun_raster_begin (&raster, 8, 8, 40, 40));
      yun_raster_add_stroke (&raster, 24 - dx, 24 - dy, 24 + dx, 24 + dy, 2);
      yun_raster_end (&raster, &(YunRasterLook){ .fill = &paint });
      for (guint k = 0; k < SIZE * SIZE; k++)
        sum += (pixels[k] >> 24) / 255.0;
      g_assert_cmpfloat_with_epsilon (sum, 22 * 2, 1);
      yun_raster_clear (&raster);
    }
}

/* Every hatching has lines and ground, and no two are the same. */
static void
test_hatch (void)
{
  g_autofree YunHatchTable *tables = g_new0 (YunHatchTable, YUN_HATCH_DOTS + 1);

  for (YunHatch hatch = YUN_HATCH_DIAGONAL; hatch <= YUN_HATCH_DOTS; hatch++)
    {
      double sum = 0;

      yun_hatch_table_init (&tables[hatch], hatch, 8, 1);
      g_assert_cmpint (tables[hatch].period, ==, 8);
      for (guint i = 0; i < 64; i++)
        {
          g_assert_cmpuint (tables[hatch].cover[i / 8][i % 8], <=, 65535);
          sum += tables[hatch].cover[i / 8][i % 8] / 65535.0;
        }
      for (guint i = 8; i < 2 * YUN_HATCH_MAX_PERIOD; i++)
        g_assert_cmpuint (tables[hatch].cover[3][i], ==, tables[hatch].cover[3][i % 8]);
      g_assert_cmpfloat (sum, >, 5);
      g_assert_cmpfloat (sum, <, 32);
      for (YunHatch other = YUN_HATCH_DIAGONAL; other < hatch; other++)
        g_assert_cmpint (
          memcmp (tables[hatch].cover, tables[other].cover, sizeof tables[hatch].cover), !=, 0);
    }
}

/* Hatched pixels agree with those of a picture that begins elsewhere. */
static void
test_hatch_phase (void)
{
  YunColour     white = { 1, 1, 1, 1 }, black = { 0, 0, 0, 1 };
  YunPaint      ground = yun_paint_from_colour (&white), line = yun_paint_from_colour (&black);
  guint32       a[SIZE * SIZE] = { 0 }, b[SIZE * SIZE] = { 0 };
  YunRaster     raster = { .stride = SIZE, .width = SIZE, .height = SIZE };
  YunHatchTable table;

  yun_hatch_table_init (&table, YUN_HATCH_BACK, 8, 1);
  for (guint pass = 0; pass < 2; pass++)
    {
      float shift = pass * 13;

      raster.pixels = pass == 0 ? a : b;
      raster.hatch_x = raster.hatch_y = pass * -13;
      g_assert_true (yun_raster_begin (&raster, 4 + shift, 4 + shift, 30 + shift, 30 + shift));
      yun_raster_add_edge (&raster, 4 + shift, 4 + shift, 4 + shift, 30 + shift);
      yun_raster_add_edge (&raster, 30 + shift, 30 + shift, 30 + shift, 4 + shift);
      yun_raster_end (&raster, &(YunRasterLook){ &ground, &table, &line, NULL });
    }
  for (guint y = 4; y < 30; y++)
    for (guint x = 4; x < 30; x++)
      g_assert_cmphex (a[y * SIZE + x], ==, b[(y + 13) * SIZE + x + 13]);
  g_assert_cmphex (a[10 * SIZE + 10], !=, a[10 * SIZE + 14]);
  yun_raster_clear (&raster);
}

/* A box adds its area, whatever pixels it lies across. */
static void
test_box (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (32);
  YunColour         black = { 0, 0, 0, 1 };
  YunPaint          paint = yun_paint_from_colour (&black);

  for (guint round = 0; round < 200; round++)
    {
      guint32   pixels[SIZE * SIZE] = { 0 };
      YunRaster raster = { .pixels = pixels, .stride = SIZE, .width = SIZE, .height = SIZE };
      double    x = g_rand_double_range (rand, 2, 40), y = g_rand_double_range (rand, 2, 40);
      double    w = g_rand_double_range (rand, 0.1, 4), h = g_rand_double_range (rand, 0.1, 4);
      double    sum = 0, fullness = round % 2 == 0 ? 1 : 0.5;

      yun_raster_fill_box (&raster, &paint, fullness, x, y, x + w, y + h);
      for (guint k = 0; k < SIZE * SIZE; k++)
        sum += (pixels[k] >> 24) / 255.0;
      g_assert_cmpfloat_with_epsilon (sum, w * h * fullness, 0.1);
    }
}

/* What a paint should make of a pixel's channels, without rounding. */
static void
blend_exactly (double channels[4], const YunPaint *paint, double share)
{
  double of[4] = { paint->rb & 0xff, paint->ag & 0xff, paint->rb >> 16, paint->ag >> 16 };

  for (guint i = 0; i < 4; i++)
    channels[i] = of[i] * share + channels[i] * (1 - of[3] / 255 * share);
}

/* Runs of any length, begun anywhere, with whatever paints: what they should be but for rounding.
 */
static void
test_runs (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (34);
  YunHatchTable     table;

  yun_hatch_table_init (&table, YUN_HATCH_CROSS, 10, 1);
  for (guint round = 0; round < 300; round++)
    {
      guint32   got[700];
      double    expected[700][4];
      YunColour colours[3];
      YunPaint  paints[3];
      YunRaster raster = { .pixels = got, .stride = 700, .width = 700, .height = 1 };
      guint     from = g_rand_int_range (rand, 0, 80), to = from + g_rand_int_range (rand, 1, 600);
      double top = g_rand_double_range (rand, 0, 0.9), bottom = g_rand_double_range (rand, top, 1);
      gboolean hatched = round % 2, lined = round % 3 == 0;

      for (guint i = 0; i < 3; i++)
        {
          colours[i] = (YunColour){ g_rand_double (rand), g_rand_double (rand),
                                    g_rand_double (rand), g_rand_double (rand) };
          paints[i] = yun_paint_from_colour (&colours[i]);
        }
      for (guint x = 0; x < 700; x++)
        {
          guint32 alpha = g_rand_int_range (rand, 0, 256), level = g_rand_int_range (rand, 0, 256);

          got[x] = alpha << 24 | level * alpha / 255 * 0x10101;
          for (guint i = 0; i < 4; i++)
            expected[x][i] = got[x] >> 8 * i & 0xff;
        }
      raster.hatch_x = round * 7;
      raster.hatch_y = round;

      g_assert_true (yun_raster_begin (&raster, from, 0, to, 1));
      yun_raster_add_edge (&raster, from, top, from, bottom);
      yun_raster_add_edge (&raster, to, bottom, to, top);
      if (lined)
        {
          yun_raster_begin_outline (&raster);
          yun_raster_add_edge (&raster, from, top, from, bottom);
          yun_raster_add_edge (&raster, to, bottom, to, top);
        }
      yun_raster_end (&raster, &(YunRasterLook){ &paints[0], hatched ? &table : NULL, &paints[1],
                                                 lined ? &paints[2] : NULL });

      for (guint x = from; x < to; x++)
        {
          double line = table.cover[round % 10][(round * 7 + x) % 10] / 65535.0;

          blend_exactly (expected[x], &paints[0], bottom - top);
          if (hatched)
            blend_exactly (expected[x], &paints[1], (bottom - top) * line);
          if (lined)
            blend_exactly (expected[x], &paints[2], bottom - top);
        }
      for (guint x = 0; x < 700; x++)
        for (guint i = 0; i < 4; i++)
          g_assert_cmpfloat_with_epsilon (got[x] >> 8 * i & 0xff, expected[x][i],
                                          x < from || x >= to ? 1e-9 : 1.2);
      yun_raster_clear (&raster);
    }
}

/* What is no number is left out, whichever coordinate it is. */
static void
test_no_number (void)
{
  YunColour black = { 0, 0, 0, 1 };
  YunPaint  paint = yun_paint_from_colour (&black);
  guint32   pixels[SIZE * SIZE] = { 0 };
  YunRaster raster = { .pixels = pixels, .stride = SIZE, .width = SIZE, .height = SIZE };

  g_assert_true (yun_raster_begin (&raster, 0, 0, SIZE, SIZE));
  yun_raster_add_edge (&raster, 1, NAN, 2, 10);
  yun_raster_add_edge (&raster, 1, 3, 2, NAN);
  yun_raster_end (&raster, &(YunRasterLook){ .fill = &paint });
  for (guint i = 0; i < SIZE * SIZE; i++)
    g_assert_cmphex (pixels[i], ==, 0);
  yun_raster_clear (&raster);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/raster/fill", test_fill);
  g_test_add_func ("/raster/any", test_any);
  g_test_add_func ("/raster/outline", test_outline);
  g_test_add_func ("/raster/stroke", test_stroke);
  g_test_add_func ("/raster/hatch", test_hatch);
  g_test_add_func ("/raster/hatch-phase", test_hatch_phase);
  g_test_add_func ("/raster/box", test_box);
  g_test_add_func ("/raster/runs", test_runs);

  g_test_add_func ("/raster/no-number", test_no_number);
  return g_test_run ();
}
