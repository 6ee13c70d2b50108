/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-db.h"

G_BEGIN_DECLS

/**
 * Strangers: programs inside a file that neither we nor SpatiaLite put there: triggers on tables
 * that a registry of its version has, and virtual tables of other kinds than SpatiaLite's own. A
 * write would run them with our rights: they can read other files, falsify rows or never end.
 * Triggers on other people's own tables are none of our business: we never write there.
 *
 * What is no stranger is known by its exact text in a registry made anew, in memory, of the same
 * version by the same SpatiaLite. That takes some tenths of a second, so a sum of what was found in
 * order is remembered in $XDG_CACHE_HOME/yunjian/sound-schemas.
 */

/** (transfer full): their names, NULL-terminated, none in most files; NULL on error, also
 * %YUN_STORE_ERROR_NEWER. Reads only. */
char **yun_strangers_list (YunDb *db, GError **error);

/**
 * yun_strangers_remove:
 * @db: of %YUN_DB_PLAIN, so that nothing runs meanwhile
 *
 * Takes them out of the file, and puts in those of SpatiaLite's and our triggers that they stood in
 * for, as one transaction. Other connections see it at their next statement. Fails with
 * %YUN_STORE_ERROR_DAMAGED when they cannot all be taken out; the file is then as it was.
 */
gboolean yun_strangers_remove (YunDb *db, GError **error);

G_END_DECLS
