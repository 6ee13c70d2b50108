/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-columns-private.h"

#include "yun-filter-private.h"
#include "yun-text.h"

#include <math.h>
#include <string.h>

/*
 * A clause on a column: what the SQL of yun-query.c says, said once for each
 * value of the column and looked up for each row.
 */

/* What a value is compared with, prepared. */
typedef struct
{
  const YunClause *clause;
  const YunField  *field;
  guint            mask;  /* of ENUM, SET and TERMS */
  char           **words; /* (owned) (nullable): the values, normalised */
} Question;

/* ---- Values --------------------------------------------------------------------- */

static gboolean
has_item (const char *list, const char *value)
{
  const char *item;
  gsize       length;

  if (strcmp (list, value) == 0)
    return TRUE;
  if (strstr (list, value) == NULL)
    return FALSE;
  for (const char *next = list; (next = yun_text_next_item (next, &item, &length)) != NULL;)
    if (strlen (value) == length && strncmp (item, value, length) == 0)
      return TRUE;
  return FALSE;
}

/* Whether @list, ids joined by ';' without blanks, holds one of the masked values. */
static gboolean
has_masked (const char *list, const YunEnum *values, guint mask, gboolean set)
{
  for (int i = 0; i < values->n_plain; i++)
    {
      const char *id = values->values[i].id;
      gsize       length = strlen (id);

      if ((mask & (1u << i)) == 0)
        continue;
      if (!set && strcmp (list, id) == 0)
        return TRUE;
      for (const char *at = set ? strstr (list, id) : NULL; at != NULL; at = strstr (at + 1, id))
        if ((at == list || at[-1] == ';') && (at[length] == '\0' || at[length] == ';'))
          return TRUE;
    }
  return FALSE;
}

static gboolean
match_values (const Question *question, const char *text)
{
  const YunField  *field = question->field;
  g_autofree char *normal = NULL;

  if (field->values != NULL)
    return has_masked (text, field->values, question->mask, field->kind == YUN_KIND_SET);
  if (field->ref != NULL)
    {
      for (char **value = question->clause->values; *value != NULL; value++)
        if (has_item (text, *value))
          return TRUE;
      return FALSE;
    }
  normal = yun_text_normalise (text);
  for (char **word = question->words; *word != NULL; word++)
    if (strstr (normal, *word) != NULL)
      return TRUE;
  return FALSE;
}

/* The order of @text, cut to the length of @bound, and of @bound, cut to that of @text, in
 * characters. */
static int
compare_cut (const char *text, const char *bound)
{
  glong length = g_utf8_strlen (text, -1), n = (glong) strlen (bound);
  gsize a = (gsize) (g_utf8_offset_to_pointer (text, MIN (length, n)) - text);
  gsize b =
    (gsize) (g_utf8_offset_to_pointer (bound, MIN (length, g_utf8_strlen (bound, -1))) - bound);
  int order = memcmp (text, bound, MIN (a, b));

  return order != 0 ? order : (a > b) - (a < b);
}

static gboolean
match_dates (const YunClause *clause, const YunField *field, const char *text)
{
  g_autofree char *local = yun_field_is_moment (field) ? yun_field_dup_day (field, text) : NULL;
  const char      *day = local != NULL ? local : text;

  return (clause->first == NULL || compare_cut (day, clause->first) >= 0) &&
         (clause->last == NULL || compare_cut (day, clause->last) <= 0);
}

static gboolean
match_text (const Question *question, const char *text)
{
  if (*text == '\0' && question->clause->or_unknown)
    return TRUE;
  if (question->field->kind == YUN_KIND_TERMS)
    return yun_clause_has_terms (question->clause, question->field, question->mask, text);
  switch (question->clause->kind)
    {
    case YUN_CLAUSE_UNKNOWN:
      return *text == '\0';
    case YUN_CLAUSE_RANGE:
      return question->field->kind == YUN_KIND_DATE &&
             match_dates (question->clause, question->field, text);
    case YUN_CLAUSE_VALUES:
    default:
      return match_values (question, text);
    }
}

static inline gboolean
match_number (const YunClause *clause, double value)
{
  if (isfinite (clause->min) &&
      !(clause->min_excluded ? value > clause->min : value >= clause->min))
    return FALSE;
  return !isfinite (clause->max) ||
         (clause->max_excluded ? value < clause->max : value <= clause->max);
}

/* ---- Rows ----------------------------------------------------------------------- */

static void
match_codes (const YunColumn *column, const guint8 *hits, guint64 *bits, guint n)
{
  memset (bits, 0, yun_bits_n_words (n) * sizeof *bits);
  if (column->width == 0)
    {
      if (hits[column->same])
        yun_bits_fill (bits, n);
      return;
    }
  for (guint start = 0; start < n; start += 64)
    {
      guint   end = MIN (64, n - start);
      guint64 word = 0;

      if (column->width == 1)
        {
          const guint8 *codes = (const guint8 *) column->codes + start;

          for (guint i = 0; i < end; i++)
            word |= (guint64) hits[codes[i]] << i;
        }
      else
        {
          const guint16 *codes = (const guint16 *) column->codes + start;

          for (guint i = 0; i < end; i++)
            word |= (guint64) hits[codes[i]] << i;
        }
      bits[start / 64] = word;
    }
}

static void
match_reals (const YunColumn *column, const YunClause *clause, guint64 *bits, guint n)
{
  const double *reals = column->codes;
  gboolean      unknown = clause->kind == YUN_CLAUSE_UNKNOWN || clause->or_unknown;
  gboolean      range = clause->kind == YUN_CLAUSE_RANGE; /* else numbers match nothing */

  for (guint start = 0; start < n; start += 64)
    {
      guint   end = MIN (64, n - start);
      guint64 word = 0;

      for (guint i = 0; i < end; i++)
        {
          double value = reals[start + i];

          word |= (guint64) (isnan (value) ? unknown : range && match_number (clause, value)) << i;
        }
      bits[start / 64] = word;
    }
}

static guint8 *
make_hits (const YunColumn *column, const Question *question)
{
  guint8          *hits = g_malloc0 (column->n_values + 1);
  const YunClause *clause = question->clause;

  hits[0] = clause->kind == YUN_CLAUSE_UNKNOWN || clause->or_unknown;
  for (guint code = 1; code <= column->n_values; code++)
    if (column->form == YUN_COLUMN_TEXT)
      hits[code] = match_text (question, yun_column_get_text (column, code)) != 0;
    else
      hits[code] =
        clause->kind == YUN_CLAUSE_RANGE && match_number (clause, column->numbers[code - 1]);
  return hits;
}

static void
prepare (Question *question)
{
  char **values = question->clause->values;
  guint  n;

  if (question->clause->kind != YUN_CLAUSE_VALUES)
    return;
  if (question->field->values != NULL)
    question->mask = yun_clause_get_mask (question->clause, question->field->values);
  n = g_strv_length (values);
  question->words = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    question->words[i] = yun_text_normalise (values[i]);
}

static gboolean
match_column (const YunColumns *self, const YunClause *clause, guint64 *bits)
{
  const YunField    *field = yun_entity_get_field (self->entity, clause->field);
  const YunColumn   *column = field != NULL ? yun_columns_get (self, field) : NULL;
  Question           question = { .clause = clause, .field = field };
  g_autofree guint8 *hits = NULL;
  gsize              size = yun_bits_n_words (self->n_rows) * sizeof *bits;

  if (column == NULL)
    {
      memset (bits, 0, size);
      return TRUE;
    }
  if (clause->kind == YUN_CLAUSE_VALUES && yun_field_is_link (field))
    return FALSE;
  if (column->form == YUN_COLUMN_ABSENT)
    {
      if (clause->kind != YUN_CLAUSE_UNKNOWN || clause->min_text != NULL)
        return FALSE;
      memcpy (bits, column->known, size);
      yun_bits_invert (bits, self->n_rows);
      return TRUE;
    }
  if (column->form == YUN_COLUMN_REAL)
    {
      match_reals (column, clause, bits, self->n_rows);
      return TRUE;
    }
  prepare (&question);
  hits = make_hits (column, &question);
  g_strfreev (question.words);
  match_codes (column, hits, bits, self->n_rows);
  return TRUE;
}

gboolean
yun_columns_match (const YunColumns *self, const YunClause *clause, guint64 *bits)
{
  switch (clause->kind)
    {
    case YUN_CLAUSE_VALUES:
    case YUN_CLAUSE_RANGE:
    case YUN_CLAUSE_UNKNOWN:
      return match_column (self, clause, bits);
    case YUN_CLAUSE_COMPARE:
      return yun_columns_match_compare (self, clause, bits);
    case YUN_CLAUSE_TEXT:
      return yun_columns_match_word (self, clause->text, bits);
    case YUN_CLAUSE_NOWHERE:
      if (self->entity->shape == YUN_SHAPE_NONE)
        memset (bits, 0, yun_bits_n_words (self->n_rows) * sizeof *bits);
      else
        memcpy (bits, self->without_place, yun_bits_n_words (self->n_rows) * sizeof *bits);
      return TRUE;
    case YUN_CLAUSE_NEAR:
    default:
      return FALSE;
    }
}

gboolean
yun_columns_match_texts (const YunColumns  *self,
                         const YunField    *field,
                         YunColumnsTextFunc func,
                         gpointer           user_data,
                         guint64           *bits)
{
  const YunColumn   *column = yun_columns_get (self, field);
  g_autofree guint8 *hits = NULL;

  if (column == NULL || column->form != YUN_COLUMN_TEXT)
    return FALSE;
  hits = g_malloc0 (column->n_values + 1);
  for (guint code = 1; code <= column->n_values; code++)
    hits[code] = func (yun_column_get_text (column, code), user_data) != 0;
  match_codes (column, hits, bits, self->n_rows);
  return TRUE;
}

/* ---- Counts and sums -------------------------------------------------------------- */

gboolean
yun_columns_count (const YunColumns   *self,
                   const YunField     *field,
                   const guint64      *bits,
                   YunColumnsCountFunc func,
                   gpointer            user_data)
{
  const YunColumn    *column = yun_columns_get (self, field);
  g_autofree guint32 *counts = NULL;
  guint64             word;
  guint               row;

  if (column == NULL || column->form != YUN_COLUMN_TEXT)
    return FALSE;
  counts = g_new0 (guint32, column->n_values + 1);
  if (column->width == 0)
    counts[column->same] = yun_bits_count (bits, self->n_rows);
  else if (column->width == 1)
    {
      const guint8 *codes = column->codes;

      YUN_BITS_EACH (bits, self->n_rows, word, row)
      counts[codes[row]]++;
    }
  else
    {
      const guint16 *codes = column->codes;

      YUN_BITS_EACH (bits, self->n_rows, word, row)
      counts[codes[row]]++;
    }
  for (guint code = 0; code <= column->n_values; code++)
    if (counts[code] > 0)
      func (yun_column_get_text (column, code), counts[code], user_data);
  return TRUE;
}

static double
get_number (const YunColumn *column, guint row)
{
  guint code;

  if (column->form == YUN_COLUMN_REAL)
    return ((const double *) column->codes)[row];
  code = yun_column_get_code (column, row);
  return code != 0 ? column->numbers[code - 1] : NAN;
}

gboolean
yun_columns_list_numbers (const YunColumns *self,
                          const YunField   *field,
                          const guint64    *bits,
                          GArray           *numbers,
                          gint64           *unknown)
{
  const YunColumn *column = yun_columns_get (self, field);
  guint64          word;
  guint            row;

  if (column == NULL || (column->form != YUN_COLUMN_NUMBER && column->form != YUN_COLUMN_REAL))
    return FALSE;
  YUN_BITS_EACH (bits, self->n_rows, word, row)
  {
    double value = get_number (column, row);

    if (isnan (value))
      ++*unknown;
    else if (isfinite (value))
      g_array_append_val (numbers, value);
  }
  return TRUE;
}

gboolean
yun_columns_sum (
  const YunColumns *self, const YunField *field, const guint64 *bits, double *sum, gint64 *unknown)
{
  const YunColumn *column = yun_columns_get (self, field);
  guint64          word;
  guint            row;

  if (column == NULL || (column->form != YUN_COLUMN_NUMBER && column->form != YUN_COLUMN_REAL))
    return FALSE;
  *sum = 0;
  *unknown = 0;
  YUN_BITS_EACH (bits, self->n_rows, word, row)
  {
    double value = NAN;

    if (column->form == YUN_COLUMN_REAL)
      value = ((const double *) column->codes)[row];
    else
      {
        guint code = yun_column_get_code (column, row);

        if (code != 0)
          value = column->numbers[code - 1];
      }
    if (isnan (value))
      ++*unknown;
    else
      *sum += value;
  }
  return TRUE;
}
