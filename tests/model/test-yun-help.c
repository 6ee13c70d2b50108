/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-filter.h"
#include "yun-help.h"

#include <string.h>

static const char *const languages[] = { "en", "zh_CN" };

/* (transfer full) */
static char *
read_page (const char *language, const char *id)
{
  g_autofree char *name = g_strconcat (id, ".txt", NULL);
  g_autofree char *path =
    g_build_filename (g_getenv ("YUN_SOURCE_DIR"), "resources", "help", language, name, NULL);
  g_autoptr (GError) error = NULL;
  char              *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static void
count_cb (YunHelpKind kind, const char *text, gpointer user_data)
{
  guint *counts = user_data;

  counts[kind]++;
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpstr (text, !=, "");
}

/* Every page is there in every language, with as many blocks, and the program has it. */
static void
test_pages (void)
{
  guint              n;
  const YunHelpPage *pages = yun_help_list_pages (&n);

  g_assert_cmpuint (n, >, 0);
  for (guint i = 0; i < n; i++)
    {
      guint            counts[G_N_ELEMENTS (languages)][3] = { 0 };
      g_autofree char *shown = yun_help_dup_text (pages[i].id);
      g_autofree char *english = read_page ("en", pages[i].id);

      g_assert_cmpstr (shown, ==, english);
      for (guint k = 0; k < G_N_ELEMENTS (languages); k++)
        {
          g_autofree char *text = read_page (languages[k], pages[i].id);

          yun_help_each_block (text, count_cb, counts[k]);
          g_assert_cmpuint (counts[k][YUN_HELP_HEADING], >, 0);
          g_assert_cmpmem (counts[k], sizeof counts[k], counts[0], sizeof counts[0]);
        }
    }
  g_assert_null (yun_help_dup_text ("no such page"));
}

static void
parse_cb (YunHelpKind kind, const char *text, gpointer user_data)
{
  guint         *n = user_data;
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; kind == YUN_HELP_TYPED && lines[i] != NULL; i++)
    {
      g_auto (GStrv) filters = g_strsplit (lines[i], " · ", -1);

      for (guint k = 0; filters[k] != NULL; k++, (*n)++)
        {
          g_autoptr (GError)    error = NULL;
          g_autoptr (YunFilter) filter = yun_filter_parse (filters[k], NULL, &error);

          g_test_message ("%s", filters[k]);
          g_assert_no_error (error);
          g_assert_cmpuint (yun_filter_get_n_clauses (filter), >, 0);
        }
    }
}

/* What the page of filters says can be typed can be read. */
static void
test_filters (void)
{
  for (guint k = 0; k < G_N_ELEMENTS (languages); k++)
    {
      g_autofree char *text = read_page (languages[k], "filter");
      guint            n = 0;

      yun_help_each_block (text, parse_cb, &n);
      g_assert_cmpuint (n, >=, 18);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/help/pages", test_pages);
  g_test_add_func ("/help/filters", test_filters);

  return g_test_run ();
}
