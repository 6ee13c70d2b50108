/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define YUN_HISTOGRAM_BINS 24

/** YunHistogram: how many numbers lie between round edges. Any thread. */
typedef struct
{
  guint  n_bins;                        /* 0: no number is known */
  double edges[YUN_HISTOGRAM_BINS + 1]; /* ascending; all known numbers lie from the first to the
                                           last */
  gint64 bins[YUN_HISTOGRAM_BINS]; /* from edge i on and below edge i + 1; the last also at it */
  gint64 unknown;
} YunHistogram;

/**
 * yun_histogram_fill:
 * @values: finite ones
 * @logarithmic: edges as 1 2 5 10 …, where numbers are spread over sizes
 *
 * Sets all of @self; @unknown is taken over.
 */
void yun_histogram_fill (
  YunHistogram *self, const double *values, gsize n, gboolean logarithmic, gint64 unknown);

G_END_DECLS
