/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-plot.h"
#include "yun-record-private.h"
#include "yun-measure.h"

#include <glib/gi18n-lib.h>
#include <math.h>

struct _YunPlot
{
  YunRecord parent_instance;

  char  *number;
  int    kind;
  int    status;
  double area;
  char  *town;
  int    zone;
  char  *park;
  char  *location;
  char  *bound_east;
  char  *bound_south;
  char  *bound_west;
  char  *bound_north;
  double area_paper;
  double area_computed;
  int    area_method;
  char  *area_text;
  double building_area;
  char  *use_scheme;
  char  *use_version;
  char  *use_code;
  char  *use_text;
  int    use_state;
  int    standing;
  int    grade;
  gint64 grade_year;
  char  *standing_date;
  char  *standing_doc;
  double far_min;
  double far;
  double density;
  double green;
  double height;
  double tenure;
  double price;
  char  *price_text;
  char  *supply;
  char  *holder;
  char  *available_from;
  int    availability;
  double invest;
  double tax;
  char  *soil;
  char  *utilities;
  guint  segment;
  char  *event;
  char  *event_date;
  char  *start_due;
  char  *delivered;
  char  *land_approval;
  char  *stopped;
  double area_due;
  double area_started;
  double invest_total;
  double invest_done;
  int    delay_cause;
};

G_DEFINE_FINAL_TYPE (YunPlot, yun_plot, YUN_TYPE_RECORD)

static const YunEnumValue status_values[] = {
  /* "idle" was the group's name; what is printed and kept says "found-idle", so that the one cannot
   * be taken for the other (yun-view-state.h). */
  { "found-idle", N_ ("Idle"), "闲置;认定闲置;idle", NULL },
  { "low", N_ ("Low-efficiency"), "低效", NULL },
  { "approved", N_ ("Approved, not supplied"), "批而未供", NULL },
  { "supplied", N_ ("Supplied, not used"), "供而未用", NULL },
  { "reserve", N_ ("Reserve"), "储备", NULL },
  { "vacant", N_ ("Vacant"), "空地", NULL },
  { "cleared", N_ ("Cleared"), "已腾地;腾地", NULL },
  { "construction", N_ ("Under construction"), "在建", NULL },
  { "in-use", N_ ("In use"), "在用", NULL },
  { "unknown", N_ ("Unknown"), "未知", NULL },
  { "reusable", N_ ("Reusable"), "可盘活",
    "found-idle;low;approved;supplied;reserve;vacant;cleared" },
};

const YunEnum yun_enum_status = { status_values, G_N_ELEMENTS (status_values), 10 };

static const YunEnumValue use_state_values[] = {
  { "vacant", N_ ("Vacant"), "空地", NULL },
  { "cleared", N_ ("Cleared"), "已腾地;腾地", NULL },
  { "construction", N_ ("Under construction"), "在建", NULL },
  { "in-use", N_ ("In use"), "在用", NULL },
  { "unknown", N_ ("Unknown"), "未知", NULL },
};

static const YunEnum use_state = { use_state_values, G_N_ELEMENTS (use_state_values), 5 };

static const YunEnumValue standing_values[] = {
  { "idle", N_ ("Idle"), "闲置;认定闲置", NULL },
  { "low", N_ ("Low-efficiency"), "低效", NULL },
  { "approved", N_ ("Approved, not supplied"), "批而未供", NULL },
  { "supplied", N_ ("Supplied, not used"), "供而未用", NULL },
  { "reserve", N_ ("Reserve"), "储备", NULL },
  { "none", N_ ("None"), "无", NULL },
};

static const YunEnum standing = { standing_values, G_N_ELEMENTS (standing_values), 6 };

static const YunEnumValue kind_values[] = {
  { "land", N_ ("Land"), "土地", NULL },
  { "building", N_ ("Building"), "建筑;楼宇", NULL },
};

static const YunEnum kind = { kind_values, G_N_ELEMENTS (kind_values), 2 };

static const YunEnumValue area_method_values[] = {
  { "document", N_ ("On paper"), "权属文件;证载", NULL },
  { "planar", N_ ("Planar"), "平面", NULL },
  { "ellipsoidal", N_ ("Ellipsoidal"), "椭球面", NULL },
};

static const YunEnum area_method = { area_method_values, G_N_ELEMENTS (area_method_values), 3 };

static const YunEnumValue grade_values[] = {
  { "A", N_ ("A"), "A类;A 类;甲类", NULL },
  { "B", N_ ("B"), "B类;B 类;乙类", NULL },
  { "C", N_ ("C"), "C类;C 类;丙类", NULL },
  { "D", N_ ("D"), "D类;D 类;丁类", NULL },
};

static const YunEnum grade = { grade_values, G_N_ELEMENTS (grade_values), 4 };

static const YunEnumValue availability_values[] = {
  { "not-available", N_ ("Not available"), "不可用;已落位", NULL },
  { "part-reserved", N_ ("Part reserved"), "部分预留", NULL },
  { "marketed", N_ ("Marketed"), "招商中", NULL },
  { "awaiting-project", N_ ("Awaiting a project"), "待落项目", NULL },
  { "unknown", N_ ("Unknown"), "未知", NULL },
};

static const YunEnum availability = { availability_values, G_N_ELEMENTS (availability_values), 5 };

/* Who is to blame for a delay: land is idle all the same, but what the authorities or force majeure
 * caused (article 8 of 闲置土地处置办法) is dealt with by article 12, without fee or recovery. */
static const YunEnumValue delay_cause_values[] = {
  { "none", N_ ("None"), "无", NULL },
  { "holder", N_ ("The holder"), "自身原因;企业原因", NULL },
  { "government", N_ ("The authorities"), "政府原因", NULL },
  { "force-majeure", N_ ("Force majeure"), "不可抗力", NULL },
};

static const YunEnum delay_cause = { delay_cause_values, G_N_ELEMENTS (delay_cause_values), 4 };

static const YunRange ratio = { 0, 50 };
static const YunRange share = { 0, 100 };
static const YunRange height = { 0, 1000 };
/* The longest term by law, of land for homes (条例 of 1990, article 12). */
static const YunRange tenure = { 0, 70 };
static const YunRange grade_years = { 2000, 2200 };

enum
{
  AREA_DOCUMENT,
  AREA_PLANAR,
  AREA_ELLIPSOIDAL,
};

#define AT(member) G_STRUCT_OFFSET (YunPlot, member)

static const YunField fields[] = {
  { "number", "number", YUN_KIND_TEXT, AT (number), N_ ("Number"), "编号;地块编号;地块号", NULL,
    NULL, NULL, YUN_FIELD_SEARCH | YUN_FIELD_COLUMN },
  { "kind", "kind", YUN_KIND_ENUM, AT (kind), N_ ("Kind"), "类型;类别", NULL, &kind, NULL,
    YUN_FIELD_DEFAULT },
  { "status", "status", YUN_KIND_ENUM, AT (status), N_ ("Status"), "状态", NULL, &yun_enum_status,
    NULL, YUN_FIELD_COLUMN | YUN_FIELD_DERIVED | YUN_FIELD_FACET },
  { "area", "area_m2", YUN_KIND_REAL, AT (area), N_ ("Area"), "面积;用地面积", "m²", NULL, NULL,
    YUN_FIELD_COLUMN | YUN_FIELD_SUM | YUN_FIELD_DERIVED },
  { "town", "town", YUN_KIND_LINK, AT (town), N_ ("Town"), "街镇;镇;街道", NULL, NULL, "town",
    YUN_FIELD_COLUMN | YUN_FIELD_FACET },
  { "zone", "zone", YUN_KIND_ENUM, AT (zone), N_ ("Zone"), "片区;分区;布局", NULL, &yun_enum_zone,
    "zone", YUN_FIELD_COLUMN | YUN_FIELD_FACET },
  { "park", "park", YUN_KIND_LINK, AT (park), N_ ("Park"), "园区;所属园区", NULL, NULL, "park",
    YUN_FIELD_COLUMN | YUN_FIELD_FACET },
  { "location", "location", YUN_KIND_TEXT, AT (location), N_ ("Location"), "坐落;位置", NULL, NULL,
    NULL, YUN_FIELD_SEARCH },
  { "bound-east", "bound_east", YUN_KIND_TEXT, AT (bound_east), N_ ("East bound"), "东至", NULL,
    NULL, NULL, YUN_FIELD_DEFAULT, .short_name = "bound_e", .section = N_ ("Bounds") },
  { "bound-south", "bound_south", YUN_KIND_TEXT, AT (bound_south), N_ ("South bound"), "南至", NULL,
    NULL, NULL, YUN_FIELD_DEFAULT, .short_name = "bound_s" },
  { "bound-west", "bound_west", YUN_KIND_TEXT, AT (bound_west), N_ ("West bound"), "西至", NULL,
    NULL, NULL, YUN_FIELD_DEFAULT, .short_name = "bound_w" },
  { "bound-north", "bound_north", YUN_KIND_TEXT, AT (bound_north), N_ ("North bound"), "北至", NULL,
    NULL, NULL, YUN_FIELD_DEFAULT, .short_name = "bound_n" },
  { "area-paper", "area_paper_m2", YUN_KIND_REAL, AT (area_paper), N_ ("Area on paper"),
    "证载面积;文件面积", "m²", NULL, NULL, YUN_FIELD_DEFAULT, .range = &yun_range_amount,
    .short_name = "paper_m2", .section = N_ ("Area") },
  { "area-computed", "area_computed_m2", YUN_KIND_REAL, AT (area_computed), N_ ("Computed area"),
    "计算面积;图上面积", "m²", NULL, NULL, YUN_FIELD_DERIVED, .short_name = "calc_m2" },
  { "area-method", "area_method", YUN_KIND_ENUM, AT (area_method), N_ ("Area method"),
    "面积依据;面积方法", NULL, &area_method, NULL, YUN_FIELD_DEFAULT, .short_name = "area_meth" },
  { "area-text", "area_text", YUN_KIND_TEXT, AT (area_text), N_ ("Area as published"), "面积原文",
    NULL, NULL, NULL, YUN_FIELD_LONG },
  { "building-area", "building_area_m2", YUN_KIND_REAL, AT (building_area), N_ ("Building area"),
    "建筑面积", "m²", NULL, NULL, YUN_FIELD_SUM, .range = &yun_range_amount,
    .short_name = "build_m2" },
  { "use-scheme", "use_scheme", YUN_KIND_TEXT, AT (use_scheme), N_ ("Land-use scheme"),
    "用地分类体系", NULL, NULL, NULL, YUN_FIELD_DEFAULT, .section = N_ ("Use and Standing") },
  { "use-version", "use_version", YUN_KIND_TEXT, AT (use_version), N_ ("Land-use version"),
    "用地分类版本", NULL, NULL, NULL, YUN_FIELD_DEFAULT, .short_name = "use_ver" },
  { "use-code", "use_code", YUN_KIND_TEXT, AT (use_code), N_ ("Land-use code"), "用地代码;地类编码",
    NULL, NULL, NULL, YUN_FIELD_DEFAULT },
  { "use-text", "use_text", YUN_KIND_TEXT, AT (use_text), N_ ("Land use"), "用途;用地性质;规划用途",
    NULL, NULL, NULL, YUN_FIELD_COLUMN | YUN_FIELD_FACET },
  { "use-state", "use_state", YUN_KIND_ENUM, AT (use_state), N_ ("Use state"), "使用状态;现状",
    NULL, &use_state, NULL, YUN_FIELD_DEFAULT },
  { "standing", "standing", YUN_KIND_ENUM, AT (standing), N_ ("Standing"), "认定;认定状态", NULL,
    &standing, NULL, YUN_FIELD_FACET },
  { "grade", "grade", YUN_KIND_ENUM, AT (grade), N_ ("Efficiency class"), "绩效等级;低效等级", NULL,
    &grade, NULL, YUN_FIELD_FACET },
  { "grade-year", "grade_year", YUN_KIND_INT, AT (grade_year), N_ ("Class year"), "评价年度", NULL,
    NULL, NULL, YUN_FIELD_DEFAULT, .range = &grade_years },
  { "standing-date", "standing_date", YUN_KIND_DATE, AT (standing_date), N_ ("Date of finding"),
    "认定日期", NULL, NULL, NULL, YUN_FIELD_DEFAULT, .range = &yun_range_past_day,
    .short_name = "stand_date" },
  { "standing-doc", "standing_doc", YUN_KIND_TEXT, AT (standing_doc), N_ ("Document of finding"),
    "认定文号;文号", NULL, NULL, NULL, YUN_FIELD_DEFAULT, .short_name = "stand_doc" },
  { "far-min", "far_min", YUN_KIND_REAL, AT (far_min), N_ ("Floor-area ratio, least"), "容积率下限",
    NULL, NULL, NULL, YUN_FIELD_DEFAULT, .range = &ratio, .section = N_ ("Planning Conditions") },
  { "far", "far_max", YUN_KIND_REAL, AT (far), N_ ("Floor-area ratio"), "容积率;容积率上限", NULL,
    NULL, NULL, YUN_FIELD_COLUMN, .range = &ratio },
  { "density", "density_max", YUN_KIND_REAL, AT (density), N_ ("Building density"), "建筑密度", "%",
    NULL, NULL, YUN_FIELD_DEFAULT, .range = &share, .short_name = "dens_max" },
  { "green", "green_max", YUN_KIND_REAL, AT (green), N_ ("Green ratio"), "绿地率", "%", NULL, NULL,
    YUN_FIELD_DEFAULT, .range = &share },
  { "height", "height_max_m", YUN_KIND_REAL, AT (height), N_ ("Height limit"), "建筑限高;限高", "m",
    NULL, NULL, YUN_FIELD_DEFAULT, .range = &height, .short_name = "height_max" },
  { "tenure", "tenure_years", YUN_KIND_REAL, AT (tenure), N_ ("Tenure"), "出让年限;年限", "年",
    NULL, NULL, YUN_FIELD_DEFAULT, .range = &tenure, .short_name = "tenure_yr",
    .section = N_ ("Supply") },
  { "price", "price_wan", YUN_KIND_REAL, AT (price), N_ ("Price"), "价格;成交价;总价", "万元", NULL,
    NULL, YUN_FIELD_DEFAULT, .range = &yun_range_amount },
  { "price-text", "price_text", YUN_KIND_TEXT, AT (price_text), N_ ("Price as published"),
    "价格原文", NULL, NULL, NULL, YUN_FIELD_DEFAULT },
  { "supply", "supply", YUN_KIND_TEXT, AT (supply), N_ ("Supply method"), "供应方式", NULL, NULL,
    NULL, YUN_FIELD_DEFAULT },
  { "holder", "holder", YUN_KIND_TEXT, AT (holder), N_ ("Holder"), "使用权人;权利人", NULL, NULL,
    NULL, YUN_FIELD_SEARCH },
  { "available-from", "available_from", YUN_KIND_DATE, AT (available_from), N_ ("Available from"),
    "可供时间;拟供应时间", NULL, NULL, NULL, YUN_FIELD_DEFAULT, .range = &yun_range_year,
    .short_name = "avail_from" },
  { "availability", "availability", YUN_KIND_ENUM, AT (availability), N_ ("Availability"),
    "可用性;招商状态", NULL, &availability, NULL, YUN_FIELD_DEFAULT, .short_name = "avail" },
  { "invest", "invest_wan_mu", YUN_KIND_REAL, AT (invest), N_ ("Investment intensity"), "投资强度",
    "万元/亩", NULL, NULL, YUN_FIELD_DEFAULT, .range = &yun_range_amount, .short_name = "invest_mu",
    .section = N_ ("Output and Site") },
  { "tax-per-mu", "tax_wan_mu", YUN_KIND_REAL, AT (tax), N_ ("Tax per mu"), "亩均税收", "万元/亩",
    NULL, NULL, YUN_FIELD_DEFAULT, .range = &yun_range_amount },
  { "soil", "soil", YUN_KIND_TEXT, AT (soil), N_ ("Soil state"), "土壤状况;土壤污染状况", NULL,
    NULL, NULL, YUN_FIELD_DEFAULT },
  { "utilities", "utilities", YUN_KIND_TEXT, AT (utilities), N_ ("Utilities"), "基础设施;市政配套",
    NULL, NULL, NULL, YUN_FIELD_DEFAULT },
  { "segment", "segments", YUN_KIND_SET, AT (segment), N_ ("Segment"), "段;环段;板块;产业链", NULL,
    &yun_enum_segment, NULL, YUN_FIELD_COLUMN | YUN_FIELD_FACET },
  { "start-due", "start_due", YUN_KIND_DATE, AT (start_due), N_ ("Start due"),
    "约定动工日期;应动工日期", NULL, NULL, NULL, YUN_FIELD_DEFAULT, .range = &yun_range_year,
    .section = N_ ("Start and Delay") },
  { "delivered", "delivered", YUN_KIND_DATE, AT (delivered), N_ ("Delivered"),
    "交地日期;交付日期;实际交付日期", NULL, NULL, NULL, YUN_FIELD_DEFAULT,
    .range = &yun_range_past_day },
  { "land-approval", "land_approval", YUN_KIND_DATE, AT (land_approval),
    N_ ("Construction-land approval"), "建设用地批准日期;建设用地批准书日期;批准书核发日期", NULL,
    NULL, NULL, YUN_FIELD_DEFAULT, .range = &yun_range_past_day, .short_name = "land_appr" },
  { "stopped", "stopped", YUN_KIND_DATE, AT (stopped), N_ ("Stopped since"),
    "停工日期;中止开发日期", NULL, NULL, NULL, YUN_FIELD_DEFAULT, .range = &yun_range_past_day },
  { "area-due", "area_due_m2", YUN_KIND_REAL, AT (area_due), N_ ("Area to be developed"),
    "应动工开发面积", "m²", NULL, NULL, YUN_FIELD_DEFAULT, .range = &yun_range_amount,
    .short_name = "due_m2" },
  { "area-started", "area_started_m2", YUN_KIND_REAL, AT (area_started), N_ ("Area developed"),
    "已动工开发面积", "m²", NULL, NULL, YUN_FIELD_DEFAULT, .range = &yun_range_amount,
    .short_name = "started_m2" },
  { "invest-total", "invest_total_wan", YUN_KIND_REAL, AT (invest_total), N_ ("Total investment"),
    "总投资额;总投资", "万元", NULL, NULL, YUN_FIELD_DEFAULT, .range = &yun_range_amount,
    .short_name = "inv_total" },
  { "invest-done", "invest_done_wan", YUN_KIND_REAL, AT (invest_done), N_ ("Invested so far"),
    "已投资额;已投资", "万元", NULL, NULL, YUN_FIELD_DEFAULT, .range = &yun_range_amount,
    .short_name = "inv_done" },
  { "delay-cause", "delay_cause", YUN_KIND_ENUM, AT (delay_cause), N_ ("Cause of delay"),
    "延期原因", NULL, &delay_cause, NULL, YUN_FIELD_DEFAULT, .short_name = "delay" },
  { "event", "event", YUN_KIND_TEXT, AT (event), N_ ("Latest event"), "最近事件;事件", NULL, NULL,
    NULL, YUN_FIELD_DEFAULT, .section = N_ ("Latest event") },
  { "event-date", "event_date", YUN_KIND_DATE, AT (event_date), N_ ("Event date"), "事件日期", NULL,
    NULL, NULL, YUN_FIELD_DEFAULT, .range = &yun_range_year },
};

static const YunPortrait portrait = {
  YUN_PLURAL ("%s plot", "%s plots"),
  .orders = { [YUN_ORDER_LIST] = 30,
              [YUN_ORDER_SEARCH] = 30,
              [YUN_ORDER_FILTER] = 10,
              [YUN_ORDER_PLACE] = 50,
              [YUN_ORDER_MAP] = 40 },
  .keys = "number",
  .names = "number;name",
  .others = "number",
  .code = "number",
  .beside = "number;town",
  .beside_else = "zone",
  .look = YUN_LOOK_LOT,
  .label = "name;number",
  .kind_of = "status",
  .shades = { "far;far-min", "tax-per-mu", "source-date" },
};

const YunEntity yun_entity_plot = {
  "plot",        "plots", N_ ("Plots"),          "地块",    yun_plot_get_type,
  YUN_SHAPE_ANY, fields,  G_N_ELEMENTS (fields), &portrait,
};

/* status: the finding where there is one, else what is on the ground (design.md section 3).
 * area: the number on paper is never overwritten by a computed one (domain.md 5.5). */
static void
yun_plot_derive (YunRecord *record, const YunLinkSource *source)
{
  static const int of_use[] = { YUN_STATUS_VACANT, YUN_STATUS_CLEARED, YUN_STATUS_CONSTRUCTION,
                                YUN_STATUS_IN_USE, YUN_STATUS_UNKNOWN };
  YunPlot         *self = YUN_PLOT (record);
  YunGeom         *shape = yun_record_get_shape (record);

  if (self->standing >= 0 && self->standing <= YUN_STATUS_RESERVE)
    self->status = self->standing;
  else
    self->status = self->use_state >= 0 ? of_use[self->use_state] : YUN_STATUS_UNKNOWN;

  self->area_computed = shape != NULL && yun_geom_get_kind (shape) == YUN_GEOM_POLYGON
                          ? yun_measure_area_lonlat (shape)
                          : NAN;
  if (!isnan (self->area_paper))
    {
      self->area = self->area_paper;
      if (self->area_method < 0)
        self->area_method = AREA_DOCUMENT;
    }
  else
    {
      self->area = self->area_computed;
      self->area_method = isnan (self->area_computed) ? -1 : AREA_ELLIPSOIDAL;
    }
  if (self->zone < 0 && self->town != NULL)
    self->zone = yun_record_find_zone (record, source);
}

static void
yun_plot_class_init (YunPlotClass *klass)
{
  YUN_RECORD_CLASS (klass)->entity = &yun_entity_plot;
  YUN_RECORD_CLASS (klass)->derive = yun_plot_derive;
}

static void
yun_plot_init (YunPlot *self)
{
}
