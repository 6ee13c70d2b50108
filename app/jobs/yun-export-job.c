/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-jobs"

#include "config.h"

#include "yun-export-job.h"

#include "yun-output-file.h"

#include <glib/gi18n.h>

/* Records handed from the store's thread to the job's at a time, and how many such may wait. */
#define BATCH 512
#define MAX_WAITING 8

#define EXPORT_KEY "yun-export"

typedef struct
{
  YunStore         *store;    /* (owned) */
  YunExportOptions *options;  /* (owned) */
  GPtrArray        *problems; /* (owned) (nullable): YunExportProblem; set by the worker */
} Export;

/* Which rows a pass saw, in order: two passes with equal marks saw the same set. */
typedef struct
{
  guint64 n_rows;
  guint64 digest;
} Mark;

/* One pass: a thread reads the store and hands over batches, the job's own thread, which owns the
 * writer, works on them meanwhile. */
typedef struct
{
  Export       *job;         /* (unowned) */
  GCancellable *cancellable; /* (unowned): of this pass */
  GPtrArray    *batch;       /* (owned) (nullable): being filled by the reader */

  GMutex   lock;
  GCond    changed;
  GQueue   waiting; /* (element-type GPtrArray) (owned) */
  gboolean ended;   /* the reader has given its last batch */
  gboolean stopped; /* nobody wants more */
  GError  *error;   /* (owned) (nullable): of the reader */
} Pass;

typedef gboolean (*RecordFunc) (YunShapefileWriter *writer, YunRecord *record, GError **error);

static void
problem_free (YunExportProblem *self)
{
  g_free (self->name);
  g_free (self->reason);
  g_free (self);
}

static GPtrArray *
copy_problems (GPtrArray *problems)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func ((GDestroyNotify) problem_free);

  for (guint i = 0; problems != NULL && i < problems->len; i++)
    {
      const YunExportProblem *from = g_ptr_array_index (problems, i);
      YunExportProblem       *to = g_memdup2 (from, sizeof *from);

      to->name = g_strdup (from->name);
      to->reason = g_strdup (from->reason);
      g_ptr_array_add (copy, to);
    }
  return copy;
}

static void
export_free (Export *self)
{
  g_clear_object (&self->store);
  g_clear_pointer (&self->options, yun_export_options_free);
  g_clear_pointer (&self->problems, g_ptr_array_unref);
  g_free (self);
}

static void
mark_add (Mark *self, YunRecord *record)
{
  const guint64 values[] = {
    (guint64) yun_record_get_id (record),
    (guint64) yun_record_get_revision (record),
  };

  self->n_rows++;
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      self->digest = (self->digest ^ values[i]) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
      self->digest ^= self->digest >> 29;
    }
}

/* Waits while enough batches wait; FALSE when nobody wants more. */
static gboolean
hand_over (Pass *self)
{
  gboolean stopped;

  g_mutex_lock (&self->lock);
  while (!self->stopped && self->waiting.length >= MAX_WAITING)
    g_cond_wait (&self->changed, &self->lock);
  if (!self->stopped && self->batch != NULL)
    g_queue_push_tail (&self->waiting, g_steal_pointer (&self->batch));
  stopped = self->stopped;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
  return !stopped;
}

static gboolean
record_read_cb (YunRecord *record, gpointer user_data)
{
  Pass *self = user_data;

  if (self->batch == NULL)
    self->batch = g_ptr_array_new_full (BATCH, g_object_unref);
  g_ptr_array_add (self->batch, yun_record_copy (record));
  return self->batch->len < BATCH || hand_over (self);
}

static gpointer
reader_thread (gpointer user_data)
{
  Pass             *self = user_data;
  YunExportOptions *options = self->job->options;

  if (yun_store_each_record_sync (self->job->store, options->entity, options->filter,
                                  record_read_cb, self, self->cancellable, &self->error))
    hand_over (self);

  g_mutex_lock (&self->lock);
  self->ended = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
  return NULL;
}

/* (transfer full) (nullable): the next batch; NULL at the end. */
static GPtrArray *
next_batch (Pass *self)
{
  GPtrArray *batch;

  g_mutex_lock (&self->lock);
  while (self->waiting.length == 0 && !self->ended)
    g_cond_wait (&self->changed, &self->lock);
  batch = g_queue_pop_head (&self->waiting);
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
  return batch;
}

static void
stop_pass (Pass *self)
{
  g_mutex_lock (&self->lock);
  self->stopped = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
}

static gboolean
run_pass (Export             *self,
          YunJob             *job,
          const char         *step,
          guint64             total,
          YunShapefileWriter *writer,
          RecordFunc          func,
          Mark               *mark,
          GCancellable       *cancellable,
          GError            **error)
{
  Pass     pass = { .job = self, .cancellable = cancellable };
  GThread *reader;
  GError  *failure = NULL;

  g_mutex_init (&pass.lock);
  g_cond_init (&pass.changed);
  g_queue_init (&pass.waiting);
  reader = g_thread_new ("yun-export", reader_thread, &pass);

  while (failure == NULL)
    {
      g_autoptr (GPtrArray) batch = next_batch (&pass);

      if (batch == NULL || g_cancellable_set_error_if_cancelled (cancellable, &failure))
        break;
      for (guint i = 0; i < batch->len && failure == NULL; i++)
        {
          mark_add (mark, batch->pdata[i]);
          func (writer, batch->pdata[i], &failure);
        }
      yun_job_report (job, step, mark->n_rows, MAX (total, mark->n_rows));
    }

  stop_pass (&pass);
  g_thread_join (reader);
  g_queue_clear_full (&pass.waiting, (GDestroyNotify) g_ptr_array_unref);
  g_clear_pointer (&pass.batch, g_ptr_array_unref);
  g_cond_clear (&pass.changed);
  g_mutex_clear (&pass.lock);
  if (failure == NULL)
    failure = g_steal_pointer (&pass.error);
  g_clear_error (&pass.error);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

static gboolean
check_record (YunShapefileWriter *writer, YunRecord *record, GError **error)
{
  yun_shapefile_writer_check (writer, record);
  return TRUE;
}

/* Whether the export may go on after what the first pass found. */
static gboolean
accept_problems (Export *self, GError **error)
{
  guint n_fatal = 0;

  for (guint i = 0; i < self->problems->len; i++)
    n_fatal += ((YunExportProblem *) self->problems->pdata[i])->fatal ? 1 : 0;
  if (n_fatal == 0 || self->options->lossy)
    return TRUE;
  g_set_error (
    error, YUN_GEO_ERROR, YUN_GEO_ERROR_TEXT,
    g_dngettext (GETTEXT_PACKAGE, "%u text would lose characters in %s, so nothing was written.",
                 "%u texts would lose characters in %s, so nothing was written.", n_fatal),
    n_fatal, yun_shapefile_encoding_get_name (self->options->encoding));
  return FALSE;
}

static gpointer
export_func (YunJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Export                        *self = data;
  YunExportOptions              *options = self->options;
  const char *const              suffixes[] = { yun_shapefile_get_suffix (options->entity), NULL };
  g_autoptr (YunShapefileWriter) writer = NULL;
  g_autoptr (YunExportResult)    result = NULL;
  YunTotals                      totals;
  Mark                           checked = { 0 };
  Mark                           written = { 0 };

  if (!yun_output_file_check (options->path, suffixes, error))
    return NULL;
  if (!options->replace && g_file_test (options->path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, _ ("“%s” exists already."), options->path);
      return NULL;
    }
  writer = yun_shapefile_writer_new (options->path, options->entity, options->crs,
                                     options->encoding, error);
  if (writer == NULL || !yun_store_totals_sync (self->store, options->entity, options->filter,
                                                &totals, cancellable, error))
    return NULL;

  if (!run_pass (self, job, _ ("Checking texts"), (guint64) totals.count, writer, check_record,
                 &checked, cancellable, error))
    return NULL;
  g_clear_pointer (&self->problems, g_ptr_array_unref);
  self->problems = copy_problems (yun_shapefile_writer_get_problems (writer));
  if (checked.n_rows == 0)
    {
      g_set_error_literal (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOT_FOUND,
                           _ ("There is nothing to export: the filter shows no record."));
      return NULL;
    }
  if (!accept_problems (self, error))
    return NULL;

  if (!yun_shapefile_writer_begin (writer, options->replace, error) ||
      !run_pass (self, job, _ ("Writing"), checked.n_rows, writer, yun_shapefile_writer_write,
                 &written, cancellable, error))
    return NULL;
  if (written.n_rows != checked.n_rows || written.digest != checked.digest)
    {
      g_set_error_literal (error, YUN_STORE_ERROR, YUN_STORE_ERROR_CONFLICT,
                           _ ("The registry was changed during the export; please export again."));
      return NULL;
    }

  yun_job_report (job, _ ("Reading back"), 0, 0);
  result = g_new0 (YunExportResult, 1);
  result->files = yun_shapefile_writer_finish (writer, cancellable, error);
  if (result->files == NULL)
    return NULL;
  result->n_rows = written.n_rows;
  result->problems = copy_problems (self->problems);
  return g_steal_pointer (&result);
}

void
yun_export_options_free (YunExportOptions *self)
{
  g_clear_pointer (&self->filter, yun_filter_unref);
  g_free (self->crs);
  g_free (self->path);
  g_free (self);
}

void
yun_export_result_free (YunExportResult *self)
{
  g_strfreev (self->files);
  g_clear_pointer (&self->problems, g_ptr_array_unref);
  g_free (self);
}

YunJob *
yun_export_job_new (YunStore *store, YunExportOptions *options)
{
  Export          *self;
  YunJob          *job;
  g_autofree char *title = NULL;

  g_return_val_if_fail (YUN_IS_STORE (store), NULL);
  g_return_val_if_fail (options != NULL && options->filter != NULL, NULL);

  self = g_new0 (Export, 1);
  self->store = g_object_ref (store);
  self->options = options;
  self->problems = copy_problems (NULL);
  title = g_strdup_printf (_ ("Exporting %s"), yun_entity_get_label (options->entity));
  job = yun_job_new (title, export_func, self, (GDestroyNotify) export_free,
                     (GDestroyNotify) yun_export_result_free);
  g_object_set_data (G_OBJECT (job), EXPORT_KEY, self);
  return job;
}

GPtrArray *
yun_export_job_dup_problems (YunJob *job)
{
  Export *self;

  g_return_val_if_fail (YUN_IS_JOB (job), NULL);

  self = g_object_get_data (G_OBJECT (job), EXPORT_KEY);
  g_return_val_if_fail (self != NULL, NULL);
  return copy_problems (self->problems);
}
