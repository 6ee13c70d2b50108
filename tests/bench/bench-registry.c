/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-base-map.h"
#include "yun-export-job.h"
#include "yun-feature-loader.h"
#include "yun-painter.h"
#include "yun-plot.h"
#include "yun-starter.h"
#include "yun-symbol-plan.h"

#include <glib/gstdio.h>
#include <locale.h>

/*
 * What a user waits for, on training samples: start, redraw, filter, export, memory.
 *
 * bench-registry [PLOTS …]: a table on stdout, a column a size. Sizes default to 10 000 and
 * 100 000 plots with half as many firms. Where ogr2ogr is installed its export is measured
 * alternating with ours; where there is a display and YUN_WINDOW names the program, so is the
 * window's start to its first complete map.
 */

#define WIDTH 1920
#define HEIGHT 1080
#define TILE 512
#define ROUNDS 3

typedef enum
{
  ROW_SAMPLE,
  ROW_START,
  ROW_WINDOW,
  ROW_WHOLE,
  ROW_TENTH,
  ROW_STREET,
  ROW_FILTER,
  ROW_NEAR,
  ROW_EXPORT,
  ROW_OGR,
  ROW_INDEX,
  ROW_MEMORY,
  N_ROWS,
} Row;

static const char *const row_labels[N_ROWS] = {
  "make the sample, s",
  "open, load, first complete picture, ms",
  "window: start to complete map, its picture saved, ms",
  "redraw whole district, ms",
  "redraw a tenth, ms",
  "redraw a street, ms",
  "filter change: counts, facets, set, ms",
  "idle plots near a place, ms",
  "export of all plots, 4490 to 4549, GBK, checked, ms",
  "the same by ogr2ogr, unchecked, ms",
  "feature index, MiB",
  "memory of the process, MiB",
};

static double
seconds (void)
{
  return (double) g_get_monotonic_time () / G_USEC_PER_SEC;
}

static gpointer
run (YunJob *job)
{
  g_autoptr (GError) error = NULL;
  gpointer           result = yun_job_run_sync (job, &error);

  if (result == NULL)
    g_error ("%s", error->message);
  g_object_unref (job);
  return result;
}

static double
get_memory (void)
{
  g_autofree char *status = NULL;
  const char      *line;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    return 0;
  line = strstr (status, "VmRSS:");
  return line != NULL ? g_ascii_strtod (line + 6, NULL) / 1024 : 0;
}

/* ---- Drawing as the window does: tiles on all processors, then the symbols ---- */

typedef struct
{
  YunScene *scene;
  YunView   view;
} Tile;

static void
paint_tile_cb (gpointer data, gpointer unused)
{
  Tile *tile = data;

  cairo_surface_destroy (yun_painter_paint_surface (tile->scene, &tile->view, YUN_LAYER_ALL, NULL));
  g_free (tile);
}

static void
draw (YunScene *scene, const YunView *view)
{
  GThreadPool *pool =
    g_thread_pool_new (paint_tile_cb, NULL, (int) g_get_num_processors (), TRUE, NULL);

  for (double y = 0; y < view->height; y += TILE)
    for (double x = 0; x < view->width; x += TILE)
      {
        Tile *tile = g_new (Tile, 1);

        tile->scene = scene;
        tile->view = *view;
        tile->view.x += x * view->scale;
        tile->view.y += y * view->scale;
        tile->view.width = tile->view.height = TILE;
        g_thread_pool_push (pool, tile, NULL);
      }
  yun_symbol_plan_unref (yun_symbol_plan_new (scene, view, 400, NULL));
  g_thread_pool_free (pool, FALSE, TRUE);
}

static YunView
get_view (YunFeatureIndex *index, double part)
{
  YunVertex min = yun_vertex_from_lonlat (121.0, 31.2);
  YunVertex max = yun_vertex_from_lonlat (121.45, 30.88);
  YunView   view = yun_view_fit (min, max, WIDTH, HEIGHT, 0, 1);
  double    x = view.x + view.width * view.scale / 2;
  double    y = view.y + view.height * view.scale / 2;

  view.scale *= part;
  view.x = x - view.width * view.scale / 2;
  view.y = y - view.height * view.scale / 2;
  return view;
}

static double
best_draw (YunScene *scene, YunFeatureIndex *index, double part)
{
  YunView view = get_view (index, part);
  double  best = G_MAXDOUBLE;

  for (int i = 0; i < ROUNDS; i++)
    {
      double start = seconds ();

      draw (scene, &view);
      best = MIN (best, seconds () - start);
    }
  return best * 1000;
}

/* ---- Steps ---- */

static double
best_ask (YunStore *store, YunFeatureIndex *index, const char *text)
{
  static const char *const facets[] = { "segment", "zone", "town", "status", NULL };
  g_autoptr (YunFilter)    filter = yun_filter_parse (text, NULL, NULL);
  double                   best = G_MAXDOUBLE;

  g_assert_nonnull (filter);
  for (int i = 0; i < ROUNDS; i++)
    {
      double                start = seconds ();
      g_autoptr (GError)    error = NULL;
      g_autoptr (YunAnswer) answer =
        yun_store_ask_sync (store, filter, YUN_ENTITY_ALL, facets, NULL, &error);

      g_assert_no_error (error);
      yun_feature_set_unref (yun_feature_set_new (index, answer->ids, 6));
      best = MIN (best, seconds () - start);
    }
  return best * 1000;
}

static double
export_ours (YunStore *store, const char *folder)
{
  YunExportOptions *options = g_new0 (YunExportOptions, 1);
  double            start = seconds ();

  options->entity = &yun_entity_plot;
  options->filter = yun_filter_new (&yun_entity_plot);
  options->crs = g_strdup ("EPSG:4549");
  options->encoding = YUN_ENCODING_GBK_LDID;
  options->path = g_build_filename (folder, "ours.shp", NULL);
  options->replace = TRUE;
  options->lossy = TRUE;
  yun_export_result_free (run (yun_export_job_new (store, options)));
  return (seconds () - start) * 1000;
}

static double
spawn (const char *const *argv)
{
  g_autoptr (GSubprocess) process = g_subprocess_newv (
    argv, G_SUBPROCESS_FLAGS_STDERR_SILENCE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE, NULL);
  double start = seconds ();

  if (process == NULL || !g_subprocess_wait_check (process, NULL, NULL))
    return 0;
  return (seconds () - start) * 1000;
}

static double
export_ogr (const char *file, const char *folder)
{
  g_autofree char  *target = g_build_filename (folder, "peer.shp", NULL);
  g_autofree char  *program = g_find_program_in_path ("ogr2ogr");
  const char *const argv[] = { "ogr2ogr", "-overwrite",   "-t_srs", "EPSG:4549",
                               "-lco",    "ENCODING=GBK", "-nlt",   "MULTIPOLYGON",
                               target,    file,           "plot",   NULL };

  return program != NULL ? spawn (argv) : 0;
}

static double
start_window (const char *file, const char *folder)
{
  g_autofree char  *picture = g_build_filename (folder, "window.png", NULL);
  const char       *program = g_getenv ("YUN_WINDOW");
  const char *const argv[] = { program, "--screenshot", picture, file, NULL };

  return program != NULL && g_getenv ("DISPLAY") != NULL ? spawn (argv) : 0;
}

static void
measure (guint n_plots, const char *folder, double *rows)
{
  g_autofree char            *file = g_strdup_printf ("%s/%u.sqlite", folder, n_plots);
  YunSampleOptions            options = { n_plots, G_MAXUINT, G_MAXUINT, 7 };
  g_autoptr (GError)          error = NULL;
  g_autoptr (YunBaseMap)      base = NULL;
  g_autoptr (YunFeatureIndex) index = NULL;
  g_autoptr (YunScene)        scene = NULL;
  g_autoptr (YunStore)        store = NULL;
  YunView                     view;
  double                      start = seconds ();

  yun_store_close (store = run (yun_sample_job_new (file, &options)));
  g_clear_object (&store);
  rows[ROW_SAMPLE] = seconds () - start;

  start = seconds ();
  store = yun_store_open_sync (file, YUN_STORE_DEFAULT, NULL, &error);
  g_assert_no_error (error);
  base = yun_base_map_get_default ();
  index = yun_feature_loader_load_sync (store, NULL, &error);
  g_assert_no_error (error);
  scene = yun_scene_new (index, NULL, base, yun_style_get (YUN_SCHEME_LIGHT, YUN_FILL_STATUS));
  view = get_view (index, 1);
  draw (scene, &view);
  rows[ROW_START] = (seconds () - start) * 1000;
  rows[ROW_WINDOW] = start_window (file, folder);

  rows[ROW_WHOLE] = best_draw (scene, index, 1);
  rows[ROW_TENTH] = best_draw (scene, index, 0.316);
  rows[ROW_STREET] = best_draw (scene, index, 0.02);
  rows[ROW_FILTER] = best_ask (store, index, "status:reusable area:20..100mu zone:north,south");
  rows[ROW_NEAR] = best_ask (store, index, "plot status:reusable near:九亭镇<5km");
  rows[ROW_INDEX] = (double) yun_feature_index_get_size (index) / 1048576;
  rows[ROW_MEMORY] = get_memory ();
  for (int i = 0; i < 2; i++)
    {
      double ours = export_ours (store, folder);
      double peer = export_ogr (file, folder);

      rows[ROW_EXPORT] = i == 0 ? ours : MIN (rows[ROW_EXPORT], ours);
      rows[ROW_OGR] = i == 0 ? peer : MIN (rows[ROW_OGR], peer);
    }
  yun_store_close (store);
}

static void
remove_folder (const char *folder)
{
  GDir       *dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
  g_clear_pointer (&dir, g_dir_close);
  g_rmdir (folder);
}

int
main (int argc, char *argv[])
{
  static const guint defaults[] = { 10000, 100000 };
  guint              n = argc > 1 ? (guint) argc - 1 : G_N_ELEMENTS (defaults);
  g_autofree double *rows = g_new0 (double, n *N_ROWS);
  g_autofree char   *folder = g_dir_make_tmp ("yunjian-bench-XXXXXX", NULL);

  setlocale (LC_ALL, "");
  g_print ("| plots (and half as many firms) |");
  for (guint i = 0; i < n; i++)
    g_print (" %s |", argc > 1 ? argv[i + 1] : i == 0 ? "10000" : "100000");
  g_print ("\n|---|");
  for (guint i = 0; i < n; i++)
    {
      guint n_plots = argc > 1 ? (guint) g_ascii_strtoull (argv[i + 1], NULL, 10) : defaults[i];

      measure (n_plots, folder, rows + i * N_ROWS);
      g_print ("---:|");
    }
  g_print ("\n");
  for (guint row = 0; row < N_ROWS; row++)
    {
      g_print ("| %s |", row_labels[row]);
      for (guint i = 0; i < n; i++)
        if (rows[i * N_ROWS + row] > 0)
          g_print (" %.*f |", rows[i * N_ROWS + row] < 100 ? 1 : 0, rows[i * N_ROWS + row]);
        else
          g_print (" not measured |");
      g_print ("\n");
    }
  remove_folder (folder);
  return 0;
}
