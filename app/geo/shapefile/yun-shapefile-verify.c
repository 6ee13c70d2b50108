/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-geo"

#include "config.h"

#include "yun-shapefile-private.h"
#include "yun-digest.h"

#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Two readers. Ours goes over every byte of the .dbf, .shp and .shx and compares each row with its
 * digest: what is on the disk is what was meant. OGR, which shares no code with the writer, opens
 * the result as a user's program would and answers for count, fields, box, system, and all values
 * of the sampled rows: what was meant is what others read. */

#define BUFFER (1 << 20)
#define ALL_UP_TO 20000
#define SAMPLES 2000
#define POLL 4096

typedef FILE YunFile;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunFile, fclose)

gboolean
yun_shapefile_is_sample (guint64 row, guint64 n)
{
  return n <= ALL_UP_TO || row % (n / SAMPLES) == 0 || row == n - 1;
}

static gboolean
fail (GError **error, const YunShapefilePart *part, const char *suffix, const char *what)
{
  g_debug ("%s%s: %s", part->stem, suffix, what);
  g_set_error (error, YUN_GEO_ERROR, YUN_GEO_ERROR_VERIFY,
               _ ("“%s%s” does not read back as it was written"), part->stem, suffix);
  return FALSE;
}

static gboolean
fail_row (GError **error, const YunShapefilePart *part, const char *suffix, guint64 row)
{
  g_set_error (error, YUN_GEO_ERROR, YUN_GEO_ERROR_VERIFY,
               _ ("Row %llu of “%s%s” does not read back as it was written"),
               (unsigned long long) row + 1, part->stem, suffix);
  return FALSE;
}

static FILE *
open_part (const char *folder, const YunShapefilePart *part, const char *suffix, GError **error)
{
  g_autofree char *path = g_strconcat (folder, G_DIR_SEPARATOR_S, part->stem, suffix, NULL);
  FILE            *file = fopen (path, "rbe");

  if (file == NULL)
    g_set_error (error, YUN_GEO_ERROR, YUN_GEO_ERROR_READ, _ ("“%s%s” cannot be read"), part->stem,
                 suffix);
  else
    setvbuf (file, NULL, _IOFBF, BUFFER);
  return file;
}

static guint32
get_le (const guint8 *at, guint bytes)
{
  guint32 value = 0;

  for (guint i = bytes; i > 0; i--)
    value = value << 8 | at[i - 1];
  return value;
}

static guint32
get_be32 (const guint8 *at)
{
  return (guint32) at[0] << 24 | at[1] << 16 | at[2] << 8 | at[3];
}

static gboolean
dbf_head_is_right (FILE                          *file,
                   const YunShapefilePart        *part,
                   const YunShapefileExpectation *expected)
{
  gsize              size = yun_dbf_get_head_size (expected->n_columns);
  g_autofree guint8 *head = g_malloc (size);
  gsize              row_size = 1;

  if (fread (head, 1, size, file) != size || head[0] != 3 || get_le (head + 4, 4) != part->n_rows ||
      get_le (head + 8, 2) != size || head[size - 1] != '\r' ||
      head[29] != yun_shapefile_encoding_get_language (expected->encoding))
    return FALSE;
  for (guint i = 0; i < expected->n_columns; i++)
    {
      const YunDbfColumn *column = &expected->columns[i].dbf;
      const guint8       *at = head + 32 * (i + 1);

      if (strncmp ((const char *) at, column->name, 11) != 0 || at[11] != column->type ||
          at[16] != column->width || at[17] != column->decimals)
        return FALSE;
      row_size += at[16];
    }
  return get_le (head + 10, 2) == row_size;
}

static gboolean
verify_dbf (const char                    *folder,
            const YunShapefilePart        *part,
            const YunShapefileExpectation *expected,
            GCancellable                  *cancellable,
            GError                       **error)
{
  g_autoptr (YunFile) file = open_part (folder, part, ".dbf", error);
  g_autofree guint8  *row = NULL;
  gsize               row_size = 1;

  if (file == NULL)
    return FALSE;
  if (!dbf_head_is_right (file, part, expected))
    return fail (error, part, ".dbf", "head");
  for (guint i = 0; i < expected->n_columns; i++)
    row_size += expected->columns[i].dbf.width;
  row = g_malloc (row_size);
  for (guint64 i = 0; i < part->n_rows; i++)
    {
      if (i % POLL == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (fread_unlocked (row, 1, row_size, file) != row_size ||
          yun_digest_bytes (YUN_DIGEST_SEED, row, row_size) !=
            g_array_index (part->row_digests, guint64, i))
        return fail_row (error, part, ".dbf", i);
    }
  if (fgetc (file) != 0x1a || fgetc (file) != EOF)
    return fail (error, part, ".dbf", "end");
  return TRUE;
}

/* Reads the head of a .shp or .shx and returns its length in bytes; 0 when it is wrong. */
static guint64
read_shp_head (FILE *file, const YunShapefilePart *part)
{
  guint8 head[YUN_SHP_HEAD];

  if (fread (head, 1, sizeof head, file) != sizeof head || get_be32 (head) != 9994 ||
      get_le (head + 28, 4) != 1000 || get_le (head + 32, 4) != part->type)
    return 0;
  return get_be32 (head + 24) * 2ull;
}

static gboolean
verify_shp (const char             *folder,
            const YunShapefilePart *part,
            GCancellable           *cancellable,
            GError                **error)
{
  g_autoptr (YunFile)    shp = open_part (folder, part, ".shp", error);
  g_autoptr (YunFile)    shx = shp != NULL ? open_part (folder, part, ".shx", error) : NULL;
  g_autoptr (GByteArray) record = g_byte_array_new ();
  guint64                offset = YUN_SHP_HEAD;

  if (shx == NULL)
    return FALSE;
  if (read_shp_head (shp, part) != part->shp_size)
    return fail (error, part, ".shp", "head");
  if (read_shp_head (shx, part) != YUN_SHP_HEAD + 8 * part->n_rows)
    return fail (error, part, ".shx", "head");
  for (guint64 i = 0; i < part->n_rows; i++)
    {
      guint8  entry[8];
      guint64 size;

      if (i % POLL == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (fread_unlocked (entry, 1, sizeof entry, shx) != sizeof entry ||
          get_be32 (entry) * 2ull != offset)
        return fail_row (error, part, ".shx", i);
      size = 8 + get_be32 (entry + 4) * 2ull;
      if (offset + size > part->shp_size)
        return fail_row (error, part, ".shx", i);
      g_byte_array_set_size (record, size);
      if (fread_unlocked (record->data, 1, size, shp) != size || get_be32 (record->data) != i + 1 ||
          get_be32 (record->data + 4) * 2ull + 8 != size ||
          yun_digest_bytes (YUN_DIGEST_SEED, record->data, size) !=
            g_array_index (part->shape_digests, guint64, i))
        return fail_row (error, part, ".shp", i);
      offset += size;
    }
  if (offset != part->shp_size || fgetc (shp) != EOF)
    return fail (error, part, ".shp", "end");
  if (fgetc (shx) != EOF)
    return fail (error, part, ".shx", "end");
  return TRUE;
}

static void CPL_STDCALL
gdal_said_cb (CPLErr level, CPLErrorNum number, const char *message)
{
  g_debug ("GDAL: %s", message);
}

static gpointer
register_drivers (gpointer unused)
{
  GDALAllRegister ();
  return NULL;
}

static guint64
digest_values (OGRFeatureH feature, const YunShapefileExpectation *expected)
{
  guint64 digest = YUN_DIGEST_SEED;

  for (guint i = 0; i < expected->n_columns; i++)
    {
      const YunShapefileColumn *column = &expected->columns[i];

      if (!OGR_F_IsFieldSetAndNotNull (feature, i))
        digest = yun_digest_text (digest, NULL);
      else if (column->dbf.type == 'C')
        digest = yun_digest_text (digest, OGR_F_GetFieldAsString (feature, i));
      else
        digest = yun_digest_real (digest, OGR_F_GetFieldAsDouble (feature, i));
    }
  return digest;
}

/* Over all rings, wherever OGR puts them: it groups them anew by their direction. */
static guint64
digest_shape (OGRGeometryH geometry)
{
  guint64              digest = 0;
  int                  n = OGR_G_GetGeometryCount (geometry);
  g_autofree YunPoint *points = NULL;

  if (n > 0)
    {
      for (int i = 0; i < n; i++)
        digest += digest_shape (OGR_G_GetGeometryRef (geometry, i));
      return digest;
    }
  n = OGR_G_GetPointCount (geometry);
  points = g_new (YunPoint, n);
  OGR_G_GetPoints (geometry, &points->x, sizeof *points, &points->y, sizeof *points, NULL, 0);
  return yun_shp_digest_ring (points, n);
}

static gboolean
fields_are_right (OGRLayerH layer, const YunShapefileExpectation *expected)
{
  OGRFeatureDefnH definition = OGR_L_GetLayerDefn (layer);

  if (OGR_FD_GetFieldCount (definition) != (int) expected->n_columns)
    return FALSE;
  for (guint i = 0; i < expected->n_columns; i++)
    if (strcmp (OGR_Fld_GetNameRef (OGR_FD_GetFieldDefn (definition, i)),
                expected->columns[i].dbf.name) != 0)
      return FALSE;
  return TRUE;
}

static gboolean
box_is_right (OGRLayerH layer, const YunShapefilePart *part)
{
  OGREnvelope box;

  if (part->n_rows == 0)
    return TRUE;
  return OGR_L_GetExtent (layer, &box, TRUE) == OGRERR_NONE && box.MinX == part->box.x0 &&
         box.MinY == part->box.y0 && box.MaxX == part->box.x1 && box.MaxY == part->box.y1;
}

static gboolean
has_code (OGRSpatialReferenceH srs, const char *crs)
{
  int                   n = 0;
  int                  *confidence = NULL;
  OGRSpatialReferenceH *matches = OSRFindMatches (srs, NULL, &n, &confidence);
  gboolean              found = FALSE;

  for (int i = 0; i < n && !found; i++)
    {
      const char      *authority = OSRGetAuthorityName (matches[i], NULL);
      const char      *code = OSRGetAuthorityCode (matches[i], NULL);
      g_autofree char *id = g_strdup_printf ("%s:%s", authority, code);

      found = confidence[i] >= 70 && strcmp (id, crs) == 0;
    }
  OSRFreeSRSArray (matches);
  CPLFree (confidence);
  return found;
}

static gboolean
system_is_right (OGRLayerH layer, const YunShapefileExpectation *expected)
{
  OGRSpatialReferenceH srs = OGR_L_GetSpatialRef (layer);
  OGRSpatialReferenceH meant;
  gboolean             same;

  if (srs == NULL)
    return FALSE;
  if (g_str_has_prefix (expected->crs, "EPSG:"))
    return has_code (srs, expected->crs);
  meant = OSRNewSpatialReference (expected->prj);
  OSRSetAxisMappingStrategy (meant, OAMS_TRADITIONAL_GIS_ORDER);
  OSRSetAxisMappingStrategy (srs, OAMS_TRADITIONAL_GIS_ORDER);
  same = OSRIsSame (srs, meant);
  OSRDestroySpatialReference (meant);
  return same;
}

static gboolean
verify_samples (OGRLayerH                      layer,
                const YunShapefilePart        *part,
                const YunShapefileExpectation *expected,
                GCancellable                  *cancellable,
                GError                       **error)
{
  for (guint i = 0; i < part->samples->len; i++)
    {
      const YunShapefileSample *sample = &g_array_index (part->samples, YunShapefileSample, i);
      OGRFeatureH               feature = OGR_L_GetFeature (layer, sample->row);
      OGRGeometryH              geometry = feature != NULL ? OGR_F_GetGeometryRef (feature) : NULL;
      gboolean                  same =
        feature != NULL && digest_values (feature, expected) == sample->values &&
        (part->type == 0 ? geometry == NULL
                         : geometry != NULL && digest_shape (geometry) == sample->shape);

      OGR_F_Destroy (feature);
      if (!same)
        return fail_row (error, part, part->type == 0 ? ".dbf" : ".shp", sample->row);
      if (i % POLL == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
verify_layer (OGRLayerH                      layer,
              const YunShapefilePart        *part,
              const YunShapefileExpectation *expected,
              GCancellable                  *cancellable,
              GError                       **error)
{
  const char *suffix = part->type == 0 ? ".dbf" : ".shp";

  if (layer == NULL)
    return fail (error, part, suffix, "open");
  if (OGR_L_GetFeatureCount (layer, TRUE) != (GIntBig) part->n_rows)
    return fail (error, part, suffix, "count");
  if (!fields_are_right (layer, expected))
    return fail (error, part, suffix, "fields");
  if (part->type != 0 && !box_is_right (layer, part))
    return fail (error, part, suffix, "box");
  if (part->type != 0 && !system_is_right (layer, expected))
    return fail (error, part, ".prj", "system");
  return verify_samples (layer, part, expected, cancellable, error);
}

static gboolean
verify_with_ogr (const char                    *folder,
                 const YunShapefilePart        *part,
                 const YunShapefileExpectation *expected,
                 GCancellable                  *cancellable,
                 GError                       **error)
{
  static GOnce             once = G_ONCE_INIT;
  static const char *const drivers[] = { "ESRI Shapefile", NULL };
  const YunCharset        *charset = yun_charset_get (expected->encoding);
  const char              *suffix = part->type == 0 ? ".dbf" : ".shp";
  g_autofree char         *path = g_strconcat (folder, G_DIR_SEPARATOR_S, part->stem, suffix, NULL);
  g_autofree char *encoding = g_strconcat ("ENCODING=", yun_charset_get_name (charset), NULL);
  const char      *options[] = { encoding, NULL };
  GDALDatasetH     data;
  gboolean         right;

  g_once (&once, register_drivers, NULL);
  data = GDALOpenEx (path, GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers, options, NULL);
  right = verify_layer (data != NULL ? GDALDatasetGetLayer (data, 0) : NULL, part, expected,
                        cancellable, error);
  if (data != NULL)
    GDALClose (data);
  return right;
}

gboolean
yun_shapefile_verify (const char                    *folder,
                      const YunShapefilePart        *part,
                      const YunShapefileExpectation *expected,
                      GCancellable                  *cancellable,
                      GError                       **error)
{
  gboolean right;

  if (!verify_dbf (folder, part, expected, cancellable, error))
    return FALSE;
  if (part->type != 0 && !verify_shp (folder, part, cancellable, error))
    return FALSE;
  CPLPushErrorHandler (gdal_said_cb);
  right = verify_with_ogr (folder, part, expected, cancellable, error);
  CPLPopErrorHandler ();
  return right;
}
