/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * YunRandom: numbers that are the same on every machine and for ever; a plain value.
 *
 * SplitMix64 (Steele, Lea, Flood 2014). Every thing that is made by chance has a
 * stream of its own, so that one more number drawn here moves nothing there.
 */
typedef struct
{
  guint64 state;
} YunRandom;

static inline guint64
yun_random_next (YunRandom *self)
{
  guint64 z = (self->state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

/** The stream of thing @index of kind @kind under @seed. */
static inline YunRandom
yun_random_stream (guint32 seed, guint32 kind, guint64 index)
{
  YunRandom self = { ((guint64) seed << 32) | kind };

  self.state = yun_random_next (&self) ^ (index * G_GUINT64_CONSTANT (0xd1342543de82ef95));
  yun_random_next (&self);
  return self;
}

/** From 0 to below 1. */
static inline double
yun_random_unit (YunRandom *self)
{
  return (double) (yun_random_next (self) >> 11) * 0x1.0p-53;
}

static inline double
yun_random_between (YunRandom *self, double low, double high)
{
  return low + (high - low) * yun_random_unit (self);
}

/** From 0 to @n - 1. */
static inline guint
yun_random_below (YunRandom *self, guint n)
{
  return (guint) (((yun_random_next (self) >> 32) * n) >> 32);
}

static inline gboolean
yun_random_chance (YunRandom *self, double probability)
{
  return yun_random_unit (self) < probability;
}

/** The index of one of @weights, of which there are @n. */
static inline guint
yun_random_pick (YunRandom *self, const guint8 *weights, guint n)
{
  guint sum = 0;
  guint at;

  for (guint i = 0; i < n; i++)
    sum += weights[i];
  at = yun_random_below (self, sum);
  for (guint i = 0; i < n; i++)
    {
      if (at < weights[i])
        return i;
      at -= weights[i];
    }
  return n - 1;
}

G_END_DECLS
