/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-scene.h"
#include "yun-street-map.h"

#include <cairo.h>

G_BEGIN_DECLS

/**
 * YunStreetSight: what of a scene's street map is in a view, and how it is drawn. Private to the
 * painter of the base map; one picture, one thread.
 */
typedef struct
{
  YunStreetMap   *map; /* (unowned) (nullable): of the scene */
  const YunStyle *style;
  cairo_t        *cr;
  const YunView  *view;
  double          zoom;
  GArray         *found; /* (owned): YunStreetShape */
  gboolean        whole; /* the street map covers all of the view */
  gboolean        any;   /* or some of it */
} YunStreetSight;

/** Finds the things of @kinds (bits) in the view with @margin pixels around; nothing without a
 * street map. */
void yun_street_sight_init (YunStreetSight *self,
                            const YunScene *scene,
                            cairo_t        *cr,
                            const YunView  *view,
                            double          margin,
                            guint           kinds);
void yun_street_sight_clear (YunStreetSight *self);

/** Between these two only what the street map does not cover is drawn on; FALSE: it covers all, so
 * there is nothing to draw. _end() in that case too. */
gboolean yun_street_sight_begin_outside (const YunStreetSight *self);
void     yun_street_sight_end_outside (const YunStreetSight *self);

void yun_street_sight_paint_green (const YunStreetSight *self);
/** Lakes and rivers. */
void yun_street_sight_paint_water (const YunStreetSight *self);
void yun_street_sight_paint_buildings (const YunStreetSight *self);
void yun_street_sight_paint_roads (const YunStreetSight *self, YunRoadClass class, gboolean casing);
void yun_street_sight_paint_rails (
  const YunStreetSight *self, double width, const double *dashes, int n_dashes, gboolean gap);

G_END_DECLS
