/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-cli-edit.h"

#include "yun-store-match.h"

#include <glib/gi18n.h>

/* Brings back a record that was removed, as it was then, under its old key. Links to it that were
 * removed with it come back by "undo". */
YunExit
yun_cli_run_restore (const YunCliVerb *verb, char **arguments)
{
  YunExit               status;
  g_auto (GStrv)        operands = yun_cli_parse (verb, arguments, NULL, &status);
  const YunEntity      *entity;
  g_autoptr (YunStore)  store = NULL;
  g_autoptr (YunRecord) record = NULL;
  g_autoptr (YunEdits)  edits = NULL;
  g_autoptr (GError)    error = NULL;

  if (operands == NULL)
    return status;
  entity = yun_cli_find_entity (operands[0], &status);
  if (entity == NULL)
    return status;
  store = yun_cli_open (operands[2], YUN_STORE_DEFAULT, &status);
  if (store == NULL)
    return status;
  record = yun_store_match_removed_sync (store, entity, operands[1], &error);
  if (record == NULL)
    return yun_cli_fail (error);
  edits = yun_edits_new (YUN_ACTION_ADD, "", yun_change_get_person ());
  yun_edits_set_whole (edits, TRUE);
  yun_edits_add_insert (edits, record);
  return yun_cli_write (store, edits, FALSE);
}
