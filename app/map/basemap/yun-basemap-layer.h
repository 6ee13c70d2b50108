/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-map-frame.h"
#include "yun-tile-loader.h"

G_BEGIN_DECLS

/**
 * YunBasemapLayer: the tiles of a YunTileSource on the map, below the registry.
 *
 * Asks for what is in view, a few tiles at a time, nearest to the middle first, and drops what is
 * no longer. Where a tile is not there yet, what is known of other zooms is stretched. When nothing
 * comes, the basemap has failed: it is then not usable, says why once, and is tried again later and
 * later by itself. Without a source it asks nobody anything. Main thread.
 */
#define YUN_TYPE_BASEMAP_LAYER (yun_basemap_layer_get_type ())
G_DECLARE_FINAL_TYPE (YunBasemapLayer, yun_basemap_layer, YUN, BASEMAP_LAYER, ShumateLayer)

YunBasemapLayer *yun_basemap_layer_new (ShumateViewport *viewport);

/** @source: (nullable): none. @folder: (nullable): where fetched tiles are kept. */
void
yun_basemap_layer_set_source (YunBasemapLayer *self, YunTileSource *source, const char *folder);
/** (transfer none) (nullable) */
YunTileSource *yun_basemap_layer_get_source (YunBasemapLayer *self);

/** Where the map is or is moving to. */
void yun_basemap_layer_set_target (YunBasemapLayer *self, const YunView *target);

/** What is under the tiles, and shines through them the more the smaller @strength (0 … 1) is. */
void yun_basemap_layer_set_ground (YunBasemapLayer *self, const GdkRGBA *ground, double strength);

/** Whether there is a source and it has not failed: the ground is this layer's. */
gboolean yun_basemap_layer_is_usable (YunBasemapLayer *self);

/** (transfer none) (nullable): why it failed, as a part of a sentence. */
const char *yun_basemap_layer_get_failure (YunBasemapLayer *self);

/** Tries again what failed; until a tile comes it stays failed. */
void yun_basemap_layer_retry (YunBasemapLayer *self);

/**
 * Property "complete" (boolean, read-only, notified): every tile in view is there, or will not
 * come: it failed, or the view has been waiting for 20 seconds.
 */
gboolean yun_basemap_layer_is_complete (YunBasemapLayer *self);

/** Signal "changed" (YunBasemapLayer *): usable or the failure are others now. */

G_END_DECLS
