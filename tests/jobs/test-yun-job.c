/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "yun-job.h"

typedef struct
{
  GMainLoop *loop;
  gpointer   result;
  GError    *error;
  guint      n_notified;
  guint      n_reported;
  double     last_fraction;
  GThread   *notified_on;
} Watch;

static void
fraction_changed_cb (YunJob *job, GParamSpec *pspec, Watch *watch)
{
  watch->n_notified++;
  g_assert_cmpfloat (yun_job_get_fraction (job), >=, watch->last_fraction);
  watch->last_fraction = yun_job_get_fraction (job);
  g_assert_true (g_thread_self () == watch->notified_on);
}

static void
job_ended_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Watch *watch = user_data;

  g_assert_false (yun_job_is_running (YUN_JOB (object)));
  watch->result = yun_job_run_finish (YUN_JOB (object), result, &watch->error);
  g_main_loop_quit (watch->loop);
}

static void
run (YunJob *job, Watch *watch)
{
  watch->loop = g_main_loop_new (NULL, FALSE);
  watch->last_fraction = -1;
  watch->notified_on = g_thread_self ();
  g_signal_connect (job, "notify::fraction", G_CALLBACK (fraction_changed_cb), watch);
  yun_job_run_async (job, job_ended_cb, watch);
  g_assert_true (yun_job_is_running (job));
  g_main_loop_run (watch->loop);
  g_main_loop_unref (watch->loop);
}

static gpointer
count_func (YunJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  for (guint i = 1; i <= 100000; i++)
    yun_job_report (job, i <= 50000 ? "first" : "second", i, 100000);
  return g_strdup (data);
}

static void
test_progress_is_coalesced (void)
{
  g_autoptr (YunJob) job = yun_job_new ("Counting", count_func, g_strdup ("done"), g_free, g_free);
  Watch              watch = { 0 };
  gint64             start = g_get_monotonic_time ();
  gint64             most;

  g_assert_cmpstr (yun_job_get_title (job), ==, "Counting");
  g_assert_cmpfloat (yun_job_get_fraction (job), ==, -1);
  run (job, &watch);
  g_assert_no_error (watch.error);
  g_assert_cmpstr (watch.result, ==, "done");
  /* However long it took: at most ten a second, one at each end. */
  most = 2 + (g_get_monotonic_time () - start) / 100000;
  g_assert_cmpint (watch.n_notified, >=, 1);
  g_assert_cmpint (watch.n_notified, <=, most);
  g_assert_cmpfloat (yun_job_get_fraction (job), ==, 1);
  g_assert_cmpstr (yun_job_get_step (job), ==, "second");
  g_free (watch.result);
}

static gpointer
wait_func (YunJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  GPollFD fd;

  yun_job_report (job, "waiting", 0, 0);
  g_assert_true (g_cancellable_make_pollfd (cancellable, &fd));
  g_poll (&fd, 1, -1);
  g_cancellable_release_fd (cancellable);
  g_cancellable_set_error_if_cancelled (cancellable, error);
  return NULL;
}

static void
step_changed_cb (YunJob *job, GParamSpec *pspec, gpointer user_data)
{
  g_assert_cmpstr (yun_job_get_step (job), ==, "waiting");
  yun_job_cancel (job);
}

static void
test_cancel (void)
{
  g_autoptr (YunJob) job = yun_job_new ("Waiting", wait_func, NULL, NULL, NULL);
  Watch              watch = { 0 };

  g_signal_connect (job, "notify::step", G_CALLBACK (step_changed_cb), NULL);
  run (job, &watch);
  g_assert_error (watch.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (watch.result);
  g_clear_error (&watch.error);
}

static gpointer
unreachable_func (YunJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  g_assert_not_reached ();
}

static void
test_cancel_before_start (void)
{
  g_autoptr (YunJob) job = yun_job_new ("Never", unreachable_func, NULL, NULL, NULL);
  g_autoptr (GError) error = NULL;

  yun_job_cancel (job);
  g_assert_null (yun_job_run_sync (job, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
reported_cb (YunJob *job, const char *step, guint64 done, guint64 total, gpointer user_data)
{
  Watch *watch = user_data;

  watch->n_reported++;
  g_assert_cmpuint (done, ==, watch->n_reported);
}

static void
job_gone_cb (gpointer data, GObject *where)
{
  *(gboolean *) data = TRUE;
}

static void
test_sync (void)
{
  YunJob          *job = yun_job_new ("Counting", count_func, g_strdup ("done"), g_free, g_free);
  Watch            watch = { 0 };
  gboolean         gone = FALSE;
  g_autofree char *result = NULL;

  g_object_weak_ref (G_OBJECT (job), job_gone_cb, &gone);
  yun_job_set_report_func (job, reported_cb, &watch);
  result = yun_job_run_sync (job, NULL);
  g_assert_cmpstr (result, ==, "done");
  g_assert_cmpuint (watch.n_reported, ==, 100000);
  /* A notification on its way does not keep the job. */
  g_object_unref (job);
  g_assert_true (gone);
}

static gpointer
fail_func (YunJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "full");
  return NULL;
}

static void
test_failure (void)
{
  g_autoptr (YunJob) job = yun_job_new ("Failing", fail_func, NULL, NULL, NULL);
  Watch              watch = { 0 };

  run (job, &watch);
  g_assert_error (watch.error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_clear_error (&watch.error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/job/progress", test_progress_is_coalesced);
  g_test_add_func ("/job/cancel", test_cancel);
  g_test_add_func ("/job/cancel-before-start", test_cancel_before_start);
  g_test_add_func ("/job/sync", test_sync);
  g_test_add_func ("/job/failure", test_failure);
  return g_test_run ();
}
