/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-raster.h"

#include <math.h>
#include <stdlib.h>

#define SIZE 48

/* Our own filling against cairo's, also where a polygon hangs over the edges of the picture. */
static void
test_fill (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (31);
  YunColour         blue = { 0.1, 0.4, 0.9, 0.8 };
  YunPaint          paint = yun_paint_from_colour (&blue);
  YunRaster         raster = { 0 };

  for (guint round = 0; round < 400; round++)
    {
      cairo_surface_t *ours = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SIZE, SIZE);
      cairo_surface_t *theirs = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SIZE, SIZE);
      cairo_t         *cr = cairo_create (theirs);
      double           x = g_rand_double_range (rand, -10, SIZE + 10);
      double           y = g_rand_double_range (rand, -10, SIZE + 10);
      double           size = g_rand_double_range (rand, 0.5, 30);
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
      raster.width = raster.height = SIZE;
      if (yun_raster_begin (&raster, x0, y0, x1, y1))
        {
          for (guint i = 0; i < n; i++)
            yun_raster_add_edge (&raster, px[i], py[i], px[(i + 1) % n], py[(i + 1) % n]);
          yun_raster_end (&raster, &paint);
        }
      cairo_surface_mark_dirty (ours);

      cairo_surface_flush (theirs);
      a = cairo_image_surface_get_data (ours);
      b = cairo_image_surface_get_data (theirs);
      for (guint i = 0; i < SIZE * SIZE * 4; i++)
        {
          g_assert_cmpint (abs (a[i] - b[i]), <=, 20);
          sum += abs (a[i] - b[i]);
        }
      g_assert_cmpfloat (sum / (SIZE * SIZE * 4), <, 0.5);
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
      yun_raster_end (&raster, &paint);
      for (guint k = 0; k < SIZE * SIZE; k++)
        sum += (pixels[k] >> 24) / 255.0;
      g_assert_cmpfloat_with_epsilon (sum, 22 * 2, 1);
      yun_raster_clear (&raster);
    }
}

/* Hatching repeats, so that it runs on over tile borders. */
static void
test_hatch (void)
{
  for (YunHatch hatch = YUN_HATCH_DIAGONAL; hatch <= YUN_HATCH_DOTS; hatch++)
    {
      double sum = 0;

      for (gint64 y = 0; y < 8; y++)
        for (gint64 x = 0; x < 8; x++)
          {
            float cover = yun_hatch_get_cover (hatch, x, y, 8, 1);

            g_assert_cmpfloat (cover, >=, 0);
            g_assert_cmpfloat (cover, <=, 1);
            g_assert_cmpfloat (cover, ==, yun_hatch_get_cover (hatch, x + 800000, y - 1600, 8, 1));
            sum += cover;
          }
      g_assert_cmpfloat (sum, >, 5);
      g_assert_cmpfloat (sum, <, 32);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/raster/fill", test_fill);
  g_test_add_func ("/raster/stroke", test_stroke);
  g_test_add_func ("/raster/hatch", test_hatch);

  return g_test_run ();
}
