/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-geom.h"

G_BEGIN_DECLS

/**
 * YunShpWriter: the shapes of a shapefile (.shp) and their index (.shx), by the
 * ESRI Shapefile Technical Description of July 1998. One thread.
 *
 * Outer rings are turned clockwise and holes counter-clockwise, whatever their
 * direction was. Failures are %YUN_GEO_ERROR_WRITE.
 */
typedef enum
{
  YUN_SHP_POINT = 1,
  YUN_SHP_LINE = 3,
  YUN_SHP_POLYGON = 5,
  YUN_SHP_MULTIPOINT = 8,
} YunShpType;

#define YUN_SHP_HEAD 100

typedef struct _YunShpWriter YunShpWriter;

/** @path: without .shp. */
YunShpWriter *yun_shp_writer_new (const char *path, YunShpType type, GError **error);
void          yun_shp_writer_free (YunShpWriter *self);

/**
 * yun_shp_writer_add:
 * @points: the vertices of @geom in their order, moved to the system of the
 * file; rings are turned in place
 * @digest: (out): of the record's bytes, by yun_digest_bytes()
 * @shape_digest: (out) (optional): of the vertices by yun_shp_digest_ring(), summed over the rings
 */
gboolean yun_shp_writer_add (YunShpWriter  *self,
                             const YunGeom *geom,
                             YunPoint      *points,
                             guint64       *digest,
                             guint64       *shape_digest,
                             GError       **error);
gboolean yun_shp_writer_close (YunShpWriter *self, GError **error);

/** The box of what was added; empty when nothing was. */
const YunRect *yun_shp_writer_get_box (const YunShpWriter *self);

/** The type for @geom. */
YunShpType yun_shp_get_type (const YunGeom *geom);
/** Bytes that the record of @geom takes in the .shp. */
gsize yun_shp_get_record_size (const YunGeom *geom);

guint64 yun_shp_digest_ring (const YunPoint *points, guint n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunShpWriter, yun_shp_writer_free)

G_END_DECLS
