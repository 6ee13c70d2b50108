/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-base-map.h"

#include "yun-base-roads.h"
#include "yun-csv.h"
#include "yun-field.h"
#include "yun-geojson.h"
#include "yun-measure.h"
#include "yun-place-name.h"
#include "yun-ring.h"

#include <string.h>

#define OTHERS_ZOOM 11.6f /* below it metro lines that do not come here would hang loose */

struct _YunBaseMap
{
  gatomicrefcount ref;
  GArray         *shapes; /* (owned): YunBaseShape, each with its own rings and vertices */
  GArray         *places; /* (owned): YunBasePlace */
  GStringChunk   *texts;  /* (owned) */
  YunVertex       min;
  YunVertex       max;
  YunBaseMap     *plain;   /* (owned) (nullable): whose shapes, places and texts these are */
  YunStreetMap   *streets; /* (owned) (nullable) */
};

static const char *const road_classes[] = { "expressway", "main", "street" };

static void
clear_shape_cb (gpointer data)
{
  YunBaseShape *shape = data;

  for (guint i = 0; i < shape->n_rings; i++)
    g_free (shape->rings[i].vertices);
  g_free (shape->rings);
}

static void
widen (YunBaseShape *shape, YunVertex v)
{
  shape->min = (YunVertex){ MIN (shape->min.x, v.x), MIN (shape->min.y, v.y) };
  shape->max = (YunVertex){ MAX (shape->max.x, v.x), MAX (shape->max.y, v.y) };
}

static void
pack_ring (YunBaseShape *shape, YunBaseRing *ring, const YunGeom *geom, guint part, guint k)
{
  const YunPoint *points = yun_geom_get_ring (geom, part, k, &ring->n);

  ring->vertices = g_new (YunVertex, ring->n);
  for (guint i = 0; i < ring->n; i++)
    {
      ring->vertices[i] = yun_vertex_from_lonlat (points[i].x, points[i].y);
      widen (shape, ring->vertices[i]);
    }
}

static void
pack_shape (YunBaseShape *shape, const YunGeom *geom)
{
  YunPoint anchor = yun_measure_label_point (geom);
  guint    at = 0;

  shape->anchor = yun_vertex_from_lonlat (anchor.x, anchor.y);
  shape->min = (YunVertex){ G_MAXUINT32, G_MAXUINT32 };
  for (guint part = 0; part < yun_geom_get_n_parts (geom); part++)
    shape->n_rings += yun_geom_get_n_rings (geom, part);
  shape->rings = g_new0 (YunBaseRing, shape->n_rings);

  for (guint part = 0; part < yun_geom_get_n_parts (geom); part++)
    for (guint k = 0; k < yun_geom_get_n_rings (geom, part); k++)
      pack_ring (shape, &shape->rings[at++], geom, part, k);
}

static int
read_zone (const YunGeoJson *json, guint i, YunBaseKind kind)
{
  if (kind != YUN_BASE_ZONE && kind != YUN_BASE_TOWN)
    return 0;

  return yun_enum_find (&yun_enum_zone,
                        yun_geojson_get (json, i, kind == YUN_BASE_ZONE ? "code" : "zone"));
}

static gboolean
has_value (const YunGeoJson *json, guint i, const char *property, const char *value)
{
  return strcmp (yun_geojson_get (json, i, property), value) == 0;
}

static const char *
keep_name (YunBaseMap *self, const char *name)
{
  return g_string_chunk_insert_const (self->texts, name);
}

static void
add_place (YunBaseMap *self, const char *name, const char *kind, double lon, double lat)
{
  YunBasePlace place = { keep_name (self, name), keep_name (self, kind),
                         yun_vertex_from_lonlat (lon, lat) };

  g_array_append_val (self->places, place);
}

static void
add_station (YunBaseMap *self, const YunGeoJson *json, guint i)
{
  YunPoint         at = *yun_geom_get_ring (yun_geojson_get_shape (json, i), 0, 0, &(guint){ 0 });
  const char      *name = yun_geojson_get (json, i, "name");
  g_autofree char *full = yun_place_name_dup_station (name);

  add_place (self, full, "metro-station", at.x, at.y);
}

static gboolean
is_in_district (const YunBaseMap *self, YunVertex at)
{
  for (guint i = 0; i < self->shapes->len; i++)
    {
      const YunBaseShape *shape = &g_array_index (self->shapes, YunBaseShape, i);

      if (shape->kind == YUN_BASE_DISTRICT && yun_base_shape_has (shape, at.x, at.y))
        return TRUE;
    }

  return FALSE;
}

static gboolean
reaches_district (const YunBaseMap *self, const YunBaseShape *shape)
{
  for (guint r = 0; r < shape->n_rings; r++)
    for (guint i = 0; i < shape->rings[r].n; i++)
      if (is_in_district (self, shape->rings[r].vertices[i]))
        return TRUE;

  return FALSE;
}

static void
load_layer (YunBaseMap *self, YunBaseKind kind, const char *path)
{
  g_autoptr (YunGeoJson) json = yun_geojson_load_resource (path);

  for (guint i = 0; i < yun_geojson_get_n (json); i++)
    {
      YunGeom     *geom = yun_geojson_get_shape (json, i);
      YunBaseShape shape = { .kind = kind };

      if (geom == NULL)
        continue;
      if (yun_geom_get_kind (geom) == YUN_GEOM_POINT)
        {
          add_station (self, json, i);
          continue;
        }
      shape.class = read_zone (json, i, kind);
      shape.schematic =
        has_value (json, i, "accuracy", "schematic") || has_value (json, i, "method", "schematic");
      shape.name = keep_name (self, yun_geojson_get (json, i, "name"));
      pack_shape (&shape, geom);
      if (kind == YUN_BASE_RAIL && !reaches_district (self, &shape))
        shape.min_zoom = OTHERS_ZOOM;
      g_array_append_val (self->shapes, shape);
    }
}

/* ---- Roads -------------------------------------------------------------------------------- */

static YunRoadClass
read_road_class (const YunGeoJson *json, guint i)
{
  for (guint k = 0; k < G_N_ELEMENTS (road_classes); k++)
    if (has_value (json, i, "class", road_classes[k]))
      return k;

  return YUN_ROAD_STREET;
}

/* (transfer full): of YunRoadPiece */
static GArray *
read_roads (YunBaseMap *self)
{
  g_autoptr (YunGeoJson) json = yun_geojson_load_resource ("geodata/base/roads.geojson");
  GArray                *pieces = yun_base_roads_new ();

  for (guint i = 0; i < yun_geojson_get_n (json); i++)
    {
      const YunGeom  *geom = yun_geojson_get_shape (json, i);
      YunRoadPiece    piece = { .name = keep_name (self, yun_geojson_get (json, i, "name")),
                                .class = read_road_class (json, i),
                                .schematic = has_value (json, i, "method", "schematic") };
      const YunPoint *points;

      if (geom == NULL || yun_geom_get_kind (geom) != YUN_GEOM_LINE)
        continue;
      points = yun_geom_get_ring (geom, 0, 0, &piece.n);
      piece.vertices = g_new (YunVertex, piece.n);
      for (guint k = 0; k < piece.n; k++)
        piece.vertices[k] = yun_vertex_from_lonlat (points[k].x, points[k].y);
      g_array_append_val (pieces, piece);
    }

  return pieces;
}

static gboolean
is_outside_cb (YunVertex at, gpointer user_data)
{
  return !is_in_district (user_data, at);
}

static void
load_roads (YunBaseMap *self)
{
  GArray            *pieces = read_roads (self);
  g_autoptr (GArray) lines = NULL;

  yun_base_roads_rank (pieces, is_outside_cb, self);
  lines = yun_base_roads_join (pieces);
  for (guint i = 0; i < lines->len; i++)
    {
      const YunRoadPiece *line = &g_array_index (lines, YunRoadPiece, i);
      YunBaseShape        shape = { .kind = YUN_BASE_ROAD,
                                    .class = (int) line->class,
                                    .schematic = line->schematic,
                                    .name = line->name,
                                    .min_zoom = line->min_zoom,
                                    .anchor = line->vertices[line->n / 2],
                                    .min = { G_MAXUINT32, G_MAXUINT32 },
                                    .n_rings = 1,
                                    .rings = g_new0 (YunBaseRing, 1) };

      shape.rings[0] = (YunBaseRing){ line->n, line->vertices };
      for (guint k = 0; k < line->n; k++)
        widen (&shape, line->vertices[k]);
      g_array_append_val (self->shapes, shape);
    }
}

/* ---- The map ------------------------------------------------------------------------------ */

/* Streets below main roads below expressways; else as read. */
static int
compare_shapes (gconstpointer a, gconstpointer b)
{
  const YunBaseShape *sa = a, *sb = b;

  if (sa->kind != sb->kind)
    return sa->kind - sb->kind;

  return sa->kind == YUN_BASE_ROAD ? sb->class - sa->class : 0;
}

static void
load_places (YunBaseMap *self, const char *path, const char *kind)
{
  g_autoptr (YunCsv) places = yun_csv_load_resource (path);

  for (guint i = 0; i < yun_csv_get_n_rows (places); i++)
    {
      const char *own = kind != NULL ? kind : yun_csv_get (places, i, "kind");

      /* A crossing is looked for (yun-gazetteer.h), not drawn. */
      if (strcmp (own, "crossing") != 0)
        add_place (self, yun_csv_get (places, i, "name"), own,
                   g_ascii_strtod (yun_csv_get (places, i, "lon"), NULL),
                   g_ascii_strtod (yun_csv_get (places, i, "lat"), NULL));
    }
}

static void
find_box (YunBaseMap *self)
{
  self->min = (YunVertex){ G_MAXUINT32, G_MAXUINT32 };
  for (guint i = 0; i < self->shapes->len; i++)
    {
      const YunBaseShape *shape = &g_array_index (self->shapes, YunBaseShape, i);

      if (shape->kind != YUN_BASE_DISTRICT)
        continue;
      self->min = (YunVertex){ MIN (self->min.x, shape->min.x), MIN (self->min.y, shape->min.y) };
      self->max = (YunVertex){ MAX (self->max.x, shape->max.x), MAX (self->max.y, shape->max.y) };
    }
}

static YunBaseMap *
load (void)
{
  YunBaseMap *self = g_new0 (YunBaseMap, 1);

  g_atomic_ref_count_init (&self->ref);
  self->shapes = g_array_new (FALSE, FALSE, sizeof (YunBaseShape));
  g_array_set_clear_func (self->shapes, clear_shape_cb);
  self->places = g_array_new (FALSE, FALSE, sizeof (YunBasePlace));
  self->texts = g_string_chunk_new (4096);

  load_layer (self, YUN_BASE_DISTRICT, "geodata/layout/district.geojson");
  load_layer (self, YUN_BASE_TOWN, "geodata/layout/towns.geojson");
  load_layer (self, YUN_BASE_ZONE, "geodata/layout/zones.geojson");
  load_layer (self, YUN_BASE_WATER, "geodata/base/water.geojson");
  load_layer (self, YUN_BASE_RAIL, "geodata/base/rail.geojson");
  load_roads (self);
  g_array_sort (self->shapes, compare_shapes);
  find_box (self);
  load_places (self, "geodata/layout/places.csv", NULL);
  load_places (self, "geodata/base/neighbours.csv", "neighbour");

  return self;
}

YunBaseMap *
yun_base_map_get_default (void)
{
  static gsize shared = 0;

  if (g_once_init_enter (&shared))
    g_once_init_leave (&shared, (gsize) load ());

  return yun_base_map_ref ((YunBaseMap *) shared);
}

YunBaseMap *
yun_base_map_new (YunStreetMap *streets)
{
  YunBaseMap *plain = yun_base_map_get_default (), *self;

  if (streets == NULL)
    return plain;
  self = g_memdup2 (plain, sizeof *plain);
  g_atomic_ref_count_init (&self->ref);
  self->plain = plain;
  self->streets = yun_street_map_ref (streets);

  return self;
}

YunBaseMap *
yun_base_map_ref (YunBaseMap *self)
{
  g_atomic_ref_count_inc (&self->ref);

  return self;
}

void
yun_base_map_unref (YunBaseMap *self)
{
  if (!g_atomic_ref_count_dec (&self->ref))
    return;

  if (self->plain != NULL)
    yun_base_map_unref (self->plain);
  else
    {
      g_array_unref (self->shapes);
      g_array_unref (self->places);
      g_string_chunk_free (self->texts);
    }
  g_clear_pointer (&self->streets, yun_street_map_unref);
  g_free (self);
}

const YunBaseShape *
yun_base_map_get_shapes (const YunBaseMap *self, guint *n)
{
  *n = self->shapes->len;

  return &g_array_index (self->shapes, YunBaseShape, 0);
}

const YunBasePlace *
yun_base_map_get_places (const YunBaseMap *self, guint *n)
{
  *n = self->places->len;

  return &g_array_index (self->places, YunBasePlace, 0);
}

gboolean
yun_base_map_has_place (const YunBaseMap *self, const char *name)
{
  for (guint i = 0; i < self->places->len; i++)
    if (strcmp (g_array_index (self->places, YunBasePlace, i).name, name) == 0)
      return TRUE;

  return FALSE;
}

YunStreetMap *
yun_base_map_get_streets (const YunBaseMap *self)
{
  return self->streets;
}

gboolean
yun_base_shape_has (const YunBaseShape *self, double x, double y)
{
  gboolean inside = FALSE;

  if (x < self->min.x || x > self->max.x || y < self->min.y || y > self->max.y)
    return FALSE;
  for (guint r = 0; r < self->n_rings; r++)
    inside ^= yun_ring_has (self->rings[r].vertices, self->rings[r].n, x, y);

  return inside;
}

gboolean
yun_base_shape_holds (const YunBaseShape *self, double x0, double y0, double x1, double y1)
{
  if (!yun_base_shape_has (self, (x0 + x1) / 2, (y0 + y1) / 2))
    return FALSE;
  for (guint r = 0; r < self->n_rings; r++)
    if (yun_ring_meets_box (self->rings[r].vertices, self->rings[r].n, x0, y0, x1, y1))
      return FALSE;

  return TRUE;
}

gboolean
yun_base_shape_touches (const YunBaseShape *self, double x0, double y0, double x1, double y1)
{
  if (yun_base_shape_has (self, (x0 + x1) / 2, (y0 + y1) / 2))
    return TRUE;
  for (guint r = 0; r < self->n_rings; r++)
    if (yun_ring_meets_box (self->rings[r].vertices, self->rings[r].n, x0, y0, x1, y1))
      return TRUE;

  return FALSE;
}

const YunBaseShape *
yun_base_map_find_town (const YunBaseMap *self, YunVertex at)
{
  for (guint i = 0; i < self->shapes->len; i++)
    {
      const YunBaseShape *shape = &g_array_index (self->shapes, YunBaseShape, i);

      if (shape->kind == YUN_BASE_TOWN && yun_base_shape_has (shape, at.x, at.y))
        return shape;
    }

  return NULL;
}

void
yun_base_map_get_box (const YunBaseMap *self, YunVertex *min, YunVertex *max)
{
  *min = self->min;
  *max = self->max;
}
