/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <shumate/shumate.h>

G_BEGIN_DECLS

/** YunMapGround: a map source without tiles, for shumate's coordinate functions, which ask one
 * about the projection. */
#define YUN_TYPE_MAP_GROUND (yun_map_ground_get_type ())
G_DECLARE_FINAL_TYPE (YunMapGround, yun_map_ground, YUN, MAP_GROUND, ShumateMapSource)

ShumateMapSource *yun_map_ground_new (void);

G_END_DECLS
