/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-chain.h"
#include "yun-record-private.h"
#include "yun-town.h"
#include "yun-text.h"

/* (nullable): the town of the district that a record of a town stands for, whatever it is called
 * today. */
static const YunDistrictTown *
look_up_town (const char *uid, const YunLinkSource *source)
{
  g_autofree char *code =
    source != NULL ? source->dup_value (source, &yun_entity_town, uid, "code") : NULL;

  return yun_chain_find_town (code != NULL ? code : uid);
}

const YunDistrictTown *
yun_record_find_town (YunRecord *self, const YunLinkSource *source)
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
      const YunDistrictTown *town = look_up_town (word, source);

      if (town != NULL)
        return town;
    }
  return NULL;
}

gboolean
yun_record_is_zone_of_town (YunRecord *self)
{
  const YunField *town = yun_entity_get_field (yun_record_get_entity (self), "town");
  const YunField *zone = yun_entity_get_field (yun_record_get_entity (self), "zone");
  guint           zones = 0, said;
  const char     *item;
  gsize           length;

  if (town == NULL || zone == NULL || zone->values != &yun_enum_zone ||
      !yun_record_is_known (self, zone))
    return TRUE;
  said = (guint) yun_record_get_int (self, zone);
  for (const char *next = yun_record_get_text (self, town);
       (next = yun_text_next_item (next, &item, &length)) != NULL;)
    {
      g_autofree char       *uid = g_strndup (item, length);
      const YunDistrictTown *of = yun_chain_find_town (uid);

      if (of != NULL)
        zones |= 1u << yun_enum_find (&yun_enum_zone, of->zone);
    }
  return zones == 0 || (zones & (zone->kind == YUN_KIND_ENUM ? 1u << said : said)) != 0;
}

int
yun_record_find_zone (YunRecord *self, const YunLinkSource *source)
{
  const YunField        *field = yun_entity_get_field (yun_record_get_entity (self), "town");
  const YunDistrictTown *town;
  const char            *item;
  gsize                  length;

  for (const char *next = yun_record_get_text (self, field);
       source != NULL && (next = yun_text_next_item (next, &item, &length)) != NULL;)
    {
      g_autofree char *uid = g_strndup (item, length);
      g_autofree char *zone = source->dup_value (source, &yun_entity_town, uid, "zone");

      if (zone != NULL)
        return yun_enum_find (&yun_enum_zone, zone);
    }
  town = yun_record_find_town (self, source);
  return town != NULL ? yun_enum_find (&yun_enum_zone, town->zone) : -1;
}

void
yun_record_place_by_town (YunRecord *self, const YunLinkSource *source)
{
  const YunEntity       *entity = yun_record_get_entity (self);
  const YunField        *accuracy = yun_entity_get_field (entity, "accuracy");
  YunGeom               *shape = yun_record_get_shape (self);
  const YunDistrictTown *town;
  g_autoptr (YunGeom)    point = NULL;

  if (!yun_entity_can_be_point (entity))
    return;
  if (shape != NULL && (yun_record_get_int (self, accuracy) != YUN_ACCURACY_TOWN ||
                        yun_geom_get_kind (shape) != YUN_GEOM_POINT))
    return;
  town = yun_record_find_town (self, source);
  if (town != NULL)
    point = yun_geom_new_point (town->lon, town->lat);
  yun_record_set_shape (self, point);
  yun_record_set_int (self, accuracy, point != NULL ? YUN_ACCURACY_TOWN : YUN_ACCURACY_NONE);
}

gboolean
yun_record_move (YunRecord *self, YunGeom *shape)
{
  const YunEntity *entity = yun_record_get_entity (self);
  const YunField  *accuracy = yun_entity_get_field (entity, "accuracy");
  const int        old = (int) yun_record_get_int (self, accuracy);

  yun_record_set_shape (self, shape);
  if (shape != NULL && old >= 0 && old < YUN_ACCURACY_TOWN)
    return FALSE;
  yun_record_set_int (self, accuracy, shape != NULL ? YUN_ACCURACY_UNKNOWN : YUN_ACCURACY_NONE);
  yun_record_parse_value (self, yun_entity_get_field (entity, "accuracy-m"), NULL, NULL);
  return shape != NULL;
}

gboolean
yun_record_is_placed (YunRecord *self)
{
  const YunField *field = yun_entity_find_field (yun_record_get_entity (self), "accuracy");
  int accuracy = field != NULL ? (int) yun_record_get_int (self, field) : YUN_ACCURACY_UNKNOWN;

  return yun_record_get_shape (self) != NULL && accuracy != YUN_ACCURACY_TOWN &&
         accuracy != YUN_ACCURACY_NONE;
}
