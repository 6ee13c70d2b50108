/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * YunWindow: one window, one registry: facets on the left, map and list in the middle, the selected
 * record on the right. Without a registry it shows the welcome page.
 *
 * Its actions are in yun-window-actions.c. Main thread.
 */
#define YUN_TYPE_WINDOW (yun_window_get_type ())
G_DECLARE_FINAL_TYPE (YunWindow, yun_window, YUN, WINDOW, AdwApplicationWindow)

/** What fills the middle: map and list, or the list alone. */
typedef enum
{
  YUN_VIEW_MAP,
  YUN_VIEW_LEDGER,
} YunView;

#define YUN_TYPE_VIEW (yun_view_get_type ())
GType yun_view_get_type (void) G_GNUC_CONST;

/* Properties "view" (YunView), "show-facets" and "show-detail" (boolean); each is also an action
 * "win.…". */
YunWindow *yun_window_new (GtkApplication *app);

/** Opens the registry at @path; an error is shown in the window. */
void yun_window_open (YunWindow *self, const char *path);

/** Shows @store. */
void yun_window_set_store (YunWindow *self, YunStore *store);

/** Opens the saved view @name, at once or as soon as the registry is there; none of that name is
 * told. */
void yun_window_open_view (YunWindow *self, const char *name);
/** Whether the view of the last call could not be opened. */
gboolean yun_window_lacks_view (YunWindow *self);

/** The path of the registry that is shown or being opened, or NULL. */
const char *yun_window_get_path (YunWindow *self);

/** (nullable): NULL before a registry is open. */
YunWorkspace *yun_window_get_workspace (YunWindow *self);

/** Colours plots by a question of yun_fill_by_get_id(), not remembered for the next start; FALSE:
 * there is none of that name. */
gboolean yun_window_show_colours (YunWindow *self, const char *id);

/**
 * yun_window_set_filter_text:
 *
 * As if @text had been typed and committed; an error is shown under the entry.
 *
 * Returns: whether @text is a filter
 */
gboolean yun_window_set_filter_text (YunWindow *self, const char *text);

/** What is said under the entry, or NULL; for tests. */
const char *yun_window_get_filter_error (YunWindow *self);

/** Whether all that the window shows is read and drawn. */
gboolean yun_window_is_complete (YunWindow *self);
/** Whether the map is: all features are there and drawn; lists and counts may follow. */
gboolean yun_window_is_map_complete (YunWindow *self);

G_END_DECLS
