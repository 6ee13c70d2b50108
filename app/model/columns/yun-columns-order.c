/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-columns-private.h"

#include "yun-text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/*
 * Rows in the order of a column. Values are ranked once, rows are then counted
 * into their places, so rows of one value stay in the order of their ids.
 */

typedef struct
{
  guint  code;
  double number;
  char  *key; /* (owned) (nullable) */
} Value;

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  const Value *x = a, *y = b;

  return (x->number > y->number) - (x->number < y->number);
}

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  const Value *x = a, *y = b;

  return strcmp (x->key, y->key);
}

/* Where the keys of links come from. */
typedef struct
{
  YunColumnsKeyFunc func; /* (nullable) */
  gpointer          user_data;
} KeySource;

/* The key texts are sorted by: of the store's yun_key(); NULL for none. */
static char *
make_key (const YunField *field, const char *text, const KeySource *source)
{
  if (source->func != NULL)
    return g_strdup (source->func (text, source->user_data));
  if (field->kind != YUN_KIND_TEXT && field->kind != YUN_KIND_LIST && field->kind != YUN_KIND_TERMS)
    return g_strdup (text);
  return yun_text_dup_sort_key (text);
}

/* For each code its rank from 1, equal ones alike; 0 is unknown. Returns how many ranks. */
static guint
rank_codes (const YunColumn *column, const YunField *field, const KeySource *source, guint *ranks)
{
  g_autofree Value *values = g_new0 (Value, column->n_values + 1);
  gboolean          numbers = column->form == YUN_COLUMN_NUMBER || field->kind == YUN_KIND_ENUM;
  guint             n = 0, rank = 0;

  ranks[0] = 0;
  for (guint code = 1; code <= column->n_values; code++)
    {
      Value value = { .code = code };

      ranks[code] = 0;
      if (column->form == YUN_COLUMN_NUMBER)
        value.number = column->numbers[code - 1];
      else if (field->kind == YUN_KIND_ENUM)
        {
          const char *text = yun_column_get_text (column, code);
          int         index = 0;

          while (index < field->values->n_plain &&
                 strcmp (field->values->values[index].id, text) != 0)
            index++;
          if (index == field->values->n_plain)
            continue;
          value.number = index;
        }
      else if ((value.key = make_key (field, yun_column_get_text (column, code), source)) == NULL)
        continue;
      values[n++] = value;
    }
  qsort (values, n, sizeof *values, numbers ? compare_numbers : compare_keys);
  for (guint i = 0; i < n; i++)
    {
      if (i == 0 || (numbers ? compare_numbers : compare_keys) (&values[i - 1], &values[i]) != 0)
        rank++;
      ranks[values[i].code] = rank;
    }
  for (guint i = 0; i < n; i++)
    g_free (values[i].key);
  return rank;
}

static void
order_codes (YunColumns      *self,
             const YunColumn *column,
             const KeySource *source,
             YunColumnOrder  *order)
{
  g_autofree guint *ranks = g_new (guint, column->n_values + 1);
  guint             n_ranks = rank_codes (column, order->field, source, ranks);
  g_autofree guint *places = g_new0 (guint, n_ranks + 1);
  guint             at = 0;

  for (guint row = 0; row < self->n_rows; row++)
    places[ranks[yun_column_get_code (column, row)]]++;
  order->n_known = self->n_rows - places[0];
  for (guint i = 1; i <= n_ranks; i++)
    {
      guint rank = order->descending ? n_ranks + 1 - i : i;
      guint count = places[rank];

      places[rank] = at;
      at += count;
    }
  places[0] = at;
  for (guint row = 0; row < self->n_rows; row++)
    order->rows[places[ranks[yun_column_get_code (column, row)]]++] = row;
}

typedef struct
{
  double  value; /* turned round when descending */
  guint32 row;
} Real;

static int
compare_reals (gconstpointer a, gconstpointer b)
{
  const Real *x = a, *y = b;

  if (x->value < y->value || x->value > y->value)
    return x->value < y->value ? -1 : 1;
  return (x->row > y->row) - (x->row < y->row);
}

static void
order_reals (YunColumns *self, const YunColumn *column, YunColumnOrder *order)
{
  const double    *values = column->codes;
  g_autofree Real *reals = g_new (Real, self->n_rows + 1);
  guint            n = 0, last = self->n_rows;

  for (guint row = 0; row < self->n_rows; row++)
    if (!isnan (values[row]))
      reals[n++] = (Real){ order->descending ? -values[row] : values[row], row };
  for (guint row = self->n_rows; row-- > 0;)
    if (isnan (values[row]))
      order->rows[--last] = row;
  qsort (reals, n, sizeof *reals, compare_reals);
  for (guint i = 0; i < n; i++)
    order->rows[i] = reals[i].row;
  order->n_known = n;
}

/* The name is sorted by a key of its own, kept in the file; its ids turn round with it. */
static gboolean
is_name (const YunField *field)
{
  return strcmp (field->column, "name") == 0;
}

static YunColumnOrder *
find_order (YunColumns *self, const YunField *field, gboolean descending)
{
  for (guint i = 0; i < self->orders->len; i++)
    {
      YunColumnOrder *order = &g_array_index (self->orders, YunColumnOrder, i);

      if (order->field == field && order->descending == descending)
        return order;
    }
  return NULL;
}

static gboolean
reverse_names (YunColumns *self, YunColumnOrder *order)
{
  const YunColumnOrder *other = find_order (self, order->field, FALSE);

  if (!order->descending || other == NULL)
    return FALSE;
  order->n_known = other->n_known;
  order->rows = g_new (guint32, self->n_rows + 1);
  for (guint i = 0; i < other->n_known; i++)
    order->rows[i] = other->rows[other->n_known - 1 - i];
  for (guint i = other->n_known; i < self->n_rows; i++)
    order->rows[i] = other->rows[self->n_rows - 1 - (i - other->n_known)];
  return TRUE;
}

static gboolean
make_order (YunColumns *self, const KeySource *source, YunColumnOrder *order)
{
  const YunColumn *column = yun_columns_get (self, order->field);

  if (is_name (order->field))
    return reverse_names (self, order);
  if (column == NULL || column->form == YUN_COLUMN_ABSENT ||
      (yun_field_is_link (order->field) && source->func == NULL))
    return FALSE;
  order->rows = g_new (guint32, self->n_rows + 1);
  if (column->form == YUN_COLUMN_REAL)
    order_reals (self, column, order);
  else
    order_codes (self, column, source, order);
  return TRUE;
}

void
yun_columns_take_order (
  YunColumns *self, const YunField *field, gboolean descending, guint32 *rows, guint n_known)
{
  YunColumnOrder order = { field != NULL ? field : self->fields[0], descending, rows, n_known };

  g_mutex_lock (&self->mutex);
  if (find_order (self, order.field, descending) == NULL)
    g_array_append_val (self->orders, order);
  else
    g_free (rows);
  g_mutex_unlock (&self->mutex);
}

void
yun_columns_make_link_order (YunColumns       *self,
                             const YunField   *field,
                             gboolean          descending,
                             YunColumnsKeyFunc func,
                             gpointer          user_data)
{
  YunColumnOrder order = { field, descending, NULL, 0 };
  KeySource      source = { func, user_data };

  g_mutex_lock (&self->mutex);
  if (find_order (self, field, descending) == NULL && make_order (self, &source, &order))
    g_array_append_val (self->orders, order);
  g_mutex_unlock (&self->mutex);
}

const guint32 *
yun_columns_get_order (YunColumns *self, const YunField *field, gboolean descending, guint *n_known)
{
  static const KeySource none = { NULL };
  YunColumnOrder         order = { field != NULL ? field : self->fields[0], descending, NULL, 0 };
  YunColumnOrder        *found;

  g_mutex_lock (&self->mutex);
  found = find_order (self, order.field, descending);
  if (found != NULL)
    order = *found;
  else if (make_order (self, &none, &order))
    g_array_append_val (self->orders, order);
  g_mutex_unlock (&self->mutex);
  if (n_known != NULL)
    *n_known = order.n_known;
  return order.rows;
}

GArray *
yun_columns_list_sorted (YunColumns     *self,
                         const YunField *field,
                         gboolean        descending,
                         const guint64  *bits)
{
  const guint32 *rows = yun_columns_get_order (self, field, descending, NULL);
  guint          n = yun_bits_count (bits, self->n_rows);
  GArray        *ids;
  gint64        *out;

  if (rows == NULL)
    return NULL;
  ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), n);
  g_array_set_size (ids, n);
  out = (gint64 *) ids->data;
  for (guint i = 0; i < self->n_rows; i++)
    if (yun_bits_get (bits, rows[i]))
      *out++ = yun_columns_get_id (self, rows[i]);
  return ids;
}
