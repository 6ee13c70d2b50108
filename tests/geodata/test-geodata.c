/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "geodata-files.h"
#include "yun-measure.h"
#include "yun-record.h"
#include "yun-wkb.h"

#include <geos_c.h>
#include <locale.h>
#include <math.h>
#include <string.h>

/* The data in geodata/ as it stands in the source tree: whether its parts agree with each other. */

#define M2_PER_DEG2 (95370.0 * 110880.0) /* at 31.05° N; for slivers only */

typedef struct
{
  GEOSContextHandle_t geos;
  YunCsv             *districts;
  YunCsv             *segments;
  YunCsv             *niches;
  YunGeoJson         *towns;
  YunGeoJson         *district;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->geos = GEOS_init_r ();
  f->districts = geodata_load_data ("districts.csv");
  f->segments = geodata_load_data ("chain/segments.csv");
  f->niches = geodata_load_data ("chain/niches.csv");
  f->towns = geodata_load_layer ("layout/towns.geojson");
  f->district = geodata_load_layer ("layout/district.geojson");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  yun_geojson_free (f->district);
  yun_geojson_free (f->towns);
  yun_csv_free (f->niches);
  yun_csv_free (f->segments);
  yun_csv_free (f->districts);
  GEOS_finish_r (f->geos);
}

static int
find_feature (const YunGeoJson *layer, const char *property, const char *value)
{
  for (guint i = 0; i < yun_geojson_get_n (layer); i++)
    if (g_str_equal (yun_geojson_get (layer, i, property), value))
      return (int) i;
  return -1;
}

static gboolean
is_one_of (const char *value, const char *const *words)
{
  return g_strv_contains (words, value);
}

/* Digits after the point; the files carry six, no more. */
static guint
count_decimals (const char *text)
{
  const char *point = strchr (text, '.');

  return point != NULL ? (guint) strlen (point + 1) : 0;
}

static GEOSGeometry *
to_geos (Fixture *f, const YunGeom *shape)
{
  g_autoptr (GBytes) wkb = yun_wkb_write (shape);
  GEOSWKBReader     *reader = GEOSWKBReader_create_r (f->geos);
  gsize              n;
  const guint8      *bytes = g_bytes_get_data (wkb, &n);
  GEOSGeometry      *geom = GEOSWKBReader_read_r (f->geos, reader, bytes, n);

  GEOSWKBReader_destroy_r (f->geos, reader);
  g_assert_nonnull (geom);
  return geom;
}

static double
take_area_m2 (Fixture *f, GEOSGeometry *geom)
{
  double area = 0;

  g_assert_nonnull (geom);
  g_assert_cmpint (GEOSArea_r (f->geos, geom, &area), ==, 1);
  GEOSGeom_destroy_r (f->geos, geom);
  return area * M2_PER_DEG2;
}

/* The union of the named towns; NULL names all. */
static GEOSGeometry *
unite_towns (Fixture *f, const char *const *names)
{
  GEOSGeometry *sum = GEOSGeom_createEmptyPolygon_r (f->geos);

  for (guint i = 0; i < yun_geojson_get_n (f->towns); i++)
    if (names == NULL || is_one_of (yun_geojson_get (f->towns, i, "name"), names))
      {
        GEOSGeometry *town = to_geos (f, yun_geojson_get_shape (f->towns, i));
        GEOSGeometry *more = GEOSUnion_r (f->geos, sum, town);

        GEOSGeom_destroy_r (f->geos, town);
        GEOSGeom_destroy_r (f->geos, sum);
        g_assert_nonnull (more);
        sum = more;
      }
  return sum;
}

static double
difference_m2 (Fixture *f, const GEOSGeometry *a, const YunGeom *shape)
{
  GEOSGeometry *b = to_geos (f, shape);
  GEOSGeometry *difference = GEOSSymDifference_r (f->geos, a, b);

  GEOSGeom_destroy_r (f->geos, b);
  return take_area_m2 (f, difference);
}

static void
assert_declared (const YunGeoJson *layer, guint i)
{
  static const char *const accuracies[] = { "surveyed", "approximate", "schematic", NULL };
  static const char *const grades[] = { "A", "B", "C", NULL };

  g_assert_true (is_one_of (yun_geojson_get (layer, i, "accuracy"), accuracies));
  g_assert_cmpfloat (geodata_number (yun_geojson_get (layer, i, "accuracy_m")), >, 0);
  g_assert_true (is_one_of (yun_geojson_get (layer, i, "source_grade"), grades));
  g_assert_cmpstr (yun_geojson_get (layer, i, "source"), !=, "");
  g_assert_cmpstr (yun_geojson_get (layer, i, "source_date"), !=, "");
}

static void
test_towns (Fixture *f, gconstpointer data)
{
  static const char *const same[] = { "code", "name", "name_en", "kind", "zone" };
  static const char *const kinds[] = { "street", "town", NULL };
  static const char *const zones[] = { "core", "north", "south", "outside", NULL };

  g_assert_cmpuint (yun_csv_get_n_rows (f->districts), ==, 17);
  g_assert_cmpuint (yun_geojson_get_n (f->towns), ==, 17);
  for (guint i = 0; i < 17; i++)
    {
      const char   *name = yun_csv_get (f->districts, i, "name");
      int           at = find_feature (f->towns, "name", name);
      YunGeom      *shape;
      GEOSGeometry *geom;

      g_test_message ("%s", name);
      g_assert_cmpint (at, >=, 0);
      for (guint k = 0; k < G_N_ELEMENTS (same); k++)
        g_assert_cmpstr (yun_csv_get (f->districts, i, same[k]), ==,
                         yun_geojson_get (f->towns, (guint) at, same[k]));
      g_assert_true (is_one_of (yun_csv_get (f->districts, i, "kind"), kinds));
      g_assert_true (is_one_of (yun_csv_get (f->districts, i, "zone"), zones));
      g_assert_true (g_str_has_prefix (yun_csv_get (f->districts, i, "code"), "310117"));
      g_assert_cmpstr (yun_csv_get (f->districts, i, "code_note"), !=, "");
      g_assert_cmpint (
        geodata_find_row (f->districts, "code", yun_csv_get (f->districts, i, "code")), ==,
        (int) i);
      assert_declared (f->towns, (guint) at);

      shape = yun_geojson_get_shape (f->towns, (guint) at);
      g_assert_cmpint (yun_geom_get_kind (shape), ==, YUN_GEOM_POLYGON);
      g_assert_cmpuint (yun_geom_get_n_parts (shape), ==, 1);
      g_assert_true (yun_measure_contains (shape,
                                           geodata_number (yun_csv_get (f->districts, i, "lon")),
                                           geodata_number (yun_csv_get (f->districts, i, "lat"))));
      geom = to_geos (f, shape);
      g_assert_cmpint (GEOSisValid_r (f->geos, geom), ==, 1);
      GEOSGeom_destroy_r (f->geos, geom);
    }
}

static void
test_cover (Fixture *f, gconstpointer data)
{
  guint         n = yun_geojson_get_n (f->towns);
  GEOSGeometry *all = unite_towns (f, NULL);

  for (guint i = 0; i < n; i++)
    for (guint k = i + 1; k < n; k++)
      {
        GEOSGeometry *a = to_geos (f, yun_geojson_get_shape (f->towns, i));
        GEOSGeometry *b = to_geos (f, yun_geojson_get_shape (f->towns, k));
        GEOSGeometry *both = GEOSIntersection_r (f->geos, a, b);

        g_assert_cmpfloat (take_area_m2 (f, both), <, 1);
        GEOSGeom_destroy_r (f->geos, a);
        GEOSGeom_destroy_r (f->geos, b);
      }

  g_assert_cmpuint (yun_geojson_get_n (f->district), ==, 1);
  assert_declared (f->district, 0);
  /* One outline without a hole: no gap is left between towns. */
  g_assert_cmpuint (yun_geom_get_n_parts (yun_geojson_get_shape (f->district, 0)), ==, 1);
  g_assert_cmpuint (yun_geom_get_n_rings (yun_geojson_get_shape (f->district, 0), 0), ==, 1);
  g_assert_cmpfloat (difference_m2 (f, all, yun_geojson_get_shape (f->district, 0)), <, 1);
  GEOSGeom_destroy_r (f->geos, all);
}

static void
test_zones (Fixture *f, gconstpointer data)
{
  static const char *const codes[] = { "core", "north", "south" };
  g_autoptr (YunGeoJson)   zones = geodata_load_layer ("layout/zones.geojson");
  guint                    n_members = 0, n_inside = 0;

  g_assert_cmpuint (yun_geojson_get_n (zones), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      int            at = find_feature (zones, "code", codes[i]);
      g_auto (GStrv) members = NULL;
      GEOSGeometry  *sum;

      g_test_message ("%s", codes[i]);
      g_assert_cmpint (at, >=, 0);
      assert_declared (zones, (guint) at);
      members = g_strsplit (yun_geojson_get (zones, (guint) at, "members"), ";", -1);
      for (guint k = 0; members[k] != NULL; k++, n_members++)
        {
          int row = geodata_find_row (f->districts, "name", members[k]);

          g_assert_cmpint (row, >=, 0);
          g_assert_cmpstr (yun_csv_get (f->districts, (guint) row, "zone"), ==, codes[i]);
        }

      sum = unite_towns (f, (const char *const *) members);
      if (g_str_equal (codes[i], "core"))
        {
          GEOSGeometry *core = to_geos (f, yun_geojson_get_shape (zones, (guint) at));

          g_assert_cmpstr (yun_geojson_get (zones, (guint) at, "accuracy"), ==, "schematic");
          g_assert_cmpint (GEOSisValid_r (f->geos, core), ==, 1);
          g_assert_cmpint (GEOSContains_r (f->geos, sum, core), ==, 1);
          GEOSGeom_destroy_r (f->geos, core);
        }
      else
        g_assert_cmpfloat (difference_m2 (f, sum, yun_geojson_get_shape (zones, (guint) at)), <, 1);
      GEOSGeom_destroy_r (f->geos, sum);
    }

  for (guint i = 0; i < yun_csv_get_n_rows (f->districts); i++)
    n_inside += !g_str_equal (yun_csv_get (f->districts, i, "zone"), "outside");
  g_assert_cmpuint (n_members, ==, n_inside);
}

/* What a file says of all its lines. */
static void
assert_file_declared (const char *name)
{
  static const char *const members[] = { "srs", "attribution", "source", "source_date",
                                         "accuracy_m" };
  g_autofree char         *text = geodata_read (name);

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autofree char *member = g_strdup_printf ("\n\"%s\": ", members[i]);

      g_assert_nonnull (strstr (text, member));
    }
  g_assert_nonnull (strstr (text, "OpenStreetMap contributors, ODbL 1.0"));
}

static void
test_lines (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *file;
    const char *classes[4];
    double      reach; /* metres beyond the district */
    gboolean    named;
  } layers[] = { { "base/roads.geojson", { "expressway", "main", "street" }, 12000, FALSE },
                 { "base/rail.geojson", { "metro", "station" }, 16000, TRUE },
                 { "base/water.geojson", { "river" }, 12000, TRUE } };
  const YunGeom *district = yun_geojson_get_shape (f->district, 0);

  for (guint i = 0; i < G_N_ELEMENTS (layers); i++)
    {
      g_autoptr (YunGeoJson) lines = geodata_load_layer (layers[i].file);

      assert_file_declared (layers[i].file);
      g_assert_cmpuint (yun_geojson_get_n (lines), >, 0);
      for (guint k = 0; k < yun_geojson_get_n (lines); k++)
        {
          const YunGeom *shape = yun_geojson_get_shape (lines, k);
          const char *class = yun_geojson_get (lines, k, "class");

          g_test_message ("%s %u %s", layers[i].file, k, yun_geojson_get (lines, k, "name"));
          g_assert_true (is_one_of (class, layers[i].classes));
          g_assert_cmpint (yun_geom_get_kind (shape), ==,
                           g_str_equal (class, "station") ? YUN_GEOM_POINT : YUN_GEOM_LINE);
          g_assert_true (!layers[i].named || *yun_geojson_get (lines, k, "name") != '\0');
          for (guint part = 0; part < yun_geom_get_n_parts (shape); part++)
            {
              guint           n;
              const YunPoint *points = yun_geom_get_ring (shape, part, 0, &n);

              for (guint p = 0; p < n; p++)
                g_assert_cmpfloat (yun_measure_distance_to (district, points[p].x, points[p].y), <,
                                   layers[i].reach);
            }
        }
    }
}

static guint
find_part (guint *parents, guint i)
{
  while (parents[i] != i)
    i = parents[i] = parents[parents[i]];
  return i;
}

/* How many parts the lines of @classes are, that meet where they have an end in common; ends
 * written alike are one. */
static guint
count_parts (const YunGeoJson *lines, const char *const *classes)
{
  g_autoptr (GHashTable) ends = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint                  n = yun_geojson_get_n (lines), n_parts = 0;
  g_autofree guint      *parents = g_new (guint, n);

  for (guint i = 0; i < n; i++)
    {
      guint           n_points;
      const YunPoint *points;

      parents[i] = i;
      if (!is_one_of (yun_geojson_get (lines, i, "class"), classes))
        continue;
      points = yun_geom_get_ring (yun_geojson_get_shape (lines, i), 0, 0, &n_points);
      for (guint end = 0; end < 2; end++)
        {
          YunPoint         at = points[end * (n_points - 1)];
          g_autofree char *key = g_strdup_printf ("%.6f,%.6f", at.x, at.y);
          gpointer         known;

          if (g_hash_table_lookup_extended (ends, key, NULL, &known))
            parents[find_part (parents, i)] = find_part (parents, GPOINTER_TO_UINT (known));
          else
            g_hash_table_insert (ends, g_steal_pointer (&key), GUINT_TO_POINTER (i));
        }
    }
  for (guint i = 0; i < n; i++)
    n_parts +=
      is_one_of (yun_geojson_get (lines, i, "class"), classes) && find_part (parents, i) == i;
  return n_parts;
}

/* One network, of which no part hangs loose. */
static void
test_network (Fixture *f, gconstpointer data)
{
  static const char *const all[] = { "expressway", "main", "street", NULL };
  static const char *const fast[] = { "expressway", NULL };
  static const char *const slow[] = { "main", "street", NULL };
  g_autoptr (YunGeoJson)   roads = geodata_load_layer ("base/roads.geojson");
  double                   named = 0, sum = 0;

  g_assert_cmpuint (yun_geojson_get_n (roads), ==, 1306);
  g_assert_cmpuint (count_parts (roads, all), ==, 1);
  g_assert_cmpuint (count_parts (roads, fast), ==, 1);
  g_assert_cmpuint (count_parts (roads, slow), ==, 1);
  for (guint i = 0; i < yun_geojson_get_n (roads); i++)
    {
      double length = geodata_number (yun_geojson_get (roads, i, "length_m"));

      sum += length;
      named += *yun_geojson_get (roads, i, "name") != '\0' ? length : 0;
    }
  g_assert_cmpfloat (named / sum, >, 0.75);
}

/* Names of the districts around stand outside ours, within what a map of it shows. */
static void
test_neighbours (Fixture *f, gconstpointer data)
{
  static const char *const names[] = { "闵行区", "青浦区", "金山区", "奉贤区", NULL };
  g_autoptr (YunCsv)       rows = geodata_load_data ("base/neighbours.csv");
  const YunGeom           *district = yun_geojson_get_shape (f->district, 0);

  for (guint i = 0; i < yun_csv_get_n_rows (rows); i++)
    {
      double away =
        yun_measure_distance_to (district, geodata_number (yun_csv_get (rows, i, "lon")),
                                 geodata_number (yun_csv_get (rows, i, "lat")));

      g_assert_true (is_one_of (yun_csv_get (rows, i, "name"), names));
      g_assert_cmpstr (yun_csv_get (rows, i, "source"), !=, "");
      g_assert_cmpfloat (away, >, 1500);
      g_assert_cmpfloat (away, <, 8000);
    }
  for (guint k = 0; names[k] != NULL; k++)
    g_assert_cmpint (geodata_find_row (rows, "name", names[k]), >=, 0);
}

static void
test_places (Fixture *f, gconstpointer data)
{
  static const char *const kinds[] = { "toll-plaza", "control-point", "crossing", NULL };
  g_autoptr (YunCsv)       places = geodata_load_data ("layout/places.csv");
  const YunGeom           *district = yun_geojson_get_shape (f->district, 0);

  g_assert_cmpuint (yun_csv_get_n_rows (places), >, 0);
  for (guint i = 0; i < yun_csv_get_n_rows (places); i++)
    {
      double accuracy = geodata_number (yun_csv_get (places, i, "accuracy_m"));

      g_test_message ("%s", yun_csv_get (places, i, "name"));
      g_assert_true (is_one_of (yun_csv_get (places, i, "kind"), kinds));
      g_assert_cmpint (geodata_find_row (places, "name", yun_csv_get (places, i, "name")), ==,
                       (int) i);
      g_assert_cmpstr (yun_csv_get (places, i, "source"), !=, "");
      g_assert_cmpfloat (accuracy, >, 0);
      g_assert_cmpfloat (accuracy, <=, 100);
      g_assert_cmpfloat (yun_measure_distance_to (district,
                                                  geodata_number (yun_csv_get (places, i, "lon")),
                                                  geodata_number (yun_csv_get (places, i, "lat"))),
                         <, 500);
    }
}

/* The row of the segment that the prefix of a niche id belongs to, or -1. */
static int
find_segment_of (Fixture *f, const char *niche)
{
  g_auto (GStrv) parts = g_strsplit (niche, ".", -1);

  if (g_strv_length (parts) != 2)
    return -1;
  for (guint i = 0; i < yun_csv_get_n_rows (f->segments); i++)
    {
      g_auto (GStrv) prefixes =
        g_strsplit (yun_csv_get (f->segments, i, "niche_prefixes"), ";", -1);

      if (is_one_of (parts[0], (const char *const *) prefixes))
        return (int) i;
    }
  return -1;
}

static void
test_chain (Fixture *f, gconstpointer data)
{
  g_assert_cmpuint (yun_csv_get_n_rows (f->segments), ==, 4);
  g_assert_cmpuint (yun_csv_get_n_rows (f->niches), ==, 56);
  for (guint i = 0; i < yun_csv_get_n_rows (f->niches); i++)
    {
      const char    *id = yun_csv_get (f->niches, i, "id");
      const char    *replaced_by = yun_csv_get (f->niches, i, "replaced_by");
      g_auto (GStrv) codes = g_strsplit (yun_csv_get (f->niches, i, "gb_codes"), ";", -1);
      int            segment = find_segment_of (f, id);

      g_test_message ("%s", id);
      g_assert_cmpint (segment, >=, 0);
      g_assert_cmpstr (yun_csv_get (f->niches, i, "segment"), ==,
                       yun_csv_get (f->segments, (guint) segment, "id"));
      g_assert_cmpint (geodata_find_row (f->niches, "id", id), ==, (int) i);
      g_assert_cmpint (geodata_find_row (f->niches, "name", yun_csv_get (f->niches, i, "name")), ==,
                       (int) i);
      g_assert_cmpstr (yun_csv_get (f->niches, i, "name_en"), !=, "");
      g_assert_true (g_str_equal (yun_csv_get (f->niches, i, "named"), "1") ||
                     g_str_equal (yun_csv_get (f->niches, i, "named"), "0"));
      g_assert_true (*replaced_by == '\0' || geodata_find_row (f->niches, "id", replaced_by) >= 0);
      for (guint k = 0; codes[k] != NULL; k++)
        g_assert_true (strlen (codes[k]) == 4 && strspn (codes[k], "0123456789") == 4);
    }
}

static void
test_landuse (Fixture *f, gconstpointer data)
{
  g_autoptr (YunCsv)     codes = geodata_load_data ("landuse/codes.csv");
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < yun_csv_get_n_rows (codes); i++)
    {
      const char      *code = yun_csv_get (codes, i, "code");
      const char      *parent = yun_csv_get (codes, i, "parent");
      g_autofree char *edition = g_strconcat (yun_csv_get (codes, i, "scheme"), " ",
                                              yun_csv_get (codes, i, "version"), " ", NULL);
      g_autofree char *parent_key = g_strconcat (edition, parent, NULL);

      g_test_message ("%s%s", edition, code);
      g_assert_cmpstr (yun_csv_get (codes, i, "name"), !=, "");
      /* A parent stands above its children and begins their code. */
      g_assert_true (*parent == '\0' || g_hash_table_contains (keys, parent_key));
      g_assert_true (g_str_has_prefix (code, parent) && !g_str_equal (code, parent));
      g_assert_true (g_hash_table_add (keys, g_strconcat (edition, code, NULL)));
    }
  g_assert_true (g_hash_table_contains (keys, "ydyh 2023 100101"));
  g_assert_true (g_hash_table_contains (keys, "gb50137 2011 M1"));
  g_assert_true (g_hash_table_contains (keys, "shanghai 2016 C65"));
}

/* Every column is a field of the entity (or of its place), and every
 * cell is a value of its field. */
static void
check_values (const YunCsv *csv, const YunEntity *entity)
{
  static const char *const extra[] = { "lon", "lat", "wkt", NULL };
  guint                    n_fields;
  const YunField *const   *fields = yun_entity_get_fields (entity, &n_fields);

  for (guint c = 0; c < yun_csv_get_n_columns (csv); c++)
    {
      const char     *column = yun_csv_get_column_name (csv, c);
      const YunField *field = NULL;

      for (guint i = 0; i < n_fields; i++)
        if (g_str_equal (fields[i]->column, column))
          field = fields[i];
      if (field == NULL)
        {
          g_test_message ("column %s", column);
          g_assert_true (is_one_of (column, extra));
          continue;
        }
      for (guint r = 0; r < yun_csv_get_n_rows (csv); r++)
        {
          g_autoptr (YunRecord) record = yun_entity_new_record (entity);
          g_autoptr (GError)    error = NULL;

          g_test_message ("row %u, %s: “%s”", r + 1, column, yun_csv_get_at (csv, r, c));
          yun_record_parse_value (record, field, yun_csv_get_at (csv, r, c), &error);
          g_assert_no_error (error);
        }
    }
}

/* The zones of the record are those of its towns. */
static void
check_town (Fixture *f, const YunCsv *csv, guint row)
{
  g_auto (GStrv) towns = g_strsplit (yun_csv_get (csv, row, "town"), ";", -1);
  g_auto (GStrv) zones = g_strsplit (yun_csv_get (csv, row, "zone"), ";", -1);

  for (guint i = 0; towns[i] != NULL; i++)
    {
      int at = geodata_find_row (f->districts, "name", towns[i]);

      g_assert_cmpint (at, >=, 0);
      g_assert_true (
        is_one_of (yun_csv_get (f->districts, (guint) at, "zone"), (const char *const *) zones));
    }
  for (guint i = 0; towns[0] != NULL && zones[i] != NULL; i++)
    {
      gboolean found = FALSE;

      for (guint k = 0; towns[k] != NULL; k++)
        found |= g_str_equal (
          zones[i],
          yun_csv_get (f->districts, (guint) geodata_find_row (f->districts, "name", towns[k]),
                       "zone"));
      g_assert_true (found);
    }
}

/* The place keeps what its accuracy promises. */
static void
check_place (Fixture *f, const YunCsv *csv, guint row)
{
  const char    *accuracy = yun_csv_get (csv, row, "accuracy");
  const char    *lon = yun_csv_get (csv, row, "lon");
  const char    *lat = yun_csv_get (csv, row, "lat");
  double         metres = geodata_number (yun_csv_get (csv, row, "accuracy_m"));
  g_auto (GStrv) towns = g_strsplit (yun_csv_get (csv, row, "town"), ";", -1);

  if (g_str_equal (accuracy, "none"))
    {
      g_assert_cmpstr (lon, ==, "");
      g_assert_cmpstr (lat, ==, "");
      g_assert_true (isnan (metres));
    }
  else if (g_str_equal (accuracy, "town"))
    {
      int at = geodata_find_row (f->districts, "name", yun_csv_get (csv, row, "town"));

      g_assert_cmpint (at, >=, 0);
      g_assert_cmpstr (lon, ==, yun_csv_get (f->districts, (guint) at, "lon"));
      g_assert_cmpstr (lat, ==, yun_csv_get (f->districts, (guint) at, "lat"));
    }
  else
    {
      double least = towns[0] != NULL ? G_MAXDOUBLE : 0;

      g_assert_true (g_str_equal (accuracy, "approximate") || g_str_equal (accuracy, "schematic"));
      g_assert_cmpfloat (metres, >, 0);
      g_assert_cmpuint (count_decimals (lon), ==, 6);
      g_assert_cmpuint (count_decimals (lat), ==, 6);
      g_assert_true (yun_measure_contains (yun_geojson_get_shape (f->district, 0),
                                           geodata_number (lon), geodata_number (lat)));
      for (guint i = 0; towns[i] != NULL; i++)
        {
          int at = find_feature (f->towns, "name", towns[i]);

          g_assert_cmpint (at, >=, 0);
          least = MIN (least, yun_measure_distance_to (yun_geojson_get_shape (f->towns, (guint) at),
                                                       geodata_number (lon), geodata_number (lat)));
        }
      g_assert_cmpfloat (least, <=, metres);
    }
}

static void
check_niches (Fixture *f, const YunCsv *csv, guint row)
{
  const char    *niche = yun_csv_get (csv, row, "niche");
  g_auto (GStrv) others = g_strsplit (yun_csv_get (csv, row, "niches"), ";", -1);

  if (*niche == '\0')
    {
      g_assert_cmpuint (g_strv_length (others), ==, 0);
      return;
    }
  g_assert_cmpint (geodata_find_row (f->niches, "id", niche), >=, 0);
  for (guint i = 0; others[i] != NULL; i++)
    {
      g_assert_cmpint (geodata_find_row (f->niches, "id", others[i]), >=, 0);
      g_assert_cmpstr (others[i], !=, niche);
    }
}

static void
check_wkt (Fixture *f, const YunCsv *csv, guint row)
{
  g_autoptr (GError)  error = NULL;
  g_autoptr (YunGeom) shape = NULL;
  const char         *wkt = yun_csv_get (csv, row, "wkt");
  GEOSGeometry       *geom;

  if (*wkt == '\0')
    return;
  shape = yun_wkt_read (wkt, &error);
  g_assert_no_error (error);
  g_assert_cmpint (yun_geom_get_kind (shape), ==, YUN_GEOM_POLYGON);
  g_assert_true (yun_measure_contains (shape, geodata_number (yun_csv_get (csv, row, "lon")),
                                       geodata_number (yun_csv_get (csv, row, "lat"))));
  geom = to_geos (f, shape);
  g_assert_cmpint (GEOSisValid_r (f->geos, geom), ==, 1);
  GEOSGeom_destroy_r (f->geos, geom);
}

static void
test_starter (Fixture *f, gconstpointer data)
{
  g_autoptr (GHashTable) uids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (YunCsv)     parks = geodata_load_data ("starter/parks.csv");

  for (guint e = 0; geodata_starter[e] != NULL; e++)
    {
      const YunEntity   *entity = yun_entity_find (geodata_starter[e]);
      g_autoptr (YunCsv) csv = geodata_load_starter (entity);

      g_assert_cmpuint (yun_csv_get_n_rows (csv), >, 0);
      check_values (csv, entity);
      for (guint r = 0; r < yun_csv_get_n_rows (csv); r++)
        {
          const char *uid = yun_csv_get (csv, r, "uid");
          const char *url = yun_csv_get (csv, r, "source_url");
          const char *park = yun_csv_get (csv, r, "park");

          g_test_message ("%s: %s", entity->plural, yun_csv_get (csv, r, "name"));
          g_assert_true (g_uuid_string_is_valid (uid));
          g_assert_true (g_hash_table_add (uids, g_strdup (uid)));
          g_assert_cmpstr (yun_csv_get (csv, r, "name"), !=, "");
          g_assert_cmpstr (yun_csv_get (csv, r, "source"), !=, "");
          g_assert_cmpstr (yun_csv_get (csv, r, "source_grade"), !=, "");
          g_assert_cmpstr (yun_csv_get (csv, r, "accuracy"), !=, "");
          g_assert_cmpstr (yun_csv_get (csv, r, "note"), !=, "");
          g_assert_true (*url == '\0' || g_str_has_prefix (url, "http"));
          g_assert_true (*park == '\0' || geodata_find_row (parks, "name", park) >= 0);
          check_town (f, csv, r);
          check_place (f, csv, r);
          check_niches (f, csv, r);
          check_wkt (f, csv, r);
        }
    }
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  ADD ("/geodata/towns", test_towns);
  ADD ("/geodata/cover", test_cover);
  ADD ("/geodata/zones", test_zones);
  ADD ("/geodata/lines", test_lines);
  ADD ("/geodata/network", test_network);
  ADD ("/geodata/neighbours", test_neighbours);
  ADD ("/geodata/places", test_places);
  ADD ("/geodata/chain", test_chain);
  ADD ("/geodata/landuse", test_landuse);
  ADD ("/geodata/starter", test_starter);
  return g_test_run ();
}
