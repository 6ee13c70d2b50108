/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-feature-index.h"

G_BEGIN_DECLS

/**
 * YunRegion: the part of the world that a change touched, as a coarse grid over its box.
 *
 * A plain value of half a kilobyte; it may say more than was touched, never less.
 */
#define YUN_REGION_SIDE 64

typedef struct
{
  gboolean  empty;
  YunVertex min;
  YunVertex max;
  guint64   rows[YUN_REGION_SIDE]; /* a bit a cell */
} YunRegion;

void yun_region_init_box (YunRegion *self, YunVertex min, YunVertex max);

/**
 * yun_region_init_difference:
 * @before: (nullable): which features of @index were shown; NULL: all
 * @after: (nullable): which are now
 * @most: give up when more features than this differ, so that the main thread may ask
 *
 * Where areas and lines appear or vanish; points do not count, for they are no part of tiles.
 *
 * Returns: FALSE when it gave up
 */
gboolean yun_region_init_difference (YunRegion             *self,
                                     const YunFeatureIndex *index,
                                     const YunFeatureSet   *before,
                                     const YunFeatureSet   *after,
                                     guint                  most);

/** Whether it touches the box. */
gboolean yun_region_meets (const YunRegion *self, YunVertex min, YunVertex max);

G_END_DECLS
