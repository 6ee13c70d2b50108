/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-raster.h"

#include <math.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

typedef guint32 Four __attribute__ ((vector_size (16)));
typedef guint16 Eight __attribute__ ((vector_size (16)));
typedef gint32  Ints __attribute__ ((vector_size (16)));
typedef float   Floats __attribute__ ((vector_size (16)));

G_STATIC_ASSERT (YUN_RASTER_BLOCK == 4);

/* Blue and red of four pixels, green and alpha; or a paint. A channel is 256 times what it is in a
 * pixel and half of that more, times alpha in a paint, so that cutting it off at the end rounds. */
typedef struct
{
  Eight rb;
  Eight ag;
} Pixels;

/* A paint as far as it covers four pixels, and what it leaves of what was there. */
typedef struct
{
  Pixels paint;
  Eight  keep;
} Coat;

/* What a row is painted with. */
typedef struct
{
  Pixels         fill;
  Pixels         hatch_line;
  Pixels         outline;
  Coat           full;  /* the fill where it covers all of a pixel */
  const guint16 *lines; /* (nullable): how much the hatching covers, of the pixels of one period */
  int            period;
  int            phase; /* where in the period the box begins */
} Ink;

YunPaint
yun_paint_from_colour (const YunColour *colour)
{
  double  k = 255 * colour->a;
  guint32 r = colour->r * k + 0.5, g = colour->g * k + 0.5, b = colour->b * k + 0.5;

  return (YunPaint){ r << 16 | b, (guint32) (k + 0.5) << 16 | g };
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
#ifdef __SSE2__
  return (Floats) _mm_min_ps ((__m128) a, (__m128) b);
#else
  Ints less = a < b;

  return (Floats) (((Ints) a & less) | ((Ints) b & ~less));
#endif
}

/* The upper halves of the products. */
static inline Eight
multiply (Eight a, Eight b)
{
#ifdef __SSE2__
  return (Eight) _mm_mulhi_epu16 ((__m128i) a, (__m128i) b);
#else
  typedef guint32 Words __attribute__ ((vector_size (32)));

  Words product = __builtin_convertvector(a, Words) * __builtin_convertvector(b, Words) >> 16;

  return __builtin_convertvector(product, Eight);
#endif
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

/* From sums of signed areas to what is covered of each pixel, 0 to 65535, in both halves of its
 * word. */
static inline Eight
get_shares (Floats sums, gboolean line)
{
  Floats v = (Floats) ((Four) sums & 0x7fffffff);
  Four   shares;

  v = line ? cut_line (v) : fold_inside (v);
  shares = (Four) __builtin_convertvector(v * 65535 + 0.5f, Ints);

  return (Eight) (shares | shares << 16);
}

static inline Four
load (const guint32 *pixels)
{
  Four v;

  memcpy (&v, pixels, sizeof v);

  return v;
}

static inline void
store (guint32 *pixels, Four v)
{
  memcpy (pixels, &v, sizeof v);
}

/* The same of @n pixels, fewer than four. */
static inline Four
load_few (const guint32 *pixels, int n)
{
  Four v = { 0 };

  memcpy (&v, pixels, (gsize) n * sizeof (guint32));

  return v;
}

static inline void
store_few (guint32 *pixels, Four v, int n)
{
  memcpy (pixels, &v, (gsize) n * sizeof (guint32));
}

static inline Pixels
unpack (Four pixels)
{
  return (Pixels){ ((Eight) pixels << 8) | 0x80, ((Eight) pixels & 0xff00) | 0x80 };
}

static inline Four
pack (Pixels pixels)
{
  return (Four) ((pixels.rb >> 8) | (pixels.ag & 0xff00));
}

static Pixels
get_paint (const YunPaint *paint)
{
  guint32 half = (paint->ag >> 16) * 128 / 255;
  guint32 rb = paint->rb * 256 + half * 0x10001, ag = paint->ag * 256 + half * 0x10001;

  return (Pixels){ (Eight) (Four){ rb, rb, rb, rb }, (Eight) (Four){ ag, ag, ag, ag } };
}

static inline Coat
get_coat (const Pixels *paint, Eight share)
{
  Coat coat = { { multiply (paint->rb, share), multiply (paint->ag, share) }, { 0 } };

  coat.keep = ~__builtin_shufflevector (coat.paint.ag, coat.paint.ag, 1, 1, 3, 3, 5, 5, 7, 7);

  return coat;
}

static inline Pixels
put_coat (Pixels old, const Coat *coat)
{
  return (Pixels){ coat->paint.rb + multiply (old.rb, coat->keep),
                   coat->paint.ag + multiply (old.ag, coat->keep) };
}

/* What the lines of a hatching cover of four pixels, in both halves of each word. */
static inline Eight
get_lines (const guint16 *lines)
{
  Eight v = { 0 };

  memcpy (&v, lines, 4 * sizeof (guint16));

  return __builtin_shufflevector (v, v, 0, 0, 1, 1, 2, 2, 3, 3);
}

/* The inside of four pixels. */
G_ALWAYS_INLINE static inline Pixels
put_inside (Pixels old, const Ink *ink, const Coat *coat, Eight share, int x)
{
  Coat  line;
  Eight lines;

  old = put_coat (old, coat);
  if (ink->lines == NULL)
    return old;
  lines = get_lines (ink->lines + (guint) (ink->phase + x) % ink->period);
  line = get_coat (&ink->hatch_line, multiply (share, lines));

  return put_coat (old, &line);
}

/* Inside and outline of four pixels, each covered in its way. */
G_ALWAYS_INLINE static inline Four
put_block (Four old, const Ink *ink, Eight share, const Eight *line, int x)
{
  Coat   coat = get_coat (&ink->fill, share);
  Pixels pixels = put_inside (unpack (old), ink, &coat, share, x);

  if (line != NULL)
    {
      coat = get_coat (&ink->outline, *line);
      pixels = put_coat (pixels, &coat);
    }

  return pack (pixels);
}

/* The pixels from @x to @end of the box, whose inside is covered alike. */
G_ALWAYS_INLINE static inline void
fill_run (guint32 *pixels, int x, int end, const Ink *ink, Eight share)
{
  Coat coat = ink->full;

  if (share[0] == 0)
    return;
  if (share[0] != 0xffff)
    coat = get_coat (&ink->fill, share);
  for (; x + 4 <= end; x += 4)
    store (pixels + x, pack (put_inside (unpack (load (pixels + x)), ink, &coat, share, x)));
  if (x < end)
    store_few (pixels + x,
               pack (put_inside (unpack (load_few (pixels + x, end - x)), ink, &coat, share, x)),
               end - x);
}

/* The same of an outline: rare, where it runs along the row. */
static void
line_run (guint32 *pixels, int x, int end, const Ink *ink, Eight share)
{
  Ink alone = { .fill = ink->outline };

  alone.full = get_coat (&alone.fill, ~(Eight){ 0 });
  fill_run (pixels, x, end, &alone, share);
}

/* The pixels from @x to @end, through which no edge goes: what is summed up until there counts. */
G_ALWAYS_INLINE static inline void
end_run (guint32 *pixels, int x, int end, const Ink *ink, Floats inside, const Floats *outline)
{
  fill_run (pixels, x, end, ink, get_shares (inside, FALSE));
  if (outline != NULL)
    {
      Eight share = get_shares (*outline, TRUE);

      if (share[0] != 0)
        line_run (pixels, x, end, ink, share);
    }
}

/* Takes the changes of four pixels, makes them clean and sums them up; @before goes on. */
G_ALWAYS_INLINE static inline Floats
take_sums (float *changes, Floats *before)
{
  const Floats none = { 0 };
  Floats       v;

  memcpy (&v, changes, sizeof v);
  memcpy (changes, &none, sizeof none);
  v += __builtin_shufflevector (none, v, 0, 4, 5, 6);
  v += __builtin_shufflevector (none, v, 0, 1, 4, 5);
  v += *before;
  *before = __builtin_shufflevector (v, v, 3, 3, 3, 3);

  return v;
}

/* Sums up what was added to one row, paints it and makes it clean. Where no edge goes through,
 * pixels are covered as the last one was. */
G_ALWAYS_INLINE static inline void
end_row (const YunRaster *self, guint32 *pixels, int y, const Ink *ink, gboolean outlined)
{
  float   *changes = self->cover + (gsize) y * self->pitch;
  guint64 *touched = self->touched + (gsize) y * self->n_words;
  gsize    to_line = (gsize) self->h * self->pitch;
  gsize    to_line_words = (gsize) self->h * self->n_words;
  Floats   before = { 0 }, line_before = { 0 };
  int      w = self->w, at = 0;

  for (int k = 0; k < self->n_words; k++)
    {
      guint64 bits = touched[k];

      touched[k] = 0;
      if (outlined)
        {
          bits |= touched[to_line_words + k];
          touched[to_line_words + k] = 0;
        }
      for (; bits != 0; bits &= bits - 1)
        {
          int   x = (k * 64 + __builtin_ctzll (bits)) * YUN_RASTER_BLOCK;
          Eight share, line = { 0 };

          if (x > at)
            end_run (pixels, at, MIN (x, w), ink, before, outlined ? &line_before : NULL);
          at = x + YUN_RASTER_BLOCK;
          share = get_shares (take_sums (changes + x, &before), FALSE);
          if (outlined)
            line = get_shares (take_sums (changes + to_line + x, &line_before), TRUE);
          if (at <= w)
            store (pixels + x,
                   put_block (load (pixels + x), ink, share, outlined ? &line : NULL, x));
          else if (x < w)
            store_few (
              pixels + x,
              put_block (load_few (pixels + x, w - x), ink, share, outlined ? &line : NULL, x),
              w - x);
        }
    }
  if (at < w)
    end_run (pixels, at, w, ink, before, outlined ? &line_before : NULL);
}

/* All rows; what @hatch and @outlined are is known where this is called, and costs nothing there.
 */
G_ALWAYS_INLINE static inline void
end_rows (const YunRaster *self, Ink ink, const YunHatchTable *hatch, gboolean outlined)
{
  guint32 *pixels = self->pixels + (gsize) self->y0 * self->stride + self->x0;

  if (hatch != NULL)
    {
      ink.period = hatch->period;
      ink.phase = wrap (self->hatch_x + self->x0, hatch->period);
    }
  for (int y = 0; y < self->h; y++, pixels += self->stride)
    {
      ink.lines =
        hatch != NULL ? hatch->cover[wrap (self->hatch_y + self->y0 + y, hatch->period)] : NULL;
      end_row (self, pixels, y, &ink, outlined);
    }
}

void
yun_raster_end (YunRaster *self, const YunRasterLook *look)
{
  Ink ink = { .fill = get_paint (look->fill) };

  ink.full = get_coat (&ink.fill, ~(Eight){ 0 });
  if (look->hatch != NULL)
    ink.hatch_line = get_paint (look->hatch_line);
  if (look->outline != NULL)
    ink.outline = get_paint (look->outline);
  if (look->hatch != NULL)
    end_rows (self, ink, look->hatch, TRUE);
  else if (look->outline != NULL)
    end_rows (self, ink, NULL, TRUE);
  else
    end_rows (self, ink, NULL, FALSE);
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
