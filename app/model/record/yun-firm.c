/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-record-private.h"
#include "yun-firm.h"

#include <glib/gi18n-lib.h>

struct _YunFirm
{
  YunRecord parent_instance;

  char  *short_name;
  char  *former_names;
  char  *name_en;
  char  *code;
  guint  segment;
  char  *niche;
  char  *niches;
  char  *role;
  int    relation;
  char  *town;
  guint  zone;
  char  *park;
  char  *address;
  char  *tiers;
  char  *founded;
  double capital;
  gint64 staff;
  double revenue;
  double tax;
  char  *business;
  char  *website;
};

G_DEFINE_FINAL_TYPE (YunFirm, yun_firm, YUN_TYPE_RECORD)

static const YunEnumValue relation_values[] = {
  { "cluster", N_ ("Cluster"), "集群企业;集群", NULL },
  { "adjacent", N_ ("Adjacent"), "关联企业;关联", NULL },
  { "operator", N_ ("Park operator"), "园区运营;运营商", NULL },
  { "prospect", N_ ("Prospect"), "招商线索;线索", NULL },
  { "left", N_ ("Left"), "已迁出;迁出", NULL },
};

const YunEnum yun_enum_relation = { relation_values, G_N_ELEMENTS (relation_values), 5 };

/* domain.md 6.3, which also says how long each holds */
static const YunEnumValue tier_values[] = {
  { "high-tech", N_ ("High-tech enterprise"), "高企;高新技术企业", NULL, 3 },
  { "innovative", N_ ("Innovative SME"), "创新型中小企业", NULL, 3 },
  { "srdi", N_ ("Specialised SME"), "专精特新;专精特新中小企业", NULL, 3 },
  { "little-giant", N_ ("Little giant"), "小巨人;专精特新小巨人", NULL, 3 },
  { "champion", N_ ("Manufacturing champion"), "单项冠军;制造业单项冠军", NULL, 3 },
  { "any", N_ ("Any tier"), "任一资质;任一", "high-tech;innovative;srdi;little-giant;champion" },
};

const YunEnum yun_enum_tier = { tier_values, G_N_ELEMENTS (tier_values), 5 };

#define AT(member) G_STRUCT_OFFSET (YunFirm, member)

static const YunField fields[] = {
  { "short-name", "short_name", YUN_KIND_TEXT, AT (short_name), N_ ("Short name"), "简称", NULL,
    NULL, NULL, YUN_FIELD_SEARCH },
  { "former-names", "former_names", YUN_KIND_LIST, AT (former_names), N_ ("Former names"), "曾用名",
    NULL, NULL, NULL, YUN_FIELD_SEARCH, .short_name = "old_names" },
  { "name-en", "name_en", YUN_KIND_TEXT, AT (name_en), N_ ("English name"), "英文名", NULL, NULL,
    NULL, YUN_FIELD_SEARCH },
  { "credit-code", "uscc", YUN_KIND_TEXT, AT (code), N_ ("Credit code"),
    "信用代码;统一社会信用代码", NULL, NULL, NULL, YUN_FIELD_SEARCH },
  { "segment", "segments", YUN_KIND_SET, AT (segment), N_ ("Segment"), "段;环段;板块;产业链", NULL,
    &yun_enum_segment, NULL, YUN_FIELD_COLUMN | YUN_FIELD_DERIVED | YUN_FIELD_FACET,
    .section = N_ ("Place in the Chain") },
  { "niche", "niche", YUN_KIND_TEXT, AT (niche), N_ ("Niche"), "环节;主环节", NULL, NULL, "niche",
    YUN_FIELD_COLUMN | YUN_FIELD_FACET },
  { "niches", "niches", YUN_KIND_LIST, AT (niches), N_ ("Other niches"), "其他环节", NULL, NULL,
    "niche", YUN_FIELD_DEFAULT },
  { "role", "role", YUN_KIND_TEXT, AT (role), N_ ("Role"), "角色;链位置", NULL, NULL, NULL,
    YUN_FIELD_COLUMN | YUN_FIELD_FACET, .usual = "链主;配套;链属" },
  { "relation", "relation", YUN_KIND_ENUM, AT (relation), N_ ("Relation"), "关系", NULL,
    &yun_enum_relation, NULL, YUN_FIELD_COLUMN | YUN_FIELD_FACET },
  { "town", "town", YUN_KIND_LINK, AT (town), N_ ("Town"), "街镇;镇;街道", NULL, NULL, "town",
    YUN_FIELD_COLUMN | YUN_FIELD_FACET, .section = N_ ("Where It Is") },
  { "zone", "zone", YUN_KIND_SET, AT (zone), N_ ("Zone"), "片区;分区;布局", NULL, &yun_enum_zone,
    "zone", YUN_FIELD_COLUMN | YUN_FIELD_FACET },
  { "park", "park", YUN_KIND_LINKS, AT (park), N_ ("Park"), "园区;所属园区", NULL, NULL, "park",
    YUN_FIELD_COLUMN | YUN_FIELD_FACET },
  { "address", "address", YUN_KIND_TEXT, AT (address), N_ ("Address"), "地址", NULL, NULL, NULL,
    YUN_FIELD_SEARCH },
  { "tier", "tiers", YUN_KIND_TERMS, AT (tiers), N_ ("Tiers"), "资质;梯队", NULL, &yun_enum_tier,
    NULL, YUN_FIELD_FACET, .section = N_ ("Tiers and Numbers") },
  { "founded", "founded", YUN_KIND_DATE, AT (founded), N_ ("Founded"), "成立日期;成立", NULL, NULL,
    NULL, YUN_FIELD_COLUMN, .range = &yun_range_past_day },
  { "capital", "capital_wan", YUN_KIND_REAL, AT (capital), N_ ("Registered capital"), "注册资本",
    "万元", NULL, NULL, YUN_FIELD_SUM, .range = &yun_range_amount, .short_name = "capital" },
  { "staff", "staff", YUN_KIND_INT, AT (staff), N_ ("Staff"), "员工数;人数", "人", NULL, NULL,
    YUN_FIELD_SUM, .range = &yun_range_amount },
  { "revenue", "revenue_wan", YUN_KIND_REAL, AT (revenue), N_ ("Revenue"), "营收;营业收入", "万元",
    NULL, NULL, YUN_FIELD_SUM, .range = &yun_range_amount, .short_name = "revenue" },
  { "tax", "tax_wan", YUN_KIND_REAL, AT (tax), N_ ("Tax"), "税收", "万元", NULL, NULL,
    YUN_FIELD_SUM, .range = &yun_range_amount },
  { "business", "business", YUN_KIND_TEXT, AT (business), N_ ("Business"), "主营业务;业务;主营",
    NULL, NULL, NULL, YUN_FIELD_SEARCH | YUN_FIELD_LONG, .section = N_ ("Business") },
  { "website", "website", YUN_KIND_TEXT, AT (website), N_ ("Website"), "网站;网址", NULL, NULL,
    NULL, YUN_FIELD_DEFAULT },
};

static const YunPortrait portrait = {
  YUN_PLURAL ("%s firm", "%s firms"),
  .orders = { [YUN_ORDER_LIST] = 10,
              [YUN_ORDER_SEARCH] = 10,
              [YUN_ORDER_FILTER] = 20,
              [YUN_ORDER_PLACE] = 30,
              [YUN_ORDER_MAP] = 20 },
  .traits = YUN_PORTRAIT_HINTS,
  .keys = "short-name;credit-code",
  .names = "name;short-name;name-en",
  .others = "short-name",
  .code = "credit-code",
  .beside = "town",
  .beside_else = "zone",
  .look = YUN_LOOK_FIRM,
  .label = "short-name;name",
  .kind_of = "relation",
  .role = "role",
  .leads = yun_firm_is_leader,
};

const YunEntity yun_entity_firm = {
  "firm",          "firms", N_ ("Firms"),          "企业",    yun_firm_get_type,
  YUN_SHAPE_POINT, fields,  G_N_ELEMENTS (fields), &portrait,
};

/* The segments of a firm follow from its niches. */
static void
yun_firm_derive (YunRecord *record, const YunLinkSource *source)
{
  YunFirm *self = YUN_FIRM (record);

  self->segment = yun_chain_get_segments (self->niche) | yun_chain_get_segments (self->niches);
  if (self->zone == 0 && self->town != NULL)
    {
      int zone = yun_record_find_zone (record, source);

      self->zone = zone >= 0 ? 1u << zone : 0;
    }
}

static void
yun_firm_class_init (YunFirmClass *klass)
{
  YUN_RECORD_CLASS (klass)->entity = &yun_entity_firm;
  YUN_RECORD_CLASS (klass)->derive = yun_firm_derive;
}

static void
yun_firm_init (YunFirm *self)
{
}

gboolean
yun_firm_is_leader (const char *role)
{
  g_auto (GStrv) roles = role != NULL ? g_strsplit_set (role, ";,", -1) : NULL;

  for (guint i = 0; roles != NULL && roles[i] != NULL; i++)
    {
      g_strstrip (roles[i]);
      if (strcmp (roles[i], "链主") == 0 || strcmp (roles[i], "链主企业") == 0)
        return TRUE;
    }
  return FALSE;
}

gboolean
yun_firm_check_code (const char *code)
{
  static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  int               sum = 0, weight = 1, check;

  g_return_val_if_fail (code != NULL, FALSE);

  if (strlen (code) != 18)
    return FALSE;
  for (int i = 0; i < 17; i++)
    {
      const char *at = strchr (alphabet, code[i]);

      if (at == NULL)
        return FALSE;
      sum += (int) (at - alphabet) * weight;
      weight = weight * 3 % 31;
    }
  check = (31 - sum % 31) % 31;
  return code[17] == alphabet[check];
}
