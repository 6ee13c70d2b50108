/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-record.h"

G_BEGIN_DECLS

/** YunTown: a town or street (街镇). */
#define YUN_TYPE_TOWN (yun_town_get_type ())
G_DECLARE_FINAL_TYPE (YunTown, yun_town, YUN, TOWN, YunRecord)

extern const YunEntity yun_entity_town;

G_END_DECLS
