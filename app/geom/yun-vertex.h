/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-geom.h"

G_BEGIN_DECLS

/** A place on the map as what is drawn keeps it: 32-bit Web Mercator units. The world square is
 * 2^32 wide, one unit is 9.3 mm at the equator. Any thread. */
typedef struct
{
  guint32 x;
  guint32 y; /* grows to the south */
} YunVertex;

#define YUN_MERCATOR_SIZE 4294967296.0 /* units across the world */

YunVertex yun_vertex_from_lonlat (double lon, double lat);
YunPoint  yun_vertex_to_lonlat (YunVertex v);

/** Interleaves the bits of x (even) and y (odd): places whose codes are near are near each other.
 */
guint64   yun_morton_encode (YunVertex v);
YunVertex yun_morton_decode (guint64 code);

/** Whether two boxes share a point; the borders are theirs. */
static inline gboolean
yun_vertex_boxes_meet (YunVertex a_min, YunVertex a_max, YunVertex b_min, YunVertex b_max)
{
  return a_min.x <= b_max.x && a_max.x >= b_min.x && a_min.y <= b_max.y && a_max.y >= b_min.y;
}

G_END_DECLS
