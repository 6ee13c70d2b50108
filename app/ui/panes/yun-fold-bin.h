/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * YunFoldBin: what holds all of a window that folds when it is narrow.
 *
 * It asks for a width of no more than "least-width" ems (or what the child needs in less), so the
 * window can be made narrower than what stands in it now, and emits "fit" (int width, double em:
 * both pixels) before its child is laid out: whoever listens puts away what has no room. Then the
 * child must fit. AdwBreakpointBin is much like it, of a libadwaita later than ours. Main thread.
 */
#define YUN_TYPE_FOLD_BIN (yun_fold_bin_get_type ())
G_DECLARE_FINAL_TYPE (YunFoldBin, yun_fold_bin, YUN, FOLD_BIN, GtkWidget)

G_END_DECLS
