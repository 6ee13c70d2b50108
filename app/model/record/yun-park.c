/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-park.h"

#include <glib/gi18n-lib.h>

struct _YunPark
{
  YunRecord parent_instance;

  char  *aliases;
  char  *level;
  int    kind;
  char  *town;
  guint  zone;
  guint  segment;
  char  *operator;
  char  *industries;
  char  *address;
  double area;
  char  *land_area_text;
  double building_area;
  double vacant_area;
  char  *bound_east;
  char  *bound_south;
  char  *bound_west;
  char  *bound_north;
  char  *condition;
};

G_DEFINE_FINAL_TYPE (YunPark, yun_park, YUN_TYPE_RECORD)

static const YunEnumValue kind_values[] = {
  { "base", N_ ("Base"), "基地", NULL },
  { "park", N_ ("Park"), "园区", NULL },
  { "cluster", N_ ("Building cluster"), "楼宇集群", NULL },
  { "incubator", N_ ("Incubator"), "孵化器", NULL },
  { "zone", N_ ("Development zone"), "开发区", NULL },
};

static const YunEnum kind = { kind_values, G_N_ELEMENTS (kind_values), 5 };

#define AT(member) G_STRUCT_OFFSET (YunPark, member)

static const YunField fields[] = {
  { "aliases", "aliases", YUN_KIND_LIST, AT (aliases), N_ ("Other names"), "别名;又名", NULL, NULL,
    NULL, YUN_FIELD_SEARCH },
  { "level", "level", YUN_KIND_TEXT, AT (level), N_ ("Level"), "级别", NULL, NULL, NULL,
    YUN_FIELD_DEFAULT },
  { "kind", "kind", YUN_KIND_ENUM, AT (kind), N_ ("Kind"), "类型;类别", NULL, &kind, NULL,
    YUN_FIELD_COLUMN },
  { "town", "town", YUN_KIND_LINKS, AT (town), N_ ("Town"), "街镇;镇;街道", NULL, NULL, "town",
    YUN_FIELD_COLUMN | YUN_FIELD_FACET, .section = N_ ("Where It Is") },
  { "zone", "zone", YUN_KIND_SET, AT (zone), N_ ("Zone"), "片区;分区;布局", NULL, &yun_enum_zone,
    "zone", YUN_FIELD_COLUMN | YUN_FIELD_FACET },
  { "segment", "segments", YUN_KIND_SET, AT (segment), N_ ("Segment"), "段;环段;板块;产业链", NULL,
    &yun_enum_segment, NULL, YUN_FIELD_COLUMN | YUN_FIELD_FACET },
  { "operator", "operator", YUN_KIND_LINKS, AT (operator), N_ ("Operator"), "运营方;运营单位", NULL,
    NULL, "firm", YUN_FIELD_SEARCH | YUN_FIELD_COLUMN | YUN_FIELD_OPEN },
  { "industries", "industries", YUN_KIND_LIST, AT (industries), N_ ("Industries"), "主导产业;产业",
    NULL, NULL, NULL, YUN_FIELD_DEFAULT },
  { "address", "address", YUN_KIND_TEXT, AT (address), N_ ("Address"), "地址", NULL, NULL, NULL,
    YUN_FIELD_SEARCH },
  { "area", "land_area_m2", YUN_KIND_REAL, AT (area), N_ ("Land area"), "面积;用地面积;占地面积",
    "m²", NULL, NULL, YUN_FIELD_COLUMN | YUN_FIELD_SUM, .range = &yun_range_amount,
    .short_name = "area_m2", .section = N_ ("Area") },
  { "land-area-text", "land_area_text", YUN_KIND_TEXT, AT (land_area_text),
    N_ ("Area as published"), "面积原文", NULL, NULL, NULL, YUN_FIELD_LONG,
    .short_name = "area_text" },
  { "building-area", "building_area_m2", YUN_KIND_REAL, AT (building_area), N_ ("Building area"),
    "建筑面积", "m²", NULL, NULL, YUN_FIELD_SUM, .range = &yun_range_amount,
    .short_name = "build_m2" },
  { "vacant-area", "vacant_area_m2", YUN_KIND_REAL, AT (vacant_area), N_ ("Vacant area"),
    "可用面积;空置面积", "m²", NULL, NULL, YUN_FIELD_SUM, .range = &yun_range_amount,
    .short_name = "vacant_m2" },
  { "bound-east", "bound_east", YUN_KIND_TEXT, AT (bound_east), N_ ("East bound"), "东至", NULL,
    NULL, NULL, YUN_FIELD_DEFAULT, .short_name = "bound_e" },
  { "bound-south", "bound_south", YUN_KIND_TEXT, AT (bound_south), N_ ("South bound"), "南至", NULL,
    NULL, NULL, YUN_FIELD_DEFAULT, .short_name = "bound_s" },
  { "bound-west", "bound_west", YUN_KIND_TEXT, AT (bound_west), N_ ("West bound"), "西至", NULL,
    NULL, NULL, YUN_FIELD_DEFAULT, .short_name = "bound_w" },
  { "bound-north", "bound_north", YUN_KIND_TEXT, AT (bound_north), N_ ("North bound"), "北至", NULL,
    NULL, NULL, YUN_FIELD_DEFAULT, .short_name = "bound_n" },
  { "condition", "condition", YUN_KIND_TEXT, AT (condition), N_ ("Condition"), "建设状态;进展",
    NULL, NULL, NULL, YUN_FIELD_COLUMN },
};

static const YunPortrait portrait = {
  YUN_PLURAL ("%s park", "%s parks"),
  .orders = { [YUN_ORDER_LIST] = 20,
              [YUN_ORDER_SEARCH] = 20,
              [YUN_ORDER_FILTER] = 30,
              [YUN_ORDER_PLACE] = 20,
              [YUN_ORDER_MAP] = 10 },
  .traits = YUN_PORTRAIT_HINTS,
  .names = "name;aliases",
  .others = "aliases",
  .beside = "town",
  .beside_else = "zone",
  .look = YUN_LOOK_SITE,
  .label = "name",
  .shades = { [YUN_SHADE_DATE] = "source-date" },
};

const YunEntity yun_entity_park = {
  "park",        "parks", N_ ("Parks"),          "园区",    yun_park_get_type,
  YUN_SHAPE_ANY, fields,  G_N_ELEMENTS (fields), &portrait,
};

static void
yun_park_class_init (YunParkClass *klass)
{
  YUN_RECORD_CLASS (klass)->entity = &yun_entity_park;
}

static void
yun_park_init (YunPark *self)
{
}
