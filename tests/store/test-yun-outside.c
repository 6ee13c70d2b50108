/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store-fixture.h"

#include "yun-log.h"
#include "yun-plot.h"
#include "yun-search.h"
#include "yun-store-history.h"
#include "yun-store-private.h"
#include "yun-wkb.h"

#include <math.h>

/* What another program does to the file: as sqlite3 with mod_spatialite does it, with a connection
 * that has none of our functions. */
static void
write_outside (Fixture *fixture, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (YunDb)  db = yun_db_open (fixture->path, YUN_DB_DEFAULT, &error);

  g_assert_no_error (error);
  if (!yun_db_exec (db, sql, &error))
    g_error ("%s: %s", sql, error->message);
}

static YunRecord *
make_plot (const char *name, const char *number)
{
  YunRecord          *plot = yun_entity_new_record (&yun_entity_plot);
  g_autoptr (YunGeom) shape = yun_geom_new_box (&(YunRect){ 121.2, 31, 121.202, 31.001 });

  yun_record_set_text (plot, yun_entity_get_field (&yun_entity_plot, "name"), name);
  yun_record_set_text (plot, yun_entity_get_field (&yun_entity_plot, "number"), number);
  yun_record_set_shape (plot, shape);
  return plot;
}

static gint64
save (YunStore *store, YunRecord *record)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunChange) change = yun_store_save_sync (store, record, "我", NULL, &error);

  g_assert_no_error (error);
  return change->number;
}

static gint64
count (YunStore *store, const char *text)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunFilter) filter = yun_filter_parse (text, NULL, &error);
  YunTotals             totals = { 0 };

  g_assert_no_error (error);
  g_assert_true (yun_store_totals_sync (store, &yun_entity_plot, filter, &totals, NULL, &error));
  g_assert_no_error (error);
  return totals.count;
}

static YunRecord *
load (YunStore *store, gint64 id)
{
  g_autoptr (GError) error = NULL;
  YunRecord         *record = yun_store_get_sync (store, &yun_entity_plot, id, &error);

  g_assert_no_error (error);
  return record;
}

static void
changed_cb (YunStore *store, YunChange *change, YunChange **last)
{
  if (change->action != YUN_ACTION_OUTSIDE && change->action != YUN_ACTION_RENEW)
    return;
  g_clear_pointer (last, yun_change_unref);
  *last = yun_change_ref (change);
}

/* Lets the open store notice, as it does within a second. */
static YunChange *
wait_for_change (YunStore *store)
{
  YunChange *last = NULL;
  gulong     handler = g_signal_connect (store, "changed", G_CALLBACK (changed_cb), &last);

  yun_store_set_rest_ms (store, 5);
  while (last == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (store, handler);
  return last;
}

/* ---- Only read ------------------------------------------------------------------------------ */

static void
any_cb (YunStore *store, YunChange *change, YunChange **last)
{
  g_clear_pointer (last, yun_change_unref);
  *last = yun_change_ref (change);
}

/* Who may only read is told too, of what another program wrote and of what was taken in elsewhere,
 * and sees it derived without opening anew. */
static void
test_read_only_notices (Fixture *fixture, gconstpointer columns)
{
  g_autoptr (YunStore)  store = fixture_create (fixture);
  g_autoptr (YunRecord) plot = make_plot ("旧名", "A-1");
  g_autoptr (YunStore)  other = NULL;
  g_autoptr (YunChange) told = NULL;
  g_autoptr (GError)    error = NULL;
  YunChangeRow         *row;

  save (store, plot);
  yun_store_close (store);
  g_clear_object (&store);
  store = yun_store_open_sync (fixture->path, YUN_STORE_READ_ONLY, NULL, &error);
  g_assert_no_error (error);
  if (columns != NULL)
    g_assert_true (yun_store_keep_columns_sync (store, &error));
  g_assert_cmpint (count (store, "plot standing:low"), ==, 0);
  g_signal_connect (store, "changed", G_CALLBACK (any_cb), &told);
  yun_store_set_rest_ms (store, 5);

  write_outside (fixture, "UPDATE plot SET name='新名', standing='low', area_paper_m2=666666.7");
  /* Whatever is answered until it is noticed is not kept. */
  count (store, "plot standing:low");
  while (told == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (told->rows->len, ==, 1);
  row = &g_array_index (told->rows, YunChangeRow, 0);
  g_assert_cmpint (row->id, ==, yun_record_get_id (plot));
  g_assert_cmpint (count (store, "plot standing:low"), ==, 1);
  g_assert_cmpint (count (store, "plot area:666666..666667m2"), ==, 1);
  g_clear_pointer (&told, yun_change_unref);

  other = fixture_open_apart (fixture);
  while (told == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (told->action, ==, YUN_ACTION_OUTSIDE);
  g_assert_cmpint (count (store, "plot standing:low"), ==, 1);
  g_clear_pointer (&told, yun_change_unref);

  {
    g_autoptr (YunRecord) second = make_plot ("再来", "A-2");

    save (other, second);
  }
  while (told == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (count (store, "plot"), ==, 2);
  yun_store_close (other);
}

#define OTHER_SHAPE                                                                                \
  "CastToMultiPolygon(GeomFromText('POLYGON((121.3 31, 121.303 31, 121.303 31.002, 121.3 31.002, " \
  "121.3 31))', 4490))"

/* Case W2 and W3: name, standing, paper area and outline set by another program: all that is
 * derived is made anew, and it is a change that can be undone. */
static void
check_edited (YunStore *store, gint64 id, const YunChange *change)
{
  g_autoptr (YunRecord)       plot = load (store, id);
  g_autoptr (YunSearchResult) found = NULL;
  g_autoptr (GError)          error = NULL;

  g_assert_cmpint (change->action, ==, YUN_ACTION_OUTSIDE);
  g_assert_cmpuint (change->n_rows, ==, 1);
  g_assert_cmpint (yun_record_get_revision (plot), ==, change->number);
  g_assert_cmpint (count (store, "plot status:low"), ==, 1);
  g_assert_cmpint (count (store, "plot standing:low"), ==, 1);
  g_assert_cmpint (count (store, "plot area:666666..666667m2"), ==, 1);
  g_assert_cmpint (count (store, "plot 新名"), ==, 1);
  g_assert_cmpint (count (store, "plot 旧名"), ==, 0);
  g_assert_cmpfloat (
    yun_record_get_real (plot, yun_entity_get_field (&yun_entity_plot, "area-computed")), >, 50000);
  found = yun_store_search_sync (store, "xm", 10, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->hits->len, ==, 1);
}

static const char edit_all[] =
  "UPDATE plot SET name='新名', standing='low', area_paper_m2=666666.7, geom=" OTHER_SHAPE;

static void
test_noticed (Fixture *fixture, gconstpointer at_opening)
{
  g_autoptr (YunStore)  store = fixture_create (fixture);
  g_autoptr (YunRecord) plot = make_plot ("旧名", "A-1");
  g_autoptr (YunChange) change = NULL;
  g_autoptr (YunChange) undo = NULL;
  g_autoptr (GPtrArray) values = NULL;
  g_autoptr (GError)    error = NULL;
  g_autofree char      *before = NULL;
  g_autofree char      *after = NULL;

  save (store, plot);
  before = dump_rows (store);
  g_assert_cmpint (count (store, "plot standing:low"), ==, 0);
  if (at_opening != NULL)
    g_clear_object (&store);
  else
    yun_store_keep_columns (store);
  write_outside (fixture, edit_all);
  if (at_opening != NULL)
    {
      g_autoptr (GPtrArray) changes = NULL;

      store = fixture_open (fixture);
      changes = yun_store_list_changes_sync (store, &(YunChangeQuery){ .limit = 1 }, NULL);
      change = yun_change_ref (g_ptr_array_index (changes, 0));
    }
  else
    change = wait_for_change (store);
  check_edited (store, yun_record_get_id (plot), change);

  values = yun_store_list_values_sync (store, change->number, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (values->len, ==, 4);
  undo = yun_store_undo_sync (store, 0, YUN_UNDO_DEFAULT, "我", NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (undo->target, ==, change->number);
  after = dump_rows (store);
  g_assert_cmpstr (before, ==, after);
}

/* Case W2 on a file that is only read: nothing can be taken in, and the answers are right all the
 * same. */
static void
test_only_read (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = fixture_create (fixture);
  g_autoptr (YunRecord) plot = make_plot ("旧名", "A-1");
  g_autoptr (YunRecord) other = make_plot ("别的", "A-2");
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GError)    error = NULL;

  save (store, plot);
  save (store, other);
  g_clear_object (&store);
  write_outside (fixture,
                 "UPDATE plot SET name='新名', standing='low', area_paper_m2=666666.7 WHERE "
                 "number='A-1'");
  store = yun_store_open_sync (fixture->path, YUN_STORE_READ_ONLY, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (yun_store_is_behind_sync (store));
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpint (count (store, "plot"), ==, 2);
      g_assert_cmpint (count (store, "plot status:low 新名"), ==, 1);
      g_assert_cmpint (count (store, "plot area:666666..666667m2"), ==, 1);
      g_assert_cmpint (count (store, "plot 旧名"), ==, 0);
      g_assert_true (yun_store_keep_columns_sync (store, &error));
    }
  changes = yun_store_list_changes_sync (store, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (changes->len, ==, 3);
}

/* Case W1: what a form did not touch stays as the other program set it; what both set is refused
 * with both values. */
static void
test_edits_compare (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = fixture_create (fixture);
  g_autoptr (YunRecord) plot = make_plot ("旧名", "A-1");
  g_autoptr (YunRecord) mine = NULL;
  g_autoptr (YunEdits)  edits = yun_edits_new (YUN_ACTION_EDIT, "", "我");
  g_autoptr (YunEdits)  both = yun_edits_new (YUN_ACTION_EDIT, "", "我");
  g_autoptr (YunChange) change = NULL;
  g_autoptr (YunRecord) now = NULL;
  g_autoptr (GError)    error = NULL;
  g_autofree char      *sentence = NULL;

  save (store, plot);
  mine = yun_record_copy (plot);
  write_outside (fixture, edit_all);
  yun_record_set_text (mine, yun_entity_get_field (&yun_entity_plot, "number"), "B-2");
  yun_edits_add_difference (edits, plot, mine);
  g_assert_cmpuint (yun_edits_get_n (edits), ==, 1);
  change = yun_store_write_sync (store, edits, NULL, &error);
  g_assert_no_error (error);
  now = load (store, yun_record_get_id (plot));
  g_assert_cmpstr (yun_record_get_name (now), ==, "新名");
  g_assert_cmpstr (yun_record_get_text (now, yun_entity_get_field (&yun_entity_plot, "number")), ==,
                   "B-2");
  g_assert_false (yun_geom_equal (yun_record_get_shape (now), yun_record_get_shape (plot)));

  yun_record_set_text (mine, yun_entity_get_field (&yun_entity_plot, "name"), "我的");
  yun_edits_add_difference (both, plot, mine);
  g_clear_pointer (&change, yun_change_unref);
  g_assert_null (yun_store_write_sync (store, both, NULL, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_CONFLICT);
  g_assert_nonnull (strstr (error->message, "新名"));
  g_assert_nonnull (strstr (error->message, "我的"));
  g_assert_cmpint (yun_edits_get (both, 0)->verdict, ==, YUN_VERDICT_CONFLICT);
  sentence = yun_edit_describe (yun_edits_get (both, 0));
  g_assert_cmpstr (sentence, ==, error->message);
}

/* Fields that mean one thing are decided together. */
static void
test_groups (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = fixture_create (fixture);
  g_autoptr (YunRecord) plot = make_plot ("甲", "A-1");
  g_autoptr (YunRecord) mine = NULL;
  g_autoptr (YunEdits)  edits = yun_edits_new (YUN_ACTION_EDIT, "", "我");
  g_autoptr (YunChange) change = NULL;
  g_autoptr (YunRecord) now = NULL;
  g_autoptr (GError)    error = NULL;
  const YunField       *standing = yun_entity_get_field (&yun_entity_plot, "standing");
  const YunField       *doc = yun_entity_get_field (&yun_entity_plot, "standing-doc");
  const YunField       *note = yun_entity_get_field (&yun_entity_plot, "note");

  save (store, plot);
  mine = yun_record_copy (plot);
  write_outside (fixture, "UPDATE plot SET standing='reserve'");
  yun_record_set_text (mine, doc, "沪松规〔2026〕1号");
  yun_record_set_text (mine, note, "看过");
  yun_edits_add_difference (edits, plot, mine);
  change = yun_store_write_sync (store, edits, NULL, &error);
  g_assert_no_error (error);
  now = load (store, yun_record_get_id (plot));
  g_assert_cmpstr (yun_record_get_text (now, note), ==, "看过");
  g_assert_null (yun_record_get_text (now, doc));
  g_assert_cmpint (yun_record_get_int (now, standing), >=, 0);
  g_assert_cmpuint (yun_edits_count (edits, YUN_VERDICT_WRITTEN), ==, 1);

  /* It says because of what. */
  for (guint i = 0; i < yun_edits_get_n (edits); i++)
    if (yun_edits_get (edits, i)->field == doc)
      {
        g_autofree char *sentence = yun_edit_describe (yun_edits_get (edits, i));

        g_assert_cmpint (yun_edits_get (edits, i)->verdict, ==, YUN_VERDICT_CONFLICT);
        g_assert_nonnull (strstr (sentence, yun_field_get_label (standing)));
        g_assert_nonnull (strstr (sentence, "沪松规〔2026〕1号"));
      }
}

typedef struct
{
  YunRecord *record;
  guint      left;
} Twice;

static YunRecord *
next_twice_cb (gpointer user_data, GError **error)
{
  Twice *twice = user_data;

  return twice->left-- > 0 ? twice->record : NULL;
}

/* A uid stands once, also in what is imported; the file is then as it was. */
static void
test_import_twice (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = fixture_create (fixture);
  g_autoptr (YunRecord) plot = make_plot ("甲", "A-1");
  Twice                 twice = { plot, 2 };
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunChange) change = NULL;

  g_assert_null (
    yun_store_import_sync (store, YUN_ACTION_IMPORT, "x", next_twice_cb, &twice, "", NULL, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_CONSTRAINT);
  g_clear_error (&error);
  g_assert_cmpint (count (store, "plot"), ==, 0);
  twice.left = 1;
  change =
    yun_store_import_sync (store, YUN_ACTION_IMPORT, "x", next_twice_cb, &twice, "", NULL, &error);
  g_assert_no_error (error);
  twice.left = 1;
  g_assert_null (
    yun_store_import_sync (store, YUN_ACTION_IMPORT, "x", next_twice_cb, &twice, "", NULL, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_CONSTRAINT);
}

/* Case W8: a plot drawn in QGIS, in which what a person left empty is NULL. */
static void
test_inserted (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = fixture_create (fixture);
  g_autoptr (YunChange) change = NULL;
  g_autoptr (YunChange) undo = NULL;
  g_autoptr (YunRecord) plot = NULL;
  g_autoptr (GError)    error = NULL;

  write_outside (fixture,
                 "INSERT INTO plot (revision, name, uid, search, use_state, geom) VALUES (NULL, "
                 "'画的', NULL, NULL, 'vacant', " OTHER_SHAPE ")");
  change = wait_for_change (store);
  g_assert_cmpint (change->action, ==, YUN_ACTION_OUTSIDE);
  g_assert_cmpint (count (store, "plot status:vacant area:>1mu"), ==, 1);
  g_assert_cmpint (count (store, "plot 画的"), ==, 1);
  plot = load (store, g_array_index (change->rows, YunChangeRow, 0).id);
  g_assert_true (g_uuid_string_is_valid (yun_record_get_uid (plot)));
  g_assert_nonnull (yun_record_get_text (plot, yun_entity_get_field (&yun_entity_plot, "created")));
  undo = yun_store_undo_sync (store, 0, YUN_UNDO_DEFAULT, "", NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count (store, "plot"), ==, 0);
}

/* A copy of a row gets a uid of its own, a uid cannot be written over, a row put in place of
 * another and one deleted come back. */
static void
test_identity (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = fixture_create (fixture);
  g_autoptr (YunRecord) a = make_plot ("甲", "A-1");
  g_autoptr (YunRecord) b = make_plot ("乙", "A-2");
  g_autoptr (YunRecord) now = NULL;
  g_autofree char      *before = NULL;
  g_autofree char      *after = NULL;

  save (store, a);
  save (store, b);
  before = dump_rows (store);
  write_outside (fixture,
                 "INSERT INTO plot (name, uid) SELECT '副本', uid FROM plot WHERE name='甲';"
                 "UPDATE plot SET uid='x' WHERE name='乙';"
                 "INSERT OR REPLACE INTO plot (id, name) SELECT id, '替' FROM plot WHERE "
                 "name='甲';"
                 "DELETE FROM plot WHERE name='乙'");
  yun_change_unref (wait_for_change (store));
  g_assert_cmpint (count (store, "plot"), ==, 2);
  now = load (store, yun_record_get_id (a));
  g_assert_cmpstr (yun_record_get_name (now), ==, "替");
  {
    g_autoptr (GError)    error = NULL;
    g_autoptr (YunChange) undo =
      yun_store_undo_sync (store, 0, YUN_UNDO_DEFAULT, "", NULL, NULL, &error);

    g_assert_no_error (error);
  }
  after = dump_rows (store);
  g_assert_cmpstr (before, ==, after);
}

/* What is written while our triggers are away is not lost sight of: all is derived anew. */
static void
test_triggers_dropped (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = fixture_create (fixture);
  g_autoptr (YunRecord) plot = make_plot ("旧名", "A-1");
  g_autoptr (YunChange) change = NULL;

  save (store, plot);
  write_outside (fixture, "DROP TRIGGER outside_plot_update");
  write_outside (fixture, "UPDATE plot SET standing='low', name='新名'");
  change = wait_for_change (store);
  g_assert_cmpint (change->action, ==, YUN_ACTION_RENEW);
  g_assert_cmpint (count (store, "plot status:low 新名"), ==, 1);
  g_clear_pointer (&change, yun_change_unref);

  write_outside (fixture, "UPDATE plot SET name='再'");
  change = wait_for_change (store);
  g_assert_cmpint (change->action, ==, YUN_ACTION_OUTSIDE);
  g_assert_cmpint (count (store, "plot 再"), ==, 1);
}

/* The history as plain SQL reads it. */
static void
test_plain_sql (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = fixture_create (fixture);
  g_autoptr (YunRecord) plot = make_plot ("甲", "A-1");
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunDb)     db = NULL;
  gint64                n = 0;

  save (store, plot);
  yun_record_set_text (plot, yun_entity_get_field (&yun_entity_plot, "name"), "乙");
  save (store, plot);
  db = yun_db_open (fixture->path, YUN_DB_READ_ONLY | YUN_DB_PLAIN, &error);
  g_assert_no_error (error);
  g_assert_true (yun_db_get_int (db,
                                 "SELECT count(*) FROM change_value v JOIN plot p ON p.uid=v.uid "
                                 "WHERE v.entity='plot' AND v.field='name' AND v.before='甲' AND "
                                 "v.after='乙' AND v.kind='set'",
                                 &n, &error));
  g_assert_cmpint (n, ==, 1);
  g_assert_true (yun_db_get_int (db,
                                 "SELECT count(*) FROM change_value WHERE kind='insert' AND "
                                 "field='number' AND after='A-1'",
                                 &n, &error));
  g_assert_cmpint (n, ==, 1);
}

/* A row of a record as JSON and back: to the last bit of every number. */
static void
test_json (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GRand)       rand = g_rand_new_with_seed (3);
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);

  for (guint i = 0; i < 300; i++)
    {
      g_autoptr (YunRecord) record = make_record (entities[i % n], rand, 0.8);
      g_autoptr (YunRecord) back = yun_entity_new_record (entities[i % n]);
      g_autofree char      *json = NULL;

      yun_record_set_text (record, yun_entity_get_field (entities[i % n], "note"),
                           "“引号\" 反斜\\ \n\t\x01 𠮷");
      yun_record_set_shape (record, NULL);
      json = yun_log_print_record (record);
      g_assert_true (yun_log_parse_record (json, back));
      yun_record_derive (record, NULL);
      yun_record_derive (back, NULL);
      g_assert_true (yun_record_equal (record, back));
      for (gsize cut = 0; cut + 1 < strlen (json); cut += 7)
        {
          g_autofree char *part = g_strndup (json, cut);

          g_assert_false (yun_log_parse_record (part, back));
        }
    }
}

#define ADD(name, data, func)                                                                      \
  g_test_add (name, Fixture, data, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/outside/noticed", NULL, test_noticed);
  ADD ("/outside/noticed-at-opening", "opening", test_noticed);
  ADD ("/outside/only-read", NULL, test_only_read);
  ADD ("/outside/edits-compare", NULL, test_edits_compare);
  ADD ("/outside/groups", NULL, test_groups);
  ADD ("/outside/import-twice", NULL, test_import_twice);
  ADD ("/outside/inserted", NULL, test_inserted);
  ADD ("/outside/identity", NULL, test_identity);
  ADD ("/outside/triggers-dropped", NULL, test_triggers_dropped);
  ADD ("/outside/plain-sql", NULL, test_plain_sql);
  ADD ("/outside/json", NULL, test_json);
  g_test_add ("/outside/read-only-notices", Fixture, NULL, fixture_set_up, test_read_only_notices,
              fixture_tear_down);
  g_test_add ("/outside/read-only-notices-columns", Fixture, "columns", fixture_set_up,
              test_read_only_notices, fixture_tear_down);
  return g_test_run ();
}
