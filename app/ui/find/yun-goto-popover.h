/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-coordinate.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * YunGotoPopover: coordinates are typed or pasted, in the ways of yun_coordinate_parse(), and gone
 * to.
 *
 * What the numbers are in is read from them, or chosen where they cannot tell:
 * GCJ-02 and BD-09. Main thread.
 *
 * Signal "found" (YunGotoPopover *, const YunCoordinate *place, const char *text): @place in
 * degrees of CGCS2000, @text to be said of it.
 */
#define YUN_TYPE_GOTO_POPOVER (yun_goto_popover_get_type ())
G_DECLARE_FINAL_TYPE (YunGotoPopover, yun_goto_popover, YUN, GOTO_POPOVER, GtkPopover)

G_END_DECLS
