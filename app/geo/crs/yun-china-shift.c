/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-geo"

#include "config.h"

#include "yun-china-shift.h"

#include <math.h>

/* The ellipsoid of Krassowsky 1940, which the shift is said to be made on. */
#define AXIS 6378245.0
#define E2 0.00669342162296594323
#define ORIGIN_LON 105.0
#define ORIGIN_LAT 35.0
#define BD_LON 0.0065
#define BD_LAT 0.006

#define ENOUGH 1e-10 /* degrees */
#define MAX_ROUNDS 30

YunPoint
yun_china_to_gcj02 (YunPoint p)
{
  double x = p.x - ORIGIN_LON, y = p.y - ORIGIN_LAT;
  double both = 20 * sin (6 * G_PI * x) + 20 * sin (2 * G_PI * x);
  double north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt (fabs (x));
  double east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt (fabs (x));
  double lat = p.y * G_PI / 180;
  double m = 1 - E2 * sin (lat) * sin (lat);

  north += 2.0 / 3 *
           (both + 20 * sin (G_PI * y) + 40 * sin (G_PI * y / 3) + 160 * sin (G_PI * y / 12) +
            320 * sin (G_PI * y / 30));
  east += 2.0 / 3 *
          (both + 20 * sin (G_PI * x) + 40 * sin (G_PI * x / 3) + 150 * sin (G_PI * x / 12) +
           300 * sin (G_PI * x / 30));
  return (YunPoint){
    p.x + east * 180 / (G_PI * AXIS * cos (lat) / sqrt (m)),
    p.y + north * 180 / (G_PI * AXIS * (1 - E2) / (m * sqrt (m))),
  };
}

static YunPoint
gcj02_to_bd09 (YunPoint p)
{
  double k = G_PI * 3000 / 180;
  double length = hypot (p.x, p.y) + 0.00002 * sin (p.y * k);
  double angle = atan2 (p.y, p.x) + 0.000003 * cos (p.x * k);

  return (YunPoint){ length * cos (angle) + BD_LON, length * sin (angle) + BD_LAT };
}

/* The shift changes little over its own length, so taking it off again and again converges: each
 * round leaves less than a hundredth of the error. */
static YunPoint
invert (YunPoint (*shift) (YunPoint), YunPoint shifted)
{
  YunPoint p = shifted;

  for (int round = 0; round < MAX_ROUNDS; round++)
    {
      YunPoint q = shift (p);
      double   dx = q.x - shifted.x, dy = q.y - shifted.y;

      p.x -= dx;
      p.y -= dy;
      if (!(fabs (dx) >= ENOUGH || fabs (dy) >= ENOUGH))
        break;
    }
  return p;
}

YunPoint
yun_china_from_gcj02 (YunPoint gcj02)
{
  return invert (yun_china_to_gcj02, gcj02);
}

YunPoint
yun_china_to_bd09 (YunPoint lonlat)
{
  return gcj02_to_bd09 (yun_china_to_gcj02 (lonlat));
}

YunPoint
yun_china_from_bd09 (YunPoint bd09)
{
  return yun_china_from_gcj02 (invert (gcj02_to_bd09, bd09));
}
