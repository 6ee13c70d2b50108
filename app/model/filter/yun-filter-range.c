/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-filter-limit.h"
#include "yun-filter-parser.h"

#include "yun-text.h"
#include "yun-unit.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Numbers, dates and distances of a filter. */

typedef struct
{
  double      factor;
  const char *unit;     /* (nullable): as it was written, in its canonical form */
  int         decimals; /* of the number as it was written; -1: with an exponent */
} Unit;

/* More digits than numbers are kept with mean the number itself. */
#define MAX_DECIMALS 9
#define MAX_EXACT 1e15

static int
count_decimals (const char *digits)
{
  const char *point = strchr (digits, '.');
  gsize       n = point != NULL ? strlen (point + 1) : 0;

  return strpbrk (digits, "eE") != NULL || n > MAX_DECIMALS ? -1 : (int) n;
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
  const char      *end = text;
  g_autofree char *digits = yun_number_ungroup (text, &end);

  if (digits == NULL || !yun_number_parse (digits, number))
    return yun_parser_fail (
      self, where, YUN_FILTER_ERROR_SYNTAX,
      g_strdup_printf (_ ("“%s” is no number for “%s”"), text, yun_field_get_label (field)), NULL);
  unit->decimals = count_decimals (digits);
  if (*end == '\0')
    return TRUE;
  unit->unit = yun_unit_find (end, field->unit, &unit->factor);
  if (unit->unit == NULL)
    return yun_parser_fail (
      self, where + (end - text), YUN_FILTER_ERROR_NAME,
      g_strdup_printf (_ ("“%s” is no unit of “%s”"), end, yun_field_get_label (field)), NULL);
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
      g_autofree char *date = yun_text_read_date (text);

      if (!yun_text_is_date (date) || strchr (date, 'T') != NULL)
        return yun_parser_fail (
          self, where, YUN_FILTER_ERROR_SYNTAX,
          g_strdup_printf (_ ("“%s” is no date: write 2026, 2026-02 or 2026-02-28"), text), NULL);
      *(lower ? &clause->min_text : &clause->max_text) = g_steal_pointer (&date);
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

/* What is shown with as many decimals as were written looks the same; numbers without a unit are
 * shown with three. */
static double
get_half_step (const YunClause *self, const YunField *field)
{
  return 0.5 * pow (10, -(field->unit != NULL ? self->decimals : MAX (self->decimals, 3)));
}

void
yun_clause_set_bounds (YunClause *self, const YunField *field, double factor)
{
  /* 20 mu is 13333.33 ㎡ on paper: areas said in another unit meet the number rounded to 0.01 ㎡.
   */
  double slack = self->unit != NULL ? yun_unit_get_slack (field->unit) : 0;

  if (self->decimals >= 0)
    {
      self->min = (self->shown_min - get_half_step (self, field)) * factor - slack;
      self->max = (self->shown_max + get_half_step (self, field)) * factor - slack;
      self->max_excluded = TRUE;
      return;
    }
  self->min = self->shown_min * factor + (self->min_excluded ? slack : -slack);
  self->max = self->shown_max * factor + (self->max_excluded ? -slack : slack);
}

const char *
yun_clause_get_unit (const YunField *field, double *factor)
{
  return yun_unit_is_needed (field->unit) ? yun_unit_find (field->unit, field->unit, factor) : NULL;
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

/* The ends of a range as they were written; of no bytes when open. */
typedef struct
{
  const char *low, *high;
  gsize       n_low, n_high;
  gboolean    single; /* one number or date, said without a range */
} Ends;

static gboolean
fail_unit (YunParser *self, const YunField *field, const char *where, const char *said)
{
  g_auto (GStrv)   words = yun_unit_list_words (field->unit, yun_parser_is_chinese (self));
  g_auto (YunNear) near;

  yun_near_init (&near, said);
  for (char **word = words; *word != NULL; word++)
    g_ptr_array_add (near.found, g_strconcat (said, *word, NULL));
  return yun_parser_fail (
    self, where, YUN_FILTER_ERROR_SYNTAX,
    g_strdup_printf (_ ("The numbers of “%s” need a unit"), yun_field_get_label (field)), &near);
}

/* 20 ㎡ and 20 亩 differ by 667: a number without its unit is not guessed. 0 is the same in all. */
static gboolean
check_unit (YunParser       *self,
            const YunClause *clause,
            const YunField  *field,
            const Ends      *ends,
            const Unit      *unit)
{
  const char      *text = ends->n_low > 0 ? ends->low : ends->high;
  const char      *end = ends->n_high > 0 ? ends->high + ends->n_high : text + ends->n_low;
  g_autofree char *said = NULL;

  if (self->kept || unit->unit != NULL || !yun_unit_is_needed (field->unit) ||
      ((ends->n_low == 0 || fpclassify (clause->shown_min) == FP_ZERO) &&
       (ends->n_high == 0 || fpclassify (clause->shown_max) == FP_ZERO)))
    return TRUE;
  said = yun_word_dup_plain (text, (gsize) (end - text));
  return fail_unit (self, field, text, said);
}

static gboolean
parse_bounds (YunParser *self, YunClause *clause, const YunField *field, const Ends *ends)
{
  Unit low = { 1, NULL, -1 }, high = { 1, NULL, -1 };
  Unit unit;

  clause->kind = YUN_CLAUSE_RANGE;
  if (!parse_bound (self, clause, field, ends->low, ends->n_low, TRUE, &low) ||
      !parse_bound (self, clause, field, ends->high, ends->n_high, FALSE, &high))
    return FALSE;
  set_dates (clause);
  if (low.unit != NULL && high.unit != NULL && strcmp (low.unit, high.unit) != 0)
    /* Two units in one range: the second bound is said in the first one's. */
    clause->shown_max = clause->shown_max * high.factor / low.factor;
  unit = low.unit != NULL ? low : high;
  if (!check_unit (self, clause, field, ends, &unit))
    return FALSE;
  clause->unit = unit.unit != NULL ? unit.unit : yun_clause_get_unit (field, &unit.factor);
  if (ends->single && field->kind != YUN_KIND_DATE && fabs (clause->shown_min) < MAX_EXACT)
    clause->decimals = unit.decimals;
  yun_clause_set_bounds (clause, field, unit.factor);
  if (begins_after_end (clause))
    return yun_parser_fail (
      self, ends->low, YUN_FILTER_ERROR_SYNTAX,
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

/* "<20", "20以上", "不到20": the bytes of @text that are the number. */
static gboolean
find_limit (YunClause *clause, const char *text, gsize n, Ends *ends)
{
  const YunLimit *limit = yun_limit_find (text, n);
  gboolean        below = *text == '<';
  gboolean        excluded = FALSE;
  const char     *number = text;

  if (n > 0 && (below || *text == '>'))
    {
      excluded = n < 2 || text[1] != '=';
      number += excluded ? 1 : 2;
      n -= excluded ? 1 : 2;
    }
  else if (limit != NULL)
    {
      below = limit->below;
      excluded = limit->excluded;
      number += limit->behind ? 0 : strlen (limit->word);
      n -= strlen (limit->word);
    }
  else
    return FALSE;
  *(below ? &clause->max_excluded : &clause->min_excluded) = excluded;
  *ends = below ? (Ends){ .low = text, .high = number, .n_high = n }
                : (Ends){ .low = number, .n_low = n, .high = text };
  return TRUE;
}

gboolean
yun_parser_parse_range (YunParser *self, YunClause *clause, const YunField *field, const char *text)
{
  gsize       n = strlen (text);
  const char *dots;
  gsize       n_dots;
  Ends        ends;

  /* "20..100mu,?": or unknown */
  if (n >= 2 && strcmp (text + n - 2, ",?") == 0)
    {
      clause->or_unknown = TRUE;
      n -= 2;
    }
  if (find_limit (clause, text, n, &ends))
    return ends.n_low + ends.n_high > 0
             ? parse_bounds (self, clause, field, &ends)
             : fail_missing (self, field, ends.low > ends.high ? ends.low : ends.high);
  dots = yun_limit_find_dots (text, n, field->kind == YUN_KIND_DATE, &n_dots);
  if (n == 0 || (dots != NULL && n == n_dots))
    return fail_missing (self, field, text);
  if (dots == NULL)
    ends = (Ends){ text, text, n, n, TRUE };
  else
    ends = (Ends){ .low = text,
                   .high = dots + n_dots,
                   .n_low = (gsize) (dots - text),
                   .n_high = n - (gsize) (dots - text) - n_dots };
  return parse_bounds (self, clause, field, &ends);
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
  gboolean         or_unknown = g_str_has_suffix (text, ",?");
  g_autofree char *distance = yun_word_dup_plain (text, strlen (text) - (or_unknown ? 2 : 0));
  const char      *end = distance;
  g_autofree char *digits = yun_number_ungroup (distance, &end);
  double           number, factor = 1;

  if (digits == NULL || !yun_number_parse (digits, &number) || !(number > 0) || !isfinite (number))
    return yun_parser_fail (self, text, YUN_FILTER_ERROR_SYNTAX,
                            g_strdup_printf (_ ("“%s” is no distance"), distance), NULL);
  if (*end == '\0' && !self->kept)
    return yun_parser_fail (
      self, text + (end - distance), YUN_FILTER_ERROR_SYNTAX,
      g_strdup_printf (_ ("A distance needs a unit: %sm or %skm"), distance, distance), NULL);
  clause->unit = *end == '\0' ? "m" : yun_unit_find (end, "m", &factor);
  if (clause->unit == NULL)
    return yun_parser_fail (self, text + (end - distance), YUN_FILTER_ERROR_NAME,
                            g_strdup_printf (_ ("“%s” is no unit of length: write m or km"), end),
                            NULL);
  clause->or_unknown = or_unknown;
  clause->shown_max = number;
  clause->distance_m = number * factor;
  return TRUE;
}
