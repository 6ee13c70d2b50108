/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-filter-parser.h"

#include "yun-chain.h"
#include "yun-locale.h"
#include "yun-text.h"

#include <glib/gi18n-lib.h>

#define MAX_TEXT 32768

gboolean
yun_parser_fail (
  YunParser *self, const char *where, YunFilterError code, char *message, YunNear *near)
{
  g_autofree char *text = message;
  guint            position =
    self->base + (where != NULL ? yun_word_get_origin (self->word, where) : self->word->position);

  *self->position = position;
  if (near != NULL && near->found->len > 0)
    {
      g_autofree char *list = NULL;

      g_ptr_array_add (near->found, NULL);
      list = g_strjoinv (_ (", "), (char **) near->found->pdata);
      g_ptr_array_set_size (near->found, (int) near->found->len - 1);
      g_set_error (
        self->error, YUN_FILTER_ERROR, code,
        /* Translators: what was wrong, its place in the text, then words that come near */
        _ ("%s (character %u). Did you mean: %s?"), text, position + 1, list);
    }
  else
    g_set_error (self->error, YUN_FILTER_ERROR, code, _ ("%s (character %u)"), text, position + 1);
  return FALSE;
}

gboolean
yun_parser_is_chinese (YunParser *self)
{
  return yun_locale_answers_chinese (self->word->text);
}

gboolean
yun_parser_count_part (YunParser *self)
{
  return ++*self->n_parts <= YUN_PARSER_MAX_PARTS ||
         yun_parser_fail (self, NULL, YUN_FILTER_ERROR_SYNTAX,
                          g_strdup (_ ("The filter has too many words and values")), NULL);
}

static gboolean
fail_field (YunParser *self, const char *where, const char *word)
{
  g_auto (YunNear) near;

  yun_near_init (&near, word);
  if (self->filter->entity != NULL && yun_filter_find_field (NULL, word) != NULL)
    return yun_parser_fail (
      self, where, YUN_FILTER_ERROR_NAME,
      g_strdup_printf (_ ("%s have no “%s”"), yun_entity_get_label (self->filter->entity), word),
      NULL);
  yun_near_offer_fields (&near, self->filter->entity);
  return yun_parser_fail (self, where, YUN_FILTER_ERROR_NAME,
                          g_strdup_printf (_ ("“%s” is no known field"), word), &near);
}

/* ---- Values ---- */

/* Whether another entity's field of the same id knows @word; its canonical id. */
static const char *
find_enum_value (YunParser *self, const char *field, const char *word)
{
  guint                   n;
  const YunEntity *const *order = yun_filter_entities (&n);

  for (guint i = 0; i < n; i++)
    {
      const YunField *row = NULL;
      int             index;

      if (self->filter->entity == NULL || self->filter->entity == order[i])
        row = yun_entity_get_field (order[i], field);
      if (row == NULL || row->values == NULL)
        continue;
      index = yun_enum_find (row->values, word);
      if (index >= 0)
        return row->values->values[index].id;
    }
  return NULL;
}

const char *
yun_parser_find_value (YunParser *self, const YunField *field, const char *word)
{
  if (field->values != NULL)
    return find_enum_value (self, field->id, word);
  if (g_strcmp0 (field->ref, "town") == 0)
    {
      const YunDistrictTown *town = yun_chain_find_town (word);

      /* The registry may have more towns than the district. */
      return town != NULL ? town->name : word;
    }
  if (g_strcmp0 (field->ref, "niche") == 0)
    {
      const YunNiche *niche = yun_chain_find_niche (word);

      return niche != NULL ? niche->id : NULL;
    }
  return word;
}

static gboolean
parse_value (
  YunParser *self, const YunField *field, const char *where, const char *word, char **value)
{
  const char *found;

  if (*word == '\0')
    return yun_parser_fail (
      self, where, YUN_FILTER_ERROR_SYNTAX,
      g_strdup_printf (_ ("A value is missing after “%s”"), yun_field_get_label (field)), NULL);
  found = yun_parser_find_value (self, field, word);
  if (found == NULL)
    {
      g_auto (YunNear) near;

      yun_near_init (&near, word);
      yun_near_offer_values (&near, field, yun_parser_is_chinese (self));
      return yun_parser_fail (
        self, where, YUN_FILTER_ERROR_NAME,
        g_strdup_printf (_ ("“%s” is no value of “%s”"), word, yun_field_get_label (field)), &near);
    }
  *value = g_strdup (found);
  return TRUE;
}

static gboolean
parse_values (YunParser *self, YunClause *clause, const YunField *field, const char *text)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const char              *at = field->kind == YUN_KIND_TERMS ? strrchr (text, '@') : NULL;
  const char              *end = at != NULL ? at : text + strlen (text);

  if (at != NULL && !yun_parser_parse_day (self, clause, at + 1))
    return FALSE;
  for (const char *comma; text != NULL; text = comma != NULL ? comma + 1 : NULL)
    {
      g_autofree char *word = NULL, *value = NULL;
      gsize            n;

      comma = yun_word_find_sign (text, ",");
      if (comma != NULL && comma > end)
        comma = NULL;
      n = (gsize) ((comma != NULL ? comma : end) - text);
      word = yun_word_dup_plain (text, n);
      if (!yun_parser_count_part (self))
        return FALSE;
      if (n == 1 && *text == '?')
        clause->or_unknown = TRUE;
      else if (!parse_value (self, field, text, word, &value))
        return FALSE;
      else
        g_strv_builder_add (builder, value);
    }
  clause->values = g_strv_builder_end (builder);
  if (*clause->values == NULL)
    {
      /* "?,?" or "?@2026-11-29" */
      clause->kind = YUN_CLAUSE_UNKNOWN;
      clause->or_unknown = FALSE;
      g_clear_pointer (&clause->values, g_strfreev);
    }
  return TRUE;
}

gboolean
yun_parser_is_ranged (const YunField *field)
{
  return field->kind == YUN_KIND_INT || field->kind == YUN_KIND_REAL ||
         field->kind == YUN_KIND_DATE;
}

/* What stands behind a field's name, from its sign on. */
static gboolean
parse_field (YunParser *self, YunClause *clause, const YunField *field, const char *text)
{
  const char *rest = *text == ':' || *text == '=' ? text + 1 : text;

  clause->field = field->id;
  if (strcmp (rest, "?") == 0)
    {
      clause->kind = YUN_CLAUSE_UNKNOWN;
      return TRUE;
    }
  if (*rest == YUN_WORD_GROUP)
    return yun_parser_parse_whose (self, clause, field, rest);
  if (yun_parser_is_ranged (field))
    {
      gboolean used;

      if (!yun_parser_parse_compare (self, clause, field, rest, &used))
        return FALSE;
      return used || yun_parser_parse_range (self, clause, field, rest);
    }
  if (*rest == '<' || *rest == '>')
    return yun_parser_fail (
      self, rest, YUN_FILTER_ERROR_SYNTAX,
      g_strdup_printf (_ ("“%s” is no number and has no order"), yun_field_get_label (field)),
      NULL);
  return parse_values (self, clause, field, rest);
}

/* ---- Words ---- */

static const struct
{
  const char  *words; /* between spaces */
  YunParseFunc parse;
} relations[] = {
  { " near 距 附近 距离 ", yun_parser_parse_near },
  { " in 在 位于 中心在 ", yun_parser_parse_in },
  { " meets 相交 相交于 ", yun_parser_parse_meets },
  { " inside 全在 完全在 ", yun_parser_parse_inside },
  { " place 图上位置 上图 坐标 ", yun_parser_parse_place },
  { " has 有 含有 ", yun_parser_parse_has },
  { " candidate 疑似 候选 ", yun_parser_parse_rule },
};

YunParseFunc
yun_parser_find_relation (const char *name)
{
  g_autofree char *folded = g_ascii_strdown (name, -1);
  g_autofree char *spaced = g_strdup_printf (" %s ", folded);

  for (guint i = 0; strchr (folded, ' ') == NULL && i < G_N_ELEMENTS (relations); i++)
    if (strstr (relations[i].words, spaced) != NULL)
      return relations[i].parse;
  return NULL;
}

static gboolean
parse_named (YunParser *self, YunClause *clause, const char *text, const char *sign)
{
  g_autofree char *name = yun_word_dup_plain (text, (gsize) (sign - text));
  YunParseFunc     relation = *sign == ':' || *sign == '=' ? yun_parser_find_relation (name) : NULL;
  const YunField  *field;

  if (relation != NULL)
    return relation (self, clause, sign + 1);
  field = yun_filter_find_field (self->filter->entity, name);
  return field != NULL ? parse_field (self, clause, field, sign) : fail_field (self, text, name);
}

static gboolean
fail_star (YunParser *self, const char *star)
{
  g_auto (GStrv)   parts = g_strsplit (self->word->text, "*", -1);
  g_autofree char *rest = g_strjoinv ("", parts);
  g_auto (YunNear) near;

  yun_near_init (&near, rest);
  if (*rest != '\0' && self->word->group == NULL)
    g_ptr_array_add (near.found, yun_word_dup_plain (rest, strlen (rest)));
  return yun_parser_fail (
    self, star, YUN_FILTER_ERROR_SYNTAX,
    g_strdup (_ ("“*” stands for nothing: a text is found wherever it stands in a name")), &near);
}

static gboolean
parse_word (YunParser *self)
{
  const YunWord *word = self->word;
  YunClause     *clause = yun_clause_new (YUN_CLAUSE_VALUES);
  const char    *text = word->text;
  const char    *sign;

  yun_filter_take_clause (self->filter, clause);
  if (word->unclosed)
    return yun_parser_fail (self, NULL, YUN_FILTER_ERROR_SYNTAX,
                            g_strdup (_ ("A quotation mark or parenthesis is not closed")), NULL);
  if (!word->quoted && *text == '-')
    {
      clause->negated = TRUE;
      text++;
    }
  if (yun_word_find_sign (text, "*") != NULL)
    return fail_star (self, yun_word_find_sign (text, "*"));
  sign = word->quoted ? NULL : yun_word_find_sign (text, ":=<>");
  if (sign != NULL && word->group != NULL && sign[1] != YUN_WORD_GROUP)
    return yun_parser_fail (self, strchr (text, YUN_WORD_GROUP), YUN_FILTER_ERROR_SYNTAX,
                            g_strdup (_ ("A parenthesis cannot stand here")), NULL);
  if (sign != NULL)
    return parse_named (self, clause, text, sign);
  clause->kind = YUN_CLAUSE_TEXT;
  clause->text = yun_word_dup_plain (text, strlen (text));
  if (*clause->text == '\0')
    return yun_parser_fail (self, text, YUN_FILTER_ERROR_SYNTAX, g_strdup (_ ("A word is missing")),
                            NULL);
  return TRUE;
}

/* "of kind ground-station": behind such a word a field's name and its value are two words. */
static gboolean
parse_pair (YunParser *self, GArray *words, guint i, gboolean *used)
{
  const YunWord  *name = &g_array_index (words, YunWord, i);
  const YunWord  *of = i > 0 ? &g_array_index (words, YunWord, i - 1) : NULL;
  const YunWord  *value = i + 1 < words->len ? &g_array_index (words, YunWord, i + 1) : NULL;
  const YunField *field;
  YunClause      *clause;

  *used = FALSE;
  if (of == NULL || of->quoted || strcmp (of->text, "of") != 0 || value == NULL || name->quoted ||
      yun_word_find_sign (name->text, ":=<>") != NULL)
    return TRUE;
  field = yun_filter_find_field (self->filter->entity, name->text);
  if (field == NULL || value->group != NULL || value->unclosed)
    return TRUE;
  *used = TRUE;
  self->word = value;
  clause = yun_clause_new (YUN_CLAUSE_VALUES);
  yun_filter_take_clause (self->filter, clause);
  return parse_field (self, clause, field, value->text);
}

gboolean
yun_parser_parse_words (YunParser *self, GArray *words, guint first)
{
  const YunWord *begin = first < words->len ? &g_array_index (words, YunWord, first) : NULL;

  if (first == 0 && begin != NULL && !begin->quoted && yun_entity_find (begin->text) != NULL)
    self->filter->entity = yun_entity_find (begin->text);
  if (!yun_parser_join_words (self, words, first))
    return FALSE;
  for (guint i = first; i < words->len; i++)
    {
      const YunWord *word = &g_array_index (words, YunWord, i);
      gboolean       used = FALSE;

      self->word = word;
      if (i == 0 && !word->quoted && yun_entity_find (word->text) != NULL)
        {
          self->filter->entity = yun_entity_find (word->text);
          continue;
        }
      if (!yun_parser_count_part (self) || !yun_parser_parse_phrase (self, words, i, &used))
        return FALSE;
      if (used)
        return TRUE;
      if (!parse_pair (self, words, i, &used))
        return FALSE;
      if (used)
        i++;
      else if (!parse_word (self))
        return FALSE;
    }
  return TRUE;
}

static YunFilter *
parse (const char *text, gboolean kept, guint *position, GError **error)
{
  g_autoptr (YunFilter) filter = yun_filter_new (NULL);
  g_autoptr (GArray)    words = NULL;
  g_autoptr (GError)    failure = NULL;
  guint                 unused, n_parts = 0;
  YunParser             parser = {
                .filter = filter,
                .kept = kept,
                .n_parts = &n_parts,
                .position = position != NULL ? position : &unused,
                .error = &failure,
  };

  g_return_val_if_fail (text != NULL, NULL);

  *parser.position = 0;
  if (!g_utf8_validate (text, -1, NULL) || strlen (text) > MAX_TEXT)
    {
      g_set_error_literal (error, YUN_FILTER_ERROR, YUN_FILTER_ERROR_SYNTAX,
                           _ ("The filter is too long or not in UTF-8"));
      return NULL;
    }
  words = yun_words_split (text);
  if (!yun_parser_parse_words (&parser, words, 0))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  *parser.position = 0;
  return g_steal_pointer (&filter);
}

YunFilter *
yun_filter_parse (const char *text, guint *position, GError **error)
{
  return parse (text, FALSE, position, error);
}

YunFilter *
yun_filter_parse_kept (const char *text, guint *position, GError **error)
{
  return parse (text, TRUE, position, error);
}
