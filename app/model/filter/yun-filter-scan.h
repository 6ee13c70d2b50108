/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * The words of a filter's text, with what people paste made plain: full-width letters, digits and
 * signs are ASCII, signs without width are gone, all blanks are one. Inside quotation marks every
 * letter stays.
 *
 * Blanks separate words, but not inside quotation marks nor inside a group: a
 * parenthesis that stands behind ':' or '='. A parenthesis anywhere else
 * is an ordinary character, since names have them. A blank behind ':', '=', '<' and '>', before
 * them and around the commas between values means nothing.
 */

/* Before a sign that was quoted and so is none; and in place of a group. */
#define YUN_WORD_KEPT '\x01'
#define YUN_WORD_GROUP '\x02'

typedef struct
{
  char    *text;     /* (owned): without quotes; see the marks above */
  GArray  *origins;  /* (owned): for each byte of text, and its end, the character it came from */
  char    *group;    /* (owned) (nullable): what stands in the group, as it was written */
  guint    group_at; /* the character at which @group begins */
  guint    position; /* the word's first character … */
  guint    end;      /* … and the one behind its last */
  gboolean quoted;   /* it began with a quotation mark: a bare word whatever it holds */
  gboolean broken;   /* a line break or tab stands before it, as in what is pasted from a table */
  gboolean unclosed; /* a quotation mark or parenthesis in it is not closed */
} YunWord;

/** (transfer full) (element-type YunWord): the words of @text, valid UTF-8. */
GArray *yun_words_split (const char *text);

/** Appends what @next says from @from on to @word, in between @separator, one byte or 0; @next is
 * left alone. */
void yun_word_join (YunWord *word, char separator, const YunWord *next, const char *from);

/** The character of the source that byte @at of the word's text came from. */
guint yun_word_get_origin (const YunWord *self, const char *at);

/** The first of the signs @set in @text that was not quoted, or NULL. */
char *yun_word_find_sign (const char *text, const char *set);

/** Whether a name in a filter must be quoted to keep @c as it is. */
gboolean yun_word_is_folded (gunichar c);

/** (transfer full): @n bytes of @text without the marks of quoted signs. */
char *yun_word_dup_plain (const char *text, gsize n);

G_END_DECLS
