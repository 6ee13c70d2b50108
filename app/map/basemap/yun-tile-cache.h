/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-region.h"
#include "yun-scene.h"

#include <gdk/gdk.h>

G_BEGIN_DECLS

/**
 * YunTileCache: painted tiles, the least recently used dropped first. Main thread.
 *
 * A tile has the version of the scene it was painted from. A new version does not
 * drop old tiles: they are stale, good to show until their successor is there.
 */

/** Which tile, at which sharpness. Equal keys are equal pixels of one scene. */
typedef struct
{
  gint32 zoom; /* the world is 2^zoom tiles wide */
  gint32 x;
  gint32 y;
  gint32 side;  /* logical pixels a tile is wide, in 1/256 */
  gint32 scale; /* device pixels a logical pixel */
} YunTileKey;

typedef struct
{
  YunTileKey            key;
  GdkTexture           *texture; /* (owned): of the part only */
  cairo_rectangle_int_t part;    /* device pixels of the tile that were painted */
  guint64               version;
  /*< private >*/
  gsize bytes;
  GList link;
} YunTile;

/** Device pixels of a tile's texture: its side, and where that is no whole number one column and
 * row more, so that neighbours overlap instead of showing a gap. */
int yun_tile_key_get_pixels (const YunTileKey *self);
/** All of it, in device pixels. */
cairo_rectangle_int_t yun_tile_key_get_whole (const YunTileKey *self);
/** The part of the tile that @view looks at, in device pixels, a little more rather than less;
 * empty where none is. All of it for a view of another sharpness. */
cairo_rectangle_int_t yun_tile_key_get_seen (const YunTileKey *self, const YunView *view);
/** Whether all of @part (nothing, too) is in @self. */
gboolean yun_tile_part_has (const cairo_rectangle_int_t *self, const cairo_rectangle_int_t *part);
/** Bytes of its texture. */
gsize yun_tile_key_get_bytes (const YunTileKey *self);
/** The tile's place in the world, and its texture's size. */
YunView  yun_tile_key_get_view (const YunTileKey *self);
guint    yun_tile_key_hash (gconstpointer key);
gboolean yun_tile_key_equal (gconstpointer a, gconstpointer b);

typedef struct _YunTileCache YunTileCache;

/** @limit: bytes of textures kept, where what is looked at needs no more. */
YunTileCache *yun_tile_cache_new (gsize limit);
void          yun_tile_cache_free (YunTileCache *self);

/**
 * yun_tile_cache_make_room:
 * @wanted: bytes of the tiles that are wanted at once: what a view of this size and sharpness takes
 *
 * Raises the limit so far that these and half as many from before fit, or else they would push each
 * other out and be painted for ever; lowers it again, but not below that of
 * yun_tile_cache_new(), when less is wanted. May drop tiles.
 */
void yun_tile_cache_make_room (YunTileCache *self, gsize wanted);

/** Takes a tile in, in place of one with the same key; drops others while over the limit.
 *
 * @part: (nullable): which part of it the texture is; NULL: all */
void yun_tile_cache_insert (YunTileCache                *self,
                            const YunTileKey            *key,
                            const cairo_rectangle_int_t *part,
                            GdkTexture                  *texture,
                            guint64                      version);
/** (nullable): the tile, whatever its version; it is now the last to be dropped. */
const YunTile *yun_tile_cache_get (YunTileCache *self, const YunTileKey *key);

/**
 * yun_tile_cache_list_covering:
 * @out: YunTile pointers are appended, best for @like first: by nearness of sharpness, then newness
 *
 * Finds every tile that meets the tile @like. They stay valid until the next insertion.
 */
void yun_tile_cache_list_covering (YunTileCache *self, const YunTileKey *like, GPtrArray *out);

/**
 * yun_tile_cache_renew:
 * @changed: (nullable): what changed from version @from to @to; NULL: everything
 *
 * Gives the tiles of version @from that do not meet it the version @to.
 */
void yun_tile_cache_renew (YunTileCache *self, guint64 from, guint64 to, const YunRegion *changed);

gsize yun_tile_cache_get_size (YunTileCache *self);
guint yun_tile_cache_get_n (YunTileCache *self);

/** Whether the tile's picture (its overlap included, and outlines that reach in) meets @region. */
gboolean yun_tile_key_meets (const YunTileKey *self, const YunRegion *region);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunTileCache, yun_tile_cache_free)

G_END_DECLS
