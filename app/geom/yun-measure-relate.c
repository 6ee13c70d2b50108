/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-geom"

#include "config.h"

#include "yun-measure.h"

#include "yun-geom-private.h"
#include "yun-measure-private.h"

#include <float.h>
#include <math.h>

typedef struct
{
  const YunPoint *a;
  const YunPoint *b;
} Edge;

/* A number as an unevaluated sum of two doubles, about 106 bits. */
typedef struct
{
  double high;
  double low;
} Twice;

static Twice
subtract (double a, double b)
{
  double d = a - b, t = a - d;

  return (Twice){ d, (a - (d + t)) + (t - b) };
}

static Twice
multiply (Twice a, Twice b)
{
  double p = a.high * b.high;
  double e = fma (a.high, b.high, -p) + (a.high * b.low + a.low * b.high);
  double s = p + e;

  return (Twice){ s, e - (s - p) };
}

static double
side_precise (const YunPoint *a, const YunPoint *b, const YunPoint *p)
{
  Twice l = multiply (subtract (b->x, a->x), subtract (p->y, a->y));
  Twice r = multiply (subtract (p->x, a->x), subtract (b->y, a->y));
  Twice d = subtract (l.high, r.high);

  return d.high + (d.low + (l.low - r.low));
}

double
yun_measure_side (const YunPoint *a, const YunPoint *b, const YunPoint *p)
{
  double l = (b->x - a->x) * (p->y - a->y), r = (p->x - a->x) * (b->y - a->y);
  double side = l - r;

  /* Four units in the last place bound the rounding of five operations. */
  if (fabs (side) > 4 * DBL_EPSILON * (fabs (l) + fabs (r)))
    return side;

  return side_precise (a, b, p);
}

gboolean
yun_measure_contains (const YunGeom *self, double x, double y)
{
  YunPoint p = { x, y };
  gboolean inside = FALSE;

  if (self->kind != YUN_GEOM_POLYGON || !yun_rect_contains (&self->box, x, y))
    return FALSE;

  for (guint ring = 0; ring < self->n_rings; ring++)
    {
      guint           n;
      const YunPoint *points = yun_geom_peek_ring (self, ring, &n);

      for (guint i = 0; i + 1 < n; i++)
        {
          const YunPoint *a = &points[i], *b = &points[i + 1];
          double          side;

          if ((a->y > y && b->y > y) || (a->y < y && b->y < y) || (a->x < x && b->x < x))
            continue;
          if (a->y == y && b->y == y)
            {
              if (MIN (a->x, b->x) <= x && x <= MAX (a->x, b->x))
                return TRUE;
              continue;
            }

          side = yun_measure_side (a, b, &p);
          if (side == 0)
            return TRUE;
          /* Half-open in y, so that a vertex on the ray counts once. */
          if ((a->y > y) != (b->y > y) && (side > 0) == (b->y > a->y))
            inside = !inside;
        }
    }

  return inside;
}

static gboolean
edges_meet (const Edge *e, const Edge *f)
{
  double e1, e2, f1, f2;

  if (MAX (e->a->x, e->b->x) < MIN (f->a->x, f->b->x) ||
      MAX (f->a->x, f->b->x) < MIN (e->a->x, e->b->x) ||
      MAX (e->a->y, e->b->y) < MIN (f->a->y, f->b->y) ||
      MAX (f->a->y, f->b->y) < MIN (e->a->y, e->b->y))
    return FALSE;

  f1 = yun_measure_side (e->a, e->b, f->a);
  f2 = yun_measure_side (e->a, e->b, f->b);
  if ((f1 > 0 && f2 > 0) || (f1 < 0 && f2 < 0))
    return FALSE;
  e1 = yun_measure_side (f->a, f->b, e->a);
  e2 = yun_measure_side (f->a, f->b, e->b);
  if ((e1 > 0 && e2 > 0) || (e1 < 0 && e2 < 0))
    return FALSE;

  /* Either they cross, or all four are on one line and the boxes have spoken. */
  return TRUE;
}

/* The edges of @self that may reach into @box; a point is an edge of no length. */
static GArray *
collect_edges (const YunGeom *self, const YunRect *box)
{
  GArray *edges = g_array_new (FALSE, FALSE, sizeof (Edge));

  for (guint ring = 0; ring < self->n_rings; ring++)
    {
      guint           n;
      const YunPoint *points = yun_geom_peek_ring (self, ring, &n);
      guint           n_edges = self->kind == YUN_GEOM_POINT ? n : n - 1;

      for (guint i = 0; i < n_edges; i++)
        {
          Edge edge = { &points[i], &points[MIN (i + 1, n - 1)] };

          if (MAX (edge.a->x, edge.b->x) >= box->x0 && MIN (edge.a->x, edge.b->x) <= box->x1 &&
              MAX (edge.a->y, edge.b->y) >= box->y0 && MIN (edge.a->y, edge.b->y) <= box->y1)
            g_array_append_val (edges, edge);
        }
    }

  return edges;
}

/* Whether a part of @inner begins in the polygon @outer. */
static gboolean
holds_a_part (const YunGeom *outer, const YunGeom *inner)
{
  if (outer->kind != YUN_GEOM_POLYGON)
    return FALSE;

  for (guint part = 0; part < inner->n_parts; part++)
    {
      guint           n;
      const YunPoint *points = yun_geom_get_ring (inner, part, 0, &n);

      if (yun_measure_contains (outer, points[0].x, points[0].y))
        return TRUE;
    }

  return FALSE;
}

gboolean
yun_measure_intersects (const YunGeom *a, const YunGeom *b)
{
  g_autoptr (GArray) of_a = NULL;
  g_autoptr (GArray) of_b = NULL;
  YunRect            common = yun_rect_intersect (&a->box, &b->box);

  if (yun_rect_is_empty (&common))
    return FALSE;
  if (holds_a_part (a, b) || holds_a_part (b, a))
    return TRUE;

  of_a = collect_edges (a, &common);
  of_b = collect_edges (b, &common);
  for (guint i = 0; i < of_a->len; i++)
    {
      for (guint j = 0; j < of_b->len; j++)
        {
          if (edges_meet (&g_array_index (of_a, Edge, i), &g_array_index (of_b, Edge, j)))
            return TRUE;
        }
    }

  return FALSE;
}
