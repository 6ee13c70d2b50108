/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-fixture.h"

#include "yun-column-chooser.h"
#include "yun-column-layout.h"
#include "yun-firm.h"
#include "yun-plot.h"
#include "yun-record-list-private.h"
#include "yun-store-private.h"
#include "yun-store-write.h"

static YunRecordList *
get_list (Fixture *f)
{
  return YUN_RECORD_LIST (f->window->list);
}

static void
list_plots (Fixture *f)
{
  yun_workspace_set_entity (f->workspace, &yun_entity_plot);
  wait_until (yun_window_is_complete (f->window));
}

static guint
n_columns (Fixture *f)
{
  return g_list_model_get_n_items (
    gtk_column_view_get_columns (GTK_COLUMN_VIEW (get_list (f)->column_view)));
}

static void
test_layout (void)
{
  const YunEntity   *entity;
  g_autoptr (GArray) layout =
    yun_column_layout_parse ("plot:status=90,nothing=7,name,status=80,area=9999999", &entity);
  g_autofree char *text = NULL;

  g_assert_true (entity == &yun_entity_plot);
  text = yun_column_layout_print (entity, layout);
  g_assert_cmpstr (text, ==, "plot:status=90,name=250,area=190");
  g_assert_null (yun_column_layout_parse ("plot:nothing=7", &entity));
  g_assert_null (yun_column_layout_parse ("nothing", &entity));
  g_assert_null (yun_column_layout_parse ("", &entity));
}

/* Columns are chosen, moved, put back, and still there after another kind was listed. */
static void
test_columns (Fixture *f, gconstpointer data)
{
  YunRecordList    *list = get_list (f);
  YunColumnChooser *chooser = YUN_COLUMN_CHOOSER (list->chooser);
  g_autofree char  *before = NULL, *chosen = NULL, *after = NULL;

  list_plots (f);
  before = yun_record_list_dup_columns (list);
  g_assert_true (yun_record_list_set_columns (list, "plot:name=300,status=90"));
  g_assert_cmpuint (n_columns (f), ==, 2);
  yun_column_chooser_show (chooser, list->entity, list->layout);
  yun_column_chooser_toggle (chooser, yun_entity_get_field (list->entity, "area"));
  yun_column_chooser_move (chooser, yun_entity_get_field (list->entity, "area"), -1);
  chosen = yun_record_list_dup_columns (list);
  g_assert_cmpstr (chosen, ==, "plot:name=300,area=190,status=90");
  wait_until (yun_window_is_complete (f->window));

  yun_workspace_set_entity (f->workspace, &yun_entity_firm);
  wait_until (yun_window_is_complete (f->window));
  list_plots (f);
  after = yun_record_list_dup_columns (list);
  g_assert_cmpstr (after, ==, chosen);
  g_assert_cmpuint (n_columns (f), ==, 3);
  g_assert_false (yun_record_list_set_columns (list, "plot:"));

  yun_column_chooser_show (chooser, list->entity, list->layout);
  yun_column_chooser_reset (chooser);
  g_clear_pointer (&after, g_free);
  after = yun_record_list_dup_columns (list);
  g_assert_cmpstr (after, ==, before);
}

/* By status, and within it by area from the largest; what is unknown last in both. */
static void
test_sort (Fixture *f, gconstpointer data)
{
  const YunField       *status = yun_entity_get_field (&yun_entity_plot, "status");
  const YunField       *area = yun_entity_get_field (&yun_entity_plot, "area");
  g_autoptr (GPtrArray) plots = NULL;
  GArray               *ids;
  guint                 n;

  list_plots (f);
  yun_record_list_sort_by (get_list (f), status, FALSE);
  yun_record_list_sort_by (get_list (f), area, TRUE);
  yun_record_list_sort_by (get_list (f), area, TRUE);
  wait_until (yun_window_is_complete (f->window));
  g_assert_true (yun_workspace_get_sort_keys (f->workspace, &n)[1].descending);
  g_assert_cmpuint (n, ==, 2);
  ids = yun_workspace_get_ids (f->workspace);
  plots = yun_store_load_sync (f->store, &yun_entity_plot, (gint64 *) ids->data, ids->len, FALSE,
                               NULL, NULL);
  for (guint i = 1; i < plots->len; i++)
    {
      YunRecord *a = plots->pdata[i - 1], *b = plots->pdata[i];
      guint x = (guint) yun_record_get_int (a, status), y = (guint) yun_record_get_int (b, status);

      g_assert_cmpuint (x, <=, y); /* unknown, -1, is the greatest */
      if (x == y && yun_record_is_known (b, area))
        g_assert_cmpfloat (yun_record_get_real (a, area), >=, yun_record_get_real (b, area));
    }
  yun_record_list_sort_by (get_list (f), area, TRUE);
  yun_record_list_sort_by (get_list (f), status, FALSE);
  yun_record_list_sort_by (get_list (f), status, FALSE);
  wait_until (yun_window_is_complete (f->window));
  yun_workspace_get_sort_keys (f->workspace, &n);
  g_assert_cmpuint (n, ==, 0);
}

static void
text_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(char **) user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static char *
read_clipboard (Fixture *f)
{
  char *text = NULL;

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (f->window)), NULL,
                                 text_read_cb, &text);
  wait_until (text != NULL);
  return text;
}

/* A computed area of more digits than anything is known to. */
static void
set_long_area (Fixture *f, gint64 id)
{
  g_autoptr (YunRecord) plot = yun_store_get_sync (f->store, &yun_entity_plot, id, NULL);
  g_autoptr (YunChange) change = NULL;
  g_autoptr (GError)    error = NULL;

  yun_record_set_real (plot, yun_entity_get_field (&yun_entity_plot, "area-paper"),
                       16487.773434854284);
  change = yun_store_save_sync (f->store, plot, "test", NULL, &error);
  g_assert_no_error (error);
  wait_until (yun_window_is_complete (f->window));
}

/* Rows as tabbed text with a head, numbers as numbers, areas in mu and square metres as exact as
 * they are known; a cell alone is as it is shown. */
static void
test_copy (Fixture *f, gconstpointer data)
{
  YunRecordList        *list = get_list (f);
  const YunField       *area = yun_entity_get_field (&yun_entity_plot, "area");
  g_autofree char      *text = NULL, *cell = NULL;
  g_auto (GStrv)        lines = NULL;
  GArray               *ids;
  g_autoptr (YunRecord) first = NULL;

  list_plots (f);
  yun_record_list_set_columns (list, "plot:name=200,area=150,status=90");
  ids = yun_workspace_get_ids (f->workspace);
  set_long_area (f, g_array_index (ids, gint64, 0));
  ids = yun_workspace_get_ids (f->workspace);
  first = yun_store_get_sync (f->store, &yun_entity_plot, g_array_index (ids, gint64, 0), NULL);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (list->model), 0, TRUE);
  gtk_selection_model_select_range (GTK_SELECTION_MODEL (list->model), 0, 3, TRUE);
  wait_until (yun_window_is_complete (f->window));
  gtk_widget_activate_action (GTK_WIDGET (list), "table.copy", NULL);
  wait_until (yun_window_is_complete (f->window));
  text = read_clipboard (f);
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 5);
  for (guint i = 0; i < 4; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], "\t", -1);

      g_assert_cmpuint (g_strv_length (cells), ==, 4);
      if (i == 0)
        g_assert_nonnull (strstr (cells[1], "mu"));
      if (i == 0)
        g_assert_nonnull (strstr (cells[2], "㎡"));
      if (i == 1)
        g_assert_cmpstr (cells[0], ==, yun_record_get_name (first));
      if (i == 1)
        g_assert_cmpfloat (yun_record_get_real (first, area), ==, 16487.773434854284);
      if (i == 1)
        g_assert_cmpstr (cells[1], ==, "24.73");
      if (i == 1)
        g_assert_cmpstr (cells[2], ==, "16487.77");
    }
  list->current = yun_entity_get_field (&yun_entity_plot, "name");
  gtk_widget_activate_action (GTK_WIDGET (list), "table.copy-cell", NULL);
  cell = read_clipboard (f);
  g_assert_cmpstr (cell, ==, yun_record_get_name (first));
  g_free (cell);
  list->current = area;
  gtk_widget_activate_action (GTK_WIDGET (list), "table.copy-cell", NULL);
  cell = read_clipboard (f);
  g_assert_cmpstr (cell, ==, "24.73 mu · 16,488 ㎡");
}

/* Niches are copied as words. */
static void
test_copy_niche (Fixture *f, gconstpointer data)
{
  YunRecordList        *list = get_list (f);
  const YunField       *niche = yun_entity_get_field (&yun_entity_firm, "niche");
  g_autoptr (YunRecord) first = NULL;
  g_autofree char      *cell = NULL, *shown = NULL;

  g_assert_true (yun_window_set_filter_text (f->window, "firm -niche:?"));
  wait_until (yun_window_is_complete (f->window));
  first =
    yun_store_get_sync (f->store, &yun_entity_firm,
                        g_array_index (yun_workspace_get_ids (f->workspace), gint64, 0), NULL);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (list->model), 0, TRUE);
  wait_until (yun_window_is_complete (f->window));
  list->current = niche;
  gtk_widget_activate_action (GTK_WIDGET (list), "table.copy-cell", NULL);
  cell = read_clipboard (f);
  shown = yun_record_format (first, niche);
  g_assert_cmpstr (cell, ==, shown);
  g_assert_cmpstr (cell, !=, yun_record_get_text (first, niche));
}

/* The foot is about what is shown, or about several rows selected. */
static void
test_foot (Fixture *f, gconstpointer data)
{
  YunRecordList   *list = get_list (f);
  g_autofree char *all = NULL;

  list_plots (f);
  all = g_strdup (gtk_label_get_text (GTK_LABEL (list->totals)));
  gtk_selection_model_select_range (GTK_SELECTION_MODEL (list->model), 0, 2, TRUE);
  wait_until (yun_window_is_complete (f->window));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (list->totals)), !=, all);
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (list->totals)), "2 plots"));
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (list->model), 1, TRUE);
  wait_until (yun_window_is_complete (f->window));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (list->totals)), ==, all);
}

/* What is selected stays so, in the list when it is shown and in the pane when not. */
static void
test_survives (Fixture *f, gconstpointer data)
{
  YunRecordList *list = get_list (f);
  YunDetailPane *detail = YUN_DETAIL_PANE (f->window->detail);
  gint64         id;

  g_assert_true (yun_window_set_filter_text (f->window, "firm"));
  wait_until (yun_window_is_complete (f->window));
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (list->model), 3, TRUE);
  id = yun_workspace_get_selected_id (f->workspace);
  wait_until (yun_window_is_complete (f->window));
  g_assert_true (yun_workspace_is_selected_shown (f->workspace));
  g_assert_true (yun_window_set_filter_text (f->window, "firm 没有的企业"));
  wait_until (yun_window_is_complete (f->window));
  g_assert_cmpint (yun_workspace_get_selected_id (f->workspace), ==, id);
  g_assert_false (yun_workspace_is_selected_shown (f->workspace));
  g_assert_cmpint (yun_record_get_id (yun_detail_pane_get_record (detail)), ==, id);
  g_assert_true (yun_window_set_filter_text (f->window, "firm"));
  wait_until (yun_window_is_complete (f->window));
  g_assert_cmpuint (yun_record_model_get_selected (list->model), ==, 3);
  g_assert_true (yun_workspace_is_selected_shown (f->workspace));
}

int
main (int argc, char **argv)
{
  g_autoptr (YunApplication) app = init_application (&argc, &argv);

  g_test_add_func ("/record-list/layout", test_layout);
  g_test_add ("/record-list/columns", Fixture, NULL, set_up, test_columns, tear_down);
  g_test_add ("/record-list/sort", Fixture, NULL, set_up, test_sort, tear_down);
  g_test_add ("/record-list/copy", Fixture, NULL, set_up, test_copy, tear_down);
  g_test_add ("/record-list/copy-niche", Fixture, NULL, set_up, test_copy_niche, tear_down);
  g_test_add ("/record-list/foot", Fixture, NULL, set_up, test_foot, tear_down);
  g_test_add ("/record-list/survives", Fixture, NULL, set_up, test_survives, tear_down);
  return g_test_run ();
}
