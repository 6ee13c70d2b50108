/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * YunTileSource: what lies under the registry instead of its own base map: where tiles are from,
 * of which zooms, under which licence.
 *
 * Immutable and reference-counted; asks nobody anything. Tiles are those of the web map (EPSG:3857,
 * row 0 in the north), 256 pixels wide. An address may hold a key: it is never logged. Any thread.
 */
typedef enum
{
  YUN_TILE_SOURCE_TIANDITU_VECTOR,  /* 天地图, its map and its names: two pictures a tile */
  YUN_TILE_SOURCE_TIANDITU_IMAGERY, /* 天地图, its air photographs and its names */
  YUN_TILE_SOURCE_XYZ,              /* any server with an address for each tile */
  YUN_TILE_SOURCE_FILE,             /* an MBTiles or GeoPackage file (yun-raster-file.h) */
} YunTileSourceKind;

typedef struct _YunTileSource YunTileSource;

#define YUN_TILE_SOURCE_ERROR (yun_tile_source_error_quark ())
GQuark yun_tile_source_error_quark (void);

/** What is wrong with what the user gave. */
typedef enum
{
  YUN_TILE_SOURCE_ERROR_EMPTY,   /* nothing given yet */
  YUN_TILE_SOURCE_ERROR_KEY,     /* no key of 天地图 */
  YUN_TILE_SOURCE_ERROR_ADDRESS, /* no address of tiles */
} YunTileSourceError;

/**
 * yun_tile_source_new_tianditu:
 * @kind: one of the two of 天地图
 * @key: the user's key (tk); letters and digits
 * @licence: (nullable): what stands after 天地图, the approval number (审图号)
 */
YunTileSource *yun_tile_source_new_tianditu (YunTileSourceKind kind,
                                             const char       *key,
                                             const char       *licence,
                                             GError          **error);

/**
 * yun_tile_source_new_xyz:
 * @address: http or https, with {z}, {x} and {y}, or {-y} for rows counted from the south; {s} is
 * a, b or c in turn, a range as {0-7} or {a-d} one of it
 * @licence: (nullable): shown on the map
 *
 * Returns: (transfer full): NULL with an error whose message says what is missing
 */
YunTileSource *yun_tile_source_new_xyz (const char *address, const char *licence, GError **error);

/** (transfer full): @path absolute; whether it is a picture shows when it is opened. */
YunTileSource *yun_tile_source_new_file (const char *path, const char *licence, GError **error);

YunTileSource *yun_tile_source_ref (YunTileSource *self);
void           yun_tile_source_unref (YunTileSource *self);

YunTileSourceKind yun_tile_source_get_kind (const YunTileSource *self);
/** (transfer none): "" when nothing is to be said. */
const char *yun_tile_source_get_licence (const YunTileSource *self);
/** (transfer none) (nullable): of a file. */
const char *yun_tile_source_get_path (const YunTileSource *self);
int         yun_tile_source_get_min_zoom (const YunTileSource *self);
int         yun_tile_source_get_max_zoom (const YunTileSource *self);

/** Pictures that lie over each other in a tile, the lowest first; 0 for a file. */
guint yun_tile_source_get_n_layers (const YunTileSource *self);
/** (transfer full): where picture @layer of a tile is. May hold the key: not for logs. */
char *yun_tile_source_dup_url (const YunTileSource *self, guint layer, int zoom, int x, int y);

/** (transfer full): names the source in the cache; without the key, and not to be read back. */
char *yun_tile_source_dup_digest (const YunTileSource *self);

gboolean yun_tile_source_equal (const YunTileSource *a, const YunTileSource *b);

/**
 * yun_tile_source_is_shifted:
 *
 * Whether @address is of a service whose maps are shifted against CGCS2000 (GCJ-02: 高德, 腾讯,
 * Google China, GeoQ; BD-09: 百度), by up to about 500 m: they do not fit the registry.
 */
gboolean yun_tile_source_is_shifted (const char *address);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunTileSource, yun_tile_source_unref)

G_END_DECLS
