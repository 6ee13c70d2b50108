/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-finder.h"

G_BEGIN_DECLS

/**
 * YunLiveColumns: keeps a store's columns current.
 *
 * Loads them on a thread of its own, from the cache (yun-cache.h) or with a connection of its own,
 * and then keeps them in the cache. What any program has written since is patched in when they are
 * asked for, by what the log says (yun-log.h); when that is too much, they are loaded anew, and
 * until then there are none.
 */
typedef struct _YunLiveColumns YunLiveColumns;

/** (transfer full) */
YunLiveColumns *yun_live_columns_new (const char *path, YunDbFlags flags);
/** Ends loading, and the waiting for it; any thread. */
void yun_live_columns_stop (YunLiveColumns *self);
/** Stops loading, joins, frees; when no other thread uses it any more. */
void yun_live_columns_free (YunLiveColumns *self);

/** Whether columns are wanted; any thread. */
void     yun_live_columns_set_wanted (YunLiveColumns *self);
gboolean yun_live_columns_is_wanted (YunLiveColumns *self);

/** Begins to load if that has not been done. On the list thread. */
void yun_live_columns_start (YunLiveColumns *self);
/** What there is was read by a connection that showed what is not so: loads again, if it had been
 * started. On the list thread. */
void yun_live_columns_renew (YunLiveColumns *self);

/**
 * yun_live_columns_get:
 * @db: the list thread's connection, in a transaction
 * @cancellable: (nullable): ends the waiting
 *
 * Waits while they are being loaded: one question by SQL takes about as long, and would slow the
 * loading down.
 *
 * Returns: (transfer none) (nullable): the finder of just what the transaction of @db sees, for use
 * on this thread during the transaction; NULL when there is none, and then the database is to be
 * asked
 */
YunFinder *yun_live_columns_get (YunLiveColumns *self, YunDb *db, GCancellable *cancellable);

/** Waits until nothing is being loaded; FALSE with the error of the last load. Any other thread. */
gboolean yun_live_columns_wait (YunLiveColumns *self, GError **error);

G_END_DECLS
