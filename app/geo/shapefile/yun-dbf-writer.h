/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * YunDbfWriter: a dBASE III table, row by row. One thread.
 *
 * A number that is not put is unknown ('*', as GDAL writes it), a text that is
 * not put is blank. Failures are %YUN_GEO_ERROR_WRITE.
 */
typedef struct
{
  char   name[11]; /* ASCII, at most 10 */
  char   type;     /* 'C' or 'N' */
  guint8 width;
  guint8 decimals;
} YunDbfColumn;

#define YUN_DBF_MAX_TEXT 254
#define YUN_DBF_MAX_NUMBER 32

typedef struct _YunDbfWriter YunDbfWriter;

/** @language: the language byte; @date: (nullable): of the last update, today's when NULL. */
YunDbfWriter *yun_dbf_writer_new (const char         *path,
                                  const YunDbfColumn *columns,
                                  guint               n_columns,
                                  guint8              language,
                                  const GDate        *date,
                                  GError            **error);
void          yun_dbf_writer_free (YunDbfWriter *self);

/** Puts a value of the row in hand; it must not be wider than its column. */
void yun_dbf_writer_put_text (YunDbfWriter *self, guint column, const guint8 *bytes, gsize n);
void yun_dbf_writer_put_number (YunDbfWriter *self, guint column, const char *digits, gsize n);

/** Writes the row in hand. @digest: (out): of its bytes, by yun_digest_bytes(). */
gboolean yun_dbf_writer_end_row (YunDbfWriter *self, guint64 *digest, GError **error);
gboolean yun_dbf_writer_close (YunDbfWriter *self, GError **error);

/** Bytes of the head and of a row. */
gsize yun_dbf_get_head_size (guint n_columns);
gsize yun_dbf_get_row_size (const YunDbfColumn *columns, guint n_columns);

/** Prints @value into @out with @decimals places; from 4e15 such places on, where a double has no
 * more of them, with an exponent. Returns the length. */
gsize yun_dbf_print_real (double value, guint decimals, char out[YUN_DBF_MAX_NUMBER]);
gsize yun_dbf_print_int (gint64 value, char out[YUN_DBF_MAX_NUMBER]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunDbfWriter, yun_dbf_writer_free)

G_END_DECLS
