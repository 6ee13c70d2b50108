/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store-fixture.h"

#include "yun-copy.h"
#include "yun-plot.h"
#include "yun-store-history.h"
#include "yun-store-private.h"
#include "yun-store-shared.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

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

  g_assert_true (
    yun_store_each_record_sync (store, &yun_entity_plot, all, record_cb, &stream, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (stream.n, ==, 30);
  g_assert_true (
    yun_store_each_feature_sync (store, &yun_entity_plot, NULL, feature_cb, &stream, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (stream.n, ==, 60);
  yun_store_close (store);
  g_assert_false (
    yun_store_each_record_sync (store, &yun_entity_plot, all, record_cb, &stream, NULL, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_FAILED);
}

static void
note_thread_cb (const YunFeatureRow *row, gpointer user_data)
{
  *(GThread **) user_data = g_thread_self ();
}

/* A few rows, as the map asks for after an edit, are not worth a connection of their own. */
static void
test_few_features (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore) store = make_store (fixture, 3);
  const gint64         id = 2;
  g_autoptr (GArray)   ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError)   error = NULL;
  GThread             *thread = NULL;

  g_array_append_val (ids, id);
  g_assert_true (yun_store_each_feature_sync (store, &yun_entity_plot, ids, note_thread_cb, &thread,
                                              NULL, &error));
  g_assert_no_error (error);
  g_assert_true (thread != NULL && thread != g_thread_self ());
  g_assert_true (yun_store_each_feature_sync (store, &yun_entity_plot, NULL, note_thread_cb,
                                              &thread, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (thread == g_thread_self ());
}

/* ---- Closing ------------------------------------------------------------------------- */

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunChange) change = yun_store_undo_finish (YUN_STORE (source), result, NULL, &error);
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
    yun_store_undo_async (store, 0, YUN_UNDO_DEFAULT, "", NULL, undone_cb, &n_done);
  yun_store_close (store);
  while (n_done < 2)
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&store);

  store = fixture_open (fixture);
  g_assert_cmpint (count_rows (store, &yun_entity_plot), ==, 0);
}

/* ---- One store for a file ------------------------------------------------------------------ */

/* One file is one store by whatever name, and each who opened it closes it. */
static void
test_shared (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore) store = make_store (fixture, 3);
  g_autofree char     *hard = g_build_filename (fixture->folder, "hard.sqlite", NULL);
  g_autofree char     *soft = g_build_filename (fixture->folder, "soft.sqlite", NULL);
  const char *const    names[] = { fixture->path, hard, soft };

  g_assert_no_errno (link (fixture->path, hard));
  g_assert_no_errno (symlink (hard, soft));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError)   error = NULL;
      g_autoptr (YunStore) again = yun_store_open_sync (names[i], YUN_STORE_DEFAULT, NULL, &error);

      g_assert_no_error (error);
      g_assert_true (again == store);
      g_assert_true (yun_store_is_registry (names[i]));
      yun_store_close (again);
      g_assert_cmpint (count_rows (store, &yun_entity_plot), ==, 3);
    }
  yun_store_close (store);
  g_assert_null (yun_store_list_changes_sync (store, NULL, NULL));
  g_clear_object (&store);

  /* The last unref closes for all. */
  store = fixture_open (fixture);
  g_object_unref (fixture_open (fixture));
  g_clear_object (&store);
  g_assert_false (yun_store_shared_has (fixture->path));
}

static void
cancelled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (yun_store_open_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  *(gboolean *) user_data = TRUE;
}

/* An opening that was cancelled leaves no user, who would keep the file open for ever. */
static void
test_cancelled_opening (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)     store = make_store (fixture, 3);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  gboolean                 done = FALSE;
  guint                    rounds = 0;

  yun_store_open_async (fixture->path, YUN_STORE_DEFAULT, NULL, NULL, cancellable, cancelled_cb,
                        &done);
  g_cancellable_cancel (cancellable);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  yun_store_close (store);
  while (yun_store_shared_has (fixture->path) && rounds++ < 100000000)
    g_thread_yield ();
  g_assert_false (yun_store_shared_has (fixture->path));
}

static gpointer
look_cb (gpointer path)
{
  return GINT_TO_POINTER (yun_store_is_registry (path));
}

/* Whether it is a registry is asked of a file that is just being opened, and is none. */
static void
test_look_meanwhile (Fixture *fixture, gconstpointer data)
{
  YunFileId id;
  GThread  *looker;

  g_assert_true (g_file_set_contents (fixture->path, "名称,面积\n", -1, NULL));
  g_assert_true (yun_file_id_read (&id, fixture->path));
  g_assert_null (yun_store_shared_begin (&id));
  looker = g_thread_new ("look", look_cb, fixture->path);
  yun_store_shared_end (&id, NULL);
  g_assert_false (GPOINTER_TO_INT (g_thread_join (looker)));
  g_assert_false (yun_store_shared_has (fixture->path));
}

static gboolean
has_log (Fixture *fixture)
{
  g_autofree char *log = g_strconcat (fixture->path, "-wal", NULL);
  struct stat      info;

  return stat (log, &info) == 0 && info.st_size > 0;
}

/* Another program that opens the file, reads and ends; as the last one it would clear the log away
 * if it took us for gone. */
static void
read_elsewhere (Fixture *fixture)
{
  const char *const  code = "import sqlite3, sys\n"
                            "db = sqlite3.connect(sys.argv[1])\n"
                            "db.execute('SELECT count(*) FROM plot').fetchone()\n"
                            "db.close()\n";
  const char *const  arguments[] = { "python3", "-c", code, fixture->path, NULL };
  g_autoptr (GError) error = NULL;
  int                status;

  g_assert_true (g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                               NULL, NULL, &status, &error));
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
}

static void
save_plot (YunStore *store)
{
  g_autoptr (GRand)     rand = g_rand_new_with_seed (33);
  g_autoptr (YunRecord) record = make_record (&yun_entity_plot, rand, 0.5);
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunChange) change = yun_store_save_sync (store, record, "", NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (change);
}

static gboolean
write_junk_cb (
  const char *temp, const YunPart *part, GCancellable *cancellable, gpointer bytes, GError **error)
{
  return g_file_set_contents (temp, bytes, -1, error);
}

/* A copy that is not sound, or that nobody finishes, gets no name and leaves nothing. */
static void
test_copy_unsound (Fixture *fixture, gconstpointer data)
{
  g_autofree char    *to = g_build_filename (fixture->folder, "copy.sqlite", NULL);
  g_autoptr (GError)  error = NULL;
  g_autoptr (YunCopy) copy =
    yun_copy_begin (to, write_junk_cb, (gpointer) "no registry at all", NULL, NULL, &error);
  g_autoptr (GDir) folder = NULL;

  g_assert_no_error (error);
  g_assert_false (yun_copy_finish (copy, &error));
  g_assert_nonnull (error);
  g_assert_cmpint (error->domain, ==, YUN_STORE_ERROR);
  g_clear_error (&error);
  g_clear_pointer (&copy, yun_copy_free);
  copy = yun_copy_begin (to, write_junk_cb, (gpointer) "", NULL, NULL, &error);
  g_assert_no_error (error);
  g_clear_pointer (&copy, yun_copy_free);
  folder = g_dir_open (fixture->folder, 0, NULL);
  g_assert_null (g_dir_read_name (folder));
}

/* A backup, another name and a look whether it is a registry leave SQLite its locks on the file. */
static void
test_locks_stay (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore) store = make_store (fixture, 3);
  g_autofree char     *to = g_build_filename (fixture->folder, "copy.sqlite", NULL);
  g_autofree char     *soft = g_build_filename (fixture->folder, "soft.sqlite", NULL);
  g_autofree char     *log = g_strconcat (fixture->path, "-wal", NULL);
  g_autoptr (GError)   error = NULL;

  g_assert_no_errno (symlink (fixture->path, soft));
  g_assert_true (yun_store_backup_sync (store, to, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (yun_store_is_registry (soft));
  yun_store_close (yun_store_open_sync (soft, YUN_STORE_DEFAULT, NULL, &error));
  g_assert_no_error (error);
  g_object_unref (store); /* of the second opening; the first is still ours */

  read_elsewhere (fixture);
  g_assert_true (g_file_test (log, G_FILE_TEST_EXISTS));
  save_plot (store);
  yun_store_close (store);
  g_clear_object (&store);
  store = fixture_open (fixture);
  g_assert_cmpint (count_rows (store, &yun_entity_plot), ==, 4);
}

/* ---- The file alone -------------------------------------------------------------------------- */

/* Without being asked, after a while in which nothing is written, a plain copy is whole. */
static void
test_rest (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore) store = fixture_create (fixture);
  g_autofree char     *to = g_build_filename (fixture->folder, "copy.sqlite", NULL);
  g_autofree char     *bytes = NULL;
  g_autoptr (YunStore) copy = NULL;
  g_autoptr (GError)   error = NULL;
  gsize                n;
  guint                rounds = 0;

  yun_store_set_rest_ms (store, 60000);
  save_plot (store);
  g_assert_true (has_log (fixture));
  yun_store_set_rest_ms (store, 1);
  while (has_log (fixture) && rounds++ < 100000000)
    g_thread_yield ();
  g_assert_false (has_log (fixture));
  g_assert_true (g_file_get_contents (fixture->path, &bytes, &n, NULL));
  g_assert_true (g_file_set_contents (to, bytes, (gssize) n, NULL));
  copy = yun_store_open_sync (to, YUN_STORE_READ_ONLY, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_rows (copy, &yun_entity_plot), ==, 1);
  g_assert_false (yun_store_is_replaced (store));
}

/* Closing empties the log also where another program has the file open. */
static void
test_close_flushes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore) store = fixture_create (fixture);
  sqlite3             *other;

  g_assert_cmpint (sqlite3_open (fixture->path, &other), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (other, "SELECT * FROM meta", NULL, NULL, NULL), ==, SQLITE_OK);
  save_plot (store);
  yun_store_close (store);
  g_assert_false (has_log (fixture));
  sqlite3_close (other);
}

/* ---- Replaced ----------------------------------------------------------------------------------
 */

typedef enum
{
  MOVED_OVER,
  WRITTEN_OVER,
  REMOVED,
} Fate;

static void
replaced_cb (YunStore *store, gpointer user_data)
{
  (*(guint *) user_data)++;
}

static void
replace_file (Fixture *fixture, const char *other, Fate fate)
{
  g_autofree char *bytes = NULL;
  gsize            n;
  FILE            *file;

  switch (fate)
    {
    case MOVED_OVER:
      g_assert_no_errno (g_rename (other, fixture->path));
      break;
    case WRITTEN_OVER:
      g_assert_true (g_file_get_contents (other, &bytes, &n, NULL));
      file = g_fopen (fixture->path, "r+");
      g_assert_cmpuint (fwrite (bytes, 1, n, file), ==, n);
      fclose (file);
      g_assert_no_errno (truncate (fixture->path, (off_t) n));
      break;
    case REMOVED:
    default:
      g_assert_no_errno (g_unlink (fixture->path));
      break;
    }
}

/* Nothing is written into, nor beside, what took the place of the open file. */
static void
test_replaced (Fixture *fixture, gconstpointer data)
{
  Fate                 fate = (Fate) GPOINTER_TO_INT (data);
  g_autofree char     *other = g_build_filename (fixture->folder, "other.sqlite", NULL);
  g_autofree char     *ours = g_build_filename (fixture->folder, "ours.sqlite", NULL);
  g_autoptr (YunStore) store = make_store (fixture, 5);
  g_autoptr (YunStore) saved = NULL;
  g_autoptr (GError)   error = NULL;
  guint                n_told = 0;

  g_object_unref (yun_store_create_sync (other, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (yun_store_flush_sync (store, &error));
  g_assert_no_error (error);
  yun_store_set_rest_ms (store, 60000);
  g_signal_connect (store, "replaced", G_CALLBACK (replaced_cb), &n_told);
  replace_file (fixture, other, fate);

  g_assert_null (yun_store_undo_sync (store, 0, YUN_UNDO_DEFAULT, "", NULL, NULL, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_REPLACED);
  g_clear_error (&error);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (n_told, ==, 1);
  g_assert_true (yun_store_is_replaced (store));
  g_assert_false (yun_store_can_undo (store));
  if (fate != WRITTEN_OVER)
    {
      g_assert_true (yun_store_backup_sync (store, ours, NULL, &error));
      g_assert_no_error (error);
      saved = yun_store_open_sync (ours, YUN_STORE_DEFAULT, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (count_rows (saved, &yun_entity_plot), ==, 5);
    }
  yun_store_close (store);
  g_clear_object (&store);
  if (fate == REMOVED)
    return;
  store = fixture_open (fixture);
  g_assert_cmpint (count_rows (store, &yun_entity_plot), ==, 0);
}

/* It is also noticed by itself; what other programs write through SQLite is not taken for it. */
static void
test_replaced_unasked (Fixture *fixture, gconstpointer data)
{
  g_autofree char     *other = g_build_filename (fixture->folder, "other.sqlite", NULL);
  g_autoptr (YunStore) store = make_store (fixture, 5);
  g_autoptr (YunStore) apart = NULL;
  g_autoptr (GError)   error = NULL;
  guint                n_told = 0;

  g_object_unref (yun_store_create_sync (other, NULL, &error));
  g_assert_true (yun_store_flush_sync (store, &error));
  g_assert_no_error (error);
  yun_store_set_rest_ms (store, 60000);
  apart = fixture_open_apart (fixture);
  save_plot (apart);
  yun_store_close (apart);
  save_plot (store);
  g_assert_cmpint (count_rows (store, &yun_entity_plot), ==, 7);

  g_signal_connect (store, "replaced", G_CALLBACK (replaced_cb), &n_told);
  replace_file (fixture, other, MOVED_OVER);
  yun_store_set_rest_ms (store, 1);
  while (n_told == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (has_log (fixture));
}

#define ADD(name, func) g_test_add (name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
#define ADD_DATA(name, data, func)                                                                 \
  g_test_add (name, Fixture, GINT_TO_POINTER (data), fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/store-files/stream", test_stream);
  ADD ("/store-files/copy-unsound", test_copy_unsound);
  ADD ("/store-files/shared", test_shared);
  ADD ("/store-files/few-features", test_few_features);
  ADD ("/store-files/cancelled-opening", test_cancelled_opening);
  ADD ("/store-files/look-meanwhile", test_look_meanwhile);
  ADD ("/store-files/locks-stay", test_locks_stay);
  ADD ("/store-files/rest", test_rest);
  ADD ("/store-files/close-flushes", test_close_flushes);
  ADD_DATA ("/store-files/moved-over", MOVED_OVER, test_replaced);
  ADD_DATA ("/store-files/written-over", WRITTEN_OVER, test_replaced);
  ADD_DATA ("/store-files/removed", REMOVED, test_replaced);
  ADD ("/store-files/replaced-unasked", test_replaced_unasked);
  ADD ("/store-files/close-pending", test_close_pending);
  return g_test_run ();
}
