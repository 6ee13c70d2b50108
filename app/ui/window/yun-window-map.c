/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-window-private.h"

#include "yun-goto-popover.h"
#include "yun-report.h"

#include <glib/gi18n.h>

/* Moving about the map, from anywhere in the window: the bar's buttons and their keys. */

static void
show_map (YunWindow *self)
{
  g_object_set (self, "view", YUN_VIEW_MAP, NULL);
}

static void
back_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  yun_map_view_go (YUN_MAP_VIEW (YUN_WINDOW (user_data)->map), -1);
}

static void
forward_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  yun_map_view_go (YUN_MAP_VIEW (YUN_WINDOW (user_data)->map), 1);
}

static void
go_to_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  YunWindow *self = user_data;

  show_map (self);
  yun_map_bar_open_goto (YUN_MAP_BAR (self->map_bar));
}

static void
bookmarks_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  YunWindow *self = user_data;

  show_map (self);
  yun_map_bar_open_bookmarks (YUN_MAP_BAR (self->map_bar));
}

static void
add_bookmark_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  YunWindow          *self = user_data;
  YunBookmarkPopover *popover = yun_map_bar_get_bookmarks (YUN_MAP_BAR (self->map_bar));
  g_autofree char    *name =
    g_strdup_printf (_ ("Bookmark %u"), yun_bookmark_popover_get_n (popover) + 1);

  show_map (self);
  yun_map_bar_open_bookmarks (YUN_MAP_BAR (self->map_bar));
  yun_bookmark_popover_begin_add (popover, name);
}

/* uid, name, kind, content, position, created, opened: all there was of a removed view */
#define REMOVED_TYPE "(ssssisx)"

static void
restored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunWindow)    self = user_data;
  g_autoptr (GError)       error = NULL;
  g_autoptr (YunSavedView) view = yun_store_edit_view_finish (YUN_STORE (source), result, &error);

  if (view == NULL && self->stack != NULL)
    yun_report_light (ADW_TOAST_OVERLAY (self->toasts), error);
}

static void
restore_bookmark_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  YunWindow               *self = user_data;
  const char              *uid, *name, *kind, *content, *created;
  int                      position;
  gint64                   opened;
  g_autoptr (YunSavedView) view = NULL;

  if (self->store == NULL)
    return;
  g_variant_get (parameter, "(&s&s&s&si&sx)", &uid, &name, &kind, &content, &position, &created,
                 &opened);
  view = yun_saved_view_new (kind, name, content);
  view->uid = g_strdup (uid);
  view->position = position;
  view->created = g_strdup (created);
  view->opened_change = opened;
  yun_store_edit_view_async (self->store, YUN_VIEW_SAVE, view, NULL, restored_cb,
                             g_object_ref (self));
}

static const GActionEntry entries[] = {
  { .name = "map-back", .activate = back_action },
  { .name = "map-forward", .activate = forward_action },
  { .name = "go-to", .activate = go_to_action },
  { .name = "bookmarks", .activate = bookmarks_action },
  { .name = "add-bookmark", .activate = add_bookmark_action },
  { .name = "restore-bookmark",
    .activate = restore_bookmark_action,
    .parameter_type = REMOVED_TYPE },
};

/* ---- What the bar and the map say ------------------------------------------ */

static void
found_cb (YunWindow *self, const YunCoordinate *place, const char *text)
{
  if (yun_window_is_placing (self))
    yun_window_place_at (self, place->x, place->y);
  yun_map_view_show_mark (YUN_MAP_VIEW (self->map), place, text);
  gtk_widget_grab_focus (self->map);
}

static void
chosen_cb (YunWindow *self, double x0, double y0, double x1, double y1)
{
  YunRect extent = { x0, y0, x1, y1 };

  yun_map_view_show_extent (YUN_MAP_VIEW (self->map), &extent);
  gtk_widget_grab_focus (self->map);
}

static void
removed_cb (YunWindow *self, const YunSavedView *view)
{
  g_autofree char *escaped = g_markup_escape_text (view->name, -1);
  g_autofree char *text = g_strdup_printf (_ ("Bookmark “%s” removed"), escaped);
  AdwToast        *toast = adw_toast_new (text);

  adw_toast_set_button_label (toast, _ ("Undo"));
  adw_toast_set_action_name (toast, "win.restore-bookmark");
  adw_toast_set_action_target (toast, REMOVED_TYPE, view->uid, view->name, view->kind,
                               view->content, view->position,
                               view->created != NULL ? view->created : "", view->opened_change);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts), toast);
}

static void
failed_cb (YunWindow *self, const GError *error)
{
  yun_report_light (ADW_TOAST_OVERLAY (self->toasts), error);
}

static void
mode_cb (YunWindow *self)
{
  g_autofree char *mode = NULL;

  g_object_get (self->map, "mode", &mode, NULL);
  if (!g_str_equal (mode, "select"))
    show_map (self);
}

static void
popover_shown_cb (YunWindow *self)
{
  YunRect extent = yun_map_view_get_extent (YUN_MAP_VIEW (self->map));

  yun_bookmark_popover_set_extent (yun_map_bar_get_bookmarks (YUN_MAP_BAR (self->map_bar)),
                                   &extent);
}

void
yun_window_update_map_actions (YunWindow *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), entries[i].name);
      gboolean can = self->store != NULL;

      if (g_str_equal (entries[i].name, "map-back"))
        can = can && yun_map_view_can_go (YUN_MAP_VIEW (self->map), -1);
      else if (g_str_equal (entries[i].name, "map-forward"))
        can = can && yun_map_view_can_go (YUN_MAP_VIEW (self->map), 1);
      else if (g_str_equal (entries[i].name, "add-bookmark"))
        can = can && !yun_store_is_read_only (self->store);
      g_simple_action_set_enabled (G_SIMPLE_ACTION (action), can);
    }
}

void
yun_window_init_map (YunWindow *self)
{
  g_autoptr (GPropertyAction) mode = g_property_action_new ("map-mode", self->map, "mode");
  YunBookmarkPopover         *bookmarks = yun_map_bar_get_bookmarks (YUN_MAP_BAR (self->map_bar));

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (mode));
  if (self->settings != NULL)
    {
      g_settings_bind (self->settings, "map-coordinates", self->map, "coordinates",
                       G_SETTINGS_BIND_DEFAULT);
      g_settings_bind (self->settings, "legend-open", self->map, "legend-expanded",
                       G_SETTINGS_BIND_DEFAULT);
    }

  g_signal_connect_object (yun_map_bar_get_goto (YUN_MAP_BAR (self->map_bar)), "found",
                           G_CALLBACK (found_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (bookmarks, "show", G_CALLBACK (popover_shown_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (bookmarks, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (bookmarks, "removed", G_CALLBACK (removed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (bookmarks, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->map, "notify::mode", G_CALLBACK (mode_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->map, "notify::can-go-back",
                           G_CALLBACK (yun_window_update_map_actions), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->map, "notify::can-go-forward",
                           G_CALLBACK (yun_window_update_map_actions), self, G_CONNECT_SWAPPED);
}
