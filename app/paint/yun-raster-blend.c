/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-raster.h"

#include <math.h>
#include <string.h>

typedef guint32 Four __attribute__ ((vector_size (16)));
typedef guint16 Eight __attribute__ ((vector_size (16)));
typedef gint32  Ints __attribute__ ((vector_size (16)));
typedef float   Floats __attribute__ ((vector_size (16)));

G_STATIC_ASSERT (YUN_RASTER_BLOCK == 4);

/* A paint for four pixels, two channels to a word, and what it leaves of what was there. */
typedef struct
{
  Eight rb;
  Eight ag;
  Eight keep;
} Coat;

/* What one of the two coverages of a row is painted with. */
typedef struct
{
  YunPaint       paint;
  YunPaint       hatch_line;
  const guint16 *lines; /* (nullable): how much the hatching covers, of the pixels of one period */
  int            period;
  int            phase; /* where in the period the box begins */
} Ink;

/* A triangle wave: how far @v is from the nearest line. */
static inline double
wave (double v, double period)
{
  double t = v - period * floor (v / period);

  return MIN (t, period - t);
}

static inline float
line_cover (double distance, double width)
{
  return CLAMP (width / 2 + 0.5 - distance, 0, 1);
}

static double
get_hatch_cover (YunHatch hatch, int x, int y, double period, double width)
{
  double px = x + 0.5, py = y + 0.5;

  switch (hatch)
    {
    case YUN_HATCH_DIAGONAL:
      return line_cover (wave (px + py, period) * G_SQRT2 / 2, width);
    case YUN_HATCH_BACK:
      return line_cover (wave (px - py, period) * G_SQRT2 / 2, width);
    case YUN_HATCH_CROSS:
      return MAX (line_cover (wave (px + py, period) * G_SQRT2 / 2, width),
                  line_cover (wave (px - py, period) * G_SQRT2 / 2, width));
    case YUN_HATCH_DOTS:
      {
        double shift = py < period / 2 ? 0 : period / 2;

        return line_cover (hypot (wave (px + shift, period), wave (py - period / 4, period / 2)),
                           width * 1.8);
      }
    case YUN_HATCH_NONE:
    default:
      return 0;
    }
}

YunPaint
yun_paint_from_colour (const YunColour *colour)
{
  double  k = 255 * colour->a;
  guint32 r = colour->r * k + 0.5, g = colour->g * k + 0.5, b = colour->b * k + 0.5;

  return (YunPaint){ r << 16 | b, (guint32) (k + 0.5) << 16 | g };
}

void
yun_hatch_table_init (YunHatchTable *self, YunHatch hatch, double period, double width)
{
  self->hatch = hatch;
  self->period = CLAMP (2 * (int) (period / 2 + 0.5), 2, YUN_HATCH_MAX_PERIOD);
  for (int y = 0; y < self->period; y++)
    {
      for (int x = 0; x < self->period; x++)
        self->cover[y][x] = 256 * get_hatch_cover (hatch, x, y, self->period, width) + 0.5;
      for (int x = self->period; x < 2 * YUN_HATCH_MAX_PERIOD; x++)
        self->cover[y][x] = self->cover[y][x - self->period];
    }
}

static inline int
wrap (gint64 v, int period)
{
  int rest = (int) (v % period);

  return rest < 0 ? rest + period : rest;
}

static inline Floats
get_lesser (Floats a, Floats b)
{
  Ints less = a < b;

  return (Floats) (((Ints) a & less) | ((Ints) b & ~less));
}

/* Even-odd, as cairo fills what is big and as picking counts. */
static inline Floats
fold_inside (Floats v)
{
  v -= 2 * __builtin_convertvector(__builtin_convertvector(v * 0.5f, Ints), Floats);

  return get_lesser (v, 2 - v);
}

static inline Floats
cut_line (Floats v)
{
  return get_lesser (v, (Floats){ 1, 1, 1, 1 });
}

/* From sums of signed areas to what is covered of each pixel, 0 to 256. */
static inline Four
get_shares (Floats sums, gboolean line)
{
  Floats v = (Floats) ((Four) sums & 0x7fffffff);

  v = line ? cut_line (v) : fold_inside (v);

  return (Four) __builtin_convertvector(v * 256 + 0.5f, Ints);
}

/* @share: 0 to 256, in every lane */
static inline Coat
get_coat (const YunPaint *paint, Eight share)
{
  Coat coat;
  Four alpha;

  coat.rb = (((Eight) (Four){ paint->rb, paint->rb, paint->rb, paint->rb }) * share + 0x80) >> 8;
  coat.ag = (((Eight) (Four){ paint->ag, paint->ag, paint->ag, paint->ag }) * share + 0x80) >> 8;
  alpha = (Four) coat.ag >> 16;
  alpha |= alpha << 16;
  coat.keep = 256 - (Eight) alpha - ((Eight) alpha >> 7);

  return coat;
}

/* yun_raster_blend() for four pixels. */
static inline Four
put_coat (Four old, const Coat *coat)
{
  Eight rb = coat->rb + (((Eight) (old & 0xff00ff) * coat->keep + 0x80) >> 8);
  Eight ag = coat->ag + (((Eight) ((old >> 8) & 0xff00ff) * coat->keep + 0x80) >> 8);

  return (Four) rb | (Four) ag << 8;
}

/* What the lines of a hatching cover of four pixels, in every lane. */
static inline Eight
get_lines (const guint16 *lines)
{
  Eight v = { 0 };

  memcpy (&v, lines, 4 * sizeof (guint16));

  return __builtin_shufflevector (v, v, 0, 0, 1, 1, 2, 2, 3, 3);
}

/* Of @share (0 to 256) the part @lines (0 to 256). */
static inline Eight
cut_share (Eight share, Eight lines)
{
  Eight whole = (Eight) (share == 256);

  return (whole & lines) | (~whole & (share * lines >> 8));
}

static inline Four
paint_four (Four old, const Ink *ink, const Coat *coat, Eight share, int phase)
{
  old = put_coat (old, coat);
  if (ink->lines != NULL)
    {
      Coat line = get_coat (&ink->hatch_line, cut_share (share, get_lines (ink->lines + phase)));

      old = put_coat (old, &line);
    }

  return old;
}

static inline gboolean
is_nothing (Four shares)
{
  guint64 v[2];

  memcpy (v, &shares, sizeof v);

  return (v[0] | v[1]) == 0;
}

/* @n pixels, at most four, from @x on in the box. */
G_ALWAYS_INLINE static inline void
paint_some (guint32 *pixels, int n, const Ink *ink, const Coat *coat, Eight share, int phase)
{
  Four old = { 0 };

  memcpy (&old, pixels, (gsize) n * sizeof (guint32));
  old = paint_four (old, ink, coat, share, phase);
  memcpy (pixels, &old, (gsize) n * sizeof (guint32));
}

/* The pixels from @x to @end of the box, which are covered alike. */
G_ALWAYS_INLINE static inline void
paint_run (guint32 *pixels, int x, int end, const Ink *ink, guint32 share)
{
  Eight all = (Eight) ((Four){ share, share, share, share } * 0x10001);
  Coat  coat;
  int   phase = 0;

  if (share == 0)
    return;
  coat = get_coat (&ink->paint, all);
  if (ink->lines != NULL)
    phase = (ink->phase + x) % ink->period;
  for (; x + 4 <= end; x += 4)
    {
      paint_some (pixels + x, 4, ink, &coat, all, phase);
      if (ink->lines != NULL && (phase += 4) >= ink->period)
        phase %= ink->period;
    }
  if (x < end)
    paint_some (pixels + x, end - x, ink, &coat, all, phase);
}

/* The pixels from @x to @end of the box, at most four, each covered in its way. */
G_ALWAYS_INLINE static inline void
paint_block (guint32 *pixels, int x, int end, const Ink *ink, Four shares)
{
  Eight share = (Eight) (shares | shares << 16);
  Coat  coat;
  int   phase = 0;

  if (x >= end || is_nothing (shares))
    return;
  coat = get_coat (&ink->paint, share);
  if (ink->lines != NULL)
    phase = (ink->phase + x) % ink->period;
  if (x + 4 <= end)
    paint_some (pixels + x, 4, ink, &coat, share, phase);
  else
    paint_some (pixels + x, end - x, ink, &coat, share, phase);
}

/* Sums up what was added to one row, paints it and makes it clean. Where no edge goes through,
 * pixels are covered as the last one was. */
G_ALWAYS_INLINE static inline void
end_row (const YunRaster *self, guint32 *pixels, int row, gboolean line, const Ink *ink)
{
  const Floats none = { 0 };
  float       *changes = self->cover + (gsize) row * self->pitch;
  guint64     *touched = self->touched + (gsize) row * self->n_words;
  Floats       before = { 0 };
  int          w = self->w, at = 0;

  for (int k = 0; k < self->n_words; k++)
    {
      for (guint64 bits = touched[k]; bits != 0; bits &= bits - 1)
        {
          int    x = (k * 64 + __builtin_ctzll (bits)) * YUN_RASTER_BLOCK;
          Floats v;

          if (x > at)
            paint_run (pixels, at, MIN (x, w), ink, get_shares (before, line)[0]);
          memcpy (&v, changes + x, sizeof v);
          memcpy (changes + x, &none, sizeof none);
          v += __builtin_shufflevector (none, v, 0, 4, 5, 6);
          v += __builtin_shufflevector (none, v, 0, 1, 4, 5);
          v += before;
          before = __builtin_shufflevector (v, v, 3, 3, 3, 3);
          paint_block (pixels, x, w, ink, get_shares (v, line));
          at = x + YUN_RASTER_BLOCK;
        }
      touched[k] = 0;
    }
  if (at < w)
    paint_run (pixels, at, w, ink, get_shares (before, line)[0]);
}

/* One row of the inside. */
static void
end_plain (const YunRaster *self, guint32 *pixels, int y, const YunRasterLook *look)
{
  end_row (self, pixels, y, FALSE, &(Ink){ .paint = *look->fill });
}

static void
end_hatched (const YunRaster *self, guint32 *pixels, int y, const YunRasterLook *look)
{
  const YunHatchTable *hatch = look->hatch;
  Ink                  ink = { *look->fill, *look->hatch_line,
                               hatch->cover[wrap (self->hatch_y + self->y0 + y, hatch->period)], hatch->period,
                               wrap (self->hatch_x + self->x0, hatch->period) };

  end_row (self, pixels, y, FALSE, &ink);
}

static void
end_outline (const YunRaster *self, guint32 *pixels, int y, const YunRasterLook *look)
{
  end_row (self, pixels, self->h + y, TRUE, &(Ink){ .paint = *look->outline });
}

void
yun_raster_end (YunRaster *self, const YunRasterLook *look)
{
  for (int y = 0; y < self->h; y++)
    {
      guint32 *pixels = self->pixels + (gsize) (self->y0 + y) * self->stride + self->x0;

      if (look->hatch != NULL)
        end_hatched (self, pixels, y, look);
      else
        end_plain (self, pixels, y, look);
      if (look->outline != NULL)
        end_outline (self, pixels, y, look);
    }
}

void
yun_raster_fill_box (
  YunRaster *self, const YunPaint *paint, float fullness, float x0, float y0, float x1, float y1)
{
  int left = MAX ((int) floorf (x0), 0), top = MAX ((int) floorf (y0), 0);
  int right = MIN ((int) ceilf (x1), self->width), bottom = MIN ((int) ceilf (y1), self->height);

  for (int y = top; y < bottom; y++)
    {
      float    high = 256 * fullness * (MIN (y + 1, y1) - MAX (y, y0));
      guint32 *row = self->pixels + (gsize) y * self->stride;

      for (int x = left; x < right; x++)
        yun_raster_blend (&row[x], paint,
                          (guint32) (high * (MIN (x + 1, x1) - MAX (x, x0)) + 0.5f));
    }
}
