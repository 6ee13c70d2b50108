/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-csv.h"
#include "yun-record.h"
#include "yun-resource.h"

#include <glib/gi18n-lib.h>

struct _YunCsv
{
  GPtrArray *cells; /* (owned) (element-type utf8): row after row, the head first */
  guint      n_columns;
};

static char *
read_quoted (const char **at, const char *end)
{
  GString    *cell = g_string_new (NULL);
  const char *p = *at + 1;

  while (p < end)
    {
      if (*p != '"')
        g_string_append_c (cell, *p++);
      else if (p + 1 < end && p[1] == '"')
        {
          g_string_append_c (cell, '"');
          p += 2;
        }
      else
        {
          *at = p + 1;
          return g_string_free (cell, FALSE);
        }
    }
  g_string_free (cell, TRUE);
  return NULL;
}

static char *
read_plain (const char **at, const char *end)
{
  const char *p = *at;

  while (p < end && *p != ',' && *p != '\n' && *p != '\r')
    p++;
  end = p;
  p = *at;
  *at = end;
  return g_strndup (p, end - p);
}

/* Reads one row into the cells; how many there were, 0 with @error on a broken one. */
static guint
read_row (YunCsv *self, const char **at, const char *end, guint line, GError **error)
{
  guint n = 0;

  for (;;)
    {
      char *cell = *at < end && **at == '"' ? read_quoted (at, end) : read_plain (at, end);

      if (cell == NULL || (*at < end && strchr (",\r\n", **at) == NULL))
        {
          g_free (cell);
          g_set_error (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_FILE,
                       _ ("Line %u has a quotation mark that does not fit"), line);
          return 0;
        }
      g_ptr_array_add (self->cells, cell);
      n++;
      if (*at < end && **at == ',')
        {
          (*at)++;
          continue;
        }
      if (*at < end && **at == '\r')
        (*at)++;
      if (*at < end && **at == '\n')
        (*at)++;
      return n;
    }
}

static guint
count_lines (const char *from, const char *to)
{
  guint n = 0;

  for (; from < to; from++)
    n += *from == '\n';
  return n;
}

YunCsv *
yun_csv_parse (const char *data, gssize n, GError **error)
{
  g_autoptr (YunCsv) self = g_new0 (YunCsv, 1);
  const char        *at = data, *end;
  guint              line = 1;

  if (n < 0)
    n = (gssize) strlen (data);
  end = data + n;
  self->cells = g_ptr_array_new_with_free_func (g_free);
  if (n >= 3 && memcmp (data, "\xEF\xBB\xBF", 3) == 0)
    at += 3;
  if (!g_utf8_validate (at, end - at, NULL))
    {
      g_set_error_literal (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_FILE,
                           _ ("The table is not in UTF-8"));
      return NULL;
    }
  while (at < end)
    {
      const char *from = at;
      guint       n_cells = read_row (self, &at, end, line, error);

      if (n_cells == 0)
        return NULL;
      if (self->n_columns == 0)
        self->n_columns = n_cells;
      else if (n_cells != self->n_columns)
        {
          g_set_error (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_FILE,
                       _ ("Line %u has %u cells, the head has %u"), line, n_cells, self->n_columns);
          return NULL;
        }
      line += count_lines (from, at);
    }
  if (self->n_columns == 0)
    {
      g_set_error_literal (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_FILE, _ ("The table is empty"));
      return NULL;
    }
  return g_steal_pointer (&self);
}

YunCsv *
yun_csv_load_resource (const char *path)
{
  g_autoptr (GBytes) bytes = yun_resource_load (path);
  g_autoptr (GError) error = NULL;
  gsize              n;
  const char        *data = g_bytes_get_data (bytes, &n);
  YunCsv            *self = yun_csv_parse (data, (gssize) n, &error);

  if (self == NULL)
    g_error ("%s: %s", path, error->message);
  return self;
}

void
yun_csv_free (YunCsv *self)
{
  g_ptr_array_unref (self->cells);
  g_free (self);
}

guint
yun_csv_get_n_rows (const YunCsv *self)
{
  return self->cells->len / self->n_columns - 1;
}

guint
yun_csv_get_n_columns (const YunCsv *self)
{
  return self->n_columns;
}

const char *
yun_csv_get_column_name (const YunCsv *self, guint column)
{
  g_return_val_if_fail (column < self->n_columns, "");

  return g_ptr_array_index (self->cells, column);
}

int
yun_csv_find_column (const YunCsv *self, const char *name)
{
  for (guint i = 0; i < self->n_columns; i++)
    if (strcmp (g_ptr_array_index (self->cells, i), name) == 0)
      return (int) i;
  return -1;
}

const char *
yun_csv_get_at (const YunCsv *self, guint row, guint column)
{
  g_return_val_if_fail (row < yun_csv_get_n_rows (self) && column < self->n_columns, "");

  return g_ptr_array_index (self->cells, (row + 1) * self->n_columns + column);
}

const char *
yun_csv_get (const YunCsv *self, guint row, const char *column)
{
  int i = yun_csv_find_column (self, column);

  return i < 0 ? "" : yun_csv_get_at (self, row, (guint) i);
}

gboolean
yun_csv_would_run (const char *text)
{
  char *end;

  if (*text == '\0' || strchr ("=+-@\t\r\n", *text) == NULL)
    return FALSE;
  g_ascii_strtod (text, &end);
  return end == text || *end != '\0';
}

void
yun_csv_append_cell (GString *out, const char *text)
{
  g_autofree char *guarded = NULL;

  if (text == NULL)
    return;
  if (yun_csv_would_run (text))
    text = guarded = g_strconcat ("'", text, NULL);
  if (strpbrk (text, ",\"\r\n") == NULL)
    {
      g_string_append (out, text);
      return;
    }
  g_string_append_c (out, '"');
  for (; *text != '\0'; text++)
    {
      if (*text == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, *text);
    }
  g_string_append_c (out, '"');
}
