/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-street.h"

G_BEGIN_DECLS

/**
 * Extracts of OpenStreetMap, .osm.pbf and .osm, read by GDAL. A worker's business.
 */

#define YUN_OSM_ERROR (yun_osm_error_quark ())
GQuark yun_osm_error_quark (void);

typedef enum
{
  YUN_OSM_ERROR_OPEN,    /* is not there, or may not be read */
  YUN_OSM_ERROR_FORMAT,  /* no extract of OpenStreetMap */
  YUN_OSM_ERROR_DAMAGED, /* cut short, or not what it should be */
  YUN_OSM_ERROR_ROOM,    /* no room for what is kept while it is read */
} YunOsmError;

/** Takes a thing of the file; all pointers are borrowed for the call. FALSE with @error set stops
 * the reading. */
typedef gboolean (*YunOsmFunc) (const YunStreetShape *shape, gpointer user_data, GError **error);

/** @done: the part of the file that was read, from 0 to 1. */
typedef void (*YunOsmProgress) (double done, gpointer user_data);

/**
 * yun_osm_file_read:
 * @box: what has nothing in it is left out
 * @scratch: a folder for what does not fit into memory; whatever is left there is the caller's to
 * remove
 * @bounds: (out): what the file says that it covers; all the world when it says nothing
 * @func: (scope call): gets each thing of the street map, in no order, lines and areas as they
 * are in the file: they may reach far outside of @box and cross themselves
 * @progress: (scope call)
 *
 * Reads in one pass with a bounded memory, whatever the size of the file. Fails with a YunOsmError
 * whose message names the file, %G_IO_ERROR_CANCELLED, or what @func set.
 */
gboolean yun_osm_file_read (const char         *path,
                            const YunStreetBox *box,
                            const char         *scratch,
                            YunStreetBox       *bounds,
                            YunOsmFunc          func,
                            YunOsmProgress      progress,
                            gpointer            user_data,
                            GCancellable       *cancellable,
                            GError            **error);

G_END_DECLS
