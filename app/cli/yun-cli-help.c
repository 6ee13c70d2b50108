/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-cli.h"

#include "yun-help.h"

#include <glib/gi18n.h>
#include <string.h>

#define COLUMNS 88 /* of a paragraph, at most */

void
yun_cli_print_pages (FILE *out)
{
  guint              n;
  const YunHelpPage *pages = yun_help_list_pages (&n);

  for (guint i = 0; i < n; i++)
    fprintf (out, "  %-8s %s\n", pages[i].id, _ (pages[i].title));
}

/* Where the line that begins at @text ends: behind its last blank or Chinese character that has
 * room, or behind the first word. */
static const char *
find_end (const char *text)
{
  const char *end = NULL;
  guint       width = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      gboolean wide = g_unichar_iswide (c);

      width += wide ? 2 : 1;
      if (width > COLUMNS && end != NULL && !g_unichar_ispunct (c))
        return end;
      if (wide || c == ' ')
        end = g_utf8_next_char (at);
    }
  return text + strlen (text);
}

static void
print_wrapped (const char *text)
{
  while (*text != '\0')
    {
      const char      *end = find_end (text);
      g_autofree char *line = g_strndup (text, (gsize) (end - text));

      puts (g_strchomp (line));
      text = end;
    }
}

static void
print_block_cb (YunHelpKind kind, const char *text, gpointer user_data)
{
  YunHelpKind   *before = user_data;
  g_auto (GStrv) lines = NULL;

  /* What is said of a line to be typed stands right below it. */
  if (kind != YUN_HELP_PARAGRAPH || *before != YUN_HELP_TYPED)
    putchar ('\n');
  *before = kind;
  if (kind == YUN_HELP_PARAGRAPH)
    {
      print_wrapped (text);
      return;
    }
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    printf ("%s%s\n", kind == YUN_HELP_HEADING ? "# " : "  ", lines[i]);
}

YunExit
yun_cli_print_page (const char *id)
{
  g_autofree char *text = yun_help_dup_text (id);
  YunHelpKind      before = YUN_HELP_PARAGRAPH;

  if (text == NULL)
    {
      yun_cli_warn (_ ("“%s” is no page of the help; there are:"), id);
      yun_cli_print_pages (stderr);
      return YUN_EXIT_USAGE;
    }
  yun_help_each_block (text, print_block_cb, &before);
  return YUN_EXIT_OK;
}
