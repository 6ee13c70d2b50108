/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-window-private.h"

#include "yun-job.h"
#include "yun-job-view.h"
#include "yun-report.h"

#include <glib/gi18n.h>

/* What the window says about its file, in the bar under the header, and what can be done there. */

static const char *
get_message (YunWindow *self)
{
  if (yun_store_is_replaced (self->store))
    return _ (
      "This file was replaced or removed by another program while it was open. What you see "
      "was in it before; nothing is written any more.");
  if (yun_store_get_notice (self->store) != NULL)
    return yun_store_get_notice (self->store);
  return yun_store_is_read_only (self->store) ? _ ("This file is open for reading only.") : NULL;
}

void
yun_window_show_file (YunWindow *self)
{
  const char *message = get_message (self);
  gboolean    replaced = yun_store_is_replaced (self->store);
  gboolean    strangers = yun_store_get_limit (self->store) == YUN_STORE_LIMIT_STRANGERS;
  gboolean    serious = replaced || strangers;

  gtk_info_bar_set_revealed (GTK_INFO_BAR (self->sample_bar), yun_store_is_sample (self->store));
  gtk_info_bar_set_message_type (GTK_INFO_BAR (self->file_bar),
                                 serious ? GTK_MESSAGE_WARNING : GTK_MESSAGE_INFO);
  gtk_label_set_text (GTK_LABEL (self->file_label), message != NULL ? message : "");
  gtk_widget_set_visible (self->file_reopen, replaced);
  gtk_widget_set_visible (self->file_save, replaced);
  gtk_widget_set_visible (self->file_clean, strangers && !replaced);
  gtk_info_bar_set_revealed (GTK_INFO_BAR (self->file_bar), message != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.reopen", replaced);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.remove-strangers", strangers);
}

static void
replaced_cb (YunWindow *self, YunStore *store)
{
  if (store != self->store)
    return;
  yun_window_show_file (self);
  yun_window_update_actions (self);
}

void
yun_window_follow_file (YunWindow *self)
{
  g_signal_connect_object (self->store, "replaced", G_CALLBACK (replaced_cb), self,
                           G_CONNECT_SWAPPED);
  yun_window_show_file (self);
}

/* Opens what has the name of the file now. */
static void
reopen_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow       *self = YUN_WINDOW (widget);
  g_autofree char *path = g_strdup (self->path);

  yun_window_drop_store (self);
  yun_window_open (self, path);
}

/* ---- Strangers -------------------------------------------------------------------------- */

static gpointer
remove_strangers_thread (YunJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  return yun_store_remove_strangers_sync (data, cancellable, error);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunWindow) self = user_data;
  g_autofree char      *copy = NULL;
  g_autofree char      *path = NULL;
  g_autoptr (GError)    error = NULL;

  copy = yun_job_run_finish (YUN_JOB (source), result, &error);
  if (self->stack == NULL)
    return;
  if (copy != NULL)
    {
      g_autofree char *shown = g_filename_display_basename (copy);
      g_autofree char *text = g_strdup_printf (_ ("Kept as it was received: %s"), shown);
      g_autofree char *escaped = g_markup_escape_text (text, -1);

      adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts), adw_toast_new (escaped));
    }
  else
    yun_report_serious (GTK_WINDOW (self), _ ("Nothing Was Removed"), error);
  path = g_steal_pointer (&self->path);
  yun_window_open (self, path);
}

static void
remove_strangers_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow         *self = YUN_WINDOW (widget);
  char              *path = g_strdup (self->path);
  g_autoptr (YunJob) job =
    yun_job_new (_ ("Removing"), remove_strangers_thread, path, g_free, g_free);

  yun_window_drop_store (self);
  yun_job_view_open_dialog (GTK_WINDOW (self), job);
  yun_job_run_async (job, removed_cb, g_object_ref (self));
}

void
yun_window_class_add_file_actions (YunWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_install_action (widget_class, "win.reopen", NULL, reopen_action);
  gtk_widget_class_install_action (widget_class, "win.remove-strangers", NULL,
                                   remove_strangers_action);
}
