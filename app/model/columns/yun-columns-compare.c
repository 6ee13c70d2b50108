/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-columns-private.h"

#include "yun-filter-private.h"

#include <math.h>
#include <string.h>

/* A field compared with another, row by row. */

static gboolean
is_numeric (const YunColumn *column)
{
  return column->form == YUN_COLUMN_NUMBER || column->form == YUN_COLUMN_REAL;
}

static inline double
get_number (const YunColumn *column, guint row)
{
  guint code;

  if (column->form == YUN_COLUMN_REAL)
    return ((const double *) column->codes)[row];
  code = yun_column_get_code (column, row);
  return code != 0 ? column->numbers[code - 1] : NAN;
}

/* One of the two sides, when they are dates. */
typedef struct
{
  const YunColumn *column;
  GPtrArray       *days; /* (owned) (nullable): of moments, by code - 1; else the texts do */
} Dates;

static Dates
open_dates (const YunField *field, const YunColumn *column)
{
  Dates dates = { column, NULL };

  if (!yun_field_is_moment (field))
    return dates;
  dates.days = g_ptr_array_new_full (column->n_values, g_free);
  for (guint code = 1; code <= column->n_values; code++)
    g_ptr_array_add (dates.days, yun_field_dup_day (field, yun_column_get_text (column, code)));
  return dates;
}

/* (nullable) */
static const char *
get_date (const Dates *dates, guint row)
{
  guint code = yun_column_get_code (dates->column, row);

  return code == 0 || dates->days == NULL ? yun_column_get_text (dates->column, code)
                                          : g_ptr_array_index (dates->days, code - 1);
}

static void
compare_dates (const Dates *a, const Dates *b, const YunClause *clause, guint64 *bits, guint n)
{
  for (guint row = 0; row < n; row++)
    {
      const char *x = get_date (a, row), *y = get_date (b, row);

      if (x != NULL && y != NULL && yun_clause_compare_dates (clause, x, y))
        yun_bits_set (bits, row);
    }
}

static gboolean
compare_numbers (
  const YunColumn *a, const YunColumn *b, const YunClause *clause, const YunField *field, guint row)
{
  double x = get_number (a, row), y = get_number (b, row);

  return !isnan (x) && !isnan (y) && yun_clause_compare_numbers (clause, field, x, y);
}

gboolean
yun_columns_match_compare (const YunColumns *self, const YunClause *clause, guint64 *bits)
{
  const YunField  *field = yun_entity_get_field (self->entity, clause->field);
  const YunField  *other = yun_entity_get_field (self->entity, clause->other);
  const YunColumn *a = field != NULL ? yun_columns_get (self, field) : NULL;
  const YunColumn *b = other != NULL ? yun_columns_get (self, other) : NULL;
  gboolean         dates = field != NULL && field->kind == YUN_KIND_DATE;

  memset (bits, 0, yun_bits_n_words (self->n_rows) * sizeof *bits);
  if (a == NULL || b == NULL)
    return TRUE;
  if (dates ? a->form != YUN_COLUMN_TEXT || b->form != YUN_COLUMN_TEXT
            : !is_numeric (a) || !is_numeric (b))
    return FALSE;
  if (dates)
    {
      Dates of_a = open_dates (field, a), of_b = open_dates (other, b);

      compare_dates (&of_a, &of_b, clause, bits, self->n_rows);
      g_clear_pointer (&of_a.days, g_ptr_array_unref);
      g_clear_pointer (&of_b.days, g_ptr_array_unref);
      return TRUE;
    }
  for (guint row = 0; row < self->n_rows; row++)
    if (compare_numbers (a, b, clause, field, row))
      yun_bits_set (bits, row);
  return TRUE;
}
