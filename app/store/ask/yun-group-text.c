/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-group.h"

#include "yun-csv.h"
#include "yun-unit.h"

#include <math.h>

#include <glib/gi18n-lib.h>

/* Tables of counts as text. */

double
yun_group_cell_get_value (const YunGroupCell *cell, YunMeasure measure, const YunField *number)
{
  double value, mu;

  if (measure == YUN_MEASURE_COUNT || number == NULL)
    return (double) cell->count;
  if (cell->known == 0)
    return NAN;
  value = measure == YUN_MEASURE_SUM ? cell->sum : yun_group_cell_get_mean (cell);
  if (g_strcmp0 (number->unit, "m²") == 0 && yun_unit_find ("mu", "m²", &mu) != NULL)
    value /= mu;
  return yun_unit_round (value);
}

char *
yun_measure_dup_label (YunMeasure measure, const YunField *number)
{
  const char *unit;
  const char *label;

  if (measure == YUN_MEASURE_COUNT || number == NULL)
    return g_strdup (_ ("Count"));
  unit = g_strcmp0 (number->unit, "m²") == 0 ? C_ ("unit", "mu")
         : number->unit != NULL              ? yun_unit_get_label (number->unit)
                                             : NULL;
  label = yun_field_get_label (number);
  if (unit == NULL)
    return measure == YUN_MEASURE_SUM ? g_strdup_printf (_ ("%s, sum"), label)
                                      : g_strdup_printf (_ ("%s, mean"), label);
  /* Translators: a field, and its unit: "Area, sum (mu)" */
  return measure == YUN_MEASURE_SUM ? g_strdup_printf (_ ("%s, sum (%s)"), label, unit)
                                    : g_strdup_printf (_ ("%s, mean (%s)"), label, unit);
}

char *
yun_groups_dup_title (const YunGroups *self)
{
  if (self->columns == NULL)
    return g_strdup (yun_field_get_label (self->rows));
  return g_strdup_printf ("%s × %s", yun_field_get_label (self->rows),
                          yun_field_get_label (self->columns));
}

/* ---- Printing ---------------------------------------------------------------- */

typedef struct
{
  const YunGroups *groups;
  YunMeasure       measure;
  char             separator;
  GString         *out;
  gboolean         begun; /* something stands on the line */
} Printer;

static void
print_text (Printer *self, const char *text)
{
  if (self->begun)
    g_string_append_c (self->out, self->separator);
  self->begun = TRUE;
  if (self->separator == ',')
    {
      yun_csv_append_cell (self->out, text);
    }
  else
    {
      g_autofree char *line = g_strdelimit (g_strdup (text), "\t\r\n", ' ');

      g_string_append (self->out, line);
    }
}

static void
print_cell (Printer *self, const YunGroupCell *cell)
{
  double           value = yun_group_cell_get_value (cell, self->measure, self->groups->number);
  g_autofree char *text = isnan (value) ? NULL : yun_number_print (value);

  print_text (self, text != NULL ? text : "");
}

/* The total at the end of a line, and with a number how many are unknown. */
static void
end_line (Printer *self, const YunGroupCell *total)
{
  print_cell (self, total);
  if (self->measure != YUN_MEASURE_COUNT && self->groups->number != NULL)
    {
      g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, total->count - total->known);

      print_text (self, text);
    }
  g_string_append (self->out, "\r\n");
  self->begun = FALSE;
}

static void
print_head (Printer *self)
{
  const YunGroups *groups = self->groups;
  g_autofree char *title = yun_groups_dup_title (groups);
  g_autofree char *label = yun_measure_dup_label (self->measure, groups->number);

  print_text (self, title);
  for (guint c = 0; c < groups->column_keys->len; c++)
    {
      g_autofree char *text =
        yun_group_key_dup_label (groups->column_keys->pdata[c], groups->columns);

      print_text (self, text);
    }
  if (groups->columns != NULL)
    {
      g_autofree char *total = g_strdup_printf ("%s: %s", _ ("Total"), label);

      print_text (self, total);
    }
  else
    {
      print_text (self, label);
    }
  if (self->measure != YUN_MEASURE_COUNT && groups->number != NULL)
    print_text (self, C_ ("count", "Not known"));
  g_string_append (self->out, "\r\n");
  self->begun = FALSE;
}

char *
yun_groups_print (const YunGroups *self, YunMeasure measure, char separator)
{
  Printer printer = { self, measure, separator, g_string_new (NULL), FALSE };

  print_head (&printer);
  for (guint r = 0; r < self->row_keys->len; r++)
    {
      YunGroupKey     *key = self->row_keys->pdata[r];
      g_autofree char *label = yun_group_key_dup_label (key, self->rows);

      print_text (&printer, label);
      for (guint c = 0; c < self->column_keys->len; c++)
        print_cell (&printer, yun_groups_get_cell (self, r, c));
      end_line (&printer, &key->total);
    }
  print_text (&printer, _ ("Total"));
  for (guint c = 0; c < self->column_keys->len; c++)
    print_cell (&printer, &((YunGroupKey *) self->column_keys->pdata[c])->total);
  end_line (&printer, &self->total);
  return g_string_free (printer.out, FALSE);
}
