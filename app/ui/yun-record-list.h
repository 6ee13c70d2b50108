/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-record-model.h"
#include "yun-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * YunRecordList: the table of what the filter shows of one entity: a switch between the entities
 * with their counts, columns from the field table, and the totals at the foot.
 */
#define YUN_TYPE_RECORD_LIST (yun_record_list_get_type ())
G_DECLARE_FINAL_TYPE (YunRecordList, yun_record_list, YUN, RECORD_LIST, GtkWidget)

/** @workspace: (nullable) */
void yun_record_list_set_workspace (YunRecordList *self, YunWorkspace *workspace);

/** (transfer none) (nullable): the rows. */
YunRecordModel *yun_record_list_get_model (YunRecordList *self);

/** (transfer full): the counts in words: "23 plots". */
char *yun_entity_format_count (const YunEntity *entity, gint64 count);

G_END_DECLS
