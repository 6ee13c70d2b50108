/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-feature-index.h"
#include "yun-street-map.h"
#include "yun-style.h"

G_BEGIN_DECLS

/**
 * YunBaseMap: district, zones and towns of geodata/layout, roads, railways, rivers and names of
 * geodata/base, ready to draw; with a street map, where the user has one, that is drawn in place of
 * roads, railways and rivers. Immutable, reference-counted, any thread.
 */
typedef struct _YunBaseMap YunBaseMap;

typedef enum
{
  YUN_BASE_DISTRICT,
  YUN_BASE_TOWN,  /* class: index in yun_enum_zone, of the town's zone */
  YUN_BASE_ZONE,  /* class: the same */
  YUN_BASE_WATER, /* a river: its middle line */
  YUN_BASE_RAIL,
  YUN_BASE_ROAD, /* class: YunRoadClass */
} YunBaseKind;

/** A run of vertices: a closed ring of an area or a line. */
typedef struct
{
  guint      n;
  YunVertex *vertices; /* (unowned): inside the base map */
} YunBaseRing;

typedef struct
{
  YunBaseKind kind;
  int class;
  gboolean     schematic; /* its outline or course is not surveyed: dashed */
  const char  *name;      /* "": unknown; equal names are one pointer */
  float        min_zoom;  /* below it the shape is not drawn */
  YunVertex    anchor;    /* for its label */
  YunVertex    min;
  YunVertex    max;
  guint        n_rings;
  YunBaseRing *rings; /* (unowned): inside the base map */
} YunBaseShape;

typedef struct
{
  const char *name;
  const char *kind; /* of places.csv, or "metro-station", "neighbour"; no crossings */
  YunVertex   at;
} YunBasePlace;

/** The base map of the program's resources, made at the first call: some milliseconds, so a
 * worker's business. (transfer full). */
YunBaseMap *yun_base_map_get_default (void);
/** (transfer full): the default base map with @streets (nullable). */
YunBaseMap *yun_base_map_new (YunStreetMap *streets);
YunBaseMap *yun_base_map_ref (YunBaseMap *self);
void        yun_base_map_unref (YunBaseMap *self);

/** The shapes in drawing order: district, towns, zones, water, rail, roads from street to
 * expressway; a line is as long as it looks the same, so a road has several. */
const YunBaseShape *yun_base_map_get_shapes (const YunBaseMap *self, guint *n);
const YunBasePlace *yun_base_map_get_places (const YunBaseMap *self, guint *n);
/** Whether one of the places is called @name. */
gboolean yun_base_map_has_place (const YunBaseMap *self, const char *name);
/** (transfer none) (nullable) */
YunStreetMap *yun_base_map_get_streets (const YunBaseMap *self);

/** Whether an area of the map holds a place. */
gboolean yun_base_shape_has (const YunBaseShape *self, double x, double y);
/** Whether all of the box is inside. */
gboolean
yun_base_shape_holds (const YunBaseShape *self, double x0, double y0, double x1, double y1);
/** Whether any of the box is inside. */
gboolean
yun_base_shape_touches (const YunBaseShape *self, double x0, double y0, double x1, double y1);
/** (nullable): the town that a place is in; NULL: outside the district. */
const YunBaseShape *yun_base_map_find_town (const YunBaseMap *self, YunVertex at);

/** The box of the district. */
void yun_base_map_get_box (const YunBaseMap *self, YunVertex *min, YunVertex *max);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunBaseMap, yun_base_map_unref)

G_END_DECLS
