/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-window-private.h"

#include "yun-menu-tips.h"
#include "yun-report.h"
#include "yun-settings.h"

#include <glib/gi18n.h>
#include <string.h>

G_DEFINE_FINAL_TYPE (YunWindow, yun_window, ADW_TYPE_APPLICATION_WINDOW)

enum
{
  PROP_0,
  PROP_VIEW,
  PROP_SHOW_FACETS,
  PROP_SHOW_DETAIL,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

GType
yun_view_get_type (void)
{
  static gsize            type;
  static const GEnumValue values[] = {
    { YUN_VIEW_MAP, "YUN_VIEW_MAP", "map" },
    { YUN_VIEW_LEDGER, "YUN_VIEW_LEDGER", "ledger" },
    { 0 },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("YunView", values));
  return type;
}

/* ---- Following the workspace ---------------------------------------------- */

static void
answered_cb (YunWindow *self)
{
  yun_window_outline_areas (self);
  yun_window_judge_entered (self);
  if (!yun_workspace_has_typed (self->workspace))
    yun_window_views_answered (self);
  yun_window_run_waiting (self);
}

static void
features_changed_cb (YunWindow *self)
{
  yun_map_view_update_features (
    YUN_MAP_VIEW (self->map), yun_workspace_get_features (self->workspace),
    yun_workspace_get_shown (self->workspace), yun_workspace_get_changed_box (self->workspace));
}

static void
selected_cb (YunWindow *self)
{
  const YunEntity *entity = yun_workspace_get_selected_entity (self->workspace);

  yun_map_view_set_selection (YUN_MAP_VIEW (self->map),
                              entity != NULL ? yun_entity_get_index (entity) : 0,
                              yun_workspace_get_selected_id (self->workspace));
  if (entity == NULL)
    yun_window_hide_empty (self);
  yun_window_update_actions (self);
}

/* Towns and zones are no features of the map: it marks them by their shape. */
static void
record_read_cb (YunWindow *self)
{
  YunRecord *record = yun_detail_pane_get_record (YUN_DETAIL_PANE (self->detail));

  if (record != NULL)
    {
      yun_map_view_set_selection_shape (YUN_MAP_VIEW (self->map), yun_record_get_shape (record));
      yun_window_enter_detail (self);
    }
  yun_window_update_area_actions (self);
}

static void
failed_cb (YunWindow *self, const GError *error)
{
  yun_window_forget_waiting (self);
  if (error->domain == YUN_FILTER_ERROR)
    yun_window_show_filter_error (self, error->message);
  else
    yun_report_light (ADW_TOAST_OVERLAY (self->toasts), error);
}

static void
changed_cb (YunWindow *self)
{
  /* What is near may be elsewhere now. */
  g_clear_pointer (&self->outlined, yun_filter_unref);
  yun_window_update_undo (self);
}

static void
busy_cb (YunWindow *self)
{
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), yun_workspace_is_busy (self->workspace));
}

static void
picked_cb (YunMapView *map, guint entity, gint64 id, YunWindow *self)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);

  if (self->workspace != NULL && entity < n)
    {
      yun_workspace_select (self->workspace, entities[entity], id);
      yun_window_show_picked (self);
    }
}

static void
dark_cb (YunWindow *self)
{
  yun_map_view_set_dark (YUN_MAP_VIEW (self->map),
                         adw_style_manager_get_dark (adw_style_manager_get_default ()));
}

/* What is wrong with the choice is said where it is made. */
static void
update_basemap (YunWindow *self)
{
  g_autoptr (YunTileSource) source = yun_settings_dup_basemap (self->settings, NULL);

  yun_map_view_set_basemap (YUN_MAP_VIEW (self->map), source,
                            g_settings_get_double (self->settings, "basemap-strength"));
}

static void
update_streets (YunWindow *self)
{
  gboolean         wanted = g_settings_get_boolean (self->settings, "street-map");
  g_autofree char *path = wanted ? yun_street_dup_path () : NULL;

  yun_map_base_set_streets (yun_map_view_get_base_source (YUN_MAP_VIEW (self->map)), path);
  yun_gazetteer_set_streets (path);
}

/* The registry is shown all the same. */
static void
streets_failed_cb (YunWindow *self, const char *message)
{
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts), adw_toast_new (message));
}

static void
settings_changed_cb (YunWindow *self, const char *key)
{
  if (self->map != NULL && g_str_has_prefix (key, "basemap"))
    update_basemap (self);
  if (self->map != NULL && strcmp (key, "street-map") == 0)
    update_streets (self);
}

/* ---- Opening -------------------------------------------------------------- */

static void
update_title (YunWindow *self)
{
  g_autofree char *name = NULL;

  if (self->path == NULL)
    {
      gtk_window_set_title (GTK_WINDOW (self), _ ("Yunjian"));
      return;
    }
  name = g_filename_display_basename (self->path);
  gtk_window_set_title (GTK_WINDOW (self), name);
}

static void
store_closed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GApplication) application = user_data;

  if (application != NULL)
    g_application_release (application);
}

/* The program does not end before it is closed. */
static void
close_store (YunStore *store)
{
  GApplication *application = g_application_get_default ();

  if (application != NULL)
    g_application_hold (g_object_ref (application));
  yun_store_close_async (store, store_closed_cb, application);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunWindow) self = user_data;
  g_autoptr (YunStore)  store = NULL;
  g_autoptr (GError)    error = NULL;

  store = yun_store_open_finish (result, &error);
  g_clear_object (&self->opening);
  if (self->stack == NULL)
    {
      /* The window was closed meanwhile. */
      if (store != NULL)
        close_store (store);
      return;
    }
  yun_welcome_page_set_opening (YUN_WELCOME_PAGE (self->welcome), NULL);
  if (store != NULL)
    {
      yun_window_set_store (self, store);
    }
  else
    {
      g_clear_pointer (&self->path, g_free);
      update_title (self);
      yun_report_serious (GTK_WINDOW (self), _ ("The File Could Not Be Opened"), error);
    }
}

typedef struct
{
  YunWindow *window; /* (owned) */
  double     done;
} Upgraded;

static gboolean
show_upgrade_cb (gpointer data)
{
  Upgraded *upgraded = data;

  if (upgraded->window->opening != NULL && upgraded->window->stack != NULL)
    yun_welcome_page_set_upgraded (YUN_WELCOME_PAGE (upgraded->window->welcome),
                                   upgraded->window->path, upgraded->done);
  g_object_unref (upgraded->window);
  g_free (upgraded);
  return G_SOURCE_REMOVE;
}

/* On the thread that opens. */
static void
upgraded_cb (double done, gpointer user_data)
{
  Upgraded *upgraded = g_new0 (Upgraded, 1);

  upgraded->window = g_object_ref (user_data);
  upgraded->done = done;
  g_idle_add (show_upgrade_cb, upgraded);
}

void
yun_window_open (YunWindow *self, const char *path)
{
  g_return_if_fail (YUN_IS_WINDOW (self));
  g_return_if_fail (path != NULL);
  g_return_if_fail (self->store == NULL && self->opening == NULL);

  g_free (self->path);
  self->path = g_strdup (path);
  update_title (self);
  self->opening = g_cancellable_new ();
  yun_welcome_page_set_opening (YUN_WELCOME_PAGE (self->welcome), path);
  yun_store_open_async (path, YUN_STORE_DEFAULT, upgraded_cb, self, self->opening, opened_cb,
                        g_object_ref (self));
}

static void
open_requested_cb (YunWindow *self, const char *path)
{
  if (self->store == NULL && self->opening == NULL)
    yun_window_open (self, path);
}

static void
add_recent (const char *path)
{
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  GtkRecentData    data = {
       .mime_type = (char *) "application/vnd.sqlite3",
       .app_name = (char *) g_get_application_name (),
       .app_exec = (char *) "yunjian %f",
  };

  if (uri != NULL)
    gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
}

static void
let_store_go (YunWindow *self)
{
  if (self->workspace != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->workspace, self);
      yun_workspace_close (self->workspace);
    }
  g_clear_handle_id (&self->typing, g_source_remove);
  if (self->idle != NULL)
    gtk_window_destroy (GTK_WINDOW (self->idle));
  yun_window_let_views_go (self);
  yun_window_let_entered_go (self);
  yun_window_let_areas_go (self);
  if (self->search != NULL)
    yun_search_popover_set_store (self->search, NULL);
  if (self->facets != NULL)
    {
      yun_facet_pane_set_workspace (YUN_FACET_PANE (self->facets), NULL);
      yun_chip_bar_set_workspace (YUN_CHIP_BAR (self->chips), NULL);
      yun_record_list_set_workspace (YUN_RECORD_LIST (self->list), NULL);
      yun_detail_pane_set_workspace (YUN_DETAIL_PANE (self->detail), NULL);
      yun_bookmark_popover_set_store (yun_map_bar_get_bookmarks (YUN_MAP_BAR (self->map_bar)),
                                      NULL);
    }
  g_clear_object (&self->workspace);
  yun_window_forget_waiting (self);
  if (self->store != NULL)
    close_store (self->store);
  g_clear_object (&self->store);
}

static void
show_registry (YunWindow *self, gboolean shown)
{
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), shown ? "registry" : "welcome");
  gtk_widget_set_visible (self->header_buttons_start, shown);
  gtk_widget_set_visible (self->header_buttons_end, shown);
  gtk_widget_set_visible (self->search_box, shown);
  gtk_widget_set_visible (self->window_title, !shown);
}

void
yun_window_drop_store (YunWindow *self)
{
  let_store_go (self);
  gtk_info_bar_set_revealed (GTK_INFO_BAR (self->file_bar), FALSE);
  gtk_info_bar_set_revealed (GTK_INFO_BAR (self->sample_bar), FALSE);
  show_registry (self, FALSE);
  yun_window_update_actions (self);
}

void
yun_window_set_store (YunWindow *self, YunStore *store)
{
  YunWorkspace *workspace;

  g_return_if_fail (YUN_IS_WINDOW (self));
  g_return_if_fail (YUN_IS_STORE (store));

  let_store_go (self);
  self->store = g_object_ref (store);
  g_free (self->path);
  self->path = g_strdup (yun_store_get_path (store));
  update_title (self);
  if (!yun_store_is_sample (store))
    add_recent (self->path);
  yun_window_follow_file (self);

  workspace = self->workspace = yun_workspace_new (store);
  g_signal_connect_object (workspace, "answered", G_CALLBACK (answered_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "settled", G_CALLBACK (yun_window_settle_entry), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "features-changed", G_CALLBACK (features_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "selected", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify::busy", G_CALLBACK (busy_cb), self,
                           G_CONNECT_SWAPPED);
  yun_facet_pane_set_workspace (YUN_FACET_PANE (self->facets), workspace);
  yun_chip_bar_set_workspace (YUN_CHIP_BAR (self->chips), workspace);
  yun_record_list_set_workspace (YUN_RECORD_LIST (self->list), workspace);
  yun_detail_pane_set_workspace (YUN_DETAIL_PANE (self->detail), workspace);
  yun_bookmark_popover_set_store (yun_map_bar_get_bookmarks (YUN_MAP_BAR (self->map_bar)), store);
  yun_search_popover_set_store (self->search, store);
  busy_cb (self);

  show_registry (self, TRUE);
  yun_window_update_actions (self);
  yun_window_update_undo (self);
  gtk_widget_grab_focus (self->map);
}

static void
registry_made_cb (YunWindow *self, YunStore *store)
{
  yun_window_set_store (self, store);
}

/* ---- Object --------------------------------------------------------------- */

static void
yun_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  YunWindow *self = YUN_WINDOW (object);

  switch (id)
    {
    case PROP_VIEW:
      g_value_set_enum (value, self->view);
      break;
    case PROP_SHOW_FACETS:
      g_value_set_boolean (value, yun_window_has_pane (self, YUN_SIDE_START));
      break;
    case PROP_SHOW_DETAIL:
      g_value_set_boolean (value, yun_window_has_pane (self, YUN_SIDE_END));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
yun_window_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  YunWindow *self = YUN_WINDOW (object);

  switch (id)
    {
    case PROP_VIEW:
      self->view = g_value_get_enum (value);
      gtk_widget_set_visible (self->map_side, self->view == YUN_VIEW_MAP);
      break;
    case PROP_SHOW_FACETS:
      yun_window_show_pane (self, YUN_SIDE_START, g_value_get_boolean (value));
      return;
    case PROP_SHOW_DETAIL:
      yun_window_show_pane (self, YUN_SIDE_END, g_value_get_boolean (value));
      return;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  g_object_notify_by_pspec (object, pspec);
}

static gboolean
yun_window_close_request (GtkWindow *window)
{
  YunWindow *self = YUN_WINDOW (window);

  yun_window_remember_size (self);
  return GTK_WINDOW_CLASS (yun_window_parent_class)->close_request (window);
}

static void
yun_window_dispose (GObject *object)
{
  YunWindow *self = YUN_WINDOW (object);

  if (self->opening != NULL)
    g_cancellable_cancel (self->opening);
  let_store_go (self);
  g_clear_pointer (&self->search, yun_search_popover_detach);
  gtk_widget_dispose_template (GTK_WIDGET (self), YUN_TYPE_WINDOW);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (yun_window_parent_class)->dispose (object);
}

static void
yun_window_finalize (GObject *object)
{
  YunWindow *self = YUN_WINDOW (object);

  g_clear_object (&self->opening);
  yun_window_forget_panes (self);
  g_clear_weak_pointer (&self->form);
  g_clear_weak_pointer (&self->idle);
  g_clear_weak_pointer (&self->history);
  g_clear_object (&self->row_menu);
  g_clear_object (&self->map_about);
  g_free (self->entry_then);
  g_free (self->path);
  g_free (self->view_wanted);
  G_OBJECT_CLASS (yun_window_parent_class)->finalize (object);
}

static void
yun_window_class_init (YunWindowClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = yun_window_get_property;
  object_class->set_property = yun_window_set_property;
  object_class->dispose = yun_window_dispose;
  object_class->finalize = yun_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = yun_window_close_request;

  props[PROP_VIEW] =
    g_param_spec_enum ("view", NULL, NULL, YUN_TYPE_VIEW, YUN_VIEW_MAP,
                       G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  props[PROP_SHOW_FACETS] =
    g_param_spec_boolean ("show-facets", NULL, NULL, TRUE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  props[PROP_SHOW_DETAIL] =
    g_param_spec_boolean ("show-detail", NULL, NULL, TRUE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (YUN_TYPE_FOLD_BIN);
  g_type_ensure (YUN_TYPE_SIDE_PANES);
  g_type_ensure (YUN_TYPE_WELCOME_PAGE);
  g_type_ensure (YUN_TYPE_FACET_PANE);
  g_type_ensure (YUN_TYPE_CHIP_BAR);
  g_type_ensure (YUN_TYPE_MAP_VIEW);
  g_type_ensure (YUN_TYPE_MAP_BAR);
  g_type_ensure (YUN_TYPE_RECORD_LIST);
  g_type_ensure (YUN_TYPE_DETAIL_PANE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/yunjian/Yunjian/ui/yun-window.ui");
  gtk_widget_class_bind_template_child (widget_class, YunWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, YunWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, YunWindow, header_buttons_start);
  gtk_widget_class_bind_template_child (widget_class, YunWindow, header_buttons_end);
  gtk_widget_class_bind_template_child (widget_class, YunWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, YunWindow, search_box);
  gtk_widget_class_bind_template_child (widget_class, YunWindow, filter_entry);
  gtk_widget_class_bind_template_child (widget_class, YunWindow, filter_error);
  gtk_widget_class_bind_template_child (widget_class, YunWindow, filter_error_revealer);
  gtk_widget_class_bind_template_child (widget_class, YunWindow, view_switch);
  gtk_widget_class_bind_template_child (widget_class, YunWindow, new_button);
  gtk_widget_class_bind_template_child (widget_class, YunWindow, new_word);
  gtk_widget_class_bind_template_child (widget_class, YunWindow, export_button);
  gtk_widget_class_bind_template_child (widget_class, YunWindow, undo_button);
  gtk_widget_class_bind_template_child (widget_class, YunWindow, redo_button);
  gtk_widget_class_bind_template_child (widget_class, YunWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, YunWindow, folded_menu);
  gtk_widget_class_bind_template_child (widget_class, YunWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, YunWindow, sample_bar);
  gtk_widget_class_bind_template_child (widget_class, YunWindow, file_bar);
  gtk_widget_class_bind_template_child (widget_class, YunWindow, file_label);
  gtk_widget_class_bind_template_child (widget_class, YunWindow, file_reopen);
  gtk_widget_class_bind_template_child (widget_class, YunWindow, file_save);
  gtk_widget_class_bind_template_child (widget_class, YunWindow, file_clean);
  gtk_widget_class_bind_template_child (widget_class, YunWindow, welcome);
  gtk_widget_class_bind_template_child (widget_class, YunWindow, panes);
  gtk_widget_class_bind_template_child (widget_class, YunWindow, middle_paned);
  gtk_widget_class_bind_template_child (widget_class, YunWindow, facets);
  gtk_widget_class_bind_template_child (widget_class, YunWindow, map_side);
  gtk_widget_class_bind_template_child (widget_class, YunWindow, chips);
  gtk_widget_class_bind_template_child (widget_class, YunWindow, map);
  gtk_widget_class_bind_template_child (widget_class, YunWindow, map_bar);
  gtk_widget_class_bind_template_child (widget_class, YunWindow, list);
  gtk_widget_class_bind_template_child (widget_class, YunWindow, detail);
  gtk_widget_class_bind_template_callback_full (widget_class, "fit_cb",
                                                G_CALLBACK (yun_window_fit));
  yun_window_class_init_entry (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, picked_cb);
  gtk_widget_class_bind_template_callback (widget_class, record_read_cb);
  gtk_widget_class_bind_template_callback (widget_class, registry_made_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_requested_cb);
  yun_window_class_add_actions (klass);
  yun_window_class_add_edit_actions (klass);
  yun_window_class_add_view_actions (klass);
  yun_window_class_add_file_actions (klass);
  yun_window_class_add_area_actions (klass);
  yun_window_class_add_pane_actions (klass);
}

static void
yun_window_init (YunWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->can_read_entry = TRUE;
  yun_window_init_views (self);
  self->settings = yun_settings_new ();
  if (self->settings != NULL)
    {
      g_signal_connect_object (self->settings, "changed", G_CALLBACK (settings_changed_cb), self,
                               G_CONNECT_SWAPPED);
      update_basemap (self);
      g_signal_connect_object (yun_map_view_get_base_source (YUN_MAP_VIEW (self->map)), "failed",
                               G_CALLBACK (streets_failed_cb), self, G_CONNECT_SWAPPED);
      update_streets (self);
      g_settings_bind (self->settings, "map-colours", self->map, "colour-by",
                       G_SETTINGS_BIND_DEFAULT);
    }
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (dark_cb),
                           self, G_CONNECT_SWAPPED);
  dark_cb (self);
  update_title (self);
  yun_menu_tips_yield (GTK_WIDGET (self));
  yun_window_init_panes (self);
  yun_window_init_map (self);
  yun_window_init_area (self);
  yun_window_init_edit (self);
  yun_window_init_search (self);
  yun_window_update_actions (self);
}

YunWindow *
yun_window_new (GtkApplication *app)
{
  return g_object_new (YUN_TYPE_WINDOW, "application", app, NULL);
}

const char *
yun_window_get_path (YunWindow *self)
{
  g_return_val_if_fail (YUN_IS_WINDOW (self), NULL);
  return self->path;
}

YunWorkspace *
yun_window_get_workspace (YunWindow *self)
{
  g_return_val_if_fail (YUN_IS_WINDOW (self), NULL);
  return self->workspace;
}

gboolean
yun_window_show_colours (YunWindow *self, const char *id)
{
  g_return_val_if_fail (YUN_IS_WINDOW (self), FALSE);

  g_settings_unbind (self->map, "colour-by");
  return yun_map_view_set_colour_by (YUN_MAP_VIEW (self->map), id);
}

gboolean
yun_window_is_answered (YunWindow *self)
{
  if (self->workspace == NULL)
    return self->opening == NULL;
  return !yun_workspace_is_busy (self->workspace) && self->typing == 0 &&
         self->view_wanted == NULL && self->view_asking == NULL;
}

gboolean
yun_window_is_complete (YunWindow *self)
{
  YunRecordModel *model;

  g_return_val_if_fail (YUN_IS_WINDOW (self), FALSE);

  if (!yun_window_is_answered (self))
    return FALSE;
  if (self->workspace == NULL)
    return TRUE;
  model = yun_record_list_get_model (YUN_RECORD_LIST (self->list));
  return model != NULL && !yun_record_list_is_loading (YUN_RECORD_LIST (self->list)) &&
         !yun_detail_pane_is_loading (YUN_DETAIL_PANE (self->detail)) &&
         (!gtk_widget_get_mapped (self->map) ||
          yun_map_view_is_complete (YUN_MAP_VIEW (self->map)));
}

gboolean
yun_window_is_map_complete (YunWindow *self)
{
  g_return_val_if_fail (YUN_IS_WINDOW (self), FALSE);

  return self->workspace != NULL && !yun_workspace_is_loading (self->workspace) &&
         gtk_widget_get_mapped (self->map) && yun_map_view_is_complete (YUN_MAP_VIEW (self->map));
}
