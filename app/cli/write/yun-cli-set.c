/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-cli-edit.h"

#include <glib/gi18n.h>

/* (transfer full) (nullable): what makes @records have @values. */
static YunEdits *
make_edits (YunStore *store, GPtrArray *records, GPtrArray *values, YunExit *status)
{
  g_autoptr (YunEdits) edits = yun_edits_new (YUN_ACTION_EDIT, "", yun_change_get_person ());

  yun_edits_set_whole (edits, TRUE);
  for (guint i = 0; i < records->len; i++)
    {
      YunRecord            *before = records->pdata[i];
      g_autoptr (YunRecord) after = yun_record_copy (before);

      if (!yun_cli_apply (store, after, before, values, status))
        return NULL;
      yun_edits_add_difference (edits, before, after);
    }
  return g_steal_pointer (&edits);
}

YunExit
yun_cli_run_set (const YunCliVerb *verb, char **arguments)
{
  g_autofree char   *where = NULL;
  gboolean           dry_run = FALSE;
  const GOptionEntry entries[] = {
    { "where", 0, 0, G_OPTION_ARG_STRING, &where,
      N_ ("All records that the filter shows, in place of WORD"), N_ ("FILTER") },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &dry_run, N_ ("Only show what would be changed"), NULL },
    { NULL },
  };
  YunExit               status;
  g_auto (GStrv)        operands = yun_cli_parse (verb, arguments, entries, &status);
  guint                 n = operands != NULL ? g_strv_length (operands) : 0;
  guint                 first = where != NULL ? 1 : 2; /* of the values */
  const YunEntity      *entity;
  g_autoptr (YunStore)  store = NULL;
  g_autoptr (GPtrArray) values = NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (YunEdits)  edits = NULL;

  if (operands == NULL)
    return status;
  entity = yun_cli_find_entity (operands[0], &status);
  if (entity == NULL)
    return status;
  if (n < first + 2)
    return yun_cli_complain (verb, _ ("An operand is missing."));
  values = yun_cli_parse_values (verb, entity, operands + first, n - first - 1, &status);
  if (values == NULL)
    return status;
  store =
    yun_cli_open (operands[n - 1], dry_run ? YUN_STORE_READ_ONLY : YUN_STORE_DEFAULT, &status);
  if (store == NULL)
    return status;
  records = yun_cli_pick (store, entity, where != NULL ? NULL : operands[1], where, &status);
  if (records == NULL)
    return status;
  edits = make_edits (store, records, values, &status);
  if (edits == NULL)
    return status;
  if (!dry_run)
    return yun_cli_write (store, edits, FALSE);
  yun_cli_print_edits (edits);
  return YUN_EXIT_OK;
}
