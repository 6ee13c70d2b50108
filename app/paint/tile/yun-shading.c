/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-feature-index-private.h"
#include "yun-shading.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define SECONDS_A_DAY 86400

#define N_CLASSES 5
#define SAMPLE 65536u /* values that breaks are found from; more change nothing to the eye */
#define SLACK 0.07    /* how far a break may be from its equal share, for a rounder number */
#define N_AGES 5

struct _YunShading
{
  gatomicrefcount ref;
  YunFillBy       by;
  guint           n_classes;
  YunShadingClass classes[YUN_STYLE_N_STEPS];
  char           *texts[YUN_STYLE_N_STEPS]; /* (owned) */
  guint           n;
  guint8         *steps; /* (owned): one each feature */
};

static const guint ages[N_AGES] = { 6, 12, 24, 36, 60 }; /* months */

static int
compare_floats (gconstpointer a, gconstpointer b)
{
  float va = *(const float *) a, vb = *(const float *) b;

  return va < vb ? -1 : va > vb;
}

/* The number of fewest digits in [low, high], the nearest to @middle where there are several. */
static double
find_round (double low, double high, double middle)
{
  static const double factors[] = { 5, 2, 1 };
  int                 power = (int) ceil (log10 (MAX (fabs (low), fabs (high)) + 1e-9));

  if (low <= 0 && high >= 0)
    return 0;
  for (; power > -6; power--)
    for (guint i = 0; i < G_N_ELEMENTS (factors); i++)
      {
        double step = factors[i] * pow (10, power);
        double at = round (middle / step) * step;

        at = CLAMP (at, ceil (low / step - 1e-9) * step, floor (high / step + 1e-9) * step);
        if (at >= low - 1e-9 * step && at <= high + 1e-9 * step)
          return at;
      }

  return middle;
}

/* Numbers are kept as floats: a bound must be one too, or 0.7 is below 0.7. */
static gboolean
is_below (float value, double bound)
{
  return value < (float) bound;
}

guint
yun_shading_find_breaks (float *values, gsize n, guint n_classes, double *breaks)
{
  guint n_breaks = 0;

  if (n == 0)
    return 0;

  qsort (values, n, sizeof (float), compare_floats);
  for (guint k = 1; k < n_classes; k++)
    {
      double share = (double) k / n_classes;
      double low = values[(gsize) (MAX (share - SLACK, 0) * (n - 1))];
      double middle = values[(gsize) (share * (n - 1))];
      double high = values[(gsize) (MIN (share + SLACK, 1) * (n - 1))];
      double at = find_round (low, high, middle);

      /* each class holds something: below the first, between two, from the last on */
      if (!is_below (values[0], at) || is_below (values[n - 1], at))
        continue;
      if (n_breaks > 0 && (float) at <= (float) breaks[n_breaks - 1])
        continue;
      breaks[n_breaks++] = at;
    }
  /* two breaks with nothing between them: the lower goes */
  for (guint k = 1, at = 0; k < n_breaks; k++)
    {
      while (is_below (values[at], breaks[k - 1]))
        at++;
      if (!is_below (values[at], breaks[k]))
        {
          memmove (breaks + k - 1, breaks + k, (n_breaks - k) * sizeof (double));
          n_breaks--;
          k--;
        }
    }

  return n_breaks;
}

static YunFeatureValue
get_value_kind (YunFillBy by)
{
  return by == YUN_FILL_FLOOR_AREA_RATIO ? YUN_FEATURE_FAR
         : by == YUN_FILL_TAX            ? YUN_FEATURE_TAX
                                         : YUN_FEATURE_DATE;
}

static gboolean
is_asked (const YunFeature *f)
{
  return f->kind != YUN_GEOM_POINT && yun_look_is_land (f->look);
}

/* Breaks from what is shown in the box. */
static guint
fit_breaks (YunShading            *self,
            const YunFeatureIndex *index,
            const YunFeatureSet   *shown,
            const YunVertex       *min,
            const YunVertex       *max,
            double                *breaks)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (float));
  YunFeatureValue    which = get_value_kind (self->by);
  guint              stride;

  for (guint i = 0; i < index->n; i++)
    {
      const YunFeature *f = &index->features[i];
      float             value;

      if (!is_asked (f) || (shown != NULL && !yun_feature_set_test (shown, i)) ||
          (min != NULL &&
           (f->min.x > max->x || f->max.x < min->x || f->min.y > max->y || f->max.y < min->y)))
        continue;
      value = yun_feature_index_get_value (index, i, which);
      if (!isnan (value))
        g_array_append_val (values, value);
    }
  /* every so-many-th stands for its neighbours */
  stride = values->len / SAMPLE + 1;
  for (guint i = 0; i * stride < values->len; i++)
    g_array_index (values, float, i) = g_array_index (values, float, i *stride);
  g_array_set_size (values, (values->len + stride - 1) / stride);
  if (values->len > 0)
    self->n_classes = 1;

  return yun_shading_find_breaks (&g_array_index (values, float, 0), values->len, N_CLASSES,
                                  breaks);
}

/* The last day on which a fact is older than @months. */
static double
get_day (gint64 today, guint months)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (today * 86400);
  g_autoptr (GDateTime) then = g_date_time_add_months (now, -(int) months);

  return (double) (g_date_time_to_unix (then) / 86400);
}

static char *
make_age_text (guint class)
{
  if (class == 0)
    return g_strdup (_ ("Under half a year"));
  if (class == 1)
    return g_strdup (_ ("Half a year to 1 year"));
  if (class == N_AGES)
    return g_strdup_printf (_ ("%u years and more"), ages[N_AGES - 1] / 12);

  return g_strdup_printf (_ ("%u to %u years"), ages[class - 1] / 12, ages[class] / 12);
}

static char *
make_range_text (const YunShadingClass *class)
{
  if (isinf (class->from) && isinf (class->to))
    return g_strdup (_ ("All known"));
  if (isinf (class->from))
    return g_strdup_printf (_ ("under %g"), class->to);
  if (isinf (class->to))
    return g_strdup_printf (_ ("%g and more"), class->from);

  return g_strdup_printf (_ ("%g – %g"), class->from, class->to);
}

static void
set_classes (YunShading *self, const double *breaks, guint n_breaks)
{
  if (n_breaks > 0)
    self->n_classes = n_breaks + 1;
  for (guint k = 0; k < self->n_classes; k++)
    {
      YunShadingClass *class = &self->classes[k];

      class->from = k > 0 ? breaks[k - 1] : -INFINITY;
      class->to = k < n_breaks ? breaks[k] : INFINITY;
      /* few classes take the whole ramp too; one alone is of the middle */
      class->step =
        self->n_classes == 1
          ? YUN_STYLE_N_STEPS / 2
          : (k * (YUN_STYLE_N_STEPS - 1) + (self->n_classes - 1) / 2) / (self->n_classes - 1);
      self->texts[k] = self->by == YUN_FILL_AGE ? make_age_text (k) : make_range_text (class);
      class->text = self->texts[k];
    }
}

static guint8
get_class_step (const YunShading *self, float value)
{
  guint k = 0;

  if (isnan (value) || self->n_classes == 0)
    return YUN_STYLE_UNKNOWN;
  while (k + 1 < self->n_classes && !is_below (value, self->classes[k].to))
    k++;

  return (guint8) self->classes[k].step;
}

static void
sort_features (YunShading *self, const YunFeatureIndex *index, gint64 today)
{
  YunFeatureValue which = get_value_kind (self->by);

  self->n = index->n;
  self->steps = g_malloc (MAX (self->n, 1));
  for (guint i = 0; i < self->n; i++)
    {
      const YunFeature *f = &index->features[i];
      float             value = NAN;

      self->steps[i] = YUN_STYLE_NO_STEP;
      if (!is_asked (f))
        continue;
      value = yun_feature_index_get_value (index, i, which);
      /* parks are seldom asked for a number: the few that have one show it */
      if (isnan (value) && f->look == YUN_LOOK_SITE)
        continue;
      self->steps[i] =
        get_class_step (self, self->by == YUN_FILL_AGE ? (float) today - value : value);
    }
}

gboolean
yun_shading_is_needed (YunFillBy by)
{
  return by > YUN_FILL_SEGMENT;
}

gboolean
yun_shading_can_fit (YunFillBy by)
{
  return by > YUN_FILL_SEGMENT && by != YUN_FILL_AGE;
}

gint64
yun_shading_get_today (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return (g_date_time_to_unix (now) + g_date_time_get_utc_offset (now) / G_USEC_PER_SEC) /
         SECONDS_A_DAY;
}

YunShading *
yun_shading_new (YunFillBy              by,
                 const YunFeatureIndex *index,
                 const YunFeatureSet   *shown,
                 const YunVertex       *min,
                 const YunVertex       *max,
                 gint64                 today)
{
  YunShading *self;
  double      breaks[YUN_STYLE_N_STEPS];
  guint       n_breaks = 0;

  g_return_val_if_fail (yun_shading_is_needed (by) && by < YUN_FILL_N, NULL);
  g_return_val_if_fail (index != NULL && (min == NULL) == (max == NULL), NULL);

  self = g_new0 (YunShading, 1);
  g_atomic_ref_count_init (&self->ref);
  self->by = by;
  if (by == YUN_FILL_AGE)
    for (; n_breaks < N_AGES; n_breaks++)
      breaks[n_breaks] = (double) today - get_day (today, ages[n_breaks]);
  else
    n_breaks = fit_breaks (self, index, shown, min, max, breaks);
  set_classes (self, breaks, n_breaks);
  sort_features (self, index, today);

  return self;
}

YunShading *
yun_shading_ref (YunShading *self)
{
  g_atomic_ref_count_inc (&self->ref);

  return self;
}

void
yun_shading_unref (YunShading *self)
{
  if (!g_atomic_ref_count_dec (&self->ref))
    return;

  for (guint k = 0; k < G_N_ELEMENTS (self->texts); k++)
    g_free (self->texts[k]);
  g_free (self->steps);
  g_free (self);
}

YunFillBy
yun_shading_get_fill_by (const YunShading *self)
{
  return self->by;
}

const YunShadingClass *
yun_shading_get_classes (const YunShading *self, guint *n)
{
  *n = self->n_classes;

  return self->classes;
}

guint
yun_shading_get_step (const YunShading *self, guint i)
{
  g_return_val_if_fail (i < self->n, YUN_STYLE_NO_STEP);

  return self->steps[i];
}

const guint8 *
yun_shading_peek_steps (const YunShading *self)
{
  return self->steps;
}

gboolean
yun_shading_is_alike (const YunShading *a, const YunShading *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  if (a->by != b->by || a->n_classes != b->n_classes)
    return FALSE;
  for (guint k = 0; k + 1 < a->n_classes; k++)
    if ((float) a->classes[k].to != (float) b->classes[k].to)
      return FALSE;

  return TRUE;
}
