/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-jobs"

#include "config.h"

#include "yun-starter.h"

#include "yun-sample-record.h"

#include <glib/gi18n.h>

/* Between two reports, in records. */
#define REPORT_EVERY 1000

typedef struct
{
  char            *path; /* (owned) */
  YunSampleOptions options;
  YunJob          *job;    /* (unowned): while it runs */
  YunSampleMaker  *maker;  /* (owned) (nullable) */
  YunSampleLayout *layout; /* (owned) (nullable) */
  guint            n_done;
  guint            block;
  guint            lot;
} Sample;

static void
sample_free (Sample *self)
{
  g_clear_pointer (&self->maker, yun_sample_maker_free);
  g_clear_pointer (&self->layout, yun_sample_layout_free);
  g_free (self->path);
  g_free (self);
}

/* Parks first, then plots, then firms. */
static YunRecord *
next_record (gpointer user_data, GError **error)
{
  Sample                 *self = user_data;
  const YunSampleOptions *options = &self->options;
  guint64                 total = (guint64) options->n_parks + options->n_plots + options->n_firms;
  guint                   number = self->n_done;

  if (number % REPORT_EVERY == 0)
    yun_job_report (self->job, _ ("Inventing records"), number, total);
  if (number >= total)
    return NULL;
  self->n_done++;
  if (number < options->n_parks)
    return yun_sample_maker_make_park (self->maker, number);
  number -= options->n_parks;
  if (number >= options->n_plots)
    return yun_sample_maker_make_firm (self->maker, number - options->n_plots);
  while (self->lot >= yun_sample_layout_get_block (self->layout, self->block)->n_lots)
    {
      self->block++;
      self->lot = 0;
    }
  return yun_sample_maker_make_plot (self->maker, number, self->block, self->lot++);
}

static gboolean
fill_sample (YunStore *store, gpointer user_data, GCancellable *cancellable, GError **error)
{
  Sample               *self = user_data;
  YunSampleOptions     *options = &self->options;
  g_autofree char      *summary = NULL;
  g_autoptr (YunChange) change = NULL;

  self->layout = yun_sample_layout_new (options->n_plots, options->n_parks, options->seed);
  if (self->layout == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           _ ("So many plots and parks do not fit into the district."));
      return FALSE;
    }
  self->maker =
    yun_sample_maker_new (self->layout, options->n_parks, options->n_firms, options->seed);
  if (!yun_store_set_sample_sync (store, error))
    return FALSE;
  summary = g_strdup_printf (_ ("Training sample, seed %u"), options->seed);
  change = yun_store_import_sync (store, YUN_ACTION_CREATE, summary, next_record, self,
                                  g_get_user_name (), cancellable, error);
  return change != NULL;
}

static gpointer
sample_func (YunJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Sample *self = data;

  self->job = job;
  yun_job_report (job, _ ("Laying out plots"), 0, 0);
  return yun_store_make_sync (self->path, fill_sample, self, cancellable, error);
}

YunJob *
yun_sample_job_new (const char *path, const YunSampleOptions *options)
{
  Sample *self;

  g_return_val_if_fail (path != NULL && options != NULL, NULL);

  self = g_new0 (Sample, 1);
  self->path = g_strdup (path);
  self->options = *options;
  if (self->options.n_firms == G_MAXUINT)
    self->options.n_firms = options->n_plots / 2;
  if (self->options.n_parks == G_MAXUINT)
    self->options.n_parks = MAX (3, options->n_plots / 500);
  return yun_job_new (_ ("Making a training sample"), sample_func, self,
                      (GDestroyNotify) sample_free, g_object_unref);
}
