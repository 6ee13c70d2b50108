/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-cli.h"

#include "yun-cli-output.h"
#include "yun-store-history.h"
#include "yun-store-match.h"

#include <glib/gi18n.h>
#include <stdio.h>

/* An option that was not given; none takes that number. */
#define UNSAID G_MININT
/* Changes that are listed when no limit is said. */
#define FEW 20

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

/* What is told of the changes. */
typedef struct
{
  YunStore        *store;
  const YunEntity *entity; /* (nullable): of one record alone */
  gint64           id;
  gboolean         values; /* field by field, before and after */
} Telling;

/* ---- Values -----------------------------------------------------------------------------------
 */

/* (transfer full) (nullable): the name among what was changed of a record; @i is the first. */
static char *
find_name (GPtrArray *values, guint i)
{
  const YunChangeValue *first = values->pdata[i];
  const YunField       *name = yun_entity_find_field (first->entity, "name");

  for (; i < values->len; i++)
    {
      const YunChangeValue *value = values->pdata[i];
      gboolean              gone = value->after.kind == YUN_VALUE_NULL;

      if (value->entity != first->entity || value->id != first->id)
        break;
      if (value->field == name)
        return yun_value_print (gone ? &value->before : &value->after);
    }
  return NULL;
}

/* (transfer full): what the record of value @i is called now, or what it had been. */
static char *
dup_name (YunStore *store, GPtrArray *values, guint i)
{
  const YunChangeValue *value = values->pdata[i];
  g_autoptr (YunRecord) record = yun_store_get_sync (store, value->entity, value->id, NULL);
  char                 *name;

  if (record != NULL && *yun_record_get_name (record) != '\0')
    return g_strdup (yun_record_get_name (record));
  name = find_name (values, i);
  return name != NULL ? name : g_strdup_printf ("%" G_GINT64_FORMAT, value->id);
}

/* (transfer full) (nullable) (element-type YunChangeValue): of the record that is asked for, at
 * most
 * @limit (0: all). */
static GPtrArray *
list_values (const Telling *self, gint64 number, guint limit, GError **error)
{
  g_autoptr (GPtrArray) values = NULL;

  if (self->entity == NULL)
    return yun_store_list_values_sync (self->store, number, limit, error);
  values = yun_store_list_values_sync (self->store, number, 0, error);
  if (values == NULL)
    return NULL;
  for (guint i = values->len; i > 0; i--)
    {
      const YunChangeValue *value = values->pdata[i - 1];

      if (value->entity != self->entity || value->id != self->id)
        g_ptr_array_remove_index (values, i - 1);
    }
  if (limit > 0 && values->len > limit)
    g_ptr_array_set_size (values, (int) limit);
  return g_steal_pointer (&values);
}

static void
print_values (const Telling *self, GPtrArray *values)
{
  YunCliTable     *table = yun_cli_table_new (5, 0);
  g_autofree char *name = NULL;

  for (guint i = 0; i < values->len; i++)
    {
      const YunChangeValue *value = values->pdata[i];
      const YunChangeValue *last = i > 0 ? values->pdata[i - 1] : NULL;
      g_autofree char      *before = yun_value_format (&value->before, value->entity, value->field);
      g_autofree char      *after = yun_value_format (&value->after, value->entity, value->field);

      if (last == NULL || last->entity != value->entity || last->id != value->id)
        {
          g_free (name);
          name = dup_name (self->store, values, i);
        }
      yun_cli_table_add (
        table,
        (const char *[]){ yun_entity_get_label (value->entity), name,
                          value->field != NULL ? yun_field_get_label (value->field) : _ ("Place"),
                          before, after });
    }
  yun_cli_table_end (table);
}

/* As in a record: a link by name, and beside it what stays when the name changes. */
static void
append_value (GString *out, const char *name, const YunValue *value)
{
  g_autofree char *text = yun_value_print (value);

  g_string_append_printf (out, ",\"%s\":", name);
  yun_cli_append_string (out, value->labels != NULL ? value->labels : text);
  if (value->labels == NULL)
    return;
  g_string_append_printf (out, ",\"%s-uid\":", name);
  yun_cli_append_string (out, text);
}

static void
append_values (GString *out, GPtrArray *values)
{
  g_string_append (out, ",\"values\":[");
  for (guint i = 0; i < values->len; i++)
    {
      const YunChangeValue *value = values->pdata[i];
      g_string_append_printf (out, "%s{\"entity\":\"%s\",\"id\":%" G_GINT64_FORMAT ",\"field\":",
                              i > 0 ? "," : "", value->entity->id, value->id);
      yun_cli_append_string (out, value->field != NULL ? value->field->id : "place");
      append_value (out, "before", &value->before);
      append_value (out, "after", &value->after);
      g_string_append_c (out, '}');
    }
  g_string_append_c (out, ']');
}

/* ---- Changes ----------------------------------------------------------------------------------
 */

static YunExit
print_json (const Telling *self, GPtrArray *changes)
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
      if (self->values)
        {
          g_autoptr (GError)    error = NULL;
          g_autoptr (GPtrArray) values = list_values (self, change->number, 0, &error);

          if (values == NULL)
            return yun_cli_fail (error);
          append_values (out, values);
        }
      g_string_append_c (out, '}');
    }
  g_string_append (out, "\n]");
  puts (out->str);
  return YUN_EXIT_OK;
}

static void
add_change (YunCliTable *table, const YunChange *change)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, change->number);
  g_autofree char *words = yun_change_describe (change);
  g_autofree char *at = yun_cli_dup_local_time (change->at);

  yun_cli_table_add (table, (const char *[]){ number, at, change->who != NULL ? change->who : "",
                                              words, get_state_label (change) });
}

/* A line for each change; with their values each has a table of its own below. */
static YunExit
print_changes (const Telling *self, GPtrArray *changes)
{
  YunCliTable *table = self->values ? NULL : yun_cli_table_new (5, 1);

  for (guint i = 0; i < changes->len; i++)
    {
      const YunChange      *change = changes->pdata[i];
      g_autoptr (GError)    error = NULL;
      g_autoptr (GPtrArray) values = NULL;

      if (!self->values)
        {
          add_change (table, change);
          continue;
        }
      values = list_values (self, change->number, 0, &error);
      if (values == NULL)
        return yun_cli_fail (error);
      table = yun_cli_table_new (5, 1);
      add_change (table, change);
      yun_cli_table_end (g_steal_pointer (&table));
      print_values (self, values);
    }
  if (table != NULL)
    yun_cli_table_end (table);
  return YUN_EXIT_OK;
}

/* The record that is asked for, also when it is no longer there. */
static gboolean
find_record (Telling *self, const char *entity, const char *word, YunExit *status)
{
  g_autoptr (YunRecord) record = NULL;
  g_autoptr (GError)    error = NULL;

  self->entity = yun_cli_find_entity (entity, status);
  if (self->entity == NULL)
    return FALSE;
  record = yun_store_match_one_sync (self->store, self->entity, word, &error);
  if (g_error_matches (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOT_FOUND))
    record = yun_store_match_removed_sync (self->store, self->entity, word, NULL);
  if (record == NULL)
    {
      *status = yun_cli_fail (error);
      return FALSE;
    }
  self->id = yun_record_get_id (record);
  return TRUE;
}

YunExit
yun_cli_run_history (const YunCliVerb *verb, char **arguments)
{
  g_autoptr (YunStore) store = NULL;
  Telling              self = { 0 };
  gboolean             json = FALSE;
  int                  limit = UNSAID;
  gint64               number = UNSAID;
  const GOptionEntry   entries[] = {
      { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("A JSON array, one change a line"), NULL },
      { "limit", 0, 0, G_OPTION_ARG_INT, &limit,
        N_ ("At most so many (20 changes, all values); 0 for all"), "N" },
      { "values", 0, 0, G_OPTION_ARG_NONE, &self.values,
        N_ ("Each change field by field, before and after; always so of one record"), NULL },
      { "change", 0, 0, G_OPTION_ARG_INT64, &number,
        N_ ("What this change changed, before and after"), N_ ("NUMBER") },
      { NULL },
  };
  YunExit               status;
  g_auto (GStrv)        operands = yun_cli_parse (verb, arguments, entries, &status);
  guint                 n = operands != NULL ? g_strv_length (operands) : 0;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError)    error = NULL;

  if (operands == NULL)
    return status;
  if (n == 2)
    return yun_cli_complain (verb, _ ("An operand is missing."));
  if (limit < 0 && limit != UNSAID)
    return yun_cli_complain (verb, _ ("The limit cannot be negative."));
  if (number < 1 && number != UNSAID)
    return yun_cli_complain (verb, _ ("Changes are numbered from 1."));
  if (number != UNSAID && json)
    return yun_cli_complain (verb, _ ("--change and --json do not go together."));
  store = self.store = yun_cli_open (operands[n - 1], YUN_STORE_READ_ONLY, &status);
  if (store == NULL || (n == 3 && !find_record (&self, operands[0], operands[1], &status)))
    return status;
  /* What was done to one record is asked for to see what it was before. */
  self.values = self.values || n == 3;
  if (number != UNSAID)
    rows = list_values (&self, number, limit != UNSAID ? (guint) limit : 0, &error);
  else
    {
      const YunChangeQuery query = { .entity = self.entity,
                                     .id = self.id,
                                     .limit = limit != UNSAID ? (guint) limit : FEW };

      rows = yun_store_list_changes_sync (store, &query, &error);
    }
  if (rows == NULL)
    return yun_cli_fail (error);
  if (number != UNSAID)
    {
      print_values (&self, rows);
      return YUN_EXIT_OK;
    }
  return json ? print_json (&self, rows) : print_changes (&self, rows);
}
