/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-window-private.h"

#include "yun-output-file.h"
#include "yun-report.h"

#include <glib/gi18n.h>

/* Saved views as files, to hand them over. */

static GtkFileChooserNative *
make_chooser (YunWindow *self, GtkFileChooserAction action, const char *title, const char *accept)
{
  GtkFileChooserNative *chooser =
    gtk_file_chooser_native_new (title, GTK_WINDOW (self), action, accept, NULL);
  g_autoptr (GtkFileFilter) views = gtk_file_filter_new ();

  gtk_file_filter_set_name (views, _ ("Saved views"));
  gtk_file_filter_add_pattern (views, "*.json");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), views);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  /* Nothing but the window owns a native dialog. */
  g_object_set_data_full (G_OBJECT (self), "yun-view-chooser", chooser,
                          (GDestroyNotify) g_object_unref);
  return chooser;
}

typedef struct
{
  char *path; /* (owned) */
  char *text; /* (owned) */
} Output;

static void
free_output (gpointer data)
{
  Output *output = data;

  g_free (output->path);
  g_free (output->text);
  g_free (output);
}

/* The person was asked before whether the file may be replaced. */
static void
export_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  static const char *const suffixes[] = { ".json", NULL };
  Output                  *output = data;
  GError                  *error = NULL;

  if (yun_output_file_write (output->path, suffixes, TRUE, output->text, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  YunWindow         *self = YUN_WINDOW (source);
  Output            *output = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autofree char   *name = g_filename_display_basename (output->path);

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      if (self->stack != NULL)
        yun_report_light (ADW_TOAST_OVERLAY (self->toasts), error);
    }
  else if (self->stack != NULL)
    yun_window_tell_view (self, _ ("View exported to %s"), name, NULL);
}

void
yun_window_export_view (YunWindow *self, const char *uid, GFile *file)
{
  const YunSavedView      *view = yun_view_pane_find_uid (yun_window_get_view_pane (self), uid);
  g_autoptr (YunViewState) state = NULL;
  g_autoptr (GError)       error = NULL;
  g_autoptr (GTask)        task = NULL;
  g_autofree char         *path = g_file_get_path (file);
  Output                  *output;

  if (view == NULL || path == NULL)
    return;
  state = yun_view_state_parse (view->content, -1, &error);
  if (state == NULL)
    {
      yun_report_light (ADW_TOAST_OVERLAY (self->toasts), error);
      return;
    }
  g_free (state->name);
  state->name = g_strdup (view->name);
  output = g_new0 (Output, 1);
  output->path = g_steal_pointer (&path);
  output->text = yun_view_state_print_for_file (state);
  task = g_task_new (self, NULL, exported_cb, NULL);
  g_task_set_task_data (task, output, free_output);
  g_task_run_in_thread (task, export_thread);
}

static void
export_chosen_cb (GtkNativeDialog *chooser, int response, YunWindow *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

      yun_window_export_view (self, g_object_get_data (G_OBJECT (chooser), "yun-uid"), file);
    }
  gtk_native_dialog_destroy (chooser);
}

void
yun_window_export_view_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow            *self = YUN_WINDOW (widget);
  const YunSavedView   *view = yun_view_pane_find_uid (yun_window_get_view_pane (self),
                                                       g_variant_get_string (parameter, NULL));
  GtkFileChooserNative *chooser;
  g_autofree char      *file = NULL;

  if (view == NULL)
    return;
  chooser = make_chooser (self, GTK_FILE_CHOOSER_ACTION_SAVE, _ ("Export a View"), _ ("_Export"));
  file = g_strconcat (view->name, ".json", NULL);
  g_strdelimit (file, "/\\:*?\"<>|\n", '_');
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), file);
  g_object_set_data_full (G_OBJECT (chooser), "yun-uid", g_strdup (view->uid), g_free);
  g_signal_connect_object (chooser, "response", G_CALLBACK (export_chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* A view is small: what is larger is read no further. */
static gboolean
is_small_cb (const char *contents, goffset size, gpointer user_data)
{
  return size <= YUN_VIEW_STATE_MAX;
}

static void
imported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunWindow)    self = user_data;
  g_autoptr (YunViewState) state = NULL;
  g_autoptr (GError)       error = NULL;
  g_autofree char         *text = NULL;
  g_autofree char         *name = NULL;
  gsize                    n = 0;

  if (g_file_load_partial_contents_finish (G_FILE (source), result, &text, &n, NULL, &error))
    state = yun_view_state_parse (text, (gssize) n, &error);
  if (self->stack == NULL || self->store == NULL)
    return;
  if (state == NULL)
    {
      yun_report_light (ADW_TOAST_OVERLAY (self->toasts), error);
      return;
    }
  if (state->name == NULL)
    state->name = yun_view_state_propose_name (state->filter, yun_view_state_get_entity (state));
  /* Beside one of the same name, not in its place. */
  name = g_strdup (state->name);
  for (guint i = 2; yun_view_pane_find_name (yun_window_get_view_pane (self), name) != NULL; i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s (%u)", state->name, i);
    }
  g_clear_pointer (&state->opened, g_free);
  if (state->moved)
    yun_window_tell_moved (self, name);
  yun_window_save_view (self, state, name);
}

void
yun_window_import_view (YunWindow *self, GFile *file)
{
  g_file_load_partial_contents_async (file, NULL, is_small_cb, imported_cb, g_object_ref (self));
}

static void
import_chosen_cb (GtkNativeDialog *chooser, int response, YunWindow *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

      yun_window_import_view (self, file);
    }
  gtk_native_dialog_destroy (chooser);
}

void
yun_window_import_view_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow            *self = YUN_WINDOW (widget);
  GtkFileChooserNative *chooser =
    make_chooser (self, GTK_FILE_CHOOSER_ACTION_OPEN, _ ("Import a View"), _ ("_Import"));

  g_signal_connect_object (chooser, "response", G_CALLBACK (import_chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}
