/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-record.h"

G_BEGIN_DECLS

/** YunTask: a task that the action plan sets, the units that answer for it and how it stands. */
#define YUN_TYPE_TASK (yun_task_get_type ())
G_DECLARE_FINAL_TYPE (YunTask, yun_task, YUN, TASK, YunRecord)

extern const YunEntity yun_entity_task;

G_END_DECLS
