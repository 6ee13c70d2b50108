/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-charset.h"
#include "yun-dbf-writer.h"
#include "yun-shp-writer.h"
#include "yun-staging.h"

G_BEGIN_DECLS

/** A column of the .dbf: a field of the entity, or once more its area in 亩, the codes of its
 * niches.
 */
typedef struct
{
  const YunField *field;
  gboolean        in_mu;
  gboolean        as_code; /* of niches; else they are words */
  YunDbfColumn    dbf;     /* its width grows while records are checked */
  guint8          room;    /* bytes that people who fill the table on may need; 0: of a number */
  double          limit;   /* REAL: what is nearer to 0 fits into the first width */
} YunShapefileColumn;

/** (transfer full): the columns of @entity: uid, name, then the others. */
YunShapefileColumn *yun_shapefile_columns_new (const YunEntity *entity, guint *n);
/** (transfer full): the data dictionary, CSV with a BOM. */
GString *yun_shapefile_columns_to_csv (const YunShapefileColumn *columns, guint n);
/** (transfer full): the word of value @index of an ENUM or SET field. */
char *yun_shapefile_dup_word (const YunField *field, guint index);

/**
 * YunShapefileRows: records into the columns of a .dbf, for both passes. One thread.
 */
typedef struct _YunShapefileRows YunShapefileRows;

YunShapefileRows *yun_shapefile_rows_new (const YunEntity *entity, YunShapefileEncoding encoding);
void              yun_shapefile_rows_free (YunShapefileRows *self);

/** First pass: widens the columns, notes what is lost. */
void yun_shapefile_rows_check (YunShapefileRows *self, YunRecord *record);
/** After _check() of the same record: something about its place is doubtful. @reason: (transfer
 * full): translated */
void       yun_shapefile_rows_tell_place (YunShapefileRows *self, YunRecord *record, char *reason);
GPtrArray *yun_shapefile_rows_get_problems (YunShapefileRows *self);
/** After the first pass: makes the columns as wide as those of the .dbf, which are no narrower. */
void yun_shapefile_rows_widen (YunShapefileRows *self, const YunDbfColumn *columns);
/** The columns as wide as they have become. */
const YunShapefileColumn *yun_shapefile_rows_get_columns (YunShapefileRows *self, guint *n);

/**
 * Second pass: puts the values into the row in hand of @dbf. @digest: (out) (nullable): of what a
 * reader should make of them. %YUN_GEO_ERROR_VERIFY when it cannot be the record that was checked.
 */
gboolean yun_shapefile_rows_put (
  YunShapefileRows *self, YunDbfWriter *dbf, YunRecord *record, guint64 *digest, GError **error);

/** Sets the error for records that changed between the passes; FALSE. */
gboolean yun_shapefile_fail_changed (GError **error);

/** A row that is kept in digest to be asked of OGR. */
typedef struct
{
  guint64 row;
  guint64 values; /* yun_digest_text(), _word(), _real() of each column in turn */
  guint64 shape;  /* yun_shp_digest_ring() summed over the rings */
} YunShapefileSample;

/** One shapefile, or the .dbf of the records without a place. */
typedef struct
{
  char      *stem; /* (owned): the file name without suffix */
  YunShpType type; /* 0: no shapes */
  guint64    n_rows;
  guint64    shp_size;
  guint64    n_written;
  YunRect    box;
  GArray    *row_digests;   /* (owned): guint64, of each .dbf row */
  GArray    *shape_digests; /* (owned): guint64, of each .shp record */
  GArray    *samples;       /* (owned): YunShapefileSample */
} YunShapefilePart;

/** Whether row @row of @n is a sample: all up to 20 000, else about 2000 and the last. */
gboolean yun_shapefile_is_sample (guint64 row, guint64 n);

typedef struct
{
  const YunShapefileColumn *columns;
  guint                     n_columns;
  YunShapefileEncoding      encoding;
  const char               *crs; /* its canonical form */
  const char               *prj; /* the text of the .prj */
} YunShapefileExpectation;

/**
 * Reads @part in folder @folder back: %YUN_GEO_ERROR_VERIFY when it is not what
 * was written, _READ, or %G_IO_ERROR_CANCELLED.
 */
gboolean yun_shapefile_verify (const char                    *folder,
                               const YunShapefilePart        *part,
                               const YunShapefileExpectation *expected,
                               GCancellable                  *cancellable,
                               GError                       **error);

G_END_DECLS
