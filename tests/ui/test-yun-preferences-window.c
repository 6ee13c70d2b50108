/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-fixture.h"

#include "yun-preferences-window.h"
#include "yun-settings.h"

#include "../jobs/osm-fixture.h"
#include "../map/tile-server.h"

#include <string.h>

typedef struct
{
  Fixture               f;
  TileServer            server;
  GSettings            *settings;
  YunPreferencesWindow *preferences;
} PreferencesFixture;

static void
find_preferences (PreferencesFixture *p)
{
  g_autoptr (GListModel) windows = G_LIST_MODEL (g_object_ref (gtk_window_get_toplevels ()));

  p->preferences = NULL;
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GObject) window = g_list_model_get_item (windows, i);

      if (YUN_IS_PREFERENCES_WINDOW (window))
        p->preferences = YUN_PREFERENCES_WINDOW (window);
    }
}

static void
prefs_set_up (PreferencesFixture *p, gconstpointer data)
{
  tile_server_start (&p->server, 0);
  p->settings = yun_settings_new ();
  g_assert_nonnull (p->settings);
  set_up (&p->f, data);
  gtk_widget_activate_action (GTK_WIDGET (p->f.window), "win.preferences", NULL);
  find_preferences (p);
  g_assert_nonnull (p->preferences);
}

static void
prefs_tear_down (PreferencesFixture *p, gconstpointer data)
{
  static const char *const keys[] = { "basemap",          "basemap-key",
                                      "basemap-approval", "basemap-address",
                                      "basemap-file",     "basemap-address-licence",
                                      "color-scheme",     "basemap-strength",
                                      "street-map" };

  gtk_window_destroy (GTK_WINDOW (p->preferences));
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    g_settings_reset (p->settings, keys[i]);
  g_clear_object (&p->settings);
  tear_down (&p->f, data);
  tile_server_clear (&p->server);
}

static const char *
get_failure (PreferencesFixture *p)
{
  return yun_map_view_get_basemap_failure (YUN_MAP_VIEW (p->f.window->map));
}

/* No request is made before a basemap is chosen, nor while its address is not complete. */
static void
test_quiet (PreferencesFixture *p, gconstpointer data)
{
  g_assert_cmpstr (yun_preferences_window_get_result (p->preferences), ==, "");
  g_settings_set_string (p->settings, "basemap", "xyz");
  g_assert_cmpstr (yun_preferences_window_get_result (p->preferences), !=, "");
  g_assert_true (yun_preferences_window_is_calm (p->preferences));
  g_settings_set_string (p->settings, "basemap-address", "http://127.0.0.1/{z}/{x}");
  g_assert_nonnull (strstr (yun_preferences_window_get_result (p->preferences), "{y}"));
  g_settings_set_string (p->settings, "basemap", "tianditu-vector");
  g_assert_nonnull (strstr (yun_preferences_window_get_result (p->preferences), "key"));
  wait_until (yun_window_is_complete (p->f.window));
  g_assert_cmpuint (p->server.n, ==, 0);
  g_assert_null (get_failure (p));
}

/* An address of tiles: tried at once, and on the map behind the window. */
static void
test_address (PreferencesFixture *p, gconstpointer data)
{
  g_autofree char *good = tile_server_dup_address (&p->server, "good");
  g_autofree char *wrong = tile_server_dup_address (&p->server, "403");

  g_settings_set_string (p->settings, "basemap-address", good);
  g_assert_cmpuint (p->server.n, ==, 0);
  g_settings_set_string (p->settings, "basemap", "xyz");
  wait_until (yun_preferences_window_is_calm (p->preferences));
  g_assert_nonnull (strstr (yun_preferences_window_get_result (p->preferences), "opens"));
  wait_until (yun_window_is_complete (p->f.window));
  g_assert_cmpuint (p->server.n, >, 1);
  g_assert_null (get_failure (p));

  g_settings_set_string (p->settings, "basemap-address", wrong);
  wait_until (yun_preferences_window_is_calm (p->preferences));
  g_assert_nonnull (strstr (yun_preferences_window_get_result (p->preferences), "403"));
  g_assert_null (strstr (yun_preferences_window_get_result (p->preferences), "SECRET"));
  wait_until (yun_window_is_complete (p->f.window));
  g_assert_nonnull (get_failure (p));

  g_settings_set_string (p->settings, "basemap", "none");
  g_assert_cmpstr (yun_preferences_window_get_result (p->preferences), ==, "");
  wait_until (yun_window_is_complete (p->f.window));
  g_assert_null (get_failure (p));
}

static void
test_file (PreferencesFixture *p, gconstpointer data)
{
  g_settings_set_string (p->settings, "basemap-file", p->f.path);
  g_settings_set_string (p->settings, "basemap", "file");
  wait_until (yun_preferences_window_is_calm (p->preferences));
  g_assert_nonnull (strstr (yun_preferences_window_get_result (p->preferences), "starter.sqlite"));
  wait_until (yun_window_is_complete (p->f.window));
  g_assert_nonnull (get_failure (p));
}

static void
test_scheme (PreferencesFixture *p, gconstpointer data)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  g_settings_set_string (p->settings, "color-scheme", "dark");
  g_assert_true (adw_style_manager_get_dark (manager));
  g_settings_set_string (p->settings, "color-scheme", "light");
  g_assert_false (adw_style_manager_get_dark (manager));
}

/* (nullable): the button below @widget with this label */
static GtkWidget *
find_button (GtkWidget *widget, const char *label)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_button (child, label);
  return found;
}

/* From an extract to the map behind the window; hidden, shown, removed, followed at each step. */
static void
test_street_map (PreferencesFixture *p, gconstpointer data)
{
  YunStreetMapGroup     *group = yun_preferences_window_get_street_map (p->preferences);
  YunMapBase            *base = yun_map_view_get_base_source (YUN_MAP_VIEW (p->f.window->map));
  g_autoptr (OsmFixture) town = osm_fixture_new_town ();
  g_autofree char       *extract = g_build_filename (p->f.folder, "town.osm", NULL);
  GtkWidget             *remove = find_button (GTK_WIDGET (group), "_Remove");
  GtkWidget             *build = find_button (GTK_WIDGET (group), "_Build from an Extract…");

  wait_until (yun_street_map_group_is_calm (group));
  g_assert_false (gtk_widget_get_sensitive (remove));
  g_assert_true (gtk_widget_get_sensitive (build));
  g_assert_null (yun_map_base_get_streets (base));

  /* what is no extract is said, and nothing changes */
  yun_street_map_group_build (group, p->f.path);
  g_assert_false (gtk_widget_get_sensitive (build));
  wait_until (yun_street_map_group_is_calm (group));
  g_assert_nonnull (strstr (yun_street_map_group_get_failure (group), "starter.sqlite"));
  g_assert_false (gtk_widget_get_sensitive (remove));

  osm_fixture_write_xml (town, extract);
  yun_street_map_group_build (group, extract);
  wait_until (yun_street_map_group_is_calm (group));
  g_assert_cmpstr (yun_street_map_group_get_failure (group), ==, "");
  wait_until (yun_map_base_get_streets (base) != NULL);
  wait_until (yun_window_is_complete (p->f.window));
  g_settings_set_boolean (p->settings, "street-map", FALSE);
  wait_until (yun_map_base_get_streets (base) == NULL);
  g_settings_set_boolean (p->settings, "street-map", TRUE);
  wait_until (yun_map_base_get_streets (base) != NULL);

  g_assert_true (gtk_widget_get_sensitive (remove));
  g_signal_emit_by_name (remove, "clicked");
  wait_until (yun_street_map_group_is_calm (group));
  wait_until (yun_map_base_get_streets (base) == NULL);
  g_assert_false (gtk_widget_get_sensitive (remove));
  g_assert_cmpstr (yun_street_map_group_get_failure (group), ==, "");
}

int
main (int argc, char **argv)
{
  g_autoptr (YunApplication) app = init_application (&argc, &argv);

#define ADD(name, func)                                                                            \
  g_test_add (name, PreferencesFixture, NULL, prefs_set_up, func, prefs_tear_down)
  ADD ("/preferences/quiet", test_quiet);
  ADD ("/preferences/address", test_address);
  ADD ("/preferences/file", test_file);
  ADD ("/preferences/scheme", test_scheme);
  ADD ("/preferences/street-map", test_street_map);
  return g_test_run ();
}
