/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-map-mode.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Draws a box and shows what is in it. With the keyboard: Enter puts one corner, and then the
 * other, under the cross in the middle. */

#define LEAST_PX 6.0 /* a smaller box is a slip of the hand */

#define YUN_TYPE_MAP_MODE_BOX (yun_map_mode_box_get_type ())
G_DECLARE_FINAL_TYPE (YunMapModeBox, yun_map_mode_box, YUN, MAP_MODE_BOX, YunMapMode)

struct _YunMapModeBox
{
  YunMapMode parent_instance;

  YunMapCamera *camera; /* (owned) */
  gboolean      drawn;  /* there is a box */
  gboolean      keyed;  /* its second corner is the middle */
  YunPoint      from;   /* lon/lat */
  YunPoint      to;
};

G_DEFINE_FINAL_TYPE (YunMapModeBox, yun_map_mode_box, YUN_TYPE_MAP_MODE)

static YunPoint
get_place (const YunView *view, double px, double py)
{
  return yun_vertex_to_lonlat (yun_map_frame_to_vertex (view, px, py));
}

static gboolean
takes_drag (YunMapMode *mode, const YunView *view, double px, double py)
{
  return TRUE;
}

static void
drag (YunMapMode *mode, const YunView *view, double x0, double y0, double x1, double y1)
{
  YunMapModeBox *self = YUN_MAP_MODE_BOX (mode);

  self->drawn = TRUE;
  self->keyed = FALSE;
  self->from = get_place (view, x0, y0);
  self->to = get_place (view, x1, y1);
  yun_map_mode_changed (mode);
}

static void
show (YunMapModeBox *self)
{
  YunRect box = { MIN (self->from.x, self->to.x), MIN (self->from.y, self->to.y),
                  MAX (self->from.x, self->to.x), MAX (self->from.y, self->to.y) };

  yun_map_camera_show_exactly (self->camera, &box);
  yun_map_mode_done (YUN_MAP_MODE (self));
}

static void
drag_end (YunMapMode *mode, const YunView *view, double x0, double y0, double x1, double y1)
{
  YunMapModeBox *self = YUN_MAP_MODE_BOX (mode);

  drag (mode, view, x0, y0, x1, y1);
  if (fabs (x1 - x0) >= LEAST_PX && fabs (y1 - y0) >= LEAST_PX)
    {
      show (self);
      return;
    }
  self->drawn = FALSE;
  yun_map_mode_changed (mode);
}

static void
moved (YunMapMode *mode, const YunView *view)
{
  YunMapModeBox *self = YUN_MAP_MODE_BOX (mode);

  if (self->keyed)
    {
      self->to = get_place (view, view->width / 2, view->height / 2);
      yun_map_mode_changed (mode);
    }
}

static gboolean
key (YunMapMode *mode, const YunView *view, guint keyval, GdkModifierType state)
{
  YunMapModeBox *self = YUN_MAP_MODE_BOX (mode);
  YunPoint       middle = get_place (view, view->width / 2, view->height / 2);

  if (keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter && keyval != GDK_KEY_ISO_Enter)
    return FALSE;
  self->to = middle;
  if (self->keyed && self->from.x != middle.x && self->from.y != middle.y)
    {
      show (self);
      return TRUE;
    }
  self->from = middle;
  self->drawn = self->keyed = TRUE;
  yun_map_mode_changed (mode);
  return TRUE;
}

static void
draw (YunMapMode *mode, cairo_t *cr, const YunView *view, const YunStyle *style)
{
  YunMapModeBox *self = YUN_MAP_MODE_BOX (mode);
  double         x0, y0, x1, y1;

  if (!self->drawn)
    return;
  yun_view_to_pixel (view, yun_vertex_from_lonlat (self->from.x, self->from.y), &x0, &y0);
  yun_view_to_pixel (view, yun_vertex_from_lonlat (self->to.x, self->to.y), &x1, &y1);
  cairo_rectangle (cr, MIN (x0, x1), MIN (y0, y1), fabs (x1 - x0), fabs (y1 - y0));
  cairo_set_source_rgba (cr, style->selected.r, style->selected.g, style->selected.b, 0.12);
  cairo_fill_preserve (cr);
  yun_colour_set_source (&style->paper, cr);
  cairo_set_line_width (cr, 4);
  cairo_stroke_preserve (cr);
  yun_colour_set_source (&style->selected, cr);
  cairo_set_line_width (cr, 2);
  cairo_stroke (cr);
}

static char *
dup_status (YunMapMode *mode)
{
  return g_strdup (YUN_MAP_MODE_BOX (mode)->keyed
                     ? _ ("Zoom to a box\nMove the map, then Enter for the other corner")
                     : _ ("Zoom to a box\nDrag a box, or Enter for a corner in the middle"));
}

static void
yun_map_mode_box_finalize (GObject *object)
{
  g_clear_object (&YUN_MAP_MODE_BOX (object)->camera);
  G_OBJECT_CLASS (yun_map_mode_box_parent_class)->finalize (object);
}

static void
yun_map_mode_box_class_init (YunMapModeBoxClass *klass)
{
  YunMapModeClass *mode_class = YUN_MAP_MODE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = yun_map_mode_box_finalize;
  mode_class->takes_drag = takes_drag;
  mode_class->drag = drag;
  mode_class->drag_end = drag_end;
  mode_class->moved = moved;
  mode_class->key = key;
  mode_class->draw = draw;
  mode_class->dup_status = dup_status;
}

static void
yun_map_mode_box_init (YunMapModeBox *self)
{
}

YunMapMode *
yun_map_mode_box_new (YunMapCamera *camera)
{
  YunMapModeBox *self = g_object_new (YUN_TYPE_MAP_MODE_BOX, NULL);

  self->camera = g_object_ref (camera);
  return YUN_MAP_MODE (self);
}
