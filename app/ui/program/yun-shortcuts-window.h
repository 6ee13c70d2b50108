/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * YunShortcutsWindow: the keys of the program, in groups, and a search among them.
 *
 * GtkShortcutsWindow neither scrolls nor folds its columns, and GTK 4.18 deprecates it. Its texts
 * are in yun-shortcuts-window.ui. Main thread.
 */
#define YUN_TYPE_SHORTCUTS_WINDOW (yun_shortcuts_window_get_type ())
G_DECLARE_FINAL_TYPE (
  YunShortcutsWindow, yun_shortcuts_window, YUN, SHORTCUTS_WINDOW, AdwPreferencesWindow)

/** Over @parent. */
GtkWidget *yun_shortcuts_window_new (GtkWindow *parent);

G_END_DECLS
