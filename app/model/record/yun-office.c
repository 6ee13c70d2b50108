/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-office.h"

#include <glib/gi18n-lib.h>

struct _YunOffice
{
  YunRecord parent_instance;

  char *short_name;
  int   kind;
  char *parent;
};

G_DEFINE_FINAL_TYPE (YunOffice, yun_office, YUN_TYPE_RECORD)

static const YunEnumValue kind_values[] = {
  { "office", N_ ("District office"), "区级部门;部门", NULL },
  { "town", N_ ("Town"), "街镇", NULL },
  { "state-company", N_ ("State company"), "国有企业;国企", NULL },
  { "park-operator", N_ ("Park operator"), "园区运营;运营商", NULL },
  { "institute", N_ ("Institute"), "科研院所;院所", NULL },
  { "association", N_ ("Association"), "行业协会;协会", NULL },
  { "task-force", N_ ("Task force"), "专班", NULL },
};

static const YunEnum kind = { kind_values, G_N_ELEMENTS (kind_values), 7 };

#define AT(member) G_STRUCT_OFFSET (YunOffice, member)

static const YunField fields[] = {
  { "short-name", "short_name", YUN_KIND_TEXT, AT (short_name), N_ ("Short name"), "简称", NULL,
    NULL, NULL, YUN_FIELD_SEARCH | YUN_FIELD_COLUMN },
  { "kind", "kind", YUN_KIND_ENUM, AT (kind), N_ ("Kind"), "类型;类别", NULL, &kind, NULL,
    YUN_FIELD_COLUMN },
  { "parent", "parent", YUN_KIND_LINK, AT (parent), N_ ("Parent unit"), "上级单位;上级", NULL, NULL,
    "unit", YUN_FIELD_COLUMN },
};

static const YunPortrait portrait = {
  YUN_PLURAL ("%s unit", "%s units"),
  .orders = { [YUN_ORDER_LIST] = 60, [YUN_ORDER_SEARCH] = 44, [YUN_ORDER_FILTER] = 46 },
  .keys = "short-name",
  .names = "name;short-name",
  .others = "short-name",
  .beside = "kind",
};

const YunEntity yun_entity_unit = {
  "unit",         "units", N_ ("Units"),          "单位",    yun_office_get_type,
  YUN_SHAPE_NONE, fields,  G_N_ELEMENTS (fields), &portrait,
};

static void
yun_office_class_init (YunOfficeClass *klass)
{
  YUN_RECORD_CLASS (klass)->entity = &yun_entity_unit;
}

static void
yun_office_init (YunOffice *self)
{
}
