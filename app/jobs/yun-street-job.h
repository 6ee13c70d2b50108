/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-job.h"
#include "yun-street-map.h"

G_BEGIN_DECLS

#define YUN_STREET_REACH 10000.0 /* metres around the district that a street map shows */

/**
 * yun_street_job_new:
 * @extract: an .osm.pbf or .osm file
 * @path: the street map to make (yun_street_dup_path()); its folder is made
 *
 * A job that reads the extract and writes the street map beside its place, reads it back and
 * renames it; whatever goes wrong, nothing is left and an existing one is as it was. Its result is
 * the street map (YunStreetMap *, transfer full). Fails with a YunOsmError, YunStreetError,
 * YunGeoError or %G_IO_ERROR_CANCELLED.
 */
YunJob *yun_street_job_new (const char *extract, const char *path);

/** Takes the street map @path away; %YUN_STREET_ERROR_MISSING, _WRITE. */
gboolean yun_street_remove (const char *path, GError **error);

G_END_DECLS
