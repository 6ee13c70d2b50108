/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-tile-mosaic.h"

#include <math.h>
#include <string.h>

#define TILE_PX 512.0
#define MAX_TILE_ZOOM 22
#define SUBSTITUTES 4 /* levels that do not cover the ground, laid over each other, at most */

typedef struct
{
  YunTileKey key;
  double     distance;
} RankedKey;

static int
compare_distance (gconstpointer a, gconstpointer b)
{
  const RankedKey *one = a;
  const RankedKey *two = b;

  return one->distance < two->distance ? -1 : one->distance > two->distance;
}

void
yun_tile_mosaic_list_keys (const YunView *view, GArray *out)
{
  double world = YUN_MERCATOR_SIZE / view->scale; /* pixels */
  int    zoom = CLAMP ((int) lround (log2 (world / TILE_PX)), 0, MAX_TILE_ZOOM);
  double unit = exp2 (32 - zoom); /* vertex units a tile */
  double side = unit / view->scale;
  int    last = (1 << zoom) - 1;
  int    x0 = (int) CLAMP (floor (view->x / unit), 0, last);
  int    y0 = (int) CLAMP (floor (view->y / unit), 0, last);
  int    x1 = (int) CLAMP (floor ((view->x + view->width * view->scale) / unit), 0, last);
  int    y1 = (int) CLAMP (floor ((view->y + view->height * view->scale) / unit), 0, last);
  double cx = (view->x + view->width / 2 * view->scale) / unit;
  double cy = (view->y + view->height / 2 * view->scale) / unit;
  g_autoptr (GArray) ranked = g_array_new (FALSE, FALSE, sizeof (RankedKey));

  for (int y = y0; y <= y1; y++)
    for (int x = x0; x <= x1; x++)
      {
        RankedKey k = {
          .key = { zoom, x, y, (gint32) lround (side * 256), (gint32) view->device_scale },
          .distance = hypot (x + 0.5 - cx, y + 0.5 - cy),
        };

        g_array_append_val (ranked, k);
      }
  g_array_sort (ranked, compare_distance);
  for (guint i = 0; i < ranked->len; i++)
    g_array_append_val (out, g_array_index (ranked, RankedKey, i).key);
}

/* The rectangle of a tile in the widget, its edges on device pixels so that neighbours meet. */
static void
get_tile_edges (
  const YunTileKey *key, const YunView *view, double *x0, double *y0, double *x1, double *y1)
{
  double unit = exp2 (32 - key->zoom);
  double ds = view->device_scale;

  *x0 = round ((key->x * unit - view->x) / view->scale * ds) / ds;
  *y0 = round ((key->y * unit - view->y) / view->scale * ds) / ds;
  *x1 = round (((key->x + 1) * unit - view->x) / view->scale * ds) / ds;
  *y1 = round (((key->y + 1) * unit - view->y) / view->scale * ds) / ds;
}

static void
place_tile (YunCanvas *canvas, const YunTile *tile, const YunView *view)
{
  const cairo_rectangle_int_t *part = &tile->part;
  double                       unit = exp2 (32 - tile->key.zoom);
  double                       side = tile->key.side / 256.0, ds = tile->key.scale;
  double                       fx = 1, fy = 1, x0, y0, x1, y1;

  get_tile_edges (&tile->key, view, &x0, &y0, &x1, &y1);
  if (x1 <= x0 || y1 <= y0)
    return; /* of a level so fine that it is not a pixel wide here */
  /* As sharp as it was painted: pixel on pixel. Else stretched, its overlap with it. */
  if (fabs (unit / view->scale - side) >= 1.0 / 128 || tile->key.scale != view->device_scale)
    {
      fx = (x1 - x0) / side;
      fy = (y1 - y0) / side;
    }
  yun_canvas_place (canvas, tile->texture,
                    &GRAPHENE_RECT_INIT (x0 + part->x / ds * fx, y0 + part->y / ds * fy,
                                         part->width / ds * fx, part->height / ds * fy));
}

static double
get_painted_share (const YunTile *tile)
{
  double pixels = yun_tile_key_get_pixels (&tile->key);

  return tile->part.width * tile->part.height / (pixels * pixels);
}

static gboolean
is_one_level (const YunTile *a, const YunTile *b)
{
  return a->key.zoom == b->key.zoom && a->key.side == b->key.side;
}

/* Leaves of the found tiles, best first, what is worth showing: the best levels, down to one that
 * covers the ground alone; of levels beyond SUBSTITUTES only that one. */
static void
keep_substitutes (GPtrArray *found, const YunTileKey *key)
{
  guint at = 0, levels = 0;

  while (at < found->len)
    {
      const YunTile *first = g_ptr_array_index (found, at);
      double         covered = 0;
      guint          end = at;

      for (; end < found->len && is_one_level (g_ptr_array_index (found, end), first); end++)
        covered += get_painted_share (g_ptr_array_index (found, end)) *
                   (first->key.zoom <= key->zoom ? 1 : exp2 (2 * (key->zoom - first->key.zoom)));
      if (covered > 0.999)
        {
          g_ptr_array_set_size (found, (int) end);
          return;
        }
      if (++levels > SUBSTITUTES)
        g_ptr_array_remove_range (found, at, end - at);
      else
        at = end;
    }
}

/* What of the box @whole (x0, y0, x1, y1) a tile leaves bare: above, below, left and right of its
 * part; without a tile all of it is above. */
static void
split_bare (const YunTile *tile, const double whole[4], double bare[4][4])
{
  double x0 = whole[0], y0 = whole[3], x1 = whole[2], y1 = whole[3];

  if (tile != NULL)
    {
      double ds = tile->key.scale;

      x0 = whole[0] + tile->part.x / ds;
      y0 = whole[1] + tile->part.y / ds;
      x1 = MIN (x0 + tile->part.width / ds, whole[2]);
      y1 = MIN (y0 + tile->part.height / ds, whole[3]);
    }
  memcpy (bare[0], (const double[]){ whole[0], whole[1], whole[2], y0 }, sizeof bare[0]);
  memcpy (bare[1], (const double[]){ whole[0], y1, whole[2], whole[3] }, sizeof bare[1]);
  memcpy (bare[2], (const double[]){ whole[0], y0, x0, y1 }, sizeof bare[2]);
  memcpy (bare[3], (const double[]){ x1, y0, whole[2], y1 }, sizeof bare[3]);
}

/* What can be shown in place of a tile, or of what @tile (nullable) has not of it, the best
 * uppermost. */
static void
place_substitutes (YunTileCache     *cache,
                   const YunTileKey *key,
                   const YunTile    *tile,
                   const YunView    *view,
                   YunCanvas        *canvas)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  double                whole[4], bare[4][4];

  yun_tile_cache_list_covering (cache, key, found);
  keep_substitutes (found, key);
  get_tile_edges (key, view, &whole[0], &whole[1], &whole[2], &whole[3]);
  split_bare (tile, whole, bare);
  for (guint k = 0; k < 4 && found->len > 0; k++)
    {
      if (bare[k][2] <= bare[k][0] || bare[k][3] <= bare[k][1])
        continue;
      yun_canvas_clip (canvas, &GRAPHENE_RECT_INIT (bare[k][0], bare[k][1], bare[k][2] - bare[k][0],
                                                    bare[k][3] - bare[k][1]));
      for (guint i = found->len; i > 0; i--)
        place_tile (canvas, g_ptr_array_index (found, i - 1), view);
      yun_canvas_unclip (canvas);
    }
}

gboolean
yun_tile_mosaic_has_seen (const YunTile *tile, const YunTileKey *key, const YunView *view)
{
  cairo_rectangle_int_t seen = yun_tile_key_get_seen (key, view);

  return tile != NULL && yun_tile_part_has (&tile->part, &seen);
}

void
yun_tile_mosaic_place (YunTileCache *cache, const YunView *view, YunCanvas *canvas)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (YunTileKey));

  yun_tile_mosaic_list_keys (view, keys);
  for (guint i = 0; i < keys->len; i++)
    {
      const YunTileKey *key = &g_array_index (keys, YunTileKey, i);
      const YunTile    *tile = yun_tile_cache_get (cache, key);

      if (!yun_tile_mosaic_has_seen (tile, key, view))
        place_substitutes (cache, key, tile, view, canvas);
    }
  for (guint i = 0; i < keys->len; i++)
    {
      const YunTile *tile = yun_tile_cache_get (cache, &g_array_index (keys, YunTileKey, i));

      if (tile != NULL)
        place_tile (canvas, tile, view);
    }
}
