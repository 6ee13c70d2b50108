/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "yun-store-private.h"
#include "yun-store-write.h"

#include "store-fixture.h"

#include "yun-firm.h"
#include "yun-plot.h"
#include "yun-store-history.h"
#include "yun-town.h"
#include "yun-zone.h"

#include <math.h>

/* Making, saving, reading: each entity, each field. */

static void
test_create (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = fixture_create (fixture);
  g_autoptr (GError)    error = NULL;
  g_autoptr (GPtrArray) history = NULL;
  g_autoptr (YunRecord) town = NULL;
  YunChange            *change;

  g_assert_cmpstr (yun_store_get_path (store), ==, fixture->path);
  g_assert_false (yun_store_is_read_only (store));
  g_assert_false (yun_store_is_sample (store));
  g_assert_cmpint (count_rows (store, &yun_entity_zone), ==, 3);
  g_assert_cmpint (count_rows (store, &yun_entity_town), ==, 17);
  g_assert_cmpint (count_rows (store, &yun_entity_plot), ==, 0);

  history = yun_store_list_changes_sync (store, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (history->len, ==, 1);
  change = g_ptr_array_index (history, 0);
  g_assert_cmpint (change->number, ==, 1);
  g_assert_cmpint (change->action, ==, YUN_ACTION_CREATE);
  g_assert_cmpuint (change->n_rows, ==, 20);
  g_assert_false (yun_rect_is_empty (&change->box));
  g_assert_false (yun_store_can_undo (store));
  g_assert_null (yun_store_undo_sync (store, 0, YUN_UNDO_DEFAULT, "", NULL, NULL, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOTHING);
  g_clear_error (&error);

  town = yun_store_find_sync (store, &yun_entity_town, "九亭镇", &error);
  g_assert_no_error (error);
  g_assert_nonnull (yun_record_get_shape (town));
  g_assert_null (yun_store_create_sync (fixture->path, NULL, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_EXISTS);
}

static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)    store = fixture_create (fixture);
  g_autoptr (GRand)       rand = g_rand_new_with_seed (60);
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);

  for (guint e = 0; e < n; e++)
    for (int round = 0; round < 6; round++)
      {
        g_autoptr (GError) error = NULL;
        /* Full, empty, and in between. */
        double                known = round == 0 ? 1 : round == 1 ? 0 : 0.5;
        g_autoptr (YunRecord) record = make_record (entities[e], rand, known);
        g_autoptr (YunRecord) again = NULL;
        g_autoptr (YunRecord) found = NULL;
        g_autoptr (YunChange) change = NULL;

        /* Only what has an outline has everything. */
        if (round == 0 && entities[e]->shape == YUN_SHAPE_ANY)
          {
            g_autoptr (YunGeom) box = yun_geom_new_box (&(YunRect){ 121.2, 31, 121.21, 31.01 });

            yun_record_set_shape (record, box);
          }
        change = yun_store_save_sync (store, record, "tester", NULL, &error);
        g_assert_no_error (error);
        g_assert_cmpint (yun_record_get_id (record), >, 0);
        g_assert_cmpint (yun_record_get_revision (record), ==, change->number);
        g_assert_cmpint (change->action, ==, YUN_ACTION_ADD);
        g_assert_cmpuint (change->rows->len, ==, 1);
        g_assert_cmpuint (change->entities, ==, yun_entity_get_bit (entities[e]));

        again = yun_store_get_sync (store, entities[e], yun_record_get_id (record), &error);
        g_assert_no_error (error);
        g_assert_true (yun_record_equal (record, again));
        g_assert_cmpint (yun_record_get_revision (again), ==, change->number);
        found = yun_store_find_sync (store, entities[e], yun_record_get_uid (record), &error);
        g_assert_no_error (error);
        g_assert_cmpint (yun_record_get_id (found), ==, yun_record_get_id (record));
        if (round == 0)
          {
            const YunField *const *fields = yun_entity_get_fields (entities[e], NULL);

            for (guint f = 0; fields[f] != NULL; f++)
              if (!yun_record_is_known (again, fields[f]))
                g_error ("%s of the full %s is empty", fields[f]->id, entities[e]->id);
            g_assert_true ((yun_record_get_shape (again) != NULL) ==
                           (entities[e]->shape != YUN_SHAPE_NONE));
          }
      }
}

static void
test_conflict (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = fixture_create (fixture);
  g_autoptr (GRand)     rand = g_rand_new_with_seed (1);
  g_autoptr (YunRecord) mine = make_record (&yun_entity_plot, rand, 0.8);
  g_autoptr (YunRecord) theirs = NULL;
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunChange) added = yun_store_save_sync (store, mine, "a", NULL, &error);
  g_autoptr (YunChange) edited = NULL;
  g_autoptr (YunChange) removed = NULL;
  g_autofree char      *before = NULL;
  g_autofree char      *after = NULL;

  g_assert_no_error (error);
  theirs = yun_record_copy (mine);
  yun_record_set_text (theirs, yun_entity_get_field (&yun_entity_plot, "name"), "他们的");
  edited = yun_store_save_sync (store, theirs, "b", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (edited->action, ==, YUN_ACTION_EDIT);
  before = dump_rows (store);

  g_assert_null (yun_store_save_sync (store, mine, "a", NULL, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_null (yun_store_remove_sync (store, mine, "a", NULL, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_CONFLICT);
  g_clear_error (&error);
  after = dump_rows (store);
  g_assert_cmpstr (before, ==, after);

  removed = yun_store_remove_sync (store, theirs, "b", NULL, &error);
  g_assert_no_error (error);
  g_assert_null (yun_store_save_sync (store, theirs, "b", NULL, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOT_FOUND);
}

static void
test_constraint (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = fixture_create (fixture);
  g_autoptr (GRand)     rand = g_rand_new_with_seed (2);
  g_autoptr (YunRecord) one = make_record (&yun_entity_firm, rand, 1);
  g_autoptr (YunRecord) two = make_record (&yun_entity_firm, rand, 1);
  const YunField       *code = yun_entity_get_field (&yun_entity_firm, "credit-code");
  g_autoptr (YunGeom)   box = NULL;
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunChange) change = yun_store_save_sync (store, one, "", NULL, &error);
  g_autoptr (YunChange) again = NULL;

  g_assert_no_error (error);
  yun_record_set_text (two, code, yun_record_get_text (one, code));
  /* Two of one code are a doubt to be shown, not an error of the file. */
  again = yun_store_save_sync (store, two, "", NULL, &error);
  g_assert_no_error (error);
  /* A uid stands once. */
  g_clear_object (&two);
  two = make_record (&yun_entity_firm, rand, 1);
  yun_record_set_text (two, yun_entity_get_field (&yun_entity_firm, "uid"),
                       yun_record_get_uid (one));
  g_assert_null (yun_store_save_sync (store, two, "", NULL, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_CONSTRAINT);
  g_clear_error (&error);
  g_assert_cmpint (yun_record_get_id (two), ==, 0);
  g_clear_object (&two);
  two = make_record (&yun_entity_firm, rand, 1);

  /* A firm is a point, and degrees end at 180. */
  yun_record_set_text (two, code, NULL);
  box = yun_geom_new_box (&(YunRect){ 121, 31, 121.1, 31.1 });
  yun_record_set_shape (two, box);
  g_assert_null (yun_store_save_sync (store, two, "", NULL, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_CONSTRAINT);
  g_clear_error (&error);
  g_clear_pointer (&box, yun_geom_unref);
  box = yun_geom_new_point (506000, 3434000);
  yun_record_set_shape (two, box);
  g_assert_null (yun_store_save_sync (store, two, "", NULL, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_CONSTRAINT);
}

static void
test_import (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = fixture_create (fixture);
  g_autoptr (GRand)     rand = g_rand_new_with_seed (3);
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunChange) first =
    import_random (store, YUN_ACTION_CREATE, &yun_entity_plot, 700, rand, NULL, &error);
  g_autoptr (YunChange) second = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (first->n_rows, ==, 700);
  g_assert_false (yun_store_can_undo (store));
  second = import_random (store, YUN_ACTION_IMPORT, &yun_entity_plot, 300, rand, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (second->rows->len, ==, 300);
  g_assert_true (yun_store_can_undo (store));
  g_assert_cmpint (count_rows (store, &yun_entity_plot), ==, 1000);
  yun_store_close (store);
  check_rtrees (fixture->path);
}

static void
changed_cb (YunStore *store, YunChange *change, gpointer user_data)
{
  g_array_append_val (user_data, change->number);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError   **error = user_data;
  YunChange *change = yun_store_write_finish (YUN_STORE (source), result, error);

  g_clear_pointer (&change, yun_change_unref);
  g_object_set_data (source, "saved", GINT_TO_POINTER (TRUE));
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(YunAnswer **) user_data = yun_store_ask_finish (YUN_STORE (source), result, NULL);
}

/* The news comes before the answer; requests are answered in order. */
static void
test_async (Fixture *fixture, gconstpointer data)
{
  static const char *const facets[] = { "status", "zone", NULL };
  g_autoptr (YunStore)     store = fixture_create (fixture);
  g_autoptr (GRand)        rand = g_rand_new_with_seed (4);
  g_autoptr (YunRecord)    record = make_record (&yun_entity_plot, rand, 1);
  g_autoptr (YunEdits)     edits = yun_edits_new (YUN_ACTION_ADD, "", "x");
  g_autoptr (YunRecord)    written = NULL;
  g_autoptr (YunFilter)    filter = yun_filter_new (NULL);
  g_autoptr (GArray)       numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError)       error = NULL;
  g_autoptr (YunAnswer)    answer = NULL;
  YunStore                *weak = store;
  YunEntityBits            plots = yun_entity_get_bit (&yun_entity_plot);

  g_signal_connect (store, "changed", G_CALLBACK (changed_cb), numbers);
  yun_edits_add_insert (edits, record);
  yun_store_write_async (store, edits, NULL, saved_cb, &error);
  while (g_object_get_data (G_OBJECT (store), "saved") == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (error);
  g_assert_cmpuint (numbers->len, ==, 1);
  g_assert_cmpint (yun_edits_get (edits, 0)->verdict, ==, YUN_VERDICT_WRITTEN);
  written = yun_store_get_sync (store, &yun_entity_plot, yun_edits_get (edits, 0)->id, NULL);
  g_assert_cmpint (yun_record_get_revision (written), ==, g_array_index (numbers, gint64, 0));
  g_assert_true (yun_store_can_undo (store));

  yun_store_ask_async (store, filter, plots, facets, NULL, asked_cb, &answer);
  while (answer == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (answer->totals[yun_entity_get_index (&yun_entity_plot)].count, ==, 1);
  g_assert_null (answer->ids[0]);
  g_assert_cmpuint (answer->facets[0]->len, ==, 1);

  /* Given up while a request is on its way: the store lives until it is answered. */
  g_object_add_weak_pointer (G_OBJECT (store), (gpointer *) &weak);
  g_clear_pointer (&answer, yun_answer_free);
  yun_store_ask_async (store, filter, plots, NULL, NULL, asked_cb, &answer);
  g_clear_object (&store);
  while (weak != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (answer);
}

static void
test_close (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore) store = fixture_create (fixture);
  g_autoptr (GError)   error = NULL;
  g_autofree char     *wal = g_strconcat (fixture->path, "-wal", NULL);

  g_assert_true (g_file_test (wal, G_FILE_TEST_EXISTS));
  yun_store_close (store);
  yun_store_close (store);
  g_assert_false (g_file_test (wal, G_FILE_TEST_EXISTS));
  g_assert_null (yun_store_get_sync (store, &yun_entity_zone, 1, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_FAILED);
}

static void
closed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

/* Closing is done when either way of it says so, whoever began. */
static void
test_close_async (Fixture *fixture, gconstpointer data)
{
  g_autofree char *wal = g_strconcat (fixture->path, "-wal", NULL);
  YunStore        *store = fixture_create (fixture);

  for (int i = 0; i < 20; i++)
    {
      g_autoptr (YunRecord) zone = yun_store_get_sync (store, &yun_entity_zone, 1, NULL);
      g_autofree char      *note = g_strdup_printf ("%d", i);
      g_autoptr (YunChange) change = NULL;
      gboolean              closed = FALSE;

      yun_record_set_text (zone, yun_entity_get_field (&yun_entity_zone, "note"), note);
      change = yun_store_save_sync (store, zone, "", NULL, NULL);
      g_assert_nonnull (change);
      g_assert_true (g_file_test (wal, G_FILE_TEST_EXISTS));
      yun_store_close_async (store, closed_cb, &closed);
      if (i % 2 == 0)
        yun_store_close (store);
      else
        while (!closed)
          g_main_context_iteration (NULL, TRUE);
      g_assert_false (g_file_test (wal, G_FILE_TEST_EXISTS));
      while (!closed)
        g_main_context_iteration (NULL, TRUE);
      g_object_unref (store);
      store = fixture_open (fixture);
    }
  g_object_unref (store);
}

#define ADD(name, func) g_test_add (name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/store/create", test_create);
  ADD ("/store/round-trip", test_round_trip);
  ADD ("/store/conflict", test_conflict);
  ADD ("/store/constraint", test_constraint);
  ADD ("/store/import", test_import);
  ADD ("/store/async", test_async);
  ADD ("/store/close", test_close);
  ADD ("/store/close-async", test_close_async);
  return g_test_run ();
}
