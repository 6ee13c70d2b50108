/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-db.h"

G_BEGIN_DECLS

/**
 * YunDbThread: a thread that owns a YunDb and answers requests first in, first out.
 *
 * Any thread may send requests, but the thread itself must not wait for its own
 * answer (asserted). Closing answers what is queued, then closes the connection
 * on its thread and joins.
 */
typedef struct _YunDbThread YunDbThread;

/** (transfer full): a thread with an open connection, or NULL with the error of yun_db_open(). */
YunDbThread *
yun_db_thread_new (const char *name, const char *path, YunDbFlags flags, GError **error);

/** Drains, closes, joins, frees. */
void yun_db_thread_close (YunDbThread *self);

/** Runs @func on the thread and waits for it; its answer is returned. Fails when @cancellable was
 * cancelled before its turn. */
gboolean yun_db_thread_call (
  YunDbThread *self, YunDbFunc func, gpointer user_data, GCancellable *cancellable, GError **error);

/**
 * yun_db_thread_push:
 * @task: (transfer full): its task data goes to @func; it is returned by @func, or with an error
 * when it was cancelled before its turn
 *
 * Queues @func; it runs on the thread. The last reference of @task is given
 * up in its own context, so that its source object is never finalised here.
 */
typedef void (*YunDbTaskFunc) (YunDb *db, GTask *task);
void yun_db_thread_push (YunDbThread *self, GTask *task, YunDbTaskFunc func);

/**
 * yun_db_thread_set_rest:
 * @func: (nullable): called on the thread each time that nothing was asked of it for @ms;
 * @waited_ms is how long since the last request
 *
 * For what is done when there is nothing else to do. Not before the thread's first request. Waits
 * for the thread, so that after it the former @func is not called any more.
 */
typedef void (*YunDbRestFunc) (YunDb *db, guint waited_ms, gpointer user_data);
void yun_db_thread_set_rest (YunDbThread *self, YunDbRestFunc func, gpointer user_data, guint ms);

/** In the rest function of a reader: when that returns, the thread goes on with a connection opened
 * anew, if it can be. */
void yun_db_thread_reopen (YunDbThread *self);

gboolean yun_db_thread_is_current (YunDbThread *self);

G_END_DECLS
