/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-feature-index.h"
#include "yun-record.h"

/* What the tests of picking and of the view look at: a park, a plot in it, two firms apart from
 * each other and a heap of firms at one place, all in the district. */
#define FIXTURE_PARK 1
#define FIXTURE_PLOT 2
#define FIXTURE_FIRM_WEST 3
#define FIXTURE_FIRM_EAST 4
#define FIXTURE_HEAP 10 /* ids from here on */
#define FIXTURE_HEAP_SIZE 60

#define FIXTURE_PARK_LON 121.20
#define FIXTURE_PARK_LAT 31.00
#define FIXTURE_WEST_LON 121.17
#define FIXTURE_EAST_LON 121.25
#define FIXTURE_FIRM_LAT 31.05
#define FIXTURE_HEAP_LON 121.30
#define FIXTURE_HEAP_LAT 30.97

static inline guint
fixture_entity (const char *id)
{
  return yun_entity_get_index (yun_entity_find (id));
}

static inline void
fixture_add (
  YunFeatureBuilder *builder, const char *entity, gint64 id, double lon, double lat, double half)
{
  YunFeature values = {
    .id = id,
    .entity = (gint8) fixture_entity (entity),
    .status = -1,
    .segments = 1,
    .zone = -1,
  };
  g_autofree char    *name = g_strdup_printf ("%s %d", entity, (int) id);
  g_autoptr (YunGeom) shape = NULL;

  if (half > 0)
    {
      YunRect box = { lon - half, lat - half, lon + half, lat + half };

      shape = yun_geom_new_box (&box);
    }
  else
    shape = yun_geom_new_point (lon, lat);
  yun_feature_builder_add (builder, &values, name, shape);
}

static inline YunFeatureIndex *
fixture_new_index (void)
{
  YunFeatureBuilder *builder = yun_feature_builder_new ();

  fixture_add (builder, "park", FIXTURE_PARK, FIXTURE_PARK_LON, FIXTURE_PARK_LAT, 0.01);
  fixture_add (builder, "plot", FIXTURE_PLOT, FIXTURE_PARK_LON + 0.005, FIXTURE_PARK_LAT, 0.003);
  fixture_add (builder, "firm", FIXTURE_FIRM_WEST, FIXTURE_WEST_LON, FIXTURE_FIRM_LAT, 0);
  fixture_add (builder, "firm", FIXTURE_FIRM_EAST, FIXTURE_EAST_LON, FIXTURE_FIRM_LAT, 0);
  for (int i = 0; i < FIXTURE_HEAP_SIZE; i++)
    fixture_add (builder, "firm", FIXTURE_HEAP + i, FIXTURE_HEAP_LON, FIXTURE_HEAP_LAT, 0);
  return yun_feature_builder_end (builder);
}
