/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "yun-land-filter.h"

#include "jobs-test.h"
#include "yun-plot.h"
#include "yun-store-write.h"

/* A group as a filter: however its plots can be told from others, it shows them and no other. */

#define SIDE 0.001

typedef struct
{
  char     *folder;
  YunStore *store;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autofree char   *path = NULL;
  g_autoptr (GError) error = NULL;

  self->folder = make_test_folder ();
  path = g_build_filename (self->folder, "r.sqlite", NULL);
  self->store = yun_store_create_sync (path, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  yun_store_close (self->store);
  g_object_unref (self->store);
  remove_test_folder (self->folder);
  g_free (self->folder);
}

/* Plots beside each other, @n in a row; @name: of all of them, or NULL for one each. */
static void
add_row (Fixture *self, guint n, double lon, const char *name)
{
  g_autoptr (YunEdits)  edits = yun_edits_new (YUN_ACTION_ADD, "", "");
  g_autoptr (YunChange) change = NULL;
  g_autoptr (GError)    error = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (YunRecord) plot = yun_entity_new_record (&yun_entity_plot);
      g_autofree char      *own = g_strdup_printf ("地块 %u", i);
      g_autoptr (YunGeom)   shape =
        yun_geom_new_box (&(YunRect){ lon + i * SIDE, 31, lon + (i + 1) * SIDE, 31 + SIDE });

      yun_record_set_text (plot, yun_entity_get_field (&yun_entity_plot, "name"),
                           name != NULL ? name : own);
      yun_record_set_shape (plot, shape);
      yun_edits_add_insert (edits, plot);
    }
  change = yun_store_write_sync (self->store, edits, NULL, &error);
  g_assert_no_error (error);
}

/* A plot of which only a point is known: nobody's neighbour. */
static void
add_point (Fixture *self, double lon, const char *name)
{
  g_autoptr (YunRecord) plot = yun_entity_new_record (&yun_entity_plot);
  g_autoptr (YunGeom)   point = yun_geom_new_point (lon, 31 + SIDE / 2);
  g_autoptr (YunEdits)  edits = yun_edits_new (YUN_ACTION_ADD, "", "");
  g_autoptr (YunChange) change = NULL;
  g_autoptr (GError)    error = NULL;

  yun_record_set_text (plot, yun_entity_get_field (&yun_entity_plot, "name"), name);
  yun_record_set_shape (plot, point);
  yun_edits_add_insert (edits, plot);
  change = yun_store_write_sync (self->store, edits, NULL, &error);
  g_assert_no_error (error);
}

/* The filter of the largest group among what @base shows, or its error. */
static YunFilter *
take_largest (Fixture *self, const char *base, GArray **ids, GError **error)
{
  const YunLandWants        wants = { .gap_m = 5 };
  g_autoptr (YunFilter)     filter = yun_filter_parse (base, NULL, NULL);
  g_autoptr (YunJob)        find = yun_land_groups_job_new (self->store, filter, &wants);
  g_autoptr (YunLandResult) result = yun_job_run_sync (find, NULL);
  const YunLandGroup       *group = g_ptr_array_index (result->groups, 0);
  g_autoptr (YunJob)        job = NULL;

  *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < group->members->len; i++)
    {
      const YunLandPlot *plot =
        g_ptr_array_index (result->plots, g_array_index (group->members, guint, i));

      g_array_append_val (*ids, plot->id);
    }
  job = yun_land_filter_job_new (self->store, result, group, filter);
  return yun_job_run_sync (job, error);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

static void
check_shown (Fixture *self, YunFilter *filter, GArray *ids)
{
  g_autoptr (GArray) shown =
    yun_store_list_ids_sync (self->store, &yun_entity_plot, filter, NULL, FALSE, NULL, NULL);

  g_array_sort (shown, compare_ids);
  g_array_sort (ids, compare_ids);
  g_assert_cmpmem (shown->data, shown->len * sizeof (gint64), ids->data,
                   ids->len * sizeof (gint64));
}

static void
check_words (YunFilter *filter, const char *has, const char *lacks)
{
  g_autofree char *text = yun_filter_print (filter);

  g_assert_nonnull (strstr (text, has));
  if (lacks != NULL)
    g_assert_null (strstr (text, lacks));
}

/* Without numbers, by names of their own. */
static void
test_names (Fixture *self, gconstpointer data)
{
  g_autoptr (YunFilter) filter = NULL;
  g_autoptr (GArray)    ids = NULL;
  g_autoptr (GError)    error = NULL;

  add_row (self, 3, 121.2, NULL);
  add_row (self, 1, 121.4, "别处");
  filter = take_largest (self, "plot", &ids, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, ==, 3);
  check_shown (self, filter, ids);
  check_words (filter, "name:", "in:(");
}

/* All are called alike, one of the others between them: only identifiers tell them apart. */
static void
test_alike (Fixture *self, gconstpointer data)
{
  g_autoptr (YunFilter) filter = NULL;
  g_autoptr (GArray)    ids = NULL;
  g_autoptr (GError)    error = NULL;

  add_row (self, 3, 121.2, "预留地块");
  add_point (self, 121.2005, "预留地块");
  filter = take_largest (self, "plot", &ids, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, ==, 3);
  check_shown (self, filter, ids);
  check_words (filter, "uid:", NULL);
}

/* Too many to be named: what was searched, in the box around them; not when others lie in it. */
static void
test_many (Fixture *self, gconstpointer data)
{
  g_autoptr (YunFilter) filter = NULL;
  g_autoptr (GArray)    ids = NULL;
  g_autoptr (GError)    error = NULL;

  add_row (self, 120, 121.1, NULL);
  add_row (self, 1, 121.4, "别处");
  filter = take_largest (self, "plot", &ids, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, ==, 120);
  check_shown (self, filter, ids);
  check_words (filter, "in:(", "name:");

  g_clear_pointer (&filter, yun_filter_unref);
  g_clear_pointer (&ids, g_array_unref);
  add_point (self, 121.105, "只有点位的");
  g_assert_null (take_largest (self, "plot", &ids, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_SEVERAL);
  g_clear_error (&error);
  g_clear_pointer (&ids, g_array_unref);
  filter = take_largest (self, "plot -name:只有点位的", &ids, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, ==, 120);
  check_shown (self, filter, ids);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/land-filter/names", Fixture, NULL, set_up, test_names, tear_down);
  g_test_add ("/land-filter/alike", Fixture, NULL, set_up, test_alike, tear_down);
  g_test_add ("/land-filter/many", Fixture, NULL, set_up, test_many, tear_down);
  return g_test_run ();
}
