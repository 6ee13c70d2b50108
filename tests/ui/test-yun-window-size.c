/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-fixture.h"

#include "yun-firm.h"
#include "yun-plot.h"

/* The window at every size: it takes the size it is given, what has no room folds, and all that is
 * in the wide one is found in the narrow one. */

static void
set_text_scale (int percent)
{
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024 * percent / 100, NULL);
}

/* With the frame the window draws itself. */
static gboolean
has_size (Fixture *f, int width, int height)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (f->window));

  return gdk_surface_get_width (surface) == width && gdk_surface_get_height (surface) == height;
}

static void
resize (Fixture *f, int width, int height)
{
  gtk_window_set_default_size (GTK_WINDOW (f->window), width, height);
  wait_until (has_size (f, width, height) && yun_window_is_complete (f->window));
}

static GtkWidget *
get_fold_bin (Fixture *f)
{
  return gtk_widget_get_ancestor (f->window->stack, YUN_TYPE_FOLD_BIN);
}

/* What stands in the window asks for no more than there is. */
static void
assert_fits (Fixture *f)
{
  GtkWidget *bin = get_fold_bin (f), *child = gtk_widget_get_first_child (bin);
  int        width, height;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  g_assert_cmpint (width, <=, gtk_widget_get_width (bin));
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, -1, &height, NULL, NULL, NULL);
  g_assert_cmpint (height, <=, gtk_widget_get_height (bin));
  g_assert_cmpint (gtk_widget_get_width (child), ==, gtk_widget_get_width (bin));
  g_assert_cmpint (gtk_widget_get_height (child), ==, gtk_widget_get_height (bin));
}

/* (nullable): the first in @widget of a type of that name */
static GtkWidget *
find_widget (GtkWidget *widget, const char *type)
{
  GtkWidget *found = g_str_equal (G_OBJECT_TYPE_NAME (widget), type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_widget (child, type);
  return found;
}

/* The tool bar, the legend and the scale over the map are clear of one another. */
static void
assert_cards_clear (Fixture *f)
{
  graphene_rect_t bar, legend, scale, shared;
  GtkWidget      *map = f->window->map;

  if (!gtk_widget_get_mapped (map))
    return;
  g_assert_true (gtk_widget_compute_bounds (f->window->map_bar, map, &bar));
  g_assert_true (gtk_widget_compute_bounds (find_widget (map, "YunMapLegend"), map, &legend));
  g_assert_true (gtk_widget_compute_bounds (find_widget (map, "YunMapScale"), map, &scale));
  g_assert_false (graphene_rect_intersection (&bar, &legend, &shared));
  g_assert_false (graphene_rect_intersection (&scale, &legend, &shared));
  g_assert_false (graphene_rect_intersection (&scale, &bar, &shared));
  g_assert_cmpfloat (legend.origin.y + legend.size.height, <=, gtk_widget_get_height (map));
}

static void
test_sizes (Fixture *f, gconstpointer data)
{
  static const struct
  {
    int width, height, percent;
  } sizes[] = {
    { 960, 540, 100 },  { 960, 540, 150 },   { 960, 540, 200 },
    { 1280, 800, 200 }, { 700, 420, 100 },   { 480, 380, 100 },
    { 1366, 728, 125 }, { 1920, 1080, 200 }, { 1280, 800, 100 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      set_text_scale (sizes[i].percent);
      resize (f, sizes[i].width, sizes[i].height);
      assert_fits (f);
      assert_cards_clear (f);
      for (YunSide side = 0; side < YUN_N_SIDES; side++)
        {
          yun_window_show_pane (f->window, side, TRUE);
          wait_until (yun_window_is_complete (f->window));
          assert_fits (f);
        }
      /* With conditions there is more in it. */
      g_assert_true (yun_window_set_filter_text (f->window, "plot area:1..100mu zone:north"));
      wait_until (yun_window_is_complete (f->window));
      assert_fits (f);
      g_assert_true (yun_window_set_filter_text (f->window, ""));
      wait_until (yun_window_is_complete (f->window));
    }
  set_text_scale (100);
}

static gboolean
is_mapped (GtkWidget *widget)
{
  return gtk_widget_get_mapped (widget);
}

static gboolean
is_focus_in (Fixture *f, GtkWidget *pane)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (f->window));

  return focus != NULL && (focus == pane || gtk_widget_is_ancestor (focus, pane));
}

/* The selected record's place is on the part of the map that the details leave free. */
static void
assert_selection_clear (Fixture *f)
{
  YunMapView *map = YUN_MAP_VIEW (f->window->map);
  YunGeom    *shape =
    yun_record_get_shape (yun_detail_pane_get_record (YUN_DETAIL_PANE (f->window->detail)));
  YunRect extent = yun_map_view_get_extent (map), box = *yun_geom_get_box (shape);
  double  at = ((box.x0 + box.x1) / 2 - extent.x0) / (extent.x1 - extent.x0) *
              gtk_widget_get_width (f->window->map);

  g_assert_cmpfloat (at, >, 0);
  g_assert_cmpfloat (
    at, <,
    gtk_widget_get_width (f->window->map) -
      yun_side_panes_get_covered (YUN_SIDE_PANES (f->window->panes), YUN_SIDE_END));
}

/* Details that have no room beside the map: not there while there is nothing to say, over the map
 * when something is picked, gone with Escape or with what was picked. */
static void
test_detail_over (Fixture *f, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (f->window), *detail = f->window->detail;
  int        map_width;

  resize (f, 1280, 800);
  g_assert_true (is_mapped (detail));
  resize (f, 960, 540);
  g_assert_false (is_mapped (detail));
  map_width = gtk_widget_get_width (f->window->map);
  g_assert_cmpint (map_width, >, 700);

  /* A row does not throw them over the list, a thing of the map does. */
  gtk_widget_grab_focus (f->window->map);
  yun_workspace_select (f->workspace, &yun_entity_firm, 1);
  wait_until (yun_window_is_complete (f->window));
  g_assert_false (is_mapped (detail));
  g_signal_emit_by_name (f->window->map, "picked", yun_entity_get_index (&yun_entity_firm),
                         (gint64) 2);
  wait_until (is_mapped (detail) && yun_window_is_complete (f->window));
  g_assert_cmpint (gtk_widget_get_width (f->window->map), ==, map_width);
  g_assert_true (is_focus_in (f, f->window->map));
  /* What is shown on the map then is not under them. */
  gtk_widget_activate_action (window, "win.zoom-to-selection", NULL);
  wait_until (yun_window_is_complete (f->window));
  assert_selection_clear (f);
  yun_workspace_select (f->workspace, NULL, 0);
  wait_until (!is_mapped (detail));

  /* The keyboard goes in with Shift+F9, and comes back. */
  yun_workspace_select (f->workspace, &yun_entity_firm, 1);
  wait_until (yun_window_is_complete (f->window));
  gtk_widget_activate_action (window, "win.show-detail", NULL);
  wait_until (is_mapped (detail));
  g_assert_true (is_focus_in (f, detail));
  gtk_widget_activate_action (window, "win.show-detail", NULL);
  wait_until (!is_mapped (detail));
  g_assert_true (is_focus_in (f, f->window->map));

  /* Opened while empty and closed again, they do not take the focus from the map later. */
  yun_workspace_select (f->workspace, NULL, 0);
  wait_until (yun_window_is_complete (f->window));
  gtk_widget_activate_action (window, "win.show-detail", NULL);
  wait_until (is_mapped (detail));
  yun_side_panes_show (YUN_SIDE_PANES (f->window->panes), YUN_SIDE_END, FALSE);
  wait_until (!is_mapped (detail));
  gtk_widget_grab_focus (f->window->map);
  g_signal_emit_by_name (f->window->map, "picked", yun_entity_get_index (&yun_entity_firm),
                         (gint64) 2);
  wait_until (is_mapped (detail) && yun_window_is_complete (f->window));
  g_assert_true (is_focus_in (f, f->window->map));
  yun_workspace_select (f->workspace, &yun_entity_firm, 1);
  wait_until (yun_window_is_complete (f->window));

  /* Where there is room again it is as before; put away, they leave the focus to the map. */
  resize (f, 1280, 800);
  g_assert_true (is_mapped (detail));
  g_assert_true (gtk_widget_child_focus (detail, GTK_DIR_TAB_FORWARD));
  gtk_widget_activate_action (window, "win.show-detail", NULL);
  wait_until (!is_mapped (detail));
  g_assert_true (is_focus_in (f, f->window->map));
  gtk_widget_activate_action (window, "win.show-detail", NULL);
  wait_until (is_mapped (detail));
  yun_workspace_select (f->workspace, NULL, 0);
}

/* Where both lie over the content, one makes way for the other. */
static void
test_one_over (Fixture *f, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (f->window);
  gboolean   shown;

  resize (f, 480, 540);
  g_assert_false (is_mapped (f->window->facets));
  gtk_widget_activate_action (window, "win.show-facets", NULL);
  wait_until (is_mapped (f->window->facets));
  g_assert_true (is_focus_in (f, f->window->facets));
  g_object_get (window, "show-facets", &shown, NULL);
  g_assert_true (shown);
  gtk_widget_activate_action (window, "win.show-detail", NULL);
  wait_until (is_mapped (f->window->detail));
  g_assert_false (is_mapped (f->window->facets));
  g_object_get (window, "show-facets", &shown, NULL);
  g_assert_false (shown);
  resize (f, 1280, 800);
  g_assert_true (is_mapped (f->window->facets) && is_mapped (f->window->detail));
}

static void
told_cb (YunSidePanes *panes, GParamSpec *spec, int *covered)
{
  *covered = yun_side_panes_get_covered (panes, YUN_SIDE_END);
}

/* How much of the map details lie over is told, also when only that changes. */
static void
test_covered (Fixture *f, gconstpointer data)
{
  YunSidePanes *panes = YUN_SIDE_PANES (f->window->panes);
  int           told = -1, narrow;
  gulong        handler = g_signal_connect (panes, "notify::show-end", G_CALLBACK (told_cb), &told);

  resize (f, 960, 540);
  yun_side_panes_show (panes, YUN_SIDE_END, TRUE);
  wait_until (is_mapped (f->window->detail) && yun_window_is_complete (f->window));
  narrow = yun_side_panes_get_covered (panes, YUN_SIDE_END);
  g_assert_cmpint (narrow, >, 0);
  set_text_scale (150);
  wait_until (yun_side_panes_get_covered (panes, YUN_SIDE_END) > narrow);
  g_assert_cmpint (told, ==, yun_side_panes_get_covered (panes, YUN_SIDE_END));
  set_text_scale (100);
  wait_until (yun_side_panes_get_covered (panes, YUN_SIDE_END) == narrow);
  g_assert_cmpint (told, ==, narrow);
  g_signal_handler_disconnect (panes, handler);
  resize (f, 1280, 800);
}

static guint
count_items (GMenuModel *menu)
{
  return (guint) g_menu_model_get_n_items (menu);
}

/* What leaves the header is in the menu. */
static void
test_header (Fixture *f, gconstpointer data)
{
  resize (f, 1280, 800);
  g_assert_true (is_mapped (f->window->undo_button) && is_mapped (f->window->export_button));
  g_assert_cmpuint (count_items (G_MENU_MODEL (f->window->folded_menu)), ==, 0);
  resize (f, 560, 540);
  g_assert_false (is_mapped (f->window->undo_button));
  g_assert_false (is_mapped (f->window->export_button));
  g_assert_false (is_mapped (f->window->view_switch));
  g_assert_true (is_mapped (f->window->new_button) && is_mapped (f->window->filter_entry));
  g_assert_cmpuint (count_items (G_MENU_MODEL (f->window->folded_menu)), ==, 4);
  resize (f, 1280, 800);
  g_assert_true (is_mapped (f->window->undo_button) && is_mapped (f->window->view_switch));
  g_assert_cmpuint (count_items (G_MENU_MODEL (f->window->folded_menu)), ==, 0);
}

/* What is listed, chosen from a menu where the switches have no room. */
static void
test_listed (Fixture *f, gconstpointer data)
{
  GtkWidget       *list = f->window->list;
  g_autofree char *listed = NULL;

  set_text_scale (200);
  resize (f, 960, 540);
  g_assert_true (gtk_widget_activate_action (list, "table.listed", "s", "plot"));
  wait_until (yun_window_is_complete (f->window));
  g_assert_true (yun_workspace_get_entity (f->workspace) == &yun_entity_plot);
  g_object_get (list, "listed", &listed, NULL);
  g_assert_cmpstr (listed, ==, "plot");
  set_text_scale (100);
  resize (f, 1280, 800);
}

/* Columns grow with the text, and what is remembered of them does not. */
static void
test_columns (Fixture *f, gconstpointer data)
{
  YunRecordList   *list = YUN_RECORD_LIST (f->window->list);
  g_autofree char *before = yun_record_list_dup_columns (list);
  g_autofree char *after = NULL;

  set_text_scale (175);
  resize (f, 1281, 800);
  set_text_scale (100);
  resize (f, 1280, 800);
  after = yun_record_list_dup_columns (list);
  g_assert_cmpstr (after, ==, before);
}

/* Clearing the conditions leaves the focus where keys do no harm: Home belongs to the map. */
static void
test_clear_all (Fixture *f, gconstpointer data)
{
  GtkWidget *button = gtk_widget_get_last_child (f->window->chips);

  g_assert_true (yun_window_set_filter_text (f->window, "plot status:idle"));
  wait_until (yun_window_is_complete (f->window));
  g_assert_true (gtk_widget_child_focus (f->window->chips, GTK_DIR_TAB_FORWARD));
  g_assert_true (is_focus_in (f, f->window->chips) && button != NULL);
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.clear-filter", NULL);
  wait_until (yun_window_is_complete (f->window));
  g_assert_true (is_focus_in (f, f->window->map));
}

/* The next window has the panes as they were left: how wide, and which of them. */
static void
test_kept (Fixture *f, gconstpointer data)
{
  YunWindow *next;
  double     wide = 0;
  int        before, after;
  gboolean   shown;

  resize (f, 1600, 900);
  before = gtk_widget_get_width (f->window->facets);
  g_object_set (f->window->panes, "start-width", 24.0, NULL);
  wait_until (gtk_widget_get_width (f->window->facets) != before);
  after = gtk_widget_get_width (f->window->facets);
  g_assert_cmpfloat_with_epsilon (after, before * 24 / YUN_FOLD_START_EM, 2);
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.show-detail", NULL);
  wait_until (!is_mapped (f->window->detail));

  next = yun_window_new (GTK_APPLICATION (f->app));
  g_object_get (next->panes, "start-width", &wide, "end-beside", &shown, NULL);
  g_assert_cmpfloat (wide, ==, 24);
  g_assert_false (shown);
  gtk_window_destroy (GTK_WINDOW (next));
  g_object_set (f->window->panes, "start-width", 0.0, "end-beside", TRUE, NULL);
  resize (f, 1280, 800);
}

static GtkWindow *
find_dialog (Fixture *f)
{
  g_autoptr (GListModel) windows = g_object_ref (gtk_window_get_toplevels ());

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (window != GTK_WINDOW (f->window) && gtk_widget_get_mapped (GTK_WIDGET (window)))
        return window;
    }
  return NULL;
}

/* Every window that opens over this one can be made as small as the smallest screen, whatever the
 * size of the text. */
static void
test_dialogs (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *action;
    const char *target;
  } dialogs[] = {
    { "win.export" },
    { "win.print" },
    { "win.save-map" },
    { "win.totals" },
    { "win.history" },
    { "win.find-idle" },
    { "win.new-record", "plot" },
    { "win.preferences" },
    { "win.edit" },
    { "win.shortcuts" },
    { "win.help" },
    { "win.new-record", "firm" },
    { "win.record-history" },
  };
  static const int percents[] = { 100, 150, 200 };

  yun_workspace_select (f->workspace, &yun_entity_firm, 1);
  wait_until (yun_window_is_complete (f->window));
  for (gsize p = 0; p < G_N_ELEMENTS (percents); p++)
    for (gsize i = 0; i < G_N_ELEMENTS (dialogs); i++)
      {
        GtkWindow *dialog;
        int        width, height;

        set_text_scale (percents[p]);
        g_test_message ("%s at %d %%", dialogs[i].action, percents[p]);
        if (dialogs[i].target != NULL)
          g_assert_true (gtk_widget_activate_action (GTK_WIDGET (f->window), dialogs[i].action, "s",
                                                     dialogs[i].target));
        else
          g_assert_true (
            gtk_widget_activate_action (GTK_WIDGET (f->window), dialogs[i].action, NULL));
        wait_until (find_dialog (f) != NULL);
        dialog = find_dialog (f);
        gtk_widget_measure (GTK_WIDGET (dialog), GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL,
                            NULL);
        gtk_widget_measure (GTK_WIDGET (dialog), GTK_ORIENTATION_VERTICAL, MAX (width, 960),
                            &height, NULL, NULL, NULL);
        g_assert_cmpint (width, <=, 960);
        g_assert_cmpint (height, <=, 540);
        gtk_window_destroy (dialog);
        wait_until (find_dialog (f) == NULL && yun_window_is_complete (f->window));
      }
  set_text_scale (100);
}

/* The tooltip of a button would cover the menu it has opened. */
static void
test_menu_tips (Fixture *f, gconstpointer data)
{
  GtkWidget *buttons[] = { f->window->menu_button, f->window->new_button };

  for (gsize i = 0; i < G_N_ELEMENTS (buttons); i++)
    {
      GtkMenuButton *button = GTK_MENU_BUTTON (buttons[i]);

      g_assert_true (gtk_widget_get_has_tooltip (buttons[i]));
      gtk_menu_button_popup (button);
      wait_until (is_mapped (GTK_WIDGET (gtk_menu_button_get_popover (button))));
      g_assert_false (gtk_widget_get_has_tooltip (buttons[i]));
      gtk_menu_button_popdown (button);
      wait_until (!is_mapped (GTK_WIDGET (gtk_menu_button_get_popover (button))));
      g_assert_true (gtk_widget_get_has_tooltip (buttons[i]));
    }
}

#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_autoptr (YunApplication) app = init_application (&argc, &argv);

  ADD ("/window/size/sizes", test_sizes);
  ADD ("/window/size/detail-over", test_detail_over);
  ADD ("/window/size/one-over", test_one_over);
  ADD ("/window/size/covered", test_covered);
  ADD ("/window/size/header", test_header);
  ADD ("/window/size/listed", test_listed);
  ADD ("/window/size/columns", test_columns);
  ADD ("/window/size/clear-all", test_clear_all);
  ADD ("/window/size/kept", test_kept);
  ADD ("/window/size/menu-tips", test_menu_tips);
  ADD ("/window/size/dialogs", test_dialogs);
  return g_test_run ();
}
