/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-geojson-private.h"
#include "yun-json.h"
#include "yun-record.h"
#include "yun-resource.h"
#include "yun-unit.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  YunGeom    *shape;      /* (owned) (nullable) */
  GHashTable *properties; /* (owned): name → text */
} Feature;

struct _YunGeoJson
{
  GPtrArray *features; /* (owned) (element-type Feature) */
};

static void
feature_free (gpointer data)
{
  Feature *self = data;

  g_clear_pointer (&self->shape, yun_geom_unref);
  g_hash_table_unref (self->properties);
  g_free (self);
}

/* JSON from outside: every access is checked for its type. */
static JsonArray *
as_array (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static JsonNode *
member (JsonObject *object, const char *name)
{
  return object != NULL ? json_object_get_member (object, name) : NULL;
}

static const char *
as_string (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
             json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node)
           : NULL;
}

static JsonObject *
as_object (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static gboolean
as_number (JsonNode *node, double *value)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      (json_node_get_value_type (node) != G_TYPE_DOUBLE &&
       json_node_get_value_type (node) != G_TYPE_INT64))
    return FALSE;
  *value = json_node_get_double (node);
  return TRUE;
}

static gboolean
add_position (YunGeomBuilder *builder, JsonNode *node)
{
  JsonArray *position = as_array (node);
  double     x, y;

  if (position == NULL || json_array_get_length (position) < 2 ||
      !as_number (json_array_get_element (position, 0), &x) ||
      !as_number (json_array_get_element (position, 1), &y))
    return FALSE;
  yun_geom_builder_add (builder, x, y);
  return TRUE;
}

static gboolean
add_ring (YunGeomBuilder *builder, JsonNode *node)
{
  JsonArray *ring = as_array (node);

  if (ring == NULL)
    return FALSE;
  yun_geom_builder_begin_ring (builder);
  for (guint i = 0; i < json_array_get_length (ring); i++)
    if (!add_position (builder, json_array_get_element (ring, i)))
      return FALSE;
  return TRUE;
}

static gboolean
add_part (YunGeomBuilder *builder, YunGeomKind kind, JsonNode *node)
{
  JsonArray *rings;

  yun_geom_builder_begin_part (builder);
  if (kind == YUN_GEOM_POINT)
    {
      yun_geom_builder_begin_ring (builder);
      return add_position (builder, node);
    }
  if (kind == YUN_GEOM_LINE)
    return add_ring (builder, node);
  rings = as_array (node);
  if (rings == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (rings); i++)
    if (!add_ring (builder, json_array_get_element (rings, i)))
      return FALSE;
  return TRUE;
}

gboolean
yun_geojson_read_geometry (JsonNode *node, YunGeom **shape)
{
  static const struct
  {
    const char *type;
    YunGeomKind kind;
    gboolean    multi;
  } types[] = {
    { "Point", YUN_GEOM_POINT, FALSE },     { "MultiPoint", YUN_GEOM_POINT, TRUE },
    { "LineString", YUN_GEOM_LINE, FALSE }, { "MultiLineString", YUN_GEOM_LINE, TRUE },
    { "Polygon", YUN_GEOM_POLYGON, FALSE }, { "MultiPolygon", YUN_GEOM_POLYGON, TRUE },
  };
  JsonObject *object = as_object (node);
  const char *type = as_string (member (object, "type"));

  *shape = NULL;
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  for (guint i = 0; type != NULL && i < G_N_ELEMENTS (types); i++)
    if (strcmp (type, types[i].type) == 0)
      {
        JsonNode                  *coordinates = member (object, "coordinates");
        JsonArray                 *parts = as_array (coordinates);
        g_autoptr (YunGeomBuilder) builder = yun_geom_builder_new (types[i].kind);

        if (!types[i].multi && !add_part (builder, types[i].kind, coordinates))
          return FALSE;
        if (types[i].multi && parts == NULL)
          return FALSE;
        for (guint k = 0; types[i].multi && k < json_array_get_length (parts); k++)
          if (!add_part (builder, types[i].kind, json_array_get_element (parts, k)))
            return FALSE;
        *shape = yun_geom_builder_end (g_steal_pointer (&builder));
        return *shape != NULL;
      }
  return FALSE;
}

static void
add_property (JsonObject *object, const char *name, JsonNode *node, gpointer user_data)
{
  GHashTable *properties = user_data;
  double      number;
  char       *text = NULL;

  if (as_string (node) != NULL)
    text = g_strdup (as_string (node));
  else if (as_number (node, &number))
    text = yun_number_print (number);
  if (text != NULL)
    g_hash_table_insert (properties, g_strdup (name), text);
}

YunGeoJson *
yun_geojson_parse (const char *data, gssize n, GError **error)
{
  g_autoptr (YunGeoJson) self = g_new0 (YunGeoJson, 1);
  g_autoptr (JsonNode)   root = yun_json_parse (data, n < 0 ? strlen (data) : (gsize) n);
  JsonArray             *features;

  self->features = g_ptr_array_new_with_free_func (feature_free);
  if (root == NULL)
    {
      g_set_error_literal (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_FILE,
                           _ ("The file is not GeoJSON"));
      return NULL;
    }
  features = as_array (member (as_object (root), "features"));
  if (features == NULL)
    {
      g_set_error_literal (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_FILE,
                           _ ("The GeoJSON file is no feature collection"));
      return NULL;
    }
  for (guint i = 0; i < json_array_get_length (features); i++)
    {
      JsonObject *object = as_object (json_array_get_element (features, i));
      JsonObject *properties = as_object (member (object, "properties"));
      Feature    *feature = g_new0 (Feature, 1);

      feature->properties = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      g_ptr_array_add (self->features, feature);
      if (object == NULL ||
          !yun_geojson_read_geometry (member (object, "geometry"), &feature->shape))
        {
          g_set_error (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_FILE,
                       _ ("Feature %u has no valid geometry"), i + 1);
          return NULL;
        }
      if (properties != NULL)
        json_object_foreach_member (properties, add_property, feature->properties);
    }
  return g_steal_pointer (&self);
}

YunGeoJson *
yun_geojson_load_resource (const char *path)
{
  g_autoptr (GBytes) bytes = yun_resource_load (path);
  g_autoptr (GError) error = NULL;
  gsize              n;
  const char        *data = g_bytes_get_data (bytes, &n);
  YunGeoJson        *self = yun_geojson_parse (data, (gssize) n, &error);

  if (self == NULL)
    g_error ("%s: %s", path, error->message);
  return self;
}

void
yun_geojson_free (YunGeoJson *self)
{
  g_ptr_array_unref (self->features);
  g_free (self);
}

guint
yun_geojson_get_n (const YunGeoJson *self)
{
  return self->features->len;
}

YunGeom *
yun_geojson_get_shape (const YunGeoJson *self, guint i)
{
  return ((Feature *) g_ptr_array_index (self->features, i))->shape;
}

const char *
yun_geojson_get (const YunGeoJson *self, guint i, const char *property)
{
  const Feature *feature = g_ptr_array_index (self->features, i);
  const char    *text = g_hash_table_lookup (feature->properties, property);

  return text != NULL ? text : "";
}

static void
append_ring (GString *out, const YunPoint *points, guint n, int decimals)
{
  char format[8], x[G_ASCII_DTOSTR_BUF_SIZE], y[G_ASCII_DTOSTR_BUF_SIZE];

  g_snprintf (format, sizeof format, "%%.%df", decimals);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (out, "%s[%s,%s]", i > 0 ? "," : "",
                            g_ascii_formatd (x, sizeof x, format, points[i].x),
                            g_ascii_formatd (y, sizeof y, format, points[i].y));
}

static void
append_part (GString *out, const YunGeom *shape, guint part, int decimals)
{
  YunGeomKind kind = yun_geom_get_kind (shape);

  for (guint r = 0; r < yun_geom_get_n_rings (shape, part); r++)
    {
      guint           n;
      const YunPoint *points = yun_geom_get_ring (shape, part, r, &n);

      if (r > 0)
        g_string_append_c (out, ',');
      if (kind != YUN_GEOM_POINT)
        g_string_append_c (out, '[');
      append_ring (out, points, n, decimals);
      if (kind != YUN_GEOM_POINT)
        g_string_append_c (out, ']');
    }
}

void
yun_geojson_append_geometry (GString *out, YunGeom *drawn, int decimals)
{
  static const char *const names[] = { "", "Point", "LineString", "Polygon" };
  /* RFC 7946, 3.1.6: borders run to the left, holes to the right. */
  g_autoptr (YunGeom) shape = yun_geom_orient (drawn, FALSE);
  YunGeomKind         kind = yun_geom_get_kind (shape);
  guint               n = yun_geom_get_n_parts (shape);

  g_string_append_printf (out, "{\"type\":\"%s%s\",\"coordinates\":", n > 1 ? "Multi" : "",
                          names[kind]);
  if (n > 1)
    g_string_append_c (out, '[');
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      if (kind == YUN_GEOM_POLYGON)
        g_string_append_c (out, '[');
      append_part (out, shape, i, decimals);
      if (kind == YUN_GEOM_POLYGON)
        g_string_append_c (out, ']');
    }
  if (n > 1)
    g_string_append_c (out, ']');
  g_string_append_c (out, '}');
}
