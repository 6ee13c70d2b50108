/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "yun-fold.h"

#define EM 13.333

static YunFold
fit (double em, int width, gboolean start, gboolean end, double wanted_start, double wanted_end)
{
  YunFoldAsk ask = {
    .em = em,
    .width = width,
    .content = 300,
    .least = { 200, 300 },
    .wanted = { wanted_start, wanted_end },
    .shown = { start, end },
  };
  YunFold fold;

  yun_fold_fit (&ask, &fold);
  return fold;
}

static YunFold
fit_usual (double em, int width)
{
  return fit (em, width, TRUE, TRUE, YUN_FOLD_START_EM, YUN_FOLD_END_EM);
}

/* Windows as they are: width, size of the text, and what folds. */
static void
test_windows (void)
{
  static const struct
  {
    int      width;
    double   percent;
    gboolean start;
    gboolean end;
  } windows[] = {
    { 640, 100, TRUE, TRUE },    { 960, 100, FALSE, TRUE },   { 1280, 100, FALSE, FALSE },
    { 1366, 100, FALSE, FALSE }, { 1366, 150, FALSE, TRUE },  { 960, 200, TRUE, TRUE },
    { 1920, 200, FALSE, TRUE },  { 3840, 200, FALSE, FALSE }, { 1920, 100, FALSE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (windows); i++)
    {
      YunFold fold = fit_usual (EM * windows[i].percent / 100, windows[i].width);

      g_assert_cmpint (fold.folded[YUN_SIDE_START], ==, windows[i].start);
      g_assert_cmpint (fold.folded[YUN_SIDE_END], ==, windows[i].end);
    }
}

/* At every width and text: what stands beside the content leaves it its least, what lies over it
 * leaves some of it to be seen, no pane is narrower than it can be, and the end folds first. */
static void
test_room (void)
{
  static const double wishes[] = { 0.5, YUN_FOLD_START_EM, YUN_FOLD_END_EM, 60, 400 };

  for (double em = 9; em < 45; em += 3.7)
    for (int width = (int) (34 * em); width < 4000; width += 37)
      for (guint shown = 0; shown < 4; shown++)
        for (gsize a = 0; a < G_N_ELEMENTS (wishes); a++)
          for (gsize b = 0; b < G_N_ELEMENTS (wishes); b++)
            {
              YunFold fold = fit (em, width, shown & 1, (shown & 2) != 0, wishes[a], wishes[b]);
              YunFold usual = fit_usual (em, width);
              int     left = width;

              for (int i = 0; i < YUN_N_SIDES; i++)
                {
                  g_assert_cmpint (fold.folded[i], ==, usual.folded[i]);
                  g_assert_cmpint (fold.width[i], >=, i == YUN_SIDE_START ? 200 : 300);
                  if (fold.folded[i])
                    g_assert_cmpint (fold.width[i], <=, MAX (width - (int) (2.9 * em), 300));
                  else if (shown & (1u << i))
                    left -= fold.width[i];
                }
              g_assert_true (fold.folded[YUN_SIDE_END] || !fold.folded[YUN_SIDE_START]);
              if (left < width)
                g_assert_cmpint (left, >=, (int) (YUN_FOLD_CONTENT_EM * em));
            }
}

/* A pane that is hidden gives its room to the other; a wish is kept as long as there is room. */
static void
test_wishes (void)
{
  YunFold both = fit (EM, 1280, TRUE, TRUE, 30, 40);
  YunFold one = fit (EM, 1280, FALSE, TRUE, 30, 40);
  YunFold wide = fit (EM, 3840, TRUE, TRUE, 30, 40);

  g_assert_cmpint (both.width[YUN_SIDE_END], <, one.width[YUN_SIDE_END]);
  g_assert_cmpint (one.width[YUN_SIDE_END], ==, 533);
  g_assert_cmpint (wide.width[YUN_SIDE_START], ==, 400);
  g_assert_cmpint (wide.width[YUN_SIDE_END], ==, 533);
}

static void
test_header (void)
{
  g_assert_cmpint (yun_fold_get_header (1280, EM), ==, YUN_HEADER_WHOLE);
  g_assert_cmpint (yun_fold_get_header (960, EM), ==, YUN_HEADER_WHOLE);
  g_assert_cmpint (yun_fold_get_header (800, EM), ==, YUN_HEADER_SHORT);
  g_assert_cmpint (yun_fold_get_header (640, EM), ==, YUN_HEADER_LEAST);
  g_assert_cmpint (yun_fold_get_header (1280, 2 * EM), ==, YUN_HEADER_SHORT);
  g_assert_cmpint (yun_fold_get_header (960, 2 * EM), ==, YUN_HEADER_LEAST);
  g_assert_cmpint (yun_fold_get_header (1920, 2 * EM), ==, YUN_HEADER_WHOLE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fold/windows", test_windows);
  g_test_add_func ("/fold/room", test_room);
  g_test_add_func ("/fold/wishes", test_wishes);
  g_test_add_func ("/fold/header", test_header);
  return g_test_run ();
}
