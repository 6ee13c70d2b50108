/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * YunChipEditor: a popover in which one clause of the filter is changed: its text with completions,
 * its values as checks where they are few, "not", and its removal.
 *
 * Nothing is asked before the user applies it; Escape leaves the filter as it was.
 */
#define YUN_TYPE_CHIP_EDITOR (yun_chip_editor_get_type ())
G_DECLARE_FINAL_TYPE (YunChipEditor, yun_chip_editor, YUN, CHIP_EDITOR, GtkPopover)

/** (transfer floating): for clause @clause of the filter that @workspace has answered. */
GtkWidget *yun_chip_editor_new (YunWorkspace *workspace, guint clause);

/** What stands in the entry; setting it is as typing it. */
void        yun_chip_editor_set_text (YunChipEditor *self, const char *text);
const char *yun_chip_editor_get_text (YunChipEditor *self);
/** (nullable): what is wrong with it, as shown. */
const char *yun_chip_editor_get_error (YunChipEditor *self);
/** Asks for what stands in the entry and closes; FALSE, open and nothing changed, when it is not
 * understood. */
gboolean yun_chip_editor_apply (YunChipEditor *self);

G_END_DECLS
