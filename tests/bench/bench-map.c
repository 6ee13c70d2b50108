/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-feature-layer.h"
#include "yun-feature-loader.h"
#include "yun-map-view.h"
#include "yun-symbol-frame.h"
#include "yun-symbol-layer.h"
#include "yun-tile-mosaic.h"

#include <locale.h>
#include <malloc.h>
#include <shumate/shumate.h>
#include <time.h>

/*
 * The map, measured on registries given as files: bench-map FILE…
 *
 * Redraw: the whole district, a tenth of its area and a street, as the window makes them: tiles on
 * all processors by the tile painter, beside them the plan of symbols and labels, then all of it
 * put together as one picture of 1920 × 1080. "Anew" begins with nothing kept, base map included;
 * "filter" is what a new filter costs: features, symbols and labels anew, the base map and the
 * pictures of symbols and names kept; its processor time is that of all threads. Where QGIS is
 * installed it draws the same extents, alternating with ours. Where there is a display, so is the
 * main thread's time a frame while the map is dragged. Best of several; milliseconds.
 */

#define WIDTH 1920
#define HEIGHT 1080
#define LABELS 400
#define TILE_BYTES (192u * 1024 * 1024)
#define FRAMES 240

/* What takes a few milliseconds only is disturbed by every other thing on the machine: it is
 * measured more often, on both sides. */
static const struct
{
  const char *name;
  double      part; /* of the district's width */
  guint       rounds;
  guint       filters; /* a round: the same picture again, as with the next filter */
  guint       peer_rounds;
} views[] = { { "whole district", 1, 4, 2, 2 },
              { "a tenth", 0.316, 4, 3, 2 },
              { "a street", 0.02, 8, 10, 8 } };

#define N_VIEWS G_N_ELEMENTS (views)

typedef struct
{
  const char *path;
  guint       n;               /* features */
  double      anew[N_VIEWS];   /* ms */
  double      filter[N_VIEWS]; /* ms */
  double      tiles[N_VIEWS];  /* ms: of filter, the tiles alone */
  double      plan[N_VIEWS];   /* ms: of filter, the plan alone */
  double      cpu[N_VIEWS];    /* ms: of filter, processor time of all threads */
  double      peer[N_VIEWS];   /* ms; 0: not measured */
  double      own;             /* ms a frame: moving and the layers' snapshots, mean … */
  double      own_max;
  double      frame; /* ms a frame: all the main thread did, GTK's cairo renderer included */
  double      index; /* MiB */
  double      memory;
  double      peer_memory;
} Row;

static double
get_ms (void)
{
  return (double) g_get_monotonic_time () / 1000;
}

static double
read_clock (clockid_t clock)
{
  struct timespec t;

  clock_gettime (clock, &t);
  return (double) t.tv_sec * 1e3 + (double) t.tv_nsec / 1e6;
}

static double
get_thread_ms (void)
{
  return read_clock (CLOCK_THREAD_CPUTIME_ID);
}

static double
get_process_ms (void)
{
  return read_clock (CLOCK_PROCESS_CPUTIME_ID);
}

static double
get_memory (void)
{
  g_autofree char *status = NULL;
  const char      *line;

  malloc_trim (0);
  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    return 0;
  line = strstr (status, "VmRSS:");
  return line != NULL ? g_ascii_strtod (line + 6, NULL) / 1024 : 0;
}

/* ---- Redraw ---- */

static YunView
get_view (double part)
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

typedef struct
{
  YunScene       *scene;
  const YunView  *view;
  YunSpriteCache *sprites;
  double          ms;
} Plan;

static gpointer
plan_thread (gpointer data)
{
  Plan           *plan = data;
  double          start = get_ms ();
  YunSymbolFrame *frame = yun_symbol_frame_new (plan->scene, &(YunSight){ .view = *plan->view },
                                                LABELS, plan->sprites, NULL);

  plan->ms = get_ms () - start;
  return frame;
}

/* The tiles and the symbols in one picture, as the layers place them. */
static void
compose (YunTilePainter *painter, const YunView *view, const GArray *keys, YunSymbolFrame *frame)
{
  static cairo_surface_t *picture; /* kept, as a window keeps its own */

  cairo_t  *cr;
  YunCanvas canvas;

  if (picture == NULL)
    picture = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cr = cairo_create (picture);

  yun_canvas_begin_picture (&canvas, cr);
  for (guint i = 0; i < keys->len; i++)
    {
      const YunTileKey *key = &g_array_index (keys, YunTileKey, i);
      const YunTile    *tile = yun_tile_cache_get (yun_tile_painter_get_cache (painter), key);

      g_assert (tile != NULL && yun_tile_painter_is_current (painter, tile));
    }
  yun_tile_mosaic_place (yun_tile_painter_get_cache (painter), view, &canvas);
  yun_symbol_frame_place (frame, &canvas, view);
  yun_canvas_end (&canvas);
  cairo_destroy (cr);
}

/* What one redraw took; ms. */
typedef struct
{
  double all;
  double tiles;
  double plan;
  double cpu;
} Times;

static void
redraw (YunTilePainter *painter,
        YunSpriteCache *sprites,
        YunScene       *scene,
        const YunView  *view,
        Times          *best)
{
  g_autoptr (GArray)         keys = g_array_new (FALSE, FALSE, sizeof (YunTileKey));
  g_autoptr (YunSymbolFrame) frame = NULL;
  Plan                       plan = { scene, view, sprites, 0 };
  double                     start = get_ms (), cpu = get_process_ms (), tiles;
  GThread                   *thread = g_thread_new ("plan", plan_thread, &plan);

  yun_tile_mosaic_list_keys (view, keys);
  yun_tile_painter_set_scene (painter, scene, NULL, NULL);
  yun_tile_painter_want (painter, (const YunTileKey *) (gpointer) keys->data, keys->len, view);
  while (!yun_tile_painter_is_idle (painter))
    g_main_context_iteration (NULL, TRUE);
  tiles = get_ms () - start;
  frame = g_thread_join (thread);
  compose (painter, view, keys, frame);
  best->all = MIN (best->all, get_ms () - start);
  best->tiles = MIN (best->tiles, tiles);
  best->plan = MIN (best->plan, plan.ms);
  best->cpu = MIN (best->cpu, get_process_ms () - cpu);
}

/* ---- The other side ---- */

typedef struct
{
  GSubprocess      *process; /* (owned) (nullable) */
  GOutputStream    *in;      /* (unowned) */
  GDataInputStream *out;     /* (owned) (nullable) */
} Peer;

static char *
read_line (Peer *peer)
{
  return g_data_input_stream_read_line (peer->out, NULL, NULL, NULL);
}

static void
peer_clear (Peer *peer)
{
  if (peer->process != NULL)
    {
      g_output_stream_close (peer->in, NULL, NULL);
      g_subprocess_wait (peer->process, NULL, NULL);
    }
  g_clear_object (&peer->out);
  g_clear_object (&peer->process);
}

static void
peer_start (Peer *peer, const char *path)
{
  g_autofree char *script =
    g_build_filename (g_getenv ("YUN_SOURCE_DIR"), "tests", "bench", "bench-map-qgis.py", NULL);
  g_autofree char  *line = NULL;
  const char *const argv[] = { "/usr/bin/python3", script, path, NULL };

  peer->process =
    g_subprocess_newv (argv,
                       G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                         G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                       NULL);
  if (peer->process == NULL)
    return;
  peer->in = g_subprocess_get_stdin_pipe (peer->process);
  peer->out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (peer->process));
  line = read_line (peer);
  if (g_strcmp0 (line, "ready") != 0)
    peer_clear (peer);
}

/* What it answers to @words; 0: it is not there. */
static double
peer_ask (Peer *peer, const char *words)
{
  g_autofree char *line = NULL;

  if (peer->process == NULL ||
      !g_output_stream_write_all (peer->in, words, strlen (words), NULL, NULL, NULL))
    return 0;
  g_output_stream_flush (peer->in, NULL, NULL);
  line = read_line (peer);
  return line != NULL ? g_ascii_strtod (line, NULL) : 0;
}

static double
peer_draw (Peer *peer, const YunView *view)
{
  YunVertex        min, max;
  YunPoint         a, b;
  g_autofree char *words = NULL;

  yun_view_get_box (view, 0, &min, &max);
  a = yun_vertex_to_lonlat (min);
  b = yun_vertex_to_lonlat (max);
  words = g_strdup_printf ("%.8f %.8f %.8f %.8f\n", a.x, b.y, b.x, a.y);
  return peer_ask (peer, words);
}

static void
measure_redraw (Row *row, YunScene *scene, Peer *peer)
{
  for (guint v = 0; v < N_VIEWS; v++)
    {
      YunView view = get_view (views[v].part);
      Times   anew = { G_MAXDOUBLE, G_MAXDOUBLE, G_MAXDOUBLE, G_MAXDOUBLE }, filter = anew;

      for (guint round = 0; round < views[v].rounds; round++)
        {
          g_autoptr (YunTilePainter) painter = yun_tile_painter_new (NULL, NULL, 0, TILE_BYTES);
          g_autoptr (YunSpriteCache) sprites =
            yun_sprite_cache_new (yun_scene_get_style (scene), 1);

          redraw (painter, sprites, scene, &view, &anew);
          for (guint i = 0; i < views[v].filters; i++)
            redraw (painter, sprites, scene, &view, &filter);
          if (round < views[v].peer_rounds)
            {
              double ms = peer_draw (peer, &view);

              row->peer[v] = round == 0 ? ms : MIN (row->peer[v], ms);
            }
        }
      row->anew[v] = anew.all;
      row->filter[v] = filter.all;
      row->tiles[v] = filter.tiles;
      row->plan[v] = filter.plan;
      row->cpu[v] = filter.cpu;
    }
}

/* ---- Frames ---- */

typedef void (*SnapshotFunc) (GtkWidget *widget, GtkSnapshot *snapshot);

static struct
{
  double       frame; /* own ms of the frame under way */
  SnapshotFunc snapshot[2];
} timing;

static void
timed_snapshot (guint layer, GtkWidget *widget, GtkSnapshot *snapshot)
{
  double start = get_thread_ms ();

  timing.snapshot[layer](widget, snapshot);
  timing.frame += get_thread_ms () - start;
}

static void
snapshot_features (GtkWidget *widget, GtkSnapshot *snapshot)
{
  timed_snapshot (0, widget, snapshot);
}

static void
snapshot_symbols (GtkWidget *widget, GtkSnapshot *snapshot)
{
  timed_snapshot (1, widget, snapshot);
}

/* Puts a clock around the snapshot function of a layer's class. */
static void
time_class (GType type, guint layer, SnapshotFunc timed)
{
  GtkWidgetClass *klass = g_type_class_ref (type);

  if (timing.snapshot[layer] != NULL)
    return;
  timing.snapshot[layer] = klass->snapshot;
  klass->snapshot = timed;
}

static ShumateMap *
find_map (GtkWidget *widget)
{
  if (SHUMATE_IS_MAP (widget))
    return SHUMATE_MAP (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      ShumateMap *found = find_map (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

typedef struct
{
  Row             *row;
  ShumateViewport *viewport;
  guint            n;
  double           start; /* of the main thread's time */
  double           x, y;  /* degrees */
} Drag;

/* A circle of 12 pixels a frame, as fast as a hand drags. */
static gboolean
drag_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  Drag  *drag = user_data;
  double angle = drag->n * 2 * G_PI / FRAMES, before;
  double degree = 360 / (256 * exp2 (shumate_viewport_get_zoom_level (drag->viewport)));
  double radius = 12 * FRAMES / (2 * G_PI) * degree;

  if (drag->n > 0)
    {
      drag->row->own += timing.frame / FRAMES;
      drag->row->own_max = MAX (drag->row->own_max, timing.frame);
    }
  else
    drag->start = get_thread_ms ();
  if (drag->n++ == FRAMES)
    {
      drag->row->frame = (get_thread_ms () - drag->start) / FRAMES;
      return G_SOURCE_REMOVE;
    }

  before = get_thread_ms ();
  shumate_location_set_location (SHUMATE_LOCATION (drag->viewport),
                                 drag->y + radius * (cos (angle) - 1) * 0.85,
                                 drag->x + radius * sin (angle));
  timing.frame = get_thread_ms () - before;
  gtk_widget_queue_draw (widget);
  return G_SOURCE_CONTINUE;
}

static void
measure_frames (Row *row, YunFeatureIndex *index)
{
  GtkWidget *window = gtk_window_new (), *view = yun_map_view_new ();
  YunRect    box = { 121.2, 31.0, 121.26, 31.04 };
  Drag       drag = { .row = row };

  time_class (YUN_TYPE_FEATURE_LAYER, 0, snapshot_features);
  time_class (YUN_TYPE_SYMBOL_LAYER, 1, snapshot_symbols);
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_set_child (GTK_WINDOW (window), view);
  gtk_window_present (GTK_WINDOW (window));
  yun_map_view_update_features (YUN_MAP_VIEW (view), index, NULL, NULL);
  while (!yun_map_view_is_complete (YUN_MAP_VIEW (view)))
    g_main_context_iteration (NULL, TRUE);
  yun_map_view_zoom_to (YUN_MAP_VIEW (view), &box);
  while (!yun_map_view_is_complete (YUN_MAP_VIEW (view)))
    g_main_context_iteration (NULL, TRUE);

  drag.viewport = shumate_map_get_viewport (find_map (view));
  drag.x = shumate_location_get_longitude (SHUMATE_LOCATION (drag.viewport));
  drag.y = shumate_location_get_latitude (SHUMATE_LOCATION (drag.viewport));
  gtk_widget_add_tick_callback (view, drag_cb, &drag, NULL);
  while (drag.n <= FRAMES)
    g_main_context_iteration (NULL, TRUE);
  while (!yun_map_view_is_complete (YUN_MAP_VIEW (view)))
    g_main_context_iteration (NULL, TRUE);
  row->memory = get_memory ();
  gtk_window_destroy (GTK_WINDOW (window));
}

/* ---- All ---- */

static void
measure (Row *row, gboolean display)
{
  g_autoptr (GError)          error = NULL;
  g_autoptr (YunStore)        store = NULL;
  g_autoptr (YunBaseMap)      base = yun_base_map_get_default ();
  g_autoptr (YunFeatureIndex) index = NULL;
  g_autoptr (YunScene)        scene = NULL;
  Peer                        peer = { 0 };

  store = yun_store_open_sync (row->path, YUN_STORE_DEFAULT, NULL, &error);
  if (store != NULL)
    index = yun_feature_loader_load_sync (store, NULL, &error);
  if (index == NULL)
    g_error ("%s", error->message);
  row->n = yun_feature_index_get_n (index);
  row->index = (double) yun_feature_index_get_size (index) / 1048576;

  if (display)
    measure_frames (row, index);
  scene = yun_scene_new (index, NULL, base, yun_style_get (YUN_SCHEME_LIGHT, YUN_FILL_STATUS));
  peer_start (&peer, row->path);
  measure_redraw (row, scene, &peer);
  row->peer_memory = peer_ask (&peer, "memory\n");
  peer_clear (&peer);
  yun_store_close (store);
}

static void
print_cell (double value)
{
  if (value > 0)
    g_print (" %.*f |", value < 100 ? 1 : 0, value);
  else
    g_print (" – |");
}

static void
print_redraw (const Row *row)
{
  g_print ("\n%u features, 1920 × 1080, ms (best of several, alternating)\n\n"
           "| redraw | anew | filter | of it tiles | of it plan | its processor time | QGIS |"
           " QGIS ÷ filter |\n"
           "|---|---:|---:|---:|---:|---:|---:|---:|\n",
           row->n);
  for (guint v = 0; v < N_VIEWS; v++)
    {
      g_print ("| %s |", views[v].name);
      print_cell (row->anew[v]);
      print_cell (row->filter[v]);
      print_cell (row->tiles[v]);
      print_cell (row->plan[v]);
      print_cell (row->cpu[v]);
      print_cell (row->peer[v]);
      print_cell (row->peer[v] / row->filter[v]);
      g_print ("\n");
    }
}

static void
print_growth (const Row *rows, guint n)
{
  g_print ("\n| features | whole | tenth | street | own a frame | at most | main thread a frame |"
           " index MiB | memory MiB | QGIS MiB |\n"
           "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n");
  for (guint i = 0; i < n; i++)
    {
      g_print ("| %u |", rows[i].n);
      for (guint v = 0; v < N_VIEWS; v++)
        print_cell (rows[i].filter[v]);
      g_print (" %.2f | %.2f |", rows[i].own, rows[i].own_max);
      print_cell (rows[i].frame);
      print_cell (rows[i].index);
      print_cell (rows[i].memory);
      print_cell (rows[i].peer_memory);
      g_print ("\n");
    }
}

int
main (int argc, char *argv[])
{
  gboolean        display;
  g_autofree Row *rows = g_new0 (Row, MAX (argc - 1, 1));
  guint           n = (guint) MAX (argc - 1, 0);

  setlocale (LC_ALL, "");
  display = gtk_init_check ();
  if (n == 0)
    {
      g_printerr ("usage: bench-map FILE…\n");
      return 2;
    }
  for (guint i = 0; i < n; i++)
    {
      rows[i].path = argv[i + 1];
      measure (&rows[i], display);
      print_redraw (&rows[i]);
    }
  print_growth (rows, n);
  return 0;
}
