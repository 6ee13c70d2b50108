/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-model"

#include "config.h"

#include "yun-street-region.h"

#include "yun-geojson.h"
#include "yun-measure.h"

#include <math.h>

#define CELLS 192 /* along the longer side */

struct _YunStreetRegion
{
  YunStreetBox box;
  double       side; /* units of a cell */
  guint        n_x;
  guint        n_y;
  guint8      *cells; /* (owned): n_x × n_y, 1: in the region */
};

static guint8
get_cell (const YunStreetRegion *self, guint x, guint y)
{
  return self->cells[y * self->n_x + x];
}

YunStreetRegion *
yun_street_region_new (const YunGeom *area, double metres)
{
  YunStreetRegion *self = g_new0 (YunStreetRegion, 1);
  YunRect          box = yun_measure_grow_lonlat (yun_geom_get_box (area), metres);
  double           width, height;

  self->box.min = yun_vertex_from_lonlat (box.x0, box.y1);
  self->box.max = yun_vertex_from_lonlat (box.x1, box.y0);
  width = self->box.max.x - self->box.min.x;
  height = self->box.max.y - self->box.min.y;
  self->side = MAX (MAX (width, height) / CELLS, 1);
  self->n_x = (guint) CLAMP (ceil (width / self->side), 1, CELLS);
  self->n_y = (guint) CLAMP (ceil (height / self->side), 1, CELLS);
  self->cells = g_new0 (guint8, self->n_x * self->n_y);
  for (guint y = 0; y < self->n_y; y++)
    for (guint x = 0; x < self->n_x; x++)
      {
        YunVertex middle = { (guint32) (self->box.min.x + (x + 0.5) * self->side),
                             (guint32) (self->box.min.y + (y + 0.5) * self->side) };
        YunPoint  at = yun_vertex_to_lonlat (middle);

        self->cells[y * self->n_x + x] = yun_measure_distance_to (area, at.x, at.y) <= metres;
      }

  return self;
}

YunStreetRegion *
yun_street_region_new_district (double metres)
{
  g_autoptr (YunGeoJson) json = yun_geojson_load_resource ("geodata/layout/district.geojson");

  g_assert (yun_geojson_get_n (json) > 0); /* of the program's own data */

  return yun_street_region_new (yun_geojson_get_shape (json, 0), metres);
}

void
yun_street_region_free (YunStreetRegion *self)
{
  g_free (self->cells);
  g_free (self);
}

YunStreetBox
yun_street_region_get_box (const YunStreetRegion *self)
{
  return self->box;
}

/* The number of the cell that holds @v, if any does. */
static gboolean
find_cell (guint32 v, guint32 min, guint32 max, double side, guint n, guint *cell)
{
  if (v < min || v > max)
    return FALSE;
  *cell = MIN ((guint) ((v - min) / side), n - 1);

  return TRUE;
}

gboolean
yun_street_region_has (const YunStreetRegion *self, YunVertex at)
{
  guint x, y;

  return find_cell (at.x, self->box.min.x, self->box.max.x, self->side, self->n_x, &x) &&
         find_cell (at.y, self->box.min.y, self->box.max.y, self->side, self->n_y, &y) &&
         get_cell (self, x, y) != 0;
}

gboolean
yun_street_region_meets (const YunStreetRegion *self, YunVertex min, YunVertex max)
{
  guint x0, x1, y0, y1;

  if (!yun_vertex_boxes_meet (min, max, self->box.min, self->box.max))
    return FALSE;
  min = (YunVertex){ MAX (min.x, self->box.min.x), MAX (min.y, self->box.min.y) };
  max = (YunVertex){ MIN (max.x, self->box.max.x), MIN (max.y, self->box.max.y) };
  if (!find_cell (min.x, self->box.min.x, self->box.max.x, self->side, self->n_x, &x0) ||
      !find_cell (max.x, self->box.min.x, self->box.max.x, self->side, self->n_x, &x1) ||
      !find_cell (min.y, self->box.min.y, self->box.max.y, self->side, self->n_y, &y0) ||
      !find_cell (max.y, self->box.min.y, self->box.max.y, self->side, self->n_y, &y1))
    return FALSE;
  for (guint y = y0; y <= y1; y++)
    for (guint x = x0; x <= x1; x++)
      if (get_cell (self, x, y) != 0)
        return TRUE;

  return FALSE;
}

/* What of the way from @a to @b lies between @min and @max, as shares from *t0 to *t1. */
static gboolean
cut_way (double a, double b, double min, double max, double *t0, double *t1)
{
  double d = b - a, first, last;

  if (d == 0)
    return a >= min && a <= max;
  first = ((d > 0 ? min : max) - a) / d;
  last = ((d > 0 ? max : min) - a) / d;
  *t0 = MAX (*t0, first);
  *t1 = MIN (*t1, last);

  return *t0 <= *t1;
}

/* In steps of half a cell. */
gboolean
yun_street_region_cut (const YunStreetRegion *self, YunVertex *a, YunVertex *b)
{
  YunVertex from = *a, to = *b;
  double    dx = (double) to.x - from.x, dy = (double) to.y - from.y, t0 = 0, t1 = 1;
  gboolean  any = FALSE;
  guint     n;

  if (yun_street_region_has (self, from) && yun_street_region_has (self, to))
    return TRUE;
  if (!cut_way (from.x, to.x, self->box.min.x, self->box.max.x, &t0, &t1) ||
      !cut_way (from.y, to.y, self->box.min.y, self->box.max.y, &t0, &t1))
    return FALSE;
  n = (guint) (hypot (dx, dy) * (t1 - t0) / (self->side / 2)) + 1;
  for (guint i = 0; i <= n; i++)
    {
      double    t = t0 + (t1 - t0) * i / n;
      YunVertex at = { (guint32) (from.x + t * dx), (guint32) (from.y + t * dy) };

      if (!yun_street_region_has (self, at))
        continue;
      if (!any)
        *a = t > 0 ? at : from;
      *b = t < 1 ? at : to;
      any = TRUE;
    }

  return any;
}

static void
add_run (const YunStreetRegion *self,
         const YunStreetBox    *limit,
         guint                  y,
         guint                  from,
         guint                  to,
         GArray                *boxes)
{
  YunStreetBox box = { { (guint32) (self->box.min.x + from * self->side),
                         (guint32) (self->box.min.y + y * self->side) },
                       { (guint32) (self->box.min.x + to * self->side),
                         (guint32) (self->box.min.y + (y + 1) * self->side) } };

  box.min = (YunVertex){ MAX (box.min.x, limit->min.x), MAX (box.min.y, limit->min.y) };
  box.max = (YunVertex){ MIN (box.max.x, limit->max.x), MIN (box.max.y, limit->max.y) };
  if (box.min.x < box.max.x && box.min.y < box.max.y)
    g_array_append_val (boxes, box);
}

GArray *
yun_street_region_make_boxes (const YunStreetRegion *self, const YunStreetBox *limit)
{
  GArray *boxes = g_array_new (FALSE, FALSE, sizeof (YunStreetBox));

  for (guint y = 0; y < self->n_y; y++)
    for (guint x = 0, from; x < self->n_x; x++)
      {
        if (get_cell (self, x, y) == 0)
          continue;
        from = x;
        while (x < self->n_x && get_cell (self, x, y) != 0)
          x++;
        add_run (self, limit, y, from, x, boxes);
      }

  return boxes;
}
