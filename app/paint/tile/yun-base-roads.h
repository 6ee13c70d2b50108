/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-feature-index.h"
#include "yun-style.h"

G_BEGIN_DECLS

/**
 * The road network of a base map, made ready to draw: from which zoom a piece helps, and pieces
 * put together to lines. Plain arrays of one owner; any thread.
 */

/** A stretch of road from one crossing to the next, or several put together. Two pieces meet where
 * an end of each is the same vertex. */
typedef struct
{
  const char *name; /* (unowned): equal names are one pointer; "": unknown */
  YunRoadClass class;
  gboolean   schematic; /* its course there is a guess */
  guint      n;         /* two at least */
  YunVertex *vertices;  /* (owned) */
  float      min_zoom;  /* below it the piece is not drawn */
} YunRoadPiece;

#define YUN_STREET_ZOOM 12.6 /* below it no street is drawn */

/** Whether a place lies where the network may end without an end of the road. */
typedef gboolean (*YunRoadOutside) (YunVertex at, gpointer user_data);

/** (transfer full): an empty array of YunRoadPiece, which frees their vertices. */
GArray *yun_base_roads_new (void);

/**
 * yun_base_roads_rank:
 * @pieces: of YunRoadPiece; their min_zoom is set
 * @outside: (scope call)
 *
 * Expressways are always drawn. A main road is drawn from afar when it belongs to the one network
 * of main roads and expressways; what ends blindly in the district is drawn from the zoom at which
 * it is long enough to be a road and no crumb; the same goes for streets from YUN_STREET_ZOOM on.
 * From some zoom all is drawn.
 */
void yun_base_roads_rank (GArray *pieces, YunRoadOutside outside, gpointer user_data);

/** (transfer full): @pieces (transfer full) put together wherever exactly two that look alike and
 * have the same name meet. */
GArray *yun_base_roads_join (GArray *pieces);

G_END_DECLS
