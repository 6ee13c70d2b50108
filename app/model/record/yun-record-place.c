/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-chain.h"
#include "yun-record.h"
#include "yun-text.h"

/* (nullable): the first of the record's towns that is one of the district. */
static const YunDistrictTown *
find_town (YunRecord *self)
{
  const YunField *field = yun_entity_get_field (yun_record_get_entity (self), "town");
  const char     *item;
  gsize           length;

  if (field == NULL)
    return NULL;
  for (const char *next = yun_record_get_text (self, field);
       (next = yun_text_next_item (next, &item, &length)) != NULL;)
    {
      g_autofree char       *word = g_strndup (item, length);
      const YunDistrictTown *town = yun_chain_find_town (word);

      if (town != NULL)
        return town;
    }
  return NULL;
}

void
yun_record_place_by_town (YunRecord *self)
{
  const YunEntity       *entity = yun_record_get_entity (self);
  const YunField        *accuracy = yun_entity_get_field (entity, "accuracy");
  YunGeom               *shape = yun_record_get_shape (self);
  const YunDistrictTown *town;
  g_autoptr (YunGeom)    point = NULL;

  if (entity->shape != YUN_SHAPE_POINT && entity->shape != YUN_SHAPE_ANY)
    return;
  if (shape != NULL && (yun_record_get_int (self, accuracy) != YUN_ACCURACY_TOWN ||
                        yun_geom_get_kind (shape) != YUN_GEOM_POINT))
    return;
  town = find_town (self);
  if (town != NULL)
    point = yun_geom_new_point (town->lon, town->lat);
  yun_record_set_shape (self, point);
  yun_record_set_int (self, accuracy, point != NULL ? YUN_ACCURACY_TOWN : YUN_ACCURACY_NONE);
}
