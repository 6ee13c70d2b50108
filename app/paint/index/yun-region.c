/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-region.h"

#include "yun-feature-index-private.h"

#include <string.h>

/* The cell a coordinate is in, the first or last one for those outside. */
static inline guint
get_cell (guint32 at, guint32 min, guint32 max)
{
  guint64 width = (guint64) max - min + 1;

  if (at <= min)
    return 0;
  if (at >= max)
    return YUN_REGION_SIDE - 1;
  return (guint) ((guint64) (at - min) * YUN_REGION_SIDE / width);
}

/* Bits @first to @last. */
static inline guint64
get_bits (guint first, guint last)
{
  guint64 upper = last == 63 ? G_MAXUINT64 : ((guint64) 1 << (last + 1)) - 1;

  return upper & ~(((guint64) 1 << first) - 1);
}

static inline guint64
get_word (const YunFeatureSet *set, guint word)
{
  return set != NULL ? set->words[word] : G_MAXUINT64;
}

/* The first pass finds the box, the second the cells. */
static void
add_feature (YunRegion *self, const YunFeature *f, gboolean cells)
{
  if (!cells)
    {
      self->min.x = MIN (self->min.x, f->min.x);
      self->min.y = MIN (self->min.y, f->min.y);
      self->max.x = MAX (self->max.x, f->max.x);
      self->max.y = MAX (self->max.y, f->max.y);
      self->empty = FALSE;
      return;
    }

  for (guint y = get_cell (f->min.y, self->min.y, self->max.y),
             last = get_cell (f->max.y, self->min.y, self->max.y);
       y <= last; y++)
    self->rows[y] |= get_bits (get_cell (f->min.x, self->min.x, self->max.x),
                               get_cell (f->max.x, self->min.x, self->max.x));
}

static void
init_empty (YunRegion *self)
{
  memset (self, 0, sizeof *self);
  self->empty = TRUE;
  self->min = (YunVertex){ G_MAXUINT32, G_MAXUINT32 };
}

void
yun_region_init_box (YunRegion *self, YunVertex min, YunVertex max)
{
  self->empty = FALSE;
  self->min = min;
  self->max = max;
  memset (self->rows, 0xff, sizeof self->rows);
}

gboolean
yun_region_init_difference (YunRegion             *self,
                            const YunFeatureIndex *index,
                            const YunFeatureSet   *before,
                            const YunFeatureSet   *after,
                            guint                  most)
{
  guint n = yun_feature_index_get_n (index), words = (n + 63) / 64, differ = 0;

  init_empty (self);
  if (before == after)
    return TRUE;

  for (guint pass = 0; pass < 2; pass++)
    for (guint word = 0; word < words; word++)
      {
        guint64 rest = get_word (before, word) ^ get_word (after, word);

        if (word == n / 64)
          rest &= ((guint64) 1 << n % 64) - 1;
        if (pass == 0 && (differ += (guint) __builtin_popcountll (rest)) > most)
          return FALSE;
        for (; rest != 0; rest &= rest - 1)
          {
            const YunFeature *f =
              yun_feature_index_get (index, word * 64 + (guint) __builtin_ctzll (rest));

            if (f->kind != YUN_GEOM_POINT)
              add_feature (self, f, pass == 1);
          }
      }

  return TRUE;
}

gboolean
yun_region_meets (const YunRegion *self, YunVertex min, YunVertex max)
{
  guint64 bits;

  if (self->empty || min.x > self->max.x || max.x < self->min.x || min.y > self->max.y ||
      max.y < self->min.y)
    return FALSE;

  bits = get_bits (get_cell (min.x, self->min.x, self->max.x),
                   get_cell (max.x, self->min.x, self->max.x));
  for (guint y = get_cell (min.y, self->min.y, self->max.y),
             last = get_cell (max.y, self->min.y, self->max.y);
       y <= last; y++)
    if ((self->rows[y] & bits) != 0)
      return TRUE;

  return FALSE;
}
