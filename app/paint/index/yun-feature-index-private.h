/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-feature-index.h"
#include "yun-pack.h"

G_BEGIN_DECLS

/* The inside of an index, for the loops of this layer that touch every feature. */

/*
 * What indexes patched one from another share: arrays with room at their ends. A patch appends what
 * is new there and never touches what an older index reads, so both are read at the same time.
 */
typedef struct
{
  gatomicrefcount ref;
  YunPack        *pack;     /* (owned) (nullable): the arrays lie in it; otherwise each is owned */
  YunFeature     *features; /* one more, it only ends the rings */
  guint32        *rings;    /* one more, the end */
  YunVertex      *vertices;
  char           *names;
  float          *values[YUN_FEATURE_N_VALUES];
  gsize           room[4]; /* elements of the four arrays that may yet be appended to the first */

  GMutex mutex;
  guint  newest; /* features of the index patched last: only that one may be patched again */

  /* never changed */
  guint     n;     /* features of the first index */
  YunRTree *tree;  /* (owned): boxes of these less origin, because float32 has 24 bits */
  guint32  *order; /* (nullable): these by entity and id; NULL: as they are */
  guint64  *codes; /* points of the first index, see below */
  guint32  *points;
  guint8   *point_segments;
  guint32  *parks;
} YunFeatureBase;

enum
{
  YUN_ROOM_FEATURES,
  YUN_ROOM_RINGS,
  YUN_ROOM_VERTICES,
  YUN_ROOM_NAMES,
};

/* A feature that was appended by a patch and is in use. */
typedef struct
{
  guint32 number;
  guint32 before; /* the feature of the base before which it is drawn */
} YunLateFeature;

struct _YunFeatureIndex
{
  gatomicrefcount ref;
  YunFeatureBase *base; /* (owned) */
  guint           n;    /* numbers given; some of a patched index are out of use */

  /* Of the base, as far as this index goes. */
  YunFeature *features; /* n + 1, the last only ends the rings */
  guint32    *rings;    /* first vertex of each ring; one more, the end */
  guint       n_rings;
  YunVertex  *vertices;
  char       *names; /* offset 0 is "" */
  gsize       n_names;
  float      *values[YUN_FEATURE_N_VALUES]; /* of the features before n_valued, then of late ones */
  guint       n_valued;

  double    origin_x;
  double    origin_y;
  YunVertex min; /* box of all */
  YunVertex max;

  guint    n_points;       /* features that are points … */
  guint64 *codes;          /* … their anchors' bits interleaved, ascending */
  guint32 *points;         /* … and their numbers */
  guint8  *point_segments; /* … and their segment bits, see below */
  guint    n_parks;        /* parks that are areas … */
  guint32 *parks;          /* … and their numbers, as they are drawn */
  gpointer own_points;     /* (owned) (nullable): an rc box of these tables where not the base's */

  guint           n_dead;
  guint64        *dead; /* (owned) (nullable): a bit for each number that is out of use */
  YunLateFeature *late; /* (owned) (nullable): by entity and id, and so as they are drawn */
  guint           n_late;
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

static inline gboolean
yun_feature_index_is_dead (const YunFeatureIndex *self, guint i)
{
  return self->dead != NULL && ((self->dead[i / 64] >> (i % 64)) & 1);
}

static inline int
yun_feature_compare_keys (const YunFeature *a, const YunFeature *b)
{
  if (a->entity != b->entity)
    return a->entity < b->entity ? -1 : 1;

  return a->id < b->id ? -1 : a->id > b->id;
}

/* The first position among the base's features by key whose key is not below (entity, id). */
guint yun_feature_index_find_key (const YunFeatureIndex *self, int entity, gint64 id);

/* (transfer full): an index over all of @base, whose arrays, tree and tables are set. */
YunFeatureIndex *yun_feature_index_new (YunFeatureBase *base,
                                        guint           n_rings,
                                        gsize           n_names,
                                        guint           n_valued,
                                        guint           n_points,
                                        guint           n_parks,
                                        YunVertex       min,
                                        YunVertex       max);
YunFeatureBase  *yun_feature_base_new (void);
void             yun_feature_base_unref (YunFeatureBase *self);

/* How much of each array patches may take. */
extern const gsize yun_feature_room[4];

/* As what the entity of this number is drawn. */
YunLook yun_feature_get_look (int entity);

static inline guint8
yun_feature_get_point_segments (const YunFeature *f)
{
  return (f->segments & 15) | (f->look == YUN_LOOK_FIRM ? YUN_POINT_FIRM : 0);
}

/* The origin of the tree of features within a box. */
double yun_feature_get_origin (guint32 min, guint32 max);

/* What a builder has so far; borrowed. */
typedef struct
{
  const YunFeature *features;
  guint             n;
  const guint32    *rings; /* without the end */
  guint             n_rings;
  const YunVertex  *vertices;
  gsize             n_vertices;
  const char       *names;
  gsize             n_names;
  const float      *values[YUN_FEATURE_N_VALUES];
  guint             n_valued;
} YunFeaturePiles;

void yun_feature_builder_get_piles (YunFeatureBuilder *self, YunFeaturePiles *piles);
/* Adds feature @i of @index as it is. */
void yun_feature_builder_copy (YunFeatureBuilder *self, const YunFeatureIndex *index, guint i);

G_END_DECLS
