/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store-fixture.h"

#include "yun-db.h"
#include "yun-plot.h"
#include "yun-schema.h"

#include <glib/gstdio.h>

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
      /* id, revision, search, name_key, geom */
      g_assert_cmpuint (g_hash_table_size (columns), ==, n_fields + 5);
    }
}

static void
test_marks (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore) store = fixture_create (fixture);
  g_autoptr (GError)   error = NULL;
  g_autoptr (YunDb)    db = yun_db_open (fixture->path, YUN_DB_READ_ONLY, &error);
  g_autoptr (YunStmt)  stmt = NULL;
  gint64               value = 0;
  guint                n, seen = 0;

  g_assert_no_error (error);
  yun_entity_list (&n);
  g_assert_true (yun_db_get_int (db, "PRAGMA application_id", &value, &error));
  g_assert_cmpint (value, ==, YUN_SCHEMA_APPLICATION);
  g_assert_true (yun_db_get_int (db, "PRAGMA user_version", &value, &error));
  g_assert_cmpint (value, ==, yun_schema_get_version ());
  g_assert_true (yun_schema_check (db, &error));
  g_assert_no_error (error);

  /* Every entity has its geometry column in EPSG:4490, with an R*Tree. */
  stmt = yun_db_prepare (
    db, "SELECT f_table_name, srid, spatial_index_enabled FROM geometry_columns", &error);
  while (yun_stmt_step (stmt, &error) == 1)
    {
      g_assert_nonnull (yun_entity_find (yun_stmt_text (stmt, 0)));
      g_assert_cmpint (sqlite3_column_int (stmt->handle, 1), ==, 4490);
      g_assert_cmpint (sqlite3_column_int (stmt->handle, 2), ==, 1);
      seen++;
    }
  g_assert_cmpuint (seen, ==, n);
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
  g_assert_false (yun_schema_upgrade (db, 0, NULL, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_FAILED);
  g_clear_error (&error);
  after = yun_schema_dump (db, &error);
  g_assert_cmpstr (before, ==, after);
}

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

/* Each released version, upgraded, is like a fresh file and has lost nothing; the backup is what
 * it was. */
static void
test_upgrade (Fixture *fixture, gconstpointer data)
{
  g_autofree char *stem = g_strndup (fixture->path, strlen (fixture->path) - 7);
  g_autofree char *backup =
    g_strdup_printf ("%s-before-v%d.sqlite", stem, yun_schema_get_version ());

  for (int version = 1; version < yun_schema_get_version (); version++)
    {
      g_autoptr (GError)   error = NULL;
      g_autoptr (YunStore) store = NULL;
      g_autoptr (YunStore) kept = NULL;
      g_autofree char     *before = NULL;
      g_autofree char     *after = NULL;
      g_autofree char     *fresh_path = g_build_filename (fixture->folder, "fresh.sqlite", NULL);
      g_autofree char     *fresh = NULL;
      g_autofree char     *upgraded = NULL;
      g_autofree char     *old = NULL;

      unpack (fixture, version);
      store = yun_store_open_sync (fixture->path, YUN_STORE_READ_ONLY, NULL, &error);
      g_assert_no_error (error);
      before = dump_rows (store);
      g_assert_nonnull (strstr (before, "垣信"));
      g_clear_object (&store);
      old = dump_schema (fixture->path);

      store = fixture_open (fixture);
      after = dump_rows (store);
      g_assert_cmpstr (before, ==, after);
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
      g_assert_no_errno (g_unlink (backup));
      g_assert_no_errno (g_unlink (fresh_path));
      g_assert_no_errno (g_unlink (fixture->path));
    }
}

/* The names of the plots whose names begin with @prefix, in the order of the list. */
static char *
list_names (YunStore *store, const char *prefix)
{
  g_autoptr (YunFilter)    all = yun_filter_new (&yun_entity_plot);
  g_autoptr (GError)       error = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv)           names = NULL;
  g_autoptr (GArray)       ids =
    yun_store_list_ids_sync (store, &yun_entity_plot, all, NULL, FALSE, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (YunRecord) plot =
        yun_store_get_sync (store, &yun_entity_plot, g_array_index (ids, gint64, i), &error);

      g_assert_no_error (error);
      if (g_str_has_prefix (yun_record_get_name (plot), prefix) ||
          g_str_has_prefix (yun_record_get_name (plot), "Lot"))
        g_strv_builder_add (builder, yun_record_get_name (plot));
    }
  names = g_strv_builder_end (builder);
  return g_strjoinv ("|", names);
}

static void
assert_names (YunStore *store, const char *names)
{
  g_autofree char *found = list_names (store, "地块");
  g_auto (GStrv)   each = g_strsplit (names, "|", -1);

  g_assert_cmpstr (found, ==, names);
  /* Their keys are those of today: that is how a name is looked up. */
  for (guint i = 0; each[i] != NULL; i++)
    {
      g_autoptr (GError)    error = NULL;
      g_autoptr (YunRecord) plot = yun_store_find_sync (store, &yun_entity_plot, each[i], &error);

      g_assert_no_error (error);
      g_assert_nonnull (plot);
      g_assert_cmpstr (yun_record_get_name (plot), ==, each[i]);
    }
}

/* Changes of before the fourth step are taken back and made again after it, and the order of names
 * is right all the while. */
static void
test_name_keys (Fixture *fixture, gconstpointer data)
{
  static const char *const states[] = {
    "地块 9|地块 10",
    "地块 9|地块 10|Lot 30",
    "地块 2|地块 10|Lot 30",
    "地块 2|地块 10",
    "地块 10",
    "",
  };
  g_autoptr (YunStore) store = NULL;
  g_autoptr (GError)   error = NULL;

  unpack (fixture, 3);
  store = yun_store_open_sync (fixture->path, YUN_STORE_READ_ONLY, NULL, &error);
  g_assert_no_error (error);
  assert_names (store, states[0]);
  g_clear_object (&store);
  store = fixture_open (fixture);
  for (int round = 0; round < 2; round++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (states); i++)
        {
          g_autoptr (YunChange) change = NULL;

          if (i > 0)
            change = yun_store_undo_sync (store, NULL, &error);
          g_assert_no_error (error);
          assert_names (store, states[i]);
        }
      for (guint i = G_N_ELEMENTS (states) - 1; i > 0; i--)
        {
          g_autoptr (YunChange) change = yun_store_redo_sync (store, NULL, &error);

          g_assert_no_error (error);
          assert_names (store, states[i - 1]);
        }
    }
}

/* What another program has changed since is still noticed. */
static void
test_name_keys_conflict (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = NULL;
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunChange) change = NULL;

  unpack (fixture, 3);
  store = fixture_open (fixture);
  change = yun_store_undo_sync (store, NULL, &error);
  g_assert_no_error (error);
  {
    g_autoptr (YunDb) db = yun_db_open (fixture->path, YUN_DB_DEFAULT, &error);

    g_assert_true (yun_db_exec (db, "UPDATE plot SET name='另一' WHERE name='地块 9'", &error));
  }
  g_clear_pointer (&change, yun_change_unref);
  change = yun_store_undo_sync (store, NULL, &error);
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_CONFLICT);
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
      g_assert_nonnull (strstr (out, "Geometry: "));
      g_assert_null (strstr (out, "Geometry: None"));
      g_assert_nonnull (strstr (out, "ID[\"EPSG\",4490]"));
      g_assert_nonnull (strstr (out, "Geometry Column = geom"));
    }
}

#define ADD(name, func) g_test_add (name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/schema/columns", test_columns);
  ADD ("/schema/marks", test_marks);
  ADD ("/schema/two-files-are-equal", test_two_files_are_equal);
  ADD ("/schema/failed-step", test_failed_step);
  ADD ("/schema/upgrade", test_upgrade);
  ADD ("/schema/name-keys", test_name_keys);
  ADD ("/schema/name-keys-conflict", test_name_keys_conflict);
  ADD ("/schema/ogrinfo", test_ogrinfo);
  return g_test_run ();
}
