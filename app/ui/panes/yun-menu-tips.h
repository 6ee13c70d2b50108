/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * yun_menu_tips_yield:
 *
 * Keeps the tooltips of all menu buttons in @widget away while their menus are open: the pointer
 * still rests on the button then, and the tooltip would cover the first item. For menus there are;
 * once, from a constructor. Main thread.
 */
void yun_menu_tips_yield (GtkWidget *widget);

G_END_DECLS
