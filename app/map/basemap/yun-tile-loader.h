/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-tile-source.h"

#include <gdk/gdk.h>

G_BEGIN_DECLS

#define YUN_TILE_LOADER_ERROR (yun_tile_loader_error_quark ())
GQuark yun_tile_loader_error_quark (void);

typedef enum
{
  YUN_TILE_LOADER_ERROR_UNREACHABLE, /* no network, no such server, nobody listens */
  YUN_TILE_LOADER_ERROR_SILENT,      /* no answer in time */
  YUN_TILE_LOADER_ERROR_REFUSED,     /* key or quota */
  YUN_TILE_LOADER_ERROR_MISSING,     /* no such tile */
  YUN_TILE_LOADER_ERROR_SERVER,      /* the server has a fault, also when asked again */
  YUN_TILE_LOADER_ERROR_NO_PICTURE,  /* what came is no picture, a damaged or a huge one */
  YUN_TILE_LOADER_ERROR_FILE,        /* the file cannot be opened or read */
} YunTileLoaderError;

/**
 * YunTileLoader: gets the pictures of a YunTileSource, from the network, the disk or a file.
 *
 * Makes no request but for a tile it is asked for. Pictures are decoded, kept on the disk and read
 * from files on a thread of its own; the main thread waits for nothing. Neither address nor key is
 * logged or part of a message. Main thread.
 */
#define YUN_TYPE_TILE_LOADER (yun_tile_loader_get_type ())
G_DECLARE_FINAL_TYPE (YunTileLoader, yun_tile_loader, YUN, TILE_LOADER, GObject)

/** @folder: (nullable): where fetched tiles are kept; NULL: nowhere. */
YunTileLoader *yun_tile_loader_new (YunTileSource *source, const char *folder);

/** (transfer full): the user's folder for fetched tiles. */
char *yun_tile_loader_dup_folder (void);

/** Seconds of silence after which a server is given up; 15 at first. Before the first tile. */
void yun_tile_loader_set_timeout (YunTileLoader *self, guint seconds);

/** Asks for a tile of the source's zooms. A fault of the server is asked again twice. */
void yun_tile_loader_load_async (YunTileLoader      *self,
                                 int                 zoom,
                                 int                 x,
                                 int                 y,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data);

/**
 * (transfer full) (nullable): the tile as a texture of yun-canvas.h; NULL without an error: the
 * file has nothing there. Fails with %YUN_TILE_LOADER_ERROR, the message says why the basemap does
 * not open, or %G_IO_ERROR_CANCELLED.
 */
GdkTexture *yun_tile_loader_load_finish (YunTileLoader *self, GAsyncResult *result, GError **error);

/** (transfer full) (nullable): who made the picture, as the file says; known after its first tile.
 */
char *yun_tile_loader_dup_attribution (YunTileLoader *self);

G_END_DECLS
