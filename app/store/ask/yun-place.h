/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-places.h"

G_BEGIN_DECLS

/**
 * yun_place_find:
 * @word: the name of a facility, park, firm, town, plot (number) or zone, as a person writes it;
 * unless @area is asked for, also degrees, longitude and latitude, and what the base map names: a
 * road, a crossing, a station, a river (yun-gazetteer.h)
 * @area: only a place with an outline will do, which is given whole
 *
 * Finds the place that near: and in: mean: by exact name, short name, alias or number,
 * else what the base map calls so, else the only name that contains @word; adds it to @places.
 *
 * Returns: FALSE with %YUN_FILTER_ERROR_PLACE, whose message names what comes near, or all that
 * are called so in one kind of record
 */
gboolean
yun_place_find (YunDb *db, const char *word, gboolean area, YunPlaces *places, GError **error);

G_END_DECLS
