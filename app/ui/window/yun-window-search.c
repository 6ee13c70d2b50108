/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-window-private.h"

#include "yun-report.h"

#include <glib/gi18n.h>

/* What is offered below the search entry while one types, and what becomes of what is taken. */

static void
read_entry (YunWindow *self)
{
  yun_search_popover_set_text (
    self->search, gtk_editable_get_text (GTK_EDITABLE (self->filter_entry)),
    (guint) gtk_editable_get_position (GTK_EDITABLE (self->filter_entry)));
}

static gboolean
has_focus (YunWindow *self)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));

  return focus != NULL &&
         (focus == self->filter_entry || gtk_widget_is_ancestor (focus, self->filter_entry));
}

void
yun_window_offer (YunWindow *self)
{
  if (has_focus (self))
    read_entry (self);
}

/* A key's change is told before the cursor has moved on: what is offered is for where it is. */
static void
cursor_moved_cb (YunWindow *self)
{
  if (self->can_read_entry && (self->offered_early || yun_search_popover_is_open (self->search)))
    yun_window_offer (self);
  self->offered_early = FALSE;
}

/* ---- Taking ----------------------------------------------------------------- */

static void
completed_cb (YunWindow *self, guint start, guint end, const char *text)
{
  GtkEditable *entry = GTK_EDITABLE (self->filter_entry);
  int          position = (int) start;
  gboolean     done = !g_str_has_suffix (text, ":");

  gtk_editable_delete_text (entry, (int) start, (int) end);
  gtk_editable_insert_text (entry, text, -1, &position);
  /* A word that is complete is followed by the next one. */
  if (done && position == (int) g_utf8_strlen (gtk_editable_get_text (entry), -1))
    gtk_editable_insert_text (entry, " ", 1, &position);
  gtk_editable_set_position (entry, position);
  if (done)
    yun_search_popover_dismiss (self->search);
  else
    read_entry (self);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunWindow) self = user_data;
  g_autoptr (GError)    error = NULL;
  g_autoptr (GPtrArray) records = yun_store_load_finish (YUN_STORE (source), result, &error);
  YunGeom              *shape = NULL;

  if (self->stack == NULL || self->store != YUN_STORE (source))
    return;
  if (records == NULL)
    {
      yun_report_light (ADW_TOAST_OVERLAY (self->toasts), error);
      return;
    }
  if (records->len > 0 && g_ptr_array_index (records, 0) != NULL)
    shape = yun_record_get_shape (g_ptr_array_index (records, 0));
  if (shape != NULL)
    yun_map_view_zoom_to (YUN_MAP_VIEW (self->map), yun_geom_get_box (shape));
  else
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts),
                                 adw_toast_new (_ ("Its place is not known.")));
}

static void
chosen_cb (YunWindow *self, guint entity, gint64 id)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);

  yun_window_drop_entry (self);
  yun_workspace_select (self->workspace, entities[entity], id);
  yun_store_load_async (self->store, entities[entity], &id, 1, TRUE, NULL, read_cb,
                        g_object_ref (self));
}

static void
located_cb (YunWindow *self, const YunCoordinate *place, const char *text)
{
  if (self->stack == NULL)
    return;
  yun_window_drop_entry (self);
  g_object_set (self, "view", YUN_VIEW_MAP, NULL);
  yun_map_view_show_mark (YUN_MAP_VIEW (self->map), place, text);
}

static void
named_cb (YunWindow *self, const YunGazetteerPlace *place)
{
  if (self->stack == NULL)
    return;
  yun_window_drop_entry (self);
  g_object_set (self, "view", YUN_VIEW_MAP, NULL);
  yun_map_view_show_place (YUN_MAP_VIEW (self->map), place->shape, place->at, place->name);
}

/* What was typed was the action's name: it filters nothing while the action runs. */
static void
acted_cb (YunWindow *self, const char *action)
{
  g_autofree char     *name = NULL;
  g_autoptr (GVariant) target = NULL;

  yun_window_drop_entry (self);
  if (g_action_parse_detailed_name (action, &name, &target, NULL))
    gtk_widget_activate_action_variant (GTK_WIDGET (self), name, target);
}

/* ---- Keys ---------------------------------------------------------------------- */

static gboolean
key_cb (YunWindow *self, guint key, guint code, GdkModifierType state)
{
  /* While an input method composes, keys are its own. */
  if (self->composing || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0 ||
      !yun_search_popover_is_open (self->search))
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      yun_search_popover_move (self->search, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      yun_search_popover_move (self->search, -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Tab:
      return yun_search_popover_take (self->search, TRUE);
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
      return yun_search_popover_take (self->search, FALSE);
    case GDK_KEY_Escape:
      yun_search_popover_dismiss (self->search);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
preedit_cb (YunWindow *self, const char *preedit)
{
  self->composing = *preedit != '\0';
}

static void
entered_cb (YunWindow *self)
{
  yun_search_popover_prepare (self->search);
}

static void
left_cb (YunWindow *self)
{
  if (self->search != NULL)
    yun_search_popover_dismiss (self->search);
}

void
yun_window_init_search (YunWindow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->search = yun_search_popover_new (self->search_box);
  g_signal_connect_object (self->search, "completed", G_CALLBACK (completed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search, "located", G_CALLBACK (located_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search, "named", G_CALLBACK (named_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search, "acted", G_CALLBACK (acted_cb), self, G_CONNECT_SWAPPED);

  g_signal_connect_object (self->filter_entry, "notify::cursor-position",
                           G_CALLBACK (cursor_moved_cb), self, G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->filter_entry, keys);
  g_signal_connect_object (focus, "enter", G_CALLBACK (entered_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (left_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->filter_entry, focus);
  g_signal_connect_object (gtk_editable_get_delegate (GTK_EDITABLE (self->filter_entry)),
                           "preedit-changed", G_CALLBACK (preedit_cb), self, G_CONNECT_SWAPPED);
  if (self->settings != NULL)
    {
      g_autoptr (GAction) scheme = g_settings_create_action (self->settings, "color-scheme");

      g_action_map_add_action (G_ACTION_MAP (self), scheme);
    }
}
