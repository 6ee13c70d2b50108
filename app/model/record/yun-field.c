/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-field.h"
#include "yun-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static const YunEnumValue segment_values[] = {
  { "satellite", N_ ("Satellite"), "卫星;星", NULL },
  { "rocket", N_ ("Rocket"), "火箭;箭", NULL },
  { "terminal", N_ ("Terminal"), "终端;端", NULL },
  { "operation", N_ ("Operation"), "运营;网", NULL },
};

static const YunEnumValue zone_values[] = {
  { "core", N_ ("Core"), "核心;核心区;一核", NULL },
  { "north", N_ ("North belt"), "北带;北", NULL },
  { "south", N_ ("South belt"), "南带;南", NULL },
  { "outside", N_ ("Outside the layout"), "布局外;外围", NULL },
  { "belts", N_ ("Both belts"), "两带", "north;south" },
};

static const YunEnumValue accuracy_values[] = {
  { "surveyed", N_ ("Surveyed"), "实测", NULL },
  { "approximate", N_ ("Approximate"), "近似", NULL },
  { "schematic", N_ ("Schematic"), "示意", NULL },
  { "town", N_ ("Only the town is known"), "仅知街镇", NULL },
  { "none", N_ ("No position"), "无位置", NULL },
};

static const YunEnumValue grade_values[] = {
  { "A", N_ ("A, official"), "官方", NULL },
  { "B", N_ ("B, press or copy"), "报道;转载", NULL },
  { "C", N_ ("C, other"), "其他", NULL },
};

const YunRange yun_range_amount = { 0, INFINITY, FALSE };
const YunRange yun_range_year = { 1800, 2200, FALSE };
const YunRange yun_range_past_day = { 1800, 2200, TRUE };

const YunEnum yun_enum_segment = { segment_values, G_N_ELEMENTS (segment_values), 4 };
const YunEnum yun_enum_zone = { zone_values, G_N_ELEMENTS (zone_values), 4 };
const YunEnum yun_enum_accuracy = { accuracy_values, G_N_ELEMENTS (accuracy_values), 5 };
const YunEnum yun_enum_grade = { grade_values, G_N_ELEMENTS (grade_values), 3 };

/* The words of our tables are in their normal form but for capitals, so only the word asked for is
 * normalised. */
static gboolean
list_has_normal (const char *list, const char *normal)
{
  const char *item;
  gsize       length;

  for (const char *next = list; (next = yun_text_next_item (next, &item, &length)) != NULL;)
    if (strlen (normal) == length && g_ascii_strncasecmp (item, normal, length) == 0)
      return TRUE;
  return FALSE;
}

int
yun_enum_find (const YunEnum *self, const char *word)
{
  g_autofree char *normal = NULL;

  g_return_val_if_fail (self != NULL && word != NULL, -1);

  for (int i = 0; i < self->n_values; i++)
    if (g_ascii_strcasecmp (self->values[i].id, word) == 0)
      return i;
  normal = yun_text_normalise (word);
  for (int i = 0; i < self->n_values; i++)
    if (list_has_normal (self->values[i].zh, normal) ||
        g_ascii_strcasecmp (self->values[i].label, word) == 0)
      return i;
  return -1;
}

guint
yun_enum_get_mask (const YunEnum *self, int index)
{
  const char *item;
  gsize       length;
  guint       mask = 0;

  g_return_val_if_fail (index >= 0 && index < self->n_values, 0);

  if (self->values[index].group == NULL)
    return 1u << index;
  for (const char *next = self->values[index].group;
       (next = yun_text_next_item (next, &item, &length)) != NULL;)
    for (int i = 0; i < self->n_plain; i++)
      if (strlen (self->values[i].id) == length && strncmp (self->values[i].id, item, length) == 0)
        mask |= 1u << i;
  return mask;
}

int
yun_enum_find_id (const YunEnum *self, const char *id)
{
  if (id != NULL)
    for (int i = 0; i < self->n_plain; i++)
      if (strcmp (self->values[i].id, id) == 0)
        return i;
  return -1;
}

guint
yun_enum_find_ids (const YunEnum *self, const char *ids)
{
  const char *item;
  gsize       length;
  guint       bits = 0;

  for (const char *next = ids;
       next != NULL && (next = yun_text_next_item (next, &item, &length)) != NULL;)
    for (int i = 0; i < self->n_plain; i++)
      if (strncmp (self->values[i].id, item, length) == 0 && self->values[i].id[length] == '\0')
        bits |= 1u << i;
  return bits;
}

char *
yun_enum_print_set (const YunEnum *self, guint bits)
{
  GString *out;

  if (bits == 0)
    return NULL;
  out = g_string_new (NULL);
  for (int i = 0; i < self->n_plain; i++)
    if ((bits & (1u << i)) != 0)
      {
        if (out->len > 0)
          g_string_append_c (out, ';');
        g_string_append (out, self->values[i].id);
      }
  return g_string_free (out, FALSE);
}

const char *
yun_enum_get_label (const YunEnum *self, int index)
{
  return index < 0 || index >= self->n_values ? "" : _ (self->values[index].label);
}

gboolean
yun_field_is_link (const YunField *self)
{
  return self->kind == YUN_KIND_LINK || self->kind == YUN_KIND_LINKS;
}

gboolean
yun_field_is_moment (const YunField *self)
{
  return self->kind == YUN_KIND_DATE &&
         (strcmp (self->id, "created") == 0 || strcmp (self->id, "updated") == 0);
}

char *
yun_field_dup_day (const YunField *self, const char *text)
{
  return yun_field_is_moment (self) ? yun_text_dup_day (text)
                                    : g_strndup (text, strcspn (text, "T"));
}

gboolean
yun_field_is_text (const YunField *self)
{
  return self->kind == YUN_KIND_TEXT || self->kind == YUN_KIND_LIST ||
         self->kind == YUN_KIND_DATE || self->kind == YUN_KIND_TERMS || yun_field_is_link (self);
}

gboolean
yun_field_has_items (const YunField *self)
{
  return self->kind == YUN_KIND_LIST || self->kind == YUN_KIND_SET || yun_field_is_link (self) ||
         (self->kind == YUN_KIND_TEXT && self->ref != NULL);
}

const char *
yun_field_get_label (const YunField *self)
{
  return _ (self->label);
}

gboolean
yun_field_has_name (const YunField *self, const char *word)
{
  g_autofree char *normal = yun_text_normalise (word);

  return g_ascii_strcasecmp (self->id, word) == 0 || list_has_normal (self->zh, normal) ||
         g_ascii_strcasecmp (self->label, word) == 0;
}

guint
yun_field_get_group (const YunField *self)
{
  /* The first one has the place in it. */
  static const char *const groups[] = {
    "accuracy;accuracy-m;area-paper;area-method",
    "standing;standing-date;standing-doc;grade;grade-year",
  };

  if (self == NULL)
    return 1;
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      const char *item;
      gsize       length;

      for (const char *next = groups[i];
           (next = yun_text_next_item (next, &item, &length)) != NULL;)
        if (strncmp (self->id, item, length) == 0 && self->id[length] == '\0')
          return i + 1;
    }
  return 0;
}
