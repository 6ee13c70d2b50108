/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-filter-complete.h"
#include "yun-filter-parser.h"
#include "yun-chain.h"
#include "yun-measure.h"
#include "yun-rule.h"
#include "yun-unit.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* The canonical text of a filter, and its clauses in words for people. */

static void
append_filter (GString *out, const YunFilter *filter, const YunEntity *implied, gboolean inner);

static const struct
{
  const char *text;
  const char *shown;
} signs[YUN_N_SIGNS] = {
  [YUN_SIGN_EQUAL] = { ":", "=" },     [YUN_SIGN_LESS] = { "<", "<" },
  [YUN_SIGN_AT_MOST] = { "<=", "≤" },  [YUN_SIGN_MORE] = { ">", ">" },
  [YUN_SIGN_AT_LEAST] = { ">=", "≥" },
};

const char *
yun_way_get_word (YunWay way)
{
  static const char *const words[YUN_N_WAYS] = { "in", "meets", "inside" };

  return words[way];
}

static gboolean
needs_quotes (const char *text)
{
  if (*text == '\0' || *text == '-')
    return TRUE;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c) || (c < 0x80 && strchr (":<>=,?*~()", (int) c) != NULL) ||
          g_unichar_iscntrl (c) || c == 0xFF08 || c == 0xFF09 || yun_word_is_folded (c))
        return TRUE;
    }
  return FALSE;
}

char *
yun_filter_quote (const char *name)
{
  return needs_quotes (name) ? g_strdup_printf ("\"%s\"", name) : g_strdup (name);
}

static void
append_word (GString *out, const char *text)
{
  g_string_append_printf (out, needs_quotes (text) ? "\"%s\"" : "%s", text);
}

static void
append_number (GString *out, double number, const char *unit)
{
  g_autofree char *digits = yun_number_print (number);

  g_string_append_printf (out, "%s%s", digits, unit != NULL ? unit : "");
}

static gboolean
has_bound (const YunClause *clause, gboolean lower)
{
  return lower ? clause->min_text != NULL || isfinite (clause->shown_min)
               : clause->max_text != NULL || isfinite (clause->shown_max);
}

static void
append_bound (GString *out, const YunClause *clause, gboolean lower)
{
  const char *date = lower ? clause->min_text : clause->max_text;
  double      number = lower ? clause->shown_min : clause->shown_max;
  char        digits[32];

  if (clause->decimals >= 0)
    {
      g_autofree char *format = g_strdup_printf ("%%.%df", clause->decimals);

      g_string_append_printf (out, "%s%s", g_ascii_formatd (digits, sizeof digits, format, number),
                              clause->unit != NULL ? clause->unit : "");
    }
  else if (date != NULL)
    g_string_append (out, date);
  else if (isfinite (number))
    append_number (out, number, lower && has_bound (clause, FALSE) ? NULL : clause->unit);
}

static void
append_range (GString *out, const YunClause *clause)
{
  if (!has_bound (clause, TRUE))
    g_string_append (out, clause->max_excluded ? "<" : "<=");
  else if (!has_bound (clause, FALSE))
    g_string_append (out, clause->min_excluded ? ">" : ">=");
  append_bound (out, clause, TRUE);
  if (has_bound (clause, TRUE) && has_bound (clause, FALSE))
    g_string_append (out, "..");
  append_bound (out, clause, FALSE);
}

static void
append_corners (GString *out, const char *name, const YunGeom *area)
{
  guint           n;
  const YunPoint *ring = yun_geom_get_ring (area, 0, 0, &n);

  g_string_append_printf (out, "%s:(", name);
  /* the last corner repeats the first */
  for (guint i = 0; i + 1 < n; i++)
    {
      g_autofree char *x = yun_number_print (ring[i].x);
      g_autofree char *y = yun_number_print (ring[i].y);

      g_string_append_printf (out, "%s%s,%s", i > 0 ? ";" : "", x, y);
    }
  g_string_append_c (out, ')');
}

static void
append_sub (GString *out, const char *name, const YunClause *clause)
{
  const YunField *field =
    clause->field != NULL ? yun_filter_find_field (NULL, clause->field) : NULL;

  g_string_append_printf (out, "%s:(", name);
  append_filter (out, clause->sub, field != NULL ? yun_field_get_target (field) : NULL, TRUE);
  g_string_append_c (out, ')');
}

static void
append_day (GString *out, const YunClause *clause)
{
  if (clause->min_text != NULL)
    g_string_append_printf (out, "@%s", clause->min_text);
}

static void
append_unknown (GString *out, const YunClause *clause)
{
  if (clause->or_unknown)
    g_string_append (out, ",?");
}

static void
append_values (GString *out, const char *name, const YunClause *clause)
{
  g_string_append_printf (out, "%s:", name);
  for (guint i = 0; clause->values[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      append_word (out, clause->values[i]);
    }
  append_unknown (out, clause);
  append_day (out, clause);
}

static void
append_in (GString *out, const char *name, const YunClause *clause)
{
  if (clause->area == NULL && clause->sub == NULL)
    {
      append_values (out, name, clause);
      return;
    }
  if (clause->area != NULL)
    append_corners (out, name, clause->area);
  else
    append_sub (out, name, clause);
  append_unknown (out, clause);
}

static void
append_clause (GString *out, const YunClause *clause)
{
  if (clause->negated)
    g_string_append_c (out, '-');
  switch (clause->kind)
    {
    case YUN_CLAUSE_TEXT:
      /* Quoted behind a minus it would be a minus and a quoted word: the same. */
      append_word (out, clause->text);
      return;
    case YUN_CLAUSE_NEAR:
      if (clause->sub != NULL)
        append_sub (out, "near", clause);
      else
        {
          g_string_append (out, "near:");
          append_word (out, clause->text);
        }
      g_string_append_c (out, clause->beyond ? '>' : '<');
      append_number (out, clause->shown_max, clause->unit);
      append_unknown (out, clause);
      return;
    case YUN_CLAUSE_UNKNOWN:
      g_string_append_printf (out, "%s:?", clause->field);
      append_day (out, clause);
      return;
    case YUN_CLAUSE_RANGE:
      g_string_append_printf (out, "%s:", clause->field);
      if (clause->decimals >= 0)
        append_bound (out, clause, TRUE);
      else
        append_range (out, clause);
      append_unknown (out, clause);
      return;
    case YUN_CLAUSE_COMPARE:
      g_string_append_printf (out, "%s%s%s", clause->field, signs[clause->sign].text,
                              clause->other);
      return;
    case YUN_CLAUSE_IN:
      append_in (out, yun_way_get_word (clause->way), clause);
      return;
    case YUN_CLAUSE_WHOSE:
      append_sub (out, clause->field, clause);
      return;
    case YUN_CLAUSE_HAS:
      append_sub (out, "has", clause);
      return;
    case YUN_CLAUSE_NOWHERE:
      g_string_append (out, "place:?");
      return;
    case YUN_CLAUSE_RULE:
      append_values (out, "candidate", clause);
      return;
    case YUN_CLAUSE_VALUES:
    default:
      append_values (out, clause->field, clause);
      return;
    }
}

/* Whether a bare word would be taken for something else: what limits the filter, the start of a
 * phrase, a polygon's first number. */
static gboolean
is_special (const YunClause *clause, gboolean first, gboolean inner)
{
  const char *text = clause->text;

  if (first && inner && (g_ascii_isdigit (*text) || *text == '.'))
    return TRUE;
  if (clause->negated)
    return FALSE;
  return (first && yun_entity_find (text) != NULL) || strcmp (text, "whose") == 0 ||
         strcmp (text, "within") == 0 || strcmp (text, "of") == 0 || yun_parser_is_joint (text) ||
         g_str_has_prefix (text, "所在");
}

/* @implied: what the filter is of without saying so; @inner: it stands in parentheses. */
static void
append_filter (GString *out, const YunFilter *filter, const YunEntity *implied, gboolean inner)
{
  gboolean first = TRUE;

  if (filter->entity != NULL && filter->entity != implied)
    {
      g_string_append (out, filter->entity->id);
      first = FALSE;
    }
  for (guint i = 0; i < filter->clauses->len; i++, first = FALSE)
    {
      const YunClause *clause = yun_filter_get_clause (filter, i);

      if (out->len > 0 && out->str[out->len - 1] != '(')
        g_string_append_c (out, ' ');
      if (clause->kind == YUN_CLAUSE_TEXT && is_special (clause, first, inner))
        g_string_append_printf (out, "%s\"%s\"", clause->negated ? "-" : "", clause->text);
      else
        append_clause (out, clause);
    }
}

char *
yun_filter_print (const YunFilter *self)
{
  GString *out = g_string_new (NULL);

  append_filter (out, self, NULL, FALSE);
  return g_string_free (out, FALSE);
}

char *
yun_filter_print_clause (const YunFilter *self, guint i)
{
  GString *out = g_string_new (NULL);

  append_clause (out, yun_filter_get_clause (self, i));
  return g_string_free (out, FALSE);
}

/* ---- In words ---- */

static char *
describe_group (const YunEnum *vocabulary, int index)
{
  guint    mask = yun_enum_get_mask (vocabulary, index);
  GString *out = g_string_new (NULL);

  for (int i = 0; i < vocabulary->n_plain; i++)
    if ((mask & (1u << i)) != 0)
      g_string_append_printf (out, "%s%s", out->len > 0 ? _ (", ") : "",
                              yun_enum_get_label (vocabulary, i));
  return g_string_free (out, FALSE);
}

static char *
describe_value (const YunFilter *self, const YunField *field, const char *value)
{
  guint                   n;
  const YunEntity *const *order = yun_filter_entities (&n);

  if (g_strcmp0 (field->ref, "niche") == 0 && yun_chain_find_niche (value) != NULL)
    return g_strdup (yun_niche_get_label (yun_chain_find_niche (value)));
  for (guint i = 0; field->values != NULL && i < n; i++)
    {
      const YunField *row = self->entity == NULL || self->entity == order[i]
                              ? yun_entity_get_field (order[i], field->id)
                              : NULL;
      int index = row != NULL && row->values != NULL ? yun_enum_find (row->values, value) : -1;

      if (index >= 0 && index < row->values->n_plain)
        return g_strdup (yun_enum_get_label (row->values, index));
      if (index >= 0)
        {
          g_autofree char *members = describe_group (row->values, index);

          /* Translators: the name of a group of values, and the values */
          return g_strdup_printf (_ ("%s (%s)"), yun_enum_get_label (row->values, index), members);
        }
    }
  return g_strdup (value);
}

static char *
describe_number (double number, const char *unit, const char *base)
{
  g_autofree char *digits = yun_number_format (number, 3);
  const char      *label = unit == NULL ? (base != NULL ? yun_unit_get_label (base) : NULL)
                           : strcmp (unit, "mu") == 0  ? _ ("mu")
                           : strcmp (unit, "m2") == 0  ? "㎡"
                           : strcmp (unit, "a") == 0   ? _ ("years")
                           : strcmp (unit, "ha") == 0  ? _ ("ha")
                           : strcmp (unit, "km2") == 0 ? "km²"
                                                       : yun_unit_get_label (unit);

  return label != NULL ? g_strdup_printf ("%s %s", digits, label) : g_steal_pointer (&digits);
}

static char *
describe_range (const YunClause *clause, const YunField *field)
{
  g_autofree char *low = clause->min_text != NULL
                           ? g_strdup (clause->min_text)
                           : describe_number (clause->shown_min, clause->unit, field->unit);
  g_autofree char *high = clause->max_text != NULL
                            ? g_strdup (clause->max_text)
                            : describe_number (clause->shown_max, clause->unit, field->unit);

  if (clause->decimals >= 0)
    return g_steal_pointer (&low);
  if (!has_bound (clause, TRUE))
    return g_strdup_printf (clause->max_excluded ? "< %s" : "≤ %s", high);
  if (!has_bound (clause, FALSE))
    return g_strdup_printf (clause->min_excluded ? "> %s" : "≥ %s", low);
  if (strcmp (low, high) == 0)
    return g_steal_pointer (&low);
  if (clause->min_text == NULL)
    {
      g_free (low);
      low = yun_number_format (clause->shown_min, 3);
    }
  return g_strdup_printf ("%s–%s", low, high);
}

static char *
describe_unknown (const YunClause *clause, const YunField *field)
{
  const char *label = yun_field_get_label (field);

  if (clause->min_text == NULL)
    return g_strdup_printf (_ ("%s: unknown"), label);
  /* Translators: what may be held for a time, and a day */
  return g_strdup_printf (_ ("%s: unknown whether held on %s"), label, clause->min_text);
}

/* "Town: 佘山镇", "Tiers: Little giant, unexpired on 2026-11-29" */
static char *
describe_values (const YunFilter *self, const YunClause *clause, const YunField *field)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char         *label = yun_field_get_label (field);

  for (guint i = 0; clause->values[i] != NULL; i++)
    {
      g_autofree char *value = describe_value (self, field, clause->values[i]);

      g_string_append_printf (out, "%s%s", i > 0 ? _ (", ") : "", value);
    }
  if (field->kind != YUN_KIND_TERMS)
    return g_strdup_printf (_ ("%s: %s"), label, out->str);
  /* Translators: what may be held for a time, which of it, and a day */
  return clause->min_text != NULL
           ? g_strdup_printf (_ ("%s: %s, unexpired on %s"), label, out->str, clause->min_text)
           : g_strdup_printf (_ ("%s: %s, ever listed"), label, out->str);
}

/* "Firms (Segment: Terminal)" */
static char *
describe_records (const YunFilter *filter)
{
  const char *what = filter->entity != NULL ? yun_entity_get_label (filter->entity) : _ ("Records");
  g_autofree char *clauses = yun_filter_describe (filter);

  return *clauses != '\0' ? g_strdup_printf (_ ("%s (%s)"), what, clauses) : g_strdup (what);
}

/* "a drawn area of 31.8 mu" */
static char *
describe_area (const YunGeom *area)
{
  double           m2 = yun_measure_area_lonlat (area);
  double           mu = m2 / YUN_MU_M2;
  g_autofree char *number =
    m2 < 1e6 ? yun_number_format (mu, mu < 100 ? 1 : 0) : yun_number_format (m2 / 1e6, 1);

  /* Translators: a number of Chinese mu, or of square kilometres */
  return g_strdup_printf (m2 < 1e6 ? _ ("a drawn area of %s mu") : _ ("a drawn area of %s km²"),
                          number);
}

static char *
describe_in (const YunClause *clause)
{
  g_autofree char *what = clause->area != NULL  ? describe_area (clause->area)
                          : clause->sub != NULL ? describe_records (clause->sub)
                                                : g_strjoinv (_ (", "), clause->values);

  switch (clause->way)
    {
    case YUN_WAY_MEETS:
      /* Translators: of things on a map: any of it lies in a place, or several */
      return g_strdup_printf (_ ("Meets %s"), what);
    case YUN_WAY_INSIDE:
      /* Translators: of things on a map: all of it lies in a place, or several */
      return g_strdup_printf (_ ("Wholly in %s"), what);
    case YUN_WAY_CENTRE:
    default:
      /* Translators: of things on a map: its point or middle lies in a place, or several */
      return g_strdup_printf (_ ("Centre in %s"), what);
    }
}

static char *
describe_rule (const YunClause *clause)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (char **value = clause->values; *value != NULL; value++)
    g_string_append_printf (out, "%s%s", value > clause->values ? _ (", ") : "",
                            yun_rule_get_title (yun_rule_find (*value)));
  if (clause->min_text != NULL)
    /* Translators: rules that land may fit, and a day */
    return g_strdup_printf (_ ("Candidate: %s, by %s"), out->str, clause->min_text);
  return g_strdup_printf (_ ("Candidate: %s"), out->str);
}

/* "Area on paper > Area computed" */
static char *
describe_compare (const YunFilter *self, const YunClause *clause, const YunField *field)
{
  const YunField *other = yun_filter_find_field (self->entity, clause->other);

  if (other == NULL)
    other = yun_filter_find_field (NULL, clause->other);
  return g_strdup_printf ("%s %s %s", yun_field_get_label (field), signs[clause->sign].shown,
                          yun_field_get_label (other));
}

char *
yun_filter_describe_clause (const YunFilter *self, guint i)
{
  const YunClause *clause = yun_filter_get_clause (self, i);
  const YunField  *field =
    clause->field != NULL ? yun_filter_find_field (self->entity, clause->field) : NULL;
  g_autofree char *what = NULL, *text = NULL, *place = NULL;

  if (field == NULL && clause->field != NULL)
    field = yun_filter_find_field (NULL, clause->field);
  switch (clause->kind)
    {
    case YUN_CLAUSE_TEXT:
      text = g_strdup_printf (_ ("“%s”"), clause->text);
      break;
    case YUN_CLAUSE_NEAR:
      what = describe_number (clause->shown_max, clause->unit, "m");
      place = clause->sub != NULL ? describe_records (clause->sub) : g_strdup (clause->text);
      /* Translators: a distance, and a place */
      text = g_strdup_printf (clause->beyond ? _ ("More than %s from %s") : _ ("Within %s of %s"),
                              what, place);
      break;
    case YUN_CLAUSE_IN:
      text = describe_in (clause);
      break;
    case YUN_CLAUSE_WHOSE:
      what = describe_records (clause->sub);
      text = g_strdup_printf (_ ("%s: %s"), yun_field_get_label (field), what);
      break;
    case YUN_CLAUSE_RULE:
      text = describe_rule (clause);
      break;
    case YUN_CLAUSE_HAS:
      what = describe_records (clause->sub);
      /* Translators: which records are there, "Firms (Segment: Terminal)" */
      text = g_strdup_printf (_ ("With %s"), what);
      break;
    case YUN_CLAUSE_NOWHERE:
      /* Translators: of a record */
      return g_strdup (clause->negated ? _ ("On the map") : _ ("Not on the map"));
    case YUN_CLAUSE_UNKNOWN:
      text = describe_unknown (clause, field);
      break;
    case YUN_CLAUSE_COMPARE:
      text = describe_compare (self, clause, field);
      break;
    case YUN_CLAUSE_RANGE:
      what = describe_range (clause, field);
      text = g_strdup_printf (_ ("%s: %s"), yun_field_get_label (field), what);
      break;
    case YUN_CLAUSE_VALUES:
    default:
      text = describe_values (self, clause, field);
      break;
    }
  if (clause->or_unknown)
    {
      g_autofree char *known = g_steal_pointer (&text);

      text = g_strdup_printf (clause->field != NULL || clause->kind == YUN_CLAUSE_RULE
                                ? _ ("%s or unknown")
                                /* Translators: where something is */
                                : _ ("%s, or the place is not known"),
                              known);
    }
  return clause->negated ? g_strdup_printf (_ ("Not %s"), text) : g_steal_pointer (&text);
}

char *
yun_filter_describe (const YunFilter *self)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < self->clauses->len; i++)
    {
      g_autofree char *clause = yun_filter_describe_clause (self, i);

      g_string_append_printf (out, "%s%s", i > 0 ? _ ("; ") : "", clause);
    }
  return g_string_free (out, FALSE);
}
