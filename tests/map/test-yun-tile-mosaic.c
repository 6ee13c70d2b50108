/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "yun-tile-mosaic.h"

#include <math.h>

/* Frames put together from tiles that are there, missing, and painted in part. */

#define ZOOM 14
#define SIDE 512

/* One colour: @alpha of 255. */
static void
insert (YunTileCache *cache, YunTileKey key, const cairo_rectangle_int_t *part, guint8 alpha)
{
  cairo_rectangle_int_t whole = yun_tile_key_get_whole (&key);
  cairo_surface_t      *surface =
    cairo_image_surface_create (CAIRO_FORMAT_ARGB32, part != NULL ? part->width : whole.width,
                                part != NULL ? part->height : whole.height);
  cairo_t               *cr = cairo_create (surface);
  g_autoptr (GdkTexture) texture = NULL;

  cairo_set_source_rgba (cr, 1, 0, 0, alpha / 255.0);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_set_device_scale (surface, key.scale, key.scale);
  texture = yun_canvas_new_texture (surface);
  yun_tile_cache_insert (cache, &key, part, texture, 1);
}

static cairo_surface_t *
place (YunTileCache *cache, const YunView *view)
{
  cairo_surface_t *surface =
    cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) ceil (view->width * view->device_scale),
                                (int) ceil (view->height * view->device_scale));
  cairo_t  *cr;
  YunCanvas canvas;

  cairo_surface_set_device_scale (surface, view->device_scale, view->device_scale);
  cr = cairo_create (surface);
  yun_canvas_begin_picture (&canvas, cr);
  yun_tile_mosaic_place (cache, view, &canvas);
  yun_canvas_end (&canvas);
  cairo_destroy (cr);
  cairo_surface_flush (surface);

  return surface;
}

static guint
get_alpha (cairo_surface_t *surface, int x, int y)
{
  return cairo_image_surface_get_data (
    surface)[(gsize) y * cairo_image_surface_get_stride (surface) + 4 * (gsize) x + 3];
}

static YunTileKey
make_key (int zoom, double side, int scale)
{
  YunVertex at = yun_vertex_from_lonlat (121.2, 31);

  return (YunTileKey){ zoom, (gint32) (at.x >> (32 - zoom)), (gint32) (at.y >> (32 - zoom)),
                       (gint32) lround (side * 256), scale };
}

/* What is translucent is not laid over itself where a tile is painted in part, nor over others. */
static void
test_once (void)
{
  static const cairo_rectangle_int_t part = { 100, 150, 200, 100 };

  for (int scale = 1; scale <= 2; scale++)
    {
      g_autoptr (YunTileCache) cache = yun_tile_cache_new (1 << 28);
      YunTileKey               key = make_key (ZOOM, SIDE, scale);
      YunView                  view = yun_tile_key_get_view (&key);
      cairo_surface_t         *picture;

      insert (cache, key, &part, 80);
      picture = place (cache, &view);
      for (int y = 0; y < SIDE * scale; y++)
        for (int x = 0; x < SIDE * scale; x++)
          g_assert_cmpuint (
            get_alpha (picture, x, y), ==,
            x >= part.x && x < part.x + part.width && y >= part.y && y < part.y + part.height ? 80
                                                                                              : 0);
      cairo_surface_destroy (picture);

      /* Around it what a coarser one has, and once only. */
      insert (cache, make_key (ZOOM - 1, SIDE, scale), NULL, 80);
      picture = place (cache, &view);
      for (int y = 0; y < SIDE * scale; y += 7)
        for (int x = 0; x < SIDE * scale; x += 7)
          g_assert_cmpuint (get_alpha (picture, x, y), ==, 80);
      cairo_surface_destroy (picture);
    }
}

/* However many levels were painted in part on the way, what lies below all shows. */
static void
test_overview (void)
{
  static const cairo_rectangle_int_t part = { 0, 0, 60, 60 };
  g_autoptr (YunTileCache)           cache = yun_tile_cache_new (1 << 28);
  YunTileKey                         key = make_key (ZOOM, SIDE, 1);
  YunView                            view = yun_tile_key_get_view (&key);
  cairo_surface_t                   *picture;

  insert (cache, make_key (ZOOM - 4, SIDE, 1), NULL, 255);
  for (guint i = 1; i <= 30; i++)
    insert (cache, make_key (ZOOM, SIDE - 4.0 * i, 1), &part, 255);
  picture = place (cache, &view);
  for (int y = 0; y < SIDE; y += 5)
    for (int x = 0; x < SIDE; x += 5)
      g_assert_cmpuint (get_alpha (picture, x, y), ==, 255);
  cairo_surface_destroy (picture);
}

/* Views of any sharpness are covered without a gap by what is painted for them, whole or only as
 * far as it is seen. */
static void
test_no_gap (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (57);
  YunVertex         at = yun_vertex_from_lonlat (121.2, 31);

  for (guint round = 0; round < 60; round++)
    {
      g_autoptr (YunTileCache) cache = yun_tile_cache_new (1 << 30);
      g_autoptr (GArray)       keys = g_array_new (FALSE, FALSE, sizeof (YunTileKey));
      YunView                  view = yun_view_at (
                         at.x + g_rand_double_range (rand, 0, 1e6), at.y + g_rand_double_range (rand, 0, 1e6),
                         g_rand_double_range (rand, 9, 20), g_rand_int_range (rand, 50, 900),
                         g_rand_int_range (rand, 50, 700), 1 + round % 2);
      cairo_surface_t *picture;

      yun_tile_mosaic_list_keys (&view, keys);
      for (guint i = 0; i < keys->len; i++)
        {
          const YunTileKey     *key = &g_array_index (keys, YunTileKey, i);
          cairo_rectangle_int_t part = yun_tile_key_get_seen (key, &view);

          g_assert_false (yun_tile_mosaic_has_seen (NULL, key, &view));
          if (part.width > 0)
            insert (cache, *key, round % 3 == 0 ? NULL : &part, 255);
          else
            continue;
          g_assert_true (yun_tile_mosaic_has_seen (yun_tile_cache_get (cache, key), key, &view));
        }
      picture = place (cache, &view);
      for (int y = 0; y < view.height * view.device_scale; y++)
        for (int x = 0; x < view.width * view.device_scale; x++)
          g_assert_cmpuint (get_alpha (picture, x, y), ==, 255);
      cairo_surface_destroy (picture);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tile-mosaic/once", test_once);
  g_test_add_func ("/tile-mosaic/overview", test_overview);
  g_test_add_func ("/tile-mosaic/no-gap", test_no_gap);
  return g_test_run ();
}
