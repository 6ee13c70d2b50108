/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-store.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * YunHistoryRow: one change of the history, for a list box: what was done, when and by whom, a
 * button that takes it back where that can be done; opened, what each record was and became, read
 * when it is opened first. Main thread.
 */
#define YUN_TYPE_HISTORY_ROW (yun_history_row_get_type ())
G_DECLARE_FINAL_TYPE (YunHistoryRow, yun_history_row, YUN, HISTORY_ROW, AdwExpanderRow)

/**
 * @entity: (nullable): only what was done to its record @id is told
 * @writable: whether there is a button to take it back
 */
GtkWidget *yun_history_row_new (
  YunStore *store, YunChange *change, const YunEntity *entity, gint64 id, gboolean writable);

YunChange *yun_history_row_get_change (YunHistoryRow *self);
/** Whether what was done is being read. */
gboolean yun_history_row_is_loading (YunHistoryRow *self);

/**
 * Signals: "undo" (): its button was pressed
 * "record" (gpointer entity, gint64 id): the person wants to see this record, which is there
 */

/** (transfer full): when a change was made, in local time. */
char *yun_change_format_time (const YunChange *change);

G_END_DECLS
