/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/** An extract of OpenStreetMap that a test makes up: nodes, ways, relations, written as XML or as
 * PBF. */
typedef struct _OsmFixture OsmFixture;

OsmFixture *osm_fixture_new (void);
void        osm_fixture_free (OsmFixture *self);

/** @tags: "highway=primary;name=莘砖公路"; "": none. Any bytes. Returns the id. */
gint64 osm_fixture_add_node (OsmFixture *self, double lon, double lat, const char *tags);
gint64 osm_fixture_add_way (OsmFixture *self, const gint64 *nodes, guint n, const char *tags);
/** A way along @n pairs of degrees. */
gint64 osm_fixture_add_line (OsmFixture *self, const double *lonlat, guint n, const char *tags);
/** A closed way around a box. */
gint64 osm_fixture_add_box (
  OsmFixture *self, double west, double south, double east, double north, const char *tags);
/** A multipolygon of two ways, the second a hole. */
void osm_fixture_add_hole (OsmFixture *self, gint64 outer, gint64 inner, const char *tags);

/** What a district needs to be told from others: a few roads, rails, water, green, houses and
 * places around 九亭, with bounds. */
OsmFixture *osm_fixture_new_town (void);

void osm_fixture_write_xml (OsmFixture *self, const char *path);
void osm_fixture_write_pbf (OsmFixture *self, const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OsmFixture, osm_fixture_free)
