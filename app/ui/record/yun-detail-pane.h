/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-lead-view.h"
#include "yun-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * YunDetailPane: the right side: all that is known of the selected record, what leads on from it,
 * how exact its place is, where the facts are from, and its history.
 */
#define YUN_TYPE_DETAIL_PANE (yun_detail_pane_get_type ())
G_DECLARE_FINAL_TYPE (YunDetailPane, yun_detail_pane, YUN, DETAIL_PANE, GtkWidget)

/** @workspace: (nullable) */
void yun_detail_pane_set_workspace (YunDetailPane *self, YunWorkspace *workspace);

/** (nullable): the record that is shown. */
YunRecord *yun_detail_pane_get_record (YunDetailPane *self);

/** (nullable): the name of the record that is shown, when it has an outline that things lie in. */
const char *yun_detail_pane_get_area_name (YunDetailPane *self);

/** Whether the record that is shown can be a point on the map and is none yet that is known better
 * than by its town. */
gboolean yun_detail_pane_can_place (YunDetailPane *self);

/** Whether the selected record is being read. */
gboolean yun_detail_pane_is_loading (YunDetailPane *self);

/** Signal "read" (YunDetailPane *): the selected record has been read and is shown */

/** (transfer none): what leads on from it. */
YunLeadView *yun_detail_pane_get_leads (YunDetailPane *self);

/** (transfer full): what the rules say of the record on the day of the filter; for tests. */
char *yun_detail_pane_dup_rules (YunDetailPane *self);

G_END_DECLS
