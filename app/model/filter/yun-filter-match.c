/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-filter-private.h"
#include "yun-link.h"
#include "yun-rule.h"
#include "yun-term.h"
#include "yun-text.h"

#include <math.h>

/* The meaning of a filter on one record: the reference for the store's SQL. */

gboolean
yun_clause_has_date (const YunClause *self, const char *date)
{
  gsize length = strcspn (date, "T");

  if (self->first != NULL && strncmp (date, self->first, MIN (length, strlen (self->first))) < 0)
    return FALSE;
  return self->last == NULL || strncmp (date, self->last, MIN (length, strlen (self->last))) <= 0;
}

const YunField *
yun_clause_get_link (const YunClause *self)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);

  if (self->kind != YUN_CLAUSE_VALUES)
    return NULL;
  for (guint i = 0; i < n; i++)
    {
      const YunField *field = yun_entity_get_field (entities[i], self->field);

      if (field != NULL && yun_field_is_link (field) && strcmp (field->id, self->field) == 0)
        return field;
    }
  return NULL;
}

guint
yun_clause_get_mask (const YunClause *self, const YunEnum *values)
{
  guint mask = 0;

  for (char **value = self->values; value != NULL && *value != NULL; value++)
    {
      int index = yun_enum_find (values, *value);

      mask |= index >= 0 ? yun_enum_get_mask (values, index) : 0;
    }
  return mask;
}

gboolean
yun_clause_has_terms (const YunClause *self, const YunField *field, guint mask, const char *text)
{
  YunTruth truth;

  if (text == NULL || *text == '\0')
    return self->kind == YUN_CLAUSE_UNKNOWN || self->or_unknown;
  if (self->kind == YUN_CLAUSE_UNKNOWN)
    return self->min_text != NULL &&
           yun_terms_hold (field->values, text, G_MAXUINT, self->min_text) == YUN_TRUTH_UNKNOWN;
  truth = yun_terms_hold (field->values, text, mask, self->min_text);
  return truth == YUN_TRUTH_YES || (truth == YUN_TRUTH_UNKNOWN && self->or_unknown);
}

static gboolean
match_terms (const YunClause *clause, YunRecord *record, const YunField *field)
{
  return yun_clause_has_terms (clause, field, yun_clause_get_mask (clause, field->values),
                               yun_record_get_text (record, field));
}

static double
get_number (YunRecord *record, const YunField *field)
{
  return field->kind == YUN_KIND_INT ? (double) yun_record_get_int (record, field)
                                     : yun_record_get_real (record, field);
}

static gboolean
in_range (const YunClause *clause, double value)
{
  return !isnan (value) && (clause->min_excluded ? value > clause->min : value >= clause->min) &&
         (clause->max_excluded ? value < clause->max : value <= clause->max);
}

/* (transfer full): a date as people see it. */
static char *
dup_date (YunRecord *record, const YunField *field)
{
  return yun_field_dup_day (field, yun_record_get_text (record, field));
}

static gboolean
match_range (const YunClause *clause, YunRecord *record, const YunField *field)
{
  if (!yun_record_is_known (record, field))
    return FALSE;
  if (field->kind == YUN_KIND_DATE)
    {
      g_autofree char *date = dup_date (record, field);

      return yun_clause_has_date (clause, date);
    }
  return in_range (clause, get_number (record, field));
}

static gboolean
match_compare (const YunClause *clause, YunRecord *record, const YunField *field)
{
  const YunField *other = yun_entity_get_field (yun_record_get_entity (record), clause->other);

  if (other == NULL || !yun_record_is_known (record, field) || !yun_record_is_known (record, other))
    return FALSE;
  if (field->kind == YUN_KIND_DATE)
    {
      g_autofree char *a = dup_date (record, field), *b = dup_date (record, other);

      return yun_clause_compare_dates (clause, a, b);
    }
  return yun_clause_compare_numbers (clause, field, get_number (record, field),
                                     get_number (record, other));
}

static gboolean
has_item (const char *list, const char *value)
{
  const char *item;
  gsize       length;

  for (const char *next = list; (next = yun_text_next_item (next, &item, &length)) != NULL;)
    if (strlen (value) == length && strncmp (item, value, length) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
match_value (YunRecord *record, const YunField *field, const char *value)
{
  g_autofree char *text = NULL, *word = NULL;

  if (field->values != NULL)
    {
      int    index = yun_enum_find (field->values, value);
      guint  mask = index >= 0 ? yun_enum_get_mask (field->values, index) : 0;
      gint64 own = yun_record_get_int (record, field);

      if (field->kind == YUN_KIND_SET)
        return ((guint) own & mask) != 0;
      return own >= 0 && (mask & (1u << own)) != 0;
    }
  if (yun_field_is_link (field))
    {
      const char *labels = yun_record_get_link_labels (record, field);

      return has_item (yun_record_get_text (record, field), value) || has_item (labels, value);
    }
  if (field->ref != NULL)
    return has_item (yun_record_get_text (record, field), value);
  text = yun_text_normalise (yun_record_get_text (record, field));
  word = yun_text_normalise (value);
  return *text != '\0' && strstr (text, word) != NULL;
}

static gboolean
match_text (const YunClause *clause, YunRecord *record)
{
  g_autofree char    *own = yun_record_dup_search_text (record);
  g_autofree char    *word = yun_text_normalise (clause->text);
  g_autoptr (GString) text = g_string_new (own);

  yun_record_append_link_search (record, text);
  return strstr (text->str, word) != NULL;
}

static gboolean
match_values (const YunClause *clause, YunRecord *record, const YunField *field)
{
  for (guint i = 0; clause->values[i] != NULL; i++)
    if (match_value (record, field, clause->values[i]))
      return TRUE;
  return FALSE;
}

static gboolean
match_rules (const YunClause *clause, YunRecord *record)
{
  g_autofree char *day = yun_clause_dup_day (clause);

  for (char **value = clause->values; *value != NULL; value++)
    {
      YunTruth truth = yun_rule_evaluate (yun_rule_find (*value), record, day);

      if (truth == YUN_TRUTH_YES || (truth == YUN_TRUTH_UNKNOWN && clause->or_unknown))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_nowhere (YunRecord *record)
{
  const YunEntity *entity = yun_record_get_entity (record);
  const YunField  *accuracy = yun_entity_find_field (entity, "accuracy");

  if (!yun_filter_has_places (entity))
    return FALSE;
  return yun_record_get_shape (record) == NULL ||
         yun_record_get_int (record, accuracy) == YUN_ACCURACY_NONE;
}

static gboolean
match_clause (const YunClause *clause, YunRecord *record, YunClauseFunc relate, gpointer user_data)
{
  const YunField *field = clause->field != NULL
                            ? yun_entity_get_field (yun_record_get_entity (record), clause->field)
                            : NULL;

  if (clause->field != NULL && field == NULL)
    return FALSE;
  if (field != NULL && field->kind == YUN_KIND_TERMS && clause->kind != YUN_CLAUSE_WHOSE)
    return match_terms (clause, record, field);
  switch (clause->kind)
    {
    case YUN_CLAUSE_TEXT:
      return match_text (clause, record);
    case YUN_CLAUSE_UNKNOWN:
      return !yun_record_is_known (record, field);
    case YUN_CLAUSE_RANGE:
      return yun_record_is_known (record, field) ? match_range (clause, record, field)
                                                 : clause->or_unknown;
    case YUN_CLAUSE_COMPARE:
      return match_compare (clause, record, field);
    case YUN_CLAUSE_VALUES:
      if (!yun_record_is_known (record, field))
        return clause->or_unknown;
      return yun_field_is_link (field) && relate != NULL ? relate (clause, record, user_data)
                                                         : match_values (clause, record, field);
    case YUN_CLAUSE_NOWHERE:
      return is_nowhere (record);
    case YUN_CLAUSE_RULE:
      return match_rules (clause, record);
    case YUN_CLAUSE_NEAR:
    case YUN_CLAUSE_IN:
    case YUN_CLAUSE_WHOSE:
    case YUN_CLAUSE_HAS:
    default:
      return relate != NULL && relate (clause, record, user_data);
    }
}

gboolean
yun_filter_match (const YunFilter *self,
                  YunRecord       *record,
                  YunClauseFunc    relate,
                  gpointer         user_data)
{
  if (self->entity != NULL && self->entity != yun_record_get_entity (record))
    return FALSE;
  for (guint i = 0; i < self->clauses->len; i++)
    {
      const YunClause *clause = yun_filter_get_clause (self, i);

      if (match_clause (clause, record, relate, user_data) == clause->negated)
        return FALSE;
    }
  return TRUE;
}
