/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-scene.h"

G_BEGIN_DECLS

/**
 * A whole map picture: base map, features, symbols, labels, and around them what a printed map has.
 */
typedef enum
{
  YUN_PICTURE_MAP = 0,
  YUN_PICTURE_LEGEND = 1 << 0,
  YUN_PICTURE_SCALE = 1 << 1, /* scale bar and licence line */
} YunPictureFlags;

/** A view that shows the box in what a title leaves free. */
YunView yun_picture_fit (
  YunVertex min, YunVertex max, double width, double height, gboolean title, double device_scale);

/**
 * yun_picture_draw:
 * @cr: any target: image, SVG, PDF; user space is the view's pixels
 * @title: (nullable): drawn over the map's upper edge
 */
void yun_picture_draw (
  YunScene *scene, cairo_t *cr, const YunView *view, const char *title, YunPictureFlags flags);

G_END_DECLS
