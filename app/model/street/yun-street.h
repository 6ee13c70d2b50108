/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-vertex.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * The street map: what an extract of OpenStreetMap shows of the district, in a file of its own.
 *
 * yun-osm-file reads the extract, YunStreetWriter makes the file, YunStreetMap reads it. Plain
 * values; any thread.
 */

/** In drawing order. */
typedef enum
{
  YUN_STREET_GREEN,    /* area: parks, woods, meadows, fields of games */
  YUN_STREET_LAKE,     /* area of water, also of a broad river */
  YUN_STREET_RIVER,    /* line */
  YUN_STREET_BUILDING, /* area */
  YUN_STREET_RAIL,     /* line */
  YUN_STREET_ROAD,     /* line; class: YunRoadClass */
  YUN_STREET_STATION,  /* point */
  YUN_STREET_PLACE,    /* point: a village, a quarter */
  YUN_STREET_N,
} YunStreetKind;

/** Kinds of roads, also of the base map that the program brings along, which has the first three.
 */
typedef enum
{
  YUN_ROAD_EXPRESSWAY,
  YUN_ROAD_MAIN,
  YUN_ROAD_STREET,
  YUN_ROAD_LANE, /* service roads, tracks, where people walk */
  YUN_ROAD_PATH,
  YUN_ROAD_N,
} YunRoadClass;

/** A thing of the street map. Pointers are borrowed from whoever hands it out. */
typedef struct
{
  YunStreetKind kind;
  guint class;
  float            from; /* the zoom from which it is drawn */
  const char      *name; /* UTF-8, one line; "": none */
  YunVertex        min;
  YunVertex        max;
  guint            n_rings;
  const guint32   *ends; /* of each ring the number of vertices up to its end */
  const YunVertex *vertices;
} YunStreetShape;

/** A box of Mercator units. */
typedef struct
{
  YunVertex min;
  YunVertex max;
} YunStreetBox;

#define YUN_STREET_MAX_NAME 240   /* bytes */
#define YUN_STREET_MAX_FROM 25.5f /* zoom */

/** Whether things of @kind are areas: rings, each closed, inside by the even-odd rule. */
gboolean yun_street_kind_is_area (YunStreetKind kind);

/** The vertices of ring @i. */
const YunVertex *yun_street_shape_get_ring (const YunStreetShape *self, guint i, guint *n);
/** Sets the box from the vertices. */
void yun_street_shape_find_box (YunStreetShape *self);

/** Where the street map of this user lies: "street-map.pack" in a folder of the user's data.
 * (transfer full). */
char *yun_street_dup_path (void);

#define YUN_STREET_ERROR (yun_street_error_quark ())
GQuark yun_street_error_quark (void);

typedef enum
{
  YUN_STREET_ERROR_MISSING,   /* there is none */
  YUN_STREET_ERROR_FOREIGN,   /* of another kind or version */
  YUN_STREET_ERROR_DAMAGED,   /* it must be built anew */
  YUN_STREET_ERROR_ELSEWHERE, /* the extract has nothing of the district */
  YUN_STREET_ERROR_LARGE,     /* more than a street map can hold */
  YUN_STREET_ERROR_WRITE,     /* the file cannot be written */
} YunStreetError;

G_END_DECLS
