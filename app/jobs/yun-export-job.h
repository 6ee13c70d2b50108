/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-job.h"
#include "yun-shapefile.h"
#include "yun-store.h"

G_BEGIN_DECLS

/**
 * The export: exactly what a filter shows of one entity, as a shapefile.
 */
typedef struct
{
  const YunEntity     *entity;
  YunFilter           *filter; /* (owned) */
  char                *crs;    /* (owned) */
  YunShapefileEncoding encoding;
  char                *path;    /* (owned): ends in .shp */
  gboolean             replace; /* an existing file may be replaced */
  gboolean             lossy;   /* go on although characters would be lost */
} YunExportOptions;

void yun_export_options_free (YunExportOptions *self);

/** What came of it. */
typedef struct
{
  guint64    n_rows;
  char     **files;    /* (owned): what was written */
  GPtrArray *problems; /* (owned) (element-type YunExportProblem): cut and lost texts */
} YunExportResult;

void yun_export_result_free (YunExportResult *self);

/**
 * yun_export_job_new:
 * @options: (transfer full)
 *
 * A job whose result is a YunExportResult. When characters would be lost and
 * @options does not allow it, it fails with %YUN_GEO_ERROR_TEXT before anything
 * is written; yun_export_job_dup_problems() then says which.
 */
YunJob *yun_export_job_new (YunStore *store, YunExportOptions *options);

/** (transfer full) (element-type YunExportProblem): after the job, whatever its end. */
GPtrArray *yun_export_job_dup_problems (YunJob *job);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunExportOptions, yun_export_options_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunExportResult, yun_export_result_free)

G_END_DECLS
