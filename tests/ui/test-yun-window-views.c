/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "yun-store-private.h"
#include "yun-store-write.h"

#include "window-fixture.h"

#include "yun-firm.h"
#include "yun-plot.h"

static YunViewPane *
get_pane (Fixture *f)
{
  return yun_facet_pane_get_views (YUN_FACET_PANE (f->window->facets));
}

static void
settle (Fixture *f)
{
  wait_until (yun_window_is_complete (f->window) && yun_view_pane_is_listed (get_pane (f)));
}

/* Saves what is shown through the dialog, as a person does. */
static void
save_as (Fixture *f, const char *name)
{
  guint      n = yun_view_pane_get_n (get_pane (f));
  gboolean   there = yun_view_pane_find_name (get_pane (f), name) != NULL;
  GtkWidget *dialog;
  GtkWidget *entry;

  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.save-view", NULL);
  dialog = GTK_WIDGET (gtk_application_get_active_window (GTK_APPLICATION (f->app)));
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (f->app)); l != NULL; l = l->next)
    if (ADW_IS_MESSAGE_DIALOG (l->data))
      dialog = l->data;
  if (!ADW_IS_MESSAGE_DIALOG (dialog))
    {
      g_autoptr (GListModel) tops = g_object_ref (gtk_window_get_toplevels ());

      for (guint i = 0; i < g_list_model_get_n_items (tops); i++)
        {
          g_autoptr (GtkWidget) top = g_list_model_get_item (tops, i);

          if (ADW_IS_MESSAGE_DIALOG (top))
            dialog = top;
        }
    }
  g_assert_true (ADW_IS_MESSAGE_DIALOG (dialog));
  entry = adw_message_dialog_get_extra_child (ADW_MESSAGE_DIALOG (dialog));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), !=, "");
  gtk_editable_set_text (GTK_EDITABLE (entry), " ");
  g_assert_false (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (dialog), "ok"));
  gtk_editable_set_text (GTK_EDITABLE (entry), name);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "ok");
  gtk_window_destroy (GTK_WINDOW (dialog));
  wait_until (yun_view_pane_get_n (get_pane (f)) == n + !there);
  wait_until (yun_view_pane_find_name (get_pane (f), name) != NULL &&
              yun_view_pane_find_name (get_pane (f), name)->opened_change != G_MININT64);
  settle (f);
}

static void
act (Fixture *f, const char *action, const char *name)
{
  const YunSavedView *view = yun_view_pane_find_name (get_pane (f), name);

  g_assert_nonnull (view);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (f->window), action, "s", view->uid));
  settle (f);
}

static void
set_filter (Fixture *f, const char *text)
{
  g_assert_true (yun_window_set_filter_text (f->window, text));
  settle (f);
}

static void
assert_filter (Fixture *f, const char *expected)
{
  g_autofree char *text = yun_filter_print (yun_workspace_get_filter (f->workspace));

  g_assert_cmpstr (text, ==, expected);
}

/* On by a click, off by another, back to what was before. */
static void
test_toggle (Fixture *f, gconstpointer data)
{
  const YunField   *area = yun_entity_get_field (&yun_entity_plot, "area");
  const YunSortKey *keys;
  guint             n_keys;
  gint64            n;

  settle (f);
  set_filter (f, "plot status:reusable");
  yun_workspace_set_sort (f->workspace, area, TRUE);
  n = yun_workspace_get_ids (f->workspace)->len;
  save_as (f, "闲置");
  set_filter (f, "firm segment:satellite");
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.view", "s", "ledger");

  act (f, "win.toggle-view", "闲置");
  assert_filter (f, "plot status:reusable");
  g_assert_true (yun_workspace_get_entity (f->workspace) == &yun_entity_plot);
  keys = yun_workspace_get_sort_keys (f->workspace, &n_keys);
  g_assert_cmpuint (n_keys, ==, 1);
  g_assert_true (keys[0].field == area && keys[0].descending);
  g_assert_cmpint (f->window->view, ==, YUN_VIEW_MAP);
  g_assert_cmpuint (yun_workspace_get_ids (f->workspace)->len, ==, n);
  wait_until (yun_view_pane_get_count (get_pane (f), 0) == n);
  g_assert_nonnull (yun_view_pane_get_news (get_pane (f)));

  act (f, "win.toggle-view", "闲置");
  assert_filter (f, "firm segment:satellite");
  g_assert_true (yun_workspace_get_entity (f->workspace) == &yun_entity_firm);
  g_assert_cmpint (f->window->view, ==, YUN_VIEW_LEDGER);
  g_assert_null (yun_view_pane_get_news (get_pane (f)));

  /* Other conditions end it: then a click opens it once more. */
  act (f, "win.toggle-view", "闲置");
  set_filter (f, "park");
  g_assert_null (f->window->view_uid);
  act (f, "win.toggle-view", "闲置");
  assert_filter (f, "plot status:reusable");
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.leave-view", NULL);
  settle (f);
  assert_filter (f, "park");
}

static void
test_extent (Fixture *f, gconstpointer data)
{
  YunMapView *map = YUN_MAP_VIEW (f->window->map);
  YunRect     box = { 121.28, 31.10, 121.33, 31.13 };
  YunRect     before, after;

  settle (f);
  yun_map_view_show_extent (map, &box);
  settle (f);
  before = yun_map_view_get_extent (map);
  save_as (f, "九亭");
  yun_map_view_zoom_to_district (map);
  settle (f);
  act (f, "win.toggle-view", "九亭");
  after = yun_map_view_get_extent (map);
  g_assert_cmpfloat_with_epsilon (after.x0, before.x0, 1e-4);
  g_assert_cmpfloat_with_epsilon (after.y1, before.y1, 1e-4);
}

static void
test_edits (Fixture *f, gconstpointer data)
{
  settle (f);
  set_filter (f, "plot");
  save_as (f, "a");
  set_filter (f, "firm");
  save_as (f, "b");
  act (f, "win.raise-view", "b");
  wait_until (g_strcmp0 (yun_view_pane_get_nth (get_pane (f), 0)->name, "b") == 0);
  act (f, "win.lower-view", "b");
  wait_until (g_strcmp0 (yun_view_pane_get_nth (get_pane (f), 0)->name, "a") == 0);

  /* Saved again under its name it is replaced, not doubled. */
  set_filter (f, "park");
  save_as (f, "a");
  g_assert_cmpuint (yun_view_pane_get_n (get_pane (f)), ==, 2);
  wait_until (strstr (yun_view_pane_find_name (get_pane (f), "a")->content, "park") != NULL);
  set_filter (f, "facility");
  act (f, "win.overwrite-view", "a");
  wait_until (strstr (yun_view_pane_find_name (get_pane (f), "a")->content, "facility") != NULL);

  act (f, "win.remove-view", "a");
  wait_until (yun_view_pane_get_n (get_pane (f)) == 1);
  wait_until (f->window->view_undo != NULL && g_strcmp0 (f->window->view_undo->name, "a") == 0);
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.restore-view", NULL);
  wait_until (yun_view_pane_get_n (get_pane (f)) == 2);
  g_assert_cmpstr (yun_view_pane_get_nth (get_pane (f), 0)->name, ==, "a");
}

static void
test_news (Fixture *f, gconstpointer data)
{
  g_autoptr (YunRecord) plot = yun_entity_new_record (&yun_entity_plot);
  g_autoptr (YunChange) change = NULL;

  settle (f);
  set_filter (f, "plot standing:idle");
  save_as (f, "闲置");
  yun_record_set_text (plot, yun_entity_get_field (&yun_entity_plot, "name"), "新地块");
  g_assert_true (yun_record_parse_value (plot, yun_entity_get_field (&yun_entity_plot, "standing"),
                                         "idle", NULL));
  change = yun_store_save_sync (f->store, plot, "t", NULL, NULL);
  g_assert_nonnull (change);
  settle (f);
  act (f, "win.toggle-view", "闲置");
  wait_until (yun_view_pane_get_news (get_pane (f)) != NULL);
  g_assert_true (g_str_has_prefix (yun_view_pane_get_news (get_pane (f)), "+1 "));
  wait_until (yun_view_pane_find_name (get_pane (f), "闲置")->opened_change == change->number);

  /* Told once. */
  act (f, "win.toggle-view", "闲置");
  act (f, "win.toggle-view", "闲置");
  wait_until (yun_view_pane_get_news (get_pane (f)) != NULL);
  g_assert_null (strstr (yun_view_pane_get_news (get_pane (f)), "+1"));
}

/* Whether it is there and written to its end. */
static gboolean
is_view (const char *path)
{
  g_autofree char         *text = NULL;
  g_autoptr (YunViewState) state = NULL;

  if (g_file_get_contents (path, &text, NULL, NULL))
    state = yun_view_state_parse (text, -1, NULL);
  return state != NULL;
}

static void
test_files (Fixture *f, gconstpointer data)
{
  g_autofree char  *path = g_build_filename (f->folder, "v.json", NULL);
  g_autofree char  *bad = g_build_filename (f->folder, "bad.json", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) bad_file = g_file_new_for_path (bad);

  settle (f);
  set_filter (f, "firm segment:rocket");
  save_as (f, "火箭");
  yun_window_export_view (f->window, yun_view_pane_find_name (get_pane (f), "火箭")->uid, file);
  wait_until (is_view (path));
  yun_window_import_view (f->window, file);
  wait_until (yun_view_pane_find_name (get_pane (f), "火箭 (2)") != NULL);
  set_filter (f, "");
  act (f, "win.toggle-view", "火箭 (2)");
  assert_filter (f, "firm segment:rocket");
  g_assert_true (g_file_set_contents (bad, "{\"format\":\"yunjian-view\",\"name\":3}", -1, NULL));
  yun_window_import_view (f->window, bad_file);
  settle (f);
  g_assert_cmpuint (yun_view_pane_get_n (get_pane (f)), ==, 2);
}

/* One that cannot be read stands among the others and opens nothing. */
static void
test_broken (Fixture *f, gconstpointer data)
{
  g_autoptr (YunSavedView) broken = yun_saved_view_new (YUN_VIEW_VIEW, "坏", "{");
  g_autoptr (YunSavedView) saved = NULL;

  settle (f);
  saved = yun_store_edit_view_sync (f->store, YUN_VIEW_SAVE, broken, NULL);
  g_assert_nonnull (saved);
  wait_until (yun_view_pane_get_n (get_pane (f)) == 1);
  set_filter (f, "plot");
  save_as (f, "好");
  act (f, "win.toggle-view", "坏");
  g_assert_null (f->window->view_uid);
  set_filter (f, "firm");
  act (f, "win.toggle-view", "好");
  assert_filter (f, "plot");
  act (f, "win.remove-view", "坏");
  wait_until (yun_view_pane_get_n (get_pane (f)) == 1);
}

static void
test_by_name (Fixture *f, gconstpointer data)
{
  settle (f);
  set_filter (f, "plot status:reusable");
  save_as (f, "闲置");
  set_filter (f, "");
  yun_window_open_view (f->window, "闲置");
  settle (f);
  assert_filter (f, "plot status:reusable");
  g_assert_false (yun_window_lacks_view (f->window));
  yun_window_open_view (f->window, "没有");
  settle (f);
  g_assert_true (yun_window_lacks_view (f->window));
}

/* What can only be read can be looked at through its views, not given new ones. */
static void
test_read_only (Fixture *f, gconstpointer data)
{
  g_autofree char     *copy = g_build_filename (f->folder, "copy.sqlite", NULL);
  g_autoptr (YunStore) store = NULL;

  settle (f);
  set_filter (f, "plot status:reusable");
  save_as (f, "闲置");
  set_filter (f, "");
  g_assert_true (yun_store_backup_sync (f->store, copy, NULL, NULL));
  store = yun_store_open_sync (copy, YUN_STORE_READ_ONLY, NULL, NULL);
  g_assert_nonnull (store);
  yun_window_set_store (f->window, store);
  f->workspace = yun_window_get_workspace (f->window);
  settle (f);
  g_assert_cmpuint (yun_view_pane_get_n (get_pane (f)), ==, 1);
  act (f, "win.toggle-view", "闲置");
  assert_filter (f, "plot status:reusable");
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.save-view", NULL);
  act (f, "win.remove-view", "闲置");
  g_assert_cmpuint (yun_view_pane_get_n (get_pane (f)), ==, 1);
}

#define ADD(name, func) g_test_add ("/window-views/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_autoptr (YunApplication) app = init_application (&argc, &argv);

  ADD ("toggle", test_toggle);
  ADD ("extent", test_extent);
  ADD ("edits", test_edits);
  ADD ("news", test_news);
  ADD ("files", test_files);
  ADD ("broken", test_broken);
  ADD ("by-name", test_by_name);
  ADD ("read-only", test_read_only);
  return g_test_run ();
}
