/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-db.h"

G_BEGIN_DECLS

/**
 * yun_place_find:
 * @word: the name of a facility, park, firm, town or plot (number), as a person writes it
 *
 * Finds the place that near: means: by exact name, short name, alias or number,
 * else the only name that contains @word. A town counts from its anchor.
 *
 * Returns: (transfer full): its shape, or NULL with %YUN_FILTER_ERROR_PLACE,
 * whose message names what comes near
 */
YunGeom *yun_place_find (YunDb *db, const char *word, GError **error);

/** (transfer full) (element-type utf8 YunGeom): the places of all near: clauses of @filter by their
 * text, or NULL. */
GHashTable *yun_place_find_all (YunDb *db, YunFilter *filter, GError **error);

G_END_DECLS
