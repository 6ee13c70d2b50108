/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-old-history.h"

#include "yun-db-sqlite.h"

/* What a piece may grow to when read: the file may be damaged or hostile. */
#define MAX_PIECE_BYTES (64 * 1024 * 1024)

/* ---- The pieces of a changeset ---------------------------------------------- */

typedef struct
{
  YunStmt    *stmt;   /* (owned) (nullable) */
  GByteArray *buffer; /* (owned): the present piece */
  gsize       at;     /* how much of it is read */
} Pieces;

static gboolean
inflate (const guint8 *data, gsize n, GByteArray *out)
{
  g_autoptr (GZlibDecompressor) inflater = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB);
  GConverterResult              result = G_CONVERTER_CONVERTED;

  g_byte_array_set_size (out, 0);
  while (result != G_CONVERTER_FINISHED)
    {
      gsize from = out->len, read = 0, written = 0;
      guint room = (guint) MAX (n, 4096);

      if (from > MAX_PIECE_BYTES)
        return FALSE;
      g_byte_array_set_size (out, (guint) from + room);
      result = g_converter_convert (G_CONVERTER (inflater), data, n, out->data + from, room,
                                    G_CONVERTER_INPUT_AT_END, &read, &written, NULL);
      if (result == G_CONVERTER_ERROR)
        return FALSE;
      data += read;
      n -= read;
      g_byte_array_set_size (out, (guint) (from + written));
    }
  return TRUE;
}

static int
read_cb (void *data, void *out, int *n)
{
  Pieces *self = data;
  gsize   take;

  while (self->at == self->buffer->len)
    {
      int rc = self->stmt != NULL ? sqlite3_step (self->stmt->handle) : SQLITE_DONE;

      if (rc == SQLITE_DONE)
        {
          g_clear_pointer (&self->stmt, yun_stmt_free);
          *n = 0;
          return SQLITE_OK;
        }
      if (rc != SQLITE_ROW)
        return rc;
      if (!inflate (sqlite3_column_blob (self->stmt->handle, 0),
                    (gsize) sqlite3_column_bytes (self->stmt->handle, 0), self->buffer))
        return SQLITE_CORRUPT;
      self->at = 0;
    }
  take = MIN ((gsize) *n, self->buffer->len - self->at);
  memcpy (out, self->buffer->data + self->at, take);
  self->at += take;
  *n = (int) take;
  return SQLITE_OK;
}

/* ---- Lines ------------------------------------------------------------------- */

typedef struct
{
  YunDb     *db;
  gint64     change;
  gint64     seq;
  gboolean   invert;  /* the changeset is what taking an import back did */
  char      *table;   /* (owned) (nullable): whose columns follow */
  GPtrArray *columns; /* (owned): names, in the order of the table */
} Reading;

static gboolean
read_columns (Reading *self, const char *table, GError **error)
{
  g_autoptr (YunStmt) stmt = NULL;
  int                 rc;

  if (g_strcmp0 (self->table, table) == 0)
    return TRUE;
  stmt = yun_db_prepare (self->db, "SELECT name FROM pragma_table_info(?)", error);
  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_text (stmt, 1, table);
  g_ptr_array_set_size (self->columns, 0);
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    g_ptr_array_add (self->columns, g_strdup (yun_stmt_text (stmt, 0)));
  g_free (self->table);
  self->table = g_strdup (table);
  return rc == 0;
}

static gboolean
is_of_people (const char *column)
{
  static const char *const kept_by_us[] = { "id",       "revision", "uid",
                                            "created",  "updated",  "search",
                                            "name_key", "status",   "area_computed_m2" };

  for (guint i = 0; i < G_N_ELEMENTS (kept_by_us); i++)
    if (strcmp (column, kept_by_us[i]) == 0)
      return FALSE;
  return TRUE;
}

static gboolean
add_line (Reading       *self,
          gint64         id,
          const char    *kind,
          const char    *column,
          sqlite3_value *before,
          sqlite3_value *after,
          GError       **error)
{
  g_autoptr (YunStmt) stmt =
    yun_db_prepare (self->db, "INSERT INTO change_edit_old VALUES (?,?,?,?,?,?,?,?)", error);

  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_int (stmt, 1, self->change);
  yun_stmt_bind_int (stmt, 2, self->seq++);
  yun_stmt_bind_text (stmt, 3, self->table);
  yun_stmt_bind_int (stmt, 4, id);
  yun_stmt_bind_text (stmt, 5, kind);
  yun_stmt_bind_text (stmt, 6, column);
  if (before != NULL)
    sqlite3_bind_value (stmt->handle, 7, before);
  if (after != NULL)
    sqlite3_bind_value (stmt->handle, 8, after);
  return yun_stmt_run (stmt, error);
}

static gboolean
is_null (sqlite3_value *value)
{
  return value == NULL || sqlite3_value_type (value) == SQLITE_NULL;
}

static gboolean
add_row (Reading *self, sqlite3_changeset_iter *iter, GError **error)
{
  const char    *table, *kind;
  int            n, operation, indirect;
  sqlite3_value *key = NULL;

  sqlite3changeset_op (iter, &table, &n, &operation, &indirect);
  if (!read_columns (self, table, error))
    return FALSE;
  if (operation == SQLITE_INSERT)
    sqlite3changeset_new (iter, 0, &key);
  else
    sqlite3changeset_old (iter, 0, &key);
  kind = operation == SQLITE_UPDATE                     ? "set"
         : (operation == SQLITE_INSERT) != self->invert ? "insert"
                                                        : "remove";
  for (int i = 1; key != NULL && i < n && i < (int) self->columns->len; i++)
    {
      const char    *column = g_ptr_array_index (self->columns, i);
      sqlite3_value *before = NULL, *after = NULL;

      if (operation != SQLITE_INSERT)
        sqlite3changeset_old (iter, i, &before);
      if (operation != SQLITE_DELETE)
        sqlite3changeset_new (iter, i, &after);
      if ((is_null (before) && is_null (after)) || !is_of_people (column))
        continue;
      if (!add_line (self, sqlite3_value_int64 (key), kind, column, self->invert ? after : before,
                     self->invert ? before : after, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
forget (Reading *self, GError **error)
{
  g_autoptr (YunStmt) stmt =
    yun_db_prepare (self->db, "DELETE FROM change_edit_old WHERE change=?", error);

  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_int (stmt, 1, self->change);
  return yun_stmt_run (stmt, error);
}

static gboolean
read_change (Reading *self, GError **error)
{
  Pieces                  pieces = { NULL, g_byte_array_new (), 0 };
  sqlite3_changeset_iter *iter = NULL;
  gboolean                ok = FALSE;
  int                     rc = SQLITE_ERROR;

  pieces.stmt =
    yun_db_prepare (self->db, "SELECT data FROM change_part WHERE change=? ORDER BY seq", error);
  if (pieces.stmt != NULL)
    {
      yun_stmt_bind_int (pieces.stmt, 1, self->change);
      ok = TRUE;
      rc = sqlite3changeset_start_strm (&iter, read_cb, &pieces);
    }
  while (ok && rc == SQLITE_OK && sqlite3changeset_next (iter) == SQLITE_ROW)
    ok = add_row (self, iter, error);
  if (iter != NULL)
    rc = sqlite3changeset_finalize (iter);
  g_clear_pointer (&pieces.stmt, yun_stmt_free);
  g_byte_array_unref (pieces.buffer);
  if (!ok)
    return FALSE;
  if (rc == SQLITE_CORRUPT)
    return forget (self, error);
  return rc == SQLITE_OK || yun_db_set_error (self->db, rc, error);
}

gboolean
yun_old_history_read (YunDb *db, GError **error)
{
  Reading             reading = { .db = db };
  g_autoptr (YunStmt) stmt = NULL;
  int                 rc = 0;
  gboolean            ok = TRUE;

  if (!yun_db_exec (db,
                    "CREATE TABLE change_edit_old (change INTEGER, seq INTEGER, entity TEXT, id "
                    "INTEGER, kind TEXT, field TEXT, before, after)",
                    error) ||
      (stmt = yun_db_prepare (db,
                              "SELECT number, action='import' FROM change WHERE number IN (SELECT "
                              "change FROM change_part) ORDER BY number",
                              error)) == NULL)
    return FALSE;
  reading.columns = g_ptr_array_new_with_free_func (g_free);
  while (ok && (rc = yun_stmt_step (stmt, error)) == 1)
    {
      reading.change = yun_stmt_int (stmt, 0);
      reading.invert = yun_stmt_int (stmt, 1) != 0;
      reading.seq = 1;
      ok = read_change (&reading, error);
    }
  g_ptr_array_unref (reading.columns);
  g_free (reading.table);
  return ok && rc == 0;
}
