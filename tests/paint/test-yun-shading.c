/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "entity-places.h"
#include "yun-feature-index-private.h"
#include "yun-scene.h"
#include "yun-shading.h"
#include "yun-wkb.h"

#include <math.h>

#define TODAY 20000 /* 2024-10-04 */

static void
add_area (YunFeatureBuilder *builder, gint8 entity, guint at, YunFeatureValue which, float number)
{
  double           x = 121.1 + at % 100 * 0.001, y = 31.0 + at / 100 * 0.001;
  float            numbers[YUN_FEATURE_N_VALUES] = { NAN, NAN, NAN };
  YunFeature       values = { .id = at + 1, .entity = entity, .status = -1, .accuracy = -1 };
  g_autofree char *text = g_strdup_printf ("POLYGON((%.5f %.5f,%.5f %.5f,%.5f %.5f,%.5f %.5f))", x,
                                           y, x + 0.0005, y, x, y + 0.0005, x, y);
  g_autoptr (YunGeom) shape = yun_wkt_read (text, NULL);

  g_assert_nonnull (shape);
  numbers[which] = number;
  yun_feature_builder_add_with_values (builder, &values, numbers, "", shape);
}

/* The step of plot @id. */
static guint
get_step (const YunFeatureIndex *index, const YunShading *shading, gint64 id)
{
  int i = yun_feature_index_find (index, YUN_FEATURE_PLOT, id);

  g_assert_cmpint (i, >=, 0);

  return yun_shading_get_step (shading, (guint) i);
}

/* Whatever the numbers: ascending breaks, no empty class, and about equal counts where the numbers
 * are many and spread. */
static void
test_breaks (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (11);

  for (guint turn = 0; turn < 400; turn++)
    {
      guint             n = (guint) g_rand_int_range (random, 1, turn % 2 ? 12 : 900);
      g_autofree float *values = g_new (float, n);
      double            breaks[4], scale = pow (10, g_rand_int_range (random, -3, 5));
      guint             n_breaks, counts[5] = { 0 };
      gboolean          spread = turn % 4 == 0 && n > 300;

      for (guint i = 0; i < n; i++)
        values[i] =
          (float) (scale * (spread ? g_rand_double (random) : g_rand_int_range (random, -3, 9)));
      n_breaks = yun_shading_find_breaks (values, n, 5, breaks);
      g_assert_cmpuint (n_breaks, <=, 4);
      if (spread)
        g_assert_cmpuint (n_breaks, ==, 4);
      for (guint i = 0; i < n; i++)
        {
          guint k = 0;

          while (k < n_breaks && values[i] >= (float) breaks[k])
            k++;
          counts[k]++;
        }
      for (guint k = 0; k <= n_breaks; k++)
        {
          g_assert_cmpuint (counts[k], >, 0);
          if (k + 1 < n_breaks)
            g_assert_cmpfloat (breaks[k], <, breaks[k + 1]);
          if (spread)
            {
              g_assert_cmpfloat (counts[k], >, n * 0.05);
              g_assert_cmpfloat (counts[k], <, n * 0.36);
            }
          if (spread && k < n_breaks) /* two digits at most */
            {
              double digit = breaks[k] / (scale / 20);

              g_assert_cmpfloat (fabs (digit - round (digit)), <, 1e-6);
            }
        }
    }
}

static void
test_classes (void)
{
  g_autoptr (YunFeatureBuilder) builder = yun_feature_builder_new ();
  g_autoptr (YunFeatureIndex)   index = NULL;
  g_autoptr (YunShading)        shading = NULL;
  g_autoptr (YunShading)        view = NULL;
  g_autoptr (YunShading)        again = NULL;
  const YunShadingClass        *classes;
  YunVertex                     min, max;
  guint                         n, last = 0;

  add_area (builder, YUN_FEATURE_PARK, 0, YUN_FEATURE_FAR, NAN);
  for (guint i = 1; i <= 500; i++)
    add_area (builder, YUN_FEATURE_PLOT, i, YUN_FEATURE_FAR,
              i % 10 == 0 ? NAN : (float) (i / 100.0));
  index = yun_feature_builder_end (g_steal_pointer (&builder));
  shading = yun_shading_new (YUN_FILL_FLOOR_AREA_RATIO, index, NULL, NULL, NULL, TODAY);

  classes = yun_shading_get_classes (shading, &n);
  g_assert_cmpuint (n, ==, 5);
  g_assert_true (isinf (classes[0].from) && isinf (classes[4].to));
  for (guint i = 1; i <= 500; i++)
    if (i % 10 != 0)
      {
        guint step = get_step (index, shading, i + 1);
        guint k = 0;

        while (classes[k].step != step)
          g_assert_cmpuint (++k, <, n);
        g_assert_cmpfloat ((float) (i / 100.0), >=, (float) classes[k].from);
        g_assert_cmpfloat ((float) (i / 100.0), <, (float) classes[k].to);
        g_assert_cmpuint (step, >=, last);
        last = step;
      }
    else
      g_assert_cmpuint (get_step (index, shading, i + 1), ==, YUN_STYLE_UNKNOWN);
  g_assert_cmpuint (
    yun_shading_get_step (shading, (guint) yun_feature_index_find (index, YUN_FEATURE_PARK, 1)), ==,
    YUN_STYLE_NO_STEP);

  /* of the lowest rows only */
  min = yun_vertex_from_lonlat (121.0, 31.0018);
  max = yun_vertex_from_lonlat (121.3, 30.9);
  view = yun_shading_new (YUN_FILL_FLOOR_AREA_RATIO, index, NULL, &min, &max, TODAY);
  classes = yun_shading_get_classes (view, &n);
  g_assert_cmpuint (n, ==, 5);
  g_assert_cmpfloat (classes[n - 1].from, <, 2.0);
  g_assert_false (yun_shading_is_alike (shading, view));
  again = yun_shading_new (YUN_FILL_FLOOR_AREA_RATIO, index, NULL, NULL, NULL, TODAY);
  g_assert_true (yun_shading_is_alike (shading, again));
}

/* Nothing known: nothing but the unknown. One number: one class. */
static void
test_few (void)
{
  for (guint known = 0; known < 3; known++)
    {
      YunFeatureBuilder          *builder = yun_feature_builder_new ();
      g_autoptr (YunFeatureIndex) index = NULL;
      g_autoptr (YunShading)      shading = NULL;
      guint                       n;

      for (guint i = 0; i < 4; i++)
        add_area (builder, YUN_FEATURE_PLOT, i, YUN_FEATURE_TAX, i < known ? 7.5f : NAN);
      index = yun_feature_builder_end (builder);
      shading = yun_shading_new (YUN_FILL_TAX, index, NULL, NULL, NULL, TODAY);
      yun_shading_get_classes (shading, &n);
      g_assert_cmpuint (n, ==, known > 0);
      for (guint i = 0; i < 4; i++)
        if (i >= known)
          g_assert_cmpuint (get_step (index, shading, i + 1), ==, YUN_STYLE_UNKNOWN);
        else
          g_assert_cmpuint (get_step (index, shading, i + 1), <, YUN_STYLE_N_STEPS);
    }
}

/* 2024-10-04 less so many days: to the day. */
static void
test_ages (void)
{
  static const struct
  {
    int   days;
    guint step;
  } cases[] = {
    { -3, 0 },  { 0, 0 },   { 182, 0 },  { 183, 1 },  { 365, 1 },  { 366, 2 },
    { 730, 2 }, { 731, 3 }, { 1095, 3 }, { 1096, 4 }, { 1826, 4 }, { 1827, 5 },
  };
  YunFeatureBuilder          *builder = yun_feature_builder_new ();
  g_autoptr (YunFeatureIndex) index = NULL;
  g_autoptr (YunShading)      shading = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    add_area (builder, YUN_FEATURE_PLOT, i, YUN_FEATURE_DATE, (float) (TODAY - cases[i].days));
  index = yun_feature_builder_end (builder);
  shading = yun_shading_new (YUN_FILL_AGE, index, NULL, NULL, NULL, TODAY);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%d days", cases[i].days);
      g_assert_cmpuint (get_step (index, shading, i + 1), ==, cases[i].step);
    }
  g_assert_false (yun_shading_can_fit (YUN_FILL_AGE));
}

/* What people see: usual sight, and without red, green or blue cones (Machado, Oliveira and
 * Fernandes 2009, severity 1; linear RGB). */
static const double sights[4][3][3] = {
  { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } },
  { { 0.152286, 1.052583, -0.204868 },
    { 0.114503, 0.786281, 0.099216 },
    { -0.003882, -0.048116, 1.051998 } },
  { { 0.367322, 0.860646, -0.227968 },
    { 0.280085, 0.672501, 0.047413 },
    { -0.011820, 0.042940, 0.968881 } },
  { { 1.255528, -0.076749, -0.178779 },
    { -0.078411, 0.930809, 0.147602 },
    { 0.004733, 0.691367, 0.303900 } },
};

static double
to_linear (double v)
{
  return v <= 0.04045 ? v / 12.92 : pow ((v + 0.055) / 1.055, 2.4);
}

/* OKLab of a colour over the ground as someone sees it. */
static void
see (const YunStyle *style, const YunColour *colour, guint sight, double lab[3])
{
  const YunColour *ground = &style->district;
  double           rgb[3] = {
              to_linear (colour->r * colour->a + ground->r * (1 - colour->a)),
              to_linear (colour->g * colour->a + ground->g * (1 - colour->a)),
              to_linear (colour->b * colour->a + ground->b * (1 - colour->a)),
  };
  double seen[3], l, m, s;

  for (guint i = 0; i < 3; i++)
    seen[i] = CLAMP (sights[sight][i][0] * rgb[0] + sights[sight][i][1] * rgb[1] +
                       sights[sight][i][2] * rgb[2],
                     0, 1);
  l = cbrt (0.4122214708 * seen[0] + 0.5363325363 * seen[1] + 0.0514459929 * seen[2]);
  m = cbrt (0.2119034982 * seen[0] + 0.6806995451 * seen[1] + 0.1073969566 * seen[2]);
  s = cbrt (0.0883024619 * seen[0] + 0.2817188376 * seen[1] + 0.6299787005 * seen[2]);
  lab[0] = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s;
  lab[1] = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s;
  lab[2] = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s;
}

static double
get_distance (const YunStyle *style, const YunColour *a, const YunColour *b, guint sight)
{
  double la[3], lb[3];

  see (style, a, sight, la);
  see (style, b, sight, lb);

  return sqrt ((la[0] - lb[0]) * (la[0] - lb[0]) + (la[1] - lb[1]) * (la[1] - lb[1]) +
               (la[2] - lb[2]) * (la[2] - lb[2]));
}

/* Steps of a ramp: alike in size, in order of lightness, apart for everyone. */
static void
test_ramps (void)
{
  for (guint scheme = 0; scheme < 2; scheme++)
    for (guint by = YUN_FILL_FLOOR_AREA_RATIO; by < YUN_FILL_N; by++)
      for (guint sight = 0; sight < 4; sight++)
        {
          const YunStyle *style = yun_style_get (scheme, by);
          double          least = 1, most = 0;

          for (guint a = 0; a < YUN_STYLE_N_STEPS; a++)
            {
              double la[3], lb[3];

              g_test_message (
                "scheme %u by %u sight %u step %u: unknown at %.3f", scheme, by, sight, a,
                get_distance (style, &style->step[a], &style->step[YUN_STYLE_UNKNOWN], sight));
              /* the unknown is dotted besides */
              g_assert_cmpfloat (
                get_distance (style, &style->step[a], &style->step[YUN_STYLE_UNKNOWN], sight), >,
                0.03);
              for (guint b = a + 1; b < YUN_STYLE_N_STEPS; b++)
                g_assert_cmpfloat (get_distance (style, &style->step[a], &style->step[b], sight), >,
                                   0.075);
              if (a == 0)
                continue;
              see (style, &style->step[a - 1], sight, la);
              see (style, &style->step[a], sight, lb);
              g_assert_cmpfloat (scheme == YUN_SCHEME_LIGHT ? la[0] : lb[0], >,
                                 scheme == YUN_SCHEME_LIGHT ? lb[0] : la[0]);
              least =
                MIN (least, get_distance (style, &style->step[a - 1], &style->step[a], sight));
              most = MAX (most, get_distance (style, &style->step[a - 1], &style->step[a], sight));
            }
          g_assert_cmpfloat (most / least, <, sight == 0 ? 1.12 : 1.7);
        }
}

/* Statuses differ in colour or, where colours come near for someone, in hatching. */
static void
test_statuses (void)
{
  for (guint scheme = 0; scheme < 2; scheme++)
    for (guint sight = 0; sight < 4; sight++)
      {
        const YunStyle *style = yun_style_get (scheme, YUN_FILL_STATUS);

        for (guint a = 0; a < YUN_STYLE_N_STATUS; a++)
          for (guint b = a + 1; b < YUN_STYLE_N_STATUS; b++)
            {
              double away =
                get_distance (style, &style->status[a].fill, &style->status[b].fill, sight);

              g_test_message ("scheme %u sight %u: %u and %u at %.3f", scheme, sight, a, b, away);
              if (style->status[a].hatch == style->status[b].hatch)
                g_assert_cmpfloat (away, >, 0.075);
            }
      }
}

/* Areas of segments differ in colour or in dots; their symbols have shapes and letters too. */
static void
test_segments (void)
{
  for (guint scheme = 0; scheme < 2; scheme++)
    for (guint sight = 0; sight < 4; sight++)
      {
        const YunStyle *style = yun_style_get (scheme, YUN_FILL_SEGMENT);

        for (guint a = 0; a < YUN_STYLE_N_SEGMENTS; a++)
          for (guint b = a + 1; b < YUN_STYLE_N_SEGMENTS; b++)
            {
              YunFill fa = yun_style_get_fill (style, YUN_LOOK_LOT, -1, 1u << a);
              YunFill fb = yun_style_get_fill (style, YUN_LOOK_LOT, -1, 1u << b);

              g_test_message ("scheme %u sight %u: %u and %u at %.3f", scheme, sight, a, b,
                              get_distance (style, &fa.fill, &fb.fill, sight));
              if (fa.hatch == fb.hatch)
                g_assert_cmpfloat (get_distance (style, &fa.fill, &fb.fill, sight), >, 0.05);
            }
      }
}

static void
test_questions (void)
{
  YunFillBy by;

  for (guint i = 0; i < YUN_FILL_N; i++)
    {
      g_assert_true (yun_fill_by_find (yun_fill_by_get_id (i), &by));
      g_assert_cmpint (by, ==, (int) i);
      g_assert_nonnull (yun_fill_by_get_label (i));
    }
  g_assert_null (yun_fill_by_get_id (YUN_FILL_N));
  g_assert_false (yun_fill_by_find ("colour", &by));
  g_assert_false (yun_fill_by_find (NULL, &by));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/shading/breaks", test_breaks);
  g_test_add_func ("/shading/classes", test_classes);
  g_test_add_func ("/shading/few", test_few);
  g_test_add_func ("/shading/ages", test_ages);
  g_test_add_func ("/style/ramps", test_ramps);
  g_test_add_func ("/style/statuses", test_statuses);
  g_test_add_func ("/style/segments", test_segments);
  g_test_add_func ("/style/questions", test_questions);

  return g_test_run ();
}
