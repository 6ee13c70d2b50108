/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-filter-parser.h"

#include "yun-measure.h"
#include "yun-rule.h"
#include "yun-text.h"
#include "yun-unit.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Clauses that lead to other records or to a place. */

#define MAX_CORNERS 1000

/* ---- Groups --------------------------------------------------------------- */

/* Goes @levels of parentheses deeper. */
static gboolean
descend (YunParser *self, guint levels)
{
  self->depth += levels;
  return self->depth <= YUN_PARSER_MAX_DEPTH ||
         yun_parser_fail (self, NULL, YUN_FILTER_ERROR_SYNTAX,
                          g_strdup (_ ("Too many parentheses stand in each other")), NULL);
}

YunFilter *
yun_parser_parse_group (YunParser *self, const YunEntity *entity)
{
  g_autoptr (YunFilter) filter = yun_filter_new (entity);
  g_autoptr (GArray)    words = NULL;
  YunParser             inner = *self;

  if (!descend (&inner, 1))
    return NULL;
  inner.filter = filter;
  inner.base = self->base + self->word->group_at;
  words = yun_words_split (self->word->group);
  if (!yun_parser_parse_words (&inner, words, 0))
    return NULL;
  if (entity != NULL && filter->entity != entity)
    {
      yun_parser_fail (
        self, NULL, YUN_FILTER_ERROR_NAME,
        g_strdup_printf (_ ("Only %s can stand here"), yun_entity_get_label (entity)), NULL);
      return NULL;
    }
  return g_steal_pointer (&filter);
}

static gboolean
is_group (const char *text)
{
  return *text == YUN_WORD_GROUP;
}

/* Nothing may follow the group; behind where something is, that it cannot be told (@clause,
 * nullable).
 */
static gboolean
check_end (YunParser *self, const char *text, YunClause *clause)
{
  if (clause != NULL)
    clause->or_unknown = strcmp (text + 1, ",?") == 0;
  return text[1] == '\0' || (clause != NULL && clause->or_unknown) ||
         yun_parser_fail (self, text + 1, YUN_FILTER_ERROR_SYNTAX,
                          g_strdup (_ ("A space is missing after the parenthesis")), NULL);
}

/* ---- near: ---------------------------------------------------------------- */

gboolean
yun_parser_parse_near (YunParser *self, YunClause *clause, const char *text)
{
  char *sign = yun_word_find_sign (text, "<>");

  clause->kind = YUN_CLAUSE_NEAR;
  if (sign == NULL || sign == text || (is_group (text) && sign != text + 1))
    return yun_parser_fail (
      self, text, YUN_FILTER_ERROR_SYNTAX,
      g_strdup (_ ("Write near:place<distance, for example near:车墩地面站<5km")), NULL);
  if (!is_group (text))
    clause->text = yun_word_dup_plain (text, (gsize) (sign - text));
  else if ((clause->sub = yun_parser_parse_group (self, NULL)) == NULL)
    return FALSE;
  clause->beyond = *sign == '>';
  return yun_parser_parse_distance (self, clause, sign + (sign[1] == '=' ? 2 : 1));
}

/* ---- in: ------------------------------------------------------------------ */

static gboolean
fail_corners (YunParser *self)
{
  return yun_parser_fail (
    self, NULL, YUN_FILTER_ERROR_SYNTAX,
    g_strdup (_ ("A polygon needs three corners or more: in:(lon,lat;lon,lat;lon,lat)")), NULL);
}

double
yun_clause_round_degrees (double degrees)
{
  return round (degrees * 1e7) / 1e7;
}

/* No latitude is that large, and no longitude of the district that small. */
static gboolean
is_latitude_first (double first, double second)
{
  return fabs (first) <= 85 && fabs (second) > 85 && fabs (second) <= 180;
}

/* "121.3,31.1;121.4,31.1;121.4,31.2" */
static gboolean
parse_corners (YunParser *self, YunClause *clause)
{
  g_autoptr (YunGeomBuilder) builder = yun_geom_builder_new (YUN_GEOM_POLYGON);
  g_auto (GStrv)             numbers = g_strsplit_set (self->word->group, " ,;，；、\t\n", -1);
  g_autoptr (GArray)         values = g_array_new (FALSE, FALSE, sizeof (double));
  guint                      first = 0;

  for (char **word = numbers; *word != NULL; word++)
    {
      double value;

      if (**word == '\0')
        continue;
      if (values->len == 0)
        first = (guint) (word - numbers);
      if (!yun_number_parse (*word, &value))
        return fail_corners (self);
      if (values->len == 1 && is_latitude_first (g_array_index (values, double, 0), value))
        return yun_parser_fail (
          self, NULL, YUN_FILTER_ERROR_SYNTAX,
          g_strdup_printf (_ ("The longitude comes first: in:(%s,%s;…)"), *word, numbers[first]),
          NULL);
      if (values->len >= 2 * MAX_CORNERS || !(fabs (value) <= (values->len % 2 == 0 ? 180 : 85)))
        return fail_corners (self);
      value = yun_clause_round_degrees (value);
      g_array_append_val (values, value);
    }
  if (values->len % 2 != 0 || values->len < 6)
    return fail_corners (self);
  yun_geom_builder_begin_part (builder);
  yun_geom_builder_begin_ring (builder);
  for (guint i = 0; i < values->len; i += 2)
    yun_geom_builder_add (builder, g_array_index (values, double, i),
                          g_array_index (values, double, i + 1));
  clause->area = yun_geom_builder_end (g_steal_pointer (&builder));
  return clause->area != NULL || fail_corners (self);
}

static gboolean
begins_number (const char *text)
{
  text += *text == '-' ? 1 : 0;
  text += *text == '.' ? 1 : 0;
  return g_ascii_isdigit (*text);
}

static gboolean
fail_in (YunParser *self, const char *where)
{
  return yun_parser_fail (
    self, where, YUN_FILTER_ERROR_SYNTAX,
    g_strdup (_ ("Write in:place, for example in:九亭镇, or in:(lon,lat;lon,lat;lon,lat)")), NULL);
}

gboolean
yun_parser_parse_in (YunParser *self, YunClause *clause, const char *text)
{
  clause->kind = YUN_CLAUSE_IN;
  if (is_group (text))
    {
      const char *group = self->word->group;

      while (g_ascii_isspace (*group))
        group++;
      if (!check_end (self, text, clause))
        return FALSE;
      if (begins_number (group))
        return parse_corners (self, clause);
      clause->sub = yun_parser_parse_group (self, NULL);
      return clause->sub != NULL;
    }
  {
    g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

    for (const char *comma; text != NULL; text = comma != NULL ? comma + 1 : NULL)
      {
        g_autofree char *word = NULL;

        comma = yun_word_find_sign (text, ",");
        word = yun_word_dup_plain (text, comma != NULL ? (gsize) (comma - text) : strlen (text));
        if (!yun_parser_count_part (self))
          return FALSE;
        if (*text == '?' && strcmp (word, "?") == 0)
          {
            clause->or_unknown = TRUE;
            continue;
          }
        if (*word == '\0')
          return fail_in (self, text);
        g_strv_builder_add (builder, word);
      }
    clause->values = g_strv_builder_end (builder);
    return *clause->values != NULL || fail_in (self, NULL);
  }
}

gboolean
yun_parser_parse_meets (YunParser *self, YunClause *clause, const char *text)
{
  clause->way = YUN_WAY_MEETS;
  return yun_parser_parse_in (self, clause, text);
}

gboolean
yun_parser_parse_inside (YunParser *self, YunClause *clause, const char *text)
{
  clause->way = YUN_WAY_INSIDE;
  return yun_parser_parse_in (self, clause, text);
}

/* ---- place: --------------------------------------------------------------- */

gboolean
yun_filter_has_places (const YunEntity *entity)
{
  return entity == NULL || entity->shape != YUN_SHAPE_NONE;
}

gboolean
yun_parser_parse_place (YunParser *self, YunClause *clause, const char *text)
{
  const YunEntity *entity = self->filter->entity;

  clause->kind = YUN_CLAUSE_NOWHERE;
  if (!yun_filter_has_places (entity))
    return yun_parser_fail (
      self, NULL, YUN_FILTER_ERROR_NAME,
      g_strdup_printf (_ ("%s are never on the map"), yun_entity_get_label (entity)), NULL);
  return strcmp (text, "?") == 0 ||
         yun_parser_fail (
           self, text, YUN_FILTER_ERROR_SYNTAX,
           g_strdup (_ ("Write place:? for what is not on the map, -place:? for what is")), NULL);
}

/* ---- Relations ------------------------------------------------------------- */

gboolean
yun_parser_parse_has (YunParser *self, YunClause *clause, const char *text)
{
  clause->kind = YUN_CLAUSE_HAS;
  if (!is_group (text))
    return yun_parser_fail (
      self, text, YUN_FILTER_ERROR_SYNTAX,
      g_strdup (_ ("Write has:(…), for example park has:(firm segment:terminal)")), NULL);
  if (!check_end (self, text, NULL))
    return FALSE;
  clause->sub = yun_parser_parse_group (self, NULL);
  return clause->sub != NULL;
}

gboolean
yun_parser_parse_whose (YunParser *self, YunClause *clause, const YunField *field, const char *text)
{
  const YunEntity *target = yun_field_get_target (field);

  clause->kind = YUN_CLAUSE_WHOSE;
  clause->field = field->id;
  if (target == NULL)
    return yun_parser_fail (
      self, NULL, YUN_FILTER_ERROR_SYNTAX,
      g_strdup_printf (_ ("“%s” leads to no other records"), yun_field_get_label (field)), NULL);
  if (!check_end (self, text, NULL))
    return FALSE;
  clause->sub = yun_parser_parse_group (self, target);
  return clause->sub != NULL;
}

/* ---- candidate: ------------------------------------------------------------- */

static gboolean
fail_rule (YunParser *self, const char *where, const char *word)
{
  g_auto (YunNear)      near;
  guint                 n;
  const YunRule *const *rules = yun_rule_list (&n);

  yun_near_init (&near, word);
  for (int all = 0; all < 2 && near.found->len == 0; all++)
    for (guint i = 0; i < n; i++)
      if (all)
        g_ptr_array_add (near.found, g_strdup (yun_rule_get_zh (rules[i])));
      else
        {
          yun_near_offer (&near, yun_rule_get_id (rules[i]));
          yun_near_offer (&near, yun_rule_get_zh (rules[i]));
        }
  return yun_parser_fail (self, where, YUN_FILTER_ERROR_NAME,
                          g_strdup_printf (_ ("“%s” is no known rule"), word), &near);
}

gboolean
yun_parser_parse_rule (YunParser *self, YunClause *clause, const char *text)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const char              *at = strrchr (text, '@');
  g_autofree char         *all =
    yun_word_dup_plain (text, at != NULL ? (gsize) (at - text) : strlen (text));
  g_auto (GStrv) words = NULL;

  clause->kind = YUN_CLAUSE_RULE;
  if (at != NULL && !yun_parser_parse_day (self, clause, at + 1))
    return FALSE;
  words = g_strsplit (all, ",", -1);
  for (char **word = words; *word != NULL; word++)
    {
      const YunRule *rule = yun_rule_find (*word);

      if (!yun_parser_count_part (self))
        return FALSE;
      if (strcmp (*word, "?") == 0)
        clause->or_unknown = TRUE;
      else if (rule == NULL)
        return fail_rule (self, text, *word);
      else
        g_strv_builder_add (builder, yun_rule_get_id (rule));
    }
  clause->values = g_strv_builder_end (builder);
  return *clause->values != NULL || fail_rule (self, text, all);
}

/* ---- Phrases ---------------------------------------------------------------- */

static const char *
get_word (GArray *words, guint i)
{
  const YunWord *word = i < words->len ? &g_array_index (words, YunWord, i) : NULL;

  return word != NULL && !word->quoted && word->group == NULL ? word->text : NULL;
}

static gboolean
skip_word (GArray *words, guint *i, const char *options)
{
  const char      *word = get_word (words, *i);
  g_autofree char *spaced = word != NULL ? g_strdup_printf (" %s ", word) : NULL;

  if (spaced == NULL || strstr (options, spaced) == NULL)
    return FALSE;
  (*i)++;
  return TRUE;
}

/* "a firm of segment:terminal" from word @i on, as a filter @levels deeper. */
static YunFilter *
parse_rest (YunParser *self, GArray *words, guint i, guint levels)
{
  g_autoptr (YunFilter) filter = NULL;
  const YunEntity      *entity;
  YunParser             inner = *self;

  skip_word (words, &i, " a an any ");
  entity = get_word (words, i) != NULL ? yun_entity_find (get_word (words, i)) : NULL;
  if (entity == NULL)
    return NULL;
  i++;
  skip_word (words, &i, " of with ");
  filter = yun_filter_new (entity);
  inner.filter = filter;
  if (!descend (&inner, levels) || !yun_parser_parse_words (&inner, words, i))
    return NULL;
  return g_steal_pointer (&filter);
}

static YunClause *
add_clause (YunFilter *filter, YunClauseKind kind)
{
  YunClause *clause = yun_clause_new (kind);

  yun_filter_take_clause (filter, clause);
  return clause;
}

/* @field of the record leads to one that has what @holds matches. */
static void
add_whose (YunParser *self, const YunField *field, YunFilter *holds)
{
  YunClause *whose = add_clause (self->filter, YUN_CLAUSE_WHOSE);

  whose->field = field->id;
  whose->sub = yun_filter_new (yun_field_get_target (field));
  add_clause (whose->sub, YUN_CLAUSE_HAS)->sub = holds;
}

static gboolean
parse_whose_phrase (YunParser *self, GArray *words, guint i, gboolean *used)
{
  const char     *name = get_word (words, i + 1);
  const YunField *field = name != NULL ? yun_filter_find_field (self->filter->entity, name) : NULL;
  YunFilter      *holds;

  if (field == NULL || yun_field_get_target (field) == NULL)
    return TRUE;
  i += 2;
  if (!skip_word (words, &i, " holds has contains "))
    return TRUE;
  holds = parse_rest (self, words, i, 2);
  if (holds != NULL)
    {
      add_whose (self, field, holds);
      *used = TRUE;
    }
  return self->error == NULL || *self->error == NULL;
}

/* 所在园区有企业 */
static gboolean
parse_located_phrase (YunParser *self, GArray *words, guint i, gboolean *used)
{
  const char      *word = get_word (words, i) + strlen ("所在");
  const char      *has = strstr (word, "有");
  g_autofree char *name = has != NULL ? g_strndup (word, (gsize) (has - word)) : NULL;
  const YunField  *field = NULL;
  const YunEntity *entity = NULL;

  if (has != NULL && *name != '\0')
    {
      field = yun_filter_find_field (self->filter->entity, name);
      entity = yun_entity_find (has + strlen ("有"));
    }
  if (field != NULL && entity != NULL && yun_field_get_target (field) != NULL)
    {
      g_autoptr (YunFilter) holds = yun_filter_new (entity);
      YunParser             inner = *self;

      inner.filter = holds;
      if (!descend (&inner, 2) || !yun_parser_parse_words (&inner, words, i + 1))
        return FALSE;
      add_whose (self, field, g_steal_pointer (&holds));
      *used = TRUE;
    }
  return TRUE;
}

/* "within 2 km of a facility of kind ground-station", "within 2km of 车墩地面站" */
static gboolean
parse_within_phrase (YunParser *self, GArray *words, guint i, gboolean *used)
{
  g_autoptr (GString) distance = g_string_new (NULL);
  YunClause           probe = { .kind = YUN_CLAUSE_NEAR };
  YunParser           silent = *self;
  YunFilter          *rest;
  YunClause          *near;

  silent.error = NULL;
  for (i++; get_word (words, i) != NULL && strcmp (get_word (words, i), "of") != 0; i++)
    g_string_append (distance, get_word (words, i));
  if (i >= words->len || !skip_word (words, &i, " of ") ||
      !yun_parser_parse_distance (&silent, &probe, distance->str))
    return TRUE;
  rest = parse_rest (self, words, i, 1);
  if (rest == NULL && self->error != NULL && *self->error != NULL)
    return FALSE;
  if (rest == NULL && (get_word (words, i) == NULL || i + 1 != words->len))
    return TRUE;
  near = add_clause (self->filter, YUN_CLAUSE_NEAR);
  near->sub = rest;
  if (rest == NULL)
    near->text = yun_word_dup_plain (get_word (words, i), strlen (get_word (words, i)));
  near->unit = probe.unit;
  near->shown_max = probe.shown_max;
  near->distance_m = probe.distance_m;
  near->or_unknown = probe.or_unknown;
  *used = TRUE;
  return TRUE;
}

gboolean
yun_parser_parse_phrase (YunParser *self, GArray *words, guint first, gboolean *used)
{
  const char *word = get_word (words, first);

  *used = FALSE;
  if (word == NULL)
    return TRUE;
  if (strcmp (word, "whose") == 0)
    return parse_whose_phrase (self, words, first, used);
  if (strcmp (word, "within") == 0)
    return parse_within_phrase (self, words, first, used);
  if (g_str_has_prefix (word, "所在"))
    return parse_located_phrase (self, words, first, used);
  return TRUE;
}
