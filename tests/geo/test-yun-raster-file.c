/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-raster-file.h"

#include <cpl_error.h>
#include <gdal.h>
#include <gdal_utils.h>
#include <glib/gstdio.h>
#include <math.h>
#include <ogr_srs_api.h>
#include <string.h>

#define PX YUN_RASTER_FILE_TILE
/* The tile of zoom 12 that 121.2277 E, 31.0322 N lies in (domain.md 2.6). */
#define ZOOM 12
#define COL 3427
#define ROW 1676

typedef struct
{
  char *folder;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  GDALAllRegister ();
  f->folder = g_dir_make_tmp ("yunjian-XXXXXX", NULL);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (f->folder, 0, NULL);
  const char      *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (f->folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (f->folder);
  g_free (f->folder);
}

/* A picture of the box in @epsg, its western half red, its eastern half blue. */
static GDALDatasetH
make_picture (int epsg, double x0, double y0, double x1, double y1, int size)
{
  GDALDatasetH data = GDALCreate (GDALGetDriverByName ("MEM"), "", size, size, 3, GDT_Byte, NULL);
  double       transform[6] = { x0, (x1 - x0) / size, 0, y1, 0, -(y1 - y0) / size };
  guint8      *row = g_malloc0 ((gsize) size);

  GDALSetGeoTransform (data, transform);
  if (epsg != 0)
    {
      OGRSpatialReferenceH crs = OSRNewSpatialReference (NULL);

      OSRImportFromEPSG (crs, epsg);
      OSRSetAxisMappingStrategy (crs, OAMS_TRADITIONAL_GIS_ORDER);
      GDALSetSpatialRef (data, crs);
      OSRRelease (crs);
    }
  for (int y = 0; y < size; y++)
    {
      memset (row, 0, (gsize) size);
      memset (row, 255, (gsize) size / 2);
      g_assert_cmpint (GDALRasterIO (GDALGetRasterBand (data, 1), GF_Write, 0, y, size, 1, row,
                                     size, 1, GDT_Byte, 0, 0),
                       ==, CE_None);
      memset (row, 0, (gsize) size / 2);
      memset (row + size / 2, 255, (gsize) (size - size / 2));
      g_assert_cmpint (GDALRasterIO (GDALGetRasterBand (data, 3), GF_Write, 0, y, size, 1, row,
                                     size, 1, GDT_Byte, 0, 0),
                       ==, CE_None);
    }
  g_free (row);
  return data;
}

static char *
save_as (Fixture *f, GDALDatasetH data, const char *driver, const char *name)
{
  char        *path = g_build_filename (f->folder, name, NULL);
  const char  *options[] = { "TILE_FORMAT=PNG", NULL };
  GDALDatasetH copy =
    GDALCreateCopy (GDALGetDriverByName (driver), path, data, FALSE, (char **) options, NULL, NULL);

  g_assert_nonnull (copy);
  GDALClose (copy);
  GDALClose (data);
  return path;
}

/* The box of the tile in metres of the web map. */
static void
get_tile_box (double *x0, double *y0, double *x1, double *y1)
{
  double world = 2 * G_PI * 6378137.0;
  double side = world / exp2 (ZOOM);

  *x0 = COL * side - world / 2;
  *x1 = *x0 + side;
  *y1 = world / 2 - ROW * side;
  *y0 = *y1 - side;
}

static void
assert_halves (const char *path)
{
  g_autoptr (GError)        error = NULL;
  g_autoptr (YunRasterFile) file = yun_raster_file_open (path, &error);
  g_autofree guint32       *pixels = g_new (guint32, PX * PX);
  gboolean                  any;

  g_assert_no_error (error);
  g_assert_true (yun_raster_file_read_tile (file, ZOOM, COL, ROW, pixels, &any, &error));
  g_assert_no_error (error);
  g_assert_true (any);
  g_assert_cmphex (pixels[128 * PX + 100], ==, 0xffff0000);
  g_assert_cmphex (pixels[128 * PX + 156], ==, 0xff0000ff);
  g_assert_cmpint (yun_raster_file_get_max_zoom (file), >=, ZOOM);
  g_assert_cmpint (yun_raster_file_get_min_zoom (file), <=, ZOOM);

  /* Half a world away there is nothing, and that is no error. */
  g_assert_true (yun_raster_file_read_tile (file, ZOOM, 10, ROW, pixels, &any, &error));
  g_assert_false (any);
  g_assert_cmphex (pixels[0], ==, 0);
}

static void
test_mbtiles (Fixture *f, gconstpointer data)
{
  double           x0, y0, x1, y1;
  g_autofree char *path = NULL;

  get_tile_box (&x0, &y0, &x1, &y1);
  path = save_as (f, make_picture (3857, x0, y0, x1, y1, 512), "MBTiles", "a.mbtiles");
  assert_halves (path);
}

static void
test_gpkg (Fixture *f, gconstpointer data)
{
  double           x0, y0, x1, y1;
  g_autofree char *path = NULL;

  get_tile_box (&x0, &y0, &x1, &y1);
  path = save_as (f, make_picture (3857, x0, y0, x1, y1, 256), "GPKG", "a.gpkg");
  assert_halves (path);
}

/* In degrees and in the national grid: turned into the web map's tiles. */
static void
test_warped (Fixture *f, gconstpointer data)
{
  static const int systems[] = { 4490, 4326, 4549 };
  double           x0, y0, x1, y1;

  get_tile_box (&x0, &y0, &x1, &y1);
  for (guint i = 0; i < G_N_ELEMENTS (systems); i++)
    {
      OGRSpatialReferenceH         from = OSRNewSpatialReference (NULL);
      OGRSpatialReferenceH         to = OSRNewSpatialReference (NULL);
      OGRCoordinateTransformationH moved;
      g_autofree char             *name = g_strdup_printf ("%d.gpkg", systems[i]);
      g_autofree char             *path = NULL;
      double                       x[2] = { x0, x1 }, y[2] = { y0, y1 };

      OSRImportFromEPSG (from, 3857);
      OSRImportFromEPSG (to, systems[i]);
      OSRSetAxisMappingStrategy (from, OAMS_TRADITIONAL_GIS_ORDER);
      OSRSetAxisMappingStrategy (to, OAMS_TRADITIONAL_GIS_ORDER);
      moved = OCTNewCoordinateTransformation (from, to);
      g_assert_true (OCTTransform (moved, 2, x, y, NULL));
      OCTDestroyCoordinateTransformation (moved);
      OSRRelease (from);
      OSRRelease (to);
      g_test_message ("EPSG:%d", systems[i]);
      path = save_as (f, make_picture (systems[i], x[0], y[0], x[1], y[1], 256), "GPKG", name);
      assert_halves (path);
    }
}

/* At coarser zooms the picture is a part of the tile, at finer ones the tile of the picture. */
static void
test_zooms (Fixture *f, gconstpointer data)
{
  double                    x0, y0, x1, y1;
  g_autofree char          *path = NULL;
  g_autoptr (YunRasterFile) file = NULL;
  g_autofree guint32       *pixels = g_new (guint32, PX * PX);
  gboolean                  any;
  guint                     seen = 0;

  get_tile_box (&x0, &y0, &x1, &y1);
  path = save_as (f, make_picture (3857, x0, y0, x1, y1, 256), "MBTiles", "a.mbtiles");
  file = yun_raster_file_open (path, NULL);
  g_assert_true (yun_raster_file_read_tile (file, ZOOM - 2, COL / 4, ROW / 4, pixels, &any, NULL));
  g_assert_true (any);
  for (guint i = 0; i < PX * PX; i++)
    seen += pixels[i] >> 24 == 255;
  g_assert_cmpuint (seen, >=, PX * PX / 16 - PX);
  g_assert_cmpuint (seen, <=, PX * PX / 16 + PX);
  g_assert_true (yun_raster_file_read_tile (file, ZOOM + 2, COL * 4, ROW * 4, pixels, &any, NULL));
  g_assert_cmphex (pixels[128 * PX + 128], ==, 0xffff0000);
  g_assert_true (
    yun_raster_file_read_tile (file, ZOOM + 2, COL * 4 + 3, ROW * 4, pixels, &any, NULL));
  g_assert_cmphex (pixels[128 * PX + 128], ==, 0xff0000ff);
}

static void
assert_refused (const char *path, YunRasterFileError code)
{
  g_autoptr (GError)        error = NULL;
  g_autoptr (YunRasterFile) file = yun_raster_file_open (path, &error);
  g_autofree char          *name = g_path_get_basename (path);

  g_assert_null (file);
  g_assert_error (error, YUN_RASTER_FILE_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, name));
}

static void
test_refused (Fixture *f, gconstpointer data)
{
  g_autofree char *missing = g_build_filename (f->folder, "missing.mbtiles", NULL);
  g_autofree char *text = g_build_filename (f->folder, "text.mbtiles", NULL);
  g_autofree char *lost = NULL;

  assert_refused (missing, YUN_RASTER_FILE_ERROR_OPEN);
  assert_refused (f->folder, YUN_RASTER_FILE_ERROR_OPEN);
  g_assert_true (g_file_set_contents (text, "no picture at all", -1, NULL));
  assert_refused (text, YUN_RASTER_FILE_ERROR_FORMAT);
  lost = save_as (f, make_picture (0, 100, 100, 200, 200, 256), "GPKG", "lost.gpkg");
  assert_refused (lost, YUN_RASTER_FILE_ERROR_POSITION);
}

/* A file cut short at any place is refused or read as far as it goes; nothing breaks. */
static void
test_damaged (Fixture *f, gconstpointer data)
{
  double              x0, y0, x1, y1;
  g_autofree char    *path = NULL;
  g_autofree char    *broken = g_build_filename (f->folder, "broken.mbtiles", NULL);
  g_autofree char    *contents = NULL;
  g_autofree guint32 *pixels = g_new (guint32, PX * PX);
  gsize               n;
  guint               refused = 0;

  get_tile_box (&x0, &y0, &x1, &y1);
  path = save_as (f, make_picture (3857, x0, y0, x1, y1, 256), "MBTiles", "a.mbtiles");
  g_assert_true (g_file_get_contents (path, &contents, &n, NULL));
  for (guint i = 1; i < 16; i++)
    {
      g_autoptr (GError)        error = NULL;
      g_autoptr (YunRasterFile) file = NULL;
      gboolean                  any;

      g_assert_true (g_file_set_contents (broken, contents, (gssize) (n * i / 16), NULL));
      file = yun_raster_file_open (broken, &error);
      if (file == NULL || !yun_raster_file_read_tile (file, ZOOM, COL, ROW, pixels, &any, &error))
        {
          g_assert_error (error, YUN_RASTER_FILE_ERROR, error->code);
          refused++;
        }
    }
  g_assert_cmpuint (refused, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/raster-file/mbtiles", test_mbtiles);
  ADD ("/raster-file/gpkg", test_gpkg);
  ADD ("/raster-file/warped", test_warped);
  ADD ("/raster-file/zooms", test_zooms);
  ADD ("/raster-file/refused", test_refused);
  ADD ("/raster-file/damaged", test_damaged);

  return g_test_run ();
}
