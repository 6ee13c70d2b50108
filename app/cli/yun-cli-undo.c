/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-cli.h"

#include <glib/gi18n.h>
#include <stdio.h>

typedef YunChange *(*StepFunc) (YunStore *store, GCancellable *cancellable, GError **error);

static YunExit
run_step (const YunCliVerb *verb, char **arguments, StepFunc step)
{
  YunExit               status;
  g_auto (GStrv)        operands = yun_cli_parse (verb, arguments, NULL, &status);
  g_autoptr (YunStore)  store = NULL;
  g_autoptr (YunChange) change = NULL;
  g_autoptr (GError)    error = NULL;
  g_autofree char      *words = NULL;

  if (operands == NULL)
    return status;
  store = yun_cli_open (operands[0], YUN_STORE_DEFAULT, &status);
  if (store == NULL)
    return status;
  change = step (store, NULL, &error);
  if (change == NULL)
    return yun_cli_fail (error);
  words = yun_change_describe (change);
  puts (words);
  return YUN_EXIT_OK;
}

YunExit
yun_cli_run_undo (const YunCliVerb *verb, char **arguments)
{
  return run_step (verb, arguments, yun_store_undo_sync);
}

YunExit
yun_cli_run_redo (const YunCliVerb *verb, char **arguments)
{
  return run_step (verb, arguments, yun_store_redo_sync);
}
