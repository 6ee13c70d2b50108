/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "yun-tile-cache.h"

#include <math.h>

static GdkTexture *
make_texture (int side)
{
  g_autoptr (GBytes) bytes =
    g_bytes_new_take (g_malloc0 ((gsize) side * side * 4), (gsize) side * side * 4);

  return gdk_memory_texture_new (side, side, GDK_MEMORY_DEFAULT, bytes, (gsize) side * 4);
}

static void
insert (YunTileCache *cache, YunTileKey key, guint64 version)
{
  g_autoptr (GdkTexture) texture = make_texture (8);

  yun_tile_cache_insert (cache, &key, NULL, texture, version);
}

static YunTileKey
make_key (int zoom, int x, int y, double side)
{
  return (YunTileKey){ zoom, x, y, (gint32) lround (side * 256), 1 };
}

/* A model of what must be there: keys by age, dropped from the old end. */
static void
test_lru (void)
{
  enum
  {
    ROOM = 10,
    KEYS = 25,
  };
  g_autoptr (YunTileCache) cache = yun_tile_cache_new (ROOM * 8 * 8 * 4);
  g_autoptr (GArray)       model = g_array_new (FALSE, FALSE, sizeof (int));

  for (int round = 0; round < 2000; round++)
    {
      int        x = g_test_rand_int_range (0, KEYS);
      YunTileKey key = make_key (14, x, 7, 512);
      gboolean   known = FALSE;

      for (guint i = 0; i < model->len; i++)
        if (g_array_index (model, int, i) == x)
          {
            g_array_remove_index (model, i);
            known = TRUE;
            break;
          }

      if (g_test_rand_bit ())
        {
          const YunTile *tile = yun_tile_cache_get (cache, &key);

          g_assert_cmpint (tile != NULL, ==, known);
          if (known)
            g_array_append_val (model, x);
        }
      else
        {
          insert (cache, key, 1);
          g_array_append_val (model, x);
          if (model->len > ROOM)
            g_array_remove_index (model, 0);
        }
      g_assert_cmpuint (yun_tile_cache_get_n (cache), ==, model->len);
      g_assert_cmpuint (yun_tile_cache_get_size (cache), ==, model->len * 8 * 8 * 4);
    }
}

static void
test_one_over_the_limit (void)
{
  g_autoptr (YunTileCache) cache = yun_tile_cache_new (1);
  YunTileKey               a = make_key (3, 1, 1, 512);
  YunTileKey               b = make_key (3, 1, 2, 512);

  insert (cache, a, 1);
  g_assert_nonnull (yun_tile_cache_get (cache, &a));
  insert (cache, b, 1);
  g_assert_nonnull (yun_tile_cache_get (cache, &b));
  g_assert_null (yun_tile_cache_get (cache, &a));
}

/* More is wanted than the limit: all of it stays, and goes when it is no longer wanted. */
static void
test_room (void)
{
  g_autoptr (YunTileCache) cache = yun_tile_cache_new (4 * 8 * 8 * 4);
  YunTileKey               key;

  yun_tile_cache_make_room (cache, 10 * 8 * 8 * 4);
  for (int x = 0; x < 20; x++)
    insert (cache, make_key (14, x, 7, 8), 1);
  g_assert_cmpuint (yun_tile_cache_get_n (cache), ==, 15);
  key = make_key (14, 5, 7, 8);
  g_assert_cmpuint (yun_tile_key_get_bytes (&key), ==, 8 * 8 * 4);
  g_assert_nonnull (yun_tile_cache_get (cache, &key));

  yun_tile_cache_make_room (cache, 1);
  g_assert_cmpuint (yun_tile_cache_get_n (cache), ==, 4);
  g_assert_nonnull (yun_tile_cache_get (cache, &key));
}

static void
test_renew (void)
{
  g_autoptr (YunTileCache) cache = yun_tile_cache_new (1 << 20);
  YunTileKey               near = make_key (14, 100, 100, 512);
  YunTileKey               far = make_key (14, 105, 100, 512);
  YunTileKey               old = make_key (14, 110, 100, 512);
  YunView                  view = yun_tile_key_get_view (&near);
  YunVertex                at = { (guint32) view.x + 50, (guint32) view.y + 50 };
  YunRegion                changed;

  yun_region_init_box (&changed, at, at);
  insert (cache, near, 2);
  insert (cache, far, 2);
  insert (cache, old, 1);
  yun_tile_cache_renew (cache, 2, 3, &changed);
  g_assert_cmpuint (yun_tile_cache_get (cache, &near)->version, ==, 2);
  g_assert_cmpuint (yun_tile_cache_get (cache, &far)->version, ==, 3);
  g_assert_cmpuint (yun_tile_cache_get (cache, &old)->version, ==, 1);

  yun_tile_cache_renew (cache, 3, 4, NULL);
  g_assert_cmpuint (yun_tile_cache_get (cache, &far)->version, ==, 3);
  g_assert_cmpuint (yun_tile_cache_get_n (cache), ==, 3);
}

/* Every tile that shares ground with the asked one is found, the nearest in sharpness first. */
static void
test_covering (void)
{
  g_autoptr (YunTileCache) cache = yun_tile_cache_new (1 << 24);
  g_autoptr (GPtrArray)    found = g_ptr_array_new ();
  YunTileKey               like = make_key (14, 100, 100, 512);
  double                   blur = 0;

  insert (cache, make_key (13, 50, 50, 512), 1);
  insert (cache, make_key (13, 51, 50, 512), 1); /* beside */
  insert (cache, make_key (15, 200, 201, 512), 1);
  insert (cache, make_key (15, 202, 200, 512), 1); /* beside */
  insert (cache, make_key (14, 100, 100, 600), 1);
  insert (cache, make_key (10, 6, 6, 512), 1);
  insert (cache, make_key (0, 0, 0, 512), 1);
  yun_tile_cache_list_covering (cache, &like, found);
  g_assert_cmpuint (found->len, ==, 5);
  for (guint i = 0; i < found->len; i++)
    {
      const YunTile *tile = g_ptr_array_index (found, i);
      double         mine = fabs (log2 (tile->key.side / 256.0 / 512) + tile->key.zoom - 14);

      g_assert_cmpfloat (mine, >=, blur);
      blur = mine;
    }
}

static void
test_pixels (void)
{
  YunTileKey whole = make_key (12, 3, 4, 512);
  YunTileKey part = make_key (12, 3, 4, 430.25);

  g_assert_cmpint (yun_tile_key_get_pixels (&whole), ==, 512);
  g_assert_cmpint (yun_tile_key_get_pixels (&part), ==, 432);
  part.scale = 2;
  g_assert_cmpint (yun_tile_key_get_pixels (&part), ==, 862);
  g_assert_cmpfloat (yun_tile_key_get_view (&part).width, ==, 431);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/map/tile-cache/lru", test_lru);
  g_test_add_func ("/map/tile-cache/one-over-the-limit", test_one_over_the_limit);
  g_test_add_func ("/map/tile-cache/room", test_room);
  g_test_add_func ("/map/tile-cache/renew", test_renew);
  g_test_add_func ("/map/tile-cache/covering", test_covering);
  g_test_add_func ("/map/tile-cache/pixels", test_pixels);
  return g_test_run ();
}
