/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * YunChipBar: says in words what is shown and how much is hidden, with a removable chip for each
 * clause of the filter.
 */
#define YUN_TYPE_CHIP_BAR (yun_chip_bar_get_type ())
G_DECLARE_FINAL_TYPE (YunChipBar, yun_chip_bar, YUN, CHIP_BAR, GtkWidget)

/** @workspace: (nullable) */
void yun_chip_bar_set_workspace (YunChipBar *self, YunWorkspace *workspace);

/** How many chips there are; for tests. */
guint yun_chip_bar_get_n_chips (YunChipBar *self);

G_END_DECLS
