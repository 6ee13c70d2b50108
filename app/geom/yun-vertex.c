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

static guint64
spread_bits (guint32 v)
{
  guint64 x = v;

  x = (x | x << 16) & 0x0000ffff0000ffff;
  x = (x | x << 8) & 0x00ff00ff00ff00ff;
  x = (x | x << 4) & 0x0f0f0f0f0f0f0f0f;
  x = (x | x << 2) & 0x3333333333333333;
  x = (x | x << 1) & 0x5555555555555555;

  return x;
}

static guint32
gather_bits (guint64 x)
{
  x &= 0x5555555555555555;
  x = (x | x >> 1) & 0x3333333333333333;
  x = (x | x >> 2) & 0x0f0f0f0f0f0f0f0f;
  x = (x | x >> 4) & 0x00ff00ff00ff00ff;
  x = (x | x >> 8) & 0x0000ffff0000ffff;

  return (guint32) (x | x >> 16);
}

guint64
yun_morton_encode (YunVertex v)
{
  return spread_bits (v.x) | spread_bits (v.y) << 1;
}

YunVertex
yun_morton_decode (guint64 code)
{
  return (YunVertex){ gather_bits (code), gather_bits (code >> 1) };
}
