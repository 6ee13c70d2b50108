/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-fixture.h"

#include "yun-history-row.h"
#include "yun-firm.h"
#include "yun-history-dialog.h"
#include "yun-store-history.h"
#include "yun-store-match.h"
#include "yun-store-write.h"

static YunRecord *
find_firm (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  YunRecord *record = yun_store_match_one_sync (f->store, &yun_entity_firm, "格思航天", &error);

  g_assert_no_error (error);
  return record;
}

static YunChange *
set_name (Fixture *f, const char *text)
{
  g_autoptr (YunRecord) record = find_firm (f);
  g_autoptr (YunRecord) after = yun_record_copy (record);
  g_autoptr (YunEdits)  edits = yun_edits_new (YUN_ACTION_EDIT, "", "某人");
  g_autoptr (GError)    error = NULL;
  YunChange            *change;

  yun_record_set_text (after, yun_entity_get_field (&yun_entity_firm, "address"), text);
  yun_edits_add_difference (edits, record, after);
  change = yun_store_write_sync (f->store, edits, NULL, &error);
  g_assert_no_error (error);
  return change;
}

static YunHistoryDialog *
open_dialog (Fixture *f, YunRecord *record)
{
  GtkWidget *dialog = yun_history_dialog_new (GTK_WINDOW (f->window), f->store, record);

  gtk_window_present (GTK_WINDOW (dialog));
  wait_until (!yun_history_dialog_is_busy (YUN_HISTORY_DIALOG (dialog)));
  return YUN_HISTORY_DIALOG (dialog);
}

static guint
count_rows (YunHistoryDialog *dialog)
{
  guint n = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (yun_history_dialog_get_list (dialog));
       row != NULL; row = gtk_widget_get_next_sibling (row))
    n++;
  return n;
}

static YunHistoryRow *
first_row (YunHistoryDialog *dialog)
{
  return YUN_HISTORY_ROW (gtk_widget_get_first_child (yun_history_dialog_get_list (dialog)));
}

static gboolean
has_label (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_label (child, text))
      return TRUE;
  return FALSE;
}

/* Old and new of a record, and what is taken back shows as such. */
static void
test_record (Fixture *f, gconstpointer data)
{
  g_autoptr (YunRecord) record = find_firm (f);
  g_autoptr (YunChange) first = set_name (f, "第一个");
  g_autoptr (YunChange) second = set_name (f, "第二个");
  YunHistoryDialog     *dialog = open_dialog (f, record);
  YunHistoryRow        *row = first_row (dialog);

  g_assert_cmpuint (count_rows (dialog), ==, 3);
  wait_until (!yun_history_row_is_loading (row));
  g_assert_true (has_label (GTK_WIDGET (row), "第一个 → 第二个"));
  g_signal_emit_by_name (row, "undo");
  wait_until (!yun_history_dialog_is_busy (dialog) && count_rows (dialog) == 4);
  g_assert_true (yun_history_row_get_change (first_row (dialog))->action == YUN_ACTION_UNDO);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* All changes; searched by who made them, and a search for nothing says so. */
static void
test_all (Fixture *f, gconstpointer data)
{
  g_autoptr (YunChange) change = set_name (f, "改");
  YunHistoryDialog     *dialog = open_dialog (f, NULL);

  g_assert_cmpuint (count_rows (dialog), >=, 2);
  yun_history_dialog_search (dialog, "某人");
  wait_until (!yun_history_dialog_is_busy (dialog) && count_rows (dialog) == 1);
  g_assert_cmpint (yun_history_row_get_change (first_row (dialog))->number, ==, change->number);
  yun_history_dialog_search (dialog, "无此人");
  wait_until (!yun_history_dialog_is_busy (dialog) && count_rows (dialog) == 0);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* More than one page: the rest comes as one scrolls. */
static void
test_pages (Fixture *f, gconstpointer data)
{
  YunHistoryDialog     *dialog;
  GtkAdjustment        *adjustment;
  g_autoptr (GPtrArray) before = yun_store_list_changes_sync (f->store, NULL, NULL);

  for (guint i = 0; i < 120; i++)
    {
      g_autofree char      *text = g_strdup_printf ("%u", i);
      g_autoptr (YunChange) change = set_name (f, text);
    }
  dialog = open_dialog (f, NULL);
  g_assert_cmpuint (count_rows (dialog), <, 120);
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (
    gtk_widget_get_ancestor (yun_history_dialog_get_list (dialog), GTK_TYPE_SCROLLED_WINDOW)));
  for (guint i = 0; i < 4; i++)
    {
      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
      wait_until (!yun_history_dialog_is_busy (dialog));
      wait_until (gtk_adjustment_get_upper (adjustment) > count_rows (dialog) * 30);
    }
  g_assert_cmpuint (count_rows (dialog), ==, before->len + 120);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

int
main (int argc, char **argv)
{
  g_autoptr (YunApplication) app = init_application (&argc, &argv);

#define ADD(path, func) g_test_add ("/history-dialog/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("record", test_record);
  ADD ("all", test_all);
  ADD ("pages", test_pages);
  return g_test_run ();
}
