/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-cli.h"

#include "yun-starter.h"

#include <glib/gi18n.h>

/* The most that is asked of any one count. */
#define MOST 5000000

YunExit
yun_cli_run_sample (const YunCliVerb *verb, char **arguments)
{
  gint64             plots = 20000;
  gint64             firms = -1;
  gint64             parks = -1;
  gint64             seed = 1;
  const GOptionEntry entries[] = {
    { "plots", 0, 0, G_OPTION_ARG_INT64, &plots, N_ ("How many plots (20000)"), "N" },
    { "firms", 0, 0, G_OPTION_ARG_INT64, &firms, N_ ("How many firms (half as many as plots)"),
      "N" },
    { "parks", 0, 0, G_OPTION_ARG_INT64, &parks,
      N_ ("How many parks (one for every 500 plots, 3 at least)"), "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, N_ ("The same number gives the same records (1)"),
      "N" },
    { NULL },
  };
  YunExit              status;
  g_auto (GStrv)       operands = yun_cli_parse (verb, arguments, entries, &status);
  YunSampleOptions     options;
  g_autoptr (YunJob)   job = NULL;
  g_autoptr (YunStore) store = NULL;
  g_autoptr (GError)   error = NULL;

  if (operands == NULL)
    return status;
  if (!yun_cli_check_registry_name (verb, operands[0]))
    return YUN_EXIT_USAGE;
  if (plots < 0 || plots > MOST || firms < -1 || firms > MOST || parks < -1 || parks > MOST)
    return yun_cli_complain (verb, _ ("A count must be from 0 to %d."), MOST);
  if (seed < 0 || seed > G_MAXUINT32)
    return yun_cli_complain (verb, _ ("The seed must be from 0 to %u."), G_MAXUINT32);
  options = (YunSampleOptions){
    .n_plots = (guint) plots,
    .n_firms = firms < 0 ? G_MAXUINT : (guint) firms,
    .n_parks = parks < 0 ? G_MAXUINT : (guint) parks,
    .seed = (guint32) seed,
  };
  job = yun_sample_job_new (operands[0], &options);
  store = yun_cli_run_job (job, &error);
  return store != NULL ? YUN_EXIT_OK : yun_cli_fail (error);
}
