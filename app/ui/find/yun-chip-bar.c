/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-chip-bar.h"

#include "yun-chip-editor.h"
#include "yun-text-size.h"
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
  GtkWidget    *editor; /* (unowned) (nullable): while it is open */
};

G_DEFINE_FINAL_TYPE (YunChipBar, yun_chip_bar, GTK_TYPE_WIDGET)

/* Chip number of the entity, which is no clause. */
#define ENTITY_CHIP -1

/* What a label keeps in a narrow window, where the bar scrolls instead. */
#define LABEL_EM_MIN 7.2

static void
remove_clause (YunChipBar *self, int clause)
{
  YunFilter            *filter = yun_workspace_get_answered_filter (self->workspace);
  g_autoptr (YunFilter) next = NULL;

  if (clause == ENTITY_CHIP)
    next = yun_filter_with_entity (filter, NULL);
  else
    next = yun_filter_without_clause (filter, clause);
  yun_workspace_set_filter (self->workspace, next);
}

static int
get_clause (GtkWidget *chip)
{
  return GPOINTER_TO_INT (g_object_get_data (G_OBJECT (chip), "yun-clause"));
}

static void
remove_clicked_cb (GtkButton *button, YunChipBar *self)
{
  remove_clause (self, get_clause (gtk_widget_get_parent (GTK_WIDGET (button))));
}

/* ---- Editing -------------------------------------------------------------- */

static gboolean
unparent_cb (gpointer popover)
{
  if (gtk_widget_get_parent (popover) != NULL)
    gtk_widget_unparent (popover);
  return G_SOURCE_REMOVE;
}

/* A popover must not go while it is being closed. */
static void
editor_closed_cb (GtkPopover *popover, YunChipBar *self)
{
  if (self->editor != GTK_WIDGET (popover))
    return;
  self->editor = NULL;
  g_idle_add_full (G_PRIORITY_DEFAULT, unparent_cb, g_object_ref (popover), g_object_unref);
}

static void
close_editor (YunChipBar *self)
{
  GtkWidget *editor = g_steal_pointer (&self->editor);

  if (editor != NULL)
    gtk_widget_unparent (editor);
}

static void
edit (YunChipBar *self, GtkWidget *chip)
{
  graphene_rect_t bounds;
  GdkRectangle    at;

  close_editor (self);
  self->editor = yun_chip_editor_new (self->workspace, (guint) get_clause (chip));
  /* Of the bar, since the chips are made anew with every answer. */
  gtk_widget_set_parent (self->editor, GTK_WIDGET (self));
  if (gtk_widget_compute_bounds (chip, GTK_WIDGET (self), &bounds))
    {
      at = (GdkRectangle){ (int) bounds.origin.x, (int) bounds.origin.y, (int) bounds.size.width,
                           (int) bounds.size.height };
      gtk_popover_set_pointing_to (GTK_POPOVER (self->editor), &at);
    }
  gtk_popover_set_position (GTK_POPOVER (self->editor), GTK_POS_BOTTOM);
  g_signal_connect_object (self->editor, "closed", G_CALLBACK (editor_closed_cb), self, 0);
  gtk_popover_popup (GTK_POPOVER (self->editor));
}

/* The entity is no condition to be written; it is only removed. */
static void
chip_clicked_cb (GtkButton *button, YunChipBar *self)
{
  GtkWidget *chip = gtk_widget_get_parent (GTK_WIDGET (button));

  if (get_clause (chip) == ENTITY_CHIP)
    remove_clause (self, ENTITY_CHIP);
  else
    edit (self, chip);
}

static gboolean
key_pressed_cb (
  GtkEventController *keys, guint key, guint code, GdkModifierType state, YunChipBar *self)
{
  GtkWidget *chip = gtk_event_controller_get_widget (keys);
  GtkWidget *other = NULL;

  switch (key)
    {
    case GDK_KEY_Delete:
    case GDK_KEY_BackSpace:
      remove_clause (self, get_clause (chip));
      return GDK_EVENT_STOP;
    case GDK_KEY_F2:
      if (get_clause (chip) != ENTITY_CHIP)
        edit (self, chip);
      return GDK_EVENT_STOP;
    case GDK_KEY_Left:
      other = gtk_widget_get_prev_sibling (chip);
      break;
    case GDK_KEY_Right:
      other = gtk_widget_get_next_sibling (chip);
      break;
    default:
      return GDK_EVENT_PROPAGATE;
    }
  if (other != NULL)
    gtk_widget_child_focus (other, GTK_DIR_TAB_FORWARD);
  return GDK_EVENT_STOP;
}

/* ---- Chips ---------------------------------------------------------------- */

static GtkWidget *
build_label (GtkWidget *bar, const char *text)
{
  GtkWidget              *label = gtk_label_new (text);
  g_autoptr (PangoLayout) layout = NULL;
  int                     width, least;

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  layout = gtk_widget_create_pango_layout (bar, text);
  pango_layout_get_pixel_size (layout, &width, NULL);
  least = (int) (LABEL_EM_MIN * yun_text_size_get_em (bar));
  gtk_widget_set_size_request (label, MIN (width, least), -1);
  return label;
}

static void
add_chip (YunChipBar *self, const char *text, int clause)
{
  GtkWidget          *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget          *button = gtk_button_new ();
  GtkWidget          *gone = gtk_button_new_from_icon_name ("window-close-symbolic");
  GtkEventController *keys = gtk_event_controller_key_new ();
  g_autofree char    *removes = g_strdup_printf (_ ("Remove the condition “%s”"), text);
  g_autofree char    *edits = clause == ENTITY_CHIP
                                ? g_strdup (removes)
                                : g_strdup_printf (_ ("Change the condition “%s”"), text);

  gtk_widget_add_css_class (chip, "chip");
  gtk_button_set_child (GTK_BUTTON (button), build_label (GTK_WIDGET (self), text));
  gtk_widget_set_tooltip_text (button, edits);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, edits,
                                  -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (chip_clicked_cb), self, 0);
  gtk_widget_set_tooltip_text (gone, removes);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gone), GTK_ACCESSIBLE_PROPERTY_LABEL, removes,
                                  -1);
  g_signal_connect_object (gone, "clicked", G_CALLBACK (remove_clicked_cb), self, 0);
  gtk_box_append (GTK_BOX (chip), button);
  gtk_box_append (GTK_BOX (chip), gone);
  g_object_set_data (G_OBJECT (chip), "yun-clause", GINT_TO_POINTER (clause));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self, 0);
  gtk_widget_add_controller (chip, keys);
  gtk_box_append (GTK_BOX (self->chips), chip);
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

/* The place of the chip that has the focus, or -1. */
static int
find_focused (YunChipBar *self)
{
  GtkWidget *chip = gtk_widget_get_first_child (self->chips);

  for (int i = 0; chip != NULL; i++, chip = gtk_widget_get_next_sibling (chip))
    if (gtk_widget_get_state_flags (chip) & GTK_STATE_FLAG_FOCUS_WITHIN)
      return i;
  return -1;
}

/* Gives the focus to the chip at @place, or the last. */
static void
focus_chip (YunChipBar *self, int place)
{
  GtkWidget *chip = gtk_widget_get_first_child (self->chips);

  while (chip != NULL && place-- > 0 && gtk_widget_get_next_sibling (chip) != NULL)
    chip = gtk_widget_get_next_sibling (chip);
  if (chip != NULL)
    gtk_widget_child_focus (chip, GTK_DIR_TAB_FORWARD);
}

static void
update (YunChipBar *self)
{
  YunFilter       *filter;
  const YunEntity *entity;
  GtkWidget       *child;
  int              focused;

  if (self->workspace == NULL || yun_workspace_get_answer (self->workspace) == NULL)
    return;
  filter = yun_workspace_get_answered_filter (self->workspace);
  entity = yun_filter_get_entity (filter);

  close_editor (self);
  focused = find_focused (self);
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
  if (focused >= 0)
    focus_chip (self, focused);
  gtk_widget_set_visible (self->buttons, self->n_chips > 0);
  update_summary (self);
}

static void
yun_chip_bar_dispose (GObject *object)
{
  YunChipBar *self = YUN_CHIP_BAR (object);

  close_editor (self);
  yun_chip_bar_set_workspace (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), YUN_TYPE_CHIP_BAR);
  G_OBJECT_CLASS (yun_chip_bar_parent_class)->dispose (object);
}

/* The editor is a child that the layout does not know. */
static void
yun_chip_bar_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  YunChipBar *self = YUN_CHIP_BAR (widget);

  gtk_widget_size_allocate (self->bar, &(GtkAllocation){ 0, 0, width, height }, baseline);
  if (self->editor != NULL)
    gtk_popover_present (GTK_POPOVER (self->editor));
}

static void
yun_chip_bar_measure (GtkWidget     *widget,
                      GtkOrientation orientation,
                      int            for_size,
                      int           *minimum,
                      int           *natural,
                      int           *minimum_baseline,
                      int           *natural_baseline)
{
  gtk_widget_measure (YUN_CHIP_BAR (widget)->bar, orientation, for_size, minimum, natural,
                      minimum_baseline, natural_baseline);
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
  widget_class->size_allocate = yun_chip_bar_size_allocate;
  widget_class->measure = yun_chip_bar_measure;
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

YunChipEditor *
yun_chip_bar_edit (YunChipBar *self, guint clause)
{
  GtkWidget *chip;

  g_return_val_if_fail (YUN_IS_CHIP_BAR (self), NULL);

  for (chip = gtk_widget_get_first_child (self->chips); chip != NULL;
       chip = gtk_widget_get_next_sibling (chip))
    if (get_clause (chip) == (int) clause)
      {
        edit (self, chip);
        return YUN_CHIP_EDITOR (self->editor);
      }
  return NULL;
}

guint
yun_chip_bar_get_n_chips (YunChipBar *self)
{
  g_return_val_if_fail (YUN_IS_CHIP_BAR (self), 0);
  return self->n_chips;
}
