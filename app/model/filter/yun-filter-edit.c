/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-filter-private.h"

#include "yun-rule.h"
#include "yun-unit.h"

#include <math.h>

/* Changed copies of a filter. */

static YunFilter *
copy_filter (const YunFilter *self)
{
  YunFilter *copy = yun_filter_new (self->entity);

  for (guint i = 0; i < self->clauses->len; i++)
    yun_filter_take_clause (copy, yun_clause_copy (yun_filter_get_clause (self, i)));
  return copy;
}

YunFilter *
yun_filter_with_entity (const YunFilter *self, const YunEntity *entity)
{
  YunFilter *copy = copy_filter (self);

  copy->entity = entity;
  return copy;
}

YunFilter *
yun_filter_without_clause (const YunFilter *self, guint i)
{
  YunFilter *copy = copy_filter (self);

  g_return_val_if_fail (i < self->clauses->len, copy);

  g_ptr_array_remove_index (copy->clauses, i);
  return copy;
}

YunFilter *
yun_filter_only_clause (const YunFilter *self, guint i)
{
  YunFilter *only = yun_filter_new (NULL);
  YunClause *clause = yun_clause_copy (yun_filter_get_clause (self, i));

  clause->negated = FALSE;
  yun_filter_take_clause (only, clause);
  return only;
}

YunFilter *
yun_filter_with_untold (const YunFilter *self)
{
  YunFilter *copy = copy_filter (self);
  gboolean   added = FALSE;

  for (guint i = 0; i < copy->clauses->len; i++)
    {
      YunClause *clause = g_ptr_array_index (copy->clauses, i);

      /* What cannot be told of stays where a clause is negated. */
      if ((clause->kind == YUN_CLAUSE_NEAR || clause->kind == YUN_CLAUSE_IN) && !clause->negated &&
          !clause->or_unknown)
        clause->or_unknown = added = TRUE;
    }
  if (!added)
    g_clear_pointer (&copy, yun_filter_unref);
  return copy;
}

YunFilter *
yun_filter_with_nowhere (const YunFilter *self)
{
  YunFilter *copy = copy_filter (self);
  gboolean   asked = FALSE;

  for (guint i = copy->clauses->len; i > 0; i--)
    {
      const YunClause *clause = yun_filter_get_clause (copy, i - 1);

      asked |= clause->kind == YUN_CLAUSE_NOWHERE && !clause->negated;
      if (clause->kind == YUN_CLAUSE_NOWHERE && clause->negated)
        g_ptr_array_remove_index (copy->clauses, i - 1);
    }
  if (!asked)
    yun_filter_take_clause (copy, yun_clause_new (YUN_CLAUSE_NOWHERE));
  return copy;
}

YunFilter *
yun_filter_with_way (const YunFilter *self, guint i, YunWay way, gboolean or_unknown)
{
  YunFilter *copy = copy_filter (self);
  YunClause *clause = g_ptr_array_index (copy->clauses, i);

  g_return_val_if_fail (clause->kind == YUN_CLAUSE_NEAR || clause->kind == YUN_CLAUSE_IN, copy);

  clause->way = clause->kind == YUN_CLAUSE_IN ? way : YUN_WAY_CENTRE;
  clause->or_unknown = or_unknown;
  return copy;
}

YunFilter *
yun_filter_without_field (const YunFilter *self, const char *field)
{
  YunFilter *copy = yun_filter_new (self->entity);

  for (guint i = 0; i < self->clauses->len; i++)
    if (g_strcmp0 (yun_filter_get_clause (self, i)->field, field) != 0)
      yun_filter_take_clause (copy, yun_clause_copy (yun_filter_get_clause (self, i)));
  return copy;
}

YunFilter *
yun_filter_with_clause (const YunFilter *self, guint i, const YunFilter *other)
{
  YunFilter *copy = yun_filter_new (other->entity != NULL ? other->entity : self->entity);

  for (guint k = 0; k < self->clauses->len; k++)
    if (k != i)
      yun_filter_take_clause (copy, yun_clause_copy (yun_filter_get_clause (self, k)));
    else
      for (guint c = 0; c < other->clauses->len; c++)
        yun_filter_take_clause (copy, yun_clause_copy (yun_filter_get_clause (other, c)));
  return copy;
}

static gboolean
has_clause (const YunFilter *self, const YunClause *clause)
{
  for (guint i = 0; i < self->clauses->len; i++)
    if (yun_clause_equal (yun_filter_get_clause (self, i), clause))
      return TRUE;
  return FALSE;
}

YunFilter *
yun_filter_with_all (const YunFilter *self, const YunFilter *other)
{
  YunFilter *copy = copy_filter (self);

  if (other->entity != NULL)
    copy->entity = other->entity;
  for (guint i = 0; i < other->clauses->len; i++)
    {
      const YunClause *clause = yun_filter_get_clause (other, i);

      if (!has_clause (self, clause))
        yun_filter_take_clause (copy, yun_clause_copy (clause));
    }
  return copy;
}

/* The clause on @field's values that is not negated, of terms with @day when it is given: known
 * ones, unknown, or both. */
static YunClause *
find_values (const YunFilter *self, const char *field, const char *day)
{
  for (guint i = 0; i < self->clauses->len; i++)
    {
      YunClause *clause = g_ptr_array_index (self->clauses, i);

      if ((clause->kind == YUN_CLAUSE_VALUES || clause->kind == YUN_CLAUSE_UNKNOWN) &&
          !clause->negated && g_strcmp0 (clause->field, field) == 0 &&
          (day == NULL || g_strcmp0 (clause->min_text, day) == 0))
        return clause;
    }
  return NULL;
}

/* The vocabulary of @field in which @value stands, in any entity the filter may show. */
static const YunEnum *
find_vocabulary (const YunFilter *self, const char *field, const char *value, int *index)
{
  guint                   n;
  const YunEntity *const *order = yun_filter_entities (&n);

  for (guint i = 0; i < n; i++)
    {
      const YunField *row = self->entity == NULL || self->entity == order[i]
                              ? yun_entity_get_field (order[i], field)
                              : NULL;

      if (row != NULL && row->values != NULL && (*index = yun_enum_find (row->values, value)) >= 0)
        return row->values;
    }
  return NULL;
}

/* The values of @clause without @value; a group that holds it gives way to its other members. */
static char **
values_without (const YunFilter *self, const YunClause *clause, const char *value)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  int                      index = -1;
  const YunEnum           *vocabulary = find_vocabulary (self, clause->field, value, &index);

  for (guint i = 0; clause->values != NULL && clause->values[i] != NULL; i++)
    {
      int   group = vocabulary != NULL ? yun_enum_find (vocabulary, clause->values[i]) : -1;
      guint mask = group >= 0 ? yun_enum_get_mask (vocabulary, group) : 0;

      if (strcmp (clause->values[i], value) == 0)
        continue;
      if (index >= 0 && index < vocabulary->n_plain && group >= vocabulary->n_plain &&
          (mask & (1u << index)) != 0)
        {
          for (int k = 0; k < vocabulary->n_plain; k++)
            if (k != index && (mask & (1u << k)) != 0)
              g_strv_builder_add (builder, vocabulary->values[k].id);
        }
      else
        g_strv_builder_add (builder, clause->values[i]);
    }
  return g_strv_builder_end (builder);
}

static void
add_value (YunClause *clause, const char *value)
{
  guint n = clause->values != NULL ? g_strv_length (clause->values) : 0;

  clause->values = g_renew (char *, clause->values, n + 2);
  clause->values[n] = g_strdup (value);
  clause->values[n + 1] = NULL;
}

/* Says again what kind of clause it is, from what is asked. */
static void
settle (YunFilter *self, YunClause *clause, gboolean unknown)
{
  gboolean values = clause->values != NULL && *clause->values != NULL;

  clause->kind = values ? YUN_CLAUSE_VALUES : YUN_CLAUSE_UNKNOWN;
  clause->or_unknown = values && unknown;
  if (!values)
    g_clear_pointer (&clause->values, g_strfreev);
  if (!values && !unknown)
    g_ptr_array_remove (self->clauses, clause);
}

static gboolean
asks_unknown (const YunClause *clause)
{
  return clause != NULL && (clause->kind == YUN_CLAUSE_UNKNOWN || clause->or_unknown);
}

static gboolean
has_value (const YunFilter *self, const char *field, const char *value, const char *day)
{
  const YunClause *clause = find_values (self, field, day);
  int              index = -1;
  const YunEnum   *vocabulary;

  if (value == NULL || clause == NULL || clause->values == NULL)
    return value == NULL && asks_unknown (clause);
  vocabulary = find_vocabulary (self, field, value, &index);
  for (guint i = 0; clause->values[i] != NULL; i++)
    {
      int group = vocabulary != NULL ? yun_enum_find (vocabulary, clause->values[i]) : -1;

      if (strcmp (clause->values[i], value) == 0)
        return TRUE;
      if (group >= 0 && index < vocabulary->n_plain &&
          (yun_enum_get_mask (vocabulary, group) & (1u << index)) != 0)
        return TRUE;
    }
  return FALSE;
}

/* Changes @self, which is not yet shared. */
static void
set_value (YunFilter *self, const char *field, const char *value, const char *day, gboolean on)
{
  YunClause *clause = find_values (self, field, day);
  gboolean   unknown = asks_unknown (clause);

  if (has_value (self, field, value, day) == on)
    return;
  if (clause == NULL)
    {
      clause = yun_clause_new (YUN_CLAUSE_UNKNOWN);
      clause->field = g_intern_string (field);
      clause->min_text = g_strdup (day);
      yun_filter_take_clause (self, clause);
    }
  if (value == NULL)
    {
      unknown = on;
    }
  else if (on)
    {
      add_value (clause, value);
    }
  else
    {
      char **left = values_without (self, clause, value);

      g_strfreev (clause->values);
      clause->values = left;
    }
  settle (self, clause, unknown);
}

YunFilter *
yun_filter_with_value (const YunFilter *self, const char *field, const char *value, gboolean on)
{
  YunFilter *copy = copy_filter (self);

  set_value (copy, field, value, NULL, on);
  return copy;
}

YunFilter *
yun_filter_with_term (
  const YunFilter *self, const char *field, const char *value, const char *day, gboolean on)
{
  YunFilter *copy = copy_filter (self);

  for (guint i = copy->clauses->len; i > 0; i--)
    {
      const YunClause *clause = yun_filter_get_clause (copy, i - 1);

      if (!clause->negated && g_strcmp0 (clause->field, field) == 0 &&
          g_strcmp0 (clause->min_text, day) != 0)
        g_ptr_array_remove_index (copy->clauses, i - 1);
    }
  set_value (copy, field, value, day, on);
  return copy;
}

/* Takes away the clauses of @field that are not negated and of one of the @kinds (bits). */
static void
remove_clauses (YunFilter *self, const char *field, guint kinds)
{
  for (guint i = self->clauses->len; i > 0; i--)
    {
      const YunClause *clause = yun_filter_get_clause (self, i - 1);

      if (!clause->negated && g_strcmp0 (clause->field, field) == 0 &&
          (kinds & (1u << clause->kind)) != 0)
        g_ptr_array_remove_index (self->clauses, i - 1);
    }
}

YunFilter *
yun_filter_with_only (const YunFilter *self, const char *field, const char *value)
{
  g_autoptr (YunFilter) copy = copy_filter (self);

  remove_clauses (copy, field, 1u << YUN_CLAUSE_VALUES | 1u << YUN_CLAUSE_UNKNOWN);
  return yun_filter_with_value (copy, field, value, TRUE);
}

YunFilter *
yun_filter_with_range (
  const YunFilter *self, const char *field, double min, double max, const char *unit)
{
  YunFilter      *copy = copy_filter (self);
  const YunField *row = yun_filter_find_field (self->entity, field);
  YunClause      *clause;
  double          factor = 1;

  g_return_val_if_fail (row != NULL, copy);

  remove_clauses (copy, field, 1u << YUN_CLAUSE_RANGE);
  if (!isfinite (min) && !isfinite (max))
    return copy;
  clause = yun_clause_new (YUN_CLAUSE_RANGE);
  clause->field = row->id;
  clause->unit =
    unit != NULL ? yun_unit_find (unit, row->unit, &factor) : yun_clause_get_unit (row, &factor);
  clause->shown_min = min;
  clause->shown_max = max;
  yun_clause_set_bounds (clause, row, factor);
  yun_filter_take_clause (copy, clause);
  return copy;
}

/* As the text of a filter says it. */
static YunGeom *
round_area (const YunGeom *area)
{
  YunGeomBuilder *builder = yun_geom_builder_new (YUN_GEOM_POLYGON);
  guint           n;
  const YunPoint *ring = yun_geom_get_ring (area, 0, 0, &n);

  yun_geom_builder_begin_part (builder);
  yun_geom_builder_begin_ring (builder);
  for (guint i = 0; i < n; i++)
    yun_geom_builder_add (builder, yun_clause_round_degrees (ring[i].x),
                          yun_clause_round_degrees (ring[i].y));
  return yun_geom_builder_end (builder);
}

static void
take_area (YunClause *clause, YunGeom *area)
{
  g_clear_pointer (&clause->area, yun_geom_unref);
  clause->area = area;
}

YunFilter *
yun_filter_with_area (const YunFilter *self, const YunGeom *area, const YunGeom *old)
{
  YunFilter *copy = copy_filter (self);
  YunGeom   *rounded = round_area (area);
  YunClause *added;

  /* Smaller than what the text can say: there is nothing to ask for. */
  if (rounded == NULL)
    return copy;
  for (guint i = 0; old != NULL && i < copy->clauses->len; i++)
    {
      YunClause *clause = g_ptr_array_index (copy->clauses, i);

      if (clause->area != NULL && yun_geom_equal (clause->area, old))
        {
          take_area (clause, rounded);
          return copy;
        }
    }
  for (guint i = copy->clauses->len; i > 0; i--)
    {
      const YunClause *clause = yun_filter_get_clause (copy, i - 1);

      if (clause->area != NULL && !clause->negated)
        g_ptr_array_remove_index (copy->clauses, i - 1);
    }
  added = yun_clause_new (YUN_CLAUSE_IN);
  take_area (added, rounded);
  yun_filter_take_clause (copy, added);
  return copy;
}

YunFilter *
yun_filter_with_place (const YunFilter *self, const char *name)
{
  YunFilter *copy = copy_filter (self);
  YunClause *added = yun_clause_new (YUN_CLAUSE_IN);

  for (guint i = copy->clauses->len; i > 0; i--)
    {
      const YunClause *clause = yun_filter_get_clause (copy, i - 1);

      if (clause->kind == YUN_CLAUSE_IN && clause->values != NULL && !clause->negated)
        g_ptr_array_remove_index (copy->clauses, i - 1);
    }
  add_value (added, name);
  yun_filter_take_clause (copy, added);
  return copy;
}

YunFilter *
yun_filter_with_near (const YunFilter *self,
                      const char      *name,
                      YunFilter       *records,
                      double           distance_m)
{
  YunFilter *copy = copy_filter (self);
  YunClause *added = yun_clause_new (YUN_CLAUSE_NEAR);
  gboolean   far = distance_m >= 1000;

  for (guint i = copy->clauses->len; i > 0; i--)
    {
      const YunClause *clause = yun_filter_get_clause (copy, i - 1);

      if (clause->kind == YUN_CLAUSE_NEAR && !clause->negated)
        g_ptr_array_remove_index (copy->clauses, i - 1);
    }
  added->text = records == NULL ? g_strdup (name) : NULL;
  added->sub = records != NULL ? yun_filter_ref (records) : NULL;
  added->distance_m = distance_m;
  added->unit = far ? "km" : "m";
  added->shown_max = far ? distance_m / 1000 : distance_m;
  yun_filter_take_clause (copy, added);
  return copy;
}

gboolean
yun_filter_has_value (const YunFilter *self, const char *field, const char *value)
{
  return has_value (self, field, value, NULL);
}

gboolean
yun_filter_has_term (const YunFilter *self, const char *field, const char *value, const char *day)
{
  return has_value (self, field, value, day);
}

static gboolean
leads_to (const YunEntity *from, const YunEntity *to)
{
  const YunField *const *fields = yun_entity_get_fields (from, NULL);

  for (guint i = 0; fields[i] != NULL; i++)
    if (yun_field_get_target (fields[i]) == to)
      return TRUE;
  return FALSE;
}

/* Whether records of @entity can have such others that lead to them. */
static gboolean
may_have (const YunFilter *sub, const YunEntity *entity)
{
  guint                   n;
  const YunEntity *const *order = yun_filter_entities (&n);

  for (guint i = 0; i < n; i++)
    if (yun_filter_may_match (sub, order[i]) && leads_to (order[i], entity))
      return TRUE;
  return FALSE;
}

gboolean
yun_filter_may_match (const YunFilter *self, const YunEntity *entity)
{
  if (self->entity != NULL && self->entity != entity)
    return FALSE;
  for (guint i = 0; i < self->clauses->len; i++)
    {
      const YunClause *clause = yun_filter_get_clause (self, i);

      if (clause->negated)
        continue;
      if (clause->field != NULL && yun_entity_get_field (entity, clause->field) == NULL)
        return FALSE;
      if (clause->other != NULL && yun_entity_get_field (entity, clause->other) == NULL)
        return FALSE;
      if (clause->kind == YUN_CLAUSE_RULE &&
          yun_rule_get_entity (yun_rule_find (clause->values[0])) != entity)
        return FALSE;
      if (clause->kind == YUN_CLAUSE_NOWHERE && !yun_filter_has_places (entity))
        return FALSE;
      if (clause->kind == YUN_CLAUSE_HAS && !may_have (clause->sub, entity))
        return FALSE;
    }
  return TRUE;
}
