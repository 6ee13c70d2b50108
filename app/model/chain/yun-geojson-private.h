/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-geojson.h"
#include "yun-json.h"

G_BEGIN_DECLS

/* For this layer only, as yun-json.h is. */

/**
 * yun_geojson_read_geometry:
 * @node: (nullable)
 * @shape: (out) (transfer full) (nullable): NULL for none and for null
 *
 * FALSE when @node is no GeoJSON geometry.
 */
gboolean yun_geojson_read_geometry (JsonNode *node, YunGeom **shape);

G_END_DECLS
