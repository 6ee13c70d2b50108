/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-filter-private.h"
#include "yun-filter-scan.h"

G_BEGIN_DECLS

/* The parts of the parser share this. Each parse_ function returns FALSE with the error set. */

/* Clauses and values together: an SQL expression may be nested 1000 deep, and each takes up to two.
 */
#define YUN_PARSER_MAX_PARTS 400
#define YUN_PARSER_MAX_DEPTH 4 /* groups in groups */

typedef struct
{
  YunFilter     *filter;
  const YunWord *word;    /* the one being read */
  guint          base;    /* the character at which this text begins in the whole */
  guint          depth;   /* of groups */
  gboolean       kept;    /* written by a program: numbers without a unit are in the field's own */
  guint         *n_parts; /* clauses and values so far, groups included */
  guint         *position;
  GError       **error;
} YunParser;

#define YUN_NEAR_MAX 5

/* What comes near a word that is not known, the nearest first. */
typedef struct
{
  char      *normal; /* (owned): the word's normal form */
  char      *pinyin; /* (owned) (nullable): when it has Chinese characters */
  GPtrArray *found;  /* (owned) (element-type utf8) */
  guint      ranks[YUN_NEAR_MAX + 1];
} YunNear;

void yun_near_init (YunNear *self, const char *word);
void yun_near_clear (YunNear *self);
/* Takes @candidate in when it is near: contains the word, is a few edits away, or sounds the same.
 */
void yun_near_offer (YunNear *self, const char *candidate);
/* The same for each item of a ';' list. */
void yun_near_offer_list (YunNear *self, const char *list);
/* All names of the fields the parser's filter may ask for. */
void yun_near_offer_fields (YunNear *self, const YunEntity *entity);
/* All values of @field, in one language; all of a short vocabulary when none is near. */
void yun_near_offer_values (YunNear *self, const YunField *field, gboolean chinese);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (YunNear, yun_near_clear)

/* Sets the error, at @where in the word's text (NULL: its first character); takes @message. Always
 * FALSE. */
gboolean yun_parser_fail (
  YunParser *self, const char *where, YunFilterError code, char *message, YunNear *near);
/* What "near", "in", "meets", "inside", "place", "has" and "candidate" are read by. */
typedef gboolean (*YunParseFunc) (YunParser *self, YunClause *clause, const char *text);
/* (nullable): what reads a clause called @name that is no field's. */
YunParseFunc yun_parser_find_relation (const char *name);

/* Whether numbers or dates stand behind the name of @field. */
gboolean yun_parser_is_ranged (const YunField *field);
/* (nullable): the canonical form of @word as a value of @field, which may be @word itself. */
const char *yun_parser_find_value (YunParser *self, const YunField *field, const char *word);

/* Whether suggestions are in Chinese: it is the program's language, or the word's. */
gboolean yun_parser_is_chinese (YunParser *self);

/* Makes one word of those that are one clause: joining words between values, a number and its unit,
 * lines of a pasted column. */
gboolean yun_parser_join_words (YunParser *self, GArray *words, guint first);
/* Whether a bare @word might be taken for part of what stands before it. */
gboolean yun_parser_is_joint (const char *word);

gboolean yun_parser_count_part (YunParser *self);

/* What stands behind the name of a number or date, from its sign on. */
gboolean yun_parser_parse_range (YunParser      *self,
                                 YunClause      *clause,
                                 const YunField *field,
                                 const char     *text);
/* The same when another field's name stands behind the sign; @used: whether one does. */
gboolean yun_parser_parse_compare (
  YunParser *self, YunClause *clause, const YunField *field, const char *text, gboolean *used);
/* "5km", "5km,?": into the clause's distance. */
gboolean yun_parser_parse_distance (YunParser *self, YunClause *clause, const char *text);

/* The word's group as a filter of its own; @entity (nullable): the only one it may be of. */
YunFilter *yun_parser_parse_group (YunParser *self, const YunEntity *entity);
gboolean   yun_parser_parse_words (YunParser *self, GArray *words, guint first);

gboolean yun_parser_parse_near (YunParser *self, YunClause *clause, const char *text);
gboolean yun_parser_parse_in (YunParser *self, YunClause *clause, const char *text);
gboolean yun_parser_parse_meets (YunParser *self, YunClause *clause, const char *text);
gboolean yun_parser_parse_inside (YunParser *self, YunClause *clause, const char *text);
gboolean yun_parser_parse_place (YunParser *self, YunClause *clause, const char *text);
gboolean yun_parser_parse_has (YunParser *self, YunClause *clause, const char *text);
gboolean yun_parser_parse_whose (YunParser      *self,
                                 YunClause      *clause,
                                 const YunField *field,
                                 const char     *text);

/* "2026-12-31" behind an '@' into the clause's day. */
gboolean yun_parser_parse_day (YunParser *self, YunClause *clause, const char *text);
gboolean yun_parser_parse_rule (YunParser *self, YunClause *clause, const char *text);

/* "whose park holds a firm of …", "within 2 km of a facility of …", 所在园区有企业 …: when the
 * words from @first on are such a phrase, the clause it means is added, all words are used, and
 * @used is TRUE. */
gboolean yun_parser_parse_phrase (YunParser *self, GArray *words, guint first, gboolean *used);

G_END_DECLS
