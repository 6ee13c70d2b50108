/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-cli.h"

#include <stdio.h>

YunExit
yun_cli_run_explain (const YunCliVerb *verb, char **arguments)
{
  YunExit               status;
  g_auto (GStrv)        operands = yun_cli_parse (verb, arguments, NULL, &status);
  const YunEntity      *entity;
  g_autoptr (YunFilter) filter = NULL;
  g_autoptr (YunStore)  store = NULL;
  g_autoptr (GError)    error = NULL;
  g_autofree char      *text = NULL;

  if (operands == NULL)
    return status;
  entity = yun_cli_find_entity (operands[0], &status);
  if (entity == NULL)
    return status;
  filter = yun_cli_parse_filter (entity, operands[1], &status);
  if (filter == NULL)
    return status;
  store = yun_cli_open (operands[2], YUN_STORE_READ_ONLY, &status);
  if (store == NULL)
    return status;
  text = yun_store_explain_sync (store, entity, filter, &error);
  if (text == NULL)
    return yun_cli_fail (error);
  puts (text);
  return YUN_EXIT_OK;
}
