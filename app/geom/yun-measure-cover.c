/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-geom"

#include "config.h"

#include "yun-measure.h"

#include "yun-geom-private.h"
#include "yun-measure-private.h"

#include <math.h>

/*
 * Whether one shape lies in another. The border of the one is cut wherever the
 * other's crosses or touches it, and each piece asked for its middle: what two
 * shapes share of a border is on both, however many vertices either has there.
 */

/* What is nearer to a border than this lies on it: 0.1 mm of degrees. */
#define CLOSE 1e-9

typedef enum
{
  SIDE_OUTSIDE = 1 << 0,
  SIDE_BORDER = 1 << 1,
  SIDE_INSIDE = 1 << 2,
} Sides;

/* ---- A point ---------------------------------------------------------------- */

/* The part of a→b at which it is nearest to @p, from 0 to 1; its distance in @distance. */
static double
project (const YunPoint *a, const YunPoint *b, const YunPoint *p, double *distance)
{
  double dx = b->x - a->x, dy = b->y - a->y, square = dx * dx + dy * dy;
  double t = square > 0 ? ((p->x - a->x) * dx + (p->y - a->y) * dy) / square : 0;

  t = CLAMP (t, 0, 1);
  *distance = hypot (a->x + t * dx - p->x, a->y + t * dy - p->y);
  return t;
}

static gboolean
is_apart (const YunPoint *a, const YunPoint *b, const YunRect *box)
{
  return MAX (a->x, b->x) < box->x0 - CLOSE || MIN (a->x, b->x) > box->x1 + CLOSE ||
         MAX (a->y, b->y) < box->y0 - CLOSE || MIN (a->y, b->y) > box->y1 + CLOSE;
}

static Sides
find_side (const YunGeom *area, const YunPoint *p)
{
  YunRect at = { p->x, p->y, p->x, p->y };
  double  distance;

  if (is_apart (p, p, &area->box))
    return SIDE_OUTSIDE;
  for (guint ring = 0; ring < area->n_rings; ring++)
    {
      guint           n;
      const YunPoint *points = yun_geom_peek_ring (area, ring, &n);

      for (guint i = 0; i + 1 < n; i++)
        if (!is_apart (&points[i], &points[i + 1], &at))
          {
            project (&points[i], &points[i + 1], p, &distance);
            if (distance < CLOSE)
              return SIDE_BORDER;
          }
    }
  return yun_measure_contains (area, p->x, p->y) ? SIDE_INSIDE : SIDE_OUTSIDE;
}

/* ---- An edge ------------------------------------------------------------------ */

static void
add_touch (GArray *cuts, const YunPoint *a, const YunPoint *b, const YunPoint *p)
{
  double distance;
  double t = project (a, b, p, &distance);

  if (distance < CLOSE)
    g_array_append_val (cuts, t);
}

/* Where c→d crosses or touches a→b. */
static void
add_cuts (GArray *cuts, const YunPoint *a, const YunPoint *b, const YunPoint *c, const YunPoint *d)
{
  double of_c = yun_measure_side (a, b, c), of_d = yun_measure_side (a, b, d);
  double of_a = yun_measure_side (c, d, a), of_b = yun_measure_side (c, d, b);

  add_touch (cuts, a, b, c);
  add_touch (cuts, a, b, d);
  if ((of_c > 0) != (of_d > 0) && (of_a > 0) != (of_b > 0) && of_a != of_b)
    {
      double t = CLAMP (of_a / (of_a - of_b), 0, 1);

      g_array_append_val (cuts, t);
    }
}

static int
compare_cuts (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* On which sides of @area the edge a→b lies, until one of @enough is found. */
static Sides
find_edge_sides (
  const YunGeom *area, const YunPoint *a, const YunPoint *b, Sides enough, GArray *cuts)
{
  double  length = hypot (b->x - a->x, b->y - a->y);
  YunRect box = { MIN (a->x, b->x), MIN (a->y, b->y), MAX (a->x, b->x), MAX (a->y, b->y) };
  double  end = 1, from = 0;
  Sides   found = 0;

  if (is_apart (a, b, &area->box))
    return SIDE_OUTSIDE;
  if (length <= 2 * CLOSE)
    return find_side (area, a);
  g_array_set_size (cuts, 0);
  for (guint ring = 0; ring < area->n_rings; ring++)
    {
      guint           n;
      const YunPoint *points = yun_geom_peek_ring (area, ring, &n);

      for (guint i = 0; i + 1 < n; i++)
        if (!is_apart (&points[i], &points[i + 1], &box))
          add_cuts (cuts, a, b, &points[i], &points[i + 1]);
    }
  g_array_append_val (cuts, end);
  g_array_sort (cuts, compare_cuts);
  for (guint i = 0; i < cuts->len && (found & enough) == 0; i++)
    {
      double   t = g_array_index (cuts, double, i);
      double   middle = (from + t) / 2;
      YunPoint p = { a->x + middle * (b->x - a->x), a->y + middle * (b->y - a->y) };

      if ((t - from) * length > 2 * CLOSE)
        {
          found |= find_side (area, &p);
          from = t;
        }
    }
  return found;
}

/* On which sides of the polygon @area the border (the line, the points) of a part lies, until one
 * of @enough is found. */
static Sides
find_part_sides (const YunGeom *self, guint part, const YunGeom *area, Sides enough)
{
  g_autoptr (GArray) cuts = g_array_new (FALSE, FALSE, sizeof (double));
  Sides              found = 0;
  guint              first, end;

  yun_geom_get_part_rings (self, part, &first, &end);
  for (guint ring = first; ring < end; ring++)
    {
      guint           n;
      const YunPoint *points = yun_geom_peek_ring (self, ring, &n);
      guint           n_edges = self->kind == YUN_GEOM_POINT ? n : n - 1;

      for (guint i = 0; i < n_edges && (found & enough) == 0; i++)
        found |= find_edge_sides (area, &points[i], &points[MIN (i + 1, n - 1)], enough, cuts);
    }
  return found;
}

/* ---- Shapes -------------------------------------------------------------------- */

/* On which sides of @area a part of @self lies, borders that fall together aside, until one of
 * @enough is found. */
static Sides
find_part (const YunGeom *self, guint part, const YunGeom *area, Sides enough)
{
  Sides    sides = find_part_sides (self, part, area, enough);
  YunPoint inner;

  if (self->kind != YUN_GEOM_POLYGON || sides != SIDE_BORDER)
    return sides;
  /* It fills a part of the area, or a hole, or what lies between parts. */
  inner = yun_measure_inner_point (self, part);
  return find_side (area, &inner);
}

static Sides
find_shape (const YunGeom *self, const YunGeom *area, Sides enough)
{
  Sides found = 0;

  for (guint part = 0; part < self->n_parts && (found & enough) == 0; part++)
    found |= find_part (self, part, area, enough);
  return found;
}

/* Whether a border of @area runs inside @shape, as around a hole in its middle. */
static gboolean
has_border_inside (const YunGeom *shape, const YunGeom *area)
{
  Sides found = 0;

  for (guint part = 0; part < area->n_parts && (found & SIDE_INSIDE) == 0; part++)
    found = find_part_sides (area, part, shape, SIDE_INSIDE);
  return (found & SIDE_INSIDE) != 0;
}

gboolean
yun_measure_covers (const YunGeom *area, const YunGeom *shape)
{
  if (area->kind != YUN_GEOM_POLYGON ||
      (find_shape (shape, area, SIDE_OUTSIDE) & SIDE_OUTSIDE) != 0)
    return FALSE;
  return shape->kind != YUN_GEOM_POLYGON || !has_border_inside (shape, area);
}

gboolean
yun_measure_overlaps (const YunGeom *a, const YunGeom *b)
{
  YunRect common = yun_rect_intersect (&a->box, &b->box);

  if (a->kind != YUN_GEOM_POLYGON || b->kind != YUN_GEOM_POLYGON || yun_rect_is_empty (&common))
    return FALSE;
  return (find_shape (a, b, SIDE_INSIDE) & SIDE_INSIDE) != 0 ||
         (find_shape (b, a, SIDE_INSIDE) & SIDE_INSIDE) != 0;
}
