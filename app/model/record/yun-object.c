/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-object.h"

#include "yun-geojson-private.h"
#include "yun-unit.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static void
free_member (gpointer data)
{
  YunObjectMember *member = data;

  g_free (member->text);
  g_free (member);
}

static void
free_object (gpointer data)
{
  YunObject *object = data;

  g_ptr_array_unref (object->members);
  g_ptr_array_unref (object->links);
  g_free (object->uid);
  g_clear_pointer (&object->shape, yun_geom_unref);
  g_free (object);
}

/* ---- Values --------------------------------------------------------------------------------- */

static char *
print_scalar (JsonNode *node)
{
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  if (type == G_TYPE_STRING)
    return json_node_dup_string (node);
  if (type == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  if (type == G_TYPE_DOUBLE && isfinite (json_node_get_double (node)))
    return yun_number_print (json_node_get_double (node));
  return NULL;
}

/* @text: (out) (transfer full) (nullable): as it is typed; NULL for null. FALSE: it is no value. */
static gboolean
print_value (JsonNode *node, char **text)
{
  g_autoptr (GString) list = NULL;
  JsonArray          *array;

  *text = NULL;
  if (JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return (*text = print_scalar (node)) != NULL;
  list = g_string_new (NULL);
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *item = print_scalar (json_array_get_element (array, i));

      if (item == NULL)
        return FALSE;
      g_string_append_printf (list, "%s%s", i > 0 ? ";" : "", item);
    }
  *text = g_string_free (g_steal_pointer (&list), FALSE);
  return TRUE;
}

/* ---- One object ----------------------------------------------------------------------------- */

typedef struct
{
  const YunEntity *entity;
  guint            number; /* of the object, from 1 */
  double           lon, lat;
  JsonNode        *geometry; /* (unowned) (nullable) */
  YunObject       *object;
} Reader;

static gboolean
refuse (Reader *self, const char *member, GError **error)
{
  g_set_error (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_FILE,
               /* Translators: the place of a JSON object in a list, the name of a member */
               _ ("Object %u: “%s” cannot be read."), self->number, member);
  return FALSE;
}

static gboolean
read_degrees (Reader *self, const char *name, JsonNode *node, double *value, GError **error)
{
  g_autofree char *text = NULL;

  *value = NAN;
  if (JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  text = print_scalar (node);
  return (text != NULL && yun_number_parse (text, value)) || refuse (self, name, error);
}

static gboolean
add_member (Reader *self, GPtrArray *members, const YunField *field, char *text, GError **error)
{
  YunObjectMember *member;

  for (guint i = 0; i < members->len; i++)
    if (((YunObjectMember *) members->pdata[i])->field == field)
      {
        g_free (text);
        g_set_error (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_FILE,
                     _ ("Object %u: “%s” is said twice."), self->number,
                     yun_field_get_label (field));
        return FALSE;
      }
  member = g_new0 (YunObjectMember, 1);
  member->field = field;
  member->text = text;
  g_ptr_array_add (members, member);
  return TRUE;
}

/* (nullable): the link that @name with "-uid" behind it stands for. */
static const YunField *
find_link (const YunEntity *entity, const char *name)
{
  g_autofree char *id =
    g_str_has_suffix (name, "-uid") ? g_strndup (name, strlen (name) - strlen ("-uid")) : NULL;
  const YunField *field = id != NULL ? yun_entity_get_field (entity, id) : NULL;

  return field != NULL && yun_field_is_link (field) ? field : NULL;
}

static gboolean
read_link (Reader *self, const YunField *field, const char *name, JsonNode *node, GError **error)
{
  g_autofree char *text = NULL;

  if (!print_value (node, &text))
    return refuse (self, name, error);
  return add_member (self, self->object->links, field, g_steal_pointer (&text), error);
}

static gboolean
read_field (Reader *self, const char *name, JsonNode *node, GError **error)
{
  const YunField  *field = yun_entity_get_field (self->entity, name);
  g_autofree char *text = NULL;

  if (field == NULL)
    {
      g_set_error (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_FILE,
                   _ ("Object %u: “%s” is no field of %s."), self->number, name,
                   yun_entity_get_label (self->entity));
      return FALSE;
    }
  if (!print_value (node, &text))
    return refuse (self, name, error);
  if (strcmp (field->id, "uid") == 0)
    {
      if (text != NULL && !g_uuid_string_is_valid (text))
        return refuse (self, name, error);
      g_free (self->object->uid);
      /* As the program writes them, so that one is the same however it is written. */
      self->object->uid = text != NULL ? g_ascii_strdown (text, -1) : NULL;
      return TRUE;
    }
  if ((field->flags & (YUN_FIELD_SYSTEM | YUN_FIELD_DERIVED)) != 0)
    return TRUE;
  return add_member (self, self->object->members, field, g_steal_pointer (&text), error);
}

static gboolean
read_member (Reader *self, const char *name, JsonNode *node, GError **error)
{
  const YunField *link;

  if (strcmp (name, "lon") == 0)
    return read_degrees (self, name, node, &self->lon, error);
  if (strcmp (name, "lat") == 0)
    return read_degrees (self, name, node, &self->lat, error);
  if (strcmp (name, "geometry") == 0)
    {
      self->geometry = JSON_NODE_HOLDS_NULL (node) ? NULL : node;
      return TRUE;
    }
  if (strcmp (name, "id") == 0 || strcmp (name, "revision") == 0)
    return TRUE;
  link = find_link (self->entity, name);
  return link != NULL ? read_link (self, link, name, node, error)
                      : read_field (self, name, node, error);
}

static gboolean
read_object (Reader *self, JsonNode *node, GError **error)
{
  JsonObjectIter iter;
  const char    *name;
  JsonNode      *value;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_FILE,
                   _ ("What stands at place %u is no object."), self->number);
      return FALSE;
    }
  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &name, &value))
    if (!read_member (self, name, value, error))
      return FALSE;
  if (self->geometry != NULL)
    return yun_geojson_read_geometry (self->geometry, &self->object->shape) ||
           refuse (self, "geometry", error);
  if (!isnan (self->lon) && !isnan (self->lat))
    self->object->shape = yun_geom_new_point (self->lon, self->lat);
  return isnan (self->lon) == isnan (self->lat) ||
         refuse (self, isnan (self->lon) ? "lon" : "lat", error);
}

/* ---- All of them ---------------------------------------------------------------------------- */

/* Adds an object, or those of an array. */
static void
add_nodes (GPtrArray *nodes, JsonNode *value)
{
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (value))
    {
      g_ptr_array_add (nodes, json_node_ref (value));
      return;
    }
  array = json_node_get_array (value);
  for (guint i = 0; i < json_array_get_length (array); i++)
    g_ptr_array_add (nodes, json_array_dup_element (array, i));
}

/* (transfer full) (nullable) (element-type JsonNode) */
static GPtrArray *
parse_nodes (const char *text, GError **error)
{
  g_autoptr (GPtrArray) nodes = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  gsize                 n = strlen (text);

  while (n > 0)
    {
      g_autoptr (JsonNode) value = yun_json_next (&text, &n);

      if (value != NULL)
        add_nodes (nodes, value);
      else if (n > 0)
        {
          g_set_error (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_FILE,
                       /* Translators: the place in a list of JSON objects */
                       _ ("What stands at place %u is not JSON."), nodes->len + 1);
          return NULL;
        }
    }
  return g_steal_pointer (&nodes);
}

GPtrArray *
yun_object_parse_all (const YunEntity *entity, const char *text, GError **error)
{
  g_autoptr (GPtrArray) nodes = NULL;
  g_autoptr (GPtrArray) objects = g_ptr_array_new_with_free_func (free_object);

  g_return_val_if_fail (entity != NULL && text != NULL, NULL);

  nodes = parse_nodes (text, error);
  if (nodes == NULL)
    return NULL;
  for (guint i = 0; i < nodes->len; i++)
    {
      YunObject *object = g_new0 (YunObject, 1);
      Reader     reader = { entity, i + 1, NAN, NAN, NULL, object };

      object->members = g_ptr_array_new_with_free_func (free_member);
      object->links = g_ptr_array_new_with_free_func (free_member);
      g_ptr_array_add (objects, object);
      if (!read_object (&reader, nodes->pdata[i], error))
        return NULL;
    }
  return g_steal_pointer (&objects);
}
