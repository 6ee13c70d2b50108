/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-map-mode.h"

enum
{
  CHANGED,
  DONE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_ABSTRACT_TYPE (YunMapMode, yun_map_mode, G_TYPE_OBJECT)

static void
yun_map_mode_class_init (YunMapModeClass *klass)
{
  klass->cursor = "crosshair";
  signals[CHANGED] = g_signal_new ("changed", YUN_TYPE_MAP_MODE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[DONE] = g_signal_new ("done", YUN_TYPE_MAP_MODE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
}

static void
yun_map_mode_init (YunMapMode *self)
{
}

YunMapMode *
yun_map_mode_new (const char *name, YunMapCamera *camera)
{
  if (g_str_equal (name, "box"))
    return yun_map_mode_box_new (camera);
  if (g_str_equal (name, "distance"))
    return yun_map_mode_measure_new (FALSE);
  if (g_str_equal (name, "area"))
    return yun_map_mode_measure_new (TRUE);
  if (g_str_equal (name, "filter"))
    return yun_map_mode_filter_new (NULL);
  if (g_str_equal (name, "place"))
    return yun_map_mode_place_new ();
  return NULL;
}

void
yun_map_mode_click (YunMapMode *self, const YunView *view, double px, double py, int n_press)
{
  YunMapModeClass *klass = YUN_MAP_MODE_GET_CLASS (self);

  if (klass->click != NULL)
    klass->click (self, view, px, py, n_press);
}

void
yun_map_mode_motion (YunMapMode *self, const YunView *view, double px, double py)
{
  YunMapModeClass *klass = YUN_MAP_MODE_GET_CLASS (self);

  if (klass->motion != NULL)
    klass->motion (self, view, px, py);
}

gboolean
yun_map_mode_takes_drag (YunMapMode *self, const YunView *view, double px, double py)
{
  YunMapModeClass *klass = YUN_MAP_MODE_GET_CLASS (self);

  return klass->takes_drag != NULL && klass->takes_drag (self, view, px, py);
}

void
yun_map_mode_drag (
  YunMapMode *self, const YunView *view, double x0, double y0, double x1, double y1)
{
  YunMapModeClass *klass = YUN_MAP_MODE_GET_CLASS (self);

  if (klass->drag != NULL)
    klass->drag (self, view, x0, y0, x1, y1);
}

void
yun_map_mode_drag_end (
  YunMapMode *self, const YunView *view, double x0, double y0, double x1, double y1)
{
  YunMapModeClass *klass = YUN_MAP_MODE_GET_CLASS (self);

  if (klass->drag_end != NULL)
    klass->drag_end (self, view, x0, y0, x1, y1);
}

gboolean
yun_map_mode_key (YunMapMode *self, const YunView *view, guint key, GdkModifierType state)
{
  YunMapModeClass *klass = YUN_MAP_MODE_GET_CLASS (self);

  return klass->key != NULL && klass->key (self, view, key, state);
}

void
yun_map_mode_moved (YunMapMode *self, const YunView *view)
{
  YunMapModeClass *klass = YUN_MAP_MODE_GET_CLASS (self);

  if (klass->moved != NULL)
    klass->moved (self, view);
}

void
yun_map_mode_draw (YunMapMode *self, cairo_t *cr, const YunView *view, const YunStyle *style)
{
  YunMapModeClass *klass = YUN_MAP_MODE_GET_CLASS (self);

  if (klass->draw != NULL)
    klass->draw (self, cr, view, style);
}

char *
yun_map_mode_dup_status (YunMapMode *self)
{
  YunMapModeClass *klass = YUN_MAP_MODE_GET_CLASS (self);

  return klass->dup_status != NULL ? klass->dup_status (self) : NULL;
}

char *
yun_map_mode_dup_copy (YunMapMode *self)
{
  YunMapModeClass *klass = YUN_MAP_MODE_GET_CLASS (self);

  return klass->dup_copy != NULL ? klass->dup_copy (self) : NULL;
}

YunGeom *
yun_map_mode_dup_shape (YunMapMode *self)
{
  YunMapModeClass *klass = YUN_MAP_MODE_GET_CLASS (self);

  return klass->dup_shape != NULL ? klass->dup_shape (self) : NULL;
}

void
yun_map_mode_changed (YunMapMode *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

void
yun_map_mode_done (YunMapMode *self)
{
  g_signal_emit (self, signals[DONE], 0);
}
