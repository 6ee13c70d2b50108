/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-fixture.h"

#include "yun-firm.h"
#include "yun-many-form.h"
#include "yun-plot.h"
#include "yun-record-list-private.h"
#include "yun-store-match.h"
#include "yun-store-write.h"

static guint
count (Fixture *f, const YunEntity *entity)
{
  g_autoptr (YunFilter) all = yun_filter_new (entity);
  g_autoptr (GArray) ids = yun_store_list_ids_sync (f->store, entity, all, NULL, FALSE, NULL, NULL);

  return ids->len;
}

static void
list_firms (Fixture *f)
{
  yun_workspace_set_entity (f->workspace, &yun_entity_firm);
  wait_until (yun_window_is_complete (f->window));
}

static gint64
get_row (Fixture *f, guint i)
{
  return g_array_index (yun_workspace_get_ids (f->workspace), gint64, i);
}

static gboolean
has_ended (Fixture *f, const YunEntity *entity, guint n)
{
  return count (f, entity) == n && yun_window_is_complete (f->window);
}

/* One goes at a key, the next row takes its place, and the toast's action brings it back though
 * another went since. */
static void
test_remove (Fixture *f, gconstpointer data)
{
  guint                 n;
  gint64                first, second;
  g_autoptr (YunChange) removal = NULL;

  list_firms (f);
  n = count (f, &yun_entity_firm);
  first = get_row (f, 0);
  second = get_row (f, 1);
  yun_workspace_select (f->workspace, &yun_entity_firm, first);
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.remove", NULL);
  wait_until (has_ended (f, &yun_entity_firm, n - 1));
  wait_until (yun_workspace_get_selected_id (f->workspace) == second);
  removal = yun_store_get_undo (f->store);
  g_assert_true (removal->action == YUN_ACTION_REMOVE);

  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.remove", NULL);
  wait_until (has_ended (f, &yun_entity_firm, n - 2));
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.undo-change", "x", removal->number);
  wait_until (has_ended (f, &yun_entity_firm, n - 1));
  wait_until (get_row (f, 0) == first);
}

/* All rows that are selected, as one change. */
static void
test_remove_several (Fixture *f, gconstpointer data)
{
  YunRecordList        *list = YUN_RECORD_LIST (f->window->list);
  guint                 n;
  g_autoptr (YunChange) removal = NULL;

  list_firms (f);
  n = count (f, &yun_entity_firm);
  yun_workspace_select (f->workspace, &yun_entity_firm, get_row (f, 1));
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (list->model), 3, FALSE);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (list->model), 4, FALSE);
  g_assert_cmpuint (yun_record_model_get_n_selected (list->model), ==, 3);
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.remove", NULL);
  wait_until (has_ended (f, &yun_entity_firm, n - 3));
  removal = yun_store_get_undo (f->store);
  g_assert_cmpuint (removal->n_rows, ==, 3);
  /* As soon as the window knows that there is something to undo. */
  wait_until (gtk_widget_get_sensitive (f->window->undo_button));
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.undo", NULL);
  wait_until (has_ended (f, &yun_entity_firm, n));
}

static void
assert_value (Fixture *f, gint64 id, const char *field, const char *text)
{
  g_autoptr (YunRecord) record = yun_store_get_sync (f->store, &yun_entity_firm, id, NULL);
  g_autofree char      *value =
    yun_record_dup_value (record, yun_entity_get_field (&yun_entity_firm, field));

  g_assert_cmpstr (value, ==, text);
}

/* Three firms: what differs says so and stays, what is typed is written to all, as one change. */
static void
test_edit_several (Fixture *f, gconstpointer data)
{
  YunRecordList        *list = YUN_RECORD_LIST (f->window->list);
  gint64                ids[3];
  YunManyForm          *form;
  g_autoptr (YunRecord) first = NULL;
  g_autoptr (YunChange) change = NULL;
  g_autofree char      *before = NULL;

  list_firms (f);
  for (guint i = 0; i < 3; i++)
    ids[i] = get_row (f, i);
  first = yun_store_get_sync (f->store, &yun_entity_firm, ids[0], NULL);
  before = yun_record_dup_value (first, yun_entity_get_field (&yun_entity_firm, "business"));
  yun_workspace_select (f->workspace, &yun_entity_firm, ids[0]);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (list->model), 1, FALSE);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (list->model), 2, FALSE);
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.edit", NULL);
  wait_until (f->window->form != NULL);
  g_assert_true (YUN_IS_MANY_FORM (f->window->form));
  form = YUN_MANY_FORM (f->window->form);
  g_assert_null (yun_form_get_row (YUN_FORM (form), "name"));
  g_assert_null (yun_form_get_row (YUN_FORM (form), "credit-code"));
  g_assert_nonnull (yun_field_row_get_mark (yun_form_get_row (YUN_FORM (form), "business")));
  g_assert_false (yun_field_row_is_changed (yun_form_get_row (YUN_FORM (form), "business")));
  yun_field_row_set_text (yun_form_get_row (YUN_FORM (form), "address"), "同一处");
  yun_form_save (YUN_FORM (form));
  wait_until (f->window->form == NULL && yun_window_is_complete (f->window));
  for (guint i = 0; i < 3; i++)
    assert_value (f, ids[i], "address", "同一处");
  assert_value (f, ids[0], "business", before);
  change = yun_store_get_undo (f->store);
  g_assert_cmpuint (change->n_rows, ==, 3);
}

/* A value that cannot be is refused where it stands; a button empties a field of all. */
static void
test_edit_several_wrong (Fixture *f, gconstpointer data)
{
  YunRecordList *list = YUN_RECORD_LIST (f->window->list);
  gint64         ids[2];
  YunManyForm   *form;

  list_firms (f);
  ids[0] = get_row (f, 0);
  ids[1] = get_row (f, 1);
  yun_workspace_select (f->workspace, &yun_entity_firm, ids[0]);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (list->model), 1, FALSE);
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.edit", NULL);
  wait_until (f->window->form != NULL);
  form = YUN_MANY_FORM (f->window->form);
  yun_field_row_set_text (yun_form_get_row (YUN_FORM (form), "source-date"), "昨天下午");
  yun_form_save (YUN_FORM (form));
  g_assert_nonnull (yun_field_row_get_mark (yun_form_get_row (YUN_FORM (form), "source-date")));
  yun_field_row_set_text (yun_form_get_row (YUN_FORM (form), "source-date"), "2026-03");
  yun_field_row_empty_all (yun_form_get_row (YUN_FORM (form), "business"));
  yun_form_save (YUN_FORM (form));
  wait_until (f->window->form == NULL && yun_window_is_complete (f->window));
  assert_value (f, ids[0], "source-date", "2026-03");
  assert_value (f, ids[1], "business", NULL);
}

int
main (int argc, char **argv)
{
  g_autoptr (YunApplication) app = init_application (&argc, &argv);

#define ADD(path, func) g_test_add ("/window-edit/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("remove", test_remove);
  ADD ("remove-several", test_remove_several);
  ADD ("edit-several", test_edit_several);
  ADD ("edit-several-wrong", test_edit_several_wrong);
  return g_test_run ();
}
