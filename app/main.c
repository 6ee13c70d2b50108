/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-application.h"
#include "yun-locale.h"

#include <glib/gi18n.h>

int
main (int argc, char **argv)
{
  g_autoptr (YunApplication) app = NULL;
  int                        status;

  yun_locale_init (GETTEXT_PACKAGE, YUN_LOCALE_DIR);
  gtk_disable_setlocale (); /* it is done, and GTK would undo it */
  g_set_application_name (_ ("Yunjian"));

  app = yun_application_new ();
  status = g_application_run (G_APPLICATION (app), argc, argv);
  return status != 0 ? status : yun_application_get_status (app);
}
