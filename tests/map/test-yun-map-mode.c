/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "yun-map-view.h"

#include "yun-map-mode.h"
#include "yun-map-sketch.h"
#include "yun-measure.h"
#include "yun-unit.h"

#include <string.h>

static YunView
get_view (void)
{
  return yun_map_frame_around ((YunPoint){ 121.2, 31.0 }, 14, 800, 600, 1);
}

static void
test_sketch (void)
{
  g_autoptr (YunMapSketch) sketch = yun_map_sketch_new (TRUE);
  YunView                  view = get_view ();
  guint                    n;

  yun_map_sketch_click (sketch, &view, 100, 100, 1);
  yun_map_sketch_motion (sketch, &view, 150, 150);
  yun_map_sketch_get (sketch, TRUE, &n);
  g_assert_cmpuint (n, ==, 2);
  yun_map_sketch_get (sketch, FALSE, &n);
  g_assert_cmpuint (n, ==, 1);
  yun_map_sketch_click (sketch, &view, 300, 100, 1);
  yun_map_sketch_click (sketch, &view, 100, 300, 1);
  yun_map_sketch_click (sketch, &view, 300, 300, 1);
  g_assert_true (yun_map_sketch_crosses (sketch));
  yun_map_sketch_key (sketch, &view, GDK_KEY_BackSpace);
  g_assert_false (yun_map_sketch_crosses (sketch));
  yun_map_sketch_click (sketch, &view, 100, 300, 2);
  g_assert_true (yun_map_sketch_is_ended (sketch));
  yun_map_sketch_get (sketch, TRUE, &n);
  g_assert_cmpuint (n, ==, 3);
  /* After the end, a click begins anew. */
  yun_map_sketch_click (sketch, &view, 10, 10, 1);
  yun_map_sketch_get (sketch, TRUE, &n);
  g_assert_cmpuint (n, ==, 1);
  for (int i = 0; i < 3; i++)
    g_assert_true (yun_map_sketch_key (sketch, &view, GDK_KEY_BackSpace));
  yun_map_sketch_get (sketch, TRUE, &n);
  g_assert_cmpuint (n, ==, 0);
}

/* By keyboard: Enter in the middle, the map moved, Enter, and Enter once more at the same place. */
static void
test_keyboard (void)
{
  g_autoptr (YunMapMode) mode = yun_map_mode_measure_new (FALSE);
  YunView                view = get_view ();
  YunView                east = yun_map_frame_around ((YunPoint){ 121.21, 31.0 }, 14, 800, 600, 1);
  g_autofree char       *first = yun_map_mode_dup_status (mode);
  g_autofree char       *result = NULL;
  g_autofree char       *expected = NULL;
  g_autofree char       *number = NULL;
  double                 metres = yun_measure_distance (121.2, 31.0, 121.21, 31.0);

  g_assert_nonnull (strchr (first, '\n'));
  g_assert_null (yun_map_mode_dup_copy (mode));
  g_assert_true (yun_map_mode_key (mode, &view, GDK_KEY_Return, 0));
  yun_map_mode_moved (mode, &east);
  g_assert_true (yun_map_mode_key (mode, &east, GDK_KEY_Return, 0));
  g_assert_true (yun_map_mode_key (mode, &east, GDK_KEY_Return, 0));
  g_assert_false (yun_map_mode_key (mode, &east, GDK_KEY_Left, 0));
  result = yun_map_mode_dup_copy (mode);
  number = yun_number_format (metres, 1);
  expected = g_strdup_printf (" %s m", number);
  /* 954.6 m, to the decimetre: the vertices are whole units of 9 mm. */
  g_assert_cmpfloat (metres, >, 950);
  g_assert_cmpfloat (metres, <, 960);
  g_test_message ("%s, %s", result, expected);
  g_assert_nonnull (strstr (result, expected));
}

static void
test_area (void)
{
  g_autoptr (YunMapMode) mode = yun_map_mode_measure_new (TRUE);
  YunView                view = get_view ();
  const double           corners[][2] = {
              { 121.2, 31.0 }, { 121.21, 31.0 }, { 121.21, 31.01 }, { 121.2, 31.01 }
  };
  g_autofree char *result = NULL;
  double           px = 0, py = 0;

  for (int i = 0; i < 4; i++)
    {
      yun_view_to_pixel (&view, yun_vertex_from_lonlat (corners[i][0], corners[i][1]), &px, &py);
      yun_map_mode_click (mode, &view, px, py, 1);
    }
  yun_map_mode_click (mode, &view, px, py, 2);
  result = yun_map_mode_dup_copy (mode);
  /* domain.md 5.5: the cell 121.20–121.21 × 31.00–31.01 has 1058796.2 ㎡, 1588.19 亩; vertices
   * are kept to 9 mm, which is some ㎡ along 4 km. */
  g_test_message ("%s", result);
  g_assert_nonnull (strstr (result, "1,588.2 mu"));
  g_assert_nonnull (strstr (result, "4,127.4 m"));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/map-mode/sketch", test_sketch);
  g_test_add_func ("/map-mode/keyboard", test_keyboard);
  g_test_add_func ("/map-mode/area", test_area);
  return g_test_run ();
}
