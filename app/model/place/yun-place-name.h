/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** How names of the base map are said, on the map and where they are looked for. Any thread. */

/** The bytes of the number that the name of an expressway begins with, "G60" of "G60沪昆高速"; 0:
 * there is none. */
gsize yun_place_name_measure_number (const char *name);

/** (transfer full): what the station @name is called: 九亭 is 九亭站; 虹桥火车站 is one already,
 * and a terminal is none. */
char *yun_place_name_dup_station (const char *name);

/** (transfer none): the line alone, 9号线 of 上海地铁9号线. */
const char *yun_place_name_get_line (const char *name);

G_END_DECLS
