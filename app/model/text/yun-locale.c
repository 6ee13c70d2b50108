/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-model"

#include "config.h"

#include "yun-locale.h"

#include "yun-charset-stream.h"

#include <glib/gstdio.h>
#include <langinfo.h>
#include <libintl.h>
#include <locale.h>
#include <string.h>
#include <unistd.h>

#define C_LOCALE "/usr/lib/locale/C.utf8" /* of libc-bin, in Debian 12 and 13 */

/* The locale the environment asks for in messages, by the order of POSIX; NULL when unset. */
static const char *
get_wanted_locale (void)
{
  static const char *const variables[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

  for (guint i = 0; i < G_N_ELEMENTS (variables); i++)
    {
      const char *value = g_getenv (variables[i]);
      if (value != NULL && value[0] != '\0')
        return value;
    }
  return NULL;
}

static gboolean
names_language (const char *locale)
{
  return locale != NULL && strcmp (locale, "POSIX") != 0 &&
         !(locale[0] == 'C' && (locale[1] == '\0' || locale[1] == '.'));
}

/* Reads the messages' locale under the name zh_CN.UTF-8 out of the files that each system has of
 * C.UTF-8. setlocale looks in LOCPATH and is done with the folder when it returns. */
static gboolean
borrow_locale (void)
{
  g_autofree char *dir = g_dir_make_tmp ("yunjian-locale-XXXXXX", NULL);
  g_autofree char *path = g_strdup (g_getenv ("LOCPATH"));
  g_autofree char *name = NULL;
  gboolean         done = FALSE;

  if (dir == NULL)
    return FALSE;
  name = g_build_filename (dir, "zh_CN.UTF-8", NULL);
  if (symlink (C_LOCALE, name) == 0)
    {
      g_setenv ("LOCPATH", dir, TRUE);
      done = setlocale (LC_MESSAGES, "zh_CN.UTF-8") != NULL;
      if (path != NULL)
        g_setenv ("LOCPATH", path, TRUE);
      else
        g_unsetenv ("LOCPATH");
      g_unlink (name);
    }
  g_rmdir (dir);
  return done;
}

/* gettext takes no notice of LANGUAGE while the locale is "C", and from glibc 2.39 on while it is
 * C.UTF-8 too. Any other UTF-8 locale will do; where none is installed, one is borrowed. */
static void
leave_c_locale (void)
{
  if (setlocale (LC_CTYPE, "C.UTF-8") == NULL)
    setlocale (LC_CTYPE, "zh_CN.UTF-8");
  if (setlocale (LC_MESSAGES, "zh_CN.UTF-8") == NULL &&
      setlocale (LC_MESSAGES, "en_US.UTF-8") == NULL && !borrow_locale ())
    setlocale (LC_MESSAGES, "C.UTF-8");
}

/* The encoding of the terminal and the arguments; NULL: UTF-8. Set once. */
static char *charset;

/* The process itself is in UTF-8, so that all that libraries say is; only what comes and goes is
 * converted. */
static void
leave_charset (void)
{
  const char      *codeset = nl_langinfo (CODESET);
  g_autofree char *name = NULL;

  if (g_ascii_strcasecmp (codeset, "UTF-8") == 0 || strcmp (codeset, "ANSI_X3.4-1968") == 0)
    return;
  charset = g_strdup (codeset);
  name = g_strdup (setlocale (LC_CTYPE, NULL));
  name[strcspn (name, ".@")] = '\0';
  {
    g_autofree char *utf8 = g_strconcat (name, ".UTF-8", NULL);

    if (setlocale (LC_CTYPE, utf8) == NULL)
      setlocale (LC_CTYPE, "C.UTF-8");
  }
  {
    /* A name that is no UTF-8 was given in that encoding. */
    g_autofree char *names = g_strconcat ("UTF-8,", charset, NULL);

    g_setenv ("G_FILENAME_ENCODING", names, FALSE);
  }
  yun_charset_streams_begin (charset);
}

void
yun_locale_init (const char *package, const char *localedir)
{
  const char *wanted = get_wanted_locale ();
  const char *dir = g_getenv ("YUN_LOCALE_DIR");
  gboolean    installed = setlocale (LC_ALL, "") != NULL;

  if (!installed || !names_language (wanted))
    {
      const char *language = g_getenv ("LANGUAGE");

      if (language == NULL || language[0] == '\0')
        {
          g_autofree char *name = g_strdup (names_language (wanted) ? wanted : "zh_CN");
          name[strcspn (name, ".@")] = '\0';
          g_setenv ("LANGUAGE", name, TRUE);
        }
      leave_c_locale ();
    }
  else
    leave_charset ();

  bindtextdomain (package, dir != NULL ? dir : localedir);
  bind_textdomain_codeset (package, "UTF-8");
  textdomain (package);
}

/* (transfer full) */
static char *
decode (const char *argument)
{
  char *text;

  if (strpbrk (argument, "./") != NULL && g_file_test (argument, G_FILE_TEST_EXISTS))
    return g_strdup (argument);
  text = g_convert (argument, -1, "UTF-8", charset, NULL, NULL, NULL);
  return text != NULL ? text : g_strdup (argument);
}

char **
yun_locale_decode_arguments (char **arguments)
{
  GPtrArray *decoded = g_ptr_array_new ();

  for (guint i = 0; arguments[i] != NULL; i++)
    g_ptr_array_add (decoded, charset != NULL ? decode (arguments[i]) : g_strdup (arguments[i]));
  g_ptr_array_add (decoded, NULL);
  return (char **) g_ptr_array_free (decoded, FALSE);
}

gboolean
yun_locale_answers_chinese (const char *word)
{
  return g_str_has_prefix (g_get_language_names ()[0], "zh") || !g_str_is_ascii (word);
}
