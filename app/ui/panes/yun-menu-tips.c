/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-menu-tips.h"

static gboolean
hide_tip (GBinding *binding, const GValue *from, GValue *to, gpointer user_data)
{
  GtkWidget *button = user_data;

  g_value_set_boolean (to,
                       !g_value_get_boolean (from) && gtk_widget_get_tooltip_text (button) != NULL);
  return TRUE;
}

void
yun_menu_tips_yield (GtkWidget *widget)
{
  if (GTK_IS_MENU_BUTTON (widget))
    {
      GtkPopover *popover = gtk_menu_button_get_popover (GTK_MENU_BUTTON (widget));

      if (popover != NULL)
        g_object_bind_property_full (popover, "visible", widget, "has-tooltip",
                                     G_BINDING_SYNC_CREATE, hide_tip, NULL, widget, NULL);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    yun_menu_tips_yield (child);
}
