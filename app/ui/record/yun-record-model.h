/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-store.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * YunRecordItem: a row of a YunRecordModel. Property "record" (YunRecord, nullable): NULL until it
 * has been read; read only.
 */
#define YUN_TYPE_RECORD_ITEM (yun_record_item_get_type ())
G_DECLARE_FINAL_TYPE (YunRecordItem, yun_record_item, YUN, RECORD_ITEM, GObject)

YunRecord *yun_record_item_get_record (YunRecordItem *self); /* (nullable) */

/**
 * YunRecordModel: a list of records by their ids, for a list widget; holds only the rows that
 * somebody looks at, reads them from the store in batches, and knows which are selected: any
 * number, of which one is the record the window is about.
 *
 * Its length never depends on what has been read, so a million rows scroll like a hundred.
 */
#define YUN_TYPE_RECORD_MODEL (yun_record_model_get_type ())
G_DECLARE_FINAL_TYPE (YunRecordModel, yun_record_model, YUN, RECORD_MODEL, GObject)

YunRecordModel *yun_record_model_new (YunStore *store, const YunEntity *entity);

/** @ids: (element-type gint64): the new rows in order; rows that stay at either end keep their
 * place. */
void yun_record_model_set_ids (YunRecordModel *self, GArray *ids);

/** How many rows yun_record_model_set_ids() would announce as gone or new with @ids. */
guint yun_record_model_count_changed (YunRecordModel *self, GArray *ids);

/** Reads the rows in use again. */
void yun_record_model_reload (YunRecordModel *self);

/** Selects the row of @id; none when it is not in the list. Does not emit "row-selected". */
void yun_record_model_select_id (YunRecordModel *self, gint64 id);
/** The position of the selected row, %GTK_INVALID_LIST_POSITION when there is none. */
guint yun_record_model_get_selected (YunRecordModel *self);

/** (transfer full) (element-type gint64): all selected rows, in the order of the list; one of them
 * is yun_record_model_get_selected(). */
GArray *yun_record_model_list_selected (YunRecordModel *self);
guint   yun_record_model_get_n_selected (YunRecordModel *self);

/** Whether rows are being read. */
gboolean yun_record_model_is_loading (YunRecordModel *self);

/** Stops reading; for the end of the widget. */
void yun_record_model_close (YunRecordModel *self);

/**
 * Signal "row-selected" (gint64 id): the user made another row the one that counts; 0: none
 */

G_END_DECLS
