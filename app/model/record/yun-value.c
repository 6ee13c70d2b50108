/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-value.h"

#include "yun-measure.h"
#include "yun-record-private.h"
#include "yun-unit.h"
#include "yun-wkb.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Decimals of degrees in WKT: about a millimetre. */
#define DECIMALS 8

void
yun_value_clear (YunValue *self)
{
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->labels, g_free);
  self->kind = YUN_VALUE_NULL;
}

void
yun_value_copy (const YunValue *self, YunValue *to)
{
  *to = *self;
  to->text = g_strdup (self->text);
  to->bytes = self->bytes != NULL ? g_bytes_ref (self->bytes) : NULL;
  to->labels = g_strdup (self->labels);
}

gboolean
yun_value_equal (const YunValue *a, const YunValue *b)
{
  if (a->kind != b->kind)
    return FALSE;
  switch (a->kind)
    {
    case YUN_VALUE_INT:
      return a->integer == b->integer;
    case YUN_VALUE_REAL:
      return memcmp (&a->real, &b->real, sizeof a->real) == 0;
    case YUN_VALUE_TEXT:
      return strcmp (a->text, b->text) == 0;
    case YUN_VALUE_BYTES:
      return g_bytes_equal (a->bytes, b->bytes);
    case YUN_VALUE_NULL:
    default:
      return TRUE;
    }
}

static YunGeom *
read_shape (const YunValue *self)
{
  gsize         n;
  const guint8 *data = g_bytes_get_data (self->bytes, &n);

  return data != NULL ? yun_wkb_read_blob (data, n, NULL, NULL) : NULL;
}

char *
yun_value_print (const YunValue *self)
{
  switch (self->kind)
    {
    case YUN_VALUE_INT:
      return g_strdup_printf ("%" G_GINT64_FORMAT, self->integer);
    case YUN_VALUE_REAL:
      return yun_number_print (self->real);
    case YUN_VALUE_TEXT:
      return g_utf8_make_valid (self->text, -1);
    case YUN_VALUE_BYTES:
      {
        g_autoptr (YunGeom) shape = read_shape (self);

        return shape != NULL ? yun_wkt_write (shape, DECIMALS) : NULL;
      }
    case YUN_VALUE_NULL:
    default:
      return NULL;
    }
}

char *
yun_value_format_shape (const YunGeom *shape)
{
  YunPoint at = yun_measure_label_point (shape);

  return g_strdup_printf (yun_geom_get_kind (shape) == YUN_GEOM_POLYGON
                            ? _ ("outline about %.6f, %.6f")
                            : _ ("%.6f, %.6f"),
                          at.x, at.y);
}

char *
yun_value_format (const YunValue *self, const YunEntity *entity, const YunField *field)
{
  g_autoptr (YunRecord) record = yun_entity_new_record (entity);
  char                 *plain;

  yun_value_write (self, record, field);
  if (field == NULL && yun_record_get_shape (record) != NULL)
    return yun_value_format_shape (yun_record_get_shape (record));
  if (field != NULL && yun_record_is_known (record, field))
    return yun_record_format (record, field);
  plain = yun_value_print (self);
  return plain != NULL ? plain : g_strdup (_ ("Unknown"));
}

/* ---- Records ---------------------------------------------------------------- */

static void
set_text (YunValue *out, char *text)
{
  out->kind = text != NULL ? YUN_VALUE_TEXT : YUN_VALUE_NULL;
  out->text = text;
}

static void
read_place (YunRecord *record, YunValue *out)
{
  YunGeom *shape = yun_record_get_shape (record);

  if (shape == NULL)
    return;
  out->kind = YUN_VALUE_BYTES;
  out->bytes = yun_wkb_write_blob (shape, YUN_RECORD_SRID, TRUE);
}

void
yun_value_read (YunRecord *record, const YunField *field, YunValue *out)
{
  *out = (YunValue) YUN_VALUE_INIT;
  if (field == NULL)
    {
      read_place (record, out);
      return;
    }
  if (!yun_record_is_known (record, field))
    return;
  switch (field->kind)
    {
    case YUN_KIND_INT:
      out->kind = YUN_VALUE_INT;
      out->integer = yun_record_get_int (record, field);
      break;
    case YUN_KIND_REAL:
      out->kind = YUN_VALUE_REAL;
      out->real = yun_record_get_real (record, field) + 0.0; /* no negative zero */
      break;
    case YUN_KIND_ENUM:
      set_text (out, g_strdup (field->values->values[yun_record_get_int (record, field)].id));
      break;
    case YUN_KIND_SET:
      set_text (out,
                yun_enum_print_set (field->values, (guint) yun_record_get_int (record, field)));
      break;
    default:
      set_text (out, g_strdup (yun_record_get_text (record, field)));
      out->labels = g_strdup (yun_record_get_link_labels (record, field));
      break;
    }
}

static double
get_number (const YunValue *self)
{
  if (self->kind == YUN_VALUE_INT)
    return (double) self->integer;
  return self->kind == YUN_VALUE_REAL ? self->real : NAN;
}

static const char *
get_text (const YunValue *self)
{
  return self->kind == YUN_VALUE_TEXT && g_utf8_validate (self->text, -1, NULL) ? self->text : NULL;
}

void
yun_value_write (const YunValue *self, YunRecord *record, const YunField *field)
{
  if (field == NULL)
    {
      g_autoptr (YunGeom) shape = self->kind == YUN_VALUE_BYTES ? read_shape (self) : NULL;

      yun_record_set_shape (record, shape);
      return;
    }
  switch (field->kind)
    {
    case YUN_KIND_INT:
      yun_record_set_int (record, field, self->kind == YUN_VALUE_INT ? self->integer : G_MININT64);
      break;
    case YUN_KIND_REAL:
      yun_record_set_real (record, field, get_number (self));
      break;
    case YUN_KIND_ENUM:
      yun_record_set_int (record, field, yun_enum_find_id (field->values, get_text (self)));
      break;
    case YUN_KIND_SET:
      yun_record_set_int (record, field, yun_enum_find_ids (field->values, get_text (self)));
      break;
    default:
      yun_record_set_text (record, field, get_text (self));
      if (yun_field_is_link (field) && self->labels != NULL)
        yun_record_set_link_labels (record, field, self->labels);
      break;
    }
}
