/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-geo"

#include "config.h"

#include "yun-shapefile-private.h"
#include "yun-csv.h"
#include "yun-text.h"

#include <math.h>
#include <string.h>

#define MU_NAME "area_mu"
#define CODE_SUFFIX "_id"

/* Numbers by the unit they are kept in. */
static const struct
{
  const char *unit; /* NULL: without one */
  guint8      width;
  guint8      decimals;
} formats[] = {
  { "m²", 16, 2 },      { "m", 10, 2 }, { "%", 8, 3 },  { "万元", 14, 4 },
  { "万元/亩", 14, 4 }, { "年", 8, 2 }, { NULL, 8, 3 },
};

#define MU_WIDTH 16
#define MU_DECIMALS 4
#define INT_WIDTH 10

const char *
yun_shapefile_field_name (const YunEntity *entity, const YunField *field)
{
  g_return_val_if_fail (entity != NULL && field != NULL, NULL);

  if (field->short_name != NULL)
    return field->short_name;
  return strlen (field->column) <= 10 ? field->column : NULL;
}

static void
set_real (YunShapefileColumn *column, guint8 width, guint8 decimals)
{
  column->dbf.type = 'N';
  column->dbf.width = width;
  column->dbf.decimals = decimals;
  /* A sign, the point and one digit for what rounding up may add. */
  column->limit = pow (10, width - decimals - 3);
}

/* What QGIS and OGR give a text without a width. */
#define TEXT_ROOM 80
#define UID_ROOM 36
#define DATE_ROOM 10

static guint8
get_room (const YunField *field)
{
  gsize room = 1;

  if ((field->flags & YUN_FIELD_LONG) != 0)
    return YUN_DBF_MAX_TEXT;
  if (strcmp (field->id, "uid") == 0)
    return UID_ROOM;
  if (field->kind == YUN_KIND_DATE)
    return DATE_ROOM;
  if (field->kind != YUN_KIND_ENUM)
    return TEXT_ROOM;
  for (int i = 0; i < field->values->n_values; i++)
    {
      g_autofree char *word = yun_shapefile_dup_word (field, i);

      room = MAX (room, strlen (word));
    }
  return MIN (room, YUN_DBF_MAX_TEXT);
}

static void
set_format (YunShapefileColumn *column)
{
  guint i = 0;

  switch (column->field->kind)
    {
    case YUN_KIND_REAL:
      while (formats[i].unit != NULL && g_strcmp0 (formats[i].unit, column->field->unit) != 0)
        i++;
      set_real (column, formats[i].width, formats[i].decimals);
      break;
    case YUN_KIND_INT:
      column->dbf.type = 'N';
      column->dbf.width = INT_WIDTH;
      break;
    default:
      column->dbf.type = 'C';
      column->dbf.width = 1;
      column->room = get_room (column->field);
    }
}

static void
append_column (GArray *to, const YunEntity *entity, const YunField *field)
{
  const char        *name = yun_shapefile_field_name (entity, field);
  YunShapefileColumn column = { .field = field };

  if (name == NULL)
    return;
  g_strlcpy (column.dbf.name, name, sizeof column.dbf.name);
  set_format (&column);
  g_array_append_val (to, column);
  if (strcmp (field->id, "area") == 0 && field->kind == YUN_KIND_REAL)
    {
      column.in_mu = TRUE;
      g_strlcpy (column.dbf.name, MU_NAME, sizeof column.dbf.name);
      set_real (&column, MU_WIDTH, MU_DECIMALS);
      g_array_append_val (to, column);
    }
  if (g_strcmp0 (field->ref, "niche") == 0)
    {
      column.as_code = TRUE;
      g_strlcat (column.dbf.name, CODE_SUFFIX, sizeof column.dbf.name);
      g_array_append_val (to, column);
    }
}

YunShapefileColumn *
yun_shapefile_columns_new (const YunEntity *entity, guint *n)
{
  static const char *const first[] = { "uid", "name" };
  const YunField *const   *fields = yun_entity_get_fields (entity, NULL);
  GArray                  *columns = g_array_new (FALSE, FALSE, sizeof (YunShapefileColumn));

  for (guint i = 0; i < G_N_ELEMENTS (first); i++)
    append_column (columns, entity, yun_entity_get_field (entity, first[i]));
  for (guint i = 0; fields[i] != NULL; i++)
    if (strcmp (fields[i]->id, first[0]) != 0 && strcmp (fields[i]->id, first[1]) != 0)
      append_column (columns, entity, fields[i]);
  *n = columns->len;
  return (YunShapefileColumn *) g_array_free (columns, FALSE);
}

static char *
dup_first (const char *list)
{
  const char *item = "";
  gsize       length = 0;

  yun_text_next_item (list, &item, &length);
  return g_strndup (item, length);
}

char *
yun_shapefile_dup_word (const YunField *field, guint index)
{
  return dup_first (field->values->values[index].zh);
}

static char *
dup_note (const YunShapefileColumn *column)
{
  const YunField *field = column->field;

  if (column->in_mu)
    return g_strdup ("面积换算为亩，1 亩 = 2000/3 平方米");
  if (column->as_code)
    return g_strdup (field->kind == YUN_KIND_LIST ? "环节代码，多个值以 ; 分隔" : "环节代码");
  switch (field->kind)
    {
    case YUN_KIND_DATE:
      return g_strdup ("YYYY、YYYY-MM 或 YYYY-MM-DD");
    case YUN_KIND_LIST:
    case YUN_KIND_LINKS:
      return g_strdup ("多个值以 ; 分隔");
    case YUN_KIND_ENUM:
    case YUN_KIND_SET:
    case YUN_KIND_TERMS:
      {
        GString *note = g_string_new (field->kind == YUN_KIND_ENUM ? "取值："
                                      : field->kind == YUN_KIND_SET ? "多个值以 ; 分隔，取值："
                                                                    : "多个以 ; 分隔，@ 后为"
                                                                      "起止日期，取值：");

        for (int i = 0; i < field->values->n_plain; i++)
          {
            g_autofree char *word = yun_shapefile_dup_word (field, i);

            g_string_append_printf (note, "%s%s", i > 0 ? "、" : "", word);
          }
        return g_string_free (note, FALSE);
      }
    default:
      return NULL;
    }
}

static char *
dup_type (const YunDbfColumn *column)
{
  if (column->decimals > 0)
    return g_strdup_printf ("%c(%u,%u)", column->type, column->width, column->decimals);
  return g_strdup_printf ("%c(%u)", column->type, column->width);
}

GString *
yun_shapefile_columns_to_csv (const YunShapefileColumn *columns, guint n)
{
  GString *csv = g_string_new ("\xef\xbb\xbf字段名,字段标识,中文名,英文名,单位,类型,说明\r\n");

  for (guint i = 0; i < n; i++)
    {
      const YunField  *field = columns[i].field;
      g_autofree char *zh = dup_first (field->zh);
      g_autofree char *type = dup_type (&columns[i].dbf);
      g_autofree char *note = dup_note (&columns[i]);
      const char      *cells[] = {
             columns[i].dbf.name,
             field->id,
             zh,
             field->label,
        columns[i].in_mu ? "亩" : field->unit,
             type,
             note,
      };

      for (guint k = 0; k < G_N_ELEMENTS (cells); k++)
        {
          if (k > 0)
            g_string_append_c (csv, ',');
          yun_csv_append_cell (csv, cells[k]);
        }
      g_string_append (csv, "\r\n");
    }
  return csv;
}
