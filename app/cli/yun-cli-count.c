/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-cli.h"

#include "yun-cli-output.h"
#include "yun-unit.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>

static void
append_json (GString *out, const YunEntity *entity, const YunTotals *totals)
{
  g_string_append_printf (out, "{\"entity\":\"%s\",\"count\":%" G_GINT64_FORMAT ",\"area_m2\":",
                          entity->id, totals->count);
  yun_cli_append_number (out, totals->area_m2);
  g_string_append_printf (
    out, ",\"area_unknown\":%" G_GINT64_FORMAT ",\"without_place\":%" G_GINT64_FORMAT "}",
    totals->area_unknown, totals->without_place);
}

static void
add_row (YunCliTable *table, const YunEntity *entity, const YunTotals *totals)
{
  g_autofree char *count = g_strdup_printf ("%" G_GINT64_FORMAT, totals->count);
  g_autofree char *area =
    isnan (totals->area_m2) || totals->count == 0 ? NULL : yun_area_format (totals->area_m2);

  yun_cli_table_add (
    table, (const char *[]){ yun_entity_get_label (entity), count, area != NULL ? area : "" });
}

/* Sets what is counted from the operands before FILE. */
static gboolean
read_operands (
  char **operands, guint n, const YunEntity **entity, YunFilter **filter, YunExit *status)
{
  const char *text = n == 3 ? operands[1] : NULL;

  *entity = NULL;
  if (n == 3)
    {
      *entity = yun_cli_find_entity (operands[0], status);
      if (*entity == NULL)
        return FALSE;
    }
  else if (n == 2)
    {
      *entity = yun_entity_find (operands[0]);
      text = *entity == NULL ? operands[0] : NULL;
    }
  *filter = yun_cli_parse_filter (*entity, text, status);
  if (*filter != NULL && *entity == NULL)
    *entity = yun_filter_get_entity (*filter);
  return *filter != NULL;
}

YunExit
yun_cli_run_count (const YunCliVerb *verb, char **arguments)
{
  gboolean           json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json,
      N_ ("Counts and areas in ㎡ as JSON, one entity a line"), NULL },
    { NULL },
  };
  YunExit                 status;
  g_auto (GStrv)          operands = yun_cli_parse (verb, arguments, entries, &status);
  const YunEntity        *only;
  const YunEntity *const *entities;
  g_autoptr (YunFilter)   filter = NULL;
  g_autoptr (YunStore)    store = NULL;
  g_autoptr (GError)      error = NULL;
  g_autoptr (GString)     text = g_string_new (NULL);
  YunCliTable            *table = NULL;
  guint                   n;
  guint                   n_entities;

  if (operands == NULL)
    return status;
  n = g_strv_length (operands);
  if (!read_operands (operands, n, &only, &filter, &status))
    return status;
  store = yun_cli_open (operands[n - 1], YUN_STORE_READ_ONLY, &status);
  if (store == NULL)
    return status;

  entities = yun_entity_list (&n_entities);
  if (only == NULL && !json)
    table = yun_cli_table_new (3, 1 << 1);
  for (guint i = 0; i < n_entities && error == NULL; i++)
    {
      YunTotals totals;

      if ((only != NULL && entities[i] != only) ||
          !yun_store_totals_sync (store, entities[i], filter, &totals, NULL, &error))
        continue;
      if (table != NULL)
        add_row (table, entities[i], &totals);
      else if (json)
        {
          g_string_append (text, text->len == 0 ? (only == NULL ? "[\n" : "") : ",\n");
          append_json (text, entities[i], &totals);
        }
      else
        g_string_append_printf (text, "%" G_GINT64_FORMAT, totals.count);
    }
  g_clear_pointer (&table, yun_cli_table_end);
  if (error != NULL)
    return yun_cli_fail (error);
  if (json && only == NULL)
    g_string_append (text, "\n]");
  if (text->len > 0)
    puts (text->str);
  return YUN_EXIT_OK;
}
