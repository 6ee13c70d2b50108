/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-columns-load.h"

#include "yun-db-sqlite.h"
#include "yun-table.h"
#include "yun-wkb.h"

#include <string.h>

/* Rows of the file into columns. */

/* Integers beyond it are not the same as a double. */
#define MAX_EXACT (G_GINT64_CONSTANT (1) << 53)

enum
{
  COLUMN_ID,
  COLUMN_GEOM,
  COLUMN_SEARCH,
  COLUMN_FIRST_FIELD,
};

static char *
make_sql (const YunEntity *entity, const char *tail)
{
  const YunField *const *fields = yun_entity_get_fields (entity, NULL);
  GString               *sql = g_string_new (NULL);

  g_string_printf (sql, "SELECT t.id, %s, t.search", yun_table_get (entity)->place);
  for (guint i = 0; fields[i] != NULL; i++)
    g_string_append_printf (sql, ", t.\"%s\"", fields[i]->column);
  g_string_append_printf (sql, " FROM %s t %s", entity->id, tail);
  return g_string_free (sql, FALSE);
}

/* (nullable): the text of a value; NULL too when it is a BLOB, or has a 0 inside. Values rather
 * than columns are asked, as there are tens of millions: the connection is of this thread alone. */
static const char *
get_text (sqlite3_value *value)
{
  const char *text;

  if (sqlite3_value_type (value) != SQLITE_TEXT)
    return NULL;
  text = (const char *) sqlite3_value_text (value);
  return text != NULL && strlen (text) == (gsize) sqlite3_value_bytes (value) ? text : NULL;
}

static void
add_value (YunColumnsBuilder *builder, sqlite3_value *value, guint field, const YunField *row)
{
  int         type = sqlite3_value_type (value);
  gboolean    numeric = row->kind == YUN_KIND_INT || row->kind == YUN_KIND_REAL;
  const char *text;
  gint64      integer;

  if (type == SQLITE_NULL)
    return;
  if (type == SQLITE_TEXT && (text = get_text (value)) != NULL)
    yun_columns_builder_add_text (builder, field, text);
  else if (type == SQLITE_FLOAT && numeric)
    yun_columns_builder_add_number (builder, field, sqlite3_value_double (value));
  else if (type == SQLITE_INTEGER && numeric &&
           (integer = sqlite3_value_int64 (value)) <= MAX_EXACT && integer >= -MAX_EXACT)
    yun_columns_builder_add_number (builder, field, (double) integer);
  else
    yun_columns_builder_add_foreign (builder, field);
}

static void
add_row (YunColumnsBuilder     *builder,
         sqlite3_stmt          *stmt,
         const YunField *const *fields,
         int                    accuracy)
{
  sqlite3_value *geom = sqlite3_column_value (stmt, COLUMN_GEOM);
  const void    *blob = sqlite3_value_blob (geom);
  gsize          n_blob = (gsize) sqlite3_value_bytes (geom);
  const char    *place =
    accuracy >= 0 ? get_text (sqlite3_column_value (stmt, COLUMN_FIRST_FIELD + accuracy)) : NULL;
  gboolean placed = sqlite3_value_type (geom) != SQLITE_NULL && g_strcmp0 (place, "none") != 0;
  YunRect  box;
  gboolean boxed = blob != NULL && yun_wkb_blob_box (blob, n_blob, &box);

  yun_columns_builder_begin_row (builder, sqlite3_column_int64 (stmt, COLUMN_ID),
                                 boxed ? &box : NULL, placed);
  yun_columns_builder_add_search (builder, get_text (sqlite3_column_value (stmt, COLUMN_SEARCH)));
  for (guint i = 0; fields[i] != NULL; i++)
    add_value (builder, sqlite3_column_value (stmt, COLUMN_FIRST_FIELD + (int) i), i, fields[i]);
}

/* -1: it has none. */
static int
find_accuracy (const YunField *const *fields)
{
  for (int i = 0; fields[i] != NULL; i++)
    if (strcmp (fields[i]->column, "accuracy") == 0)
      return i;
  return -1;
}

YunColumns *
yun_columns_load_rows (
  YunDb *db, const YunEntity *entity, const gint64 *ids, guint n, GError **error)
{
  const YunField *const *fields = yun_entity_get_fields (entity, NULL);
  int                    accuracy = find_accuracy (fields);
  g_autofree char       *sql = make_sql (entity, ids != NULL ? "WHERE t.id=?" : "ORDER BY t.id");
  g_autoptr (YunStmt)    stmt = yun_db_prepare (db, sql, error);
  g_autoptr (YunColumnsBuilder) builder = yun_columns_builder_new (entity);
  int                           rc = 0;

  if (stmt == NULL)
    return NULL;
  if (ids == NULL)
    while ((rc = yun_stmt_step (stmt, error)) == 1)
      add_row (builder, stmt->handle, fields, accuracy);
  for (guint i = 0; ids != NULL && i < n && rc >= 0; i++)
    {
      yun_stmt_bind_int (stmt, 1, ids[i]);
      if ((rc = yun_stmt_step (stmt, error)) == 1)
        add_row (builder, stmt->handle, fields, accuracy);
      sqlite3_reset (stmt->handle);
    }
  return rc >= 0 ? yun_columns_builder_end (builder) : NULL;
}
