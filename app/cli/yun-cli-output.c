/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-cli-output.h"

#include "yun-csv.h"
#include "yun-geojson.h"
#include "yun-json-string.h"
#include "yun-measure.h"
#include "yun-text.h"
#include "yun-unit.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Rows that decide the widths, and the widest a cell gets on a terminal. */
#define HELD_ROWS 500
#define MAX_WIDTH 36

struct _YunCliTable
{
  guint      n_columns;
  guint64    right;
  gboolean   cut;
  guint     *widths; /* (owned) */
  GPtrArray *held;   /* (owned) (nullable) (element-type char **): NULL once written */
};

guint
yun_cli_get_width (const char *text)
{
  guint width = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      if (!g_unichar_iszerowidth (character))
        width += g_unichar_iswide (character) ? 2 : 1;
    }
  return width;
}

static gboolean
steers (gunichar character)
{
  return (g_unichar_iscntrl (character) && character != '\n') ||
         (character >= 0x202a && character <= 0x202e) ||
         (character >= 0x2066 && character <= 0x2069);
}

char *
yun_cli_dup_shown (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *at = text; *at != '\0';)
    {
      gunichar character = g_utf8_get_char_validated (at, -1);
      gboolean valid = character < (gunichar) -2;

      if (!valid)
        g_string_append_printf (out, "\\x%02x", (guchar) *at);
      else if (!steers (character))
        g_string_append_unichar (out, character);
      else
        g_string_append_printf (out, character < 0x100 ? "\\x%02x" : "\\u%04x", character);
      at = valid ? g_utf8_next_char (at) : at + 1;
    }
  return g_string_free (out, FALSE);
}

/* (transfer full): @text on one line, at most @max columns wide. */
static char *
cut_cell (const char *text, guint max)
{
  g_autofree char *plain = g_strdelimit (g_strdup (text), "\n\r\t", ' ');
  g_autofree char *line = yun_cli_dup_shown (plain);
  char            *at = line;
  guint            width = 0;

  if (yun_cli_get_width (line) <= max)
    return g_steal_pointer (&line);
  for (; *at != '\0'; at = g_utf8_next_char (at))
    {
      guint more = g_unichar_iswide (g_utf8_get_char (at)) ? 2 : 1;

      if (width + more > max - 1)
        break;
      width += more;
    }
  *at = '\0';
  return g_strconcat (line, "…", NULL);
}

static void
write_row (const YunCliTable *self, char **cells)
{
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; i < self->n_columns; i++)
    {
      guint    width = yun_cli_get_width (cells[i]);
      int      padding = (int) MAX (self->widths[i], width) - (int) width;
      gboolean right = (self->right >> i) & 1;
      gboolean last = i + 1 == self->n_columns;

      if (i > 0)
        g_string_append (line, "  ");
      if (right)
        g_string_append_printf (line, "%*s", padding, "");
      g_string_append (line, cells[i]);
      if (!right && !last)
        g_string_append_printf (line, "%*s", padding, "");
    }
  g_string_append_c (line, '\n');
  fputs (line->str, stdout);
}

static void
write_held (YunCliTable *self)
{
  for (guint i = 0; i < self->held->len; i++)
    write_row (self, self->held->pdata[i]);
  g_clear_pointer (&self->held, g_ptr_array_unref);
}

YunCliTable *
yun_cli_table_new (guint n_columns, guint64 right)
{
  YunCliTable *self = g_new0 (YunCliTable, 1);

  g_return_val_if_fail (n_columns <= 64, NULL);

  self->n_columns = n_columns;
  self->right = right;
  self->cut = isatty (STDOUT_FILENO);
  self->widths = g_new0 (guint, n_columns);
  self->held = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  return self;
}

void
yun_cli_table_add (YunCliTable *self, const char *const *cells)
{
  g_auto (GStrv) row = g_new0 (char *, self->n_columns + 1);

  for (guint i = 0; i < self->n_columns; i++)
    {
      row[i] = cut_cell (cells[i], self->cut ? MAX_WIDTH : G_MAXUINT);
      if (self->held != NULL)
        self->widths[i] = MAX (self->widths[i], yun_cli_get_width (row[i]));
    }
  if (self->held == NULL)
    {
      write_row (self, row);
      return;
    }
  g_ptr_array_add (self->held, g_steal_pointer (&row));
  if (self->held->len >= HELD_ROWS)
    write_held (self);
}

void
yun_cli_table_end (YunCliTable *self)
{
  if (self->held != NULL)
    write_held (self);
  g_free (self->widths);
  g_free (self);
}

char *
yun_cli_dup_local_time (const char *at)
{
  return yun_text_format_moment (at, "%Y-%m-%d %H:%M:%S");
}

void
yun_cli_append_string (GString *out, const char *text)
{
  if (text == NULL)
    g_string_append (out, "null");
  else
    yun_json_append_string (out, text, strlen (text));
}

void
yun_cli_append_number (GString *out, double value)
{
  g_autofree char *number = isfinite (value) ? yun_number_print (value) : NULL;

  g_string_append (out, number != NULL ? number : "null");
}

static void
append_list (GString *out, const char *list)
{
  const char *item;
  gsize       length;
  gboolean    first = TRUE;

  g_string_append_c (out, '[');
  while (list != NULL && (list = yun_text_next_item (list, &item, &length)) != NULL)
    {
      if (!first)
        g_string_append_c (out, ',');
      first = FALSE;
      yun_json_append_string (out, item, length);
    }
  g_string_append_c (out, ']');
}

static void
append_value (GString *out, YunRecord *record, const YunField *field)
{
  g_autofree char *text = NULL;

  if (!yun_record_is_known (record, field))
    {
      g_string_append (out, "null");
      return;
    }
  switch (field->kind)
    {
    case YUN_KIND_INT:
      g_string_append_printf (out, "%" G_GINT64_FORMAT, yun_record_get_int (record, field));
      break;
    case YUN_KIND_REAL:
      yun_cli_append_number (out, yun_record_get_real (record, field));
      break;
    case YUN_KIND_LIST:
    case YUN_KIND_LINKS:
    case YUN_KIND_SET:
    case YUN_KIND_TERMS:
      text = yun_record_dup_value (record, field);
      append_list (out, text);
      break;
    case YUN_KIND_TEXT:
    case YUN_KIND_LINK:
    case YUN_KIND_DATE:
    case YUN_KIND_ENUM:
    default:
      text = yun_record_dup_value (record, field);
      yun_cli_append_string (out, text);
    }
}

/* Beside the names, what stays when they change. */
static void
append_uids (GString *out, YunRecord *record, const YunField *field)
{
  const char *uids = yun_record_get_text (record, field);

  g_string_append_printf (out, ",\"%s-uid\":", field->id);
  if (uids == NULL)
    g_string_append (out, "null");
  else if (field->kind == YUN_KIND_LINKS)
    append_list (out, uids);
  else
    yun_cli_append_string (out, uids);
}

static gboolean
get_label_point (YunRecord *record, YunPoint *at)
{
  YunGeom *shape = yun_record_get_shape (record);

  if (shape == NULL)
    return FALSE;
  *at = yun_measure_label_point (shape);
  return TRUE;
}

/* (transfer full): degrees to a tenth of a millimetre's class, without a tail of digits. */
static char *
format_degrees (double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.8f", value));
}

void
yun_cli_append_record (GString *out, YunRecord *record, gboolean geometry)
{
  const YunField *const *fields = yun_entity_get_fields (yun_record_get_entity (record), NULL);
  YunPoint               at;

  g_string_append_printf (out, "{\"id\":%" G_GINT64_FORMAT ",\"revision\":%" G_GINT64_FORMAT,
                          yun_record_get_id (record), yun_record_get_revision (record));
  for (guint i = 0; fields[i] != NULL; i++)
    {
      g_string_append_printf (out, ",\"%s\":", fields[i]->id);
      append_value (out, record, fields[i]);
      if (yun_field_is_link (fields[i]))
        append_uids (out, record, fields[i]);
    }
  if (get_label_point (record, &at))
    {
      g_autofree char *lon = format_degrees (at.x);
      g_autofree char *lat = format_degrees (at.y);

      g_string_append_printf (out, ",\"lon\":%s,\"lat\":%s", lon, lat);
    }
  else
    g_string_append (out, ",\"lon\":null,\"lat\":null");
  if (geometry)
    {
      g_string_append (out, ",\"geometry\":");
      if (yun_record_get_shape (record) != NULL)
        yun_geojson_append_geometry (out, yun_record_get_shape (record), 8);
      else
        g_string_append (out, "null");
    }
  g_string_append_c (out, '}');
}

void
yun_cli_append_csv_head (GString *out, const YunEntity *entity)
{
  const YunField *const *fields = yun_entity_get_fields (entity, NULL);

  g_string_append (out, "id");
  for (guint i = 0; fields[i] != NULL; i++)
    g_string_append_printf (out, ",%s", fields[i]->id);
  g_string_append (out, ",lon,lat\r\n");
}

void
yun_cli_append_csv_row (GString *out, YunRecord *record)
{
  const YunField *const *fields = yun_entity_get_fields (yun_record_get_entity (record), NULL);
  YunPoint               at;

  g_string_append_printf (out, "%" G_GINT64_FORMAT, yun_record_get_id (record));
  for (guint i = 0; fields[i] != NULL; i++)
    {
      g_autofree char *text = yun_record_dup_value (record, fields[i]);

      g_string_append_c (out, ',');
      yun_csv_append_cell (out, text);
    }
  if (get_label_point (record, &at))
    {
      g_autofree char *lon = format_degrees (at.x);
      g_autofree char *lat = format_degrees (at.y);

      g_string_append_printf (out, ",%s,%s\r\n", lon, lat);
    }
  else
    g_string_append (out, ",,\r\n");
}
