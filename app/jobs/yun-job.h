/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * YunJob: one long piece of work: progress, cancel, one result.
 *
 * Made and watched on the main thread; its function runs on a thread of its own
 * and reports with yun_job_report() from there. Properties change and signals
 * come on the main context the job was made in, at most about ten times a
 * second. A job runs once.
 */
#define YUN_TYPE_JOB (yun_job_get_type ())
G_DECLARE_FINAL_TYPE (YunJob, yun_job, YUN, JOB, GObject)

/** Does the work on a worker thread. Returns: (transfer full) (nullable): the result; NULL with
 * @error set on failure. */
typedef gpointer (*YunJobFunc) (YunJob       *job,
                                gpointer      data,
                                GCancellable *cancellable,
                                GError      **error);

/**
 * @title: what is being done, translated: "Exporting plots"
 * @data: (transfer full): handed to @func, freed with @free_data when the job is
 * @free_result: (nullable): frees a result nobody took
 */
YunJob *yun_job_new (const char    *title,
                     YunJobFunc     func,
                     gpointer       data,
                     GDestroyNotify free_data,
                     GDestroyNotify free_result);

/** Runs on a worker; @callback comes on the main context. */
void yun_job_run_async (YunJob *self, GAsyncReadyCallback callback, gpointer user_data);
/** Returns: (transfer full) (nullable): the function's result. */
gpointer yun_job_run_finish (YunJob *self, GAsyncResult *result, GError **error);
/** Runs on this thread, for the command line and tests; "notify" comes when the main context next
 * runs. */
gpointer yun_job_run_sync (YunJob *self, GError **error);

/** Asks it to stop; it ends with %G_IO_ERROR_CANCELLED. Any thread. */
void yun_job_cancel (YunJob *self);

/** From the worker: @step is what is being done now (translated; copied), @done of @total, total 0
 * when unknown. */
void yun_job_report (YunJob *self, const char *step, guint64 done, guint64 total);

/** A function called at each report on the worker's own thread, for progress on stderr. */
typedef void (*YunJobReportFunc) (
  YunJob *self, const char *step, guint64 done, guint64 total, gpointer user_data);
void yun_job_set_report_func (YunJob *self, YunJobReportFunc func, gpointer user_data);

/* Properties, main thread: "title" (string), "step" (string), "fraction" (double, -1 unknown),
 * "running" (boolean) */
const char *yun_job_get_title (YunJob *self);
const char *yun_job_get_step (YunJob *self);
double      yun_job_get_fraction (YunJob *self);
gboolean    yun_job_is_running (YunJob *self);

G_END_DECLS
