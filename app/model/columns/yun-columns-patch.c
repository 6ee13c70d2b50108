/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-columns-private.h"

#include "yun-ids.h"

#include <math.h>
#include <string.h>

/*
 * Columns after a change: old and new rows merged. What the change left alone
 * (most columns, and with no row added or removed also ids) is shared.
 */

/* Where a row of the result comes from: of @rows when the top bit is set, else of the old ones. */
#define NEW_ROW (1u << 31)

typedef struct
{
  YunColumns       *old;
  const YunColumns *rows;
  guint32          *sources; /* (owned): n */
  guint             n;
  gboolean          same_ids;
} Merge;

static void
merge_rows (Merge *merge, const gint64 *changed, guint n_changed)
{
  YunColumns       *old = merge->old;
  const YunColumns *rows = merge->rows;
  guint             at = 0, next = 0, changed_at = 0;

  merge->sources = g_new (guint32, old->n_rows + rows->n_rows + 1);
  merge->same_ids = TRUE;
  while (at < old->n_rows || next < rows->n_rows)
    {
      gint64 id = at < old->n_rows ? yun_columns_get_id (old, at) : G_MAXINT64;
      gint64 new_id = next < rows->n_rows ? yun_columns_get_id (rows, next) : G_MAXINT64;

      if (new_id <= id)
        {
          merge->sources[merge->n++] = NEW_ROW | next;
          merge->same_ids = merge->same_ids && new_id == id;
          at += new_id == id;
          next++;
          continue;
        }
      while (changed_at < n_changed && changed[changed_at] < id)
        changed_at++;
      if (changed_at < n_changed && changed[changed_at] == id)
        merge->same_ids = FALSE;
      else
        merge->sources[merge->n++] = at;
      at++;
    }
}

/* Whether the new rows say of this column what the old ones did. */
static gboolean
is_same (const Merge *merge, const YunColumn *old, const YunColumn *new)
{
  if (!merge->same_ids || old->form == YUN_COLUMN_ABSENT || new->form == YUN_COLUMN_ABSENT)
    return FALSE;
  for (guint i = 0; i < merge->rows->n_rows; i++)
    {
      guint row, new_code = yun_column_get_code (new, i), code;

      yun_columns_find_row (merge->old, yun_columns_get_id (merge->rows, i), &row);
      if (new->form == YUN_COLUMN_TEXT)
        {
          code = yun_column_get_code (old, row);
          if ((code == 0) != (new_code == 0) ||
              (code != 0 &&
               strcmp (yun_column_get_text (old, code), yun_column_get_text (new, new_code)) != 0))
            return FALSE;
        }
      else
        {
          double a = NAN, b = new_code == 0 ? NAN : new->numbers[new_code - 1];

          if (old->form == YUN_COLUMN_REAL)
            a = ((const double *) old->codes)[row];
          else if ((code = yun_column_get_code (old, row)) != 0)
            a = old->numbers[code - 1];
          if (memcmp (&a, &b, sizeof a) != 0 && !(isnan (a) && isnan (b)))
            return FALSE;
        }
    }
  return TRUE;
}

static void
add_value (YunColumnDraft *draft, const YunColumn *column, guint row)
{
  guint code;

  switch (column->form)
    {
    case YUN_COLUMN_ABSENT:
      yun_column_draft_add_absent (draft, yun_bits_get (column->known, row));
      break;
    case YUN_COLUMN_REAL:
      yun_column_draft_add_number (draft, ((const double *) column->codes)[row]);
      break;
    case YUN_COLUMN_NUMBER:
      code = yun_column_get_code (column, row);
      yun_column_draft_add_number (draft, code == 0 ? NAN : column->numbers[code - 1]);
      break;
    case YUN_COLUMN_TEXT:
    default:
      yun_column_draft_add_text (draft,
                                 yun_column_get_text (column, yun_column_get_code (column, row)));
      break;
    }
}

static YunColumn *
merge_column (const Merge *merge, guint field)
{
  YunColumn *old = merge->old->columns[field];
  const YunColumn *new = merge->rows->columns[field];
  YunColumnDraft draft;
  gboolean       coded;

  if (is_same (merge, old, new))
    return yun_column_ref (old);
  yun_column_draft_init (&draft, merge->old->fields[field]);
  /* Nothing is learnt by trying to hold again what was given up. */
  if (old->form == YUN_COLUMN_ABSENT)
    yun_column_draft_give_up (&draft);
  coded = old->form == YUN_COLUMN_TEXT || old->form == YUN_COLUMN_NUMBER;
  if (coded)
    yun_column_draft_take_values (&draft, old);
  for (guint i = 0; i < merge->n; i++)
    if ((merge->sources[i] & NEW_ROW) != 0)
      add_value (&draft, new, merge->sources[i] & ~NEW_ROW);
    else if (coded && draft.form == old->form)
      yun_column_draft_add_code (&draft, yun_column_get_code (old, merge->sources[i]));
    else
      add_value (&draft, old, merge->sources[i]);
  return yun_column_draft_end (&draft);
}

static void
merge_places (const Merge *merge, YunColumns *self)
{
  self->without_place = yun_bits_new (merge->n);
  self->boxes = g_new (float, 4 * ((gsize) merge->n + 1));
  for (guint i = 0; i < merge->n; i++)
    {
      gboolean          is_new = (merge->sources[i] & NEW_ROW) != 0;
      const YunColumns *from = is_new ? merge->rows : merge->old;
      guint             row = merge->sources[i] & ~NEW_ROW;

      if (yun_bits_get (from->without_place, row))
        yun_bits_set (self->without_place, i);
      memcpy (self->boxes + 4 * (gsize) i, from->boxes + 4 * (gsize) row, 4 * sizeof (float));
    }
}

static void
merge_ids (const Merge *merge, YunColumns *self)
{
  self->n_rows = merge->n;
  self->first_id = merge->old->first_id;
  if (merge->same_ids && merge->old->ids == NULL)
    return;
  self->ids = g_new (gint64, merge->n + 1);
  for (guint i = 0; i < merge->n; i++)
    self->ids[i] = (merge->sources[i] & NEW_ROW) != 0
                     ? yun_columns_get_id (merge->rows, merge->sources[i] & ~NEW_ROW)
                     : yun_columns_get_id (merge->old, merge->sources[i]);
  self->first_id = merge->n > 0 ? self->ids[0] : 0;
  if (merge->n == 0 || self->ids[merge->n - 1] - self->first_id == (gint64) merge->n - 1)
    g_clear_pointer (&self->ids, g_free);
}

/* The texts of changed rows, these and those of patches before, in place of the first ones. */
static void
merge_words (const Merge *merge, YunColumns *self, const gint64 *changed, guint n_changed)
{
  YunColumns                   *old = merge->old;
  g_autoptr (YunColumnsBuilder) builder = NULL;
  g_autoptr (YunColumns)        newer = NULL;
  guint                         n = 0;

  if (old->words == NULL || merge->rows->words == NULL)
    return;
  self->words = yun_column_words_ref (old->words);
  self->gone = g_new (gint64, old->n_gone + n_changed + 1);
  if (old->n_gone > 0)
    memcpy (self->gone, old->gone, old->n_gone * sizeof (gint64));
  memcpy (self->gone + old->n_gone, changed, n_changed * sizeof (gint64));
  qsort (self->gone, old->n_gone + n_changed, sizeof (gint64), yun_ids_compare);
  for (guint i = 0; i < old->n_gone + n_changed; i++)
    if (i == 0 || self->gone[i] != self->gone[n - 1])
      self->gone[n++] = self->gone[i];
  self->n_gone = n;

  builder = yun_columns_builder_new (self->entity);
  for (guint i = 0; i < n; i++)
    {
      const char *text = yun_column_words_find (merge->rows->words, self->gone[i]);
      guint       row;

      if (text == NULL && old->newer != NULL)
        text = yun_column_words_find (old->newer, self->gone[i]);
      if (text == NULL || !yun_columns_find_row (self, self->gone[i], &row))
        continue;
      yun_columns_builder_begin_row (builder, self->gone[i], NULL, FALSE);
      yun_columns_builder_add_search (builder, text);
    }
  newer = yun_columns_builder_end (builder);
  self->newer = yun_column_words_ref (newer->words);
}

YunColumns *
yun_columns_patch (YunColumns *self, const gint64 *changed, guint n, const YunColumns *rows)
{
  Merge       merge = { .old = self, .rows = rows };
  YunColumns *patched = yun_columns_new (self->entity);

  g_return_val_if_fail (self->entity == rows->entity, patched);

  merge_rows (&merge, changed, n);
  merge_ids (&merge, patched);
  for (guint i = 0; i < self->n_fields; i++)
    patched->columns[i] = merge_column (&merge, i);
  merge_places (&merge, patched);
  merge_words (&merge, patched, changed, n);
  g_free (merge.sources);
  return patched;
}
