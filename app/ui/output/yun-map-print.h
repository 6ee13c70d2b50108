/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-render-job.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * Printing the map: a worker records the sheet as paths and texts, then the main thread only plays
 * it to the printer.
 */

/** @options: (transfer full): for paper. The job's result is a cairo_surface_t: a recording whose
 * unit is the point. */
YunJob *yun_map_print_job_new (YunStore *store, YunRenderOptions *options);

/**
 * yun_map_print_new:
 * @sheet: (transfer full): what the job recorded
 *
 * Returns: (transfer full): an operation for one page of the paper of @options; on other paper the
 * sheet is made to fit
 */
GtkPrintOperation *yun_map_print_new (cairo_surface_t *sheet, const YunRenderOptions *options);

G_END_DECLS
