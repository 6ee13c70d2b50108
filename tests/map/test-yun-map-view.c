/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "yun-map-view.h"

#include "yun-feature-layer.h"
#include "yun-map-popover.h"
#include "yun-map-scale.h"
#include "yun-map-view-private.h"
#include "yun-tile-mosaic.h"

#include "map-fixture.h"

#include <shumate/shumate.h>

typedef struct
{
  GtkWidget  *window;
  YunMapView *view;
  guint       entity;
  gint64      id;
  int         picks;
  int         menus; /* how often the menu was about to open */
  double      lon, lat;
} Fixture;

static void
picked_cb (YunMapView *view, guint entity, gint64 id, gpointer user_data)
{
  Fixture *f = user_data;

  f->entity = entity;
  f->id = id;
  f->picks++;
}

static void
menu_cb (YunMapView *view, guint entity, gint64 id, double lon, double lat, gpointer user_data)
{
  Fixture *f = user_data;

  f->entity = entity;
  f->id = id;
  f->lon = lon;
  f->lat = lat;
  f->menus++;
}

/* "complete" is notified, so a blocking iteration always has something to wait for. */
static void
run_until_complete (Fixture *f)
{
  while (!yun_map_view_is_complete (f->view))
    g_main_context_iteration (NULL, TRUE);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->window = gtk_window_new ();
  f->view = YUN_MAP_VIEW (yun_map_view_new ());
  gtk_window_set_default_size (GTK_WINDOW (f->window), 900, 700);
  gtk_window_set_child (GTK_WINDOW (f->window), GTK_WIDGET (f->view));
  g_signal_connect (f->view, "picked", G_CALLBACK (picked_cb), f);
  g_signal_connect (f->view, "menu", G_CALLBACK (menu_cb), f);
  gtk_window_present (GTK_WINDOW (f->window));
}

static void
set_up_with_features (Fixture *f, gconstpointer data)
{
  g_autoptr (YunFeatureIndex) index = fixture_new_index ();

  set_up (f, data);
  yun_map_view_update_features (f->view, index, NULL, NULL);
  run_until_complete (f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* Presses a key as the view's own controller would hear it. */
static void
press_key (Fixture *f, guint key)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (f->view));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      gboolean                       handled = FALSE;

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, 0, &handled);
      if (handled)
        return;
    }
  g_assert_not_reached ();
}

static YunPoint
get_centre (Fixture *f)
{
  YunRect extent = yun_map_view_get_extent (f->view);

  return (YunPoint){ (extent.x0 + extent.x1) / 2, (extent.y0 + extent.y1) / 2 };
}

static double
get_width (Fixture *f)
{
  YunRect extent = yun_map_view_get_extent (f->view);

  return extent.x1 - extent.x0;
}

/* The district is shown first, filling the view without leaving it. */
static void
test_first_view (Fixture *f, gconstpointer data)
{
  YunRect extent;

  run_until_complete (f);
  extent = yun_map_view_get_extent (f->view);
  g_assert_true (yun_rect_contains (&extent, 121.05, 30.95));
  g_assert_true (yun_rect_contains (&extent, 121.36, 31.14));
  g_assert_cmpfloat (extent.x1 - extent.x0, <, 1);
}

static void
test_new_features (Fixture *f, gconstpointer data)
{
  g_autoptr (YunFeatureIndex) index = fixture_new_index ();
  YunRect                     changed = { 121.19, 30.99, 121.21, 31.01 };

  yun_map_view_update_features (f->view, index, NULL, NULL);
  g_assert_false (yun_map_view_is_complete (f->view));
  run_until_complete (f);
  yun_map_view_update_features (f->view, index, NULL, &changed);
  g_assert_false (yun_map_view_is_complete (f->view));
  run_until_complete (f);
  yun_map_view_set_dark (f->view, TRUE);
  g_assert_false (yun_map_view_is_complete (f->view));
  run_until_complete (f);
  yun_map_view_update_features (f->view, NULL, NULL, NULL);
  run_until_complete (f);
}

static void
test_selection (Fixture *f, gconstpointer data)
{
  YunPoint centre;

  g_assert_false (yun_map_view_zoom_to_selection (f->view));
  yun_map_view_set_selection (f->view, fixture_entity ("plot"), FIXTURE_PLOT + 1000);
  g_assert_false (yun_map_view_zoom_to_selection (f->view));

  yun_map_view_set_selection (f->view, fixture_entity ("plot"), FIXTURE_PLOT);
  g_assert_true (yun_map_view_zoom_to_selection (f->view));
  run_until_complete (f);
  centre = get_centre (f);
  g_assert_cmpfloat_with_epsilon (centre.x, FIXTURE_PARK_LON + 0.005, 1e-4);
  g_assert_cmpfloat_with_epsilon (centre.y, FIXTURE_PARK_LAT, 1e-4);
  g_assert_cmpfloat (get_width (f), >, 0.006);
  g_assert_cmpfloat (get_width (f), <, 0.03);

  /* It is still known when the features are loaded anew. */
  {
    g_autoptr (YunFeatureIndex) index = fixture_new_index ();

    yun_map_view_update_features (f->view, index, NULL, NULL);
    yun_map_view_zoom_to_district (f->view);
    run_until_complete (f);
    g_assert_true (yun_map_view_zoom_to_selection (f->view));
  }
}

/* A town or zone is no feature; it is marked and gone to by its shape. */
static void
test_selection_shape (Fixture *f, gconstpointer data)
{
  YunRect             box = { 121.10, 31.00, 121.14, 31.03 };
  g_autoptr (YunGeom) shape = yun_geom_new_box (&box);
  YunPoint            centre;

  yun_map_view_set_selection (f->view, fixture_entity ("town"), 7);
  g_assert_false (yun_map_view_zoom_to_selection (f->view));
  yun_map_view_set_selection_shape (f->view, shape);
  g_assert_true (yun_map_view_zoom_to_selection (f->view));
  run_until_complete (f);
  centre = get_centre (f);
  g_assert_cmpfloat_with_epsilon (centre.x, 121.12, 1e-3);
  g_assert_cmpfloat_with_epsilon (centre.y, 31.015, 1e-3);

  /* The next selection has nothing of it. */
  yun_map_view_set_selection (f->view, fixture_entity ("town"), 8);
  g_assert_false (yun_map_view_zoom_to_selection (f->view));
  yun_map_view_set_selection_shape (f->view, NULL);
  g_assert_false (yun_map_view_zoom_to_selection (f->view));
}

static void
test_pick_by_key (Fixture *f, gconstpointer data)
{
  YunRect firm = { FIXTURE_WEST_LON, FIXTURE_FIRM_LAT, FIXTURE_WEST_LON, FIXTURE_FIRM_LAT };
  YunRect park = { FIXTURE_PARK_LON - 0.007, FIXTURE_PARK_LAT, FIXTURE_PARK_LON - 0.007,
                   FIXTURE_PARK_LAT };
  YunRect empty = { 121.12, 30.93, 121.12, 30.93 };

  yun_map_view_zoom_to (f->view, &firm);
  run_until_complete (f);
  press_key (f, GDK_KEY_Return);
  g_assert_cmpint (f->picks, ==, 1);
  g_assert_cmpuint (f->entity, ==, fixture_entity ("firm"));
  g_assert_cmpint (f->id, ==, FIXTURE_FIRM_WEST);

  yun_map_view_zoom_to (f->view, &park);
  run_until_complete (f);
  press_key (f, GDK_KEY_Return);
  g_assert_cmpuint (f->entity, ==, fixture_entity ("park"));
  g_assert_cmpint (f->id, ==, FIXTURE_PARK);

  yun_map_view_zoom_to (f->view, &empty);
  run_until_complete (f);
  press_key (f, GDK_KEY_Return);
  g_assert_cmpint (f->picks, ==, 3);
  g_assert_cmpint (f->id, ==, 0);
}

/* The menu is about what is selected, wherever the cross is, else what is under the cross; of
 * several things in one place one is chosen first, as by a click. */
static void
test_menu_by_key (Fixture *f, gconstpointer data)
{
  YunRect firm = { FIXTURE_WEST_LON, FIXTURE_FIRM_LAT, FIXTURE_WEST_LON, FIXTURE_FIRM_LAT };
  YunRect near = { FIXTURE_WEST_LON + 0.002, FIXTURE_FIRM_LAT, FIXTURE_WEST_LON + 0.002,
                   FIXTURE_FIRM_LAT };
  YunRect empty = { 121.12, 30.93, 121.12, 30.93 };
  YunRect heap = { FIXTURE_HEAP_LON, FIXTURE_HEAP_LAT, FIXTURE_HEAP_LON, FIXTURE_HEAP_LAT };

  yun_map_view_zoom_to (f->view, &empty);
  run_until_complete (f);
  press_key (f, GDK_KEY_Menu);
  g_assert_cmpint (f->menus, ==, 1);
  g_assert_cmpint (f->id, ==, 0);
  g_assert_cmpfloat_with_epsilon (f->lon, 121.12, 1e-6);
  g_assert_cmpfloat_with_epsilon (f->lat, 30.93, 1e-6);

  yun_map_view_zoom_to (f->view, &firm);
  run_until_complete (f);
  press_key (f, GDK_KEY_Menu);
  g_assert_cmpint (f->id, ==, FIXTURE_FIRM_WEST);
  g_assert_cmpint (f->picks, ==, 0);

  yun_map_view_set_selection (f->view, fixture_entity ("firm"), FIXTURE_FIRM_WEST);
  yun_map_view_zoom_to (f->view, &near);
  run_until_complete (f);
  f->id = 0;
  press_key (f, GDK_KEY_Menu);
  g_assert_cmpint (f->id, ==, FIXTURE_FIRM_WEST);
  g_assert_cmpfloat_with_epsilon (f->lon, FIXTURE_WEST_LON, 1e-6);
  g_assert_cmpfloat_with_epsilon (f->lat, FIXTURE_FIRM_LAT, 1e-6);

  yun_map_view_set_selection (f->view, 0, 0);
  yun_map_view_zoom_to (f->view, &heap);
  run_until_complete (f);
  press_key (f, GDK_KEY_Menu);
  g_assert_cmpint (f->menus, ==, 3);
}

/* A mode has the menu of the map, which is about nothing. */
static void
test_menu_of_mode (Fixture *f, gconstpointer data)
{
  YunRect firm = { FIXTURE_WEST_LON, FIXTURE_FIRM_LAT, FIXTURE_WEST_LON, FIXTURE_FIRM_LAT };

  yun_map_view_zoom_to (f->view, &firm);
  run_until_complete (f);
  g_menu_append (yun_map_view_get_menu_top (f->view), "x", "x.x");
  g_object_set (f->view, "mode", "distance", NULL);
  press_key (f, GDK_KEY_Menu);
  g_assert_cmpint (f->menus, ==, 0);
  g_assert_cmpint (g_menu_model_get_n_items (G_MENU_MODEL (yun_map_view_get_menu_top (f->view))),
                   ==, 0);
}

/* Signs and names are as large as the text, and are picked where they are drawn. */
static void
test_text_size (Fixture *f, gconstpointer data)
{
  YunRect         box = { 121.1, 30.95, 121.35, 31.15 };
  YunSymbolLayer *symbols = yun_map_view_get_symbols (f->view);
  guint           before, after;

  yun_map_view_zoom_to (f->view, &box);
  run_until_complete (f);
  yun_symbol_plan_get_labels (yun_symbol_layer_get_plan (symbols), &before);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 192 * 1024, NULL);
  while (yun_symbol_layer_get_magnify (symbols) != 2)
    g_main_context_iteration (NULL, TRUE);
  run_until_complete (f);
  {
    YunView        seen = yun_map_camera_get_view (yun_map_view_get_camera (f->view));
    YunSymbolPlan *plan = yun_symbol_layer_get_plan (symbols);

    g_assert_cmpfloat_with_epsilon (yun_symbol_plan_get_view (plan)->scale, 2 * seen.scale, 1e-6);
    yun_symbol_plan_get_labels (plan, &after);
  }
  g_assert_cmpuint (before, >, 0);
  g_assert_cmpuint (after, <=, before);
  test_pick_by_key (f, data);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024, NULL);
  while (yun_symbol_layer_get_magnify (symbols) != 1)
    g_main_context_iteration (NULL, TRUE);
  run_until_complete (f);
}

static void
test_step_by_key (Fixture *f, gconstpointer data)
{
  YunRect both = { FIXTURE_WEST_LON, FIXTURE_FIRM_LAT - 0.01, FIXTURE_EAST_LON,
                   FIXTURE_FIRM_LAT + 0.01 };

  yun_map_view_zoom_to (f->view, &both);
  run_until_complete (f);
  press_key (f, GDK_KEY_n);
  g_assert_cmpint (f->id, ==, FIXTURE_FIRM_WEST);
  press_key (f, GDK_KEY_n);
  g_assert_cmpint (f->id, ==, FIXTURE_FIRM_EAST);
  press_key (f, GDK_KEY_p);
  g_assert_cmpint (f->id, ==, FIXTURE_FIRM_WEST);
}

static GtkWidget *
find_widget (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* A cluster that no zoom splits opens as a list; choosing from it picks. */
static void
test_cluster_list (Fixture *f, gconstpointer data)
{
  YunRect    heap = { FIXTURE_HEAP_LON, FIXTURE_HEAP_LAT, FIXTURE_HEAP_LON, FIXTURE_HEAP_LAT };
  GtkWidget *popover, *list;

  yun_map_view_zoom_to (f->view, &heap);
  run_until_complete (f);
  press_key (f, GDK_KEY_Return);
  g_assert_cmpint (f->picks, ==, 0);

  list = find_widget (GTK_WIDGET (f->view), GTK_TYPE_LIST_VIEW);
  g_assert_nonnull (list);
  popover = gtk_widget_get_ancestor (list, GTK_TYPE_POPOVER);
  g_assert_nonnull (popover);
  g_assert_true (gtk_widget_get_visible (popover));
  g_assert_cmpuint (
    g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)))), ==,
    FIXTURE_HEAP_SIZE);
  g_signal_emit_by_name (list, "activate", 2);
  g_assert_false (gtk_widget_get_visible (popover));
  g_assert_cmpint (f->picks, ==, 1);
  g_assert_cmpint (f->id, ==, FIXTURE_HEAP + 2);
}

/* However one drags and zooms, the district stays about. */
static void
test_cannot_be_lost (Fixture *f, gconstpointer data)
{
  for (int i = 0; i < 30; i++)
    {
      press_key (f, GDK_KEY_Left);
      press_key (f, GDK_KEY_Up);
    }
  run_until_complete (f);
  g_assert_cmpfloat (get_centre (f).x, >, 120.9);
  g_assert_cmpfloat (get_centre (f).y, <, 31.3);

  shumate_map_center_on (SHUMATE_MAP (find_widget (GTK_WIDGET (f->view), SHUMATE_TYPE_MAP)), 45, 7);
  run_until_complete (f);
  g_assert_cmpfloat (get_centre (f).x, >, 120.9);
  g_assert_cmpfloat (get_centre (f).y, <, 31.3);

  yun_map_view_zoom_by (f->view, -12);
  run_until_complete (f);
  g_assert_cmpfloat (get_width (f), <, 2);
  yun_map_view_zoom_by (f->view, 30);
  run_until_complete (f);
  g_assert_cmpfloat (get_width (f), >, 0.0005);

  press_key (f, GDK_KEY_Home);
  run_until_complete (f);
  g_assert_cmpfloat (get_width (f), >, 0.3);
}

/* (nullable) (transfer none): the first widget of @type below @widget. */
static GtkWidget *
find_below (GtkWidget *widget, GType type)
{
  GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (widget, type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_below (child, type);
  return found;
}

/* At whatever zoom the bar is 1, 2 or 5 times a power of ten, and as long as it says. */
static void
test_scale (Fixture *f, gconstpointer data)
{
  GtkWidget *scale = find_below (GTK_WIDGET (f->view), YUN_TYPE_MAP_SCALE);

  g_assert_nonnull (scale);
  for (double metres = 0.05; metres < 5000; metres *= 1.07)
    {
      const char *text;
      double      length;

      yun_map_scale_set_metres_per_pixel (YUN_MAP_SCALE (scale), metres);
      text = yun_map_scale_get_text (YUN_MAP_SCALE (scale));
      length = g_ascii_strtod (text, NULL) * (g_str_has_suffix (text, " km") ? 1000 : 1);
      g_assert_nonnull (strchr ("125", text[strspn (text, "0.")]));
      g_assert_cmpfloat (length, <=, metres * YUN_MAP_SCALE_WIDTH * (1 + 1e-9));
      g_assert_cmpfloat (length, >, metres * YUN_MAP_SCALE_WIDTH * 0.399);
    }
  /* A level farther the bar may be as long, of twice the metres. */
  yun_map_scale_set_metres_per_pixel (YUN_MAP_SCALE (scale), 1);
  g_assert_cmpstr (yun_map_scale_get_text (YUN_MAP_SCALE (scale)), ==, "100 m");
  yun_map_scale_set_metres_per_pixel (YUN_MAP_SCALE (scale), 2);
  g_assert_cmpstr (yun_map_scale_get_text (YUN_MAP_SCALE (scale)), ==, "200 m");
}

static void
test_actions (Fixture *f, gconstpointer data)
{
  double           before = get_width (f);
  gboolean         expanded;
  g_autofree char *colours = NULL;

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (f->view), "map.zoom-in", NULL));
  run_until_complete (f);
  g_assert_cmpfloat_with_epsilon (get_width (f), before / 2, before / 100);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (f->view), "map.zoom-home", NULL));
  run_until_complete (f);
  g_assert_cmpfloat_with_epsilon (get_width (f), before, before / 100);

  /* what the colours say: by name, and only what there is */
  g_assert_true (yun_map_view_set_colour_by (f->view, "far"));
  g_assert_false (yun_map_view_set_colour_by (f->view, "beauty"));
  g_object_get (f->view, "colour-by", &colours, NULL);
  g_assert_cmpstr (colours, ==, "far");
  run_until_complete (f);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (f->view), "map.fit-classes", NULL));
  run_until_complete (f);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (f->view), "map.unfit-classes", NULL));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (f->view), "map.colour-by", "s", "status"));
  run_until_complete (f);

  g_object_get (f->view, "legend-expanded", &expanded, NULL);
  g_assert_true (expanded);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (f->view), "map.legend", NULL));
  g_object_get (f->view, "legend-expanded", &expanded, NULL);
  g_assert_false (expanded);
}

/* What was asked for before there was a size is shown at once. */
static void
test_asked_before_size (void)
{
  Fixture f = { 0 };
  YunRect box = { 121.24, 31.04, 121.26, 31.06 };

  set_up (&f, NULL);
  yun_map_view_zoom_to (f.view, &box);
  run_until_complete (&f);
  g_assert_cmpfloat_with_epsilon (get_centre (&f).x, 121.25, 1e-3);
  g_assert_cmpfloat_with_epsilon (get_centre (&f).y, 31.05, 1e-3);
  g_assert_cmpfloat (get_width (&f), <, 0.1);
  tear_down (&f, NULL);
}

/* The view may go while its workers are busy. */
static void
test_close_early (void)
{
  for (int i = 0; i < 5; i++)
    {
      Fixture                     f = { 0 };
      g_autoptr (YunFeatureIndex) index = fixture_new_index ();

      set_up (&f, NULL);
      yun_map_view_update_features (f.view, index, NULL, NULL);
      for (int k = 0; k < i * 5; k++)
        g_main_context_iteration (NULL, FALSE);
      tear_down (&f, NULL);
    }
}

/* The closest zoom is the camera's, and there nothing moves any more. */
static void
test_closest (Fixture *f, gconstpointer data)
{
  YunPoint before, after;

  for (guint i = 0; i < 60; i++)
    press_key (f, GDK_KEY_plus);
  run_until_complete (f);
  before = get_centre (f);
  g_assert_cmpfloat_with_epsilon (get_width (f) / 900 * 256 * 1048576, 360, 0.5);
  for (guint i = 0; i < 20; i++)
    press_key (f, GDK_KEY_plus);
  run_until_complete (f);
  after = get_centre (f);
  g_assert_cmpfloat_with_epsilon (after.x, before.x, 1e-7);
  g_assert_cmpfloat_with_epsilon (after.y, before.y, 1e-7);
}

static guint
count_whole (YunTilePainter *painter, const GArray *keys)
{
  guint n = 0;

  for (guint i = 0; i < keys->len; i++)
    {
      const YunTileKey     *key = &g_array_index (keys, YunTileKey, i);
      const YunTile        *tile = yun_tile_cache_get (yun_tile_painter_get_cache (painter), key);
      cairo_rectangle_int_t whole = yun_tile_key_get_whole (key);

      n += tile != NULL && yun_tile_part_has (&tile->part, &whole);
    }

  return n;
}

/* Complete is what is seen; at rest tiles become whole, and complete they stay. */
static void
test_rest (void)
{
  g_autoptr (ShumateViewport) viewport = shumate_viewport_new ();
  g_autoptr (YunTilePainter)  painter = yun_tile_painter_new (NULL, NULL, 2, 1 << 27);
  g_autoptr (YunFeatureIndex) index = fixture_new_index ();
  g_autoptr (YunBaseMap)      base = yun_base_map_get_default ();
  g_autoptr (YunScene)        scene =
    yun_scene_new (index, NULL, base, yun_style_get (YUN_SCHEME_LIGHT, YUN_FILL_STATUS));
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (YunTileKey));
  YunVertex          at = yun_vertex_from_lonlat (121.2, 31);
  YunView            target = yun_view_at (at.x, at.y, 13.4, 900, 700, 1);
  YunFeatureLayer   *layer = g_object_ref_sink (yun_feature_layer_new (viewport, painter));

  yun_tile_mosaic_list_keys (&target, keys);
  yun_tile_painter_set_scene (painter, scene, NULL, NULL);
  yun_feature_layer_set_target (layer, &target);
  while (!yun_feature_layer_is_complete (layer))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count_whole (painter, keys), <, keys->len);

  while (count_whole (painter, keys) < keys->len)
    {
      g_main_context_iteration (NULL, TRUE);
      g_assert_true (yun_feature_layer_is_complete (layer));
    }
  g_object_unref (layer);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
#define ADD(name, set_up_func, func)                                                               \
  g_test_add ("/map/view/" name, Fixture, NULL, set_up_func, func, tear_down)
  ADD ("first-view", set_up, test_first_view);
  ADD ("new-features", set_up_with_features, test_new_features);
  ADD ("selection", set_up_with_features, test_selection);
  ADD ("selection-shape", set_up_with_features, test_selection_shape);
  ADD ("pick-by-key", set_up_with_features, test_pick_by_key);
  ADD ("text-size", set_up_with_features, test_text_size);
  ADD ("menu-by-key", set_up_with_features, test_menu_by_key);
  ADD ("menu-of-mode", set_up_with_features, test_menu_of_mode);
  ADD ("step-by-key", set_up_with_features, test_step_by_key);
  ADD ("cluster-list", set_up_with_features, test_cluster_list);
  ADD ("cannot-be-lost", set_up_with_features, test_cannot_be_lost);
  ADD ("closest", set_up_with_features, test_closest);
  ADD ("scale", set_up_with_features, test_scale);
  ADD ("actions", set_up_with_features, test_actions);
  g_test_add_func ("/map/view/asked-before-size", test_asked_before_size);
  g_test_add_func ("/map/view/close-early", test_close_early);
  g_test_add_func ("/map/view/rest", test_rest);
  return g_test_run ();
}
