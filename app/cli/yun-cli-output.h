/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-record.h"

G_BEGIN_DECLS

/**
 * What the verbs print: tables for people, JSON and CSV for programs, all UTF-8 on stdout.
 */

/** How many columns of a terminal @text takes: Chinese characters take two. */
guint yun_cli_get_width (const char *text);

/**
 * YunCliTable: rows of texts in aligned columns.
 *
 * Holds the first rows to learn how wide the columns are, then writes on; so it
 * takes any number of rows. Cells are cut on a terminal only.
 */
typedef struct _YunCliTable YunCliTable;

/** @right: a bit for each column that is aligned to the right */
YunCliTable *yun_cli_table_new (guint n_columns, guint64 right);
/** @cells: (transfer none): n_columns texts */
void yun_cli_table_add (YunCliTable *self, const char *const *cells);
/** Writes what is left and frees it. */
void yun_cli_table_end (YunCliTable *self);

/** (transfer full): @text with what would steer a terminal (control characters but the end of a
 * line, overrides of the direction of writing) and what is no UTF-8 shown as "\\x1b" or
 * "\\u202e". */
char *yun_cli_dup_shown (const char *text);

/** (transfer full): the moment @at (nullable: ""), UTC as it is kept, in the time of the place, for
 * people. */
char *yun_cli_dup_local_time (const char *at);

/** Appends @text as a JSON string; NULL as null. */
void yun_cli_append_string (GString *out, const char *text);
/** Appends @value as a JSON number; NAN as null. */
void yun_cli_append_number (GString *out, double value);

/** Appends @record as a JSON object on one line: id, revision, every field by its id (unknown:
 * null), lon and lat of its label point, and with @geometry its place as GeoJSON. */
void yun_cli_append_record (GString *out, YunRecord *record, gboolean geometry);

/** The head and a row of a CSV table of all fields by id, with lon and lat. */
void yun_cli_append_csv_head (GString *out, const YunEntity *entity);
void yun_cli_append_csv_row (GString *out, YunRecord *record);

G_END_DECLS
