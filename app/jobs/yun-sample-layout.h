/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-geom.h"

G_BEGIN_DECLS

/**
 * YunSampleLayout: where the plots and parks of a training sample lie.
 *
 * Every town has a street grid of its own direction, cut off at the town's
 * outline; a block of the grid is parted into two rows of lots. The grid is as
 * wide as life while the district holds the plots asked for, and narrower when
 * it does not. Lots never overlap, nor do parks, which are a few neighbouring
 * blocks with the streets between. The same arguments give the same layout.
 * One thread.
 */
typedef struct _YunSampleLayout YunSampleLayout;

#define YUN_SAMPLE_MAX_LOTS 24 /* of one block */

typedef struct
{
  guint16 town;   /* index in yun_chain_get_towns() */
  guint16 n_lots; /* taken for plots */
  guint16 i;      /* in the grid of its town */
  guint16 j;
  int     park; /* -1: in none */
} YunSampleBlock;

typedef struct
{
  guint16 town;
  guint16 i0;
  guint16 j0;
  guint16 i1; /* the last one */
  guint16 j1;
} YunSamplePark;

/** (transfer full): NULL when so many do not fit into the district even with the narrowest grid. */
YunSampleLayout *yun_sample_layout_new (guint n_plots, guint n_parks, guint32 seed);
void             yun_sample_layout_free (YunSampleLayout *self);

/** The blocks that have plots (all, when there are no plots), by town and place. */
guint                 yun_sample_layout_get_n_blocks (const YunSampleLayout *self);
const YunSampleBlock *yun_sample_layout_get_block (const YunSampleLayout *self, guint block);
const YunSamplePark  *yun_sample_layout_get_park (const YunSampleLayout *self, guint park);

/** (transfer full): lot @lot of @block, EPSG:4490 degrees. */
YunGeom *yun_sample_layout_make_lot (YunSampleLayout *self, guint block, guint lot);
/** (transfer full): the outline of a park. */
YunGeom *yun_sample_layout_make_park (const YunSampleLayout *self, guint park);
/** The place at (@fx, @fy), each 0 to 1, of a block or of a park. */
YunPoint
yun_sample_layout_place_in_block (const YunSampleLayout *self, guint block, double fx, double fy);
YunPoint
yun_sample_layout_place_in_park (const YunSampleLayout *self, guint park, double fx, double fy);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunSampleLayout, yun_sample_layout_free)

G_END_DECLS
