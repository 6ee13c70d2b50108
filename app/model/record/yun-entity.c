/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-record-private.h"

#include "yun-facility.h"
#include "yun-firm.h"
#include "yun-park.h"
#include "yun-plot.h"
#include "yun-town.h"
#include "yun-zone.h"

#include <glib/gi18n-lib.h>

static const YunEntity *const entities[] = {
  &yun_entity_zone, &yun_entity_town, &yun_entity_park,
  &yun_entity_plot, &yun_entity_firm, &yun_entity_facility,
};

#define N_ENTITIES G_N_ELEMENTS (entities)

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

guint
yun_entity_get_index (const YunEntity *self)
{
  for (guint i = 0; i < N_ENTITIES; i++)
    if (entities[i] == self)
      return i;
  g_assert_not_reached ();
}

const char *
yun_entity_get_label (const YunEntity *self)
{
  return _ (self->label);
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
