/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-raster.h"

#include <math.h>
#include <string.h>

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
  last = MIN (self->h - 1, (int) ceilf (y1) - 1);
  for (int y = first; y <= last; y++)
    {
      float top = MAX ((float) y, y0), bottom = MIN ((float) (y + 1), y1);
      float dy = bottom - top;
      float next = CLAMP (x + slope * dy, MIN (x0, x1), MAX (x0, x1));
      float d = dy * direction;
      float left = MIN (x, next), right = MAX (x, next);
      int   from = (int) left, to = (int) ceilf (right);

      row = self->cover + (gsize) y * stride;
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
  gsize n = (gsize) (self->w + 2) * self->h;

  if (n > self->n_cover)
    {
      g_free (self->cover);
      self->cover = g_new0 (float, n);
      self->n_cover = n;
    }
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
    for (int x = 0; x < self->period; x++)
      self->cover[y * self->period + x] =
        256 * get_hatch_cover (hatch, x, y, self->period, width) + 0.5;
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

void
yun_raster_end (YunRaster *self, const YunPaint *paint)
{
  yun_raster_end_hatched (self, paint, NULL, NULL);
}

static inline int
wrap (gint64 v, int period)
{
  int rest = (int) (v % period);

  return rest < 0 ? rest + period : rest;
}

void
yun_raster_end_hatched (YunRaster           *self,
                        const YunPaint      *paint,
                        const YunPaint      *line,
                        const YunHatchTable *hatch)
{
  int stride = self->w + 2;

  for (int y = 0; y < self->h; y++)
    {
      float         *cover = self->cover + (gsize) y * stride;
      guint32       *row = self->pixels + (gsize) (self->y0 + y) * self->stride + self->x0;
      const guint16 *lines = NULL;
      int            at = 0;
      float          sum = 0;

      if (hatch != NULL)
        {
          lines = hatch->cover + wrap (self->hatch_y + self->y0 + y, hatch->period) * hatch->period;
          at = wrap (self->hatch_x + self->x0, hatch->period);
        }
      for (int x = 0; x < self->w; x++)
        {
          guint32 share;

          sum += cover[x];
          share = MIN (fabsf (sum), 1) * 256 + 0.5f;
          if (share > 0)
            {
              yun_raster_blend (&row[x], paint, share);
              if (hatch != NULL && lines[at] > 0)
                yun_raster_blend (&row[x], line, share * lines[at] >> 8);
            }
          if (hatch != NULL && ++at == hatch->period)
            at = 0;
        }
      memset (cover, 0, stride * sizeof (float));
    }
}

void
yun_raster_fill_box (YunRaster *self, const YunPaint *paint, float x0, float y0, float x1, float y1)
{
  int left = MAX ((int) floorf (x0), 0), top = MAX ((int) floorf (y0), 0);
  int right = MIN ((int) ceilf (x1), self->width), bottom = MIN ((int) ceilf (y1), self->height);

  for (int y = top; y < bottom; y++)
    {
      float    high = 256 * (MIN (y + 1, y1) - MAX (y, y0));
      guint32 *row = self->pixels + (gsize) y * self->stride;

      for (int x = left; x < right; x++)
        yun_raster_blend (&row[x], paint,
                          (guint32) (high * (MIN (x + 1, x1) - MAX (x, x0)) + 0.5f));
    }
}
