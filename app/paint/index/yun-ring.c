/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-ring.h"

gboolean
yun_ring_has (const YunVertex *ring, guint n, double x, double y)
{
  gboolean inside = FALSE;

  for (guint i = 1; i < n; i++)
    {
      YunVertex a = ring[i - 1], b = ring[i];

      if ((a.y > y) != (b.y > y) &&
          x < a.x + ((double) b.x - a.x) * (y - a.y) / ((double) b.y - a.y))
        inside = !inside;
    }

  return inside;
}

static gboolean
side_meets_box (YunVertex a, YunVertex b, double x0, double y0, double x1, double y1)
{
  const double corners[][2] = { { x0, y0 }, { x1, y0 }, { x0, y1 }, { x1, y1 } };
  guint        n_left = 0;

  if (MAX (a.x, b.x) < x0 || MIN (a.x, b.x) > x1 || MAX (a.y, b.y) < y0 || MIN (a.y, b.y) > y1)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (corners); i++)
    n_left +=
      ((double) b.x - a.x) * (corners[i][1] - a.y) > ((double) b.y - a.y) * (corners[i][0] - a.x);

  return n_left != 0 && n_left != G_N_ELEMENTS (corners);
}

gboolean
yun_ring_meets_box (const YunVertex *ring, guint n, double x0, double y0, double x1, double y1)
{
  for (guint i = 1; i < n; i++)
    if (side_meets_box (ring[i - 1], ring[i], x0, y0, x1, y1))
      return TRUE;

  return FALSE;
}
