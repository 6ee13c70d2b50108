/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-geo"

#include "config.h"

#include "yun-raster-file.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <gdal.h>
#include <gdal_utils.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <ogr_srs_api.h>

#define TILE YUN_RASTER_FILE_TILE
#define WORLD (2 * G_PI * 6378137.0) /* metres of the web map */
#define FINEST 22
#define SPREAD 9 /* levels below the finest at which a whole picture is still worth showing */

struct _YunRasterFile
{
  char           *name;   /* (owned): for messages */
  GDALDatasetH    source; /* (owned) */
  GDALDatasetH    warped; /* (owned) (nullable): when @source is of another system */
  GDALDatasetH    data;   /* (unowned): what is read */
  int             n_bands;
  GDALColorTableH colours; /* (unowned) (nullable) */
  double          transform[6];
  int             width;
  int             height;
  int             min_zoom;
  int             max_zoom;
  char           *attribution; /* (owned) (nullable) */
};

G_DEFINE_QUARK (yun_raster_file_error_quark, yun_raster_file_error)

static void CPL_STDCALL
gdal_said_cb (CPLErr class, CPLErrorNum number, const char *text)
{
  g_debug ("%s", text);
}

static void
set_error (GError **error, YunRasterFileError code, const char *format, const char *name)
{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_set_error (error, YUN_RASTER_FILE_ERROR, (int) code, format, name);
#pragma GCC diagnostic pop
}

static GDALDatasetH
open_data (const char *path)
{
  static const char *const drivers[] = { "MBTiles", "GPKG", NULL };
  GDALDatasetH data = GDALOpenEx (path, GDAL_OF_RASTER | GDAL_OF_READONLY, drivers, NULL, NULL);
  char       **tables;
  char        *first;

  /* A GeoPackage with several pictures opens as a list of them: the first is shown. */
  if (data == NULL || GDALGetRasterCount (data) > 0)
    return data;
  tables = GDALGetMetadata (data, "SUBDATASETS");
  first = g_strdup (CSLFetchNameValue (tables, "SUBDATASET_1_NAME"));
  GDALClose (data);
  data = first != NULL ? GDALOpenEx (first, GDAL_OF_RASTER | GDAL_OF_READONLY, drivers, NULL, NULL)
                       : NULL;
  g_free (first);
  return data;
}

static gboolean
is_picture (GDALDatasetH data)
{
  int n = GDALGetRasterCount (data);

  for (int i = 1; i <= n; i++)
    if (GDALGetRasterDataType (GDALGetRasterBand (data, i)) != GDT_Byte)
      return FALSE;
  return n >= 1;
}

static gboolean
is_web_mercator (GDALDatasetH data)
{
  OGRSpatialReferenceH crs = GDALGetSpatialRef (data);
  const char          *authority = crs != NULL ? OSRGetAuthorityName (crs, NULL) : NULL;
  const char          *code = crs != NULL ? OSRGetAuthorityCode (crs, NULL) : NULL;

  return g_strcmp0 (authority, "EPSG") == 0 && g_strcmp0 (code, "3857") == 0;
}

/* Warping in GDAL, not through yun-transform: it is pixels that are moved, by a mesh. */
static GDALDatasetH
warp (GDALDatasetH source, gboolean has_colours)
{
  const char         *with_alpha[] = { "-of", "VRT",      "-t_srs",    "EPSG:3857",
                                       "-r",  "bilinear", "-dstalpha", NULL };
  const char         *plain[] = { "-of", "VRT", "-t_srs", "EPSG:3857", "-r", "near", NULL };
  GDALWarpAppOptions *options =
    GDALWarpAppOptionsNew ((char **) (has_colours ? plain : with_alpha), NULL);
  int          failed = 0;
  GDALDatasetH warped = GDALWarp ("", NULL, 1, &source, options, &failed);

  GDALWarpAppOptionsFree (options);
  return warped;
}

static void
find_zooms (YunRasterFile *self)
{
  double finest = log2 (WORLD / TILE / fabs (self->transform[1]));

  self->max_zoom = (int) CLAMP (ceil (finest - 0.1), 0, FINEST);
  self->min_zoom = MAX (self->max_zoom - SPREAD, 0);
}

static void
find_attribution (YunRasterFile *self)
{
  static const char *const names[] = { "attribution", "ATTRIBUTION", "TIFFTAG_COPYRIGHT" };

  for (guint i = 0; i < G_N_ELEMENTS (names) && self->attribution == NULL; i++)
    {
      const char *text = GDALGetMetadataItem (self->source, names[i], NULL);

      if (text != NULL && *text != '\0' && g_utf8_validate (text, -1, NULL))
        self->attribution = g_strdup (text);
    }
}

/* The domain is the reason, the caller adds the name. */
static gboolean
load (YunRasterFile *self, const char *path, GError **error)
{
  GDALRasterBandH band;

  self->source = open_data (path);
  if (self->source == NULL || !is_picture (self->source))
    {
      set_error (error, YUN_RASTER_FILE_ERROR_FORMAT,
                 _ ("%s is no MBTiles or GeoPackage file with a picture"), self->name);
      return FALSE;
    }
  band = GDALGetRasterBand (self->source, 1);
  if (!is_web_mercator (self->source))
    {
      if (GDALGetSpatialRef (self->source) != NULL)
        self->warped = warp (self->source, GDALGetRasterColorTable (band) != NULL);
      if (self->warped == NULL)
        {
          set_error (error, YUN_RASTER_FILE_ERROR_POSITION,
                     _ ("The picture in %s has no place on the map: its coordinate system is not "
                        "known"),
                     self->name);
          return FALSE;
        }
    }
  self->data = self->warped != NULL ? self->warped : self->source;
  if (GDALGetGeoTransform (self->data, self->transform) != CE_None || self->transform[1] <= 0 ||
      self->transform[5] >= 0 || self->transform[2] != 0 || self->transform[4] != 0)
    {
      set_error (error, YUN_RASTER_FILE_ERROR_POSITION,
                 _ ("The picture in %s has no place on the map: its position is not given"),
                 self->name);
      return FALSE;
    }
  self->n_bands = MIN (GDALGetRasterCount (self->data), 4);
  self->colours = GDALGetRasterColorTable (GDALGetRasterBand (self->data, 1));
  self->width = GDALGetRasterXSize (self->data);
  self->height = GDALGetRasterYSize (self->data);
  find_zooms (self);
  find_attribution (self);
  return TRUE;
}

YunRasterFile *
yun_raster_file_open (const char *path, GError **error)
{
  static gsize              registered;
  g_autoptr (YunRasterFile) self = NULL;
  gboolean                  loaded;

  g_return_val_if_fail (path != NULL, NULL);

  if (g_once_init_enter (&registered))
    {
      GDALAllRegister ();
      OSRSetPROJEnableNetwork (FALSE);
      g_once_init_leave (&registered, 1);
    }
  self = g_new0 (YunRasterFile, 1);
  self->name = g_filename_display_basename (path);
  /* By its own name only: GDAL would take much for a path that is none. */
  if (!g_path_is_absolute (path) || !g_file_test (path, G_FILE_TEST_IS_REGULAR))
    {
      set_error (error, YUN_RASTER_FILE_ERROR_OPEN, _ ("%s is not there"), self->name);
      return NULL;
    }
  CPLPushErrorHandler (gdal_said_cb);
  loaded = load (self, path, error);
  CPLPopErrorHandler ();
  return loaded ? g_steal_pointer (&self) : NULL;
}

void
yun_raster_file_free (YunRasterFile *self)
{
  CPLPushErrorHandler (gdal_said_cb);
  if (self->warped != NULL)
    GDALClose (self->warped);
  if (self->source != NULL)
    GDALClose (self->source);
  CPLPopErrorHandler ();
  g_free (self->attribution);
  g_free (self->name);
  g_free (self);
}

int
yun_raster_file_get_min_zoom (YunRasterFile *self)
{
  return self->min_zoom;
}

int
yun_raster_file_get_max_zoom (YunRasterFile *self)
{
  return self->max_zoom;
}

const char *
yun_raster_file_get_attribution (YunRasterFile *self)
{
  return self->attribution;
}

/* One axis of the part of the tile that the picture covers. */
typedef struct
{
  double from; /* source pixels, fractional */
  double to;
  int    first; /* tile pixels */
  int    last;
} Span;

static gboolean
get_span (double origin, double step, int n, double tile_from, double tile_to, Span *span)
{
  double from = (tile_from - origin) / step;
  double to = (tile_to - origin) / step;
  double per_pixel = (to - from) / TILE;

  /* Whole pixels of the tile, those that the picture's edge cuts left out, but never all. */
  span->first = from < 0 ? (int) ceil (-from / per_pixel - 1e-6) : 0;
  span->last = to > n ? (int) floor ((n - from) / per_pixel + 1e-6) : TILE;
  span->from = MAX (from + span->first * per_pixel, 0);
  span->to = MIN (from + span->last * per_pixel, n);
  return span->last > span->first && span->to > span->from;
}

static guint32
premultiply (guint r, guint g, guint b, guint a)
{
  return a << 24 | (r * a + 127) / 255 << 16 | (g * a + 127) / 255 << 8 | (b * a + 127) / 255;
}

static guint32
get_colour (const YunRasterFile *self, const guint8 *p)
{
  const GDALColorEntry *entry;

  if (self->colours != NULL)
    {
      entry = GDALGetColorEntry (self->colours, p[0]);
      if (entry == NULL || (self->n_bands == 2 && p[1] == 0))
        return 0;
      return premultiply ((guint) entry->c1, (guint) entry->c2, (guint) entry->c3,
                          (guint) entry->c4);
    }
  switch (self->n_bands)
    {
    case 1:
      return premultiply (p[0], p[0], p[0], 255);
    case 2:
      return premultiply (p[0], p[0], p[0], p[1]);
    case 3:
      return premultiply (p[0], p[1], p[2], 255);
    default:
      return premultiply (p[0], p[1], p[2], p[3]);
    }
}

static gboolean
read_part (YunRasterFile *self, const Span *across, const Span *down, guint8 *values)
{
  int                  w = across->last - across->first;
  int                  h = down->last - down->first;
  int                  x0 = (int) floor (across->from);
  int                  y0 = (int) floor (down->from);
  int                  x1 = MIN ((int) ceil (across->to), self->width);
  int                  y1 = MIN ((int) ceil (down->to), self->height);
  int                  bands[4] = { 1, 2, 3, 4 };
  GDALRasterIOExtraArg extra;
  CPLErr               result;

  INIT_RASTERIO_EXTRA_ARG (extra);
  extra.eResampleAlg = self->colours != NULL ? GRIORA_NearestNeighbour : GRIORA_Bilinear;
  extra.bFloatingPointWindowValidity = TRUE;
  extra.dfXOff = across->from;
  extra.dfYOff = down->from;
  extra.dfXSize = across->to - across->from;
  extra.dfYSize = down->to - down->from;

  CPLPushErrorHandler (gdal_said_cb);
  CPLErrorReset ();
  result = GDALDatasetRasterIOEx (self->data, GF_Read, x0, y0, MAX (x1 - x0, 1), MAX (y1 - y0, 1),
                                  values, w, h, GDT_Byte, self->n_bands, bands, self->n_bands,
                                  (GSpacing) self->n_bands * w, 1, &extra);
  CPLPopErrorHandler ();
  return result == CE_None && CPLGetLastErrorType () < CE_Failure;
}

gboolean
yun_raster_file_read_tile (
  YunRasterFile *self, int zoom, int x, int y, guint32 *pixels, gboolean *any, GError **error)
{
  double             side = WORLD / exp2 (zoom);
  double             west = x * side - WORLD / 2;
  double             north = WORLD / 2 - y * side;
  Span               across, down;
  g_autofree guint8 *values = NULL;
  const guint8      *p;

  memset (pixels, 0, sizeof (guint32) * TILE * TILE);
  *any =
    get_span (self->transform[0], self->transform[1], self->width, west, west + side, &across) &&
    get_span (self->transform[3], self->transform[5], self->height, north, north - side, &down);
  if (!*any)
    return TRUE;

  values = g_malloc ((gsize) (across.last - across.first) * (gsize) (down.last - down.first) *
                     (gsize) self->n_bands);
  if (!read_part (self, &across, &down, values))
    {
      set_error (error, YUN_RASTER_FILE_ERROR_READ, _ ("%s is damaged and cannot be read"),
                 self->name);
      return FALSE;
    }
  p = values;
  for (int row = down.first; row < down.last; row++)
    for (int col = across.first; col < across.last; col++, p += self->n_bands)
      pixels[row * TILE + col] = get_colour (self, p);
  return TRUE;
}
