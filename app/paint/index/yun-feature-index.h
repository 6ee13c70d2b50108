/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-geom.h"
#include "yun-pack.h"
#include "yun-portrait.h"
#include "yun-rtree.h"
#include "yun-vertex.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * YunFeatureIndex: everything of the registry that can be drawn, packed and immutable.
 *
 * Built once off the main thread from rows of the store, then read by painters,
 * the symbol layer and picking on any thread at once. Vertices are 32-bit
 * Web Mercator units: the world square is 2^32 wide, one unit is 9.3 mm at the
 * equator. Features are numbered 0 … n-1 in the order they were added; entity
 * and id lead back to the row. Geometry below a pixel costs what the pixel
 * costs: polygons carry nothing but their vertices and a box in the packed
 * tree.
 *
 * After an edit a patched index is made (yun_feature_index_patch()). It shares the arrays of the
 * one before, and its numbers too: a feature that has not changed keeps its number, a changed one
 * gets a number at the end, and the old number is out of use: nothing finds it any more, though
 * yun_feature_index_get() still tells what it was.
 */
typedef struct _YunFeatureIndex YunFeatureIndex;
typedef struct _YunFeatureSet   YunFeatureSet;

/** What is kept of each feature: 48 bytes. */
typedef struct
{
  gint64  id;
  guint32 first_ring; /* in the ring table; a feature's rings end where the next feature's begin */
  guint32 name;       /* offset in the names, 0: none */
  YunVertex anchor;   /* where its symbol and label stand */
  YunVertex min;      /* box */
  YunVertex max;
  gint8     entity;   /* index in yun_entity_list() */
  gint8     kind;     /* YunGeomKind of what is drawn; points have no rings */
  gint8     accuracy; /* YUN_ACCURACY_…, -1 */
  gint8     status;   /* YunFeatureRow.kind */
  guint8    segments; /* YUN_SEGMENT_… bits */
  gint8     zone;
  guint8    fullness;   /* of areas: the part of the box they take, in 255ths */
  guint8    traits : 4; /* YUN_FEATURE_LEADER or 0 */
  guint8    look : 4;   /* YunLook of its entity's portrait; set by the builder */
} YunFeature;

#define YUN_FEATURE_LEADER 1 /* among the traits: it leads its chain */

/** Numbers that areas are shaded by; of land only (yun_look_is_land()). */
typedef enum
{
  YUN_FEATURE_FAR,  /* floor-area ratio, the greatest allowed or else the least */
  YUN_FEATURE_TAX,  /* tax per mu, 万元/亩 */
  YUN_FEATURE_DATE, /* day of the fact: days since 1970-01-01 */
  YUN_FEATURE_N_VALUES,
} YunFeatureValue;

typedef struct _YunFeatureBuilder YunFeatureBuilder;

YunFeatureBuilder *yun_feature_builder_new (void);
void               yun_feature_builder_free (YunFeatureBuilder *self);

/** Adds a shape of EPSG:4490 degrees (NULL: counted as without a place, not kept). Fields of
 * @values other than rings, anchor, box and look are taken from it. */
void yun_feature_builder_add (YunFeatureBuilder *self,
                              const YunFeature  *values,
                              const char        *name,
                              const YunGeom     *shape);

/** As yun_feature_builder_add() with @numbers, YUN_FEATURE_N_VALUES of them by YunFeatureValue,
 * NAN: unknown. What is numbered must come before what is not: a number takes 12 bytes of each
 * feature before it. */
void yun_feature_builder_add_with_values (YunFeatureBuilder *self,
                                          const YunFeature  *values,
                                          const float       *numbers,
                                          const char        *name,
                                          const YunGeom     *shape);

/** (transfer full): the index; frees the builder. Packs the tree: a worker's business. */
YunFeatureIndex *yun_feature_builder_end (YunFeatureBuilder *self);

/** Adds all that @other has to the end of @self. */
void yun_feature_builder_append (YunFeatureBuilder *self, const YunFeatureBuilder *other);

/** (transfer full): an index of what has been added to @self and then to @other (nullable) so far;
 * both go on. Takes as long as building that much anew. */
YunFeatureIndex *yun_feature_builder_snapshot (const YunFeatureBuilder *self,
                                               const YunFeatureBuilder *other);

YunFeatureIndex *yun_feature_index_ref (YunFeatureIndex *self);
void             yun_feature_index_unref (YunFeatureIndex *self);

guint yun_feature_index_get_n (const YunFeatureIndex *self);
/** Whether the number is in use: FALSE for what an edit removed or replaced. */
gboolean          yun_feature_index_has (const YunFeatureIndex *self, guint i);
const YunFeature *yun_feature_index_get (const YunFeatureIndex *self, guint i);
/** The feature's name, "" when it has none. */
const char *yun_feature_index_get_name (const YunFeatureIndex *self, guint i);
/** One of the feature's numbers; NAN when it is not known or the feature has none. */
float yun_feature_index_get_value (const YunFeatureIndex *self, guint i, YunFeatureValue which);
/** The number of the feature of (@entity, @id), or -1. */
int yun_feature_index_find (const YunFeatureIndex *self, guint entity, gint64 id);
/** Rings of feature @i: their number; ring @ring's vertices (closed, the first repeated). The outer
 * ring of a later part is told by its direction: outer rings are clockwise on the screen, holes the
 * other way. */
guint yun_feature_index_get_n_rings (const YunFeatureIndex *self, guint i);
const YunVertex *
yun_feature_index_get_ring (const YunFeatureIndex *self, guint i, guint ring, guint *n);

/** Appends the numbers (guint32) of the features whose box meets the box @min to @max, in the order
 * in which they are drawn: ascending, but for those a patch put in another's place. */
void
yun_feature_index_search (const YunFeatureIndex *self, YunVertex min, YunVertex max, GArray *out);

/**
 * The number of the feature under a place: polygons that hold it, lines and
 * points within @tolerance units; the smallest wins. Only features with their bit
 * set in @shown (NULL: all) count. -1: none.
 */
int yun_feature_index_pick (const YunFeatureIndex *self,
                            YunVertex              at,
                            guint32                tolerance,
                            const YunFeatureSet   *shown);

/** A record whose feature has changed, come or gone. */
typedef struct
{
  gint64 id;
  guint  entity; /* index in yun_entity_list() */
} YunFeatureKey;

/**
 * yun_feature_index_patch:
 * @keys: (element-type YunFeatureKey): what has changed, in any order
 * @fresh: the features of @keys as they are now; what is not in it has gone
 * @changed: (out): lon/lat box of all of them, before and after; empty when none has a place
 *
 * Costs what has changed and, where points have, a copy of the points' tables; the rest is shared.
 * A worker's business.
 *
 * Returns: (transfer full) (nullable): the new index, equal to one built of all rows; NULL when
 * there is no room left for it or @self has already been patched: build one anew
 */
YunFeatureIndex *yun_feature_index_patch (YunFeatureIndex   *self,
                                          const GArray      *keys,
                                          YunFeatureBuilder *fresh,
                                          YunRect           *changed);

/** How many numbers patches have used up; worth a yun_feature_index_compact() when they are many.
 */
guint yun_feature_index_get_n_patched (const YunFeatureIndex *self);

/** (transfer full): the same features, numbered anew, with room for patches. A worker's business.
 */
YunFeatureIndex *yun_feature_index_compact (const YunFeatureIndex *self);

/**
 * yun_feature_index_write:
 *
 * Adds the index to a pack; it must live until the writer is freed. Only of an index that has not
 * been patched.
 */
void yun_feature_index_write (const YunFeatureIndex *self, YunPackWriter *writer);

/** (transfer full) (nullable): the index in @pack, read where it lies; NULL when something in it
 * does not hold together. Checks every number another part is reached by: a worker's business. */
YunFeatureIndex *yun_feature_index_read (YunPack *pack);

/** Bytes held. */
gsize yun_feature_index_get_size (const YunFeatureIndex *self);

/**
 * YunFeatureSet: which features of one index are shown; a bit each, immutable once shared.
 */

/**
 * yun_feature_set_new:
 * @ids: for each entity of yun_entity_list() the ascending gint64 ids to show; NULL hides that
 * entity
 * @n_entities: length of @ids
 */
YunFeatureSet *
yun_feature_set_new (const YunFeatureIndex *index, GArray *const *ids, guint n_entities);
YunFeatureSet *yun_feature_set_ref (YunFeatureSet *self);
void           yun_feature_set_unref (YunFeatureSet *self);
gboolean       yun_feature_set_has (const YunFeatureSet *self, guint i);
guint          yun_feature_set_get_count (const YunFeatureSet *self);
/** The lon/lat box of what @self (NULL: all) shows of @index; empty when nothing is. A pass over
 * all features: some milliseconds for a million. */
YunRect yun_feature_set_get_box (const YunFeatureSet *self, const YunFeatureIndex *index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunFeatureIndex, yun_feature_index_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunFeatureBuilder, yun_feature_builder_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunFeatureSet, yun_feature_set_unref)

G_END_DECLS
