/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-column-layout.h"

#define MAX_DEFAULT 10
#define MIN_WIDTH 40
#define MAX_WIDTH 1200

int
yun_column_layout_get_width (const YunField *field)
{
  switch (field->kind)
    {
    case YUN_KIND_INT:
    case YUN_KIND_REAL:
      return g_strcmp0 (field->unit, "m²") == 0 ? 190 : 124;
    case YUN_KIND_DATE:
      return 104;
    case YUN_KIND_ENUM:
      return 104;
    case YUN_KIND_SET:
      return field->values == &yun_enum_segment ? 108 : 104;
    case YUN_KIND_LIST:
    case YUN_KIND_LINKS:
    case YUN_KIND_TERMS:
    case YUN_KIND_TEXT:
    case YUN_KIND_LINK:
      break;
    }
  if (g_strcmp0 (field->ref, "town") == 0)
    return 96;
  return g_strcmp0 (field->id, "name") == 0 ? 250 : 150;
}

static void
append (GArray *layout, const YunField *field, int width)
{
  YunLayoutColumn column = { field, width };

  if (yun_column_layout_find (layout, field) < 0)
    g_array_append_val (layout, column);
}

GArray *
yun_column_layout_new (const YunEntity *entity)
{
  GArray                *layout = g_array_new (FALSE, FALSE, sizeof (YunLayoutColumn));
  guint                  n;
  const YunField *const *fields = yun_entity_get_fields (entity, &n);

  for (guint i = 0; i < n && layout->len < MAX_DEFAULT; i++)
    if (i == 0 || (fields[i]->flags & YUN_FIELD_COLUMN) != 0)
      append (layout, fields[i], yun_column_layout_get_width (fields[i]));
  return layout;
}

static const YunField *
find_field (const YunEntity *entity, const char *id)
{
  const YunField *const *fields = yun_entity_get_fields (entity, NULL);

  for (guint i = 0; fields[i] != NULL; i++)
    if (strcmp (fields[i]->id, id) == 0)
      return fields[i];
  return NULL;
}

GArray *
yun_column_layout_parse (const char *text, const YunEntity **entity)
{
  g_autoptr (GArray) layout = g_array_new (FALSE, FALSE, sizeof (YunLayoutColumn));
  const char        *colon = strchr (text, ':');
  g_autofree char   *id = g_strndup (text, colon != NULL ? (gsize) (colon - text) : 0);
  g_auto (GStrv)     items = g_strsplit (colon != NULL ? colon + 1 : "", ",", -1);

  *entity = yun_entity_find (id);
  if (*entity == NULL)
    return NULL;
  for (char **item = items; *item != NULL; item++)
    {
      char           *equals = strchr (*item, '=');
      const YunField *field;
      gint64          width;

      if (equals != NULL)
        *equals = '\0';
      field = find_field (*entity, *item);
      if (field == NULL)
        continue;
      if (equals == NULL ||
          !g_ascii_string_to_signed (equals + 1, 10, MIN_WIDTH, MAX_WIDTH, &width, NULL))
        width = yun_column_layout_get_width (field);
      append (layout, field, (int) width);
    }
  return layout->len > 0 ? g_steal_pointer (&layout) : NULL;
}

char *
yun_column_layout_print (const YunEntity *entity, GArray *layout)
{
  GString *out = g_string_new (entity->id);

  for (guint i = 0; i < layout->len; i++)
    {
      YunLayoutColumn *column = &g_array_index (layout, YunLayoutColumn, i);

      g_string_append_printf (out, "%c%s=%d", i == 0 ? ':' : ',', column->field->id, column->width);
    }
  return g_string_free (out, FALSE);
}

int
yun_column_layout_find (GArray *layout, const YunField *field)
{
  for (guint i = 0; i < layout->len; i++)
    if (g_array_index (layout, YunLayoutColumn, i).field == field)
      return (int) i;
  return -1;
}

/* ---- Remembering ------------------------------------------------------------- */

GArray *
yun_column_layout_load (GSettings *settings, const YunEntity *entity)
{
  g_auto (GStrv) texts = settings != NULL ? g_settings_get_strv (settings, "table-columns") : NULL;

  for (char **text = texts; text != NULL && *text != NULL; text++)
    {
      const YunEntity *whose;
      GArray          *layout = yun_column_layout_parse (*text, &whose);

      if (layout != NULL && whose == entity)
        return layout;
      g_clear_pointer (&layout, g_array_unref);
    }
  return yun_column_layout_new (entity);
}

void
yun_column_layout_save (GSettings *settings, const YunEntity *entity, GArray *layout)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char         *mine = yun_column_layout_print (entity, layout);
  g_auto (GStrv)           texts = NULL;
  g_auto (GStrv)           result = NULL;

  if (settings == NULL)
    return;
  texts = g_settings_get_strv (settings, "table-columns");
  for (char **text = texts; *text != NULL; text++)
    {
      const YunEntity   *whose;
      g_autoptr (GArray) other = yun_column_layout_parse (*text, &whose);

      if (other != NULL && whose != entity)
        g_strv_builder_add (builder, *text);
    }
  g_strv_builder_add (builder, mine);
  result = g_strv_builder_end (builder);
  g_settings_set_strv (settings, "table-columns", (const char *const *) result);
}
