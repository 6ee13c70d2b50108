/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "yun-map-pick.h"

#include "map-fixture.h"
#include "yun-map-frame.h"

#define WIDTH 1000
#define HEIGHT 800

typedef struct
{
  YunScene      *scene; /* (owned) */
  YunSymbolPlan *plan;  /* (owned) */
  YunView        view;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (YunFeatureIndex) index = fixture_new_index ();

  f->scene = yun_scene_new (index, NULL, NULL, yun_style_get (YUN_SCHEME_LIGHT, YUN_FILL_STATUS));
  f->view = yun_map_frame_around ((YunPoint){ 121.22, 31.02 }, 12, WIDTH, HEIGHT, 1);
  f->plan = yun_symbol_plan_new (f->scene, &f->view, 50, NULL);
  g_assert_nonnull (f->plan);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  yun_symbol_plan_unref (f->plan);
  yun_scene_unref (f->scene);
}

static YunMapPick
pick_lonlat (Fixture *f, double lon, double lat, double dx)
{
  double px, py;

  yun_view_to_pixel (&f->view, yun_vertex_from_lonlat (lon, lat), &px, &py);
  return yun_map_pick (f->scene, f->plan, &f->view, px + dx, py, 4);
}

static gint64
get_id (Fixture *f, int feature)
{
  g_assert_cmpint (feature, >=, 0);
  return yun_feature_index_get (yun_scene_get_index (f->scene), (guint) feature)->id;
}

static void
test_symbol (Fixture *f, gconstpointer data)
{
  YunMapPick west = pick_lonlat (f, FIXTURE_WEST_LON, FIXTURE_FIRM_LAT, 0);
  YunMapPick east = pick_lonlat (f, FIXTURE_EAST_LON, FIXTURE_FIRM_LAT, 3);
  YunMapPick beside = pick_lonlat (f, FIXTURE_EAST_LON, FIXTURE_FIRM_LAT, 60);

  g_assert_cmpint (get_id (f, west.feature), ==, FIXTURE_FIRM_WEST);
  g_assert_cmpint (west.cluster, ==, -1);
  g_assert_cmpint (get_id (f, east.feature), ==, FIXTURE_FIRM_EAST);
  g_assert_cmpint (beside.feature, ==, -1);
  g_assert_cmpint (beside.cluster, ==, -1);
}

static void
test_area (Fixture *f, gconstpointer data)
{
  YunMapPick plot = pick_lonlat (f, FIXTURE_PARK_LON + 0.005, FIXTURE_PARK_LAT, 0);
  YunMapPick park = pick_lonlat (f, FIXTURE_PARK_LON - 0.007, FIXTURE_PARK_LAT, 0);

  g_assert_cmpint (get_id (f, plot.feature), ==, FIXTURE_PLOT);
  g_assert_cmpint (get_id (f, park.feature), ==, FIXTURE_PARK);
}

static void
test_cluster (Fixture *f, gconstpointer data)
{
  YunMapPick         heap = pick_lonlat (f, FIXTURE_HEAP_LON, FIXTURE_HEAP_LAT, 0);
  g_autoptr (GArray) members = g_array_new (FALSE, FALSE, sizeof (guint32));

  g_assert_cmpint (heap.feature, ==, -1);
  g_assert_cmpint (heap.cluster, >=, 0);
  g_assert_cmpuint (yun_map_pick_get_cluster (f->plan, heap.cluster)->count, ==, FIXTURE_HEAP_SIZE);
  yun_symbol_plan_list_members (f->plan, (guint) heap.cluster, members);
  g_assert_cmpuint (members->len, ==, FIXTURE_HEAP_SIZE);
}

/* A plan of another scene has other numbers: it must not be asked. */
static void
test_foreign_plan (Fixture *f, gconstpointer data)
{
  g_autoptr (YunScene) other =
    yun_scene_new (NULL, NULL, NULL, yun_style_get (YUN_SCHEME_LIGHT, YUN_FILL_STATUS));
  YunMapPick pick = yun_map_pick (other, f->plan, &f->view, WIDTH / 2, HEIGHT / 2, 4);

  g_assert_cmpint (pick.feature, ==, -1);
  g_assert_cmpint (pick.cluster, ==, -1);
}

static void
test_step (Fixture *f, gconstpointer data)
{
  YunView nowhere = yun_map_frame_around ((YunPoint){ 121.1, 31.1 }, 17, WIDTH, HEIGHT, 1);
  int     west = yun_map_pick_step (f->plan, &f->view, -1, 1);
  int     east = yun_map_pick_step (f->plan, &f->view, west, 1);

  g_assert_cmpint (get_id (f, west), ==, FIXTURE_FIRM_WEST);
  g_assert_cmpint (get_id (f, east), ==, FIXTURE_FIRM_EAST);
  g_assert_cmpint (yun_map_pick_step (f->plan, &f->view, east, 1), ==, west);
  g_assert_cmpint (yun_map_pick_step (f->plan, &f->view, west, -1), ==, east);
  g_assert_cmpint (yun_map_pick_step (f->plan, &f->view, -1, -1), ==, east);
  g_assert_cmpint (yun_map_pick_step (f->plan, &nowhere, west, 1), ==, -1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/map/pick/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("symbol", test_symbol);
  ADD ("area", test_area);
  ADD ("cluster", test_cluster);
  ADD ("foreign-plan", test_foreign_plan);
  ADD ("step", test_step);
  return g_test_run ();
}
