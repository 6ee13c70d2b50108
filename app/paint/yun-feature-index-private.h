/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-feature-index.h"

G_BEGIN_DECLS

/* The inside of an index, for the loops of this layer that touch every feature. */

/* Places in yun_entity_list(), as constants; a test holds them together. */
enum
{
  YUN_FEATURE_PARK = 2,
  YUN_FEATURE_PLOT = 3,
  YUN_FEATURE_FIRM = 4,
  YUN_FEATURE_FACILITY = 5,
};

struct _YunFeatureIndex
{
  gatomicrefcount ref;
  guint           n;
  YunFeature     *features; /* (owned): n + 1, the last only ends the rings */
  guint32        *rings;    /* (owned): first vertex of each ring; one more, the end */
  guint           n_rings;
  YunVertex      *vertices; /* (owned) */
  char           *names;    /* (owned): offset 0 is "" */
  gsize           n_names;
  float          *values[YUN_FEATURE_N_VALUES]; /* (owned): of the features before n_valued */
  guint           n_valued;
  YunRTree       *tree; /* (owned): boxes less origin, because float32 has 24 bits */
  double          origin_x;
  double          origin_y;
  YunVertex       min; /* box of all */
  YunVertex       max;
  guint32        *order;          /* (owned) (nullable): by entity and id; NULL: as they are */
  guint           n_points;       /* features that are points … */
  guint64        *codes;          /* (owned): … their anchors' bits interleaved, ascending */
  guint32        *points;         /* (owned): … and their numbers */
  guint8         *point_segments; /* (owned): … and their segment bits, see below */
  guint           n_parks;        /* parks that are areas … */
  guint32        *parks;          /* (owned): … and their numbers */
};

#define YUN_POINT_FIRM 16 /* among the segment bits of points: it is a firm */

struct _YunFeatureSet
{
  gatomicrefcount ref;
  guint           count;
  guint           n;
  guint64         words[];
};

static inline gboolean
yun_feature_set_test (const YunFeatureSet *self, guint i)
{
  return (self->words[i / 64] >> (i % 64)) & 1;
}

/* Interleaves the bits of x (even) and y (odd). */
guint64   yun_morton_encode (YunVertex v);
YunVertex yun_morton_decode (guint64 code);

G_END_DECLS
