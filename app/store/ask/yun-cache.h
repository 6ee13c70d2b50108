/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-pack.h"

G_BEGIN_DECLS

/**
 * What was made of a registry's content, kept in the user's cache folder: a pack for each registry
 * and purpose.
 *
 * A pack belongs to a content, not to a path: it says which change of which registry it was made
 * after (yun_store_dup_state_sync()). Whoever opens it asks the registry whether it has gone
 * through that, and reads anew what the changes since then touched. So a copy put in the file's
 * place, or an older one, is never answered from another's cache.
 *
 * The folder may be emptied at any time, also while it is in use, and that it cannot be written is
 * no error. Any thread but the main one.
 */

/**
 * yun_cache_open:
 * @path: of a registry, open or not
 * @what: the purpose and the number of its format: "map-1"
 * @state: (out) (transfer full): what content it was made of
 *
 * Returns: (transfer full) (nullable): what is kept; NULL when there is nothing, or nothing whole
 */
YunPack *yun_cache_open (const char *path, const char *what, char **state);

/** (transfer full): a writer of a pack for yun_cache_save(). */
YunPackWriter *yun_cache_new_writer (const char *what, const char *state);

/**
 * yun_cache_save:
 * @writer: of yun_cache_new_writer() for @what; its state was asked for before its content was read
 *
 * Keeps @writer's pack in place of any other of @path and @what; forgets what has not been used for
 * long or is too much. FALSE when nothing was kept.
 */
gboolean yun_cache_save (const char *path, const char *what, YunPackWriter *writer);

/** (transfer full): the file it is kept in. */
char *yun_cache_get_file (const char *path, const char *what);

/** Removes files of @folder that were last used before @oldest (seconds since 1970) and, the oldest
 * first, those beyond @bytes in all. For tests; _save() does it. */
void yun_cache_prune (const char *folder, gint64 oldest, guint64 bytes);

G_END_DECLS
