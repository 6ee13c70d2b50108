/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-chip-editor.h"
#include "yun-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * YunChipBar: says in words what is shown and how much is hidden, with a chip for each clause
 * of the filter, to be changed in place or removed. Left and Right go between chips, Enter and F2
 * change one, Delete removes it.
 */
#define YUN_TYPE_CHIP_BAR (yun_chip_bar_get_type ())
G_DECLARE_FINAL_TYPE (YunChipBar, yun_chip_bar, YUN, CHIP_BAR, GtkWidget)

/** @workspace: (nullable) */
void yun_chip_bar_set_workspace (YunChipBar *self, YunWorkspace *workspace);

/** (transfer none) (nullable): opens the editor of clause @clause; NULL without a chip of it. */
YunChipEditor *yun_chip_bar_edit (YunChipBar *self, guint clause);

/** How many chips there are; for tests. */
guint yun_chip_bar_get_n_chips (YunChipBar *self);

G_END_DECLS
