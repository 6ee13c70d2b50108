/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-fixture.h"

#include "yun-firm.h"
#include "yun-measure.h"
#include "yun-town.h"

/* What lies in a drawn area or a place, and the way from pane to pane. */

static char *
dup_filter (Fixture *f)
{
  wait_until (yun_window_is_complete (f->window));
  return yun_filter_print (yun_workspace_get_answered_filter (f->workspace));
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

/* A drawn area is a condition, outlined while it is one, changed where it is seen; an earlier one
 * gives way, and the toast's button brings it back. */
static void
test_drawn_area (Fixture *f, gconstpointer data)
{
  YunMapView         *map = YUN_MAP_VIEW (f->window->map);
  g_autoptr (YunGeom) first = yun_geom_new_box (&(YunRect){ 121.2, 31, 121.3, 31.1 });
  g_autoptr (YunGeom) second = yun_geom_new_box (&(YunRect){ 121.2, 31, 121.25, 31.05 });
  g_autofree char    *before = NULL, *with_first = NULL, *with_second = NULL, *changed = NULL;
  g_autofree char    *undone = NULL, *mode = NULL;
  const YunClause    *clause;

  g_assert_true (yun_window_set_filter_text (f->window, "firm zone:core"));
  before = dup_filter (f);
  g_assert_null (yun_map_view_get_areas (map));
  g_signal_emit_by_name (map, "drawn", first, NULL);
  with_first = dup_filter (f);
  g_assert_true (g_str_has_prefix (with_first, "firm zone:core in:("));
  g_assert_cmpuint (yun_map_view_get_areas (map)->len, ==, 1);
  clause = yun_filter_get_clause (yun_workspace_get_answered_filter (f->workspace), 1);
  g_assert_true (
    yun_geom_equal (g_ptr_array_index (yun_map_view_get_areas (map), 0), clause->area));

  g_signal_emit_by_name (map, "drawn", second, NULL);
  with_second = dup_filter (f);
  g_assert_true (g_str_has_prefix (with_second, "firm zone:core in:("));
  g_assert_cmpstr (with_first, !=, with_second);
  g_assert_cmpuint (yun_map_view_get_areas (map)->len, ==, 1);

  /* "Change on the map", and Enter at once: it is the same one still. */
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.redraw-area", "s",
                              strstr (with_second, "in:("));
  g_object_get (map, "mode", &mode, NULL);
  g_assert_cmpstr (mode, ==, "filter");
  press_key (f->window->map, GDK_KEY_Return);
  changed = dup_filter (f);
  g_assert_cmpstr (changed, ==, with_second);

  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.filter-by", "s", before);
  undone = dup_filter (f);
  g_assert_cmpstr (undone, ==, before);
  g_assert_null (yun_map_view_get_areas (map));
}

/* How far near: reaches is outlined, whatever stands in the middle. */
static void
test_reach (Fixture *f, gconstpointer data)
{
  YunMapView *map = YUN_MAP_VIEW (f->window->map);
  YunGeom    *area;

  g_assert_true (yun_window_set_filter_text (f->window, "near:121.3,31.1<2km"));
  g_free (dup_filter (f));
  wait_until (yun_map_view_get_areas (map) != NULL);
  g_assert_cmpuint (yun_map_view_get_areas (map)->len, ==, 1);
  area = g_ptr_array_index (yun_map_view_get_areas (map), 0);
  g_assert_true (yun_measure_contains (area, 121.32, 31.1));
  g_assert_false (yun_measure_contains (area, 121.33, 31.1));
  /* Another order of the list leaves the outline alone. */
  yun_workspace_set_sort (f->workspace, yun_entity_get_field (&yun_entity_firm, "town"), FALSE);
  wait_until (yun_window_is_complete (f->window));
  g_assert_true (yun_map_view_get_areas (map)->len == 1 &&
                 g_ptr_array_index (yun_map_view_get_areas (map), 0) == area);
  g_assert_true (
    yun_window_set_filter_text (f->window, "near:九亭镇<1km in:(121,31;122,31;122,32)"));
  g_free (dup_filter (f));
  wait_until (yun_map_view_get_areas (map)->len == 2);
  g_assert_true (yun_window_set_filter_text (f->window, "firm"));
  g_free (dup_filter (f));
  g_assert_null (yun_map_view_get_areas (map));
}

/* What is entered on top of what was asked for before and finds nothing is said, and what makes it
 * empty is left out by the toast's button. */
static void
test_way_out (Fixture *f, gconstpointer data)
{
  GtkWidget       *window = GTK_WIDGET (f->window);
  g_autofree char *target = NULL, *after = NULL;

  g_assert_true (yun_window_set_filter_text (f->window, "firm zone:core segment:satellite"));
  g_free (dup_filter (f));
  g_assert_null (f->window->way_out);
  gtk_editable_set_text (GTK_EDITABLE (f->window->filter_entry), "town:佘山镇");
  g_signal_emit_by_name (f->window->filter_entry, "activate");
  wait_until (f->window->way_out != NULL);
  g_assert_cmpint (yun_workspace_get_n_shown (f->workspace), ==, 0);
  /* The way out goes with what it is about. */
  g_assert_true (yun_window_set_filter_text (f->window, "firm zone:core segment:satellite"));
  wait_until (f->window->way_out == NULL);
  gtk_editable_set_text (GTK_EDITABLE (f->window->filter_entry), "town:佘山镇");
  g_signal_emit_by_name (f->window->filter_entry, "activate");
  wait_until (f->window->way_out != NULL);
  target = g_variant_dup_string (adw_toast_get_action_target_value (f->window->way_out), NULL);
  g_assert_cmpstr (adw_toast_get_action_name (f->window->way_out), ==, "win.filter-by");
  gtk_widget_activate_action (window, "win.filter-by", "s", target);
  after = dup_filter (f);
  g_assert_cmpstr (after, ==, target);
  g_assert_nonnull (strstr (after, "town:佘山镇"));
  g_assert_cmpint (yun_workspace_get_n_shown (f->workspace), >, 0);

  /* What finds something is nothing to tell. */
  gtk_editable_set_text (GTK_EDITABLE (f->window->filter_entry), "-name:没有");
  g_signal_emit_by_name (f->window->filter_entry, "activate");
  g_free (dup_filter (f));
  g_assert_null (f->window->way_out);
}

static gboolean
is_focus_in (Fixture *f, GtkWidget *pane)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (f->window));

  return focus != NULL && (focus == pane || gtk_widget_is_ancestor (focus, pane));
}

/* F6 goes round the panes that are there, Shift+F6 the other way; a facet is one stop for Tab. */
static void
test_panes (Fixture *f, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (f->window);
  GtkWidget *bare[] = { f->window->facets, f->window->map, f->window->list,
                        f->window->filter_entry };
  GtkWidget *full[] = { f->window->chips, f->window->map, f->window->list, f->window->detail };
  GtkWidget *zone =
    GTK_WIDGET (yun_facet_pane_get_section (YUN_FACET_PANE (f->window->facets), "zone"));
  GtkWidget *status =
    GTK_WIDGET (yun_facet_pane_get_section (YUN_FACET_PANE (f->window->facets), "status"));
  GtkWidget *inside;

  /* No condition, nothing selected: two panes have nothing to go to. */
  gtk_widget_grab_focus (f->window->filter_entry);
  for (guint i = 0; i < G_N_ELEMENTS (bare); i++)
    {
      gtk_widget_activate_action (window, "win.next-pane", NULL);
      g_assert_true (is_focus_in (f, bare[i]));
    }
  for (guint i = G_N_ELEMENTS (bare) - 1; i > 0; i--)
    {
      gtk_widget_activate_action (window, "win.previous-pane", NULL);
      g_assert_true (is_focus_in (f, bare[i - 1]));
    }

  while (!is_focus_in (f, zone))
    g_assert_true (gtk_widget_child_focus (window, GTK_DIR_TAB_FORWARD));
  g_assert_true (gtk_widget_child_focus (window, GTK_DIR_DOWN));
  g_assert_true (is_focus_in (f, zone));
  inside = gtk_root_get_focus (GTK_ROOT (window));
  g_assert_true (gtk_widget_child_focus (window, GTK_DIR_TAB_FORWARD));
  g_assert_true (is_focus_in (f, status));
  g_assert_true (gtk_widget_child_focus (window, GTK_DIR_TAB_BACKWARD));
  g_assert_true (gtk_root_get_focus (GTK_ROOT (window)) == inside);

  g_assert_true (yun_window_set_filter_text (f->window, "firm"));
  yun_workspace_select (f->workspace, &yun_entity_firm, 1);
  wait_until (yun_window_is_complete (f->window));
  for (guint i = 0; i < G_N_ELEMENTS (full); i++)
    {
      gtk_widget_activate_action (window, "win.next-pane", NULL);
      g_assert_true (is_focus_in (f, full[i]));
    }
  /* Back in the facets it is where it was. */
  gtk_widget_activate_action (window, "win.next-pane", NULL);
  gtk_widget_activate_action (window, "win.next-pane", NULL);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (window)) == inside);

  /* What is put away is passed over. */
  g_object_set (window, "show-facets", FALSE, "view", YUN_VIEW_LEDGER, NULL);
  gtk_widget_grab_focus (f->window->filter_entry);
  gtk_widget_activate_action (window, "win.next-pane", NULL);
  g_assert_true (is_focus_in (f, f->window->chips));
  gtk_widget_activate_action (window, "win.next-pane", NULL);
  g_assert_true (is_focus_in (f, f->window->list));
}

/* What lies in the selected town; what has no outline holds nothing. */
static void
test_show_inside (Fixture *f, gconstpointer data)
{
  GtkWidget       *window = GTK_WIDGET (f->window);
  g_autofree char *none = NULL, *text = NULL, *other = NULL;

  gtk_widget_activate_action (window, "win.show-inside", NULL);
  none = dup_filter (f);
  g_assert_cmpstr (none, ==, "");
  yun_workspace_select (f->workspace, &yun_entity_firm, 1);
  wait_until (yun_window_is_complete (f->window));
  gtk_widget_activate_action (window, "win.show-inside", NULL);
  g_assert_cmpuint (yun_filter_get_n_clauses (yun_workspace_get_filter (f->workspace)), ==, 0);

  for (gint64 id = 1; id <= 2; id++)
    {
      g_autofree char *expected = NULL;

      yun_workspace_select (f->workspace, &yun_entity_town, id);
      wait_until (yun_window_is_complete (f->window));
      gtk_widget_activate_action (window, "win.show-inside", NULL);
      g_free (text);
      text = dup_filter (f);
      expected = g_strconcat (
        "in:", yun_detail_pane_get_area_name (YUN_DETAIL_PANE (f->window->detail)), NULL);
      g_assert_cmpstr (text, ==, expected);
      g_assert_cmpint (yun_workspace_get_n_shown (f->workspace), <,
                       yun_workspace_get_n_all (f->workspace));
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (YunApplication) app = init_application (&argc, &argv);

  g_test_add ("/window-area/drawn", Fixture, NULL, set_up, test_drawn_area, tear_down);
  g_test_add ("/window-area/reach", Fixture, NULL, set_up, test_reach, tear_down);
  g_test_add ("/window-area/way-out", Fixture, NULL, set_up, test_way_out, tear_down);
  g_test_add ("/window-area/show-inside", Fixture, NULL, set_up, test_show_inside, tear_down);
  g_test_add ("/window-area/panes", Fixture, NULL, set_up, test_panes, tear_down);
  return g_test_run ();
}
