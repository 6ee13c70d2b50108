/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-filter.h"

G_BEGIN_DECLS

struct _YunFilter
{
  const YunEntity *entity;  /* (nullable) */
  GPtrArray       *clauses; /* (owned) (element-type YunClause) */
  gatomicrefcount  ref;
};

YunClause *yun_clause_new (YunClauseKind kind);
void       yun_clause_free (YunClause *self);
YunClause *yun_clause_copy (const YunClause *self);
gboolean   yun_clause_equal (const YunClause *a, const YunClause *b);

/* Takes @clause. Only while the filter is not yet shared. */
void yun_filter_take_clause (YunFilter *self, YunClause *clause);

/* The field @id of @entity, or of the first entity that has it when NULL. */
const YunField *yun_filter_find_field (const YunEntity *entity, const char *word);

/* How many entities come before the next in a search for a field's name: those people ask for
 * first. */
const YunEntity *const *yun_filter_entities (guint *n);

/* Whether values of the two can be compared: numbers of one unit, or dates. */
gboolean yun_field_is_alike (const YunField *a, const YunField *b);

/* Whether two known values of a COMPARE clause stand as it says: numbers in the unit of @field, and
 * dates, of which those that cannot be told count. */
gboolean
yun_clause_compare_numbers (const YunClause *self, const YunField *field, double a, double b);
gboolean yun_clause_compare_dates (const YunClause *self, const char *a, const char *b);

/* The word a clause of this way is printed with. */
const char *yun_way_get_word (YunWay way);

/* Whether records of @entity (NULL: of some entity) have a place that can be asked for. */
gboolean yun_filter_has_places (const YunEntity *entity);

/* Sets min and max from the shown ones, @factor times the field's unit. */
void yun_clause_set_bounds (YunClause *self, const YunField *field, double factor);

/* (nullable): the unit that numbers of @field are printed in when none was said, and its size; NULL
 * where there is only one. */
const char *yun_clause_get_unit (const YunField *field, double *factor);

/* Whether a record of whose terms @field @text is written (NULL: unknown) matches a VALUES or
 * UNKNOWN clause; @mask: of the clause's values. */
gboolean
yun_clause_has_terms (const YunClause *self, const YunField *field, guint mask, const char *text);

/* Corners of polygons are kept to 1e-7 degrees (1 cm), as they are printed. */
double yun_clause_round_degrees (double degrees);

/* Whether a date lies within the bounds of a RANGE clause; a date known only by
 * its year or month counts when it cannot be told to lie outside. */
gboolean yun_clause_has_date (const YunClause *self, const char *date);

G_END_DECLS
