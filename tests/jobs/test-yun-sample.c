/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "yun-starter.h"

#include "jobs-test.h"
#include "yun-facility.h"
#include "yun-firm.h"
#include "yun-land-groups.h"
#include "yun-measure.h"
#include "yun-park.h"
#include "yun-plot.h"

#include <math.h>
#include <string.h>

static YunStore *
make_sample (const char *folder, const char *name, const YunSampleOptions *options)
{
  g_autofree char   *path = g_build_filename (folder, name, NULL);
  g_autoptr (YunJob) job = yun_sample_job_new (path, options);
  g_autoptr (GError) error = NULL;
  YunStore          *store = yun_job_run_sync (job, &error);

  g_assert_no_error (error);
  return store;
}

static void
test_same_again (void)
{
  const YunEntity *const entities[] = { &yun_entity_park, &yun_entity_plot, &yun_entity_firm };
  const YunSampleOptions options = { 600, G_MAXUINT, G_MAXUINT, 42 };
  const YunSampleOptions other = { 600, G_MAXUINT, G_MAXUINT, 43 };
  g_autofree char       *folder = make_test_folder ();
  g_autoptr (YunStore)   a = make_sample (folder, "a.sqlite", &options);
  g_autoptr (YunStore)   b = make_sample (folder, "b.sqlite", &options);
  g_autoptr (YunStore)   c = make_sample (folder, "c.sqlite", &other);
  const guint            expected[] = { 3, 600, 300 };

  g_assert_true (yun_store_is_sample (a));
  for (guint e = 0; e < G_N_ELEMENTS (entities); e++)
    {
      g_autoptr (GPtrArray) in_a = load_all (a, entities[e], NULL);
      g_autoptr (GPtrArray) in_b = load_all (b, entities[e], NULL);
      g_autoptr (GPtrArray) in_c = load_all (c, entities[e], NULL);
      guint                 n_same = 0;

      g_assert_cmpuint (in_a->len, ==, expected[e]);
      g_assert_cmpuint (in_b->len, ==, expected[e]);
      for (guint i = 0; i < in_a->len; i++)
        {
          g_assert_true (yun_record_equal (in_a->pdata[i], in_b->pdata[i]));
          g_assert_cmpstr (yun_record_get_uid (in_a->pdata[i]), ==,
                           yun_record_get_uid (in_b->pdata[i]));
          n_same += yun_record_equal (in_a->pdata[i], in_c->pdata[i]) ? 1 : 0;
        }
      g_assert_cmpuint (n_same, ==, 0);
    }
  yun_store_close (a);
  yun_store_close (b);
  yun_store_close (c);
  remove_test_folder (folder);
}

static const char *
get_label (YunRecord *record, const YunField *field)
{
  gint64 value = yun_record_get_int (record, field);

  return value >= 0 ? yun_enum_get_label (field->values, (int) value) : "";
}

/* Land that was not supplied has no holder, what was found idle mostly has; @held counts the
 * latter, those with a holder first. */
static void
check_holder (YunRecord *plot, const YunField *holder, const YunField *standing, guint held[2])
{
  const char *found = get_label (plot, standing);
  const char *name = yun_record_get_text (plot, holder);

  if (name != NULL)
    g_assert_true (g_str_has_prefix (name, "示例·"));
  if (strcmp (found, "Approved, not supplied") == 0 || strcmp (found, "Reserve") == 0)
    g_assert_null (name);
  else if (strcmp (found, "Idle") == 0)
    held[name == NULL]++;
}

/* A field of a record made with the same object as another keeps nothing of it. */
static void
check_plots (YunStore *store)
{
  const YunEntity       *entity = &yun_entity_plot;
  const YunField        *status = yun_entity_get_field (entity, "status");
  const YunField        *paper = yun_entity_get_field (entity, "area-paper");
  const YunField        *computed = yun_entity_get_field (entity, "area-computed");
  const YunField        *park = yun_entity_get_field (entity, "park");
  const YunField        *holder = yun_entity_get_field (entity, "holder");
  const YunField        *stopped = yun_entity_get_field (entity, "stopped");
  const YunField        *standing = yun_entity_get_field (entity, "standing");
  const YunField        *uses = yun_entity_get_field (entity, "use-state");
  guint                  held[2] = { 0 };
  g_autoptr (GPtrArray)  plots = load_all (store, entity, NULL);
  g_autoptr (GHashTable) uids = g_hash_table_new (g_str_hash, g_str_equal);
  guint                  n_of_status[10] = { 0 };
  guint                  n_unknown = 0;
  guint                  n_in_park = 0;

  for (guint i = 0; i < plots->len; i++)
    {
      YunRecord *plot = plots->pdata[i];

      g_assert_nonnull (strstr (yun_record_get_name (plot), "示例"));
      g_assert_true (g_uuid_string_is_valid (yun_record_get_uid (plot)));
      g_assert_true (g_hash_table_add (uids, (gpointer) yun_record_get_uid (plot)));
      n_of_status[yun_record_get_int (plot, status)]++;
      n_unknown += yun_record_is_known (plot, paper) ? 0 : 1;
      n_in_park += yun_record_is_known (plot, park) ? 1 : 0;
      if (yun_record_is_known (plot, paper))
        g_assert_cmpfloat_with_epsilon (yun_record_get_real (plot, paper),
                                        yun_record_get_real (plot, computed), 0.051);
      if (yun_record_is_known (plot, stopped))
        g_assert_cmpstr (get_label (plot, uses), ==, "Under construction");
      check_holder (plot, holder, standing, held);
    }
  for (guint i = 0; i < G_N_ELEMENTS (n_of_status); i++)
    g_assert_cmpuint (n_of_status[i], >, 0);
  g_assert_cmpuint (n_of_status[YUN_STATUS_IN_USE], >, plots->len / 3);
  g_assert_cmpuint (held[0], >, 4 * held[1]);
  g_assert_cmpuint (held[1], >, 0);
  g_assert_cmpuint (n_unknown, >, plots->len / 20);
  g_assert_cmpuint (n_in_park, >, 0);
}

/* Neighbours of one holder are there to be found: a search by holders trains on something. */
static void
check_groups (YunStore *store)
{
  g_autoptr (GError)        error = NULL;
  g_autoptr (YunFilter)     filter = yun_filter_parse ("plot status:reusable", NULL, &error);
  YunLandWants              wants = { 5, 1, 1 };
  g_autoptr (YunJob)        job = yun_land_groups_job_new (store, filter, &wants);
  g_autoptr (YunLandResult) result = yun_job_run_sync (job, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (result->groups->len, >, 2);
  for (guint i = 0; i < result->groups->len; i++)
    {
      const YunLandGroup *group = g_ptr_array_index (result->groups, i);

      g_assert_cmpuint (group->n_holders, ==, 1);
      g_assert_cmpuint (group->n_unknown_holders, ==, 0);
    }
}

static void
check_firms (YunStore *store)
{
  const YunEntity      *entity = &yun_entity_firm;
  const YunField       *code = yun_entity_get_field (entity, "credit-code");
  const YunField       *park = yun_entity_get_field (entity, "park");
  const YunField       *town = yun_entity_get_field (entity, "town");
  g_autoptr (GPtrArray) firms = load_all (store, entity, NULL);
  g_autoptr (GPtrArray) parks = load_all (store, &yun_entity_park, NULL);
  guint                 n_in_park = 0;

  for (guint i = 0; i < firms->len; i++)
    {
      YunRecord *firm = firms->pdata[i];

      g_assert_nonnull (strstr (yun_record_get_name (firm), "示例"));
      g_assert_false (yun_record_is_known (firm, code));
      g_assert_true (yun_record_is_known (firm, town));
      if (!yun_record_is_known (firm, park))
        continue;
      n_in_park++;
      for (guint k = 0; k < parks->len; k++)
        if (strcmp (yun_record_get_name (parks->pdata[k]), yun_record_get_text (firm, park)) == 0)
          {
            const YunPoint *at =
              yun_geom_get_ring (yun_record_get_shape (firm), 0, 0, &(guint){ 0 });

            g_assert_true (
              yun_measure_contains (yun_record_get_shape (parks->pdata[k]), at->x, at->y));
            n_in_park++;
          }
    }
  /* Every named park was found. */
  g_assert_cmpuint (n_in_park, >, 0);
  g_assert_cmpuint (n_in_park % 2, ==, 0);
}

/* Idle is what was found idle; land that could be put to use is far more. */
static void
check_idle (YunStore *store)
{
  g_autoptr (GPtrArray) idle = load_all (store, &yun_entity_plot, "地块 状态:闲置");
  g_autoptr (GPtrArray) found = load_all (store, &yun_entity_plot, "地块 认定:闲置");
  g_autoptr (GPtrArray) reusable = load_all (store, &yun_entity_plot, "地块 状态:可盘活");

  g_assert_cmpuint (idle->len, >, 0);
  g_assert_cmpuint (idle->len, ==, found->len);
  g_assert_cmpuint (reusable->len, >, 5 * idle->len);
}

static void
test_content (void)
{
  const YunSampleOptions options = { 2000, 400, 6, 5 };
  g_autofree char       *folder = make_test_folder ();
  g_autoptr (YunStore)   store = make_sample (folder, "s.sqlite", &options);

  check_plots (store);
  check_groups (store);
  check_firms (store);
  check_idle (store);
  yun_store_close (store);
  remove_test_folder (folder);
}

static void
reported_cb (YunJob *job, const char *step, guint64 done, guint64 total, gpointer user_data)
{
  if (done >= 1000)
    yun_job_cancel (job);
}

static void
test_cancel (void)
{
  const YunSampleOptions options = { 20000, 0, 0, 5 };
  g_autofree char       *folder = make_test_folder ();
  g_autofree char       *path = g_build_filename (folder, "s.sqlite", NULL);
  g_autoptr (YunJob)     job = yun_sample_job_new (path, &options);
  g_autoptr (GError)     error = NULL;

  yun_job_set_report_func (job, reported_cb, NULL);
  g_assert_null (yun_job_run_sync (job, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_files (folder), ==, 0);
  remove_test_folder (folder);
}

static void
test_counts (gconstpointer data)
{
  const YunSampleOptions *options = data;
  g_autofree char        *folder = make_test_folder ();
  g_autoptr (YunStore)    store = make_sample (folder, "s.sqlite", options);
  g_autoptr (GPtrArray)   plots = load_all (store, &yun_entity_plot, NULL);
  g_autoptr (GPtrArray)   firms = load_all (store, &yun_entity_firm, NULL);
  g_autoptr (GPtrArray)   parks = load_all (store, &yun_entity_park, NULL);

  g_assert_cmpuint (plots->len, ==, options->n_plots);
  g_assert_cmpuint (firms->len, ==, options->n_firms);
  g_assert_cmpuint (parks->len, ==, options->n_parks);
  yun_store_close (store);
  remove_test_folder (folder);
}

int
main (int argc, char **argv)
{
  static const YunSampleOptions only_firms = { 0, 20, 0, 1 };
  static const YunSampleOptions only_parks = { 0, 0, 20, 1 };
  static const YunSampleOptions one_each = { 1, 1, 1, 1 };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sample/same-again", test_same_again);
  g_test_add_func ("/sample/content", test_content);
  g_test_add_func ("/sample/cancel", test_cancel);
  g_test_add_data_func ("/sample/counts/only-firms", &only_firms, test_counts);
  g_test_add_data_func ("/sample/counts/only-parks", &only_parks, test_counts);
  g_test_add_data_func ("/sample/counts/one-each", &one_each, test_counts);
  return g_test_run ();
}
