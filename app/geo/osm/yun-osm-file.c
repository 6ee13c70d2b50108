/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-geo"

#include "config.h"

#include "yun-osm-file.h"

#include "yun-osm-tags.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <gdal.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <ogr_api.h>
#include <string.h>

#define SCRATCH_IN_MEMORY "64" /* MB; what is more lies in the scratch folder */
#define INTEREST "SET interest_layers = points,lines,multipolygons"

/* Which tags become columns, and which closed ways are areas: nothing else is asked for. */
static const char settings[] =
  "closed_ways_are_polygons=building,landuse,leisure,natural,waterway=riverbank,waterway=dock\n"
  "attribute_name_laundering=no\n"
  "[points]\nosm_id=no\nattributes=name,name:zh,railway,place\nother_tags=no\n"
  "[lines]\nosm_id=no\n"
  "attributes=name,name:zh,ref,highway,railway,waterway,service\nother_tags=no\n"
  "[multipolygons]\nosm_id=no\n"
  "attributes=name,name:zh,building,landuse,leisure,natural,waterway\nother_tags=no\n"
  "[multilinestrings]\nosm_id=no\nattributes=name\nother_tags=no\n"
  "[other_relations]\nosm_id=no\nattributes=name\nother_tags=no\n";

typedef struct
{
  const char    *path;
  char          *name; /* (owned): for messages */
  GDALDatasetH   data; /* (owned) (nullable) */
  YunOsmFunc     func;
  YunOsmProgress progress;
  gpointer       user_data;
  GCancellable  *cancellable; /* (nullable) */

  OGREnvelope box;   /* what is wanted, in degrees */
  OGRLayerH   layer; /* whose columns are known */
  int         columns[YUN_OSM_N];

  GArray  *vertices; /* (owned): YunVertex of the thing in hand */
  GArray  *ends;     /* (owned): guint32 */
  gboolean failed;   /* GDAL could not go on */
  gboolean full;     /* for want of room */
} Reader;

G_DEFINE_QUARK (yun_osm_error, yun_osm_error)

/* What GDAL says of single things is of no account: they are drawn as they are. What ends the
 * reading is told from it by the words. */
static void CPL_STDCALL
gdal_said_cb (CPLErr class, CPLErrorNum number, const char *text)
{
  Reader *self = CPLGetErrorHandlerUserData ();

  g_debug ("%s", text);
  if (class < CE_Failure || self == NULL)
    return;
  if (strstr (text, "temporary") != NULL || strstr (text, "Cannot write") != NULL ||
      strstr (text, "osm_tmp") != NULL || strstr (text, "disk") != NULL ||
      number == CPLE_OutOfMemory)
    self->full = TRUE;
  if (self->full || strstr (text, "arsing") != NULL || strstr (text, "node id") != NULL ||
      strstr (text, "AllocBucket") != NULL || number == CPLE_FileIO)
    self->failed = TRUE;
}

static void
set_error (const Reader *self, YunOsmError code, GError **error)
{
  static const char *const messages[] = {
    [YUN_OSM_ERROR_OPEN] = N_ ("“%s” cannot be read"),
    [YUN_OSM_ERROR_FORMAT] = N_ ("“%s” is no extract of OpenStreetMap (.osm.pbf or .osm)"),
    [YUN_OSM_ERROR_DAMAGED] = N_ ("“%s” is damaged or was cut short: fetch it again"),
    [YUN_OSM_ERROR_ROOM] = N_ ("There is no room on the disk for reading “%s”"),
  };

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_set_error (error, YUN_OSM_ERROR, (int) code, _ (messages[code]), self->name);
#pragma GCC diagnostic pop
}

static int CPL_STDCALL
progress_cb (double done, const char *message, void *user_data)
{
  Reader *self = user_data;

  return !g_cancellable_is_cancelled (self->cancellable);
}

/* ---- Opening --------------------------------------------------------------------------- */

static gboolean
check_file (const Reader *self, GError **error)
{
  g_autoptr (GFile)            file = g_file_new_for_path (self->path);
  g_autoptr (GFileInputStream) stream = NULL;
  char                         first;

  /* a name that GDAL would read as a command is no file */
  if (g_file_test (self->path, G_FILE_TEST_IS_REGULAR))
    stream = g_file_read (file, NULL, NULL);
  if (stream == NULL)
    {
      set_error (self, YUN_OSM_ERROR_OPEN, error);
      return FALSE;
    }
  if (g_input_stream_read (G_INPUT_STREAM (stream), &first, 1, NULL, NULL) != 1)
    {
      set_error (self, YUN_OSM_ERROR_FORMAT, error);
      return FALSE;
    }

  return TRUE;
}

static gboolean
open_data (Reader *self, const char *scratch, GError **error)
{
  static const char *const drivers[] = { "OSM", NULL };
  g_autofree char         *config = g_build_filename (scratch, "osmconf.ini", NULL);
  g_autofree char         *option = g_strconcat ("CONFIG_FILE=", config, NULL);
  const char              *options[] = { option, "INTERLEAVED_READING=YES",
                                         "MAX_TMPFILE_SIZE=" SCRATCH_IN_MEMORY, NULL };

  if (!g_file_set_contents (config, settings, -1, NULL))
    {
      set_error (self, YUN_OSM_ERROR_ROOM, error);
      return FALSE;
    }
  self->data = GDALOpenEx (self->path, GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers, options, NULL);
  if (self->data != NULL)
    return TRUE;
  if (self->full)
    set_error (self, YUN_OSM_ERROR_ROOM, error);
  else
    set_error (self, YUN_OSM_ERROR_FORMAT, error);

  return FALSE;
}

/* What is wanted, and what the file covers. No filter of GDAL's: that leaves out what reaches
 * around the box. */
static void
set_limits (Reader *self, const YunStreetBox *box, YunStreetBox *bounds)
{
  YunPoint    nw = yun_vertex_to_lonlat (box->min), se = yun_vertex_to_lonlat (box->max);
  OGRLayerH   layer = GDALDatasetGetLayer (self->data, 0);
  OGREnvelope extent;

  self->box = (OGREnvelope){ .MinX = nw.x, .MaxX = se.x, .MinY = se.y, .MaxY = nw.y };
  *bounds = (YunStreetBox){ { 0, 0 }, { G_MAXUINT32, G_MAXUINT32 } };
  if (layer != NULL && OGR_L_GetExtent (layer, &extent, FALSE) == OGRERR_NONE &&
      isfinite (extent.MinX + extent.MaxX + extent.MinY + extent.MaxY))
    *bounds = (YunStreetBox){ yun_vertex_from_lonlat (extent.MinX, extent.MaxY),
                              yun_vertex_from_lonlat (extent.MaxX, extent.MinY) };
  GDALDatasetExecuteSQL (self->data, INTEREST, NULL, NULL);
}

static gboolean
is_wanted (const Reader *self, OGRGeometryH geometry)
{
  OGREnvelope box;

  OGR_G_GetEnvelope (geometry, &box);

  return box.MinX <= self->box.MaxX && box.MaxX >= self->box.MinX && box.MinY <= self->box.MaxY &&
         box.MaxY >= self->box.MinY;
}

/* ---- Things --------------------------------------------------------------------------- */

static void
read_tags (Reader *self, OGRLayerH layer, OGRFeatureH feature, YunOsmTags *tags)
{
  if (self->layer != layer)
    {
      OGRFeatureDefnH definition = OGR_L_GetLayerDefn (layer);

      for (guint i = 0; i < YUN_OSM_N; i++)
        self->columns[i] = OGR_FD_GetFieldIndex (definition, yun_osm_tag_names[i]);
      self->layer = layer;
    }
  for (guint i = 0; i < YUN_OSM_N; i++)
    tags->value[i] = self->columns[i] >= 0 && OGR_F_IsFieldSetAndNotNull (feature, self->columns[i])
                       ? OGR_F_GetFieldAsString (feature, self->columns[i])
                       : NULL;
}

/* Adds a line or a ring; what has a coordinate that is no place on the earth is left out. */
static void
add_ring (Reader *self, OGRGeometryH line, guint least)
{
  guint begin = self->vertices->len;
  int   n = OGR_G_GetPointCount (line);

  for (int i = 0; i < n; i++)
    {
      double    x = OGR_G_GetX (line, i), y = OGR_G_GetY (line, i);
      YunVertex v;

      if (!(fabs (x) <= 180 && fabs (y) <= 90))
        {
          g_array_set_size (self->vertices, begin);
          return;
        }
      v = yun_vertex_from_lonlat (x, y);
      g_array_append_val (self->vertices, v);
    }
  if (self->vertices->len - begin < least)
    g_array_set_size (self->vertices, begin);
  else
    g_array_append_val (self->ends, self->vertices->len);
}

/* Points, lines, and the rings of polygons, wherever they are nested. */
static void
add_geometry (Reader *self, OGRGeometryH geometry, gboolean area, guint depth)
{
  switch (wkbFlatten (OGR_G_GetGeometryType (geometry)))
    {
    case wkbPoint:
      add_ring (self, geometry, 1);
      break;
    case wkbLineString:
      add_ring (self, geometry, area ? 4 : 2);
      break;
    case wkbPolygon:
    case wkbMultiPolygon:
    case wkbMultiLineString:
    case wkbGeometryCollection:
      for (int i = 0; depth < 4 && i < OGR_G_GetGeometryCount (geometry); i++)
        add_geometry (self, OGR_G_GetGeometryRef (geometry, i), area, depth + 1);
      break;
    default:
      break;
    }
}

static YunGeomKind
get_kind (OGRGeometryH geometry)
{
  switch (wkbFlatten (OGR_G_GetGeometryType (geometry)))
    {
    case wkbPoint:
      return YUN_GEOM_POINT;
    case wkbLineString:
      return YUN_GEOM_LINE;
    default:
      return YUN_GEOM_POLYGON;
    }
}

static gboolean
take_feature (Reader *self, OGRLayerH layer, OGRFeatureH feature, GError **error)
{
  OGRGeometryH     geometry = OGR_F_GetGeometryRef (feature);
  YunStreetShape   shape = { 0 };
  YunOsmTags       tags;
  g_autofree char *name = NULL;

  if (geometry == NULL || !is_wanted (self, geometry))
    return TRUE;
  read_tags (self, layer, feature, &tags);
  if (!yun_osm_tags_read (&tags, get_kind (geometry), &shape))
    return TRUE;
  g_array_set_size (self->vertices, 0);
  g_array_set_size (self->ends, 0);
  add_geometry (self, geometry, yun_street_kind_is_area (shape.kind), 0);
  if (self->ends->len == 0)
    return TRUE;
  name = yun_osm_tags_dup_name (&tags, &shape);
  shape.name = name;
  shape.n_rings = self->ends->len;
  shape.ends = (const guint32 *) (gconstpointer) self->ends->data;
  shape.vertices = (const YunVertex *) (gconstpointer) self->vertices->data;
  yun_street_shape_find_box (&shape);

  return self->func (&shape, self->user_data, error);
}

static gboolean
read_features (Reader *self, GError **error)
{
  gboolean ok = TRUE;

  while (ok && !self->failed)
    {
      OGRLayerH   layer = NULL;
      double      done = 0;
      OGRFeatureH feature =
        GDALDatasetGetNextFeature (self->data, &layer, &done, progress_cb, self);

      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        ok = FALSE;
      if (ok && feature != NULL)
        ok = take_feature (self, layer, feature, error);
      if (feature == NULL)
        break;
      OGR_F_Destroy (feature);
      self->progress (done, self->user_data);
    }
  if (ok && self->failed)
    set_error (self, self->full ? YUN_OSM_ERROR_ROOM : YUN_OSM_ERROR_DAMAGED, error);

  return ok && !self->failed;
}

gboolean
yun_osm_file_read (const char         *path,
                   const YunStreetBox *box,
                   const char         *scratch,
                   YunStreetBox       *bounds,
                   YunOsmFunc          func,
                   YunOsmProgress      progress,
                   gpointer            user_data,
                   GCancellable       *cancellable,
                   GError            **error)
{
  static gsize registered = 0;
  Reader       self = { .path = path,
                        .name = g_filename_display_basename (path),
                        .func = func,
                        .progress = progress,
                        .user_data = user_data,
                        .cancellable = cancellable,
                        .vertices = g_array_new (FALSE, FALSE, sizeof (YunVertex)),
                        .ends = g_array_new (FALSE, FALSE, sizeof (guint32)) };
  gboolean     ok;

  if (g_once_init_enter (&registered))
    {
      GDALAllRegister ();
      g_once_init_leave (&registered, 1);
    }
  CPLPushErrorHandlerEx (gdal_said_cb, &self);
  CPLSetThreadLocalConfigOption ("CPL_TMPDIR", scratch);
  ok = check_file (&self, error) && open_data (&self, scratch, error);
  if (ok)
    {
      set_limits (&self, box, bounds);
      ok = read_features (&self, error);
    }
  if (self.data != NULL)
    GDALClose (self.data);
  CPLSetThreadLocalConfigOption ("CPL_TMPDIR", NULL);
  CPLPopErrorHandler ();
  g_free (self.name);
  g_array_unref (self.vertices);
  g_array_unref (self.ends);

  return ok;
}
