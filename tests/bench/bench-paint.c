/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint-fixture.h"
#include "yun-legend.h"
#include "yun-painter.h"
#include "yun-symbol-painter.h"

#include <stdio.h>
#include <stdlib.h>

/*
 * Redraw times of made-up registries: the whole district, a tenth of its width
 * and a street, each as one picture of 1920 × 1080 on one thread and as tiles on
 * as many threads as there are processors. Best of three; milliseconds.
 *
 * bench-paint [PLOTS…]
 */
#define WIDTH 1920
#define HEIGHT 1080
#define TILE 512
#define ROUNDS 3

typedef struct
{
  YunScene *scene;
  YunView   view;
} Tile;

static double
get_ms (gint64 since)
{
  return (g_get_monotonic_time () - since) / 1000.0;
}

static void
paint_tile_cb (gpointer data, gpointer user_data)
{
  Tile            *tile = data;
  cairo_surface_t *surface =
    yun_painter_paint_surface (tile->scene, &tile->view, YUN_LAYER_ALL, NULL);

  cairo_surface_destroy (surface);
  g_free (tile);
}

static double
time_tiles (YunScene *scene, const YunView *view)
{
  double best = G_MAXDOUBLE;

  for (guint round = 0; round < ROUNDS; round++)
    {
      gint64       start = g_get_monotonic_time ();
      GThreadPool *pool =
        g_thread_pool_new (paint_tile_cb, NULL, (int) g_get_num_processors (), TRUE, NULL);

      for (int y = 0; y < HEIGHT; y += TILE)
        for (int x = 0; x < WIDTH; x += TILE)
          {
            Tile *tile = g_new (Tile, 1);

            *tile = (Tile){ scene, *view };
            tile->view.x += x * view->scale;
            tile->view.y += y * view->scale;
            tile->view.width = MIN (TILE, WIDTH - x);
            tile->view.height = MIN (TILE, HEIGHT - y);
            g_thread_pool_push (pool, tile, NULL);
          }
      g_thread_pool_free (pool, FALSE, TRUE);
      best = MIN (best, get_ms (start));
    }

  return best;
}

static double
time_whole (YunScene *scene, const YunView *view, YunLayers layers)
{
  double best = G_MAXDOUBLE;

  for (guint round = 0; round < ROUNDS; round++)
    {
      gint64           start = g_get_monotonic_time ();
      cairo_surface_t *surface = yun_painter_paint_surface (scene, view, layers, NULL);

      best = MIN (best, get_ms (start));
      cairo_surface_destroy (surface);
    }

  return best;
}

static double
time_plan (YunScene *scene, const YunView *view)
{
  double best = G_MAXDOUBLE;

  for (guint round = 0; round < ROUNDS; round++)
    {
      gint64                    start = g_get_monotonic_time ();
      g_autoptr (YunSymbolPlan) plan = yun_symbol_plan_new (scene, view, 300, NULL);

      best = MIN (best, get_ms (start));
    }

  return best;
}

static void
run (guint n_plots)
{
  static const struct
  {
    const char *name;
    double      share; /* of the width of the district */
  } views[] = { { "whole", 1 }, { "tenth", 0.316 }, { "eighth", 0.125 }, { "street", 0.01 } };
  g_autoptr (YunBaseMap)      base = yun_base_map_get_default ();
  gint64                      start = g_get_monotonic_time ();
  g_autoptr (YunFeatureIndex) index = fixture_new_grid (n_plots, n_plots / 2);
  double                      built = get_ms (start);
  g_autoptr (YunScene)        scene =
    yun_scene_new (index, NULL, base, yun_style_get (YUN_SCHEME_LIGHT, YUN_FILL_STATUS));
  YunVertex min, max;

  yun_base_map_get_box (base, &min, &max);
  printf ("%u plots, %u firms: built in %.0f ms, %.1f MB\n", n_plots, n_plots / 2, built,
          yun_feature_index_get_size (index) / 1e6);
  printf ("  %-8s %10s %10s %10s %10s\n", "view", "features", "picture", "tiles", "symbols");
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      YunView view = yun_view_fit (min, max, WIDTH, HEIGHT, 0, 1);
      double  x = view.x + WIDTH / 2 * view.scale, y = view.y + HEIGHT / 2 * view.scale;

      view.scale *= views[i].share;
      view.x = x - WIDTH / 2 * view.scale;
      view.y = y - HEIGHT / 2 * view.scale;
      printf ("  %-8s %10.1f %10.1f %10.1f %10.1f\n", views[i].name,
              time_whole (scene, &view, YUN_LAYER_FEATURES),
              time_whole (scene, &view, YUN_LAYER_ALL), time_tiles (scene, &view),
              time_plan (scene, &view));
    }
}

int
main (int argc, char **argv)
{
  static const guint counts[] = { 10000, 100000, 1000000 };

  for (int i = 1; i < argc; i++)
    run (atoi (argv[i]));
  for (guint i = 0; argc < 2 && i < G_N_ELEMENTS (counts); i++)
    run (counts[i]);

  return 0;
}
