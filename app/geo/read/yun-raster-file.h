/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define YUN_RASTER_FILE_ERROR (yun_raster_file_error_quark ())
GQuark yun_raster_file_error_quark (void);

typedef enum
{
  YUN_RASTER_FILE_ERROR_OPEN,     /* is not there, or cannot be read */
  YUN_RASTER_FILE_ERROR_FORMAT,   /* no MBTiles or GeoPackage with a picture */
  YUN_RASTER_FILE_ERROR_POSITION, /* its picture has no place on the earth we can use */
  YUN_RASTER_FILE_ERROR_READ,     /* damaged */
} YunRasterFileError;

#define YUN_RASTER_FILE_TILE 256

/**
 * YunRasterFile: the picture in an MBTiles or GeoPackage file, as tiles of the web map.
 *
 * Opened read-only. Web Mercator is read as it is, any other system PROJ knows
 * (EPSG:4490, 4326, 4549 …) is warped on the way. Belongs to the thread that
 * opened it; another thread opens another one.
 */
typedef struct _YunRasterFile YunRasterFile;

/** (transfer full): NULL with %YUN_RASTER_FILE_ERROR; the message names the file. */
YunRasterFile *yun_raster_file_open (const char *path, GError **error);
void           yun_raster_file_free (YunRasterFile *self);

/** Coarsest and finest zoom of 256-pixel tiles that show what the file has. */
int yun_raster_file_get_min_zoom (YunRasterFile *self);
int yun_raster_file_get_max_zoom (YunRasterFile *self);

/** (transfer none) (nullable): who made the picture, as the file says. */
const char *yun_raster_file_get_attribution (YunRasterFile *self);

/**
 * yun_raster_file_read_tile:
 * @pixels: room for 256 × 256 premultiplied ARGB pixels (cairo's), row by row from the north
 * @any: (out): whether the picture meets the tile; outside it the pixels are transparent
 *
 * Reads tile (@x, @y) of zoom @zoom, row 0 in the north. FALSE with
 * %YUN_RASTER_FILE_ERROR_READ when the file is damaged there; @pixels is then undefined.
 */
gboolean yun_raster_file_read_tile (
  YunRasterFile *self, int zoom, int x, int y, guint32 *pixels, gboolean *any, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunRasterFile, yun_raster_file_free)

G_END_DECLS
