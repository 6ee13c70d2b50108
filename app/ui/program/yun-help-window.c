/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-help-window.h"

#include "yun-help.h"

#include <glib/gi18n.h>

#define LINE_CHARS 60 /* of a paragraph, at most */

struct _YunHelpWindow
{
  AdwWindow parent_instance;

  GtkWidget *sidebar;
  GtkWidget *stack;
};

G_DEFINE_FINAL_TYPE (YunHelpWindow, yun_help_window, ADW_TYPE_WINDOW)

static void
add_block_cb (YunHelpKind kind, const char *text, gpointer user_data)
{
  static const char *const classes[] = { "heading", NULL, "monospace" };
  GtkWidget               *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), LINE_CHARS);
  gtk_label_set_selectable (GTK_LABEL (label), kind != YUN_HELP_HEADING);
  if (classes[kind] != NULL)
    gtk_widget_add_css_class (label, classes[kind]);
  if (kind == YUN_HELP_HEADING)
    gtk_widget_set_margin_top (label, 12);
  if (kind == YUN_HELP_TYPED)
    gtk_widget_set_margin_start (label, 12);
  gtk_box_append (GTK_BOX (user_data), label);
}

static GtkWidget *
make_page (const char *id)
{
  g_autofree char *text = yun_help_dup_text (id);
  GtkWidget       *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget       *scroller = gtk_scrolled_window_new ();

  gtk_widget_set_margin_start (box, 18);
  gtk_widget_set_margin_end (box, 18);
  gtk_widget_set_margin_bottom (box, 18);
  yun_help_each_block (text, add_block_cb, box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  return scroller;
}

/* (nullable): the first row in @widget */
static GtkWidget *
find_row (GtkWidget *widget)
{
  GtkWidget *row = GTK_IS_LIST_BOX_ROW (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && row == NULL;
       child = gtk_widget_get_next_sibling (child))
    row = find_row (child);
  return row;
}

static void
yun_help_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), YUN_TYPE_HELP_WINDOW);
  G_OBJECT_CLASS (yun_help_window_parent_class)->dispose (object);
}

static void
yun_help_window_class_init (YunHelpWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = yun_help_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/yunjian/Yunjian/ui/yun-help-window.ui");
  gtk_widget_class_bind_template_child (widget_class, YunHelpWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, YunHelpWindow, stack);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
yun_help_window_init (YunHelpWindow *self)
{
  guint              n;
  const YunHelpPage *pages = yun_help_list_pages (&n);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < n; i++)
    gtk_stack_add_titled (GTK_STACK (self->stack), make_page (pages[i].id), pages[i].id,
                          _ (pages[i].title));
  /* A text that had the focus would be selected. */
  gtk_window_set_focus (GTK_WINDOW (self), find_row (self->sidebar));
}

GtkWidget *
yun_help_window_new (GtkWindow *parent)
{
  return g_object_new (YUN_TYPE_HELP_WINDOW, "transient-for", parent, NULL);
}
