/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-geom.h"

G_BEGIN_DECLS

/**
 * The inside of a YunGeom, for the files of this layer that build shapes.
 *
 * One block of memory holds the struct, then the start of each ring and each
 * part (and one more, the end), then the vertices. A shape of one ring, the
 * common case among millions, has no tables.
 */
struct _YunGeom
{
  gatomicrefcount ref_count;
  guint           kind;
  guint           n_parts;
  guint           n_rings;
  guint           n_points;
  YunRect         box;
  YunPoint       *points; /* (unowned): into this block */
};

/**
 * yun_geom_alloc:
 *
 * (transfer full): a shape with room for that many parts, rings and points; its
 * tables and vertices are for the caller to fill, its counts may be lowered.
 */
YunGeom *yun_geom_alloc (YunGeomKind kind, guint n_parts, guint n_rings, guint n_points);

/** Whether the vertices of a ring, closed and without repetitions, are enough for @kind. */
gboolean yun_geom_ring_is_enough (YunGeomKind kind, const YunPoint *points, guint n);

/** Sets the box from the vertices; FALSE when one of them is not finite. */
gboolean yun_geom_update_box (YunGeom *self);

/** The first vertex of each ring, and the end; not for shapes of one ring. */
static inline guint32 *
yun_geom_ring_starts (const YunGeom *self)
{
  return (guint32 *) (self + 1);
}

/** The first ring of each part, and the end; not for shapes of one ring. */
static inline guint32 *
yun_geom_part_starts (const YunGeom *self)
{
  return (guint32 *) (self + 1) + self->n_rings + 1;
}

/** The first and one-past-last ring of a part. */
static inline void
yun_geom_get_part_rings (const YunGeom *self, guint part, guint *first, guint *end)
{
  *first = self->n_rings > 1 ? yun_geom_part_starts (self)[part] : 0;
  *end = self->n_rings > 1 ? yun_geom_part_starts (self)[part + 1] : 1;
}

/** The vertices of a ring counted over all parts. */
static inline const YunPoint *
yun_geom_peek_ring (const YunGeom *self, guint ring, guint *n)
{
  const guint32 *starts = yun_geom_ring_starts (self);

  if (self->n_rings == 1)
    {
      *n = self->n_points;
      return self->points;
    }

  *n = starts[ring + 1] - starts[ring];
  return self->points + starts[ring];
}

G_END_DECLS
