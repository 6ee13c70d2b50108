/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-locale.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <langinfo.h>
#include <string.h>

/* What the environment says, and the language of the program then. A locale is set once in a
 * process, so each case is one of its own. */
static const struct
{
  const char *name;
  const char *locale; /* (nullable): of LC_ALL */
  const char *language;
  gboolean    chinese;
} cases[] = {
  { "unset", NULL, NULL, TRUE },
  { "c", "C", NULL, TRUE },
  { "posix", "POSIX", NULL, TRUE },
  { "c-utf-8", "C.UTF-8", NULL, TRUE },
  { "english-chosen", "C.UTF-8", "en", FALSE },
  { "chinese-chosen", "C.UTF-8", "zh_CN", TRUE },
  { "chinese", "zh_CN.UTF-8", NULL, TRUE },
  { "chinese-of-old", "zh_CN.GB18030", NULL, TRUE },
  { "english", "en_US.UTF-8", NULL, FALSE },
  { "no-such-locale", "xx_YY.UTF-8", NULL, FALSE },
};

static void
set_environment (guint i)
{
  static const char *const others[] = { "LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE", "LOCPATH" };

  for (guint k = 0; k < G_N_ELEMENTS (others); k++)
    g_unsetenv (others[k]);
  if (cases[i].locale != NULL)
    g_setenv ("LC_ALL", cases[i].locale, TRUE);
  if (cases[i].language != NULL)
    g_setenv ("LANGUAGE", cases[i].language, TRUE);
}

/* Runs this test again as a process that keeps its passing files in @tmp. */
static void
run_apart (const char *tmp)
{
  g_setenv ("TMPDIR", tmp, TRUE);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

static void
test_case (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);

  if (!g_test_subprocess ())
    {
      g_autofree char *tmp = g_strdup ("locale-XXXXXX");

      g_assert_nonnull (g_mkdtemp (tmp));
      run_apart (tmp);
      /* What was borrowed is given back. */
      g_assert_cmpint (g_rmdir (tmp), ==, 0);
      return;
    }
  set_environment (i);
  yun_locale_init (GETTEXT_PACKAGE, YUN_LOCALE_DIR);

  g_assert_cmpstr (_ ("Plots"), ==, cases[i].chinese ? "地块" : "Plots");
  g_assert_cmpstr (nl_langinfo (CODESET), ==, "UTF-8");
  g_assert_null (g_getenv ("LOCPATH"));
}

/* Nowhere to put the link: the program runs all the same. */
static void
test_no_folder (void)
{
  if (!g_test_subprocess ())
    {
      run_apart ("/nonexistent");
      return;
    }
  set_environment (3);
  yun_locale_init (GETTEXT_PACKAGE, YUN_LOCALE_DIR);
  g_assert_cmpstr (nl_langinfo (CODESET), ==, "UTF-8");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/locale/", cases[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_case);
    }
  g_test_add_func ("/locale/no-folder", test_no_folder);

  return g_test_run ();
}
