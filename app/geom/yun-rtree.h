/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-rect.h"

G_BEGIN_DECLS

/**
 * YunRTree: boxes, packed once along a Hilbert curve and then only searched.
 *
 * Built from boxes numbered 0…n-1 in the order they were added; a search
 * reports those numbers. Boxes are kept as float32, rounded outwards, so that a
 * search may report a box that misses the query by a rounding (never miss one
 * that meets it): the caller's exact test comes after. 16 bytes a box and 4 a
 * number plus a sixteenth for the upper levels. After _build() it is immutable
 * and any number of threads may search it at once.
 */
typedef struct _YunRTree YunRTree;

/** A tree that takes about @n_hint boxes (0 when unknown). */
YunRTree *yun_rtree_new (guint n_hint);
void      yun_rtree_free (YunRTree *self);

/** Adds the next box; an empty one gets its number and is never found. Not after _build(). */
void yun_rtree_add (YunRTree *self, const YunRect *box);

/** Packs the tree. Sorting 1 000 000 boxes takes a few tenths of a second: a worker's business. */
void yun_rtree_build (YunRTree *self);

guint   yun_rtree_get_n (const YunRTree *self);
YunRect yun_rtree_get_box (const YunRTree *self);
/** A built tree as it lies in memory, to be kept in a file. */
typedef struct
{
  guint          n;         /* boxes added */
  guint          n_numbers; /* of them not empty */
  gsize          n_bytes;   /* of the boxes */
  gconstpointer  boxes;
  const guint32 *numbers;
  YunRect        box;
} YunRTreeParts;

/** (out): what @self consists of; the arrays are borrowed. After _build(). */
void yun_rtree_get_parts (const YunRTree *self, YunRTreeParts *parts);

/** (transfer full) (nullable): a built tree over borrowed arrays, which must outlive it; NULL when
 * they cannot be those of a tree. Searching it is safe whatever the boxes say. */
YunRTree *yun_rtree_new_from_parts (const YunRTreeParts *parts);

/** Bytes held by the tree. */
gsize yun_rtree_get_size (const YunRTree *self);

/** Return FALSE to stop the search. */
typedef gboolean (*YunRTreeFunc) (guint number, gpointer user_data);

/** Calls @func for every box that meets @query, in no particular order; FALSE when @func stopped
 * it. */
gboolean yun_rtree_search (const YunRTree *self,
                           const YunRect  *query,
                           YunRTreeFunc    func,
                           gpointer        user_data);

/** Appends the numbers of the boxes that meet @query to @out (guint32 elements). */
void yun_rtree_collect (const YunRTree *self, const YunRect *query, GArray *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunRTree, yun_rtree_free)

G_END_DECLS
