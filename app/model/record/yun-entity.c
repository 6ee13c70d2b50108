/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-record-private.h"

#include "yun-facility.h"
#include "yun-firm.h"
#include "yun-office.h"
#include "yun-park.h"
#include "yun-plot.h"
#include "yun-task.h"
#include "yun-text.h"
#include "yun-town.h"
#include "yun-unit.h"
#include "yun-zone.h"

#include <glib/gi18n-lib.h>

static const YunEntity *const entities[] = {
  &yun_entity_zone, &yun_entity_town,     &yun_entity_park, &yun_entity_plot,
  &yun_entity_firm, &yun_entity_facility, &yun_entity_task, &yun_entity_unit,
};

#define N_ENTITIES G_N_ELEMENTS (entities)

G_STATIC_ASSERT (N_ENTITIES <= 8 * sizeof (YunEntityBits));

/* For each entity its fields in the order of forms, made once. */
static const YunField **field_lists[N_ENTITIES];
static guint            n_fields[N_ENTITIES];

static gpointer
make_field_lists (gpointer unused)
{
  guint           n_common;
  const YunField *common = yun_record_get_common_fields (&n_common);

  for (guint e = 0; e < N_ENTITIES; e++)
    {
      GPtrArray *list = g_ptr_array_new ();

      g_ptr_array_add (list, (gpointer) &common[0]); /* the name */
      for (guint i = 0; i < entities[e]->n_own; i++)
        g_ptr_array_add (list, (gpointer) &entities[e]->own[i]);
      for (guint i = 1; i < n_common; i++)
        if (entities[e]->shape != YUN_SHAPE_NONE || !yun_record_is_place_field (&common[i]))
          g_ptr_array_add (list, (gpointer) &common[i]);
      n_fields[e] = list->len;
      g_ptr_array_add (list, NULL);
      field_lists[e] = (const YunField **) g_ptr_array_free (list, FALSE);
    }
  return NULL;
}

const YunEntity *const *
yun_entity_list (guint *n)
{
  if (n != NULL)
    *n = N_ENTITIES;
  return entities;
}

/* For each order the entities that are in it, made once. */
static const YunEntity *orders[YUN_N_ORDERS][N_ENTITIES + 1];
static guint            n_in_order[YUN_N_ORDERS];

static gpointer
make_orders (gpointer unused)
{
  for (guint o = 0; o < YUN_N_ORDERS; o++)
    for (guint i = 0; i < N_ENTITIES; i++)
      {
        guint rank = entities[i]->portrait->orders[o], at = n_in_order[o];

        if (rank == 0)
          continue;
        for (; at > 0 && orders[o][at - 1]->portrait->orders[o] > rank; at--)
          orders[o][at] = orders[o][at - 1];
        orders[o][at] = entities[i];
        n_in_order[o]++;
      }
  return NULL;
}

const YunEntity *const *
yun_entity_list_in (YunEntityOrder order, guint *n)
{
  static GOnce once = G_ONCE_INIT;

  g_return_val_if_fail (order < YUN_N_ORDERS, NULL);

  g_once (&once, make_orders, NULL);
  if (n != NULL)
    *n = n_in_order[order];
  return orders[order];
}

const YunEntity *
yun_entity_find (const char *word)
{
  g_return_val_if_fail (word != NULL, NULL);

  for (guint i = 0; i < N_ENTITIES; i++)
    if (g_ascii_strcasecmp (word, entities[i]->id) == 0 ||
        g_ascii_strcasecmp (word, entities[i]->plural) == 0 || strcmp (word, entities[i]->zh) == 0)
      return entities[i];
  return NULL;
}

gboolean
yun_entity_can_be_point (const YunEntity *self)
{
  return self->shape == YUN_SHAPE_POINT || self->shape == YUN_SHAPE_ANY;
}

guint
yun_entity_get_index (const YunEntity *self)
{
  for (guint i = 0; i < N_ENTITIES; i++)
    if (entities[i] == self)
      return i;
  g_assert_not_reached ();
}

YunEntityBits
yun_entity_get_bit (const YunEntity *self)
{
  return (YunEntityBits) 1 << yun_entity_get_index (self);
}

const char *
yun_entity_get_label (const YunEntity *self)
{
  return _ (self->label);
}

char *
yun_entity_format_count (const YunEntity *self, gint64 count)
{
  g_autofree char *number = yun_number_format ((double) count, 0);
  const char      *format = g_dngettext (GETTEXT_PACKAGE, self->portrait->count_one,
                                         self->portrait->count_many, (gulong) count);

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return g_strdup_printf (format, number);
#pragma GCC diagnostic pop
}

const YunField *const *
yun_entity_get_fields (const YunEntity *self, guint *n)
{
  static GOnce once = G_ONCE_INIT;
  guint        index = yun_entity_get_index (self);

  g_once (&once, make_field_lists, NULL);
  if (n != NULL)
    *n = n_fields[index];
  return field_lists[index];
}

const YunField *
yun_entity_get_field (const YunEntity *self, const char *word)
{
  const YunField *const *fields = yun_entity_get_fields (self, NULL);

  for (guint i = 0; fields[i] != NULL; i++)
    if (g_ascii_strcasecmp (fields[i]->id, word) == 0)
      return fields[i];
  for (guint i = 0; fields[i] != NULL; i++)
    if (yun_field_has_name (fields[i], word))
      return fields[i];
  return NULL;
}

const YunField *
yun_entity_find_field (const YunEntity *self, const char *id)
{
  const YunField *const *fields = yun_entity_get_fields (self, NULL);

  for (guint i = 0; id != NULL && fields[i] != NULL; i++)
    if (strcmp (fields[i]->id, id) == 0)
      return fields[i];
  return NULL;
}

const YunField *
yun_field_find (const char *id)
{
  const YunEntity *const *order = yun_entity_list_in (YUN_ORDER_FILTER, NULL);
  const YunField         *field = NULL;

  for (guint i = 0; order[i] != NULL && field == NULL; i++)
    field = yun_entity_find_field (order[i], id);
  return field;
}

const YunField *
yun_entity_find_values (const YunEntity *self, const YunEnum *values)
{
  for (guint i = 0; i < self->n_own; i++)
    if (self->own[i].values == values)
      return &self->own[i];
  return NULL;
}

GPtrArray *
yun_entity_list_fields (const YunEntity *self, const char *ids)
{
  GPtrArray  *fields = g_ptr_array_new ();
  const char *item;
  gsize       length;

  for (const char *next = ids; (next = yun_text_next_item (next, &item, &length)) != NULL;)
    {
      g_autofree char *id = g_strndup (item, length);
      const YunField  *field = yun_entity_find_field (self, id);

      g_assert (field != NULL);
      g_ptr_array_add (fields, (gpointer) field);
    }
  return fields;
}

YunRecord *
yun_entity_new_record (const YunEntity *self)
{
  return g_object_new (self->get_type (), NULL);
}

const YunEntity *
yun_field_get_target (const YunField *field)
{
  if (field->ref == NULL || strcmp (field->ref, "niche") == 0)
    return NULL;
  return yun_entity_find (field->ref);
}

YunEntityBits
yun_entity_get_shown_mask (const YunEntity *self)
{
  const YunField *const *fields = yun_entity_get_fields (self, NULL);
  YunEntityBits          mask = yun_entity_get_bit (self);

  for (guint i = 0; fields[i] != NULL; i++)
    if (yun_field_is_link (fields[i]))
      mask |= yun_entity_get_bit (yun_field_get_target (fields[i]));
  return mask;
}
