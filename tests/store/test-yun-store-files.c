/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store-fixture.h"

#include "yun-plot.h"

/* The store among those who use it: who waits for whom, and how it ends. */

static YunStore *
make_store (Fixture *fixture, guint n_plots)
{
  YunStore             *store = fixture_create (fixture);
  g_autoptr (GRand)     rand = g_rand_new_with_seed (31);
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunChange) change =
    import_random (store, YUN_ACTION_IMPORT, &yun_entity_plot, n_plots, rand, NULL, &error);

  g_assert_no_error (error);
  return store;
}

/* ---- Streaming --------------------------------------------------------------------- */

typedef struct
{
  YunStore *store;
  guint     n;
} Stream;

static void
ask_meanwhile (Stream *stream)
{
  g_assert_cmpint (count_rows (stream->store, &yun_entity_plot), ==, 30);
  stream->n++;
}

static gboolean
record_cb (YunRecord *record, gpointer user_data)
{
  ask_meanwhile (user_data);
  return TRUE;
}

static void
feature_cb (const YunFeatureRow *row, gpointer user_data)
{
  ask_meanwhile (user_data);
}

/* What streams keeps no question waiting, be it only that of its own receiver. */
static void
test_stream (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = make_store (fixture, 30);
  g_autoptr (YunFilter) all = yun_filter_new (NULL);
  g_autoptr (GError)    error = NULL;
  Stream                stream = { store, 0 };

  g_assert_true (yun_store_each_record_sync (store, &yun_entity_plot, all, record_cb, &stream,
                                             NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (stream.n, ==, 30);
  g_assert_true (yun_store_each_feature_sync (store, &yun_entity_plot, NULL, feature_cb, &stream,
                                              NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (stream.n, ==, 60);
  yun_store_close (store);
  g_assert_false (yun_store_each_record_sync (store, &yun_entity_plot, all, record_cb, &stream,
                                              NULL, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_FAILED);
}

/* ---- Closing ------------------------------------------------------------------------- */

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunChange) change = yun_store_undo_finish (YUN_STORE (source), result, &error);
  guint                *n_done = user_data;

  g_assert_no_error (error);
  g_assert_nonnull (change);
  (*n_done)++;
}

/* What was asked to be written before closing is written. */
static void
test_close_pending (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = make_store (fixture, 1500);
  g_autoptr (GRand)     rand = g_rand_new_with_seed (32);
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunChange) change =
    import_random (store, YUN_ACTION_IMPORT, &yun_entity_plot, 700, rand, NULL, &error);
  guint n_done = 0;

  g_assert_no_error (error);
  yun_store_keep_columns (store);
  for (guint i = 0; i < 2; i++)
    yun_store_undo_async (store, NULL, undone_cb, &n_done);
  yun_store_close (store);
  while (n_done < 2)
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&store);

  store = fixture_open (fixture);
  g_assert_cmpint (count_rows (store, &yun_entity_plot), ==, 0);
}

#define ADD(name, func) g_test_add (name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/store-files/stream", test_stream);
  ADD ("/store-files/close-pending", test_close_pending);
  return g_test_run ();
}
