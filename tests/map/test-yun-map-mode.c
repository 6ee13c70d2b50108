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

static void
assert_legs (YunMapMode *mode, const char *legs)
{
  g_autofree char *result = yun_map_mode_dup_copy (mode);

  g_test_message ("%s", result);
  g_assert_true (g_str_has_suffix (result, legs));
}

/* The leg to the pointer counts once the pointer has gone somewhere. */
static void
test_legs (void)
{
  g_autoptr (YunMapMode) mode = yun_map_mode_measure_new (FALSE);
  YunView                view = get_view ();

  yun_map_mode_click (mode, &view, 100, 100, 1);
  yun_map_mode_motion (mode, &view, 300, 100);
  assert_legs (mode, ", 1 leg");
  yun_map_mode_click (mode, &view, 300, 100, 1);
  yun_map_mode_motion (mode, &view, 300, 100);
  assert_legs (mode, ", 1 leg");
  yun_map_mode_motion (mode, &view, 300, 300);
  assert_legs (mode, ", 2 legs");
  yun_map_mode_click (mode, &view, 100, 100, 1);
  yun_map_mode_motion (mode, &view, 100, 100);
  assert_legs (mode, ", 2 legs");
}

static void
done_cb (YunMapMode *mode, gpointer user_data)
{
  (*(guint *) user_data)++;
}

static void
assert_says (YunMapMode *mode, const char *text)
{
  g_autofree char *status = yun_map_mode_dup_status (mode);

  g_test_message ("%s", status);
  g_assert_true (g_str_has_prefix (status, text));
}

static void
assert_corners (YunMapMode *mode, const YunView *view, const double (*corners)[2], guint n)
{
  g_autoptr (YunGeom) shape = yun_map_mode_dup_shape (mode);
  const YunPoint     *ring;
  guint               n_ring;

  g_assert_nonnull (shape);
  ring = yun_geom_get_ring (shape, 0, 0, &n_ring);
  g_assert_cmpuint (n_ring, ==, n + 1);
  for (guint i = 0; i < n; i++)
    {
      double x, y;

      yun_view_to_pixel (view, yun_vertex_from_lonlat (ring[i].x, ring[i].y), &x, &y);
      g_assert_cmpfloat_with_epsilon (x, corners[i][0], 0.1);
      g_assert_cmpfloat_with_epsilon (y, corners[i][1], 0.1);
    }
}

/* What is no polygon is refused with its reason, and stays to be mended. */
static void
test_filter (void)
{
  g_autoptr (YunMapMode) mode = yun_map_mode_new ("filter", NULL);
  YunView                view = get_view ();
  const double           crossing[][2] = { { 100, 100 }, { 300, 300 }, { 300, 100 }, { 100, 300 } };
  const double           corners[][2] = { { 100, 100 }, { 300, 300 }, { 300, 100 } };
  const double           dragged[][2] = { { 100, 100 }, { 250, 400 }, { 300, 100 } };
  guint                  n_done = 0;

  g_signal_connect (mode, "done", G_CALLBACK (done_cb), &n_done);
  assert_says (mode, "Filter by drawing\n");
  yun_map_mode_click (mode, &view, 100, 100, 1);
  yun_map_mode_click (mode, &view, 300, 300, 1);
  assert_says (mode, "2 corners\n");
  g_assert_null (yun_map_mode_dup_shape (mode));
  yun_map_mode_click (mode, &view, 300, 300, 2);
  assert_says (mode, "Not closed: an area needs three corners or more\n");
  yun_map_mode_click (mode, &view, 300, 100, 1);
  yun_map_mode_click (mode, &view, 100, 300, 1);
  assert_says (mode, "The outline crosses itself\n");
  g_assert_true (yun_map_mode_key (mode, &view, GDK_KEY_Return, 0));
  assert_says (mode, "Not closed: the outline crosses itself\n");
  g_assert_cmpuint (n_done, ==, 0);
  assert_corners (mode, &view, crossing, 4);
  g_assert_true (yun_map_mode_key (mode, &view, GDK_KEY_BackSpace, 0));
  assert_says (mode, "Area: ");
  assert_corners (mode, &view, corners, 3);

  /* A corner can be dragged, what is no corner moves the map; a click on it puts no second one. */
  g_assert_false (yun_map_mode_takes_drag (mode, &view, 200, 120));
  g_assert_true (yun_map_mode_takes_drag (mode, &view, 302, 298));
  yun_map_mode_drag (mode, &view, 302, 298, 303, 299);
  yun_map_mode_drag_end (mode, &view, 302, 298, 303, 299);
  yun_map_mode_click (mode, &view, 303, 299, 1);
  assert_corners (mode, &view, corners, 3);
  yun_map_mode_drag (mode, &view, 300, 300, 260, 390);
  yun_map_mode_drag_end (mode, &view, 300, 300, 250, 400);
  assert_corners (mode, &view, dragged, 3);

  /* The first corner closes. */
  yun_map_mode_click (mode, &view, 101, 101, 1);
  g_assert_cmpuint (n_done, ==, 1);
  assert_corners (mode, &view, dragged, 3);
}

/* The keyboard's way: Enter for a corner in the middle, and once more at the same place to end. */
static void
test_filter_by_keyboard (void)
{
  g_autoptr (YunMapMode) mode = yun_map_mode_new ("filter", NULL);
  const YunPoint         middles[] = { { 121.2, 31 }, { 121.21, 31 }, { 121.22, 31 } };
  const YunPoint         last = { 121.21, 31.01 };
  guint                  n_done = 0;
  YunView                view;

  g_signal_connect (mode, "done", G_CALLBACK (done_cb), &n_done);
  for (guint i = 0; i < G_N_ELEMENTS (middles); i++)
    {
      view = yun_map_frame_around (middles[i], 14, 800, 600, 1);
      yun_map_mode_moved (mode, &view);
      g_assert_true (yun_map_mode_key (mode, &view, GDK_KEY_Return, 0));
    }
  g_assert_true (yun_map_mode_key (mode, &view, GDK_KEY_Return, 0));
  assert_says (mode, "Not closed: the corners lie in one line\n");
  view = yun_map_frame_around (last, 14, 800, 600, 1);
  g_assert_true (yun_map_mode_key (mode, &view, GDK_KEY_KP_Enter, 0));
  assert_says (mode, "Area: ");
  g_assert_cmpuint (n_done, ==, 0);
  g_assert_true (yun_map_mode_key (mode, &view, GDK_KEY_KP_Enter, 0));
  g_assert_cmpuint (n_done, ==, 1);
}

/* A polygon that was there: the pointer only drags its corners; by keyboard it goes on. */
static void
test_filter_change (void)
{
  g_autoptr (YunGeom)    box = yun_geom_new_box (&(YunRect){ 121.19, 30.99, 121.21, 31.01 });
  g_autoptr (YunMapMode) mode = yun_map_mode_filter_new (box);
  g_autoptr (YunMapMode) keyed = yun_map_mode_filter_new (box);
  YunView                view = get_view ();
  g_autoptr (YunGeom)    same = NULL;
  g_autoptr (YunGeom)    more = NULL;
  guint                  n_done = 0;

  g_signal_connect (mode, "done", G_CALLBACK (done_cb), &n_done);
  g_signal_connect (keyed, "done", G_CALLBACK (done_cb), &n_done);
  yun_map_mode_motion (mode, &view, 10, 10);
  g_assert_true (yun_map_mode_key (mode, &view, GDK_KEY_Return, 0));
  g_assert_cmpuint (n_done, ==, 1);
  same = yun_map_mode_dup_shape (mode);
  g_assert_true (yun_geom_equal (same, box));

  g_assert_false (yun_map_mode_key (keyed, &view, GDK_KEY_Left, 0));
  view = yun_map_frame_around ((YunPoint){ 121.18, 31.0 }, 14, 800, 600, 1);
  yun_map_mode_moved (keyed, &view);
  g_assert_true (yun_map_mode_key (keyed, &view, GDK_KEY_Return, 0));
  g_assert_cmpuint (n_done, ==, 1);
  g_assert_true (yun_map_mode_key (keyed, &view, GDK_KEY_Return, 0));
  g_assert_cmpuint (n_done, ==, 2);
  more = yun_map_mode_dup_shape (keyed);
  g_assert_cmpuint (yun_geom_get_n_points (more), ==, yun_geom_get_n_points (box) + 1);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/map-mode/sketch", test_sketch);
  g_test_add_func ("/map-mode/keyboard", test_keyboard);
  g_test_add_func ("/map-mode/area", test_area);
  g_test_add_func ("/map-mode/legs", test_legs);
  g_test_add_func ("/map-mode/filter", test_filter);
  g_test_add_func ("/map-mode/filter-by-keyboard", test_filter_by_keyboard);
  g_test_add_func ("/map-mode/filter-change", test_filter_change);
  return g_test_run ();
}
