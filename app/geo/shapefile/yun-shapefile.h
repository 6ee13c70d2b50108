/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-record.h"
#include "yun-crs.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * YunShapefileWriter: records of one entity as an ESRI Shapefile that a planner's software reads.
 *
 * Two passes over the same records. First _check() each: its text is tried in
 * the target encoding and width, and what would be lost is noted per row. A
 * column has room for what people will type into it later, whatever is in it today;
 * where a file would be larger than 2 GB so, it is as wide as its longest text. Then _begin(),
 * _write() each, _finish(): all parts are written into a folder beside the target, read back and
 * only then renamed to their place. Freed before _finish() or after a failure it leaves no file.
 * DBF names come from a fixed table, ≤ 10 bytes of ASCII; a data dictionary NAME_字段说明.csv lies
 * beside the file. One thread.
 *
 * Reading back is done twice: every byte of every row and shape is compared
 * with a digest of what was written; and OGR, which shares no code with the
 * writer, opens each part and is asked for the number of rows, the fields, the
 * box, the system, and every value and vertex of all rows up to 20 000, above
 * that of some 2 000 rows spread over the file.
 *
 * Polygons and points do not share a shapefile. The first of polygons, points,
 * sets of points and lines that has rows is NAME.shp; the others follow as
 * NAME_point.shp, NAME_multipoint.shp, NAME_line.shp; records without a place
 * are NAME_noplace.dbf. No rows at all make an empty NAME.shp. Of an entity that has no place there
 * is NAME.dbf alone.
 *
 * Enum values are written as their Chinese words, dates as text (they may be
 * partial), what is unknown as NULL, and an area once more in 亩 (area_mu).
 */
typedef struct _YunShapefileWriter YunShapefileWriter;

typedef enum
{
  YUN_ENCODING_GBK_LDID, /* LDID 77, no .cpg: the most widely read in old Chinese software */
  YUN_ENCODING_GBK_CPG,  /* .cpg GBK */
  YUN_ENCODING_UTF8,     /* .cpg UTF-8 */
  YUN_ENCODING_GB18030,  /* .cpg GB18030 */
} YunShapefileEncoding;

/** "GBK" "GBK-CPG" "UTF-8" "GB18030" (case ignored), -1 when none. */
int         yun_shapefile_encoding_find (const char *name);
const char *yun_shapefile_encoding_get_name (YunShapefileEncoding encoding);

/** A value that does not fit: said before anything is written. */
typedef struct
{
  guint64         row;    /* 1 is the first record */
  char           *name;   /* (owned): the record's name */
  const YunField *field;  /* (nullable): NULL: it is about the place */
  char           *reason; /* (owned): translated: "“𨭎” is not in GBK", "cut to 254 bytes" */
  gboolean        fatal;  /* a character that is lost, not a text that is cut */
} YunExportProblem;

/** (transfer full): "Row 3, NAME, FIELD: REASON", translated. */
char *yun_export_problem_describe (const YunExportProblem *self);

/** With what the name of the file ends that is made of @entity: ".shp", or ".dbf" where it has no
 * place. */
const char *yun_shapefile_get_suffix (const YunEntity *entity);

/**
 * @path: ends in yun_shapefile_get_suffix()
 * @crs: as yun_crs_check() takes it
 *
 * Fails with %YUN_GEO_ERROR_CRS or _BALLPARK; nothing is written yet.
 */
YunShapefileWriter *yun_shapefile_writer_new (const char          *path,
                                              const YunEntity     *entity,
                                              const char          *crs,
                                              YunShapefileEncoding encoding,
                                              GError             **error);
void                yun_shapefile_writer_free (YunShapefileWriter *self);

/** First pass. */
void yun_shapefile_writer_check (YunShapefileWriter *self, YunRecord *record);
/** (transfer none) (element-type YunExportProblem): what the first pass found, at most 10 000. */
GPtrArray *yun_shapefile_writer_get_problems (YunShapefileWriter *self);

/**
 * yun_shapefile_writer_begin:
 * @replace: whether an existing file of that name may be replaced
 *
 * %G_IO_ERROR_EXISTS when one is there and may not; %YUN_GEO_ERROR_WRITE, also when a part would be
 * larger than 2 GB. Files that other software keeps beside a replaced one (.qix, .sbn …) go with
 * it.
 */
gboolean yun_shapefile_writer_begin (YunShapefileWriter *self, gboolean replace, GError **error);
/** Second pass: the same records in the same order. A lost character is replaced by "?" (the caller
 * asked for it by going on after fatal problems). %YUN_GEO_ERROR_VERIFY when it is not the record
 * that was checked, _COORDINATE, _WRITE; nothing but freeing is possible then. */
gboolean yun_shapefile_writer_write (YunShapefileWriter *self, YunRecord *record, GError **error);
/**
 * Reads back, compares, renames.
 *
 * Returns: (transfer full): the paths of the files that were made (.shp, .shx, .dbf, .prj …, the
 * dictionary), or NULL with %YUN_GEO_ERROR_VERIFY, _WRITE, _READ or %G_IO_ERROR_CANCELLED; what was
 * there before is then untouched
 */
char **
yun_shapefile_writer_finish (YunShapefileWriter *self, GCancellable *cancellable, GError **error);

/** The DBF name of @field of @entity in the fixed table, or NULL when it is not exported. */
const char *yun_shapefile_field_name (const YunEntity *entity, const YunField *field);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunShapefileWriter, yun_shapefile_writer_free)

G_END_DECLS
