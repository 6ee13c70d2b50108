/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-cli.h"

YunExit
yun_cli_run_backup (const YunCliVerb *verb, char **arguments)
{
  YunExit                  status;
  g_auto (GStrv)           operands = yun_cli_parse (verb, arguments, NULL, &status);
  g_autoptr (YunStore)     store = NULL;
  g_autoptr (GCancellable) cancellable = NULL;
  g_autoptr (GError)       error = NULL;

  if (operands == NULL)
    return status;
  if (!yun_cli_check_registry_name (verb, operands[1]))
    return YUN_EXIT_USAGE;
  store = yun_cli_open (operands[0], YUN_STORE_READ_ONLY, &status);
  if (store == NULL)
    return status;
  cancellable = yun_cli_catch_signals ();
  return yun_store_backup_sync (store, operands[1], cancellable, &error) ? YUN_EXIT_OK
                                                                         : yun_cli_fail (error);
}
