/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-filter-complete.h"

#include "yun-chain.h"
#include "yun-filter-private.h"
#include "yun-filter-scan.h"
#include "yun-rule.h"
#include "yun-text.h"

#include <glib/gi18n-lib.h>

#define MAX_ITEMS 40

typedef struct
{
  YunCompletion   *out;
  const YunEntity *entity; /* (nullable) */
  gboolean         chinese;
  char            *wanted; /* (owned): the prefix, normalised */
} Complete;

static void
item_free (gpointer data)
{
  YunCompletionItem *item = data;

  g_free (item->text);
  g_free (item->label);
  g_free (item);
}

/* ---- How well a name fits -------------------------------------------------- */

/* 0: begins with what is wanted, 1: its pinyin or initials do, 2: contains it; -1: does not fit. */
static int
rank_name (const Complete *self, const char *name)
{
  g_autoptr (GString) forms = g_string_new (NULL);
  g_autofree char    *line = NULL;
  g_autofree char    *plain = yun_text_normalise (name);

  if (*self->wanted == '\0' || g_str_has_prefix (plain, self->wanted))
    return 0;
  if (strstr (plain, self->wanted) != NULL)
    return 2;
  if (g_str_is_ascii (name) || !g_str_is_ascii (self->wanted))
    return -1;
  yun_text_append_search (forms, name);
  line = g_strdup_printf ("\n%s", self->wanted);
  return strstr (forms->str, line) != NULL ? 1 : -1;
}

static int
rank_names (const Complete *self, const char *id, const char *zh, const char *label)
{
  int         best = rank_name (self, id);
  int         other = label != NULL ? rank_name (self, label) : -1;
  const char *item;
  gsize       length;

  if (other >= 0 && (best < 0 || other < best))
    best = other;
  for (const char *next = zh; (next = yun_text_next_item (next, &item, &length)) != NULL;)
    {
      g_autofree char *name = g_strndup (item, length);

      other = rank_name (self, name);
      if (other >= 0 && (best < 0 || other < best))
        best = other;
    }
  return best;
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const YunCompletionItem *one = *(YunCompletionItem *const *) a;
  const YunCompletionItem *two = *(YunCompletionItem *const *) b;

  return one->rank < two->rank ? -1 : one->rank > two->rank;
}

/* @place: the item's number among its like, so that equal ranks keep their order. */
static void
add (Complete *self, YunCompleteKind kind, int rank, char *text, const char *label)
{
  YunCompletionItem *item;

  if (rank < 0)
    {
      g_free (text);
      return;
    }
  for (guint i = 0; i < self->out->items->len; i++)
    if (strcmp (((YunCompletionItem *) g_ptr_array_index (self->out->items, i))->text, text) == 0)
      {
        g_free (text);
        return;
      }
  item = g_new0 (YunCompletionItem, 1);
  item->kind = kind;
  item->rank = (guint) rank * 1000 + self->out->items->len;
  item->text = text;
  item->label = g_strdup (label);
  g_ptr_array_add (self->out->items, item);
}

/* (transfer full): the first of a ';' list, or @id in English. */
static char *
pick_word (const Complete *self, const char *id, const char *zh)
{
  const char *item;
  gsize       length;

  if (self->chinese && yun_text_next_item (zh, &item, &length) != NULL)
    return g_strndup (item, length);
  return g_strdup (id);
}

/* ---- What is offered -------------------------------------------------------- */

static void
offer_entities (Complete *self)
{
  guint                   n;
  const YunEntity *const *order = yun_filter_entities (&n);

  for (guint i = 0; i < n; i++)
    add (self, YUN_COMPLETE_ENTITY,
         rank_names (self, order[i]->id, order[i]->zh, yun_entity_get_label (order[i])),
         pick_word (self, order[i]->id, order[i]->zh), yun_entity_get_label (order[i]));
}

static void
offer_fields (Complete *self)
{
  static const struct
  {
    const char *id;
    const char *zh;
    const char *label;
    const char *value; /* the only one there is, or none */
  } relations[] = {
    { "near", "距", N_ ("Near a place"), "" },
    { "in", "在", N_ ("With the centre in a place"), "" },
    { "meets", "相交", N_ ("Any of it in a place"), "" },
    { "inside", "全在", N_ ("All of it in a place"), "" },
    { "place", "图上位置", N_ ("Not on the map"), "?" },
    { "has", "有", N_ ("With records that belong to it"), "" },
    { "candidate", "疑似", N_ ("Fits a rule about idle land"), "" },
  };
  guint                   n;
  const YunEntity *const *order = yun_filter_entities (&n);

  for (guint i = 0; i < n; i++)
    {
      const YunField *const *fields = yun_entity_get_fields (order[i], NULL);

      for (guint k = 0; fields[k] != NULL && (self->entity == NULL || self->entity == order[i]);
           k++)
        {
          g_autofree char *word = pick_word (self, fields[k]->id, fields[k]->zh);

          add (self, YUN_COMPLETE_FIELD,
               rank_names (self, fields[k]->id, fields[k]->zh, yun_field_get_label (fields[k])),
               g_strconcat (word, ":", NULL), yun_field_get_label (fields[k]));
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (relations); i++)
    {
      g_autofree char *word = pick_word (self, relations[i].id, relations[i].zh);

      if (*relations[i].value != '\0' && !yun_filter_has_places (self->entity))
        continue;
      add (self, YUN_COMPLETE_FIELD,
           rank_names (self, relations[i].id, relations[i].zh, _ (relations[i].label)),
           g_strconcat (word, ":", relations[i].value, NULL), _ (relations[i].label));
    }
}

/* Behind an '@' a day: today, and the last of the year. */
static void
offer_days (Complete *self)
{
  g_autofree char *today = yun_rule_get_today ();
  g_autofree char *last = g_strdup_printf ("%.4s-12-31", today);

  add (self, YUN_COMPLETE_VALUE, rank_name (self, today), g_strdup (today), _ ("Today"));
  add (self, YUN_COMPLETE_VALUE, rank_name (self, last), g_strdup (last), _ ("End of the year"));
}

/* A value of terms and today, so that people learn how it is asked. */
static void
offer_today (Complete *self, const char *word, const char *label)
{
  g_autofree char *today = yun_rule_get_today ();
  g_autofree char *said = g_strdup_printf (_ ("%s, unexpired on %s"), label, today);

  add (self, YUN_COMPLETE_VALUE, rank_name (self, word), g_strdup_printf ("%s@%s", word, today),
       said);
}

static void
offer_enum (Complete *self, const YunField *field)
{
  guint                   n;
  const YunEntity *const *order = yun_filter_entities (&n);

  /* Another entity's field of the same id may know other values. */
  for (guint i = 0; i < n; i++)
    {
      const YunField *row = self->entity == NULL || self->entity == order[i]
                              ? yun_entity_get_field (order[i], field->id)
                              : NULL;

      for (int k = 0; row != NULL && row->values != NULL && k < row->values->n_values; k++)
        {
          const YunEnumValue *value = &row->values->values[k];
          const char         *label = yun_enum_get_label (row->values, k);

          add (self, YUN_COMPLETE_VALUE, rank_names (self, value->id, value->zh, label),
               pick_word (self, value->id, value->zh), label);
          if (row->kind == YUN_KIND_TERMS && *self->wanted != '\0')
            {
              g_autofree char *word = pick_word (self, value->id, value->zh);

              offer_today (self, word, label);
            }
        }
    }
}

static void
offer_usual (Complete *self, const YunField *field)
{
  const char *item;
  gsize       length;

  for (const char *next = field->usual; (next = yun_text_next_item (next, &item, &length)) != NULL;)
    {
      g_autofree char *word = g_strndup (item, length);

      add (self, YUN_COMPLETE_VALUE, rank_name (self, word), g_strdup (word), word);
    }
}

static void
offer_values (Complete *self, const YunField *field)
{
  guint n;

  if (field->values != NULL)
    offer_enum (self, field);
  else if (g_strcmp0 (field->ref, "town") == 0)
    {
      const YunDistrictTown *towns = yun_chain_get_towns (&n);

      for (guint i = 0; i < n; i++)
        add (self, YUN_COMPLETE_VALUE,
             rank_names (self, towns[i].code, towns[i].name, towns[i].name_en),
             g_strdup (towns[i].name), self->chinese ? towns[i].name : towns[i].name_en);
    }
  else if (g_strcmp0 (field->ref, "niche") == 0)
    {
      const YunNiche *niches = yun_chain_get_niches (&n);

      for (guint i = 0; i < n; i++)
        add (self, YUN_COMPLETE_VALUE,
             rank_names (self, niches[i].id, niches[i].name, niches[i].name_en),
             yun_filter_quote (self->chinese ? niches[i].name : niches[i].id),
             yun_niche_get_label (&niches[i]));
    }
  else if (field->usual != NULL)
    offer_usual (self, field);
  else
    self->out->names = yun_field_get_target (field);
  if (*self->wanted == '\0')
    add (self, YUN_COMPLETE_VALUE, 1, g_strdup ("?"), _ ("Unknown"));
}

/* What is the whole name of a value, behind what is the name of a kind of record. */
static void
offer_meanings (Complete *self)
{
  const char           *word = self->out->prefix;
  g_autoptr (GPtrArray) meanings = yun_filter_list_meanings (self->entity, word, self->chinese);

  for (guint i = 0; i < meanings->len; i++)
    {
      const char           *text = meanings->pdata[i];
      g_autoptr (YunFilter) filter = yun_filter_parse (text, NULL, NULL);
      g_autofree char      *label =
        filter != NULL ? yun_filter_describe_clause (filter, 0) : g_strdup (text);

      add (self, YUN_COMPLETE_VALUE, yun_entity_find (word) != NULL ? 1 : 0, g_strdup (text),
           label);
    }
}

static void
offer_units (Complete *self, const char *base)
{
  static const struct
  {
    const char *base;
    const char *unit;
    const char *zh;
  } units[] = {
    { "m²", "mu", "亩" },       { "m²", "ha", "公顷" },
    { "m²", "m2", "㎡" },       { "m", "km", "公里" },
    { "m", "m", "米" },         { "万元", "万元", "万元" },
    { "万元", "亿元", "亿元" }, { "万元/亩", "万元/亩", "万元/亩" },
  };

  for (guint i = 0; base != NULL && i < G_N_ELEMENTS (units); i++)
    if (strcmp (units[i].base, base) == 0)
      add (self, YUN_COMPLETE_UNIT, rank_names (self, units[i].unit, units[i].zh, NULL),
           g_strdup (self->chinese ? units[i].zh : units[i].unit),
           self->chinese ? units[i].zh : units[i].unit);
}

/* Behind a sign, the fields that @field can be compared with. */
static void
offer_alike (Complete *self, const YunField *field)
{
  guint                   n;
  const YunEntity *const *order = yun_filter_entities (&n);

  for (guint i = 0; i < n; i++)
    {
      const YunField *const *fields = yun_entity_get_fields (order[i], NULL);

      if ((self->entity != NULL && self->entity != order[i]) ||
          yun_entity_get_field (order[i], field->id) == NULL)
        continue;
      for (guint k = 0; fields[k] != NULL; k++)
        if (fields[k] != field && yun_field_is_alike (fields[k], field))
          add (self, YUN_COMPLETE_VALUE,
               rank_names (self, fields[k]->id, fields[k]->zh, yun_field_get_label (fields[k])),
               pick_word (self, fields[k]->id, fields[k]->zh), yun_field_get_label (fields[k]));
    }
}

static void
offer_rules (Complete *self)
{
  guint                 n;
  const YunRule *const *rules = yun_rule_list (&n);

  for (guint i = 0; i < n; i++)
    add (self, YUN_COMPLETE_VALUE,
         rank_names (self, yun_rule_get_id (rules[i]), yun_rule_get_zh (rules[i]), NULL),
         g_strdup (self->chinese ? yun_rule_get_zh (rules[i]) : yun_rule_get_id (rules[i])),
         yun_rule_get_title (rules[i]));
}

/* ---- Where the cursor is ----------------------------------------------------- */

static void
set_part (Complete *self, const char *text, guint start, guint end)
{
  self->out->start = start;
  self->out->end = end;
  g_free (self->out->prefix);
  self->out->prefix = yun_word_dup_plain (text, strlen (text));
  g_free (self->wanted);
  self->wanted = yun_text_normalise (self->out->prefix);
}

/* The end of a number stands before its unit. */
static const char *
skip_number (const char *text)
{
  return text + strspn (text, "0123456789.<>=");
}

static gboolean
is_word (const char *name, const char *words)
{
  g_autofree char *folded = g_ascii_strdown (name, -1);
  g_autofree char *spaced = g_strdup_printf (" %s ", folded);

  return strstr (words, spaced) != NULL;
}

/* Behind the sign of "field:". @text is cut off at the cursor. */
static void
complete_value (
  Complete *self, const YunWord *word, const char *name, const char *sign, guint base, guint cursor)
{
  const YunField *field = yun_filter_find_field (self->entity, name);
  const char     *part = sign + 1;
  const char     *below, *at = strrchr (part, '@');

  for (const char *comma; (comma = yun_word_find_sign (part, ",")) != NULL;)
    part = comma + 1;
  if (at != NULL && at >= part &&
      (is_word (name, " candidate 疑似 候选 ") || (field != NULL && field->kind == YUN_KIND_TERMS)))
    {
      set_part (self, at + 1, base + yun_word_get_origin (word, at + 1), cursor);
      offer_days (self);
      return;
    }
  below = is_word (name, " near 距 附近 距离 ") ? yun_word_find_sign (part, "<>") : NULL;
  if (below != NULL)
    part = skip_number (below);
  else if (field != NULL && field->unit != NULL)
    part = skip_number (part);
  set_part (self, part, base + yun_word_get_origin (word, part), cursor);
  if (is_word (name, " candidate 疑似 候选 "))
    offer_rules (self);
  else if (is_word (name, " place 图上位置 上图 坐标 "))
    add (self, YUN_COMPLETE_VALUE, rank_name (self, "?"), g_strdup ("?"), _ ("Not on the map"));
  else if (below != NULL)
    offer_units (self, "m");
  else if (is_word (name, " near 距 附近 距离 in 在 位于 中心在 meets 相交 相交于 inside 全在 "
                          "完全在 "))
    self->out->places = TRUE;
  else if (field != NULL && yun_field_is_alike (field, field) && strchr ("<>=", part[-1]) != NULL)
    offer_alike (self, field);
  else if (field != NULL && field->unit != NULL && part > sign + 1)
    offer_units (self, field->unit);
  else if (field != NULL && (field->values != NULL || field->ref != NULL || field->usual != NULL))
    offer_values (self, field);
}

static void
complete_words (Complete *self, const char *text, guint base, guint cursor)
{
  g_autofree char   *before = g_utf8_substring (text, 0, cursor - base);
  g_autoptr (GArray) words = yun_words_split (before);
  const YunWord     *word = words->len > 0 ? &g_array_index (words, YunWord, words->len - 1) : NULL;
  const char        *sign;
  g_autofree char   *name = NULL;

  for (guint i = 0; i < words->len; i++)
    if (i == 0 && !g_array_index (words, YunWord, 0).quoted &&
        g_array_index (words, YunWord, 0).end + base < cursor)
      {
        const YunEntity *entity = yun_entity_find (g_array_index (words, YunWord, 0).text);

        self->entity = entity != NULL ? entity : self->entity;
      }
  if (word != NULL && word->group != NULL && word->unclosed)
    {
      /* inside the parenthesis: a filter of its own */
      const YunField *field;
      const char     *colon = yun_word_find_sign (word->text, ":=");
      const char     *begin = word->text + (*word->text == '-');

      name = colon != NULL ? yun_word_dup_plain (begin, (gsize) (colon - begin)) : g_strdup ("");
      field = yun_filter_find_field (self->entity, name);
      self->entity = field != NULL ? yun_field_get_target (field) : NULL;
      complete_words (self, word->group, base + word->group_at, cursor);
      return;
    }
  if (word == NULL || word->end + base < cursor)
    {
      set_part (self, "", cursor, cursor);
      if (words->len == 0 && self->entity == NULL)
        offer_entities (self);
      offer_fields (self);
      return;
    }
  sign = word->quoted ? NULL : yun_word_find_sign (word->text, ":=<>");
  if (sign != NULL)
    {
      const char *begin = word->text + (*word->text == '-');

      name = yun_word_dup_plain (begin, (gsize) (sign - begin));
      complete_value (self, word, name, sign, base, cursor);
      return;
    }
  {
    const char *begin = word->text + (!word->quoted && *word->text == '-');

    set_part (self, begin, base + yun_word_get_origin (word, begin), cursor);
    if (word->quoted || *self->wanted == '\0')
      return;
    offer_meanings (self);
    if (words->len == 1 && begin == word->text && self->entity == NULL)
      offer_entities (self);
    offer_fields (self);
  }
}

YunCompletion *
yun_filter_complete (const char *text, guint cursor, gboolean chinese)
{
  YunCompletion *out = g_new0 (YunCompletion, 1);
  Complete       self = { .out = out, .chinese = chinese };

  out->items = g_ptr_array_new_with_free_func (item_free);
  out->start = out->end = cursor;
  if (g_utf8_validate (text, -1, NULL) && cursor <= (guint) g_utf8_strlen (text, -1))
    complete_words (&self, text, 0, cursor);
  g_ptr_array_sort (out->items, compare_items);
  if (out->items->len > MAX_ITEMS)
    g_ptr_array_set_size (out->items, MAX_ITEMS);
  if (out->prefix == NULL)
    out->prefix = g_strdup ("");
  g_free (self.wanted);
  return out;
}

void
yun_completion_free (YunCompletion *self)
{
  g_free (self->prefix);
  g_ptr_array_unref (self->items);
  g_free (self);
}
