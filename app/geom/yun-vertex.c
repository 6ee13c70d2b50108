/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-geom"

#include "config.h"

#include "yun-vertex.h"

#include "yun-measure.h"

#include <math.h>

static guint32
clamp_unit (double v)
{
  v = floor (v * YUN_MERCATOR_SIZE + 0.5);

  return v <= 0 ? 0 : v >= (double) G_MAXUINT32 ? G_MAXUINT32 : (guint32) v;
}

YunVertex
yun_vertex_from_lonlat (double lon, double lat)
{
  YunPoint p = yun_mercator_from_lonlat (lon, lat);

  return (YunVertex){ clamp_unit (p.x), clamp_unit (p.y) };
}

YunPoint
yun_vertex_to_lonlat (YunVertex v)
{
  return yun_mercator_to_lonlat (v.x / YUN_MERCATOR_SIZE, v.y / YUN_MERCATOR_SIZE);
}
