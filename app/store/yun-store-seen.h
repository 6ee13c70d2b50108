/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-db.h"

G_BEGIN_DECLS

/**
 * What this person has seen of a saved view, on this machine: the newest change in force when it
 * was last opened. Kept in $XDG_STATE_HOME/yunjian/seen, a small file a view, and not in the
 * registry: what one person looks at changes nothing for another, and looking writes nothing.
 *
 * What was seen counts only where that change is still the one of then: a copy that went another
 * way has not been seen. On a thread with a connection.
 */

/**
 * yun_seen_read:
 * @change: (out): its number; G_MININT64: never seen
 * @when: (out) (nullable) (transfer full): ISO 8601, UTC
 */
void yun_seen_read (YunDb *db, const char *uid, gint64 *change, char **when);

/** Notes the newest change as seen now, and gives it as _read() would. Fails with %YUN_STORE_ERROR
 * when it cannot be kept. */
gboolean yun_seen_write (YunDb *db, const char *uid, gint64 *change, char **when, GError **error);

G_END_DECLS
