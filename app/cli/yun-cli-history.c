/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-cli.h"

#include "yun-cli-output.h"

#include <glib/gi18n.h>
#include <stdio.h>

static const char *
get_state_id (const YunChange *change)
{
  switch (change->state)
    {
    case YUN_CHANGE_UNDONE:
      return "undone";
    case YUN_CHANGE_DROPPED:
      return "dropped";
    case YUN_CHANGE_DONE:
    default:
      return "done";
    }
}

static const char *
get_state_label (const YunChange *change)
{
  switch (change->state)
    {
    case YUN_CHANGE_UNDONE:
      return _ ("undone");
    case YUN_CHANGE_DROPPED:
      return _ ("undone for good");
    case YUN_CHANGE_DONE:
    default:
      return "";
    }
}

static void
print_json (GPtrArray *changes)
{
  g_autoptr (GString) out = g_string_new ("[");

  for (guint i = 0; i < changes->len; i++)
    {
      const YunChange *change = changes->pdata[i];

      g_string_append_printf (out,
                              "%s\n{\"number\":%" G_GINT64_FORMAT
                              ",\"action\":\"%s\",\"state\":\"%s\",\"rows\":%u,\"at\":",
                              i > 0 ? "," : "", change->number, yun_action_get_id (change->action),
                              get_state_id (change), change->n_rows);
      yun_cli_append_string (out, change->at);
      g_string_append (out, ",\"who\":");
      yun_cli_append_string (out, change->who);
      g_string_append (out, ",\"summary\":");
      yun_cli_append_string (out, change->summary);
      g_string_append_c (out, '}');
    }
  g_string_append (out, "\n]");
  puts (out->str);
}

static void
print_table (GPtrArray *changes)
{
  YunCliTable *table = yun_cli_table_new (5, 1);

  for (guint i = 0; i < changes->len; i++)
    {
      const YunChange *change = changes->pdata[i];
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, change->number);
      g_autofree char *words = yun_change_describe (change);

      yun_cli_table_add (table, (const char *[]){ number, change->at != NULL ? change->at : "",
                                                  change->who != NULL ? change->who : "", words,
                                                  get_state_label (change) });
    }
  yun_cli_table_end (table);
}

static void
print_values (GPtrArray *values)
{
  YunCliTable *table = yun_cli_table_new (5, 1 << 1);

  for (guint i = 0; i < values->len; i++)
    {
      const YunChangeValue *value = values->pdata[i];
      g_autofree char      *id = g_strdup_printf ("%" G_GINT64_FORMAT, value->id);

      yun_cli_table_add (
        table,
        (const char *[]){ yun_entity_get_label (value->entity), id,
                          value->field != NULL ? yun_field_get_label (value->field) : _ ("Place"),
                          value->before != NULL ? value->before : "—",
                          value->after != NULL ? value->after : "—" });
    }
  yun_cli_table_end (table);
}

YunExit
yun_cli_run_history (const YunCliVerb *verb, char **arguments)
{
  gboolean           json = FALSE;
  int                limit = 20;
  gint64             number = 0;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("A JSON array, one change a line"), NULL },
    { "limit", 0, 0, G_OPTION_ARG_INT, &limit, N_ ("At most so many (20); 0 for all"), "N" },
    { "change", 0, 0, G_OPTION_ARG_INT64, &number, N_ ("What change N changed, before and after"),
      "N" },
    { NULL },
  };
  YunExit               status;
  g_auto (GStrv)        operands = yun_cli_parse (verb, arguments, entries, &status);
  g_autoptr (YunStore)  store = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError)    error = NULL;

  if (operands == NULL)
    return status;
  if (limit < 0)
    return yun_cli_complain (verb, _ ("The limit cannot be negative."));
  if (number < 0)
    return yun_cli_complain (verb, _ ("Changes are numbered from 1."));
  if (number > 0 && json)
    return yun_cli_complain (verb, _ ("--change and --json do not go together."));
  store = yun_cli_open (operands[0], YUN_STORE_READ_ONLY, &status);
  if (store == NULL)
    return status;
  rows = number > 0 ? yun_store_change_values_sync (store, number, (guint) limit, &error)
                    : yun_store_history_sync (store, NULL, 0, (guint) limit, &error);
  if (rows == NULL)
    return yun_cli_fail (error);
  if (number > 0)
    print_values (rows);
  else if (json)
    print_json (rows);
  else
    print_table (rows);
  return YUN_EXIT_OK;
}
