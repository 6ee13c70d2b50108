/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-record-private.h"
#include "yun-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef struct
{
  gint64   id;
  gint64   revision;
  YunGeom *shape; /* (owned) (nullable) */

  /* All text members: (owned) (nullable), freed through the field rows. */
  char  *uid;
  char  *name;
  int    accuracy;
  double accuracy_m;
  char  *source;
  char  *source_url;
  char  *source_date;
  int    source_grade;
  char  *note;
  char  *pinyin;
  char  *created;
  char  *updated;

  GHashTable *link_labels; /* (owned) (nullable): YunField → text (owned) */
} YunRecordPrivate;

G_DEFINE_QUARK (yun_model_error_quark, yun_model_error)
G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (YunRecord, yun_record, G_TYPE_OBJECT)

#define AT(member) G_STRUCT_OFFSET (YunRecordPrivate, member)

static const YunField common_fields[] = {
  { "name", "name", YUN_KIND_TEXT, AT (name), N_ ("Name"), "名称;名字", NULL, NULL, NULL,
    YUN_FIELD_SEARCH | YUN_FIELD_COLUMN },
  { "accuracy", "accuracy", YUN_KIND_ENUM, AT (accuracy), N_ ("Position accuracy"), "位置精度;精度",
    NULL, &yun_enum_accuracy, NULL, YUN_FIELD_DEFAULT, .section = N_ ("Place") },
  { "accuracy-m", "accuracy_m", YUN_KIND_REAL, AT (accuracy_m), N_ ("Position error"), "位置误差",
    "m", NULL, NULL, YUN_FIELD_DEFAULT, .range = &yun_range_amount },
  { "source", "source", YUN_KIND_TEXT, AT (source), N_ ("Source"), "来源", NULL, NULL, NULL,
    YUN_FIELD_LONG, .section = N_ ("Source") },
  { "source-url", "source_url", YUN_KIND_TEXT, AT (source_url), N_ ("Source address"), "来源网址",
    NULL, NULL, NULL, YUN_FIELD_LONG, .short_name = "src_url" },
  { "source-date", "source_date", YUN_KIND_DATE, AT (source_date), N_ ("Source date"), "来源日期",
    NULL, NULL, NULL, YUN_FIELD_FACET, .range = &yun_range_past_day, .short_name = "src_date" },
  { "source-grade", "source_grade", YUN_KIND_ENUM, AT (source_grade), N_ ("Source grade"),
    "来源等级", NULL, &yun_enum_grade, NULL, YUN_FIELD_FACET, .short_name = "src_grade" },
  { "note", "note", YUN_KIND_TEXT, AT (note), N_ ("Note"), "备注", NULL, NULL, NULL, YUN_FIELD_LONG,
    .section = N_ ("Note and Pinyin") },
  { "pinyin", "pinyin", YUN_KIND_TEXT, AT (pinyin), N_ ("Pinyin of the name"), "拼音;名称拼音",
    NULL, NULL, NULL, YUN_FIELD_DEFAULT },
  { "uid", "uid", YUN_KIND_TEXT, AT (uid), N_ ("Identifier"), "标识", NULL, NULL, NULL,
    YUN_FIELD_SYSTEM },
  { "created", "created", YUN_KIND_DATE, AT (created), N_ ("Entered"), "录入日期", NULL, NULL, NULL,
    YUN_FIELD_SYSTEM },
  { "updated", "updated", YUN_KIND_DATE, AT (updated), N_ ("Updated"), "更新日期", NULL, NULL, NULL,
    YUN_FIELD_SYSTEM },
};

static void
yun_record_constructed (GObject *object)
{
  YunRecord             *self = YUN_RECORD (object);
  YunRecordPrivate      *priv = yun_record_get_instance_private (self);
  const YunField *const *fields = yun_entity_get_fields (yun_record_get_entity (self), NULL);

  for (guint i = 0; fields[i] != NULL; i++)
    switch (fields[i]->kind)
      {
      case YUN_KIND_INT:
        yun_record_set_int (self, fields[i], G_MININT64);
        break;
      case YUN_KIND_REAL:
        yun_record_set_real (self, fields[i], NAN);
        break;
      case YUN_KIND_ENUM:
        yun_record_set_int (self, fields[i], -1);
        break;
      default:
        break;
      }
  priv->uid = g_uuid_string_random ();
  G_OBJECT_CLASS (yun_record_parent_class)->constructed (object);
}

static void
yun_record_finalize (GObject *object)
{
  YunRecord             *self = YUN_RECORD (object);
  YunRecordPrivate      *priv = yun_record_get_instance_private (self);
  const YunField *const *fields = yun_entity_get_fields (yun_record_get_entity (self), NULL);

  for (guint i = 0; fields[i] != NULL; i++)
    if (yun_field_is_text (fields[i]))
      g_free (*(char **) yun_record_peek (self, fields[i]));
  g_clear_pointer (&priv->shape, yun_geom_unref);
  g_clear_pointer (&priv->link_labels, g_hash_table_unref);
  G_OBJECT_CLASS (yun_record_parent_class)->finalize (object);
}

static void
yun_record_class_init (YunRecordClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = yun_record_constructed;
  G_OBJECT_CLASS (klass)->finalize = yun_record_finalize;
}

static void
yun_record_init (YunRecord *self)
{
}

const YunField *
yun_record_get_common_fields (guint *n)
{
  *n = G_N_ELEMENTS (common_fields);
  return common_fields;
}

gboolean
yun_record_is_place_field (const YunField *field)
{
  return field->offset == AT (accuracy) || field->offset == AT (accuracy_m);
}

gpointer
yun_record_peek (YunRecord *self, const YunField *field)
{
  if (field >= common_fields && field < common_fields + G_N_ELEMENTS (common_fields))
    return G_STRUCT_MEMBER_P (yun_record_get_instance_private (self), field->offset);
  return G_STRUCT_MEMBER_P (self, field->offset);
}

const YunEntity *
yun_record_get_entity (YunRecord *self)
{
  return YUN_RECORD_GET_CLASS (self)->entity;
}

gint64
yun_record_get_id (YunRecord *self)
{
  return ((YunRecordPrivate *) yun_record_get_instance_private (self))->id;
}

void
yun_record_set_id (YunRecord *self, gint64 id)
{
  ((YunRecordPrivate *) yun_record_get_instance_private (self))->id = id;
}

gint64
yun_record_get_revision (YunRecord *self)
{
  return ((YunRecordPrivate *) yun_record_get_instance_private (self))->revision;
}

void
yun_record_set_revision (YunRecord *self, gint64 revision)
{
  ((YunRecordPrivate *) yun_record_get_instance_private (self))->revision = revision;
}

const char *
yun_record_get_uid (YunRecord *self)
{
  return ((YunRecordPrivate *) yun_record_get_instance_private (self))->uid;
}

const char *
yun_record_get_name (YunRecord *self)
{
  const char *name = ((YunRecordPrivate *) yun_record_get_instance_private (self))->name;

  return name != NULL ? name : "";
}

YunGeom *
yun_record_get_shape (YunRecord *self)
{
  return ((YunRecordPrivate *) yun_record_get_instance_private (self))->shape;
}

void
yun_record_set_shape (YunRecord *self, YunGeom *shape)
{
  YunRecordPrivate *priv = yun_record_get_instance_private (self);

  if (shape != NULL)
    yun_geom_ref (shape);
  g_clear_pointer (&priv->shape, yun_geom_unref);
  priv->shape = shape;
}

gboolean
yun_record_is_known (YunRecord *self, const YunField *field)
{
  switch (field->kind)
    {
    case YUN_KIND_INT:
      return yun_record_get_int (self, field) != G_MININT64;
    case YUN_KIND_REAL:
      return !isnan (yun_record_get_real (self, field));
    case YUN_KIND_ENUM:
      return yun_record_get_int (self, field) >= 0;
    case YUN_KIND_SET:
      return yun_record_get_int (self, field) != 0;
    default:
      return yun_record_get_text (self, field) != NULL;
    }
}

const char *
yun_record_get_text (YunRecord *self, const YunField *field)
{
  g_return_val_if_fail (yun_field_is_text (field), NULL);

  return *(char **) yun_record_peek (self, field);
}

gint64
yun_record_get_int (YunRecord *self, const YunField *field)
{
  gpointer member = yun_record_peek (self, field);

  if (field->kind == YUN_KIND_INT)
    return *(gint64 *) member;
  if (field->kind == YUN_KIND_ENUM)
    return *(int *) member;
  g_return_val_if_fail (field->kind == YUN_KIND_SET, 0);
  return *(guint *) member;
}

double
yun_record_get_real (YunRecord *self, const YunField *field)
{
  g_return_val_if_fail (field->kind == YUN_KIND_REAL, NAN);

  return *(double *) yun_record_peek (self, field);
}

void
yun_record_set_text (YunRecord *self, const YunField *field, const char *value)
{
  char **member = yun_record_peek (self, field);
  char  *copy;

  g_return_if_fail (yun_field_is_text (field));

  copy = value != NULL && *value != '\0' ? g_strdup (value) : NULL;
  if (yun_field_is_link (field) && g_strcmp0 (copy, *member) != 0)
    yun_record_set_link_labels (self, field, NULL);
  g_free (*member);
  *member = copy;
}

const char *
yun_record_get_link_labels (YunRecord *self, const YunField *field)
{
  YunRecordPrivate *priv = yun_record_get_instance_private (self);

  return priv->link_labels != NULL ? g_hash_table_lookup (priv->link_labels, field) : NULL;
}

void
yun_record_set_link_labels (YunRecord *self, const YunField *field, const char *labels)
{
  YunRecordPrivate *priv = yun_record_get_instance_private (self);

  g_return_if_fail (yun_field_is_link (field));

  if (labels == NULL)
    {
      if (priv->link_labels != NULL)
        g_hash_table_remove (priv->link_labels, field);
      return;
    }
  if (priv->link_labels == NULL)
    priv->link_labels = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_hash_table_insert (priv->link_labels, (gpointer) field, g_strdup (labels));
}

void
yun_record_set_int (YunRecord *self, const YunField *field, gint64 value)
{
  gpointer member = yun_record_peek (self, field);

  if (field->kind == YUN_KIND_INT)
    *(gint64 *) member = value;
  else if (field->kind == YUN_KIND_ENUM)
    *(int *) member = value < 0 || value >= field->values->n_plain ? -1 : (int) value;
  else if (field->kind == YUN_KIND_SET)
    *(guint *) member = (guint) value & ((1u << field->values->n_plain) - 1);
  else
    g_return_if_reached ();
}

void
yun_record_set_real (YunRecord *self, const YunField *field, double value)
{
  g_return_if_fail (field->kind == YUN_KIND_REAL);

  *(double *) yun_record_peek (self, field) = isfinite (value) ? value : NAN;
}

void
yun_record_derive (YunRecord *self, const YunLinkSource *source)
{
  YunRecordClass *klass = YUN_RECORD_GET_CLASS (self);

  if (klass->derive != NULL)
    klass->derive (self, source);
}

const char *
yun_record_get_pinyin (YunRecord *self)
{
  return ((YunRecordPrivate *) yun_record_get_instance_private (self))->pinyin;
}

/* "ge si hang tian": joined and as initials, as what is computed. */
static void
append_pinyin (GString *out, const char *pinyin)
{
  g_auto (GStrv)      syllables = NULL;
  g_autoptr (GString) initials = g_string_new (NULL);
  g_autofree char    *plain = NULL;
  g_autofree char    *joined = NULL;

  if (pinyin == NULL)
    return;
  plain = yun_text_normalise (pinyin);
  syllables = g_strsplit (plain, " ", -1);
  joined = g_strjoinv ("", syllables);
  for (char **syllable = syllables; *syllable != NULL; syllable++)
    g_string_append_unichar (initials, g_utf8_get_char (*syllable));
  g_string_append_printf (out, "%s\n%s\n", joined, initials->str);
}

char *
yun_record_dup_search_text (YunRecord *self)
{
  const YunField *const *fields = yun_entity_get_fields (yun_record_get_entity (self), NULL);
  GString               *out = g_string_new ("\n");

  append_pinyin (out, yun_record_get_pinyin (self));
  for (guint i = 0; fields[i] != NULL; i++)
    if ((fields[i]->flags & YUN_FIELD_SEARCH) != 0 && !yun_field_is_link (fields[i]))
      {
        const char *text = yun_record_get_text (self, fields[i]);
        const char *item;
        gsize       length;

        for (const char *next = text; (next = yun_text_next_item (next, &item, &length)) != NULL;)
          {
            g_autofree char *word = g_strndup (item, length);

            yun_text_append_search (out, word);
          }
      }
  return g_string_free (out, FALSE);
}

void
yun_record_assign (YunRecord *self, YunRecord *from)
{
  const YunField *const *fields = yun_entity_get_fields (yun_record_get_entity (self), NULL);

  g_return_if_fail (yun_record_get_entity (self) == yun_record_get_entity (from));

  for (guint i = 0; fields[i] != NULL; i++)
    if (yun_field_is_text (fields[i]))
      {
        yun_record_set_text (self, fields[i], yun_record_get_text (from, fields[i]));
        if (yun_field_is_link (fields[i]))
          yun_record_set_link_labels (self, fields[i],
                                      yun_record_get_link_labels (from, fields[i]));
      }
    else if (fields[i]->kind == YUN_KIND_REAL)
      yun_record_set_real (self, fields[i], yun_record_get_real (from, fields[i]));
    else
      yun_record_set_int (self, fields[i], yun_record_get_int (from, fields[i]));
  yun_record_set_id (self, yun_record_get_id (from));
  yun_record_set_revision (self, yun_record_get_revision (from));
  yun_record_set_shape (self, yun_record_get_shape (from));
}

YunRecord *
yun_record_copy (YunRecord *self)
{
  YunRecord *copy = yun_entity_new_record (yun_record_get_entity (self));

  yun_record_assign (copy, self);
  return copy;
}

gboolean
yun_record_equal_field (YunRecord *a, YunRecord *b, const YunField *field)
{
  double x, y;

  if (field == NULL)
    return yun_geom_equal (yun_record_get_shape (a), yun_record_get_shape (b));
  if (yun_field_is_text (field))
    return g_strcmp0 (yun_record_get_text (a, field), yun_record_get_text (b, field)) == 0;
  if (field->kind != YUN_KIND_REAL)
    return yun_record_get_int (a, field) == yun_record_get_int (b, field);
  x = yun_record_get_real (a, field);
  y = yun_record_get_real (b, field);
  return isnan (x) || isnan (y) ? isnan (x) && isnan (y) : !(x < y || x > y);
}

gboolean
yun_record_equal (YunRecord *a, YunRecord *b)
{
  const YunField *const *fields = yun_entity_get_fields (yun_record_get_entity (a), NULL);

  if (yun_record_get_entity (a) != yun_record_get_entity (b))
    return FALSE;
  for (guint i = 0; fields[i] != NULL; i++)
    if (strcmp (fields[i]->id, "created") != 0 && strcmp (fields[i]->id, "updated") != 0 &&
        !yun_record_equal_field (a, b, fields[i]))
      return FALSE;
  return yun_record_equal_field (a, b, NULL);
}
