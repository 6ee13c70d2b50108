/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "shapefile-fixture.h"
#include "yun-csv.h"
#include "yun-measure.h"
#include "yun-transform.h"
#include "yun-wkb.h"

#include <cpl_conv.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

static void
assert_value (YunRecord *record, const YunField *field, OGRFeatureH feature, YunRecord *again)
{
  int i =
    OGR_F_GetFieldIndex (feature, yun_shapefile_field_name (yun_record_get_entity (record), field));
  int    decimals;
  double value, read;

  g_assert_cmpint (i, >=, 0);
  if (!yun_record_is_known (record, field))
    {
      g_assert_false (OGR_F_IsFieldSetAndNotNull (feature, i));
      return;
    }
  g_assert_true (OGR_F_IsFieldSetAndNotNull (feature, i));
  switch (field->kind)
    {
    case YUN_KIND_TEXT:
    case YUN_KIND_LINK:
    case YUN_KIND_LIST:
    case YUN_KIND_LINKS:
    case YUN_KIND_DATE:
      g_assert_cmpstr (OGR_F_GetFieldAsString (feature, i), ==,
                       yun_record_get_text (record, field));
      break;
    case YUN_KIND_INT:
      g_assert_cmpint (OGR_F_GetFieldAsInteger64 (feature, i), ==,
                       yun_record_get_int (record, field));
      break;
    case YUN_KIND_REAL:
      decimals = OGR_Fld_GetPrecision (OGR_F_GetFieldDefnRef (feature, i));
      value = yun_record_get_real (record, field);
      read = OGR_F_GetFieldAsDouble (feature, i);
      g_assert_cmpint (decimals, >=, 2);
      g_assert_cmpfloat (fabs (read - value), <=, 0.5000001 * pow (10, -decimals));
      break;
    case YUN_KIND_TERMS:
      {
        const char        *text = OGR_F_GetFieldAsString (feature, i);
        g_autoptr (GError) error = NULL;

        /* Chinese words and dates, and the model understands them. */
        g_assert_null (strstr (text, field->values->values[2].id));
        g_assert_true (yun_record_parse_value (again, field, text, &error));
        g_assert_no_error (error);
        g_assert_cmpstr (yun_record_get_text (again, field), ==,
                         yun_record_get_text (record, field));
        break;
      }
    case YUN_KIND_ENUM:
    case YUN_KIND_SET:
      {
        g_autoptr (GError) error = NULL;

        /* Chinese words, and the model understands them. */
        g_assert_true (
          yun_record_parse_value (again, field, OGR_F_GetFieldAsString (feature, i), &error));
        g_assert_no_error (error);
        g_assert_cmpint (yun_record_get_int (again, field), ==, yun_record_get_int (record, field));
        if (field->values == &yun_enum_zone)
          g_assert_cmpint (OGR_F_GetFieldAsString (feature, i)[0] & 0x80, ==, 0x80);
        break;
      }
    }
}

static void
assert_shape (YunRecord *record, OGRFeatureH feature, YunTransform *transform)
{
  OGRGeometryH        geometry = OGR_F_GetGeometryRef (feature);
  g_autoptr (GError)  error = NULL;
  g_autoptr (YunGeom) meant = yun_transform_geom (transform, yun_record_get_shape (record), &error);
  g_autoptr (YunGeom) read = NULL;
  g_autofree guint8  *wkb = g_malloc (OGR_G_WkbSize (geometry));

  g_assert_no_error (error);
  OGR_G_ExportToWkb (geometry, wkbNDR, wkb);
  read = yun_wkb_read (wkb, OGR_G_WkbSize (geometry), &error);
  g_assert_no_error (error);
  g_assert_cmpint (yun_geom_get_kind (read), ==, yun_geom_get_kind (meant));
  g_assert_cmpuint (yun_geom_get_n_parts (read), ==, yun_geom_get_n_parts (meant));
  g_assert_cmpuint (yun_geom_get_n_points (read), ==, yun_geom_get_n_points (meant));
  g_assert_cmpfloat (yun_geom_get_box (read)->x0, ==, yun_geom_get_box (meant)->x0);
  g_assert_cmpfloat (yun_geom_get_box (read)->y1, ==, yun_geom_get_box (meant)->y1);
  /* Holes stay holes. */
  g_assert_cmpfloat_with_epsilon (yun_measure_area_planar (read) /
                                    MAX (yun_measure_area_planar (meant), 1e-300),
                                  yun_geom_get_kind (read) == YUN_GEOM_POLYGON ? 1 : 0, 1e-9);
}

/* Every record of @records that goes into layer @name, in order, comes back equal. */
static guint
assert_layer (const char *folder,
              const char *name,
              GPtrArray  *records,
              const char *crs,
              gboolean (*wanted) (YunGeom *shape))
{
  GDALDatasetH             data = fixture_open_plainly (folder, name);
  OGRLayerH                layer = GDALDatasetGetLayer (data, 0);
  g_autoptr (YunTransform) transform = yun_transform_new ("EPSG:4490", crs, NULL);
  guint                    n = 0;

  for (guint i = 0; i < records->len; i++)
    {
      YunRecord             *record = records->pdata[i];
      const YunEntity       *entity = yun_record_get_entity (record);
      const YunField *const *fields = yun_entity_get_fields (entity, NULL);
      g_autoptr (YunRecord)  again = yun_entity_new_record (entity);
      OGRFeatureH            feature;

      if (!wanted (yun_record_get_shape (record)))
        continue;
      feature = OGR_L_GetFeature (layer, n++);
      g_assert_nonnull (feature);
      for (guint k = 0; fields[k] != NULL; k++)
        assert_value (record, fields[k], feature, again);
      if (yun_record_get_shape (record) != NULL)
        assert_shape (record, feature, transform);
      else
        g_assert_null (OGR_F_GetGeometryRef (feature));
      if (yun_entity_get_field (entity, "area") != NULL)
        {
          double area = yun_record_get_real (record, yun_entity_get_field (entity, "area"));
          int    mu = OGR_F_GetFieldIndex (feature, "area_mu");

          g_assert_cmpint (OGR_F_IsFieldSetAndNotNull (feature, mu), ==, !isnan (area));
          if (!isnan (area))
            g_assert_cmpfloat_with_epsilon (OGR_F_GetFieldAsDouble (feature, mu), area * 0.0015,
                                            5.1e-5);
        }
      OGR_F_Destroy (feature);
    }
  g_assert_cmpint (OGR_L_GetFeatureCount (layer, TRUE), ==, n);
  g_assert_cmpstr (OGR_Fld_GetNameRef (OGR_FD_GetFieldDefn (OGR_L_GetLayerDefn (layer), 0)), ==,
                   "uid");
  g_assert_cmpstr (OGR_Fld_GetNameRef (OGR_FD_GetFieldDefn (OGR_L_GetLayerDefn (layer), 1)), ==,
                   "name");
  GDALClose (data);
  return n;
}

static gboolean
is_polygon (YunGeom *shape)
{
  return shape != NULL && yun_geom_get_kind (shape) == YUN_GEOM_POLYGON;
}

static gboolean
is_point (YunGeom *shape)
{
  return shape != NULL && yun_geom_get_kind (shape) == YUN_GEOM_POINT;
}

static gboolean
is_nowhere (YunGeom *shape)
{
  return shape == NULL;
}

static void
test_round_trip (void)
{
  static const guint       kinds[] = { 0, 1, 2, 3, 9 };
  static const char *const systems[] = { "EPSG:4549", "EPSG:4528", "EPSG:4490", "EPSG:4326" };
  guint                    n_entities;
  const YunEntity *const  *entities = yun_entity_list (&n_entities);

  for (guint e = 0; e < n_entities; e++)
    for (int encoding = YUN_ENCODING_GBK_LDID;
         encoding <= YUN_ENCODING_GB18030 && entities[e]->shape != YUN_SHAPE_NONE; encoding++)
      {
        const char           *crs = systems[(e + encoding) % G_N_ELEMENTS (systems)];
        char                 *folder = fixture_new_folder ();
        g_autofree char      *path = g_build_filename (folder, "导出.shp", NULL);
        g_autoptr (GPtrArray) records =
          fixture_new_records (entities[e], 60, e * 10 + encoding, kinds, 5);
        g_autoptr (GError) error = NULL;
        guint              problems = 0;
        g_auto (GStrv)     files =
          fixture_export (path, entities[e], records, crs, encoding, FALSE, &problems, &error);
        g_autofree char *list = fixture_list (folder);

        g_assert_no_error (error);
        g_assert_cmpuint (problems, ==, 0);
        g_assert_cmpstr (list, ==,
                         encoding == YUN_ENCODING_GBK_LDID
                           ? "导出.dbf 导出.prj 导出.shp 导出.shx 导出_noplace.dbf 导出_point.dbf "
                             "导出_point.prj 导出_point.shp 导出_point.shx 导出_字段说明.csv"
                           : "导出.cpg 导出.dbf 导出.prj 导出.shp 导出.shx 导出_noplace.cpg "
                             "导出_noplace.dbf 导出_point.cpg 导出_point.dbf 导出_point.prj "
                             "导出_point.shp 导出_point.shx 导出_字段说明.csv");
        g_assert_cmpuint (g_strv_length (files), ==, encoding == YUN_ENCODING_GBK_LDID ? 10 : 13);
        for (guint i = 0; files[i] != NULL; i++)
          g_assert_true (g_file_test (files[i], G_FILE_TEST_IS_REGULAR));
        g_assert_cmpuint (assert_layer (folder, "导出.shp", records, crs, is_polygon), ==, 36);
        g_assert_cmpuint (assert_layer (folder, "导出_point.shp", records, crs, is_point), ==, 12);
        g_assert_cmpuint (assert_layer (folder, "导出_noplace.dbf", records, crs, is_nowhere), ==,
                          12);
        fixture_remove (folder);
      }
}

/* What has no place is a table, with nothing beside it. */
static void
test_table (void)
{
  static const guint    kinds[] = { 9 };
  const YunEntity      *entity = yun_entity_find ("task");
  char                 *folder = fixture_new_folder ();
  g_autofree char      *path = g_build_filename (folder, "任务.dbf", NULL);
  g_autoptr (GPtrArray) records = fixture_new_records (entity, 30, 5, kinds, 1);
  g_autoptr (GError)    error = NULL;
  g_auto (GStrv)        files =
    fixture_export (path, entity, records, "4490", YUN_ENCODING_GBK_LDID, FALSE, NULL, &error);
  g_autofree char *list = fixture_list (folder);

  g_assert_no_error (error);
  g_assert_cmpstr (list, ==, "任务.dbf 任务_字段说明.csv");
  g_assert_cmpuint (g_strv_length (files), ==, 2);
  g_assert_cmpuint (assert_layer (folder, "任务.dbf", records, "4490", is_nowhere), ==, 30);
  fixture_remove (folder);
}

/* Over the number up to which every row is asked of OGR. */
static void
test_many (void)
{
  static const guint    kinds[] = { 0, 3 };
  const YunEntity      *entity = yun_entity_find ("zone");
  char                 *folder = fixture_new_folder ();
  g_autofree char      *path = g_build_filename (folder, "many.shp", NULL);
  g_autoptr (GPtrArray) few = fixture_new_records (entity, 100, 3, kinds, 2);
  g_autoptr (GPtrArray) records = g_ptr_array_new ();
  g_autoptr (GError)    error = NULL;
  g_auto (GStrv)        files = NULL;

  for (guint i = 0; i < 45000; i++)
    g_ptr_array_add (records, few->pdata[i % 100]);
  files =
    fixture_export (path, entity, records, "4549", YUN_ENCODING_GBK_LDID, FALSE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (assert_layer (folder, "many.shp", records, "4549", is_polygon), ==, 22500);
  fixture_remove (folder);
}

/* Which name holds what. */
static void
test_parts (void)
{
  static const struct
  {
    const char *entity;
    guint       n;
    guint       kinds[2];
    const char *files;
  } cases[] = {
    { "plot", 0, { 0, 0 }, "a.dbf a.prj a.shp a.shx a_字段说明.csv" },
    { "plot", 4, { 0, 0 }, "a.dbf a.prj a.shp a.shx a_字段说明.csv" },
    { "plot", 4, { 3, 3 }, "a.dbf a.prj a.shp a.shx a_字段说明.csv" },
    { "firm", 4, { 3, 9 }, "a.dbf a.prj a.shp a.shx a_noplace.dbf a_字段说明.csv" },
    { "firm", 4, { 9, 9 }, "a.dbf a.prj a.shp a.shx a_noplace.dbf a_字段说明.csv" },
    { "plot",
      4,
      { 3, 0 },
      "a.dbf a.prj a.shp a.shx a_point.dbf a_point.prj a_point.shp a_point.shx a_字段说明.csv" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char                 *folder = fixture_new_folder ();
      g_autofree char      *path = g_build_filename (folder, "a.shp", NULL);
      const YunEntity      *entity = yun_entity_find (cases[i].entity);
      g_autoptr (GPtrArray) records =
        fixture_new_records (entity, cases[i].n, i, cases[i].kinds, 2);
      g_autoptr (GError) error = NULL;
      g_auto (GStrv)     files =
        fixture_export (path, entity, records, "4490", YUN_ENCODING_GBK_LDID, FALSE, NULL, &error);
      g_autofree char *list = NULL;
      GDALDatasetH     data;

      g_assert_no_error (error);
      list = fixture_list (folder);
      g_assert_cmpstr (list, ==, cases[i].files);
      data = fixture_open_plainly (folder, "a.shp");
      g_assert_cmpint (OGR_L_GetGeomType (GDALDatasetGetLayer (data, 0)), ==,
                       i >= 2 && i <= 4 ? wkbPoint : wkbPolygon);
      GDALClose (data);
      fixture_remove (folder);
    }
}

/* Lines and several points are no usual place; they are not lost either. */
static void
test_odd_shapes (void)
{
  static const char *const wkt[] = { "LINESTRING(121 31,121.1 31.1)",
                                     "MULTIPOINT((121 31),(121.1 31.1))", "POINT(121 31)" };
  char                    *folder = fixture_new_folder ();
  g_autofree char         *path = g_build_filename (folder, "a.shp", NULL);
  g_autofree char         *list = NULL;
  const YunEntity         *entity = yun_entity_find ("plot");
  g_autoptr (GPtrArray)    records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError)       error = NULL;
  g_auto (GStrv)           files = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (wkt); i++)
    {
      g_autoptr (YunGeom) shape = yun_wkt_read (wkt[i], &error);

      g_assert_no_error (error);
      g_ptr_array_add (records, yun_entity_new_record (entity));
      yun_record_set_shape (records->pdata[i], shape);
    }
  files = fixture_export (path, entity, records, "4549", YUN_ENCODING_UTF8, FALSE, NULL, &error);
  g_assert_no_error (error);
  list = fixture_list (folder);
  g_assert_nonnull (strstr (list, "a.shp"));
  g_assert_nonnull (strstr (list, "a_line.shp"));
  g_assert_nonnull (strstr (list, "a_multipoint.shp"));
  fixture_remove (folder);
}

/* The .prj of every system that is offered is known to OGR again. */
static void
test_systems (void)
{
  static const guint    kinds[] = { 0 };
  const YunEntity      *entity = yun_entity_find ("town");
  g_autoptr (GPtrArray) records = fixture_new_records (entity, 3, 1, kinds, 1);

  for (const YunCrs *crs = yun_crs_list (); crs->id != NULL; crs++)
    {
      char              *folder = fixture_new_folder ();
      g_autofree char   *path = g_build_filename (folder, "a.SHP", NULL);
      g_autoptr (GError) error = NULL;
      g_auto (GStrv)     files =
        fixture_export (path, entity, records, crs->id, YUN_ENCODING_UTF8, FALSE, NULL, &error);
      GDALDatasetH data;
      int          n = 0, *confidence = NULL;

      g_assert_no_error (error);
      data = fixture_open_plainly (folder, "a.shp");
      {
        OGRSpatialReferenceH *matches = OSRFindMatches (
          OGR_L_GetSpatialRef (GDALDatasetGetLayer (data, 0)), NULL, &n, &confidence);

        g_assert_cmpint (n, >=, 1);
        g_assert_cmpint (confidence[0], >=, 90);
        g_assert_cmpstr (OSRGetAuthorityCode (matches[0], NULL), ==, crs->id + 5);
        OSRFreeSRSArray (matches);
        CPLFree (confidence);
      }
      GDALClose (data);
      fixture_remove (folder);
    }

  {
    char              *folder = fixture_new_folder ();
    g_autofree char   *path = g_build_filename (folder, "a.shp", NULL);
    g_autofree char   *list = NULL;
    g_autoptr (GError) error = NULL;
    g_auto (GStrv)     files = NULL;

    g_assert_null (
      fixture_export (path, entity, records, "EPSG:2437", YUN_ENCODING_UTF8, FALSE, NULL, &error));
    g_assert_error (error, YUN_GEO_ERROR, YUN_GEO_ERROR_BALLPARK);
    g_clear_error (&error);
    g_assert_null (
      fixture_export (path, entity, records, "nowhere", YUN_ENCODING_UTF8, FALSE, NULL, &error));
    g_assert_error (error, YUN_GEO_ERROR, YUN_GEO_ERROR_CRS);
    g_clear_error (&error);
    /* A system of one's own. */
    files = fixture_export (path, entity, records,
                            "+proj=tmerc +lon_0=121.3 +x_0=1000 +datum=WGS84 +units=m",
                            YUN_ENCODING_UTF8, FALSE, NULL, &error);
    g_assert_no_error (error);
    fixture_remove (folder);
  }
}

static void
test_field_names (void)
{
  guint                   n_entities;
  const YunEntity *const *entities = yun_entity_list (&n_entities);

  for (guint e = 0; e < n_entities; e++)
    {
      const YunField *const *fields = yun_entity_get_fields (entities[e], NULL);
      g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

      g_hash_table_add (seen, (gpointer) "area_mu");
      for (guint i = 0; fields[i] != NULL; i++)
        {
          const char *name = yun_shapefile_field_name (entities[e], fields[i]);

          g_test_message ("%s %s", entities[e]->id, fields[i]->column);
          g_assert_nonnull (name);
          g_assert_cmpuint (strlen (name), <=, 10);
          g_assert_true (g_str_is_ascii (name));
          g_assert_true (g_hash_table_add (seen, (gpointer) name));
        }
    }
}

/* Numbers of any size keep their digits. */
static void
test_wide_numbers (void)
{
  static const double values[] = { 1e11, -123456789012.25, 1.5e15, -1e300, 99999.999, 99999.9999 };
  const YunEntity    *entity = yun_entity_find ("plot");
  const YunField     *area = yun_entity_get_field (entity, "area");
  const YunField     *far = yun_entity_get_field (entity, "far");
  const YunField     *year = yun_entity_get_field (entity, "grade-year");
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  char                 *folder = fixture_new_folder ();
  g_autofree char      *path = g_build_filename (folder, "a.shp", NULL);
  g_autoptr (GError)    error = NULL;
  g_auto (GStrv)        files = NULL;
  GDALDatasetH          data;

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      YunRecord *record = yun_entity_new_record (entity);

      yun_record_set_real (record, area, values[i]);
      yun_record_set_real (record, far, values[i]);
      yun_record_set_int (record, year, i == 0 ? 123456789012345678 : i);
      g_ptr_array_add (records, record);
    }
  files = fixture_export (path, entity, records, "4490", YUN_ENCODING_UTF8, FALSE, NULL, &error);
  g_assert_no_error (error);
  data = fixture_open_plainly (folder, "a_noplace.dbf");
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      OGRFeatureH feature = OGR_L_GetFeature (GDALDatasetGetLayer (data, 0), i);

      g_assert_cmpfloat_with_epsilon (
        OGR_F_GetFieldAsDouble (feature, OGR_F_GetFieldIndex (feature, "area_m2")) / values[i], 1,
        1e-7);
      g_assert_cmpfloat_with_epsilon (
        OGR_F_GetFieldAsDouble (feature, OGR_F_GetFieldIndex (feature, "far_max")) / values[i], 1,
        1e-7);
      g_assert_cmpint (
        OGR_F_GetFieldAsInteger64 (feature, OGR_F_GetFieldIndex (feature, "grade_year")), ==,
        yun_record_get_int (records->pdata[i], year));
      OGR_F_Destroy (feature);
    }
  GDALClose (data);
  fixture_remove (folder);
}

static void
test_replace (void)
{
  static const guint    kinds[] = { 0 };
  const YunEntity      *entity = yun_entity_find ("town");
  g_autoptr (GPtrArray) records = fixture_new_records (entity, 3, 1, kinds, 1);
  char                 *folder = fixture_new_folder ();
  g_autofree char      *path = g_build_filename (folder, "a.shp", NULL);
  g_autofree char      *list = NULL, *after = NULL;
  g_autoptr (GError)    error = NULL;
  g_auto (GStrv)        files = NULL;

  /* The index of another .shp would be used with the new one. */
  fixture_touch (folder, "a.qix");
  fixture_touch (folder, "a.cpg");
  fixture_touch (folder, "a.txt");
  fixture_touch (folder, "b.shp");
  g_assert_null (
    fixture_export (path, entity, records, "4549", YUN_ENCODING_GBK_LDID, FALSE, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  g_clear_error (&error);
  list = fixture_list (folder);
  g_assert_cmpstr (list, ==, "a.cpg a.qix a.txt b.shp");

  files = fixture_export (path, entity, records, "4549", YUN_ENCODING_GBK_LDID, TRUE, NULL, &error);
  g_assert_no_error (error);
  after = fixture_list (folder);
  g_assert_cmpstr (after, ==, "a.dbf a.prj a.shp a.shx a.txt a_字段说明.csv b.shp");
  assert_layer (folder, "a.shp", records, "4549", is_polygon);
  fixture_remove (folder);
}

static void
test_dictionary (void)
{
  static const guint    kinds[] = { 0 };
  const YunEntity      *entity = yun_entity_find ("plot");
  g_autoptr (GPtrArray) records = fixture_new_records (entity, 2, 1, kinds, 1);
  char                 *folder = fixture_new_folder ();
  g_autofree char      *path = g_build_filename (folder, "a.shp", NULL);
  g_autofree char      *csv_path = g_build_filename (folder, "a_字段说明.csv", NULL);
  g_autofree char      *text = NULL;
  g_autoptr (GError)    error = NULL;
  g_auto (GStrv)        files =
    fixture_export (path, entity, records, "4549", YUN_ENCODING_UTF8, FALSE, NULL, &error);
  g_autoptr (YunCsv) csv = NULL;
  guint              n_fields;

  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (csv_path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "\xef\xbb\xbf"));
  csv = yun_csv_parse (text, -1, &error);
  g_assert_no_error (error);
  yun_entity_get_fields (entity, &n_fields);
  g_assert_cmpuint (yun_csv_get_n_rows (csv), ==, n_fields + 1);
  g_assert_cmpstr (yun_csv_get (csv, 0, "字段名"), ==, "uid");
  for (guint i = 0; i < yun_csv_get_n_rows (csv); i++)
    if (strcmp (yun_csv_get (csv, i, "字段名"), "area_mu") == 0)
      {
        g_assert_cmpstr (yun_csv_get (csv, i, "单位"), ==, "亩");
        g_assert_cmpstr (yun_csv_get (csv, i, "类型"), ==, "N(16,4)");
        g_assert_cmpstr (yun_csv_get (csv, i, "字段标识"), ==, "area");
      }
    else
      g_assert_cmpstr (yun_csv_get (csv, i, "中文名"), !=, "");
  fixture_remove (folder);
}

/* Niches are words for people, with the codes beside them for programs. */
static void
test_niches (void)
{
  static const struct
  {
    const char *column, *text;
  } cells[] = {
    { "niche", "整星研制与总装集成测试" },
    { "niche_id", "sat.ait" },
    { "niches", "星座建设与组网;火箭总体研发设计" },
    { "niches_id", "ops.build;rkt.design" },
  };
  const YunEntity      *entity = yun_entity_find ("firm");
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  YunRecord            *firm = yun_entity_new_record (entity);
  char                 *folder = fixture_new_folder ();
  g_autofree char      *path = g_build_filename (folder, "a.shp", NULL);
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunGeom)   shape = yun_geom_new_point (121.3, 31.1);
  g_auto (GStrv)        files = NULL;
  GDALDatasetH          data;
  OGRFeatureH           feature;

  yun_record_set_text (firm, yun_entity_get_field (entity, "name"), "甲");
  yun_record_set_text (firm, yun_entity_get_field (entity, "niche"), "sat.ait");
  yun_record_set_text (firm, yun_entity_get_field (entity, "niches"), "ops.build;rkt.design");
  yun_record_set_shape (firm, shape);
  g_ptr_array_add (records, firm);
  files = fixture_export (path, entity, records, "4549", YUN_ENCODING_UTF8, FALSE, NULL, &error);
  g_assert_no_error (error);
  data = fixture_open_plainly (folder, "a.shp");
  feature = OGR_L_GetFeature (GDALDatasetGetLayer (data, 0), 0);
  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      int column = OGR_F_GetFieldIndex (feature, cells[i].column);

      g_assert_cmpint (column, >=, 0);
      g_assert_cmpstr (OGR_F_GetFieldAsString (feature, column), ==, cells[i].text);
    }
  OGR_F_Destroy (feature);
  GDALClose (data);
  fixture_remove (folder);
}

/* The program people have. */
static void
test_ogrinfo (void)
{
  static const guint    kinds[] = { 1, 2 };
  g_autofree char      *program = g_find_program_in_path ("ogrinfo");
  const YunEntity      *entity = yun_entity_find ("plot");
  g_autoptr (GPtrArray) records = fixture_new_records (entity, 20, 1, kinds, 2);
  char                 *folder = fixture_new_folder ();
  g_autofree char      *path = g_build_filename (folder, "a.shp", NULL);
  g_autofree char      *out = NULL, *err = NULL;
  g_autoptr (GError)    error = NULL;
  g_auto (GStrv)        files = NULL;
  int                   status;

  if (program == NULL)
    {
      g_test_skip ("ogrinfo is not installed");
      fixture_remove (folder);
      return;
    }
  files =
    fixture_export (path, entity, records, "4528", YUN_ENCODING_GBK_LDID, FALSE, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_sync (NULL, (char *[]){ program, "-ro", "-al", path, NULL }, NULL,
                               G_SPAWN_DEFAULT, NULL, NULL, &out, &err, &status, NULL));
  g_assert_cmpint (status, ==, 0);
  g_assert_cmpstr (err, ==, "");
  g_assert_nonnull (strstr (out, "Feature Count: 20"));
  g_assert_nonnull (strstr (out, "zone 40"));
  g_assert_nonnull (strstr (out, yun_record_get_name (records->pdata[0])));
  fixture_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  GDALAllRegister ();
  g_test_add_func ("/shapefile/round-trip", test_round_trip);
  g_test_add_func ("/shapefile/table", test_table);
  g_test_add_func ("/shapefile/many", test_many);
  g_test_add_func ("/shapefile/parts", test_parts);
  g_test_add_func ("/shapefile/odd-shapes", test_odd_shapes);
  g_test_add_func ("/shapefile/systems", test_systems);
  g_test_add_func ("/shapefile/field-names", test_field_names);
  g_test_add_func ("/shapefile/wide-numbers", test_wide_numbers);
  g_test_add_func ("/shapefile/replace", test_replace);
  g_test_add_func ("/shapefile/dictionary", test_dictionary);
  g_test_add_func ("/shapefile/niches", test_niches);
  g_test_add_func ("/shapefile/ogrinfo", test_ogrinfo);
  return g_test_run ();
}
