/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-record-model.h"
#include "yun-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * YunRecordList: the table of what the filter shows of one entity: a switch between the entities
 * with their counts, columns that the user chooses and sorts by, and at the foot the totals of what
 * is shown, or of the rows selected when they are several.
 *
 * gtk_widget_grab_focus() goes to the rows. Actions: "table.copy" (Ctrl+C, the rows selected),
 * "table.copy-cell" (Shift+Ctrl+C). A right click on a row, the Menu key and Shift+F10 open a menu
 * of what can be done with what is selected; Delete removes it. Ctrl+Tab goes from the rows to what
 * the line under them leads to.
 */
#define YUN_TYPE_RECORD_LIST (yun_record_list_get_type ())
G_DECLARE_FINAL_TYPE (YunRecordList, yun_record_list, YUN, RECORD_LIST, GtkWidget)

/** @workspace: (nullable) */
void yun_record_list_set_workspace (YunRecordList *self, YunWorkspace *workspace);

/** (transfer none) (nullable): the rows. */
YunRecordModel *yun_record_list_get_model (YunRecordList *self);

/**
 * yun_record_list_sort_by:
 * @more: after the fields it is sorted by already, rather than alone
 *
 * Sorts by @field: ascending, the next time descending, then no more.
 */
void yun_record_list_sort_by (YunRecordList *self, const YunField *field, gboolean more);

/** (transfer full) (nullable): the columns of what is listed now: "plot:name=250,status=104"; NULL
 * before anything is listed. */
char *yun_record_list_dup_columns (YunRecordList *self);

/** Chooses the columns of the entity that @text names, for now and later; FALSE when it names no
 * column. */
gboolean yun_record_list_set_columns (YunRecordList *self, const char *text);

/** Puts @part among what the menu of a row offers, about the record that is selected; once. */
void yun_record_list_set_menu_part (YunRecordList *self, GMenuModel *part);

/** Whether rows are being read, added up or copied. */
gboolean yun_record_list_is_loading (YunRecordList *self);

G_END_DECLS
