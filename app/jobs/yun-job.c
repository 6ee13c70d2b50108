/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-jobs"

#include "config.h"

#include "yun-job.h"

#include <string.h>

/* Between two notifications, in milliseconds. */
#define INTERVAL_MS 100

struct _YunJob
{
  GObject parent_instance;

  char            *title; /* (owned) */
  YunJobFunc       func;
  gpointer         data; /* (owned, with free_data) (nullable) */
  GDestroyNotify   free_data;
  GDestroyNotify   free_result;
  GCancellable    *cancellable; /* (owned) */
  GMainContext    *context;     /* (owned): where notifications come */
  YunJobReportFunc report_func;
  gpointer         report_data; /* (unowned) */
  gboolean         started;
  GThread         *thread; /* (owned) (nullable): while an asynchronous run is on */

  /* What the main thread shows. */
  char    *step; /* (owned) (nullable) */
  double   fraction;
  gboolean running;

  GMutex lock;
  /* Under the lock: what the worker said last, and the notification on its way. */
  char    *new_step; /* (owned) (nullable) */
  guint64  done;
  guint64  total;
  GSource *source;    /* (owned) (nullable): not holding us, or a job run to its end without a
                         main loop would never be freed */
  gint64 notified_at; /* monotonic, µs */
};

G_DEFINE_FINAL_TYPE (YunJob, yun_job, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_STEP,
  PROP_FRACTION,
  PROP_RUNNING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* What a run came to, on its way from the worker to the main context. */
typedef struct
{
  GTask   *task; /* (owned) */
  gpointer result;
  GError  *error; /* (owned) (nullable) */
} Outcome;

static void
clear_source (YunJob *self)
{
  if (self->source == NULL)
    return;
  g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
}

/* Takes over what the worker said last; main thread. */
static void
show_progress (YunJob *self)
{
  g_autofree char *step = NULL;
  double           fraction;

  g_mutex_lock (&self->lock);
  clear_source (self);
  self->notified_at = g_get_monotonic_time ();
  step = g_strdup (self->new_step);
  fraction = self->total == 0 ? -1.0 : MIN (1.0, (double) self->done / (double) self->total);
  g_mutex_unlock (&self->lock);

  g_object_freeze_notify (G_OBJECT (self));
  if (g_strcmp0 (step, self->step) != 0)
    {
      g_free (self->step);
      self->step = g_steal_pointer (&step);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STEP]);
    }
  if (fraction != self->fraction)
    {
      self->fraction = fraction;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

static gboolean
notification_due_cb (gpointer user_data)
{
  show_progress (user_data);
  return G_SOURCE_REMOVE;
}

static void
set_running (YunJob *self, gboolean running)
{
  if (self->running == running)
    return;
  self->running = running;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
}

static gpointer
call_func (YunJob *self, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return NULL;
  return self->func (self, self->data, self->cancellable, error);
}

static gboolean
run_ended_cb (gpointer user_data)
{
  Outcome *outcome = user_data;
  YunJob  *self = g_task_get_source_object (outcome->task);

  g_clear_pointer (&self->thread, g_thread_join);
  show_progress (self);
  set_running (self, FALSE);
  if (outcome->error != NULL)
    g_task_return_error (outcome->task, g_steal_pointer (&outcome->error));
  else
    g_task_return_pointer (outcome->task, outcome->result, self->free_result);
  g_object_unref (outcome->task);
  g_free (outcome);
  return G_SOURCE_REMOVE;
}

static gpointer
run_thread (gpointer user_data)
{
  GTask   *task = user_data;
  YunJob  *self = g_task_get_source_object (task);
  Outcome *outcome = g_new0 (Outcome, 1);
  GSource *source;

  outcome->task = task;
  outcome->result = call_func (self, &outcome->error);
  source = g_idle_source_new ();
  g_source_set_callback (source, run_ended_cb, outcome, NULL);
  g_source_attach (source, self->context);
  g_source_unref (source);
  return NULL;
}

static void
yun_job_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  YunJob *self = YUN_JOB (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_STEP:
      g_value_set_string (value, yun_job_get_step (self));
      break;
    case PROP_FRACTION:
      g_value_set_double (value, self->fraction);
      break;
    case PROP_RUNNING:
      g_value_set_boolean (value, self->running);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
yun_job_finalize (GObject *object)
{
  YunJob *self = YUN_JOB (object);

  clear_source (self);
  if (self->data != NULL && self->free_data != NULL)
    self->free_data (self->data);
  g_free (self->title);
  g_free (self->step);
  g_free (self->new_step);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (yun_job_parent_class)->finalize (object);
}

static void
yun_job_class_init (YunJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags   flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = yun_job_get_property;
  object_class->finalize = yun_job_finalize;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_STEP] = g_param_spec_string ("step", NULL, NULL, "", flags);
  properties[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, -1, 1, -1, flags);
  properties[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
yun_job_init (YunJob *self)
{
  self->cancellable = g_cancellable_new ();
  self->context = g_main_context_ref_thread_default ();
  self->fraction = -1;
  self->notified_at = G_MININT64 / 2;
  g_mutex_init (&self->lock);
}

YunJob *
yun_job_new (const char    *title,
             YunJobFunc     func,
             gpointer       data,
             GDestroyNotify free_data,
             GDestroyNotify free_result)
{
  YunJob *self;

  g_return_val_if_fail (title != NULL && func != NULL, NULL);

  self = g_object_new (YUN_TYPE_JOB, NULL);
  self->title = g_strdup (title);
  self->func = func;
  self->data = data;
  self->free_data = free_data;
  self->free_result = free_result;
  return self;
}

void
yun_job_run_async (YunJob *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task;

  g_return_if_fail (YUN_IS_JOB (self));
  g_return_if_fail (!self->started);

  self->started = TRUE;
  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, yun_job_run_async);
  set_running (self, TRUE);
  self->thread = g_thread_new ("yun-job", run_thread, task);
}

gpointer
yun_job_run_finish (YunJob *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

gpointer
yun_job_run_sync (YunJob *self, GError **error)
{
  g_return_val_if_fail (YUN_IS_JOB (self), NULL);
  g_return_val_if_fail (!self->started, NULL);

  self->started = TRUE;
  return call_func (self, error);
}

void
yun_job_cancel (YunJob *self)
{
  g_return_if_fail (YUN_IS_JOB (self));

  g_cancellable_cancel (self->cancellable);
}

void
yun_job_report (YunJob *self, const char *step, guint64 done, guint64 total)
{
  g_return_if_fail (YUN_IS_JOB (self));

  g_mutex_lock (&self->lock);
  if (g_strcmp0 (step, self->new_step) != 0)
    {
      g_free (self->new_step);
      self->new_step = g_strdup (step);
    }
  self->done = done;
  self->total = total;
  if (self->source == NULL)
    {
      gint64 since_ms = (g_get_monotonic_time () - self->notified_at) / 1000;

      self->source = g_timeout_source_new ((guint) CLAMP (INTERVAL_MS - since_ms, 0, INTERVAL_MS));
      g_source_set_callback (self->source, notification_due_cb, self, NULL);
      g_source_attach (self->source, self->context);
    }
  g_mutex_unlock (&self->lock);

  if (self->report_func != NULL)
    self->report_func (self, step, done, total, self->report_data);
}

void
yun_job_set_report_func (YunJob *self, YunJobReportFunc func, gpointer user_data)
{
  g_return_if_fail (YUN_IS_JOB (self));
  g_return_if_fail (!self->started);

  self->report_func = func;
  self->report_data = user_data;
}

const char *
yun_job_get_title (YunJob *self)
{
  g_return_val_if_fail (YUN_IS_JOB (self), NULL);

  return self->title;
}

const char *
yun_job_get_step (YunJob *self)
{
  g_return_val_if_fail (YUN_IS_JOB (self), NULL);

  return self->step != NULL ? self->step : "";
}

double
yun_job_get_fraction (YunJob *self)
{
  g_return_val_if_fail (YUN_IS_JOB (self), -1);

  return self->fraction;
}

gboolean
yun_job_is_running (YunJob *self)
{
  g_return_val_if_fail (YUN_IS_JOB (self), FALSE);

  return self->running;
}
