/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-geom"

#include "config.h"

#include "yun-geom.h"

#include "yun-geom-private.h"

#include <math.h>
#include <string.h>

struct _YunGeomBuilder
{
  YunGeomKind kind;
  GArray     *points;      /* (owned) (element-type YunPoint) */
  GArray     *ring_starts; /* (owned) (element-type guint32) */
  GArray     *part_starts; /* (owned) (element-type guint32): numbers of rings */
};

G_DEFINE_BOXED_TYPE (YunGeom, yun_geom, yun_geom_ref, yun_geom_unref)

/* Of both tables of a shape of more than one ring. */
static gsize
tables_size (const YunGeom *self)
{
  return sizeof (guint32) * ((gsize) self->n_rings + self->n_parts + 2);
}

/* Twice the signed area about the first vertex; positive when counter-clockwise. */
static double
signed_area (const YunPoint *points, guint n)
{
  double sum = 0;

  for (guint i = 1; i + 1 < n; i++)
    {
      double ax = points[i].x - points[0].x, ay = points[i].y - points[0].y;
      double bx = points[i + 1].x - points[0].x, by = points[i + 1].y - points[0].y;

      sum += ax * by - bx * ay;
    }

  return sum;
}

static YunGeom *
copy_shape (const YunGeom *self)
{
  YunGeom *copy = yun_geom_alloc (self->kind, self->n_parts, self->n_rings, self->n_points);

  memcpy (copy->points, self->points, sizeof (YunPoint) * self->n_points);
  if (self->n_rings > 1)
    memcpy (yun_geom_ring_starts (copy), yun_geom_ring_starts (self), tables_size (self));
  copy->box = self->box;

  return copy;
}

YunGeom *
yun_geom_alloc (YunGeomKind kind, guint n_parts, guint n_rings, guint n_points)
{
  YunGeom  head = { .kind = kind, .n_parts = n_parts, .n_rings = n_rings, .n_points = n_points };
  gsize    points_at = sizeof head;
  YunGeom *self;

  if (n_rings > 1)
    points_at += (tables_size (&head) + sizeof (double) - 1) / sizeof (double) * sizeof (double);

  self = g_malloc (points_at + sizeof (YunPoint) * (gsize) n_points);
  *self = head;
  g_atomic_ref_count_init (&self->ref_count);
  self->box = YUN_RECT_EMPTY;
  self->points = (YunPoint *) (void *) ((char *) self + points_at);

  return self;
}

gboolean
yun_geom_ring_is_enough (YunGeomKind kind, const YunPoint *points, guint n)
{
  switch (kind)
    {
    case YUN_GEOM_POINT:
      return n == 1;

    case YUN_GEOM_LINE:
      return n >= 2;

    case YUN_GEOM_POLYGON:
      if (n < 4)
        return FALSE;
      /* The second differs from the first; find a third that differs from both. */
      for (guint i = 2; i < n; i++)
        {
          if ((points[i].x != points[0].x || points[i].y != points[0].y) &&
              (points[i].x != points[1].x || points[i].y != points[1].y))
            return TRUE;
        }
      return FALSE;

    default:
      return FALSE;
    }
}

gboolean
yun_geom_update_box (YunGeom *self)
{
  YunRect box = YUN_RECT_EMPTY;

  for (guint i = 0; i < self->n_points; i++)
    {
      const YunPoint *p = &self->points[i];

      if (!isfinite (p->x) || !isfinite (p->y))
        return FALSE;
      box.x0 = MIN (box.x0, p->x);
      box.y0 = MIN (box.y0, p->y);
      box.x1 = MAX (box.x1, p->x);
      box.y1 = MAX (box.y1, p->y);
    }
  self->box = box;

  return TRUE;
}

YunGeom *
yun_geom_new_point (double x, double y)
{
  YunGeom *self;

  if (!isfinite (x) || !isfinite (y))
    return NULL;

  self = yun_geom_alloc (YUN_GEOM_POINT, 1, 1, 1);
  self->points[0] = (YunPoint){ x, y };
  self->box = (YunRect){ x, y, x, y };

  return self;
}

YunGeom *
yun_geom_new_box (const YunRect *r)
{
  YunGeomBuilder *builder;

  if (yun_rect_is_empty (r))
    return NULL;

  builder = yun_geom_builder_new (YUN_GEOM_POLYGON);
  yun_geom_builder_begin_part (builder);
  yun_geom_builder_begin_ring (builder);
  yun_geom_builder_add (builder, r->x0, r->y0);
  yun_geom_builder_add (builder, r->x1, r->y0);
  yun_geom_builder_add (builder, r->x1, r->y1);
  yun_geom_builder_add (builder, r->x0, r->y1);

  return yun_geom_builder_end (builder);
}

YunGeom *
yun_geom_ref (YunGeom *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
yun_geom_unref (YunGeom *self)
{
  g_return_if_fail (self != NULL);

  if (g_atomic_ref_count_dec (&self->ref_count))
    g_free (self);
}

YunGeomKind
yun_geom_get_kind (const YunGeom *self)
{
  return self->kind;
}

const YunRect *
yun_geom_get_box (const YunGeom *self)
{
  return &self->box;
}

guint
yun_geom_get_n_parts (const YunGeom *self)
{
  return self->n_parts;
}

guint
yun_geom_get_n_points (const YunGeom *self)
{
  return self->n_points;
}

guint
yun_geom_get_n_rings (const YunGeom *self, guint part)
{
  guint first, end;

  g_return_val_if_fail (part < self->n_parts, 0);

  yun_geom_get_part_rings (self, part, &first, &end);
  return end - first;
}

const YunPoint *
yun_geom_get_ring (const YunGeom *self, guint part, guint ring, guint *n)
{
  guint first, end;

  g_return_val_if_fail (part < self->n_parts, NULL);

  yun_geom_get_part_rings (self, part, &first, &end);
  g_return_val_if_fail (ring < end - first, NULL);

  return yun_geom_peek_ring (self, first + ring, n);
}

gboolean
yun_geom_equal (const YunGeom *a, const YunGeom *b)
{
  if (a == b)
    return TRUE;
  if (a == NULL || b == NULL)
    return FALSE;
  if (a->kind != b->kind || a->n_parts != b->n_parts || a->n_rings != b->n_rings ||
      a->n_points != b->n_points)
    return FALSE;
  if (a->n_rings > 1 &&
      memcmp (yun_geom_ring_starts (a), yun_geom_ring_starts (b), tables_size (a)) != 0)
    return FALSE;

  /* Not memcmp(): 0 equals -0. */
  for (guint i = 0; i < a->n_points; i++)
    {
      if (a->points[i].x != b->points[i].x || a->points[i].y != b->points[i].y)
        return FALSE;
    }

  return TRUE;
}

YunGeom *
yun_geom_map (const YunGeom *self, YunGeomMapFunc func, gpointer user_data)
{
  YunGeom *copy = copy_shape (self);

  if (!func (copy->points, copy->n_points, user_data) || !yun_geom_update_box (copy))
    {
      yun_geom_unref (copy);
      return NULL;
    }

  if (copy->kind == YUN_GEOM_POLYGON)
    {
      for (guint ring = 0; ring < copy->n_rings; ring++)
        {
          guint     n;
          YunPoint *points = (YunPoint *) yun_geom_peek_ring (copy, ring, &n);

          points[n - 1] = points[0];
        }
    }

  return copy;
}

YunGeom *
yun_geom_orient (YunGeom *self, gboolean clockwise)
{
  YunGeom *copy = NULL;

  if (self->kind != YUN_GEOM_POLYGON)
    return yun_geom_ref (self);

  for (guint part = 0; part < self->n_parts; part++)
    {
      guint first, end;

      yun_geom_get_part_rings (self, part, &first, &end);
      for (guint ring = first; ring < end; ring++)
        {
          guint           n;
          const YunPoint *points = yun_geom_peek_ring (self, ring, &n);
          double          area = signed_area (points, n);
          gboolean        want_clockwise = (ring == first) == (clockwise != FALSE);
          YunPoint       *turned;

          if (area == 0 || (area < 0) == want_clockwise)
            continue;

          if (copy == NULL)
            copy = copy_shape (self);
          turned = (YunPoint *) yun_geom_peek_ring (copy, ring, &n);
          for (guint i = 0; i < n; i++)
            turned[i] = points[n - 1 - i];
        }
    }

  return copy != NULL ? copy : yun_geom_ref (self);
}

YunGeomBuilder *
yun_geom_builder_new (YunGeomKind kind)
{
  YunGeomBuilder *self = g_new (YunGeomBuilder, 1);

  self->kind = kind;
  self->points = g_array_new (FALSE, FALSE, sizeof (YunPoint));
  self->ring_starts = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->part_starts = g_array_new (FALSE, FALSE, sizeof (guint32));

  return self;
}

void
yun_geom_builder_free (YunGeomBuilder *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->points);
  g_array_unref (self->ring_starts);
  g_array_unref (self->part_starts);
  g_free (self);
}

void
yun_geom_builder_begin_part (YunGeomBuilder *self)
{
  guint32 start = self->ring_starts->len;

  g_array_append_val (self->part_starts, start);
}

void
yun_geom_builder_begin_ring (YunGeomBuilder *self)
{
  guint32 start = self->points->len;

  g_return_if_fail (self->part_starts->len > 0);

  g_array_append_val (self->ring_starts, start);
}

void
yun_geom_builder_add (YunGeomBuilder *self, double x, double y)
{
  YunPoint point = { x, y };

  g_return_if_fail (self->ring_starts->len > 0);

  g_array_append_val (self->points, point);
}

/* Copies one ring without repetitions, closed; returns how many points it has. */
static guint
take_ring (YunGeomKind kind, const YunPoint *from, guint n, YunPoint *to)
{
  guint kept = 0;

  for (guint i = 0; i < n; i++)
    {
      if (kept == 0 || from[i].x != to[kept - 1].x || from[i].y != to[kept - 1].y)
        to[kept++] = from[i];
    }
  if (kind == YUN_GEOM_POLYGON && kept > 1 &&
      (to[0].x != to[kept - 1].x || to[0].y != to[kept - 1].y))
    to[kept++] = to[0];

  return kept;
}

YunGeom *
yun_geom_builder_end (YunGeomBuilder *self)
{
  g_autoptr (YunGeomBuilder) builder = self;
  g_autoptr (YunGeom)        shape = NULL;
  guint                      n_parts = self->part_starts->len, n_rings = self->ring_starts->len;
  guint                      n_points = 0;
  guint32                   *part_starts = (guint32 *) (void *) self->part_starts->data;
  guint32                   *ring_starts = (guint32 *) (void *) self->ring_starts->data;

  if (n_parts == 0 || n_rings == 0)
    return NULL;

  for (guint part = 0; part < n_parts; part++)
    {
      guint end = part + 1 < n_parts ? part_starts[part + 1] : n_rings;

      if (end == part_starts[part])
        return NULL;
      if (end - part_starts[part] > 1 && self->kind != YUN_GEOM_POLYGON)
        return NULL;
    }

  shape = yun_geom_alloc (self->kind, n_parts, n_rings, self->points->len + n_rings);
  for (guint ring = 0; ring < n_rings; ring++)
    {
      guint     end = ring + 1 < n_rings ? ring_starts[ring + 1] : self->points->len;
      YunPoint *to = shape->points + n_points;
      guint n = take_ring (self->kind, &g_array_index (self->points, YunPoint, ring_starts[ring]),
                           end - ring_starts[ring], to);

      if (!yun_geom_ring_is_enough (self->kind, to, n))
        return NULL;
      if (n_rings > 1)
        yun_geom_ring_starts (shape)[ring] = n_points;
      n_points += n;
    }
  shape->n_points = n_points;
  if (n_rings > 1)
    {
      yun_geom_ring_starts (shape)[n_rings] = n_points;
      memcpy (yun_geom_part_starts (shape), part_starts, sizeof (guint32) * n_parts);
      yun_geom_part_starts (shape)[n_parts] = n_rings;
    }

  return yun_geom_update_box (shape) ? g_steal_pointer (&shape) : NULL;
}
