/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-strangers.h"

#include "yun-db-sqlite.h"
#include "yun-file.h"
#include "yun-outside.h"
#include "yun-schema.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

/* How many sums are remembered: one for each version of the schema and of SpatiaLite. */
#define MAX_SUMS 64

/* Changed whenever more is looked at: what was found in order before is looked into again. */
#define SUM_SALT "2"

/* SQLite does not mind how the type is written. */
#define IS_TRIGGER "type LIKE 'trigger'"

/* What a file says it has: name, table, text. The table is kept as it was written and found however
 * that was, so here it is in small letters. Virtual tables as SQLite reads them, not by their text.
 */
#define LIST_TRIGGERS                                                                              \
  "SELECT name, lower(tbl_name), coalesce(sql,'') FROM main.sqlite_schema WHERE " IS_TRIGGER       \
  " ORDER BY 1, 3"
#define LIST_VIRTUAL                                                                               \
  "SELECT l.name, lower(l.name), coalesce(s.sql,'') FROM pragma_table_list l "                     \
  "LEFT JOIN main.sqlite_schema s ON s.name=l.name AND s.type='table' "                            \
  "WHERE l.schema='main' AND l.type='virtual' ORDER BY 1, 3"
#define LIST_TABLES "SELECT lower(name), '', '' FROM main.sqlite_schema WHERE type='table'"

/* What a registry of one version has when it is made anew, and what we put into this file by the
 * columns it has, or had: another program may have added one. */
typedef struct
{
  GHashTable *tables;  /* (owned): a set of names */
  GHashTable *texts;   /* (owned): of triggers and virtual tables, name to SQL text */
  GHashTable *outside; /* (owned): of yun-outside.h, likewise */
  GHashTable *kept;    /* (owned): of yun-outside.h as made before, likewise */
} Model;

static void
model_clear (Model *self)
{
  g_clear_pointer (&self->tables, g_hash_table_unref);
  g_clear_pointer (&self->texts, g_hash_table_unref);
  g_clear_pointer (&self->outside, g_hash_table_unref);
  g_clear_pointer (&self->kept, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Model, model_clear)

typedef void (*RowFunc) (const char *name, const char *table, const char *sql, gpointer user_data);

static gboolean
each_row (YunDb *db, const char *query, RowFunc func, gpointer user_data, GError **error)
{
  g_autoptr (YunStmt) stmt = yun_db_prepare (db, query, error);
  int                 rc;

  if (stmt == NULL)
    return FALSE;
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    func (yun_stmt_text (stmt, 0), yun_stmt_text (stmt, 1), yun_stmt_text (stmt, 2), user_data);
  return rc == 0;
}

/* ---- The model --------------------------------------------------------------------------- */

static void
add_text (const char *name, const char *table, const char *sql, gpointer user_data)
{
  g_hash_table_insert (user_data, g_strdup (name), g_strdup (sql));
}

static void
add_table (const char *name, const char *table, const char *sql, gpointer user_data)
{
  g_hash_table_add (user_data, g_strdup (name));
}

/* Of the file that @file has open. */
static gboolean
make_model (Model *self, YunDb *file, int version, GError **error)
{
  g_autoptr (YunDb) db = yun_db_open_memory (error);

  self->tables = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->outside = yun_outside_list_triggers (file, FALSE, error);
  self->kept = self->outside != NULL ? yun_outside_list_triggers (file, TRUE, error) : NULL;
  return db != NULL && self->kept != NULL && yun_schema_make (db, version, error) &&
         each_row (db, LIST_TABLES, add_table, self->tables, error) &&
         each_row (db, LIST_TRIGGERS, add_text, self->texts, error) &&
         each_row (db, LIST_VIRTUAL, add_text, self->texts, error);
}

/* ---- What was found in order before ---------------------------------------------------------- */

static char *
get_sums_path (void)
{
  return g_build_filename (g_get_user_cache_dir (), "yunjian", "sound-schemas", NULL);
}

static void
add_to_sum (const char *name, const char *table, const char *sql, gpointer user_data)
{
  const char *const parts[] = { name, table, sql };

  /* With their ends, so that none can be moved into another. */
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    g_checksum_update (user_data, (const guchar *) parts[i], (gssize) strlen (parts[i]) + 1);
}

/* (transfer full) (nullable): of all that could be a stranger, and all tables. */
static char *
make_sum (YunDb *db, int version, GError **error)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  g_checksum_update (sum, (const guchar *) SUM_SALT, sizeof SUM_SALT);
  g_checksum_update (sum, (const guchar *) &version, sizeof version);
  if (!each_row (db, LIST_TRIGGERS, add_to_sum, sum, error) ||
      !each_row (db, LIST_VIRTUAL, add_to_sum, sum, error))
    return NULL;
  return g_strdup (g_checksum_get_string (sum));
}

static gboolean
is_known_sum (const char *sum)
{
  g_autofree char *path = get_sums_path ();
  g_autofree char *text = NULL;
  g_auto (GStrv)   lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;
  lines = g_strsplit (text, "\n", -1);
  return g_strv_contains ((const char *const *) lines, sum);
}

/* Where it cannot be kept, it is looked into again the next time. */
static void
keep_sum (const char *sum)
{
  g_autofree char    *path = get_sums_path ();
  g_autofree char    *folder = g_path_get_dirname (path);
  g_autofree char    *text = NULL;
  g_autoptr (GString) out = g_string_new (sum);
  g_auto (GStrv)      lines = NULL;
  g_autoptr (GError)  error = NULL;

  g_string_append_c (out, '\n');
  if (g_file_get_contents (path, &text, NULL, NULL))
    lines = g_strsplit (text, "\n", MAX_SUMS);
  for (guint i = 0; lines != NULL && lines[i] != NULL && i + 1 < MAX_SUMS; i++)
    if (strlen (lines[i]) == strlen (sum))
      g_string_append_printf (out, "%s\n", lines[i]);
  if (g_mkdir_with_parents (folder, 0700) != 0 ||
      !g_file_set_contents_full (path, out->str, (gssize) out->len, G_FILE_SET_CONTENTS_CONSISTENT,
                                 0600, &error))
    g_debug ("%s: %s", path, error != NULL ? error->message : g_strerror (errno));
}

/* ---- Looking ------------------------------------------------------------------------------- */

typedef struct
{
  const Model *model;
  GPtrArray   *names; /* (owned) (element-type utf8) */
} Search;

static gboolean
is_known (const Model *model, const char *name, const char *sql)
{
  return g_strcmp0 (g_hash_table_lookup (model->texts, name), sql) == 0 ||
         g_strcmp0 (g_hash_table_lookup (model->outside, name), sql) == 0 ||
         g_strcmp0 (g_hash_table_lookup (model->kept, name), sql) == 0;
}

static void
look_at_trigger (const char *name, const char *table, const char *sql, gpointer user_data)
{
  Search *search = user_data;

  if (g_hash_table_contains (search->model->tables, table) && !is_known (search->model, name, sql))
    g_ptr_array_add (search->names, g_strdup (name));
}

static void
look_at_virtual (const char *name, const char *table, const char *sql, gpointer user_data)
{
  Search *search = user_data;
  /* The spatial index of somebody's own layer. */
  static const char *pattern = "^CREATE VIRTUAL TABLE (\"[^\"]*\"|\\w+) USING rtree\\s*\\(";

  if (!is_known (search->model, name, sql) &&
      !(g_regex_match_simple (pattern, sql, G_REGEX_CASELESS, 0) &&
        !g_hash_table_contains (search->model->tables, table)))
    g_ptr_array_add (search->names, g_strdup (name));
}

static gboolean
search_db (YunDb *db, const Model *model, GPtrArray *names, GError **error)
{
  Search search = { model, names };

  return each_row (db, LIST_TRIGGERS, look_at_trigger, &search, error) &&
         each_row (db, LIST_VIRTUAL, look_at_virtual, &search, error);
}

/* Of a file that can be compared with one made anew. */
static gboolean
read_version (YunDb *db, int *version, GError **error)
{
  gint64 number = 0;

  if (!yun_db_get_int (db, "PRAGMA user_version", &number, error))
    return FALSE;
  *version = (int) number;
  return yun_file_check_version (yun_db_get_path (db), *version, error);
}

char **
yun_strangers_list (YunDb *db, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_auto (Model)        model = { NULL };
  g_autofree char      *sum = NULL;
  int                   version;

  if (!read_version (db, &version, error) || (sum = make_sum (db, version, error)) == NULL)
    return NULL;
  if (!is_known_sum (sum))
    {
      if (!make_model (&model, db, version, error) || !search_db (db, &model, names, error))
        return NULL;
      if (names->len == 0)
        keep_sum (sum);
    }
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_steal (names, NULL);
}

/* ---- Removing ------------------------------------------------------------------------------ */

static gboolean
restore_triggers (YunDb *db, const Model *model, GError **error)
{
  GHashTableIter      iter;
  gpointer            name, sql;
  g_autoptr (YunStmt) stmt =
    yun_db_prepare (db, "SELECT 1 FROM main.sqlite_schema WHERE name=? AND " IS_TRIGGER, error);

  if (stmt == NULL)
    return FALSE;
  g_hash_table_iter_init (&iter, model->texts);
  while (g_hash_table_iter_next (&iter, &name, &sql))
    {
      int rc;

      if (!g_str_has_prefix (sql, "CREATE TRIGGER"))
        continue;
      yun_stmt_bind_text (stmt, 1, name);
      rc = yun_stmt_step (stmt, error);
      if (rc < 0 || (rc == 0 && !yun_db_exec (db, sql, error)))
        return FALSE;
      sqlite3_reset (stmt->handle);
    }
  return TRUE;
}

/* Through the schema itself: to drop a virtual table would call it. */
static gboolean
delete_strangers (YunDb *db, const GPtrArray *names, GError **error)
{
  gint64              version = 0;
  g_autofree char    *sql = NULL;
  g_autoptr (YunStmt) stmt = NULL;

  if (!yun_db_exec (db, "PRAGMA writable_schema=ON", error) ||
      !yun_db_get_int (db, "PRAGMA schema_version", &version, error))
    return FALSE;
  stmt = yun_db_prepare (db,
                         "DELETE FROM main.sqlite_schema WHERE name=? AND (type LIKE 'table' AND "
                         "rootpage=0 OR " IS_TRIGGER ")",
                         error);
  for (guint i = 0; stmt != NULL && i < names->len; i++)
    {
      yun_stmt_bind_text (stmt, 1, g_ptr_array_index (names, i));
      if (!yun_stmt_run (stmt, error))
        return FALSE;
    }
  sql = g_strdup_printf ("PRAGMA schema_version=%" G_GINT64_FORMAT "; PRAGMA writable_schema=RESET",
                         version + 1);
  return stmt != NULL && yun_db_exec (db, sql, error);
}

static gboolean
remove_cb (YunDb *db, gpointer user_data, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const Model          *model = user_data;

  if (!search_db (db, model, names, error) || !delete_strangers (db, names, error) ||
      !restore_triggers (db, model, error))
    return FALSE;
  g_ptr_array_set_size (names, 0);
  return search_db (db, model, names, error) && (names->len == 0 || yun_db_set_damaged (db, error));
}

gboolean
yun_strangers_remove (YunDb *db, GError **error)
{
  sqlite3       *handle = yun_db_get_handle (db);
  g_auto (Model) model = { NULL };
  int            version;
  gboolean       done;

  if (!read_version (db, &version, error) || !make_model (&model, db, version, error))
    return FALSE;
  sqlite3_db_config (handle, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
  done = yun_db_transaction (db, YUN_DB_WRITE, remove_cb, &model, NULL, error);
  yun_db_exec (db, "PRAGMA writable_schema=OFF", NULL);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  return done;
}
