/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-columns-private.h"

#include <math.h>
#include <string.h>

/* One field's values, packed. */

YunColumn *
yun_column_ref (YunColumn *self)
{
  g_atomic_ref_count_inc (&self->ref);
  return self;
}

void
yun_column_unref (YunColumn *self)
{
  if (!g_atomic_ref_count_dec (&self->ref))
    return;
  if (self->pack != NULL)
    yun_pack_unref (self->pack);
  else
    {
      g_free (self->codes);
      g_free (self->known);
      g_free (self->pool);
      g_free (self->offsets);
      g_free (self->numbers);
    }
  g_free (self);
}

/* ---- Drafts -------------------------------------------------------------------- */

void
yun_column_draft_init (YunColumnDraft *self, const YunField *field)
{
  *self = (YunColumnDraft){ 0 };
  self->numeric = field->kind == YUN_KIND_INT || field->kind == YUN_KIND_REAL;
  self->form = self->numeric ? YUN_COLUMN_NUMBER : YUN_COLUMN_TEXT;
  self->n_slots = 64;
  self->slots = g_new0 (guint32, self->n_slots);
  if (self->numeric)
    self->numbers = g_array_new (FALSE, FALSE, sizeof (double));
  else
    {
      self->pool = g_string_new (NULL);
      self->offsets = g_array_new (FALSE, FALSE, sizeof (guint32));
    }
}

static void
drop_values (YunColumnDraft *self)
{
  g_clear_pointer (&self->slots, g_free);
  if (self->pool != NULL)
    g_string_free (g_steal_pointer (&self->pool), TRUE);
  g_clear_pointer (&self->offsets, g_array_unref);
  g_clear_pointer (&self->numbers, g_array_unref);
}

void
yun_column_draft_clear (YunColumnDraft *self)
{
  drop_values (self);
  g_clear_pointer (&self->codes, g_free);
  g_clear_pointer (&self->known, g_free);
}

static guint
get_draft_code (const YunColumnDraft *self, guint row)
{
  return self->width == 0   ? self->same
         : self->width == 1 ? ((const guint8 *) self->codes)[row]
                            : ((const guint16 *) self->codes)[row];
}

/* Room for one row more. */
static void
reserve (YunColumnDraft *self, gsize unit)
{
  if (self->n < self->capacity)
    return;
  self->capacity = MAX (1024, self->capacity + self->capacity / 2);
  self->codes = g_realloc_n (self->codes, self->capacity, unit);
}

static void
widen (YunColumnDraft *self, guint width)
{
  gsize    capacity = MAX (1024, (gsize) self->n + self->n / 2);
  gpointer codes = g_malloc_n (capacity, width);

  for (guint i = 0; i < self->n; i++)
    if (width == 1)
      ((guint8 *) codes)[i] = (guint8) get_draft_code (self, i);
    else
      ((guint16 *) codes)[i] = (guint16) get_draft_code (self, i);
  g_free (self->codes);
  self->codes = codes;
  self->capacity = capacity;
  self->width = width;
}

static void
put_code (YunColumnDraft *self, guint code)
{
  guint width = code > G_MAXUINT8 ? 2 : 1;

  self->last = code;
  if (self->width == 0 && (self->n == 0 || code == self->same))
    self->same = code;
  else
    {
      if (self->width < width)
        widen (self, width);
      reserve (self, self->width);
      if (self->width == 1)
        ((guint8 *) self->codes)[self->n] = (guint8) code;
      else
        ((guint16 *) self->codes)[self->n] = (guint16) code;
    }
  self->n++;
}

static void
put_known (YunColumnDraft *self, gboolean known)
{
  if (self->n % 64 == 0)
    {
      if (self->n / 64 >= self->capacity)
        {
          self->capacity = MAX (64, self->capacity * 2);
          self->known = g_renew (guint64, self->known, self->capacity);
        }
      self->known[self->n / 64] = 0;
    }
  if (known)
    yun_bits_set (self->known, self->n);
  self->n++;
}

static void
put_real (YunColumnDraft *self, double number)
{
  reserve (self, sizeof (double));
  ((double *) self->codes)[self->n++] = number;
}

/* Gives up the values; what is known is kept. */
static void
make_absent (YunColumnDraft *self)
{
  YunColumnDraft old = *self;

  self->form = YUN_COLUMN_ABSENT;
  self->codes = NULL;
  self->n = 0;
  self->capacity = 0;
  for (guint i = 0; i < old.n; i++)
    {
      gboolean known;

      if (old.form == YUN_COLUMN_REAL)
        known = !isnan (((const double *) old.codes)[i]);
      else
        {
          guint code = get_draft_code (&old, i);

          known = code != 0 && (old.numeric ||
                                old.pool->str[g_array_index (old.offsets, guint32, code - 1)] != 0);
        }
      put_known (self, known);
    }
  g_free (old.codes);
  drop_values (self);
}

/* Numbers that are too many for codes. */
static void
make_real (YunColumnDraft *self)
{
  gsize   capacity = MAX (1024, (gsize) self->n + self->n / 2);
  double *reals = g_new (double, capacity);

  for (guint i = 0; i < self->n; i++)
    {
      guint code = get_draft_code (self, i);

      reals[i] = code == 0 ? NAN : g_array_index (self->numbers, double, code - 1);
    }
  g_free (self->codes);
  self->codes = reals;
  self->capacity = capacity;
  self->width = 8;
  self->form = YUN_COLUMN_REAL;
  drop_values (self);
}

static guint
hash_text (const char *text)
{
  guint64 hash = 14695981039346656037u;

  for (; *text != '\0'; text++)
    hash = (hash ^ (guint8) *text) * 1099511628211u;
  return (guint) (hash ^ (hash >> 32));
}

static guint
hash_number (double number)
{
  guint64 hash;

  memcpy (&hash, &number, sizeof hash);
  hash *= 0x9E3779B97F4A7C15u;
  return (guint) (hash >> 32);
}

static guint
hash_code (const YunColumnDraft *self, guint code)
{
  return self->numeric
           ? hash_number (g_array_index (self->numbers, double, code - 1))
           : hash_text (self->pool->str + g_array_index (self->offsets, guint32, code - 1));
}

static guint
get_n_values (const YunColumnDraft *self)
{
  return self->numeric ? self->numbers->len : self->offsets->len;
}

/* Enters the code of a value that has just been added. */
static void
enter_code (YunColumnDraft *self, guint code)
{
  guint slot;

  if (code * 2 > self->n_slots)
    {
      self->n_slots *= 4;
      self->slots = g_renew (guint32, self->slots, self->n_slots);
      memset (self->slots, 0, self->n_slots * sizeof *self->slots);
      for (guint old = 1; old < code; old++)
        {
          slot = hash_code (self, old) & (self->n_slots - 1);
          while (self->slots[slot] != 0)
            slot = (slot + 1) & (self->n_slots - 1);
          self->slots[slot] = old;
        }
    }
  slot = hash_code (self, code) & (self->n_slots - 1);
  while (self->slots[slot] != 0)
    slot = (slot + 1) & (self->n_slots - 1);
  self->slots[slot] = code;
}

static gboolean
is_text (const YunColumnDraft *self, guint code, const char *text)
{
  return strcmp (self->pool->str + g_array_index (self->offsets, guint32, code - 1), text) == 0;
}

/* The code of @text, new or not; 0 when there are too many, or it is no text. */
static guint
code_text (YunColumnDraft *self, const char *text)
{
  guint32 offset = (guint32) self->pool->len;
  guint   slot;

  if (self->last != 0 && is_text (self, self->last, text))
    return self->last;
  slot = hash_text (text) & (self->n_slots - 1);
  for (; self->slots[slot] != 0; slot = (slot + 1) & (self->n_slots - 1))
    if (is_text (self, self->slots[slot], text))
      return self->slots[slot];
  if (self->offsets->len == YUN_COLUMN_MAX_VALUES ||
      self->pool->len + strlen (text) > YUN_COLUMN_MAX_POOL || !g_utf8_validate (text, -1, NULL))
    return 0;
  g_string_append_len (self->pool, text, (gssize) strlen (text) + 1);
  g_array_append_val (self->offsets, offset);
  enter_code (self, self->offsets->len);
  return self->offsets->len;
}

static gboolean
is_number (const YunColumnDraft *self, guint code, double number)
{
  return memcmp (&g_array_index (self->numbers, double, code - 1), &number, sizeof number) == 0;
}

static guint
code_number (YunColumnDraft *self, double number)
{
  guint slot;

  if (self->last != 0 && is_number (self, self->last, number))
    return self->last;
  slot = hash_number (number) & (self->n_slots - 1);
  for (; self->slots[slot] != 0; slot = (slot + 1) & (self->n_slots - 1))
    if (is_number (self, self->slots[slot], number))
      return self->slots[slot];
  if (self->numbers->len == YUN_COLUMN_MAX_VALUES)
    return 0;
  g_array_append_val (self->numbers, number);
  enter_code (self, self->numbers->len);
  return self->numbers->len;
}

void
yun_column_draft_add_text (YunColumnDraft *self, const char *text)
{
  guint code;

  if (self->form == YUN_COLUMN_ABSENT)
    {
      put_known (self, text != NULL && *text != '\0');
      return;
    }
  if (text == NULL)
    {
      put_code (self, 0);
      return;
    }
  code = code_text (self, text);
  if (code != 0)
    {
      put_code (self, code);
      return;
    }
  make_absent (self);
  put_known (self, *text != '\0');
}

void
yun_column_draft_add_number (YunColumnDraft *self, double number)
{
  guint code;

  if (self->form == YUN_COLUMN_ABSENT)
    put_known (self, !isnan (number));
  else if (self->form == YUN_COLUMN_REAL)
    put_real (self, number);
  else if (isnan (number))
    put_code (self, 0);
  else if ((code = code_number (self, number)) != 0)
    put_code (self, code);
  else
    {
      make_real (self);
      put_real (self, number);
    }
}

void
yun_column_draft_give_up (YunColumnDraft *self)
{
  if (self->form != YUN_COLUMN_ABSENT)
    make_absent (self);
}

void
yun_column_draft_add_absent (YunColumnDraft *self, gboolean known)
{
  yun_column_draft_give_up (self);
  put_known (self, known);
}

void
yun_column_draft_take_values (YunColumnDraft *self, const YunColumn *column)
{
  if (column->form == YUN_COLUMN_TEXT && column->n_values > 0)
    {
      guint32 last = column->offsets[column->n_values - 1];

      g_string_append_len (self->pool, column->pool,
                           (gssize) (last + strlen (column->pool + last) + 1));
      g_array_append_vals (self->offsets, column->offsets, column->n_values);
    }
  else if (column->form == YUN_COLUMN_NUMBER)
    g_array_append_vals (self->numbers, column->numbers, column->n_values);
  while (self->n_slots < column->n_values * 2)
    self->n_slots *= 4;
  self->slots = g_renew (guint32, self->slots, self->n_slots);
  memset (self->slots, 0, self->n_slots * sizeof *self->slots);
  for (guint code = 1; code <= column->n_values; code++)
    enter_code (self, code);
}

void
yun_column_draft_add_code (YunColumnDraft *self, guint code)
{
  put_code (self, code);
}

YunColumn *
yun_column_draft_end (YunColumnDraft *self)
{
  YunColumn *column = g_new0 (YunColumn, 1);

  g_atomic_ref_count_init (&column->ref);
  column->form = self->form;
  column->width = self->form == YUN_COLUMN_ABSENT ? 0 : self->width;
  column->same = self->same;
  if (self->form == YUN_COLUMN_ABSENT)
    {
      column->size = yun_bits_n_words (self->n) * sizeof (guint64);
      column->known = g_realloc (g_steal_pointer (&self->known), MAX (column->size, 8));
    }
  else if (self->codes != NULL)
    {
      column->size = (gsize) self->n * column->width;
      column->codes = g_realloc (g_steal_pointer (&self->codes), MAX (column->size, 1));
    }
  if (self->form == YUN_COLUMN_TEXT || self->form == YUN_COLUMN_NUMBER)
    column->n_values = get_n_values (self);
  if (self->form == YUN_COLUMN_TEXT)
    {
      column->size += self->pool->len + column->n_values * sizeof (guint32);
      column->pool = g_string_free (g_steal_pointer (&self->pool), FALSE);
      column->offsets = (guint32 *) g_array_free (g_steal_pointer (&self->offsets), FALSE);
    }
  else if (self->form == YUN_COLUMN_NUMBER)
    {
      column->size += column->n_values * sizeof (double);
      column->numbers = (double *) g_array_free (g_steal_pointer (&self->numbers), FALSE);
    }
  yun_column_draft_clear (self);
  return column;
}
