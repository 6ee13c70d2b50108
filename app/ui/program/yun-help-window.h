/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * YunHelpWindow: the pages of help (yun-help.h), one beside their list. Its texts can be selected
 * and copied. Main thread.
 */
#define YUN_TYPE_HELP_WINDOW (yun_help_window_get_type ())
G_DECLARE_FINAL_TYPE (YunHelpWindow, yun_help_window, YUN, HELP_WINDOW, AdwWindow)

/** Over @parent. */
GtkWidget *yun_help_window_new (GtkWindow *parent);

G_END_DECLS
