/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-tile-source.h"

#include <string.h>

#define KEY "0123456789abcdef"

/* Address, tile, what comes out. */
static const struct
{
  const char *address;
  int         zoom, x, y;
  const char *url;
} urls[] = {
  { "http://127.0.0.1:80/{z}/{x}/{y}.png", 12, 3427, 1676, "http://127.0.0.1:80/12/3427/1676.png" },
  { "https://a.b/{z}/{y}/{x}?k=1&y={y}", 3, 1, 2, "https://a.b/3/2/1?k=1&y=2" },
  { "http://a.b/{z}/{x}/{-y}.png", 12, 3427, 1676, "http://a.b/12/3427/2419.png" },
  { "http://a.b/{z}/{x}/{-y}.png", 0, 0, 0, "http://a.b/0/0/0.png" },
  { "http://{s}.b/{z}/{x}/{y}", 5, 0, 0, "http://a.b/5/0/0" },
  { "http://{s}.b/{z}/{x}/{y}", 5, 1, 1, "http://c.b/5/1/1" },
  { "http://t{0-7}.b/{z}/{x}/{y}", 5, 4, 5, "http://t1.b/5/4/5" },
  { "http://{b-d}.b/{z}/{x}/{y}", 5, 1, 1, "http://d.b/5/1/1" },
};

static void
test_urls (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autoptr (GError)        error = NULL;
      g_autoptr (YunTileSource) source = yun_tile_source_new_xyz (urls[i].address, " © b ", &error);
      g_autofree char          *url = NULL;

      g_assert_no_error (error);
      url = yun_tile_source_dup_url (source, 0, urls[i].zoom, urls[i].x, urls[i].y);
      g_assert_cmpstr (url, ==, urls[i].url);
      g_assert_cmpstr (yun_tile_source_get_licence (source), ==, "© b");
    }
}

static void
test_refused (void)
{
  static const struct
  {
    const char        *address;
    YunTileSourceError code;
  } wrong[] = {
    { "", YUN_TILE_SOURCE_ERROR_EMPTY },
    { "   ", YUN_TILE_SOURCE_ERROR_EMPTY },
    { "a.b/{z}/{x}/{y}", YUN_TILE_SOURCE_ERROR_ADDRESS },
    { "file:///etc/{z}/{x}/{y}", YUN_TILE_SOURCE_ERROR_ADDRESS },
    { "ftp://a.b/{z}/{x}/{y}", YUN_TILE_SOURCE_ERROR_ADDRESS },
    { "http://a.b/{z}/{x}", YUN_TILE_SOURCE_ERROR_ADDRESS },
    { "http://a.b/{z}/{y}", YUN_TILE_SOURCE_ERROR_ADDRESS },
    { "http://a.b/{x}/{y}", YUN_TILE_SOURCE_ERROR_ADDRESS },
    { "http://a.b/{z}/{x}/{y}/{q}", YUN_TILE_SOURCE_ERROR_ADDRESS },
    { "http://a.b/{z}/{x}/{y", YUN_TILE_SOURCE_ERROR_ADDRESS },
    { "http://a.b/{z}/{x}/{y}}", YUN_TILE_SOURCE_ERROR_ADDRESS },
    { "http://a.b/{z}/{x}/{{y}}", YUN_TILE_SOURCE_ERROR_ADDRESS },
    { "http://a.b/{7-0}{z}/{x}/{y}", YUN_TILE_SOURCE_ERROR_ADDRESS },
    { "http://a b/{z}/{x}/{y}", YUN_TILE_SOURCE_ERROR_ADDRESS },
    { "http:///{z}/{x}/{y}", YUN_TILE_SOURCE_ERROR_ADDRESS },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError)        error = NULL;
      g_autoptr (YunTileSource) source = NULL;

      g_test_message ("%s", wrong[i].address);
      source = yun_tile_source_new_xyz (wrong[i].address, NULL, &error);
      g_assert_null (source);
      g_assert_error (error, YUN_TILE_SOURCE_ERROR, (int) wrong[i].code);
    }
}

/* The addresses of domain.md 2.6; the key is in the URL and in nothing that is kept or shown. */
static void
test_tianditu (void)
{
  static const char *const layers[][2] = { { "vec", "cva" }, { "img", "cia" } };

  for (guint k = 0; k < 2; k++)
    {
      g_autoptr (GError)        error = NULL;
      g_autoptr (YunTileSource) source = yun_tile_source_new_tianditu (
        YUN_TILE_SOURCE_TIANDITU_VECTOR + k, " " KEY "\n", "GS（0000）1号", &error);
      g_autoptr (YunTileSource) other =
        yun_tile_source_new_tianditu (YUN_TILE_SOURCE_TIANDITU_VECTOR + k, "other", NULL, NULL);
      g_autofree char *digest = NULL;
      g_autofree char *other_digest = NULL;

      g_assert_no_error (error);
      g_assert_cmpuint (yun_tile_source_get_n_layers (source), ==, 2);
      for (guint i = 0; i < 2; i++)
        {
          g_autofree char *url = yun_tile_source_dup_url (source, i, 12, 3427, 1676);
          g_autofree char *expected = g_strdup_printf (
            "https://t7.tianditu.gov.cn/%s_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0"
            "&LAYER=%s&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX=12&TILEROW=1676"
            "&TILECOL=3427&tk=" KEY,
            layers[k][i], layers[k][i]);

          g_assert_cmpstr (url, ==, expected);
        }
      g_assert_nonnull (strstr (yun_tile_source_get_licence (source), "天地图"));
      g_assert_nonnull (strstr (yun_tile_source_get_licence (source), "GS（0000）1号"));
      g_assert_cmpint (yun_tile_source_get_min_zoom (source), ==, 1);
      g_assert_cmpint (yun_tile_source_get_max_zoom (source), ==, 18);
      digest = yun_tile_source_dup_digest (source);
      other_digest = yun_tile_source_dup_digest (other);
      g_assert_cmpstr (digest, ==, other_digest);
      g_assert_false (yun_tile_source_equal (source, other));
      g_assert_true (yun_tile_source_equal (source, source));
      g_assert_false (yun_tile_source_equal (source, NULL));
    }
}

static void
test_keys (void)
{
  static const char *const wrong[] = { "", "  ", "ab cd", "a&b", "键", "a/../b" };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError)        error = NULL;
      g_autoptr (YunTileSource) source =
        yun_tile_source_new_tianditu (YUN_TILE_SOURCE_TIANDITU_VECTOR, wrong[i], NULL, &error);
      YunTileSourceError code = i < 2 ? YUN_TILE_SOURCE_ERROR_EMPTY : YUN_TILE_SOURCE_ERROR_KEY;

      g_assert_null (source);
      g_assert_error (error, YUN_TILE_SOURCE_ERROR, (int) code);
      if (i >= 2)
        g_assert_null (strstr (error->message, wrong[i]));
    }
}

static void
test_shifted (void)
{
  static const char *const shifted[] = {
    "https://webrd0{1-4}.is.autonavi.com/appmaptile?x={x}&y={y}&z={z}",
    "http://rt{0-3}.map.gtimg.com/tile?z={z}&x={x}&y={-y}",
    "https://mt1.google.cn/vt/lyrs=m&x={x}&y={y}&z={z}",
    "https://mt1.google.com/vt?lyrs=m&gl=cn&x={x}&y={y}&z={z}",
    "http://user@ONLINE1.map.bdimg.com:80/tile/?x={x}&y={y}&z={z}",
  };
  static const char *const straight[] = {
    "https://t0.tianditu.gov.cn/vec_w/wmts?x={x}&y={y}&z={z}",
    "https://tile.openstreetmap.org/{z}/{x}/{y}.png",
    "https://notamap.com/{z}/{x}/{y}.png",
    "http://127.0.0.1/amap.com/{z}/{x}/{y}.png",
    "nothing",
    "",
  };

  for (guint i = 0; i < G_N_ELEMENTS (shifted); i++)
    g_assert_true (yun_tile_source_is_shifted (shifted[i]));
  for (guint i = 0; i < G_N_ELEMENTS (straight); i++)
    g_assert_false (yun_tile_source_is_shifted (straight[i]));
}

static void
test_file (void)
{
  g_autoptr (GError)        error = NULL;
  g_autoptr (YunTileSource) source = yun_tile_source_new_file ("/data/a.mbtiles", NULL, &error);
  g_autoptr (YunTileSource) none = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (yun_tile_source_get_path (source), ==, "/data/a.mbtiles");
  g_assert_cmpuint (yun_tile_source_get_n_layers (source), ==, 0);
  none = yun_tile_source_new_file ("", NULL, &error);
  g_assert_null (none);
  g_assert_error (error, YUN_TILE_SOURCE_ERROR, YUN_TILE_SOURCE_ERROR_EMPTY);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tile-source/urls", test_urls);
  g_test_add_func ("/tile-source/refused", test_refused);
  g_test_add_func ("/tile-source/tianditu", test_tianditu);
  g_test_add_func ("/tile-source/keys", test_keys);
  g_test_add_func ("/tile-source/shifted", test_shifted);
  g_test_add_func ("/tile-source/file", test_file);

  return g_test_run ();
}
