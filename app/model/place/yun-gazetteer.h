/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-geom.h"
#include "yun-search.h"

G_BEGIN_DECLS

/**
 * YunGazetteer: what the base map names, apart from what a registry keeps: roads, their crossings,
 * metro stations and lines, rivers, toll plazas; and what the user's street map names besides.
 * Read from geodata/ at the first call, some ten milliseconds, and from a street map when it is
 * another, up to a second: a worker's business. Never changed, never freed; any thread.
 */

typedef enum
{
  YUN_GAZETTEER_ROAD,
  YUN_GAZETTEER_CROSSING,
  YUN_GAZETTEER_STATION,
  YUN_GAZETTEER_RAIL,
  YUN_GAZETTEER_WATER,
  YUN_GAZETTEER_SPOT, /* a toll plaza, a village, a park, a lake */
  YUN_GAZETTEER_N,
} YunGazetteerKind;

/** A named place of the base map. */
typedef struct
{
  YunGazetteerKind kind;
  const char      *name;   /* 九亭站, G60沪昆高速, 九新公路×莘砖公路 */
  const char      *detail; /* "": none; the lines of a station */
  YunGeom         *shape;  /* EPSG:4490: a point, or the whole course */
  YunPoint         at;     /* on it, for a mark */
} YunGazetteerPlace;

/** The street map at @path (nullable: none) is asked too, from the next question on and as it is
 * then; what cannot be read is as if it were not there. Waits for nothing. */
void yun_gazetteer_set_streets (const char *path);

/** Of what kind it is, translated: "Road". */
const char *yun_gazetteer_kind_get_label (YunGazetteerKind kind);

/**
 * yun_gazetteer_find:
 * @word: a name as people write it: 九亭站, 九亭地铁站, G60, 沪昆高速, or the two roads of a
 * crossing: 九新公路莘砖公路, 九新公路与莘砖公路, 莘砖公路 × 九新公路, 九新公路/莘砖公路路口
 *
 * Returns: (transfer container) (element-type YunGazetteerPlace): all places called just so; two
 * roads can meet twice
 */
GPtrArray *yun_gazetteer_find (const char *word);

/** What fits, and how well. */
typedef struct
{
  const YunGazetteerPlace *place; /* (unowned): lasts */
  YunSearchRank            rank;
} YunGazetteerMatch;

/**
 * yun_gazetteer_search:
 * @text: as it was typed; "" finds nothing
 *
 * Returns: (transfer full) (element-type YunGazetteerMatch): the best @limit that fit as
 * yun_search_rank() says, the best first; behind the name of a road the beginning of another
 * finds their crossings
 */
GArray *yun_gazetteer_search (const char *text, guint limit);

G_END_DECLS
