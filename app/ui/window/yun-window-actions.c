/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-window-private.h"

#include "yun-application.h"
#include "yun-export-dialog.h"
#include "yun-group-dialog.h"
#include "yun-help-window.h"
#include "yun-idle-dialog.h"
#include "yun-job-view.h"
#include "yun-map-dialog.h"
#include "yun-preferences-window.h"
#include "yun-report.h"
#include "yun-shortcuts-window.h"
#include "yun-store-history.h"
#include "yun-store-write.h"
#include "yun-starter.h"
#include "yun-undo-question.h"

#include <glib/gi18n.h>

/* ---- Files ---------------------------------------------------------------- */

typedef void (*PathFunc) (YunWindow *self, const char *path);

static void
path_chosen_cb (GtkNativeDialog *chooser, int response, YunWindow *self)
{
  PathFunc func = g_object_get_data (G_OBJECT (chooser), "yun-func");

  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
      g_autofree char  *path = g_file_get_path (file);

      if (path != NULL)
        func (self, path);
    }
  gtk_native_dialog_destroy (chooser);
}

static void
choose_path (YunWindow           *self,
             GtkFileChooserAction action,
             const char          *title,
             const char          *accept,
             const char          *name,
             PathFunc             func)
{
  GtkFileChooserNative *chooser =
    gtk_file_chooser_native_new (title, GTK_WINDOW (self), action, accept, NULL);
  g_autoptr (GtkFileFilter) registries = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (registries, _ ("Registries"));
  gtk_file_filter_add_pattern (registries, "*.sqlite");
  gtk_file_filter_add_pattern (registries, "*.db");
  gtk_file_filter_set_name (all, _ ("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), registries);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), all);
  if (name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_object_set_data (G_OBJECT (chooser), "yun-func", func);
  g_signal_connect_object (chooser, "response", G_CALLBACK (path_chosen_cb), self, 0);
  /* Nothing but the window owns a native dialog. */
  g_object_set_data_full (G_OBJECT (self), "yun-chooser", chooser, (GDestroyNotify) g_object_unref);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
open_path (YunWindow *self, const char *path)
{
  GtkApplication *app = gtk_window_get_application (GTK_WINDOW (self));

  yun_application_open_path (YUN_APPLICATION (app), self, path);
}

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  choose_path (YUN_WINDOW (widget), GTK_FILE_CHOOSER_ACTION_OPEN, _ ("Open a Registry"),
               _ ("_Open"), NULL, open_path);
}

static char *
with_suffix (const char *path)
{
  g_autofree char *base = g_path_get_basename (path);

  return strchr (base, '.') != NULL ? g_strdup (path) : g_strconcat (path, ".sqlite", NULL);
}

static void
make_empty (YunWindow *self, const char *path)
{
  g_autofree char *complete = with_suffix (path);
  GtkApplication  *app = gtk_window_get_application (GTK_WINDOW (self));
  YunWindow       *window = self;

  if (self->store != NULL || self->opening != NULL)
    {
      window = yun_window_new (app);
      gtk_window_present (GTK_WINDOW (window));
    }
  yun_welcome_page_run (YUN_WELCOME_PAGE (window->welcome), yun_empty_job_new (complete));
}

static void
new_empty_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  /* Translators: the name of a file */
  choose_path (YUN_WINDOW (widget), GTK_FILE_CHOOSER_ACTION_SAVE, _ ("New Empty Registry"),
               _ ("_Create"), _ ("Registry.sqlite"), make_empty);
}

static void
new_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow *window = yun_window_new (gtk_window_get_application (GTK_WINDOW (widget)));

  gtk_window_present (GTK_WINDOW (window));
}

/* ---- Backup --------------------------------------------------------------- */

typedef struct
{
  YunStore *store; /* (owned) */
  char     *path;  /* (owned) */
} Backup;

static void
backup_free (Backup *backup)
{
  g_object_unref (backup->store);
  g_free (backup->path);
  g_free (backup);
}

static gpointer
back_up_thread (YunJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Backup *backup = data;

  if (!yun_store_backup_sync (backup->store, backup->path, cancellable, error))
    return NULL;
  return g_strdup (backup->path);
}

static void
backed_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunWindow) self = user_data;
  g_autofree char      *path = NULL;
  g_autoptr (GError)    error = NULL;

  path = yun_job_run_finish (YUN_JOB (source), result, &error);
  if (self->stack == NULL)
    return;
  if (path != NULL)
    {
      g_autofree char *name = g_filename_display_basename (path);
      g_autofree char *text = g_strdup_printf (_ ("Backed up and checked: %s"), name);
      g_autofree char *escaped = g_markup_escape_text (text, -1);

      adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts), adw_toast_new (escaped));
    }
  else
    {
      yun_report_serious (GTK_WINDOW (self), _ ("No Backup Was Made"), error);
    }
}

static void
back_up_to (YunWindow *self, const char *path)
{
  Backup            *backup = g_new0 (Backup, 1);
  g_autoptr (YunJob) job = NULL;

  backup->store = g_object_ref (self->store);
  backup->path = with_suffix (path);
  job =
    yun_job_new (_ ("Backing up"), back_up_thread, backup, (GDestroyNotify) backup_free, g_free);
  yun_job_view_open_dialog (GTK_WINDOW (self), job);
  yun_job_run_async (job, backed_up_cb, g_object_ref (self));
}

static void
backup_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow            *self = YUN_WINDOW (widget);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char      *date = g_date_time_format (now, "%Y%m%d-%H%M");
  g_autofree char      *base = g_filename_display_basename (self->path);
  char                 *dot = strrchr (base, '.');
  g_autofree char      *proposed = NULL;

  if (dot != NULL)
    *dot = '\0';
  proposed = g_strdup_printf ("%s-%s.sqlite", base, date);
  choose_path (self, GTK_FILE_CHOOSER_ACTION_SAVE, _ ("Back Up As"), _ ("_Back Up"), proposed,
               back_up_to);
}

/* ---- Undo ----------------------------------------------------------------- */

static void
history_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunWindow) self = user_data;
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (YunChange) undo = NULL;
  const YunChange      *redo = NULL;
  g_autofree char      *undo_tip = NULL;
  g_autofree char      *redo_tip = NULL;

  changes = yun_store_list_changes_finish (YUN_STORE (source), result, NULL);
  if (changes == NULL || self->store != YUN_STORE (source))
    return;
  undo = yun_store_get_undo (self->store);
  /* The oldest of those taken back is redone. */
  for (guint i = 0; i < changes->len; i++)
    if (((const YunChange *) g_ptr_array_index (changes, i))->state == YUN_CHANGE_UNDONE)
      redo = g_ptr_array_index (changes, i);
  if (undo != NULL && yun_store_can_undo (self->store))
    {
      g_autofree char *what = yun_change_describe (undo);

      undo_tip = g_strdup_printf (_ ("Undo: %s"), what);
    }
  if (redo != NULL && yun_store_can_redo (self->store))
    {
      g_autofree char *what = yun_change_describe (redo);

      redo_tip = g_strdup_printf (_ ("Redo: %s"), what);
    }
  gtk_widget_set_tooltip_text (self->undo_button, undo_tip != NULL ? undo_tip : _ ("Undo"));
  gtk_widget_set_tooltip_text (self->redo_button, redo_tip != NULL ? redo_tip : _ ("Redo"));
}

void
yun_window_update_undo (YunWindow *self)
{
  yun_window_update_actions (self);
  if (self->store != NULL)
    yun_store_list_changes_async (self->store, &(YunChangeQuery){ .limit = 50 }, NULL,
                                  history_read_cb, g_object_ref (self));
}

static void
tell_change (YunWindow *self, YunChange *change)
{
  g_autofree char *what = yun_change_describe (change);
  g_autofree char *escaped = g_markup_escape_text (what, -1);

  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts), adw_toast_new (escaped));
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunWindow) self = user_data;
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunChange) change = yun_undo_question_run_finish (result, &error);

  if (self->stack == NULL)
    return;
  if (change != NULL)
    tell_change (self, change);
  else
    yun_report_light (ADW_TOAST_OVERLAY (self->toasts), error);
}

static void
redone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunWindow) self = user_data;
  g_autoptr (YunChange) change = NULL;
  g_autoptr (GError)    error = NULL;

  change = yun_store_redo_finish (YUN_STORE (source), result, &error);
  if (self->stack == NULL)
    return;
  if (change != NULL)
    tell_change (self, change);
  else
    yun_report_light (ADW_TOAST_OVERLAY (self->toasts), error);
}

/* What the button's tip names, also when another program has written something newer since. */
static void
undo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow            *self = YUN_WINDOW (widget);
  g_autoptr (YunChange) shown = yun_store_get_undo (self->store);

  yun_undo_question_run_async (GTK_WINDOW (self), self->store, shown != NULL ? shown->number : 0,
                               undone_cb, g_object_ref (self));
}

/* That of a toast, whatever came after it. */
static void
undo_change_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow *self = YUN_WINDOW (widget);

  if (self->store != NULL)
    yun_undo_question_run_async (GTK_WINDOW (self), self->store, g_variant_get_int64 (parameter),
                                 undone_cb, g_object_ref (self));
}

static void
redo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow *self = YUN_WINDOW (widget);

  yun_store_redo_async (self->store, yun_change_get_person (), NULL, redone_cb,
                        g_object_ref (self));
}

/* ---- Filter and selection ------------------------------------------------- */

static void
focus_filter_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow *self = YUN_WINDOW (widget);

  gtk_widget_grab_focus (self->filter_entry);
}

static void
clear_filter_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow *self = YUN_WINDOW (widget);

  /* The chips go, and the button that was clicked. */
  if (gtk_widget_get_state_flags (self->chips) & GTK_STATE_FLAG_FOCUS_WITHIN)
    yun_window_focus_content (self);
  yun_window_set_filter_text (self, "");
}

static void
edit_filter_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow       *self = YUN_WINDOW (widget);
  g_autofree char *text = yun_filter_print (yun_workspace_get_filter (self->workspace));

  yun_workspace_unsettle (self->workspace);
  self->can_read_entry = FALSE;
  gtk_editable_set_text (GTK_EDITABLE (self->filter_entry), text);
  self->can_read_entry = TRUE;
  gtk_widget_grab_focus (self->filter_entry);
  gtk_editable_set_position (GTK_EDITABLE (self->filter_entry), -1);
}

static void
clear_selection_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  yun_workspace_select (YUN_WINDOW (widget)->workspace, NULL, 0);
}

static void
zoom_to_selection_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow *self = YUN_WINDOW (widget);

  g_object_set (self, "view", YUN_VIEW_MAP, NULL);
  if (!yun_map_view_zoom_to_selection (YUN_MAP_VIEW (self->map)))
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts),
                                 adw_toast_new (_ ("Its place is not known.")));
}

static void
zoom_to_results_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow       *self = YUN_WINDOW (widget);
  YunFeatureIndex *features = yun_workspace_get_features (self->workspace);
  YunRect          box = YUN_RECT_EMPTY;

  if (features != NULL)
    box = yun_feature_set_get_box (yun_workspace_get_shown (self->workspace), features);
  g_object_set (self, "view", YUN_VIEW_MAP, NULL);
  if (!yun_rect_is_empty (&box))
    yun_map_view_zoom_to (YUN_MAP_VIEW (self->map), &box);
  else
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts),
                                 adw_toast_new (_ ("Nothing of it has a place on the map.")));
}

static void
zoom_home_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  yun_map_view_zoom_to_district (YUN_MAP_VIEW (YUN_WINDOW (widget)->map));
}

static void
zoom_in_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  yun_map_view_zoom_by (YUN_MAP_VIEW (YUN_WINDOW (widget)->map), 1);
}

static void
zoom_out_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  yun_map_view_zoom_by (YUN_MAP_VIEW (YUN_WINDOW (widget)->map), -1);
}

/* ---- The rest ------------------------------------------------------------- */

static void
export_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow *self = YUN_WINDOW (widget);

  if (gtk_editable_get_text (GTK_EDITABLE (self->filter_entry))[0] != '\0')
    yun_window_commit_entry (self);
  gtk_window_present (GTK_WINDOW (yun_export_dialog_new (GTK_WINDOW (self), self->workspace)));
}

/* The group is seen on the map, above what is selected. */
static void
group_chosen_cb (YunWindow *self, GPtrArray *shapes)
{
  YunRect box = YUN_RECT_EMPTY;

  for (guint i = 0; shapes != NULL && i < shapes->len; i++)
    box = yun_rect_union (&box, yun_geom_get_box (g_ptr_array_index (shapes, i)));
  yun_map_view_set_outlined (YUN_MAP_VIEW (self->map), shapes);
  if (yun_rect_is_empty (&box))
    return;
  g_object_set (self, "view", YUN_VIEW_MAP, NULL);
  yun_map_view_zoom_to (YUN_MAP_VIEW (self->map), &box);
}

void
yun_window_forget_waiting (YunWindow *self)
{
  self->then = NULL;
  g_clear_pointer (&self->then_of, yun_filter_unref);
}

void
yun_window_run_waiting (YunWindow *self)
{
  const char *action = self->then;

  if (action == NULL)
    return;
  /* Something else has been asked for meanwhile. */
  if (!yun_filter_equal (yun_workspace_get_filter (self->workspace), self->then_of))
    {
      yun_window_forget_waiting (self);
      return;
    }
  if (!yun_filter_equal (yun_workspace_get_answered_filter (self->workspace), self->then_of))
    return;
  yun_window_forget_waiting (self);
  gtk_widget_activate_action (GTK_WIDGET (self), action, NULL);
}

void
yun_window_do_when_answered (YunWindow *self, YunFilter *filter, const char *action)
{
  yun_window_forget_waiting (self);
  self->then = action;
  self->then_of = yun_filter_ref (filter);
  yun_window_run_waiting (self);
}

/* What is exported or saved is what the group's filter shows, so it waits for the answer. */
static void
group_taken_cb (YunWindow *self, YunFilter *filter, const char *action)
{
  yun_workspace_set_filter (self->workspace, filter);
  yun_window_do_when_answered (self, filter, g_intern_string (action));
}

static void
idle_closed_cb (YunWindow *self)
{
  if (self->map != NULL)
    yun_map_view_set_outlined (YUN_MAP_VIEW (self->map), NULL);
}

static void
find_idle_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow *self = YUN_WINDOW (widget);

  if (self->idle == NULL)
    {
      YunLandPage *page;

      if (gtk_editable_get_text (GTK_EDITABLE (self->filter_entry))[0] != '\0')
        yun_window_commit_entry (self);
      g_set_weak_pointer (&self->idle, yun_idle_dialog_new (GTK_WINDOW (self), self->workspace));
      page = yun_idle_dialog_get_land_page (YUN_IDLE_DIALOG (self->idle));
      g_signal_connect_object (page, "chosen", G_CALLBACK (group_chosen_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (page, "taken", G_CALLBACK (group_taken_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->idle, "unrealize", G_CALLBACK (idle_closed_cb), self,
                               G_CONNECT_SWAPPED);
    }
  gtk_window_present (GTK_WINDOW (self->idle));
}

static void
totals_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow *self = YUN_WINDOW (widget);

  if (gtk_editable_get_text (GTK_EDITABLE (self->filter_entry))[0] != '\0')
    yun_window_commit_entry (self);
  gtk_window_present (GTK_WINDOW (yun_group_dialog_new (GTK_WINDOW (self), self->workspace)));
}

static void
preferences_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow *self = YUN_WINDOW (widget);

  gtk_window_present (GTK_WINDOW (yun_preferences_window_new (GTK_WINDOW (self), self->settings)));
}

static void
open_map_dialog (YunWindow *self, gboolean print)
{
  g_autofree char *colour_by = NULL;
  YunRect          extent;

  if (gtk_editable_get_text (GTK_EDITABLE (self->filter_entry))[0] != '\0')
    yun_window_commit_entry (self);
  g_object_get (self->map, "colour-by", &colour_by, NULL);
  extent = yun_map_view_get_extent (YUN_MAP_VIEW (self->map));
  gtk_window_present (GTK_WINDOW (yun_map_dialog_new (
    GTK_WINDOW (self), self->workspace, &extent,
    yun_map_base_get_streets (yun_map_view_get_base_source (YUN_MAP_VIEW (self->map))), colour_by,
    print)));
}

static void
save_map_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  open_map_dialog (YUN_WINDOW (widget), FALSE);
}

static void
print_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  open_map_dialog (YUN_WINDOW (widget), TRUE);
}

static void
help_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_window_present (GTK_WINDOW (yun_help_window_new (GTK_WINDOW (widget))));
}

static void
shortcuts_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_window_present (GTK_WINDOW (yun_shortcuts_window_new (GTK_WINDOW (widget))));
}

static void
about_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  adw_show_about_window (GTK_WINDOW (widget), "application-name", _ ("Yunjian"), "application-icon",
                         YUN_APP_ID, "version", YUN_VERSION, "comments",
                         _ ("Registry and atlas of Songjiang's satellite internet chain"),
                         "license-type", GTK_LICENSE_GPL_3_0, "copyright",
                         /* Translators: the licence of the outlines on the map */
                         _ ("Outlines and roads © OpenStreetMap contributors, ODbL"), NULL);
}

gboolean
yun_window_is_writable (YunWindow *self)
{
  return self->store != NULL && !yun_store_is_read_only (self->store) &&
         !yun_store_is_replaced (self->store);
}

void
yun_window_update_actions (YunWindow *self)
{
  static const char *const with_store[] = {
    "win.save-map",    "win.print",        "win.export",          "win.totals",
    "win.backup",      "win.focus-filter", "win.clear-filter",    "win.edit-filter",
    "win.zoom-home",   "win.zoom-in",      "win.zoom-out",        "win.show-facets",
    "win.show-detail", "win.view",         "win.zoom-to-results", "win.colour-by",
    "win.find-idle",
  };
  GtkWidget       *widget = GTK_WIDGET (self);
  gboolean         open = self->store != NULL;
  gboolean         writable = yun_window_is_writable (self);
  const YunEntity *entity =
    self->workspace != NULL ? yun_workspace_get_selected_entity (self->workspace) : NULL;
  gboolean selected = entity != NULL;

  for (guint i = 0; i < G_N_ELEMENTS (with_store); i++)
    gtk_widget_action_set_enabled (widget, with_store[i], open);
  yun_window_update_view_actions (self);
  gtk_widget_action_set_enabled (widget, "win.undo", writable && yun_store_can_undo (self->store));
  gtk_widget_action_set_enabled (widget, "win.redo", writable && yun_store_can_redo (self->store));
  gtk_widget_action_set_enabled (widget, "win.undo-change", writable);
  yun_window_update_edit_actions (self, writable);
  gtk_widget_action_set_enabled (widget, "win.preferences", self->settings != NULL);
  gtk_widget_action_set_enabled (widget, "win.clear-selection", selected);
  gtk_widget_action_set_enabled (widget, "win.zoom-to-selection",
                                 selected && entity->shape != YUN_SHAPE_NONE);
  yun_window_update_map_actions (self);
  yun_window_update_area_actions (self);
  yun_window_update_menus (self);
}

static void
colour_by_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  yun_map_view_set_colour_by (YUN_MAP_VIEW (YUN_WINDOW (widget)->map),
                              g_variant_get_string (parameter, NULL));
}

static const struct
{
  const char                 *name;
  GtkWidgetActionActivateFunc activate;
} actions[] = {
  { "win.open", open_action },
  { "win.new", new_action },
  { "win.new-empty", new_empty_action },
  { "win.backup", backup_action },
  { "win.export", export_action },
  { "win.totals", totals_action },
  { "win.find-idle", find_idle_action },
  { "win.save-map", save_map_action },
  { "win.print", print_action },
  { "win.undo", undo_action },
  { "win.redo", redo_action },
  { "win.focus-filter", focus_filter_action },
  { "win.clear-filter", clear_filter_action },
  { "win.edit-filter", edit_filter_action },
  { "win.clear-selection", clear_selection_action },
  { "win.zoom-to-selection", zoom_to_selection_action },
  { "win.zoom-to-results", zoom_to_results_action },
  { "win.zoom-home", zoom_home_action },
  { "win.zoom-in", zoom_in_action },
  { "win.zoom-out", zoom_out_action },
  { "win.preferences", preferences_action },
  { "win.help", help_action },
  { "win.shortcuts", shortcuts_action },
  { "win.about", about_action },
};

void
yun_window_class_add_actions (YunWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].activate);
  gtk_widget_class_install_action (widget_class, "win.undo-change", "x", undo_change_action);
  gtk_widget_class_install_action (widget_class, "win.colour-by", "s", colour_by_action);
  gtk_widget_class_install_property_action (widget_class, "win.view", "view");
  gtk_widget_class_install_property_action (widget_class, "win.show-facets", "show-facets");
  gtk_widget_class_install_property_action (widget_class, "win.show-detail", "show-detail");

  /* Keys that an entry, a condition or a view needs for itself come last; the others are in
   * yun-application.c, where the menus read them. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.clear-selection",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "win.undo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "win.redo", NULL);
}
