/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-map-frame.h"
#include "yun-tile-painter.h"

G_BEGIN_DECLS

/**
 * YunFeatureLayer: the painted tiles on the map: base map, parks, plots.
 *
 * A frame only places textures: tiles of the present sharpness where they are
 * there, else the best of others, so that moving shows something at once. New
 * tiles are wanted for where the map will rest (set_target), not for what an
 * animation passes. Main thread.
 */
#define YUN_TYPE_FEATURE_LAYER (yun_feature_layer_get_type ())
G_DECLARE_FINAL_TYPE (YunFeatureLayer, yun_feature_layer, YUN, FEATURE_LAYER, ShumateLayer)

YunFeatureLayer *yun_feature_layer_new (ShumateViewport *viewport, YunTilePainter *painter);

/** Where the map is or is moving to; tiles for it are asked for now. */
void yun_feature_layer_set_target (YunFeatureLayer *self, const YunView *target);

/** A lon/lat box that is always kept painted as a coarse whole, for moving over. */
void yun_feature_layer_set_overview (YunFeatureLayer *self, const YunRect *box);

/** What is seen where nothing is painted yet. */
void yun_feature_layer_set_ground (YunFeatureLayer *self, const GdkRGBA *ground);

/** Whether all of the target is there, sharp and current. Property "complete", notified. */
gboolean yun_feature_layer_is_complete (YunFeatureLayer *self);

G_END_DECLS
