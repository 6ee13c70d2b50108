/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-columns-private.h"

#include "yun-text.h"

#include <string.h>

/* What bare words search: one pool of texts, scanned from end to end. */

YunColumnWords *
yun_column_words_ref (YunColumnWords *self)
{
  g_atomic_ref_count_inc (&self->ref);
  return self;
}

void
yun_column_words_unref (YunColumnWords *self)
{
  if (!g_atomic_ref_count_dec (&self->ref))
    return;
  g_free (self->ids);
  g_free (self->pool);
  g_free (self->offsets);
  g_free (self);
}

gsize
yun_column_words_get_size (const YunColumnWords *self)
{
  return self->offsets[self->n_rows] + (self->n_rows + 1) * sizeof (guint32) +
         (self->ids != NULL ? self->n_rows * sizeof (gint64) : 0);
}

static gint64
get_id (const YunColumnWords *self, guint row)
{
  return self->ids != NULL ? self->ids[row] : self->first_id + row;
}

const char *
yun_column_words_find (const YunColumnWords *self, gint64 id)
{
  guint low = 0, high = self->n_rows;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (get_id (self, middle) < id)
        low = middle + 1;
      else
        high = middle;
    }
  return low < self->n_rows && get_id (self, low) == id ? self->pool + self->offsets[low] : NULL;
}

static gboolean
is_gone (const YunColumns *self, gint64 id)
{
  guint low = 0, high = self->n_gone;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (self->gone[middle] < id)
        low = middle + 1;
      else
        high = middle;
    }
  return low < self->n_gone && self->gone[low] == id;
}

/* ---- Searching a pool ------------------------------------------------------------ */

/* Sixteen bytes at a time, whatever the processor calls it. */
typedef guint8  Bytes __attribute__ ((vector_size (16)));
typedef guint64 Words __attribute__ ((vector_size (16)));

typedef struct
{
  const char *text;
  gsize       length;
  gsize       first; /* where in text the bytes looked for stand: its rarest in the pool */
  gsize       second;
} Needle;

static void
prepare (Needle *needle, const char *text, const YunColumnWords *words)
{
  const guint8 *bytes = (const guint8 *) text;

  *needle = (Needle){ .text = text, .length = strlen (text) };
  for (gsize i = 1; i < needle->length; i++)
    if (words->frequency[bytes[i]] < words->frequency[bytes[needle->first]])
      needle->first = i;
  needle->second = needle->first == 0 ? needle->length - 1 : 0;
  for (gsize i = 0; i < needle->length; i++)
    if (i != needle->first && words->frequency[bytes[i]] < words->frequency[bytes[needle->second]])
      needle->second = i;
}

static inline Bytes
load (const char *at)
{
  Bytes bytes;

  memcpy (&bytes, at, sizeof bytes);
  return bytes;
}

/* The first place from @at on, before @end, where @needle stands. The pool has room behind its end
 * (YUN_COLUMN_WORDS_ROOM), and no text there, so that blocks may be read across it. */
static const char *
find (const char *at, const char *end, const Needle *needle)
{
  Bytes first = (Bytes){ 0 } + (guint8) needle->text[needle->first];
  Bytes second = (Bytes){ 0 } + (guint8) needle->text[needle->second];

  for (; at + needle->length <= end; at += sizeof (Bytes))
    {
      Bytes hits =
        (Bytes) ((load (at + needle->first) == first) & (load (at + needle->second) == second));
      Words any = (Words) hits;

      if ((any[0] | any[1]) == 0)
        continue;
      for (guint i = 0; i < sizeof (Bytes); i++)
        if (hits[i] != 0 && at + i + needle->length <= end &&
            memcmp (at + i, needle->text, needle->length) == 0)
          return at + i;
    }
  return NULL;
}

/* Sets the rows of @self whose text in @words holds @needle; those of @gone ids are passed over. */
static void
match_words (const YunColumns     *self,
             const YunColumnWords *words,
             gboolean              passes_gone,
             const char           *text,
             guint64              *bits)
{
  Needle      needle;
  const char *end = words->pool + words->offsets[words->n_rows];
  const char *at = words->pool;
  guint       place = 0;

  prepare (&needle, text, words);
  while ((at = find (at, end, &needle)) != NULL)
    {
      guint32 offset = (guint32) (at - words->pool);
      guint   low = place, step = 1, high, row;

      /* The text that @at is in: the last that begins at or before it, not far from the one
       * before. */
      while (low + step < words->n_rows && words->offsets[low + step] <= offset)
        {
          low += step;
          step *= 2;
        }
      high = MIN (low + step, words->n_rows);
      while (high - low > 1)
        {
          guint middle = low + (high - low) / 2;

          if (words->offsets[middle] <= offset)
            low = middle;
          else
            high = middle;
        }
      place = low;
      if (!(passes_gone && is_gone (self, get_id (words, place))) &&
          yun_columns_find_row (self, get_id (words, place), &row))
        yun_bits_set (bits, row);
      at = words->pool + words->offsets[place + 1];
      if (++place >= words->n_rows)
        break;
    }
}

gboolean
yun_columns_match_word (const YunColumns *self, const char *word, guint64 *bits)
{
  g_autofree char *needle = yun_text_normalise (word);

  if (self->words == NULL)
    return FALSE;
  memset (bits, 0, yun_bits_n_words (self->n_rows) * sizeof *bits);
  if (*needle == '\0')
    {
      yun_bits_fill (bits, self->n_rows);
      return TRUE;
    }
  match_words (self, self->words, self->n_gone > 0, needle, bits);
  if (self->newer != NULL)
    match_words (self, self->newer, FALSE, needle, bits);
  return TRUE;
}
