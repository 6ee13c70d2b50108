/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-model"

#include "config.h"

#include "yun-bookmark.h"

#include "yun-coordinate.h"
#include "yun-json.h"

#include <string.h>

#define MAX_CONTENT 4096

char *
yun_bookmark_print (const YunRect *extent)
{
  const double numbers[] = { extent->x0, extent->y0, extent->x1, extent->y1 };
  GString     *out = g_string_new ("{\"extent\":[");

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      char buffer[G_ASCII_DTOSTR_BUF_SIZE];

      g_string_append (out, i > 0 ? "," : "");
      g_string_append (out, g_ascii_formatd (buffer, sizeof buffer, "%.8f", numbers[i]));
    }
  g_string_append (out, "]}");
  return g_string_free (out, FALSE);
}

gboolean
yun_bookmark_parse (const char *content, YunRect *extent)
{
  g_autoptr (JsonNode) root = NULL;
  JsonNode            *node;
  JsonArray           *array;
  double               numbers[4];

  g_return_val_if_fail (content != NULL && extent != NULL, FALSE);

  if (strlen (content) <= MAX_CONTENT)
    root = yun_json_parse (content, strlen (content));
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return FALSE;
  node = json_object_get_member (json_node_get_object (root), "extent");
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;
  array = json_node_get_array (node);
  if (json_array_get_length (array) != G_N_ELEMENTS (numbers))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      JsonNode *item = json_array_get_element (array, i);
      GType     type = JSON_NODE_HOLDS_VALUE (item) ? json_node_get_value_type (item) : G_TYPE_NONE;

      if (type != G_TYPE_DOUBLE && type != G_TYPE_INT64)
        return FALSE;
      numbers[i] = json_node_get_double (item);
    }
  *extent = (YunRect){ numbers[0], numbers[1], numbers[2], numbers[3] };
  return extent->x0 <= extent->x1 && extent->y0 <= extent->y1 && extent->x1 >= YUN_CHINA_WEST &&
         extent->x0 <= YUN_CHINA_EAST && extent->y1 >= YUN_CHINA_SOUTH &&
         extent->y0 <= YUN_CHINA_NORTH;
}
