/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-columns-private.h"

#include <math.h>
#include <string.h>

G_DEFINE_BOXED_TYPE (YunColumns, yun_columns, yun_columns_ref, yun_columns_unref)

/* ---- Snapshots ------------------------------------------------------------------- */

static void
clear_order (gpointer data)
{
  YunColumnOrder *order = data;

  g_free (order->rows);
}

YunColumns *
yun_columns_new (const YunEntity *entity)
{
  YunColumns *self = g_new0 (YunColumns, 1);

  g_atomic_ref_count_init (&self->ref);
  self->entity = entity;
  self->fields = yun_entity_get_fields (entity, &self->n_fields);
  self->columns = g_new0 (YunColumn *, self->n_fields);
  g_mutex_init (&self->mutex);
  self->orders = g_array_new (FALSE, FALSE, sizeof (YunColumnOrder));
  g_array_set_clear_func (self->orders, clear_order);
  return self;
}

YunColumns *
yun_columns_ref (YunColumns *self)
{
  g_atomic_ref_count_inc (&self->ref);
  return self;
}

void
yun_columns_unref (YunColumns *self)
{
  if (!g_atomic_ref_count_dec (&self->ref))
    return;
  for (guint i = 0; i < self->n_fields; i++)
    g_clear_pointer (&self->columns[i], yun_column_unref);
  g_free (self->columns);
  if (self->pack != NULL)
    yun_pack_unref (self->pack);
  else
    {
      g_free (self->ids);
      g_free (self->without_place);
      g_free (self->boxes);
    }
  g_free (self->gone);
  g_clear_pointer (&self->words, yun_column_words_unref);
  g_clear_pointer (&self->newer, yun_column_words_unref);
  g_array_unref (self->orders);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

const YunEntity *
yun_columns_get_entity (const YunColumns *self)
{
  return self->entity;
}

guint
yun_columns_get_n_rows (const YunColumns *self)
{
  return self->n_rows;
}

gint64
yun_columns_get_id (const YunColumns *self, guint row)
{
  return self->ids != NULL ? self->ids[row] : self->first_id + row;
}

gboolean
yun_columns_find_row (const YunColumns *self, gint64 id, guint *row)
{
  guint low = 0, high = self->n_rows;

  if (self->ids == NULL)
    {
      if (id < self->first_id || id - self->first_id >= self->n_rows)
        return FALSE;
      *row = (guint) (id - self->first_id);
      return TRUE;
    }
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (self->ids[middle] < id)
        low = middle + 1;
      else
        high = middle;
    }
  *row = low;
  return low < self->n_rows && self->ids[low] == id;
}

gsize
yun_columns_get_size (YunColumns *self)
{
  gsize bits = yun_bits_n_words (self->n_rows) * sizeof (guint64);
  gsize size = sizeof *self + bits + (gsize) self->n_rows * 4 * sizeof (float);

  for (guint i = 0; i < self->n_fields; i++)
    size += sizeof (YunColumn) + self->columns[i]->size;
  if (self->ids != NULL)
    size += self->n_rows * sizeof (gint64);
  if (self->words != NULL)
    size += yun_column_words_get_size (self->words);
  if (self->newer != NULL)
    size += yun_column_words_get_size (self->newer) + self->n_gone * sizeof (gint64);
  g_mutex_lock (&self->mutex);
  size += (gsize) self->orders->len * self->n_rows * sizeof (guint32);
  g_mutex_unlock (&self->mutex);
  return size;
}

gboolean
yun_columns_get_box (const YunColumns *self, guint row, YunRect *box)
{
  const float *edges = self->boxes + 4 * (gsize) row;

  if (isnan (edges[0]))
    return FALSE;
  *box = (YunRect){ (double) edges[0], (double) edges[1], (double) edges[2], (double) edges[3] };
  return TRUE;
}

const YunColumn *
yun_columns_get (const YunColumns *self, const YunField *field)
{
  for (guint i = 0; i < self->n_fields; i++)
    if (self->fields[i] == field)
      return self->columns[i];
  return NULL;
}

GArray *
yun_columns_list_ids (const YunColumns *self, const guint64 *bits)
{
  guint   n = yun_bits_count (bits, self->n_rows);
  GArray *ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), n);
  gint64 *out;
  guint64 word;
  guint   row;

  g_array_set_size (ids, n);
  out = (gint64 *) ids->data;
  YUN_BITS_EACH (bits, self->n_rows, word, row)
  *out++ = yun_columns_get_id (self, row);
  return ids;
}

gint64
yun_columns_count_without_place (const YunColumns *self, const guint64 *bits)
{
  gint64 count = 0;

  for (gsize i = 0; i < yun_bits_n_words (self->n_rows); i++)
    count += __builtin_popcountll (bits[i] & self->without_place[i]);
  return count;
}

/* ---- Building -------------------------------------------------------------------- */

struct _YunColumnsBuilder
{
  const YunEntity       *entity;
  const YunField *const *fields;
  guint                  n_fields;
  YunColumnDraft        *drafts;        /* (owned): n_fields */
  GArray                *ids;           /* (owned) */
  GArray                *boxes;         /* (owned) (element-type float) */
  GArray                *without_place; /* (owned) (element-type guint64) */
  YunColumnWordsDraft    words;
};

YunColumnsBuilder *
yun_columns_builder_new (const YunEntity *entity)
{
  YunColumnsBuilder *self = g_new0 (YunColumnsBuilder, 1);

  self->entity = entity;
  self->fields = yun_entity_get_fields (entity, &self->n_fields);
  self->drafts = g_new0 (YunColumnDraft, self->n_fields);
  for (guint i = 0; i < self->n_fields; i++)
    yun_column_draft_init (&self->drafts[i], self->fields[i]);
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->boxes = g_array_new (FALSE, FALSE, sizeof (float));
  self->without_place = g_array_new (FALSE, FALSE, sizeof (guint64));
  yun_column_words_draft_init (&self->words);
  return self;
}

void
yun_columns_builder_free (YunColumnsBuilder *self)
{
  for (guint i = 0; i < self->n_fields; i++)
    yun_column_draft_clear (&self->drafts[i]);
  g_free (self->drafts);
  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_pointer (&self->boxes, g_array_unref);
  g_clear_pointer (&self->without_place, g_array_unref);
  yun_column_words_draft_clear (&self->words);
  g_free (self);
}

/* What the last row does not say is unknown. */
static void
finish_row (YunColumnsBuilder *self)
{
  for (guint i = 0; i < self->n_fields; i++)
    {
      YunColumnDraft *draft = &self->drafts[i];

      if (draft->n < self->ids->len && draft->numeric)
        yun_column_draft_add_number (draft, NAN);
      else if (draft->n < self->ids->len)
        yun_column_draft_add_text (draft, NULL);
    }
  if (self->words.offsets->len < self->ids->len)
    yun_columns_builder_add_search (self, "");
}

void
yun_columns_builder_begin_row (YunColumnsBuilder *self,
                               gint64             id,
                               const YunRect     *box,
                               gboolean           placed)
{
  guint row = self->ids->len;
  float edges[4] = { NAN, NAN, NAN, NAN };

  finish_row (self);
  g_return_if_fail (row == 0 || id > g_array_index (self->ids, gint64, row - 1));

  g_array_append_val (self->ids, id);
  if (box != NULL)
    {
      edges[0] = nextafterf ((float) box->x0, -INFINITY);
      edges[1] = nextafterf ((float) box->y0, -INFINITY);
      edges[2] = nextafterf ((float) box->x1, INFINITY);
      edges[3] = nextafterf ((float) box->y1, INFINITY);
    }
  g_array_append_vals (self->boxes, edges, 4);
  if (row % 64 == 0)
    g_array_set_size (self->without_place, row / 64 + 1);
  if (row % 64 == 0)
    g_array_index (self->without_place, guint64, row / 64) = 0;
  if (!placed)
    yun_bits_set ((guint64 *) self->without_place->data, row);
}

void
yun_columns_builder_add_text (YunColumnsBuilder *self, guint field, const char *text)
{
  if (self->drafts[field].numeric)
    yun_column_draft_add_absent (&self->drafts[field], *text != '\0');
  else
    yun_column_draft_add_text (&self->drafts[field], text);
}

void
yun_columns_builder_add_number (YunColumnsBuilder *self, guint field, double number)
{
  if (self->drafts[field].numeric)
    yun_column_draft_add_number (&self->drafts[field], number);
  else
    yun_column_draft_add_absent (&self->drafts[field], TRUE);
}

void
yun_columns_builder_add_foreign (YunColumnsBuilder *self, guint field)
{
  yun_column_draft_add_absent (&self->drafts[field], TRUE);
}

void
yun_columns_builder_add_search (YunColumnsBuilder *self, const char *text)
{
  yun_column_words_draft_add (&self->words, text);
}

YunColumns *
yun_columns_builder_end (YunColumnsBuilder *self)
{
  YunColumns *columns = yun_columns_new (self->entity);
  guint       n = self->ids->len;

  finish_row (self);
  columns->n_rows = n;
  columns->first_id = n > 0 ? g_array_index (self->ids, gint64, 0) : 0;
  if (n > 0 && g_array_index (self->ids, gint64, n - 1) - columns->first_id != (gint64) n - 1)
    columns->ids = (gint64 *) g_array_free (g_steal_pointer (&self->ids), FALSE);
  for (guint i = 0; i < self->n_fields; i++)
    columns->columns[i] = yun_column_draft_end (&self->drafts[i]);
  columns->boxes = (float *) g_array_free (g_steal_pointer (&self->boxes), FALSE);
  columns->without_place = (guint64 *) g_array_free (g_steal_pointer (&self->without_place), FALSE);
  columns->words = yun_column_words_draft_end (&self->words, columns);
  return columns;
}
