/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-hatch.h"

G_BEGIN_DECLS

/** Pixels of a row that are summed up together. */
#define YUN_RASTER_BLOCK 4

/**
 * YunRaster: fills polygons straight into premultiplied 32-bit pixels.
 *
 * Cairo's cost per path is some 10 µs, which a million plots cannot pay. Here a
 * polygon costs its edges and the pixels it covers: signed areas of the edges
 * are summed into coverage buffers (exact antialiasing), one for the inside and
 * one for the outline, then both are blended in one go. The blocks that an edge
 * went through are marked: only they are summed up and cleaned, and what lies
 * between them is one run of equal pixels. The buffers grow to the largest box
 * and are kept between polygons. One thread.
 */
typedef struct
{
  guint32 *pixels; /* (unowned) */
  int      stride; /* in pixels */
  int      width;
  int      height;
  gint64   hatch_x; /* added to pixel numbers, so that hatching runs on over tile borders */
  gint64   hatch_y;

  float   *cover;      /* (owned): changes of coverage: of the inside, after it of the outline */
  float   *into;       /* (unowned): that of the two which edges are added to */
  guint64 *touched;    /* (owned): a bit for each block of pixels in which coverage changes */
  guint64 *touch_into; /* (unowned) */
  gsize    n_cover;
  gsize    n_touched;
  int      x0, y0, w, h; /* the box begun, in pixels */
  int      pitch;        /* of a row of cover */
  int      n_words;      /* of a row of touched */
} YunRaster;

/** One source of paint, made ready for blending: premultiplied, two channels to a word. */
typedef struct
{
  guint32 rb; /* red << 16 | blue */
  guint32 ag; /* alpha << 16 | green */
} YunPaint;

YunPaint yun_paint_from_colour (const YunColour *colour);

void yun_raster_clear (YunRaster *self);

/** A vertex in pixels. */
typedef struct
{
  float x;
  float y;
} YunRasterPoint;

/** How a shape is painted: its inside, hatching over it, an outline over both. */
typedef struct
{
  const YunPaint      *fill;
  const YunHatchTable *hatch; /* (nullable): none */
  const YunPaint      *hatch_line;
  const YunPaint      *outline; /* (nullable): nothing was added as outline */
} YunRasterLook;

/** Begins a shape whose box is (@x0, @y0) to (@x1, @y1) in pixels; FALSE when nothing of it can be
 * seen. Edges count for its inside. */
gboolean yun_raster_begin (YunRaster *self, double x0, double y0, double x1, double y1);

/** From here on what is added is the shape's outline. */
void yun_raster_begin_outline (YunRaster *self);

/** Adds an edge of a closed ring; what is left of the edges counts by their direction. */
void yun_raster_add_edge (YunRaster *self, float x0, float y0, float x1, float y1);

/** Adds a line @width thick from one place to another. */
void yun_raster_add_stroke (YunRaster *self, float x0, float y0, float x1, float y1, float width);

/** Adds the ring of @n points (closed, the first not repeated) as a line @width thick, its corners
 * pointed. */
void yun_raster_add_outline (YunRaster *self, const YunRasterPoint *points, guint n, float width);

/** Blends what was added since begin, and makes the buffers clean for the next. */
void yun_raster_end (YunRaster *self, const YunRasterLook *look);

/** Fills the box (@x0, @y0) to (@x1, @y1), no bigger than a few pixels, for a shape that takes the
 * part @fullness of it. */
void yun_raster_fill_box (
  YunRaster *self, const YunPaint *paint, float fullness, float x0, float y0, float x1, float y1);

/** Adds @share (0 to 256) of @paint to one pixel. */
static inline void
yun_raster_blend (guint32 *pixel, const YunPaint *paint, guint32 share)
{
  guint32 rb = ((paint->rb * share + 0x800080) >> 8) & 0xff00ff;
  guint32 ag = ((paint->ag * share + 0x800080) >> 8) & 0xff00ff;
  guint32 alpha = ag >> 16;
  guint32 keep = 256 - alpha - (alpha >> 7);
  guint32 old = *pixel;

  rb += (((old & 0xff00ff) * keep + 0x800080) >> 8) & 0xff00ff;
  ag += (((old >> 8 & 0xff00ff) * keep + 0x800080) >> 8) & 0xff00ff;
  *pixel = rb | ag << 8;
}

G_END_DECLS
