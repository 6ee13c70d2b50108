/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* memmem, strchrnul */
#include "config.h"

#include "yun-search.h"

#include "yun-record.h"
#include "yun-text.h"

#include <string.h>

#define MAX_WORDS 12

struct _YunSearch
{
  grefcount ref_count;
  char    **words; /* (owned): normalised; each must be found; "\n" before a lone letter */
  char    **stems; /* (owned): they without a company's ending */
  guint     n_words;
  char     *whole;  /* (owned): the words with single blanks */
  char     *stem;   /* (owned): .whole without a company's ending */
  char     *joined; /* (owned) (nullable): syllables typed apart, as one word */
  char     *code;   /* (owned) (nullable): a number or code without blanks and hyphens */
  char     *road;   /* (owned) (nullable): of an address; the words do not count then */
  char     *number; /* (owned) (nullable): the digits behind .road */
};

/* The longest first. */
static const char *const endings[] = { "股份有限公司", "有限责任公司", "有限公司", "公司", NULL };

static gboolean
is_ending (const char *text, gsize length)
{
  for (guint i = 0; endings[i] != NULL; i++)
    if (strlen (endings[i]) == length && memcmp (text, endings[i], length) == 0)
      return TRUE;
  return FALSE;
}

static char *
strip_ending (const char *name)
{
  for (guint i = 0; endings[i] != NULL; i++)
    if (g_str_has_suffix (name, endings[i]) && strlen (name) > strlen (endings[i]))
      return g_strndup (name, strlen (name) - strlen (endings[i]));
  return g_strdup (name);
}

/* ---- Reading an address ------------------------------------------------------ */

/* What stands before the part of an address that tells places apart. */
static const char *const regions[] = {
  "中华人民共和国", "中国", "上海市", "上海", "松江区", "松江"
};

static const char *
skip_regions (const char *text)
{
  gboolean again;

  do
    {
      again = FALSE;
      for (guint i = 0; i < G_N_ELEMENTS (regions); i++)
        if (g_str_has_prefix (text, regions[i]) && strlen (text) > strlen (regions[i]))
          {
            text += strlen (regions[i]);
            again = TRUE;
          }
    }
  while (again);
  return text;
}

static gboolean
is_letter (gunichar c)
{
  return g_unichar_isalpha (c);
}

/* Where the name of a road begins that ends at @end: behind the town, a sign or a digit. */
static const char *
find_road_start (const char *text, const char *end)
{
  static const char *const towns[] = { "街道", "镇", "乡", "区", "市", "县", "园" };
  const char              *start = end;

  while (start > text)
    {
      const char *before = g_utf8_find_prev_char (text, start);

      if (before == NULL || !is_letter (g_utf8_get_char (before)))
        break;
      start = before;
    }
  for (const char *p = start; p < end; p = g_utf8_next_char (p))
    for (guint i = 0; i < G_N_ELEMENTS (towns); i++)
      if (g_str_has_prefix (p, towns[i]) && p > start &&
          p + strlen (towns[i]) + strlen ("路") < end)
        {
          start = p + strlen (towns[i]);
          break;
        }
  return start;
}

/* The first road with a number behind it. */
static void
read_address (YunSearch *self, const char *text)
{
  static const char *const roads[] = { "路", "街", "大道", "弄", "巷" };

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    for (guint i = 0; i < G_N_ELEMENTS (roads); i++)
      {
        const char *digits, *start;
        gsize       n;

        if (!g_str_has_prefix (p, roads[i]))
          continue;
        digits = p + strlen (roads[i]);
        while (*digits == ' ')
          digits++;
        n = strspn (digits, "0123456789");
        start = skip_regions (find_road_start (text, p));
        if (n == 0 || start >= p)
          continue;
        self->road = g_strndup (start, (gsize) (p - start) + strlen (roads[i]));
        self->number = g_strndup (digits, n);
        return;
      }
}

/* ---- Reading what is looked for ----------------------------------------------- */

static gboolean
is_sign (gunichar c)
{
  switch (c)
    {
    case ',':
    case ';':
    case ':':
    case '"':
    case 0x3001: /* 、 */
    case 0x3002: /* 。 */
    case '!':
    case '?':
      return TRUE;
    default:
      return FALSE;
    }
}

/* Normalised, with signs as blanks. */
static char *
make_plain (const char *text)
{
  g_autofree char *normal = yun_text_normalise (text);
  GString         *out = g_string_new (NULL);

  for (const char *p = normal; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_sign (c))
        g_string_append_c (out, ' ');
      else
        g_string_append_unichar (out, c);
    }
  return g_strstrip (g_string_free (out, FALSE));
}

/* "地址 上海市松江区九亭镇" says what it is; its words are in the last part. */
static const char *
skip_labels (const char *plain)
{
  static const char *const labels[] = { "注册地址", "办公地址", "公司地址", "详细地址",
                                        "地址",     "住所",     "坐落" };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (g_str_has_prefix (plain, labels[i]) && plain[strlen (labels[i])] == ' ')
      return plain + strlen (labels[i]) + 1;
  return plain;
}

static void
split_words (YunSearch *self, const char *plain)
{
  g_auto (GStrv)        parts = g_strsplit (plain, " ", -1);
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  for (guint i = 0; parts[i] != NULL && words->len < MAX_WORDS; i++)
    if (g_ascii_isalpha (parts[i][0]) && parts[i][1] == '\0')
      g_ptr_array_add (words, g_strconcat ("\n", parts[i], NULL));
    else if (*parts[i] != '\0')
      g_ptr_array_add (words, g_strdup (parts[i]));
  self->n_words = words->len;
  g_ptr_array_add (words, NULL);
  self->words = (char **) g_ptr_array_free (g_steal_pointer (&words), FALSE);
}

/* Letters, digits, blanks and hyphens with a digit among them, from four on: part of a code. */
static char *
read_code (const char *plain)
{
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean            digit = FALSE;

  for (const char *p = plain; *p != '\0'; p++)
    {
      if (g_ascii_isalnum (*p))
        g_string_append_c (out, *p);
      else if (*p != ' ' && *p != '-' && *p != '_' && *p != '/')
        return NULL;
      digit = digit || g_ascii_isdigit (*p);
    }
  return digit && out->len >= 4 ? g_strdup (out->str) : NULL;
}

/* "ge si hang tian" */
static char *
join_syllables (const YunSearch *self)
{
  g_autofree char *spread = g_strjoinv ("", self->words);
  g_auto (GStrv)   lines = g_strsplit (spread, "\n", -1);
  g_autofree char *joined = g_strjoinv ("", lines);

  if (self->n_words < 2)
    return NULL;
  for (const char *p = joined; *p != '\0'; p++)
    if (!g_ascii_isalpha (*p))
      return NULL;
  return g_steal_pointer (&joined);
}

YunSearch *
yun_search_new (const char *text)
{
  g_autofree char *plain = make_plain (text);
  const char      *rest = skip_labels (plain);
  YunSearch       *self;

  if (rest != plain || g_str_has_prefix (rest, "上海市松江区") || g_str_has_prefix (rest, "松江区"))
    rest = skip_regions (rest);
  while (*rest == ' ')
    rest++;
  if (*rest == '\0')
    return NULL;
  self = g_new0 (YunSearch, 1);
  g_ref_count_init (&self->ref_count);
  split_words (self, rest);
  self->whole = g_strjoinv (" ", self->words);
  self->stem = strip_ending (self->whole);
  self->joined = join_syllables (self);
  self->code = read_code (rest);
  read_address (self, rest);
  return self;
}

YunSearch *
yun_search_ref (YunSearch *self)
{
  g_ref_count_inc (&self->ref_count);
  return self;
}

void
yun_search_unref (YunSearch *self)
{
  if (!g_ref_count_dec (&self->ref_count))
    return;
  g_strfreev (self->words);
  g_free (self->whole);
  g_free (self->stem);
  g_free (self->joined);
  g_free (self->code);
  g_free (self->road);
  g_free (self->number);
  g_free (self);
}

/* ---- Whether it fits ----------------------------------------------------------- */

void
yun_search_append_code (GString *out, const char *code)
{
  for (; code != NULL && *code != '\0'; code++)
    if (g_ascii_isalnum (*code))
      g_string_append_c (out, g_ascii_tolower (*code));
}

/* A single letter says nothing in the middle of a word: it is looked for where lines begin. */
static gboolean
is_lone_letter (const char *word)
{
  return word[0] == '\n';
}

static gboolean
has (const char *text, gsize length, const char *word)
{
  return memmem (text, length, word, strlen (word)) != NULL;
}

const char **
yun_search_list_needles (const YunSearch *self)
{
  GPtrArray *needles = g_ptr_array_new ();
  guint      longest = 0;

  for (guint i = 1; i < self->n_words; i++)
    if (strlen (self->words[i]) > strlen (self->words[longest]))
      longest = i;
  g_ptr_array_add (needles, self->road != NULL ? self->road : self->words[longest]);
  if (self->road == NULL && self->joined != NULL)
    g_ptr_array_add (needles, self->joined);
  if (self->road == NULL && self->code != NULL)
    g_ptr_array_add (needles, self->code);
  g_ptr_array_add (needles, NULL);
  return (const char **) g_ptr_array_free (needles, FALSE);
}

/* ---- How well --------------------------------------------------------------------- */

static gboolean
is_road_number (const YunSearch *self, const YunSearchText *text)
{
  const char *end = text->text + text->length;
  gsize       n_road = strlen (self->road), n = strlen (self->number);

  for (const char *p = text->text; (p = memmem (p, (gsize) (end - p), self->road, n_road)) != NULL;)
    {
      p += n_road;
      while (p < end && *p == ' ')
        p++;
      if ((gsize) (end - p) >= n && memcmp (p, self->number, n) == 0 &&
          (p + n == end || !g_ascii_isdigit (p[n])))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_ascii (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if ((guchar) text[i] >= 0x80)
      return FALSE;
  return TRUE;
}

gsize
yun_search_measure_names (const char *text, guint n)
{
  const char *line = text;

  for (guint n_chinese = 0; *line != '\0';)
    {
      const char *end = strchrnul (line, '\n');

      n_chinese += !is_ascii (line, (gsize) (end - line));
      if (n_chinese > n)
        break;
      line = *end != '\0' ? end + 1 : end;
    }
  return (gsize) (line - text);
}

/* How well the word at @p fits, which stands in the names of @text. */
static YunSearchRank
rank_place (const YunSearchText *text, const char *p, gsize n_word)
{
  const char *end = text->text + text->n_names;
  const char *next = memchr (p, '\n', (gsize) (end - p));
  gsize       rest = (gsize) ((next != NULL ? next : end) - p) - n_word;

  if (p > text->text && p[-1] != '\n')
    return YUN_SEARCH_CONTAINS;
  /* An ASCII line that follows a name in Chinese is its reading. */
  if (is_ascii (p, n_word + rest) && !is_ascii (text->text, (gsize) (p - text->text)))
    return YUN_SEARCH_SOUNDS;
  return rest == 0 || is_ending (p + n_word, rest) ? YUN_SEARCH_EXACT : YUN_SEARCH_BEGINS;
}

/* The best of the places in the names where the word is. */
static YunSearchRank
rank_word (const YunSearchText *text, const char *word)
{
  const char   *end = text->text + text->n_names;
  gsize         n_word = strlen (word);
  YunSearchRank best = YUN_SEARCH_OTHER;

  for (const char *p = text->text;
       (p = memmem (p, (gsize) (end - p), word, n_word)) != NULL && best > YUN_SEARCH_EXACT; p++)
    {
      YunSearchRank rank =
        is_lone_letter (word) ? rank_place (text, p + 1, n_word - 1) : rank_place (text, p, n_word);

      best = MIN (best, rank);
    }
  return best;
}

static YunSearchRank
rank_code (const YunSearch *self, const YunSearchText *text)
{
  const char *at = NULL;

  if (self->code != NULL && text->code != NULL)
    at = memmem (text->code, text->n_code, self->code, strlen (self->code));
  if (at == NULL)
    return YUN_SEARCH_NONE;
  return at > text->code                       ? YUN_SEARCH_CONTAINS
         : strlen (self->code) == text->n_code ? YUN_SEARCH_EXACT
                                               : YUN_SEARCH_BEGINS;
}

static gboolean
has_all (const YunSearch *self, const YunSearchText *text)
{
  for (guint i = 0; i < self->n_words; i++)
    if (!has (text->text, text->length, self->words[i]))
      return FALSE;
  return TRUE;
}

/* All words found: the whole as it is written is best, else the words one by one. */
static YunSearchRank
rank_words (const YunSearch *self, const YunSearchText *text)
{
  YunSearchRank worst = YUN_SEARCH_EXACT;

  /* A company's ending is left out on both sides; it must be there all the same. */
  if (!is_lone_letter (self->whole))
    {
      YunSearchRank rank = rank_word (text, self->whole);

      if (rank > YUN_SEARCH_EXACT && strlen (self->stem) < strlen (self->whole) &&
          has_all (self, text) && rank_word (text, self->stem) == YUN_SEARCH_EXACT)
        return YUN_SEARCH_EXACT;
      if (rank < YUN_SEARCH_CONTAINS || (self->n_words == 1 && rank < YUN_SEARCH_OTHER))
        return rank;
    }
  if (!has_all (self, text))
    return YUN_SEARCH_NONE;
  for (guint i = 0; i < self->n_words; i++)
    worst = MAX (worst, rank_word (text, self->words[i]));
  return self->n_words > 1 ? MAX (worst, YUN_SEARCH_BEGINS) : worst;
}

YunSearchRank
yun_search_rank (const YunSearch *self, const YunSearchText *text)
{
  YunSearchRank rank;

  if (self->road != NULL)
    return !has (text->text, text->length, self->road) ? YUN_SEARCH_NONE
           : is_road_number (self, text)               ? YUN_SEARCH_OTHER
                                                       : YUN_SEARCH_ROAD;
  rank = MIN (rank_words (self, text), rank_code (self, text));
  if (self->joined != NULL && has (text->text, text->length, self->joined))
    rank = MIN (rank, rank_word (text, self->joined));
  return rank;
}

gboolean
yun_search_is_in (const YunSearch *self, const char *value)
{
  g_autoptr (GString) forms = g_string_new ("\n");
  g_autoptr (GString) code = g_string_new (NULL);
  const char         *item;
  gsize               length;

  if (value == NULL)
    return FALSE;
  for (const char *next = value; (next = yun_text_next_item (next, &item, &length)) != NULL;)
    {
      g_autofree char *word = g_strndup (item, length);

      yun_text_append_search (forms, word);
    }
  yun_search_append_code (code, value);
  if (self->road != NULL)
    return strstr (forms->str, self->road) != NULL;
  if ((self->joined != NULL && has (forms->str, forms->len, self->joined)) ||
      (self->code != NULL && has (code->str, code->len, self->code)))
    return TRUE;
  for (guint i = 0; i < self->n_words; i++)
    if (has (forms->str, forms->len, self->words[i]))
      return TRUE;
  return FALSE;
}
