/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-street-painter.h"

#include "yun-path.h"

#define STREAM 0.7 /* of a small river's width: its class has no banks */

void
yun_street_sight_init (YunStreetSight *self,
                       const YunScene *scene,
                       cairo_t        *cr,
                       const YunView  *view,
                       double          margin,
                       guint           kinds)
{
  YunBaseMap *base = yun_scene_get_base (scene);
  YunVertex   min, max;

  *self = (YunStreetSight){ .map = base != NULL ? yun_base_map_get_streets (base) : NULL,
                            .style = yun_scene_get_style (scene),
                            .cr = cr,
                            .view = view,
                            .zoom = yun_view_get_zoom (view),
                            .found = g_array_new (FALSE, FALSE, sizeof (YunStreetShape)) };
  if (self->map == NULL)
    return;
  yun_view_get_box (view, margin, &min, &max);
  self->any = yun_street_map_meets_box (self->map, min, max);
  self->whole = self->any && yun_street_map_covers_box (self->map, min, max);
  if (self->any)
    yun_street_map_find (self->map, self->zoom, min, max, kinds, self->found);
}

void
yun_street_sight_clear (YunStreetSight *self)
{
  g_clear_pointer (&self->found, g_array_unref);
}

gboolean
yun_street_sight_begin_outside (const YunStreetSight *self)
{
  const YunStreetBox *cover;
  guint               n;

  cairo_save (self->cr);
  if (!self->any)
    return TRUE;
  if (self->whole)
    return FALSE;
  cover = yun_street_map_get_cover (self->map, &n);
  cairo_set_fill_rule (self->cr, CAIRO_FILL_RULE_EVEN_ODD);
  cairo_rectangle (self->cr, 0, 0, self->view->width, self->view->height);
  for (guint i = 0; i < n; i++)
    {
      double x0, y0, x1, y1;

      yun_view_to_pixel (self->view, cover[i].min, &x0, &y0);
      yun_view_to_pixel (self->view, cover[i].max, &x1, &y1);
      x0 = MAX (x0, 0);
      y0 = MAX (y0, 0);
      x1 = MIN (x1, self->view->width);
      y1 = MIN (y1, self->view->height);
      if (x0 < x1 && y0 < y1)
        cairo_rectangle (self->cr, x0, y0, x1 - x0, y1 - y0);
    }
  cairo_clip (self->cr);

  return TRUE;
}

void
yun_street_sight_end_outside (const YunStreetSight *self)
{
  cairo_restore (self->cr);
}

static void
add_rings (const YunStreetSight *self, const YunStreetShape *shape)
{
  for (guint i = 0; i < shape->n_rings; i++)
    {
      guint            n;
      const YunVertex *v = yun_street_shape_get_ring (shape, i, &n);

      yun_path_add_ring (self->cr, self->view, v, n);
    }
}

/* Each by itself: where pieces of an area overlap it is filled once more, not left out. */
static void
fill (const YunStreetSight *self, YunStreetKind kind, const YunColour *colour)
{
  yun_colour_set_source (colour, self->cr);
  for (guint i = 0; i < self->found->len; i++)
    {
      const YunStreetShape *shape = &g_array_index (self->found, YunStreetShape, i);

      if (shape->kind != kind)
        continue;
      add_rings (self, shape);
      cairo_fill (self->cr);
    }
}

static void
stroke_shape (const YunStreetSight *self,
              const YunStreetShape *shape,
              const double         *dashes,
              int                   n_dashes)
{
  for (guint i = 0; i < shape->n_rings; i++)
    {
      guint            n;
      const YunVertex *v = yun_street_shape_get_ring (shape, i, &n);

      yun_path_stroke (self->cr, self->view, v, n, dashes, n_dashes);
    }
}

void
yun_street_sight_paint_green (const YunStreetSight *self)
{
  fill (self, YUN_STREET_GREEN, &self->style->green);
}

void
yun_street_sight_paint_water (const YunStreetSight *self)
{
  const YunRoadStyle *stream = &self->style->stream;
  double              width = yun_road_style_get_width (stream, self->zoom);

  fill (self, YUN_STREET_LAKE, &self->style->water.line);
  yun_colour_set_source (&self->style->water.line, self->cr);
  for (guint i = 0; i < self->found->len; i++)
    {
      const YunStreetShape *shape = &g_array_index (self->found, YunStreetShape, i);

      if (shape->kind != YUN_STREET_RIVER)
        continue;
      /* what is drawn only close up is narrow */
      cairo_set_line_width (self->cr, shape->from > 13 ? width * STREAM : width);
      stroke_shape (self, shape, NULL, 0);
    }
}

void
yun_street_sight_paint_buildings (const YunStreetSight *self)
{
  yun_colour_set_source (&self->style->building, self->cr);
  for (guint i = 0; i < self->found->len; i++)
    {
      const YunStreetShape *shape = &g_array_index (self->found, YunStreetShape, i);

      if (shape->kind != YUN_STREET_BUILDING)
        continue;
      add_rings (self, shape);
      cairo_fill_preserve (self->cr);
      yun_colour_set_source (&self->style->building_line, self->cr);
      cairo_set_line_width (self->cr, 0.6);
      cairo_set_dash (self->cr, NULL, 0, 0);
      cairo_stroke (self->cr);
      yun_colour_set_source (&self->style->building, self->cr);
    }
}

void
yun_street_sight_paint_roads (const YunStreetSight *self, YunRoadClass class, gboolean casing)
{
  static const double dashes[] = { 4, 3 };
  const YunRoadStyle *road = &self->style->road[class];
  double              width = yun_road_style_get_width (road, self->zoom);
  gboolean            path = class == YUN_ROAD_PATH;

  if (path && casing)
    return;
  if (path)
    cairo_set_line_cap (self->cr, CAIRO_LINE_CAP_BUTT);
  yun_colour_set_source (casing ? &road->casing : &road->line, self->cr);
  cairo_set_line_width (self->cr, casing ? width + 1.4 : width);
  for (guint i = 0; i < self->found->len; i++)
    {
      const YunStreetShape *shape = &g_array_index (self->found, YunStreetShape, i);

      if (shape->kind == YUN_STREET_ROAD && shape->class == class)
        stroke_shape (self, shape, dashes, path ? G_N_ELEMENTS (dashes) : 0);
    }
  if (path)
    cairo_set_line_cap (self->cr, CAIRO_LINE_CAP_ROUND);
}

void
yun_street_sight_paint_rails (
  const YunStreetSight *self, double width, const double *dashes, int n_dashes, gboolean gap)
{
  yun_colour_set_source (gap ? &self->style->rail_gap : &self->style->rail, self->cr);
  cairo_set_line_width (self->cr, width);
  for (guint i = 0; i < self->found->len; i++)
    {
      const YunStreetShape *shape = &g_array_index (self->found, YunStreetShape, i);

      if (shape->kind == YUN_STREET_RAIL)
        stroke_shape (self, shape, dashes, n_dashes);
    }
}
