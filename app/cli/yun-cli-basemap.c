/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-cli.h"

#include "yun-cli-output.h"
#include "yun-street-job.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

static void
add (YunCliTable *table, const char *label, const char *value)
{
  yun_cli_table_add (table, (const char *[]){ label, value });
}

static YunExit
print_about (const char *path)
{
  g_autoptr (GError)       error = NULL;
  g_autoptr (YunStreetMap) map = yun_street_map_open (path, &error);
  g_autoptr (GDateTime)    made = NULL;
  g_autofree char         *at = NULL;
  g_autofree char         *size = NULL;
  g_autofree char         *n = NULL;
  g_autofree char         *shown = g_filename_display_name (path);
  YunCliTable             *table;

  if (map == NULL)
    return yun_cli_fail (error);
  made = g_date_time_new_from_unix_local (yun_street_map_get_made (map));
  at = made != NULL ? g_date_time_format (made, "%Y-%m-%d %H:%M") : g_strdup ("");
  size = g_format_size (yun_street_map_get_size (map));
  n = g_strdup_printf ("%" G_GUINT64_FORMAT, yun_street_map_get_n (map));
  table = yun_cli_table_new (2, 0);
  add (table, _ ("File"), shown);
  add (table, _ ("Made of"), yun_street_map_get_source (map));
  add (table, _ ("Made on"), at);
  add (table, _ ("Things"), n);
  add (table, _ ("Size"), size);
  add (table, _ ("Licence"), yun_street_map_get_licence (map));
  yun_cli_table_end (table);

  return YUN_EXIT_OK;
}

static YunExit
build (const char *extract, const char *path)
{
  g_autoptr (YunJob)       job = yun_street_job_new (extract, path);
  g_autoptr (GError)       error = NULL;
  g_autoptr (YunStreetMap) map = yun_cli_run_job (job, &error);

  if (map == NULL)
    return yun_cli_fail (error);
  puts (path);

  return YUN_EXIT_OK;
}

YunExit
yun_cli_run_basemap (const YunCliVerb *verb, char **arguments)
{
  YunExit            status;
  g_auto (GStrv)     operands = yun_cli_parse (verb, arguments, NULL, &status);
  g_autofree char   *path = yun_street_dup_path ();
  g_autoptr (GError) error = NULL;
  guint              n;

  if (operands == NULL)
    return status;
  n = g_strv_length (operands);
  if (strcmp (operands[0], "build") == 0)
    return n == 2 ? build (operands[1], path)
                  : yun_cli_complain (verb, _ ("“build” takes an extract of OpenStreetMap."));
  if (n == 1 && strcmp (operands[0], "info") == 0)
    return print_about (path);
  if (n == 1 && strcmp (operands[0], "remove") == 0)
    return yun_street_remove (path, &error) ? YUN_EXIT_OK : yun_cli_fail (error);

  return yun_cli_complain (verb, _ ("“basemap” takes: build FILE, info, remove."));
}
