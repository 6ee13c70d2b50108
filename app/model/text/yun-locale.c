/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-model"

#include "config.h"

#include "yun-locale.h"

#include <libintl.h>
#include <locale.h>
#include <string.h>

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

/* gettext takes no notice of LANGUAGE while the locale is "C", and from glibc 2.39 on while it is
 * C.UTF-8 too: any other UTF-8 locale will do, C.UTF-8 is what every Debian has. */
static void
leave_c_locale (void)
{
  static const char *const locales[] = { "zh_CN.UTF-8", "en_US.UTF-8", "C.UTF-8" };

  if (setlocale (LC_CTYPE, "C.UTF-8") == NULL)
    setlocale (LC_CTYPE, "zh_CN.UTF-8");
  for (guint i = 0; i < G_N_ELEMENTS (locales); i++)
    if (setlocale (LC_MESSAGES, locales[i]) != NULL)
      return;
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

  bindtextdomain (package, dir != NULL ? dir : localedir);
  bind_textdomain_codeset (package, "UTF-8");
  textdomain (package);
}
