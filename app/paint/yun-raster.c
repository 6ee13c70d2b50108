/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-raster.h"

#include <math.h>
#include <string.h>

#define MIN_STEP 1e-3f /* pixels: nearer vertices are one */
#define MITRE 0.3f     /* 1 + cos of the turn at a corner: below, it is cut off */

#define CHUNK 64 /* pixels of a row painted at once */

typedef guint32 Four __attribute__ ((vector_size (16)));
typedef guint16 Eight __attribute__ ((vector_size (16)));
typedef gint32  Ints __attribute__ ((vector_size (16)));
typedef float   Floats __attribute__ ((vector_size (16)));

G_STATIC_ASSERT (CHUNK % 4 == 0 && CHUNK <= YUN_HATCH_MAX_PERIOD);

/* For what is not negative; the library's functions are calls. */
static inline int
round_up (float v)
{
  int whole = (int) v;

  return whole + (v > (float) whole);
}

/* One piece of an edge that lies inside the box, in its pixels. */
static void
add_inside (YunRaster *self, float x0, float y0, float x1, float y1)
{
  float  direction = 1, slope, x;
  float *row;
  int    stride = self->w + 2;
  int    first, last;

  if (y0 == y1)
    return;
  if (y0 > y1)
    {
      float swap = y0;

      y0 = y1;
      y1 = swap;
      swap = x0;
      x0 = x1;
      x1 = swap;
      direction = -1;
    }

  slope = (x1 - x0) / (y1 - y0);
  x = x0;
  first = (int) y0;
  last = MIN (self->h - 1, round_up (y1) - 1);
  for (int y = first; y <= last; y++)
    {
      float top = MAX ((float) y, y0), bottom = MIN ((float) (y + 1), y1);
      float dy = bottom - top;
      float next = CLAMP (x + slope * dy, MIN (x0, x1), MAX (x0, x1));
      float d = dy * direction;
      float left = MIN (x, next), right = MAX (x, next);
      int   from = (int) left, to = round_up (right);

      row = self->into + (gsize) y * stride;
      if (to <= from + 1)
        {
          /* within one pixel: a trapezoid */
          float middle = 0.5f * (x + next) - from;

          row[from] += d - d * middle;
          row[from + 1] += d * middle;
        }
      else
        {
          float s = 1 / (right - left);
          float x0f = left - from, a0 = 0.5f * s * (1 - x0f) * (1 - x0f);
          float x1f = right - to + 1, am = 0.5f * s * x1f * x1f;

          row[from] += d * a0;
          if (to == from + 2)
            row[from + 1] += d * (1 - a0 - am);
          else
            {
              float a1 = s * (1.5f - x0f), a2 = a1 + (to - from - 3) * s;

              row[from + 1] += d * (a1 - a0);
              for (int k = from + 2; k < to - 1; k++)
                row[k] += d * s;
              row[to - 1] += d * (1 - a2 - am);
            }
          row[to] += d * am;
        }
      x = next;
    }
}

/* To what is left of the box an edge counts as one along its side, to the right as nothing. */
static void
add_clipped_x (YunRaster *self, float x0, float y0, float x1, float y1)
{
  float w = self->w;

  if (x0 <= 0 && x1 <= 0)
    add_inside (self, 0, y0, 0, y1);
  else if (x0 >= w && x1 >= w)
    return;
  else if (x0 >= 0 && x1 >= 0 && x0 <= w && x1 <= w)
    add_inside (self, x0, y0, x1, y1);
  else
    {
      float t[4] = { 0, (0 - x0) / (x1 - x0), (w - x0) / (x1 - x0), 1 };
      float px = x0, py = y0;

      if (t[1] > t[2])
        {
          float swap = t[1];

          t[1] = t[2];
          t[2] = swap;
        }
      for (guint i = 1; i < 4; i++)
        {
          float at = CLAMP (t[i], 0, 1);
          float nx = i == 3 ? x1 : x0 + (x1 - x0) * at, ny = i == 3 ? y1 : y0 + (y1 - y0) * at;
          float middle = (px + nx) / 2;

          if (middle <= 0)
            add_inside (self, 0, py, 0, ny);
          else if (middle < w)
            add_inside (self, CLAMP (px, 0, w), py, CLAMP (nx, 0, w), ny);
          px = nx;
          py = ny;
        }
    }
}

static void
begin_cover (YunRaster *self)
{
  gsize n = (gsize) (self->w + 2) * self->h * 2;

  if (n > self->n_cover)
    {
      g_free (self->cover);
      self->cover = g_new0 (float, n + 4); /* rows are read by fours */
      self->n_cover = n;
    }
  self->into = self->cover;
}

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

void
yun_raster_clear (YunRaster *self)
{
  g_clear_pointer (&self->cover, g_free);
  self->n_cover = 0;
}

gboolean
yun_raster_begin (YunRaster *self, double x0, double y0, double x1, double y1)
{
  double left = MAX (floor (x0), 0), top = MAX (floor (y0), 0);
  double right = MIN (ceil (x1), self->width), bottom = MIN (ceil (y1), self->height);

  if (!(left < right && top < bottom))
    return FALSE;

  self->x0 = left;
  self->y0 = top;
  self->w = right - left;
  self->h = bottom - top;
  begin_cover (self);

  return TRUE;
}

void
yun_raster_add_edge (YunRaster *self, float x0, float y0, float x1, float y1)
{
  float h = self->h;

  x0 -= self->x0;
  x1 -= self->x0;
  y0 -= self->y0;
  y1 -= self->y0;
  if ((y0 <= 0 && y1 <= 0) || (y0 >= h && y1 >= h))
    return;
  if (MIN (y0, y1) < 0 || MAX (y0, y1) > h)
    {
      float slope = (x1 - x0) / (y1 - y0);
      float ny0 = CLAMP (y0, 0, h), ny1 = CLAMP (y1, 0, h);
      float nx0 = x0 + (ny0 - y0) * slope, nx1 = x0 + (ny1 - y0) * slope;

      x0 = nx0;
      x1 = nx1;
      y0 = ny0;
      y1 = ny1;
    }
  add_clipped_x (self, x0, y0, x1, y1);
}

void
yun_raster_add_stroke (YunRaster *self, float x0, float y0, float x1, float y1, float width)
{
  float dx = x1 - x0, dy = y1 - y0;
  float length = sqrtf (dx * dx + dy * dy);
  float nx, ny, ex, ey;

  if (length < 1e-4f)
    return;

  nx = -dy / length * width / 2;
  ny = dx / length * width / 2;
  /* square ends fill the corners */
  ex = dx / length * width / 2;
  ey = dy / length * width / 2;
  yun_raster_add_edge (self, x0 - ex - nx, y0 - ey - ny, x1 + ex - nx, y1 + ey - ny);
  yun_raster_add_edge (self, x1 + ex - nx, y1 + ey - ny, x1 + ex + nx, y1 + ey + ny);
  yun_raster_add_edge (self, x1 + ex + nx, y1 + ey + ny, x0 - ex + nx, y0 - ey + ny);
  yun_raster_add_edge (self, x0 - ex + nx, y0 - ey + ny, x0 - ex - nx, y0 - ey - ny);
}

static inline YunRasterPoint
get_normal (YunRasterPoint a, YunRasterPoint b, float *length)
{
  float dx = b.x - a.x, dy = b.y - a.y;

  *length = sqrtf (dx * dx + dy * dy);
  return *length > MIN_STEP ? (YunRasterPoint){ -dy / *length, dx / *length }
                            : (YunRasterPoint){ 0, 0 };
}

/* Where the two lines beside the ring turn at @p: one pair of places, or two where it is cut. */
static guint
get_corner (YunRasterPoint  p,
            YunRasterPoint  before,
            YunRasterPoint  after,
            float           half,
            YunRasterPoint *left,
            YunRasterPoint *right)
{
  float          d = 1 + before.x * after.x + before.y * after.y;
  YunRasterPoint off[2] = { { before.x * half, before.y * half },
                            { after.x * half, after.y * half } };
  guint          n = 2;

  if (d > MITRE)
    {
      off[0].x = (before.x + after.x) * half / d;
      off[0].y = (before.y + after.y) * half / d;
      n = 1;
    }
  for (guint i = 0; i < n; i++)
    {
      left[i] = (YunRasterPoint){ p.x + off[i].x, p.y + off[i].y };
      right[i] = (YunRasterPoint){ p.x - off[i].x, p.y - off[i].y };
    }

  return n;
}

/* The line on one side forwards, that on the other backwards: between them is the outline, once,
 * whichever way the ring turns. */
static void
add_sides (YunRaster *self, const YunRasterPoint *left, const YunRasterPoint *right)
{
  yun_raster_add_edge (self, left[0].x, left[0].y, left[1].x, left[1].y);
  yun_raster_add_edge (self, right[1].x, right[1].y, right[0].x, right[0].y);
}

void
yun_raster_begin_outline (YunRaster *self)
{
  self->into = self->cover + (gsize) (self->w + 2) * self->h;
}

void
yun_raster_add_outline (YunRaster *self, const YunRasterPoint *points, guint n, float width)
{
  YunRasterPoint first_left = { 0 }, first_right = { 0 }, left[3], right[3], normal = { 0 };
  guint          at = 0, from = n - 1;
  float          length;
  gboolean       begun = FALSE;

  if (n < 2)
    return;
  /* the way into the first corner */
  while (from > 0)
    {
      normal = get_normal (points[from], points[0], &length);
      if (length > MIN_STEP)
        break;
      from--;
    }
  if (from == 0)
    return;

  while (at <= from)
    {
      guint          next = at + 1;
      YunRasterPoint after = { 0 };
      guint          corners;

      length = 0;
      while (next <= from)
        {
          after = get_normal (points[at], points[next], &length);
          if (length > MIN_STEP)
            break;
          next++;
        }
      if (next > from)
        after = get_normal (points[at], points[0], &length);
      corners = get_corner (points[at], normal, after, width / 2, left + 1, right + 1);
      if (begun)
        add_sides (self, left, right);
      else
        {
          first_left = left[1];
          first_right = right[1];
        }
      if (corners == 2)
        add_sides (self, left + 1, right + 1);
      left[0] = left[corners];
      right[0] = right[corners];
      begun = TRUE;
      normal = after;
      at = next;
    }
  left[1] = first_left;
  right[1] = first_right;
  add_sides (self, left, right);
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

/* From changes of coverage to what is covered of each pixel, 0 to 256, in both halves of a word;
 * @sum goes on from the pixels before. FALSE when it is nothing. Reads and writes whole fours. */
static inline gboolean
get_shares (const float *changes, int n, gboolean line, float *sum, guint32 *shares)
{
  const Floats none = { 0 };
  Floats       before = { *sum, *sum, *sum, *sum };
  Four         any = { 0 };

  for (int i = 0; i < n; i += 4)
    {
      Floats v;
      Four   share;

      memcpy (&v, changes + i, sizeof v);
      v += __builtin_shufflevector (none, v, 0, 4, 5, 6);
      v += __builtin_shufflevector (none, v, 0, 1, 4, 5);
      v += before;
      before = __builtin_shufflevector (v, v, 3, 3, 3, 3);
      v = (Floats) ((Four) v & 0x7fffffff);
      v = line ? cut_line (v) : fold_inside (v);
      share = (Four) __builtin_convertvector(v * 256 + 0.5f, Ints);
      share |= share << 16;
      any |= share;
      memcpy (shares + i, &share, sizeof share);
    }
  *sum = before[0];

  return (any[0] | any[1] | any[2] | any[3]) != 0;
}

static inline gboolean
is_nothing (const guint32 *shares)
{
  guint64 v[2];

  memcpy (v, shares, sizeof v);

  return (v[0] | v[1]) == 0;
}

/* yun_raster_blend() for each of @n pixels, four at once, two channels to a word. */
static void
blend_shares (guint32 *pixels, int n, const YunPaint *paint, const guint32 *shares)
{
  Eight paint_rb = (Eight) (Four){ paint->rb, paint->rb, paint->rb, paint->rb };
  Eight paint_ag = (Eight) (Four){ paint->ag, paint->ag, paint->ag, paint->ag };
  int   i = 0;

  for (; i + 4 <= n; i += 4)
    {
      Eight share, rb, ag, keep;
      Four  old, alpha;

      if (is_nothing (shares + i))
        continue;
      memcpy (&share, shares + i, sizeof share);
      memcpy (&old, pixels + i, sizeof old);
      rb = (paint_rb * share + 0x80) >> 8;
      ag = (paint_ag * share + 0x80) >> 8;
      alpha = (Four) ag >> 16;
      alpha |= alpha << 16;
      keep = 256 - (Eight) alpha - ((Eight) alpha >> 7);
      rb += ((Eight) (old & 0xff00ff) * keep + 0x80) >> 8;
      ag += ((Eight) ((old >> 8) & 0xff00ff) * keep + 0x80) >> 8;
      old = (Four) rb | (Four) ag << 8;
      memcpy (pixels + i, &old, sizeof old);
    }
  for (; i < n; i++)
    if (shares[i] != 0)
      yun_raster_blend (&pixels[i], paint, shares[i] & 0xffff);
}

/* Of the @shares those that the lines of a hatching cover. */
static void
hatch_shares (const guint16 *lines, int n, guint32 *shares)
{
  for (int i = 0; i < n; i++)
    shares[i] = lines[i] == 0 ? 0 : ((shares[i] & 0xffff) * lines[i] >> 8) * 0x10001;
}

static void
end_row (
  YunRaster *self, const YunRasterLook *look, int y, const float *inside, const float *outline)
{
  guint32 *row = self->pixels + (gsize) (self->y0 + y) * self->stride + self->x0;
  guint32  shares[CHUNK];
  float    sum = 0, line_sum = 0;

  for (int x = 0; x < self->w; x += CHUNK)
    {
      int n = MIN (CHUNK, self->w - x);

      if (get_shares (inside + x, n, FALSE, &sum, shares))
        {
          blend_shares (row + x, n, look->fill, shares);
          if (look->hatch != NULL)
            {
              const YunHatchTable *hatch = look->hatch;

              hatch_shares (hatch->cover[wrap (self->hatch_y + self->y0 + y, hatch->period)] +
                              wrap (self->hatch_x + self->x0 + x, hatch->period),
                            n, shares);
              blend_shares (row + x, n, look->hatch_line, shares);
            }
        }
      if (look->outline != NULL && get_shares (outline + x, n, TRUE, &line_sum, shares))
        blend_shares (row + x, n, look->outline, shares);
    }
}

void
yun_raster_end (YunRaster *self, const YunRasterLook *look)
{
  int    stride = self->w + 2;
  gsize  n = (gsize) stride * self->h;
  float *outline = self->cover + n;

  for (int y = 0; y < self->h; y++)
    end_row (self, look, y, self->cover + (gsize) y * stride, outline + (gsize) y * stride);
  memset (self->cover, 0, (look->outline != NULL ? 2 * n : n) * sizeof (float));
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
