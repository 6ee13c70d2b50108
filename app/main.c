/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-application.h"

#include <glib/gi18n.h>
#include <locale.h>

/* The program speaks Chinese where the system names no language. glibc looks for no translation at
 * all in the locale "C", so such a system gets C.UTF-8, which every glibc has built in. */
static void
choose_language (void)
{
  static const char *const none[] = { "C", "POSIX", "C.UTF-8", "C.utf8", NULL };
  const char              *name;

  setlocale (LC_ALL, "");
  name = setlocale (LC_MESSAGES, NULL);
  if (name == NULL || g_strv_contains (none, name))
    {
      setlocale (LC_ALL, "C.UTF-8");
      g_setenv ("LANGUAGE", "zh_CN", FALSE);
    }
  gtk_disable_setlocale ();
}

int
main (int argc, char **argv)
{
  const char                *locale_dir = g_getenv ("YUN_LOCALE_DIR");
  g_autoptr (YunApplication) app = NULL;
  int                        status;

  choose_language ();
  bindtextdomain (GETTEXT_PACKAGE, locale_dir != NULL ? locale_dir : YUN_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_application_name (_ ("Yunjian"));

  app = yun_application_new ();
  status = g_application_run (G_APPLICATION (app), argc, argv);
  return status != 0 ? status : yun_application_get_status (app);
}
