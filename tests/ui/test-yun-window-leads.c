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
      g_autofree char *text =
        g_variant_print (gtk_actionable_get_action_target_value (GTK_ACTIONABLE (widget)), FALSE);

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

int
main (int argc, char **argv)
{
  g_autoptr (YunApplication) app = init_application (&argc, &argv);

  g_test_add ("/window-leads/both-ways", Fixture, NULL, set_up, test_both_ways, tear_down);
  g_test_add ("/window-leads/inside", Fixture, NULL, set_up, test_inside_replaces, tear_down);
  g_test_add ("/window-leads/near", Fixture, NULL, set_up, test_near, tear_down);
  g_test_add ("/window-leads/not-near", Fixture, NULL, set_up, test_not_near, tear_down);
  return g_test_run ();
}
