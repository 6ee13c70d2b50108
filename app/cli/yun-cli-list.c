/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-cli.h"

#include "yun-cli-output.h"
#include "yun-cli-saved-view.h"

#include <glib/gi18n.h>
#include <stdio.h>

/* Records loaded at a time. */
#define BATCH 1000

typedef enum
{
  FORM_TABLE,
  FORM_JSON,
  FORM_CSV,
} Form;

/* A list on its way out. */
typedef struct
{
  Form             form;
  gboolean         geometry;
  gboolean         bom;
  const YunEntity *entity;
  GPtrArray       *columns; /* (owned) (element-type YunField): of the table */
  YunCliTable     *table;   /* (owned) (nullable) */
  YunViewState    *view;    /* (unowned) (nullable): says which columns */
  gboolean         begun;   /* a record was written */
} Output;

static void
begin_output (Output *self)
{
  g_autoptr (GString)    head = g_string_new (NULL);
  const YunField *const *fields = yun_entity_get_fields (self->entity, NULL);
  g_autoptr (GPtrArray)  labels = g_ptr_array_new ();
  g_autoptr (GPtrArray)  usual = g_ptr_array_new ();
  guint64                right = 0;

  self->columns = g_ptr_array_new ();
  if (self->form == FORM_JSON)
    g_string_append (head, "[");
  else if (self->form == FORM_CSV)
    {
      if (self->bom)
        g_string_append (head, "\xEF\xBB\xBF");
      yun_cli_append_csv_head (head, self->entity);
    }
  fputs (head->str, stdout);
  if (self->form != FORM_TABLE)
    return;

  if (self->view != NULL && self->view->columns != NULL)
    for (guint i = 0; i < self->view->columns->len; i++)
      {
        const YunViewColumn *column = self->view->columns->pdata[i];
        const YunField      *field = yun_entity_get_field (self->entity, column->field);

        if (field != NULL && self->columns->len < 64)
          g_ptr_array_add (self->columns, (gpointer) field);
      }
  for (guint i = 0; self->columns->len == 0 && fields[i] != NULL; i++)
    if (fields[i]->flags & YUN_FIELD_COLUMN)
      g_ptr_array_add (usual, (gpointer) fields[i]);
  if (self->columns->len == 0)
    g_ptr_array_extend_and_steal (self->columns, g_steal_pointer (&usual));
  for (guint i = 0; i < self->columns->len; i++)
    {
      const YunField *field = self->columns->pdata[i];

      if (field->kind == YUN_KIND_INT || field->kind == YUN_KIND_REAL)
        right |= G_GUINT64_CONSTANT (1) << i;
      g_ptr_array_add (labels, (gpointer) yun_field_get_label (field));
    }
  self->table = yun_cli_table_new (self->columns->len, right);
  yun_cli_table_add (self->table, (const char *const *) labels->pdata);
}

static void
write_record (Output *self, YunRecord *record)
{
  g_autoptr (GString)   line = g_string_new (NULL);
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  switch (self->form)
    {
    case FORM_JSON:
      g_string_append (line, self->begun ? ",\n" : "\n");
      yun_cli_append_record (line, record, self->geometry);
      break;
    case FORM_CSV:
      yun_cli_append_csv_row (line, record);
      break;
    case FORM_TABLE:
    default:
      for (guint i = 0; i < self->columns->len; i++)
        g_ptr_array_add (cells, yun_record_format (record, self->columns->pdata[i]));
      yun_cli_table_add (self->table, (const char *const *) cells->pdata);
    }
  fputs (line->str, stdout);
  self->begun = TRUE;
}

static void
end_output (Output *self)
{
  if (self->form == FORM_JSON)
    fputs ("\n]\n", stdout);
  g_clear_pointer (&self->table, yun_cli_table_end);
  g_clear_pointer (&self->columns, g_ptr_array_unref);
}

static gboolean
write_all (YunStore *store, Output *output, GArray *ids, GError **error)
{
  gboolean shapes = output->form != FORM_TABLE;

  for (guint i = 0; i < ids->len; i += BATCH)
    {
      g_autoptr (GPtrArray) records =
        yun_store_load_sync (store, output->entity, &g_array_index (ids, gint64, i),
                             MIN (BATCH, ids->len - i), shapes, NULL, error);

      if (records == NULL)
        return FALSE;
      /* One that was removed since is left out. */
      for (guint k = 0; k < records->len; k++)
        if (records->pdata[k] != NULL)
          write_record (output, records->pdata[k]);
    }
  return TRUE;
}

/* ENTITY [FILTER] FILE, without a view. */
static gboolean
read_operands (const YunCliVerb *verb, char **operands, YunCliTarget *target, YunExit *status)
{
  guint n = g_strv_length (operands);

  if (n < 2)
    {
      *status = yun_cli_complain (verb, _ ("An operand is missing."));
      return FALSE;
    }
  target->entity = yun_cli_find_entity (operands[0], status);
  if (target->entity != NULL)
    target->filter = yun_cli_parse_filter (target->entity, n == 3 ? operands[1] : NULL, status);
  return target->filter != NULL;
}

/* What --sort says, else the view, else the name; all of it turned round by --desc. */
static gboolean
read_order (const YunCliVerb   *verb,
            const YunCliTarget *target,
            char              **words,
            gboolean            turned,
            YunSortKey         *keys,
            guint              *n)
{
  if (!yun_cli_parse_sort (verb, target->entity, words, keys, n))
    return FALSE;
  if (words == NULL && target->view != NULL)
    *n = yun_sort_keys_from_view (target->view, target->entity, keys);
  if (*n == 0)
    keys[(*n)++] = (YunSortKey){ NULL, FALSE };
  for (guint i = 0; i < *n; i++)
    keys[i].descending = keys[i].descending != turned;
  return TRUE;
}

YunExit
yun_cli_run_list (const YunCliVerb *verb, char **arguments)
{
  gboolean           json = FALSE;
  gboolean           csv = FALSE;
  gboolean           bom = FALSE;
  gboolean           geometry = FALSE;
  gboolean           descending = FALSE;
  gint64             limit = -1;
  g_auto (GStrv)     sort = NULL;
  g_autofree char   *view = NULL;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("A JSON array, one record a line"), NULL },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &csv,
      N_ ("CSV with all fields; “'” stands before what a spreadsheet would run"), NULL },
    { "bom", 0, 0, G_OPTION_ARG_NONE, &bom,
      N_ ("With --csv: a mark by which spreadsheets know UTF-8"), NULL },
    { "geometry", 0, 0, G_OPTION_ARG_NONE, &geometry, N_ ("With --json: places as GeoJSON"), NULL },
    { "sort", 0, 0, G_OPTION_ARG_STRING_ARRAY, &sort,
      N_ ("Sort by a field, else by name; may be repeated, the first counts most"),
      N_ ("FIELD[:desc]") },
    { "desc", 0, 0, G_OPTION_ARG_NONE, &descending,
      N_ ("Highest or last first; turns every --sort round"), NULL },
    { "limit", 0, 0, G_OPTION_ARG_INT64, &limit, N_ ("At most so many"), "N" },
    { "view", 0, 0, G_OPTION_ARG_STRING, &view,
      N_ ("What this saved view shows, in its order and columns"), N_ ("NAME") },
    { NULL },
  };
  YunExit               status;
  g_auto (GStrv)        operands = yun_cli_parse (verb, arguments, entries, &status);
  Output                output = { .geometry = geometry, .bom = bom };
  YunSortKey            keys[YUN_SORT_MAX_KEYS];
  guint                 n_keys = 0;
  g_auto (YunCliTarget) target = { 0 };
  g_autoptr (YunStore)  store = NULL;
  g_autoptr (GArray)    ids = NULL;
  g_autoptr (GError)    error = NULL;
  gboolean              ok;

  if (operands == NULL)
    return status;
  if (json && csv)
    return yun_cli_complain (verb, _ ("Either --json or --csv."));
  if (geometry && !json)
    return yun_cli_complain (verb, _ ("--geometry goes with --json."));
  if (bom && !csv)
    return yun_cli_complain (verb, _ ("--bom goes with --csv."));
  output.form = json ? FORM_JSON : csv ? FORM_CSV : FORM_TABLE;
  if (view != NULL ? !yun_cli_read_view (operands, view, &target, &store, &status)
                   : !read_operands (verb, operands, &target, &status))
    return status;
  output.entity = target.entity;
  output.view = target.view;
  if (!read_order (verb, &target, sort, descending, keys, &n_keys))
    return YUN_EXIT_USAGE;
  if (store == NULL)
    store = yun_cli_open (operands[g_strv_length (operands) - 1], YUN_STORE_READ_ONLY, &status);
  if (store == NULL)
    return status;

  ids =
    yun_store_list_sorted_sync (store, output.entity, target.filter, keys, n_keys, NULL, &error);
  if (ids == NULL)
    return yun_cli_fail (error);
  if (limit >= 0 && limit < ids->len)
    g_array_set_size (ids, (guint) limit);
  begin_output (&output);
  ok = write_all (store, &output, ids, &error);
  end_output (&output);
  ok = ok && yun_cli_count_untold (store, output.entity, target.filter, &error);
  return ok ? YUN_EXIT_OK : yun_cli_fail (error);
}
