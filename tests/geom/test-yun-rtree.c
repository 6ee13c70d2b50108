/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-rtree.h"

#include <math.h>
#include <string.h>

typedef struct
{
  guint8 *found; /* (unowned) */
  guint   n_found;
  guint   stop_after;
} Count;

static gboolean
box_found (guint number, gpointer user_data)
{
  Count *count = user_data;

  g_assert_cmpuint (count->found[number], ==, 0);
  count->found[number] = 1;
  count->n_found++;

  return count->n_found != count->stop_after;
}

/* Points, lines, boxes, repetitions, boxes that hold everything, empty ones. */
static YunRect
random_box (GRand *rand, const YunRect *before)
{
  double x = g_rand_double_range (rand, 120.9, 121.5), y = g_rand_double_range (rand, 30.8, 31.2);
  double w = g_rand_double (rand) * 0.01, h = g_rand_double (rand) * 0.01;

  switch (g_rand_int_range (rand, 0, 12))
    {
    case 0:
      return (YunRect){ x, y, x, y };
    case 1:
      return (YunRect){ x, y, x + w, y };
    case 2:
      return before != NULL ? *before : YUN_RECT_EMPTY;
    case 3:
      return (YunRect){ x, y, x - w, y };
    case 4:
      return (YunRect){ x, y, NAN, y };
    case 5:
      return (YunRect){ 120, 30, 122, 32 };
    default:
      return (YunRect){ x, y, x + w, y + h };
    }
}

static void
compare_search (const YunRTree *tree, const YunRect *boxes, guint n, const YunRect *query)
{
  g_autofree guint8 *found = g_new0 (guint8, n + 1);
  Count              count = { found, 0, 0 };
  YunRect            wide = yun_rect_grow (query, 1e-4, 1e-4);
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint32));

  g_assert_true (yun_rtree_search (tree, query, box_found, &count));
  for (guint i = 0; i < n; i++)
    {
      if (yun_rect_intersects (query, &boxes[i]))
        g_assert_true (found[i]);
      if (found[i]) /* float32 is good to about 1e-5 at 121° */
        g_assert_true (yun_rect_intersects (&wide, &boxes[i]));
    }

  yun_rtree_collect (tree, query, numbers);
  g_assert_cmpuint (numbers->len, ==, count.n_found);
  for (guint i = 0; i < numbers->len; i++)
    g_assert_true (found[g_array_index (numbers, guint32, i)]);

  if (count.n_found > 1)
    {
      memset (found, 0, n);
      count = (Count){ found, 0, count.n_found / 2 };
      g_assert_false (yun_rtree_search (tree, query, box_found, &count));
      g_assert_cmpuint (count.n_found, ==, count.stop_after);
    }
}

static void
test_brute_force (void)
{
  static const guint sizes[] = { 0, 1, 2, 15, 16, 17, 255, 256, 257, 4096, 4097, 10000 };
  g_autoptr (GRand)  rand = g_rand_new_with_seed (20240607);

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      guint                n = sizes[s];
      g_autofree YunRect  *boxes = g_new (YunRect, n + 1);
      g_autoptr (YunRTree) tree = yun_rtree_new (s % 2 == 0 ? n : 0);
      YunRect              all = YUN_RECT_EMPTY;
      YunRect              box;

      for (guint i = 0; i < n; i++)
        {
          boxes[i] = random_box (rand, i > 0 ? &boxes[i - 1] : NULL);
          all = yun_rect_union (&all, &boxes[i]);
          yun_rtree_add (tree, &boxes[i]);
        }
      yun_rtree_build (tree);
      g_assert_cmpuint (yun_rtree_get_n (tree), ==, n);
      box = yun_rtree_get_box (tree);
      g_assert_cmpmem (&box, sizeof box, &all, sizeof all);

      for (guint q = 0; q < 100; q++)
        {
          YunRect query = random_box (rand, NULL);

          if (q % 3 == 0)
            query = yun_rect_grow (&query, 0.1, 0.05);
          compare_search (tree, boxes, n, &query);
        }
      /* Each box finds itself, whatever the rounding. */
      for (guint i = 0; i < MIN (n, 200); i++)
        compare_search (tree, boxes, n, &boxes[i]);
      compare_search (tree, boxes, n, &YUN_RECT_EMPTY);
      compare_search (tree, boxes, n, &(YunRect){ -INFINITY, -INFINITY, INFINITY, INFINITY });
      compare_search (tree, boxes, n, &(YunRect){ 0, 0, 1, 1 });
    }
}

static void
test_extremes (void)
{
  const YunRect boxes[] = {
    { -INFINITY, 0, INFINITY, 1 }, { 1e300, 0, 1e301, 0 }, { 1e-300, 0, 2e-300, 0 },
    { -1e300, -1, 1e300, 5 },      { 0, 0, 0, 0 },
  };
  g_autoptr (YunRTree) tree = yun_rtree_new (0);

  for (guint i = 0; i < G_N_ELEMENTS (boxes); i++)
    yun_rtree_add (tree, &boxes[i]);
  yun_rtree_build (tree);
  for (guint i = 0; i < G_N_ELEMENTS (boxes); i++)
    {
      guint8 found[G_N_ELEMENTS (boxes)] = { 0 };
      Count  count = { found, 0, 0 };

      yun_rtree_search (tree, &boxes[i], box_found, &count);
      g_assert_true (found[i]);
    }
}

/* The promise of the header: 20 bytes a box and a sixteenth for the levels. */
static void
test_size (void)
{
  g_autoptr (YunRTree) tree = yun_rtree_new (0);
  const guint          n = 100000;

  for (guint i = 0; i < n; i++)
    yun_rtree_add (tree, &(YunRect){ i, i, i + 1, i + 1 });
  yun_rtree_build (tree);
  g_assert_cmpuint (yun_rtree_get_size (tree), >=, 20 * n);
  g_assert_cmpuint (yun_rtree_get_size (tree), <, 22 * n);
}

static gboolean
count_found (guint number, gpointer user_data)
{
  (*(guint *) user_data)++;
  return TRUE;
}

static void
benchmark (void)
{
  g_autoptr (GRand)    rand = g_rand_new_with_seed (7);
  g_autoptr (YunRTree) tree = yun_rtree_new (1000000);
  guint                n = 0;

  if (!g_test_perf ())
    {
      g_test_skip ("run with -m perf");
      return;
    }

  for (guint i = 0; i < 1000000; i++)
    {
      YunRect box = random_box (rand, NULL);

      yun_rtree_add (tree, &box);
    }
  g_test_timer_start ();
  yun_rtree_build (tree);
  g_test_minimized_result (g_test_timer_elapsed (), "build 1 M boxes");

  g_test_timer_start ();
  for (guint i = 0; i < 1000; i++)
    {
      double x = g_rand_double_range (rand, 120.9, 121.5),
             y = g_rand_double_range (rand, 30.8, 31.2);

      yun_rtree_search (tree, &(YunRect){ x, y, x, y }, count_found, &n);
    }
  g_test_minimized_result (g_test_timer_elapsed (), "1000 point queries, %u hits", n);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/geom/rtree/brute-force", test_brute_force);
  g_test_add_func ("/geom/rtree/extremes", test_extremes);
  g_test_add_func ("/geom/rtree/size", test_size);
  g_test_add_func ("/geom/rtree/benchmark", benchmark);

  return g_test_run ();
}
