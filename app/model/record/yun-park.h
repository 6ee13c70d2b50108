/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-record.h"

G_BEGIN_DECLS

/** YunPark: a park, base, building cluster or incubator (园区). */
#define YUN_TYPE_PARK (yun_park_get_type ())
G_DECLARE_FINAL_TYPE (YunPark, yun_park, YUN, PARK, YunRecord)

extern const YunEntity yun_entity_park;

G_END_DECLS
