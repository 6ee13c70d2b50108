/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-csv.h"
#include "yun-record.h"
#include "yun-geojson.h"

/* The files of geodata/ as they stand in the source tree; a file that cannot be read fails the
 * test. All give (transfer full). */

/** The text of a file, by its name in geodata/. */
char       *geodata_read (const char *name);
YunCsv     *geodata_load_csv (const char *path);
YunCsv     *geodata_load_data (const char *name);
YunGeoJson *geodata_load_layer (const char *name);
YunGeoJson *geodata_load_geojson (const char *path);

/** The ids of the entities that have a table in starter/, NULL-terminated. */
extern const char *const geodata_starter[];
YunCsv                  *geodata_load_starter (const YunEntity *entity);

/** The first row with @value in @column, or -1. */
int geodata_find_row (const YunCsv *csv, const char *column, const char *value);

/** The number that @text is, whole; NAN when it is none. */
double geodata_number (const char *text);
