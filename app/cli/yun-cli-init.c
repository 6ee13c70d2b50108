/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-cli.h"

#include "yun-starter.h"

#include <glib/gi18n.h>

YunExit
yun_cli_run_init (const YunCliVerb *verb, char **arguments)
{
  gboolean           empty = FALSE;
  const GOptionEntry entries[] = {
    { "empty", 'e', 0, G_OPTION_ARG_NONE, &empty, N_ ("Only zones and towns"), NULL },
    { NULL },
  };
  YunExit              status;
  g_auto (GStrv)       operands = yun_cli_parse (verb, arguments, entries, &status);
  g_autoptr (YunJob)   job = NULL;
  g_autoptr (YunStore) store = NULL;
  g_autoptr (GError)   error = NULL;

  if (operands == NULL)
    return status;
  if (!yun_cli_check_registry_name (verb, operands[0]))
    return YUN_EXIT_USAGE;
  job = empty ? yun_empty_job_new (operands[0]) : yun_starter_job_new (operands[0]);
  store = yun_cli_run_job (job, &error);
  return store != NULL ? YUN_EXIT_OK : yun_cli_fail (error);
}
