/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint-fixture.h"
#include "yun-region.h"

/* Sets of random plots; the oracle asks every feature that differs. */

#define N_PLOTS 900
#define PLOT 3

static YunFeatureSet *
make_set (const YunFeatureIndex *index, GRand *rand, double share)
{
  g_autoptr (GArray) plots = g_array_new (FALSE, FALSE, sizeof (gint64));
  GArray            *ids[6] = { NULL };

  for (guint i = 0; i < yun_feature_index_get_n (index); i++)
    if (yun_feature_index_get (index, i)->entity == PLOT && g_rand_double (rand) < share)
      g_array_append_val (plots, yun_feature_index_get (index, i)->id);
  ids[PLOT] = plots;

  return yun_feature_set_new (index, ids, 6);
}

static gboolean
differs (const YunFeatureSet *before, const YunFeatureSet *after, guint i)
{
  return (before == NULL || yun_feature_set_has (before, i)) !=
         (after == NULL || yun_feature_set_has (after, i));
}

static void
test_difference (void)
{
  g_autoptr (GRand)           rand = g_rand_new_with_seed (41);
  g_autoptr (YunFeatureIndex) index = fixture_new_grid (N_PLOTS, N_PLOTS / 2);
  guint                       n = yun_feature_index_get_n (index), missed = 0, asked = 0;

  for (guint round = 0; round < 200; round++)
    {
      g_autoptr (YunFeatureSet) before = NULL;
      g_autoptr (YunFeatureSet) after = make_set (index, rand, g_rand_double (rand));
      YunRegion                 region;

      if (round % 5 != 0)
        before = make_set (index, rand, round % 2 ? 0.02 : 0.9);
      g_assert_true (yun_region_init_difference (&region, index, before, after, n));
      for (guint query = 0; query < 20; query++)
        {
          const YunFeature *f = yun_feature_index_get (index, g_rand_int_range (rand, 0, n));
          guint32           reach = g_rand_int_range (rand, 0, 200000);
          YunVertex         min = { f->min.x - reach / 2, f->min.y - reach };
          YunVertex         max = { f->max.x + reach, f->max.y + reach / 3 };
          gboolean          touched = FALSE;

          for (guint i = 0; i < n && !touched; i++)
            {
              const YunFeature *g = yun_feature_index_get (index, i);

              touched = g->kind != YUN_GEOM_POINT && differs (before, after, i) &&
                        g->min.x <= max.x && g->max.x >= min.x && g->min.y <= max.y &&
                        g->max.y >= min.y;
            }
          if (touched)
            g_assert_true (yun_region_meets (&region, min, max));
          else
            {
              asked++;
              missed += yun_region_meets (&region, min, max);
            }
        }
    }
  /* coarse, but not so coarse that it says yes to everything */
  g_assert_cmpuint (asked, >, 200);
  g_assert_cmpuint (missed, <, asked);
}

/* Firms are no part of tiles: hiding them touches nothing. */
static void
test_points (void)
{
  g_autoptr (GRand)           rand = g_rand_new_with_seed (42);
  g_autoptr (YunFeatureIndex) index = fixture_new_grid (N_PLOTS, N_PLOTS / 2);
  g_autoptr (YunFeatureSet)   plots = make_set (index, rand, 2);
  YunVertex                   all = { G_MAXUINT32, G_MAXUINT32 }, none = { 0, 0 };
  YunRegion                   region;

  g_assert_true (yun_region_init_difference (&region, index, NULL, plots, G_MAXUINT));
  g_assert_true (region.empty);
  g_assert_false (yun_region_meets (&region, none, all));
}

static void
test_limit (void)
{
  g_autoptr (YunFeatureIndex) index = fixture_new_grid (N_PLOTS, 0);
  GArray                     *ids[6] = { NULL };
  g_autoptr (YunFeatureSet)   nothing = yun_feature_set_new (index, ids, 6);
  YunRegion                   region;

  g_assert_false (yun_region_init_difference (&region, index, NULL, nothing, N_PLOTS - 1));
  g_assert_true (yun_region_init_difference (&region, index, NULL, nothing, N_PLOTS));
  g_assert_false (region.empty);
  g_assert_true (yun_region_init_difference (&region, index, nothing, nothing, 0));
  g_assert_true (region.empty);
}

static void
test_box (void)
{
  YunRegion region;

  yun_region_init_box (&region, (YunVertex){ 10, 20 }, (YunVertex){ 30, 40 });
  g_assert_true (yun_region_meets (&region, (YunVertex){ 30, 40 }, (YunVertex){ 90, 90 }));
  g_assert_true (yun_region_meets (&region, (YunVertex){ 15, 25 }, (YunVertex){ 15, 25 }));
  g_assert_false (yun_region_meets (&region, (YunVertex){ 31, 0 }, (YunVertex){ 90, 90 }));
  g_assert_false (yun_region_meets (&region, (YunVertex){ 0, 0 }, (YunVertex){ 90, 19 }));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/region/difference", test_difference);
  g_test_add_func ("/region/points", test_points);
  g_test_add_func ("/region/limit", test_limit);
  g_test_add_func ("/region/box", test_box);

  return g_test_run ();
}
