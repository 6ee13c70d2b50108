/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-map-camera.h"
#include "yun-map-legend.h"
#include "yun-map-shader.h"
#include "yun-map-view.h"
#include "yun-symbol-layer.h"

#include <shumate/shumate.h>

G_BEGIN_DECLS

/* What the parts of the map, YunMapBackdrop, YunMapInput and YunMapTools, need of the view they
 * belong to. Nothing is given away; main thread. */

typedef struct _YunMapBackdrop YunMapBackdrop;
typedef struct _YunMapTools    YunMapTools;

/** The widget that is moved and zoomed; the cards are no part of it. */
ShumateMap     *yun_map_view_get_map (YunMapView *self);
YunMapCamera   *yun_map_view_get_camera (YunMapView *self);
YunMapBackdrop *yun_map_view_get_backdrop (YunMapView *self);
YunMapTools    *yun_map_view_get_tools (YunMapView *self);
YunMapShader   *yun_map_view_get_shader (YunMapView *self);
YunMapLegend   *yun_map_view_get_legend (YunMapView *self);
/** (nullable): the layer of symbols; NULL when the view is gone */
YunSymbolLayer *yun_map_view_get_symbols (YunMapView *self);
/** (nullable): NULL until there is something to show: */
YunScene        *yun_map_view_get_scene (YunMapView *self);
YunFeatureIndex *yun_map_view_get_index (YunMapView *self);
YunBaseMap      *yun_map_view_get_base (YunMapView *self);
/** The selected feature of the index, or -1. */
int yun_map_view_get_selected (YunMapView *self);

void yun_map_view_emit_picked (YunMapView *self, guint entity, gint64 id);

G_END_DECLS
