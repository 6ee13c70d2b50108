/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-record.h"

G_BEGIN_DECLS

/**
 * YunFilter: what the user looks for; one object behind map, table, counts, export and command
 * line.
 *
 * A filter is immutable and reference-counted, so any thread may hold one; the
 * with/without functions give a changed copy. Its text form (design.md section
 * 4) is a line of clauses joined by "and":
 *
 *     plot status:found-idle,low area:20..100mu zone:north near:车墩地面站<5km -town:佘山镇 机加工
 *     地块 状态:闲置,低效 面积:20..100亩 片区:北带 距:车墩地面站<5km -镇:佘山镇 机加工
 *
 * Clauses may lead to other records, which stand in parentheses behind a colon:
 *
 *     plot park:(has:(firm segment:terminal))      whose park holds such a firm
 *     firm near:(facility kind:ground-station)<2km  of any of them
 *     plot in:(park level:base) in:(121.30,31.10;121.34,31.10;121.34,31.14)
 *
 * and are understood as phrases too: "plots whose park holds a firm of
 * segment:terminal", "firms within 2 km of a facility of kind ground-station",
 * "地块 所在园区有企业 段:终端"; what follows "of" belongs to the inner records. A record is "in" a
 * place when its point, or the point inside its area where its label stands, lies in the
 * place's area; "meets:" asks whether any of it does, borders included, "inside:" whether all of
 * it does. It is "near" when the shortest distance between both, outlines where there are any, is
 * not more; "near:PLACE>2km" when it is more.
 *
 * What is known only by its town lies somewhere in the town: it is near or in a place when all of
 * the town is, and not when none is. Else it cannot be told, as of what has no place;
 * "near:九亭镇<5km,?" and "in:九亭镇,?" show these too. "place:?" asks for what is not on the map:
 * it has no shape, or an accuracy of its place that says it has none. What is never on the map, a
 * task, has no place to be asked for, as it has no such field.
 *
 * "candidate:not-started,?" shows what a rule fits and what it cannot tell of; with
 * "-candidate:not-started" behind it only the latter.
 *
 * Of a field of terms (yun-term.h) "tier:high-tech" asks what was ever listed,
 * "tier:high-tech,srdi@2026-11-29" what is unexpired on that day. There "?" also means that it
 * cannot be told of these, and "tier:?@2026-11-29" that it cannot be told whether anything is.
 *
 * A first word that names an entity limits the filter to it. A clause on a field
 * that an entity does not have matches none of its records (all, when negated).
 * Values of one clause are joined by "or". A date known only by its year or month counts when it
 * cannot be told to lie outside a range. A number of a field that has units of several sizes needs
 * one; one number, "area:22.2mu", means what is shown alike: 22.15 and more, less than 22.25.
 * An area meets areas rounded to 0.01 ㎡, since 20 mu is 13333.33 ㎡ on paper. Two fields of one
 * unit are compared alike, "area-paper>area-computed", and two dates as dates are. "-" negates:
 * what is unknown does not match the clause, so it stays when the clause is negated.
 */
#define YUN_TYPE_FILTER (yun_filter_get_type ())
typedef struct _YunFilter YunFilter;
GType                     yun_filter_get_type (void) G_GNUC_CONST;

typedef enum
{
  YUN_CLAUSE_VALUES,  /* field:a,b; of terms also field:a,b@2026-11-29 */
  YUN_CLAUSE_RANGE,   /* field:a..b  field<a  field:>=a …, numbers and dates */
  YUN_CLAUSE_UNKNOWN, /* field:?; of terms also field:?@2026-11-29 */
  YUN_CLAUSE_TEXT,    /* a bare word: yun_record_dup_search_text() contains it */
  YUN_CLAUSE_NEAR,    /* near:PLACE<distance  near:PLACE>distance  near:(filter)<distance */
  YUN_CLAUSE_IN,      /* in:PLACE,PLACE  in:(filter)  in:(lon,lat;lon,lat;lon,lat); "meets",
                         "inside" for "in" */
  YUN_CLAUSE_WHOSE,   /* field:(filter): the record the field leads to matches */
  YUN_CLAUSE_HAS,     /* has:(filter): some record that leads here matches */
  YUN_CLAUSE_COMPARE, /* field>other  field<=other  field:other: numbers of one unit, or dates */
  YUN_CLAUSE_NOWHERE, /* place:? */
  YUN_CLAUSE_RULE,    /* candidate:RULE  candidate:RULE@2026-12-31: a rule of yun-rule.h says yes */
} YunClauseKind;

/** How the value of one field stands to that of another. */
typedef enum
{
  YUN_SIGN_EQUAL,
  YUN_SIGN_LESS,
  YUN_SIGN_AT_MOST,
  YUN_SIGN_MORE,
  YUN_SIGN_AT_LEAST,
  YUN_N_SIGNS,
} YunSign;

/** How much of a record must lie in a place. */
typedef enum
{
  YUN_WAY_CENTRE, /* in: its point, or where the label of its area stands */
  YUN_WAY_MEETS,  /* meets: any of it, if only of its border */
  YUN_WAY_INSIDE, /* inside: all of it */
  YUN_N_WAYS,
} YunWay;

/** A clause; read only. */
typedef struct
{
  YunClauseKind kind;
  gboolean      negated;
  const char   *field;  /* field id; NULL for TEXT, NEAR, IN, HAS, NOWHERE, RULE */
  char        **values; /* (nullable): VALUES: enum ids, or texts; IN: places' names; RULE: ids */
  gboolean      or_unknown; /* VALUES, RANGE, RULE, NEAR, IN: "?" is one of the alternatives */
  double        min;        /* RANGE, in the field's own unit; -INFINITY when open */
  double        max;        /* RANGE; INFINITY when open */
  char         *min_text;   /* (nullable): RANGE of dates; RULE: the day (NULL: today);
                            VALUES, UNKNOWN of terms: the day (NULL: whenever) */
  char       *max_text;     /* (nullable) */
  char       *first; /* (nullable): RANGE of dates: the first that counts, without min_excluded */
  char       *last;  /* (nullable): the last: "<2024-03" ends with 2024-02 */
  gboolean    min_excluded; /* > rather than >= */
  gboolean    max_excluded;
  double      shown_min; /* min and max as the user wrote them, in .unit; for printing */
  double      shown_max;
  const char *unit;       /* (nullable): the unit the user wrote, for printing */
  int         decimals;   /* RANGE: of one number that means all that is shown alike; else -1 */
  char       *text;       /* TEXT: the word; NEAR: the place's name, or degrees (nullable) */
  double      distance_m; /* NEAR */
  gboolean    beyond;     /* NEAR: farther than that, rather than not */
  YunWay      way;        /* IN */
  const char *other;      /* (nullable): COMPARE: the other field's id */
  YunSign     sign;       /* COMPARE */
  YunFilter  *sub;        /* (owned) (nullable): NEAR, IN, WHOSE, HAS: which other records */
  YunGeom    *area;       /* (owned) (nullable): IN: a polygon, EPSG:4490 */
} YunClause;

#define YUN_FILTER_ERROR (yun_filter_error_quark ())
GQuark yun_filter_error_quark (void);

typedef enum
{
  YUN_FILTER_ERROR_SYNTAX, /* not of the form of a filter */
  YUN_FILTER_ERROR_NAME,   /* a field or value nobody knows; the message names near ones */
  YUN_FILTER_ERROR_PLACE,  /* near: a place that is not in the registry, or has no position (raised
                              by the store) */
} YunFilterError;

/** (transfer full): a filter that shows everything of @entity, or of all when NULL. */
YunFilter *yun_filter_new (const YunEntity *entity);
YunFilter *yun_filter_ref (YunFilter *self);
void       yun_filter_unref (YunFilter *self);

/**
 * yun_filter_parse:
 * @position: (out) (optional): on failure the character (not byte) at which @text stops making
 * sense
 *
 * Never guesses. Fails with %YUN_FILTER_ERROR; the message says what was not
 * understood, where, and what comes near.
 *
 * Returns: (transfer full) (nullable): the filter
 */
YunFilter *yun_filter_parse (const char *text, guint *position, GError **error);

/** The same of a text that a program printed and kept, maybe one of old: numbers without a unit are
 * in the field's own. */
YunFilter *yun_filter_parse_kept (const char *text, guint *position, GError **error);

/** (transfer full): the canonical text; yun_filter_parse() of it gives an equal filter. "" for one
 * that shows everything. */
char *yun_filter_print (const YunFilter *self);

gboolean         yun_filter_equal (const YunFilter *a, const YunFilter *b);
const YunEntity *yun_filter_get_entity (const YunFilter *self);
guint            yun_filter_get_n_clauses (const YunFilter *self);
const YunClause *yun_filter_get_clause (const YunFilter *self, guint i);

/** (transfer full): limited to @entity, or to none when NULL. */
YunFilter *yun_filter_with_entity (const YunFilter *self, const YunEntity *entity);
/** (transfer full) (nullable): with what cannot be told of where records are among what its NEAR
 * and IN clauses ask for; NULL when there are none of which that is left out. */
YunFilter *yun_filter_with_untold (const YunFilter *self);
/** (transfer full): with what is not on the map asked for, and not what is. */
YunFilter *yun_filter_with_nowhere (const YunFilter *self);
/** (transfer full): with clause @i, NEAR or IN, asking for what lies in places that way, and for
 * what cannot be told too or not. */
YunFilter *yun_filter_with_way (const YunFilter *self, guint i, YunWay way, gboolean or_unknown);
/** (transfer full): without clause @i. */
YunFilter *yun_filter_without_clause (const YunFilter *self, guint i);
/** (transfer full): clause @i alone, not negated, of no entity. */
YunFilter *yun_filter_only_clause (const YunFilter *self, guint i);
/** (transfer full): without any clause on field @field; for facet counts. */
YunFilter *yun_filter_without_field (const YunFilter *self, const char *field);
/** (transfer full): with @value (NULL: what is unknown) among, or gone from, the values asked of
 * @field, negated clauses left alone. */
YunFilter *
yun_filter_with_value (const YunFilter *self, const char *field, const char *value, gboolean on);
/** (transfer full): all clauses of both, none of them twice, the entity of @other when it has one.
 */
YunFilter *yun_filter_with_all (const YunFilter *self, const YunFilter *other);
/** Whether @value (NULL: what is unknown) is asked of @field, directly or by a group that holds it.
 */
gboolean yun_filter_has_value (const YunFilter *self, const char *field, const char *value);
/** (transfer full): with @value (NULL: what cannot be told) of the terms @field on the day @day
 * among, or gone from, what is asked; what is asked of another day or of none gives way. */
YunFilter *yun_filter_with_term (
  const YunFilter *self, const char *field, const char *value, const char *day, gboolean on);
/** Whether @value is asked of the terms @field on the day @day, as yun_filter_has_value(). */
gboolean
yun_filter_has_term (const YunFilter *self, const char *field, const char *value, const char *day);
/** Whether some record of @entity could match: it has every field that a clause not negated asks
 * for. */
gboolean yun_filter_may_match (const YunFilter *self, const YunEntity *entity);

/** (transfer full): with clause @i replaced by all those of @other, in its place. */
YunFilter *yun_filter_with_clause (const YunFilter *self, guint i, const YunFilter *other);
/** (transfer full): with @value as the only one asked of @field; NULL: what is unknown. */
YunFilter *yun_filter_with_only (const YunFilter *self, const char *field, const char *value);
/**
 * yun_filter_with_range:
 * @min: in @unit, -INFINITY: open
 * @max: in @unit, INFINITY: open
 * @unit: (nullable): as the user is shown it, "mu"; NULL: the field's own
 *
 * Returns: (transfer full): with this as the only range asked of the number @field; open on both
 * sides takes its ranges away
 */
YunFilter *yun_filter_with_range (
  const YunFilter *self, const char *field, double min, double max, const char *unit);
/**
 * yun_filter_with_area:
 * @area: a polygon, EPSG:4490, of which the first part's outer ring counts
 * @old: (nullable): the area of one of @self's clauses, which @area is a new form of
 *
 * Returns: (transfer full): with @area asked for: in the clause that asks for @old, negated as
 * that is; else in place of all that were drawn before and are not negated
 */
YunFilter *yun_filter_with_area (const YunFilter *self, const YunGeom *area, const YunGeom *old);
/** (transfer full): with what lies in the place called @name asked for, in place of other places
 * that are not negated; drawn areas stay. */
YunFilter *yun_filter_with_place (const YunFilter *self, const char *name);
/**
 * yun_filter_with_near:
 * @name: (nullable): of the place, as a person writes it
 * @records: (nullable): of one entity: measured from these, in place of @name
 *
 * Returns: (transfer full): with what is not farther away than @distance_m asked for, in place of
 * other distances that are not negated
 */
YunFilter *yun_filter_with_near (const YunFilter *self,
                                 const char      *name,
                                 YunFilter       *records,
                                 double           distance_m);

/** (nullable): the link that a VALUES clause asks for: its values are what records are called,
 * which only the registry knows; NULL: of no link. */
const YunField *yun_clause_get_link (const YunClause *self);

/** The bits of a VALUES clause's values in @values; 0 for other clauses. */
guint yun_clause_get_mask (const YunClause *self, const YunEnum *values);

/** (transfer full): the day a RULE clause is asked for: its own, or today. */
char *yun_clause_dup_day (const YunClause *self);

/** (transfer full): clause @i as text, as yun_filter_print() writes it. */
char *yun_filter_print_clause (const YunFilter *self, guint i);
/** (transfer full): clause @i in words, for a chip: "Area 20–100 mu", "not Town: 佘山镇"; a group
 * says what it means. */
char *yun_filter_describe_clause (const YunFilter *self, guint i);
/** (transfer full): all clauses in words, without what kind of record; "" when there are none. */
char *yun_filter_describe (const YunFilter *self);

/** Whether @record matches a NEAR, IN, WHOSE or HAS clause, or a VALUES clause on a link of it,
 * negation and, of the last, what is unknown left aside: asks of other records, which only its
 * giver knows. */
typedef gboolean (*YunClauseFunc) (const YunClause *clause, YunRecord *record, gpointer user_data);

/**
 * yun_filter_match:
 * @relate: (nullable): for clauses that lead elsewhere; NULL: they match nothing, but for values of
 * links, which are then compared with the labels that @record carries
 *
 * Whether @record matches, by the same meaning as the store's SQL. For checks and
 * single records: sets are the store's business.
 */
gboolean yun_filter_match (const YunFilter *self,
                           YunRecord       *record,
                           YunClauseFunc    relate,
                           gpointer         user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunFilter, yun_filter_unref)

G_END_DECLS
