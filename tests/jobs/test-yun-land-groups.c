/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "jobs-test.h"

#include "yun-land-groups.h"
#include "yun-random.h"

#include <math.h>

#define MU (2000.0 / 3.0)
#define LON 121.2
#define LAT 31.0
#define LON_M (1 / 95500.0) /* about a metre here */
#define LAT_M (1 / 110900.0)

/* A box of metres east and north of a place. */
static YunGeom *
make_box (double x, double y, double width, double height)
{
  return yun_geom_new_box (&(YunRect){ LON + x * LON_M, LAT + y * LAT_M, LON + (x + width) * LON_M,
                                       LAT + (y + height) * LAT_M });
}

static void
test_neighbours (void)
{
  static const struct
  {
    double   x, y, gap;
    gboolean is;
    char    *what;
  } cases[] = {
    { 100, 0, 0, TRUE, "a whole edge" },
    { 100, 60, 0, TRUE, "a piece of an edge" },
    { 100, 100, 0, FALSE, "a corner only" },
    { 100, 99.95, 0, FALSE, "5 cm of an edge" },
    { 100, 99.5, 0, TRUE, "half a metre of an edge" },
    { 100.005, 0, 0, TRUE, "half a centimetre between" },
    { 100.5, 0, 0, FALSE, "half a metre between" },
    { 50, 50, 0, TRUE, "they overlap" },
    { 100, 100, 5, TRUE, "a corner, with a tolerance" },
    { 104, 0, 5, TRUE, "four metres" },
    { 106, 0, 5, FALSE, "six metres" },
    { 103, 103, 5, TRUE, "4.2 m across the corner" },
    { 104, 104, 5, FALSE, "5.7 m across the corner" },
  };
  g_autoptr (YunGeom) a = make_box (0, 0, 100, 100);
  g_autoptr (YunGeom) inner = make_box (40, 40, 10, 10);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (YunGeom) b = make_box (cases[i].x, cases[i].y, 100, 100);

      g_test_message ("%s", cases[i].what);
      g_assert_cmpint (yun_land_is_neighbour (a, b, cases[i].gap), ==, cases[i].is);
      g_assert_cmpint (yun_land_is_neighbour (b, a, cases[i].gap), ==, cases[i].is);
    }
  g_assert_true (yun_land_is_neighbour (a, inner, 0));
  g_assert_true (yun_land_is_neighbour (inner, a, 0));
}

/* ---- The oracle: every subset ------------------------------------------------------- */

static guint
count_holders (GPtrArray *plots, guint set)
{
  guint n = 0;

  for (guint i = 0; i < plots->len; i++)
    {
      const YunLandPlot *plot = g_ptr_array_index (plots, i);
      gboolean           is_new = (set & (1u << i)) != 0;

      for (guint k = 0; k < i && plot->holder != NULL; k++)
        if ((set & (1u << k)) != 0 &&
            g_strcmp0 (((YunLandPlot *) g_ptr_array_index (plots, k))->holder, plot->holder) == 0)
          is_new = FALSE;
      n += is_new;
    }
  return n;
}

static double
sum_area (GPtrArray *plots, guint set)
{
  double sum = 0;

  for (guint i = 0; i < plots->len; i++)
    {
      const YunLandPlot *plot = g_ptr_array_index (plots, i);

      if ((set & (1u << i)) != 0 && !isnan (plot->area_m2))
        sum += plot->area_m2;
    }
  return sum;
}

static gboolean
is_connected (GPtrArray *plots, double gap, guint set)
{
  guint reached = set & -set, before;

  do
    {
      before = reached;
      for (guint i = 0; i < plots->len; i++)
        for (guint k = 0; k < plots->len; k++)
          if ((reached & (1u << i)) != 0 && (set & (1u << k)) != 0 &&
              yun_land_is_neighbour (((YunLandPlot *) g_ptr_array_index (plots, i))->shape,
                                     ((YunLandPlot *) g_ptr_array_index (plots, k))->shape, gap))
            reached |= 1u << k;
    }
  while (reached != before);
  return reached == set;
}

static gboolean
is_right (GPtrArray *plots, const YunLandWants *wants, guint set)
{
  return (set & (set - 1)) != 0 && sum_area (plots, set) >= wants->area_m2 &&
         (wants->max_holders == 0 || count_holders (plots, set) <= wants->max_holders) &&
         is_connected (plots, wants->gap_m, set);
}

static guint
to_set (const YunLandGroup *group)
{
  guint set = 0;

  for (guint i = 0; i < group->members->len; i++)
    set |= 1u << g_array_index (group->members, guint, i);
  return set;
}

/* Boxes on a small field, so that many touch; few holders, some unknown. */
static GPtrArray *
make_plots (YunRandom *random)
{
  static const char *const holders[] = { "甲", "乙", "丙", NULL };
  GPtrArray *plots = g_ptr_array_new_with_free_func ((GDestroyNotify) yun_land_plot_free);
  guint      n = 1 + yun_random_below (random, 8);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (YunGeom) shape =
        make_box (yun_random_below (random, 4) * 50 + yun_random_below (random, 2) * 4,
                  yun_random_below (random, 3) * 50, 50, 50);
      double area = yun_random_below (random, 8) == 0 ? NAN : 1 + yun_random_below (random, 40);

      g_ptr_array_add (
        plots, yun_land_plot_new (i + 1, shape, area * MU, holders[yun_random_below (random, 4)]));
    }
  return plots;
}

/* All that is found is right, nothing twice, and where the search is exact nothing larger is
 * missed: any number of holders, one and two. */
static void
check_against_oracle (GPtrArray *plots, const YunLandWants *wants)
{
  g_autoptr (GPtrArray)  groups = yun_land_groups_find (plots, wants, NULL, NULL, NULL, NULL);
  g_autoptr (GHashTable) sets = g_hash_table_new (NULL, NULL);
  double                 largest = -1;
  guint                  sure = 0;

  for (guint i = 0; i < groups->len; i++)
    {
      const YunLandGroup *group = g_ptr_array_index (groups, i);
      guint               set = to_set (group);

      g_assert_true (is_right (plots, wants, set));
      g_assert_true (g_hash_table_add (sets, GUINT_TO_POINTER (set)));
      g_assert_cmpfloat_with_epsilon (group->area_m2, sum_area (plots, set), 1e-6);
      g_assert_cmpuint (group->n_holders, ==, count_holders (plots, set));
      g_assert_false (group->is_choice && wants->max_holders <= 1);
      sure |= group->is_choice ? 0 : set;
      if (i > 0)
        g_assert_cmpfloat (group->area_m2, <=,
                           ((YunLandGroup *) g_ptr_array_index (groups, i - 1))->area_m2);
    }
  for (guint set = 1; set < 1u << plots->len; set++)
    {
      gboolean is_most = is_right (plots, wants, set);

      if (is_most)
        largest = MAX (largest, sum_area (plots, set));
      for (guint more = 0; is_most && more < plots->len; more++)
        if ((set & (1u << more)) == 0 && is_right (plots, wants, set | 1u << more))
          is_most = FALSE;
      /* Whoever may have any neighbour, or one holder only, has just one largest set; so has what
       * is not said to be a choice. */
      if (is_most && (wants->max_holders <= 1 || (set & sure) != 0))
        g_assert_true (g_hash_table_contains (sets, GUINT_TO_POINTER (set)));
    }
  if (wants->max_holders <= 2)
    {
      g_assert_cmpint (groups->len > 0, ==, largest >= 0);
      if (groups->len > 0)
        g_assert_cmpfloat_with_epsilon (((YunLandGroup *) g_ptr_array_index (groups, 0))->area_m2,
                                        largest, 1e-6);
    }
}

static void
test_oracle (void)
{
  for (guint i = 0; i < 300; i++)
    {
      YunRandom             random = yun_random_stream (7, 1, i);
      g_autoptr (GPtrArray) plots = make_plots (&random);

      for (guint k = 0; k < 4; k++)
        {
          YunLandWants wants = { k % 2 == 0 ? 5 : 0, yun_random_below (&random, 60) * MU, k };

          g_test_message ("%u, %u holders", i, k);
          check_against_oracle (plots, &wants);
        }
    }
}

/* Three holders in a row: with two at most there are two groups, and that is a choice. */
static void
test_choice (void)
{
  static const char *const  holders[] = { "甲", "乙", "丙" };
  g_autoptr (YunLandResult) result = g_new0 (YunLandResult, 1);

  result->plots = g_ptr_array_new_with_free_func ((GDestroyNotify) yun_land_plot_free);
  for (guint i = 0; i < G_N_ELEMENTS (holders); i++)
    {
      g_autoptr (YunGeom) shape = make_box (i * 100, 0, 100, 100);

      g_ptr_array_add (result->plots, yun_land_plot_new (i + 1, shape, 10 * MU, holders[i]));
    }
  for (guint most = 0; most <= 3; most++)
    {
      YunLandWants     wants = { 5, 15 * MU, most };
      g_autofree char *text = NULL;

      g_clear_pointer (&result->groups, g_ptr_array_unref);
      result->groups = yun_land_groups_find (result->plots, &wants, NULL, NULL, NULL, NULL);
      g_assert_cmpuint (result->groups->len, ==, most == 1 ? 0 : most == 2 ? 2 : 1);
      text = yun_land_result_describe_choice (result);
      g_assert_cmpint (text[0] != '\0', ==, most == 2);
      g_assert_cmpint (g_str_has_prefix (text, "2 groups are a choice"), ==, most == 2);
    }
}

static void
test_words (void)
{
  g_autoptr (GPtrArray) plots =
    g_ptr_array_new_with_free_func ((GDestroyNotify) yun_land_plot_free);
  g_autoptr (YunGeom)   a = make_box (0, 0, 100, 100);
  g_autoptr (YunGeom)   b = make_box (100, 0, 100, 100);
  g_autoptr (GPtrArray) groups = NULL;
  g_autofree char      *text = NULL, *doubts = NULL;
  YunLandWants          wants = { 5, 20 * MU, 2 };
  YunLandPlot          *plot;

  g_ptr_array_add (plots, yun_land_plot_new (1, a, 15 * MU, "甲"));
  plot = yun_land_plot_new (2, b, 10.5 * MU, NULL);
  plot->town = g_strdup ("新桥镇");
  plot->is_sketch = TRUE;
  g_ptr_array_add (plots, plot);
  groups = yun_land_groups_find (plots, &wants, NULL, NULL, NULL, NULL);
  g_assert_cmpuint (groups->len, ==, 1);
  text = yun_land_group_describe (g_ptr_array_index (groups, 0), plots);
  g_assert_cmpstr (text, ==, "2 plots · 25.5 mu · 2 holders · 新桥镇");
  doubts = yun_land_group_describe_doubts (g_ptr_array_index (groups, 0));
  g_assert_nonnull (strstr (doubts, "no known holder"));
  g_assert_nonnull (strstr (doubts, "sketch"));
  g_assert_null (strstr (doubts, "area of"));
}

/* A grid of a hundred thousand, and one that is told to stop. */
static void
test_many (void)
{
  guint                    n = g_test_perf () ? 100000 : 5000, side = (guint) ceil (sqrt (n));
  g_autoptr (GPtrArray)    plots = NULL;
  g_autoptr (GPtrArray)    groups = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError)       error = NULL;
  YunLandWants             wants = { 5, 15 * MU, 3 };

  plots = g_ptr_array_new_with_free_func ((GDestroyNotify) yun_land_plot_free);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (YunGeom) shape = make_box ((i % side) * 60.0, (i / side) * 60.0, 57, 57);
      g_autofree char    *holder = g_strdup_printf ("H%u", i * 2654435761u % (n / 4));

      g_ptr_array_add (plots, yun_land_plot_new (i + 1, shape, 5 * MU, holder));
    }
  g_test_timer_start ();
  groups = yun_land_groups_find (plots, &wants, NULL, NULL, NULL, NULL);
  g_test_message ("%u plots, %u groups: %.1f s", n, groups->len, g_test_timer_elapsed ());
  g_assert_cmpuint (groups->len, >, 0);
  g_cancellable_cancel (cancellable);
  g_assert_null (yun_land_groups_find (plots, &wants, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/land-groups/neighbours", test_neighbours);
  g_test_add_func ("/land-groups/oracle", test_oracle);
  g_test_add_func ("/land-groups/choice", test_choice);
  g_test_add_func ("/land-groups/words", test_words);
  g_test_add_func ("/land-groups/many", test_many);
  return g_test_run ();
}
