/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-db.h"

G_BEGIN_DECLS

/**
 * The table of changes: who did what when, and to which rows. On the thread of
 * @db; the writing functions inside the transaction of the action they record.
 */

/** The number the next change will have. */
gboolean yun_history_next_number (YunDb *db, gint64 *number, GError **error);

/**
 * Records @change (number and everything else set) as done; what was undone
 * before can no longer be redone.
 */
gboolean yun_history_add (YunDb *db, const YunChange *change, GError **error);

/** Records that change @number touched the rows @first to @last of @entity. */
gboolean yun_history_add_rows (
  YunDb *db, gint64 number, guint entity, gint64 first, gint64 last, GError **error);

gboolean yun_history_set_state (YunDb *db, gint64 number, YunChangeState state, GError **error);

/** (transfer full): the newest change in force (@redo: the one undone last), with its rows; NULL
 * with %YUN_STORE_ERROR_NOTHING when there is none that can be undone (redone). */
YunChange *yun_history_find_next (YunDb *db, gboolean redo, GError **error);

/** (transfer full): change @number without its rows, or NULL with %YUN_STORE_ERROR_NOT_FOUND. */
YunChange *yun_history_get (YunDb *db, gint64 number, GError **error);

/** Whether the two exist. */
gboolean yun_history_can (YunDb *db, gboolean *undo, gboolean *redo, GError **error);

/** (transfer full) (element-type YunChange): see yun_store_history_sync(). */
GPtrArray *
yun_history_list (YunDb *db, const YunEntity *entity, gint64 id, guint limit, GError **error);

typedef gboolean (*YunHistoryRunFunc) (YunDb           *db,
                                       const YunEntity *entity,
                                       gint64           first,
                                       gint64           last,
                                       gpointer         user_data,
                                       GError         **error);

/** Calls @func for each run of rows that change @number touched. */
gboolean yun_history_each_run (
  YunDb *db, gint64 number, YunHistoryRunFunc func, gpointer user_data, GError **error);

/** Counts a commit that is no change of the history. */
gboolean yun_history_count_commit (YunDb *db, GError **error);
/** How many commits of ours the file has seen, undo and redo included. */
gboolean yun_history_get_commits (YunDb *db, gint64 *commits, GError **error);

G_END_DECLS
