/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-cli.h"
#include "yun-gazetteer.h"
#include "yun-locale.h"
#include "yun-street.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

static const YunCliVerb verbs[] = {
  { "init", N_ ("FILE"),
    N_ ("Make a registry with the public facts that come along, or an empty one."), 1, 1,
    yun_cli_run_init },
  { "sample", N_ ("FILE"), N_ ("Make a training sample of invented plots, parks and firms."), 1, 1,
    yun_cli_run_sample },
  { "info", N_ ("FILE"), N_ ("Tell what a registry holds."), 1, 1, yun_cli_run_info },
  { "list", N_ ("ENTITY [FILTER] FILE"), N_ ("List the records that a filter shows."), 1, 3,
    yun_cli_run_list },
  { "show", N_ ("ENTITY WORD FILE"),
    N_ ("Show one record, found by its identifier, name, number or code."), 3, 3,
    yun_cli_run_show },
  { "count", N_ ("[ENTITY] [FILTER] FILE"), N_ ("Count the records that a filter shows."), 1, 3,
    yun_cli_run_count },
  { "idle", N_ ("FILE"),
    N_ ("Find candidates for idle land by rule and day, and neighbours that make up an area."), 1,
    1, yun_cli_run_idle },
  { "export", N_ ("ENTITY [FILTER] --to NAME.shp FILE"),
    N_ ("Write the records that a filter shows as a shapefile."), 1, 3, yun_cli_run_export },
  { "render", N_ ("--output NAME FILE"),
    N_ ("Draw the map as PDF, SVG or PNG, for print or slides."), 1, 1, yun_cli_run_render },
  { "view", N_ ("list|save|remove|export|import|changes [NAME] [FILTER] FILE"),
    N_ ("List, save, remove, hand over saved views; tell what changed in one."), 2, 4,
    yun_cli_run_view },
  { "add", N_ ("ENTITY FIELD=VALUE… FILE"),
    N_ ("Add a record, or many from JSON; prints their identifiers."), 2, G_MAXUINT,
    yun_cli_run_add },
  { "set", N_ ("ENTITY WORD|--where FILTER FIELD=VALUE… FILE"),
    N_ ("Set fields of a record, or of all that a filter shows; “?” makes one unknown."), 3,
    G_MAXUINT, yun_cli_run_set },
  { "place", N_ ("ENTITY WORD --at LON,LAT|--wkt TEXT|--none FILE"),
    N_ ("Say where a record lies."), 3, 3, yun_cli_run_place },
  { "remove", N_ ("ENTITY WORD|--where FILTER FILE"),
    N_ ("Remove records; says who links to them."), 2, 3, yun_cli_run_remove },
  { "restore", N_ ("ENTITY WORD FILE"), N_ ("Bring back a record that was removed."), 3, 3,
    yun_cli_run_restore },
  { "undo", N_ ("[NUMBER] FILE"), N_ ("Take back the newest change, or the one of a number."), 1, 2,
    yun_cli_run_undo },
  { "redo", N_ ("FILE"), N_ ("Bring back the change that was undone last."), 1, 1,
    yun_cli_run_redo },
  { "history", N_ ("[ENTITY WORD] FILE"),
    N_ ("List the changes, newest first, of all or of one record."), 1, 3, yun_cli_run_history },
  { "backup", N_ ("FILE COPY"), N_ ("Make a verified copy of a registry."), 2, 2,
    yun_cli_run_backup },
  { "basemap", N_ ("build|info|remove [FILE.osm.pbf]"),
    N_ ("Make a street map from an extract of OpenStreetMap, or tell what there is."), 1, 2,
    yun_cli_run_basemap },
  { "check", N_ ("--file|--remove-strangers FILE"),
    N_ ("Look whether the file is sound; take foreign programs out of it."), 1, 1,
    yun_cli_run_check },
  { "explain", N_ ("ENTITY FILTER FILE"), N_ ("Show the statement that a filter becomes."), 3, 3,
    yun_cli_run_explain },
};

static void
print_help (FILE *out)
{
  fprintf (out, _ ("Usage: yunjian-cli VERB [OPTION…] OPERANDS\n\n"));
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    fprintf (out, "  %-8s %s\n", verbs[i].name, _ (verbs[i].summary));
  fprintf (out, _ ("\n“yunjian-cli VERB --help” tells more. Filters are written as in the window:\n"
                   "  yunjian-cli list plots 'status:reusable area:20..100mu zone:north' FILE\n"
                   "  yunjian-cli list firms 'place:?' FILE      (not on the map)\n"));
  fprintf (out, _ ("\n“yunjian-cli help PAGE” tells how things are done:\n"));
  yun_cli_print_pages (out);
}

static YunExit
run (char **argv)
{
  if (argv[1] == NULL)
    {
      print_help (stderr);
      return YUN_EXIT_USAGE;
    }
  if (strcmp (argv[1], "help") == 0 && argv[2] != NULL)
    return yun_cli_print_page (argv[2]);
  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0 ||
      strcmp (argv[1], "help") == 0)
    {
      print_help (stdout);
      return YUN_EXIT_OK;
    }
  if (strcmp (argv[1], "--version") == 0)
    {
      printf ("yunjian-cli %s\n", YUN_VERSION);
      return YUN_EXIT_OK;
    }
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (strcmp (argv[1], verbs[i].name) == 0)
      return verbs[i].run (&verbs[i], argv + 1);
  yun_cli_warn (_ ("“%s” is no verb; “yunjian-cli --help” lists them."), argv[1]);
  return YUN_EXIT_USAGE;
}

int
main (int argc, char **argv)
{
  g_auto (GStrv)   arguments = NULL;
  g_autofree char *streets = yun_street_dup_path ();
  YunExit          status;

  yun_locale_init (GETTEXT_PACKAGE, YUN_LOCALE_DIR);
  g_set_prgname ("yunjian-cli");
  arguments = yun_locale_decode_arguments (argv);
  yun_gazetteer_set_streets (streets);
  status = run (arguments);
  /* A full disk behind stdout is noticed only here. */
  if (fflush (stdout) != 0 || ferror (stdout))
    {
      yun_cli_warn (_ ("The output could not be written: %s."), g_strerror (errno));
      if (status == YUN_EXIT_OK)
        status = YUN_EXIT_FAILED;
    }
  return (int) status;
}
