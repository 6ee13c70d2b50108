/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * Sets of rows as 64-bit words, row i being bit i % 64 of word i / 64.
 *
 * The bits after the last row of the last word are always 0. Any thread; plain
 * memory, freed with g_free().
 */
static inline gsize
yun_bits_n_words (guint n)
{
  return ((gsize) n + 63) / 64;
}

/** (transfer full): an empty set of @n rows. */
static inline guint64 *
yun_bits_new (guint n)
{
  return g_new0 (guint64, MAX (yun_bits_n_words (n), 1));
}

/** Takes out what lies after row @n. */
static inline void
yun_bits_trim (guint64 *bits, guint n)
{
  if (n % 64 != 0)
    bits[n / 64] &= (G_GUINT64_CONSTANT (1) << (n % 64)) - 1;
}

static inline void
yun_bits_fill (guint64 *bits, guint n)
{
  for (gsize i = 0; i < yun_bits_n_words (n); i++)
    bits[i] = ~G_GUINT64_CONSTANT (0);
  yun_bits_trim (bits, n);
}

static inline void
yun_bits_invert (guint64 *bits, guint n)
{
  for (gsize i = 0; i < yun_bits_n_words (n); i++)
    bits[i] = ~bits[i];
  yun_bits_trim (bits, n);
}

/** Keeps in @bits what is in @other, or what is not when @negated. */
static inline void
yun_bits_and (guint64 *bits, const guint64 *other, gboolean negated, guint n)
{
  guint64 flip = negated ? ~G_GUINT64_CONSTANT (0) : 0;

  for (gsize i = 0; i < yun_bits_n_words (n); i++)
    bits[i] &= other[i] ^ flip;
}

static inline void
yun_bits_set (guint64 *bits, guint row)
{
  bits[row / 64] |= G_GUINT64_CONSTANT (1) << (row % 64);
}

static inline gboolean
yun_bits_get (const guint64 *bits, guint row)
{
  return (bits[row / 64] >> (row % 64)) & 1;
}

static inline guint
yun_bits_count (const guint64 *bits, guint n)
{
  guint count = 0;

  for (gsize i = 0; i < yun_bits_n_words (n); i++)
    count += (guint) __builtin_popcountll (bits[i]);
  return count;
}

/** Runs the statement after it for each row of @bits, in ascending order; @word is a guint64 and
 * @row a guint that the caller declares. */
#define YUN_BITS_EACH(bits, n, word, row)                                                          \
  for (gsize bits_i = 0; bits_i < yun_bits_n_words (n); bits_i++)                                  \
    for ((word) = (bits)[bits_i];                                                                  \
         (word) != 0 && ((row) = (guint) (bits_i * 64) + (guint) __builtin_ctzll (word), TRUE);    \
         (word) &= (word) -1)

G_END_DECLS
