/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-map-mode.h"
#include "yun-map-sketch.h"

#include "yun-measure.h"
#include "yun-unit.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Draws the polygon that the filter is to show what lies in, or changes one. An outline that is no
 * polygon is not taken: what is wrong is said, and every corner stays. */

#define LEAST_M2 1.0
#define DRAG_PX 6.0 /* a corner moved less was only clicked */

typedef enum
{
  REFUSED_NOT,
  REFUSED_FEW,
  REFUSED_CROSSES,
  REFUSED_FLAT,
} Refused;

#define YUN_TYPE_MAP_MODE_FILTER (yun_map_mode_filter_get_type ())
G_DECLARE_FINAL_TYPE (YunMapModeFilter, yun_map_mode_filter, YUN, MAP_MODE_FILTER, YunMapMode)

struct _YunMapModeFilter
{
  YunMapMode parent_instance;

  YunMapSketch *sketch;   /* (owned) */
  gboolean      changing; /* the corners are those of a polygon that was there: none follows */
  Refused       refused;  /* why the last end was not taken */
  int           dragged;  /* the corner, or -1 */
};

G_DEFINE_FINAL_TYPE (YunMapModeFilter, yun_map_mode_filter, YUN_TYPE_MAP_MODE)

static guint
count_corners (YunMapModeFilter *self)
{
  guint n;

  yun_map_sketch_get (self->sketch, FALSE, &n);
  return n;
}

static YunGeom *
dup_shape (YunMapMode *mode)
{
  return yun_map_sketch_dup_shape (YUN_MAP_MODE_FILTER (mode)->sketch, FALSE);
}

/* ---- Ending ----------------------------------------------------------------------- */

static void
end (YunMapModeFilter *self)
{
  g_autoptr (YunGeom) shape = dup_shape (YUN_MAP_MODE (self));

  if (!yun_map_sketch_is_ended (self->sketch))
    self->refused = REFUSED_FEW;
  else if (yun_map_sketch_crosses (self->sketch))
    self->refused = REFUSED_CROSSES;
  else if (shape == NULL || yun_measure_area_lonlat (shape) < LEAST_M2)
    self->refused = REFUSED_FLAT;
  else
    {
      yun_map_mode_done (YUN_MAP_MODE (self));
      return;
    }
  yun_map_sketch_resume (self->sketch);
  yun_map_mode_changed (YUN_MAP_MODE (self));
}

static void
click (YunMapMode *mode, const YunView *view, double px, double py, int n_press)
{
  YunMapModeFilter *self = YUN_MAP_MODE_FILTER (mode);
  int               corner = yun_map_sketch_find (self->sketch, view, px, py);

  if (n_press > 2)
    return;
  /* The first corner closes the outline; another that is there already is no new one. */
  if (n_press == 1 && corner == 0 && count_corners (self) > 2)
    n_press = 2;
  else if (n_press == 1 && corner >= 0)
    return;
  self->refused = REFUSED_NOT;
  self->changing = self->changing && n_press != 1;
  yun_map_sketch_click (self->sketch, view, px, py, n_press);
  if (n_press == 2)
    end (self);
  else
    yun_map_mode_changed (mode);
}

static gboolean
key (YunMapMode *mode, const YunView *view, guint keyval, GdkModifierType state)
{
  YunMapModeFilter *self = YUN_MAP_MODE_FILTER (mode);
  guint             n = count_corners (self);

  if (!yun_map_sketch_key (self->sketch, view, keyval))
    return FALSE;
  self->refused = REFUSED_NOT;
  self->changing = FALSE;
  /* Enter that put no corner means the end. */
  if (keyval != GDK_KEY_BackSpace && count_corners (self) == n)
    end (self);
  else
    yun_map_mode_changed (mode);
  return TRUE;
}

/* ---- Moving ------------------------------------------------------------------------- */

static void
motion (YunMapMode *mode, const YunView *view, double px, double py)
{
  YunMapModeFilter *self = YUN_MAP_MODE_FILTER (mode);

  if (!self->changing && self->dragged < 0 && yun_map_sketch_motion (self->sketch, view, px, py))
    yun_map_mode_changed (mode);
}

static void
moved (YunMapMode *mode, const YunView *view)
{
  if (yun_map_sketch_moved (YUN_MAP_MODE_FILTER (mode)->sketch, view))
    yun_map_mode_changed (mode);
}

static gboolean
takes_drag (YunMapMode *mode, const YunView *view, double px, double py)
{
  return yun_map_sketch_find (YUN_MAP_MODE_FILTER (mode)->sketch, view, px, py) >= 0;
}

static void
drag (YunMapMode *mode, const YunView *view, double x0, double y0, double x1, double y1)
{
  YunMapModeFilter *self = YUN_MAP_MODE_FILTER (mode);

  if (self->dragged < 0 && hypot (x1 - x0, y1 - y0) > DRAG_PX)
    self->dragged = yun_map_sketch_find (self->sketch, view, x0, y0);
  if (self->dragged < 0)
    return;
  self->refused = REFUSED_NOT;
  yun_map_sketch_move (self->sketch, (guint) self->dragged, view, x1, y1);
  yun_map_mode_changed (mode);
}

static void
drag_end (YunMapMode *mode, const YunView *view, double x0, double y0, double x1, double y1)
{
  drag (mode, view, x0, y0, x1, y1);
  YUN_MAP_MODE_FILTER (mode)->dragged = -1;
}

/* ---- What is said ---------------------------------------------------------------------- */

/* What the outline is now. */
static char *
dup_title (YunMapModeFilter *self, guint n)
{
  g_autoptr (YunGeom) shape = NULL;
  g_autofree char    *area = NULL;

  if (self->refused == REFUSED_FEW)
    return g_strdup (_ ("Not closed: an area needs three corners or more"));
  if (self->refused == REFUSED_FLAT)
    return g_strdup (_ ("Not closed: the corners lie in one line"));
  if (self->refused == REFUSED_CROSSES)
    return g_strdup (_ ("Not closed: the outline crosses itself"));
  if (n == 0)
    return g_strdup (_ ("Filter by drawing"));
  if (n < 3)
    return g_strdup_printf (ngettext ("%u corner", "%u corners", n), n);
  if (yun_map_sketch_crosses (self->sketch))
    return g_strdup (_ ("The outline crosses itself"));
  shape = yun_map_sketch_dup_shape (self->sketch, TRUE);
  area = yun_area_format (shape != NULL ? yun_measure_area_lonlat (shape) : 0);
  return g_strdup_printf (_ ("Area: %s"), area);
}

static char *
dup_status (YunMapMode *mode)
{
  YunMapModeFilter *self = YUN_MAP_MODE_FILTER (mode);
  guint             n = count_corners (self);
  g_autofree char  *title = dup_title (self, n);
  const char       *next;

  if (n == 0)
    next = _ ("Click the corners of the area, or Enter for one in the middle");
  else if (n < 3)
    next = _ ("Backspace takes the last away, Esc leaves");
  else
    next = _ ("Double click or Enter shows what lies in it, a corner can be dragged, Backspace "
              "takes the last away, Esc leaves");
  return g_strdup_printf ("%s\n%s", title, next);
}

static void
draw (YunMapMode *mode, cairo_t *cr, const YunView *view, const YunStyle *style)
{
  yun_map_sketch_draw (YUN_MAP_MODE_FILTER (mode)->sketch, cr, view, style, NULL, 0);
}

static void
yun_map_mode_filter_finalize (GObject *object)
{
  g_clear_pointer (&YUN_MAP_MODE_FILTER (object)->sketch, yun_map_sketch_free);
  G_OBJECT_CLASS (yun_map_mode_filter_parent_class)->finalize (object);
}

static void
yun_map_mode_filter_class_init (YunMapModeFilterClass *klass)
{
  YunMapModeClass *mode_class = YUN_MAP_MODE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = yun_map_mode_filter_finalize;
  mode_class->click = click;
  mode_class->motion = motion;
  mode_class->takes_drag = takes_drag;
  mode_class->drag = drag;
  mode_class->drag_end = drag_end;
  mode_class->moved = moved;
  mode_class->key = key;
  mode_class->draw = draw;
  mode_class->dup_status = dup_status;
  mode_class->dup_shape = dup_shape;
}

static void
yun_map_mode_filter_init (YunMapModeFilter *self)
{
  self->sketch = yun_map_sketch_new (TRUE);
  self->dragged = -1;
}

YunMapMode *
yun_map_mode_filter_new (const YunGeom *shape)
{
  YunMapModeFilter *self = g_object_new (YUN_TYPE_MAP_MODE_FILTER, NULL);

  if (shape != NULL)
    yun_map_sketch_set_shape (self->sketch, shape);
  self->changing = shape != NULL;
  return YUN_MAP_MODE (self);
}
