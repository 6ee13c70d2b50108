/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-schema.h"

#include "yun-sql.h"

#include <glib/gi18n-lib.h>

static const char *const steps[] = {
  "0001-initial.sql",           "0002-views.sql", "0003-facts.sql", "0004-name-keys.sql",
  "0005-facility-segments.sql",
};

int
yun_schema_get_version (void)
{
  return G_N_ELEMENTS (steps);
}

/* SpatiaLite answers 0 or NULL, not an error, when it fails, so a statement of a step that gives a
 * row must give something else. */
static gboolean
run_statement (YunDb *db, sqlite3_stmt *stmt, GError **error)
{
  int rc;

  while ((rc = sqlite3_step (stmt)) == SQLITE_ROW)
    if (sqlite3_column_type (stmt, 0) == SQLITE_NULL || sqlite3_column_int (stmt, 0) == 0)
      {
        g_debug ("SpatiaLite refused %s", sqlite3_sql (stmt));
        return yun_db_set_error (db, SQLITE_ERROR, error);
      }
  return rc == SQLITE_DONE || yun_db_set_error (db, rc, error);
}

static gboolean
run_script (YunDb *db, const char *sql, GError **error)
{
  sqlite3 *handle = yun_db_get_handle (db);

  while (*sql != '\0')
    {
      sqlite3_stmt *stmt = NULL;
      int           rc = sqlite3_prepare_v2 (handle, sql, -1, &stmt, &sql);
      gboolean      ok;

      if (rc != SQLITE_OK)
        return yun_db_set_error (db, rc, error);
      ok = stmt == NULL || run_statement (db, stmt, error);
      sqlite3_finalize (stmt);
      if (!ok)
        return FALSE;
    }
  return TRUE;
}

static gboolean
run_step (YunDb *db, gpointer user_data, GError **error)
{
  int                version = GPOINTER_TO_INT (user_data);
  const char        *path = steps[version - 1];
  g_autofree char   *resource = g_strconcat ("/io/github/yunjian/Yunjian/sql/", path, NULL);
  g_autofree char   *pragmas = NULL;
  g_autoptr (GBytes) script = g_resource_lookup_data (yun_sql_get_resource (), resource, 0, error);
  g_autofree char   *text = NULL;

  if (script == NULL)
    return FALSE;
  text = g_strndup (g_bytes_get_data (script, NULL), g_bytes_get_size (script));
  pragmas = g_strdup_printf ("PRAGMA application_id=%d; PRAGMA user_version=%d",
                             YUN_SCHEMA_APPLICATION, version);
  return run_script (db, text, error) && yun_db_exec (db, pragmas, error);
}

static gboolean
run_steps (YunDb *db, int from, int to, GCancellable *cancellable, GError **error)
{
  for (int version = from + 1; version <= to; version++)
    if (!yun_db_transaction (db, YUN_DB_WRITE, run_step, GINT_TO_POINTER (version), cancellable,
                             error))
      return FALSE;
  return TRUE;
}

gboolean
yun_schema_upgrade (YunDb *db, int from, GCancellable *cancellable, GError **error)
{
  return run_steps (db, from, yun_schema_get_version (), cancellable, error);
}

gboolean
yun_schema_make (YunDb *db, int version, GError **error)
{
  return run_steps (db, 0, version, NULL, error);
}

/* What a column that a file of an earlier version lacks would have in it. */
static const char *
get_substitute (const YunEntity *entity, const char *column)
{
  if (strcmp (entity->id, "facility") == 0 && strcmp (column, "segments") == 0)
    return "yun_kind_segment(kind)";
  return "NULL";
}

/* The columns of @entity as they are now, of a file of an earlier version: those that it does not
 * have by what follows from the others, and the keys of names anew. */
static gboolean
list_columns (YunDb *db, const YunEntity *entity, GString *out, GError **error)
{
  const YunField *const *fields = yun_entity_get_fields (entity, NULL);
  g_autoptr (GHashTable) there = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (YunStmt)    stmt =
    yun_db_prepare (db, "SELECT name FROM pragma_table_info(?, 'main')", error);
  int rc;

  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_text (stmt, 1, entity->id);
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    {
      const char *column = yun_stmt_text (stmt, 0);

      g_hash_table_add (there, g_strdup (column));
      if (strcmp (column, "name_key") != 0)
        g_string_append_printf (out, "\"%s\", ", column);
    }
  for (guint i = 0; fields[i] != NULL; i++)
    if (!g_hash_table_contains (there, fields[i]->column))
      g_string_append_printf (out, "%s AS \"%s\", ", get_substitute (entity, fields[i]->column),
                              fields[i]->column);
  g_string_append_printf (out, "yun_name_key(name, %s) AS name_key",
                          g_hash_table_contains (there, "pinyin") ? "pinyin" : "NULL");
  return rc >= 0;
}

gboolean
yun_schema_bridge (YunDb *db, GError **error)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);
  gint64                  version;

  if (!yun_db_get_int (db, "PRAGMA user_version", &version, error))
    return FALSE;
  for (guint e = 0; e < n && version < yun_schema_get_version (); e++)
    {
      g_autoptr (GString) columns = g_string_new (NULL);
      g_autofree char    *sql = NULL;

      if (!list_columns (db, entities[e], columns, error))
        return FALSE;
      sql = g_strdup_printf (
        "PRAGMA query_only=OFF; CREATE TEMP VIEW \"%s\" AS SELECT %s FROM main.\"%s\"; "
        "PRAGMA query_only=ON",
        entities[e]->id, columns->str, entities[e]->id);
      if (!yun_db_exec (db, sql, error))
        return FALSE;
    }
  return TRUE;
}

YunDb *
yun_schema_open_reader (const char *path, YunDbFlags flags, GError **error)
{
  g_autoptr (YunDb) db = yun_db_open (path, flags, error);

  return db != NULL && yun_schema_bridge (db, error) ? g_steal_pointer (&db) : NULL;
}

gboolean
yun_schema_check (YunDb *db, GError **error)
{
  /* The last ones of the versions since the first. */
  static const char *const more[] = { "change", "change_row", "change_part", "meta", "saved_view" };
  guint                    n, n_more = 4;
  gint64                   version = 1;
  const YunEntity *const  *entities = yun_entity_list (&n);
  g_autoptr (YunStmt)      stmt =
    yun_db_prepare (db, "SELECT 1 FROM sqlite_schema WHERE type='table' AND name=?", error);

  if (stmt == NULL || !yun_db_get_int (db, "PRAGMA user_version", &version, error))
    return FALSE;
  if (version >= 2)
    n_more++;
  for (guint i = 0; i < n + n_more; i++)
    {
      int rc;

      yun_stmt_bind_text (stmt, 1, i < n ? entities[i]->id : more[i - n]);
      rc = yun_stmt_step (stmt, error);
      if (rc < 0)
        return FALSE;
      if (rc == 0)
        return yun_db_set_error (db, SQLITE_CORRUPT, error);
      sqlite3_reset (stmt->handle);
    }
  return TRUE;
}

char *
yun_schema_dump (YunDb *db, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  /* SpatiaLite keeps a table of no rows, to ask for neighbours, whose name goes with its version.
   */
  g_autoptr (YunStmt) stmt = yun_db_prepare (db,
                                             "SELECT sql FROM sqlite_schema WHERE sql NOTNULL"
                                             " AND name NOT IN ('KNN', 'KNN2') ORDER BY name",
                                             error);
  int                 rc;

  if (stmt == NULL)
    return NULL;
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    g_string_append_printf (out, "%s;\n", yun_stmt_text (stmt, 0));
  return rc < 0 ? NULL : g_string_free (g_steal_pointer (&out), FALSE);
}
