/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-shapefile.h"

#include <gdal.h>

G_BEGIN_DECLS

/* Records for exports, and a folder to export them into. */

/** (transfer full): a record with every field known, or a third of them when not @full; the same
 * for the same @random. Texts are ASCII and common Chinese. */
YunRecord *fixture_new_record (const YunEntity *entity, GRand *random, gboolean full);

/** (transfer full): a small shape in Songjiang: @kind 0 square, 1 with a hole, 2 two parts, 3
 * point. */
YunGeom *fixture_new_shape (GRand *random, guint kind);

/** (transfer full) (element-type YunRecord): @n records, always the same for @seed, with shapes of
 * @kinds in turn (4: no place). */
GPtrArray *fixture_new_records (
  const YunEntity *entity, guint n, guint seed, const guint *kinds, guint n_kinds);

/** (transfer full): a new folder to export into; fixture_remove() it. */
char *fixture_new_folder (void);

/** Makes a file @name in @folder with nothing of ours in it. */
void fixture_touch (const char *folder, const char *name);

/** Both passes over @records. @problems: (out) (optional): how many were found. */
char **fixture_export (const char          *path,
                       const YunEntity     *entity,
                       GPtrArray           *records,
                       const char          *crs,
                       YunShapefileEncoding encoding,
                       gboolean             replace,
                       guint               *problems,
                       GError             **error);

/** What OGR makes of the file without being told anything; GDALClose() it. */
GDALDatasetH fixture_open_plainly (const char *folder, const char *name);

/** (transfer full): the names in @folder, sorted, joined with blanks. */
char *fixture_list (const char *folder);
/** Removes @folder and what is in it. */
void fixture_remove (char *folder);

G_END_DECLS
