/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-column-layout.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * YunColumnChooser: a popover to choose, order and sort by the columns of a table.
 */
#define YUN_TYPE_COLUMN_CHOOSER (yun_column_chooser_get_type ())
G_DECLARE_FINAL_TYPE (YunColumnChooser, yun_column_chooser, YUN, COLUMN_CHOOSER, GtkPopover)

/** Shows the columns of @entity as @layout has them. */
void yun_column_chooser_show (YunColumnChooser *self, const YunEntity *entity, GArray *layout);

/** (transfer none) (nullable) (element-type YunLayoutColumn): what is chosen now. */
GArray *yun_column_chooser_get_layout (YunColumnChooser *self);

/** Shows or hides a column. The last one stays. */
void yun_column_chooser_toggle (YunColumnChooser *self, const YunField *field);
/** Moves a shown column by @steps to the right, or to the left when negative. */
void yun_column_chooser_move (YunColumnChooser *self, const YunField *field, int steps);
/** Back to the columns before any choice. */
void yun_column_chooser_reset (YunColumnChooser *self);

/**
 * Signals: "changed" (): other columns, or another order;
 * "sort" (gpointer YunField): sort by this one
 */

G_END_DECLS
