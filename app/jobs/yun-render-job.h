/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-job.h"
#include "yun-page.h"
#include "yun-store.h"
#include "yun-street-map.h"

G_BEGIN_DECLS

/**
 * The map of a registry as a sheet: a file, a preview, a print. The same filter, features and
 * painter as in the window.
 */
typedef enum
{
  YUN_RENDER_PNG,
  YUN_RENDER_SVG,
  YUN_RENDER_PDF,
} YunRenderFormat;

#define YUN_RENDER_MOST_DOTS 32767 /* a side of a PNG */

/** What to draw. All texts are owned. */
typedef struct
{
  YunFilter       *filter; /* (owned) */
  YunFeatureIndex *index;  /* (owned) (nullable): NULL: loaded from the store */
  YunFeatureSet   *shown;  /* (owned) (nullable): of @index; NULL: what @filter shows */

  YunRect extent; /* lon/lat; empty: @place, else what is shown, else the district */
  char   *place;  /* (nullable): name of a town, zone, park or other record */
  char *select; /* (nullable): "firm 格思航天": marked, and shown when nothing else is asked */

  double   width_mm; /* of the paper; 0: a picture of @width × @height dots */
  double   height_mm;
  double   width;
  double   height;
  double   dpi;         /* dots an inch, of images; pictures: 96 is one dot a pixel */
  double   denominator; /* 1:n; 0: what fits */
  gboolean rounded;     /* what fits, made a round number */

  YunStreetMap *streets; /* (owned) (nullable): the street map that is drawn */

  char        *title; /* (nullable): NULL: made from the filter; "": none */
  char        *maker; /* (nullable): who made it; new: the person at work; NULL, "": not said */
  YunPageParts parts;
  YunScheme    scheme;
  YunFillBy    fill_by;

  char           *path; /* (nullable): for a file */
  YunRenderFormat format;
  gboolean        replace; /* an existing file may be replaced */
} YunRenderOptions;

/** (transfer full): an A3 sheet across of everything, 300 dots an inch, all parts, light. */
YunRenderOptions *yun_render_options_new (void);
YunRenderOptions *yun_render_options_copy (const YunRenderOptions *self);
void              yun_render_options_free (YunRenderOptions *self);

/** The format that the end of @path says; FALSE: none of them. */
gboolean yun_render_format_find (const char *path, YunRenderFormat *format);

/** (transfer full): the title of a map of what @filter shows. */
char *yun_render_dup_title (YunFilter *filter);

/**
 * yun_render_make_page_sync:
 *
 * Reads what is needed and lays the sheet out; a worker's business. Fails with
 * %YUN_STORE_ERROR_NOT_FOUND when place or selection are not in the registry,
 * %G_IO_ERROR_INVALID_ARGUMENT when a PNG would be too large.
 */
YunPage *yun_render_make_page_sync (YunStore               *store,
                                    const YunRenderOptions *options,
                                    GCancellable           *cancellable,
                                    GError                **error);

/**
 * yun_render_job_new:
 * @options: (transfer full): with a path
 *
 * A job that writes the file beside its place and renames it; whatever goes wrong, nothing is left
 * and an existing file is as it was. Its result is the path (char *).
 */
YunJob *yun_render_job_new (YunStore *store, YunRenderOptions *options);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunRenderOptions, yun_render_options_free)

G_END_DECLS
