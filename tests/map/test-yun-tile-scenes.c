/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "yun-canvas.h"
#include "yun-painter.h"
#include "yun-tile-painter.h"

#include <stdlib.h>
#include <string.h>

/*
 * Scenes swapped while workers paint, with all kinds of said differences: what is shown in the end
 * is the last scene, pixel for pixel as a painting of its own. Clean under the thread sanitizer.
 */

#define COLUMNS 24
#define N_PLOTS (COLUMNS * COLUMNS)
#define PARK 2
#define PLOT 3
#define LON 121.20
#define LAT 31.00
#define STEP 0.004 /* degrees */
#define ZOOM 13
#define N_KEYS 12

static YunGeom *
make_box (double lon, double lat, double size)
{
  YunGeomBuilder *builder = yun_geom_builder_new (YUN_GEOM_POLYGON);

  yun_geom_builder_begin_part (builder);
  yun_geom_builder_begin_ring (builder);
  yun_geom_builder_add (builder, lon, lat);
  yun_geom_builder_add (builder, lon + size, lat);
  yun_geom_builder_add (builder, lon + size, lat + size);
  yun_geom_builder_add (builder, lon, lat + size);

  return yun_geom_builder_end (builder);
}

static YunFeatureIndex *
make_index (void)
{
  YunFeatureBuilder *builder = yun_feature_builder_new ();

  for (guint i = 0; i < N_PLOTS; i++)
    {
      g_autoptr (YunGeom) shape =
        make_box (LON + i % COLUMNS * STEP, LAT + i / COLUMNS * STEP, STEP * 0.8);
      YunFeature values = { .id = i + 1, .entity = PLOT, .status = i % 10, .zone = -1 };

      yun_feature_builder_add (builder, &values, NULL, shape);
    }

  return yun_feature_builder_end (builder);
}

static YunScene *
make_scene (YunFeatureIndex *index, YunFeatureSet *shown, YunBaseMap *base)
{
  return yun_scene_new (index, shown, base, yun_style_get (YUN_SCHEME_LIGHT, YUN_FILL_STATUS));
}

/* Another set: some plots of @shown turned. */
static YunFeatureSet *
turn_some (YunFeatureIndex *index, YunFeatureSet *shown, GRand *rand)
{
  g_autoptr (GArray) plots = g_array_new (FALSE, FALSE, sizeof (gint64));
  GArray            *ids[6] = { NULL };
  guint              first = g_rand_int_range (rand, 0, N_PLOTS);
  guint              n = g_rand_int_range (rand, 0, 30);

  for (gint64 i = 0; i < N_PLOTS; i++)
    {
      gboolean has = shown == NULL || yun_feature_set_has (shown, i);

      if (has != (i >= first && i < first + n))
        {
          gint64 id = i + 1;

          g_array_append_val (plots, id);
        }
    }
  ids[PLOT] = plots;

  return yun_feature_set_new (index, ids, 6);
}

static void
make_keys (YunTileKey *keys)
{
  YunVertex at = yun_vertex_from_lonlat (LON, LAT + COLUMNS * STEP);

  for (int i = 0; i < N_KEYS; i++)
    keys[i] = (YunTileKey){ ZOOM, (gint32) (at.x >> (32 - ZOOM)) + i % 4,
                            (gint32) (at.y >> (32 - ZOOM)) + i / 4, 200 * 256, 1 };
}

static void
run_until_idle (YunTilePainter *painter)
{
  while (!yun_tile_painter_is_idle (painter))
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
surfaces_equal (cairo_surface_t *a, cairo_surface_t *b)
{
  return cairo_image_surface_get_height (a) == cairo_image_surface_get_height (b) &&
         cairo_image_surface_get_stride (a) == cairo_image_surface_get_stride (b) &&
         memcmp (cairo_image_surface_get_data (a), cairo_image_surface_get_data (b),
                 (gsize) cairo_image_surface_get_stride (a) * cairo_image_surface_get_height (a)) ==
           0;
}

static void
assert_shows (YunTilePainter *painter, YunScene *scene, const YunTileKey *keys)
{
  g_autoptr (YunBaseCache) base = yun_base_cache_new (1 << 28);

  for (guint i = 0; i < N_KEYS; i++)
    {
      YunView          view = yun_tile_key_get_view (&keys[i]);
      const YunTile   *tile = yun_tile_cache_get (yun_tile_painter_get_cache (painter), &keys[i]);
      cairo_surface_t *wanted =
        yun_painter_paint_tile (scene, &view, NULL, YUN_LAYER_ALL, base, NULL);

      g_assert_nonnull (tile);
      g_assert_true (yun_tile_painter_is_current (painter, tile));
      g_assert_true (surfaces_equal (yun_canvas_peek_surface (tile->texture), wanted));
      cairo_surface_destroy (wanted);
    }
}

static void
test_swaps (void)
{
  g_autoptr (GRand)           rand = g_rand_new_with_seed (51);
  g_autoptr (YunFeatureIndex) index = make_index ();
  g_autoptr (YunBaseMap)      base = yun_base_map_get_default ();
  YunTileKey                  keys[N_KEYS];

  make_keys (keys);
  for (guint round = 0; round < 6; round++)
    {
      g_autoptr (YunTilePainter) painter = yun_tile_painter_new (NULL, NULL, 3, 1 << 27);
      g_autoptr (YunFeatureSet)  shown = NULL;
      g_autoptr (YunScene)       scene = make_scene (index, NULL, base);

      yun_tile_painter_set_scene (painter, scene, NULL, NULL);
      yun_tile_painter_want (painter, keys, N_KEYS, NULL);
      for (guint swap = 0; swap < 12; swap++)
        {
          g_autoptr (YunFeatureSet) next = turn_some (index, shown, rand);
          YunRegion                 region;
          int                       turns = g_rand_int_range (rand, 0, 12);

          /* somewhere in the middle of the work */
          for (int i = 0; i < turns && !yun_tile_painter_is_idle (painter); i++)
            g_main_context_iteration (NULL, TRUE);

          g_assert_true (yun_region_init_difference (&region, index, shown, next, G_MAXUINT));
          g_clear_pointer (&scene, yun_scene_unref);
          scene = make_scene (index, next, base);
          if (swap % 5 == 4)
            yun_tile_painter_set_scene (painter, scene, NULL, NULL);
          else
            yun_tile_painter_set_scene_in (painter, scene, &region);
          g_clear_pointer (&shown, yun_feature_set_unref);
          shown = g_steal_pointer (&next);
          if (swap % 3 != 2)
            yun_tile_painter_want (painter, keys, N_KEYS, NULL);
        }
      yun_tile_painter_want (painter, keys, N_KEYS, NULL);
      run_until_idle (painter);
      assert_shows (painter, scene, keys);
    }
}

/* A change of one plot repaints the tiles it is in and no other; one of nothing, none. */
static void
test_little (void)
{
  g_autoptr (YunFeatureIndex) index = make_index ();
  g_autoptr (YunBaseMap)      base = yun_base_map_get_default ();
  g_autoptr (YunTilePainter)  painter = yun_tile_painter_new (NULL, NULL, 2, 1 << 27);
  g_autoptr (YunScene)        scene = make_scene (index, NULL, base);
  g_autoptr (GArray)          plots = g_array_new (FALSE, FALSE, sizeof (gint64));
  GArray                     *ids[6] = { NULL };
  g_autoptr (YunFeatureSet)   less = NULL;
  g_autoptr (YunScene)        without = NULL;
  YunTileKey                  keys[N_KEYS];
  YunRegion                   region;
  guint                       stale = 0;

  make_keys (keys);
  yun_tile_painter_set_scene (painter, scene, NULL, NULL);
  yun_tile_painter_want (painter, keys, N_KEYS, NULL);
  run_until_idle (painter);

  for (gint64 id = 1; id <= N_PLOTS; id++)
    if (id != COLUMNS * 5 + 5)
      g_array_append_val (plots, id);
  ids[PLOT] = plots;
  less = yun_feature_set_new (index, ids, 6);
  without = make_scene (index, less, base);

  g_assert_true (yun_region_init_difference (&region, index, NULL, NULL, 0));
  yun_tile_painter_set_scene_in (painter, scene, &region);
  assert_shows (painter, scene, keys);

  g_assert_true (yun_region_init_difference (&region, index, NULL, less, 1));
  yun_tile_painter_set_scene_in (painter, without, &region);
  for (guint i = 0; i < N_KEYS; i++)
    stale += !yun_tile_painter_is_current (
      painter, yun_tile_cache_get (yun_tile_painter_get_cache (painter), &keys[i]));
  g_assert_cmpuint (stale, >=, 1);
  g_assert_cmpuint (stale, <=, 4);
  yun_tile_painter_want (painter, keys, N_KEYS, NULL);
  run_until_idle (painter);
  assert_shows (painter, without, keys);
}

/* A part is what the whole tile has there, but for where a corner falls in a pixel. */
static void
assert_part (const YunTile *tile, YunScene *scene, YunBaseCache *base)
{
  YunView          view = yun_tile_key_get_view (&tile->key);
  cairo_surface_t *part = yun_canvas_peek_surface (tile->texture);
  cairo_surface_t *whole = yun_painter_paint_tile (scene, &view, NULL, YUN_LAYER_ALL, base, NULL);

  g_assert_cmpint (cairo_image_surface_get_width (part), ==, tile->part.width);
  g_assert_cmpint (cairo_image_surface_get_height (part), ==, tile->part.height);
  g_assert_true (yun_painter_is_opaque (part));
  for (int y = 0; y < tile->part.height; y++)
    {
      const guint8 *a =
        cairo_image_surface_get_data (part) + (gsize) y * cairo_image_surface_get_stride (part);
      const guint8 *b = cairo_image_surface_get_data (whole) +
                        (gsize) (tile->part.y + y) * cairo_image_surface_get_stride (whole) +
                        4 * tile->part.x;

      for (int x = 0; x < 4 * tile->part.width; x++)
        g_assert_cmpint (abs (a[x] - b[x]), <=, 2);
      for (int x = 3; x < 4 * tile->part.width; x += 4)
        g_assert_cmpint (a[x], ==, 255);
    }
  cairo_surface_destroy (whole);
}

static void
assert_seen (YunTilePainter *painter, YunScene *scene, const YunTileKey *keys, const YunView *seen)
{
  g_autoptr (YunBaseCache) base = yun_base_cache_new (1 << 28);

  for (guint i = 0; i < N_KEYS; i++)
    {
      cairo_rectangle_int_t part = yun_tile_key_get_seen (&keys[i], seen);
      const YunTile *tile = yun_tile_cache_get (yun_tile_painter_get_cache (painter), &keys[i]);

      if (part.width == 0)
        continue;
      g_assert_nonnull (tile);
      g_assert_true (yun_tile_painter_is_current (painter, tile));
      g_assert_true (yun_tile_part_has (&tile->part, &part));
      assert_part (tile, scene, base);
    }
}

/* What is looked at is painted first; what is looked at after that, and at rest, is whole. */
static void
test_parts (void)
{
  g_autoptr (GRand)           rand = g_rand_new_with_seed (53);
  g_autoptr (YunFeatureIndex) index = make_index ();
  g_autoptr (YunBaseMap)      base = yun_base_map_get_default ();
  g_autoptr (YunTilePainter)  painter = yun_tile_painter_new (NULL, NULL, 2, 1 << 27);
  YunTileKey                  keys[N_KEYS];
  YunView                     corner;
  guint                       n_parts = 0;

  make_keys (keys);
  corner = yun_tile_key_get_view (&keys[0]);
  for (guint round = 0; round < 25; round++)
    {
      g_autoptr (YunFeatureSet) shown = turn_some (index, NULL, rand);
      g_autoptr (YunScene)      scene = make_scene (index, shown, base);
      YunView                   seen = corner;

      seen.width = g_rand_double_range (rand, 20, 700);
      seen.height = g_rand_double_range (rand, 20, 500);
      seen.x += g_rand_double_range (rand, -100, 700) * seen.scale;
      seen.y += g_rand_double_range (rand, -100, 500) * seen.scale;
      yun_tile_painter_set_scene (painter, scene, NULL, NULL);
      yun_tile_painter_want (painter, keys, N_KEYS, &seen);
      run_until_idle (painter);
      assert_seen (painter, scene, keys, &seen);
      for (guint i = 0; i < N_KEYS; i++)
        {
          const YunTile *tile = yun_tile_cache_get (yun_tile_painter_get_cache (painter), &keys[i]);

          n_parts += tile != NULL && tile->part.width * tile->part.height < 200 * 200;
        }

      seen.x += g_rand_double_range (rand, -150, 150) * seen.scale;
      seen.y += g_rand_double_range (rand, -150, 150) * seen.scale;
      yun_tile_painter_want (painter, keys, N_KEYS, &seen);
      run_until_idle (painter);
      assert_seen (painter, scene, keys, &seen);

      yun_tile_painter_want (painter, keys, N_KEYS, NULL);
      run_until_idle (painter);
      assert_shows (painter, scene, keys);
    }
  g_assert_cmpuint (n_parts, >, 50);
}

/* A view of another sharpness looks at whole tiles, one far away at none. */
static void
test_seen (void)
{
  YunTileKey            keys[N_KEYS];
  YunView               view;
  cairo_rectangle_int_t seen;

  make_keys (keys);
  view = yun_tile_key_get_view (&keys[5]);
  seen = yun_tile_key_get_seen (&keys[5], &view);
  g_assert_cmpint (seen.width, ==, 200);
  g_assert_cmpint (seen.height, ==, 200);
  seen = yun_tile_key_get_seen (&keys[7], &view);
  g_assert_cmpint (seen.width, ==, 0);

  view.x += 150 * view.scale;
  view.width = 30;
  seen = yun_tile_key_get_seen (&keys[5], &view);
  g_assert_cmpint (seen.x, <=, 150);
  g_assert_cmpint (seen.x + seen.width, >=, 180);
  g_assert_cmpint (seen.width, <, 40);
  view.scale *= 1.5;
  seen = yun_tile_key_get_seen (&keys[5], &view);
  g_assert_cmpint (seen.width, ==, 200);
}

/* What is put together from kept pictures is what is painted in one go, but for rounding. */
static void
assert_alike (YunScene *scene, const YunView *view, YunBaseCache *cache)
{
  cairo_surface_t *kept = yun_painter_paint_tile (scene, view, NULL, YUN_LAYER_ALL, cache, NULL);
  cairo_surface_t *anew = yun_painter_paint_tile (scene, view, NULL, YUN_LAYER_ALL, NULL, NULL);
  const guint8    *a = cairo_image_surface_get_data (kept);
  const guint8    *b = cairo_image_surface_get_data (anew);
  gsize            n =
    (gsize) cairo_image_surface_get_stride (kept) * (gsize) cairo_image_surface_get_height (kept);

  g_assert_cmpint (cairo_image_surface_get_stride (kept), ==,
                   cairo_image_surface_get_stride (anew));
  for (gsize i = 0; i < n; i++)
    g_assert_cmpint (abs (a[i] - b[i]), <=, 3);
  cairo_surface_destroy (kept);
  cairo_surface_destroy (anew);
}

/* The base map of a tile is painted once, whatever parts of it are wanted with whatever features:
 * in one picture, or where a park lies between in two. */
static void
test_base (void)
{
  g_autoptr (YunFeatureIndex) plots = make_index ();
  g_autoptr (YunBaseMap)      base = yun_base_map_get_default ();
  YunFeatureBuilder          *builder = yun_feature_builder_new ();
  g_autoptr (YunGeom)         shape = make_box (LON, LAT, COLUMNS * STEP);
  g_autoptr (YunFeatureIndex) park = NULL;
  YunTileKey                  keys[N_KEYS];
  YunView                     view;

  yun_feature_builder_add (
    builder, &(YunFeature){ .id = 1, .entity = PARK, .status = -1, .zone = -1 }, NULL, shape);
  park = yun_feature_builder_end (builder);
  make_keys (keys);
  view = yun_tile_key_get_view (&keys[5]);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (YunBaseCache) cache = yun_base_cache_new (1 << 28);
      g_autoptr (YunScene)     scene = make_scene (i == 0 ? plots : park, NULL, base);

      for (int x = 0; x < 150; x += 50)
        {
          cairo_rectangle_int_t part = { x, 20, 50, 60 };
          cairo_surface_t      *surface =
            yun_painter_paint_tile (scene, &view, &part, YUN_LAYER_ALL, cache, NULL);

          cairo_surface_destroy (surface);
        }
      g_assert_cmpuint (yun_base_cache_get_n_painted (cache), ==, i + 1);
      for (guint k = 0; k < N_KEYS; k++)
        {
          YunView tile = yun_tile_key_get_view (&keys[k]);

          assert_alike (scene, &tile, cache);
        }
    }
}

/* A picture whose last column is cut lets something through there. */
static void
test_opaque (void)
{
  g_autoptr (YunFeatureIndex) index = make_index ();
  g_autoptr (YunBaseMap)      base = yun_base_map_get_default ();
  g_autoptr (YunScene)        scene = make_scene (index, NULL, base);
  YunTileKey                  keys[N_KEYS];
  YunView                     view;

  make_keys (keys);
  view = yun_tile_key_get_view (&keys[0]);
  for (guint i = 0; i < 2; i++)
    {
      cairo_surface_t *surface;

      view.width = i == 0 ? 100 : 100.5;
      surface = yun_painter_paint_tile (scene, &view, NULL, YUN_LAYER_ALL, NULL, NULL);
      g_assert_cmpint (yun_painter_is_opaque (surface), ==, i == 0);
      cairo_surface_destroy (surface);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/map/tile-scenes/swaps", test_swaps);
  g_test_add_func ("/map/tile-scenes/little", test_little);
  g_test_add_func ("/map/tile-scenes/parts", test_parts);
  g_test_add_func ("/map/tile-scenes/seen", test_seen);
  g_test_add_func ("/map/tile-scenes/base", test_base);
  g_test_add_func ("/map/tile-scenes/opaque", test_opaque);
  return g_test_run ();
}
