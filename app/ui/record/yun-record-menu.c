/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-record-list-private.h"

/* The menu of a row: a right click, the Menu key or Shift+F10. */

/* (nullable): the list's item in whose cell @widget is. */
static GtkListItem *
find_cell (YunRecordList *self, GtkWidget *widget)
{
  for (; widget != NULL && widget != self->column_view; widget = gtk_widget_get_parent (widget))
    for (guint i = 0; i < self->cells->len; i++)
      {
        GtkWidget *child = gtk_list_item_get_child (self->cells->pdata[i]);

        /* A click beside the text is on the cell that has it. */
        if (child != NULL && (child == widget || gtk_widget_get_parent (child) == widget))
          return self->cells->pdata[i];
      }
  return NULL;
}

static void
open_at (YunRecordList *self, double x, double y)
{
  const GdkRectangle at = { (int) x, (int) y, 1, 1 };

  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &at);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

/* What is selected stays so when the click is on one of it. */
static void
pressed_cb (GtkGestureClick *click, int n_press, double x, double y, YunRecordList *self)
{
  GtkListItem *cell = find_cell (self, gtk_widget_pick (self->column_view, x, y, GTK_PICK_DEFAULT));
  double       to_x, to_y;

  if (cell == NULL || self->model == NULL)
    return;
  gtk_gesture_set_state (GTK_GESTURE (click), GTK_EVENT_SEQUENCE_CLAIMED);
  if (!gtk_list_item_get_selected (cell))
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->model),
                                     gtk_list_item_get_position (cell), TRUE);
  if (gtk_widget_translate_coordinates (self->column_view, GTK_WIDGET (self), x, y, &to_x, &to_y))
    open_at (self, to_x, to_y);
}

/* At the current cell of the row that counts, when that is in view. */
static gboolean
open_cb (GtkWidget *widget, GVariant *unused, gpointer user_data)
{
  YunRecordList *self = YUN_RECORD_LIST (user_data);
  guint          position =
    self->model != NULL ? yun_record_model_get_selected (self->model) : GTK_INVALID_LIST_POSITION;
  double x = 24, y = 60;

  if (position == GTK_INVALID_LIST_POSITION)
    return FALSE;
  for (guint i = 0; i < self->cells->len; i++)
    {
      GtkListItem *cell = self->cells->pdata[i];
      GtkWidget   *child = gtk_list_item_get_child (cell);

      if (gtk_list_item_get_position (cell) == position && child != NULL &&
          gtk_widget_get_mapped (child) &&
          g_object_get_data (G_OBJECT (cell), "yun-field") == self->current)
        gtk_widget_translate_coordinates (child, GTK_WIDGET (self), 12,
                                          gtk_widget_get_height (child), &x, &y);
    }
  open_at (self, x, y);
  return TRUE;
}

/* Of the rows alone: nothing else in the list is to be removed by a key. */
static void
add_key (GtkEventController *keys, const char *trigger, GtkShortcutAction *action)
{
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (keys),
    gtk_shortcut_new (gtk_shortcut_trigger_parse_string (trigger), action));
}

/* Tab goes from row to row. */
static gboolean
leave_rows_cb (GtkWidget *widget, GVariant *unused, gpointer user_data)
{
  return yun_record_foot_grab_focus (YUN_RECORD_LIST (user_data));
}

void
yun_record_menu_init (YunRecordList *self)
{
  GtkGesture         *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();

  /* Submenus that come and go: in one popover GTK 4.8 never lets their pages go. */
  self->menu =
    gtk_popover_menu_new_from_model_full (G_MENU_MODEL (self->row_menu), GTK_POPOVER_MENU_NESTED);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, 0);
  gtk_widget_add_controller (self->column_view, GTK_EVENT_CONTROLLER (click));

  add_key (keys, "Delete|KP_Delete", gtk_named_action_new ("win.remove"));
  add_key (keys, "Menu|<Shift>F10", gtk_callback_action_new (open_cb, self, NULL));
  add_key (keys, "<Control>Tab", gtk_callback_action_new (leave_rows_cb, self, NULL));
  gtk_widget_add_controller (self->column_view, keys);
}

void
yun_record_menu_dispose (YunRecordList *self)
{
  g_clear_pointer (&self->menu, gtk_widget_unparent);
}

void
yun_record_list_set_menu_part (YunRecordList *self, GMenuModel *part)
{
  g_return_if_fail (YUN_IS_RECORD_LIST (self));
  g_menu_insert_section (self->row_menu, 1, NULL, part);
}
