/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "yun-starter.h"
#include "yun-store-write.h"

#include "jobs-test.h"
#include "yun-chain.h"
#include "yun-csv.h"
#include "yun-facility.h"
#include "yun-feature-loader.h"
#include "yun-firm.h"
#include "yun-office.h"
#include "yun-park.h"
#include "yun-plot.h"
#include "yun-task.h"
#include "yun-town.h"
#include "yun-zone.h"

#include <string.h>

static void
check_count (YunStore *store, const YunEntity *entity, const char *resource)
{
  g_autoptr (YunCsv)    csv = yun_csv_load_resource (resource);
  g_autoptr (GPtrArray) records = load_all (store, entity, NULL);

  g_assert_cmpuint (records->len, ==, yun_csv_get_n_rows (csv));
  for (guint i = 0; i < records->len; i++)
    {
      YunRecord       *record = records->pdata[i];
      const char      *uid = yun_record_get_uid (record);
      guint            row = 0;
      g_autofree char *source = NULL;

      while (row < yun_csv_get_n_rows (csv) && strcmp (yun_csv_get (csv, row, "uid"), uid) != 0)
        row++;
      g_assert_cmpuint (row, <, yun_csv_get_n_rows (csv));
      g_assert_cmpstr (yun_record_get_name (record), ==, yun_csv_get (csv, row, "name"));
      source = yun_record_dup_value (record, yun_entity_get_field (entity, "source"));
      g_assert_cmpstr (source, ==, yun_csv_get (csv, row, "source"));
      g_assert_true (
        (yun_record_get_shape (record) != NULL) ==
        (yun_csv_get (csv, row, "lon")[0] != '\0' || yun_csv_get (csv, row, "wkt")[0] != '\0'));
    }
}

/* A niche nobody knows would be a firm without a segment. */
static void
check_niches (YunStore *store)
{
  g_autoptr (GPtrArray) firms = load_all (store, &yun_entity_firm, NULL);
  const YunField       *niche = yun_entity_get_field (&yun_entity_firm, "niche");
  const YunField       *segment = yun_entity_get_field (&yun_entity_firm, "segment");

  for (guint i = 0; i < firms->len; i++)
    if (yun_record_is_known (firms->pdata[i], niche))
      {
        g_assert_nonnull (yun_chain_find_niche (yun_record_get_text (firms->pdata[i], niche)));
        g_assert_true (yun_record_is_known (firms->pdata[i], segment));
      }
}

/* Each unit of a task is one of the units. */
static void
check_units (YunStore *store)
{
  g_autoptr (GPtrArray) tasks = load_all (store, &yun_entity_task, NULL);
  g_autoptr (GPtrArray) led = load_all (store, &yun_entity_task, "unit:区经委");
  const YunField       *field = yun_entity_get_field (&yun_entity_task, "unit");

  g_assert_cmpuint (tasks->len, ==, 18);
  g_assert_cmpuint (led->len, ==, 15);
  for (guint i = 0; i < tasks->len; i++)
    {
      g_autofree char *value = yun_record_dup_value (tasks->pdata[i], field);
      g_auto (GStrv)   names = g_strsplit (value, ";", -1);

      g_assert_cmpuint (g_strv_length (names), >, 0);
      for (char **name = names; *name != NULL; name++)
        {
          g_autoptr (GError)    error = NULL;
          g_autoptr (YunRecord) unit = yun_store_find_sync (store, &yun_entity_unit, *name, &error);

          g_assert_no_error (error);
          g_assert_cmpstr (yun_record_get_name (unit), ==, *name);
        }
    }
}

static void
test_starter (void)
{
  g_autofree char      *folder = make_test_folder ();
  g_autofree char      *path = g_build_filename (folder, "r.sqlite", NULL);
  g_autoptr (YunJob)    job = yun_starter_job_new (path);
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunStore)  store = yun_job_run_sync (job, &error);
  g_autoptr (GPtrArray) found = NULL;

  g_assert_no_error (error);
  g_assert_false (yun_store_is_sample (store));
  g_assert_false (yun_store_can_undo (store));
  check_count (store, &yun_entity_firm, "geodata/starter/firms.csv");
  check_count (store, &yun_entity_park, "geodata/starter/parks.csv");
  check_count (store, &yun_entity_plot, "geodata/starter/plots.csv");
  check_count (store, &yun_entity_facility, "geodata/starter/facilities.csv");
  check_count (store, &yun_entity_unit, "geodata/plan/units.csv");
  check_count (store, &yun_entity_task, "geodata/plan/tasks.csv");
  check_niches (store);
  check_units (store);

  found = load_all (store, &yun_entity_firm, "segment:satellite zone:core 格思航天");
  g_assert_cmpuint (found->len, ==, 1);
  g_clear_pointer (&found, g_ptr_array_unref);
  /* a reserve that could be put to use; the office has found none idle */
  found = load_all (store, &yun_entity_plot, "地块 状态:可盘活 面积:>20亩");
  g_assert_cmpuint (found->len, ==, 1);
  g_clear_pointer (&found, g_ptr_array_unref);
  found = load_all (store, &yun_entity_plot, "地块 状态:闲置 面积:>20亩");
  g_assert_cmpuint (found->len, ==, 0);

  yun_store_close (store);
  g_assert_cmpuint (count_files (folder), ==, 1);
  remove_test_folder (folder);
}

static void
test_empty (void)
{
  g_autofree char      *folder = make_test_folder ();
  g_autofree char      *path = g_build_filename (folder, "r.sqlite", NULL);
  g_autoptr (YunJob)    job = yun_empty_job_new (path);
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunStore)  store = yun_job_run_sync (job, &error);
  g_autoptr (GPtrArray) towns = NULL;
  g_autoptr (GPtrArray) firms = NULL;
  guint                 n;

  g_assert_no_error (error);
  yun_chain_get_towns (&n);
  towns = load_all (store, &yun_entity_town, NULL);
  g_assert_cmpuint (towns->len, ==, n);
  firms = load_all (store, &yun_entity_firm, NULL);
  g_assert_cmpuint (firms->len, ==, 0);
  yun_store_close (store);
  remove_test_folder (folder);
}

static void
test_existing (void)
{
  g_autofree char     *folder = make_test_folder ();
  g_autofree char     *path = g_build_filename (folder, "r.sqlite", NULL);
  g_autoptr (YunJob)   job = yun_starter_job_new (path);
  g_autoptr (GError)   error = NULL;
  g_autoptr (YunStore) store = NULL;
  g_autofree char     *text = NULL;

  g_assert_true (g_file_set_contents (path, "mine", -1, NULL));
  store = yun_job_run_sync (job, &error);
  g_assert_null (store);
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_EXISTS);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "mine");
  g_assert_cmpuint (count_files (folder), ==, 1);
  remove_test_folder (folder);
}

/* The map has everything that has a place, and nothing else. */
static void
test_features (void)
{
  const YunEntity *const     *entities = yun_entity_list_in (YUN_ORDER_MAP, NULL);
  g_autofree char            *folder = make_test_folder ();
  g_autofree char            *path = g_build_filename (folder, "r.sqlite", NULL);
  g_autoptr (YunJob)          job = yun_starter_job_new (path);
  g_autoptr (GError)          error = NULL;
  g_autoptr (YunStore)        store = yun_job_run_sync (job, &error);
  g_autoptr (YunFeatureIndex) index = NULL;
  guint                       n = 0;

  g_assert_no_error (error);
  index = yun_feature_loader_load_sync (store, NULL, &error);
  g_assert_no_error (error);
  for (guint e = 0; entities[e] != NULL; e++)
    {
      g_autoptr (GPtrArray) records = load_all (store, entities[e], NULL);

      for (guint i = 0; i < records->len; i++)
        {
          YunRecord *record = records->pdata[i];
          YunGeom   *shape = yun_record_get_shape (record);
          int        at = yun_feature_index_find (index, yun_entity_get_index (entities[e]),
                                                  yun_record_get_id (record));

          g_assert_true ((at >= 0) == (shape != NULL));
          if (at < 0)
            continue;
          n++;
          g_assert_cmpint (yun_feature_index_get (index, (guint) at)->kind, ==,
                           yun_geom_get_kind (shape));
          if (entities[e] != &yun_entity_firm)
            g_assert_cmpstr (yun_feature_index_get_name (index, (guint) at), ==,
                             yun_record_get_name (record));
        }
    }
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (yun_feature_index_get_n (index), ==, n);
  yun_store_close (store);
  remove_test_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/starter/all-rows", test_starter);
  g_test_add_func ("/starter/empty", test_empty);
  g_test_add_func ("/starter/existing", test_existing);
  g_test_add_func ("/starter/features", test_features);
  return g_test_run ();
}
