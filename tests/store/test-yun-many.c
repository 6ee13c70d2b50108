/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "yun-store-private.h"
#include "yun-store-write.h"

#include "store-fixture.h"

#include "yun-plot.h"

#include <sqlite3.h>

/* Changes of so many rows that triggers stand aside meanwhile: what they would have done is done,
 * and they are there again, also when the change is given up. */

#define N_PLOTS 1500
#define N_EDITS 1200

/* (transfer full): the triggers and indexes of the file, as text. */
static char *
list_triggers (const char *path)
{
  GString      *out = g_string_new (NULL);
  sqlite3      *db = NULL;
  sqlite3_stmt *stmt = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db,
                                       "SELECT name || ' ' || sql FROM sqlite_schema WHERE type IN "
                                       "('trigger', 'index') AND sql NOTNULL ORDER BY name",
                                       -1, &stmt, NULL),
                   ==, SQLITE_OK);
  while (sqlite3_step (stmt) == SQLITE_ROW)
    g_string_append_printf (out, "%s\n", (const char *) sqlite3_column_text (stmt, 0));
  sqlite3_finalize (stmt);
  sqlite3_close (db);
  return g_string_free (out, FALSE);
}

static YunStore *
make_registry (Fixture *fixture)
{
  YunStore             *store = fixture_create (fixture);
  g_autoptr (GRand)     rand = g_rand_new_with_seed (31);
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunChange) change =
    import_random (store, YUN_ACTION_IMPORT, &yun_entity_plot, N_PLOTS, rand, NULL, &error);

  g_assert_no_error (error);
  return store;
}

/* (transfer full): the removal of the first plots. */
static YunEdits *
make_removal (YunStore *store)
{
  g_autoptr (YunFilter) all = yun_filter_new (NULL);
  g_autoptr (GArray)    ids =
    yun_store_list_ids_sync (store, &yun_entity_plot, all, NULL, FALSE, NULL, NULL);
  g_autoptr (GPtrArray) records = yun_store_load_sync (
    store, &yun_entity_plot, (const gint64 *) (gpointer) ids->data, N_EDITS, TRUE, NULL, NULL);
  YunEdits *edits = yun_edits_new (YUN_ACTION_REMOVE, "", "甲");

  for (guint i = 0; i < records->len; i++)
    yun_edits_add_remove (edits, records->pdata[i]);
  return edits;
}

static void
check_file (Fixture *fixture, YunStore *store, const char *triggers, const char *rows)
{
  g_autofree char *triggers_now = list_triggers (fixture->path);
  g_autofree char *rows_now = rows != NULL ? dump_rows (store) : NULL;

  g_assert_cmpstr (triggers_now, ==, triggers);
  check_rtrees (fixture->path);
  if (rows != NULL)
    g_assert_cmpstr (rows_now, ==, rows);
}

static void
test_removed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = make_registry (fixture);
  g_autofree char      *triggers = list_triggers (fixture->path);
  g_autofree char      *rows = dump_rows (store);
  g_autoptr (YunEdits)  edits = make_removal (store);
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunChange) removed = yun_store_write_sync (store, edits, NULL, &error);
  g_autoptr (YunChange) undo = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (count_rows (store, &yun_entity_plot), ==, N_PLOTS - N_EDITS);
  check_file (fixture, store, triggers, NULL);
  undo = yun_store_undo_sync (store, 0, YUN_UNDO_DEFAULT, "甲", NULL, NULL, &error);
  g_assert_no_error (error);
  check_file (fixture, store, triggers, rows);
  yun_store_close (store);
}

/* The last edit of a whole change is refused: nothing of it is left. */
static void
test_given_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = make_registry (fixture);
  g_autofree char      *triggers = list_triggers (fixture->path);
  g_autoptr (YunEdits)  edits = make_removal (store);
  YunEdit              *last = yun_edits_get (edits, yun_edits_get_n (edits) - 1);
  g_autoptr (YunRecord) changed = yun_store_get_sync (store, &yun_entity_plot, last->id, NULL);
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunChange) saved = NULL;
  g_autofree char      *rows = NULL;

  yun_record_set_text (changed, yun_entity_get_field (&yun_entity_plot, "note"), "改过");
  saved = yun_store_save_sync (store, changed, "乙", NULL, &error);
  g_assert_no_error (error);
  rows = dump_rows (store);
  yun_edits_set_whole (edits, TRUE);
  g_assert_null (yun_store_write_sync (store, edits, NULL, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_CONFLICT);
  check_file (fixture, store, triggers, rows);
  yun_store_close (store);
}

/* Another program renames all plots: they are found by the new names, and an undo gives the old. */
static void
test_outside (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = make_registry (fixture);
  g_autofree char      *triggers = list_triggers (fixture->path);
  g_autofree char      *rows = dump_rows (store);
  g_autoptr (YunFilter) filter = yun_filter_parse ("plot 外面改的", NULL, NULL);
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunChange) undo = NULL;
  sqlite3              *other = NULL;
  YunTotals             totals;

  yun_store_close (store);
  g_clear_object (&store);
  g_assert_cmpint (sqlite3_open (fixture->path, &other), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (other, "UPDATE plot SET name='外面改的' || id", NULL, NULL, NULL),
                   ==, SQLITE_OK);
  sqlite3_close (other);
  store = fixture_open (fixture);
  g_assert_true (yun_store_totals_sync (store, &yun_entity_plot, filter, &totals, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (totals.count, ==, N_PLOTS);
  check_file (fixture, store, triggers, NULL);
  undo = yun_store_undo_sync (store, 0, YUN_UNDO_DEFAULT, "甲", NULL, NULL, &error);
  g_assert_no_error (error);
  check_file (fixture, store, triggers, rows);
  yun_store_close (store);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/many/removed", Fixture, NULL, fixture_set_up, test_removed, fixture_tear_down);
  g_test_add ("/many/given-up", Fixture, NULL, fixture_set_up, test_given_up, fixture_tear_down);
  g_test_add ("/many/outside", Fixture, NULL, fixture_set_up, test_outside, fixture_tear_down);
  return g_test_run ();
}
