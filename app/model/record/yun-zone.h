/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-record.h"

G_BEGIN_DECLS

/** YunZone: a part of the layout 一核两带 (布局分区). */
#define YUN_TYPE_ZONE (yun_zone_get_type ())
G_DECLARE_FINAL_TYPE (YunZone, yun_zone, YUN, ZONE, YunRecord)

extern const YunEntity yun_entity_zone;

G_END_DECLS
