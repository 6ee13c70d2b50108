/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-street.h"

G_BEGIN_DECLS

/** What tags of OpenStreetMap say, in the words of the street map. Any thread. */

/** The keys that are looked at; yun_osm_tag_names has their names. */
typedef enum
{
  YUN_OSM_NAME,
  YUN_OSM_NAME_ZH,
  YUN_OSM_REF,
  YUN_OSM_HIGHWAY,
  YUN_OSM_RAILWAY,
  YUN_OSM_WATERWAY,
  YUN_OSM_SERVICE,
  YUN_OSM_BUILDING,
  YUN_OSM_LANDUSE,
  YUN_OSM_LEISURE,
  YUN_OSM_NATURAL,
  YUN_OSM_PLACE,
  YUN_OSM_N,
} YunOsmTag;

extern const char *const yun_osm_tag_names[YUN_OSM_N];

/** Values as they stand in the file, any bytes; NULL: without. */
typedef struct
{
  const char *value[YUN_OSM_N];
} YunOsmTags;

/**
 * yun_osm_tags_read:
 * @kind: of the shape: a point, a line or an area
 * @shape: (out): kind, class and from are set
 *
 * FALSE: the street map has no such thing.
 */
gboolean yun_osm_tags_read (const YunOsmTags *self, YunGeomKind kind, YunStreetShape *shape);

/** (transfer full): the name that a thing of @kind and @class has on the map: one line of sound
 * UTF-8 without signs that are not seen, not longer than YUN_STREET_MAX_NAME; "": none. */
char *yun_osm_tags_dup_name (const YunOsmTags *self, const YunStreetShape *shape);

G_END_DECLS
