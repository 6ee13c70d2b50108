/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-hatch.h"

#include <math.h>

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

void
yun_hatch_table_init (YunHatchTable *self, YunHatch hatch, double period, double width)
{
  self->hatch = hatch;
  self->period = CLAMP (2 * (int) (period / 2 + 0.5), 2, YUN_HATCH_MAX_PERIOD);
  for (int y = 0; y < self->period; y++)
    {
      for (int x = 0; x < self->period; x++)
        self->cover[y][x] = 65535 * get_hatch_cover (hatch, x, y, self->period, width) + 0.5;
      for (int x = self->period; x < 2 * YUN_HATCH_MAX_PERIOD; x++)
        self->cover[y][x] = self->cover[y][x - self->period];
    }
}
