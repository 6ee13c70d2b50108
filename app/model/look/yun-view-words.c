/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-view-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define FIELD "status:"
#define WAS "idle"
#define IS "reusable"

/* The length of a value or a piece of a word at @text; what is quoted is one. */
static gsize
get_piece (const char *text)
{
  const char *end = text;

  if (*text == '"')
    {
      end = strchr (text + 1, '"');
      return end != NULL ? (gsize) (end + 1 - text) : strlen (text);
    }
  return strcspn (text, " ,()\"");
}

/* Whether a word may begin behind @before, "-" standing before it. */
static gboolean
begins_word (const char *text, const char *at)
{
  if (at > text && at[-1] == '-')
    at--;
  return at == text || at[-1] == ' ' || at[-1] == '(';
}

/* Copies the values at @at and returns their end. */
static const char *
copy_values (const char *at, GString *out, gboolean *changed)
{
  for (;;)
    {
      gsize length = get_piece (at);

      if (length == strlen (WAS) && strncmp (at, WAS, length) == 0)
        {
          g_string_append (out, IS);
          *changed = TRUE;
        }
      else
        g_string_append_len (out, at, (gssize) length);
      at += length;
      if (*at != ',')
        return at;
      g_string_append_c (out, *at++);
    }
}

char *
yun_view_words_update (const char *filter)
{
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean            changed = FALSE;

  g_return_val_if_fail (filter != NULL, NULL);

  for (const char *at = filter; *at != '\0';)
    if (g_str_has_prefix (at, FIELD) && begins_word (filter, at))
      {
        g_string_append (out, FIELD);
        at = copy_values (at + strlen (FIELD), out, &changed);
      }
    else
      {
        gsize length = *at == '"' ? get_piece (at) : 1;

        g_string_append_len (out, at, (gssize) length);
        at += length;
      }
  return changed ? g_strdup (out->str) : NULL;
}

char *
yun_view_words_describe (const char *name)
{
  return g_strdup_printf (
    _ ("The view “%s” was saved when “status:idle” meant all land that could be "
       "put to use; it says “status:reusable” now."),
    name);
}
