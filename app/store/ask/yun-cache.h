/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-pack.h"

G_BEGIN_DECLS

/**
 * What was made of a registry's content, kept in the user's cache folder: a pack for each registry
 * and purpose.
 *
 * A key says to the last byte which content that was: the file's path, inode, size and
 * times. It is given only while the file holds everything, that is while no log lies beside it with
 * something in it, so that a commit of any program, seen by us or not, changes it. Where that
 * cannot be told, on network disks or with a log left over, there is no key and the cache is not
 * used.
 *
 * The folder may be emptied at any time, also while it is in use, and that it cannot be written is
 * no error. Any thread but the main one.
 */

/**
 * yun_cache_get_key:
 * @path: of a registry, open or not
 * @what: the purpose and the number of its format: "map-1"
 * @lasting: whether later content of the file is to be told from this one for certain: what the key
 * is for when something is kept under it. A file changed a moment ago has none, as the clock of the
 * disk may not have ticked since.
 *
 * Returns: (transfer full) (nullable): the key of the content of now
 */
GBytes *yun_cache_get_key (const char *path, const char *what, gboolean lasting);

/** (transfer full): the key of the same content for another purpose. */
GBytes *yun_cache_rename_key (GBytes *key, const char *what);

/** (transfer full) (nullable): what is kept under @key; NULL when there is nothing, or nothing
 * whole. */
YunPack *yun_cache_open (const char *path, const char *what, GBytes *key);

/**
 * yun_cache_save:
 * @key: a lasting one, asked for before @writer's content was read
 * @writer: made for @key
 *
 * Keeps @writer's pack in place of any other of @path and @what, unless the file has changed since
 * @key; forgets what has not been used for long or is too much. FALSE when nothing was kept.
 */
gboolean yun_cache_save (const char *path, const char *what, GBytes *key, YunPackWriter *writer);

/** (transfer full): the file it is kept in. */
char *yun_cache_get_file (const char *path, const char *what);

/** Removes files of @folder that were last used before @oldest (seconds since 1970) and, the oldest
 * first, those beyond @bytes in all. For tests; _save() does it. */
void yun_cache_prune (const char *folder, gint64 oldest, guint64 bytes);

G_END_DECLS
