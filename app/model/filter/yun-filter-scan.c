/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-filter-scan.h"

#include "yun-text.h"

#include <string.h>

/* What is not its ASCII twin, or of more than one character. */

static const struct
{
  gunichar    wide;
  const char *plain;
} signs[] = {
  { 0x3001, "," },  { 0x201C, "\"" }, { 0x201D, "\"" }, { 0x2264, "<=" }, { 0x2265, ">=" },
  { 0xFF5E, ".." }, { '~', ".." },    { 0x2026, ".." }, { 0x2212, "-" },
};

typedef struct
{
  GArray     *words;
  const char *p;
  guint       at; /* of @p, in characters */
  YunWord     word;
  GString    *text;   /* (owned) (nullable): of the word being read */
  gboolean    broken; /* a line break or tab was met since the last word */
} Scan;

static void
clear_word (gpointer data)
{
  YunWord *word = data;

  g_free (word->text);
  g_free (word->group);
  g_array_unref (word->origins);
}

static gboolean
is_quote (gunichar c)
{
  return c == '"' || c == 0xFF02 || c == 0x201C || c == 0x201D;
}

static gboolean
is_open (gunichar c)
{
  return c == '(' || c == 0xFF08;
}

static gboolean
is_close (gunichar c)
{
  return c == ')' || c == 0xFF09;
}

static void
append (Scan *self, const char *bytes, gsize n)
{
  g_string_append_len (self->text, bytes, (gssize) n);
  for (gsize i = 0; i < n; i++)
    g_array_append_val (self->word.origins, self->at);
}

/* The ASCII twin of a full-width character. Parentheses stay: names are kept with either. */
static gunichar
narrow (gunichar c)
{
  return c >= 0xFF01 && c <= 0xFF5E && !is_open (c) && !is_close (c) ? c - 0xFF01 + '!' : c;
}

/* What @c is outside quotation marks; @buffer has room for a character. */
static const char *
fold (gunichar c, char *buffer)
{
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (signs[i].wide == c)
      return signs[i].plain;
  buffer[g_unichar_to_utf8 (narrow (c), buffer)] = '\0';
  return buffer;
}

gboolean
yun_word_is_folded (gunichar c)
{
  char buffer[7], plain[7];

  plain[g_unichar_to_utf8 (c, plain)] = '\0';
  return yun_text_is_unseen (c) || strcmp (fold (c, buffer), plain) != 0;
}

static void
append_plain (Scan *self, gunichar c)
{
  char        buffer[7];
  const char *plain = fold (c, buffer);

  append (self, plain, strlen (plain));
}

static void
append_quoted (Scan *self, gunichar c)
{
  char buffer[6];

  if (g_unichar_iscntrl (c))
    c = ' ';
  if (c < 0x80 && strchr (":<>=,.?-*\"", (int) c) != NULL)
    append (self, (char[]){ YUN_WORD_KEPT }, 1);
  append (self, buffer, (gsize) g_unichar_to_utf8 (c, buffer));
}

static void
begin_word (Scan *self, gunichar c)
{
  self->text = g_string_new (NULL);
  self->word = (YunWord){ .position = self->at, .quoted = is_quote (c), .broken = self->broken };
  self->broken = FALSE;
  self->word.origins = g_array_new (FALSE, FALSE, sizeof (guint));
}

static void
end_word (Scan *self)
{
  g_array_append_val (self->word.origins, self->at);
  self->word.end = self->at;
  self->word.text = g_string_free (g_steal_pointer (&self->text), FALSE);
  g_array_append_val (self->words, self->word);
}

static void
advance (Scan *self)
{
  self->p = g_utf8_next_char (self->p);
  self->at++;
}

/* Reads from behind the opening parenthesis to its closing one, which is left for the caller. */
static void
read_group (Scan *self)
{
  const char *from;
  guint       depth = 1;
  gboolean    quoting = FALSE;

  append (self, (char[]){ YUN_WORD_GROUP }, 1);
  advance (self);
  from = self->p;
  self->word.group_at = self->at;
  for (; *self->p != '\0'; advance (self))
    {
      gunichar c = g_utf8_get_char (self->p);

      if (is_quote (c))
        quoting = !quoting;
      else if (!quoting && is_open (c))
        depth++;
      else if (!quoting && is_close (c) && --depth == 0)
        break;
    }
  self->word.unclosed |= *self->p == '\0';
  self->word.group = g_strndup (from, (gsize) (self->p - from));
}

static gboolean
begins_group (const Scan *self, gunichar c)
{
  char last = self->text->len > 0 ? self->text->str[self->text->len - 1] : '\0';

  return is_open (c) && !self->word.quoted && self->word.group == NULL &&
         (last == ':' || last == '=') &&
         (self->text->len < 2 || self->text->str[self->text->len - 2] != YUN_WORD_KEPT);
}

static gboolean
is_blank (gunichar c)
{
  return g_unichar_isspace (c) || g_unichar_iscntrl (c);
}

/* The first of what follows the blanks at @next, folded. */
static char
peek_behind (const char *next)
{
  char buffer[7];

  for (; *next != '\0'; next = g_utf8_next_char (next))
    {
      gunichar c = g_utf8_get_char (next);

      if (!is_blank (c) && !yun_text_is_unseen (c))
        return *fold (c, buffer);
    }
  return '\0';
}

/* Whether the blanks at the cursor mean nothing: the word goes on behind them. */
static gboolean
goes_on (const Scan *self)
{
  const char *text = self->text->str;
  gsize       n = self->text->len;
  gboolean    value = yun_word_find_sign (text, ":=") != NULL;
  char        next = peek_behind (self->p);

  if (self->word.quoted || n == 0)
    return FALSE;
  if (self->word.group != NULL)
    return next == '<' || next == '>' || strchr ("=<>", text[n - 1]) != NULL;
  if ((strchr (":=<>", text[n - 1]) != NULL || (value && text[n - 1] == ',')) &&
      (n < 2 || text[n - 2] != YUN_WORD_KEPT))
    return TRUE;
  return next != '\0' && (strchr (":=<>", next) != NULL || (value && next == ','));
}

GArray *
yun_words_split (const char *text)
{
  Scan     self = { .p = text };
  gboolean quoting = FALSE;

  self.words = g_array_new (FALSE, FALSE, sizeof (YunWord));
  g_array_set_clear_func (self.words, clear_word);
  for (; *self.p != '\0'; advance (&self))
    {
      gunichar c = g_utf8_get_char (self.p);

      if (!quoting && yun_text_is_unseen (c))
        continue;
      if (!quoting && is_blank (c))
        {
          if (self.text != NULL && !goes_on (&self))
            end_word (&self);
          self.broken |= self.text == NULL && (g_unichar_iscntrl (c) || c == 0x2028 || c == 0x2029);
          continue;
        }
      if (self.text == NULL)
        begin_word (&self, c);
      if (is_quote (c))
        quoting = !quoting;
      else if (quoting)
        append_quoted (&self, c);
      else if (begins_group (&self, c))
        {
          read_group (&self);
          if (*self.p == '\0')
            break;
        }
      else
        append_plain (&self, c);
    }
  if (self.text != NULL)
    {
      self.word.unclosed |= quoting;
      end_word (&self);
    }
  return self.words;
}

void
yun_word_join (YunWord *word, char separator, const YunWord *next, const char *from)
{
  char *text = word->text;
  guint start = (guint) (from - next->text);

  word->text = g_strconcat (text, (char[]){ separator, '\0' }, from, NULL);
  g_free (text);
  /* The end of the one is the separator, or the beginning of the other. */
  if (separator == '\0')
    g_array_set_size (word->origins, word->origins->len - 1);
  g_array_append_vals (word->origins, &g_array_index (next->origins, guint, start),
                       next->origins->len - start);
  word->end = next->end;
  word->unclosed |= next->unclosed;
}

guint
yun_word_get_origin (const YunWord *self, const char *at)
{
  gsize i = at >= self->text ? (gsize) (at - self->text) : 0;

  return g_array_index (self->origins, guint, MIN (i, self->origins->len - 1));
}

char *
yun_word_find_sign (const char *text, const char *set)
{
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == YUN_WORD_KEPT && p[1] != '\0')
        p++;
      else if (strchr (set, *p) != NULL)
        return (char *) p;
    }
  return NULL;
}

char *
yun_word_dup_plain (const char *text, gsize n)
{
  GString *out = g_string_sized_new (n);

  for (gsize i = 0; i < n; i++)
    if (text[i] != YUN_WORD_KEPT)
      g_string_append_c (out, text[i]);
  return g_string_free (out, FALSE);
}
