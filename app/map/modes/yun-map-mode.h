/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-map-camera.h"
#include "yun-style.h"

G_BEGIN_DECLS

/**
 * YunMapMode: what the pointer and the keys do on the map in place of selecting.
 *
 * A mode is one file that fills in what it needs; the map view has at most one
 * and hands it clicks, drags, moves and keys first. What a mode does not take,
 * moves the map as ever: a drag pans, the wheel zooms, arrows move. Main thread.
 *
 * Positions are pixels of the view. A mode keeps places, not pixels: the map
 * may move under it at any time.
 */
#define YUN_TYPE_MAP_MODE (yun_map_mode_get_type ())
G_DECLARE_DERIVABLE_TYPE (YunMapMode, yun_map_mode, YUN, MAP_MODE, GObject)

struct _YunMapModeClass
{
  GObjectClass parent_class;

  const char *cursor; /* CSS name */

  /* Each (nullable); TRUE: taken. @n_press counts the clicks at one place. */
  /* Whether a drag that begins here is the mode's, rather than moving the map. */
  gboolean (*takes_drag) (YunMapMode *self, const YunView *view, double px, double py);
  void (*click) (YunMapMode *self, const YunView *view, double px, double py, int n_press);
  void (*motion) (YunMapMode *self, const YunView *view, double px, double py);
  void (*drag) (YunMapMode *self, const YunView *view, double x0, double y0, double x1, double y1);
  void (*drag_end) (
    YunMapMode *self, const YunView *view, double x0, double y0, double x1, double y1);
  gboolean (*key) (YunMapMode *self, const YunView *view, guint key, GdkModifierType state);
  /* The view has moved. */
  void (*moved) (YunMapMode *self, const YunView *view);
  /* Draws over the map; cr is in the view's pixels. */
  void (*draw) (YunMapMode *self, cairo_t *cr, const YunView *view, const YunStyle *style);
  /* (transfer full) (nullable): said on the card, with what can be done next on a second line */
  char *(*dup_status) (YunMapMode *self);
  /* (transfer full) (nullable): what Ctrl+C copies */
  char *(*dup_copy) (YunMapMode *self);
  /* (transfer full) (nullable): the polygon that was drawn or the place that was picked, asked for
   * when it is done; EPSG:4490 */
  YunGeom *(*dup_shape) (YunMapMode *self);
};

void yun_map_mode_click (YunMapMode *self, const YunView *view, double px, double py, int n_press);
void yun_map_mode_motion (YunMapMode *self, const YunView *view, double px, double py);
gboolean yun_map_mode_takes_drag (YunMapMode *self, const YunView *view, double px, double py);
void     yun_map_mode_drag (
      YunMapMode *self, const YunView *view, double x0, double y0, double x1, double y1);
void yun_map_mode_drag_end (
  YunMapMode *self, const YunView *view, double x0, double y0, double x1, double y1);
gboolean yun_map_mode_key (YunMapMode *self, const YunView *view, guint key, GdkModifierType state);
void     yun_map_mode_moved (YunMapMode *self, const YunView *view);
void  yun_map_mode_draw (YunMapMode *self, cairo_t *cr, const YunView *view, const YunStyle *style);
char *yun_map_mode_dup_status (YunMapMode *self);
char *yun_map_mode_dup_copy (YunMapMode *self);
YunGeom *yun_map_mode_dup_shape (YunMapMode *self);

/** For modes: something to draw or say is other now. */
void yun_map_mode_changed (YunMapMode *self);
/** For modes: has done what it was for; the map view takes it away. */
void yun_map_mode_done (YunMapMode *self);

/* Signals "changed" and "done" (YunMapMode *). */

/** The modes there are, by the name the action "map.mode" knows them by. */
YunMapMode *yun_map_mode_new (const char *name, YunMapCamera *camera); /* (nullable): unknown */

/* One file each. */
YunMapMode *yun_map_mode_box_new (YunMapCamera *camera);
YunMapMode *yun_map_mode_measure_new (gboolean area);
YunMapMode *yun_map_mode_place_new (void);
/** @shape: (nullable): a polygon to change, of which the outer ring is taken */
YunMapMode *yun_map_mode_filter_new (const YunGeom *shape);

G_END_DECLS
