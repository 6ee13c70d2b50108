/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-basemap-layer.h"
#include "yun-feature-layer.h"
#include "yun-map-view-private.h"

G_BEGIN_DECLS

/**
 * YunMapBackdrop: what lies below the registry: a ground of one colour or a basemap of tiles; with
 * its licence, and a notice while it does not open.
 *
 * Main thread, but for yun_map_backdrop_is_basemap(). Signal "changed": another set of layers is
 * to be painted above it. yun_map_view_set_basemap() and _get_basemap_failure() are in
 * yun-map-backdrop.c too.
 */
#define YUN_TYPE_MAP_BACKDROP (yun_map_backdrop_get_type ())
G_DECLARE_FINAL_TYPE (YunMapBackdrop, yun_map_backdrop, YUN, MAP_BACKDROP, GObject)

/** The children and actions that a view's template has for it. */
void yun_map_backdrop_class_init_view (GtkWidgetClass *klass);

/** @view: whose template is there; its map gets the layer of the basemap. */
YunMapBackdrop *yun_map_backdrop_new (YunMapView *view);

/** (transfer none): the layer of the basemap. */
YunBasemapLayer *yun_map_backdrop_get_layer (YunMapBackdrop *self);

/** The layer above it, which fills the ground where there is no basemap. */
void yun_map_backdrop_set_features (YunMapBackdrop *self, YunFeatureLayer *features);

void yun_map_backdrop_set_dark (YunMapBackdrop *self, gboolean dark);

/** Whether a street map is drawn: its licence is shown too. */
void yun_map_backdrop_set_streets (YunMapBackdrop *self, gboolean streets);

/** Whether a basemap is seen, so that our own ground is left out. Any thread. */
gboolean yun_map_backdrop_is_basemap (YunMapBackdrop *self);

G_END_DECLS
