/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-chip-bar.h"

#include "yun-unit.h"

#include <glib/gi18n.h>

struct _YunChipBar
{
  GtkWidget parent_instance;

  GtkWidget *bar;
  GtkWidget *summary;
  GtkWidget *chips;
  GtkWidget *buttons;

  YunWorkspace *workspace; /* (owned) (nullable) */
  guint         n_chips;
};

G_DEFINE_FINAL_TYPE (YunChipBar, yun_chip_bar, GTK_TYPE_WIDGET)

/* Chip number of the entity, which is no clause. */
#define ENTITY_CHIP -1

/* What a label keeps in a narrow window, where the bar scrolls instead. */
#define LABEL_WIDTH_MIN 96

static void
chip_clicked_cb (GtkButton *button, YunChipBar *self)
{
  int        clause = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "yun-clause"));
  YunFilter *filter = yun_workspace_get_answered_filter (self->workspace);
  g_autoptr (YunFilter) next = NULL;

  if (clause == ENTITY_CHIP)
    next = yun_filter_with_entity (filter, NULL);
  else
    next = yun_filter_without_clause (filter, clause);
  yun_workspace_set_filter (self->workspace, next);
}

static void
add_chip (YunChipBar *self, const char *text, int clause)
{
  GtkWidget              *button = gtk_button_new ();
  GtkWidget              *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget              *label = gtk_label_new (text);
  g_autoptr (PangoLayout) layout = NULL;
  int                     width;
  g_autofree char        *action = g_strdup_printf (_ ("Remove the condition “%s”"), text);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  layout = gtk_widget_create_pango_layout (label, text);
  pango_layout_get_pixel_size (layout, &width, NULL);
  gtk_widget_set_size_request (label, MIN (width, LABEL_WIDTH_MIN), -1);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("window-close-symbolic"));
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "chip");
  gtk_widget_set_tooltip_text (button, action);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, action,
                                  -1);
  g_object_set_data (G_OBJECT (button), "yun-clause", GINT_TO_POINTER (clause));
  g_signal_connect_object (button, "clicked", G_CALLBACK (chip_clicked_cb), self, 0);
  gtk_box_append (GTK_BOX (self->chips), button);
  self->n_chips++;
}

static void
update_summary (YunChipBar *self)
{
  gint64           all = yun_workspace_get_n_all (self->workspace);
  gint64           shown = yun_workspace_get_n_shown (self->workspace);
  g_autofree char *shown_text = yun_number_format (shown, 0);
  g_autofree char *hidden_text = yun_number_format (MAX (0, all - shown), 0);
  g_autofree char *text = NULL;

  if (all >= 0 && shown >= all)
    text = g_strdup_printf (ngettext ("%s record, all shown", "%s records, all shown", shown),
                            shown_text);
  else if (all >= 0)
    text = g_strdup_printf (_ ("%s shown, %s hidden"), shown_text, hidden_text);
  else
    text = g_strdup_printf (_ ("%s shown"), shown_text);
  gtk_label_set_text (GTK_LABEL (self->summary), text);
}

static void
update (YunChipBar *self)
{
  YunFilter       *filter;
  const YunEntity *entity;
  GtkWidget       *child;

  if (self->workspace == NULL || yun_workspace_get_answer (self->workspace) == NULL)
    return;
  filter = yun_workspace_get_answered_filter (self->workspace);
  entity = yun_filter_get_entity (filter);

  while ((child = gtk_widget_get_first_child (self->chips)) != NULL)
    gtk_box_remove (GTK_BOX (self->chips), child);
  self->n_chips = 0;
  if (entity != NULL)
    {
      g_autofree char *text = g_strdup_printf (_ ("Only %s"), yun_entity_get_label (entity));

      add_chip (self, text, ENTITY_CHIP);
    }
  for (guint i = 0; i < yun_filter_get_n_clauses (filter); i++)
    {
      g_autofree char *text = yun_filter_describe_clause (filter, i);

      add_chip (self, text, i);
    }
  gtk_widget_set_visible (self->buttons, self->n_chips > 0);
  update_summary (self);
}

static void
yun_chip_bar_dispose (GObject *object)
{
  YunChipBar *self = YUN_CHIP_BAR (object);

  yun_chip_bar_set_workspace (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), YUN_TYPE_CHIP_BAR);
  G_OBJECT_CLASS (yun_chip_bar_parent_class)->dispose (object);
}

static void
yun_chip_bar_class_init (YunChipBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = yun_chip_bar_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/yunjian/Yunjian/ui/yun-chip-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, YunChipBar, bar);
  gtk_widget_class_bind_template_child (widget_class, YunChipBar, summary);
  gtk_widget_class_bind_template_child (widget_class, YunChipBar, chips);
  gtk_widget_class_bind_template_child (widget_class, YunChipBar, buttons);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
yun_chip_bar_init (YunChipBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
yun_chip_bar_set_workspace (YunChipBar *self, YunWorkspace *workspace)
{
  g_return_if_fail (YUN_IS_CHIP_BAR (self));

  if (workspace == self->workspace)
    return;
  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_set_object (&self->workspace, workspace);
  if (workspace != NULL)
    {
      g_signal_connect_object (workspace, "answered", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      update (self);
    }
}

guint
yun_chip_bar_get_n_chips (YunChipBar *self)
{
  g_return_val_if_fail (YUN_IS_CHIP_BAR (self), 0);
  return self->n_chips;
}
