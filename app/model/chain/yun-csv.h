/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * YunCsv: a small RFC 4180 table in memory, UTF-8, the first row names the columns. One thread.
 */
typedef struct _YunCsv YunCsv;

/** (transfer full): the table in @n bytes (a BOM is skipped), or NULL with YUN_MODEL_ERROR_FILE
 * naming the line. Rows must have as many cells as the head. */
YunCsv *yun_csv_parse (const char *data, gssize n, GError **error);

/** The same from the program's resources: "geodata/chain/niches.csv". A missing or broken resource
 * is a bug and ends the program. */
YunCsv *yun_csv_load_resource (const char *path);
void    yun_csv_free (YunCsv *self);

guint       yun_csv_get_n_rows (const YunCsv *self);
guint       yun_csv_get_n_columns (const YunCsv *self);
const char *yun_csv_get_column_name (const YunCsv *self, guint column);
/** The column's number, or -1. */
int yun_csv_find_column (const YunCsv *self, const char *name);

/** The cell, "" when empty or when there is no such column. */
const char *yun_csv_get (const YunCsv *self, guint row, const char *column);
const char *yun_csv_get_at (const YunCsv *self, guint row, guint column);

/** Appends @text quoted as RFC 4180 asks, only where needed, and with "'" in front where
 * yun_csv_would_run(). NULL is an empty cell. */
void yun_csv_append_cell (GString *out, const char *text);
/** Whether a spreadsheet would take @text for a formula: it begins with "=", "+", "-", "@", a tab
 * or a line break, and is no number. (OWASP: CSV injection.) */
gboolean yun_csv_would_run (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunCsv, yun_csv_free)

G_END_DECLS
