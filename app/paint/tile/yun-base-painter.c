/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-field.h"
#include "yun-painter-private.h"
#include "yun-path.h"
#include "yun-street-painter.h"

#include <string.h>

#define ZONE_CORE 0
#define MARGIN 56.0    /* pixels: more than half of any line is wide */
#define TOWN_ZOOM 12.6 /* from here on what is schematic is dashed */
#define STATION_ZOOM 12.3
#define GROUND_KINDS                                                                               \
  (1u << YUN_STREET_GREEN | 1u << YUN_STREET_LAKE | 1u << YUN_STREET_RIVER |                       \
   1u << YUN_STREET_BUILDING)
#define LINE_KINDS (1u << YUN_STREET_ROAD | 1u << YUN_STREET_RAIL | 1u << YUN_STREET_STATION)
#define VEIL 0.62 /* what lies outside the district is seen through so much ground */

typedef struct
{
  const YunStyle     *style;
  cairo_t            *cr;
  const YunView      *view;
  double              zoom;
  const YunBaseShape *shapes;
  guint               n;
  YunVertex           min;
  YunVertex           max;
  YunStreetSight      streets; /* where there is a street map, it is drawn in place of our own */
} Base;

/* @kinds: bits of YunStreetKind. Ended by end() when TRUE. */
static gboolean
begin (Base *self, const YunScene *scene, cairo_t *cr, const YunView *view, guint kinds)
{
  YunBaseMap *map = yun_scene_get_base (scene);

  if (map == NULL)
    return FALSE;

  self->style = yun_scene_get_style (scene);
  self->cr = cr;
  self->view = view;
  self->zoom = yun_view_get_zoom (view);
  self->shapes = yun_base_map_get_shapes (map, &self->n);
  yun_view_get_box (view, MARGIN, &self->min, &self->max);
  yun_street_sight_init (&self->streets, scene, cr, view, MARGIN, kinds);

  return TRUE;
}

static void
end (Base *self)
{
  yun_street_sight_clear (&self->streets);
}

static gboolean
is_seen (const Base *self, const YunBaseShape *shape)
{
  return yun_vertex_boxes_meet (shape->min, shape->max, self->min, self->max);
}

static void
add_area (const Base *self, const YunBaseShape *shape)
{
  for (guint i = 0; i < shape->n_rings; i++)
    yun_path_add_ring (self->cr, self->view, shape->rings[i].vertices, shape->rings[i].n);
}

static void
fill_area (const Base *self, const YunBaseShape *shape, const YunColour *colour)
{
  add_area (self, shape);
  yun_colour_set_source (colour, self->cr);
  cairo_fill (self->cr);
}

static void
stroke_rings (const Base         *self,
              const YunBaseShape *shape,
              const YunColour    *colour,
              double              width,
              const double       *dashes,
              int                 n_dashes)
{
  yun_colour_set_source (colour, self->cr);
  cairo_set_line_width (self->cr, width);
  for (guint i = 0; i < shape->n_rings; i++)
    yun_path_stroke (self->cr, self->view, shape->rings[i].vertices, shape->rings[i].n, dashes,
                     n_dashes);
}

/* A soft band along the inside of a border, as printed plans have it. */
static void
stroke_band (const Base *self, const YunBaseShape *shape, YunColour colour, double width)
{
  cairo_save (self->cr);
  add_area (self, shape);
  cairo_clip (self->cr);
  /* soft anyway: spared the finest antialiasing, it costs half */
  cairo_set_antialias (self->cr, CAIRO_ANTIALIAS_FAST);
  colour.a *= 0.3;
  stroke_rings (self, shape, &colour, width * 2, NULL, 0);
  cairo_restore (self->cr);
}

/* Some of a line's way is a guess: dashed, as wide as it is. */
static void
stroke_line (
  const Base *self, const YunBaseShape *shape, const YunColour *colour, double width, double inner)
{
  double   dashes[] = { 4 + 2 * inner, 3 + inner };
  gboolean dashed = shape->schematic && self->zoom >= TOWN_ZOOM;

  if (dashed)
    cairo_set_line_cap (self->cr, CAIRO_LINE_CAP_BUTT);
  stroke_rings (self, shape, colour, width, dashes, dashed ? G_N_ELEMENTS (dashes) : 0);
  if (dashed)
    cairo_set_line_cap (self->cr, CAIRO_LINE_CAP_ROUND);
}

static void
paint_own_roads (const Base *self, YunRoadClass class, gboolean casing)
{
  const YunRoadStyle *road = &self->style->road[class];
  double              width = yun_road_style_get_width (road, self->zoom);

  for (guint i = 0; i < self->n; i++)
    if (self->shapes[i].kind == YUN_BASE_ROAD && self->shapes[i].class == (int) class &&
        self->zoom >= self->shapes[i].min_zoom && is_seen (self, &self->shapes[i]))
      stroke_line (self, &self->shapes[i], casing ? &road->casing : &road->line,
                   casing ? width + 1.4 : width, width);
}

static void
paint_roads (const Base *self, YunRoadClass class, gboolean casing)
{
  if (yun_street_sight_begin_outside (&self->streets))
    paint_own_roads (self, class, casing);
  yun_street_sight_end_outside (&self->streets);
  yun_street_sight_paint_roads (&self->streets, class, casing);
}

static void
paint_own_water (const Base *self)
{
  const YunRoadStyle *water = &self->style->water;
  double              width = yun_road_style_get_width (water, self->zoom);

  for (int casing = 1; casing >= 0; casing--)
    for (guint i = 0; i < self->n; i++)
      if (self->shapes[i].kind == YUN_BASE_WATER && is_seen (self, &self->shapes[i]))
        stroke_rings (self, &self->shapes[i], casing ? &water->casing : &water->line,
                      casing ? width + 1.4 : width, NULL, 0);
}

static void
paint_water (const Base *self)
{
  cairo_set_line_join (self->cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (self->cr, CAIRO_LINE_CAP_ROUND);
  if (yun_street_sight_begin_outside (&self->streets))
    paint_own_water (self);
  yun_street_sight_end_outside (&self->streets);
  yun_street_sight_paint_water (&self->streets);
}

static const double rail_dashes[] = { 7, 7 };

static void
paint_own_rail (const Base *self, double width)
{
  for (guint i = 0; i < self->n; i++)
    if (self->shapes[i].kind == YUN_BASE_RAIL && self->zoom >= self->shapes[i].min_zoom &&
        is_seen (self, &self->shapes[i]))
      {
        stroke_rings (self, &self->shapes[i], &self->style->rail, width, NULL, 0);
        stroke_rings (self, &self->shapes[i], &self->style->rail_gap, width - 1.2, rail_dashes,
                      G_N_ELEMENTS (rail_dashes));
      }
}

static void
paint_rail (const Base *self)
{
  double width = self->zoom < 12 ? 1.8 : 2.6;

  if (yun_street_sight_begin_outside (&self->streets))
    paint_own_rail (self, width);
  yun_street_sight_end_outside (&self->streets);
  yun_street_sight_paint_rails (&self->streets, width, NULL, 0, FALSE);
  yun_street_sight_paint_rails (&self->streets, width - 1.2, rail_dashes,
                                G_N_ELEMENTS (rail_dashes), TRUE);
}

/* Roads and rails go on outside, but quietly. */
static void
paint_veil (const Base *self)
{
  YunColour veil = self->style->ground;

  veil.a = VEIL;
  cairo_rectangle (self->cr, 0, 0, self->view->width, self->view->height);
  for (guint i = 0; i < self->n; i++)
    if (self->shapes[i].kind == YUN_BASE_DISTRICT)
      add_area (self, &self->shapes[i]);
  yun_colour_set_source (&veil, self->cr);
  cairo_fill (self->cr);
}

/* The bands along zones are broad while zones are what is looked at. */
static double
get_band (double zoom)
{
  return 4 + 3 * CLAMP ((13 - zoom) / 1.5, 0, 1) * CLAMP ((zoom - 10.3) / 1.2, 0, 1);
}

static void
paint_borders (const Base *self)
{
  static const double town_dashes[] = { 7, 2.5, 1.5, 2.5 };
  static const double schematic_dashes[] = { 7, 4 };

  for (guint i = 0; i < self->n; i++)
    {
      const YunBaseShape *shape = &self->shapes[i];

      if (!is_seen (self, shape))
        continue;
      if (shape->kind == YUN_BASE_TOWN && shape->class == ZONE_CORE)
        {
          stroke_band (self, shape, self->style->zone_line[ZONE_CORE], get_band (self->zoom));
          stroke_rings (self, shape, &self->style->zone_line[ZONE_CORE], 1.4, NULL, 0);
        }
      else if (shape->kind == YUN_BASE_TOWN)
        stroke_rings (self, shape, &self->style->town_line, 0.8, town_dashes,
                      G_N_ELEMENTS (town_dashes));
      else if (shape->kind == YUN_BASE_ZONE)
        {
          const YunColour *line = &self->style->zone_line[MAX (shape->class, 0)];
          gboolean         dashed = shape->class == ZONE_CORE && shape->schematic;

          stroke_band (self, shape, *line, get_band (self->zoom));
          stroke_rings (self, shape, line, shape->class == ZONE_CORE ? 2 : 1.4,
                        dashed ? schematic_dashes : NULL,
                        dashed ? G_N_ELEMENTS (schematic_dashes) : 0);
        }
    }
  for (guint i = 0; i < self->n; i++)
    if (self->shapes[i].kind == YUN_BASE_DISTRICT && is_seen (self, &self->shapes[i]))
      {
        YunColour soft = self->style->district_line;

        soft.a = 0.16;
        stroke_rings (self, &self->shapes[i], &soft, 7, NULL, 0);
        stroke_rings (self, &self->shapes[i], &self->style->district_line, 1.6, NULL, 0);
      }
}

static void
paint_station (const Base *self, YunVertex at)
{
  double x, y;

  if (at.x < self->min.x || at.x > self->max.x || at.y < self->min.y || at.y > self->max.y)
    return;
  yun_view_to_pixel (self->view, at, &x, &y);
  cairo_new_path (self->cr);
  cairo_arc (self->cr, x, y, 3.2, 0, 2 * G_PI);
  yun_colour_set_source (&self->style->paper, self->cr);
  cairo_fill_preserve (self->cr);
  yun_colour_set_source (&self->style->rail, self->cr);
  cairo_set_line_width (self->cr, 1.6);
  cairo_stroke (self->cr);
}

static void
paint_stations (const Base *self, const YunBaseMap *map)
{
  guint               n;
  const YunBasePlace *places = yun_base_map_get_places (map, &n);

  cairo_set_dash (self->cr, NULL, 0, 0);
  for (guint i = 0; i < n; i++)
    if (strcmp (places[i].kind, "metro-station") == 0)
      paint_station (self, places[i].at);
  for (guint i = 0; i < self->streets.found->len; i++)
    {
      const YunStreetShape *shape = &g_array_index (self->streets.found, YunStreetShape, i);

      if (shape->kind == YUN_STREET_STATION && !yun_base_map_has_place (map, shape->name))
        paint_station (self, shape->vertices[0]);
    }
}

/* From afar zones are what is looked at; close up the tint steps back, for the plots' sake. */
static double
get_tint (double zoom)
{
  return 1 + 0.45 * CLAMP ((12.5 - zoom) / 1.5, 0, 1) - 0.45 * CLAMP ((zoom - 13) / 3, 0, 1);
}

static void
paint_ground (const YunScene *scene, cairo_t *cr, const YunView *view)
{
  Base base;

  yun_colour_set_source (&yun_scene_get_style (scene)->ground, cr);
  cairo_rectangle (cr, 0, 0, view->width, view->height);
  cairo_fill (cr);

  if (!begin (&base, scene, cr, view, GROUND_KINDS))
    return;
  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
  for (guint i = 0; i < base.n; i++)
    if (base.shapes[i].kind == YUN_BASE_DISTRICT && is_seen (&base, &base.shapes[i]))
      fill_area (&base, &base.shapes[i], &base.style->district);
  yun_street_sight_paint_green (&base.streets);
  for (guint i = 0; i < base.n; i++)
    {
      const YunBaseShape *shape = &base.shapes[i];

      if (!is_seen (&base, shape))
        continue;
      /* the core is a base inside its town: the town gets the tint too, the base gets more */
      if ((shape->kind == YUN_BASE_TOWN && shape->class == ZONE_CORE) ||
          (shape->kind == YUN_BASE_ZONE && shape->class >= 0))
        {
          YunColour fill = base.style->zone_fill[shape->class];

          if (shape->kind == YUN_BASE_ZONE && shape->class == ZONE_CORE)
            fill.a = MIN (fill.a * 2.4, 1);
          fill.a *= get_tint (base.zoom);
          fill_area (&base, shape, &fill);
        }
    }
  paint_water (&base);
  yun_street_sight_paint_buildings (&base.streets);
  end (&base);
}

static void
paint_lines (const YunScene *scene, cairo_t *cr, const YunView *view)
{
  Base base;

  if (!begin (&base, scene, cr, view, LINE_KINDS))
    return;

  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  yun_street_sight_paint_roads (&base.streets, YUN_ROAD_PATH, FALSE);
  for (int casing = 1; casing >= 0; casing--)
    {
      yun_street_sight_paint_roads (&base.streets, YUN_ROAD_LANE, casing);
      paint_roads (&base, YUN_ROAD_STREET, casing);
      paint_roads (&base, YUN_ROAD_MAIN, casing);
    }
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  paint_rail (&base);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  paint_roads (&base, YUN_ROAD_EXPRESSWAY, TRUE);
  paint_roads (&base, YUN_ROAD_EXPRESSWAY, FALSE);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  paint_veil (&base);
  paint_borders (&base);
  if (base.zoom >= STATION_ZOOM)
    paint_stations (&base, yun_scene_get_base (scene));
  end (&base);
}

static void
paint_outlines (const YunScene *scene, cairo_t *cr, const YunView *view)
{
  Base base;

  if (!begin (&base, scene, cr, view, 0))
    return;

  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  paint_borders (&base);
  end (&base);
}

void
yun_base_painter_paint (const YunScene *scene, cairo_t *cr, const YunView *view, YunBasePart part)
{
  if (part == YUN_BASE_PART_ALL || part == YUN_BASE_PART_GROUND)
    paint_ground (scene, cr, view);
  if (part == YUN_BASE_PART_ALL || part == YUN_BASE_PART_LINES)
    paint_lines (scene, cr, view);
  if (part == YUN_BASE_PART_OUTLINES)
    paint_outlines (scene, cr, view);
}
