/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-town.h"

#include <glib/gi18n-lib.h>

struct _YunTown
{
  YunRecord parent_instance;

  char *code;
  int   kind;
  int   zone;
  char *name_en;
};

G_DEFINE_FINAL_TYPE (YunTown, yun_town, YUN_TYPE_RECORD)

static const YunEnumValue kind_values[] = {
  { "street", N_ ("Street"), "街道", NULL },
  { "town", N_ ("Town"), "镇", NULL },
};

static const YunEnum kind = { kind_values, G_N_ELEMENTS (kind_values), 2 };

#define AT(member) G_STRUCT_OFFSET (YunTown, member)

static const YunField fields[] = {
  { "code", "code", YUN_KIND_TEXT, AT (code), N_ ("Code"), "代码", NULL, NULL, NULL,
    YUN_FIELD_COLUMN },
  { "kind", "kind", YUN_KIND_ENUM, AT (kind), N_ ("Kind"), "类型;类别", NULL, &kind, NULL,
    YUN_FIELD_COLUMN },
  { "zone", "zone", YUN_KIND_ENUM, AT (zone), N_ ("Zone"), "片区;分区;布局", NULL, &yun_enum_zone,
    "zone", YUN_FIELD_COLUMN },
  { "name-en", "name_en", YUN_KIND_TEXT, AT (name_en), N_ ("English name"), "英文名", NULL, NULL,
    NULL, YUN_FIELD_SEARCH },
};

static const YunPortrait portrait = {
  YUN_PLURAL ("%s town", "%s towns"),
  .orders = { [YUN_ORDER_SEARCH] = 50, [YUN_ORDER_FILTER] = 50, [YUN_ORDER_PLACE] = 40 },
  .traits = YUN_PORTRAIT_COVERS | YUN_PORTRAIT_HINTS,
  .keys = "code",
  .names = "name;name-en",
  .code = "code",
  .beside_else = "zone",
};

const YunEntity yun_entity_town = {
  "town",
  "towns",
  N_ ("Towns"),
  "街镇",
  yun_town_get_type,
  YUN_SHAPE_POLYGON,
  fields,
  G_N_ELEMENTS (fields),
  &portrait,
};

static void
yun_town_class_init (YunTownClass *klass)
{
  YUN_RECORD_CLASS (klass)->entity = &yun_entity_town;
}

static void
yun_town_init (YunTown *self)
{
}
