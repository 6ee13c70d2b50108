/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-column-chooser.h"

#include <glib/gi18n.h>

struct _YunColumnChooser
{
  GtkPopover parent_instance;

  GtkWidget *search;
  GtkWidget *list;

  const YunEntity *entity; /* (nullable) */
  GArray          *layout; /* (owned) (nullable) */
  gboolean         filling;
};

G_DEFINE_FINAL_TYPE (YunColumnChooser, yun_column_chooser, GTK_TYPE_POPOVER)

enum
{
  CHANGED,
  SORT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void fill (YunColumnChooser *self, const YunField *focus);

static const YunField *
get_field (gpointer widget)
{
  return g_object_get_data (G_OBJECT (widget), "yun-field");
}

static void
toggled_cb (GtkWidget *check, YunColumnChooser *self)
{
  if (!self->filling)
    yun_column_chooser_toggle (self, get_field (check));
}

static void
sort_clicked_cb (GtkWidget *button, YunColumnChooser *self)
{
  g_signal_emit (self, signals[SORT], 0, get_field (button));
}

static gboolean
key_pressed_cb (GtkEventControllerKey *keys,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                YunColumnChooser      *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWidget *row = focus != NULL ? gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_BOX_ROW) : NULL;

  if (row == NULL || (state & GDK_ALT_MASK) == 0 ||
      (keyval != GDK_KEY_Up && keyval != GDK_KEY_Down))
    return FALSE;
  yun_column_chooser_move (self, get_field (row), keyval == GDK_KEY_Up ? -1 : 1);
  return TRUE;
}

static gboolean
filter_row_cb (GtkListBoxRow *row, gpointer user_data)
{
  YunColumnChooser *self = user_data;
  const YunField   *field = get_field (row);
  g_autofree char  *word = NULL;
  g_autofree char  *label = NULL;

  word = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);
  label = g_utf8_casefold (yun_field_get_label (field), -1);
  return *word == '\0' || strstr (label, word) != NULL || strstr (field->id, word) != NULL ||
         (field->zh != NULL && strstr (field->zh, word) != NULL);
}

static void
search_changed_cb (YunColumnChooser *self)
{
  gtk_list_box_invalidate_filter (GTK_LIST_BOX (self->list));
}

static void
row_activated_cb (YunColumnChooser *self, GtkListBoxRow *row)
{
  yun_column_chooser_toggle (self, get_field (row));
}

/* ---- Rows ------------------------------------------------------------------- */

static GtkWidget *
add_row (YunColumnChooser *self, const YunField *field, gboolean shown)
{
  GtkWidget       *row = gtk_list_box_row_new ();
  GtkWidget       *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget       *check = gtk_check_button_new_with_label (yun_field_get_label (field));
  GtkWidget       *sort = gtk_button_new_from_icon_name ("view-sort-ascending-symbolic");
  g_autofree char *sort_label = g_strdup_printf (_ ("Sort by %s"), yun_field_get_label (field));

  g_object_set_data (G_OBJECT (row), "yun-field", (gpointer) field);
  g_object_set_data (G_OBJECT (check), "yun-field", (gpointer) field);
  g_object_set_data (G_OBJECT (sort), "yun-field", (gpointer) field);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), shown);
  gtk_widget_set_hexpand (check, TRUE);
  gtk_widget_set_tooltip_text (sort, sort_label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (sort), GTK_ACCESSIBLE_PROPERTY_LABEL, sort_label,
                                  -1);
  gtk_widget_add_css_class (sort, "flat");
  g_signal_connect_object (check, "toggled", G_CALLBACK (toggled_cb), self, 0);
  g_signal_connect_object (sort, "clicked", G_CALLBACK (sort_clicked_cb), self, 0);
  gtk_box_append (GTK_BOX (box), check);
  gtk_box_append (GTK_BOX (box), sort);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
  return row;
}

static void
fill (YunColumnChooser *self, const YunField *focus)
{
  const YunField *const *fields = yun_entity_get_fields (self->entity, NULL);
  GtkWidget             *row, *focused = NULL;

  self->filling = TRUE;
  while ((row = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), row);
  for (guint i = 0; i < self->layout->len; i++)
    {
      const YunField *field = g_array_index (self->layout, YunLayoutColumn, i).field;

      row = add_row (self, field, TRUE);
      focused = field == focus ? row : focused;
    }
  for (guint i = 0; fields[i] != NULL; i++)
    if (yun_column_layout_find (self->layout, fields[i]) < 0)
      {
        row = add_row (self, fields[i], FALSE);
        focused = fields[i] == focus ? row : focused;
      }
  self->filling = FALSE;
  if (focused != NULL)
    gtk_widget_grab_focus (focused);
}

static void
change (YunColumnChooser *self, const YunField *focus)
{
  fill (self, focus);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* ---- Object ----------------------------------------------------------------- */

static void
yun_column_chooser_dispose (GObject *object)
{
  YunColumnChooser *self = YUN_COLUMN_CHOOSER (object);

  g_clear_pointer (&self->layout, g_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), YUN_TYPE_COLUMN_CHOOSER);
  G_OBJECT_CLASS (yun_column_chooser_parent_class)->dispose (object);
}

static void
yun_column_chooser_class_init (YunColumnChooserClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType           type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = yun_column_chooser_dispose;
  signals[CHANGED] =
    g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SORT] = g_signal_new ("sort", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                1, G_TYPE_POINTER);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/yunjian/Yunjian/ui/yun-column-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, YunColumnChooser, search);
  gtk_widget_class_bind_template_child (widget_class, YunColumnChooser, list);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, yun_column_chooser_reset);
}

static void
yun_column_chooser_init (YunColumnChooser *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_filter_func (GTK_LIST_BOX (self->list), filter_row_cb, self, NULL);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self, 0);
  gtk_widget_add_controller (self->list, keys);
}

void
yun_column_chooser_show (YunColumnChooser *self, const YunEntity *entity, GArray *layout)
{
  g_return_if_fail (YUN_IS_COLUMN_CHOOSER (self));
  g_return_if_fail (entity != NULL && layout != NULL);

  self->entity = entity;
  g_clear_pointer (&self->layout, g_array_unref);
  self->layout = g_array_copy (layout);
  fill (self, NULL);
}

GArray *
yun_column_chooser_get_layout (YunColumnChooser *self)
{
  g_return_val_if_fail (YUN_IS_COLUMN_CHOOSER (self), NULL);
  return self->layout;
}

void
yun_column_chooser_toggle (YunColumnChooser *self, const YunField *field)
{
  YunLayoutColumn column = { field, yun_column_layout_get_width (field) };
  int             place;

  g_return_if_fail (YUN_IS_COLUMN_CHOOSER (self) && self->layout != NULL);

  place = yun_column_layout_find (self->layout, field);
  if (place < 0)
    g_array_append_val (self->layout, column);
  else if (self->layout->len > 1)
    g_array_remove_index (self->layout, (guint) place);
  change (self, field);
}

void
yun_column_chooser_move (YunColumnChooser *self, const YunField *field, int steps)
{
  YunLayoutColumn column;
  int             from, to;

  g_return_if_fail (YUN_IS_COLUMN_CHOOSER (self) && self->layout != NULL);

  from = yun_column_layout_find (self->layout, field);
  to = CLAMP (from + steps, 0, (int) self->layout->len - 1);
  if (from < 0 || from == to)
    return;
  column = g_array_index (self->layout, YunLayoutColumn, from);
  g_array_remove_index (self->layout, (guint) from);
  g_array_insert_val (self->layout, (guint) to, column);
  change (self, field);
}

void
yun_column_chooser_reset (YunColumnChooser *self)
{
  g_return_if_fail (YUN_IS_COLUMN_CHOOSER (self) && self->entity != NULL);

  g_array_unref (self->layout);
  self->layout = yun_column_layout_new (self->entity);
  change (self, NULL);
}
