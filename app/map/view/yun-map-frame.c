/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-map-frame.h"

#include "yun-measure.h"

#include <math.h>

#define TILE_LOG2 8.0 /* zoom levels count the world in tiles of 2^8 pixels */

static guint32
clamp_unit (double v)
{
  if (!(v > 0))
    return 0;
  if (v >= YUN_MERCATOR_SIZE - 1)
    return G_MAXUINT32;
  return (guint32) floor (v + 0.5);
}

YunView
yun_map_frame_around (
  YunPoint centre, double zoom, double width, double height, double device_scale)
{
  YunPoint p = yun_mercator_from_lonlat (centre.x, centre.y);
  double   scale = YUN_MERCATOR_SIZE / exp2 (zoom + TILE_LOG2);

  return (YunView){
    .x = p.x * YUN_MERCATOR_SIZE - width / 2 * scale,
    .y = p.y * YUN_MERCATOR_SIZE - height / 2 * scale,
    .scale = scale,
    .width = width,
    .height = height,
    .device_scale = device_scale,
  };
}

YunView
yun_map_frame_from_viewport (ShumateViewport *viewport,
                             double           width,
                             double           height,
                             double           device_scale)
{
  YunPoint centre = {
    shumate_location_get_longitude (SHUMATE_LOCATION (viewport)),
    shumate_location_get_latitude (SHUMATE_LOCATION (viewport)),
  };

  return yun_map_frame_around (centre, shumate_viewport_get_zoom_level (viewport), width, height,
                               device_scale);
}

YunView
yun_map_frame_magnify (const YunView *view, double by)
{
  return (YunView){
    .x = view->x,
    .y = view->y,
    .scale = view->scale * by,
    .width = view->width / by,
    .height = view->height / by,
    .device_scale = view->device_scale * by,
  };
}

YunPoint
yun_map_frame_get_centre (const YunView *view)
{
  return yun_mercator_to_lonlat ((view->x + view->width / 2 * view->scale) / YUN_MERCATOR_SIZE,
                                 (view->y + view->height / 2 * view->scale) / YUN_MERCATOR_SIZE);
}

YunVertex
yun_map_frame_to_vertex (const YunView *view, double px, double py)
{
  return (YunVertex){ clamp_unit (view->x + px * view->scale),
                      clamp_unit (view->y + py * view->scale) };
}

YunRect
yun_map_frame_get_extent (const YunView *view)
{
  YunPoint a = yun_mercator_to_lonlat (view->x / YUN_MERCATOR_SIZE, view->y / YUN_MERCATOR_SIZE);
  YunPoint b = yun_mercator_to_lonlat ((view->x + view->width * view->scale) / YUN_MERCATOR_SIZE,
                                       (view->y + view->height * view->scale) / YUN_MERCATOR_SIZE);

  return (YunRect){ a.x, b.y, b.x, a.y };
}

double
yun_map_frame_fit (const YunRect *box, double width, double height)
{
  YunPoint a = yun_mercator_from_lonlat (box->x0, box->y1);
  YunPoint b = yun_mercator_from_lonlat (box->x1, box->y0);
  double   across = MAX (width, 1) / MAX (b.x - a.x, 1e-12);
  double   down = MAX (height, 1) / MAX (b.y - a.y, 1e-12);

  return log2 (MIN (across, down)) - TILE_LOG2;
}

gboolean
yun_map_frame_equal (const YunView *a, const YunView *b)
{
  return a->x == b->x && a->y == b->y && a->scale == b->scale && a->width == b->width &&
         a->height == b->height && a->device_scale == b->device_scale;
}
