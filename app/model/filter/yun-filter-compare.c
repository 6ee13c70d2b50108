/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-filter-parser.h"

#include "yun-text.h"
#include "yun-unit.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* A field compared with another of the same record. */

gboolean
yun_field_is_alike (const YunField *a, const YunField *b)
{
  return yun_parser_is_ranged (a) && yun_parser_is_ranged (b) &&
         (a->kind == YUN_KIND_DATE) == (b->kind == YUN_KIND_DATE) &&
         g_strcmp0 (a->unit, b->unit) == 0;
}

/* ---- Meaning -------------------------------------------------------------------- */

gboolean
yun_clause_compare_numbers (const YunClause *self, const YunField *field, double a, double b)
{
  double slack = yun_unit_get_slack (field->unit), more = a - b;

  switch (self->sign)
    {
    case YUN_SIGN_LESS:
      return more < -slack;
    case YUN_SIGN_AT_MOST:
      return more <= slack;
    case YUN_SIGN_MORE:
      return more > slack;
    case YUN_SIGN_AT_LEAST:
      return more >= -slack;
    case YUN_SIGN_EQUAL:
    default:
      return fabs (more) <= slack;
    }
}

gboolean
yun_clause_compare_dates (const YunClause *self, const char *a, const char *b)
{
  int order;

  if (!yun_text_order_dates (a, b, &order))
    return TRUE;
  switch (self->sign)
    {
    case YUN_SIGN_LESS:
      return order < 0;
    case YUN_SIGN_AT_MOST:
      return order <= 0;
    case YUN_SIGN_MORE:
      return order > 0;
    case YUN_SIGN_AT_LEAST:
      return order >= 0;
    case YUN_SIGN_EQUAL:
    default:
      return order == 0;
    }
}

/* ---- Text ----------------------------------------------------------------------- */

/* (nullable): the field called @name of an entity that has @field too. */
static const YunField *
find_other (YunParser *self, const YunField *field, const char *name)
{
  guint                   n;
  const YunEntity *const *order = yun_filter_entities (&n);

  for (guint i = 0; i < n; i++)
    if ((self->filter->entity == NULL || self->filter->entity == order[i]) &&
        yun_entity_get_field (order[i], field->id) != NULL &&
        yun_entity_get_field (order[i], name) != NULL)
      return yun_entity_get_field (order[i], name);
  return NULL;
}

gboolean
yun_parser_parse_compare (
  YunParser *self, YunClause *clause, const YunField *field, const char *text, gboolean *used)
{
  const char      *rest = text;
  gboolean         less = *text == '<', more = *text == '>', equal = less || more;
  g_autofree char *name = NULL;
  const YunField  *other;

  rest += equal ? 1 : 0;
  equal = equal && *rest == '=';
  rest += equal ? 1 : 0;
  name = yun_word_dup_plain (rest, strlen (rest));
  other = *name != '\0' ? find_other (self, field, name) : NULL;
  *used = other != NULL;
  if (other == NULL)
    return TRUE;
  if (!yun_field_is_alike (field, other))
    return yun_parser_fail (
      self, rest, YUN_FILTER_ERROR_SYNTAX,
      /* Translators: two fields */
      g_strdup_printf (_ ("“%s” and “%s” are not of one unit and cannot be compared"),
                       yun_field_get_label (field), yun_field_get_label (other)),
      NULL);
  clause->kind = YUN_CLAUSE_COMPARE;
  clause->other = other->id;
  clause->sign = less   ? (equal ? YUN_SIGN_AT_MOST : YUN_SIGN_LESS)
                 : more ? (equal ? YUN_SIGN_AT_LEAST : YUN_SIGN_MORE)
                        : YUN_SIGN_EQUAL;
  return TRUE;
}
