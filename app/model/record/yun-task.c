/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-task.h"

#include <glib/gi18n-lib.h>

struct _YunTask
{
  YunRecord parent_instance;

  char *number;
  char *chapter;
  char *content;
  char *unit;
  int   state;
  char *due;
  char *progress;
  char *progress_date;
};

G_DEFINE_FINAL_TYPE (YunTask, yun_task, YUN_TYPE_RECORD)

static const YunEnumValue state_values[] = {
  { "not-begun", N_ ("Not begun"), "未开始", NULL },
  { "under-way", N_ ("Under way"), "推进中;进行中", NULL },
  { "done", N_ ("Done"), "已完成;完成", NULL },
  { "behind", N_ ("Behind"), "滞后", NULL },
  { "open", N_ ("Not done yet"), "未完成", "not-begun;under-way;behind" },
};

static const YunEnum state = { state_values, G_N_ELEMENTS (state_values), 4 };

#define AT(member) G_STRUCT_OFFSET (YunTask, member)

static const YunField fields[] = {
  { "number", "number", YUN_KIND_TEXT, AT (number), N_ ("Number"), "编号;序号", NULL, NULL, NULL,
    YUN_FIELD_SEARCH | YUN_FIELD_COLUMN },
  { "chapter", "chapter", YUN_KIND_TEXT, AT (chapter), N_ ("Chapter"), "章节;工程", NULL, NULL,
    NULL, YUN_FIELD_COLUMN | YUN_FIELD_FACET },
  { "content", "content", YUN_KIND_TEXT, AT (content), N_ ("Content"), "内容;主要内容", NULL, NULL,
    NULL, YUN_FIELD_SEARCH | YUN_FIELD_LONG },
  /* the first of them leads */
  { "unit", "unit", YUN_KIND_LINKS, AT (unit), N_ ("Units"), "单位;责任单位", NULL, NULL, "unit",
    YUN_FIELD_COLUMN | YUN_FIELD_FACET, .section = N_ ("Units and Progress") },
  { "state", "state", YUN_KIND_ENUM, AT (state), N_ ("State"), "进度;任务状态", NULL, &state, NULL,
    YUN_FIELD_COLUMN | YUN_FIELD_FACET },
  { "due", "due", YUN_KIND_DATE, AT (due), N_ ("Due"), "完成期限;期限", NULL, NULL, NULL,
    YUN_FIELD_COLUMN, .range = &yun_range_year },
  { "progress", "progress", YUN_KIND_TEXT, AT (progress), N_ ("Latest progress"), "最新进展;进展",
    NULL, NULL, NULL, YUN_FIELD_LONG },
  { "progress-date", "progress_date", YUN_KIND_DATE, AT (progress_date), N_ ("Date of progress"),
    "进展日期", NULL, NULL, NULL, YUN_FIELD_DEFAULT, .range = &yun_range_past_day,
    .short_name = "prog_date" },
};

static const YunPortrait portrait = {
  YUN_PLURAL ("%s task", "%s tasks"),
  .orders = { [YUN_ORDER_LIST] = 50, [YUN_ORDER_SEARCH] = 42, [YUN_ORDER_FILTER] = 44 },
  .keys = "number",
  .names = "name;number",
  .others = "number",
  .code = "number",
  .beside = "number;unit",
};

const YunEntity yun_entity_task = {
  "task",         "tasks", N_ ("Tasks"),          "任务",    yun_task_get_type,
  YUN_SHAPE_NONE, fields,  G_N_ELEMENTS (fields), &portrait,
};

static void
yun_task_class_init (YunTaskClass *klass)
{
  YUN_RECORD_CLASS (klass)->entity = &yun_entity_task;
}

static void
yun_task_init (YunTask *self)
{
}
