/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "yun-ui-test.h"

#include "yun-firm.h"
#include "yun-record-model.h"

typedef struct
{
  char           *folder;
  char           *path;
  YunStore       *store;
  YunRecordModel *model;
  GArray         *ids;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (YunFilter) all = yun_filter_new (NULL);

  f->folder = g_dir_make_tmp ("yunjian-XXXXXX", NULL);
  f->store = make_starter (f->folder, &f->path);
  f->ids = yun_store_list_ids_sync (f->store, &yun_entity_firm, all, NULL, FALSE, NULL, NULL);
  g_assert_cmpuint (f->ids->len, >, 10);
  f->model = yun_record_model_new (f->store, &yun_entity_firm);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  yun_record_model_close (f->model);
  wait_until (!yun_record_model_is_loading (f->model));
  g_object_unref (f->model);
  g_array_unref (f->ids);
  yun_store_close (f->store);
  g_object_unref (f->store);
  g_remove (f->path);
  g_rmdir (f->folder);
  g_free (f->path);
  g_free (f->folder);
}

static void
count_change_cb (GListModel *model, guint position, guint removed, guint added, guint *changes)
{
  changes[0] = position;
  changes[1] = removed;
  changes[2] = added;
  changes[3]++;
}

/* A row is there at once, its record a moment later. */
static void
test_read (Fixture *f, gconstpointer data)
{
  g_autoptr (YunRecordItem) item = NULL;
  g_autoptr (YunRecordItem) again = NULL;

  yun_record_model_set_ids (f->model, f->ids);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->model)), ==, f->ids->len);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (f->model), f->ids->len));

  item = g_list_model_get_item (G_LIST_MODEL (f->model), 3);
  g_assert_null (yun_record_item_get_record (item));
  again = g_list_model_get_item (G_LIST_MODEL (f->model), 3);
  g_assert_true (item == again);
  wait_until (yun_record_item_get_record (item) != NULL);
  g_assert_cmpint (yun_record_get_id (yun_record_item_get_record (item)), ==,
                   g_array_index (f->ids, gint64, 3));
}

/* Rows that stay at either end are not announced as new, so a list does not jump. */
static void
test_set_ids (Fixture *f, gconstpointer data)
{
  guint              changes[4] = { 0 };
  g_autoptr (GArray) fewer = g_array_copy (f->ids);
  guint              n = f->ids->len;

  yun_record_model_set_ids (f->model, f->ids);
  g_signal_connect (f->model, "items-changed", G_CALLBACK (count_change_cb), changes);

  yun_record_model_set_ids (f->model, fewer);
  g_assert_cmpuint (changes[3], ==, 0);

  fewer = g_array_remove_range (g_array_copy (f->ids), 4, 2);
  g_assert_cmpuint (yun_record_model_count_changed (f->model, fewer), ==, 2);
  yun_record_model_set_ids (f->model, fewer);
  g_assert_cmpuint (changes[0], ==, 4);
  g_assert_cmpuint (changes[1], ==, 2);
  g_assert_cmpuint (changes[2], ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->model)), ==, n - 2);
}

static void
note_row_cb (YunRecordModel *model, gint64 id, gint64 *selected)
{
  *selected = id;
}

/* The selected row moves with its record, is lost with it and found again. */
static void
test_selection (Fixture *f, gconstpointer data)
{
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (f->model);
  gint64             selected = 0, id = g_array_index (f->ids, gint64, 5);
  g_autoptr (GArray) without = g_array_remove_range (g_array_copy (f->ids), 5, 1);
  g_autoptr (GArray) shifted = g_array_remove_range (g_array_copy (f->ids), 0, 2);

  g_signal_connect (f->model, "row-selected", G_CALLBACK (note_row_cb), &selected);
  yun_record_model_set_ids (f->model, f->ids);
  g_assert_true (gtk_selection_model_select_item (selection, 5, TRUE));
  g_assert_cmpint (selected, ==, id);
  g_assert_true (gtk_selection_model_is_selected (selection, 5));
  g_assert_false (gtk_selection_model_is_selected (selection, 4));

  yun_record_model_set_ids (f->model, shifted);
  g_assert_cmpuint (yun_record_model_get_selected (f->model), ==, 3);
  yun_record_model_set_ids (f->model, without);
  g_assert_cmpuint (yun_record_model_get_selected (f->model), ==, GTK_INVALID_LIST_POSITION);
  yun_record_model_set_ids (f->model, f->ids);
  g_assert_cmpuint (yun_record_model_get_selected (f->model), ==, 5);

  selected = -1;
  yun_record_model_select_id (f->model, 0);
  g_assert_cmpint (selected, ==, -1);
  g_assert_cmpuint (yun_record_model_get_selected (f->model), ==, GTK_INVALID_LIST_POSITION);
}

/* Several rows are selected, one of them counts; they stay with their records. */
static void
test_several (Fixture *f, gconstpointer data)
{
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (f->model);
  gint64             selected = 0, id = g_array_index (f->ids, gint64, 2);
  g_autoptr (GArray) later = g_array_remove_range (g_array_copy (f->ids), 0, 2);
  g_autoptr (GArray) rows = NULL;

  g_signal_connect (f->model, "row-selected", G_CALLBACK (note_row_cb), &selected);
  yun_record_model_set_ids (f->model, f->ids);
  gtk_selection_model_select_item (selection, 2, TRUE);
  gtk_selection_model_select_range (selection, 2, 3, TRUE);
  g_assert_cmpuint (yun_record_model_get_n_selected (f->model), ==, 3);
  g_assert_cmpint (selected, ==, id);
  gtk_selection_model_select_item (selection, 7, FALSE);
  g_assert_cmpint (selected, ==, g_array_index (f->ids, gint64, 7));
  yun_record_model_set_ids (f->model, later);
  g_assert_cmpuint (yun_record_model_get_selected (f->model), ==, 5);
  rows = yun_record_model_list_selected (f->model);
  g_assert_cmpuint (rows->len, ==, 4);
  g_assert_cmpint (g_array_index (rows, gint64, 0), ==, id);
  g_assert_true (gtk_selection_model_is_selected (selection, 0));

  gtk_selection_model_select_all (selection);
  g_assert_cmpuint (yun_record_model_get_n_selected (f->model), ==, later->len);
  g_assert_cmpuint (yun_record_model_get_selected (f->model), ==, 5);
  gtk_selection_model_unselect_item (selection, 5);
  g_assert_cmpuint (yun_record_model_get_n_selected (f->model), ==, later->len - 1);
  g_assert_cmpint (selected, ==, g_array_index (later, gint64, 0));
  gtk_selection_model_unselect_all (selection);
  g_assert_cmpint (selected, ==, 0);
}

/* Memory follows what is looked at, not the length of the list. */
static void
test_long_list (Fixture *f, gconstpointer data)
{
  g_autoptr (GArray)        many = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (YunRecordItem) first = NULL;
  gpointer                  gone;

  for (gint64 i = 1; i <= 100000; i++)
    g_array_append_val (many, i);
  yun_record_model_set_ids (f->model, many);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->model)), ==, 100000);
  first = g_list_model_get_item (G_LIST_MODEL (f->model), 0);
  gone = first;
  g_object_add_weak_pointer (G_OBJECT (first), &gone);
  g_clear_object (&first);
  for (guint i = 0; i < 100000; i += 40)
    g_object_unref (g_list_model_get_item (G_LIST_MODEL (f->model), i));
  wait_until (!yun_record_model_is_loading (f->model));
  g_assert_null (gone);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/record-model/read", Fixture, NULL, set_up, test_read, tear_down);
  g_test_add ("/record-model/set-ids", Fixture, NULL, set_up, test_set_ids, tear_down);
  g_test_add ("/record-model/selection", Fixture, NULL, set_up, test_selection, tear_down);
  g_test_add ("/record-model/several", Fixture, NULL, set_up, test_several, tear_down);
  g_test_add ("/record-model/long-list", Fixture, NULL, set_up, test_long_list, tear_down);
  return g_test_run ();
}
