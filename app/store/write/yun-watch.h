/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-change.h"
#include "yun-db.h"

G_BEGIN_DECLS

/**
 * YunWatch: notices what other programs have written to an open registry, and takes it in.
 *
 * Looks at a number of the file that moves with every commit but those of the connection that asks:
 * the writer's, whose commits are ours. On the writer's thread, outside a transaction; for a file
 * that is only read on the one of lists.
 */
typedef struct _YunWatch YunWatch;

/** (transfer full) */
YunWatch *yun_watch_new (void);
void      yun_watch_free (YunWatch *self);

/** Notes a change that this store has written itself and told of. */
void yun_watch_note (YunWatch *self, gint64 number);

/** Takes a change that is to be told of, or NULL where only saved views can have changed. */
typedef void (*YunWatchFunc) (YunDb *db, YunChange *change, gpointer user_data);

/** Runs @func in a write transaction, with whatever a write needs besides. */
typedef gboolean (*YunWatchWriteFunc) (
  YunDb *db, YunDbFunc func, gpointer data, gpointer user_data, GError **error);

/**
 * yun_watch_look:
 * @write: how what is taken in is written
 *
 * Where another program has written since the last look, calls @func for what that did to records:
 * once for changes that another Yunjian has written into the history itself, once for what was
 * taken in. When the file cannot be written just now, the next look tries again.
 */
void yun_watch_look (
  YunWatch *self, YunDb *db, YunWatchWriteFunc write, YunWatchFunc func, gpointer user_data);

/**
 * yun_watch_look_on:
 *
 * The same for a file that is only read: nothing is taken in, and what waits to be is told of as it
 * comes, under the number of the last change.
 *
 * Returns: whether records are others now: @db, which shows what waits derived as it was when it
 * was opened (yun_outside_overlay()), is to be opened anew
 */
gboolean yun_watch_look_on (YunWatch *self, YunDb *db, YunWatchFunc func, gpointer user_data);

G_END_DECLS
