/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-schema.h"

#include "yun-db-sqlite.h"
#include "yun-file.h"
#include "yun-links-upgrade.h"
#include "yun-links.h"
#include "yun-name-views.h"
#include "yun-old-history.h"
#include "yun-outside.h"
#include "yun-sql.h"
#include "yun-views-upgrade.h"

#include <glib/gi18n-lib.h>

static const char *const steps[] = {
  "0001-initial.sql",
  "0002-views.sql",
  "0003-facts.sql",
  "0004-name-keys.sql",
  "0005-facility-segments.sql",
  "0006-edits.sql",
  "0007-plan.sql",
  "0008-links.sql",
  "0009-start-dates.sql",
  "0010-numerals.sql",
  "0011-entered-numerals.sql",
};

/* The step that makes lines of the log of what was kept as changesets. */
#define STEP_EDITS 6
/* From here on links are uids. */
#define STEP_LINKS 8
/* From here on "idle" in a saved view is what was found idle. */
#define STEP_VIEWS 9

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
run_script (YunDb *db, const char *sql, const YunPart *part, GError **error)
{
  sqlite3    *handle = yun_db_get_handle (db);
  const char *start = sql, *end = sql + strlen (sql);

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
      yun_part_tell (part, (double) (sql - start) / (double) (end - start));
    }
  return TRUE;
}

/* (transfer full): the text of the step to @version. */
static char *
read_step (int version, GError **error)
{
  const char        *path = steps[version - 1];
  g_autofree char   *resource = g_strconcat ("/io/github/yunjian/Yunjian/sql/", path, NULL);
  g_autoptr (GBytes) script = g_resource_lookup_data (yun_sql_get_resource (), resource, 0, error);

  return script != NULL ? g_strndup (g_bytes_get_data (script, NULL), g_bytes_get_size (script))
                        : NULL;
}

/* Whether a file of @version has a table for @entity: whether a step up to there makes it. */
static gboolean
has_table (const YunEntity *entity, gint64 version)
{
  g_autofree char *create = g_strdup_printf ("\nCREATE TABLE %s (", entity->id);

  if (version >= yun_schema_get_version ())
    return TRUE;
  for (int i = 1; i <= version; i++)
    {
      g_autofree char *text = read_step (i, NULL);

      if (text != NULL && strstr (text, create) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* What is made of the newest schema, whatever the file was before. */
static gboolean
finish (YunDb *db, GError **error)
{
  return yun_links_upgrade_search (db, error) && yun_name_views_make (db, error);
}

/* Rows that move from a table to its next form are no edits. */
static gboolean
run_without_triggers (YunDb *db, const char *sql, const YunPart *part, GError **error)
{
  sqlite3 *handle = yun_db_get_handle (db);
  int      before = 1;
  gboolean ok;

  sqlite3_db_config (handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, -1, &before);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
  ok = run_script (db, sql, part, error);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, before, NULL);
  return ok;
}

static gboolean
run_step (YunDb *db, int version, const YunPart *part, GError **error)
{
  g_autofree char *pragmas = NULL;
  g_autofree char *text = read_step (version, error);

  if (text == NULL)
    return FALSE;
  pragmas = g_strdup_printf ("PRAGMA application_id=%d; PRAGMA user_version=%d",
                             YUN_SCHEMA_APPLICATION, version);
  if (version == STEP_EDITS && !yun_old_history_read (db, error))
    return FALSE;
  if (!(version == STEP_EDITS ? run_without_triggers : run_script) (db, text, part, error))
    return FALSE;
  /* Whole tables were made anew, which no hook tells. */
  yun_links_forget (yun_db_get_links (db));
  return (version != STEP_LINKS || yun_links_upgrade (db, error)) &&
         (version != STEP_VIEWS || yun_views_upgrade (db, error)) &&
         (version < yun_schema_get_version () || finish (db, error)) &&
         yun_db_exec (db, pragmas, error);
}

static gboolean
ensure_outside (YunDb *db, gpointer unused, GError **error)
{
  gboolean renewed;

  return yun_outside_ensure (db, &renewed, error);
}

typedef struct
{
  int                   to;
  const YunSchemaProof *proof; /* (nullable) */
  const YunPart        *part;  /* (nullable) */
  GCancellable         *cancellable;
} Climb;

/* What the next step is, the transaction says: another program may have run one since. */
static gboolean
run_steps_cb (YunDb *db, gpointer user_data, GError **error)
{
  const Climb *climb = user_data;
  gint64       version = 0;
  int          first;

  if (!yun_db_get_int (db, "PRAGMA user_version", &version, error))
    return FALSE;
  if (version > climb->to)
    return yun_file_check_version (yun_db_get_path (db), (int) version, error);
  first = MAX ((int) version, 0) + 1;
  for (int next = first; next <= climb->to; next++)
    {
      const double  n = climb->to - first + 1;
      const YunPart part = yun_part_of (climb->part, (next - first) / n, (next + 1 - first) / n);

      if (g_cancellable_set_error_if_cancelled (climb->cancellable, error) ||
          !run_step (db, next, &part, error))
        return FALSE;
    }
  return climb->proof == NULL || climb->proof->func (climb->proof->data, error);
}

/* All in one transaction: a page that several steps change is written once. */
static gboolean
run_steps (YunDb *db, const Climb *climb, GError **error)
{
  return yun_db_transaction (db, YUN_DB_WRITE, run_steps_cb, (gpointer) climb, climb->cancellable,
                             error);
}

gboolean
yun_schema_upgrade (YunDb                *db,
                    const YunSchemaProof *proof,
                    const YunPart        *part,
                    GCancellable         *cancellable,
                    GError              **error)
{
  const Climb climb = { yun_schema_get_version (), proof, part, cancellable };

  return run_steps (db, &climb, error) &&
         yun_db_transaction (db, YUN_DB_WRITE, ensure_outside, NULL, cancellable, error);
}

gboolean
yun_schema_make (YunDb *db, int version, GError **error)
{
  const Climb climb = { .to = version };

  g_assert (version >= 1 && version <= yun_schema_get_version ());

  return run_steps (db, &climb, error) &&
         (version < STEP_EDITS ||
          yun_db_transaction (db, YUN_DB_WRITE, ensure_outside, NULL, NULL, error));
}

/* What a column that a file of an earlier version lacks would have in it. */
static const char *
get_substitute (const YunEntity *entity, const char *column)
{
  if (strcmp (entity->id, "facility") == 0 && strcmp (column, "segments") == 0)
    return "yun_kind_segment(kind)";
  return "NULL";
}

/* (nullable) */
static const YunField *
find_link (const YunField *const *fields, const char *column)
{
  for (guint i = 0; fields[i] != NULL; i++)
    if (strcmp (fields[i]->column, column) == 0)
      return yun_field_is_link (fields[i]) ? fields[i] : NULL;
  return NULL;
}

/* The columns of @entity as they are now, of a file of an earlier version: those that it does not
 * have by what follows from the others, the keys of names anew, and names
 * (@named) as the uids of what they mean. */
static gboolean
list_columns (YunDb *db, const YunEntity *entity, gboolean named, GString *out, GError **error)
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
      const char     *column = yun_stmt_text (stmt, 0);
      const YunField *field;

      g_hash_table_add (there, g_strdup (column));
      if (strcmp (column, "name_key") == 0)
        continue;
      field = find_link (fields, column);
      if (field != NULL && named)
        g_string_append_printf (out, "yun_link_uids('%s', \"%s\") AS \"%s\", ", field->ref, column,
                                column);
      else
        g_string_append_printf (out, "\"%s\", ", column);
    }
  for (guint i = 0; fields[i] != NULL; i++)
    if (!g_hash_table_contains (there, fields[i]->column))
      g_string_append_printf (out, "%s AS \"%s\", ", get_substitute (entity, fields[i]->column),
                              fields[i]->column);
  if (entity->shape == YUN_SHAPE_ANY && !g_hash_table_contains (there, "point"))
    g_string_append (out, "NULL AS point, ");
  g_string_append_printf (out, "yun_name_key(name, %s) AS name_key",
                          g_hash_table_contains (there, "pinyin") ? "pinyin" : "NULL");
  g_string_append_printf (out, " FROM main.\"%s\"", entity->id);
  return rc >= 0;
}

/* The same of a file that has no table for @entity yet: no rows. */
static void
list_no_columns (const YunEntity *entity, GString *out)
{
  const YunField *const *fields = yun_entity_get_fields (entity, NULL);

  g_string_append (out, "0 AS id, 0 AS revision");
  for (guint i = 0; fields[i] != NULL; i++)
    g_string_append_printf (out, ", NULL AS \"%s\"", fields[i]->column);
  if (entity->shape != YUN_SHAPE_NONE)
    g_string_append (out, ", NULL AS geom");
  if (entity->shape == YUN_SHAPE_ANY)
    g_string_append (out, ", NULL AS point");
  g_string_append (out, ", NULL AS search, NULL AS name_key WHERE 0");
}

/* The history of before schema 6, read as what it is now: without the values of single edits. */
static gboolean
bridge_history (YunDb *db, GError **error)
{
  static const char views[] =
    "PRAGMA query_only=OFF;"
    "CREATE TEMP VIEW change AS SELECT number, 'old-' || number AS uid, action, NULL AS target, "
    "state <> 'done' AS void, who, at, summary, n_rows, minx, miny, maxx, maxy FROM main.change;"
    "CREATE TEMP VIEW change_run AS SELECT change, CASE entity WHEN 0 THEN 'zone' WHEN 1 THEN "
    "'town' "
    "WHEN 2 THEN 'park' WHEN 3 THEN 'plot' WHEN 4 THEN 'firm' ELSE 'facility' END AS entity, "
    "first, "
    "last, 'touch' AS kind FROM main.change_row;"
    "CREATE TEMP VIEW change_edit AS SELECT 0 AS change, 0 AS seq, '' AS entity, 0 AS id, '' AS "
    "uid, "
    "'' AS kind, '' AS field, NULL AS before, NULL AS after WHERE 0;"
    "CREATE TEMP VIEW idx_plot_point AS SELECT 0 AS pkid, 0 AS xmin, 0 AS xmax, 0 AS ymin, 0 AS "
    "ymax "
    "WHERE 0;"
    "CREATE TEMP VIEW idx_park_point AS SELECT 0 AS pkid, 0 AS xmin, 0 AS xmax, 0 AS ymin, 0 AS "
    "ymax "
    "WHERE 0;"
    "PRAGMA query_only=ON";

  return yun_db_exec (db, views, error);
}

/* A file of an earlier version may not keep what others write to this entity yet. */
static gboolean
bridge_outside (YunDb *db, const YunEntity *entity, GError **error)
{
  g_autofree char *ask = g_strdup_printf (
    "SELECT 1 FROM main.sqlite_schema WHERE type='table' AND name='outside_%s'", entity->id);
  g_autofree char *view = g_strdup_printf (
    "PRAGMA query_only=OFF; CREATE TEMP VIEW \"outside_%s\" AS SELECT 0 AS seq, '' "
    "AS op, 0 AS id WHERE 0; PRAGMA query_only=ON",
    entity->id);
  gint64 there = 0;

  return yun_db_get_int (db, ask, &there, error) && (there != 0 || yun_db_exec (db, view, error));
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

      if (!has_table (entities[e], version))
        list_no_columns (entities[e], columns);
      else if (!list_columns (db, entities[e], version < STEP_LINKS, columns, error))
        return FALSE;
      sql = g_strdup_printf (
        "PRAGMA query_only=OFF; CREATE TEMP VIEW \"%s\" AS SELECT %s; PRAGMA query_only=ON",
        entities[e]->id, columns->str);
      if (!yun_db_exec (db, sql, error) || !bridge_outside (db, entities[e], error))
        return FALSE;
    }
  return version >= STEP_EDITS || bridge_history (db, error);
}

static gboolean
has_edits (YunDb *db, gboolean *has, GError **error)
{
  gint64 version = 0;

  if (!yun_db_get_int (db, "PRAGMA user_version", &version, error))
    return FALSE;
  *has = version >= STEP_EDITS;
  return TRUE;
}

YunDb *
yun_schema_open_reader (const char *path, YunDbFlags flags, GError **error)
{
  g_autoptr (YunDb) db = yun_db_open (path, flags, error);
  gboolean          edits;

  if (db == NULL || !yun_schema_bridge (db, error) || !has_edits (db, &edits, error))
    return NULL;
  if ((flags & YUN_DB_OVERLAY) != 0 && edits && !yun_outside_overlay (db, error))
    return NULL;
  return g_steal_pointer (&db);
}

gboolean
yun_schema_check (YunDb *db, GError **error)
{
  /* The last ones of the versions since the first. */
  static const char *const more[] = { "change", "meta", "saved_view" };
  guint                    n, n_more = 2;
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

      if (i < n && !has_table (entities[i], version))
        continue;
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
