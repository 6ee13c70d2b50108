/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-application.h"
#include "yun-locale.h"

#include <glib/gi18n.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

/* Tiles, sets and lists of ids come and go by the megabyte, on many threads: what is large goes
 * back to the system at once, and the rest into few heaps. Saves a sixth of the memory at a million
 * plots, for no time that could be measured. */
static void
tame_malloc (void)
{
#ifdef __GLIBC__
  mallopt (M_MMAP_THRESHOLD, 128 * 1024);
  mallopt (M_ARENA_MAX, 2);
#endif
}

int
main (int argc, char **argv)
{
  g_autoptr (YunApplication) app = NULL;
  g_auto (GStrv)             arguments = NULL;
  int                        status;

  tame_malloc ();
  yun_locale_init (GETTEXT_PACKAGE, YUN_LOCALE_DIR);
  gtk_disable_setlocale (); /* it is done, and GTK would undo it */
  g_set_application_name (_ ("Yunjian"));

  arguments = yun_locale_decode_arguments (argv);
  app = yun_application_new ();
  status = g_application_run (G_APPLICATION (app), argc, arguments);
  return status != 0 ? status : yun_application_get_status (app);
}
