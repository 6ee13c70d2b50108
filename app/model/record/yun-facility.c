/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-facility.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _YunFacility
{
  YunRecord parent_instance;

  int   kind;
  guint segment;
  guint own_segment;
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
  { "computing-centre", N_ ("Computing centre"), "算力中心;数据中心", NULL },
  { "laboratory", N_ ("Laboratory"), "实验室", NULL },
  { "incubator", N_ ("Incubator"), "孵化器", NULL },
  { "factory", N_ ("Factory"), "工厂", NULL },
  { "innovation-centre", N_ ("Innovation centre"), "创新中心", NULL },
  { "observatory", N_ ("Observatory"), "天文台", NULL },
  { "ttc-system", N_ ("TT&C system"), "测运控系统", NULL },
  { "satellite-factory", N_ ("Satellite factory"), "卫星工厂", NULL },
  { "factories", N_ ("Any factory"), "各类工厂", "factory;satellite-factory" },
};

const YunEnum yun_enum_facility_kind = { kind_values, G_N_ELEMENTS (kind_values), 10 };

/* What a kind of facility is for in the chain; the others may serve any segment, or none. */
static const struct
{
  const char *kind;
  guint       segment;
} kind_segments[] = {
  { "ground-station", YUN_SEGMENT_TERMINAL },     { "ttc-system", YUN_SEGMENT_TERMINAL },
  { "operation-centre", YUN_SEGMENT_OPERATION },  { "computing-centre", YUN_SEGMENT_OPERATION },
  { "satellite-factory", YUN_SEGMENT_SATELLITE },
};

#define AT(member) G_STRUCT_OFFSET (YunFacility, member)

static const YunField fields[] = {
  { "kind", "kind", YUN_KIND_ENUM, AT (kind), N_ ("Kind"), "类型;类别", NULL,
    &yun_enum_facility_kind, NULL, YUN_FIELD_COLUMN },
  { "segment", "segments", YUN_KIND_SET, AT (segment), N_ ("Segment"), "段;环段;板块;产业链", NULL,
    &yun_enum_segment, NULL, YUN_FIELD_COLUMN | YUN_FIELD_DERIVED | YUN_FIELD_FACET },
  { "own-segment", "segments_said", YUN_KIND_SET, AT (own_segment), N_ ("Segment as stated"),
    "所述环段;所述段", NULL, &yun_enum_segment, NULL, YUN_FIELD_DEFAULT, .short_name = "seg_said" },
  { "name-en", "name_en", YUN_KIND_TEXT, AT (name_en), N_ ("English name"), "英文名", NULL, NULL,
    NULL, YUN_FIELD_SEARCH },
  { "operator", "operator", YUN_KIND_LINKS, AT (operator), N_ ("Operator"), "运营方;运营单位", NULL,
    NULL, "firm", YUN_FIELD_SEARCH | YUN_FIELD_COLUMN | YUN_FIELD_OPEN },
  { "capability", "capability", YUN_KIND_TEXT, AT (capability), N_ ("Capability"), "能力;功能",
    NULL, NULL, NULL, YUN_FIELD_LONG },
  { "condition", "condition", YUN_KIND_TEXT, AT (condition), N_ ("Condition"), "建设状态;进展",
    NULL, NULL, NULL, YUN_FIELD_COLUMN },
  { "town", "town", YUN_KIND_LINK, AT (town), N_ ("Town"), "街镇;镇;街道", NULL, NULL, "town",
    YUN_FIELD_COLUMN | YUN_FIELD_FACET, .section = N_ ("Where It Is") },
  { "zone", "zone", YUN_KIND_ENUM, AT (zone), N_ ("Zone"), "片区;分区;布局", NULL, &yun_enum_zone,
    "zone", YUN_FIELD_COLUMN | YUN_FIELD_FACET },
  { "park", "park", YUN_KIND_LINK, AT (park), N_ ("Park"), "园区;所属园区", NULL, NULL, "park",
    YUN_FIELD_COLUMN | YUN_FIELD_FACET },
  { "address", "address", YUN_KIND_TEXT, AT (address), N_ ("Address"), "地址", NULL, NULL, NULL,
    YUN_FIELD_SEARCH },
};

static const YunPortrait portrait = {
  YUN_PLURAL ("%s facility", "%s facilities"),
  .orders = { [YUN_ORDER_LIST] = 40,
              [YUN_ORDER_SEARCH] = 40,
              [YUN_ORDER_FILTER] = 40,
              [YUN_ORDER_PLACE] = 10,
              [YUN_ORDER_MAP] = 30 },
  .traits = YUN_PORTRAIT_HINTS,
  .names = "name;name-en",
  .beside = "town",
  .beside_else = "zone",
  .look = YUN_LOOK_FACILITY,
  .label = "name",
  .kind_of = "kind",
};

const YunEntity yun_entity_facility = {
  "facility",      "facilities", N_ ("Facilities"),     "设施",    yun_facility_get_type,
  YUN_SHAPE_POINT, fields,       G_N_ELEMENTS (fields), &portrait,
};

/* The segments of a facility are those stated of it, else those of its kind. */
static void
yun_facility_derive (YunRecord *record, const YunLinkSource *source)
{
  YunFacility *self = YUN_FACILITY (record);

  self->segment =
    self->own_segment != 0 ? self->own_segment : yun_facility_get_kind_segment (self->kind);
}

static void
yun_facility_class_init (YunFacilityClass *klass)
{
  YUN_RECORD_CLASS (klass)->entity = &yun_entity_facility;
  YUN_RECORD_CLASS (klass)->derive = yun_facility_derive;
}

static void
yun_facility_init (YunFacility *self)
{
}

guint
yun_facility_get_kind_segment (int kind)
{
  if (kind < 0 || kind >= yun_enum_facility_kind.n_plain)
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (kind_segments); i++)
    if (strcmp (kind_values[kind].id, kind_segments[i].kind) == 0)
      return kind_segments[i].segment;
  return 0;
}
