/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-edit.h"
#include "yun-store.h"

G_BEGIN_DECLS

/**
 * The write door: nothing else writes records. A form, a command, an import, undo and redo differ
 * only in the edits they make. What other programs wrote in between is taken into the history
 * first, as a change of its own, so that no edit is judged by stale values.
 */

/**
 * yun_store_write_sync:
 * @edits: gets a verdict for each edit, and ids for records that were inserted
 *
 * Writes what can be written of @edits as one transaction and one change. Derived fields are set.
 * Emits "changed".
 *
 * Returns: (transfer full): the change, when at least one edit was written. NULL with
 * %YUN_STORE_ERROR_NOTHING when the file has all values already, %YUN_STORE_ERROR_CONFLICT,
 * _NOT_FOUND or _CONSTRAINT (a sentence about the first edit that was not written) when nothing
 * could be written or the change is whole; the file is then as it was.
 */
YunChange *
yun_store_write_sync (YunStore *self, YunEdits *edits, GCancellable *cancellable, GError **error);
void       yun_store_write_async (YunStore           *self,
                                  YunEdits           *edits,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data);
YunChange *yun_store_write_finish (YunStore *self, GAsyncResult *result, GError **error);

/* ---- Undo and redo ------------------------------------------------------- */

typedef enum
{
  YUN_UNDO_DEFAULT = 0,
  YUN_UNDO_REST = 1 << 0, /* what was edited since is left as it is, the rest is taken back */
} YunUndoFlags;

/**
 * yun_store_undo_sync:
 * @number: the change to take back; 0: the newest in force
 * @who: the person, for the history
 * @kept: (out) (transfer full) (optional) (element-type YunEdit): what stays as it is since it was
 * edited after @number, also when that is why nothing was done
 *
 * Takes a change back by a new change with the inverse edits; the history is never rewritten.
 *
 * Returns: (transfer full): the new change. NULL with %YUN_STORE_ERROR_NOTHING when there is none,
 * or it has been taken back already, or it cannot be (the first fill, or made before the file was
 * upgraded); %YUN_STORE_ERROR_CONFLICT when something was edited since, without %YUN_UNDO_REST
 */
YunChange *yun_store_undo_sync (YunStore     *self,
                                gint64        number,
                                YunUndoFlags  flags,
                                const char   *who,
                                GPtrArray   **kept,
                                GCancellable *cancellable,
                                GError      **error);
/** Brings again what was taken back last, by a new change. */
YunChange *
yun_store_redo_sync (YunStore *self, const char *who, GCancellable *cancellable, GError **error);

void yun_store_undo_async (YunStore           *self,
                           gint64              number,
                           YunUndoFlags        flags,
                           const char         *who,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data);
YunChange      *
yun_store_undo_finish (YunStore *self, GAsyncResult *result, GPtrArray **kept, GError **error);
void yun_store_redo_async (YunStore           *self,
                           const char         *who,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data);
YunChange *yun_store_redo_finish (YunStore *self, GAsyncResult *result, GError **error);

/** Whether there is something to undo and redo; kept current, cheap, main thread. */
gboolean yun_store_can_undo (YunStore *self);
gboolean yun_store_can_redo (YunStore *self);
/** (transfer full) (nullable): what undo would take back now; kept current, cheap, main thread. */
YunChange *yun_store_get_undo (YunStore *self);

G_END_DECLS
