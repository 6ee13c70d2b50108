/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-door.h"
#include "yun-store-write.h"

G_BEGIN_DECLS

/**
 * Taking changes back: a new change whose edits are the inverse of those of another. On the
 * writer's thread, in a write transaction.
 */

/**
 * yun_undo_run:
 * @number: the change to take back (or, @redo, whose taking back is to be taken back); 0: the next
 * @kept: (element-type YunEdit): gets what was edited since and so is left, at most
 * YUN_UNDO_MAX_KEPT
 *
 * Returns: (transfer full): the new change; for errors see yun_store_undo_sync()
 */
YunChange *yun_undo_run (YunDb       *db,
                         gint64       number,
                         gboolean     redo,
                         YunUndoFlags flags,
                         const char  *who,
                         GPtrArray   *kept,
                         GError     **error);

#define YUN_UNDO_MAX_KEPT 10000

/** @data: (transfer full): a YunChangeValue */
void yun_change_value_free (gpointer data);

/** (transfer full) (element-type YunChangeValue): before and after of a change, at most @limit
 * values (0: all). */
GPtrArray *yun_undo_list_values (YunDb *db, const YunChange *change, guint limit, GError **error);
/** The same of one record alone, however many the change touched. */
GPtrArray *yun_undo_list_record_values (
  YunDb *db, const YunChange *change, const YunEntity *entity, gint64 id, GError **error);

G_END_DECLS
