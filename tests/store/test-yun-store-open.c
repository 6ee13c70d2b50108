/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store-fixture.h"

#include "yun-file-place.h"
#include "yun-plot.h"
#include "yun-store-check.h"
#include "yun-store-private.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* What a file is and where it lies decides what can be done with it. */

static void
make_file (Fixture *fixture)
{
  g_autoptr (YunStore) store = fixture_create (fixture);

  yun_store_close (store);
}

static void
execute (const char *path, const char *sql)
{
  sqlite3 *db;
  char    *message = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  if (sqlite3_exec (db, sql, NULL, NULL, &message) != SQLITE_OK)
    g_error ("%s: %s", sql, message);
  sqlite3_close (db);
}

/* Puts a virtual table into the schema by hand: this program knows no module for it. */
static void
add_virtual (const char *path, const char *sql)
{
  g_autofree char *text = g_strdup_printf (
    "PRAGMA writable_schema=ON; INSERT INTO sqlite_schema VALUES ('table', 'spy', 'spy', 0, '%s');"
    "PRAGMA writable_schema=OFF",
    sql);

  execute (path, text);
}

static YunStore *
open_limited (Fixture *fixture, YunStoreLimit limit)
{
  YunStore *store = fixture_open (fixture);

  g_assert_cmpint (yun_store_get_limit (store), ==, limit);
  g_assert_true (yun_store_is_read_only (store) == (limit != YUN_STORE_LIMIT_NONE));
  g_assert_cmpint (count_rows (store, yun_entity_find ("town")), ==, 17);
  return store;
}

static void
refuse_save (YunStore *store, const char *words)
{
  g_autoptr (GRand)     rand = g_rand_new_with_seed (41);
  g_autoptr (YunRecord) record = make_record (&yun_entity_plot, rand, 0.5);
  g_autoptr (GError)    error = NULL;

  g_assert_null (yun_store_save_sync (store, record, "", NULL, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_READ_ONLY);
  g_assert_nonnull (strstr (error->message, words));
}

/* ---- Strangers ----------------------------------------------------------------------- */

/* What SpatiaLite and other programs make for themselves is none. */
static void
test_no_strangers (Fixture *fixture, gconstpointer data)
{
  make_file (fixture);
  /* twice: looked into, then remembered */
  for (int i = 0; i < 2; i++)
    g_object_unref (open_limited (fixture, YUN_STORE_LIMIT_NONE));
  execute (fixture->path,
           "CREATE TABLE theirs (a); CREATE TRIGGER theirs_t AFTER INSERT ON theirs "
           "BEGIN SELECT 1; END; CREATE VIRTUAL TABLE idx_theirs USING rtree(i, a, b);"
           "CREATE TRIGGER theirs_u AFTER UPDATE OF a ON THEIRS WHEN NEW.a>1 BEGIN "
           "UPDATE theirs SET a=(SELECT count(*) FROM plot); END;"
           "CREATE VIEW \"their view\" AS SELECT a FROM theirs; CREATE TRIGGER theirs_v INSTEAD OF "
           "INSERT ON \"their view\" BEGIN INSERT INTO theirs VALUES (NEW.a); END;"
           "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY, styleQML TEXT)");
  g_object_unref (open_limited (fixture, YUN_STORE_LIMIT_NONE));
}

/* A column that another program adds makes our own triggers others. */
static void
test_added_column (Fixture *fixture, gconstpointer data)
{
  make_file (fixture);
  execute (fixture->path, "ALTER TABLE plot ADD COLUMN \"their \"\"note\" TEXT");
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (YunStore) store = open_limited (fixture, YUN_STORE_LIMIT_NONE);

      g_assert_true (yun_store_set_sample_sync (store, NULL));
      yun_store_close (store);
    }
}

typedef struct
{
  const char *trigger; /* (nullable) */
  const char *virtual; /* (nullable) */
  const char *name;
} Stranger;

static const Stranger strangers[] = {
  { "CREATE TRIGGER spy AFTER INSERT ON saved_view BEGIN UPDATE meta SET value='x'; END", NULL,
    "spy" },
  /* in place of SpatiaLite's own, under its name */
  { "DROP TRIGGER ggi_plot_geom; CREATE TRIGGER ggi_plot_geom AFTER INSERT ON plot BEGIN "
    "UPDATE plot SET name='x'; END",
    NULL, "ggi_plot_geom" },
  /* beneath the index, which is written whenever a place is */
  { "CREATE TRIGGER deep AFTER INSERT ON geometry_columns BEGIN DELETE FROM plot; END", NULL,
    "deep" },
  /* SQLite keeps the name of the table as it was written, and finds it all the same */
  { "CREATE TRIGGER spy AFTER INSERT ON PLOT BEGIN UPDATE meta SET value='x'; END", NULL, "spy" },
  /* nor does it mind the type of a row that was put there by hand */
  { "PRAGMA writable_schema=ON; INSERT INTO sqlite_schema VALUES ('TRIGGER', 'spy', 'plot', 0, "
    "'CREATE TRIGGER spy AFTER INSERT ON plot BEGIN UPDATE meta SET value=1; END'); "
    "PRAGMA writable_schema=OFF",
    NULL, "spy" },
  { NULL, "CREATE VIRTUAL TABLE spy USING VirtualText(\"/etc/passwd\")", "spy" },
  { NULL, "CREATE VIRTUAL TABLE spy /* USING rtree(a) */ USING fts4(a)", "spy" },
};

static void
test_strangers (Fixture *fixture, gconstpointer data)
{
  const Stranger      *stranger = data;
  g_autoptr (YunStore) store = NULL;
  g_autoptr (YunStore) kept = NULL;
  g_autoptr (GRand)    rand = g_rand_new_with_seed (42);
  g_autoptr (GError)   error = NULL;
  g_autofree char     *copy = NULL;

  make_file (fixture);
  if (stranger->trigger != NULL)
    execute (fixture->path, stranger->trigger);
  else
    add_virtual (fixture->path, stranger->virtual);
  store = open_limited (fixture, YUN_STORE_LIMIT_STRANGERS);
  g_assert_cmpstr (yun_store_get_strangers (store)[0], ==, stranger->name);
  g_assert_null (yun_store_get_strangers (store)[1]);
  g_assert_nonnull (strstr (yun_store_get_notice (store), stranger->name));
  refuse_save (store, stranger->name);
  g_assert_null (yun_store_remove_strangers_sync (fixture->path, NULL, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_EXISTS);
  g_clear_error (&error);
  yun_store_close (store);
  g_clear_object (&store);

  copy = yun_store_remove_strangers_sync (fixture->path, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_suffix (copy, "-as-received.sqlite"));
  kept = yun_store_open_sync (copy, YUN_STORE_DEFAULT, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (yun_store_get_limit (kept), ==, YUN_STORE_LIMIT_STRANGERS);
  store = open_limited (fixture, YUN_STORE_LIMIT_NONE);
  {
    g_autoptr (YunChange) change =
      import_random (store, YUN_ACTION_IMPORT, &yun_entity_plot, 20, rand, NULL, &error);

    g_assert_no_error (error);
  }
  yun_store_close (store);
  check_rtrees (fixture->path);
  g_assert_null (yun_store_remove_strangers_sync (fixture->path, NULL, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOTHING);
}

/* One that comes while the file is open stops the next write. */
static void
test_stranger_comes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore) store = fixture_create (fixture);

  execute (fixture->path, strangers[0].trigger);
  refuse_save (store, "spy");
}

/* ---- Guests ------------------------------------------------------------------------------ */

static guint
count_files (Fixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  guint            n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* Runs as nobody, whom the folder lets write but not the file. Returns its exit code. */
static int
visit (Fixture *fixture, int (*func) (Fixture *fixture))
{
  pid_t child;
  int   status;

  g_assert_no_errno (g_chmod (fixture->path, 0644));
  g_assert_no_errno (g_chmod (fixture->folder, 0777));
  child = fork ();
  if (child == 0)
    {
      if (getuid () == 0 && setuid (65534) != 0)
        _exit (10);
      _exit (func (fixture));
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

static int
read_as_guest (Fixture *fixture)
{
  YunStore *store = yun_store_open_sync (fixture->path, YUN_STORE_DEFAULT, NULL, NULL);

  if (store == NULL || yun_store_get_limit (store) != YUN_STORE_LIMIT_PLACE)
    return 11;
  if (count_rows (store, yun_entity_find ("town")) != 17)
    return 12;
  /* Nothing of the guest's lies there meanwhile either. */
  return count_files (fixture) == 1 ? 0 : 13;
}

static void
test_guest (Fixture *fixture, gconstpointer data)
{
  if (getuid () != 0)
    {
      g_test_skip ("only root can be somebody else");
      return;
    }
  make_file (fixture);
  g_assert_cmpint (visit (fixture, read_as_guest), ==, 0);
  g_assert_cmpuint (count_files (fixture), ==, 1);
}

/* ---- Where locks cannot tell ---------------------------------------------------------------- */

static gboolean
is_beside (Fixture *fixture, const char *format)
{
  g_autofree char *name = g_path_get_basename (fixture->path);
  g_autofree char *beside = NULL;
  g_autofree char *path = NULL;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  beside = g_strdup_printf (format, name);
#pragma GCC diagnostic pop
  path = g_build_filename (fixture->folder, beside, NULL);
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static char *
get_note_path (Fixture *fixture)
{
  g_autofree char *name = g_path_get_basename (fixture->path);
  g_autofree char *hidden = g_strdup_printf (".%s.holder", name);

  return g_build_filename (fixture->folder, hidden, NULL);
}

/* In a folder that is synchronised: told, no log, one who writes. */
static void
test_synced (Fixture *fixture, gconstpointer data)
{
  g_autofree char     *mark = g_build_filename (fixture->folder, ".stfolder", NULL);
  g_autofree char     *note = get_note_path (fixture);
  g_autoptr (YunStore) store = NULL;
  g_autoptr (GRand)    rand = g_rand_new_with_seed (43);
  g_autoptr (GError)   error = NULL;

  make_file (fixture);
  g_assert_true (g_file_set_contents (mark, "", 0, NULL));
  g_assert_cmpint (yun_file_get_place (fixture->path), ==, YUN_FILE_SYNCED);
  store = open_limited (fixture, YUN_STORE_LIMIT_NONE);
  g_assert_nonnull (yun_store_get_notice (store));
  g_assert_true (is_beside (fixture, ".%s.holder"));
  {
    g_autoptr (YunChange) change =
      import_random (store, YUN_ACTION_IMPORT, &yun_entity_plot, 20, rand, NULL, &error);

    g_assert_no_error (error);
    g_assert_false (is_beside (fixture, "%s-wal"));
  }
  yun_store_close (store);
  g_clear_object (&store);
  g_assert_false (is_beside (fixture, ".%s.holder"));

  /* Another machine's note stands; one of a process that is gone does not. */
  g_assert_true (
    g_file_set_contents (note, "王工\nanother-machine\n123\n2026-11-30 09:12\n", -1, NULL));
  store = open_limited (fixture, YUN_STORE_LIMIT_HELD);
  g_assert_nonnull (strstr (yun_store_get_notice (store), "王工 on another-machine"));
  refuse_save (store, "王工");
  yun_store_close (store);
  g_clear_object (&store);
  g_assert_true (is_beside (fixture, ".%s.holder"));
  {
    g_autofree char *gone =
      g_strdup_printf ("x\n%s\n2147483646\n2026-11-30 09:12\n", g_get_host_name ());

    g_assert_true (g_file_set_contents (note, gone, -1, NULL));
  }
  store = open_limited (fixture, YUN_STORE_LIMIT_NONE);
}

/* Whoever lets go takes its own note away, never that of another who holds the file since. */
static void
test_others_note (Fixture *fixture, gconstpointer data)
{
  g_autofree char   *note = get_note_path (fixture);
  g_autofree char   *holder = NULL;
  g_autofree char   *left = NULL;
  g_autoptr (GError) error = NULL;

  make_file (fixture);
  g_assert_true (yun_file_hold (fixture->path, &holder, &error));
  g_assert_true (
    g_file_set_contents (note, "王工\nanother-machine\n123\n2026-11-30 09:12\n", -1, NULL));
  yun_file_let_go (fixture->path);
  g_assert_true (g_file_get_contents (note, &left, NULL, NULL));
  g_assert_true (g_str_has_prefix (left, "王工"));

  g_assert_no_errno (g_unlink (note));
  g_assert_true (yun_file_hold (fixture->path, &holder, &error));
  yun_file_let_go (fixture->path);
  g_assert_cmpuint (count_files (fixture), ==, 1);
}

#define N_TAKERS 8

/* Pipes: the children begin when @start is closed, and go when @end is, as a holder stays. */
typedef struct
{
  int start[2];
  int end[2];
  int answers[2];
} Race;

static void
take (Fixture *fixture, Race *race)
{
  g_autofree char *holder = NULL;
  char             byte = '-';

  close (race->start[1]);
  close (race->end[1]);
  if (read (race->start[0], &byte, 1) != 0)
    _exit (1);
  byte = yun_file_hold (fixture->path, &holder, NULL) ? '+' : '-';
  if (write (race->answers[1], &byte, 1) != 1 || read (race->end[0], &byte, 1) != 0)
    _exit (1);
  _exit (0);
}

static guint
race_for_note (Fixture *fixture)
{
  Race  race;
  pid_t children[N_TAKERS];
  guint n_holders = 0;

  g_assert_no_errno (pipe (race.start));
  g_assert_no_errno (pipe (race.end));
  g_assert_no_errno (pipe (race.answers));
  for (guint i = 0; i < N_TAKERS; i++)
    if ((children[i] = fork ()) == 0)
      take (fixture, &race);
  close (race.start[1]);
  for (guint i = 0; i < N_TAKERS; i++)
    {
      char byte;

      g_assert_cmpint (read (race.answers[0], &byte, 1), ==, 1);
      n_holders += byte == '+';
    }
  close (race.end[1]);
  for (guint i = 0; i < N_TAKERS; i++)
    {
      int status;

      g_assert_cmpint (waitpid (children[i], &status, 0), ==, children[i]);
      g_assert_cmpint (status, ==, 0);
    }
  close (race.start[0]);
  close (race.end[0]);
  close (race.answers[0]);
  close (race.answers[1]);
  return n_holders;
}

/* Of several that find the note of one that is gone, one takes its place. */
static void
test_takers (Fixture *fixture, gconstpointer data)
{
  g_autofree char *note = get_note_path (fixture);
  g_autofree char *gone =
    g_strdup_printf ("x\n%s\n2147483646\n2026-11-30 09:12\n", g_get_host_name ());

  for (guint round = 0; round < 20; round++)
    {
      g_assert_true (g_file_set_contents (note, gone, -1, NULL));
      g_assert_cmpuint (race_for_note (fixture), ==, 1);
      g_assert_no_errno (g_unlink (note));
    }
}

/* ---- Damage ------------------------------------------------------------------------------ */

/* The number of a page of the table's rows, from sqlite's own table of pages. */
static int
find_page (const char *path, const char *table)
{
  g_autofree char *sql = g_strdup_printf (
    "SELECT pageno FROM dbstat WHERE name='%s' AND pagetype='leaf' LIMIT 1 OFFSET 2", table);
  sqlite3      *db;
  sqlite3_stmt *stmt;
  int           page;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
  page = sqlite3_column_int (stmt, 0);
  sqlite3_finalize (stmt);
  sqlite3_close (db);
  return page;
}

/* A page that goes bad is an error for who lists what was on it, never a shorter list. */
static void
test_damaged_page (Fixture *fixture, gconstpointer data)
{
  const char            zeros[512] = { 0 };
  g_autoptr (YunStore)  store = fixture_create (fixture);
  g_autoptr (GRand)     rand = g_rand_new_with_seed (44);
  g_autoptr (YunFilter) all = yun_filter_new (NULL);
  g_autoptr (GError)    error = NULL;
  g_autoptr (GArray)    ids = NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GPtrArray) found = NULL;
  FILE                 *file;
  int                   page;

  {
    g_autoptr (YunChange) change =
      import_random (store, YUN_ACTION_IMPORT, &yun_entity_plot, 300, rand, NULL, &error);

    g_assert_no_error (error);
  }
  yun_store_close (store);
  g_clear_object (&store);
  found = yun_store_check_sync (fixture->path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 0);

  page = find_page (fixture->path, "plot");
  store = fixture_open (fixture);
  file = g_fopen (fixture->path, "r+b");
  g_assert_cmpint (fseek (file, (long) (page - 1) * 4096 + 3000, SEEK_SET), ==, 0);
  g_assert_cmpuint (fwrite (zeros, 1, sizeof zeros, file), ==, sizeof zeros);
  fclose (file);

  ids = yun_store_list_ids_sync (store, &yun_entity_plot, all, NULL, FALSE, NULL, &error);
  if (ids != NULL)
    records = yun_store_load_sync (store, &yun_entity_plot, (const gint64 *) ids->data, ids->len,
                                   TRUE, NULL, &error);
  g_assert_null (records);
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_DAMAGED);
  g_clear_error (&error);
  g_clear_pointer (&found, g_ptr_array_unref);
  found = yun_store_check_sync (fixture->path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->len, >, 0);
  yun_store_close (store);

  g_clear_object (&store);
  g_assert_null (yun_store_open_sync (fixture->path, YUN_STORE_DEFAULT, NULL, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_DAMAGED);
}

/* What others left undone is told, and is no damage. */
static void
test_check (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError)    error = NULL;

  make_file (fixture);
  execute (fixture->path, "DELETE FROM idx_town_geom WHERE pkid=1; DROP TRIGGER ggu_town_geom;"
                          "DROP TRIGGER giu_town_geom; DROP TRIGGER outside_town_update;"
                          "UPDATE town SET geom=x'01' WHERE name='九亭镇'");
  found = yun_store_check_sync (fixture->path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 2);
  g_assert_true (g_str_has_prefix (g_ptr_array_index (found, 0), "Towns: the index"));
  g_assert_true (g_str_has_prefix (g_ptr_array_index (found, 1), "Towns: “九亭镇” (row "));
  g_assert_nonnull (strstr (g_ptr_array_index (found, 1), "): its place cannot be read"));
}

#define ADD(name, data, func)                                                                      \
  g_test_add (name, Fixture, data, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* First, while this process has no threads that a fork would lose. */
  ADD ("/store-open/guest", NULL, test_guest);
  ADD ("/store-open/takers", NULL, test_takers);
  ADD ("/store-open/no-strangers", NULL, test_no_strangers);
  ADD ("/store-open/added-column", NULL, test_added_column);
  for (guint i = 0; i < G_N_ELEMENTS (strangers); i++)
    {
      g_autofree char *name = g_strdup_printf ("/store-open/strangers-%u", i);

      ADD (name, &strangers[i], test_strangers);
    }
  ADD ("/store-open/stranger-comes", NULL, test_stranger_comes);
  ADD ("/store-open/synced", NULL, test_synced);
  ADD ("/store-open/others-note", NULL, test_others_note);
  ADD ("/store-open/damaged-page", NULL, test_damaged_page);
  ADD ("/store-open/check", NULL, test_check);
  return g_test_run ();
}
