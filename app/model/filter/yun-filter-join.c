/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-filter-limit.h"
#include "yun-filter-parser.h"

#include "yun-chain.h"

#include <glib/gi18n-lib.h>

/* Words that are one clause although blanks stand between them. */

static const char and_words[] = " 且 并且 和 与 以及 and && ";
static const char or_words[] = " 或 或者 or || ";

static gboolean
is_among (const char *word, const char *list)
{
  g_autofree char *folded = g_ascii_strdown (word, -1);
  g_autofree char *spaced = g_strdup_printf (" %s ", folded);

  return strchr (folded, ' ') == NULL && strstr (list, spaced) != NULL;
}

gboolean
yun_parser_is_joint (const char *word)
{
  return is_among (word, and_words) || is_among (word, or_words) || yun_limit_may_go_on (word);
}

/* What a word is about. */
typedef struct
{
  gboolean        negated;
  const char     *value;    /* (nullable): behind the sign */
  const YunField *field;    /* (nullable) */
  YunParseFunc    relation; /* (nullable) */
} Head;

static Head
read_head (YunParser *self, const YunWord *word)
{
  Head             head = { FALSE, NULL, NULL, NULL };
  const char      *text = word->text;
  const char      *sign = word->quoted ? NULL : yun_word_find_sign (text, ":=<>");
  g_autofree char *name = NULL;

  if (sign == NULL)
    return head;
  head.negated = *text == '-';
  text += head.negated;
  name = yun_word_dup_plain (text, (gsize) (sign - text));
  head.value = *sign == ':' || *sign == '=' ? sign + 1 : sign;
  head.relation = head.value > sign ? yun_parser_find_relation (name) : NULL;
  if (head.relation == NULL)
    head.field = yun_filter_find_field (self->filter->entity, name);
  return head;
}

/* Whether the clause may have several values. */
static gboolean
takes_values (const Head *head)
{
  if (head->value == NULL || *head->value == '\0' || *head->value == '<' || *head->value == '>' ||
      *head->value == YUN_WORD_GROUP)
    return FALSE;
  return head->relation == yun_parser_parse_in || head->relation == yun_parser_parse_meets ||
         head->relation == yun_parser_parse_inside || head->relation == yun_parser_parse_rule ||
         (head->field != NULL && !yun_parser_is_ranged (head->field));
}

static gboolean
is_plain (const YunWord *word)
{
  return word->group == NULL && !word->unclosed &&
         (word->quoted || (*word->text != '-' && yun_word_find_sign (word->text, ":=<>") == NULL));
}

/* Whether @word is one more value of what @head is about. */
static gboolean
is_value (YunParser *self, const Head *head, const YunWord *word)
{
  g_autofree char *plain = NULL;

  if (!is_plain (word))
    return FALSE;
  if (strcmp (word->text, "?") == 0)
    return head->field != NULL;
  if (!takes_values (head))
    return FALSE;
  plain = yun_word_dup_plain (word->text, strlen (word->text));
  return head->field == NULL || yun_parser_find_value (self, head->field, plain) != NULL;
}

/* Whether @word is surely a value of what @head is about, and no text to be looked for. */
static gboolean
is_closed (const Head *head, const YunWord *word)
{
  return head->field != NULL &&
         (head->field->values != NULL || g_strcmp0 (head->field->ref, "niche") == 0 ||
          (g_strcmp0 (head->field->ref, "town") == 0 && yun_chain_find_town (word->text) != NULL));
}

static void
join (GArray *words, guint i, char separator, guint with, const char *from)
{
  yun_word_join (&g_array_index (words, YunWord, i), separator,
                 &g_array_index (words, YunWord, with), from);
  g_array_remove_range (words, i + 1, with - i);
}

/* "街镇:佘山镇 或 车墩镇", "街镇:佘山镇 或 街镇:车墩镇" */
static gboolean
join_or (YunParser *self, GArray *words, guint i)
{
  const YunWord *next = &g_array_index (words, YunWord, i + 2);
  Head           head = read_head (self, &g_array_index (words, YunWord, i));
  Head           other = read_head (self, next);

  if (is_value (self, &head, next))
    {
      join (words, i, ',', i + 2, next->text);
      return TRUE;
    }
  if (takes_values (&head) && takes_values (&other) && head.negated == other.negated &&
      head.field == other.field && head.relation == other.relation && next->group == NULL)
    {
      join (words, i, ',', i + 2, other.value);
      return TRUE;
    }
  self->word = &g_array_index (words, YunWord, i + 1);
  return yun_parser_fail (
    self, NULL, YUN_FILTER_ERROR_SYNTAX,
    g_strdup_printf (_ ("“%s” can only join values of one field, as in 状态:闲置,低效; ask for "
                        "others one after the other, or put the word in quotation marks"),
                     self->word->text),
    NULL);
}

/* A joining word between two others. */
static gboolean
join_by_word (YunParser *self, GArray *words, guint i, gboolean *joined)
{
  const YunWord *between = &g_array_index (words, YunWord, i + 1);
  Head           head;

  *joined = FALSE;
  if (i + 2 >= words->len || between->quoted || between->group != NULL)
    return TRUE;
  *joined = TRUE;
  if (is_among (between->text, or_words))
    return join_or (self, words, i);
  *joined = is_among (between->text, and_words);
  if (!*joined)
    return TRUE;
  head = read_head (self, &g_array_index (words, YunWord, i));
  if (is_closed (&head, &g_array_index (words, YunWord, i + 2)) &&
      is_value (self, &head, &g_array_index (words, YunWord, i + 2)))
    join (words, i, ',', i + 2, g_array_index (words, YunWord, i + 2).text);
  else
    g_array_remove_index (words, i + 1);
  return TRUE;
}

static gboolean
goes_on (YunParser *self, const Head *head, const YunWord *next)
{
  const char *value = head->value;
  gboolean    near = head->relation == yun_parser_parse_near;

  if (value == NULL || !(near || (head->field != NULL && yun_parser_is_ranged (head->field))) ||
      next->quoted || next->group != NULL || yun_word_find_sign (next->text, ":=<>") != NULL)
    return FALSE;
  if (near)
    value = yun_word_find_sign (value, "<>");
  return value != NULL && yun_limit_goes_on (value + strspn (value, "<>="), next->text,
                                             near ? "m" : head->field->unit,
                                             !near && head->field->kind == YUN_KIND_DATE);
}

gboolean
yun_parser_join_words (YunParser *self, GArray *words, guint first)
{
  for (guint i = first; i + 1 < words->len;)
    {
      const YunWord *next = &g_array_index (words, YunWord, i + 1);
      Head           head;
      gboolean       joined;

      if (!join_by_word (self, words, i, &joined))
        return FALSE;
      if (joined)
        continue;
      head = read_head (self, &g_array_index (words, YunWord, i));
      if (goes_on (self, &head, next))
        join (words, i, '\0', i + 1, next->text);
      else if (next->broken && is_value (self, &head, next))
        join (words, i, ',', i + 1, next->text);
      else
        i++;
    }
  return TRUE;
}
