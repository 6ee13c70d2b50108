/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-cli.h"

#include "yun-cli-output.h"
#include "yun-store-history.h"
#include "yun-store-links.h"
#include "yun-unit.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>

static void
add (YunCliTable *table, const char *label, const char *value)
{
  yun_cli_table_add (table, (const char *[]){ label, value });
}

static gboolean
add_entities (YunCliTable *table, YunStore *store, GError **error)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);
  g_autoptr (YunFilter)   all = yun_filter_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      YunTotals        totals;
      g_autofree char *area = NULL;
      g_autofree char *text = NULL;

      if (!yun_store_totals_sync (store, entities[i], all, &totals, NULL, error))
        return FALSE;
      area = isnan (totals.area_m2) || totals.count == 0 ? NULL : yun_area_format (totals.area_m2);
      text = g_strdup_printf ("%" G_GINT64_FORMAT "%s%s", totals.count, area != NULL ? "  " : "",
                              area != NULL ? area : "");
      add (table, yun_entity_get_label (entities[i]), text);
    }
  return TRUE;
}

static gboolean
add_last_change (YunCliTable *table, YunStore *store, GError **error)
{
  g_autoptr (GPtrArray) changes =
    yun_store_list_changes_sync (store, &(YunChangeQuery){ .limit = 1 }, error);

  if (changes == NULL)
    return FALSE;
  if (changes->len > 0)
    {
      const YunChange *change = changes->pdata[0];
      g_autofree char *words = yun_change_describe (change);
      g_autofree char *at = yun_cli_dup_local_time (change->at);
      g_autofree char *text = g_strdup_printf ("%s  %s", at, words);

      add (table, _ ("Newest change"), text);
    }
  return TRUE;
}

/* What became of names when the file was upgraded to links by identity. */
static gboolean
print_links_report (YunStore *store, GError **error)
{
  GError          *local = NULL;
  g_autofree char *report = yun_store_get_links_report_sync (store, &local);

  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (report != NULL)
    printf ("\n%s\n%s", _ ("Links that the upgrade made of names:"), report);
  return TRUE;
}

YunExit
yun_cli_run_info (const YunCliVerb *verb, char **arguments)
{
  YunExit              status;
  g_auto (GStrv)       operands = yun_cli_parse (verb, arguments, NULL, &status);
  g_autoptr (YunStore) store = NULL;
  g_autoptr (GError)   error = NULL;
  g_autofree char     *name = NULL;
  YunCliTable         *table;
  gboolean             ok;

  if (operands == NULL)
    return status;
  store = yun_cli_open (operands[0], YUN_STORE_READ_ONLY, &status);
  if (store == NULL)
    return status;
  name = g_filename_display_name (operands[0]);
  table = yun_cli_table_new (2, 0);
  add (table, _ ("File"), name);
  add (table, _ ("Kind"),
       yun_store_is_sample (store) ? _ ("training sample: all records are invented")
                                   : _ ("registry"));
  ok = add_entities (table, store, &error) && add_last_change (table, store, &error);
  yun_cli_table_end (table);
  ok = ok && print_links_report (store, &error);
  return ok ? YUN_EXIT_OK : yun_cli_fail (error);
}
