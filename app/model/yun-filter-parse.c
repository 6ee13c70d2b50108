/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-filter-private.h"
#include "yun-chain.h"
#include "yun-text.h"
#include "yun-unit.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MAX_TEXT 4096
/* Clauses and values together: an SQL expression may be nested 1000 deep, and each takes up to two.
 */
#define MAX_PARTS 400

/* One word of the text: @text is without quotes, with full-width signs made plain. */
typedef struct
{
  char    *text;     /* (owned) */
  guint    position; /* in characters */
  gboolean quoted;   /* it began with a quotation mark: a bare word whatever it holds */
} Token;

typedef struct
{
  YunFilter *filter;
  guint      position; /* of the word being read */
  guint      n_parts;  /* clauses and values so far */
  GError   **error;
} Parser;

/* Inside quotes a sign is no sign: it is kept as a control character until the word is taken apart.
 */
#define KEPT "\x01"

static const struct
{
  gunichar wide;
  char     plain;
} signs[] = {
  { 0xFF1A, ':' }, { 0xFF0C, ',' }, { 0x3001, ',' }, { 0xFF0D, '-' }, { 0xFF1C, '<' },
  { 0xFF1E, '>' }, { 0xFF1D, '=' }, { 0xFF0E, '.' }, { 0xFF1F, '?' }, { 0x3000, ' ' },
  { 0xFF02, '"' }, { 0x201C, '"' }, { 0x201D, '"' }, { 0x2264, 'l' }, { 0x2265, 'g' },
  { 0xFF05, '%' }, { 0xFF5E, '~' }, { 0x2026, '~' }, { 0x2212, '-' }, { 0xFF0F, '/' },
};

static void
token_clear (gpointer data)
{
  g_free (((Token *) data)->text);
}

/* The plain sign of @c, or @c; ≤ ≥ become two signs, ～ becomes "..". */
static void
append_plain (GString *out, gunichar c)
{
  char plain = 0;

  for (guint i = 0; i < G_N_ELEMENTS (signs) && plain == 0; i++)
    if (signs[i].wide == c)
      plain = signs[i].plain;
  if (plain == 'l')
    g_string_append (out, "<=");
  else if (plain == 'g')
    g_string_append (out, ">=");
  else if (plain == '~' || c == '~')
    g_string_append (out, "..");
  else if (plain != 0)
    g_string_append_c (out, plain);
  else if (c >= 0xFF10 && c <= 0xFF19)
    g_string_append_c (out, (char) ('0' + (c - 0xFF10)));
  else
    g_string_append_unichar (out, c);
}

static gboolean
is_quote (gunichar c)
{
  return c == '"' || c == 0xFF02 || c == 0x201C || c == 0x201D;
}

static GArray *
split_words (const char *text, guint *position, GError **error)
{
  g_autoptr (GArray)  tokens = g_array_new (FALSE, FALSE, sizeof (Token));
  g_autoptr (GString) word = NULL;
  Token               token = { 0 };
  gboolean            quoting = FALSE;
  guint               at = 0;

  g_array_set_clear_func (tokens, token_clear);
  for (const char *p = text;; p = g_utf8_next_char (p), at++)
    {
      gunichar c = g_utf8_get_char (p);
      gboolean space = c == '\0' || (!quoting && (g_unichar_isspace (c) || g_unichar_iscntrl (c)));

      if (space && word != NULL)
        {
          token.text = g_string_free (g_steal_pointer (&word), FALSE);
          g_array_append_val (tokens, token);
        }
      if (c == '\0')
        break;
      if (space)
        continue;
      if (word == NULL)
        {
          word = g_string_new (NULL);
          token.position = at;
          token.quoted = is_quote (c);
        }
      if (is_quote (c))
        quoting = !quoting;
      else if (quoting && c < 0x80 && strchr (":<>=,.?-\"", (int) c) != NULL)
        g_string_append_printf (word, KEPT "%c", (char) c);
      else if (quoting)
        g_string_append_unichar (word, g_unichar_iscntrl (c) ? ' ' : c);
      else
        append_plain (word, c);
    }
  if (quoting)
    {
      *position = token.position;
      g_set_error_literal (error, YUN_FILTER_ERROR, YUN_FILTER_ERROR_SYNTAX,
                           _ ("A quotation mark is not closed"));
      return NULL;
    }
  return g_steal_pointer (&tokens);
}

/* (transfer full): @text without the marks of quoted signs. */
static char *
unkeep (const char *text, gsize n)
{
  GString *out = g_string_sized_new (n);

  for (gsize i = 0; i < n; i++)
    if (text[i] != KEPT[0])
      g_string_append_c (out, text[i]);
  return g_string_free (out, FALSE);
}

/* The first of @set in @text that was not quoted, or NULL. */
static char *
find_sign (char *text, const char *set)
{
  for (char *p = text; *p != '\0'; p++)
    {
      if (*p == KEPT[0] && p[1] != '\0')
        p++;
      else if (strchr (set, *p) != NULL)
        return p;
    }
  return NULL;
}

/* ---- "Did you mean" ---- */

typedef struct
{
  const char *word;
  GPtrArray  *near;   /* (element-type utf8) */
  char       *normal; /* (owned): the word's normal form, once asked for */
} Near;

static void
near_clear (Near *self)
{
  g_free (self->normal);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Near, near_clear)

/* How far a near word may be, in characters, by the length of what was written. */
static guint
get_reach (const char *normal)
{
  glong length = g_utf8_strlen (normal, -1);

  return length <= 2 ? 2 : length <= 5 ? 3 : 4;
}

static gboolean
is_near (Near *near, const char *candidate)
{
  guint reach;

  if (near->normal == NULL)
    near->normal = yun_text_normalise (near->word);
  reach = get_reach (near->normal);
  if (*near->normal == '\0')
    return FALSE;
  if (strstr (candidate, near->normal) != NULL)
    return TRUE;
  if (ABS (g_utf8_strlen (candidate, -1) - g_utf8_strlen (near->normal, -1)) >= (glong) reach)
    return FALSE;
  return yun_text_distance (near->normal, candidate, reach) < reach;
}

static void
offer (Near *near, const char *candidate)
{
  if (near->near->len >= 5 || !is_near (near, candidate))
    return;
  for (guint i = 0; i < near->near->len; i++)
    if (strcmp (g_ptr_array_index (near->near, i), candidate) == 0)
      return;
  g_ptr_array_add (near->near, g_strdup (candidate));
}

static void
offer_list (Near *near, const char *list)
{
  const char *item;
  gsize       length;

  for (const char *next = list; (next = yun_text_next_item (next, &item, &length)) != NULL;)
    {
      g_autofree char *word = g_strndup (item, length);

      offer (near, word);
    }
}

static gboolean
fail (Parser *parser, YunFilterError code, char *message, Near *near)
{
  g_autofree char *text = message;

  if (near != NULL && near->near->len > 0)
    {
      g_autofree char *list = NULL;

      g_ptr_array_add (near->near, NULL);
      list = g_strjoinv (_ (", "), (char **) near->near->pdata);
      g_set_error (
        parser->error, YUN_FILTER_ERROR, code,
        /* Translators: what was wrong, its place in the text, then words that come near */
        _ ("%s (character %u). Did you mean: %s?"), text, parser->position + 1, list);
    }
  else
    g_set_error (parser->error, YUN_FILTER_ERROR, code, _ ("%s (character %u)"), text,
                 parser->position + 1);
  return FALSE;
}

static gboolean
fail_field (Parser *parser, const char *word)
{
  g_autoptr (GPtrArray)   list = g_ptr_array_new_with_free_func (g_free);
  g_auto (Near)           near = { word, list, NULL };
  guint                   n;
  const YunEntity *const *order = yun_filter_entities (&n);

  for (guint i = 0; i < n; i++)
    {
      const YunField *const *fields = yun_entity_get_fields (order[i], NULL);

      if (parser->filter->entity != NULL && parser->filter->entity != order[i])
        continue;
      for (guint k = 0; fields[k] != NULL; k++)
        {
          offer (&near, fields[k]->id);
          offer_list (&near, fields[k]->zh);
        }
    }
  offer (&near, "near");
  if (parser->filter->entity != NULL && yun_filter_find_field (NULL, word) != NULL)
    return fail (
      parser, YUN_FILTER_ERROR_NAME,
      g_strdup_printf (_ ("%s have no “%s”"), yun_entity_get_label (parser->filter->entity), word),
      NULL);
  return fail (parser, YUN_FILTER_ERROR_NAME, g_strdup_printf (_ ("“%s” is no known field"), word),
               &near);
}

/* ---- Values ---- */

/* Whether another entity's field of the same id knows @word; its canonical id. */
static const char *
find_enum_value (Parser *parser, const char *field, const char *word)
{
  guint                   n;
  const YunEntity *const *order = yun_filter_entities (&n);

  for (guint i = 0; i < n; i++)
    {
      const YunField *row = NULL;
      int             index;

      if (parser->filter->entity == NULL || parser->filter->entity == order[i])
        row = yun_entity_get_field (order[i], field);
      if (row == NULL || row->values == NULL)
        continue;
      index = yun_enum_find (row->values, word);
      if (index >= 0)
        return row->values->values[index].id;
    }
  return NULL;
}

static gboolean
fail_value (Parser *parser, const YunField *field, const char *word)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);
  g_auto (Near)         near = { word, list, NULL };

  for (int i = 0; field->values != NULL && i < field->values->n_values; i++)
    {
      offer (&near, field->values->values[i].id);
      offer_list (&near, field->values->values[i].zh);
    }
  if (g_strcmp0 (field->ref, "town") == 0)
    {
      guint                  n;
      const YunDistrictTown *towns = yun_chain_get_towns (&n);

      for (guint i = 0; i < n; i++)
        offer (&near, towns[i].name);
    }
  if (g_strcmp0 (field->ref, "niche") == 0)
    {
      guint           n;
      const YunNiche *niches = yun_chain_get_niches (&n);

      for (guint i = 0; i < n; i++)
        {
          offer (&near, niches[i].id);
          offer (&near, niches[i].name);
        }
    }
  if (list->len == 0 && field->values != NULL)
    for (int i = 0; i < field->values->n_values && i < 12; i++)
      g_ptr_array_add (list, g_strdup (field->values->values[i].id));
  return fail (parser, YUN_FILTER_ERROR_NAME,
               g_strdup_printf (_ ("“%s” is no value of “%s”"), word, yun_field_get_label (field)),
               &near);
}

static gboolean
parse_value (Parser *parser, const YunField *field, const char *word, char **value)
{
  const char *found = NULL;

  if (*word == '\0')
    return fail (parser, YUN_FILTER_ERROR_SYNTAX,
                 g_strdup_printf (_ ("A value is missing after “%s”"), yun_field_get_label (field)),
                 NULL);
  if (field->values != NULL)
    found = find_enum_value (parser, field->id, word);
  else if (g_strcmp0 (field->ref, "town") == 0)
    {
      const YunDistrictTown *town = yun_chain_find_town (word);

      found = town != NULL ? town->name : NULL;
    }
  else if (g_strcmp0 (field->ref, "niche") == 0)
    {
      const YunNiche *niche = yun_chain_find_niche (word);

      found = niche != NULL ? niche->id : NULL;
    }
  else
    found = word;
  if (found == NULL)
    return fail_value (parser, field, word);
  *value = g_strdup (found);
  return TRUE;
}

static gboolean
count_part (Parser *parser)
{
  return ++parser->n_parts <= MAX_PARTS ||
         fail (parser, YUN_FILTER_ERROR_SYNTAX,
               g_strdup (_ ("The filter has too many words and values")), NULL);
}

static gboolean
parse_values (Parser *parser, YunClause *clause, const YunField *field, char *text)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (char *comma; text != NULL; text = comma)
    {
      g_autofree char *word = NULL, *value = NULL;

      comma = find_sign (text, ",");
      word = unkeep (text, comma != NULL ? (gsize) (comma - text) : strlen (text));
      if (!count_part (parser) || !parse_value (parser, field, word, &value))
        return FALSE;
      g_strv_builder_add (builder, value);
      if (comma != NULL)
        comma++;
    }
  clause->values = g_strv_builder_end (builder);
  return TRUE;
}

/* ---- Ranges ---- */

/* A number with or without a unit; @unit stays NULL without. */
static gboolean
parse_quantity (Parser         *parser,
                const YunField *field,
                const char     *text,
                double         *number,
                const char    **unit,
                double         *factor)
{
  gsize            n = strspn (text, "0123456789.");
  g_autofree char *digits = NULL;

  if (n == 0 && (*text == '-' || *text == '+'))
    n = 1 + strspn (text + 1, "0123456789.");
  digits = g_strndup (text, n);
  if (!yun_number_parse (digits, number))
    return fail (
      parser, YUN_FILTER_ERROR_SYNTAX,
      g_strdup_printf (_ ("“%s” is no number for “%s”"), text, yun_field_get_label (field)), NULL);
  if (text[n] == '\0')
    return TRUE;
  *unit = yun_unit_find (text + n, field->unit, factor);
  if (*unit == NULL)
    return fail (
      parser, YUN_FILTER_ERROR_NAME,
      g_strdup_printf (_ ("“%s” is no unit of “%s”"), text + n, yun_field_get_label (field)), NULL);
  return TRUE;
}

/* A bound of a range into the clause's shown numbers or its dates. */
static gboolean
parse_bound (Parser         *parser,
             YunClause      *clause,
             const YunField *field,
             const char     *text,
             gboolean        lower,
             const char    **unit,
             double         *factor)
{
  if (*text == '\0')
    return TRUE;
  if (field->kind == YUN_KIND_DATE)
    {
      if (!yun_text_is_date (text) || strchr (text, 'T') != NULL)
        return fail (
          parser, YUN_FILTER_ERROR_SYNTAX,
          g_strdup_printf (_ ("“%s” is no date: write 2026, 2026-02 or 2026-02-28"), text), NULL);
      *(lower ? &clause->min_text : &clause->max_text) = g_strdup (text);
      return TRUE;
    }
  return parse_quantity (parser, field, text, lower ? &clause->shown_min : &clause->shown_max, unit,
                         factor);
}

static gboolean
parse_range (
  Parser *parser, YunClause *clause, const YunField *field, const char *low, const char *high)
{
  const char *low_unit = NULL, *high_unit = NULL;
  double      low_factor = 1, high_factor = 1;

  clause->kind = YUN_CLAUSE_RANGE;
  if (!parse_bound (parser, clause, field, low, TRUE, &low_unit, &low_factor) ||
      !parse_bound (parser, clause, field, high, FALSE, &high_unit, &high_factor))
    return FALSE;
  if (low_unit != NULL && high_unit != NULL && strcmp (low_unit, high_unit) != 0)
    {
      /* Two units in one range: the second bound is said in the first one's. */
      clause->shown_max = clause->shown_max * high_factor / low_factor;
      high_factor = low_factor;
    }
  clause->unit = low_unit != NULL ? low_unit : high_unit;
  if (clause->unit != NULL)
    {
      double factor = low_unit != NULL ? low_factor : high_factor;
      /* 20 mu is 13333.33 ㎡ on paper: areas said in another unit meet the number rounded to 0.01
       * ㎡. */
      double slack = g_strcmp0 (field->unit, "m²") == 0 ? 0.005 : 0;

      clause->min = clause->shown_min * factor + (clause->min_excluded ? slack : -slack);
      clause->max = clause->shown_max * factor + (clause->max_excluded ? -slack : slack);
    }
  else
    {
      clause->min = clause->shown_min;
      clause->max = clause->shown_max;
    }
  if (clause->min > clause->max || (clause->min_text != NULL && clause->max_text != NULL &&
                                    strcmp (clause->min_text, clause->max_text) > 0))
    {
      gsize shorter = clause->min_text != NULL && clause->max_text != NULL
                        ? MIN (strlen (clause->min_text), strlen (clause->max_text))
                        : 0;

      if (shorter == 0 || strncmp (clause->min_text, clause->max_text, shorter) > 0)
        return fail (parser, YUN_FILTER_ERROR_SYNTAX,
                     g_strdup_printf (_ ("The range of “%s” begins after its end"),
                                      yun_field_get_label (field)),
                     NULL);
    }
  return TRUE;
}

static gboolean
parse_comparison (Parser *parser, YunClause *clause, const YunField *field, const char *text)
{
  gboolean         or_equal = text[1] == '=';
  gboolean         below = text[0] == '<';
  g_autofree char *number = unkeep (text + 1 + or_equal, strlen (text + 1 + or_equal));

  if (*number == '\0')
    return fail (parser, YUN_FILTER_ERROR_SYNTAX,
                 g_strdup_printf (_ ("A value is missing after “%s”"), yun_field_get_label (field)),
                 NULL);
  *(below ? &clause->max_excluded : &clause->min_excluded) = !or_equal;
  return below ? parse_range (parser, clause, field, "", number)
               : parse_range (parser, clause, field, number, "");
}

static gboolean
is_ranged (const YunField *field)
{
  return field->kind == YUN_KIND_INT || field->kind == YUN_KIND_REAL ||
         field->kind == YUN_KIND_DATE;
}

/* What stands behind a field's name, from its sign on. */
static gboolean
parse_field (Parser *parser, YunClause *clause, const YunField *field, char *text)
{
  char *rest = *text == ':' || *text == '=' ? text + 1 : text;
  char *dots;

  clause->field = field->id;
  if (strcmp (rest, "?") == 0)
    {
      clause->kind = YUN_CLAUSE_UNKNOWN;
      return TRUE;
    }
  if (!is_ranged (field))
    {
      if (*rest == '<' || *rest == '>')
        return fail (
          parser, YUN_FILTER_ERROR_SYNTAX,
          g_strdup_printf (_ ("“%s” is no number and has no order"), yun_field_get_label (field)),
          NULL);
      return parse_values (parser, clause, field, rest);
    }
  if (*rest == '<' || *rest == '>')
    return parse_comparison (parser, clause, field, rest);
  dots = strstr (rest, "..");
  if (dots != NULL)
    {
      g_autofree char *low = unkeep (rest, (gsize) (dots - rest));
      g_autofree char *high = unkeep (dots + 2, strlen (dots + 2));

      if (*low == '\0' && *high == '\0')
        return fail (
          parser, YUN_FILTER_ERROR_SYNTAX,
          g_strdup_printf (_ ("A value is missing after “%s”"), yun_field_get_label (field)), NULL);
      return parse_range (parser, clause, field, low, high);
    }
  if (*rest == '\0')
    return fail (parser, YUN_FILTER_ERROR_SYNTAX,
                 g_strdup_printf (_ ("A value is missing after “%s”"), yun_field_get_label (field)),
                 NULL);
  {
    g_autofree char *value = unkeep (rest, strlen (rest));

    return parse_range (parser, clause, field, value, value);
  }
}

static gboolean
parse_near (Parser *parser, YunClause *clause, char *text)
{
  char            *sign = find_sign (text, "<");
  g_autofree char *distance = NULL;
  gsize            n;
  double           number, factor = 1;

  clause->kind = YUN_CLAUSE_NEAR;
  if (sign == NULL || sign == text)
    return fail (parser, YUN_FILTER_ERROR_SYNTAX,
                 g_strdup (_ ("Write near:place<distance, for example near:车墩地面站<5km")), NULL);
  clause->text = unkeep (text, (gsize) (sign - text));
  sign += sign[1] == '=' ? 2 : 1;
  distance = unkeep (sign, strlen (sign));
  n = strspn (distance, "0123456789.");
  {
    g_autofree char *digits = g_strndup (distance, n);

    if (!yun_number_parse (digits, &number) || number <= 0)
      return fail (parser, YUN_FILTER_ERROR_SYNTAX,
                   g_strdup_printf (_ ("“%s” is no distance"), distance), NULL);
  }
  clause->unit = distance[n] == '\0' ? "m" : yun_unit_find (distance + n, "m", &factor);
  if (clause->unit == NULL)
    return fail (parser, YUN_FILTER_ERROR_NAME,
                 g_strdup_printf (_ ("“%s” is no unit of length: write m or km"), distance + n),
                 NULL);
  clause->shown_max = number;
  clause->distance_m = number * factor;
  return TRUE;
}

static gboolean
is_near_word (const char *word)
{
  return g_ascii_strcasecmp (word, "near") == 0 || strcmp (word, "距") == 0 ||
         strcmp (word, "附近") == 0 || strcmp (word, "距离") == 0;
}

static gboolean
parse_token (Parser *parser, Token *token)
{
  YunClause       *clause = yun_clause_new (YUN_CLAUSE_VALUES);
  char            *text = token->text;
  char            *sign;
  g_autofree char *name = NULL;

  yun_filter_take_clause (parser->filter, clause);
  if (!token->quoted && *text == '-')
    {
      clause->negated = TRUE;
      text++;
    }
  sign = token->quoted ? NULL : find_sign (text, ":=<>");
  if (sign == NULL)
    {
      clause->kind = YUN_CLAUSE_TEXT;
      clause->text = unkeep (text, strlen (text));
      if (*clause->text == '\0')
        return fail (parser, YUN_FILTER_ERROR_SYNTAX, g_strdup (_ ("A word is missing")), NULL);
      return TRUE;
    }
  name = unkeep (text, (gsize) (sign - text));
  if (is_near_word (name) && (*sign == ':' || *sign == '='))
    return parse_near (parser, clause, sign + 1);
  {
    const YunField *field = yun_filter_find_field (parser->filter->entity, name);

    return field != NULL ? parse_field (parser, clause, field, sign) : fail_field (parser, name);
  }
}

YunFilter *
yun_filter_parse (const char *text, guint *position, GError **error)
{
  g_autoptr (YunFilter) filter = yun_filter_new (NULL);
  g_autoptr (GArray)    tokens = NULL;
  Parser                parser = { filter, 0, 0, error };
  guint                 unused;

  g_return_val_if_fail (text != NULL, NULL);

  if (position == NULL)
    position = &unused;
  *position = 0;
  if (!g_utf8_validate (text, -1, NULL) || strlen (text) > MAX_TEXT)
    {
      g_set_error_literal (error, YUN_FILTER_ERROR, YUN_FILTER_ERROR_SYNTAX,
                           _ ("The filter is too long or not in UTF-8"));
      return NULL;
    }
  tokens = split_words (text, position, error);
  if (tokens == NULL)
    return NULL;
  for (guint i = 0; i < tokens->len; i++)
    {
      Token *token = &g_array_index (tokens, Token, i);

      parser.position = *position = token->position;
      if (i == 0 && !token->quoted && yun_entity_find (token->text) != NULL)
        filter->entity = yun_entity_find (token->text);
      else if (!count_part (&parser) || !parse_token (&parser, token))
        return NULL;
    }
  return g_steal_pointer (&filter);
}
