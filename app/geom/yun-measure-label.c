/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-geom"

#include "config.h"

#include "yun-measure.h"

#include "yun-geom-private.h"
#include "yun-measure-private.h"

#include <math.h>

#define MAX_ACROSS 32 /* first squares along the longer side */
#define MAX_CELLS 2000

typedef struct
{
  YunPoint middle;
  double   half;
  double   inside; /* distance of the middle to the border, negative outside */
  double   most;   /* no place in the square has more */
} Cell;

static double
distance2_to_edge (const YunPoint *p, const YunPoint *a, const YunPoint *b)
{
  double dx = b->x - a->x, dy = b->y - a->y;
  double px = p->x - a->x, py = p->y - a->y;
  double length2 = dx * dx + dy * dy;

  if (length2 > 0)
    {
      double t = CLAMP ((px * dx + py * dy) / length2, 0.0, 1.0);

      px -= t * dx;
      py -= t * dy;
    }

  return px * px + py * py;
}

/* Distance to the border of the part; negative outside of it. */
static double
depth_in_part (const YunGeom *self, guint part, const YunPoint *p)
{
  double   least = INFINITY;
  gboolean inside = FALSE;
  guint    first, end;

  yun_geom_get_part_rings (self, part, &first, &end);
  for (guint ring = first; ring < end; ring++)
    {
      guint           n;
      const YunPoint *points = yun_geom_peek_ring (self, ring, &n);

      for (guint i = 0; i + 1 < n; i++)
        {
          const YunPoint *a = &points[i], *b = &points[i + 1];

          if ((a->y > p->y) != (b->y > p->y) && (yun_measure_side (a, b, p) > 0) == (b->y > a->y))
            inside = !inside;
          least = MIN (least, distance2_to_edge (p, a, b));
        }
    }

  return inside ? sqrt (least) : -sqrt (least);
}

static Cell
cell_at (const YunGeom *self, guint part, double x, double y, double half)
{
  Cell cell = { .middle = { x, y }, .half = half };

  cell.inside = depth_in_part (self, part, &cell.middle);
  cell.most = cell.inside + half * G_SQRT2;

  return cell;
}

static YunRect
box_of_part (const YunGeom *self, guint part)
{
  YunRect         box = YUN_RECT_EMPTY;
  guint           n;
  const YunPoint *points = yun_geom_get_ring (self, part, 0, &n);

  for (guint i = 0; i < n; i++)
    {
      box.x0 = MIN (box.x0, points[i].x);
      box.y0 = MIN (box.y0, points[i].y);
      box.x1 = MAX (box.x1, points[i].x);
      box.y1 = MAX (box.y1, points[i].y);
    }

  return box;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* The middle of the longest stretch of the line y = @y inside the part. */
static double
longest_stretch (const YunGeom *self, guint part, double y, YunPoint *middle)
{
  g_autoptr (GArray) crossings = g_array_new (FALSE, FALSE, sizeof (double));
  double             longest = 0;
  guint              first, end;

  yun_geom_get_part_rings (self, part, &first, &end);
  for (guint ring = first; ring < end; ring++)
    {
      guint           n;
      const YunPoint *points = yun_geom_peek_ring (self, ring, &n);

      for (guint i = 0; i + 1 < n; i++)
        {
          const YunPoint *a = &points[i], *b = &points[i + 1];
          double          x;

          if ((a->y > y) == (b->y > y))
            continue;
          x = a->x + (y - a->y) / (b->y - a->y) * (b->x - a->x);
          g_array_append_val (crossings, x);
        }
    }
  g_array_sort (crossings, compare_doubles);

  for (guint i = 0; i + 1 < crossings->len; i += 2)
    {
      double x0 = g_array_index (crossings, double, i);
      double x1 = g_array_index (crossings, double, i + 1);

      if (x1 - x0 > longest)
        {
          longest = x1 - x0;
          *middle = (YunPoint){ x0 + (x1 - x0) / 2, y };
        }
    }

  return longest;
}

/* For slivers that the squares miss: any line between two vertices' heights will do. */
static YunPoint
place_in_sliver (const YunGeom *self, guint part, const YunRect *box)
{
  YunPoint best = { box->x0 / 2 + box->x1 / 2, box->y0 / 2 + box->y1 / 2 };
  double   longest = 0;

  for (int i = 1; i < 16; i++)
    {
      YunPoint middle = best;
      double length = longest_stretch (self, part, box->y0 + (box->y1 - box->y0) * i / 16, &middle);

      if (length > longest)
        {
          longest = length;
          best = middle;
        }
    }

  return best;
}

static void
consider (GArray *cells, Cell *best, Cell cell, double precision)
{
  if (cell.inside > best->inside)
    *best = cell;
  if (cell.most > best->inside + precision)
    g_array_append_val (cells, cell);
}

/* Takes out the cell that promises most; there are few, so no heap. */
static Cell
take_most (GArray *cells)
{
  guint most = 0;
  Cell  cell;

  for (guint i = 1; i < cells->len; i++)
    {
      if (g_array_index (cells, Cell, i).most > g_array_index (cells, Cell, most).most)
        most = i;
    }
  cell = g_array_index (cells, Cell, most);
  g_array_remove_index_fast (cells, most);

  return cell;
}

/*
 * The place farthest from the border: squares over the box, each with a bound
 * on what it may hold; the most promising one is quartered until none promises
 * more than the best place found and the wanted precision.
 */
static YunPoint
deepest_place (const YunGeom *self, guint part)
{
  g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (Cell));
  YunRect            box = box_of_part (self, part);
  double             width = box.x1 - box.x0, height = box.y1 - box.y0;
  double             size = MAX (MIN (width, height), MAX (width, height) / MAX_ACROSS);
  double             precision = MIN (width, height) / 100;
  Cell               best = cell_at (self, part, box.x0 + width / 2, box.y0 + height / 2, 0);

  for (double x = box.x0; x < box.x1; x += size)
    {
      for (double y = box.y0; y < box.y1; y += size)
        consider (cells, &best, cell_at (self, part, x + size / 2, y + size / 2, size / 2),
                  precision);
    }

  for (guint n = 0; cells->len > 0 && n < MAX_CELLS; n++)
    {
      Cell   cell = take_most (cells);
      double half = cell.half / 2;

      if (cell.most <= best.inside + precision)
        break;
      for (guint i = 0; i < 4; i++)
        consider (cells, &best,
                  cell_at (self, part, cell.middle.x + (i & 1 ? half : -half),
                           cell.middle.y + (i & 2 ? half : -half), half),
                  precision);
    }

  return best.inside > 0 ? best.middle : place_in_sliver (self, part, &box);
}

YunPoint
yun_measure_inner_point (const YunGeom *self, guint part)
{
  return deepest_place (self, part);
}

static double
line_length (const YunPoint *points, guint n)
{
  double length = 0;

  for (guint i = 0; i + 1 < n; i++)
    length += hypot (points[i + 1].x - points[i].x, points[i + 1].y - points[i].y);

  return length;
}

static YunPoint
middle_of_line (const YunPoint *points, guint n, double length)
{
  double left = length / 2;

  for (guint i = 0; i + 1 < n; i++)
    {
      double dx = points[i + 1].x - points[i].x, dy = points[i + 1].y - points[i].y;
      double step = hypot (dx, dy);

      if (step >= left && step > 0)
        return (YunPoint){ points[i].x + dx * left / step, points[i].y + dy * left / step };
      left -= step;
    }

  return points[n - 1];
}

YunPoint
yun_measure_label_point (const YunGeom *self)
{
  guint  best_part = 0;
  double best = -1;

  if (self->kind == YUN_GEOM_POINT)
    return self->points[0];

  for (guint part = 0; part < self->n_parts; part++)
    {
      double size;

      if (self->kind == YUN_GEOM_LINE)
        {
          guint           n;
          const YunPoint *points = yun_geom_get_ring (self, part, 0, &n);

          size = line_length (points, n);
        }
      else
        {
          size = yun_measure_part_area_planar (self, part);
        }
      if (size > best)
        {
          best = size;
          best_part = part;
        }
    }

  if (self->kind == YUN_GEOM_LINE)
    {
      guint           n;
      const YunPoint *points = yun_geom_get_ring (self, best_part, 0, &n);

      return middle_of_line (points, n, best);
    }

  return deepest_place (self, best_part);
}
