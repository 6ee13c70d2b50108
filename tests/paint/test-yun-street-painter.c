/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-painter.h"
#include "yun-street-writer.h"
#include "yun-symbol-plan.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A street map in the base map: drawn in place of our own roads, the same in tiles as in a picture,
 * with its names. */

#define LON 121.23
#define LAT 31.03
#define STEP 0.004 /* degrees between streets */
#define N 30       /* of them each way */

static YunVertex
at (double lon, double lat)
{
  return yun_vertex_from_lonlat (lon, lat);
}

static void
add (YunStreetWriter *writer,
     YunStreetKind    kind,
     guint class,
     const char *name,
     YunVertex   a,
     YunVertex   b)
{
  const YunVertex    line[] = { a, b };
  const YunVertex    ring[] = { a, { b.x, a.y }, b, { a.x, b.y }, a };
  const gboolean     area = yun_street_kind_is_area (kind);
  const guint32      end = area ? 5 : kind >= YUN_STREET_STATION ? 1 : 2;
  YunStreetShape     shape = { .kind = kind,
                               .class = class,
                               .name = name,
                               .n_rings = 1,
                               .ends = &end,
                               .vertices = area ? ring : line };
  g_autoptr (GError) error = NULL;

  g_assert_true (yun_street_writer_add (writer, &shape, &error));
}

/* (transfer full): streets of a chessboard around the middle of the district, with a lake in one
 * field; covers them and no more. */
static YunStreetMap *
make_map (void)
{
  g_autoptr (YunStreetWriter) writer = yun_street_writer_new ();
  g_autoptr (GArray)          cover = g_array_new (FALSE, FALSE, sizeof (YunStreetBox));
  g_autoptr (GError)          error = NULL;
  g_autofree char            *path = NULL;
  double                      west = LON - STEP * N / 2, south = LAT - STEP * N / 2;
  YunStreetBox                box = { at (west, south + STEP * N), at (west + STEP * N, south) };
  YunStreetAbout              about = { "chess.osm", "licence", 0, cover };
  YunStreetMap               *map;

  g_array_append_val (cover, box);
  for (guint i = 0; i <= N; i++)
    {
      g_autofree char *name = g_strdup_printf ("棋盘%u路", i);
      double           x = west + i * STEP, y = south + i * STEP;

      add (writer, YUN_STREET_ROAD, YUN_ROAD_MAIN, name, at (x, south), at (x, south + STEP * N));
      add (writer, YUN_STREET_ROAD, YUN_ROAD_STREET, "", at (west, y), at (west + STEP * N, y));
    }
  add (writer, YUN_STREET_LAKE, 0, "", at (LON + STEP * 0.2, LAT + STEP * 0.8),
       at (LON + STEP * 0.8, LAT + STEP * 0.2));
  close (g_file_open_tmp ("yun-chess-XXXXXX", &path, NULL));
  g_assert_true (yun_street_writer_finish (writer, path, &about, NULL, NULL, &error));
  map = yun_street_map_open (path, &error);
  g_assert_no_error (error);
  g_unlink (path);

  return map;
}

static YunScene *
make_scene (YunStreetMap *streets, YunScheme scheme)
{
  g_autoptr (YunBaseMap) base = yun_base_map_new (streets);

  return yun_scene_new (NULL, NULL, base, yun_style_get (scheme, YUN_FILL_STATUS));
}

static guint32
get_pixel (cairo_surface_t *surface, int x, int y)
{
  guint32 pixel;

  memcpy (&pixel,
          cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface) +
            x * 4,
          4);

  return pixel;
}

static guint32
get_colour (const YunColour *colour)
{
  return 0xff000000 | (guint32) (colour->r * 255 + 0.5) << 16 |
         (guint32) (colour->g * 255 + 0.5) << 8 | (guint32) (colour->b * 255 + 0.5);
}

static YunView
look_at (double lon, double lat, double zoom, double side)
{
  YunVertex v = at (lon, lat);

  return yun_view_at (v.x, v.y, zoom, side, side, 1);
}

/* The lake has the colour of water; of our own roads nothing is left where the map covers. */
static void
test_in_place (void)
{
  g_autoptr (YunStreetMap) map = make_map ();

  for (YunScheme scheme = YUN_SCHEME_LIGHT; scheme <= YUN_SCHEME_DARK; scheme++)
    {
      g_autoptr (YunScene) scene = make_scene (map, scheme);
      const YunStyle      *style = yun_scene_get_style (scene);
      YunView              view = look_at (LON + STEP / 2, LAT + STEP / 2, 16, 64);
      YunView              wide = look_at (LON, LAT, 13, 512);
      cairo_surface_t     *lake = yun_painter_paint_surface (scene, &view, YUN_LAYER_BASE, NULL);
      cairo_surface_t     *field = yun_painter_paint_surface (scene, &wide, YUN_LAYER_BASE, NULL);
      guint32              express = get_colour (&style->road[YUN_ROAD_EXPRESSWAY].line);
      guint                n = 0;

      g_assert_cmphex (get_pixel (lake, 32, 32), ==, get_colour (&style->water.line));
      for (int y = 0; y < 512; y++)
        for (int x = 0; x < 512; x++)
          n += get_pixel (field, x, y) == express;
      g_assert_cmpuint (n, ==, 0);
      cairo_surface_destroy (lake);
      cairo_surface_destroy (field);
    }
}

/* Pixels in which four tiles beside each other differ from the picture painted at once. */
static guint
count_bad (YunScene *scene, const YunView *whole)
{
  cairo_surface_t *picture = yun_painter_paint_surface (scene, whole, YUN_LAYER_BASE, NULL);
  guint            n = 0;

  for (int k = 0; k < 4; k++)
    {
      YunView          view = *whole;
      cairo_surface_t *tile;

      view.x += k % 2 * 256 * whole->scale;
      view.y += k / 2 * 256 * whole->scale;
      view.width = view.height = 256;
      tile = yun_painter_paint_surface (scene, &view, YUN_LAYER_BASE, NULL);
      for (int y = 0; y < 256; y++)
        for (int x = 0; x < 256; x++)
          {
            guint32  a = get_pixel (tile, x, y);
            guint32  b = get_pixel (picture, k % 2 * 256 + x, k / 2 * 256 + y);
            gboolean bad = FALSE;

            for (guint shift = 0; shift < 32; shift += 8)
              bad |= abs ((int) (a >> shift & 0xff) - (int) (b >> shift & 0xff)) > 12;
            n += bad;
          }
      cairo_surface_destroy (tile);
    }
  cairo_surface_destroy (picture);

  return n;
}

/* The street map brings no seams, also at the edge of what it covers. */
static void
test_tiles (void)
{
  g_autoptr (YunStreetMap) map = make_map ();
  g_autoptr (YunScene)     with = make_scene (map, YUN_SCHEME_LIGHT);
  g_autoptr (YunScene)     without = make_scene (NULL, YUN_SCHEME_LIGHT);
  const struct
  {
    double lon, zoom;
  } sights[] = { { LON, 11 }, { LON, 13 }, { LON - STEP * N / 2, 14 }, { LON, 16 } };

  for (guint s = 0; s < G_N_ELEMENTS (sights); s++)
    {
      YunView whole = look_at (sights[s].lon, LAT, sights[s].zoom, 512);

      whole.x = (double) (gint64) (whole.x / whole.scale) * whole.scale;
      whole.y = (double) (gint64) (whole.y / whole.scale) * whole.scale;
      g_assert_cmpuint (count_bad (with, &whole), <=, count_bad (without, &whole) + 8);
    }
}

static gboolean
is_named (YunScene *scene, const YunView *view, const char *name)
{
  g_autoptr (YunSymbolPlan) plan = yun_symbol_plan_new (scene, view, 200, NULL);
  guint                     n;
  const YunLabel           *labels = yun_symbol_plan_get_labels (plan, &n);

  for (guint i = 0; i < n; i++)
    if (strcmp (labels[i].text, name) == 0)
      return TRUE;

  return FALSE;
}

static void
test_names (void)
{
  g_autoptr (YunStreetMap) map = make_map ();
  g_autoptr (YunScene)     with = make_scene (map, YUN_SCHEME_LIGHT);
  g_autoptr (YunScene)     without = make_scene (NULL, YUN_SCHEME_LIGHT);
  YunView                  view = look_at (LON, LAT, 14, 1400);

  g_assert_true (is_named (with, &view, "棋盘15路"));
  g_assert_false (is_named (without, &view, "棋盘15路"));
  /* our own expressway runs here, and is not drawn */
  view = look_at (LON, LAT + 0.03, 13, 300);
  g_assert_false (is_named (with, &view, "G60"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/street-painter/in-place", test_in_place);
  g_test_add_func ("/street-painter/tiles", test_tiles);
  g_test_add_func ("/street-painter/names", test_names);
  return g_test_run ();
}
