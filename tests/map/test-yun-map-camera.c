/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "yun-map-camera.h"

#include "yun-coordinate.h"

#include <math.h>

static YunMapCamera *
make_camera (ShumateMap **map)
{
  YunRect       home = { 121.0, 30.9, 121.4, 31.2 };
  YunMapCamera *camera;

  *map = shumate_map_new ();
  g_object_ref_sink (*map);
  camera = yun_map_camera_new (*map);
  yun_map_camera_set_home (camera, &home);
  yun_map_camera_set_size (camera, 800, 600, 1);
  return camera;
}

static double
random_degree (GRand *rand)
{
  static const double odd[] = { 0, -181, 1e9, -1e300, INFINITY, -INFINITY, NAN, 90, 121.2, 31 };

  return g_rand_int_range (rand, 0, 3) == 0 ? odd[g_rand_int_range (rand, 0, G_N_ELEMENTS (odd))]
                                            : g_rand_double_range (rand, -180, 180);
}

/* Whatever is asked of it and however it is dragged, it looks at China and not from the moon. */
static void
test_never_lost (void)
{
  g_autoptr (GRand)        rand = g_rand_new_with_seed (4490);
  ShumateMap              *map;
  g_autoptr (YunMapCamera) camera = make_camera (&map);

  for (int i = 0; i < 20000; i++)
    {
      double      a = random_degree (rand), b = random_degree (rand);
      double      c = random_degree (rand), d = random_degree (rand);
      YunRect     box = { a, b, c, d };
      YunMapPlace place = { { a, b }, c };

      switch (g_rand_int_range (rand, 0, 8))
        {
        case 0:
          yun_map_camera_show (camera, &box);
          break;
        case 1:
          yun_map_camera_show_exactly (camera, &box);
          break;
        case 2:
          yun_map_camera_show_place (camera, &place);
          break;
        case 3:
          yun_map_camera_zoom_by (camera, a, 10, 20);
          break;
        case 4:
          yun_map_camera_zoom_at_once (camera, b / 20, 790, 590);
          break;
        case 5:
          yun_map_camera_pan_by (camera, g_rand_double_range (rand, -1e5, 1e5),
                                 g_rand_double_range (rand, -1e5, 1e5));
          break;
        case 6:
          if (isfinite (a) && isfinite (b) && fabs (a) <= 180 && fabs (b) <= 85)
            shumate_location_set_location (SHUMATE_LOCATION (shumate_map_get_viewport (map)), b, a);
          break;
        default:
          yun_map_camera_go_home (camera);
        }
      place = yun_map_camera_get_place (camera);
      g_assert_cmpfloat (place.centre.x, >=, YUN_CHINA_WEST - 1e-6);
      g_assert_cmpfloat (place.centre.x, <=, YUN_CHINA_EAST + 1e-6);
      g_assert_cmpfloat (place.centre.y, >=, YUN_CHINA_SOUTH - 1e-6);
      g_assert_cmpfloat (place.centre.y, <=, YUN_CHINA_NORTH + 1e-6);
      g_assert_cmpfloat (place.zoom, >, 8);
      g_assert_cmpfloat (place.zoom, <=, YUN_MAP_CAMERA_MAX_ZOOM + 1e-9);
    }
  g_object_unref (map);
}

/* A place is come back to as it was, a box as it was seen. */
static void
test_places (void)
{
  ShumateMap              *map;
  g_autoptr (YunMapCamera) camera = make_camera (&map);
  YunMapPlace              place = { { 116.4, 39.9 }, 14.25 };
  YunMapPlace              home = yun_map_camera_get_place (camera);
  YunView                  view;
  YunRect                  extent, again;

  yun_map_camera_show_place (camera, &place);
  g_assert_cmpfloat_with_epsilon (yun_map_camera_get_place (camera).centre.x, 116.4, 1e-9);
  g_assert_cmpfloat_with_epsilon (yun_map_camera_get_place (camera).zoom, 14.25, 1e-9);
  view = yun_map_camera_get_view (camera);
  extent = yun_map_frame_get_extent (&view);
  yun_map_camera_go_home (camera);
  g_assert_cmpfloat_with_epsilon (yun_map_camera_get_place (camera).zoom, home.zoom, 1e-9);
  yun_map_camera_show_exactly (camera, &extent);
  view = yun_map_camera_get_view (camera);
  again = yun_map_frame_get_extent (&view);
  g_assert_cmpfloat_with_epsilon (again.x0, extent.x0, 1e-5);
  g_assert_cmpfloat_with_epsilon (again.x1, extent.x1, 1e-5);
  g_object_unref (map);
}

/* What is shown lies right of what is covered, in the middle of the rest. */
static void
test_inset (void)
{
  ShumateMap              *map;
  g_autoptr (YunMapCamera) camera = make_camera (&map);
  YunRect                  box = { 121.2, 31.0, 121.22, 31.01 };
  YunView                  view;
  double                   left, right, y;

  yun_map_camera_set_inset (camera, 250);
  yun_map_camera_show_beside (camera, &box);
  view = yun_map_camera_get_target (camera);
  yun_view_to_pixel (&view, yun_vertex_from_lonlat (box.x0, box.y0), &left, &y);
  yun_view_to_pixel (&view, yun_vertex_from_lonlat (box.x1, box.y0), &right, &y);
  g_assert_cmpfloat (left, >, 250);
  g_assert_cmpfloat (right, <, 800);
  g_assert_cmpfloat_with_epsilon (left - 250, 800 - right, 1);

  yun_map_camera_show_exactly (camera, &box);
  view = yun_map_camera_get_target (camera);
  yun_view_to_pixel (&view, yun_vertex_from_lonlat (box.x0, box.y0), &left, &y);
  g_assert_cmpfloat_with_epsilon (left, 0, 1);
  g_object_unref (map);
}

/* At the closest zoom and at the farthest the wheel moves nothing, wherever the pointer is. */
static void
test_limits (void)
{
  ShumateMap              *map;
  g_autoptr (YunMapCamera) camera = make_camera (&map);

  for (int way = -1; way <= 1; way += 2)
    {
      YunMapPlace before, after;

      for (int i = 0; i < 60; i++)
        yun_map_camera_zoom_at_once (camera, way * 0.5, 700, 100);
      before = yun_map_camera_get_place (camera);
      for (int i = 0; i < 60; i++)
        yun_map_camera_zoom_at_once (camera, way * 0.5, 700, 100);
      after = yun_map_camera_get_place (camera);
      g_assert_cmpfloat_with_epsilon (after.zoom, before.zoom, 1e-9);
      if (way == 1)
        g_assert_cmpfloat_with_epsilon (after.zoom, YUN_MAP_CAMERA_MAX_ZOOM, 1e-9);
      g_assert_cmpfloat_with_epsilon (after.centre.x, before.centre.x, 1e-7);
      g_assert_cmpfloat_with_epsilon (after.centre.y, before.centre.y, 1e-7);
    }
  g_object_unref (map);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/map-camera/never-lost", test_never_lost);
  g_test_add_func ("/map-camera/places", test_places);
  g_test_add_func ("/map-camera/inset", test_inset);
  g_test_add_func ("/map-camera/limits", test_limits);
  return g_test_run ();
}
