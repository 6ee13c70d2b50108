/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-filter-private.h"

#include "yun-facility.h"
#include "yun-firm.h"
#include "yun-park.h"
#include "yun-plot.h"
#include "yun-town.h"
#include "yun-zone.h"

#include <math.h>

G_DEFINE_QUARK (yun_filter_error_quark, yun_filter_error)
G_DEFINE_BOXED_TYPE (YunFilter, yun_filter, yun_filter_ref, yun_filter_unref)

YunClause *
yun_clause_new (YunClauseKind kind)
{
  YunClause *self = g_new0 (YunClause, 1);

  self->kind = kind;
  self->min = self->shown_min = -INFINITY;
  self->max = self->shown_max = INFINITY;
  return self;
}

void
yun_clause_free (YunClause *self)
{
  g_strfreev (self->values);
  g_free (self->min_text);
  g_free (self->max_text);
  g_free (self->text);
  g_free (self);
}

YunClause *
yun_clause_copy (const YunClause *self)
{
  YunClause *copy = g_memdup2 (self, sizeof *self);

  copy->values = g_strdupv (self->values);
  copy->min_text = g_strdup (self->min_text);
  copy->max_text = g_strdup (self->max_text);
  copy->text = g_strdup (self->text);
  return copy;
}

static gboolean
same_number (double a, double b)
{
  return !(a < b) && !(a > b);
}

static gboolean
same_values (char **a, char **b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return g_strv_equal ((const char *const *) a, (const char *const *) b);
}

static gboolean
clause_equal (const YunClause *a, const YunClause *b)
{
  return a->kind == b->kind && a->negated == b->negated && g_strcmp0 (a->field, b->field) == 0 &&
         same_values (a->values, b->values) && same_number (a->shown_min, b->shown_min) &&
         same_number (a->shown_max, b->shown_max) && g_strcmp0 (a->min_text, b->min_text) == 0 &&
         g_strcmp0 (a->max_text, b->max_text) == 0 && a->min_excluded == b->min_excluded &&
         a->max_excluded == b->max_excluded && g_strcmp0 (a->unit, b->unit) == 0 &&
         g_strcmp0 (a->text, b->text) == 0 && same_number (a->distance_m, b->distance_m);
}

YunFilter *
yun_filter_new (const YunEntity *entity)
{
  YunFilter *self = g_new0 (YunFilter, 1);

  self->entity = entity;
  self->clauses = g_ptr_array_new_with_free_func ((GDestroyNotify) yun_clause_free);
  g_atomic_ref_count_init (&self->ref);
  return self;
}

YunFilter *
yun_filter_ref (YunFilter *self)
{
  g_atomic_ref_count_inc (&self->ref);
  return self;
}

void
yun_filter_unref (YunFilter *self)
{
  if (!g_atomic_ref_count_dec (&self->ref))
    return;
  g_ptr_array_unref (self->clauses);
  g_free (self);
}

void
yun_filter_take_clause (YunFilter *self, YunClause *clause)
{
  g_ptr_array_add (self->clauses, clause);
}

gboolean
yun_filter_equal (const YunFilter *a, const YunFilter *b)
{
  if (a->entity != b->entity || a->clauses->len != b->clauses->len)
    return FALSE;
  for (guint i = 0; i < a->clauses->len; i++)
    if (!clause_equal (yun_filter_get_clause (a, i), yun_filter_get_clause (b, i)))
      return FALSE;
  return TRUE;
}

const YunEntity *
yun_filter_get_entity (const YunFilter *self)
{
  return self->entity;
}

guint
yun_filter_get_n_clauses (const YunFilter *self)
{
  return self->clauses->len;
}

const YunClause *
yun_filter_get_clause (const YunFilter *self, guint i)
{
  return g_ptr_array_index (self->clauses, i);
}

const YunEntity *const *
yun_filter_entities (guint *n)
{
  static const YunEntity *const order[] = { &yun_entity_plot, &yun_entity_firm,
                                            &yun_entity_park, &yun_entity_facility,
                                            &yun_entity_town, &yun_entity_zone };

  *n = G_N_ELEMENTS (order);
  return order;
}

const YunField *
yun_filter_find_field (const YunEntity *entity, const char *word)
{
  guint                   n;
  const YunEntity *const *order = yun_filter_entities (&n);
  const YunField         *field = NULL;

  if (entity != NULL)
    return yun_entity_get_field (entity, word);
  for (guint i = 0; i < n && field == NULL; i++)
    field = yun_entity_get_field (order[i], word);
  return field;
}

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
yun_filter_without_field (const YunFilter *self, const char *field)
{
  YunFilter *copy = yun_filter_new (self->entity);

  for (guint i = 0; i < self->clauses->len; i++)
    if (g_strcmp0 (yun_filter_get_clause (self, i)->field, field) != 0)
      yun_filter_take_clause (copy, yun_clause_copy (yun_filter_get_clause (self, i)));
  return copy;
}

static gboolean
has_clause (const YunFilter *self, const YunClause *clause)
{
  for (guint i = 0; i < self->clauses->len; i++)
    if (clause_equal (yun_filter_get_clause (self, i), clause))
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

static YunClause *
find_values (const YunFilter *self, const char *field)
{
  for (guint i = 0; i < self->clauses->len; i++)
    {
      YunClause *clause = g_ptr_array_index (self->clauses, i);

      if (clause->kind == YUN_CLAUSE_VALUES && !clause->negated &&
          g_strcmp0 (clause->field, field) == 0)
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

  for (guint i = 0; clause->values[i] != NULL; i++)
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

YunFilter *
yun_filter_with_value (const YunFilter *self, const char *field, const char *value, gboolean on)
{
  YunFilter *copy = copy_filter (self);
  YunClause *clause = find_values (copy, field);

  if (on && clause == NULL)
    {
      clause = yun_clause_new (YUN_CLAUSE_VALUES);
      clause->field = g_intern_string (field);
      clause->values = g_new0 (char *, 2);
      clause->values[0] = g_strdup (value);
      yun_filter_take_clause (copy, clause);
    }
  else if (on && !yun_filter_has_value (copy, field, value))
    {
      guint n = g_strv_length (clause->values);

      clause->values = g_renew (char *, clause->values, n + 2);
      clause->values[n] = g_strdup (value);
      clause->values[n + 1] = NULL;
    }
  else if (!on && clause != NULL)
    {
      char **left = values_without (copy, clause, value);

      g_strfreev (clause->values);
      clause->values = left;
      if (*left == NULL)
        g_ptr_array_remove (copy->clauses, clause);
    }
  return copy;
}

gboolean
yun_filter_has_value (const YunFilter *self, const char *field, const char *value)
{
  const YunClause *clause = find_values (self, field);
  int              index = -1;
  const YunEnum   *vocabulary = find_vocabulary (self, field, value, &index);

  for (guint i = 0; clause != NULL && clause->values[i] != NULL; i++)
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

gboolean
yun_filter_may_match (const YunFilter *self, const YunEntity *entity)
{
  if (self->entity != NULL && self->entity != entity)
    return FALSE;
  for (guint i = 0; i < self->clauses->len; i++)
    {
      const YunClause *clause = yun_filter_get_clause (self, i);

      if (clause->field != NULL && !clause->negated &&
          yun_entity_get_field (entity, clause->field) == NULL)
        return FALSE;
    }
  return TRUE;
}
