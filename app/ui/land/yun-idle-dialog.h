/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-land-page.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * YunIdleDialog: finds candidates for idle land by rule and day, and neighbouring plots.
 *
 * Stays open beside the map. What it finds it puts into the workspace's filter, which everything
 * else follows; it keeps no list of its own. Main thread.
 */
#define YUN_TYPE_IDLE_DIALOG (yun_idle_dialog_get_type ())
G_DECLARE_FINAL_TYPE (YunIdleDialog, yun_idle_dialog, YUN, IDLE_DIALOG, AdwWindow)

/** Begins with the rules and the day of the present filter. */
GtkWidget *yun_idle_dialog_new (GtkWindow *parent, YunWorkspace *workspace);

void yun_idle_dialog_set_rule (YunIdleDialog *self, const char *id, gboolean chosen);
/** @day: YYYY-MM-DD, "" for today; anything else is said to be no day. */
void yun_idle_dialog_set_day (YunIdleDialog *self, const char *day);
void yun_idle_dialog_set_unknown (YunIdleDialog *self, gboolean too);

/** How many plots would be shown; -1 while that is being counted or cannot be. */
gint64 yun_idle_dialog_get_count (YunIdleDialog *self);

/** Puts the choice into the filter; FALSE when nothing is chosen or the day is none. */
gboolean yun_idle_dialog_show_candidates (YunIdleDialog *self);

/** "candidates" or "groups" */
void         yun_idle_dialog_set_page (YunIdleDialog *self, const char *name);
YunLandPage *yun_idle_dialog_get_land_page (YunIdleDialog *self);

G_END_DECLS
