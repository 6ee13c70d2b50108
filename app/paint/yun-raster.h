/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-style.h"

G_BEGIN_DECLS

/**
 * YunRaster: fills small polygons straight into premultiplied 32-bit pixels.
 *
 * Cairo's cost per path is some 10 µs, which a million plots cannot pay. Here a
 * polygon costs its edges and the pixels of its box: signed areas of the edges
 * are summed into a coverage buffer (exact antialiasing), then blended. The
 * buffer grows to the largest box and is kept between polygons. One thread.
 */
typedef struct
{
  guint32 *pixels; /* (unowned) */
  int      stride; /* in pixels */
  int      width;
  int      height;
  gint64   hatch_x; /* added to pixel numbers, so that hatching runs on over tile borders */
  gint64   hatch_y;

  float *cover; /* (owned) */
  gsize  n_cover;
  int    x0, y0, w, h; /* the box begun, in pixels */
} YunRaster;

/** One source of paint, made ready for blending. */
typedef struct
{
  float b, g, r; /* premultiplied, 0 to 255 */
  float a;       /* 0 to 1 */
} YunPaint;

YunPaint yun_paint_from_colour (const YunColour *colour);

void yun_raster_clear (YunRaster *self);

/** Begins a shape whose box is (@x0, @y0) to (@x1, @y1) in pixels; FALSE when nothing of it can be
 * seen. */
gboolean yun_raster_begin (YunRaster *self, double x0, double y0, double x1, double y1);

/** Adds an edge of a closed ring; what is left of the edges counts by their direction. */
void yun_raster_add_edge (YunRaster *self, float x0, float y0, float x1, float y1);

/** Adds a line @width thick from one place to another. */
void yun_raster_add_stroke (YunRaster *self, float x0, float y0, float x1, float y1, float width);

/** Blends what was added since begin, and makes the buffer clean for the next. */
void yun_raster_end (YunRaster *self, const YunPaint *paint);

/** The same with @hatch's lines @period pixels apart and @width thick painted over in @line. */
void yun_raster_end_hatched (YunRaster      *self,
                             const YunPaint *paint,
                             const YunPaint *line,
                             YunHatch        hatch,
                             double          period,
                             double          width);

/** Adds @share (0 to 1) of @paint to one pixel. */
static inline void
yun_raster_blend (guint32 *pixel, const YunPaint *paint, float share)
{
  guint32 old = *pixel;
  float   keep = 1 - paint->a * share;

  *pixel = (guint32) ((old >> 24) * keep + paint->a * 255 * share + 0.5f) << 24 |
           (guint32) ((old >> 16 & 0xff) * keep + paint->r * share + 0.5f) << 16 |
           (guint32) ((old >> 8 & 0xff) * keep + paint->g * share + 0.5f) << 8 |
           (guint32) ((old & 0xff) * keep + paint->b * share + 0.5f);
}

/** How much of the pixel at (@x, @y) a hatch line covers, 0 to 1. */
float yun_hatch_get_cover (YunHatch hatch, gint64 x, gint64 y, double period, double width);

G_END_DECLS
