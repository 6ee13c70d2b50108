/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-cli.h"

#include "yun-cli-saved-view.h"
#include "yun-export-job.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

/* Problems told one by one. */
#define TOLD 20

static void
tell_problems (GPtrArray *problems)
{
  for (guint i = 0; i < problems->len && i < TOLD; i++)
    {
      g_autofree char *line = yun_export_problem_describe (problems->pdata[i]);

      yun_cli_warn ("%s", line);
    }
  if (problems->len > TOLD)
    yun_cli_warn (_ ("… and %u more."), problems->len - TOLD);
}

/* Whether @path has a name before @suffix. */
static gboolean
names_file (const char *path, const char *suffix)
{
  const char *slash = strrchr (path, G_DIR_SEPARATOR);
  const char *name = slash != NULL ? slash + 1 : path;

  return g_str_has_suffix (name, suffix) && strlen (name) > strlen (suffix);
}

YunExit
yun_cli_run_export (const YunCliVerb *verb, char **arguments)
{
  g_autofree char   *to = NULL;
  g_autofree char   *crs = NULL;
  g_autofree char   *encoding = NULL;
  g_autofree char   *view = NULL;
  gboolean           replace = FALSE;
  gboolean           lossy = FALSE;
  const GOptionEntry entries[] = {
    { "to", 0, 0, G_OPTION_ARG_FILENAME, &to,
      N_ ("The shapefile to make, a .dbf for records that have no place"), N_ ("NAME.shp") },
    { "crs", 0, 0, G_OPTION_ARG_STRING, &crs,
      N_ ("Coordinate system (EPSG:4490); EPSG:4549 is 3-degree Gauss-Krüger at 120°E"), "EPSG:…" },
    { "encoding", 0, 0, G_OPTION_ARG_STRING, &encoding,
      N_ ("GBK (as old Chinese software reads it), GBK-CPG, UTF-8 or GB18030"), N_ ("NAME") },
    { "replace", 0, 0, G_OPTION_ARG_NONE, &replace, N_ ("An existing file may be replaced"), NULL },
    { "lossy", 0, 0, G_OPTION_ARG_NONE, &lossy,
      N_ ("Write “?” for characters that the encoding lacks"), NULL },
    { "view", 0, 0, G_OPTION_ARG_STRING, &view, N_ ("What the list of this saved view shows"),
      N_ ("NAME") },
    { NULL },
  };
  YunExit                     status;
  g_auto (GStrv)              operands = yun_cli_parse (verb, arguments, entries, &status);
  g_auto (YunCliTarget)       target = { 0 };
  g_autoptr (YunStore)        store = NULL;
  g_autoptr (YunJob)          job = NULL;
  g_autoptr (YunExportResult) result = NULL;
  g_autoptr (GPtrArray)       problems = NULL;
  g_autoptr (GError)          error = NULL;
  YunExportOptions           *options;
  const char                 *suffix;
  int                         code;
  guint                       n;

  if (operands == NULL)
    return status;
  if (to == NULL || (!names_file (to, ".shp") && !names_file (to, ".dbf")))
    return yun_cli_complain (verb, _ ("--to must name a file that ends in “.shp”, or in “.dbf” "
                                      "for records that have no place."));
  code = encoding != NULL ? yun_shapefile_encoding_find (encoding) : YUN_ENCODING_GBK_LDID;
  if (code < 0)
    return yun_cli_complain (
      verb, _ ("“%s” is no encoding; there are: GBK, GBK-CPG, UTF-8, GB18030."), encoding);
  if (crs != NULL && !yun_crs_check (crs, NULL, NULL, &error))
    return yun_cli_complain (verb, "%s", error->message);
  n = g_strv_length (operands);
  if (view != NULL)
    {
      if (!yun_cli_read_view (operands, view, &target, &store, &status))
        return status;
    }
  else
    {
      if (n < 2)
        return yun_cli_complain (verb, _ ("An operand is missing."));
      target.entity = yun_cli_find_entity (operands[0], &status);
      if (target.entity == NULL)
        return status;
      target.filter = yun_cli_parse_filter (target.entity, n == 3 ? operands[1] : NULL, &status);
      if (target.filter == NULL)
        return status;
      store = yun_cli_open (operands[n - 1], YUN_STORE_READ_ONLY, &status);
    }
  if (store == NULL)
    return status;
  suffix = yun_shapefile_get_suffix (target.entity);
  if (!names_file (to, suffix))
    /* Translators: a kind of records, such as Tasks, and ".dbf" */
    return yun_cli_complain (verb, _ ("%s are exported to a file that ends in “%s”."),
                             yun_entity_get_label (target.entity), suffix);

  options = g_new0 (YunExportOptions, 1);
  options->entity = target.entity;
  options->filter = g_steal_pointer (&target.filter);
  options->crs = g_strdup (crs != NULL ? crs : "EPSG:4490");
  options->encoding = (YunShapefileEncoding) code;
  options->path = g_strdup (to);
  options->replace = replace;
  options->lossy = lossy;
  job = yun_export_job_new (store, options);
  result = yun_cli_run_job (job, &error);
  problems = yun_export_job_dup_problems (job);
  tell_problems (problems);
  if (result == NULL)
    return yun_cli_fail (error);
  for (guint i = 0; result->files[i] != NULL; i++)
    puts (result->files[i]);
  return YUN_EXIT_OK;
}
