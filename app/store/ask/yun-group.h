/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-store.h"

G_BEGIN_DECLS

/**
 * Sums of numbers, and counts by the values of fields, over what a filter shows.
 *
 * What is unknown is counted apart and never as 0. The asynchronous functions are
 * for the main thread; one question is one statement on the list thread.
 */

/** Some records and one number of theirs. */
typedef struct
{
  gint64 count; /* records */
  gint64 known; /* those of them whose number is known */
  double sum;   /* of the known numbers, in the field's unit; 0 when there is none */
} YunGroupCell;

/** The mean of the known numbers; NAN when none is known. */
double yun_group_cell_get_mean (const YunGroupCell *self);

/* ---- Sums ------------------------------------------------------------------- */

/**
 * yun_store_sum_sync:
 * @ids: (nullable) (element-type gint64): these records rather than what @filter shows
 * @fields: @n fields of numbers
 *
 * Returns: (transfer full) (element-type YunGroupCell): one for each field; fails as
 * yun_store_list_ids_sync() does
 */
GArray *yun_store_sum_sync (YunStore              *self,
                            const YunEntity       *entity,
                            YunFilter             *filter,
                            GArray                *ids,
                            const YunField *const *fields,
                            guint                  n,
                            GCancellable          *cancellable,
                            GError               **error);
void    yun_store_sum_async (YunStore              *self,
                             const YunEntity       *entity,
                             YunFilter             *filter,
                             GArray                *ids,
                             const YunField *const *fields,
                             guint                  n,
                             GCancellable          *cancellable,
                             GAsyncReadyCallback    callback,
                             gpointer               user_data);
GArray *yun_store_sum_finish (YunStore *self, GAsyncResult *result, GError **error);

/* ---- Groups ----------------------------------------------------------------- */

typedef enum
{
  YUN_GROUP_VALUE,
  YUN_GROUP_OTHER, /* all values beyond the most frequent */
  YUN_GROUP_UNKNOWN,
} YunGroupPart;

/** One row or column of the table. */
typedef struct
{
  YunGroupPart part;
  char        *value;    /* (owned) (nullable): VALUE: enum id, name, number, or year of a date */
  guint        n_values; /* OTHER: how many values */
  YunGroupCell total;
} YunGroupKey;

/** A table of counts; read only. */
typedef struct
{
  const YunEntity *entity;
  const YunField  *rows;
  const YunField  *columns;         /* (nullable) */
  const YunField  *number;          /* (nullable) */
  GPtrArray       *row_keys;        /* (owned) (element-type YunGroupKey): other and unknown last */
  GPtrArray       *column_keys;     /* (owned) (element-type YunGroupKey): empty without columns */
  GArray          *cells;           /* (owned) (element-type YunGroupCell): row by row */
  YunGroupCell     total;           /* each record once */
  gboolean         rows_overlap;    /* some record has several values and is in several rows */
  gboolean         columns_overlap; /* the same of columns */
} YunGroups;

void yun_groups_free (YunGroups *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunGroups, yun_groups_free)

const YunGroupCell *yun_groups_get_cell (const YunGroups *self, guint row, guint column);

/** Whether records can be counted by @field: not prose, nor what differs for every record. */
gboolean yun_field_can_group (const YunField *field);

/** (transfer full): @key for people: the translated value, "Not known", "12 others". */
char *yun_group_key_dup_label (const YunGroupKey *key, const YunField *field);

/** What is shown of a cell. */
typedef enum
{
  YUN_MEASURE_COUNT,
  YUN_MEASURE_SUM,
  YUN_MEASURE_MEAN,
} YunMeasure;

/** The measure of @cell in the unit it is shown in: areas in mu; to 0.01; NAN when nothing is
 * known. */
double
yun_group_cell_get_value (const YunGroupCell *cell, YunMeasure measure, const YunField *number);

/** (transfer full): "Area, sum, mu"; "Count". */
char *yun_measure_dup_label (YunMeasure measure, const YunField *number);

/** (transfer full): "Zone × Status". */
char *yun_groups_dup_title (const YunGroups *self);

/**
 * yun_groups_print:
 * @separator: '\t' for a clipboard, ',' for CSV (RFC 4180)
 *
 * Returns: (transfer full): the table as text with its totals: numbers as a spreadsheet
 * reads them, nothing where nothing is known; with a number, how many are unknown
 */
char *yun_groups_print (const YunGroups *self, YunMeasure measure, char separator);

/** Values kept apart; the rest is one row, or column. */
#define YUN_GROUP_MAX_ROWS 50
#define YUN_GROUP_MAX_COLUMNS 20

/**
 * yun_store_group_sync:
 * @columns: (nullable): a second field to count by
 * @number: (nullable): a field of numbers to add up
 *
 * A record with several values (segments, towns) counts once for each of them; the
 * totals count it once. Dates are counted by year. Values of a vocabulary stand in
 * its order, years and numbers ascending, names by how many there are.
 *
 * Returns: (transfer full): the table; fails as yun_store_list_ids_sync() does
 */
YunGroups *yun_store_group_sync (YunStore        *self,
                                 const YunEntity *entity,
                                 YunFilter       *filter,
                                 const YunField  *rows,
                                 const YunField  *columns,
                                 const YunField  *number,
                                 GCancellable    *cancellable,
                                 GError         **error);
void       yun_store_group_async (YunStore           *self,
                                  const YunEntity    *entity,
                                  YunFilter          *filter,
                                  const YunField     *rows,
                                  const YunField     *columns,
                                  const YunField     *number,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data);
YunGroups *yun_store_group_finish (YunStore *self, GAsyncResult *result, GError **error);

G_END_DECLS
