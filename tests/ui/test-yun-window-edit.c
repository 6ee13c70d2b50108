/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-fixture.h"

#include "yun-firm.h"
#include "yun-plot.h"
#include "yun-record-list-private.h"
#include "yun-store-match.h"
#include "yun-store-write.h"

static guint
count (Fixture *f, const YunEntity *entity)
{
  g_autoptr (YunFilter) all = yun_filter_new (entity);
  g_autoptr (GArray)    ids =
    yun_store_list_ids_sync (f->store, entity, all, NULL, FALSE, NULL, NULL);

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
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.undo", NULL);
  wait_until (has_ended (f, &yun_entity_firm, n));
}

int
main (int argc, char **argv)
{
  g_autoptr (YunApplication) app = init_application (&argc, &argv);

#define ADD(path, func) g_test_add ("/window-edit/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("remove", test_remove);
  ADD ("remove-several", test_remove_several);
  return g_test_run ();
}
