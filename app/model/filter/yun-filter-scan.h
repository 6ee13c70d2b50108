/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * The words of a filter's text, with full-width signs made plain.
 *
 * Spaces separate words, but not inside quotation marks nor inside a group: a
 * parenthesis that stands right behind ':' or '='. A parenthesis anywhere else
 * is an ordinary character, since names have them.
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
  gboolean unclosed; /* a quotation mark or parenthesis in it is not closed */
} YunWord;

/** (transfer full) (element-type YunWord): the words of @text, valid UTF-8. */
GArray *yun_words_split (const char *text);

/** The character of the source that byte @at of the word's text came from. */
guint yun_word_get_origin (const YunWord *self, const char *at);

/** The first of the signs @set in @text that was not quoted, or NULL. */
char *yun_word_find_sign (const char *text, const char *set);

/** (transfer full): @n bytes of @text without the marks of quoted signs. */
char *yun_word_dup_plain (const char *text, gsize n);

G_END_DECLS
