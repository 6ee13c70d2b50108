/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-fixture.h"
#include "yun-store-private.h"
#include "yun-store-write.h"

#include "yun-export-dialog.h"
#include "yun-idle-dialog.h"
#include "yun-plot.h"

static gint64
count_of (Fixture *f, const char *text)
{
  g_autoptr (YunFilter) filter = yun_filter_parse (text, NULL, NULL);
  YunTotals             totals;

  g_assert_nonnull (filter);
  g_assert_true (yun_store_totals_sync (f->store, &yun_entity_plot, filter, &totals, NULL, NULL));
  return totals.count;
}

static void
set_value (YunRecord *record, const char *field, const char *text)
{
  g_autoptr (GError) error = NULL;

  yun_record_parse_value (record, yun_entity_get_field (&yun_entity_plot, field), text, &error);
  g_assert_no_error (error);
}

/* A plot of 100 m a side east of those before, agreed to be begun on @due; its id. */
static gint64
add_plot (Fixture *f, guint i, const char *due, const char *cause)
{
  g_autoptr (YunRecord) plot = yun_entity_new_record (&yun_entity_plot);
  g_autoptr (YunChange) change = NULL;
  g_autoptr (GError)    error = NULL;
  double                west = 121.1 + i * 0.00105;
  g_autoptr (YunGeom) shape = yun_geom_new_box (&(YunRect){ west, 30.95, west + 0.00105, 30.9509 });
  g_autofree char    *name = g_strdup_printf ("试验地块 %u", i);

  set_value (plot, "name", name);
  set_value (plot, "use-state", "vacant");
  set_value (plot, "start-due", due);
  set_value (plot, "delay-cause", cause);
  set_value (plot, "holder", "试验公司");
  yun_record_set_shape (plot, shape);
  change = yun_store_save_sync (f->store, plot, "test", NULL, &error);
  g_assert_no_error (error);
  return yun_record_get_id (plot);
}

static YunIdleDialog *
open_dialog (Fixture *f)
{
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.find-idle", NULL);
  g_assert_nonnull (f->window->idle);
  wait_until (gtk_widget_get_mapped (f->window->idle));
  return YUN_IDLE_DIALOG (f->window->idle);
}

/* What it counts is what the filter, and so everything, then shows. */
static void
test_candidates (Fixture *f, gconstpointer data)
{
  YunIdleDialog   *dialog;
  g_autofree char *text = NULL;

  add_plot (f, 0, "2024-01-01", "none");
  add_plot (f, 1, "2026-06-01", "none");
  add_plot (f, 2, "2024-01-01", NULL);
  add_plot (f, 3, NULL, "none");
  dialog = open_dialog (f);
  yun_idle_dialog_set_rule (dialog, "not-started", TRUE);
  yun_idle_dialog_set_day (dialog, "2026-01-01");
  wait_until (yun_idle_dialog_get_count (dialog) >= 0);
  g_assert_cmpint (yun_idle_dialog_get_count (dialog), ==,
                   count_of (f, "plot candidate:not-started@2026-01-01"));
  g_assert_cmpint (yun_idle_dialog_get_count (dialog), ==, 2);
  yun_idle_dialog_set_day (dialog, "2027-06-01");
  wait_until (yun_idle_dialog_get_count (dialog) == 3);
  yun_idle_dialog_set_unknown (dialog, TRUE);
  wait_until (yun_idle_dialog_get_count (dialog) > 3);

  g_assert_true (yun_idle_dialog_show_candidates (dialog));
  wait_until (yun_window_is_complete (f->window));
  text = yun_filter_print (yun_workspace_get_filter (f->workspace));
  g_assert_cmpstr (text, ==, "plot candidate:not-started,?@2027-06-01");
  g_assert_cmpint (yun_workspace_get_n_shown (f->workspace), ==, count_of (f, text));

  /* Once more: in place of the clause before, not beside it. */
  yun_idle_dialog_set_unknown (dialog, FALSE);
  g_assert_true (yun_idle_dialog_show_candidates (dialog));
  wait_until (yun_window_is_complete (f->window));
  g_assert_cmpint (yun_workspace_get_n_shown (f->workspace), ==, 3);

  yun_idle_dialog_set_day (dialog, "2027-06-31");
  g_assert_cmpint (yun_idle_dialog_get_count (dialog), ==, -1);
  g_assert_false (yun_idle_dialog_show_candidates (dialog));
  yun_idle_dialog_set_day (dialog, "");
  yun_idle_dialog_set_rule (dialog, "not-started", FALSE);
  g_assert_false (yun_idle_dialog_show_candidates (dialog));
}

/* The pane tells why, on the day of the filter. */
static void
test_reasons (Fixture *f, gconstpointer data)
{
  gint64           id = add_plot (f, 0, "2024-01-01", "none");
  gint64           open = add_plot (f, 1, "2024-01-01", NULL);
  gint64           unknown = add_plot (f, 2, NULL, "none");
  g_autofree char *text = NULL;

  g_assert_true (yun_window_set_filter_text (f->window, "candidate:not-started,?@2024-06-01"));
  wait_until (yun_window_is_complete (f->window));
  yun_workspace_select (f->workspace, &yun_entity_plot, id);
  wait_until (yun_window_is_complete (f->window));
  text = yun_detail_pane_dup_rules (YUN_DETAIL_PANE (f->window->detail));
  g_assert_nonnull (strstr (text, "2024-06-01"));
  g_assert_nonnull (strstr (text, "Not started in time: does not match"));

  g_assert_true (yun_window_set_filter_text (f->window, "candidate:not-started,?@2025-06-01"));
  wait_until (yun_window_is_complete (f->window));
  g_free (text);
  text = yun_detail_pane_dup_rules (YUN_DETAIL_PANE (f->window->detail));
  g_assert_nonnull (strstr (text, "Not started in time: idle, to be dealt with by article 14"));
  g_assert_nonnull (strstr (text, "not findings"));

  yun_workspace_select (f->workspace, &yun_entity_plot, open);
  wait_until (yun_window_is_complete (f->window));
  g_free (text);
  text = yun_detail_pane_dup_rules (YUN_DETAIL_PANE (f->window->detail));
  g_assert_nonnull (strstr (text, "Not started in time: fits; cause to be found out"));

  yun_workspace_select (f->workspace, &yun_entity_plot, unknown);
  wait_until (yun_window_is_complete (f->window));
  g_free (text);
  text = yun_detail_pane_dup_rules (YUN_DETAIL_PANE (f->window->detail));
  g_assert_nonnull (strstr (text, "Not started in time: cannot be told"));
  g_assert_nonnull (strstr (text, "is missing"));
}

static gboolean
is_outlined (Fixture *f)
{
  gboolean outlined;

  g_object_get (f->window->map, "outlined", &outlined, NULL);
  return outlined;
}

/* (nullable) */
static GtkWidget *
find_top (GType type)
{
  g_autoptr (GListModel) tops = g_object_ref (gtk_window_get_toplevels ());

  for (guint i = 0; i < g_list_model_get_n_items (tops); i++)
    {
      g_autoptr (GtkWidget) top = g_list_model_get_item (tops, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (top, type) && gtk_widget_get_mapped (top))
        return top;
    }
  return NULL;
}

static gboolean
shows_group (Fixture *f)
{
  g_autofree char *text = yun_filter_print (yun_workspace_get_answered_filter (f->workspace));

  return strstr (text, "name:") != NULL && yun_workspace_get_ids (f->workspace)->len == 3;
}

/* The chosen group becomes the filter, a view and an export. These plots have no numbers, and
 * "试验地块 1" is in "试验地块 12" too. */
static void
take_group (Fixture *f, YunLandPage *page)
{
  g_autofree char      *text = NULL;
  g_autoptr (YunFilter) group = NULL;

  yun_land_page_take (page, NULL);
  wait_until (shows_group (f));
  text = yun_filter_print (yun_workspace_get_answered_filter (f->workspace));
  g_assert_nonnull (strstr (text, "in:("));
  group = yun_filter_ref (yun_workspace_get_answered_filter (f->workspace));

  yun_land_page_take (page, "win.save-view");
  wait_until (find_top (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  g_assert_true (shows_group (f));
  gtk_window_destroy (GTK_WINDOW (find_top (ADW_TYPE_MESSAGE_DIALOG)));

  g_assert_true (yun_window_set_filter_text (f->window, "plot"));
  wait_until (yun_window_is_complete (f->window) && !shows_group (f));
  yun_land_page_take (page, "win.export");
  wait_until (find_top (YUN_TYPE_EXPORT_DIALOG) != NULL);
  g_assert_true (shows_group (f));
  gtk_window_destroy (GTK_WINDOW (find_top (YUN_TYPE_EXPORT_DIALOG)));

  /* Who asks for something else meanwhile does not export that. */
  g_assert_true (yun_window_set_filter_text (f->window, "plot"));
  wait_until (yun_window_is_complete (f->window) && !shows_group (f));
  g_signal_emit_by_name (page, "taken", group, "win.export");
  g_assert_true (yun_window_set_filter_text (f->window, "firm"));
  wait_until (yun_window_is_complete (f->window));
  wait_until (f->window->then == NULL);
  g_assert_null (find_top (YUN_TYPE_EXPORT_DIALOG));
}

/* Neighbours make a group, which is outlined until it is closed. */
static void
test_groups (Fixture *f, gconstpointer data)
{
  YunIdleDialog   *dialog;
  YunLandPage     *page;
  g_autofree char *table = NULL;

  for (guint i = 0; i < 3; i++)
    add_plot (f, i, "2024-01-01", "none");
  add_plot (f, 9, "2024-01-01", "none");
  add_plot (f, 12, "2024-01-01", "none");
  g_assert_true (yun_window_set_filter_text (f->window, "plot candidate:not-started@2025-06-01"));
  wait_until (yun_window_is_complete (f->window));
  dialog = open_dialog (f);
  yun_idle_dialog_set_page (dialog, "groups");
  page = yun_idle_dialog_get_land_page (dialog);
  yun_land_page_find (page, 5, 40, 1);
  g_assert_true (yun_land_page_is_busy (page));
  wait_until (!yun_land_page_is_busy (page));
  g_assert_cmpuint (yun_land_page_get_n_groups (page), ==, 1);
  yun_land_page_choose (page, 0);
  wait_until (is_outlined (f));
  table = yun_land_page_dup_table (page);
  g_assert_nonnull (strstr (table, "试验地块 2"));
  g_assert_null (strstr (table, "试验地块 9"));
  gtk_widget_activate_action (f->window->map, "map.leave", NULL);
  g_assert_false (is_outlined (f));
  take_group (f, page);
  g_assert_true (yun_window_set_filter_text (f->window, "plot candidate:not-started@2025-06-01"));
  wait_until (yun_window_is_complete (f->window) && !shows_group (f));

  yun_land_page_find (page, 5, 400, 0);
  wait_until (!yun_land_page_is_busy (page));
  g_assert_cmpuint (yun_land_page_get_n_groups (page), ==, 0);
  yun_land_page_find (page, 0, 40, 0);
  wait_until (!yun_land_page_is_busy (page));
  g_assert_cmpuint (yun_land_page_get_n_groups (page), ==, 1);
  g_assert_true (is_outlined (f));
  gtk_window_close (GTK_WINDOW (dialog));
  wait_until (f->window->idle == NULL);
  g_assert_false (is_outlined (f));
}

int
main (int argc, char **argv)
{
  g_autoptr (YunApplication) app = init_application (&argc, &argv);

  g_test_add ("/idle-dialog/candidates", Fixture, NULL, set_up, test_candidates, tear_down);
  g_test_add ("/idle-dialog/reasons", Fixture, NULL, set_up, test_reasons, tear_down);
  g_test_add ("/idle-dialog/groups", Fixture, NULL, set_up, test_groups, tear_down);
  return g_test_run ();
}
