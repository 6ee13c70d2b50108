/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-geom.h"

G_BEGIN_DECLS

/**
 * YunGeoJson: the features of a GeoJSON FeatureCollection (RFC 7946), lon/lat, in memory. One
 * thread.
 */
typedef struct _YunGeoJson YunGeoJson;

/** (transfer full): the collection in @n bytes, or NULL with YUN_MODEL_ERROR_FILE naming the
 * feature. */
YunGeoJson *yun_geojson_parse (const char *data, gssize n, GError **error);
/** The same from the program's resources: "geodata/layout/towns.geojson". A missing or broken
 * resource is a bug and ends the program. */
YunGeoJson *yun_geojson_load_resource (const char *path);
void        yun_geojson_free (YunGeoJson *self);

guint yun_geojson_get_n (const YunGeoJson *self);
/** (transfer none) (nullable): the shape of feature @i; NULL when its geometry is null. */
YunGeom *yun_geojson_get_shape (const YunGeoJson *self, guint i);
/** The property as text ("" when absent or null; numbers in C form). */
const char *yun_geojson_get (const YunGeoJson *self, guint i, const char *property);

/** Appends @drawn as a GeoJSON geometry object with @decimals places, rings in the order of RFC
 * 7946.
 */
void yun_geojson_append_geometry (GString *out, YunGeom *drawn, int decimals);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunGeoJson, yun_geojson_free)

G_END_DECLS
