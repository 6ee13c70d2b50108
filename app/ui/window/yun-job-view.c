/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-job-view.h"

#include <adwaita.h>

struct _YunJobView
{
  GtkWidget parent_instance;

  GtkWidget *page;
  GtkWidget *title;
  GtkWidget *bar;
  GtkWidget *step;
  GtkWidget *cancel_button;

  YunJob *job; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (YunJobView, yun_job_view, GTK_TYPE_WIDGET)

static void
job_moved_cb (YunJobView *self)
{
  double      fraction = yun_job_get_fraction (self->job);
  const char *step = yun_job_get_step (self->job);

  if (fraction < 0)
    gtk_progress_bar_pulse (GTK_PROGRESS_BAR (self->bar));
  else
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->bar), CLAMP (fraction, 0, 1));
  gtk_label_set_text (GTK_LABEL (self->step), step != NULL ? step : "");
}

static void
cancel_clicked_cb (YunJobView *self)
{
  if (self->job == NULL)
    return;
  gtk_widget_set_sensitive (self->cancel_button, FALSE);
  yun_job_cancel (self->job);
}

static void
yun_job_view_dispose (GObject *object)
{
  YunJobView *self = YUN_JOB_VIEW (object);

  yun_job_view_set_job (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), YUN_TYPE_JOB_VIEW);
  G_OBJECT_CLASS (yun_job_view_parent_class)->dispose (object);
}

static void
yun_job_view_class_init (YunJobViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = yun_job_view_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/yunjian/Yunjian/ui/yun-job-view.ui");
  gtk_widget_class_bind_template_child (widget_class, YunJobView, page);
  gtk_widget_class_bind_template_child (widget_class, YunJobView, title);
  gtk_widget_class_bind_template_child (widget_class, YunJobView, bar);
  gtk_widget_class_bind_template_child (widget_class, YunJobView, step);
  gtk_widget_class_bind_template_child (widget_class, YunJobView, cancel_button);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
yun_job_view_init (YunJobView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
yun_job_view_set_job (YunJobView *self, YunJob *job)
{
  g_return_if_fail (YUN_IS_JOB_VIEW (self));

  if (job == self->job)
    return;
  if (self->job != NULL)
    g_signal_handlers_disconnect_by_data (self->job, self);
  g_set_object (&self->job, job);
  if (job != NULL)
    {
      gtk_label_set_text (GTK_LABEL (self->title), yun_job_get_title (job));
      gtk_widget_set_sensitive (self->cancel_button, TRUE);
      g_signal_connect_object (job, "notify::fraction", G_CALLBACK (job_moved_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (job, "notify::step", G_CALLBACK (job_moved_cb), self,
                               G_CONNECT_SWAPPED);
      job_moved_cb (self);
    }
}

static void
job_ran_cb (YunJob *job, GParamSpec *pspec, GtkWindow *window)
{
  if (!yun_job_is_running (job))
    gtk_window_destroy (window);
}

/* Escape and the like ask the job to stop; the window goes when it has. */
static gboolean
close_requested_cb (GtkWindow *window, YunJob *job)
{
  yun_job_cancel (job);
  return GDK_EVENT_STOP;
}

void
yun_job_view_open_dialog (GtkWindow *parent, YunJob *job)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *view = g_object_new (YUN_TYPE_JOB_VIEW, NULL);

  yun_job_view_set_job (YUN_JOB_VIEW (view), job);
  adw_window_set_content (ADW_WINDOW (window), view);
  gtk_window_set_title (GTK_WINDOW (window), yun_job_get_title (job));
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_set_resizable (GTK_WINDOW (window), FALSE);
  g_signal_connect_object (job, "notify::running", G_CALLBACK (job_ran_cb), window, 0);
  g_signal_connect_object (window, "close-request", G_CALLBACK (close_requested_cb), job, 0);
  gtk_window_present (GTK_WINDOW (window));
}
