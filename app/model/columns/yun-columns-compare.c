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

static gboolean
compare_dates (const YunColumn *a, const YunColumn *b, const YunClause *clause, guint row)
{
  guint x = yun_column_get_code (a, row), y = yun_column_get_code (b, row);

  return x != 0 && y != 0 &&
         yun_clause_compare_dates (clause, yun_column_get_text (a, x), yun_column_get_text (b, y));
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
  for (guint row = 0; row < self->n_rows; row++)
    if (dates ? compare_dates (a, b, clause, row) : compare_numbers (a, b, clause, field, row))
      yun_bits_set (bits, row);
  return TRUE;
}
