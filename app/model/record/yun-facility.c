/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-facility.h"

#include <glib/gi18n-lib.h>

struct _YunFacility
{
  YunRecord parent_instance;

  int   kind;
  char *name_en;
  char *operator;
  char *capability;
  char *condition;
  char *town;
  int   zone;
  char *park;
  char *address;
};

G_DEFINE_FINAL_TYPE (YunFacility, yun_facility, YUN_TYPE_RECORD)

static const YunEnumValue kind_values[] = {
  { "ground-station", N_ ("Ground station"), "地面站", NULL },
  { "operation-centre", N_ ("Operation centre"), "运控中心;运营中心", NULL },
  { "computing-centre", N_ ("Computing centre"), "算力中心", NULL },
  { "laboratory", N_ ("Laboratory"), "实验室", NULL },
  { "incubator", N_ ("Incubator"), "孵化器", NULL },
  { "factory", N_ ("Factory"), "工厂", NULL },
  { "innovation-centre", N_ ("Innovation centre"), "创新中心", NULL },
  { "observatory", N_ ("Observatory"), "天文台", NULL },
  { "ttc-system", N_ ("TT&C system"), "测运控系统", NULL },
};

const YunEnum yun_enum_facility_kind = { kind_values, G_N_ELEMENTS (kind_values), 9 };

#define AT(member) G_STRUCT_OFFSET (YunFacility, member)

static const YunField fields[] = {
  { "kind", "kind", YUN_KIND_ENUM, AT (kind), N_ ("Kind"), "类型;类别", NULL,
    &yun_enum_facility_kind, NULL, YUN_FIELD_COLUMN },
  { "name-en", "name_en", YUN_KIND_TEXT, AT (name_en), N_ ("English name"), "英文名", NULL, NULL,
    NULL, YUN_FIELD_SEARCH },
  { "operator", "operator", YUN_KIND_TEXT, AT (operator), N_ ("Operator"), "运营方;运营单位", NULL,
    NULL, NULL, YUN_FIELD_SEARCH | YUN_FIELD_COLUMN },
  { "capability", "capability", YUN_KIND_TEXT, AT (capability), N_ ("Capability"), "能力;功能",
    NULL, NULL, NULL, YUN_FIELD_LONG },
  { "condition", "condition", YUN_KIND_TEXT, AT (condition), N_ ("Condition"), "建设状态;进展",
    NULL, NULL, NULL, YUN_FIELD_COLUMN },
  { "town", "town", YUN_KIND_TEXT, AT (town), N_ ("Town"), "街镇;镇;街道", NULL, NULL, "town",
    YUN_FIELD_COLUMN },
  { "zone", "zone", YUN_KIND_ENUM, AT (zone), N_ ("Zone"), "片区;分区;布局", NULL, &yun_enum_zone,
    "zone", YUN_FIELD_COLUMN },
  { "park", "park", YUN_KIND_TEXT, AT (park), N_ ("Park"), "园区;所属园区", NULL, NULL, "park",
    YUN_FIELD_COLUMN },
  { "address", "address", YUN_KIND_TEXT, AT (address), N_ ("Address"), "地址", NULL, NULL, NULL,
    YUN_FIELD_SEARCH },
};

const YunEntity yun_entity_facility = {
  "facility",      "facilities", N_ ("Facilities"),     "设施", yun_facility_get_type,
  YUN_SHAPE_POINT, fields,       G_N_ELEMENTS (fields),
};

static void
yun_facility_class_init (YunFacilityClass *klass)
{
  YUN_RECORD_CLASS (klass)->entity = &yun_entity_facility;
}

static void
yun_facility_init (YunFacility *self)
{
}
