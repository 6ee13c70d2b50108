/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-geo"

#include "config.h"

#include "yun-osm-tags.h"

#include "yun-place-name.h"
#include "yun-text.h"

#include <string.h>

const char *const yun_osm_tag_names[YUN_OSM_N] = {
  "name",    "name:zh",  "ref",     "highway", "railway", "waterway",
  "service", "building", "landuse", "leisure", "natural", "place",
};

/* A value of a key, and what it stands for. */
typedef struct
{
  const char   *value;
  YunStreetKind kind;
  guint class;
  float from;
} Meaning;

static const Meaning highways[] = {
  { "motorway", YUN_STREET_ROAD, YUN_ROAD_EXPRESSWAY, 0 },
  { "trunk", YUN_STREET_ROAD, YUN_ROAD_EXPRESSWAY, 0 },
  { "motorway_link", YUN_STREET_ROAD, YUN_ROAD_MAIN, 12.6f },
  { "trunk_link", YUN_STREET_ROAD, YUN_ROAD_MAIN, 12.6f },
  { "primary", YUN_STREET_ROAD, YUN_ROAD_MAIN, 0 },
  { "primary_link", YUN_STREET_ROAD, YUN_ROAD_MAIN, 13 },
  { "secondary", YUN_STREET_ROAD, YUN_ROAD_MAIN, 10.6f },
  { "secondary_link", YUN_STREET_ROAD, YUN_ROAD_MAIN, 13 },
  { "tertiary", YUN_STREET_ROAD, YUN_ROAD_STREET, 12.2f },
  { "tertiary_link", YUN_STREET_ROAD, YUN_ROAD_STREET, 13.4f },
  { "unclassified", YUN_STREET_ROAD, YUN_ROAD_STREET, 13.4f },
  { "residential", YUN_STREET_ROAD, YUN_ROAD_STREET, 13.4f },
  { "living_street", YUN_STREET_ROAD, YUN_ROAD_STREET, 14 },
  { "road", YUN_STREET_ROAD, YUN_ROAD_STREET, 14 },
  { "pedestrian", YUN_STREET_ROAD, YUN_ROAD_LANE, 14.6f },
  { "busway", YUN_STREET_ROAD, YUN_ROAD_LANE, 14.6f },
  { "service", YUN_STREET_ROAD, YUN_ROAD_LANE, 15 },
  { "track", YUN_STREET_ROAD, YUN_ROAD_LANE, 15 },
  { "footway", YUN_STREET_ROAD, YUN_ROAD_PATH, 16 },
  { "cycleway", YUN_STREET_ROAD, YUN_ROAD_PATH, 16 },
  { "path", YUN_STREET_ROAD, YUN_ROAD_PATH, 16 },
  { "steps", YUN_STREET_ROAD, YUN_ROAD_PATH, 16 },
  { "bridleway", YUN_STREET_ROAD, YUN_ROAD_PATH, 16 },
  { NULL },
};

static const Meaning railways[] = {
  { "rail", YUN_STREET_RAIL, 0, 9 },
  { "subway", YUN_STREET_RAIL, 0, 9.5f },
  { "light_rail", YUN_STREET_RAIL, 0, 10 },
  { "monorail", YUN_STREET_RAIL, 0, 12 },
  { "tram", YUN_STREET_RAIL, 0, 12.6f },
  { "narrow_gauge", YUN_STREET_RAIL, 0, 13 },
  { NULL },
};

static const Meaning waterways[] = {
  { "river", YUN_STREET_RIVER, 0, 9.5f }, { "canal", YUN_STREET_RIVER, 0, 11.5f },
  { "stream", YUN_STREET_RIVER, 0, 14 },  { "ditch", YUN_STREET_RIVER, 0, 15.5f },
  { "drain", YUN_STREET_RIVER, 0, 15 },   { NULL },
};

static const Meaning waters[] = {
  { "riverbank", YUN_STREET_LAKE, 0, 0 },
  { "dock", YUN_STREET_LAKE, 0, 0 },
  { NULL },
};

static const Meaning naturals[] = {
  { "water", YUN_STREET_LAKE, 0, 0 },
  { "bay", YUN_STREET_LAKE, 0, 0 },
  { "wood", YUN_STREET_GREEN, 0, 0 },
  { "scrub", YUN_STREET_GREEN, 0, 11 },
  { "grassland", YUN_STREET_GREEN, 0, 11 },
  { "wetland", YUN_STREET_GREEN, 0, 11 },
  { NULL },
};

static const Meaning landuses[] = {
  { "reservoir", YUN_STREET_LAKE, 0, 0 },
  { "basin", YUN_STREET_LAKE, 0, 12 },
  { "forest", YUN_STREET_GREEN, 0, 0 },
  { "grass", YUN_STREET_GREEN, 0, 13 },
  { "meadow", YUN_STREET_GREEN, 0, 12 },
  { "orchard", YUN_STREET_GREEN, 0, 12 },
  { "recreation_ground", YUN_STREET_GREEN, 0, 11 },
  { "village_green", YUN_STREET_GREEN, 0, 13 },
  { "cemetery", YUN_STREET_GREEN, 0, 12 },
  { NULL },
};

static const Meaning leisures[] = {
  { "park", YUN_STREET_GREEN, 0, 0 },
  { "garden", YUN_STREET_GREEN, 0, 12 },
  { "golf_course", YUN_STREET_GREEN, 0, 0 },
  { "nature_reserve", YUN_STREET_GREEN, 0, 0 },
  { "recreation_ground", YUN_STREET_GREEN, 0, 11 },
  { "pitch", YUN_STREET_GREEN, 0, 14.5f },
  { NULL },
};

static const Meaning places[] = {
  { "city", YUN_STREET_PLACE, 0, 9.5f },
  { "town", YUN_STREET_PLACE, 0, 10.5f },
  { "suburb", YUN_STREET_PLACE, 0, 12 },
  { "village", YUN_STREET_PLACE, 0, 12.8f },
  { "quarter", YUN_STREET_PLACE, 0, 13.4f },
  { "neighbourhood", YUN_STREET_PLACE, 0, 14 },
  { "hamlet", YUN_STREET_PLACE, 0, 14 },
  { "locality", YUN_STREET_PLACE, 0, 15 },
  { "isolated_dwelling", YUN_STREET_PLACE, 0, 15 },
  { NULL },
};

static const Meaning stations[] = {
  { "station", YUN_STREET_STATION, 0, 12.3f },
  { "halt", YUN_STREET_STATION, 0, 13 },
  { NULL },
};

static gboolean
find (const Meaning *meanings, const char *value, YunStreetShape *shape)
{
  if (value == NULL)
    return FALSE;
  for (; meanings->value != NULL; meanings++)
    if (strcmp (meanings->value, value) == 0)
      {
        shape->kind = meanings->kind;
        shape->class = meanings->class;
        shape->from = meanings->from;
        return TRUE;
      }

  return FALSE;
}

static gboolean
read_line (const YunOsmTags *self, YunStreetShape *shape)
{
  if (find (highways, self->value[YUN_OSM_HIGHWAY], shape))
    return TRUE;
  if (find (railways, self->value[YUN_OSM_RAILWAY], shape))
    {
      /* sidings and yards */
      if (self->value[YUN_OSM_SERVICE] != NULL)
        shape->from = MAX (shape->from, 14);
      return TRUE;
    }

  return find (waterways, self->value[YUN_OSM_WATERWAY], shape);
}

static gboolean
read_area (const YunOsmTags *self, YunStreetShape *shape)
{
  const char *building = self->value[YUN_OSM_BUILDING];

  if (building != NULL && strcmp (building, "no") != 0)
    {
      shape->kind = YUN_STREET_BUILDING;
      shape->class = 0;
      shape->from = 15;
      return TRUE;
    }

  return find (naturals, self->value[YUN_OSM_NATURAL], shape) ||
         find (waters, self->value[YUN_OSM_WATERWAY], shape) ||
         find (leisures, self->value[YUN_OSM_LEISURE], shape) ||
         find (landuses, self->value[YUN_OSM_LANDUSE], shape);
}

gboolean
yun_osm_tags_read (const YunOsmTags *self, YunGeomKind kind, YunStreetShape *shape)
{
  switch (kind)
    {
    case YUN_GEOM_POINT:
      return find (stations, self->value[YUN_OSM_RAILWAY], shape) ||
             find (places, self->value[YUN_OSM_PLACE], shape);
    case YUN_GEOM_LINE:
      return read_line (self, shape);
    case YUN_GEOM_POLYGON:
      return read_area (self, shape);
    default:
      return FALSE;
    }
}

/* ---- Names --------------------------------------------------------------------------- */

/* One line that holds no more than is seen; (transfer full). */
static char *
clean (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  GString         *out = g_string_new (NULL);
  gboolean         space = FALSE;

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (g_unichar_isspace (c) || g_unichar_iscntrl (c))
        space = out->len > 0;
      else if (!yun_text_is_unseen (c) && g_unichar_type (c) != G_UNICODE_FORMAT)
        {
          if (out->len + 8 > YUN_STREET_MAX_NAME)
            break;
          if (space)
            g_string_append_c (out, ' ');
          g_string_append_unichar (out, c);
          space = FALSE;
        }
    }

  return g_string_free (out, FALSE);
}

/* G60沪昆高速 of G60 and 沪昆高速公路, as the map that the program brings along has it; (transfer
 * full). */
static char *
make_expressway (const char *ref, char *name)
{
  g_autofree char *owned = name;
  g_autofree char *whole = NULL;
  char            *end = strchr (ref, ';');
  g_autofree char *first = end != NULL ? g_strndup (ref, (gsize) (end - ref)) : g_strdup (ref);

  if (g_str_has_suffix (owned, "高速公路"))
    owned[strlen (owned) - strlen ("公路")] = '\0';
  whole = g_strconcat (first, owned, NULL);
  if (yun_place_name_measure_number (owned) > 0 ||
      yun_place_name_measure_number (whole) != strlen (first) || *first == '\0' ||
      strlen (whole) > YUN_STREET_MAX_NAME)
    return g_steal_pointer (&owned);

  return g_steal_pointer (&whole);
}

char *
yun_osm_tags_dup_name (const YunOsmTags *self, const YunStreetShape *shape)
{
  char *name = clean (self->value[YUN_OSM_NAME]);

  if (*name == '\0')
    {
      g_free (name);
      name = clean (self->value[YUN_OSM_NAME_ZH]);
    }
  if (shape->kind == YUN_STREET_ROAD && shape->class == YUN_ROAD_EXPRESSWAY)
    {
      g_autofree char *ref = clean (self->value[YUN_OSM_REF]);

      return make_expressway (ref, name);
    }
  if (shape->kind == YUN_STREET_STATION && *name != '\0')
    {
      g_autofree char *plain = name;

      name = yun_place_name_dup_station (plain);
    }

  return name;
}
