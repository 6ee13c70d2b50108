/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-zone.h"

#include <glib/gi18n-lib.h>

struct _YunZone
{
  YunRecord parent_instance;

  int   code;
  char *name_en;
  char *role;
  char *members;
};

G_DEFINE_FINAL_TYPE (YunZone, yun_zone, YUN_TYPE_RECORD)

#define AT(member) G_STRUCT_OFFSET (YunZone, member)

static const YunField fields[] = {
  { "code", "code", YUN_KIND_ENUM, AT (code), N_ ("Code"), "代码", NULL, &yun_enum_zone, NULL,
    YUN_FIELD_COLUMN },
  { "name-en", "name_en", YUN_KIND_TEXT, AT (name_en), N_ ("English name"), "英文名", NULL, NULL,
    NULL, YUN_FIELD_SEARCH },
  { "role", "role", YUN_KIND_TEXT, AT (role), N_ ("Role"), "定位", NULL, NULL, NULL,
    YUN_FIELD_LONG },
  { "members", "members", YUN_KIND_LIST, AT (members), N_ ("Members"), "范围;成员", NULL, NULL,
    NULL, YUN_FIELD_COLUMN },
};

static const YunPortrait portrait = {
  YUN_PLURAL ("%s zone", "%s zones"),
  .orders = { [YUN_ORDER_SEARCH] = 60, [YUN_ORDER_FILTER] = 60, [YUN_ORDER_PLACE] = 60 },
  .traits = YUN_PORTRAIT_COVERS,
  .keys = "code",
  .names = "name;name-en",
};

const YunEntity yun_entity_zone = {
  "zone",
  "zones",
  N_ ("Zones"),
  "分区",
  yun_zone_get_type,
  YUN_SHAPE_POLYGON,
  fields,
  G_N_ELEMENTS (fields),
  &portrait,
};

static void
yun_zone_class_init (YunZoneClass *klass)
{
  YUN_RECORD_CLASS (klass)->entity = &yun_entity_zone;
}

static void
yun_zone_init (YunZone *self)
{
}
