/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-filter-private.h"
#include "yun-chain.h"
#include "yun-unit.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* The canonical text of a filter, and its clauses in words for people. */

static gboolean
needs_quotes (const char *text)
{
  if (*text == '\0' || *text == '-')
    return TRUE;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c) || (c < 0x80 && strchr (":<>=,?~", (int) c) != NULL) ||
          (c >= 0xFF00 && c <= 0xFF5E) || c == 0x3001 || c == 0x2026 || c == 0x2264 ||
          c == 0x2265 || c == 0x2212 || (c == '-' && p == text))
        return TRUE;
    }
  return FALSE;
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

  if (date != NULL)
    g_string_append (out, date);
  else if (isfinite (number))
    append_number (out, number, lower && has_bound (clause, FALSE) ? NULL : clause->unit);
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
      g_string_append (out, "near:");
      append_word (out, clause->text);
      g_string_append_c (out, '<');
      append_number (out, clause->shown_max, clause->unit);
      return;
    case YUN_CLAUSE_UNKNOWN:
      g_string_append_printf (out, "%s:?", clause->field);
      return;
    case YUN_CLAUSE_RANGE:
      g_string_append_printf (out, "%s:", clause->field);
      if (!has_bound (clause, TRUE))
        g_string_append (out, clause->max_excluded ? "<" : "<=");
      else if (!has_bound (clause, FALSE))
        g_string_append (out, clause->min_excluded ? ">" : ">=");
      append_bound (out, clause, TRUE);
      if (has_bound (clause, TRUE) && has_bound (clause, FALSE))
        g_string_append (out, "..");
      append_bound (out, clause, FALSE);
      return;
    case YUN_CLAUSE_VALUES:
    default:
      g_string_append_printf (out, "%s:", clause->field);
      for (guint i = 0; clause->values[i] != NULL; i++)
        {
          if (i > 0)
            g_string_append_c (out, ',');
          append_word (out, clause->values[i]);
        }
      return;
    }
}

char *
yun_filter_print (const YunFilter *self)
{
  GString *out = g_string_new (self->entity != NULL ? self->entity->id : NULL);

  for (guint i = 0; i < self->clauses->len; i++)
    {
      const YunClause *clause = yun_filter_get_clause (self, i);

      if (out->len > 0)
        g_string_append_c (out, ' ');
      if (i == 0 && self->entity == NULL && clause->kind == YUN_CLAUSE_TEXT && !clause->negated &&
          yun_entity_find (clause->text) != NULL)
        g_string_append_printf (out, "\"%s\"", clause->text);
      else
        append_clause (out, clause);
    }
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
describe_values (const YunFilter *self, const YunClause *clause, const YunField *field)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; clause->values[i] != NULL; i++)
    {
      g_autofree char *value = describe_value (self, field, clause->values[i]);

      g_string_append_printf (out, "%s%s", i > 0 ? _ (", ") : "", value);
    }
  return g_string_free (out, FALSE);
}

char *
yun_filter_describe_clause (const YunFilter *self, guint i)
{
  const YunClause *clause = yun_filter_get_clause (self, i);
  const YunField  *field =
    clause->field != NULL ? yun_filter_find_field (self->entity, clause->field) : NULL;
  g_autofree char *what = NULL, *text = NULL;

  if (field == NULL && clause->field != NULL)
    field = yun_filter_find_field (NULL, clause->field);
  switch (clause->kind)
    {
    case YUN_CLAUSE_TEXT:
      text = g_strdup_printf (_ ("“%s”"), clause->text);
      break;
    case YUN_CLAUSE_NEAR:
      what = describe_number (clause->shown_max, clause->unit, "m");
      /* Translators: a distance, and a place */
      text = g_strdup_printf (_ ("Within %s of %s"), what, clause->text);
      break;
    case YUN_CLAUSE_UNKNOWN:
      text = g_strdup_printf (_ ("%s: unknown"), yun_field_get_label (field));
      break;
    case YUN_CLAUSE_RANGE:
      what = describe_range (clause, field);
      text = g_strdup_printf (_ ("%s: %s"), yun_field_get_label (field), what);
      break;
    case YUN_CLAUSE_VALUES:
    default:
      what = describe_values (self, clause, field);
      text = g_strdup_printf (_ ("%s: %s"), yun_field_get_label (field), what);
      break;
    }
  return clause->negated ? g_strdup_printf (_ ("Not %s"), text) : g_steal_pointer (&text);
}
