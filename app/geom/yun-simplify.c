/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-geom"

#include "config.h"

#include "yun-simplify.h"

#include "yun-geom-private.h"

#include <string.h>

#define ON_STACK 1024

typedef struct
{
  guint first, last;
} Span;

static double
distance2_to_segment (const YunPoint *p, const YunPoint *a, const YunPoint *b)
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

/* The vertex strictly between the ends of @span that is farthest from the chord. */
static guint
find_farthest (const YunPoint *points, Span span, double *distance2)
{
  guint farthest = span.first;

  *distance2 = -1;
  for (guint i = span.first + 1; i < span.last; i++)
    {
      double d2 = distance2_to_segment (&points[i], &points[span.first], &points[span.last]);

      if (d2 > *distance2)
        {
          *distance2 = d2;
          farthest = i;
        }
    }

  return farthest;
}

/*
 * Keeps what the tolerance asks for inside @span. The shorter half is done
 * first and the longer one waits, so that the stack holds at most one span for
 * each halving of a guint.
 */
static guint
keep_in_span (const YunPoint *points, Span span, double tolerance2, guint8 *keep)
{
  Span  stack[32];
  guint depth = 0, kept = 0;

  for (;;)
    {
      double distance2;
      guint  farthest = find_farthest (points, span, &distance2);
      Span   left, right;

      if (distance2 <= tolerance2)
        {
          if (depth == 0)
            return kept;
          span = stack[--depth];
          continue;
        }

      keep[farthest] = 1;
      kept++;
      left = (Span){ span.first, farthest };
      right = (Span){ farthest, span.last };
      if (left.last - left.first < right.last - right.first)
        {
          stack[depth++] = right;
          span = left;
        }
      else
        {
          stack[depth++] = left;
          span = right;
        }
    }
}

guint
yun_simplify_run (const YunPoint *points, guint n, double tolerance, guint8 *keep)
{
  if (n == 0)
    return 0;

  memset (keep, 0, n);
  keep[0] = keep[n - 1] = 1;
  if (n <= 2)
    return n;

  return 2 + keep_in_span (points, (Span){ 0, n - 1 }, tolerance * tolerance, keep);
}

/*
 * A closed run must not shrink to less than a triangle (a closed line: to less
 * than there and back), even where the tolerance would allow it.
 */
static guint
keep_closed (const YunPoint *points, guint n, guint least, guint8 *keep, guint kept)
{
  while (kept < least)
    {
      const YunPoint *other = &points[0];
      guint           best = 0;
      double          best_distance2 = -1;

      /* With one vertex kept besides the ends, measure from the chord to it. */
      for (guint i = 1; i + 1 < n; i++)
        {
          if (keep[i])
            other = &points[i];
        }
      for (guint i = 1; i + 1 < n; i++)
        {
          double d2;

          if (keep[i])
            continue;
          if ((points[i].x == points[0].x && points[i].y == points[0].y) ||
              (points[i].x == other->x && points[i].y == other->y))
            continue;
          d2 = distance2_to_segment (&points[i], &points[0], other);
          if (d2 > best_distance2)
            {
              best_distance2 = d2;
              best = i;
            }
        }
      if (best == 0)
        break;
      keep[best] = 1;
      kept++;
    }

  return kept;
}

static gboolean
is_below (const YunPoint *points, guint n, double tolerance)
{
  double x0 = points[0].x, x1 = x0, y0 = points[0].y, y1 = y0;

  for (guint i = 1; i < n; i++)
    {
      x0 = MIN (x0, points[i].x);
      x1 = MAX (x1, points[i].x);
      y0 = MIN (y0, points[i].y);
      y1 = MAX (y1, points[i].y);
      if (x1 - x0 >= tolerance || y1 - y0 >= tolerance)
        return FALSE;
    }

  return x1 - x0 < tolerance && y1 - y0 < tolerance;
}

/* Marks the vertices of one ring; 0 when it is to be dropped. */
static guint
mark_ring (const YunGeom *self, const YunPoint *points, guint n, double tolerance, guint8 *keep)
{
  guint    kept;
  gboolean closed = points[0].x == points[n - 1].x && points[0].y == points[n - 1].y;

  if (is_below (points, n, tolerance))
    {
      memset (keep, 0, n);
      return 0;
    }

  kept = yun_simplify_run (points, n, tolerance, keep);
  if (self->kind == YUN_GEOM_POLYGON)
    kept = keep_closed (points, n, 4, keep, kept);
  else if (closed)
    kept = keep_closed (points, n, 3, keep, kept);

  return kept;
}

/* Copies the marked vertices; counts are what mark_ring() found. */
static YunGeom *
copy_marked (const YunGeom *self, const guint8 *keep, guint n_parts, guint n_rings, guint n_points)
{
  YunGeom *shape = yun_geom_alloc (self->kind, n_parts, n_rings, n_points);
  guint    part_to = 0, ring_to = 0, point_to = 0;

  for (guint part = 0; part < self->n_parts; part++)
    {
      guint first, end;

      yun_geom_get_part_rings (self, part, &first, &end);
      for (guint ring = first; ring < end; ring++)
        {
          guint           n;
          const YunPoint *points = yun_geom_peek_ring (self, ring, &n);
          const guint8   *marks = keep + (points - self->points);

          if (!marks[0])
            continue;
          if (n_rings > 1)
            {
              if (ring == first)
                yun_geom_part_starts (shape)[part_to++] = ring_to;
              yun_geom_ring_starts (shape)[ring_to++] = point_to;
            }
          for (guint i = 0; i < n; i++)
            {
              if (marks[i])
                shape->points[point_to++] = points[i];
            }
        }
    }
  if (n_rings > 1)
    {
      yun_geom_part_starts (shape)[n_parts] = n_rings;
      yun_geom_ring_starts (shape)[n_rings] = n_points;
    }
  yun_geom_update_box (shape);

  return shape;
}

YunGeom *
yun_simplify (YunGeom *self, double tolerance)
{
  g_autofree guint8 *on_heap = NULL;
  guint8             on_stack[ON_STACK];
  guint8            *keep = on_stack;
  guint              n_parts = 0, n_rings = 0, n_points = 0;

  if (self->kind == YUN_GEOM_POINT)
    return yun_geom_ref (self);

  if (self->n_points > ON_STACK)
    keep = on_heap = g_malloc (self->n_points);

  for (guint part = 0; part < self->n_parts; part++)
    {
      guint first, end;

      yun_geom_get_part_rings (self, part, &first, &end);
      for (guint ring = first; ring < end; ring++)
        {
          guint           n;
          const YunPoint *points = yun_geom_peek_ring (self, ring, &n);
          guint8         *marks = keep + (points - self->points);
          guint           kept = mark_ring (self, points, n, tolerance, marks);

          if (kept > 0)
            {
              n_parts += ring == first;
              n_rings++;
              n_points += kept;
            }
          else if (ring == first)
            {
              /* Holes go with their outer ring. */
              for (ring++; ring < end; ring++)
                {
                  points = yun_geom_peek_ring (self, ring, &n);
                  memset (keep + (points - self->points), 0, n);
                }
            }
        }
    }

  if (n_parts == 0)
    return NULL;
  if (n_points == self->n_points)
    return yun_geom_ref (self);

  return copy_marked (self, keep, n_parts, n_rings, n_points);
}
