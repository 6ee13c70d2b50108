/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-edit.h"
#include "yun-log.h"

G_BEGIN_DECLS

/**
 * YunDoor: the one way in for records: a change that is being written. Compares and sets, derives,
 * and keeps the log. On the writer's thread, within one transaction: where a function fails, the
 * transaction is to be rolled back.
 */
typedef struct _YunDoor YunDoor;

/** (transfer full): a door for a change of now; other programs' triggers stand aside until it is
 * closed. */
YunDoor *
yun_door_open (YunDb *db, YunAction action, const char *summary, const char *who, GError **error);

/** Frees @self; without yun_door_close() before, the transaction must be rolled back. */
void yun_door_free (YunDoor *self);

/** The change being written: its number, and what it has touched so far. */
YunChange *yun_door_get_change (YunDoor *self);

/**
 * yun_door_write:
 * @edits: of one record: sets, or one insert or remove
 *
 * Writes what can be written of them and sets their verdicts. Of sets that mean one thing together
 * all are written or none. FALSE only when the file cannot be read or written.
 */
gboolean yun_door_write (YunDoor *self, YunEdit *const *edits, guint n, GError **error);

/** Writes one record in bulk: the log keeps its key, not its values. The record's derived fields
 * are set. A table that was empty gets its R*Tree at the end, in yun_door_close(). */
gboolean yun_door_fill (YunDoor *self, YunRecord *record, GError **error);

/**
 * yun_door_adopt:
 * @id: a row that another program inserted, edited or deleted
 * @old: (nullable): a statement on a row with the columns of .select_places: what was there before
 *
 * Takes what is there now into the log as edits of this change, and makes anew what is derived.
 */
gboolean
yun_door_adopt (YunDoor *self, const YunEntity *entity, gint64 id, YunStmt *old, GError **error);

/** Makes anew what is derived of a row, without an edit; counts it where that changed something. */
gboolean yun_door_renew (YunDoor *self, const YunEntity *entity, gint64 id, GError **error);

/** Writes the change itself, unless nothing was touched (see yun_door_is_empty()). */
gboolean yun_door_close (YunDoor *self, GError **error);
gboolean yun_door_is_empty (const YunDoor *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunDoor, yun_door_free)

G_END_DECLS
