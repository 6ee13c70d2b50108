/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-cli.h"

#include "yun-store-write.h"

#include <glib/gi18n.h>
#include <stdio.h>

static YunExit
run_step (const YunCliVerb *verb, char **arguments, gboolean redo)
{
  YunExit               status;
  g_auto (GStrv)        operands = yun_cli_parse (verb, arguments, NULL, &status);
  g_autoptr (YunStore)  store = NULL;
  g_autoptr (YunChange) change = NULL;
  g_autoptr (GError)    error = NULL;
  g_autofree char      *words = NULL;
  const char           *who = yun_change_get_person ();

  if (operands == NULL)
    return status;
  store = yun_cli_open (operands[0], YUN_STORE_DEFAULT, &status);
  if (store == NULL)
    return status;
  change = redo ? yun_store_redo_sync (store, who, NULL, &error)
                : yun_store_undo_sync (store, 0, YUN_UNDO_DEFAULT, who, NULL, NULL, &error);
  if (change == NULL)
    return yun_cli_fail (error);
  words = yun_change_describe (change);
  puts (words);
  return YUN_EXIT_OK;
}

YunExit
yun_cli_run_undo (const YunCliVerb *verb, char **arguments)
{
  return run_step (verb, arguments, FALSE);
}

YunExit
yun_cli_run_redo (const YunCliVerb *verb, char **arguments)
{
  return run_step (verb, arguments, TRUE);
}
