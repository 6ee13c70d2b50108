/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-parts.h"

/* A piece before compression. */
#define PART_BYTES (1024 * 1024)
/* What a piece may grow to when read: the file may be damaged or hostile. */
#define MAX_PART_BYTES (64 * 1024 * 1024)

/* The fastest level: imports are large, and text compresses well anyway. */
#define LEVEL 1

struct _YunPartWriter
{
  YunDb      *db; /* (unowned) */
  gint64      change;
  gint64      seq;
  GByteArray *buffer; /* (owned) */
  GError     *error;  /* (owned) (nullable): the first, until the end asks */
};

struct _YunPartReader
{
  YunStmt    *stmt;   /* (owned) */
  GByteArray *buffer; /* (owned): the present piece */
  gsize       at;     /* how much of it is read */
  gboolean    ended;
};

/* Runs all of @data through @converter. */
static gboolean
convert (GConverter *converter, const guint8 *data, gsize n, GByteArray *out, gsize limit)
{
  GConverterResult result = G_CONVERTER_CONVERTED;

  g_byte_array_set_size (out, 0);
  while (result != G_CONVERTER_FINISHED)
    {
      gsize              from = out->len, read = 0, written = 0;
      guint              room = (guint) MAX (n, 4096);
      g_autoptr (GError) error = NULL;

      if (from > limit)
        return FALSE;
      g_byte_array_set_size (out, (guint) from + room);
      result = g_converter_convert (converter, data, n, out->data + from, room,
                                    G_CONVERTER_INPUT_AT_END, &read, &written, &error);
      if (result == G_CONVERTER_ERROR)
        {
          g_debug ("piece of a change: %s", error->message);
          return FALSE;
        }
      data += read;
      n -= read;
      g_byte_array_set_size (out, (guint) (from + written));
    }
  return TRUE;
}

YunPartWriter *
yun_part_writer_new (YunDb *db, gint64 change)
{
  YunPartWriter *self = g_new0 (YunPartWriter, 1);

  self->db = db;
  self->change = change;
  self->buffer = g_byte_array_sized_new (PART_BYTES);
  return self;
}

static gboolean
flush (YunPartWriter *self, GError **error)
{
  g_autoptr (GZlibCompressor) compressor =
    g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, LEVEL);
  g_autoptr (GByteArray) packed = g_byte_array_new ();
  g_autoptr (YunStmt)    stmt = NULL;

  if (self->buffer->len == 0)
    return TRUE;
  if (!convert (G_CONVERTER (compressor), self->buffer->data, self->buffer->len, packed,
                MAX_PART_BYTES))
    return yun_db_set_error (self->db, SQLITE_NOMEM, error);
  stmt =
    yun_db_prepare (self->db, "INSERT INTO change_part (change, seq, data) VALUES (?,?,?)", error);
  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_int (stmt, 1, self->change);
  yun_stmt_bind_int (stmt, 2, self->seq++);
  sqlite3_bind_blob64 (stmt->handle, 3, packed->data, packed->len, SQLITE_STATIC);
  g_byte_array_set_size (self->buffer, 0);
  return yun_stmt_run (stmt, error);
}

int
yun_part_writer_write_cb (void *writer, const void *data, int n)
{
  YunPartWriter *self = writer;

  g_byte_array_append (self->buffer, data, (guint) n);
  if (self->buffer->len >= PART_BYTES && !flush (self, &self->error))
    return SQLITE_ERROR;
  return SQLITE_OK;
}

gboolean
yun_part_writer_end (YunPartWriter *self, GError **error)
{
  if (self->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self->error));
      return FALSE;
    }
  return flush (self, error);
}

void
yun_part_writer_free (YunPartWriter *self)
{
  g_byte_array_unref (self->buffer);
  g_clear_error (&self->error);
  g_free (self);
}

YunPartReader *
yun_part_reader_new (YunDb *db, gint64 change, GError **error)
{
  YunStmt *stmt =
    yun_db_prepare (db, "SELECT data FROM change_part WHERE change=? ORDER BY seq", error);
  YunPartReader *self;

  if (stmt == NULL)
    return NULL;
  yun_stmt_bind_int (stmt, 1, change);
  self = g_new0 (YunPartReader, 1);
  self->stmt = stmt;
  self->buffer = g_byte_array_new ();
  return self;
}

int
yun_part_reader_read_cb (void *reader, void *data, int *n)
{
  YunPartReader *self = reader;
  gsize          take;

  if (self->ended)
    {
      *n = 0;
      return SQLITE_OK;
    }
  while (self->at == self->buffer->len)
    {
      g_autoptr (GZlibDecompressor) decompressor =
        g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB);
      int rc = sqlite3_step (self->stmt->handle);

      if (rc == SQLITE_DONE)
        {
          *n = 0;
          self->ended = TRUE;
          return SQLITE_OK;
        }
      if (rc != SQLITE_ROW)
        return rc;
      if (!convert (G_CONVERTER (decompressor), sqlite3_column_blob (self->stmt->handle, 0),
                    (gsize) sqlite3_column_bytes (self->stmt->handle, 0), self->buffer,
                    MAX_PART_BYTES))
        return SQLITE_CORRUPT;
      self->at = 0;
    }
  take = MIN ((gsize) *n, self->buffer->len - self->at);
  memcpy (data, self->buffer->data + self->at, take);
  self->at += take;
  *n = (int) take;
  return SQLITE_OK;
}

void
yun_part_reader_free (YunPartReader *self)
{
  yun_stmt_free (self->stmt);
  g_byte_array_unref (self->buffer);
  g_free (self);
}

gboolean
yun_part_remove (YunDb *db, gint64 change, GError **error)
{
  g_autoptr (YunStmt) stmt = yun_db_prepare (db, "DELETE FROM change_part WHERE change=?", error);

  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_int (stmt, 1, change);
  return yun_stmt_run (stmt, error);
}

gboolean
yun_part_exists (YunDb *db, gint64 change, gboolean *exists, GError **error)
{
  g_autoptr (YunStmt) stmt =
    yun_db_prepare (db, "SELECT 1 FROM change_part WHERE change=? LIMIT 1", error);
  int rc;

  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_int (stmt, 1, change);
  rc = yun_stmt_step (stmt, error);
  *exists = rc == 1;
  return rc >= 0;
}
