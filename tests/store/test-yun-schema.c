/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "yun-store-private.h"
#include "yun-store-write.h"

#include "store-fixture.h"

#include "yun-db-sqlite.h"
#include "yun-plot.h"
#include "yun-schema.h"
#include "yun-store-check.h"
#include "yun-store-history.h"

#include <glib/gstdio.h>
#include <sys/wait.h>
#include <unistd.h>

/* The SQL text of the steps against the field tables: neither may be forgotten. */

static const char *
get_type (const YunField *field)
{
  return field->kind == YUN_KIND_INT ? "INTEGER" : field->kind == YUN_KIND_REAL ? "REAL" : "TEXT";
}

static void
test_columns (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)    store = fixture_create (fixture);
  g_autoptr (GError)      error = NULL;
  g_autoptr (YunDb)       db = yun_db_open (fixture->path, YUN_DB_READ_ONLY, &error);
  guint                   n, n_fields;
  const YunEntity *const *entities = yun_entity_list (&n);

  g_assert_no_error (error);
  for (guint e = 0; e < n; e++)
    {
      const YunField *const *fields = yun_entity_get_fields (entities[e], &n_fields);
      g_autofree char       *sql =
        g_strdup_printf ("SELECT name, type FROM pragma_table_info('%s')", entities[e]->id);
      g_autoptr (YunStmt)    stmt = yun_db_prepare (db, sql, &error);
      g_autoptr (GHashTable) columns =
        g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

      while (yun_stmt_step (stmt, &error) == 1)
        g_hash_table_insert (columns, g_strdup (yun_stmt_text (stmt, 0)),
                             g_strdup (yun_stmt_text (stmt, 1)));
      g_assert_no_error (error);
      for (guint i = 0; i < n_fields; i++)
        if (g_strcmp0 (g_hash_table_lookup (columns, fields[i]->column), get_type (fields[i])) != 0)
          g_error ("%s.%s is not a column of type %s", entities[e]->id, fields[i]->column,
                   get_type (fields[i]));
      /* id, revision, search, name_key, and of what has a place geom, and where it may be an area
       * or a point, point */
      g_assert_cmpuint (g_hash_table_size (columns), ==,
                        n_fields + 4 + (entities[e]->shape != YUN_SHAPE_NONE) +
                          (entities[e]->shape == YUN_SHAPE_ANY));
    }
}

static void
test_marks (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)    store = fixture_create (fixture);
  g_autoptr (GError)      error = NULL;
  g_autoptr (YunDb)       db = yun_db_open (fixture->path, YUN_DB_READ_ONLY, &error);
  g_autoptr (YunStmt)     stmt = NULL;
  gint64                  value = 0;
  guint                   n, seen = 0, places = 0;
  const YunEntity *const *entities = yun_entity_list (&n);

  g_assert_no_error (error);
  for (guint i = 0; i < n; i++)
    places += entities[i]->shape == YUN_SHAPE_ANY    ? 2
              : entities[i]->shape == YUN_SHAPE_NONE ? 0
                                                     : 1;
  g_assert_true (yun_db_get_int (db, "PRAGMA application_id", &value, &error));
  g_assert_cmpint (value, ==, YUN_SCHEMA_APPLICATION);
  g_assert_true (yun_db_get_int (db, "PRAGMA user_version", &value, &error));
  g_assert_cmpint (value, ==, yun_schema_get_version ());
  g_assert_true (yun_schema_check (db, &error));
  g_assert_no_error (error);

  /* Every place is in EPSG:4490, with an R*Tree; an area or else a point in a column each. */
  stmt = yun_db_prepare (
    db, "SELECT f_table_name, srid, spatial_index_enabled FROM geometry_columns", &error);
  while (yun_stmt_step (stmt, &error) == 1)
    {
      g_assert_nonnull (yun_entity_find (yun_stmt_text (stmt, 0)));
      g_assert_cmpint ((int) yun_stmt_int (stmt, 1), ==, 4490);
      g_assert_cmpint ((int) yun_stmt_int (stmt, 2), ==, 1);
      seen++;
    }
  g_assert_cmpuint (seen, ==, places);
}

static void
test_two_files_are_equal (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore) store = fixture_create (fixture);
  g_autofree char     *path = g_build_filename (fixture->folder, "two.sqlite", NULL);
  g_autoptr (GError)   error = NULL;
  g_autoptr (YunStore) two = yun_store_create_sync (path, NULL, &error);
  g_autofree char     *a = NULL;
  g_autofree char     *b = NULL;

  g_assert_no_error (error);
  {
    g_autoptr (YunDb) db = yun_db_open (fixture->path, YUN_DB_READ_ONLY, &error);

    a = yun_schema_dump (db, &error);
  }
  {
    g_autoptr (YunDb) db = yun_db_open (path, YUN_DB_READ_ONLY, &error);

    b = yun_schema_dump (db, &error);
  }
  g_assert_no_error (error);
  g_assert_cmpstr (a, ==, b);
  g_assert_nonnull (strstr (a, "CREATE TABLE plot"));
}

/* A step that fails leaves nothing of itself: here its tables are there already. */
static void
test_failed_step (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore) store = fixture_create (fixture);
  g_autofree char     *before = NULL;
  g_autofree char     *after = NULL;
  g_autoptr (GError)   error = NULL;
  g_autoptr (YunDb)    db = NULL;

  yun_store_close (store);
  db = yun_db_open (fixture->path, YUN_DB_DEFAULT, &error);
  g_assert_no_error (error);
  before = yun_schema_dump (db, &error);
  g_assert_true (yun_db_exec (db, "PRAGMA user_version=0", &error));
  g_assert_false (yun_schema_upgrade (db, NULL, NULL, NULL, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_FAILED);
  g_clear_error (&error);
  after = yun_schema_dump (db, &error);
  g_assert_cmpstr (before, ==, after);
}

/* The newest version of which files are about. */
#define LAST_RELEASED 4

/* A file of an earlier version as it was released, at the fixture's path. */
static void
unpack (Fixture *fixture, int version)
{
  g_autofree char *name = g_strdup_printf ("registry-v%d.sqlite.gz", version);
  g_autofree char *path =
    g_build_filename (g_getenv ("YUN_SOURCE_DIR"), "tests", "data", name, NULL);
  g_autofree char   *packed = NULL;
  gsize              n;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &packed, &n, &error);
  g_assert_no_error (error);
  {
    g_autoptr (GConverter) unzip =
      G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
    g_autoptr (GInputStream) memory =
      g_memory_input_stream_new_from_data (packed, (gssize) n, NULL);
    g_autoptr (GInputStream)      in = g_converter_input_stream_new (memory, unzip);
    g_autoptr (GFile)             file = g_file_new_for_path (fixture->path);
    g_autoptr (GFileOutputStream) out =
      g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, &error);

    g_assert_no_error (error);
    g_output_stream_splice (G_OUTPUT_STREAM (out), in, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL,
                            &error);
    g_assert_no_error (error);
  }
}

static char *
dump_schema (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (YunDb)  db = yun_db_open (path, YUN_DB_READ_ONLY, &error);
  char              *dump = yun_schema_dump (db, &error);

  g_assert_no_error (error);
  return dump;
}

/* The newest version that files in use may have: those of steps since are nobody's yet. */
#define LAST_RELEASED 4

/* Zones and towns have got the uids of their codes, and names without a record have become records;
 * all other rows are what they were, and link to the same. */
static void
assert_kept (const char *before, const char *after)
{
  g_auto (GStrv) old = g_strsplit (before, "\n", -1);
  g_auto (GStrv) new = g_strsplit (after, "\n", -1);
  guint n_made = 0;

  for (char **line = old; *line != NULL; line++)
    if (!g_str_has_prefix (*line, "zone ") && !g_str_has_prefix (*line, "town ") &&
        !g_strv_contains ((const char *const *) new, *line))
      g_error ("lost: %s", *line);
  for (char **line = new; *line != NULL; line++)
    n_made += strstr (*line, "|Made by the upgrade from a name|") != NULL;
  g_assert_cmpuint (g_strv_length (new), ==, g_strv_length (old) + n_made);
}

/* Each released version, upgraded, is like a fresh file and has lost nothing; the backup is what
 * it was. */
static void
test_upgrade (Fixture *fixture, gconstpointer data)
{
  g_autofree char *stem = g_strndup (fixture->path, strlen (fixture->path) - 7);
  g_autofree char *backup =
    g_strdup_printf ("%s-before-v%d.sqlite", stem, yun_schema_get_version ());
  g_autofree char *report =
    g_strdup_printf ("%s-before-v%d-links.txt", stem, yun_schema_get_version ());

  for (int version = 1; version <= LAST_RELEASED; version++)
    {
      g_autoptr (GError)    error = NULL;
      g_autoptr (YunStore)  store = NULL;
      g_autoptr (YunStore)  kept = NULL;
      g_autoptr (GPtrArray) found = NULL;
      g_autofree char      *before = NULL;
      g_autofree char      *after = NULL;
      g_autofree char      *fresh_path = g_build_filename (fixture->folder, "fresh.sqlite", NULL);
      g_autofree char      *fresh = NULL;
      g_autofree char      *upgraded = NULL;
      g_autofree char      *old = NULL;

      unpack (fixture, version);
      found = yun_store_check_sync (fixture->path, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (found->len, ==, 0);
      store = yun_store_open_sync (fixture->path, YUN_STORE_READ_ONLY, NULL, &error);
      g_assert_no_error (error);
      before = dump_rows (store);
      g_assert_nonnull (strstr (before, "垣信"));
      g_clear_object (&store);
      old = dump_schema (fixture->path);

      store = fixture_open (fixture);
      after = dump_rows (store);
      assert_kept (before, after);
      g_assert_false (yun_store_is_read_only (store));
      g_clear_object (&store);

      g_object_unref (yun_store_create_sync (fresh_path, NULL, &error));
      fresh = dump_schema (fresh_path);
      upgraded = dump_schema (fixture->path);
      g_assert_cmpstr (upgraded, ==, fresh);
      /* The fourth step changes values alone. */
      if (version < 3)
        g_assert_cmpstr (upgraded, !=, old);

      /* The backup is still of its version; it can be looked at without being changed. */
      {
        g_autofree char *backup_schema = dump_schema (backup);
        g_autofree char *rows = NULL;

        g_assert_cmpstr (backup_schema, ==, old);
        kept = yun_store_open_sync (backup, YUN_STORE_READ_ONLY, NULL, &error);
        g_assert_no_error (error);
        rows = dump_rows (kept);
        g_assert_cmpstr (rows, ==, before);
      }
      /* What later versions added is simply empty in it. */
      {
        g_autoptr (GPtrArray) views = yun_store_list_views_sync (kept, YUN_VIEW_BOOKMARK, &error);

        g_assert_no_error (error);
        g_assert_cmpuint (views->len, ==, 0);
      }
      g_clear_object (&kept);
      g_unlink (report);
      g_assert_no_errno (g_unlink (backup));
      g_assert_no_errno (g_unlink (fresh_path));
      g_assert_no_errno (g_unlink (fixture->path));
    }
}

/* "status:idle" of a released version was all land that could be put to use: a view shows what it
 * did, and that is told once, where the file is opened. */
static void
test_views (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (GPtrArray) views = NULL;
  g_autoptr (YunStore)  store = NULL;
  YunSavedView         *view;

  unpack (fixture, 4);
  {
    g_autoptr (YunDb) db = yun_db_open (fixture->path, YUN_DB_PLAIN, &error);

    g_assert_no_error (error);
    g_assert_true (yun_db_exec (
      db,
      "INSERT INTO saved_view (uid, name, kind, content, position, created, updated) VALUES "
      "('u', '旧', 'view', '{\"format\":\"yunjian-view\",\"filter\":\"plot status:idle,?\"}', 0, "
      "'', '')",
      &error));
  }
  store = fixture_open (fixture);
  g_assert_nonnull (strstr (yun_store_get_notice (store), "旧"));
  views = yun_store_list_views_sync (store, YUN_VIEW_VIEW, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (views->len, ==, 1);
  view = g_ptr_array_index (views, 0);
  g_assert_nonnull (strstr (view->content, "\"plot status:reusable,?\""));
  g_clear_object (&store);
  store = fixture_open (fixture);
  g_assert_null (yun_store_get_notice (store));
}

/* How many commits are still let through. */
static int
die_in_commit (void *data)
{
  int *left = data;

  if ((*left)-- == 0)
    _exit (7);
  return 0;
}

/* Upgrades the file, all steps or all but the last commit, and is killed; they are in the log
 * only. */
static void
upgrade_and_die (Fixture *fixture, int n_commits)
{
  g_autoptr (YunDb) db = yun_db_open (fixture->path, YUN_DB_DEFAULT, NULL);

  if (db == NULL || !yun_db_set_journal (db, NULL) ||
      !yun_db_exec (db, "PRAGMA wal_autocheckpoint=0", NULL))
    _exit (1);
  sqlite3_commit_hook (yun_db_get_handle (db), die_in_commit, &n_commits);
  _exit (yun_schema_upgrade (db, NULL, NULL, NULL, NULL) ? 7 : 1);
}

/* The header of a file says what it was before a program was killed upgrading it: the next one
 * finds in the log that all steps were done, or that none was, and keeps a copy only when there is
 * something to do. */
static void
test_killed_upgrade (Fixture *fixture, gconstpointer data)
{
  g_autofree char *stem = g_strndup (fixture->path, strlen (fixture->path) - 7);
  g_autofree char *backup =
    g_strdup_printf ("%s-before-v%d.sqlite", stem, yun_schema_get_version ());

  for (int n_commits = 0; n_commits <= 2; n_commits++)
    {
      g_autofree char *rows = NULL;
      pid_t            child;
      int              status;

      unpack (fixture, 1);
      child = fork ();
      if (child == 0)
        upgrade_and_die (fixture, n_commits);
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      g_assert_cmpint (WEXITSTATUS (status), ==, 7);
      {
        g_autoptr (YunStore) store = fixture_open (fixture);

        g_assert_false (yun_store_is_read_only (store));
        rows = dump_rows (store);
        g_assert_nonnull (strstr (rows, "垣信"));
        yun_store_close (store);
      }
      g_assert_true (g_file_test (backup, G_FILE_TEST_EXISTS) == (n_commits == 0));
      g_unlink (backup);
      g_assert_no_errno (g_unlink (fixture->path));
    }
}

typedef struct
{
  double last;
  guint  n;
} Told;

static void
told_cb (double done, gpointer user_data)
{
  Told *told = user_data;

  g_assert_cmpfloat (done, >=, told->last);
  g_assert_cmpfloat (done, <=, 1);
  told->last = done;
  told->n++;
}

/* Who waits for a large registry is told how far it is; nothing is told of a current one. */
static void
test_told_upgrade (Fixture *fixture, gconstpointer data)
{
  Told told = { 0 };

  unpack (fixture, 1);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError)   error = NULL;
      g_autoptr (YunStore) store =
        yun_store_open_told_sync (fixture->path, YUN_STORE_DEFAULT, told_cb, &told, NULL, &error);

      g_assert_no_error (error);
      yun_store_close (store);
      g_assert_cmpuint (told.n > 20, ==, i == 0);
      g_assert_cmpfloat (told.last, ==, i == 0 ? 1 : 0);
      told = (Told){ 0 };
    }
}

static gboolean
has_value (GPtrArray *values, const char *field, const char *before, const char *after)
{
  for (guint i = 0; i < values->len; i++)
    {
      const YunChangeValue *value = g_ptr_array_index (values, i);
      g_autofree char      *was = yun_value_print (&value->before);
      g_autofree char      *is = yun_value_print (&value->after);

      if (value->field != NULL && strcmp (value->field->id, field) == 0 &&
          g_strcmp0 (was, before) == 0 && g_strcmp0 (is, after) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Changes of before the sixth step can be read with their values; what was taken back still is, and
 * undo says where it stops. */
static void
test_old_history (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (YunChange) undone = NULL;
  g_autoptr (GError)    error = NULL;
  gboolean              named = FALSE, renamed = FALSE;

  unpack (fixture, 3);
  store = fixture_open (fixture);
  changes = yun_store_list_changes_sync (store, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (changes->len, ==, 7);
  for (guint i = 0; i < changes->len; i++)
    {
      const YunChange      *change = g_ptr_array_index (changes, i);
      g_autoptr (GPtrArray) values = NULL;

      g_assert_cmpint (change->state, ==, YUN_CHANGE_DONE);
      if (change->action == YUN_ACTION_CREATE)
        continue;
      values = yun_store_list_values_sync (store, change->number, 0, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (values->len, >, 0);
      named = named || has_value (values, "name", NULL, "地块 10");
      renamed = renamed || has_value (values, "name", "地块 2", "地块 9");
    }
  g_assert_true (named);
  g_assert_true (renamed);

  g_assert_false (yun_store_can_undo (store));
  undone = yun_store_undo_sync (store, 7, YUN_UNDO_DEFAULT, "", NULL, NULL, &error);
  g_assert_null (undone);
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOTHING);
  g_assert_nonnull (strstr (error->message, "upgraded"));
}

/* Other programs read the file as layers. */
static void
test_ogrinfo (Fixture *fixture, gconstpointer data)
{
  g_autofree char        *program = g_find_program_in_path ("ogrinfo");
  g_autoptr (YunStore)    store = fixture_create (fixture);
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);

  yun_store_close (store);
  if (program == NULL)
    {
      g_test_skip ("ogrinfo is not installed");
      return;
    }
  for (guint e = 0; e < n; e++)
    {
      const char        *argv[] = { program, "-ro", "-so", fixture->path, entities[e]->id, NULL };
      g_autofree char   *out = NULL;
      g_autoptr (GError) error = NULL;

      g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &out, NULL,
                    NULL, &error);
      g_assert_no_error (error);
      /* "Geometry: …", of two columns "Geometry (geom): …" */
      g_assert_nonnull (strstr (out, "\nGeometry"));
      g_assert_true ((strstr (out, "Geometry: None") != NULL) ==
                     (entities[e]->shape == YUN_SHAPE_NONE));
      if (entities[e]->shape == YUN_SHAPE_NONE)
        continue;
      g_assert_nonnull (strstr (out, "ID[\"EPSG\",4490]"));
      g_assert_nonnull (strstr (out, "= geom\n"));
    }
}

/* Names that count by Chinese numerals get keys by what they count. */
static void
test_numerals (Fixture *fixture, gconstpointer data)
{
  static const char *const names[][2] = {
    { "测试十期", NULL }, { "测试二期", NULL }, { "测试三期", "ce shi san qi" }, { "九亭", NULL }
  };
  static const char *const spoils[] = {
    "UPDATE plot SET name_key='ce shi er qi' WHERE name<>'九亭'; PRAGMA user_version=9",
    "UPDATE plot SET name_key='ce shi san qi' WHERE pinyin NOTNULL; PRAGMA user_version=10",
  };
  g_autoptr (YunStore) store = fixture_create (fixture);
  g_autoptr (GError)   error = NULL;
  g_autoptr (YunDb)    db = NULL;
  gint64               value = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (YunRecord) plot = yun_entity_new_record (&yun_entity_plot);
      g_autoptr (YunChange) change = NULL;

      yun_record_set_text (plot, yun_entity_get_field (&yun_entity_plot, "name"), names[i][0]);
      yun_record_set_text (plot, yun_entity_get_field (&yun_entity_plot, "pinyin"), names[i][1]);
      change = yun_store_save_sync (store, plot, "", NULL, &error);
      g_assert_no_error (error);
    }
  yun_store_close (store);
  db = yun_db_open (fixture->path, YUN_DB_DEFAULT, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (spoils); i++)
    {
      g_assert_true (yun_db_exec (db, spoils[i], &error));
      /* What step 11 makes beside the keys. */
      g_assert_true (yun_db_exec (
        db,
        "DROP INDEX zone_reading; DROP INDEX town_reading; DROP INDEX park_reading; "
        "DROP INDEX plot_reading; DROP INDEX firm_reading; DROP INDEX facility_reading; "
        "DROP INDEX unit_reading; DROP INDEX task_reading",
        &error));
      g_assert_true (yun_schema_upgrade (db, NULL, NULL, NULL, &error));
      g_assert_no_error (error);
      g_assert_true (yun_db_get_int (
        db, "SELECT count(*) FROM plot WHERE name_key=yun_name_key(name, pinyin)", &value, &error));
      g_assert_cmpint (value, ==, G_N_ELEMENTS (names));
      g_assert_true (yun_db_get_int (
        db, "SELECT name='测试二期' FROM plot ORDER BY name_key LIMIT 1", &value, &error));
      g_assert_cmpint (value, ==, 1);
    }
}

/* Versions that were never released but are about: names in them become links too, of units and
 * tasks as well. */
static void
test_unreleased (Fixture *fixture, gconstpointer data)
{
  static const char rows[] =
    "UPDATE writer SET inside=1;"
    "INSERT INTO park (name, town, uid) VALUES ('X 园区', '九亭镇', 'p-1');"
    "INSERT INTO town (name, uid) VALUES ('九亭镇', 't-1');"
    "INSERT INTO plot (name, town, park, uid) VALUES ('甲', '九亭镇', 'X 园区', 'l-1'),"
    " ('乙', '九亭镇;没有镇', NULL, 'l-2'), ('丙', '', ' ', 'l-3');"
    "INSERT INTO unit (name, uid) VALUES ('区经委', 'u-1');"
    "INSERT INTO task (name, unit, uid) VALUES ('1', '区经委;区科委', 'k-1');"
    "UPDATE writer SET inside=0;";
  static const char *const right[] = {
    "SELECT count(*)=1 FROM plot WHERE town='t-1' AND park='p-1' AND name='甲'",
    "SELECT count(*)=1 FROM plot p JOIN town t ON t.name='没有镇' AND p.town='t-1;' || t.uid",
    "SELECT count(*)=1 FROM plot WHERE name='丙' AND trim(town || park)=''",
    "SELECT count(*)=1 FROM park WHERE town='t-1'",
    "SELECT count(*)=1 FROM task k JOIN unit u ON u.name='区科委' AND k.unit='u-1;' || u.uid",
    "SELECT count(*)=2 FROM unit",
  };
  const int newest = yun_schema_get_version ();

  for (int version = 7; version < newest; version++)
    {
      g_autoptr (GError)   error = NULL;
      g_autoptr (YunDb)    db = NULL;
      g_autoptr (YunStore) store = NULL;

      g_assert_true (g_file_set_contents (fixture->path, "", 0, &error));
      db = yun_db_open (fixture->path, YUN_DB_FRESH, &error);
      g_assert_no_error (error);
      g_assert_true (yun_schema_make (db, 7, &error));
      g_assert_no_error (error);
      g_assert_true (yun_db_exec (db, rows, &error));
      g_assert_no_error (error);
      g_assert_true (yun_schema_make (db, version, &error));
      g_assert_no_error (error);
      g_clear_pointer (&db, yun_db_close);
      store = yun_store_open_sync (fixture->path, YUN_STORE_DEFAULT, NULL, &error);
      g_assert_no_error (error);
      g_clear_object (&store);
      db = yun_db_open (fixture->path, YUN_DB_READ_ONLY, &error);
      for (guint i = 0; i < G_N_ELEMENTS (right); i++)
        {
          gint64 is = 0;

          g_assert_true (yun_db_get_int (db, right[i], &is, &error));
          if (!is)
            g_error ("version %d: %s", version, right[i]);
        }
      g_clear_pointer (&db, yun_db_close);
      g_assert_no_errno (g_unlink (fixture->path));
    }
}

/* The trees of plots and firms are taken over as they are, but not when they are wrong. */
static void
test_trees (Fixture *fixture, gconstpointer data)
{
  static const char *const spoils[] = {
    "SELECT 1",
    "DELETE FROM idx_plot_geom WHERE pkid=(SELECT min(id) FROM plot WHERE geom NOTNULL)",
    "UPDATE idx_firm_geom SET xmin=1, xmax=2 WHERE pkid=(SELECT min(id) FROM firm WHERE geom "
    "NOTNULL)",
    "INSERT INTO idx_plot_geom VALUES (99999, 121, 122, 31, 32)",
  };
  static const char *const trees[] = { "'plot', 'geom'", "'plot', 'point'", "'firm', 'geom'" };

  for (guint i = 0; i < G_N_ELEMENTS (spoils); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (YunDb)  db = NULL;

      unpack (fixture, LAST_RELEASED);
      db = yun_db_open (fixture->path, YUN_DB_DEFAULT, &error);
      g_assert_no_error (error);
      g_assert_true (yun_db_exec (db, spoils[i], &error));
      g_assert_true (yun_schema_upgrade (db, NULL, NULL, NULL, &error));
      g_assert_no_error (error);
      for (guint k = 0; k < G_N_ELEMENTS (trees); k++)
        {
          g_autofree char *sql = g_strdup_printf ("SELECT CheckSpatialIndex(%s)", trees[k]);
          gint64           good = 0;

          g_assert_true (yun_db_get_int (db, sql, &good, &error));
          g_assert_cmpint (good, ==, 1);
        }
    }
}

static gboolean
refuse_cb (gpointer text, GError **error)
{
  g_set_error_literal (error, YUN_STORE_ERROR, YUN_STORE_ERROR_DAMAGED, text);
  return FALSE;
}

/* What is not proven leaves the file as it was. */
static void
test_unproven (Fixture *fixture, gconstpointer data)
{
  YunSchemaProof     proof = { refuse_cb, (gpointer) "the copy is not sound" };
  g_autoptr (GError) error = NULL;
  g_autoptr (YunDb)  db = NULL;
  g_autofree char   *before = NULL, *after = NULL;
  gint64             version = 0;

  unpack (fixture, LAST_RELEASED);
  db = yun_db_open (fixture->path, YUN_DB_DEFAULT, &error);
  g_assert_no_error (error);
  before = yun_schema_dump (db, &error);
  g_assert_false (yun_schema_upgrade (db, &proof, NULL, NULL, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_DAMAGED);
  g_clear_error (&error);
  after = yun_schema_dump (db, &error);
  g_assert_cmpstr (before, ==, after);
  g_assert_true (yun_db_get_int (db, "PRAGMA user_version", &version, &error));
  g_assert_cmpint (version, ==, LAST_RELEASED);
}

#define ADD(name, func) g_test_add (name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* First, while this process has no threads that a fork would lose. */
  ADD ("/schema/killed-upgrade", test_killed_upgrade);
  ADD ("/schema/told-upgrade", test_told_upgrade);
  ADD ("/schema/columns", test_columns);
  ADD ("/schema/marks", test_marks);
  ADD ("/schema/two-files-are-equal", test_two_files_are_equal);
  ADD ("/schema/failed-step", test_failed_step);
  ADD ("/schema/upgrade", test_upgrade);
  ADD ("/schema/unreleased", test_unreleased);
  ADD ("/schema/trees", test_trees);
  ADD ("/schema/unproven", test_unproven);
  ADD ("/schema/views", test_views);
  ADD ("/schema/numerals", test_numerals);
  ADD ("/schema/old-history", test_old_history);
  ADD ("/schema/ogrinfo", test_ogrinfo);
  return g_test_run ();
}
