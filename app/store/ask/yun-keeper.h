/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-finder.h"

G_BEGIN_DECLS

/**
 * YunKeeper: keeps a store's columns current.
 *
 * Loads them on a thread of its own, from the cache (yun-cache.h) or with a connection of its own,
 * and then keeps them in the cache; after a commit of ours whose rows are known, what changed is
 * patched in; after any other they are loaded anew, and until then there are none.
 */
typedef struct _YunKeeper YunKeeper;

/** (transfer full) */
YunKeeper *yun_keeper_new (const char *path, YunDbFlags flags);
/** Ends loading, and the waiting for it; any thread. */
void yun_keeper_stop (YunKeeper *self);
/** Stops loading, joins, frees; when no other thread uses it any more. */
void yun_keeper_free (YunKeeper *self);

/** Whether columns are wanted; any thread. */
void     yun_keeper_set_wanted (YunKeeper *self);
gboolean yun_keeper_is_wanted (YunKeeper *self);

/** Notes a commit on the writer's thread. @change: (nullable): NULL when it touched no record;
 * @commits: the file's number of commits with it. */
void yun_keeper_note (YunKeeper *self, YunChange *change, gint64 commits);

/** (transfer full) (nullable) (element-type YunChangeRow): the rows touched by our commits after
 * @from up to @to; NULL when one is not known, too old, or touched too many. Any thread. */
GArray *yun_keeper_list_rows (YunKeeper *self, gint64 from, gint64 to);

/** Begins to load if that has not been done; @foreign as for yun_keeper_get(). On the list thread.
 */
void yun_keeper_start (YunKeeper *self, gint64 foreign);

/**
 * yun_keeper_get:
 * @commits: of ours in the file, as the transaction of @db sees it
 * @foreign: how often others have been seen to write
 * @cancellable: (nullable): ends the waiting
 *
 * Waits while they are being loaded: one question by SQL takes about as long, and would slow the
 * loading down.
 *
 * Returns: (transfer none) (nullable): the finder of just that moment, for use on this thread (the
 * list thread) during the transaction; NULL when there is none, and then the database is to be
 * asked
 */
YunFinder *yun_keeper_get (
  YunKeeper *self, YunDb *db, gint64 commits, gint64 foreign, GCancellable *cancellable);

/** Waits until nothing is being loaded; FALSE with the error of the last load. Any other thread. */
gboolean yun_keeper_wait (YunKeeper *self, GError **error);

G_END_DECLS
