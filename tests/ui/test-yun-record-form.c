/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-fixture.h"
#include "yun-store-private.h"
#include "yun-store-write.h"

#include "yun-chain.h"
#include "yun-firm.h"
#include "yun-record-form.h"
#include "yun-store-shared.h"

static const YunField *
field (const char *id)
{
  return yun_entity_get_field (&yun_entity_firm, id);
}

static void
assert_stored (Fixture *f, gint64 id, const char *name, const char *expected)
{
  g_autoptr (YunRecord) record = yun_store_get_sync (f->store, &yun_entity_firm, id, NULL);
  g_autofree char      *value = NULL;

  g_assert_nonnull (record);
  value = yun_record_dup_value (record, field (name));
  g_assert_cmpstr (value, ==, expected);
}

static const char *
shown (Fixture *f, const char *name)
{
  return yun_record_get_text (yun_detail_pane_get_record (YUN_DETAIL_PANE (f->window->detail)),
                              field (name));
}

/* Selects the first firm listed and opens its form. */
static YunRecordForm *
open_form (Fixture *f, gint64 *id)
{
  *id = g_array_index (yun_workspace_get_ids (f->workspace), gint64, 0);
  yun_workspace_select (f->workspace, &yun_entity_firm, *id);
  wait_until (yun_window_is_complete (f->window));
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.edit", NULL);
  wait_until (f->window->form != NULL);
  return YUN_RECORD_FORM (f->window->form);
}

static void
assert_row (YunRecordForm *form, const char *name, const char *text)
{
  g_autofree char *is = yun_field_row_dup_text (yun_form_get_row (YUN_FORM (form), name));

  g_assert_cmpstr (is, ==, text);
}

static void
type_in (YunRecordForm *form, const char *name, const char *text)
{
  yun_field_row_set_text (yun_form_get_row (YUN_FORM (form), name), text);
}

static const char *
get_mark (YunRecordForm *form, const char *name)
{
  return yun_field_row_get_mark (yun_form_get_row (YUN_FORM (form), name));
}

static AdwMessageDialog *
find_question (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window) && gtk_widget_get_visible (GTK_WIDGET (window)))
        return ADW_MESSAGE_DIALOG (window);
    }
  return NULL;
}

/* Waits for the question and answers it; as its buttons do, it closes before. */
static void
answer (const char *response)
{
  g_autoptr (AdwMessageDialog) dialog = NULL;

  wait_until (find_question () != NULL);
  dialog = g_object_ref (find_question ());
  gtk_window_destroy (GTK_WINDOW (dialog));
  adw_message_dialog_response (dialog, response);
}

/* What is saved is shown, and undone and redone like every change. */
static void
test_edit (Fixture *f, gconstpointer data)
{
  gint64           id;
  YunRecordForm   *form = open_form (f, &id);
  g_autofree char *before = g_strdup (shown (f, "short-name"));

  g_assert_null (yun_form_get_row (YUN_FORM (form), "segment"));
  g_assert_null (yun_form_get_row (YUN_FORM (form), "uid"));
  type_in (form, "short-name", " 试验简称 ");
  yun_form_save (YUN_FORM (form));
  g_assert_true (yun_form_is_saving (YUN_FORM (form)));
  wait_until (f->window->form == NULL && yun_window_is_complete (f->window));
  assert_stored (f, id, "short-name", "试验简称");
  g_assert_cmpint (yun_workspace_get_selected_id (f->workspace), ==, id);
  g_assert_cmpstr (shown (f, "short-name"), ==, "试验简称");
  g_assert_true (gtk_widget_get_sensitive (f->window->undo_button));

  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.undo", NULL);
  wait_until (yun_window_is_complete (f->window) &&
              g_strcmp0 (shown (f, "short-name"), before) == 0);
  assert_stored (f, id, "short-name", before);
  wait_until (gtk_widget_get_sensitive (f->window->redo_button));
}

/* What is out of its range, or says more of a place than is known, is refused where it stands; what
 * is pasted is kept as it is seen. */
static void
test_check (Fixture *f, gconstpointer data)
{
  gint64         id;
  YunRecord     *record;
  YunRecordForm *form = open_form (f, &id);

  type_in (form, "founded", "3020");
  type_in (form, "capital", "-1");
  yun_form_save (YUN_FORM (form));
  g_assert_false (yun_form_is_saving (YUN_FORM (form)));
  g_assert_nonnull (get_mark (form, "founded"));
  g_assert_nonnull (get_mark (form, "capital"));

  type_in (form, "founded", "2020年6月");
  type_in (form, "capital", "1,000");
  type_in (form, "name", " 洞泾镇  A-1\t公司\u200b ");
  yun_form_save (YUN_FORM (form));
  wait_until (f->window->form == NULL && yun_window_is_complete (f->window));
  assert_stored (f, id, "founded", "2020-06");
  assert_stored (f, id, "capital", "1000");
  assert_stored (f, id, "name", "洞泾镇 A-1 公司");

  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.new-record", "s", "firm");
  form = YUN_RECORD_FORM (f->window->form);
  type_in (form, "name", "上海试验航天有限公司");
  type_in (form, "town", "九亭镇");
  type_in (form, "accuracy", "surveyed");
  yun_form_save (YUN_FORM (form));
  g_assert_false (yun_form_is_saving (YUN_FORM (form)));
  g_assert_nonnull (get_mark (form, "accuracy"));

  /* What is said is kept or refused, not set by the town. */
  type_in (form, "town", "");
  type_in (form, "accuracy", "town");
  yun_form_save (YUN_FORM (form));
  wait_until (!yun_form_is_saving (YUN_FORM (form))); /* what it links to is looked up first */
  g_assert_nonnull (get_mark (form, "accuracy"));
  type_in (form, "town", "九亭镇");
  type_in (form, "accuracy", "none");
  yun_form_save (YUN_FORM (form));
  wait_until (f->window->form == NULL && yun_window_is_complete (f->window));
  record = yun_detail_pane_get_record (YUN_DETAIL_PANE (f->window->detail));
  g_assert_cmpint (yun_record_get_int (record, field ("accuracy")), ==, YUN_ACCURACY_NONE);
  g_assert_null (yun_record_get_shape (record));
}

/* A value that cannot be read is named where it stands, and nothing of the form is saved. */
static void
test_refuse (Fixture *f, gconstpointer data)
{
  gint64           id;
  YunRecordForm   *form = open_form (f, &id);
  g_autofree char *before = g_strdup (shown (f, "short-name"));
  g_autofree char *name = g_strdup (shown (f, "name"));

  type_in (form, "short-name", "不应保存");
  type_in (form, "staff", "许多");
  type_in (form, "niches", "没有这个环节");
  yun_form_save (YUN_FORM (form));
  g_assert_false (yun_form_is_saving (YUN_FORM (form)));
  g_assert_nonnull (get_mark (form, "staff"));
  g_assert_nonnull (get_mark (form, "niches"));
  g_assert_null (get_mark (form, "short-name"));
  assert_stored (f, id, "short-name", before);

  type_in (form, "staff", "12");
  type_in (form, "niches", "sat.ait； ops.build");
  type_in (form, "name", "  ");
  yun_form_save (YUN_FORM (form));
  g_assert_false (yun_form_is_saving (YUN_FORM (form)));
  g_assert_null (get_mark (form, "staff"));
  g_assert_nonnull (get_mark (form, "name"));

  type_in (form, "name", name);
  yun_form_save (YUN_FORM (form));
  wait_until (f->window->form == NULL && yun_window_is_complete (f->window));
  assert_stored (f, id, "staff", "12");
  assert_stored (f, id, "niches", "sat.ait;ops.build");
}

/* A wrong credit code is a warning that a second save overrides. */
static void
test_code (Fixture *f, gconstpointer data)
{
  gint64         id;
  YunRecordForm *form = open_form (f, &id);

  type_in (form, "credit-code", "9135 0100-m000100y4z");
  yun_form_save (YUN_FORM (form));
  g_assert_false (yun_form_is_saving (YUN_FORM (form)));
  g_assert_nonnull (get_mark (form, "credit-code"));
  yun_form_save (YUN_FORM (form));
  wait_until (f->window->form == NULL && yun_window_is_complete (f->window));
  assert_stored (f, id, "credit-code", "91350100M000100Y4Z");
}

/* A name that another record has is warned of, and saved all the same; another name is not. */
static void
test_twins (Fixture *f, gconstpointer data)
{
  gint64         id;
  YunRecordForm *form = open_form (f, &id);

  type_in (form, "name", "上海格思航天科技有限公司");
  wait_until (get_mark (form, "name") != NULL);
  type_in (form, "name", "别无此名");
  wait_until (get_mark (form, "name") == NULL);
  type_in (form, "name", "上海格思航天科技有限公司");
  yun_form_save (YUN_FORM (form));
  wait_until (f->window->form == NULL && yun_window_is_complete (f->window));
  assert_stored (f, id, "name", "上海格思航天科技有限公司");
}

/* What is pasted into one line is one line. */
static void
test_paste (Fixture *f, gconstpointer data)
{
  gint64         id;
  YunRecordForm *form = open_form (f, &id);

  type_in (form, "address", "第一行\r\n第二行\n");
  assert_row (form, "address", "第一行 第二行");
}

/* What someone else writes in a field that is not touched here is shown, and saving leaves it. */
static void
test_meanwhile (Fixture *f, gconstpointer data)
{
  gint64                id;
  YunRecordForm        *form = open_form (f, &id);
  g_autoptr (YunRecord) record = yun_store_get_sync (f->store, &yun_entity_firm, id, NULL);
  g_autoptr (YunRecord) after = yun_record_copy (record);
  g_autoptr (YunEdits)  edits = yun_edits_new (YUN_ACTION_EDIT, "", "other");
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunChange) change = NULL;

  type_in (form, "short-name", "我所改");
  yun_record_set_text (after, field ("address"), "他人所改");
  yun_edits_add_difference (edits, record, after);
  change = yun_store_write_sync (f->store, edits, NULL, &error);
  g_assert_no_error (error);
  wait_until (yun_field_row_get_mark (yun_form_get_row (YUN_FORM (form), "address")) != NULL);
  assert_row (form, "address", "他人所改");
  assert_row (form, "short-name", "我所改");
  yun_form_save (YUN_FORM (form));
  wait_until (f->window->form == NULL && yun_window_is_complete (f->window));
  assert_stored (f, id, "short-name", "我所改");
  assert_stored (f, id, "address", "他人所改");
}

/* A record that another program changed meanwhile is not overwritten. */
static void
test_conflict (Fixture *f, gconstpointer data)
{
  gint64                id;
  YunRecordForm        *form = open_form (f, &id);
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunStore)  other = yun_store_open_apart_sync (f->path, &error);
  g_autoptr (YunRecord) record = NULL;
  g_autoptr (YunChange) change = NULL;

  g_assert_no_error (error);
  record = yun_store_get_sync (other, &yun_entity_firm, id, NULL);
  yun_record_set_text (record, field ("short-name"), "他人所改");
  change = yun_store_save_sync (other, record, "other", NULL, &error);
  g_assert_no_error (error);
  yun_store_close (other);

  type_in (form, "short-name", "我所改");
  yun_form_save (YUN_FORM (form));
  wait_until (yun_field_row_is_undecided (yun_form_get_row (YUN_FORM (form), "short-name")));
  assert_stored (f, id, "short-name", "他人所改");
  assert_row (form, "short-name", "我所改");
  /* Not before it is decided, and both ways are open until it is saved. */
  yun_form_save (YUN_FORM (form));
  g_assert_false (yun_form_is_saving (YUN_FORM (form)));
  yun_field_row_decide (yun_form_get_row (YUN_FORM (form), "short-name"), TRUE);
  assert_row (form, "short-name", "他人所改");
  yun_field_row_decide (yun_form_get_row (YUN_FORM (form), "short-name"), FALSE);
  assert_row (form, "short-name", "我所改");
  yun_form_save (YUN_FORM (form));
  wait_until (f->window->form == NULL && yun_window_is_complete (f->window));
  assert_stored (f, id, "short-name", "我所改");
}

/* A new firm stands at its town's anchor, in its town's zone. */
static void
test_new (Fixture *f, gconstpointer data)
{
  const YunDistrictTown *town = yun_chain_find_town ("新桥镇");
  YunRecordForm         *form;
  YunRecord             *record;
  const YunRect         *box;
  guint                  rows = yun_workspace_get_ids (f->workspace)->len;

  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.new-record", "s", "firm");
  form = YUN_RECORD_FORM (f->window->form);
  g_assert_nonnull (form);
  type_in (form, "name", "上海试验航天有限公司");
  type_in (form, "town", "九亭镇");
  type_in (form, "town", "新桥镇");
  yun_form_save (YUN_FORM (form));
  wait_until (f->window->form == NULL && yun_window_is_complete (f->window));
  g_assert_cmpuint (yun_workspace_get_ids (f->workspace)->len, ==, rows + 1);
  record = yun_detail_pane_get_record (YUN_DETAIL_PANE (f->window->detail));
  g_assert_cmpstr (yun_record_get_name (record), ==, "上海试验航天有限公司");
  g_assert_cmpint (yun_record_get_int (record, field ("accuracy")), ==, YUN_ACCURACY_TOWN);
  g_assert_cmpint (yun_record_get_int (record, field ("zone")), ==,
                   1 << yun_enum_find (&yun_enum_zone, town->zone));
  g_assert_nonnull (yun_record_get_shape (record));
  box = yun_geom_get_box (yun_record_get_shape (record));
  g_assert_cmpfloat (box->x0, ==, town->lon);
  g_assert_cmpfloat (box->y0, ==, town->lat);
}

/* Unsaved edits are not lost without a question. */
static void
test_close (Fixture *f, gconstpointer data)
{
  gint64         id;
  YunRecordForm *form = open_form (f, &id);

  gtk_window_close (GTK_WINDOW (form));
  wait_until (f->window->form == NULL);

  form = open_form (f, &id);
  type_in (form, "note", "未保存");
  gtk_window_close (GTK_WINDOW (form));
  answer ("keep");
  g_assert_true (f->window->form == GTK_WIDGET (form));
  gtk_window_close (GTK_WINDOW (form));
  answer ("discard");
  wait_until (f->window->form == NULL);
}

int
main (int argc, char **argv)
{
  g_autoptr (YunApplication) app = init_application (&argc, &argv);

  g_test_add ("/form/edit", Fixture, NULL, set_up, test_edit, tear_down);
  g_test_add ("/form/check", Fixture, NULL, set_up, test_check, tear_down);
  g_test_add ("/form/refuse", Fixture, NULL, set_up, test_refuse, tear_down);
  g_test_add ("/form/code", Fixture, NULL, set_up, test_code, tear_down);
  g_test_add ("/form/twins", Fixture, NULL, set_up, test_twins, tear_down);
  g_test_add ("/form/paste", Fixture, NULL, set_up, test_paste, tear_down);
  g_test_add ("/form/meanwhile", Fixture, NULL, set_up, test_meanwhile, tear_down);
  g_test_add ("/form/conflict", Fixture, NULL, set_up, test_conflict, tear_down);
  g_test_add ("/form/new", Fixture, NULL, set_up, test_new, tear_down);
  g_test_add ("/form/close", Fixture, NULL, set_up, test_close, tear_down);
  return g_test_run ();
}
