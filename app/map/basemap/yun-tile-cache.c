/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-tile-cache.h"

#include <math.h>
#include <string.h>

#define SIDE_UNIT 256.0
#define SHARP (1.0 / 65536) /* scales that differ less are one */
#define SEEN_MARGIN 2       /* device pixels: tiles are placed on whole ones */
#define BLEED_PX 64.0       /* how far a feature's outline or hatching may reach out of its box */

struct _YunTileCache
{
  GHashTable *tiles; /* (owned): key in the tile → YunTile, owned */
  GQueue      used;  /* of the links in the tiles, last used first */
  gsize       size;
  gsize       least; /* the limit where little is wanted */
  gsize       limit;
};

int
yun_tile_key_get_pixels (const YunTileKey *self)
{
  double side = self->side / SIDE_UNIT * self->scale;
  double whole = ceil (side);

  return whole == side ? (int) whole : (int) whole + 1;
}

cairo_rectangle_int_t
yun_tile_key_get_whole (const YunTileKey *self)
{
  int pixels = yun_tile_key_get_pixels (self);

  return (cairo_rectangle_int_t){ 0, 0, pixels, pixels };
}

cairo_rectangle_int_t
yun_tile_key_get_seen (const YunTileKey *self, const YunView *view)
{
  YunView tile = yun_tile_key_get_view (self);
  int     pixels = yun_tile_key_get_pixels (self);
  double  unit = view->scale / view->device_scale, x, y;
  int     x0, y0, x1, y1;

  if (fabs (tile.scale / view->scale - 1) > SHARP || self->scale != view->device_scale)
    return yun_tile_key_get_whole (self);
  x = (view->x - tile.x) / unit;
  y = (view->y - tile.y) / unit;
  x0 = (int) CLAMP (floor (x) - SEEN_MARGIN, 0, pixels);
  y0 = (int) CLAMP (floor (y) - SEEN_MARGIN, 0, pixels);
  x1 = (int) CLAMP (ceil (x + view->width * view->device_scale) + SEEN_MARGIN, 0, pixels);
  y1 = (int) CLAMP (ceil (y + view->height * view->device_scale) + SEEN_MARGIN, 0, pixels);

  return x0 < x1 && y0 < y1 ? (cairo_rectangle_int_t){ x0, y0, x1 - x0, y1 - y0 }
                            : (cairo_rectangle_int_t){ 0, 0, 0, 0 };
}

gboolean
yun_tile_part_has (const cairo_rectangle_int_t *self, const cairo_rectangle_int_t *part)
{
  return part->width == 0 || (part->x >= self->x && part->y >= self->y &&
                              part->x + part->width <= self->x + self->width &&
                              part->y + part->height <= self->y + self->height);
}

gsize
yun_tile_key_get_bytes (const YunTileKey *self)
{
  gsize pixels = (gsize) yun_tile_key_get_pixels (self);

  return 4 * pixels * pixels;
}

YunView
yun_tile_key_get_view (const YunTileKey *self)
{
  YunView view =
    yun_view_for_tile (self->zoom, self->x, self->y, self->side / SIDE_UNIT, self->scale);
  double pixels = yun_tile_key_get_pixels (self);

  view.width = pixels / self->scale;
  view.height = pixels / self->scale;
  return view;
}

guint
yun_tile_key_hash (gconstpointer key)
{
  const YunTileKey *k = key;
  guint             h = (guint) k->x * 73856093u;

  h ^= (guint) k->y * 19349663u;
  h ^= (guint) k->zoom * 83492791u;
  h ^= (guint) k->side * 2654435761u;
  return h ^ (guint) k->scale;
}

gboolean
yun_tile_key_equal (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (YunTileKey)) == 0;
}

gboolean
yun_tile_key_meets (const YunTileKey *self, const YunRegion *region)
{
  YunView   view = yun_tile_key_get_view (self);
  YunVertex min, max;

  yun_view_get_box (&view, BLEED_PX, &min, &max);
  return yun_region_meets (region, min, max);
}

static void
tile_free (gpointer data)
{
  YunTile *tile = data;

  g_object_unref (tile->texture);
  g_free (tile);
}

YunTileCache *
yun_tile_cache_new (gsize limit)
{
  YunTileCache *self = g_new0 (YunTileCache, 1);

  self->tiles = g_hash_table_new_full (yun_tile_key_hash, yun_tile_key_equal, NULL, tile_free);
  self->least = self->limit = limit;
  return self;
}

void
yun_tile_cache_free (YunTileCache *self)
{
  g_hash_table_unref (self->tiles);
  g_free (self);
}

static void
drop_tile (YunTileCache *self, YunTile *tile)
{
  g_queue_unlink (&self->used, &tile->link);
  self->size -= tile->bytes;
  g_hash_table_remove (self->tiles, &tile->key);
}

static void
drop_over_limit (YunTileCache *self)
{
  while (self->size > self->limit && self->used.length > 1)
    drop_tile (self, g_queue_peek_tail (&self->used));
}

void
yun_tile_cache_make_room (YunTileCache *self, gsize wanted)
{
  self->limit = MAX (self->least, wanted + wanted / 2);
  drop_over_limit (self);
}

void
yun_tile_cache_insert (YunTileCache                *self,
                       const YunTileKey            *key,
                       const cairo_rectangle_int_t *part,
                       GdkTexture                  *texture,
                       guint64                      version)
{
  YunTile *old = g_hash_table_lookup (self->tiles, key);
  YunTile *tile = g_new0 (YunTile, 1);

  if (old != NULL)
    drop_tile (self, old);

  tile->key = *key;
  tile->part = part != NULL ? *part : yun_tile_key_get_whole (key);
  tile->texture = g_object_ref (texture);
  tile->version = version;
  tile->bytes = (gsize) 4 * gdk_texture_get_width (texture) * gdk_texture_get_height (texture);
  tile->link.data = tile;
  g_hash_table_insert (self->tiles, &tile->key, tile);
  g_queue_push_head_link (&self->used, &tile->link);
  self->size += tile->bytes;
  drop_over_limit (self);
}

const YunTile *
yun_tile_cache_get (YunTileCache *self, const YunTileKey *key)
{
  YunTile *tile = g_hash_table_lookup (self->tiles, key);

  if (tile != NULL && self->used.head != &tile->link)
    {
      g_queue_unlink (&self->used, &tile->link);
      g_queue_push_head_link (&self->used, &tile->link);
    }
  return tile;
}

static double
get_blur (const YunTile *tile, const YunTileKey *like)
{
  double mine = log2 (tile->key.side * (double) tile->key.scale) + tile->key.zoom;
  double theirs = log2 (like->side * (double) like->scale) + like->zoom;

  return fabs (mine - theirs);
}

static int
compare_fitness (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const YunTile *one = *(const YunTile *const *) a;
  const YunTile *two = *(const YunTile *const *) b;
  double         blur_one = get_blur (one, user_data);
  double         blur_two = get_blur (two, user_data);

  if (fabs (blur_one - blur_two) > 1e-6)
    return blur_one < blur_two ? -1 : 1;
  return one->version == two->version ? 0 : one->version > two->version ? -1 : 1;
}

void
yun_tile_cache_list_covering (YunTileCache *self, const YunTileKey *like, GPtrArray *out)
{
  guint64 x0 = (guint64) like->x << (32 - like->zoom);
  guint64 y0 = (guint64) like->y << (32 - like->zoom);
  guint64 size = G_GUINT64_CONSTANT (1) << (32 - like->zoom);

  for (GList *l = self->used.head; l != NULL; l = l->next)
    {
      YunTile *tile = l->data;
      int      shift = 32 - tile->key.zoom;
      guint64  x = (guint64) tile->key.x << shift;
      guint64  y = (guint64) tile->key.y << shift;
      guint64  s = G_GUINT64_CONSTANT (1) << shift;

      if (x < x0 + size && x + s > x0 && y < y0 + size && y + s > y0)
        g_ptr_array_add (out, tile);
    }
  g_ptr_array_sort_with_data (out, compare_fitness, (gpointer) like);
}

void
yun_tile_cache_renew (YunTileCache *self, guint64 from, guint64 to, const YunRegion *changed)
{
  if (changed == NULL)
    return;
  for (GList *l = self->used.head; l != NULL; l = l->next)
    {
      YunTile *tile = l->data;

      if (tile->version == from && !yun_tile_key_meets (&tile->key, changed))
        tile->version = to;
    }
}

gsize
yun_tile_cache_get_size (YunTileCache *self)
{
  return self->size;
}

guint
yun_tile_cache_get_n (YunTileCache *self)
{
  return self->used.length;
}
