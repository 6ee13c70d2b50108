/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-fixture.h"

#include "yun-firm.h"
#include "yun-park.h"
#include "yun-plot.h"
#include "yun-town.h"
#include "yun-zone.h"

/* From one record on to others: links, what belongs to it, what is near by. */

static YunLeadView *
get_leads (Fixture *f)
{
  return yun_detail_pane_get_leads (YUN_DETAIL_PANE (f->window->detail));
}

/* (transfer full) */
static YunRecord *
select_named (Fixture *f, const YunEntity *entity, const char *name)
{
  g_autoptr (GError) error = NULL;
  YunRecord         *record = yun_store_find_sync (f->store, entity, name, &error);

  g_assert_no_error (error);
  yun_workspace_select (f->workspace, entity, yun_record_get_id (record));
  wait_until (yun_window_is_complete (f->window) &&
              yun_lead_view_get_leads (get_leads (f)) != NULL &&
              !yun_lead_view_is_asking (get_leads (f)));
  return record;
}

/* (nullable): the first button below @widget whose action and target are these. */
static GtkWidget *
find_button (GtkWidget *widget, const char *action, const char *target)
{
  if (GTK_IS_BUTTON (widget) &&
      g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), action) == 0)
    {
      GVariant        *value = gtk_actionable_get_action_target_value (GTK_ACTIONABLE (widget));
      g_autofree char *text = value != NULL ? g_variant_print (value, FALSE) : g_strdup ("");

      if (strstr (text, target) != NULL)
        return widget;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, action, target);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
click (Fixture *f, const char *action, const char *target)
{
  GtkWidget *button = find_button (f->window->detail, action, target);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_sensitive (button) && gtk_widget_get_focusable (button));
  g_signal_emit_by_name (button, "clicked");
}

/* A firm leads to its park, that to its firms, each as a record and all as a filter, which takes
 * the place of the one before; the toast's way back brings that again. */
static void
test_both_ways (Fixture *f, gconstpointer data)
{
  g_autoptr (YunRecord) firm = select_named (f, &yun_entity_firm, "上海格思航天科技有限公司");
  g_autoptr (YunRecord) park = NULL;
  GtkWidget            *link = find_button (f->window->detail, "win.open-record", "'park'");
  const YunLead        *firms;
  g_autofree char      *shown = NULL;
  YunRect               extent;

  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (link)), ==,
                   GTK_ACCESSIBLE_ROLE_LINK);
  g_assert_nonnull (find_button (f->window->detail, "win.open-record", "('town'"));
  g_assert_nonnull (find_button (f->window->detail, "win.open-record", "('zone', 'core')"));
  g_assert_true (yun_window_set_filter_text (f->window, "plot"));
  click (f, "win.open-record", "('park'");
  wait_until (yun_workspace_get_selected_entity (f->workspace) == &yun_entity_park);
  park = select_named (f, &yun_entity_park, "G60卫星互联网产业基地");
  g_assert_cmpint (yun_workspace_get_selected_id (f->workspace), ==, yun_record_get_id (park));
  extent = yun_map_view_get_extent (YUN_MAP_VIEW (f->window->map));
  g_assert_true (yun_rect_intersects (&extent, yun_geom_get_box (yun_record_get_shape (park))));

  firms = yun_lead_view_find (get_leads (f), YUN_LEAD_LINKED, &yun_entity_firm);
  g_assert_cmpint (firms->count, >, 0);
  shown = yun_filter_print (firms->filter);
  g_assert_true (g_str_has_prefix (shown, "firm park:"));
  click (f, "win.show-related", "firm park:");
  wait_until (yun_window_is_complete (f->window));
  g_assert_true (
    yun_filter_equal (yun_workspace_get_answered_filter (f->workspace), firms->filter));
  g_assert_cmpint (yun_workspace_get_n_shown (f->workspace), ==, firms->count);
  g_assert_true (yun_workspace_get_entity (f->workspace) == &yun_entity_firm);

  /* One of its firms, and back at the first. */
  click (f, "win.open-record", yun_record_get_uid (firm));
  wait_until (yun_workspace_get_selected_entity (f->workspace) == &yun_entity_firm &&
              yun_workspace_get_selected_id (f->workspace) == yun_record_get_id (firm));
}

/* What lies in a place is asked for alone: of what was asked for before nothing may be in it. */
static void
test_inside_replaces (Fixture *f, gconstpointer data)
{
  g_autoptr (YunRecord) town = select_named (f, &yun_entity_town, "九亭镇");
  g_autofree char      *text = NULL;

  g_assert_true (yun_window_set_filter_text (f->window, "facility town:佘山镇"));
  wait_until (yun_window_is_complete (f->window));
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.show-inside", NULL);
  wait_until (yun_window_is_complete (f->window));
  text = yun_filter_print (yun_workspace_get_answered_filter (f->workspace));
  g_assert_cmpstr (text, ==, "in:九亭镇");
  g_assert_cmpint (yun_workspace_get_n_shown (f->workspace), >, 0);
}

/* Near by in one click: the distance is a choice that stays, the buffer is drawn and seen whole. */
static void
test_near (Fixture *f, gconstpointer data)
{
  GtkWidget            *window = GTK_WIDGET (f->window);
  YunMapView           *map = YUN_MAP_VIEW (f->window->map);
  g_autoptr (YunRecord) park = select_named (f, &yun_entity_park, "G60卫星互联网产业基地");
  const YunLead        *firms;
  gint64                few;
  int                   distance;
  YunRect               extent;

  g_object_get (get_leads (f), "near-distance", &distance, NULL);
  g_assert_cmpint (distance, ==, 1000);
  g_assert_nonnull (find_button (f->window->detail, "win.near-distance", "500"));
  few = yun_lead_view_find (get_leads (f), YUN_LEAD_NEAR, &yun_entity_firm)->count;
  gtk_widget_activate_action (window, "win.near-distance", "i", 3000);
  wait_until (!yun_lead_view_is_asking (get_leads (f)));
  firms = yun_lead_view_find (get_leads (f), YUN_LEAD_NEAR, &yun_entity_firm);
  g_assert_cmpint (firms->count, >=, few);
  g_assert_cmpfloat (firms->distance_m, ==, 3000);

  g_assert_true (yun_window_set_filter_text (f->window, "plot"));
  gtk_widget_activate_action (window, "win.near", "s", "firm");
  wait_until (yun_window_is_complete (f->window) && yun_map_view_get_areas (map) != NULL);
  g_assert_true (
    yun_filter_equal (yun_workspace_get_answered_filter (f->workspace), firms->filter));
  g_assert_cmpint (yun_workspace_get_n_shown (f->workspace), ==, firms->count);
  wait_until (yun_window_is_complete (f->window));
  extent = yun_map_view_get_extent (map);
  g_assert_cmpuint (yun_map_view_get_areas (map)->len, ==, 1);
  g_assert_true (yun_rect_contains_rect (
    &extent, yun_geom_get_box (g_ptr_array_index (yun_map_view_get_areas (map), 0))));
  gtk_widget_activate_action (window, "win.near", "s", "plot");
  wait_until (yun_window_is_complete (f->window));
  g_assert_true (
    yun_filter_has_value (yun_workspace_get_answered_filter (f->workspace), "status", "reusable"));

  gtk_widget_activate_action (window, "win.near-distance", "i", 1000);
}

/* What is known only by its town has nothing near that can be told, and nothing pretends it. */
static void
test_not_near (Fixture *f, gconstpointer data)
{
  g_autoptr (YunRecord) town = select_named (f, &yun_entity_town, "九亭镇");

  g_assert_false (yun_lead_view_get_leads (get_leads (f))->measured);
  g_assert_null (find_button (f->window->detail, "win.show-related", "near:"));
  g_assert_nonnull (find_button (f->window->detail, "win.show-related", "firm town:"));
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.near", "s", "firm");
  wait_until (yun_window_is_complete (f->window));
  g_assert_cmpuint (yun_filter_get_n_clauses (yun_workspace_get_answered_filter (f->workspace)), ==,
                    0);
  yun_workspace_select (f->workspace, NULL, 0);
  g_assert_null (yun_lead_view_get_leads (get_leads (f)));
}

/* Presses a key as the widget's own controllers would hear it. */
static void
press_key (GtkWidget *widget, guint key)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  gboolean               handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !handled; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, 0, &handled);
    }
}

static gboolean
has_mode (Fixture *f, const char *name)
{
  g_autofree char *mode = NULL;

  g_object_get (f->window->map, "mode", &mode, NULL);
  return g_strcmp0 (mode, name) == 0;
}

static YunGeom *
get_shape (Fixture *f)
{
  return yun_record_get_shape (yun_detail_pane_get_record (YUN_DETAIL_PANE (f->window->detail)));
}

/* Selects the first record of @entity that the filter shows. */
static void
select_first (Fixture *f, const YunEntity *entity, const char *text)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunFilter) filter = yun_filter_parse (text, NULL, &error);
  g_autoptr (GArray)    ids =
    yun_store_list_ids_sync (f->store, entity, filter, NULL, FALSE, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, >, 0);
  yun_workspace_select (f->workspace, entity, g_array_index (ids, gint64, 0));
  wait_until (yun_window_is_complete (f->window));
}

/* What has no place gets one from the middle of the map, as one change; Escape and another
 * selection leave the mode; what is placed well is not offered it. */
static void
test_place (Fixture *f, gconstpointer data)
{
  GtkWidget      *window = GTK_WIDGET (f->window);
  YunMapView     *map = YUN_MAP_VIEW (f->window->map);
  YunDetailPane  *detail = YUN_DETAIL_PANE (f->window->detail);
  const YunField *accuracy = yun_entity_get_field (&yun_entity_plot, "accuracy");
  const YunRect   here = { 121.30, 31.11, 121.31, 31.12 };
  GtkWidget      *button;

  select_first (f, &yun_entity_plot, "plot accuracy:none,?");
  g_assert_null (get_shape (f));
  g_assert_true (yun_detail_pane_can_place (detail));
  button = find_button (f->window->detail, "win.place", "");
  g_assert_true (button != NULL && gtk_widget_get_visible (button));
  gtk_widget_activate_action (window, "win.place", NULL);
  g_assert_true (has_mode (f, "place"));
  press_key (f->window->map, GDK_KEY_Escape);
  g_assert_true (has_mode (f, "select"));
  g_assert_null (get_shape (f));

  yun_map_view_show_extent (map, &here);
  wait_until (yun_window_is_complete (f->window));
  gtk_widget_activate_action (window, "win.place", NULL);
  press_key (f->window->map, GDK_KEY_Return);
  g_assert_true (has_mode (f, "select"));
  wait_until (yun_window_is_complete (f->window) && get_shape (f) != NULL);
  g_assert_cmpint (yun_geom_get_kind (get_shape (f)), ==, YUN_GEOM_POINT);
  g_assert_cmpfloat_with_epsilon (yun_geom_get_box (get_shape (f))->x0, 121.305, 1e-4);
  g_assert_cmpfloat_with_epsilon (yun_geom_get_box (get_shape (f))->y0, 31.115, 1e-4);
  g_assert_cmpint (yun_record_get_int (yun_detail_pane_get_record (detail), accuracy), ==,
                   YUN_ACCURACY_APPROXIMATE);
  g_assert_false (yun_detail_pane_can_place (detail));
  g_assert_false (gtk_widget_get_visible (button));

  gtk_widget_activate_action (window, "win.undo", NULL);
  wait_until (yun_window_is_complete (f->window) && get_shape (f) == NULL);
  gtk_widget_activate_action (window, "win.place", NULL);
  yun_workspace_select (f->workspace, &yun_entity_firm, 1);
  g_assert_true (has_mode (f, "select"));
}

/* Coordinates that are typed while it is placed, in either order, say where it is. */
static void
test_place_typed (Fixture *f, gconstpointer data)
{
  GtkWidget          *window = GTK_WIDGET (f->window);
  const YunCoordinate typed = { YUN_COORDINATE_LONLAT, 0, 121.25, 31.05 };

  select_first (f, &yun_entity_plot, "plot accuracy:none,?");
  gtk_widget_activate_action (window, "win.place", NULL);
  g_signal_emit_by_name (yun_map_bar_get_goto (YUN_MAP_BAR (f->window->map_bar)), "found", &typed,
                         "121.250000, 31.050000");
  wait_until (yun_window_is_complete (f->window) && get_shape (f) != NULL);
  g_assert_cmpfloat (yun_geom_get_box (get_shape (f))->x0, ==, 121.25);
  g_assert_cmpfloat (yun_geom_get_box (get_shape (f))->y0, ==, 31.05);
  g_assert_true (has_mode (f, "select"));
  /* Afterwards they move the map and nothing else. */
  g_signal_emit_by_name (yun_map_bar_get_goto (YUN_MAP_BAR (f->window->map_bar)), "found",
                         &(YunCoordinate){ YUN_COORDINATE_LONLAT, 0, 121.2, 31 }, "121.2, 31");
  wait_until (yun_window_is_complete (f->window));
  g_assert_cmpfloat (yun_geom_get_box (get_shape (f))->x0, ==, 121.25);
}

int
main (int argc, char **argv)
{
  g_autoptr (YunApplication) app = init_application (&argc, &argv);

  g_test_add ("/window-leads/both-ways", Fixture, NULL, set_up, test_both_ways, tear_down);
  g_test_add ("/window-leads/inside", Fixture, NULL, set_up, test_inside_replaces, tear_down);
  g_test_add ("/window-leads/near", Fixture, NULL, set_up, test_near, tear_down);
  g_test_add ("/window-leads/not-near", Fixture, NULL, set_up, test_not_near, tear_down);
  g_test_add ("/window-leads/place", Fixture, NULL, set_up, test_place, tear_down);
  g_test_add ("/window-leads/place-typed", Fixture, NULL, set_up, test_place_typed, tear_down);
  return g_test_run ();
}
