/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-store.h"

G_BEGIN_DECLS

/**
 * yun_store_check_sync:
 * @path: of a registry, open here or not
 *
 * Looks through the whole file, not at what it says but whether it is sound: pages and indexes,
 * spatial indexes against the places, links between rows, records that another program wrote
 * without what every record has, places that cannot be read, and programs that are not ours
 * (yun_store_get_strangers()). Takes seconds for a large file; nobody waits for it meanwhile.
 *
 * Returns: (transfer full) (element-type utf8): what was found, a sentence each, at most a hundred
 * for each kind; empty when the file is sound. NULL with %G_IO_ERROR_CANCELLED, or what opening
 * fails with when it is no registry or cannot be read at all.
 */
GPtrArray *yun_store_check_sync (const char *path, GCancellable *cancellable, GError **error);

G_END_DECLS
