/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-raster.h"

#include <math.h>

#define MIN_STEP 1e-3f /* pixels: nearer vertices are one */
#define MITRE 0.3f     /* 1 + cos of the turn at a corner: below, it is cut off */

/* For what is not negative; the library's functions are calls. */
static inline int
round_up (float v)
{
  int whole = (int) v;

  return whole + (v > (float) whole);
}

/* Notes that coverage changes from pixel @from to pixel @to of a row. */
static inline void
touch (guint64 *touched, int from, int to)
{
  for (guint k = (guint) from / YUN_RASTER_BLOCK; k <= (guint) to / YUN_RASTER_BLOCK; k++)
    touched[k / 64] |= (guint64) 1 << k % 64;
}

/* What an edge going from @x to @next changes in the one row @y; @d: how much of the row's height
 * it takes, signed by its direction. */
static inline void
add_row (YunRaster *self, int y, float x, float next, float d)
{
  float    left = MIN (x, next), right = MAX (x, next);
  int      from = (int) left;
  float    base = (float) from;
  float   *row = self->into + (gsize) y * self->pitch + from;
  guint64 *touched = self->touch_into + (gsize) y * self->n_words;

  if (right <= base + 1)
    {
      /* within one pixel: a trapezoid */
      float part = d * (0.5f * (x + next) - base);
      guint a = (guint) from / YUN_RASTER_BLOCK, b = (guint) (from + 1) / YUN_RASTER_BLOCK;

      row[0] += d - part;
      row[1] += part;
      touched[a / 64] |= (guint64) 1 << a % 64;
      touched[b / 64] |= (guint64) 1 << b % 64;
    }
  else
    {
      int   n = round_up (right) - from;
      float s = 1 / (right - left);
      float x0f = left - base, a0 = 0.5f * s * (1 - x0f) * (1 - x0f);
      float x1f = right - base - n + 1, am = 0.5f * s * x1f * x1f;

      touch (touched, from, from + n);
      row[0] += d * a0;
      if (n == 2)
        row[1] += d * (1 - a0 - am);
      else
        {
          float a1 = s * (1.5f - x0f), a2 = a1 + (n - 3) * s;

          row[1] += d * (a1 - a0);
          for (int k = 2; k < n - 1; k++)
            row[k] += d * s;
          row[n - 1] += d * (1 - a2 - am);
        }
      row[n] += d * am;
    }
}

/* One piece of an edge that lies inside the box, in its pixels. */
static void
add_inside (YunRaster *self, float x0, float y0, float x1, float y1)
{
  float direction = 1, slope, low, high, x, next;
  int   y, last;

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
  if (!(y0 < y1)) /* what is no number, too */
    return;

  y = (int) y0;
  last = MIN (self->h - 1, round_up (y1) - 1);
  if (y >= last)
    {
      add_row (self, last, x0, x1, (y1 - y0) * direction);
      return;
    }

  slope = (x1 - x0) / (y1 - y0);
  low = MIN (x0, x1);
  high = MAX (x0, x1);
  next = x0 + slope * ((float) (y + 1) - y0);
  next = CLAMP (next, low, high);
  add_row (self, y, x0, next, ((float) (y + 1) - y0) * direction);
  for (y++; y < last; y++)
    {
      x = next;
      next = x + slope;
      next = CLAMP (next, low, high);
      add_row (self, y, x, next, direction);
    }
  add_row (self, last, next, x1, (y1 - (float) last) * direction);
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
  gsize n, n_touched;

  /* edges at the right border count in the two pixels after it */
  self->pitch = (self->w + 2 + YUN_RASTER_BLOCK - 1) / YUN_RASTER_BLOCK * YUN_RASTER_BLOCK;
  self->n_words = (self->pitch / YUN_RASTER_BLOCK + 63) / 64;
  n = (gsize) self->pitch * self->h * 2;
  n_touched = (gsize) self->n_words * self->h * 2;
  if (n > self->n_cover)
    {
      g_free (self->cover);
      self->cover = g_new0 (float, n);
      self->n_cover = n;
    }
  if (n_touched > self->n_touched)
    {
      g_free (self->touched);
      self->touched = g_new0 (guint64, n_touched);
      self->n_touched = n_touched;
    }
  self->into = self->cover;
  self->touch_into = self->touched;
}

void
yun_raster_clear (YunRaster *self)
{
  g_clear_pointer (&self->cover, g_free);
  g_clear_pointer (&self->touched, g_free);
  self->n_cover = 0;
  self->n_touched = 0;
}

/* Asks for the pixels that will be blended while the edges are still being added: shapes come in no
 * order of place. Spares some 3 %. */
static void
fetch_pixels (const YunRaster *self)
{
  for (int y = 0; y < self->h; y++)
    {
      const guint32 *row = self->pixels + (gsize) (self->y0 + y) * self->stride + self->x0;

      for (int x = 0; x < self->w; x += 16)
        __builtin_prefetch (row + x, 1);
    }
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
  fetch_pixels (self);

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
  self->into = self->cover + (gsize) self->pitch * self->h;
  self->touch_into = self->touched + (gsize) self->n_words * self->h;
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
