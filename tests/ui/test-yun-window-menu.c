/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-fixture.h"

#include "yun-facility.h"
#include "yun-firm.h"
#include "yun-form.h"
#include "yun-park.h"
#include "yun-plot.h"
#include "yun-record-list-private.h"

/* What is done with a thing where it is: the line under the list, the menu of a row, the menu of
 * the map. */

static YunRecordList *
get_list (Fixture *f)
{
  return YUN_RECORD_LIST (f->window->list);
}

static const YunTotals *
get_totals (Fixture *f, const YunEntity *entity)
{
  return &yun_workspace_get_answer (f->workspace)->totals[yun_entity_get_index (entity)];
}

static void
ask (Fixture *f, const char *text)
{
  g_assert_true (yun_window_set_filter_text (f->window, text));
  wait_until (yun_window_is_complete (f->window));
}

static char *
dup_asked (Fixture *f)
{
  return yun_filter_print (yun_workspace_get_answered_filter (f->workspace));
}

/* Clicks as a mouse or Enter does. */
static void
click (Fixture *f, GtkWidget *button)
{
  g_assert_true (gtk_widget_get_mapped (button) && gtk_widget_is_sensitive (button) &&
                 gtk_widget_get_focusable (button));
  g_signal_emit_by_name (button, "clicked");
  wait_until (yun_window_is_complete (f->window));
}

/* ---- The line under the list ---------------------------------------------------- */

/* What is not on the map is counted, listed by a click and placed from there. */
static void
test_unplaced (Fixture *f, gconstpointer data)
{
  YunRecordList *list = get_list (f);
  gint64         n;

  ask (f, "park");
  n = get_totals (f, &yun_entity_park)->without_place;
  g_assert_cmpint (n, >, 0);
  g_assert_false (gtk_widget_get_visible (list->place_it));
  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (list->unplaced)), ==,
                   GTK_ACCESSIBLE_ROLE_LINK);
  click (f, list->unplaced);
  {
    g_autofree char *asked = dup_asked (f);

    g_assert_cmpstr (asked, ==, "park place:?");
  }
  g_assert_cmpuint (yun_workspace_get_ids (f->workspace)->len, ==, n);
  g_assert_false (gtk_widget_get_visible (list->unplaced));
  g_assert_true (gtk_widget_get_mapped (list->place_it));
  g_assert_false (gtk_widget_is_sensitive (list->place_it));

  yun_workspace_select (f->workspace, &yun_entity_park,
                        g_array_index (yun_workspace_get_ids (f->workspace), gint64, 0));
  wait_until (gtk_widget_is_sensitive (list->place_it));
  g_signal_emit_by_name (list->place_it, "clicked");
  g_assert_true (yun_window_is_placing (f->window));
  yun_window_place_at (f->window, 121.31, 31.12);
  wait_until (yun_window_is_complete (f->window) &&
              get_totals (f, &yun_entity_park)->count == n - 1);
}

/* What cannot be told is shown too by a click, and adds up. */
static void
test_untold (Fixture *f, gconstpointer data)
{
  YunRecordList   *list = get_list (f);
  gint64           sure, untold;
  g_autofree char *asked = NULL;

  ask (f, "firm near:九亭镇<1km");
  sure = get_totals (f, &yun_entity_firm)->count;
  untold = get_totals (f, &yun_entity_firm)->untold;
  g_assert_cmpint (untold, >, 0);
  click (f, list->untold);
  asked = dup_asked (f);
  g_assert_cmpstr (asked, ==, "firm near:九亭镇<1km,?");
  g_assert_cmpint (get_totals (f, &yun_entity_firm)->count, ==, sure + untold);
  g_assert_false (gtk_widget_get_visible (list->untold));
}

/* ---- Menus ---------------------------------------------------------------------- */

static void
append_actions (GMenuModel *menu, GString *out)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      static const char *const links[] = { G_MENU_LINK_SECTION, G_MENU_LINK_SUBMENU };
      g_autofree char         *action = NULL;
      g_autoptr (GVariant) target = g_menu_model_get_item_attribute_value (menu, i, "target", NULL);
      g_autofree char *printed = target != NULL ? g_variant_print (target, FALSE) : g_strdup ("");

      if (g_menu_model_get_item_attribute (menu, i, "action", "s", &action))
        g_string_append_printf (out, "%s %s\n", action, printed);
      for (guint k = 0; k < G_N_ELEMENTS (links); k++)
        {
          g_autoptr (GMenuModel) inner = g_menu_model_get_item_link (menu, i, links[k]);

          if (inner != NULL)
            append_actions (inner, out);
        }
    }
}

/* (transfer full): the actions of a menu, a line each, with their targets. */
static char *
dup_actions (GMenuModel *menu)
{
  GString *out = g_string_new (NULL);

  append_actions (menu, out);
  return g_string_free (out, FALSE);
}

static gboolean
has_action (GMenuModel *menu, const char *action)
{
  g_autofree char *actions = dup_actions (menu);

  return strstr (actions, action) != NULL;
}

static GMenuModel *
get_map_menu (Fixture *f)
{
  return G_MENU_MODEL (yun_map_view_get_menu_top (YUN_MAP_VIEW (f->window->map)));
}

static GMenuModel *
get_row_menu (Fixture *f)
{
  return G_MENU_MODEL (get_list (f)->row_menu);
}

/* The first by name of a filter, selected, when all that is known of it is there. */
static void
select_first (Fixture *f, const YunEntity *entity, const char *text)
{
  YunLeadView *leads = yun_detail_pane_get_leads (YUN_DETAIL_PANE (f->window->detail));

  ask (f, text);
  g_assert_cmpuint (yun_workspace_get_ids (f->workspace)->len, >, 0);
  yun_workspace_select (f->workspace, entity,
                        g_array_index (yun_workspace_get_ids (f->workspace), gint64, 0));
  wait_until (yun_window_is_complete (f->window) && yun_lead_view_get_leads (leads) != NULL &&
              !yun_lead_view_is_asking (leads));
}

/* The menu of a row leads on as the map's does; what does not apply is not there. */
static void
test_row (Fixture *f, gconstpointer data)
{
  g_assert_false (has_action (get_row_menu (f), "win.near"));

  select_first (f, &yun_entity_firm, "firm -place:? -accuracy:town");
  g_assert_true (has_action (get_row_menu (f), "win.go-to-details"));
  g_assert_true (has_action (get_row_menu (f), "win.near 'plot'"));
  g_assert_true (has_action (get_row_menu (f), "win.near-distance 3000"));
  g_assert_true (has_action (get_row_menu (f), "win.open-record ('town'"));
  g_assert_true (has_action (get_row_menu (f), "win.copy-place"));
  g_assert_true (has_action (get_row_menu (f), "win.new-here ('firm'"));
  g_assert_false (has_action (get_row_menu (f), "win.show-inside"));
  g_assert_false (has_action (get_row_menu (f), "win.place"));

  select_first (f, &yun_entity_firm, "firm accuracy:town");
  g_assert_true (has_action (get_row_menu (f), "win.place"));
  g_assert_false (has_action (get_row_menu (f), "win.near"));
  g_assert_false (has_action (get_row_menu (f), "win.copy-place"));

  select_first (f, &yun_entity_park, "park has:(firm) -place:? -accuracy:town");
  g_assert_true (has_action (get_row_menu (f), "win.show-related 'firm park:"));
  yun_workspace_select (f->workspace, NULL, 0);
  g_assert_false (has_action (get_row_menu (f), "win.show-related"));
}

static void
tell_menu (Fixture *f, const YunEntity *entity, gint64 id, double lon, double lat)
{
  g_menu_remove_all (yun_map_view_get_menu_top (YUN_MAP_VIEW (f->window->map)));
  g_signal_emit_by_name (f->window->map, "menu", entity != NULL ? yun_entity_get_index (entity) : 0,
                         id, lon, lat);
}

/* On a thing that was not selected: it is, and what leads on from it comes once it is known. */
static void
test_thing (Fixture *f, gconstpointer data)
{
  gint64 id;

  ask (f, "firm -place:? -accuracy:town");
  id = g_array_index (yun_workspace_get_ids (f->workspace), gint64, 0);
  tell_menu (f, &yun_entity_firm, id, 121.31, 31.12);
  g_assert_cmpint (yun_workspace_get_selected_id (f->workspace), ==, id);
  g_assert_true (has_action (get_map_menu (f), "win.go-to-details"));
  g_assert_true (has_action (get_map_menu (f), "win.edit"));
  g_assert_true (has_action (get_map_menu (f), "win.new-here ('facility', 121.31"));
  wait_until (has_action (get_map_menu (f), "win.near 'firm'"));
  g_assert_true (has_action (get_map_menu (f), "win.open-record ('town'"));
  g_assert_false (has_action (get_map_menu (f), "win.near-point"));
  g_assert_false (has_action (get_map_menu (f), "win.place"));

  /* The same again: all of it at once. */
  wait_until (yun_window_is_complete (f->window));
  tell_menu (f, &yun_entity_firm, id, 121.31, 31.12);
  g_assert_true (has_action (get_map_menu (f), "win.near 'firm'"));

  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.go-to-details", NULL);
  g_assert_true (
    gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (f->window)), f->window->detail));
}

/* On bare ground: the town and its zone, what is near the point, and nothing about a thing. */
static void
test_ground (Fixture *f, gconstpointer data)
{
  g_autofree char *asked = NULL, *near = NULL;

  tell_menu (f, NULL, 0, 121.325, 31.125);
  g_assert_true (has_action (get_map_menu (f), "win.show-in ('in:九亭镇', '九亭镇')"));
  g_assert_true (has_action (get_map_menu (f), "win.show-in ('in:(zone code:core)'"));
  g_assert_true (has_action (get_map_menu (f), "win.near-point ('plot'"));
  g_assert_true (has_action (get_map_menu (f), "win.new-here ('park'"));
  g_assert_false (has_action (get_map_menu (f), "win.edit"));

  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.show-in", "(ss)", "in:(zone code:core)",
                              "Core");
  wait_until (yun_window_is_complete (f->window));
  asked = dup_asked (f);
  g_assert_cmpstr (asked, ==, "in:(zone code:core)");
  g_assert_cmpint (yun_workspace_get_n_shown (f->workspace), >, 0);
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.near-point", "(sdd)", "plot", 121.325,
                              31.125);
  wait_until (yun_window_is_complete (f->window));
  near = dup_asked (f);
  g_assert_cmpstr (near, ==, "plot near:\"121.325000, 31.125000\"<1km status:reusable");
}

/* A new record stands where the map was clicked, in the town that is there. */
static void
test_new_here (Fixture *f, gconstpointer data)
{
  g_autoptr (YunRecord) firm = NULL;
  g_autoptr (GError)    error = NULL;
  YunForm              *form;
  const YunRect        *box;

  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.new-here", "(sdd)", "firm", 121.325,
                              31.125);
  form = YUN_FORM (f->window->form);
  g_assert_nonnull (strstr (gtk_window_get_title (GTK_WINDOW (form)), "121.325000, 31.125000"));
  yun_field_row_set_text (yun_form_get_row (form, "name"), "此处新企业");
  yun_form_save (form);
  wait_until (f->window->form == NULL && yun_window_is_complete (f->window));
  firm = yun_store_find_sync (f->store, &yun_entity_firm, "此处新企业", &error);
  g_assert_no_error (error);
  box = yun_geom_get_box (yun_record_get_shape (firm));
  g_assert_cmpfloat_with_epsilon (box->x0, 121.325, 1e-9);
  g_assert_cmpfloat_with_epsilon (box->y1, 31.125, 1e-9);
  g_assert_cmpint (yun_record_get_int (firm, yun_entity_get_field (&yun_entity_firm, "accuracy")),
                   ==, YUN_ACCURACY_APPROXIMATE);
  g_assert_cmpstr (
    yun_record_get_link_labels (firm, yun_entity_get_field (&yun_entity_firm, "town")), ==,
    "九亭镇");
}

#define ADD(name, func) g_test_add ("/window-menu/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_autoptr (YunApplication) app = init_application (&argc, &argv);

  ADD ("unplaced", test_unplaced);
  ADD ("untold", test_untold);
  ADD ("row", test_row);
  ADD ("thing", test_thing);
  ADD ("ground", test_ground);
  ADD ("new-here", test_new_here);
  return g_test_run ();
}
