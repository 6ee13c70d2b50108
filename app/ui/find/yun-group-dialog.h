/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-group.h"
#include "yun-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * YunGroupDialog: a small table of what the filter shows, counted or added up by one field or two;
 * follows the filter. A cell clicked filters to it; the table is copied or exported as CSV.
 *
 * Actions: "groups.copy", "groups.export".
 */
#define YUN_TYPE_GROUP_DIALOG (yun_group_dialog_get_type ())
G_DECLARE_FINAL_TYPE (YunGroupDialog, yun_group_dialog, YUN, GROUP_DIALOG, AdwWindow)

GtkWidget *yun_group_dialog_new (GtkWindow *parent, YunWorkspace *workspace);

/** @columns: (nullable); @number: (nullable): of the measure. FALSE when the kind of record listed
 * cannot be counted so. */
gboolean yun_group_dialog_choose (YunGroupDialog *self,
                                  const YunField *rows,
                                  const YunField *columns,
                                  YunMeasure      measure,
                                  const YunField *number);

/** (transfer none) (nullable): the table that is shown. */
const YunGroups *yun_group_dialog_get_groups (YunGroupDialog *self);

/** Filters to a cell, as a click on it does; -1: the total of that side. */
void yun_group_dialog_filter (YunGroupDialog *self, int row, int column);

/** Writes the table beside @path, then gives it that name. */
void yun_group_dialog_export_to (YunGroupDialog *self, const char *path);

/** Whether something is counted or written. */
gboolean yun_group_dialog_is_loading (YunGroupDialog *self);

G_END_DECLS
