/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-histogram.h"

#include <math.h>
#include <string.h>

/* Round steps of a decade, from fine to coarse; each ends with a 0. */
static const double series[][12] = {
  { 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 0 },
  { 1, 1.5, 2, 3, 5, 7, 0 },
  { 1, 2, 5, 0 },
  { 1, 0 },
};

/* Whether the steps from below @min to above @max fit; the edges of those that do. */
static gboolean
set_log_edges (YunHistogram *self, const double *steps, double min, double max)
{
  guint n = 0;

  for (int decade = (int) floor (log10 (min)); n <= YUN_HISTOGRAM_BINS; decade++)
    for (const double *step = steps; *step > 0; step++)
      {
        double edge = *step * pow (10, decade);

        if (edge <= min)
          n = 0;
        if (n > YUN_HISTOGRAM_BINS)
          return FALSE;
        self->edges[n++] = edge;
        if (edge >= max && n > 1)
          {
            self->n_bins = n - 1;
            return TRUE;
          }
      }
  return FALSE;
}

static void
set_linear_edges (YunHistogram *self, double min, double max)
{
  double span = max > min ? max - min : MAX (fabs (max), 1) / 4;
  double scale = pow (10, floor (log10 (span / YUN_HISTOGRAM_BINS)));
  double first = 0;

  for (guint k = 0; k < 12; k++)
    {
      static const double rounds[] = { 1, 2, 5 };
      double              step = rounds[k % 3] * scale * pow (10, k / 3);

      first = floor (min / step);
      self->n_bins = (guint) MIN (ceil (max / step) - first, 1000);
      self->n_bins = MAX (self->n_bins, 1);
      if (self->n_bins > YUN_HISTOGRAM_BINS)
        continue;
      for (guint i = 0; i <= self->n_bins; i++)
        self->edges[i] = (first + i) * step;
      break;
    }
  /* What division has lost. */
  self->edges[0] = MIN (self->edges[0], min);
  self->edges[self->n_bins] = MAX (self->edges[self->n_bins], max);
}

static void
set_edges (YunHistogram *self, double min, double least, double max, gboolean logarithmic)
{
  if (logarithmic && isfinite (least))
    for (guint i = 0; i < G_N_ELEMENTS (series); i++)
      if (set_log_edges (self, series[i], least, max))
        {
          self->edges[0] = MIN (self->edges[0], min);
          return;
        }
  set_linear_edges (self, min, max);
}

static guint
find_bin (const YunHistogram *self, double value)
{
  guint low = 0, high = self->n_bins;

  while (high - low > 1)
    {
      guint middle = (low + high) / 2;

      if (value >= self->edges[middle])
        low = middle;
      else
        high = middle;
    }
  return low;
}

void
yun_histogram_fill (
  YunHistogram *self, const double *values, gsize n, gboolean logarithmic, gint64 unknown)
{
  double min = INFINITY, least = INFINITY, max = -INFINITY;

  memset (self, 0, sizeof *self);
  self->unknown = unknown;
  for (gsize i = 0; i < n; i++)
    {
      min = MIN (min, values[i]);
      max = MAX (max, values[i]);
      if (values[i] > 0)
        least = MIN (least, values[i]);
    }
  if (n == 0)
    return;
  set_edges (self, min, least, max, logarithmic);
  for (gsize i = 0; i < n; i++)
    self->bins[find_bin (self, values[i])]++;
}
