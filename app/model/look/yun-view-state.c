/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-model"

#include "config.h"

#include "yun-view-state.h"

#include "yun-json.h"
#include "yun-view-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define FORMAT "yunjian-view"
#define PLACEHOLDER "\"extent\" : \"@\""
#define MAX_ITEMS 256 /* columns, or fields to sort by */
#define MAX_WIDTH 4000
#define MAX_NAME 200 /* characters */

G_DEFINE_BOXED_TYPE (YunViewState, yun_view_state, yun_view_state_ref, yun_view_state_unref)

static void
free_column (gpointer data)
{
  YunViewColumn *column = data;

  g_free (column->field);
  g_free (column);
}

static void
free_sort (gpointer data)
{
  YunViewSort *sort = data;

  g_free (sort->field);
  g_free (sort);
}

YunViewState *
yun_view_state_new (void)
{
  YunViewState *self = g_new0 (YunViewState, 1);

  g_atomic_ref_count_init (&self->ref);
  self->filter = yun_filter_new (NULL);
  self->extent = YUN_RECT_EMPTY;
  self->sort = g_ptr_array_new_with_free_func (free_sort);
  return self;
}

YunViewState *
yun_view_state_ref (YunViewState *self)
{
  g_atomic_ref_count_inc (&self->ref);
  return self;
}

void
yun_view_state_unref (YunViewState *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref))
    return;
  g_free (self->name);
  yun_filter_unref (self->filter);
  g_free (self->colour_by);
  g_free (self->page);
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_ptr_array_unref (self->sort);
  g_free (self->opened);
  g_free (self->rest);
  g_free (self);
}

YunViewState *
yun_view_state_copy (const YunViewState *self)
{
  YunViewState *copy = yun_view_state_new ();

  copy->name = g_strdup (self->name);
  yun_filter_unref (copy->filter);
  copy->filter = yun_filter_ref (self->filter);
  copy->entity = self->entity;
  copy->extent = self->extent;
  copy->colour_by = g_strdup (self->colour_by);
  copy->page = g_strdup (self->page);
  copy->opened = g_strdup (self->opened);
  copy->rest = g_strdup (self->rest);
  for (guint i = 0; self->columns != NULL && i < self->columns->len; i++)
    {
      const YunViewColumn *column = g_ptr_array_index (self->columns, i);

      yun_view_state_add_column (copy, column->field, column->width);
    }
  for (guint i = 0; i < self->sort->len; i++)
    {
      const YunViewSort *sort = g_ptr_array_index (self->sort, i);

      yun_view_state_add_sort (copy, sort->field, sort->descending);
    }
  return copy;
}

void
yun_view_state_add_column (YunViewState *self, const char *field, int width)
{
  YunViewColumn *column = g_new0 (YunViewColumn, 1);

  column->field = g_strdup (field);
  column->width = width;
  if (self->columns == NULL)
    self->columns = g_ptr_array_new_with_free_func (free_column);
  g_ptr_array_add (self->columns, column);
}

void
yun_view_state_add_sort (YunViewState *self, const char *field, gboolean descending)
{
  YunViewSort *sort = g_new0 (YunViewSort, 1);

  sort->field = g_strdup (field);
  sort->descending = descending;
  g_ptr_array_add (self->sort, sort);
}

/* ---- Parsing ---------------------------------------------------------------- */

static gboolean
set_wrong (GError **error, const char *member, const char *wanted)
{
  /* Translators: a member of a JSON file, and what it must be */
  g_set_error (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_VALUE, _ ("“%s” must be %s."), member,
               wanted);
  return FALSE;
}

static GType
get_type (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_NONE;
}

/* (transfer full) in @text; not set for a missing member. */
static gboolean
read_text (JsonObject *object, const char *member, char **text, GError **error)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (get_type (node) != G_TYPE_STRING)
    return set_wrong (error, member, _ ("a text"));
  g_free (*text);
  *text = json_node_dup_string (node);
  return TRUE;
}

static gboolean
read_filter (YunViewState *self, JsonObject *object, GError **error)
{
  g_autofree char      *text = NULL;
  g_autofree char      *now = NULL;
  g_autoptr (YunFilter) filter = NULL;
  g_autoptr (GError)    local = NULL;

  if (!read_text (object, "filter", &text, error))
    return FALSE;
  if (text == NULL)
    return TRUE;
  now = yun_view_words_update (text);
  self->moved = now != NULL;
  filter = yun_filter_parse_kept (now != NULL ? now : text, NULL, &local);
  if (filter == NULL)
    {
      g_set_error (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_VALUE,
                   _ ("“%s” cannot be understood: %s"), "filter", local->message);
      return FALSE;
    }
  yun_filter_unref (self->filter);
  self->filter = g_steal_pointer (&filter);
  return TRUE;
}

static gboolean
read_entity (YunViewState *self, JsonObject *object, GError **error)
{
  g_autofree char *id = NULL;

  if (!read_text (object, "entity", &id, error))
    return FALSE;
  if (id == NULL)
    return TRUE;
  self->entity = yun_entity_find (id);
  return self->entity != NULL || set_wrong (error, "entity", _ ("a kind of record"));
}

static gboolean
read_extent (YunViewState *self, JsonObject *object, GError **error)
{
  JsonNode  *node = json_object_get_member (object, "extent");
  JsonArray *array;
  double     n[4];

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  if (array == NULL || json_array_get_length (array) != G_N_ELEMENTS (n))
    return set_wrong (error, "extent", _ ("[west, south, east, north] in degrees"));
  for (guint i = 0; i < G_N_ELEMENTS (n); i++)
    {
      JsonNode *item = json_array_get_element (array, i);

      if (get_type (item) != G_TYPE_DOUBLE && get_type (item) != G_TYPE_INT64)
        return set_wrong (error, "extent", _ ("[west, south, east, north] in degrees"));
      n[i] = json_node_get_double (item);
    }
  /* Also false for what is no number. */
  if (!(n[0] >= -180 && n[2] <= 180 && n[1] >= -90 && n[3] <= 90 && n[0] < n[2] && n[1] < n[3]))
    return set_wrong (error, "extent", _ ("[west, south, east, north] in degrees"));
  self->extent = (YunRect){ n[0], n[1], n[2], n[3] };
  return TRUE;
}

/* The items of a list, or NULL: there is none (no error), or it is not one. */
static JsonArray *
get_list (JsonObject *object, const char *member, GError **error)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return NULL;
  if (!JSON_NODE_HOLDS_ARRAY (node) ||
      json_array_get_length (json_node_get_array (node)) > MAX_ITEMS)
    {
      set_wrong (error, member, _ ("a list of fields"));
      return NULL;
    }
  return json_node_get_array (node);
}

/* The field named by an item of a list, a text or an object with more to say. */
static const char *
get_field (JsonNode *item, JsonObject **object)
{
  JsonNode *node = item;

  *object = NULL;
  if (JSON_NODE_HOLDS_OBJECT (item))
    {
      *object = json_node_get_object (item);
      node = json_object_get_member (*object, "field");
    }
  return node != NULL && get_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

static gboolean
read_columns (YunViewState *self, JsonObject *object, GError **error)
{
  GError    *local = NULL;
  JsonArray *array = get_list (object, "columns", &local);

  for (guint i = 0; array != NULL && local == NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *more;
      const char *field = get_field (json_array_get_element (array, i), &more);
      JsonNode   *width = more != NULL ? json_object_get_member (more, "width") : NULL;

      if (field == NULL)
        set_wrong (&local, "columns", _ ("a list of fields"));
      else if (width != NULL &&
               (get_type (width) != G_TYPE_INT64 || json_node_get_int (width) < 0 ||
                json_node_get_int (width) > MAX_WIDTH))
        set_wrong (&local, "columns.width", _ ("a number of pixels"));
      else
        yun_view_state_add_column (self, field,
                                   width != NULL ? (int) json_node_get_int (width) : 0);
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

static gboolean
read_sort (YunViewState *self, JsonObject *object, GError **error)
{
  GError    *local = NULL;
  JsonArray *array = get_list (object, "sort", &local);

  for (guint i = 0; array != NULL && local == NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *more;
      const char *field = get_field (json_array_get_element (array, i), &more);
      JsonNode   *down = more != NULL ? json_object_get_member (more, "descending") : NULL;

      if (field == NULL)
        set_wrong (&local, "sort", _ ("a list of fields"));
      else if (down != NULL && get_type (down) != G_TYPE_BOOLEAN)
        set_wrong (&local, "sort.descending", _ ("true or false"));
      else
        yun_view_state_add_sort (self, field, down != NULL && json_node_get_boolean (down));
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

static char *
print_json (JsonObject *object, gboolean pretty)
{
  g_autoptr (JsonNode)      node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonGenerator) generator = json_generator_new ();

  json_node_set_object (node, object);
  json_generator_set_root (generator, node);
  json_generator_set_pretty (generator, pretty);
  return json_generator_to_data (generator, NULL);
}

static void
read_rest (YunViewState *self, JsonObject *object)
{
  static const char *const known[] = { "format",  "name", "filter", "entity",    "extent", "page",
                                       "columns", "sort", "opened", "colour_by", NULL };
  g_autoptr (JsonObject)   rest = json_object_new ();
  g_autoptr (GList)        members = json_object_get_members (object);

  for (GList *l = members; l != NULL; l = l->next)
    if (!g_strv_contains (known, l->data))
      json_object_set_member (rest, l->data, json_object_dup_member (object, l->data));
  if (json_object_get_size (rest) > 0)
    self->rest = print_json (rest, FALSE);
}

/* The object of a view, of @root; NULL with an error when it is something else. */
static JsonObject *
get_object (JsonNode *root, GError **error)
{
  JsonNode *format = NULL;

  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    format = json_object_get_member (json_node_get_object (root), "format");
  if (format != NULL && get_type (format) == G_TYPE_STRING &&
      strcmp (json_node_get_string (format), FORMAT) == 0)
    return json_node_get_object (root);
  g_set_error_literal (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_FILE,
                       _ ("This is no saved view of Yunjian."));
  return NULL;
}

YunViewState *
yun_view_state_parse (const char *text, gssize n, GError **error)
{
  g_autoptr (YunViewState) self = yun_view_state_new ();
  g_autoptr (JsonNode)     root = NULL;
  gsize                    size = n < 0 ? strlen (text) : (gsize) n;
  JsonObject              *object;

  g_return_val_if_fail (text != NULL, NULL);

  if (size <= YUN_VIEW_STATE_MAX)
    root = yun_json_parse (text, size);
  object = get_object (root, error);
  if (object == NULL || !read_text (object, "name", &self->name, error) ||
      !read_filter (self, object, error) || !read_entity (self, object, error) ||
      !read_extent (self, object, error) ||
      !read_text (object, "colour_by", &self->colour_by, error) ||
      !read_text (object, "page", &self->page, error) ||
      !read_text (object, "opened", &self->opened, error) || !read_columns (self, object, error) ||
      !read_sort (self, object, error))
    return NULL;
  if (self->name != NULL)
    {
      g_strstrip (self->name);
      if (*self->name == '\0' || g_utf8_strlen (self->name, -1) > MAX_NAME)
        {
          set_wrong (error, "name", _ ("a name of at most 200 characters"));
          return NULL;
        }
    }
  read_rest (self, object);
  return g_steal_pointer (&self);
}

/* ---- Printing --------------------------------------------------------------- */

static void
add_text (JsonObject *object, const char *member, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, member, text);
}

static void
add_lists (JsonObject *object, const YunViewState *self)
{
  JsonArray *array;

  if (self->columns != NULL)
    {
      array = json_array_new ();
      for (guint i = 0; i < self->columns->len; i++)
        {
          const YunViewColumn *column = g_ptr_array_index (self->columns, i);
          JsonObject          *item = json_object_new ();

          json_object_set_string_member (item, "field", column->field);
          if (column->width > 0)
            json_object_set_int_member (item, "width", column->width);
          json_array_add_object_element (array, item);
        }
      json_object_set_array_member (object, "columns", array);
    }
  if (self->sort->len == 0)
    return;
  array = json_array_new ();
  for (guint i = 0; i < self->sort->len; i++)
    {
      const YunViewSort *sort = g_ptr_array_index (self->sort, i);
      JsonObject        *item = json_object_new ();

      json_object_set_string_member (item, "field", sort->field);
      if (sort->descending)
        json_object_set_boolean_member (item, "descending", TRUE);
      json_array_add_object_element (array, item);
    }
  json_object_set_array_member (object, "sort", array);
}

static void
add_rest (JsonObject *object, const char *rest)
{
  g_autoptr (JsonNode) root = rest != NULL ? yun_json_parse (rest, strlen (rest)) : NULL;
  g_autoptr (GList)    members = NULL;
  JsonObject          *from;

  if (root == NULL)
    return;
  from = json_node_get_object (root);
  members = json_object_get_members (from);
  for (GList *l = members; l != NULL; l = l->next)
    json_object_set_member (object, l->data, json_object_dup_member (from, l->data));
}

static void
append_number (GString *out, double number)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (buffer, sizeof buffer, "%.15g", number);
  if (g_ascii_strtod (buffer, NULL) != number)
    g_ascii_dtostr (buffer, sizeof buffer, number);
  g_string_append (out, buffer);
}

/* (transfer full): @text with the box in place of the first placeholder, which no text of it can
 * look like, as quotes in texts are escaped. */
static char *
put_extent (const char *text, const YunRect *extent)
{
  const double n[] = { extent->x0, extent->y0, extent->x1, extent->y1 };
  const char  *at = strstr (text, PLACEHOLDER);
  GString     *out = g_string_new_len (text, at - text);

  for (guint i = 0; i < G_N_ELEMENTS (n); i++)
    {
      g_string_append (out, i == 0 ? "\"extent\" : [" : ", ");
      append_number (out, n[i]);
    }
  g_string_append_c (out, ']');
  g_string_append (out, at + strlen (PLACEHOLDER));
  return g_string_free (out, FALSE);
}

static char *
print (const YunViewState *self, gboolean for_file)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autofree char       *filter = yun_filter_print (self->filter);
  g_autofree char       *text = NULL;

  json_object_set_string_member (object, "format", FORMAT);
  add_text (object, "name", self->name);
  json_object_set_string_member (object, "filter", filter);
  add_text (object, "entity", self->entity != NULL ? self->entity->id : NULL);
  if (!yun_rect_is_empty (&self->extent))
    {
      /* Its numbers are put in below: json-glib writes 121.1 with all its seventeen digits. */
      json_object_set_string_member (object, "extent", "@");
    }
  add_text (object, "colour_by", self->colour_by);
  add_text (object, "page", self->page);
  add_lists (object, self);
  if (!for_file)
    add_text (object, "opened", self->opened);
  add_rest (object, self->rest);
  text = print_json (object, TRUE);
  return yun_rect_is_empty (&self->extent) ? g_steal_pointer (&text)
                                           : put_extent (text, &self->extent);
}

char *
yun_view_state_print (const YunViewState *self)
{
  return print (self, FALSE);
}

char *
yun_view_state_print_for_file (const YunViewState *self)
{
  return print (self, TRUE);
}

gboolean
yun_view_state_equal (const YunViewState *a, const YunViewState *b)
{
  g_autofree char *x = yun_view_state_print (a);
  g_autofree char *y = yun_view_state_print (b);

  return strcmp (x, y) == 0;
}

const YunEntity *
yun_view_state_get_entity (const YunViewState *self)
{
  const YunEntity *only = yun_filter_get_entity (self->filter);

  return only != NULL ? only : self->entity;
}

char *
yun_view_state_propose_name (YunFilter *filter, const YunEntity *entity)
{
  g_autoptr (GString) name = g_string_new (NULL);

  for (guint i = 0; i < yun_filter_get_n_clauses (filter); i++)
    {
      g_autofree char *clause = yun_filter_describe_clause (filter, i);

      if (name->len > 0)
        g_string_append (name, " · ");
      g_string_append (name, clause);
    }
  if (name->len == 0 && entity != NULL)
    g_string_append (name, yun_entity_get_label (entity));
  else if (yun_filter_get_entity (filter) != NULL)
    {
      g_string_prepend (name, " · ");
      g_string_prepend (name, yun_entity_get_label (yun_filter_get_entity (filter)));
    }
  if (g_utf8_strlen (name->str, -1) > 60)
    {
      g_string_truncate (name, (gsize) (g_utf8_offset_to_pointer (name->str, 59) - name->str));
      g_string_append (name, "…");
    }
  return g_string_free (g_steal_pointer (&name), FALSE);
}
