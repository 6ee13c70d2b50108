/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * YunViewPane: the saved views of a registry, each with how many records its list shows; a click
 * switches one on and off.
 *
 * Only lists: what is done with a view are the window's actions "win.…-view", with its uid. Follows
 * the store, also when another window writes to it. Keys on a view: F2 renames, Delete removes,
 * Alt+Up and Alt+Down move. Main thread.
 *
 * Signals: "listed" (): the list is another one; "failed" (GError *); "record-chosen" (guint
 * entity, gint64 id): one of the news.
 */
#define YUN_TYPE_VIEW_PANE (yun_view_pane_get_type ())
G_DECLARE_FINAL_TYPE (YunViewPane, yun_view_pane, YUN, VIEW_PANE, GtkWidget)

/** @workspace: (nullable) */
void yun_view_pane_set_workspace (YunViewPane *self, YunWorkspace *workspace);

/** Whether it has been read which views there are. */
gboolean yun_view_pane_is_listed (YunViewPane *self);
/** How many there are. */
guint yun_view_pane_get_n (YunViewPane *self);
/** (nullable) (transfer none): by their order. */
const YunSavedView *yun_view_pane_get_nth (YunViewPane *self, guint i);
/** (nullable) (transfer none) */
const YunSavedView *yun_view_pane_find_uid (YunViewPane *self, const char *uid);
const YunSavedView *yun_view_pane_find_name (YunViewPane *self, const char *name);
/** How many records are said to be in it, -1: not said; for tests. */
gint64 yun_view_pane_get_count (YunViewPane *self, guint i);

/** @uid: (nullable): the view that is on */
void yun_view_pane_set_active (YunViewPane *self, const char *uid);

/**
 * yun_view_pane_set_news:
 * @text: (nullable): what changed in the view that is on; NULL: nothing is said
 * @news: (nullable) (transfer full): the records that a click on it lists
 */
void yun_view_pane_set_news (YunViewPane *self, const char *text, YunViewNews *news);
/** (nullable): for tests. */
const char *yun_view_pane_get_news (YunViewPane *self);

/** To the view that is on, or the first. */
void yun_view_pane_focus (YunViewPane *self);

G_END_DECLS
