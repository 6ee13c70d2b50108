/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-record-copy.h"

#include "yun-csv.h"
#include "yun-measure.h"
#include "yun-unit.h"

#include <glib/gi18n.h>

#define BATCH 1000

/* A column of what is copied: areas have two, in the units people and machines read. */
typedef struct
{
  const YunField *field;
  gboolean        in_mu;
} Column;

typedef struct
{
  YunStore        *store; /* (owned) */
  const YunEntity *entity;
  GArray          *ids;     /* (owned) */
  GArray          *columns; /* (owned) (element-type Column) */
} Input;

typedef struct
{
  GString *text; /* (owned) */
  GString *html; /* (owned) */
} Output;

static void
free_input (gpointer data)
{
  Input *input = data;

  g_object_unref (input->store);
  g_array_unref (input->ids);
  g_array_unref (input->columns);
  g_free (input);
}

static void
free_output (gpointer data)
{
  Output *output = data;

  g_string_free (output->text, TRUE);
  g_string_free (output->html, TRUE);
  g_free (output);
}

static gboolean
is_number (const YunField *field)
{
  return field->kind == YUN_KIND_INT || field->kind == YUN_KIND_REAL;
}

static gboolean
is_area (const YunField *field)
{
  return field->kind == YUN_KIND_REAL && g_strcmp0 (field->unit, "m²") == 0;
}

/* (transfer full): a value in a column of a table, where numbers have no unit and can be added. */
static char *
dup_value (YunRecord *record, const YunField *field)
{
  char *text;

  if (!yun_record_is_known (record, field))
    return g_strdup ("");
  if (is_area (field))
    return yun_number_print (yun_unit_round (yun_record_get_real (record, field)));
  text = field->values != NULL || field->ref != NULL ? yun_record_format (record, field)
                                                     : yun_record_dup_value (record, field);
  return g_strdelimit (text, "\t\r\n", ' ');
}

char *
yun_record_dup_cell (YunRecord *record, const YunField *field)
{
  return is_area (field) && yun_record_is_known (record, field) ? yun_record_format (record, field)
                                                                : dup_value (record, field);
}

/* Texts are marked as such, or a spreadsheet makes a date of a plot's number. */
static void
append_cell (Output *output, const char *text, gboolean number, gboolean first)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  if (!first)
    g_string_append_c (output->text, '\t');
  if (!number && yun_csv_would_run (text))
    g_string_append_c (output->text, '\'');
  g_string_append (output->text, text);
  g_string_append_printf (output->html,
                          number ? "<td>%s</td>" : "<td style=\"mso-number-format:'\\@'\">%s</td>",
                          escaped);
}

/* (transfer full): a label, with the unit of the numbers below it */
static char *
dup_head (const Column *column)
{
  const char *label = yun_field_get_label (column->field);
  const char *unit = column->field->unit;

  if (column->in_mu)
    return g_strdup_printf ("%s (%s)", label, C_ ("unit", "mu"));
  return unit != NULL ? g_strdup_printf ("%s (%s)", label, yun_unit_get_label (unit))
                      : g_strdup (label);
}

static char *
dup_mu (YunRecord *record, const YunField *field)
{
  return yun_record_is_known (record, field)
           ? yun_number_print (yun_unit_round (yun_record_get_real (record, field) / YUN_MU_M2))
           : g_strdup ("");
}

static void
append_head (Output *output, const Input *input)
{
  g_string_append (output->html,
                   "<meta http-equiv=\"content-type\" content=\"text/html; charset=utf-8\">"
                   "<table><tr>");
  for (guint i = 0; i < input->columns->len; i++)
    {
      g_autofree char *text = dup_head (&g_array_index (input->columns, Column, i));

      append_cell (output, text, FALSE, i == 0);
    }
  g_string_append (output->text, "\n");
  g_string_append (output->html, "</tr>\n");
}

static void
append_record (Output *output, const Input *input, YunRecord *record)
{
  g_string_append (output->html, "<tr>");
  for (guint i = 0; i < input->columns->len; i++)
    {
      const Column    *column = &g_array_index (input->columns, Column, i);
      g_autofree char *text =
        column->in_mu ? dup_mu (record, column->field) : dup_value (record, column->field);

      append_cell (output, text, is_number (column->field), i == 0);
    }
  g_string_append (output->text, "\n");
  g_string_append (output->html, "</tr>\n");
}

static void
copy_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Input  *input = data;
  Output *output = g_new0 (Output, 1);
  GError *error = NULL;

  output->text = g_string_new (NULL);
  output->html = g_string_new (NULL);
  append_head (output, input);
  for (guint i = 0; i < input->ids->len && error == NULL; i += BATCH)
    {
      g_autoptr (GPtrArray) records =
        yun_store_load_sync (input->store, input->entity, &g_array_index (input->ids, gint64, i),
                             MIN (BATCH, input->ids->len - i), FALSE, cancellable, &error);

      for (guint k = 0; records != NULL && k < records->len; k++)
        if (records->pdata[k] != NULL)
          append_record (output, input, records->pdata[k]);
    }
  g_string_append (output->html, "</table>\n");
  if (error != NULL)
    {
      free_output (output);
      g_task_return_error (task, error);
    }
  else
    {
      g_task_return_pointer (task, output, free_output);
    }
}

static GArray *
list_columns (const YunField *const *fields, guint n)
{
  GArray *columns = g_array_new (FALSE, FALSE, sizeof (Column));

  for (guint i = 0; i < n; i++)
    {
      const Column in_mu = { fields[i], TRUE };
      const Column plain = { fields[i], FALSE };

      if (is_area (fields[i]))
        g_array_append_val (columns, in_mu);
      g_array_append_val (columns, plain);
    }
  return columns;
}

void
yun_record_copy_async (YunStore              *store,
                       const YunEntity       *entity,
                       GArray                *ids,
                       const YunField *const *fields,
                       guint                  n,
                       GCancellable          *cancellable,
                       GAsyncReadyCallback    callback,
                       gpointer               user_data)
{
  g_autoptr (GTask) task = g_task_new (store, cancellable, callback, user_data);
  Input            *input = g_new0 (Input, 1);

  input->store = g_object_ref (store);
  input->entity = entity;
  input->ids = g_array_ref (ids);
  input->columns = list_columns (fields, n);
  g_task_set_task_data (task, input, free_input);
  g_task_run_in_thread (task, copy_thread);
}

GdkContentProvider *
yun_record_copy_finish (GAsyncResult *result, GError **error)
{
  Output             *output = g_task_propagate_pointer (G_TASK (result), error);
  GdkContentProvider *providers[2];
  g_autoptr (GBytes)  html = NULL;

  if (output == NULL)
    return NULL;
  html = g_bytes_new (output->html->str, output->html->len);
  providers[0] = gdk_content_provider_new_for_bytes ("text/html", html);
  providers[1] = gdk_content_provider_new_typed (G_TYPE_STRING, output->text->str);
  free_output (output);
  return gdk_content_provider_new_union (providers, G_N_ELEMENTS (providers));
}
