/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "yun-store-history.h"
#include "yun-store-write.h"

#include "store-fixture.h"

#include "yun-plot.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

/* A history that someone else has damaged: every question about it is answered or refused with a
 * sentence, the records stay as they are, and writing goes on. */

static void
execute (const char *path, const char *sql)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (db));
  sqlite3_close (db);
}

static YunRecord *
add_plot (YunStore *store, const char *name)
{
  g_autoptr (YunRecord) record = yun_entity_new_record (&yun_entity_plot);
  g_autoptr (YunEdits)  edits = yun_edits_new (YUN_ACTION_ADD, "", "甲");
  g_autoptr (YunChange) change = NULL;
  g_autoptr (GError)    error = NULL;

  yun_record_set_text (record, yun_entity_get_field (&yun_entity_plot, "name"), name);
  yun_edits_add_insert (edits, record);
  change = yun_store_write_sync (store, edits, NULL, &error);
  g_assert_no_error (error);
  return yun_store_get_sync (store, &yun_entity_plot, yun_edits_get (edits, 0)->id, NULL);
}

static YunChange *
set_name (YunStore *store, YunRecord *before, const char *name)
{
  g_autoptr (YunRecord) after = yun_record_copy (before);
  g_autoptr (YunEdits)  edits = yun_edits_new (YUN_ACTION_EDIT, "", "乙");
  g_autoptr (GError)    error = NULL;
  YunChange            *change;

  yun_record_set_text (after, yun_entity_get_field (&yun_entity_plot, "name"), name);
  yun_edits_add_difference (edits, before, after);
  change = yun_store_write_sync (store, edits, NULL, &error);
  g_assert_no_error (error);
  return change;
}

/* Two plots added, the first renamed, the second removed and brought back. */
static void
make_history (Fixture *fixture)
{
  g_autoptr (YunStore)  store = fixture_create (fixture);
  g_autoptr (YunRecord) a = add_plot (store, "一");
  g_autoptr (YunRecord) b = add_plot (store, "二");
  g_autoptr (YunEdits)  edits = yun_edits_new (YUN_ACTION_REMOVE, "", "甲");
  g_autoptr (YunChange) renamed = set_name (store, a, "三");
  g_autoptr (YunChange) removed = NULL;
  g_autoptr (YunChange) undo = NULL;
  g_autoptr (GError)    error = NULL;

  yun_edits_add_remove (edits, b);
  removed = yun_store_write_sync (store, edits, NULL, &error);
  g_assert_no_error (error);
  undo = yun_store_undo_sync (store, removed->number, YUN_UNDO_DEFAULT, "甲", NULL, NULL, &error);
  g_assert_no_error (error);
  yun_store_close (store);
}

/* Whatever comes of it, it is told as an error or as a result. */
static void
ask_everything (YunStore *store)
{
  g_autoptr (GPtrArray) changes = yun_store_list_changes_sync (store, NULL, NULL);
  g_autoptr (GPtrArray) named =
    yun_store_list_changes_sync (store, &(YunChangeQuery){ .text = "三" }, NULL);

  for (gint64 number = 1; number <= 7; number++)
    {
      g_autoptr (GError)    error = NULL;
      g_autoptr (GPtrArray) values = yun_store_list_values_sync (store, number, 0, &error);
      g_autoptr (GPtrArray) records = NULL;

      g_assert_true (values != NULL || error != NULL);
      g_clear_error (&error);
      records = yun_store_explain_change_sync (store, number, NULL, 0, 0, &error);
      g_assert_true (records != NULL || error != NULL);
    }
}

static void
take_back_everything (YunStore *store)
{
  for (gint64 number = 6; number >= 0; number--)
    {
      g_autoptr (GError)    error = NULL;
      g_autoptr (YunChange) change =
        yun_store_undo_sync (store, number, YUN_UNDO_REST, "丙", NULL, NULL, &error);
      g_autoptr (YunChange) again = NULL;

      g_assert_true (change != NULL || error != NULL);
      g_clear_error (&error);
      again = yun_store_redo_sync (store, "丙", NULL, &error);
      g_assert_true (again != NULL || error != NULL);
    }
}

static const char *const damages[] = {
  "DELETE FROM change_edit",
  "DELETE FROM change_run",
  "DELETE FROM change WHERE number=3",
  "DELETE FROM change",
  "UPDATE change_edit SET before='{', after='[1'",
  "UPDATE change_edit SET before=x'00ff', after=x'e38080ff' WHERE field IS NULL",
  "UPDATE change_edit SET before='{\"name\":{\"a\":[]},\"name\":7}' WHERE before NOTNULL",
  "UPDATE change_edit SET after='{\"uid\":null,\"geom\":1,\"nothing\":\"x\"}' WHERE field IS NULL",
  "UPDATE change_edit SET before=x'0001ffff', after=x'' WHERE field='geom'",
  "UPDATE change_edit SET entity='nothing'",
  "UPDATE change_edit SET entity=''; UPDATE OR REPLACE change_run SET entity='x'",
  "UPDATE change_edit SET field='nothing' WHERE field NOTNULL",
  "UPDATE change_edit SET field='revision' WHERE field NOTNULL",
  "UPDATE change_edit SET field='name\"; DROP TABLE plot; --' WHERE field NOTNULL",
  "UPDATE change_edit SET uid=NULL",
  "UPDATE change_edit SET uid='x' WHERE change=4",
  "UPDATE change_edit SET id=-id",
  "UPDATE change_edit SET id=9223372036854775807",
  "UPDATE change_edit SET kind='nothing'",
  "UPDATE change_edit SET kind='insert'",
  "UPDATE change_edit SET kind='remove'",
  "UPDATE change_edit SET kind='set'",
  "UPDATE change_edit SET change=change+100",
  "UPDATE change_edit SET seq=-seq*1000000000000",
  "UPDATE change_run SET first=-9223372036854775807, last=9223372036854775807",
  "UPDATE change_run SET last=first-1",
  "UPDATE change_run SET kind='nothing'",
  "UPDATE change SET target=number",
  "UPDATE change SET target=CASE number WHEN 5 THEN 6 WHEN 6 THEN 5 END",
  "UPDATE change SET target=999 WHERE number>4",
  "UPDATE change SET action='undo'",
  "UPDATE change SET action='nothing'",
  "UPDATE change SET action='redo', target=number-1",
  "UPDATE change SET number=-number",
  "UPDATE change SET number=number+9223372036854775000",
  "UPDATE change SET at='yesterday', who=x'ff', summary=x'ff00'",
  "UPDATE change SET n_rows=-1",
  "UPDATE change SET n_rows=9223372036854775807, minx='x', maxx=1e999, miny=NULL",
  "UPDATE change SET void=7",
  "UPDATE meta SET value='x' WHERE key='undo_since'",
  "DELETE FROM meta WHERE key IN ('undo_since','registry')",
  "UPDATE writer SET inside=1",
  "DELETE FROM writer",
};

static void
check_answers (const char *path)
{
  g_autoptr (GError)   error = NULL;
  g_autoptr (YunStore) store = yun_store_open_sync (path, YUN_STORE_DEFAULT, NULL, &error);

  if (store == NULL)
    {
      g_assert_nonnull (error);
      g_test_message ("refused: %s", error->message);
      return;
    }
  g_assert_cmpint (count_rows (store, &yun_entity_plot), ==, 2);
  ask_everything (store);
  take_back_everything (store);
  yun_store_close (store);
}

/* What is recorded after the damage can be taken back. */
static void
check_goes_on (const char *path)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunStore)  store = yun_store_open_sync (path, YUN_STORE_DEFAULT, NULL, &error);
  g_autoptr (YunRecord) record = NULL;
  g_autoptr (YunRecord) now = NULL;
  g_autoptr (YunChange) change = NULL;
  g_autoptr (YunChange) undo = NULL;

  g_assert_no_error (error);
  if (yun_store_is_read_only (store))
    {
      g_test_message ("read only");
      yun_store_close (store);
      return;
    }
  record = add_plot (store, "四");
  change = set_name (store, record, "五");
  undo = yun_store_undo_sync (store, change->number, YUN_UNDO_DEFAULT, "丙", NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (undo);
  now = yun_store_get_sync (store, &yun_entity_plot, yun_record_get_id (record), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (yun_record_get_name (now), ==, "四");
  yun_store_close (store);
}

static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  static void (*const checks[]) (const char *path) = { check_answers, check_goes_on };
  g_autofree char *whole = NULL;
  gsize            length;

  make_history (fixture);
  g_assert_true (g_file_get_contents (fixture->path, &whole, &length, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    for (guint k = 0; k < G_N_ELEMENTS (checks); k++)
      {
        g_autofree char *path = g_strdup_printf ("%s-%u-%u.sqlite", fixture->path, i, k);

        g_test_message ("%s", damages[i]);
        g_assert_true (g_file_set_contents (path, whole, (gssize) length, NULL));
        execute (path, damages[i]);
        checks[k](path);
        g_assert_cmpint (g_remove (path), ==, 0);
      }
}

/* The clock was set back: the order is that of the numbers, and the newest is taken back. */
static void
test_clock (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunStore)  store = NULL;
  g_autoptr (YunRecord) record = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (YunChange) undo = NULL;
  const YunChange      *newest;

  make_history (fixture);
  execute (fixture->path, "UPDATE change SET at='2099-12-31T23:59:59Z';"
                          "UPDATE plot SET updated='2099-12-31T23:59:59Z'");
  store = yun_store_open_sync (fixture->path, YUN_STORE_DEFAULT, NULL, &error);
  g_assert_no_error (error);
  record = add_plot (store, "四");
  changes = yun_store_list_changes_sync (store, NULL, &error);
  g_assert_no_error (error);
  newest = changes->pdata[0];
  g_assert_cmpstr (newest->summary, ==, "四");
  g_assert_cmpstr (newest->at, <, "2099");
  undo = yun_store_undo_sync (store, 0, YUN_UNDO_DEFAULT, "丙", NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (undo->target, ==, newest->number);
  yun_store_close (store);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/log-damaged/damaged", Fixture, NULL, fixture_set_up, test_damaged,
              fixture_tear_down);
  g_test_add ("/log-damaged/clock", Fixture, NULL, fixture_set_up, test_clock, fixture_tear_down);
  return g_test_run ();
}
