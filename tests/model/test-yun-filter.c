/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-chain.h"
#include "yun-filter.h"
#include "yun-measure.h"
#include "yun-park.h"
#include "yun-plot.h"
#include "yun-task.h"

#include <math.h>

static void
test_canonical (void)
{
  static const struct
  {
    const char *text;
    const char *canonical;
  } cases[] = {
    { "", "" },
    { "plots", "plot" },
    { "地块 状态:闲置,低效 面积:20..100亩 片区:北带 距:车墩地面站<5km 段:卫星 -镇:佘山镇 机加工",
      "plot status:found-idle,low area:20..100mu zone:north near:车墩地面站<5km segment:satellite "
      "-town:佘山镇 机加工" },
    { "地块　状态：闲置，低效　面积：２０..１００亩", "plot status:found-idle,low area:20..100mu" },
    { "firms segment:satellite zone:core", "firm segment:satellite zone:core" },
    { "area:>=20mu", "area:>=20mu" },
    { "area>20亩 area<=5公顷", "area:>20mu area:<=5ha" },
    { "面积≥100㎡", "area:>=100m2" },
    { "面积:20～100亩", "area:20..100mu" },
    { "area:5000㎡", "area:5000m2" },
    { "area:22.20亩", "area:22.20mu" },
    { "area:1e3m2", "area:1000..1000m2" },
    { "town:九亭", "town:九亭镇" },
    { "town:外地镇", "town:外地镇" },
    { "镇:310117105,车墩", "town:新桥镇,车墩镇" },
    { "park:\"科技 绿洲\"", "park:\"科技 绿洲\"" },
    { "credit-code:?", "credit-code:?" },
    { "firm founded:2020..2024-06", "firm founded:2020..2024-06" },
    { "-闲置", "-闲置" },
    { "\"a:b\"", "\"a:b\"" },
    { "\"plots\"", "\"plots\"" },
    { "firm \"plots\"", "firm plots" },
    { "niche:整星研制与总装集成测试", "niche:sat.ait" },
    { "near:\"G60 云廊\"<500米", "near:\"G60 云廊\"<500m" },
    { "-near:九亭镇<=1.5公里", "-near:九亭镇<1.5km" },
    { "kind:地面站,园区", "kind:ground-station,park" },
    { "zone:两带", "zone:belts" },
    { "capital:>1亿元", "capital:>1亿元" },
    { "status:闲置,?", "status:found-idle,?" },
    { "status:idle", "status:found-idle" },
    { "plot 状态：可盘活 -状态:认定闲置", "plot status:reusable -status:found-idle" },
    { "status:?,?", "status:?" },
    { "area:20..100亩,?", "area:20..100mu,?" },
    { "area:<1e3m2", "area:<1000m2" },
    { "area>0", "area:>0m2" },
    { "staff:100", "staff:100" },
    { "park:G60云廊(一期)", "park:\"G60云廊(一期)\"" },
    { "in:九亭镇,佘山国家森林公园", "in:九亭镇,佘山国家森林公园" },
    { "-位于：九亭镇", "-in:九亭镇" },
    { "near:121.38, 31.01 < 5km", "near:\"121.38,31.01\"<5km" },
    { "距:九亭镇 > 2 公里", "near:九亭镇>2km" },
    { "near:九亭镇≥2km", "near:九亭镇>2km" },
    { "near:九亭镇<5km,?", "near:九亭镇<5km,?" },
    { "-near:(facility kind:ground-station)>5km，？",
      "-near:(facility kind:ground-station)>5km,?" },
    { "in:九亭镇,?", "in:九亭镇,?" },
    { "企业 图上位置：？", "firm place:?" },
    { "-坐标:?", "-place:?" },
    { "park PLACE=?", "park place:?" },
    { "plot 证载面积 > 图上面积", "plot area-paper>area-computed" },
    { "area-computed<=area-paper", "area-computed<=area-paper" },
    { "-area-computed=area-paper", "-area-computed:area-paper" },
    { "建筑面积≥图上面积", "building-area>=area-computed" },
    { "中心在:九亭镇", "in:九亭镇" },
    { "相交：九亭镇，佘山镇", "meets:九亭镇,佘山镇" },
    { "-全在:(park level:base),?", "-inside:(park level:base),?" },
    { "meets:九亭镇 或 佘山镇", "meets:九亭镇,佘山镇" },
    { "在:(park level:base),?", "in:(park level:base),?" },
    { "in:(121.30,31.10;121.34,31.10;121.34,31.14),?",
      "in:(121.3,31.1;121.34,31.1;121.34,31.14),?" },
    { "plot in:(121.30 31.10, 121.34 31.10, 121.34 31.140000004)",
      "plot in:(121.3,31.1;121.34,31.1;121.34,31.14)" },
    { "plot park:(has:(firm segment:terminal)) status:reusable",
      "plot park:(has:(firm segment:terminal)) status:reusable" },
    { "plot park:(park level:?)", "plot park:(level:?)" },
    { "地块 园区:（有:（企业 段:终端））", "plot park:(has:(firm segment:terminal))" },
    { "firm 距：（设施 类型：地面站）＜2公里", "firm near:(facility kind:ground-station)<2km" },
    { "in:(park name:\"a)b\")", "in:(park name:\"a)b\")" },
    { "plots whose park holds a firm of segment:terminal",
      "plot park:(has:(firm segment:terminal))" },
    { "plots status:idle whose park has firms of segment:terminal -town:佘山镇",
      "plot status:found-idle park:(has:(firm segment:terminal -town:佘山镇))" },
    { "firms within 2 km of a facility of kind ground-station",
      "firm near:(facility kind:ground-station)<2km" },
    { "plots within 500m of 车墩地面站", "plot near:车墩地面站<500m" },
    { "地块 所在园区有企业 段:终端", "plot park:(has:(firm segment:terminal))" },
    { "candidate:not-started", "candidate:not-started" },
    { "地块 疑似：超期未动工，？@2026-12-31", "plot candidate:not-started,?@2026-12-31" },
    { "-candidate:stopped,recoverable", "-candidate:stopped,recoverable" },
    { "tier:high-tech", "tier:high-tech" },
    { "tiers:srdi,任一", "tier:srdi,any" },
    { "企业 资质：高企，？＠2026-11-29", "firm tier:high-tech,?@2026-11-29" },
    { "-资质:小巨人,专精特新@2026-11-29", "-tier:little-giant,srdi@2026-11-29" },
    { "tier:?,?@2026-11-29", "tier:?@2026-11-29" },
    { "whose name", "\"whose\" name" },
    { "within reach", "\"within\" reach" },
    { "\"所在\"", "\"所在\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError)    error = NULL;
      g_autoptr (YunFilter) filter = yun_filter_parse (cases[i].text, NULL, &error);
      g_autoptr (YunFilter) again = NULL;
      g_autofree char      *text = NULL;

      if (filter == NULL)
        g_error ("%s: %s", cases[i].text, error->message);
      text = yun_filter_print (filter);
      g_assert_cmpstr (text, ==, cases[i].canonical);
      again = yun_filter_parse (text, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (yun_filter_equal (filter, again));
    }
}

/* What people type and paste, and what it means. */
static void
test_as_typed (void)
{
  static const struct
  {
    const char *text;
    const char *canonical;
  } cases[] = {
    /* blanks that mean nothing */
    { "地块 面积:>20 亩", "plot area:>20mu" },
    { "地块 面积:> 20亩", "plot area:>20mu" },
    { "地块 面积 > 20　亩", "plot area:>20mu" },
    { "地块 面积 ≥20\u00a0亩", "plot area:>=20mu" },
    { "面积:20..100 亩", "area:20..100mu" },
    { "面积:20 .. 100 亩", "area:20..100mu" },
    { "面积:20 亩 .. 100 亩", "area:20..100mu" },
    { "距:九亭镇<5 km", "near:九亭镇<5km" },
    { "距:九亭镇 < 5 km", "near:九亭镇<5km" },
    { "firm 距: (设施 类型:地面站) < 2 公里", "firm near:(facility kind:ground-station)<2km" },
    { "地块 状态: 闲置 , 低效，  储备", "plot status:found-idle,low,reserve" },
    { "地块 街镇：佘山镇 ，车墩镇", "plot town:佘山镇,车墩镇" },
    { "面积:>20亩 亩", "area:>20mu \"亩\"" },
    { "founded:2020 -20", "founded:2020..2020 -20" },
    { "状态:闲置 km", "status:found-idle \"km\"" },
    /* joining words */
    { "地块 街镇:佘山镇 或 车墩镇", "plot town:佘山镇,车墩镇" },
    { "地块 街镇:佘山镇 或 街镇:车墩镇 或者 九亭", "plot town:佘山镇,车墩镇,九亭镇" },
    { "plot town:佘山镇 OR town:车墩镇", "plot town:佘山镇,车墩镇" },
    { "地块 街镇:佘山镇 和 车墩镇", "plot town:佘山镇,车墩镇" },
    { "地块 状态:闲置 且 面积:>20亩", "plot status:found-idle area:>20mu" },
    { "地块 and 状态:闲置", "plot status:found-idle" },
    { "地块 状态:闲置 和 机加工", "plot status:found-idle 机加工" },
    { "在:九亭镇 或 佘山镇", "in:九亭镇,佘山镇" },
    { "面积:>20亩 或 ?", "area:>20mu,?" },
    { "名称:和辉 或 \"a or b\"", "name:和辉,\"a or b\"" },
    { "\"and\" and \"or\"", "\"and\" \"or\"" },
    { "卫星和火箭 或然", "卫星和火箭 或然" },
    /* pasted */
    { "\ufeff地块 状态:闲置", "plot status:found-idle" },
    { "ｐｌｏｔ 状态:闲置", "plot status:found-idle" },
    { "状态:\u00a0闲置", "status:found-idle" },
    { "ｓｔａｔｕｓ：ｉｄｌｅ", "status:found-idle" },
    { "STATUS:Idle", "status:found-idle" },
    { "状\u200b态:闲\u200b置", "status:found-idle" },
    { "（Ａ）＋ｂ", "\"（A）+b\"" },
    { "\"Ａ１\"", "\"Ａ１\"" },
    { "编号:SL104-0000082\nSL104-0000083", "number:SL104-0000082,SL104-0000083" },
    { "编号:SL1\r\nSL2\tSL3\n", "number:SL1,SL2,SL3" },
    { "地块\n状态:闲置\n低效\n机加工\n面积:>20亩", "plot status:found-idle,low 机加工 area:>20mu" },
    { "编号:SL1 SL2", "number:SL1 SL2" },
    /* numbers */
    { "面积:>1,000亩", "area:>1000mu" },
    { "面积:>１，０００亩", "area:>1000mu" },
    { "面积:1,000..2,000亩,?", "area:1000..2000mu,?" },
    { "面积:20-100亩", "area:20..100mu" },
    { "面积:20 - 100 亩", "area:20..100mu" },
    { "面积:20—100亩", "area:20..100mu" },
    { "面积:20亩至100亩", "area:20..100mu" },
    { "面积:20到100亩", "area:20..100mu" },
    { "面积:20 到 100 亩", "area:20..100mu" },
    { "面积:20亩以上", "area:>=20mu" },
    { "面积:20 亩 以上", "area:>=20mu" },
    { "面积:20亩及以下", "area:<=20mu" },
    { "面积:20亩以内", "area:<=20mu" },
    { "面积:不到20亩", "area:<20mu" },
    { "面积:超过 20 亩", "area:>20mu" },
    { "容积率上限:1e-3-2", "far:0.001..2" },
    /* dates */
    { "firm founded:2020/03/01..", "firm founded:>=2020-03-01" },
    { "firm founded:2020年3月..", "firm founded:>=2020-03" },
    { "firm 成立日期:2020年3月1日至2021年", "firm founded:2020-03-01..2021" },
    { "firm founded:2024年6月", "firm founded:2024-06..2024-06" },
    { "firm founded:2024 年 6 月", "firm founded:2024-06..2024-06" },
    { "firm founded:2024/6/1", "firm founded:2024-06-01..2024-06-01" },
    { "firm founded:2020-2022", "firm founded:2020..2022" },
    { "firm founded:2020-02", "firm founded:2020-02..2020-02" },
    { "firm founded:2020 年产值", "firm founded:2020..2020 年产值" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError)    error = NULL;
      g_autoptr (YunFilter) filter = yun_filter_parse (cases[i].text, NULL, &error);
      g_autoptr (YunFilter) again = NULL;
      g_autofree char      *text = NULL;

      if (filter == NULL)
        g_error ("%s: %s", cases[i].text, error->message);
      text = yun_filter_print (filter);
      g_assert_cmpstr (text, ==, cases[i].canonical);
      again = yun_filter_parse (text, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (yun_filter_equal (filter, again));
    }
}

/* What was kept before units were asked for. */
static void
test_kept (void)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunFilter) filter =
    yun_filter_parse_kept ("area:20..5000 capital:>10 near:九亭镇<500", NULL, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = yun_filter_print (filter);
  g_assert_cmpstr (text, ==, "area:20..5000m2 capital:>10万元 near:九亭镇<500m");
}

/* One number means what is shown alike. */
static void
test_as_shown (void)
{
  g_autoptr (YunFilter) filter =
    yun_filter_parse ("area:22.2mu far:2 staff:100 area:22.20..22.2mu", NULL, NULL);
  const YunClause *area = yun_filter_get_clause (filter, 0);
  const YunClause *far = yun_filter_get_clause (filter, 1);
  const YunClause *staff = yun_filter_get_clause (filter, 2);
  const YunClause *range = yun_filter_get_clause (filter, 3);

  g_assert_cmpfloat_with_epsilon (area->min, 22.15 * YUN_MU_M2, 0.006);
  g_assert_cmpfloat_with_epsilon (area->max, 22.25 * YUN_MU_M2, 0.006);
  g_assert_true (area->max_excluded && !area->min_excluded);
  g_assert_cmpfloat (14833.33, >=, area->max); /* 22.25 mu on paper */
  g_assert_cmpfloat_with_epsilon (far->min, 1.9995, 1e-9);
  g_assert_true (staff->min < 100 && 100 < staff->max && staff->min > 99 && staff->max < 101);
  g_assert_cmpfloat_with_epsilon (range->max - range->min, 0.01, 1e-6);
}

static void
test_errors (void)
{
  static const struct
  {
    const char *text;
    int         code;
    guint       position;
    const char *hint; /* (nullable): in the message */
  } cases[] = {
    { "staus:idle", YUN_FILTER_ERROR_NAME, 0, "status" },
    { "plot status:idel", YUN_FILTER_ERROR_NAME, 12, "idle" },
    { "zone:east", YUN_FILTER_ERROR_NAME, 5, NULL },
    { "area:20..abc", YUN_FILTER_ERROR_SYNTAX, 9, NULL },
    { "area:20km", YUN_FILTER_ERROR_NAME, 7, "km" },
    { "area:100..20ha", YUN_FILTER_ERROR_SYNTAX, 5, NULL },
    { "area:20..100", YUN_FILTER_ERROR_SYNTAX, 5, "20..100mu, 20..100ha, 20..100m2" },
    { "面积:20..100", YUN_FILTER_ERROR_SYNTAX, 3, "20..100亩" },
    { "面积:>20", YUN_FILTER_ERROR_SYNTAX, 4, "20亩" },
    { "\ufeff面积:\u00a0５００", YUN_FILTER_ERROR_SYNTAX, 5, "500亩" },
    { "capital:50", YUN_FILTER_ERROR_SYNTAX, 8, "50亿元" },
    { "面积:1,5亩", YUN_FILTER_ERROR_SYNTAX, 3, NULL },
    { "面积:>20亩 或 状态:闲置", YUN_FILTER_ERROR_SYNTAX, 8, "状态:闲置,低效" },
    { "街镇:佘山镇 或 -街镇:车墩镇", YUN_FILTER_ERROR_SYNTAX, 7, NULL },
    { "卫星 or 火箭", YUN_FILTER_ERROR_SYNTAX, 3, NULL },
    { "状态:错", YUN_FILTER_ERROR_NAME, 3, "闲置, " },
    { "status:wrong", YUN_FILTER_ERROR_NAME, 7, "idle, " },
    { "名称:地块*", YUN_FILTER_ERROR_SYNTAX, 5, "名称:地块?" },
    { "地*块", YUN_FILTER_ERROR_SYNTAX, 1, "地块?" },
    { "area:..", YUN_FILTER_ERROR_SYNTAX, 5, NULL },
    { "area:", YUN_FILTER_ERROR_SYNTAX, 5, NULL },
    { "status:", YUN_FILTER_ERROR_SYNTAX, 7, NULL },
    { "status:idle,", YUN_FILTER_ERROR_SYNTAX, 12, NULL },
    { "zone>3", YUN_FILTER_ERROR_SYNTAX, 4, NULL },
    { "near:九亭", YUN_FILTER_ERROR_SYNTAX, 5, "near:" },
    { "near:九亭<500", YUN_FILTER_ERROR_SYNTAX, 11, "500m" },
    { "near:九亭<5kg", YUN_FILTER_ERROR_NAME, 9, NULL },
    { "near:九亭<0m", YUN_FILTER_ERROR_SYNTAX, 8, NULL },
    { "near:(firm)", YUN_FILTER_ERROR_SYNTAX, 5, "near:" },
    { "place:九亭镇", YUN_FILTER_ERROR_SYNTAX, 6, "place:?" },
    { "place:", YUN_FILTER_ERROR_SYNTAX, 6, "place:?" },
    { "place>3", YUN_FILTER_ERROR_NAME, 0, NULL },
    { "task place:?", YUN_FILTER_ERROR_NAME, 5, NULL },
    { "任务 -图上位置:?", YUN_FILTER_ERROR_NAME, 3, NULL },
    { "卫星 \"abc", YUN_FILTER_ERROR_SYNTAX, 3, NULL },
    { "park:(level:?", YUN_FILTER_ERROR_SYNTAX, 0, NULL },
    { "plot park:(levl:base)", YUN_FILTER_ERROR_NAME, 11, "level" },
    { "plot park:(has:(firm segment:star))", YUN_FILTER_ERROR_NAME, 29, "satellite" },
    { "plot park:(firm)", YUN_FILTER_ERROR_NAME, 5, NULL },
    { "firm niche:(zone:core)", YUN_FILTER_ERROR_SYNTAX, 5, NULL },
    { "has:firm", YUN_FILTER_ERROR_SYNTAX, 4, "has:" },
    { "in:", YUN_FILTER_ERROR_SYNTAX, 3, "in:" },
    { "candidate:not-startet", YUN_FILTER_ERROR_NAME, 10, "not-started" },
    { "candidate:?", YUN_FILTER_ERROR_NAME, 10, "超期未动工" },
    { "candidate:stopped@2026", YUN_FILTER_ERROR_SYNTAX, 18, "2026" },
    { "tier:hightec", YUN_FILTER_ERROR_NAME, 5, "high-tech" },
    { "firm 资质:高企,小句人@2026-11-29", YUN_FILTER_ERROR_NAME, 11, "小巨人" },
    { "tier:high-tech@2026", YUN_FILTER_ERROR_SYNTAX, 15, "2026-12-31" },
    { "tier:high-tech@2026-11-29,srdi", YUN_FILTER_ERROR_SYNTAX, 15, NULL },
    { "tier:@2026-11-29", YUN_FILTER_ERROR_SYNTAX, 5, NULL },
    { "tier>2026", YUN_FILTER_ERROR_SYNTAX, 4, NULL },
    { "plot tier:srdi", YUN_FILTER_ERROR_NAME, 5, NULL },
    { "in:(31.10,121.30;31.10,121.34;31.14,121.34)", YUN_FILTER_ERROR_SYNTAX, 0, "121.30,31.10" },
    { "in:(121,31;122,31)", YUN_FILTER_ERROR_SYNTAX, 0, NULL },
    { "in:(121,31;122,31;122,99)", YUN_FILTER_ERROR_SYNTAX, 0, NULL },
    { "in:(plot)x", YUN_FILTER_ERROR_SYNTAX, 9, NULL },
    { "in:(in:(in:(in:(in:(plot)))))", YUN_FILTER_ERROR_SYNTAX, 16, NULL },
    { "-", YUN_FILTER_ERROR_SYNTAX, 1, NULL },
    { "firm status:idle", YUN_FILTER_ERROR_NAME, 5, NULL },
    { "founded:20-1", YUN_FILTER_ERROR_SYNTAX, 8, NULL },
    { "founded:>2024T", YUN_FILTER_ERROR_SYNTAX, 9, "2024T" },
    { "\xff", YUN_FILTER_ERROR_SYNTAX, 0, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      guint              position = 999;

      if (yun_filter_parse (cases[i].text, &position, &error) != NULL)
        g_error ("“%s” was understood", cases[i].text);
      g_assert_error (error, YUN_FILTER_ERROR, cases[i].code);
      g_assert_cmpuint (position, ==, cases[i].position);
      if (cases[i].hint != NULL && strstr (error->message, cases[i].hint) == NULL)
        g_error ("“%s” does not name %s", error->message, cases[i].hint);
    }
}

/* Any sequence of clauses that parses prints to a text that parses to the same. */
static void
test_round_trip_random (void)
{
  static const char *const pieces[] = { "plot",
                                        "地块",
                                        "firm",
                                        " ",
                                        " ",
                                        " ",
                                        "status",
                                        "状态",
                                        "area",
                                        "面积",
                                        "zone",
                                        ":",
                                        ":",
                                        "：",
                                        "<",
                                        ">=",
                                        "..",
                                        "20",
                                        "1e3",
                                        "0.5",
                                        "亩",
                                        "km",
                                        "?",
                                        ",",
                                        "、",
                                        "-",
                                        "\"",
                                        "idle",
                                        "闲置",
                                        "低效",
                                        "北带",
                                        "九亭",
                                        "near",
                                        "距",
                                        "卫星",
                                        "park",
                                        "x",
                                        "～",
                                        "≥",
                                        "founded",
                                        "2024",
                                        "-06",
                                        "niche",
                                        "sat.ait",
                                        "%",
                                        "\\",
                                        "'",
                                        ",?",
                                        "(",
                                        ")",
                                        "in",
                                        "has",
                                        "in:(",
                                        "park:(",
                                        "121.3,31.1;121.4,31.1;121.4,31.2)",
                                        "（",
                                        "）",
                                        "whose ",
                                        " holds ",
                                        " a firm of ",
                                        "within ",
                                        ">",
                                        "121.38,31.01",
                                        "tier:",
                                        "高企",
                                        "any",
                                        "@2026-11-29",
                                        "@",
                                        "candidate:stopped",
                                        "所在园区有企业 ",
                                        " 或 ",
                                        " 且 ",
                                        " and ",
                                        "\n",
                                        "\t",
                                        "\ufeff",
                                        "\u00a0",
                                        "　",
                                        "ａ",
                                        "＊",
                                        "20亩",
                                        "22.20",
                                        "1,000",
                                        "以上",
                                        "不到",
                                        "至",
                                        "—",
                                        "年",
                                        "6月",
                                        "/",
                                        "m",
                                        "人",
                                        "staff:",
                                        "founded:2024" };
  guint                    understood = 0;

  for (int i = 0; i < 10000; i++)
    {
      g_autoptr (GString)   text = g_string_new (NULL);
      g_autoptr (YunFilter) filter = NULL;
      g_autoptr (YunFilter) again = NULL;
      g_autoptr (GError)    error = NULL;
      g_autofree char      *printed = NULL;

      for (int k = g_test_rand_int_range (1, 12); k > 0; k--)
        g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
      filter = yun_filter_parse (text->str, NULL, NULL);
      if (filter == NULL)
        continue;
      understood++;
      printed = yun_filter_print (filter);
      again = yun_filter_parse (printed, NULL, &error);
      if (again == NULL || !yun_filter_equal (filter, again))
        g_error ("“%s” printed as “%s”: %s", text->str, printed,
                 error != NULL ? error->message : "not equal");
      for (guint c = 0; c < yun_filter_get_n_clauses (filter); c++)
        g_free (yun_filter_describe_clause (filter, c));
    }
  g_assert_cmpuint (understood, >, 300);
}

/* A drawn area takes the place of those drawn before, or of the one it is a new form of; a place,
 * that of other places. */
static YunRecord *
make_plot (const char *status, double area_mu, const char *town, const char *segments)
{
  YunRecord *plot = yun_entity_new_record (&yun_entity_plot);
  YunGeom   *point = yun_geom_new_point (121.3, 31.1);

  yun_record_parse_value (plot, yun_entity_get_field (&yun_entity_plot, "name"), "机加工用地",
                          NULL);
  yun_record_parse_value (plot, yun_entity_get_field (&yun_entity_plot, "use-state"), status, NULL);
  yun_record_set_real (plot, yun_entity_get_field (&yun_entity_plot, "area-paper"),
                       area_mu * 2000 / 3);
  yun_record_set_text (plot, yun_entity_get_field (&yun_entity_plot, "town"), town);
  yun_record_parse_value (plot, yun_entity_get_field (&yun_entity_plot, "segment"), segments, NULL);
  yun_record_set_text (plot, yun_entity_get_field (&yun_entity_plot, "event-date"), "2024");
  yun_record_set_shape (plot, point);
  yun_record_derive (plot, NULL);
  yun_geom_unref (point);
  return plot;
}

static gboolean
relate_cb (const YunClause *clause, YunRecord *record, gpointer user_data)
{
  YunGeom *shape = yun_record_get_shape (record);

  switch (clause->kind)
    {
    case YUN_CLAUSE_VALUES:
      return g_strv_contains (
        (const char *const *) clause->values,
        yun_record_get_text (record, yun_entity_get_field (&yun_entity_plot, clause->field)));
    case YUN_CLAUSE_NEAR:
      return yun_measure_distance_between (shape, user_data) <= clause->distance_m;
    case YUN_CLAUSE_IN:
      return clause->area != NULL && yun_measure_intersects (shape, clause->area);
    default:
      return FALSE;
    }
}

static void
test_match (void)
{
  static const struct
  {
    const char *text;
    gboolean    matches;
  } cases[] = {
    { "", TRUE },
    { "firm", FALSE },
    { "status:reusable", TRUE },
    { "status:idle", FALSE },
    { "status:vacant", TRUE },
    { "-status:reusable", FALSE },
    { "status:found-idle", FALSE },
    { "area:20..100mu", TRUE },
    { "area:30..100mu", FALSE },
    { "area:<=25mu", TRUE },
    { "area:<25mu", FALSE },
    { "zone:north", TRUE },
    { "zone:core,north", TRUE },
    { "-zone:core", TRUE },
    { "town:泗泾", TRUE },
    { "-town:泗泾", FALSE },
    { "segment:rocket", FALSE },
    { "segment:rocket,satellite", TRUE },
    { "机加工", TRUE },
    { "jijiagong", TRUE },
    { "jjgyd", TRUE },
    { "-机加工", FALSE },
    { "park:?", TRUE },
    { "-park:?", FALSE },
    { "park:科技绿洲", FALSE },
    { "-park:科技绿洲", TRUE },
    { "name:加工", TRUE },
    { "niche:sat.ait", FALSE },
    { "-niche:sat.ait", TRUE },
    { "event-date:2024-06..2025", TRUE },
    { "event-date:>2024", FALSE },
    { "place:?", FALSE },
    { "-place:?", TRUE },
    { "near:x<5km", TRUE },
    { "near:x<5m", FALSE },
    { "-near:x<5m", TRUE },
    { "in:(121.2,31;121.4,31;121.4,31.2;121.2,31.2)", TRUE },
    { "in:(121.2,31;121.25,31;121.25,31.2)", FALSE },
    { "-in:(121.2,31;121.25,31;121.25,31.2)", TRUE },
    { "park:科技绿洲,?", TRUE },
    { "park:科技绿洲 -park:?", FALSE },
    { "town:佘山镇,?", FALSE },
    { "area:30..100mu,?", FALSE },
    { "far:1..2,?", TRUE },
  };
  g_autoptr (YunRecord) plot = make_plot ("vacant", 25, "泗泾镇", "satellite");
  g_autoptr (YunGeom)   place = yun_geom_new_point (121.31, 31.1);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError)    error = NULL;
      g_autoptr (YunFilter) filter = yun_filter_parse (cases[i].text, NULL, &error);

      g_assert_no_error (error);
      if (yun_filter_match (filter, plot, relate_cb, place) != cases[i].matches)
        g_error ("“%s” %s", cases[i].text, cases[i].matches ? "does not match" : "matches");
    }
}

/* Not on the map is what has no shape, or says of its place that there is none; a task, which never
 * is there, has nothing to be asked for. */
static void
test_nowhere (void)
{
  g_autoptr (YunFilter) nowhere = yun_filter_parse ("place:?", NULL, NULL);
  g_autoptr (YunFilter) on = yun_filter_parse ("-place:?", NULL, NULL);
  const YunField       *accuracy = yun_entity_get_field (&yun_entity_plot, "accuracy");
  g_autoptr (YunRecord) plot = make_plot ("vacant", 25, "泗泾镇", "satellite");
  g_autoptr (YunRecord) task = yun_entity_new_record (&yun_entity_task);
  g_autofree char      *said = yun_filter_describe_clause (nowhere, 0);
  g_autofree char      *denied = yun_filter_describe_clause (on, 0);

  g_assert_cmpstr (said, ==, "Not on the map");
  g_assert_cmpstr (denied, ==, "On the map");
  yun_record_set_int (plot, accuracy, YUN_ACCURACY_TOWN);
  g_assert_false (yun_filter_match (nowhere, plot, NULL, NULL));
  yun_record_set_int (plot, accuracy, YUN_ACCURACY_NONE);
  g_assert_true (yun_filter_match (nowhere, plot, NULL, NULL));
  yun_record_set_int (plot, accuracy, YUN_ACCURACY_SURVEYED);
  yun_record_set_shape (plot, NULL);
  g_assert_true (yun_filter_match (nowhere, plot, NULL, NULL));
  g_assert_false (yun_filter_match (on, plot, NULL, NULL));
  g_assert_false (yun_filter_match (nowhere, task, NULL, NULL));
  g_assert_true (yun_filter_match (on, task, NULL, NULL));
  g_assert_false (yun_filter_may_match (nowhere, &yun_entity_task));
  g_assert_true (yun_filter_may_match (on, &yun_entity_task));
  g_assert_true (yun_filter_may_match (nowhere, &yun_entity_park));
}

static void
test_words (void)
{
  g_autoptr (YunFilter) filter = yun_filter_parse (
    "plot status:reusable area:20..100mu -town:佘山 near:车墩地面站<5km 机", NULL, NULL);
  g_autofree char *idle = yun_filter_describe_clause (filter, 0);
  g_autofree char *area = yun_filter_describe_clause (filter, 1);
  g_autofree char *near = yun_filter_describe_clause (filter, 3);

  g_assert_nonnull (strstr (idle, "Low-efficiency"));
  g_assert_cmpstr (area, ==, "Area: 20–100 mu");
  g_assert_cmpstr (near, ==, "Within 5 km of 车墩地面站");
}

static void
test_place_words (void)
{
  static const struct
  {
    const char *text;
    const char *words;
  } cases[] = {
    { "near:九亭镇>2km", "More than 2 km from 九亭镇" },
    { "near:九亭镇<2km,?", "Within 2 km of 九亭镇, or the place is not known" },
    { "in:九亭镇,佘山镇", "Centre in 九亭镇, 佘山镇" },
    { "meets:(park)", "Meets Parks" },
    { "-inside:北带", "Not Wholly in 北带" },
    { "plot area-paper>=area-computed", "Area on paper ≥ Computed area" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (YunFilter) filter = yun_filter_parse (cases[i].text, NULL, NULL);
      g_autofree char      *words = yun_filter_describe_clause (filter, 0);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

static void
test_term_words (void)
{
  static const struct
  {
    const char *text;
    const char *words;
  } cases[] = {
    { "tier:srdi", "Tiers: Specialised SME, ever listed" },
    { "tier:srdi,champion@2026-11-29",
      "Tiers: Specialised SME, Manufacturing champion, unexpired on 2026-11-29" },
    { "-tier:srdi,?@2026-11-29", "Not Tiers: Specialised SME, unexpired on 2026-11-29 or unknown" },
    { "tier:?@2026-11-29", "Tiers: unknown whether held on 2026-11-29" },
    { "tier:?", "Tiers: unknown" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (YunFilter) filter = yun_filter_parse (cases[i].text, NULL, NULL);
      g_autofree char      *words = yun_filter_describe_clause (filter, 0);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/filter/canonical", test_canonical);
  g_test_add_func ("/filter/as-typed", test_as_typed);
  g_test_add_func ("/filter/as-shown", test_as_shown);
  g_test_add_func ("/filter/kept", test_kept);
  g_test_add_func ("/filter/errors", test_errors);
  g_test_add_func ("/filter/round-trip-random", test_round_trip_random);
  g_test_add_func ("/filter/match", test_match);
  g_test_add_func ("/filter/nowhere", test_nowhere);
  g_test_add_func ("/filter/words", test_words);
  g_test_add_func ("/filter/term-words", test_term_words);
  g_test_add_func ("/filter/place-words", test_place_words);
  return g_test_run ();
}
