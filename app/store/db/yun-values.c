/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-history.h"
#include "yun-parts.h"
#include "yun-table.h"
#include "yun-undo.h"
#include "yun-unit.h"
#include "yun-wkb.h"

/* The values before and after a change, for the history. */

/* Decimals of degrees in WKT: about a millimetre. */
#define DECIMALS 8

typedef struct
{
  GPtrArray       *list; /* (owned): YunChangeValue */
  guint            limit;
  const YunChange *change;

  /* The columns of the table of the last row. */
  const YunEntity *entity;  /* (nullable) */
  GPtrArray       *columns; /* (owned) (nullable): names, in the order of the table */
} Values;

static void
free_value (gpointer data)
{
  YunChangeValue *value = data;

  g_free (value->before);
  g_free (value->after);
  g_free (value);
}

static char *
print_value (sqlite3_value *value)
{
  switch (value != NULL ? sqlite3_value_type (value) : SQLITE_NULL)
    {
    case SQLITE_INTEGER:
      return g_strdup_printf ("%lld", sqlite3_value_int64 (value));
    case SQLITE_FLOAT:
      return yun_number_print (sqlite3_value_double (value));
    case SQLITE_TEXT:
      return g_utf8_make_valid ((const char *) sqlite3_value_text (value), -1);
    case SQLITE_BLOB:
      {
        const void         *data = sqlite3_value_blob (value);
        g_autoptr (YunGeom) shape = NULL;

        if (data != NULL)
          shape = yun_wkb_read_blob (data, (gsize) sqlite3_value_bytes (value), NULL, NULL);
        return shape != NULL ? yun_wkt_write (shape, DECIMALS) : NULL;
      }
    default:
      return NULL;
    }
}

/* The field a column shows, NULL for the place; FALSE for columns that nobody reads. */
static gboolean
find_field (const YunEntity *entity, const char *column, const YunField **field)
{
  const YunTable *table = yun_table_get (entity);

  *field = NULL;
  if (strcmp (column, "geom") == 0)
    return TRUE;
  for (guint i = 0; i < table->n_fields; i++)
    if (strcmp (table->fields[i]->column, column) == 0)
      {
        *field = table->fields[i];
        return ((*field)->flags & YUN_FIELD_SYSTEM) == 0;
      }
  return FALSE;
}

static gboolean
is_full (Values *values)
{
  return values->limit > 0 && values->list->len >= values->limit;
}

static void
add_value (Values          *values,
           const YunEntity *entity,
           gint64           id,
           const char      *column,
           sqlite3_value   *before,
           sqlite3_value   *after)
{
  const YunField  *field;
  g_autofree char *old = NULL;
  g_autofree char *new = NULL;
  YunChangeValue *value;

  if (is_full (values) || !find_field (entity, column, &field))
    return;
  old = print_value (before);
  new = print_value (after);
  if (g_strcmp0 (old, new) == 0)
    return;
  value = g_new0 (YunChangeValue, 1);
  value->entity = entity;
  value->id = id;
  value->field = field;
  value->before = g_steal_pointer (&old);
  value->after = g_steal_pointer (&new);
  g_ptr_array_add (values->list, value);
}

static gboolean
read_columns (YunDb *db, Values *values, const YunEntity *entity, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT name FROM pragma_table_info('%s')", entity->id);
  g_autoptr (YunStmt) stmt = NULL;
  int                 rc;

  if (values->entity == entity)
    return TRUE;
  stmt = yun_db_prepare (db, sql, error);
  if (stmt == NULL)
    return FALSE;
  values->entity = NULL;
  g_ptr_array_set_size (values->columns, 0);
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    g_ptr_array_add (values->columns, g_strdup (yun_stmt_text (stmt, 0)));
  if (rc < 0)
    return FALSE;
  values->entity = entity;
  return TRUE;
}

static gboolean
add_row (YunDb *db, Values *values, sqlite3_changeset_iter *iter, gboolean invert, GError **error)
{
  const char      *table;
  int              n_columns, operation, indirect;
  sqlite3_value   *key = NULL;
  const YunEntity *entity;

  sqlite3changeset_op (iter, &table, &n_columns, &operation, &indirect);
  entity = yun_entity_find (table);
  if (entity == NULL || strcmp (entity->id, table) != 0)
    return TRUE;
  if (!read_columns (db, values, entity, error))
    return FALSE;
  if (operation == SQLITE_INSERT)
    sqlite3changeset_new (iter, 0, &key);
  else
    sqlite3changeset_old (iter, 0, &key);
  if (key == NULL)
    return yun_db_set_error (db, SQLITE_CORRUPT, error);

  for (int i = 1; i < n_columns && i < (int) values->columns->len; i++)
    {
      sqlite3_value *before = NULL, *after = NULL;

      if (operation != SQLITE_INSERT)
        sqlite3changeset_old (iter, i, &before);
      if (operation != SQLITE_DELETE)
        sqlite3changeset_new (iter, i, &after);
      if (operation == SQLITE_UPDATE && before == NULL && after == NULL)
        continue;
      add_value (values, entity, sqlite3_value_int64 (key), g_ptr_array_index (values->columns, i),
                 invert ? after : before, invert ? before : after);
    }
  return TRUE;
}

static gboolean
add_parts (YunDb *db, Values *values, gboolean invert, GError **error)
{
  g_autoptr (YunPartReader) reader = yun_part_reader_new (db, values->change->number, error);
  sqlite3_changeset_iter   *iter = NULL;
  gboolean                  ok = TRUE;
  int                       rc;

  if (reader == NULL)
    return FALSE;
  rc = sqlite3changeset_start_strm (&iter, yun_part_reader_read_cb, reader);
  if (rc != SQLITE_OK)
    return yun_db_set_error (db, rc, error);
  while (ok && !is_full (values) && sqlite3changeset_next (iter) == SQLITE_ROW)
    ok = add_row (db, values, iter, invert, error);
  rc = sqlite3changeset_finalize (iter);
  return ok && (rc == SQLITE_OK || yun_db_set_error (db, rc, error));
}

/* The rows of an import in force are still what it wrote, unless edited since. */
static gboolean
add_run_cb (
  YunDb *db, const YunEntity *entity, gint64 first, gint64 last, gpointer user_data, GError **error)
{
  Values          *values = user_data;
  g_autofree char *sql = g_strdup_printf (
    "SELECT * FROM %s WHERE id BETWEEN ? AND ? AND revision=? ORDER BY id", entity->id);
  g_autoptr (YunStmt) stmt = yun_db_prepare (db, sql, error);
  int                 rc = 0;

  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_int (stmt, 1, first);
  yun_stmt_bind_int (stmt, 2, last);
  yun_stmt_bind_int (stmt, 3, values->change->number);
  while (!is_full (values) && (rc = yun_stmt_step (stmt, error)) == 1)
    for (int i = 1; i < sqlite3_column_count (stmt->handle); i++)
      add_value (values, entity, sqlite3_column_int64 (stmt->handle, 0),
                 sqlite3_column_name (stmt->handle, i), NULL,
                 sqlite3_column_value (stmt->handle, i));
  return rc >= 0;
}

GPtrArray *
yun_undo_list_values (YunDb *db, const YunChange *change, guint limit, GError **error)
{
  Values   values = { .limit = limit, .change = change };
  gboolean import = change->action == YUN_ACTION_IMPORT;
  gboolean parts = FALSE, ok;

  values.list = g_ptr_array_new_with_free_func (free_value);
  values.columns = g_ptr_array_new_with_free_func (g_free);
  ok = yun_part_exists (db, change->number, &parts, error);
  /* The parts of an import are what undoing it did. */
  if (ok && parts)
    ok = add_parts (db, &values, import, error);
  else if (ok && import)
    ok = yun_history_each_run (db, change->number, add_run_cb, &values, error);
  g_ptr_array_unref (values.columns);
  if (ok)
    return values.list;
  g_ptr_array_unref (values.list);
  return NULL;
}
