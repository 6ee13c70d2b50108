/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-map-marks.h"

#include <math.h>

#define MARK_PX 7.0

struct _YunMapMarks
{
  YunPoint   place; /* degrees; see text */
  char      *text;  /* (owned) (nullable): NULL: there is no place */
  GPtrArray *group; /* (owned) (nullable) (element-type YunGeom) */
  GPtrArray *areas; /* (owned) (nullable) (element-type YunGeom) */
};

static void
draw_place (YunMapMarks *self, cairo_t *cr, const YunView *view, const YunStyle *style)
{
  double x, y;

  yun_view_to_pixel (view, yun_vertex_from_lonlat (self->place.x, self->place.y), &x, &y);
  /* A drop whose point is the place. */
  cairo_move_to (cr, x, y);
  cairo_curve_to (cr, x - 2, y - MARK_PX, x - MARK_PX, y - MARK_PX - 3, x - MARK_PX,
                  y - 2 * MARK_PX - 1);
  cairo_arc (cr, x, y - 2 * MARK_PX - 1, MARK_PX, G_PI, 2 * G_PI);
  cairo_curve_to (cr, x + MARK_PX, y - MARK_PX - 3, x + 2, y - MARK_PX, x, y);
  cairo_close_path (cr);
  yun_colour_set_source (&style->paper, cr);
  cairo_set_line_width (cr, 4);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke_preserve (cr);
  yun_colour_set_source (&style->selected, cr);
  cairo_fill (cr);
  cairo_arc (cr, x, y - 2 * MARK_PX - 1, MARK_PX / 2.5, 0, 2 * G_PI);
  yun_colour_set_source (&style->paper, cr);
  cairo_fill (cr);
}

/* The outer rings and holes of all @shapes. */
static void
add_rings (cairo_t *cr, const YunView *view, GPtrArray *shapes)
{
  for (guint i = 0; i < shapes->len; i++)
    {
      const YunGeom *shape = g_ptr_array_index (shapes, i);

      for (guint part = 0; part < yun_geom_get_n_parts (shape); part++)
        for (guint ring = 0; ring < yun_geom_get_n_rings (shape, part); ring++)
          {
            guint           n;
            const YunPoint *points = yun_geom_get_ring (shape, part, ring, &n);

            cairo_new_sub_path (cr);
            for (guint k = 0; k < n; k++)
              {
                double x, y;

                yun_view_to_pixel (view, yun_vertex_from_lonlat (points[k].x, points[k].y), &x, &y);
                cairo_line_to (cr, x, y);
              }
            cairo_close_path (cr);
          }
    }
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
}

/* A broad line on paper, told apart from the selection by its dashes. */
static void
draw_group (YunMapMarks *self, cairo_t *cr, const YunView *view, const YunStyle *style)
{
  static const double dashes[] = { 8, 4 };

  add_rings (cr, view, self->group);
  yun_colour_set_source (&style->paper, cr);
  cairo_set_line_width (cr, 6);
  cairo_stroke_preserve (cr);
  yun_colour_set_source (&style->selected, cr);
  cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
  cairo_set_line_width (cr, 3);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

/* A fine line that is always there and hides nothing. */
static void
draw_areas (YunMapMarks *self, cairo_t *cr, const YunView *view, const YunStyle *style)
{
  add_rings (cr, view, self->areas);
  yun_colour_set_source (&style->paper, cr);
  cairo_set_line_width (cr, 4.5);
  cairo_stroke_preserve (cr);
  yun_colour_set_source (&style->selected, cr);
  cairo_set_line_width (cr, 1.5);
  cairo_stroke (cr);
}

YunMapMarks *
yun_map_marks_new (void)
{
  return g_new0 (YunMapMarks, 1);
}

void
yun_map_marks_free (YunMapMarks *self)
{
  g_free (self->text);
  g_clear_pointer (&self->group, g_ptr_array_unref);
  g_clear_pointer (&self->areas, g_ptr_array_unref);
  g_free (self);
}

void
yun_map_marks_set_place (YunMapMarks *self, YunPoint place, const char *text)
{
  self->place = place;
  g_free (self->text);
  self->text = g_strdup (text != NULL ? text : "");
}

void
yun_map_marks_clear_place (YunMapMarks *self)
{
  g_clear_pointer (&self->text, g_free);
}

const char *
yun_map_marks_get_text (YunMapMarks *self)
{
  return self->text;
}

static void
set_shapes (GPtrArray **member, GPtrArray *shapes)
{
  GPtrArray *old = *member;

  *member = shapes != NULL && shapes->len > 0 ? g_ptr_array_ref (shapes) : NULL;
  if (old != NULL)
    g_ptr_array_unref (old);
}

void
yun_map_marks_set_group (YunMapMarks *self, GPtrArray *shapes)
{
  set_shapes (&self->group, shapes);
}

gboolean
yun_map_marks_has_group (YunMapMarks *self)
{
  return self->group != NULL;
}

void
yun_map_marks_set_areas (YunMapMarks *self, GPtrArray *shapes)
{
  set_shapes (&self->areas, shapes);
}

GPtrArray *
yun_map_marks_get_areas (YunMapMarks *self)
{
  return self->areas;
}

gboolean
yun_map_marks_is_empty (YunMapMarks *self)
{
  return self->text == NULL && self->group == NULL && self->areas == NULL;
}

void
yun_map_marks_draw (YunMapMarks *self, cairo_t *cr, const YunView *view, const YunStyle *style)
{
  if (self->areas != NULL)
    draw_areas (self, cr, view, style);
  if (self->group != NULL)
    draw_group (self, cr, view, style);
  if (self->text != NULL)
    draw_place (self, cr, view, style);
}
