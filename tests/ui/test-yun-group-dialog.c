/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-fixture.h"

#include "yun-group-dialog.h"
#include "yun-plot.h"

static YunGroupDialog *
open_dialog (Fixture *f)
{
  YunGroupDialog *dialog =
    YUN_GROUP_DIALOG (yun_group_dialog_new (GTK_WINDOW (f->window), f->workspace));

  gtk_window_present (GTK_WINDOW (dialog));
  wait_until (!yun_group_dialog_is_loading (dialog));
  return dialog;
}

static AdwWindowTitle *
find_title (GtkWidget *widget)
{
  AdwWindowTitle *title = ADW_IS_WINDOW_TITLE (widget) ? ADW_WINDOW_TITLE (widget) : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && title == NULL;
       child = gtk_widget_get_next_sibling (child))
    title = find_title (child);
  return title;
}

/* What is counted is told in words, not as the filter is written. */
static void
test_title (Fixture *f, gconstpointer data)
{
  YunGroupDialog *dialog;
  AdwWindowTitle *title;

  g_assert_true (yun_window_set_filter_text (f->window, "plot status:idle zone:north"));
  wait_until (yun_window_is_complete (f->window));
  dialog = open_dialog (f);
  title = find_title (GTK_WIDGET (dialog));
  g_assert_cmpstr (adw_window_title_get_title (title), ==, "Plots");
  g_assert_cmpstr (adw_window_title_get_subtitle (title), ==, "Status: Idle; Zone: North belt");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* A cell filters to just what it counts; the table follows. */
static void
test_filter (Fixture *f, gconstpointer data)
{
  YunGroupDialog  *dialog;
  const YunGroups *groups;
  gint64           expected = 0;

  g_assert_true (yun_window_set_filter_text (f->window, "plot"));
  wait_until (yun_window_is_complete (f->window));
  dialog = open_dialog (f);
  groups = yun_group_dialog_get_groups (dialog);
  g_assert_cmpstr (groups->rows->id, ==, "zone");
  g_assert_cmpstr (groups->columns->id, ==, "status");
  g_assert_cmpint (groups->total.count, ==, yun_workspace_get_ids (f->workspace)->len);
  for (guint r = 0; r < groups->row_keys->len && expected == 0; r++)
    for (guint c = 0; c < groups->column_keys->len && expected == 0; c++)
      if (yun_groups_get_cell (groups, r, c)->count > 0)
        {
          expected = yun_groups_get_cell (groups, r, c)->count;
          yun_group_dialog_filter (dialog, (int) r, (int) c);
        }
  g_assert_cmpint (expected, >, 0);
  wait_until (yun_window_is_complete (f->window) && !yun_group_dialog_is_loading (dialog));
  g_assert_cmpuint (yun_workspace_get_ids (f->workspace)->len, ==, expected);
  groups = yun_group_dialog_get_groups (dialog);
  g_assert_cmpint (groups->total.count, ==, expected);
  g_assert_cmpuint (groups->row_keys->len, ==, 1);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* Another number, another kind of record, and the file that Excel opens. */
static void
test_export (Fixture *f, gconstpointer data)
{
  YunGroupDialog  *dialog;
  g_autofree char *path = g_build_filename (f->folder, "t.csv", NULL);
  g_autofree char *text = NULL;
  const YunField  *area = yun_entity_get_field (&yun_entity_plot, "area");

  dialog = open_dialog (f);
  g_assert_false (yun_group_dialog_choose (
    dialog, yun_entity_get_field (&yun_entity_plot, "status"), NULL, YUN_MEASURE_SUM, area));
  yun_workspace_set_entity (f->workspace, &yun_entity_plot);
  wait_until (yun_window_is_complete (f->window) && !yun_group_dialog_is_loading (dialog));
  g_assert_true (yun_group_dialog_choose (dialog, yun_entity_get_field (&yun_entity_plot, "status"),
                                          NULL, YUN_MEASURE_SUM, area));
  wait_until (!yun_group_dialog_is_loading (dialog));
  g_assert_true (yun_group_dialog_get_groups (dialog)->number == area);
  yun_group_dialog_export_to (dialog, path);
  wait_until (!yun_group_dialog_is_loading (dialog));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "\xef\xbb\xbf"));
  g_assert_true (g_str_has_suffix (text, "\r\n"));
  gtk_widget_activate_action (GTK_WIDGET (dialog), "groups.copy", NULL);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* The window's action opens one. */
static void
test_action (Fixture *f, gconstpointer data)
{
  GListModel *tops = gtk_window_get_toplevels ();
  guint       n = 0;

  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.totals", NULL);
  for (guint i = 0; i < g_list_model_get_n_items (tops); i++)
    {
      g_autoptr (GtkWidget) top = g_list_model_get_item (tops, i);

      if (YUN_IS_GROUP_DIALOG (top))
        {
          wait_until (!yun_group_dialog_is_loading (YUN_GROUP_DIALOG (top)));
          n++;
        }
    }
  g_assert_cmpuint (n, ==, 1);
}

int
main (int argc, char **argv)
{
  g_autoptr (YunApplication) app = init_application (&argc, &argv);

  g_test_add ("/group-dialog/title", Fixture, NULL, set_up, test_title, tear_down);
  g_test_add ("/group-dialog/filter", Fixture, NULL, set_up, test_filter, tear_down);
  g_test_add ("/group-dialog/export", Fixture, NULL, set_up, test_export, tear_down);
  g_test_add ("/group-dialog/action", Fixture, NULL, set_up, test_action, tear_down);
  return g_test_run ();
}
