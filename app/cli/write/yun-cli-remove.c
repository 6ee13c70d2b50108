/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-cli-edit.h"

#include "yun-store-removal.h"

#include <glib/gi18n.h>

/* Says what links to the records that are to go. */
static void
tell_links (GPtrArray *links)
{
  for (guint i = 0; i < links->len; i++)
    {
      const YunGoneLink *link = links->pdata[i];

      /* Translators: a record that goes, a kind of record, one of it, the field that names it */
      yun_cli_warn (_ ("“%s” is linked to by %s “%s” (%s)."), yun_record_get_name (link->target),
                    yun_entity_get_label (yun_record_get_entity (link->record)),
                    yun_record_get_name (link->record), yun_field_get_label (link->field));
    }
}

static YunExit
remove_all (YunStore *store, GPtrArray *records, gboolean unlink, gboolean dry_run)
{
  g_autoptr (GPtrArray) links = NULL;
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunEdits)  edits =
    yun_store_plan_removal_sync (store, records, yun_change_get_person (), &links, NULL, &error);

  if (edits == NULL)
    return yun_cli_fail (error);
  tell_links (links);
  if (links->len > 0 && !unlink)
    {
      yun_cli_warn (_ ("Nothing was removed; --unlink removes the links too."));
      return YUN_EXIT_REFUSED;
    }
  if (!dry_run)
    return yun_cli_write (store, edits, FALSE);
  yun_cli_print_edits (edits);
  return YUN_EXIT_OK;
}

YunExit
yun_cli_run_remove (const YunCliVerb *verb, char **arguments)
{
  g_autofree char   *where = NULL;
  gboolean           unlink = FALSE, dry_run = FALSE;
  const GOptionEntry entries[] = {
    { "where", 0, 0, G_OPTION_ARG_STRING, &where,
      N_ ("All records that the filter shows, in place of WORD"), N_ ("FILTER") },
    { "unlink", 0, 0, G_OPTION_ARG_NONE, &unlink,
      N_ ("Also where others link to it: those links are removed in the same change"), NULL },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &dry_run, N_ ("Only show what would be changed"), NULL },
    { NULL },
  };
  YunExit               status;
  g_auto (GStrv)        operands = yun_cli_parse (verb, arguments, entries, &status);
  guint                 n = operands != NULL ? g_strv_length (operands) : 0;
  const YunEntity      *entity;
  g_autoptr (YunStore)  store = NULL;
  g_autoptr (GPtrArray) records = NULL;

  if (operands == NULL)
    return status;
  if (n != (where != NULL ? 2 : 3))
    return yun_cli_complain (verb, where != NULL ? _ ("WORD and --where do not go together.")
                                                 : _ ("An operand is missing."));
  entity = yun_cli_find_entity (operands[0], &status);
  if (entity == NULL)
    return status;
  store =
    yun_cli_open (operands[n - 1], dry_run ? YUN_STORE_READ_ONLY : YUN_STORE_DEFAULT, &status);
  if (store == NULL)
    return status;
  records = yun_cli_pick (store, entity, where != NULL ? NULL : operands[1], where, &status);
  return records != NULL ? remove_all (store, records, unlink, dry_run) : status;
}
