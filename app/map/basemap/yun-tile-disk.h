/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * YunTileDisk: tiles of basemaps kept in a folder, so that each is fetched once a week and there is
 * a map without a network too.
 *
 * Only a cache: what cannot be written is not kept, and nobody is told. Blocks on the disk: for
 * the thread that loads tiles. Several programs may use one folder.
 */
typedef struct _YunTileDisk YunTileDisk;

/** @limit: bytes; the oldest are deleted when it is passed. */
YunTileDisk *yun_tile_disk_new (const char *folder, guint64 limit);
void         yun_tile_disk_free (YunTileDisk *self);

/** (transfer full) (nullable): what was kept as @name. @fresh: not older than a week. */
GBytes *yun_tile_disk_read (YunTileDisk *self, const char *name, gboolean *fresh);
/** Keeps @bytes as @name, a relative path of harmless characters. */
void yun_tile_disk_write (YunTileDisk *self, const char *name, GBytes *bytes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunTileDisk, yun_tile_disk_free)

G_END_DECLS
