/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-fold.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * YunSidePanes: a content with a pane at its start and one at its end.
 *
 * Where there is room the panes stand beside the content, with a divider to drag (F8 gives it the
 * keyboard: arrows move it, Escape leaves it). Where there is none (yun_fold_fit()) a pane is
 * folded: closed at first, it lies over the content when it is shown; the content stays usable.
 * Escape closes it, and the focus goes back to the content. Beside the content again it is as the
 * user had it there. Needs no AdwFlap, which libadwaita 1.4 deprecates, and whose panes have no
 * divider.
 *
 * Properties: "content", "start" and "end" (GtkWidget, each set once); "show-start" and
 * "show-end" (boolean): whether it is seen, beside or over the content; "start-beside" and
 * "end-beside" (boolean): whether it is to be seen where it has room; "start-width" and "end-width"
 * (double, ems): as wide as the user wants it, 0: as is usual. Main thread.
 */
#define YUN_TYPE_SIDE_PANES (yun_side_panes_get_type ())
G_DECLARE_FINAL_TYPE (YunSidePanes, yun_side_panes, YUN, SIDE_PANES, GtkWidget)

/** Whether the pane has no room beside the content. */
gboolean yun_side_panes_is_folded (YunSidePanes *self, YunSide side);

gboolean yun_side_panes_is_shown (YunSidePanes *self, YunSide side);

/** How many pixels of the content lie under the pane; 0: none. Changes with "show-…". */
int yun_side_panes_get_covered (YunSidePanes *self, YunSide side);

/**
 * yun_side_panes_show:
 *
 * Shows the pane or puts it away. A folded one that is shown puts the other folded one away when
 * both have no room. The focus stays where it is, unless it was in a pane that goes.
 */
void yun_side_panes_show (YunSidePanes *self, YunSide side, gboolean shown);

G_END_DECLS
