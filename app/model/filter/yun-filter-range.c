/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-filter-parser.h"

#include "yun-text.h"
#include "yun-unit.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Numbers, dates and distances of a filter. */

typedef struct
{
  double      factor;
  const char *unit; /* (nullable): as it was written, in its canonical form */
} Unit;

/* The bytes of @text that are a number. */
static gsize
get_number_length (const char *text)
{
  gsize n = strspn (text, "0123456789.");

  if (n == 0 && (*text == '-' || *text == '+'))
    n = 1 + strspn (text + 1, "0123456789.");
  /* an exponent, so that any number that is printed is read */
  if (n > 0 && (text[n] == 'e' || text[n] == 'E'))
    {
      gsize sign = text[n + 1] == '-' || text[n + 1] == '+' ? 1 : 0;
      gsize digits = strspn (text + n + 1 + sign, "0123456789");

      n += digits > 0 ? 1 + sign + digits : 0;
    }
  return n;
}

/* A number with or without a unit; @unit stays as it is without. */
static gboolean
parse_quantity (YunParser      *self,
                const YunField *field,
                const char     *where,
                const char     *text,
                double         *number,
                Unit           *unit)
{
  gsize            n = get_number_length (text);
  g_autofree char *digits = g_strndup (text, n);

  if (!yun_number_parse (digits, number))
    return yun_parser_fail (
      self, where, YUN_FILTER_ERROR_SYNTAX,
      g_strdup_printf (_ ("“%s” is no number for “%s”"), text, yun_field_get_label (field)), NULL);
  if (text[n] == '\0')
    return TRUE;
  unit->unit = yun_unit_find (text + n, field->unit, &unit->factor);
  if (unit->unit == NULL)
    return yun_parser_fail (
      self, where + n, YUN_FILTER_ERROR_NAME,
      g_strdup_printf (_ ("“%s” is no unit of “%s”"), text + n, yun_field_get_label (field)), NULL);
  return TRUE;
}

/* A bound of a range into the clause's shown numbers or its dates. */
static gboolean
parse_bound (YunParser      *self,
             YunClause      *clause,
             const YunField *field,
             const char     *where,
             gsize           length,
             gboolean        lower,
             Unit           *unit)
{
  g_autofree char *text = yun_word_dup_plain (where, length);

  if (*text == '\0')
    return TRUE;
  if (field->kind == YUN_KIND_DATE)
    {
      if (!yun_text_is_date (text) || strchr (text, 'T') != NULL)
        return yun_parser_fail (
          self, where, YUN_FILTER_ERROR_SYNTAX,
          g_strdup_printf (_ ("“%s” is no date: write 2026, 2026-02 or 2026-02-28"), text), NULL);
      *(lower ? &clause->min_text : &clause->max_text) = g_strdup (text);
      return TRUE;
    }
  return parse_quantity (self, field, where, text, lower ? &clause->shown_min : &clause->shown_max,
                         unit);
}

static gboolean
begins_after_end (const YunClause *clause)
{
  if (clause->min > clause->max)
    return TRUE;
  if (clause->min_text == NULL || clause->max_text == NULL)
    return FALSE;
  return strncmp (clause->min_text, clause->max_text,
                  MIN (strlen (clause->min_text), strlen (clause->max_text))) > 0;
}

void
yun_clause_set_bounds (YunClause *self, const YunField *field, double factor)
{
  /* 20 mu is 13333.33 ㎡ on paper: areas said in another unit meet the number rounded to 0.01 ㎡.
   */
  double slack = self->unit != NULL && g_strcmp0 (field->unit, "m²") == 0 ? 0.005 : 0;

  self->min = self->shown_min * factor + (self->min_excluded ? slack : -slack);
  self->max = self->shown_max * factor + (self->max_excluded ? -slack : slack);
}

/* "Before 2024-03" is until 2024-02: with bounds that count themselves, a coarser date is compared
 * by cutting the bound. */
static void
set_dates (YunClause *clause)
{
  if (clause->min_text != NULL)
    clause->first =
      clause->min_excluded ? yun_text_step_date (clause->min_text, 1) : g_strdup (clause->min_text);
  if (clause->max_text != NULL)
    clause->last = clause->max_excluded ? yun_text_step_date (clause->max_text, -1)
                                        : g_strdup (clause->max_text);
}

static gboolean
parse_bounds (YunParser      *self,
              YunClause      *clause,
              const YunField *field,
              const char     *low,
              gsize           n_low,
              const char     *high,
              gsize           n_high)
{
  Unit low_unit = { 1, NULL }, high_unit = { 1, NULL };

  clause->kind = YUN_CLAUSE_RANGE;
  if (!parse_bound (self, clause, field, low, n_low, TRUE, &low_unit) ||
      !parse_bound (self, clause, field, high, n_high, FALSE, &high_unit))
    return FALSE;
  set_dates (clause);
  if (low_unit.unit != NULL && high_unit.unit != NULL &&
      strcmp (low_unit.unit, high_unit.unit) != 0)
    /* Two units in one range: the second bound is said in the first one's. */
    clause->shown_max = clause->shown_max * high_unit.factor / low_unit.factor;
  clause->unit = low_unit.unit != NULL ? low_unit.unit : high_unit.unit;
  yun_clause_set_bounds (clause, field, low_unit.unit != NULL ? low_unit.factor : high_unit.factor);
  if (begins_after_end (clause))
    return yun_parser_fail (
      self, low, YUN_FILTER_ERROR_SYNTAX,
      g_strdup_printf (_ ("The range of “%s” begins after its end"), yun_field_get_label (field)),
      NULL);
  return TRUE;
}

static gboolean
fail_missing (YunParser *self, const YunField *field, const char *where)
{
  return yun_parser_fail (
    self, where, YUN_FILTER_ERROR_SYNTAX,
    g_strdup_printf (_ ("A value is missing after “%s”"), yun_field_get_label (field)), NULL);
}

gboolean
yun_parser_parse_range (YunParser *self, YunClause *clause, const YunField *field, const char *text)
{
  gsize       n = strlen (text);
  const char *dots;

  /* "20..100mu,?": or unknown */
  if (n >= 2 && strcmp (text + n - 2, ",?") == 0)
    {
      clause->or_unknown = TRUE;
      n -= 2;
    }
  if (*text == '<' || *text == '>')
    {
      gboolean    or_equal = text[1] == '=';
      gboolean    below = *text == '<';
      const char *number = text + 1 + or_equal;
      gsize       n_number = n - 1 - or_equal;

      if (n_number == 0)
        return fail_missing (self, field, number);
      *(below ? &clause->max_excluded : &clause->min_excluded) = !or_equal;
      return below ? parse_bounds (self, clause, field, text, 0, number, n_number)
                   : parse_bounds (self, clause, field, number, n_number, text, 0);
    }
  dots = g_strstr_len (text, (gssize) n, "..");
  if (n == 0 || (dots != NULL && n == 2))
    return fail_missing (self, field, text);
  if (dots == NULL)
    return parse_bounds (self, clause, field, text, n, text, n);
  return parse_bounds (self, clause, field, text, (gsize) (dots - text), dots + 2,
                       n - (gsize) (dots + 2 - text));
}

gboolean
yun_parser_parse_day (YunParser *self, YunClause *clause, const char *text)
{
  clause->min_text = yun_word_dup_plain (text, strlen (text));
  return (strlen (clause->min_text) == 10 && yun_text_is_date (clause->min_text)) ||
         yun_parser_fail (
           self, text, YUN_FILTER_ERROR_SYNTAX,
           g_strdup_printf (_ ("“%s” is no day: write 2026-12-31"), clause->min_text), NULL);
}

gboolean
yun_parser_parse_distance (YunParser *self, YunClause *clause, const char *text)
{
  g_autofree char *distance = yun_word_dup_plain (text, strlen (text));
  gsize            n = get_number_length (distance);
  g_autofree char *digits = g_strndup (distance, n);
  double           number, factor = 1;

  if (!yun_number_parse (digits, &number) || !(number > 0) || !isfinite (number))
    return yun_parser_fail (self, text, YUN_FILTER_ERROR_SYNTAX,
                            g_strdup_printf (_ ("“%s” is no distance"), distance), NULL);
  clause->unit = distance[n] == '\0' ? "m" : yun_unit_find (distance + n, "m", &factor);
  if (clause->unit == NULL)
    return yun_parser_fail (
      self, text + n, YUN_FILTER_ERROR_NAME,
      g_strdup_printf (_ ("“%s” is no unit of length: write m or km"), distance + n), NULL);
  clause->shown_max = number;
  clause->distance_m = number * factor;
  return TRUE;
}
