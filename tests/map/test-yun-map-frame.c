/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "yun-map-view.h"
#include "yun-map-frame.h"

#include <math.h>

#define WIDTH 700
#define HEIGHT 500

static ShumateMap *
find_map (GtkWidget *widget)
{
  GtkWidget *child;

  if (SHUMATE_IS_MAP (widget))
    return SHUMATE_MAP (widget);
  for (child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      ShumateMap *map = find_map (child);

      if (map != NULL)
        return map;
    }
  return NULL;
}

/* Our affine map against shumate's own functions, at the places and zooms the program shows. */
static void
test_against_shumate (void)
{
  GtkWidget       *window = gtk_window_new ();
  GtkWidget       *view_widget = g_object_ref_sink (yun_map_view_new ());
  ShumateMap      *map;
  ShumateViewport *viewport;

  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_set_child (GTK_WINDOW (window), view_widget);
  gtk_window_present (GTK_WINDOW (window));
  map = find_map (view_widget);
  while (gtk_widget_get_width (GTK_WIDGET (map)) <= 0)
    g_main_context_iteration (NULL, TRUE);
  viewport = shumate_map_get_viewport (map);

  for (int i = 0; i < 400; i++)
    {
      double  zoom = g_test_rand_double_range (10.5, 20);
      double  lon = g_test_rand_double_range (121.0, 121.4);
      double  lat = g_test_rand_double_range (30.9, 31.15);
      double  px, py, x, y, got_lat, got_lon;
      YunView view;

      shumate_viewport_set_zoom_level (viewport, zoom);
      shumate_location_set_location (SHUMATE_LOCATION (viewport), lat, lon);
      view = yun_map_frame_from_viewport (viewport, gtk_widget_get_width (GTK_WIDGET (map)),
                                          gtk_widget_get_height (GTK_WIDGET (map)), 1);
      g_assert_cmpfloat_with_epsilon (yun_view_get_zoom (&view),
                                      shumate_viewport_get_zoom_level (viewport), 1e-9);

      px = g_test_rand_double_range (0, WIDTH);
      py = g_test_rand_double_range (0, HEIGHT);
      shumate_viewport_widget_coords_to_location (viewport, GTK_WIDGET (map), px, py, &got_lat,
                                                  &got_lon);
      yun_view_to_pixel (&view, yun_vertex_from_lonlat (got_lon, got_lat), &x, &y);
      /* A vertex is a whole unit: half of one is what rounding costs. */
      g_assert_cmpfloat_with_epsilon (x, px, 0.5 / view.scale + 1e-3);
      g_assert_cmpfloat_with_epsilon (y, py, 0.5 / view.scale + 1e-3);

      {
        YunPoint at = yun_vertex_to_lonlat (yun_map_frame_to_vertex (&view, px, py));

        shumate_viewport_location_to_widget_coords (viewport, GTK_WIDGET (map), at.y, at.x, &x, &y);
        g_assert_cmpfloat_with_epsilon (x, px, 0.5 / view.scale + 1e-3);
        g_assert_cmpfloat_with_epsilon (y, py, 0.5 / view.scale + 1e-3);
      }
    }
  gtk_window_destroy (GTK_WINDOW (window));
  g_object_unref (view_widget);
}

static void
test_fit (void)
{
  YunRect  box = { 121.02, 30.91, 121.43, 31.18 };
  double   zoom = yun_map_frame_fit (&box, WIDTH, HEIGHT);
  YunPoint centre = { (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2 };
  YunView  view = yun_map_frame_around (centre, zoom, WIDTH, HEIGHT, 1);
  YunRect  extent = yun_map_frame_get_extent (&view);
  YunView  closer = yun_map_frame_around (centre, zoom + 0.01, WIDTH, HEIGHT, 1);
  YunRect  less = yun_map_frame_get_extent (&closer);
  YunRect  grown = yun_rect_grow (&extent, 1e-4, 1e-4);

  g_assert_true (yun_rect_contains_rect (&grown, &box));
  g_assert_false (yun_rect_contains_rect (&less, &box));
  g_assert_cmpfloat_with_epsilon (yun_map_frame_get_centre (&view).x, centre.x, 1e-9);
  g_assert_cmpfloat_with_epsilon (yun_map_frame_get_centre (&view).y, centre.y, 1e-9);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/map/frame/against-shumate", test_against_shumate);
  g_test_add_func ("/map/frame/fit", test_fit);
  return g_test_run ();
}
