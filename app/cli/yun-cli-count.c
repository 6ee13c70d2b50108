/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-cli.h"

#include "yun-cli-output.h"
#include "yun-cli-saved-view.h"
#include "yun-group.h"
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
  g_string_append_printf (out,
                          ",\"area_unknown\":%" G_GINT64_FORMAT
                          ",\"without_place\":%" G_GINT64_FORMAT ",\"untold\":%" G_GINT64_FORMAT
                          "}",
                          totals->area_unknown, totals->without_place, totals->untold);
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

/* ---- By the values of fields ------------------------------------------------- */

typedef struct
{
  const YunField *rows;
  const YunField *columns; /* (nullable) */
  const YunField *number;  /* (nullable) */
  YunMeasure      measure;
} By;

static void
append_cell_json (GString *out, const YunGroups *groups, const YunGroupCell *cell)
{
  g_string_append_printf (out, "\"count\":%" G_GINT64_FORMAT, cell->count);
  if (groups->number == NULL)
    return;
  g_string_append (out, ",\"sum\":");
  yun_cli_append_number (out, cell->known > 0 ? cell->sum : NAN);
  g_string_append (out, ",\"mean\":");
  yun_cli_append_number (out, yun_group_cell_get_mean (cell));
  g_string_append_printf (out, ",\"unknown\":%" G_GINT64_FORMAT, cell->count - cell->known);
}

/* One object a line, a value null where it is unknown; "other" says how many values it stands for.
 */
static void
append_key_json (GString *out, const YunField *field, const YunGroupKey *key)
{
  yun_cli_append_string (out, field->id);
  g_string_append_c (out, ':');
  yun_cli_append_string (out, key->value);
  if (g_strcmp0 (field->ref, "niche") == 0 && key->part == YUN_GROUP_VALUE)
    {
      g_autofree char *name = yun_group_key_dup_label (key, field);

      g_string_append_printf (out, ",\"%s_name\":", field->id);
      yun_cli_append_string (out, name);
    }
  if (key->part == YUN_GROUP_OTHER)
    g_string_append_printf (out, ",\"%s_others\":%u", field->id, key->n_values);
  g_string_append_c (out, ',');
}

/* Which number "sum" and "mean" are of, and the unit they are in. */
static void
append_number_json (GString *out, const YunField *number)
{
  if (number == NULL)
    return;
  g_string_append (out, "\"number\":");
  yun_cli_append_string (out, number->id);
  g_string_append (out, ",\"unit\":");
  yun_cli_append_string (out, number->unit);
  g_string_append_c (out, ',');
}

static void
print_groups_json (const YunGroups *groups)
{
  g_autoptr (GString) out = g_string_new ("{");
  gboolean            begun = FALSE;

  append_number_json (out, groups->number);
  g_string_append (out, "\"groups\":[");

  for (guint r = 0; r < groups->row_keys->len; r++)
    for (guint c = 0; c < MAX (groups->column_keys->len, 1); c++)
      {
        YunGroupKey        *key = groups->row_keys->pdata[r];
        const YunGroupCell *cell =
          groups->columns != NULL ? yun_groups_get_cell (groups, r, c) : &key->total;

        if (cell->count == 0)
          continue;
        g_string_append (out, begun ? ",\n{" : "\n{");
        begun = TRUE;
        append_key_json (out, groups->rows, key);
        if (groups->columns != NULL)
          append_key_json (out, groups->columns, groups->column_keys->pdata[c]);
        append_cell_json (out, groups, cell);
        g_string_append_c (out, '}');
      }
  g_string_append (out, "\n],\"total\":{");
  append_cell_json (out, groups, &groups->total);
  g_string_append (out, "}}");
  puts (out->str);
}

/* Lines of the table as its text has them. */
static void
print_groups_table (const YunGroups *groups, YunMeasure measure)
{
  g_autofree char *text = yun_groups_print (groups, measure, '\t');
  g_auto (GStrv)   lines = g_strsplit (text, "\r\n", -1);
  YunCliTable     *table = NULL;

  for (char **line = lines; *line != NULL && **line != '\0'; line++)
    {
      g_auto (GStrv) cells = g_strsplit (*line, "\t", -1);

      if (table == NULL)
        table = yun_cli_table_new (g_strv_length (cells), ~G_GUINT64_CONSTANT (1));
      yun_cli_table_add (table, (const char *const *) cells);
    }
  if (table != NULL)
    yun_cli_table_end (table);
}

static const YunField *
find_field (const YunCliVerb *verb, const YunEntity *entity, const char *word, YunExit *status)
{
  const YunField *field = yun_cli_find_field (verb, entity, word);

  if (field == NULL)
    *status = YUN_EXIT_USAGE;
  return field;
}

/* Reads "zone,status" and the number; FALSE with @status when they make no sense. */
static gboolean
read_by (const YunCliVerb *verb,
         const YunEntity  *entity,
         const char       *fields,
         const char       *number,
         By               *by,
         YunExit          *status)
{
  g_auto (GStrv) words = g_strsplit (fields, ",", -1);
  guint          n = g_strv_length (words);

  if (entity == NULL || n == 0 || n > 2)
    {
      *status = entity == NULL
                  ? yun_cli_complain (verb, _ ("--by counts one kind of record; name it."))
                  : yun_cli_complain (verb, _ ("--by takes one field or two."));
      return FALSE;
    }
  by->rows = find_field (verb, entity, g_strstrip (words[0]), status);
  by->columns = n == 2 ? find_field (verb, entity, g_strstrip (words[1]), status) : NULL;
  by->number = number != NULL ? find_field (verb, entity, number, status) : NULL;
  if (by->rows == NULL || (n == 2 && by->columns == NULL) || (number != NULL && by->number == NULL))
    return FALSE;
  if (by->number != NULL && by->number->kind != YUN_KIND_REAL && by->number->kind != YUN_KIND_INT)
    {
      *status = yun_cli_complain (verb, _ ("“%s” is no number."), number);
      return FALSE;
    }
  return TRUE;
}

static YunExit
count_by (YunStore *store, const YunEntity *entity, YunFilter *filter, const By *by, gboolean json)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunGroups) groups = NULL;

  groups =
    yun_store_group_sync (store, entity, filter, by->rows, by->columns, by->number, NULL, &error);
  if (groups == NULL)
    return yun_cli_fail (error);
  if (json)
    print_groups_json (groups);
  else
    print_groups_table (groups, by->measure);
  return yun_cli_count_untold (store, entity, filter, &error) ? YUN_EXIT_OK : yun_cli_fail (error);
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
  g_autofree char   *view = NULL;
  g_autofree char   *fields = NULL;
  g_autofree char   *sum = NULL;
  g_autofree char   *mean = NULL;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json,
      N_ ("Counts and areas in ㎡ as JSON, one entity a line"), NULL },
    { "by", 0, 0, G_OPTION_ARG_STRING, &fields, N_ ("A table by the values of one field or two"),
      N_ ("FIELD[,FIELD]") },
    { "sum", 0, 0, G_OPTION_ARG_STRING, &sum, N_ ("With --by: the sum of a number, areas in mu"),
      N_ ("FIELD") },
    { "mean", 0, 0, G_OPTION_ARG_STRING, &mean, N_ ("With --by: the mean of a number"),
      N_ ("FIELD") },
    { "view", 0, 0, G_OPTION_ARG_STRING, &view, N_ ("What the list of this saved view shows"),
      N_ ("NAME") },
    { NULL },
  };
  By                      by = { .measure = YUN_MEASURE_COUNT };
  YunExit                 status;
  g_auto (GStrv)          operands = yun_cli_parse (verb, arguments, entries, &status);
  const YunEntity *const *entities;
  g_auto (YunCliTarget)   target = { 0 };
  gint64                  untold = 0;
  g_autoptr (YunStore)    store = NULL;
  g_autoptr (GError)      error = NULL;
  g_autoptr (GString)     text = g_string_new (NULL);
  YunCliTable            *table = NULL;
  guint                   n;
  guint                   n_entities;

  if (operands == NULL)
    return status;
  n = g_strv_length (operands);
  if (view != NULL ? !yun_cli_read_view (operands, view, &target, &store, &status)
                   : !read_operands (operands, n, &target.entity, &target.filter, &status))
    return status;
  if (fields == NULL ? sum != NULL || mean != NULL : sum != NULL && mean != NULL)
    return yun_cli_complain (verb, _ ("Either --sum or --mean goes with --by."));
  if (fields != NULL &&
      !read_by (verb, target.entity, fields, sum != NULL ? sum : mean, &by, &status))
    return status;
  by.measure = sum != NULL ? YUN_MEASURE_SUM : mean != NULL ? YUN_MEASURE_MEAN : YUN_MEASURE_COUNT;
  if (store == NULL)
    store = yun_cli_open (operands[n - 1], YUN_STORE_READ_ONLY, &status);
  if (store == NULL)
    return status;
  if (fields != NULL)
    return count_by (store, target.entity, target.filter, &by, json);

  entities = yun_entity_list (&n_entities);
  if (target.entity == NULL && !json)
    table = yun_cli_table_new (3, 1 << 1);
  for (guint i = 0; i < n_entities && error == NULL; i++)
    {
      YunTotals totals;

      if ((target.entity != NULL && entities[i] != target.entity) ||
          !yun_store_totals_sync (store, entities[i], target.filter, &totals, NULL, &error))
        continue;
      untold += totals.untold;
      if (table != NULL)
        add_row (table, entities[i], &totals);
      else if (json)
        {
          g_string_append (text, text->len == 0 ? (target.entity == NULL ? "[\n" : "") : ",\n");
          append_json (text, entities[i], &totals);
        }
      else
        g_string_append_printf (text, "%" G_GINT64_FORMAT, totals.count);
    }
  g_clear_pointer (&table, yun_cli_table_end);
  if (error != NULL)
    return yun_cli_fail (error);
  if (json && target.entity == NULL)
    g_string_append (text, "\n]");
  if (text->len > 0)
    puts (text->str);
  yun_cli_say_untold (untold);
  return YUN_EXIT_OK;
}
