/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Calls @func with the words of each line of tests/geo/data/@name; '#' begins a comment, '|' in a
 * word stands for a space. */
typedef void (*GeoCaseFunc) (char **words, guint n, guint line);

static inline void
geo_test_each_case (const char *name, GeoCaseFunc func)
{
  g_autofree char *path =
    g_build_filename (g_getenv ("YUN_SOURCE_DIR"), "tests", "geo", "data", name, NULL);
  g_autofree char   *data = NULL;
  g_auto (GStrv)     lines = NULL;
  g_autoptr (GError) error = NULL;
  guint              cases = 0;

  g_file_get_contents (path, &data, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (data, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv)        raw = g_strsplit (lines[i], " ", -1);
      g_autoptr (GPtrArray) words = g_ptr_array_new ();

      if (*lines[i] == '#')
        continue;
      for (guint k = 0; raw[k] != NULL; k++)
        if (*raw[k] != '\0')
          g_ptr_array_add (words, g_strdelimit (raw[k], "|", ' '));
      if (words->len == 0)
        continue;
      func ((char **) words->pdata, words->len, i + 1);
      cases++;
    }
  g_assert_cmpuint (cases, >, 3);
}
