/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-map-bar.h"

#include "yun-goto-popover.h"

struct _YunMapBar
{
  GtkBox parent_instance;

  GtkMenuButton *goto_button;
  GtkMenuButton *bookmarks_button;
  GtkWidget     *goto_popover;
  GtkWidget     *bookmarks_popover;
};

G_DEFINE_FINAL_TYPE (YunMapBar, yun_map_bar, GTK_TYPE_BOX)

static void
yun_map_bar_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), YUN_TYPE_MAP_BAR);
  G_OBJECT_CLASS (yun_map_bar_parent_class)->dispose (object);
}

static void
yun_map_bar_class_init (YunMapBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = yun_map_bar_dispose;
  g_type_ensure (YUN_TYPE_GOTO_POPOVER);
  g_type_ensure (YUN_TYPE_BOOKMARK_POPOVER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/yunjian/Yunjian/ui/yun-map-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, YunMapBar, goto_button);
  gtk_widget_class_bind_template_child (widget_class, YunMapBar, bookmarks_button);
  gtk_widget_class_bind_template_child (widget_class, YunMapBar, goto_popover);
  gtk_widget_class_bind_template_child (widget_class, YunMapBar, bookmarks_popover);
}

static void
yun_map_bar_init (YunMapBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
yun_map_bar_open_goto (YunMapBar *self)
{
  g_return_if_fail (YUN_IS_MAP_BAR (self));

  gtk_menu_button_popup (self->goto_button);
}

void
yun_map_bar_open_bookmarks (YunMapBar *self)
{
  g_return_if_fail (YUN_IS_MAP_BAR (self));

  gtk_menu_button_popup (self->bookmarks_button);
}

GtkWidget *
yun_map_bar_get_goto (YunMapBar *self)
{
  g_return_val_if_fail (YUN_IS_MAP_BAR (self), NULL);

  return self->goto_popover;
}

YunBookmarkPopover *
yun_map_bar_get_bookmarks (YunMapBar *self)
{
  g_return_val_if_fail (YUN_IS_MAP_BAR (self), NULL);

  return YUN_BOOKMARK_POPOVER (self->bookmarks_popover);
}
