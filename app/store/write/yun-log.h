/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-db.h"
#include "yun-value.h"

G_BEGIN_DECLS

/**
 * The log: every committed change of a registry with its edits, as rows of the file. It is the one
 * authority on what has changed since when, whoever did it. Rows are added, never changed. On the
 * thread of @db, inside a transaction.
 */

/** (transfer full): a change of now, with the next number and nothing in it. */
YunChange *
yun_log_begin (YunDb *db, YunAction action, const char *summary, const char *who, GError **error);

/** Writes the change itself, after its edits and runs. */
gboolean yun_log_add (YunDb *db, const YunChange *change, GError **error);

/** Writes that rows @first … @last were inserted in bulk. */
gboolean yun_log_add_run (
  YunDb *db, gint64 number, const YunEntity *entity, gint64 first, gint64 last, GError **error);
/** Writes that of a row only derived values are others now. */
gboolean
yun_log_add_touch (YunDb *db, gint64 number, const YunEntity *entity, gint64 id, GError **error);

/** One line of the log: all values of a record that came or went, its place, or one field. */
typedef struct
{
  gint64           change;
  gint64           seq;
  const YunEntity *entity;
  gint64           id;
  const char      *uid;    /* (nullable) */
  const char      *kind;   /* "insert" "set" "remove" */
  const char      *column; /* (nullable): NULL: all values, as JSON; "geom": the place */
  YunValue         before;
  YunValue         after;
} YunLogLine;

gboolean yun_log_add_line (YunDb *db, const YunLogLine *line, GError **error);

/** (transfer full): change @number, or NULL with %YUN_STORE_ERROR_NOT_FOUND. */
YunChange *yun_log_get (YunDb *db, gint64 number, GError **error);

/** (transfer full) (element-type YunChange): the newest first, without their rows. Names are looked
 * for as search folds them, in what a change is called and by whom it is. */
GPtrArray *yun_log_query (YunDb *db, const YunChangeQuery *query, GError **error);

/** Return FALSE with @error set to stop; lines and values are borrowed. */
typedef gboolean (*YunLogLineFunc) (const YunLogLine *line, gpointer user_data, GError **error);
/** The lines of a change, from the last to the first when @backwards. */
gboolean yun_log_each_line (YunDb         *db,
                            gint64         number,
                            gboolean       backwards,
                            YunLogLineFunc func,
                            gpointer       user_data,
                            GError       **error);
/** The lines about one record after change @number, from the newest to the oldest. */
gboolean yun_log_each_line_since (YunDb           *db,
                                  const YunEntity *entity,
                                  gint64           id,
                                  gint64           number,
                                  YunLogLineFunc   func,
                                  gpointer         user_data,
                                  GError         **error);

typedef gboolean (*YunLogRunFunc) (YunDb           *db,
                                   const YunEntity *entity,
                                   gint64           first,
                                   gint64           last,
                                   gpointer         user_data,
                                   GError         **error);
gboolean
yun_log_each_run (YunDb *db, gint64 number, YunLogRunFunc func, gpointer user_data, GError **error);

/** The number of the newest change; 0 in a file without any. */
gboolean yun_log_get_last (YunDb *db, gint64 *number, GError **error);

/**
 * YunLogStamp: which content the transaction of a connection sees: the newest change, and what
 * other programs have written after it that is not taken in yet (yun-outside.h).
 */
typedef struct
{
  gint64 number;
  gint64 outside; /* goes up with everything they write; 0: nothing waits */
} YunLogStamp;

gboolean yun_log_get_stamp (YunDb *db, YunLogStamp *stamp, GError **error);

/** The most rows that are named one by one; more means to read anew. */
#define YUN_LOG_MAX_ROWS 10000

/** (transfer full) (element-type YunChangeRow): every row that may differ from what it was at
 * change
 * @from: what the changes since touched, and what waits to be taken in; NULL without an error when
 * that is more than YUN_LOG_MAX_ROWS, or not known. */
GArray *yun_log_list_rows (YunDb *db, gint64 from, GError **error);

/** (transfer full) (nullable): the registry's own name, the number of its newest change and the
 * change's uid: tells this content from that of any other registry or copy. NULL when there is
 * none, or something waits to be taken in. */
char *yun_log_dup_state (YunDb *db, GError **error);
/** Whether @state is one that this file has gone through; @number: of its change. */
gboolean yun_log_has_state (YunDb *db, const char *state, gint64 *number);

/** Who wrote @column (NULL: any) of a record last after change @since; @number 0 when nobody has.
 * @who: (out) (transfer full) (nullable) */
gboolean yun_log_find_writer (YunDb           *db,
                              const YunEntity *entity,
                              gint64           id,
                              const char      *column,
                              gint64           since,
                              gint64          *number,
                              char           **who,
                              GError         **error);

/** The newest change in force that can be taken back, or the one to be brought again; 0: none. */
gboolean yun_log_find_undo (YunDb *db, gint64 *number, GError **error);
gboolean yun_log_find_redo (YunDb *db, gint64 *number, GError **error);

/** The newest change about @number, an undo or a redo of it; 0: there is none. */
gboolean yun_log_find_about (YunDb *db, gint64 number, gint64 *about, GError **error);

/** Changes up to this one were made before edits were kept. */
gboolean yun_log_get_undo_since (YunDb *db, gint64 *number, GError **error);

/* ---- All values of a record as JSON ---- */

/** (transfer full): the known values of @record by column, places and derived ones left out. */
char *yun_log_print_record (YunRecord *record);
/** Puts the values of @json into @record; FALSE when it is no such text. */
gboolean yun_log_parse_record (const char *json, YunRecord *record);

/** The field of a column, NULL for the place ("geom"); FALSE when there is none. */
gboolean yun_log_find_field (const YunEntity *entity, const char *column, const YunField **field);
/** The column of a field; "geom" for NULL. */
const char *yun_log_get_column (const YunField *field);

G_END_DECLS
