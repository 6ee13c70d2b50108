/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-filter-scan.h"

#include <string.h>

static const struct
{
  gunichar    wide;
  const char *plain;
} signs[] = {
  { 0xFF1A, ":" },  { 0xFF0C, "," },  { 0x3001, "," },  { 0xFF0D, "-" },  { 0xFF1C, "<" },
  { 0xFF1E, ">" },  { 0xFF1D, "=" },  { 0xFF0E, "." },  { 0xFF1F, "?" },  { 0x3000, " " },
  { 0xFF02, "\"" }, { 0x201C, "\"" }, { 0x201D, "\"" }, { 0x2264, "<=" }, { 0x2265, ">=" },
  { 0xFF05, "%" },  { 0xFF5E, ".." }, { '~', ".." },    { 0x2026, ".." }, { 0x2212, "-" },
  { 0xFF0F, "/" },  { 0xFF20, "@" },
};

typedef struct
{
  GArray     *words;
  const char *p;
  guint       at; /* of @p, in characters */
  YunWord     word;
  GString    *text; /* (owned) (nullable): of the word being read */
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

static void
append_plain (Scan *self, gunichar c)
{
  char buffer[6];

  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (signs[i].wide == c)
      {
        append (self, signs[i].plain, strlen (signs[i].plain));
        return;
      }
  if (c >= 0xFF10 && c <= 0xFF19)
    c = '0' + (c - 0xFF10);
  append (self, buffer, (gsize) g_unichar_to_utf8 (c, buffer));
}

static void
append_quoted (Scan *self, gunichar c)
{
  char buffer[6];

  if (g_unichar_iscntrl (c))
    c = ' ';
  if (c < 0x80 && strchr (":<>=,.?-\"", (int) c) != NULL)
    append (self, (char[]){ YUN_WORD_KEPT }, 1);
  append (self, buffer, (gsize) g_unichar_to_utf8 (c, buffer));
}

static void
begin_word (Scan *self, gunichar c)
{
  self->text = g_string_new (NULL);
  self->word = (YunWord){ .position = self->at, .quoted = is_quote (c) };
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

      if (!quoting && (g_unichar_isspace (c) || g_unichar_iscntrl (c)))
        {
          if (self.text != NULL)
            end_word (&self);
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
