/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-db.h"

G_BEGIN_DECLS

/**
 * What a change did to the rows, and how to take it back.
 *
 * An SQLite session records the tables of the entities, nothing else; R*Trees
 * follow by SpatiaLite's triggers. Its changeset is kept compressed with the
 * change. An import only adds rows, so its rows are their own record: the
 * changeset is made when it is undone and dropped when it is redone.
 */
typedef struct _YunRecorder YunRecorder;

/** (transfer full): starts recording what the connection writes. */
YunRecorder *yun_recorder_new (YunDb *db, GError **error);
/** Keeps what was recorded with change @number. */
gboolean yun_recorder_keep (YunRecorder *self, gint64 number, GError **error);
void     yun_recorder_free (YunRecorder *self);

/** Takes @change back, in a transaction; %YUN_STORE_ERROR_CONFLICT when rows are no longer as it
 * left them. */
gboolean yun_undo_revert (YunDb *db, const YunChange *change, GError **error);
/** Brings @change back, in a transaction. */
gboolean yun_undo_repeat (YunDb *db, const YunChange *change, GError **error);

/** (transfer full) (element-type YunChangeValue): see yun_store_change_values_sync(). */
GPtrArray *yun_undo_list_values (YunDb *db, const YunChange *change, guint limit, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunRecorder, yun_recorder_free)

G_END_DECLS
