/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-geo"

#include "config.h"

#include "yun-dbf-writer.h"
#include "yun-digest.h"
#include "yun-output.h"

#include <math.h>
#include <string.h>

#define DESCRIPTOR 32

struct _YunDbfWriter
{
  YunOutput    *out;     /* (owned) */
  YunDbfColumn *columns; /* (owned) */
  guint         n_columns;
  guint8       *head; /* (owned) */
  gsize         head_size;
  gsize        *offsets; /* (owned): of each column in a row */
  guint8       *blank;   /* (owned): a row without a value */
  guint8       *row;     /* (owned): the row in hand */
  gsize         row_size;
  guint32       n_rows;
};

static void
put_u16 (guint8 *at, guint value)
{
  at[0] = value;
  at[1] = value >> 8;
}

static void
put_u32 (guint8 *at, guint32 value)
{
  put_u16 (at, value & 0xffff);
  put_u16 (at + 2, value >> 16);
}

static void
fill_head (YunDbfWriter *self, guint8 language, const GDate *date)
{
  guint8 *head = self->head;

  head[0] = 0x03; /* dBASE III without memo */
  head[1] = g_date_get_year (date) - 1900;
  head[2] = g_date_get_month (date);
  head[3] = g_date_get_day (date);
  put_u16 (head + 8, self->head_size);
  put_u16 (head + 10, self->row_size);
  head[29] = language;
  for (guint i = 0; i < self->n_columns; i++)
    {
      guint8 *at = head + DESCRIPTOR * (i + 1);

      memcpy (at, self->columns[i].name, strlen (self->columns[i].name));
      at[11] = self->columns[i].type;
      at[16] = self->columns[i].width;
      at[17] = self->columns[i].decimals;
    }
  head[self->head_size - 1] = '\r';
}

YunDbfWriter *
yun_dbf_writer_new (const char         *path,
                    const YunDbfColumn *columns,
                    guint               n_columns,
                    guint8              language,
                    const GDate        *date,
                    GError            **error)
{
  g_autoptr (YunDbfWriter) self = g_new0 (YunDbfWriter, 1);
  gsize                    at = 1;
  GDate                    today;

  self->columns = g_memdup2 (columns, n_columns * sizeof *columns);
  self->n_columns = n_columns;
  self->head_size = yun_dbf_get_head_size (n_columns);
  self->row_size = yun_dbf_get_row_size (columns, n_columns);
  self->head = g_malloc0 (self->head_size);
  self->offsets = g_new (gsize, n_columns);
  self->blank = g_malloc (self->row_size);
  memset (self->blank, ' ', self->row_size);
  for (guint i = 0; i < n_columns; at += columns[i++].width)
    {
      self->offsets[i] = at;
      if (columns[i].type == 'N')
        memset (self->blank + at, '*', columns[i].width);
    }
  self->row = g_memdup2 (self->blank, self->row_size);
  if (date == NULL)
    {
      g_date_clear (&today, 1);
      g_date_set_time_t (&today, g_get_real_time () / G_USEC_PER_SEC);
      date = &today;
    }
  fill_head (self, language, date);

  self->out = yun_output_new (path, error);
  if (self->out == NULL || !yun_output_write (self->out, self->head, self->head_size, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
yun_dbf_writer_free (YunDbfWriter *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->out, yun_output_free);
  g_free (self->columns);
  g_free (self->head);
  g_free (self->offsets);
  g_free (self->blank);
  g_free (self->row);
  g_free (self);
}

void
yun_dbf_writer_put_text (YunDbfWriter *self, guint column, const guint8 *bytes, gsize n)
{
  g_return_if_fail (column < self->n_columns && n <= self->columns[column].width);

  memcpy (self->row + self->offsets[column], bytes, n);
}

void
yun_dbf_writer_put_number (YunDbfWriter *self, guint column, const char *digits, gsize n)
{
  guint8 *at = self->row + self->offsets[column];
  gsize   width = self->columns[column].width;

  g_return_if_fail (column < self->n_columns && n <= width);

  memset (at, ' ', width - n);
  memcpy (at + width - n, digits, n);
}

gboolean
yun_dbf_writer_end_row (YunDbfWriter *self, guint64 *digest, GError **error)
{
  if (!yun_output_write (self->out, self->row, self->row_size, error))
    return FALSE;
  *digest = yun_digest_bytes (YUN_DIGEST_SEED, self->row, self->row_size);
  memcpy (self->row, self->blank, self->row_size);
  self->n_rows++;
  return TRUE;
}

gboolean
yun_dbf_writer_close (YunDbfWriter *self, GError **error)
{
  static const guint8 end = 0x1a;

  put_u32 (self->head + 4, self->n_rows);
  return yun_output_write (self->out, &end, 1, error) &&
         yun_output_write_head (self->out, self->head, self->head_size, error) &&
         yun_output_close (self->out, error);
}

gsize
yun_dbf_get_head_size (guint n_columns)
{
  return DESCRIPTOR * (n_columns + 1) + 1;
}

gsize
yun_dbf_get_row_size (const YunDbfColumn *columns, guint n_columns)
{
  gsize size = 1; /* the mark of a deleted row */

  for (guint i = 0; i < n_columns; i++)
    size += columns[i].width;
  return size;
}

/* Digits of @value backwards from @end, at least @least of them; returns where they begin. */
static char *
print_digits (char *end, guint64 value, guint least)
{
  char *at = end;

  for (; value > 0 || end - at < (int) least; value /= 10)
    *--at = '0' + value % 10;
  return at;
}

gsize
yun_dbf_print_int (gint64 value, char out[YUN_DBF_MAX_NUMBER])
{
  char  digits[YUN_DBF_MAX_NUMBER];
  char *end = digits + sizeof digits;
  char *at = print_digits (end, value < 0 ? -(guint64) value : (guint64) value, 1);

  if (value < 0)
    *--at = '-';
  memcpy (out, at, end - at);
  return end - at;
}

/* printf() takes half of an export's time. */
gsize
yun_dbf_print_real (double value, guint decimals, char out[YUN_DBF_MAX_NUMBER])
{
  static const guint64 powers[] = { 1, 10, 100, 1000, 10000, 100000, 1000000 };
  char                 digits[YUN_DBF_MAX_NUMBER];
  char                *end = digits + sizeof digits;
  char                *at = end;
  guint64              scaled;

  g_return_val_if_fail (decimals < G_N_ELEMENTS (powers) && isfinite (value), 0);

  if (fabs (value) * powers[decimals] >= 4e15)
    {
      g_ascii_formatd (out, YUN_DBF_MAX_NUMBER, "%.16e", value);
      return strlen (out);
    }
  scaled = llrint (fabs (value) * powers[decimals]);
  if (decimals > 0)
    {
      at = print_digits (at, scaled % powers[decimals], decimals);
      *--at = '.';
    }
  at = print_digits (at, scaled / powers[decimals], 1);
  if (value < 0 && scaled > 0)
    *--at = '-';
  memcpy (out, at, end - at);
  return end - at;
}
