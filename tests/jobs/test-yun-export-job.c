/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "yun-export-job.h"
#include "yun-store-private.h"
#include "yun-store-write.h"

#include "jobs-test.h"
#include "yun-plot.h"
#include "yun-starter.h"

#include <gdal.h>
#include <ogr_api.h>
#include <string.h>

typedef struct
{
  char     *folder;
  char     *target; /* folder of the export */
  YunStore *store;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  const YunSampleOptions options = { 3000, 0, 5, 9 };
  g_autofree char       *path = NULL;
  g_autoptr (YunJob)     job = NULL;
  g_autoptr (GError)     error = NULL;

  self->folder = make_test_folder ();
  self->target = make_test_folder ();
  path = g_build_filename (self->folder, "s.sqlite", NULL);
  job = yun_sample_job_new (path, &options);
  self->store = yun_job_run_sync (job, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  yun_store_close (self->store);
  g_clear_object (&self->store);
  remove_test_folder (self->folder);
  remove_test_folder (self->target);
  g_free (self->folder);
  g_free (self->target);
}

static YunJob *
make_job (Fixture *self, const char *text, YunShapefileEncoding encoding)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunFilter) filter = yun_filter_parse (text, NULL, &error);
  YunExportOptions     *options = g_new0 (YunExportOptions, 1);

  g_assert_no_error (error);
  options->entity = &yun_entity_plot;
  options->filter = yun_filter_with_entity (filter, &yun_entity_plot);
  options->crs = g_strdup ("EPSG:4549");
  options->encoding = encoding;
  options->path = g_build_filename (self->target, "plots.shp", NULL);
  return yun_export_job_new (self->store, options);
}

/* (transfer full): the set of values of the DBF field of @id in the shapefile. */
static GHashTable *
read_column (Fixture *self, const char *id)
{
  g_autofree char *path = g_build_filename (self->target, "plots.shp", NULL);
  const YunField  *field = yun_entity_get_field (&yun_entity_plot, id);
  const char      *name = yun_shapefile_field_name (&yun_entity_plot, field);
  GHashTable      *values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GDALDatasetH     data;
  OGRLayerH        layer;
  OGRFeatureH      feature;
  int              column;

  GDALAllRegister ();
  data = GDALOpenEx (path, GDAL_OF_VECTOR, NULL, NULL, NULL);
  g_assert_nonnull (data);
  layer = GDALDatasetGetLayer (data, 0);
  column = OGR_FD_GetFieldIndex (OGR_L_GetLayerDefn (layer), name);
  g_assert_cmpint (column, >=, 0);
  while ((feature = OGR_L_GetNextFeature (layer)) != NULL)
    {
      g_hash_table_add (values, g_strdup (OGR_F_GetFieldAsString (feature, column)));
      OGR_F_Destroy (feature);
    }
  GDALClose (data);
  return values;
}

static void
test_equals_list (Fixture *self, gconstpointer data)
{
  const char                 *text = "status:reusable area:20..100mu";
  g_autoptr (YunJob)          job = make_job (self, text, YUN_ENCODING_GBK_LDID);
  g_autoptr (GError)          error = NULL;
  g_autoptr (YunExportResult) result = yun_job_run_sync (job, &error);
  g_autoptr (GPtrArray)       listed = NULL;
  g_autoptr (GHashTable)      numbers = NULL;
  const YunField             *number = yun_entity_get_field (&yun_entity_plot, "number");

  g_assert_no_error (error);
  listed = load_all (self->store, &yun_entity_plot, text);
  g_assert_cmpuint (listed->len, >, 100);
  g_assert_cmpuint (result->n_rows, ==, listed->len);
  g_assert_cmpuint (result->problems->len, ==, 0);
  for (guint i = 0; result->files[i] != NULL; i++)
    g_assert_true (g_file_test (result->files[i], G_FILE_TEST_IS_REGULAR));
  g_assert_cmpuint (count_files (self->target), ==, g_strv_length (result->files));

  numbers = read_column (self, "number");
  g_assert_cmpuint (g_hash_table_size (numbers), ==, listed->len);
  for (guint i = 0; i < listed->len; i++)
    g_assert_true (g_hash_table_contains (numbers, yun_record_get_text (listed->pdata[i], number)));
}

static void
reported_cb (YunJob *job, const char *step, guint64 done, guint64 total, gpointer user_data)
{
  guint *calls = user_data;

  if (++*calls == 3)
    yun_job_cancel (job);
}

static void
test_cancel (Fixture *self, gconstpointer data)
{
  g_autoptr (YunJob)    job = make_job (self, "area>0", YUN_ENCODING_UTF8);
  g_autoptr (GError)    error = NULL;
  g_autoptr (GPtrArray) problems = NULL;
  guint                 calls = 0;

  yun_job_set_report_func (job, reported_cb, &calls);
  g_assert_null (yun_job_run_sync (job, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_files (self->target), ==, 0);
  problems = yun_export_job_dup_problems (job);
  g_assert_nonnull (problems);
}

static void
test_existing (Fixture *self, gconstpointer data)
{
  g_autofree char   *path = g_build_filename (self->target, "plots.shp", NULL);
  g_autoptr (YunJob) job = make_job (self, "area>0", YUN_ENCODING_UTF8);
  g_autoptr (GError) error = NULL;
  g_autofree char   *text = NULL;

  g_assert_true (g_file_set_contents (path, "mine", -1, NULL));
  g_assert_null (yun_job_run_sync (job, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "mine");
  g_assert_cmpuint (count_files (self->target), ==, 1);
}

static void
test_nothing (Fixture *self, gconstpointer data)
{
  g_autoptr (YunJob) job = make_job (self, "name:没有这样的地块", YUN_ENCODING_UTF8);
  g_autoptr (GError) error = NULL;

  g_assert_null (yun_job_run_sync (job, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOT_FOUND);
  g_assert_cmpuint (count_files (self->target), ==, 0);
}

/* Gives the first plot of the list @name. */
static void
rename_first (YunStore *store, const char *name)
{
  g_autoptr (GPtrArray) plots = load_all (store, &yun_entity_plot, NULL);
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunChange) change = NULL;
  YunRecord            *plot = plots->pdata[0];

  yun_record_set_text (plot, yun_entity_get_field (&yun_entity_plot, "name"), name);
  change = yun_store_save_sync (store, plot, "test", NULL, &error);
  g_assert_no_error (error);
}

static void
test_lost_text (Fixture *self, gconstpointer data)
{
  g_autoptr (YunJob)    job = make_job (self, "area>0", YUN_ENCODING_GBK_LDID);
  g_autoptr (GError)    error = NULL;
  g_autoptr (GPtrArray) problems = NULL;
  guint                 n_fatal = 0;

  rename_first (self->store, "示例·𨭎地块");
  g_assert_null (yun_job_run_sync (job, &error));
  g_assert_error (error, YUN_GEO_ERROR, YUN_GEO_ERROR_TEXT);
  problems = yun_export_job_dup_problems (job);
  for (guint i = 0; i < problems->len; i++)
    n_fatal += ((YunExportProblem *) problems->pdata[i])->fatal ? 1 : 0;
  g_assert_cmpuint (n_fatal, ==, 1);
  g_assert_cmpuint (count_files (self->target), ==, 0);
}

typedef struct
{
  YunStore *store;
  gboolean  done;
} Meddler;

/* When the first pass is over, another writer is quick. */
static void
meddle_cb (YunJob *job, const char *step, guint64 done, guint64 total, gpointer user_data)
{
  Meddler *self = user_data;

  if (!self->done && done >= 3000)
    {
      self->done = TRUE;
      rename_first (self->store, "示例·另一块");
    }
}

static void
test_changed_between (Fixture *self, gconstpointer data)
{
  g_autoptr (YunJob) job = make_job (self, "area>0", YUN_ENCODING_UTF8);
  g_autoptr (GError) error = NULL;
  Meddler            meddler = { self->store, FALSE };

  yun_job_set_report_func (job, meddle_cb, &meddler);
  g_assert_null (yun_job_run_sync (job, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_CONFLICT);
  g_assert_true (meddler.done);
  g_assert_cmpuint (count_files (self->target), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/export-job/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("equals-list", test_equals_list);
  ADD ("cancel", test_cancel);
  ADD ("existing", test_existing);
  ADD ("nothing", test_nothing);
  ADD ("lost-text", test_lost_text);
  ADD ("changed-between", test_changed_between);
  return g_test_run ();
}
