/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "yun-tile-painter.h"

#include "yun-tile-mosaic.h"

#include <math.h>
#include <string.h>

/* A paint function that can be held back and that counts. */
typedef struct
{
  GMutex   mutex;
  GCond    cond;
  gboolean held;
  int      held_x; /* parts that begin there are held back; -1: none */
  int      begun;
  int      painted;
  int      cancelled;
  GArray  *order; /* of tile x */
} Gate;

static void
gate_init (Gate *gate, gboolean held)
{
  memset (gate, 0, sizeof *gate);
  g_mutex_init (&gate->mutex);
  g_cond_init (&gate->cond);
  gate->held = held;
  gate->held_x = -1;
  gate->order = g_array_new (FALSE, FALSE, sizeof (int));
}

static void
gate_clear (Gate *gate)
{
  g_mutex_clear (&gate->mutex);
  g_cond_clear (&gate->cond);
  g_array_unref (gate->order);
}

static void
gate_open (Gate *gate)
{
  g_mutex_lock (&gate->mutex);
  gate->held = FALSE;
  gate->held_x = -1;
  g_cond_broadcast (&gate->cond);
  g_mutex_unlock (&gate->mutex);
}

static cairo_surface_t *
paint_gated (const YunScene              *scene,
             const YunView               *view,
             const cairo_rectangle_int_t *part,
             YunBaseCache                *base,
             GCancellable                *cancellable,
             gpointer                     user_data)
{
  Gate    *gate = user_data;
  int      x = (int) (view->x / (view->scale * 512) + 0.5);
  gboolean cancelled;

  g_mutex_lock (&gate->mutex);
  gate->begun++;
  g_array_append_val (gate->order, x);
  g_cond_broadcast (&gate->cond);
  while (gate->held || part->x == gate->held_x)
    g_cond_wait (&gate->cond, &gate->mutex);
  cancelled = g_cancellable_is_cancelled (cancellable);
  if (cancelled)
    gate->cancelled++;
  else
    gate->painted++;
  g_mutex_unlock (&gate->mutex);
  return cancelled ? NULL
                   : cairo_image_surface_create (CAIRO_FORMAT_ARGB32, part->width, part->height);
}

static void
wait_begun (Gate *gate, int n)
{
  g_mutex_lock (&gate->mutex);
  while (gate->begun < n)
    g_cond_wait (&gate->cond, &gate->mutex);
  g_mutex_unlock (&gate->mutex);
}

/* Runs the main loop until the painter has nothing to do. Every wait in it ends with a delivery, so
 * it blocks only while a worker is at work. */
static void
run_until_idle (YunTilePainter *painter)
{
  while (!yun_tile_painter_is_idle (painter))
    g_main_context_iteration (NULL, TRUE);
}

static YunScene *
make_scene (void)
{
  return yun_scene_new (NULL, NULL, NULL, yun_style_get (YUN_SCHEME_LIGHT, YUN_FILL_STATUS));
}

static void
make_keys (YunTileKey *keys, int n)
{
  for (int i = 0; i < n; i++)
    keys[i] = (YunTileKey){ 8, i, 0, 512 * 256, 1 };
}

static guint
count_current (YunTilePainter *painter, const YunTileKey *keys, guint n)
{
  guint count = 0;

  for (guint i = 0; i < n; i++)
    {
      const YunTile *tile = yun_tile_cache_get (yun_tile_painter_get_cache (painter), &keys[i]);

      if (tile != NULL && yun_tile_painter_is_current (painter, tile))
        count++;
    }
  return count;
}

static void
count_ready_cb (YunTilePainter *painter, gpointer user_data)
{
  ++*(int *) user_data;
}

static void
test_order (void)
{
  g_autoptr (YunTilePainter) painter = NULL;
  g_autoptr (YunScene)       scene = make_scene ();
  YunTileKey                 keys[6];
  Gate                       gate;
  int                        ready = 0;

  gate_init (&gate, FALSE);
  make_keys (keys, 6);
  painter = yun_tile_painter_new (paint_gated, &gate, 1, 1 << 26);
  g_signal_connect (painter, "ready", G_CALLBACK (count_ready_cb), &ready);
  yun_tile_painter_want (painter, keys, 6, NULL); /* no scene yet: nothing to do */
  g_assert_true (yun_tile_painter_is_idle (painter));

  yun_tile_painter_set_scene (painter, scene, NULL, NULL);
  g_assert_cmpint (ready, ==, 1);
  yun_tile_painter_want (painter, keys, 6, NULL);
  run_until_idle (painter);
  g_assert_cmpint (gate.painted, ==, 6);
  g_assert_cmpint (ready, >=, 2);
  g_assert_cmpuint (count_current (painter, keys, 6), ==, 6);
  for (int i = 0; i < 6; i++)
    g_assert_cmpint (g_array_index (gate.order, int, i), ==, i);

  /* What is there is not painted again. */
  yun_tile_painter_want (painter, keys, 6, NULL);
  run_until_idle (painter);
  g_assert_cmpint (gate.painted, ==, 6);
  g_clear_object (&painter);
  gate_clear (&gate);
}

/* A screen of any size and sharpness: all that it shows is there at once, with a limit that would
 * hold but a part. */
static void
test_room (void)
{
  static const struct
  {
    double width;
    double height;
    int    scale;
  } screens[] = {
    { 1280, 800, 1 }, { 1920, 1080, 1 }, { 1280, 800, 2 }, { 3840, 2160, 1 }, { 1920, 1080, 2 }
  };
  g_autoptr (YunScene) scene = make_scene ();

  for (guint i = 0; i < G_N_ELEMENTS (screens); i++)
    {
      g_autoptr (YunTilePainter) painter = NULL;
      g_autoptr (GArray)         keys = g_array_new (FALSE, FALSE, sizeof (YunTileKey));
      YunVertex                  at = yun_vertex_from_lonlat (121.23, 31.03);
      YunView                    view =
        yun_view_at (at.x, at.y, 13.4, screens[i].width, screens[i].height, screens[i].scale);
      YunTileKey *wish;
      Gate        gate;

      gate_init (&gate, FALSE);
      yun_tile_mosaic_list_keys (&view, keys);
      wish = (YunTileKey *) (gpointer) keys->data;
      painter = yun_tile_painter_new (paint_gated, &gate, 2, 1 << 20);
      yun_tile_painter_set_scene (painter, scene, NULL, NULL);
      yun_tile_painter_want (painter, wish, keys->len, NULL);
      run_until_idle (painter);
      g_assert_cmpuint (count_current (painter, wish, keys->len), ==, keys->len);
      g_assert_cmpuint (yun_tile_cache_get_size (yun_tile_painter_get_cache (painter)), >=,
                        (gsize) (4 * view.width * view.height) * screens[i].scale *
                          screens[i].scale);
      g_clear_object (&painter);
      gate_clear (&gate);
    }
}

static void
test_cancel (void)
{
  g_autoptr (YunTilePainter) painter = NULL;
  g_autoptr (YunScene)       scene = make_scene ();
  YunTileKey                 keys[5];
  Gate                       gate;

  gate_init (&gate, TRUE);
  make_keys (keys, 5);
  painter = yun_tile_painter_new (paint_gated, &gate, 1, 1 << 26);
  yun_tile_painter_set_scene (painter, scene, NULL, NULL);
  yun_tile_painter_want (painter, keys, 4, NULL);
  wait_begun (&gate, 1);
  yun_tile_painter_want (painter, &keys[4], 1, NULL);
  gate_open (&gate);
  run_until_idle (painter);

  g_assert_cmpint (gate.cancelled, ==, 1);
  g_assert_cmpint (gate.painted, ==, 1);
  g_assert_null (yun_tile_cache_get (yun_tile_painter_get_cache (painter), &keys[0]));
  g_assert_cmpuint (count_current (painter, &keys[4], 1), ==, 1);
  g_clear_object (&painter);
  gate_clear (&gate);
}

/* An older tile stays to be shown until the new one is there. */
static void
test_versions (void)
{
  g_autoptr (YunTilePainter) painter = NULL;
  g_autoptr (YunScene)       first = make_scene ();
  g_autoptr (YunScene)       second = make_scene ();
  YunTileKey                 keys[3];
  Gate                       gate;

  gate_init (&gate, FALSE);
  make_keys (keys, 3);
  painter = yun_tile_painter_new (paint_gated, &gate, 2, 1 << 26);
  yun_tile_painter_set_scene (painter, first, NULL, NULL);
  yun_tile_painter_want (painter, keys, 3, NULL);
  run_until_idle (painter);

  yun_tile_painter_set_scene (painter, second, NULL, NULL);
  g_assert_cmpuint (count_current (painter, keys, 3), ==, 0);
  g_assert_cmpuint (yun_tile_cache_get_n (yun_tile_painter_get_cache (painter)), ==, 3);
  yun_tile_painter_want (painter, keys, 3, NULL);
  run_until_idle (painter);
  g_assert_cmpuint (count_current (painter, keys, 3), ==, 3);
  g_assert_cmpint (gate.painted, ==, 6);
  g_clear_object (&painter);
  gate_clear (&gate);
}

/* One edit repaints only the tiles it touches, those under way included. */
static void
test_changed_box (void)
{
  g_autoptr (YunTilePainter) painter = NULL;
  g_autoptr (YunScene)       first = make_scene ();
  g_autoptr (YunScene)       second = make_scene ();
  YunTileKey                 keys[6];
  YunView                    view;
  YunVertex                  at;
  Gate                       gate;

  gate_init (&gate, FALSE);
  make_keys (keys, 6);
  view = yun_tile_key_get_view (&keys[1]);
  at = (YunVertex){ (guint32) (view.x + 256 * view.scale), (guint32) (256 * view.scale) };
  painter = yun_tile_painter_new (paint_gated, &gate, 1, 1 << 26);
  yun_tile_painter_set_scene (painter, first, NULL, NULL);
  yun_tile_painter_want (painter, keys, 5, NULL);
  run_until_idle (painter);

  gate.held = TRUE;
  yun_tile_painter_want (painter, &keys[5], 1, NULL);
  wait_begun (&gate, 6);
  yun_tile_painter_set_scene (painter, second, &at, &at);
  gate_open (&gate);
  yun_tile_painter_want (painter, keys, 6, NULL);
  run_until_idle (painter);
  g_assert_cmpuint (count_current (painter, keys, 6), ==, 6);
  g_assert_cmpint (gate.painted, ==, 7);
  g_assert_cmpint (gate.cancelled, ==, 0);
  g_assert_cmpint (g_array_index (gate.order, int, 6), ==, 1);
  g_clear_object (&painter);
  gate_clear (&gate);
}

/* The part of an older wish that comes late does not take the place of the one wanted since; and
 * what then is lacking is painted whole. */
static void
test_late_part (void)
{
  g_autoptr (YunTilePainter) painter = NULL;
  g_autoptr (YunScene)       scene = make_scene ();
  YunTileKey                 key;
  YunView                    first, second;
  cairo_rectangle_int_t      part, whole;
  const YunTile             *tile;
  Gate                       gate;

  gate_init (&gate, FALSE);
  make_keys (&key, 1);
  whole = yun_tile_key_get_whole (&key);
  first = yun_tile_key_get_view (&key);
  first.width = 200;
  second = first;
  second.x += 100 * second.scale;
  part = yun_tile_key_get_seen (&key, &second);
  painter = yun_tile_painter_new (paint_gated, &gate, 2, 1 << 26);
  yun_tile_painter_set_scene (painter, scene, NULL, NULL);
  gate.held_x = 0;
  yun_tile_painter_want (painter, &key, 1, &first);
  wait_begun (&gate, 1);
  yun_tile_painter_want (painter, &key, 1, &second);
  do
    {
      g_main_context_iteration (NULL, TRUE);
      tile = yun_tile_cache_get (yun_tile_painter_get_cache (painter), &key);
    }
  while (tile == NULL);
  g_assert_true (yun_tile_part_has (&tile->part, &part));

  gate_open (&gate);
  run_until_idle (painter);
  tile = yun_tile_cache_get (yun_tile_painter_get_cache (painter), &key);
  g_assert_true (yun_tile_part_has (&tile->part, &part));
  g_assert_false (yun_tile_part_has (&tile->part, &whole));

  yun_tile_painter_want (painter, &key, 1, &first);
  run_until_idle (painter);
  tile = yun_tile_cache_get (yun_tile_painter_get_cache (painter), &key);
  g_assert_true (yun_tile_part_has (&tile->part, &whole));
  g_clear_object (&painter);
  gate_clear (&gate);
}

/* A tile of the wish that is out of sight is painted all the same: another asked for it. */
static void
test_out_of_sight (void)
{
  g_autoptr (YunTilePainter) painter = NULL;
  g_autoptr (YunScene)       scene = make_scene ();
  YunTileKey                 keys[3];
  YunView                    seen;
  Gate                       gate;

  gate_init (&gate, FALSE);
  make_keys (keys, 3);
  seen = yun_tile_key_get_view (&keys[0]);
  painter = yun_tile_painter_new (paint_gated, &gate, 2, 1 << 26);
  yun_tile_painter_set_scene (painter, scene, NULL, NULL);
  yun_tile_painter_want (painter, keys, 3, &seen);
  run_until_idle (painter);
  g_assert_cmpuint (count_current (painter, keys, 3), ==, 3);
  g_clear_object (&painter);
  gate_clear (&gate);
}

/* The painter may go while its workers are busy. */
static void
test_close (void)
{
  YunTilePainter      *painter;
  g_autoptr (YunScene) scene = make_scene ();
  YunTileKey           keys[8];
  Gate                 gate;

  gate_init (&gate, FALSE);
  make_keys (keys, 8);
  for (int i = 0; i < 50; i++)
    {
      painter = yun_tile_painter_new (paint_gated, &gate, 2, 1 << 26);
      yun_tile_painter_set_scene (painter, scene, NULL, NULL);
      yun_tile_painter_want (painter, keys, 8, NULL);
      if (i % 2 == 0)
        g_main_context_iteration (NULL, FALSE);
      g_assert_finalize_object (painter);
    }
  gate_clear (&gate);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/map/tile-painter/order", test_order);
  g_test_add_func ("/map/tile-painter/room", test_room);
  g_test_add_func ("/map/tile-painter/cancel", test_cancel);
  g_test_add_func ("/map/tile-painter/versions", test_versions);
  g_test_add_func ("/map/tile-painter/changed-box", test_changed_box);
  g_test_add_func ("/map/tile-painter/late-part", test_late_part);
  g_test_add_func ("/map/tile-painter/out-of-sight", test_out_of_sight);
  g_test_add_func ("/map/tile-painter/close", test_close);
  return g_test_run ();
}
