/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "yun-store-write.h"

#include "store-fixture.h"

#include "yun-db.h"
#include "yun-file.h"
#include "yun-plot.h"
#include "yun-store-check.h"
#include "yun-store-history.h"
#include "yun-store-private.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

/* Faults made for real. After each the file is as it was, byte for byte where it was not open. */

typedef struct
{
  char *data;
  gsize n;
  char *listing; /* names in the folder */
} Snapshot;

static char *
list_folder (Fixture *fixture)
{
  g_autoptr (GDir)      dir = g_dir_open (fixture->folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char           *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, (GCompareFunc) (void (*) (void)) g_strcmp0);
  g_ptr_array_add (names, NULL);
  return g_strjoinv ("\n", (char **) names->pdata);
}

static Snapshot
take_snapshot (Fixture *fixture)
{
  Snapshot self;

  g_assert_true (g_file_get_contents (fixture->path, &self.data, &self.n, NULL));
  self.listing = list_folder (fixture);
  return self;
}

static void
check_snapshot (Fixture *fixture, Snapshot *before)
{
  Snapshot now = take_snapshot (fixture);

  g_assert_cmpmem (now.data, now.n, before->data, before->n);
  g_assert_cmpstr (now.listing, ==, before->listing);
  g_free (now.data);
  g_free (now.listing);
  g_free (before->data);
  g_free (before->listing);
}

static void
make_file (Fixture *fixture, guint n_plots)
{
  g_autoptr (YunStore) store = fixture_create (fixture);
  g_autoptr (GRand)    rand = g_rand_new_with_seed (21);
  g_autoptr (GError)   error = NULL;

  if (n_plots > 0)
    {
      YunChange *change =
        import_random (store, YUN_ACTION_IMPORT, &yun_entity_plot, n_plots, rand, NULL, &error);

      g_assert_no_error (error);
      yun_change_unref (change);
    }
  yun_store_close (store);
}

static void
check_refused (Fixture *fixture, YunStoreError code)
{
  for (int flags = 0; flags <= YUN_STORE_READ_ONLY; flags++)
    {
      Snapshot           before = take_snapshot (fixture);
      g_autoptr (GError) error = NULL;

      g_assert_null (yun_store_open_sync (fixture->path, flags, NULL, &error));
      g_assert_error (error, YUN_STORE_ERROR, (int) code);
      check_snapshot (fixture, &before);
    }
}

static void
write_at (Fixture *fixture, long at, const void *data, gsize n)
{
  FILE *file = g_fopen (fixture->path, "r+b");

  g_assert_nonnull (file);
  g_assert_cmpint (fseek (file, at, SEEK_SET), ==, 0);
  g_assert_cmpuint (fwrite (data, 1, n, file), ==, n);
  fclose (file);
}

static void
test_missing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *listing = NULL;
  g_autofree char   *nowhere = g_build_filename (fixture->folder, "none", "a.sqlite", NULL);

  g_assert_null (yun_store_open_sync (fixture->path, 0, NULL, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (yun_store_create_sync (nowhere, NULL, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_READ_ONLY);
  g_assert_nonnull (strstr (error->message, "none”"));
  listing = list_folder (fixture);
  g_assert_cmpstr (listing, ==, "");
}

static void
test_foreign (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (fixture->path, "", 0, NULL));
  check_refused (fixture, YUN_STORE_ERROR_FOREIGN);
  g_assert_true (g_file_set_contents (fixture->path, "名称,面积\n甲,1\n", -1, NULL));
  check_refused (fixture, YUN_STORE_ERROR_FOREIGN);
  g_assert_true (g_file_set_contents (fixture->path, "", 0, NULL));
  {
    g_autoptr (YunDb) db = yun_db_open (fixture->path, YUN_DB_DEFAULT, &error);

    g_assert_true (yun_db_exec (db, "CREATE TABLE plot (id)", &error));
  }
  check_refused (fixture, YUN_STORE_ERROR_FOREIGN);
}

/* Nobody writes into the pipe: whoever waits for that, waits for ever. */
static void
test_pipe (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  g_assert_null (yun_store_open_sync (fixture->path, YUN_STORE_DEFAULT, NULL, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_FOREIGN);
}

/* As a script makes them, joining a folder that ends in a slash. */
static void
test_slashes (Fixture *fixture, gconstpointer data)
{
  g_autofree char     *path = g_strconcat ("/", fixture->path, NULL);
  g_autoptr (GError)   error = NULL;
  g_autoptr (YunStore) store = NULL;

  g_object_unref (fixture_create (fixture));
  store = yun_store_open_sync (path, YUN_STORE_DEFAULT, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_rows (store, yun_entity_find ("town")), >, 0);
}

static void
test_newer (Fixture *fixture, gconstpointer data)
{
  const guint8 version[] = { 0, 0, 0, 99 };

  make_file (fixture, 0);
  write_at (fixture, 60, version, 4);
  check_refused (fixture, YUN_STORE_ERROR_NEWER);
}

/* What the header says is not all: a newer program was killed before it was in the file. */
static void
test_newer_log (Fixture *fixture, gconstpointer data)
{
  pid_t child;
  int   status;

  make_file (fixture, 0);
  child = fork ();
  if (child == 0)
    {
      sqlite3 *db;

      if (sqlite3_open (fixture->path, &db) != SQLITE_OK ||
          sqlite3_exec (db, "PRAGMA user_version=99", NULL, NULL, NULL) != SQLITE_OK)
        _exit (1);
      _exit (0);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (status, ==, 0);
  g_assert_true (yun_file_has_pending (fixture->path));
  for (int flags = 0; flags <= YUN_STORE_READ_ONLY; flags++)
    {
      g_autoptr (GError)    error = NULL;
      g_autoptr (GPtrArray) found = NULL;

      g_assert_null (yun_store_open_sync (fixture->path, flags, NULL, &error));
      g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NEWER);
      g_clear_error (&error);
      found = yun_store_check_sync (fixture->path, NULL, &error);
      g_assert_null (found);
      g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NEWER);
      g_clear_error (&error);
      g_assert_null (yun_store_remove_strangers_sync (fixture->path, NULL, &error));
      g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NEWER);
    }
}

static void
test_truncated (Fixture *fixture, gconstpointer data)
{
  GStatBuf info;

  make_file (fixture, 50);
  g_assert_no_errno (g_stat (fixture->path, &info));
  g_assert_no_errno (truncate (fixture->path, info.st_size - 100));
  check_refused (fixture, YUN_STORE_ERROR_DAMAGED);
  g_assert_no_errno (truncate (fixture->path, info.st_size / 2));
  check_refused (fixture, YUN_STORE_ERROR_DAMAGED);
  g_assert_no_errno (truncate (fixture->path, 200));
  check_refused (fixture, YUN_STORE_ERROR_DAMAGED);
}

static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  guint8   rubbish[4096];
  GStatBuf info;

  memset (rubbish, 0x5a, sizeof rubbish);
  make_file (fixture, 50);
  g_assert_no_errno (g_stat (fixture->path, &info));
  /* The list of tables, and a page somewhere. */
  write_at (fixture, 100, rubbish, 500);
  check_refused (fixture, YUN_STORE_ERROR_DAMAGED);
  g_assert_no_errno (g_unlink (fixture->path));
  make_file (fixture, 50);
  write_at (fixture, info.st_size / 4096 / 2 * 4096, rubbish, sizeof rubbish);
  check_refused (fixture, YUN_STORE_ERROR_DAMAGED);
}

/* Bytes changed at random: opening and reading may fail, never more than that. */
static void
test_flipped (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (99);
  g_autofree char  *whole = NULL;
  gsize             n;

  make_file (fixture, 30);
  g_assert_true (g_file_get_contents (fixture->path, &whole, &n, NULL));
  for (int round = 0; round < 40; round++)
    {
      g_autofree char      *bytes = g_memdup2 (whole, n);
      g_autoptr (YunStore)  store = NULL;
      g_autoptr (YunFilter) all = yun_filter_new (NULL);

      for (int i = 0; i < 20; i++)
        bytes[g_rand_int_range (rand, 100, (int) n)] ^= (char) g_rand_int_range (rand, 1, 256);
      g_assert_true (g_file_set_contents (fixture->path, bytes, (gssize) n, NULL));
      store = yun_store_open_sync (fixture->path, YUN_STORE_READ_ONLY, NULL, NULL);
      if (store != NULL)
        {
          YunAnswer *answer = yun_store_ask_sync (store, all, YUN_ENTITY_ALL, NULL, NULL, NULL);
          GPtrArray *values = yun_store_list_values_sync (store, 2, 0, NULL);

          g_clear_pointer (&answer, yun_answer_free);
          g_clear_pointer (&values, g_ptr_array_unref);
        }
    }
}

static void
test_locked (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GRand)     rand = g_rand_new_with_seed (5);
  g_autoptr (YunRecord) record = make_record (&yun_entity_plot, rand, 1);
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunStore)  store = NULL;
  g_autofree char      *before = NULL;
  g_autofree char      *after = NULL;
  sqlite3              *other;

  make_file (fixture, 0);
  g_assert_cmpint (sqlite3_open (fixture->path, &other), ==, SQLITE_OK);
  /* Another writer: reading goes on, writing is refused. */
  yun_db_set_patience (200);
  store = fixture_open (fixture);
  before = dump_rows (store);
  g_assert_cmpint (sqlite3_exec (other, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_null (yun_store_save_sync (store, record, "", NULL, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_LOCKED);
  g_clear_error (&error);
  after = dump_rows (store);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpint (sqlite3_exec (other, "ROLLBACK", NULL, NULL, NULL), ==, SQLITE_OK);
  g_clear_object (&store);

  /* A program that keeps the file to itself. */
  g_assert_cmpint (
    sqlite3_exec (other, "PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE; DELETE FROM meta WHERE 0",
                  NULL, NULL, NULL),
    ==, SQLITE_OK);
  g_assert_null (yun_store_open_sync (fixture->path, 0, NULL, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_LOCKED);
  sqlite3_close (other);
  yun_db_set_patience (15000);
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (G_USEC_PER_SEC / 10);
  g_cancellable_cancel (cancellable);
  return NULL;
}

/* SpatiaLite sets a waiting time of SQLite's own at opening; the connection has ours all the same.
 */
static void
test_waits_by_itself (Fixture *fixture, gconstpointer data)
{
  static const YunDbFlags ways[] = { YUN_DB_DEFAULT, YUN_DB_READ_ONLY };

  make_file (fixture, 0);
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (YunDb)  db = yun_db_open (fixture->path, ways[i], &error);
      gint64             ms = -1;

      g_assert_no_error (error);
      g_assert_true (yun_db_get_int (db, "PRAGMA busy_timeout", &ms, &error));
      g_assert_cmpint (ms, ==, 0);
    }
}

/* Who waits for another writer, for ever if need be, can give that up. */
static void
test_waiting_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GRand)        rand = g_rand_new_with_seed (6);
  g_autoptr (YunRecord)    record = make_record (&yun_entity_plot, rand, 1);
  g_autoptr (YunEdits)     edits = yun_edits_new (YUN_ACTION_ADD, "", "");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError)       error = NULL;
  g_autoptr (YunStore)     store = NULL;
  sqlite3                 *other;
  GThread                 *thread;

  make_file (fixture, 0);
  g_assert_cmpint (sqlite3_open (fixture->path, &other), ==, SQLITE_OK);
  yun_db_set_patience (G_MAXUINT);
  store = fixture_open (fixture);
  g_assert_cmpint (sqlite3_exec (other, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  yun_edits_add_insert (edits, record);
  thread = g_thread_new ("cancel", cancel_soon, cancellable);
  g_assert_null (yun_store_write_sync (store, edits, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
  sqlite3_close (other);
  yun_db_set_patience (15000);
}

/* SQLite's limit on the size of the file stands for a full disk; 0 lifts it. */
static gboolean
limit_pages_cb (YunDb *db, gpointer user_data, GError **error)
{
  gint64           pages = 0;
  g_autofree char *sql = NULL;

  if (!yun_db_get_int (db, "PRAGMA page_count", &pages, error))
    return FALSE;
  sql = g_strdup_printf ("PRAGMA max_page_count=%" G_GINT64_FORMAT,
                         user_data != NULL ? pages + 20 : G_MAXINT32);
  return yun_db_exec (db, sql, error);
}

static void
test_full (Fixture *fixture, gconstpointer data)
{
  static const YunWork limit = { YUN_LANE_WRITE, limit_pages_cb };
  g_autoptr (YunStore) store = fixture_create (fixture);
  g_autoptr (GRand)    rand = g_rand_new_with_seed (4);
  g_autoptr (GError)   error = NULL;
  g_autofree char     *before = dump_rows (store);
  g_autofree char     *after = NULL;
  YunChange           *change;

  g_assert_true (yun_store_run (store, &limit, store, NULL, &error));
  g_assert_null (
    import_random (store, YUN_ACTION_IMPORT, &yun_entity_plot, 900, rand, NULL, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_FULL);
  g_clear_error (&error);
  after = dump_rows (store);
  g_assert_cmpstr (before, ==, after);
  check_rtrees (fixture->path);

  /* With room again the same store goes on. */
  g_assert_true (yun_store_run (store, &limit, NULL, NULL, &error));
  change = import_random (store, YUN_ACTION_IMPORT, &yun_entity_plot, 900, rand, NULL, &error);
  g_assert_no_error (error);
  yun_change_unref (change);
}

typedef struct
{
  GRand        *rand;
  guint         left;
  GCancellable *cancellable;
  gboolean      die;
  YunRecord    *record;
} Source;

/* In the middle: cancel, die, or fail. */
static YunRecord *
broken_cb (gpointer user_data, GError **error)
{
  Source *source = user_data;

  g_clear_object (&source->record);
  if (source->left-- == 0)
    {
      if (source->die)
        _exit (7);
      if (source->cancellable != NULL)
        g_cancellable_cancel (source->cancellable);
      else
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "row 200");
          return NULL;
        }
    }
  source->record = make_record (&yun_entity_plot, source->rand, 0.5);
  return source->record;
}

static void
test_broken_import (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore) store = fixture_create (fixture);
  g_autoptr (GRand)    rand = g_rand_new_with_seed (6);
  g_autofree char     *before = dump_rows (store);

  for (int kind = 0; kind < 2; kind++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError)       error = NULL;
      g_autofree char         *after = NULL;
      Source                   source = { rand, 200, kind == 0 ? cancellable : NULL, FALSE, NULL };

      g_assert_null (yun_store_import_sync (store, YUN_ACTION_IMPORT, "x", broken_cb, &source, "",
                                            cancellable, &error));
      if (kind == 0)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      else
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      g_clear_object (&source.record);
      after = dump_rows (store);
      g_assert_cmpstr (before, ==, after);
      g_assert_false (yun_store_can_undo (store));
    }
  check_rtrees (fixture->path);
}

/* Killed in the middle of an import: opened again, nothing of it is there. */
static void
test_killed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore) store = NULL;
  g_autofree char     *before = NULL;
  g_autofree char     *after = NULL;
  pid_t                child;
  int                  status;

  make_file (fixture, 20);
  store = fixture_open (fixture);
  before = dump_rows (store);
  g_clear_object (&store);

  child = fork ();
  if (child == 0)
    {
      GRand    *rand = g_rand_new_with_seed (7);
      Source    source = { rand, 3000, NULL, TRUE, NULL };
      YunStore *own = yun_store_open_sync (fixture->path, YUN_STORE_DEFAULT, NULL, NULL);

      yun_store_import_sync (own, YUN_ACTION_IMPORT, "x", broken_cb, &source, "", NULL, NULL);
      _exit (0);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (WEXITSTATUS (status), ==, 7);

  store = fixture_open (fixture);
  after = dump_rows (store);
  g_assert_cmpstr (before, ==, after);
  yun_store_close (store);
  check_rtrees (fixture->path);
}

/* Root may write anywhere, so a child that is nobody tries. */
static void
test_read_only (Fixture *fixture, gconstpointer data)
{
  const int modes[][2] = { { 0444, 0755 }, { 0666, 0555 }, { 0444, 0555 } };

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      Snapshot before;
      pid_t    child;
      int      status;

      make_file (fixture, i == 0 ? 5 : 0);
      before = take_snapshot (fixture);
      g_assert_no_errno (g_chmod (fixture->path, modes[i][0]));
      g_assert_no_errno (g_chmod (fixture->folder, modes[i][1]));
      child = fork ();
      if (child == 0)
        {
          g_autoptr (GRand)     rand = g_rand_new_with_seed (5);
          g_autoptr (YunRecord) record = make_record (&yun_entity_plot, rand, 1);
          g_autoptr (GError)    error = NULL;
          YunStore             *store;

          if (getuid () == 0 && setuid (65534) != 0)
            _exit (10);
          store = yun_store_open_sync (fixture->path, YUN_STORE_DEFAULT, NULL, &error);
          if (store == NULL || !yun_store_is_read_only (store))
            _exit (11);
          if (count_rows (store, yun_entity_find ("town")) != 17)
            _exit (12);
          if (yun_store_save_sync (store, record, "", NULL, &error) != NULL ||
              !g_error_matches (error, YUN_STORE_ERROR, YUN_STORE_ERROR_READ_ONLY))
            _exit (13);
          yun_store_close (store);
          _exit (0);
        }
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      g_assert_no_errno (g_chmod (fixture->folder, 0755));
      g_assert_cmpint (WEXITSTATUS (status), ==, 0);
      check_snapshot (fixture, &before);
      g_assert_no_errno (g_unlink (fixture->path));
    }
}

static void
test_asked_read_only (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError)   error = NULL;
  g_autoptr (YunStore) store = NULL;
  Snapshot             before;

  make_file (fixture, 5);
  before = take_snapshot (fixture);
  store = yun_store_open_sync (fixture->path, YUN_STORE_READ_ONLY, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (yun_store_is_read_only (store));
  g_assert_false (yun_store_can_undo (store));
  g_assert_cmpint (count_rows (store, &yun_entity_plot), ==, 5);
  g_assert_null (yun_store_undo_sync (store, 0, YUN_UNDO_DEFAULT, "", NULL, NULL, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_READ_ONLY);
  yun_store_close (store);
  check_snapshot (fixture, &before);
}

static void
test_backup (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = fixture_create (fixture);
  g_autoptr (YunStore)  copy = NULL;
  g_autoptr (GRand)     rand = g_rand_new_with_seed (8);
  g_autofree char      *to = g_build_filename (fixture->folder, "copy.sqlite", NULL);
  g_autofree char      *a = NULL;
  g_autofree char      *b = NULL;
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunChange) change =
    import_random (store, YUN_ACTION_IMPORT, &yun_entity_plot, 400, rand, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (yun_store_set_sample_sync (store, &error));
  g_assert_true (yun_store_backup_sync (store, to, NULL, &error));
  g_assert_no_error (error);
  copy = yun_store_open_sync (to, YUN_STORE_DEFAULT, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (yun_store_is_sample (copy));
  g_assert_true (yun_store_can_undo (copy));
  a = dump_rows (store);
  b = dump_rows (copy);
  g_assert_cmpstr (a, ==, b);
  g_assert_false (yun_store_backup_sync (store, to, NULL, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_EXISTS);
}

static void
test_network (void)
{
  g_assert_true (yun_db_is_network_type (0x6969));
  g_assert_true (yun_db_is_network_type ((gint64) (int) 0xff534d42));
  g_assert_false (yun_db_is_network_type (0xef53)); /* ext4 */
}

#define ADD(name, func) g_test_add (name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* First, while this process has no threads that a fork would lose. */
  ADD ("/file/killed", test_killed);
  ADD ("/file/read-only", test_read_only);
  ADD ("/file/newer-log", test_newer_log);
  ADD ("/file/missing", test_missing);
  ADD ("/file/foreign", test_foreign);
  ADD ("/file/pipe", test_pipe);
  ADD ("/file/slashes", test_slashes);
  ADD ("/file/newer", test_newer);
  ADD ("/file/truncated", test_truncated);
  ADD ("/file/damaged", test_damaged);
  ADD ("/file/flipped", test_flipped);
  ADD ("/file/locked", test_locked);
  ADD ("/file/waits-by-itself", test_waits_by_itself);
  ADD ("/file/waiting-cancelled", test_waiting_cancelled);
  ADD ("/file/full", test_full);
  ADD ("/file/broken-import", test_broken_import);
  ADD ("/file/asked-read-only", test_asked_read_only);
  ADD ("/file/backup", test_backup);
  g_test_add_func ("/file/network", test_network);
  return g_test_run ();
}
