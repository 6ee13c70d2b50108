/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-street-map-group.h"

#include "yun-street-job.h"

#include <glib/gi18n.h>

struct _YunStreetMapGroup
{
  AdwPreferencesGroup parent_instance;

  GtkWidget *map_row;
  GtkWidget *shown;
  GtkWidget *build_button;
  GtkWidget *remove_button;
  GtkWidget *work_row;
  GtkWidget *step;
  GtkWidget *bar;
  GtkWidget *cancel_button;
  GtkWidget *failure;

  GtkFileChooserNative *chooser; /* (owned) (nullable) */
  YunJob               *job;     /* (owned) (nullable): a build */
  GCancellable         *reading; /* (owned) (nullable) */
  gboolean              there;   /* a file, whole or not */
};

G_DEFINE_FINAL_TYPE (YunStreetMapGroup, yun_street_map_group, ADW_TYPE_PREFERENCES_GROUP)

/* ---- What there is --------------------------------------------------------------------- */

static void
update (YunStreetMapGroup *self)
{
  gboolean calm = yun_street_map_group_is_calm (self);

  gtk_widget_set_visible (self->work_row, self->job != NULL);
  gtk_widget_set_sensitive (self->build_button, calm);
  gtk_widget_set_sensitive (self->remove_button, calm && self->there);
  gtk_widget_set_sensitive (self->shown, self->there);
}

static void
show_failure (YunStreetMapGroup *self, const char *text)
{
  gtk_label_set_text (GTK_LABEL (self->failure), text);
  gtk_widget_set_visible (self->failure, *text != '\0');
}

static void
set_row (YunStreetMapGroup *self, const char *title, const char *subtitle)
{
  g_autofree char *name = g_markup_escape_text (title, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->map_row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->map_row), subtitle);
}

/* @map: (nullable): none, or none that can be read */
static void
show_map (YunStreetMapGroup *self, YunStreetMap *map)
{
  g_autoptr (GDateTime) made = NULL;
  g_autofree char      *day = NULL;
  g_autofree char      *size = NULL;
  g_autofree char      *text = NULL;

  if (map == NULL)
    {
      set_row (self, _ ("No street map"), _ ("Roads, water and rails of our own are shown"));
      return;
    }
  made = g_date_time_new_from_unix_local (yun_street_map_get_made (map));
  day = made != NULL ? g_date_time_format (made, "%Y-%m-%d %H:%M") : g_strdup ("?");
  size = g_format_size (yun_street_map_get_size (map));
  /* Translators: when it was made, how large it is */
  text = g_strdup_printf (_ ("Made on %s, %s. © OpenStreetMap contributors, ODbL"), day, size);
  set_row (self, yun_street_map_get_source (map), text);
}

static void
read_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autofree char *path = yun_street_dup_path ();
  GError          *error = NULL;
  YunStreetMap    *map = NULL;

  if (!GPOINTER_TO_INT (data) || yun_street_remove (path, &error))
    map = yun_street_map_open (path, &error);
  if (map != NULL)
    g_task_return_pointer (task, map, (GDestroyNotify) yun_street_map_unref);
  else
    g_task_return_error (task, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  YunStreetMapGroup       *self = YUN_STREET_MAP_GROUP (source);
  g_autoptr (GError)       error = NULL;
  g_autoptr (YunStreetMap) map = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->reading);
  self->there = !g_error_matches (error, YUN_STREET_ERROR, YUN_STREET_ERROR_MISSING);
  show_map (self, map);
  show_failure (self, self->there && error != NULL ? error->message : "");
  update (self);
}

/* @removing: the file is taken away first */
static void
start_reading (YunStreetMapGroup *self, gboolean removing)
{
  g_autoptr (GTask) task = NULL;

  self->reading = g_cancellable_new ();
  task = g_task_new (self, self->reading, read_cb, NULL);
  g_task_set_source_tag (task, start_reading);
  g_task_set_task_data (task, GINT_TO_POINTER (removing), NULL);
  g_task_run_in_thread (task, read_thread);
  update (self);
}

static void
remove_cb (YunStreetMapGroup *self)
{
  start_reading (self, TRUE);
}

/* ---- Building ------------------------------------------------------------------------------ */

static void
job_changed_cb (YunStreetMapGroup *self)
{
  double fraction = yun_job_get_fraction (self->job);

  gtk_label_set_text (GTK_LABEL (self->step), yun_job_get_step (self->job));
  if (fraction >= 0)
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->bar), fraction);
}

static void
built_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunStreetMapGroup) self = user_data;
  g_autoptr (GError)            error = NULL;
  g_autoptr (YunStreetMap)      map = yun_job_run_finish (YUN_JOB (source), result, &error);

  /* the group may be gone */
  if (self->job != YUN_JOB (source))
    return;
  g_signal_handlers_disconnect_by_data (self->job, self);
  g_clear_object (&self->job);
  if (map != NULL)
    {
      self->there = TRUE;
      show_map (self, map);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_failure (self, error->message);
  update (self);
}

void
yun_street_map_group_build (YunStreetMapGroup *self, const char *extract)
{
  g_autofree char *path = yun_street_dup_path ();

  g_return_if_fail (YUN_IS_STREET_MAP_GROUP (self) && extract != NULL);
  g_return_if_fail (yun_street_map_group_is_calm (self));

  show_failure (self, "");
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->bar), 0);
  gtk_widget_set_sensitive (self->cancel_button, TRUE);
  self->job = yun_street_job_new (extract, path);
  g_signal_connect_object (self->job, "notify", G_CALLBACK (job_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_label_set_text (GTK_LABEL (self->step), yun_job_get_title (self->job));
  yun_job_run_async (self->job, built_cb, g_object_ref (self));
  update (self);
}

static void
cancel_cb (YunStreetMapGroup *self)
{
  gtk_widget_set_sensitive (self->cancel_button, FALSE);
  yun_job_cancel (self->job);
}

static void
file_chosen_cb (GtkNativeDialog *chooser, int response, YunStreetMapGroup *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
      g_autofree char  *path = g_file_get_path (file);

      if (path != NULL && yun_street_map_group_is_calm (self))
        yun_street_map_group_build (self, path);
    }
  gtk_native_dialog_destroy (chooser);
  g_clear_object (&self->chooser);
}

static void
choose_cb (YunStreetMapGroup *self)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ ("Choose an Extract of OpenStreetMap"),
                                               GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Build"), NULL);
  gtk_file_filter_set_name (filter, _ ("OpenStreetMap extracts (.osm.pbf, .osm)"));
  gtk_file_filter_add_suffix (filter, "pbf");
  gtk_file_filter_add_suffix (filter, "osm");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (file_chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* ---- Object ---------------------------------------------------------------------------------- */

static void
yun_street_map_group_dispose (GObject *object)
{
  YunStreetMapGroup *self = YUN_STREET_MAP_GROUP (object);

  if (self->job != NULL)
    yun_job_cancel (self->job);
  g_clear_object (&self->job);
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_object (&self->chooser);
  gtk_widget_dispose_template (GTK_WIDGET (self), YUN_TYPE_STREET_MAP_GROUP);
  G_OBJECT_CLASS (yun_street_map_group_parent_class)->dispose (object);
}

static void
yun_street_map_group_class_init (YunStreetMapGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = yun_street_map_group_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/yunjian/Yunjian/ui/yun-street-map-group.ui");
#define BIND(child) gtk_widget_class_bind_template_child (widget_class, YunStreetMapGroup, child)
  BIND (map_row);
  BIND (shown);
  BIND (build_button);
  BIND (remove_button);
  BIND (work_row);
  BIND (step);
  BIND (bar);
  BIND (cancel_button);
  BIND (failure);
#undef BIND
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
}

static void
yun_street_map_group_init (YunStreetMapGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show_map (self, NULL);
  start_reading (self, FALSE);
}

void
yun_street_map_group_set_settings (YunStreetMapGroup *self, GSettings *settings)
{
  g_return_if_fail (YUN_IS_STREET_MAP_GROUP (self));

  g_settings_bind (settings, "street-map", self->shown, "active",
                   G_SETTINGS_BIND_DEFAULT | G_SETTINGS_BIND_NO_SENSITIVITY);
}

gboolean
yun_street_map_group_is_calm (YunStreetMapGroup *self)
{
  g_return_val_if_fail (YUN_IS_STREET_MAP_GROUP (self), FALSE);

  return self->job == NULL && self->reading == NULL;
}

const char *
yun_street_map_group_get_failure (YunStreetMapGroup *self)
{
  g_return_val_if_fail (YUN_IS_STREET_MAP_GROUP (self), NULL);

  return gtk_label_get_text (GTK_LABEL (self->failure));
}
