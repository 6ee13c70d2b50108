/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-base-map.h"

#include "yun-csv.h"
#include "yun-field.h"
#include "yun-geojson.h"
#include "yun-measure.h"
#include "yun-ring.h"

#include <string.h>

struct _YunBaseMap
{
  gatomicrefcount ref;
  GArray         *shapes; /* (owned): YunBaseShape, each with its own rings and vertices */
  GArray         *places; /* (owned): YunBasePlace */
  GStringChunk   *texts;  /* (owned) */
  YunVertex       min;
  YunVertex       max;
};

static const char *const road_classes[] = { "expressway", "arterial", "street" };

static void
clear_shape_cb (gpointer data)
{
  YunBaseShape *shape = data;

  for (guint i = 0; i < shape->n_rings; i++)
    g_free (shape->rings[i].vertices);
  g_free (shape->rings);
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
      {
        YunBaseRing    *ring = &shape->rings[at++];
        const YunPoint *points = yun_geom_get_ring (geom, part, k, &ring->n);

        ring->vertices = g_new (YunVertex, ring->n);
        for (guint i = 0; i < ring->n; i++)
          {
            YunVertex v = yun_vertex_from_lonlat (points[i].x, points[i].y);

            ring->vertices[i] = v;
            shape->min = (YunVertex){ MIN (shape->min.x, v.x), MIN (shape->min.y, v.y) };
            shape->max = (YunVertex){ MAX (shape->max.x, v.x), MAX (shape->max.y, v.y) };
          }
      }
}

static int
read_class (const YunGeoJson *json, guint i, YunBaseKind kind)
{
  const char *zone = yun_geojson_get (json, i, kind == YUN_BASE_ZONE ? "code" : "zone");

  if (kind == YUN_BASE_ROAD)
    {
      for (guint k = 0; k < YUN_ROAD_N; k++)
        if (strcmp (yun_geojson_get (json, i, "class"), road_classes[k]) == 0)
          return k;
      return YUN_ROAD_STREET;
    }

  return kind == YUN_BASE_ZONE || kind == YUN_BASE_TOWN ? yun_enum_find (&yun_enum_zone, zone) : 0;
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
      shape.class = read_class (json, i, kind);
      shape.schematic = strcmp (yun_geojson_get (json, i, "accuracy"), "schematic") == 0;
      shape.name = g_string_chunk_insert_const (self->texts, yun_geojson_get (json, i, "name"));
      pack_shape (&shape, geom);
      g_array_append_val (self->shapes, shape);
    }
}

/* Streets below arterial roads below expressways; else as read. */
static int
compare_shapes (gconstpointer a, gconstpointer b)
{
  const YunBaseShape *sa = a, *sb = b;

  if (sa->kind != sb->kind)
    return sa->kind - sb->kind;

  return sa->kind == YUN_BASE_ROAD ? sb->class - sa->class : 0;
}

static YunBaseMap *
load (void)
{
  YunBaseMap        *self = g_new0 (YunBaseMap, 1);
  g_autoptr (YunCsv) places = yun_csv_load_resource ("geodata/layout/places.csv");

  g_atomic_ref_count_init (&self->ref);
  self->shapes = g_array_new (FALSE, FALSE, sizeof (YunBaseShape));
  g_array_set_clear_func (self->shapes, clear_shape_cb);
  self->places = g_array_new (FALSE, FALSE, sizeof (YunBasePlace));
  self->texts = g_string_chunk_new (4096);

  load_layer (self, YUN_BASE_DISTRICT, "geodata/layout/district.geojson");
  load_layer (self, YUN_BASE_TOWN, "geodata/layout/towns.geojson");
  load_layer (self, YUN_BASE_ZONE, "geodata/layout/zones.geojson");
  load_layer (self, YUN_BASE_RAIL, "geodata/layout/rail.geojson");
  load_layer (self, YUN_BASE_ROAD, "geodata/layout/roads.geojson");
  g_array_sort (self->shapes, compare_shapes);

  self->min = (YunVertex){ G_MAXUINT32, G_MAXUINT32 };
  for (guint i = 0; i < self->shapes->len; i++)
    {
      const YunBaseShape *shape = &g_array_index (self->shapes, YunBaseShape, i);

      if (shape->kind != YUN_BASE_DISTRICT)
        continue;
      self->min = (YunVertex){ MIN (self->min.x, shape->min.x), MIN (self->min.y, shape->min.y) };
      self->max = (YunVertex){ MAX (self->max.x, shape->max.x), MAX (self->max.y, shape->max.y) };
    }

  for (guint i = 0; i < yun_csv_get_n_rows (places); i++)
    {
      YunBasePlace place;

      place.name = g_string_chunk_insert_const (self->texts, yun_csv_get (places, i, "name"));
      place.kind = g_string_chunk_insert_const (self->texts, yun_csv_get (places, i, "kind"));
      place.at = yun_vertex_from_lonlat (g_ascii_strtod (yun_csv_get (places, i, "lon"), NULL),
                                         g_ascii_strtod (yun_csv_get (places, i, "lat"), NULL));
      g_array_append_val (self->places, place);
    }

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

  g_array_unref (self->shapes);
  g_array_unref (self->places);
  g_string_chunk_free (self->texts);
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
