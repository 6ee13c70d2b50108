/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-record.h"

G_BEGIN_DECLS

/** YunPlot: a plot of land, or a building that is offered like one (地块). */
#define YUN_TYPE_PLOT (yun_plot_get_type ())
G_DECLARE_FINAL_TYPE (YunPlot, yun_plot, YUN, PLOT, YunRecord)

extern const YunEntity yun_entity_plot;

/**
 * The one status a plot is shown and counted by: what the office has found
 * (standing) where there is a finding, else what is on the ground (use state).
 * The group "reusable" 可盘活 is land that could be put to use; "idle" 闲置 is what the office has
 * found idle and nothing else (design.md 3).
 */
extern const YunEnum yun_enum_status;

enum
{
  YUN_STATUS_FOUND_IDLE, /* 闲置 */
  YUN_STATUS_LOW,        /* 低效 */
  YUN_STATUS_APPROVED,   /* 批而未供 */
  YUN_STATUS_SUPPLIED,   /* 供而未用 */
  YUN_STATUS_RESERVE,    /* 储备 */
  YUN_STATUS_VACANT,     /* 空地 */
  YUN_STATUS_CLEARED,    /* 已腾地 */
  YUN_STATUS_CONSTRUCTION,
  YUN_STATUS_IN_USE,
  YUN_STATUS_UNKNOWN,
};

G_END_DECLS
