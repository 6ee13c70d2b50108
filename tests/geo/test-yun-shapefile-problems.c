/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "shapefile-fixture.h"

#include <gdal.h>
#include <ogr_api.h>
#include <string.h>

/* What is told of records before they are written: texts that lose something, doubtful places. */

static void
assert_problem (
  GPtrArray *problems, guint i, guint64 row, const char *field, const char *word, gboolean fatal)
{
  YunExportProblem *problem;

  g_assert_cmpuint (i, <, problems->len);
  problem = problems->pdata[i];
  g_assert_cmpuint (problem->row, ==, row);
  g_assert_cmpstr (problem->field->id, ==, field);
  g_assert_nonnull (strstr (problem->reason, word));
  g_assert_cmpint (problem->fatal, ==, fatal);
}

static void
test_problems (void)
{
  const YunEntity      *entity = yun_entity_find ("firm");
  const YunField       *business = yun_entity_get_field (entity, "business");
  const YunField       *name = yun_entity_get_field (entity, "name");
  g_autoptr (YunRecord) rare = yun_entity_new_record (entity);
  g_autoptr (YunRecord) wordy = yun_entity_new_record (entity);
  g_autoptr (GPtrArray) records = g_ptr_array_new ();
  g_autoptr (GString)   text = g_string_new ("x");
  char                 *folder = fixture_new_folder ();
  g_autofree char      *path = g_build_filename (folder, "a.shp", NULL);
  g_autoptr (GError)    error = NULL;

  for (guint i = 0; i < 200; i++)
    g_string_append (text, "星");
  yun_record_set_text (rare, name, "张𨭎公司");
  yun_record_set_text (wordy, name, "长文");
  yun_record_set_text (wordy, business, text->str);
  g_ptr_array_add (records, wordy);
  g_ptr_array_add (records, rare);

  for (int encoding = YUN_ENCODING_GBK_LDID; encoding <= YUN_ENCODING_GB18030; encoding++)
    {
      g_autoptr (YunShapefileWriter) writer =
        yun_shapefile_writer_new (path, entity, "4490", encoding, &error);
      gboolean       gbk = encoding <= YUN_ENCODING_GBK_CPG;
      GPtrArray     *problems;
      GDALDatasetH   data;
      OGRFeatureH    feature;
      g_auto (GStrv) files = NULL;

      for (guint i = 0; i < 2; i++)
        yun_shapefile_writer_check (writer, records->pdata[i]);
      problems = yun_shapefile_writer_get_problems (writer);
      g_assert_cmpuint (problems->len, ==, gbk ? 2 : 1);
      assert_problem (problems, 0, 1, "business", "253", FALSE);
      g_assert_cmpstr (((YunExportProblem *) problems->pdata[0])->name, ==, "长文");
      if (gbk)
        assert_problem (problems, 1, 2, "name", "𨭎", TRUE);

      /* Going on is the caller's choice; what is lost is what was said. */
      g_assert_true (yun_shapefile_writer_begin (writer, TRUE, &error));
      for (guint i = 0; i < 2; i++)
        g_assert_true (yun_shapefile_writer_write (writer, records->pdata[i], &error));
      files = yun_shapefile_writer_finish (writer, NULL, &error);
      g_assert_no_error (error);
      data = fixture_open_plainly (folder, "a_noplace.dbf");
      feature = OGR_L_GetFeature (GDALDatasetGetLayer (data, 0), 0);
      g_assert_cmpuint (
        g_utf8_strlen (OGR_F_GetFieldAsString (feature, OGR_F_GetFieldIndex (feature, "business")),
                       -1),
        ==, encoding == YUN_ENCODING_UTF8 ? 1 + 84 : 1 + 126);
      OGR_F_Destroy (feature);
      feature = OGR_L_GetFeature (GDALDatasetGetLayer (data, 0), 1);
      g_assert_cmpstr (OGR_F_GetFieldAsString (feature, OGR_F_GetFieldIndex (feature, "name")), ==,
                       gbk ? "张?公司" : "张𨭎公司");
      OGR_F_Destroy (feature);
      GDALClose (data);
    }
  fixture_remove (folder);
}

static YunRecord *
new_plot (const char *name, const YunPoint *corners, guint n)
{
  YunRecord          *record = yun_entity_new_record (yun_entity_find ("plot"));
  YunGeomBuilder     *builder = yun_geom_builder_new (YUN_GEOM_POLYGON);
  g_autoptr (YunGeom) shape = NULL;

  yun_geom_builder_begin_part (builder);
  yun_geom_builder_begin_ring (builder);
  for (guint i = 0; i <= n; i++)
    yun_geom_builder_add (builder, corners[i % n].x, corners[i % n].y);
  shape = yun_geom_builder_end (builder);
  yun_record_set_text (record, yun_entity_get_field (yun_entity_find ("plot"), "name"), name);
  yun_record_set_shape (record, shape);
  return record;
}

/* What is doubtful about places is told with the record; what cannot be written names it. */
static void
test_places (void)
{
  static const YunPoint square[] = {
    { 121.2, 31.0 }, { 121.201, 31.0 }, { 121.201, 31.001 }, { 121.2, 31.001 }
  };
  static const YunPoint bow[] = {
    { 121.2, 31.0 }, { 121.201, 31.001 }, { 121.201, 31.0 }, { 121.2, 31.001 }
  };
  static const YunPoint turned[] = { { 31.0, 121.2 }, { 31.0, 121.201 }, { 31.001, 121.201 } };
  static const struct
  {
    const char *crs;
    gboolean    far;
  } systems[] = { { "4490", FALSE }, { "4549", FALSE }, { "32651", FALSE }, { "4528", FALSE },
                  { "4547", TRUE },  { "32618", TRUE }, { "3857", FALSE } };
  g_autoptr (YunRecord) good = new_plot ("好地", square, 4);
  g_autoptr (YunRecord) crossed = new_plot ("蝶形地", bow, 4);
  g_autoptr (YunRecord) swapped = new_plot ("反坐标地", turned, 3);
  char                 *folder = fixture_new_folder ();
  g_autofree char      *path = g_build_filename (folder, "a.shp", NULL);
  g_autofree char      *most = g_strnfill (255 - strlen ("_字段说明.csv"), 'x');
  g_autofree char      *fits = g_strdup_printf ("%s/%s.shp", folder, most);
  g_autofree char      *too_long = g_strdup_printf ("%s/x%s.shp", folder, most);
  g_autoptr (GError)    error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (systems); i++)
    {
      g_autoptr (YunShapefileWriter) writer = yun_shapefile_writer_new (
        path, yun_entity_find ("plot"), systems[i].crs, YUN_ENCODING_UTF8, &error);
      GPtrArray       *problems;
      g_autofree char *line = NULL;

      g_assert_no_error (error);
      yun_shapefile_writer_check (writer, good);
      yun_shapefile_writer_check (writer, crossed);
      problems = yun_shapefile_writer_get_problems (writer);
      g_assert_cmpuint (problems->len, ==, systems[i].far ? 2 : 1);
      line = yun_export_problem_describe (problems->pdata[problems->len - 1]);
      g_assert_nonnull (strstr (line, "蝶形地"));
      g_assert_nonnull (strstr (line, "121.200500, 31.000500"));
      if (systems[i].far)
        {
          g_autofree char *far = yun_export_problem_describe (problems->pdata[0]);

          g_assert_nonnull (strstr (far, "好地"));
          g_assert_nonnull (strstr (far, "EPSG:"));
        }
    }
  {
    g_autoptr (YunShapefileWriter) writer =
      yun_shapefile_writer_new (path, yun_entity_find ("plot"), "4549", YUN_ENCODING_UTF8, &error);

    yun_shapefile_writer_check (writer, good);
    yun_shapefile_writer_check (writer, swapped);
    g_assert_true (yun_shapefile_writer_begin (writer, FALSE, &error));
    g_assert_true (yun_shapefile_writer_write (writer, good, &error));
    g_assert_false (yun_shapefile_writer_write (writer, swapped, &error));
    g_assert_error (error, YUN_GEO_ERROR, YUN_GEO_ERROR_COORDINATE);
    g_assert_nonnull (strstr (error->message, "反坐标地"));
    g_clear_error (&error);
  }
  {
    g_autoptr (YunShapefileWriter) writer =
      yun_shapefile_writer_new (fits, yun_entity_find ("plot"), "4490", YUN_ENCODING_UTF8, &error);
    g_autoptr (YunShapefileWriter) none = NULL;

    g_assert_no_error (error);
    none = yun_shapefile_writer_new (too_long, yun_entity_find ("plot"), "4490", YUN_ENCODING_UTF8,
                                     &error);
    g_assert_null (none);
    g_assert_error (error, YUN_GEO_ERROR, YUN_GEO_ERROR_WRITE);
    g_assert_nonnull (strstr (error->message, most));
  }
  fixture_remove (folder);
}

/* Who goes on typing into the table has room, also where nothing stands today; a file that would be
 * too large so is made without. */
static void
test_room (void)
{
  static const struct
  {
    const char *field;
    int         width;
  } cases[] = { { "name", 80 }, { "note", 254 }, { "uid", 36 }, { "src_date", 10 } };
  const YunEntity      *entity = yun_entity_find ("firm");
  g_autoptr (YunRecord) record = yun_entity_new_record (entity);
  g_autoptr (GPtrArray) records = g_ptr_array_new ();
  char                 *folder = fixture_new_folder ();
  g_autofree char      *path = g_build_filename (folder, "a.shp", NULL);
  g_auto (GStrv)        files = NULL;
  g_autoptr (GError)    error = NULL;
  GDALDatasetH          data;
  OGRFeatureDefnH       table;

  yun_record_set_text (record, yun_entity_get_field (entity, "name"), "甲");
  g_ptr_array_add (records, record);
  files = fixture_export (path, entity, records, "4490", YUN_ENCODING_UTF8, FALSE, NULL, &error);
  g_assert_no_error (error);
  data = fixture_open_plainly (folder, "a_noplace.dbf");
  table = OGR_L_GetLayerDefn (GDALDatasetGetLayer (data, 0));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      int column = OGR_FD_GetFieldIndex (table, cases[i].field);

      g_assert_cmpint (column, >=, 0);
      g_assert_cmpint (OGR_Fld_GetWidth (OGR_FD_GetFieldDefn (table, column)), ==, cases[i].width);
    }
  GDALClose (data);
  {
    g_autoptr (YunShapefileWriter) writer =
      yun_shapefile_writer_new (path, entity, "4490", YUN_ENCODING_UTF8, &error);

    for (guint i = 0; i < 1000000; i++)
      yun_shapefile_writer_check (writer, record);
    g_assert_true (yun_shapefile_writer_begin (writer, TRUE, &error));
    g_assert_no_error (error);
  }
  fixture_remove (folder);
}

/* However many texts are cut, one that loses a character is told. */
static void
test_many_problems (void)
{
  const YunEntity               *entity = yun_entity_find ("firm");
  const YunField                *name = yun_entity_get_field (entity, "name");
  g_autoptr (YunRecord)          blank = yun_entity_new_record (entity);
  g_autoptr (YunRecord)          rare = yun_entity_new_record (entity);
  g_autoptr (GError)             error = NULL;
  g_autoptr (YunShapefileWriter) writer =
    yun_shapefile_writer_new ("a.shp", entity, "4490", YUN_ENCODING_GBK_LDID, &error);
  GPtrArray *problems;

  g_assert_no_error (error);
  yun_record_set_text (blank, name, "空白 ");
  yun_record_set_text (rare, name, "张𨭎公司");
  for (guint i = 0; i < 10001; i++)
    yun_shapefile_writer_check (writer, blank);
  yun_shapefile_writer_check (writer, rare);
  problems = yun_shapefile_writer_get_problems (writer);
  g_assert_cmpuint (problems->len, ==, 10001);
  assert_problem (problems, 10000, 10002, "name", "𨭎", TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  GDALAllRegister ();
  g_test_add_func ("/shapefile/problems", test_problems);
  g_test_add_func ("/shapefile/places", test_places);
  g_test_add_func ("/shapefile/room", test_room);
  g_test_add_func ("/shapefile/many-problems", test_many_problems);
  return g_test_run ();
}
