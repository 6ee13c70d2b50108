/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-shortcuts-window.h"

struct _YunShortcutsWindow
{
  AdwPreferencesWindow parent_instance;
};

G_DEFINE_FINAL_TYPE (YunShortcutsWindow, yun_shortcuts_window, ADW_TYPE_PREFERENCES_WINDOW)

static void
yun_shortcuts_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), YUN_TYPE_SHORTCUTS_WINDOW);
  G_OBJECT_CLASS (yun_shortcuts_window_parent_class)->dispose (object);
}

static void
yun_shortcuts_window_class_init (YunShortcutsWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = yun_shortcuts_window_dispose;
  gtk_widget_class_set_template_from_resource (
    GTK_WIDGET_CLASS (klass), "/io/github/yunjian/Yunjian/ui/yun-shortcuts-window.ui");
}

static void
yun_shortcuts_window_init (YunShortcutsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
yun_shortcuts_window_new (GtkWindow *parent)
{
  return g_object_new (YUN_TYPE_SHORTCUTS_WINDOW, "transient-for", parent, NULL);
}
