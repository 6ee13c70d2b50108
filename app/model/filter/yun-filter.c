/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-filter-private.h"

#include "yun-facility.h"
#include "yun-firm.h"
#include "yun-park.h"
#include "yun-plot.h"
#include "yun-rule.h"
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
  self->decimals = -1;
  self->min = self->shown_min = -INFINITY;
  self->max = self->shown_max = INFINITY;
  return self;
}

void
yun_clause_free (YunClause *self)
{
  g_strfreev (self->values);
  g_free (self->min_text);
  g_free (self->first);
  g_free (self->last);
  g_free (self->max_text);
  g_free (self->text);
  g_clear_pointer (&self->sub, yun_filter_unref);
  g_clear_pointer (&self->area, yun_geom_unref);
  g_free (self);
}

YunClause *
yun_clause_copy (const YunClause *self)
{
  YunClause *copy = g_memdup2 (self, sizeof *self);

  copy->values = g_strdupv (self->values);
  copy->min_text = g_strdup (self->min_text);
  copy->first = g_strdup (self->first);
  copy->last = g_strdup (self->last);
  copy->max_text = g_strdup (self->max_text);
  copy->text = g_strdup (self->text);
  if (self->sub != NULL)
    yun_filter_ref (self->sub);
  if (self->area != NULL)
    yun_geom_ref (self->area);
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
same_relation (const YunClause *a, const YunClause *b)
{
  if ((a->sub == NULL) != (b->sub == NULL) || (a->area == NULL) != (b->area == NULL))
    return FALSE;
  return (a->sub == NULL || yun_filter_equal (a->sub, b->sub)) &&
         (a->area == NULL || yun_geom_equal (a->area, b->area));
}

gboolean
yun_clause_equal (const YunClause *a, const YunClause *b)
{
  return a->kind == b->kind && a->negated == b->negated && g_strcmp0 (a->field, b->field) == 0 &&
         same_values (a->values, b->values) && same_number (a->shown_min, b->shown_min) &&
         same_number (a->shown_max, b->shown_max) && g_strcmp0 (a->min_text, b->min_text) == 0 &&
         g_strcmp0 (a->max_text, b->max_text) == 0 && a->min_excluded == b->min_excluded &&
         a->max_excluded == b->max_excluded && g_strcmp0 (a->unit, b->unit) == 0 &&
         g_strcmp0 (a->text, b->text) == 0 && same_number (a->distance_m, b->distance_m) &&
         a->beyond == b->beyond && a->way == b->way && g_strcmp0 (a->other, b->other) == 0 &&
         a->sign == b->sign && a->or_unknown == b->or_unknown && a->decimals == b->decimals &&
         same_relation (a, b);
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

char *
yun_clause_dup_day (const YunClause *self)
{
  return self->min_text != NULL ? g_strdup (self->min_text) : yun_rule_get_today ();
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
    if (!yun_clause_equal (yun_filter_get_clause (a, i), yun_filter_get_clause (b, i)))
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
  return yun_entity_list_in (YUN_ORDER_FILTER, n);
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
