/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-model"

#include "config.h"

#include "yun-gazetteer-private.h"

#include "yun-csv.h"
#include "yun-geojson.h"
#include "yun-place-name.h"
#include "yun-text.h"

#include <math.h>
#include <string.h>

/* What a place is called besides: normalised, each once. */
static void
add_key (GPtrArray *keys, const char *name)
{
  g_autofree char *key = yun_text_normalise (name);

  if (*key != '\0' && !g_ptr_array_find_with_equal_func (keys, key, g_str_equal, NULL))
    g_ptr_array_add (keys, g_steal_pointer (&key));
}

/* G60沪昆高速: G60, 沪昆高速, G60高速公路 … */
static void
add_expressway_keys (GPtrArray *keys, const char *name)
{
  static const char *const ends[] = { "", "高速", "高速公路" };
  gsize                    n = yun_place_name_measure_number (name);
  g_autofree char         *number = g_strndup (name, n);

  for (guint i = 0; n > 0 && i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *key = g_strconcat (number, ends[i], NULL);

      add_key (keys, key);
    }
  add_key (keys, name + n);
  if (g_str_has_suffix (name, "高速"))
    {
      g_autofree char *key = g_strconcat (name + n, "公路", NULL);

      add_key (keys, key);
    }
}

/* 九亭站: 九亭地铁站, 地铁九亭站. */
static void
add_station_keys (GPtrArray *keys, const char *name)
{
  g_autofree char *metro = g_strconcat ("地铁", name, NULL);
  g_autofree char *stem = g_strndup (name, strlen (name) - strlen ("站"));
  g_autofree char *whole = g_strconcat (stem, "地铁站", NULL);

  add_key (keys, metro);
  if (g_str_has_suffix (name, "站"))
    add_key (keys, whole);
}

/* 上海地铁9号线: 地铁9号线, 9号线. */
static void
add_rail_keys (GPtrArray *keys, const char *name)
{
  static const char *const heads[] = { "上海", "上海地铁" };

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    if (g_str_has_prefix (name, heads[i]))
      add_key (keys, name + strlen (heads[i]));
}

YunGazetteerEntry *
yun_gazetteer_add_entry (YunGazetteer    *self,
                         YunGazetteerKind kind,
                         const char      *name,
                         const char      *aka)
{
  YunGazetteerEntry *entry = g_new0 (YunGazetteerEntry, 1);
  GPtrArray         *keys = g_ptr_array_new ();

  entry->place.kind = kind;
  entry->place.name = g_strdup (name);
  entry->place.detail = "";
  add_key (keys, name);
  add_key (keys, aka);
  if (kind == YUN_GAZETTEER_ROAD)
    add_expressway_keys (keys, name);
  else if (kind == YUN_GAZETTEER_STATION)
    add_station_keys (keys, name);
  else if (kind == YUN_GAZETTEER_RAIL)
    add_rail_keys (keys, name);
  g_ptr_array_add (keys, NULL);
  entry->keys = (char **) g_ptr_array_free (keys, FALSE);
  g_ptr_array_add (self->entries, entry);
  return entry;
}

void
yun_gazetteer_entry_make_text (YunGazetteerEntry *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; self->keys[i] != NULL; i++)
    yun_text_append_search (text, self->keys[i]);
  self->n_names = text->len;
  self->text = g_string_free (text, FALSE);
}

/* ---- Lines: one place of all that has one name ------------------------------------------ */

YunPoint
yun_gazetteer_find_middle (const YunGeom *shape)
{
  const YunRect *box = yun_geom_get_box (shape);
  YunPoint       best = { 0 }, middle = { (box->x0 + box->x1) / 2, (box->y0 + box->y1) / 2 };
  double         least = INFINITY;

  for (guint part = 0; part < yun_geom_get_n_parts (shape); part++)
    {
      guint           n;
      const YunPoint *points = yun_geom_get_ring (shape, part, 0, &n);

      for (guint i = 0; i < n; i++)
        if (hypot (points[i].x - middle.x, points[i].y - middle.y) < least)
          {
            best = points[i];
            least = hypot (best.x - middle.x, best.y - middle.y);
          }
    }
  return best;
}

static void
append_lines (YunGeomBuilder *builder, const YunGeom *shape)
{
  for (guint part = 0; part < yun_geom_get_n_parts (shape); part++)
    {
      guint           n;
      const YunPoint *points = yun_geom_get_ring (shape, part, 0, &n);

      yun_geom_builder_begin_part (builder);
      yun_geom_builder_begin_ring (builder);
      for (guint i = 0; i < n; i++)
        yun_geom_builder_add (builder, points[i].x, points[i].y);
    }
}

/* What is under way: an entry and the lines found of it. */
typedef struct
{
  YunGazetteerEntry *entry;
  YunGeomBuilder    *builder;
} Course;

static void
load_lines (YunGazetteer *self, const char *path, YunGazetteerKind kind)
{
  g_autoptr (YunGeoJson) json = yun_geojson_load_resource (path);
  g_autoptr (GHashTable) courses = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  GHashTableIter         iter;
  gpointer               value;

  for (guint i = 0; i < yun_geojson_get_n (json); i++)
    {
      const YunGeom *shape = yun_geojson_get_shape (json, i);
      const char    *name = yun_geojson_get (json, i, "name");
      Course        *course = g_hash_table_lookup (courses, name);

      if (shape == NULL || yun_geom_get_kind (shape) != YUN_GEOM_LINE || *name == '\0')
        continue;
      if (course == NULL)
        {
          course = g_new (Course, 1);
          course->entry = yun_gazetteer_add_entry (self, kind, name, "");
          course->entry->fast = strcmp (yun_geojson_get (json, i, "class"), "expressway") == 0;
          course->builder = yun_geom_builder_new (YUN_GEOM_LINE);
          g_hash_table_insert (courses, (gpointer) course->entry->place.name, course);
        }
      append_lines (course->builder, shape);
    }
  g_hash_table_iter_init (&iter, courses);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Course *course = value;

      course->entry->place.shape = yun_geom_builder_end (course->builder);
      g_assert (course->entry->place.shape != NULL); /* of the program's own data */
      course->entry->place.at = yun_gazetteer_find_middle (course->entry->place.shape);
    }
}

/* ---- Points --------------------------------------------------------------------------------- */

static void
set_point (YunGazetteerPlace *place, double lon, double lat)
{
  place->shape = yun_geom_new_point (lon, lat);
  place->at = (YunPoint){ lon, lat };
}

static void
load_stations (YunGazetteer *self)
{
  g_autoptr (YunGeoJson) json = yun_geojson_load_resource ("geodata/base/rail.geojson");

  for (guint i = 0; i < yun_geojson_get_n (json); i++)
    {
      const YunGeom     *shape = yun_geojson_get_shape (json, i);
      const char        *name = yun_geojson_get (json, i, "name");
      g_autofree char   *full = yun_place_name_dup_station (name);
      YunGazetteerEntry *entry;
      guint              n;
      const YunPoint    *at;

      if (shape == NULL || yun_geom_get_kind (shape) != YUN_GEOM_POINT)
        continue;
      at = yun_geom_get_ring (shape, 0, 0, &n);
      entry = yun_gazetteer_add_entry (self, YUN_GAZETTEER_STATION, full,
                                       yun_geojson_get (json, i, "aka"));
      entry->place.detail = g_strdup (yun_geojson_get (json, i, "lines"));
      set_point (&entry->place, at->x, at->y);
    }
}

static void
load_spots (YunGazetteer *self)
{
  g_autoptr (YunCsv) places = yun_csv_load_resource ("geodata/layout/places.csv");

  for (guint i = 0; i < yun_csv_get_n_rows (places); i++)
    if (strcmp (yun_csv_get (places, i, "kind"), "crossing") != 0)
      set_point (
        &yun_gazetteer_add_entry (self, YUN_GAZETTEER_SPOT, yun_csv_get (places, i, "name"), "")
           ->place,
        g_ascii_strtod (yun_csv_get (places, i, "lon"), NULL),
        g_ascii_strtod (yun_csv_get (places, i, "lat"), NULL));
}

void
yun_gazetteer_load (YunGazetteer *self)
{
  load_lines (self, "geodata/base/roads.geojson", YUN_GAZETTEER_ROAD);
  load_stations (self);
  load_lines (self, "geodata/base/rail.geojson", YUN_GAZETTEER_RAIL);
  load_lines (self, "geodata/base/water.geojson", YUN_GAZETTEER_WATER);
  load_spots (self);
  for (guint i = 0; i < self->entries->len; i++)
    yun_gazetteer_entry_make_text (g_ptr_array_index (self->entries, i));
}
