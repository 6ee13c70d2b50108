/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-job.h"
#include "yun-store.h"

G_BEGIN_DECLS

/**
 * New registry files. Each is written beside its target and renamed, so a
 * failure or a cancel leaves none; an existing file is never touched
 * (%YUN_STORE_ERROR_EXISTS).
 */

/** A job that makes a registry at @path from geodata/starter; its result is the open YunStore. */
YunJob *yun_starter_job_new (const char *path);
/** The same without firms, parks, plots and facilities: zones and towns only. */
YunJob *yun_empty_job_new (const char *path);

typedef struct
{
  guint   n_plots;
  guint   n_firms; /* G_MAXUINT: half as many as plots */
  guint   n_parks; /* G_MAXUINT: one for every 500 plots, 3 at least */
  guint32 seed;
} YunSampleOptions;

/** A job that makes a training sample: invented plots, parks and firms inside the real towns, all
 * named 示例; the same options give the same records. */
YunJob *yun_sample_job_new (const char *path, const YunSampleOptions *options);

G_END_DECLS
