/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "yun-feature-loader.h"
#include "yun-store-private.h"
#include "yun-store-write.h"

#include "jobs-test.h"
#include "yun-cache.h"
#include "yun-db.h"
#include "yun-facility.h"
#include "yun-firm.h"
#include "yun-park.h"
#include "yun-plot.h"
#include "yun-starter.h"
#include "yun-store-shared.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *cache_folder; /* the user's, of this test */

static YunStore *
make_sample (const char *path, guint n_plots)
{
  const YunSampleOptions options = { n_plots, G_MAXUINT, G_MAXUINT, 7 };
  g_autoptr (YunJob)     job = yun_sample_job_new (path, &options);
  g_autoptr (GError)     error = NULL;
  YunStore              *store = yun_job_run_sync (job, &error);

  g_assert_no_error (error);
  return store;
}

static YunStore *
open_store (const char *path)
{
  g_autoptr (GError) error = NULL;
  YunStore          *store = yun_store_open_sync (path, YUN_STORE_DEFAULT, NULL, &error);

  g_assert_no_error (error);
  return store;
}

static void
close_store (YunStore *store)
{
  yun_store_close (store);
  g_object_unref (store);
}

static YunFeatureIndex *
load (const char *path, gboolean expected)
{
  YunStore          *store = open_store (path);
  g_autoptr (GError) error = NULL;
  gboolean           cached = !expected;
  YunFeatureIndex   *index = yun_feature_loader_load_cached_sync (store, &cached, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (cached, ==, expected);
  close_store (store);
  return index;
}

static void
rename_plot (YunStore *store, gint64 id, const char *name)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunRecord) plot = yun_store_get_sync (store, &yun_entity_plot, id, &error);
  g_autoptr (YunChange) change = NULL;

  g_assert_no_error (error);
  yun_record_set_text (plot, yun_entity_get_field (&yun_entity_plot, "name"), name);
  change = yun_store_save_sync (store, plot, "who", NULL, &error);
  g_assert_no_error (error);
}

static void
assert_named (YunFeatureIndex *index, gint64 id, const char *name)
{
  int at = yun_feature_index_find (index, yun_entity_get_index (&yun_entity_plot), id);

  g_assert_cmpint (at, >=, 0);
  g_assert_cmpstr (yun_feature_index_get_name (index, (guint) at), ==, name);
}

/* All that is drawn, in order, as bytes. */
static GString *
list (const YunFeatureIndex *index)
{
  GString           *out = g_string_new (NULL);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint32));

  yun_feature_index_search (index, (YunVertex){ 0, 0 }, (YunVertex){ G_MAXUINT32, G_MAXUINT32 },
                            found);
  for (guint k = 0; k < found->len; k++)
    {
      guint      i = g_array_index (found, guint32, k);
      YunFeature f = *yun_feature_index_get (index, i);

      f.first_ring = f.name = 0;
      g_string_append_len (out, (const char *) &f, sizeof f);
      g_string_append (out, yun_feature_index_get_name (index, i));
      for (guint which = 0; which < YUN_FEATURE_N_VALUES; which++)
        g_string_append_printf (out, "|%g", yun_feature_index_get_value (index, i, which));
      for (guint ring = 0; ring < yun_feature_index_get_n_rings (index, i); ring++)
        {
          guint            n;
          const YunVertex *v = yun_feature_index_get_ring (index, i, ring, &n);

          g_string_append_len (out, (const char *) v, (gssize) (n * sizeof *v));
        }
    }
  return out;
}

static void
assert_same (const YunFeatureIndex *a, const YunFeatureIndex *b)
{
  g_autoptr (GString) la = list (a);
  g_autoptr (GString) lb = list (b);

  g_assert_true (g_string_equal (la, lb));
}

static void
test_cached (void)
{
  g_autofree char            *folder = make_test_folder ();
  g_autofree char            *path = g_build_filename (folder, "r.sqlite", NULL);
  g_autofree char            *file = NULL;
  g_autoptr (YunFeatureIndex) first = NULL;
  g_autoptr (YunFeatureIndex) second = NULL;
  g_autoptr (YunFeatureIndex) third = NULL;

  close_store (make_sample (path, 400));
  first = load (path, FALSE);
  second = load (path, TRUE);
  assert_same (first, second);

  /* deleted under the hands of its reader, damaged: no matter */
  file = yun_cache_get_file (path, "map-5");
  g_assert_true (g_str_has_prefix (file, cache_folder));
  g_assert_cmpint (g_unlink (file), ==, 0);
  third = load (path, FALSE);
  assert_same (second, third);
  g_clear_pointer (&third, yun_feature_index_unref);
  {
    int     fd = g_open (file, O_RDWR, 0);
    guint64 noise = 0x1234567812345678;

    g_assert_cmpint (fd, >=, 0);
    g_assert_cmpint (pwrite (fd, &noise, sizeof noise, 70000), ==, sizeof noise);
    close (fd);
  }
  third = load (path, FALSE);
  assert_same (second, third);
  remove_test_folder (folder);
}

static void
test_followed (void)
{
  g_autofree char *folder = make_test_folder ();
  g_autofree char *path = g_build_filename (folder, "r.sqlite", NULL);
  YunStore        *store, *other;
  struct stat      before;
  gboolean         cached;

  close_store (make_sample (path, 100));
  yun_feature_index_unref (load (path, FALSE));
  yun_feature_index_unref (load (path, TRUE));

  /* another connection has written what is still in the log */
  store = open_store (path);
  other = open_store (path);
  rename_plot (other, 5, "甲");
  {
    g_autoptr (YunFeatureIndex) index =
      yun_feature_loader_load_cached_sync (store, &cached, NULL, NULL);

    g_assert_true (cached);
    assert_named (index, 5, "甲");
  }
  close_store (other);
  close_store (store);

  /* of the same size and, as far as a program can have it, the same time */
  g_assert_cmpint (stat (path, &before), ==, 0);
  store = open_store (path);
  rename_plot (store, 5, "乙");
  close_store (store);
  {
    const struct timespec       times[] = { before.st_atim, before.st_mtim };
    g_autoptr (YunFeatureIndex) index = NULL;

    g_assert_cmpint (utimensat (AT_FDCWD, path, times, 0), ==, 0);
    index = load (path, TRUE);
    assert_named (index, 5, "乙");
  }
  remove_test_folder (folder);
}

static void
copy_file (const char *from, const char *to)
{
  g_autofree char *bytes = NULL;
  gsize            n;

  g_assert_true (g_file_get_contents (from, &bytes, &n, NULL));
  g_assert_true (g_file_set_contents (to, bytes, (gssize) n, NULL));
}

/* What is kept belongs to a content, not to a path: neither another registry nor an older copy that
 * went its own way is answered from it, and a copy that went the same way is. */
static void
test_replaced (void)
{
  g_autofree char *folder = make_test_folder ();
  g_autofree char *path = g_build_filename (folder, "r.sqlite", NULL);
  g_autofree char *copy = g_build_filename (folder, "copy.sqlite", NULL);
  YunStore        *store;

  close_store (make_sample (path, 60));
  copy_file (path, copy);
  store = open_store (path);
  rename_plot (store, 5, "甲");
  close_store (store);
  yun_feature_index_unref (load (path, FALSE));

  store = open_store (copy);
  rename_plot (store, 5, "乙");
  close_store (store);
  g_assert_cmpint (g_rename (copy, path), ==, 0);
  {
    g_autoptr (YunFeatureIndex) index = load (path, FALSE);

    assert_named (index, 5, "乙");
  }

  copy_file (path, copy);
  g_assert_cmpint (g_rename (copy, path), ==, 0);
  {
    g_autoptr (YunFeatureIndex) index = load (path, TRUE);

    assert_named (index, 5, "乙");
  }
  g_unlink (path);
  close_store (make_sample (path, 60));
  yun_feature_index_unref (load (path, FALSE));
  remove_test_folder (folder);
}

/* That nothing can be kept is no error. */
static void
test_no_folder (void)
{
  g_autofree char *folder = make_test_folder ();
  g_autofree char *path = g_build_filename (folder, "r.sqlite", NULL);
  g_autofree char *ours = g_build_filename (cache_folder, "yunjian", NULL);

  if (g_file_test (ours, G_FILE_TEST_IS_DIR))
    remove_test_folder (ours);
  g_assert_true (g_file_set_contents (ours, "in the way", -1, NULL));
  close_store (make_sample (path, 20));
  yun_feature_index_unref (load (path, FALSE));
  yun_feature_index_unref (load (path, FALSE));
  g_assert_cmpint (g_unlink (ours), ==, 0);
  remove_test_folder (folder);
}

static void
test_prune (void)
{
  g_autofree char *folder = make_test_folder ();
  const struct
  {
    const char *name;
    gint64      used;
    gboolean    stays;
  } files[] = { { "a.pack", 5000, TRUE },         { "b.pack", 4000, TRUE },
                { "c.pack", 3000, FALSE },        { "d.pack", 100, FALSE },
                { "e.pack.AbCdEf", 5000, FALSE }, { "other.txt", 5, TRUE },
                { "f.pack", 4500, TRUE } };
  g_autofree char *block = g_malloc0 (65536);

  memset (block, 'x', 65536);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char      *path = g_build_filename (folder, files[i].name, NULL);
      const struct timespec times[] = { { files[i].used, 0 }, { files[i].used, 0 } };

      g_assert_true (g_file_set_contents (path, block, 65536, NULL));
      g_assert_cmpint (utimensat (AT_FDCWD, path, times, 0), ==, 0);
    }
  yun_cache_prune (folder, 1000, 3 * 65536 + 30000);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (folder, files[i].name, NULL);

      g_test_message ("%s", files[i].name);
      g_assert_cmpint (g_file_test (path, G_FILE_TEST_EXISTS), ==, files[i].stays);
    }
  remove_test_folder (folder);
}

/* ---- Patches ------------------------------------------------------------------- */

/* An edit, a removal, an addition or an undo; (nullable): there was nothing to undo, or the record
 * is in use elsewhere. */
static YunChange *
do_something (YunStore *store, GRand *rand)
{
  static const YunEntity *const entities[] = { &yun_entity_park, &yun_entity_plot,
                                               &yun_entity_firm };
  const YunEntity              *entity = entities[g_rand_int_range (rand, 0, 3)];
  g_autoptr (YunRecord)         record = NULL;
  g_autofree char              *name = g_strdup_printf ("新%u", g_rand_int (rand));
  g_autoptr (YunGeom) shape = yun_geom_new_point (121.2 + g_rand_double (rand) * 0.1, 31.0);
  int                 what = g_rand_int_range (rand, 0, 6);

  if (what == 0)
    return yun_store_undo_sync (store, 0, YUN_UNDO_DEFAULT, "", NULL, NULL, NULL);
  record = yun_store_get_sync (store, entity, g_rand_int_range (rand, 1, 60), NULL);
  if (what == 1 && record != NULL)
    return yun_store_remove_sync (store, record, "who", NULL, NULL);
  if (record == NULL)
    record = yun_entity_new_record (entity);
  yun_record_set_text (record, yun_entity_get_field (entity, "name"), name);
  if (what > 3)
    yun_record_set_shape (record, what == 4 ? shape : NULL);
  return yun_store_save_sync (store, record, "who", NULL, NULL);
}

/* After each, what was patched is what would be loaded. */
static void
test_patches (void)
{
  g_autofree char            *folder = make_test_folder ();
  g_autofree char            *path = g_build_filename (folder, "r.sqlite", NULL);
  g_autoptr (GRand)           rand = g_rand_new_with_seed (11);
  YunStore                   *store = make_sample (path, 120);
  g_autoptr (YunFeatureIndex) index = yun_feature_loader_load_sync (store, NULL, NULL);

  for (guint round = 0; round < 60; round++)
    {
      g_autoptr (GError)          error = NULL;
      g_autoptr (YunChange)       change = do_something (store, rand);
      g_autoptr (YunFeatureIndex) fresh = NULL;
      g_autoptr (YunFeatureIndex) next = NULL;
      YunRect                     changed;

      if (change == NULL)
        continue;
      next = yun_feature_loader_patch_sync (store, index, change->rows, &changed, NULL, &error);
      g_assert_no_error (error);
      g_assert_nonnull (next);
      fresh = yun_feature_loader_load_sync (store, NULL, &error);
      assert_same (next, fresh);
      yun_feature_index_unref (index);
      index = g_steal_pointer (&next);
    }
  g_assert_cmpuint (yun_feature_index_get_n_patched (index), >, 20);
  close_store (store);
  remove_test_folder (folder);
}

static void
execute (const char *path, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (YunDb)  db = yun_db_open (path, YUN_DB_DEFAULT, &error);

  g_assert_no_error (error);
  g_assert_true (yun_db_exec (db, sql, &error));
  g_assert_no_error (error);
}

/* What is kept is followed through the edits of many sessions, ours and others'. */
static void
test_many_sessions (void)
{
  g_autofree char  *folder = make_test_folder ();
  g_autofree char  *path = g_build_filename (folder, "r.sqlite", NULL);
  g_autoptr (GRand) rand = g_rand_new_with_seed (12);
  YunStore         *other;

  close_store (make_sample (path, 120));
  yun_feature_index_unref (load (path, FALSE));
  for (guint session = 0; session < 12; session++)
    {
      YunStore                   *store = open_store (path);
      g_autoptr (YunFeatureIndex) kept = NULL;
      g_autoptr (YunFeatureIndex) fresh = NULL;

      for (int i = g_rand_int_range (rand, 0, 4); i >= 0; i--)
        {
          g_autoptr (YunChange) change = do_something (store, rand);

          if (session == 5 && i == 0)
            execute (path, "UPDATE plot SET name='外' WHERE id%7=0");
        }
      close_store (store);
      if (session == 8)
        execute (path, "UPDATE plot SET name='外2' WHERE id%5=0");
      kept = load (path, TRUE);
      store = open_store (path);
      fresh = yun_feature_loader_load_sync (store, NULL, NULL);
      assert_same (kept, fresh);
      close_store (store);
    }

  /* two at once, one after the other */
  {
    YunStore *store = open_store (path);

    other = yun_store_open_apart_sync (path, NULL);
    rename_plot (store, 5, "甲");
    rename_plot (other, 6, "乙");
    close_store (other);
    close_store (store);
    {
      g_autoptr (YunFeatureIndex) index = load (path, TRUE);

      assert_named (index, 5, "甲");
      assert_named (index, 6, "乙");
    }
  }
  remove_test_folder (folder);
}

/* ---- Parts ---------------------------------------------------------------------- */

typedef struct
{
  guint            n_parts;
  guint            n_last;
  YunFeatureIndex *index; /* (owned) (nullable): the whole */
} Seen;

static void
partly_cb (YunFeatureIndex *so_far, gpointer user_data)
{
  Seen *seen = user_data;

  g_assert_null (seen->index);
  g_assert_cmpuint (yun_feature_index_get_n (so_far), >, seen->n_last);
  seen->n_last = yun_feature_index_get_n (so_far);
  seen->n_parts++;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Seen *seen = user_data;

  seen->index = yun_feature_loader_load_finish (result, NULL);
  g_assert_nonnull (seen->index);
}

static void
test_parts (void)
{
  g_autofree char            *folder = make_test_folder ();
  g_autofree char            *path = g_build_filename (folder, "r.sqlite", NULL);
  YunStore                   *store = make_sample (path, 20000);
  g_autoptr (YunFeatureIndex) whole = yun_feature_loader_load_sync (store, NULL, NULL);
  Seen                        seen = { 0 };

  yun_feature_loader_load_async (store, partly_cb, NULL, loaded_cb, &seen);
  while (seen.index == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (seen.n_parts, >, 0);
  g_assert_cmpuint (seen.n_last, <, yun_feature_index_get_n (whole));
  assert_same (seen.index, whole);
  yun_feature_index_unref (seen.index);
  close_store (store);
  remove_test_folder (folder);
}

typedef struct
{
  YunFeatureIndex *index;
  guint            n[2]; /* leaders and others */
} Traits;

static gboolean
check_firm (YunRecord *record, gpointer user_data)
{
  Traits         *traits = user_data;
  const YunField *role = yun_entity_get_field (&yun_entity_firm, "role");
  gboolean        leader = yun_firm_is_leader (yun_record_get_text (record, role));
  int at = yun_feature_index_find (traits->index, yun_entity_get_index (&yun_entity_firm),
                                   yun_record_get_id (record));

  if (at >= 0)
    {
      g_assert_cmpuint (yun_feature_index_get (traits->index, (guint) at)->traits, ==,
                        leader ? YUN_FEATURE_LEADER : 0);
      traits->n[leader]++;
    }
  return TRUE;
}

static gboolean
check_facility (YunRecord *record, gpointer user_data)
{
  Traits         *traits = user_data;
  const YunField *kind = yun_entity_get_field (&yun_entity_facility, "kind");
  int at = yun_feature_index_find (traits->index, yun_entity_get_index (&yun_entity_facility),
                                   yun_record_get_id (record));

  if (at >= 0)
    {
      g_assert_cmpint (yun_feature_index_get (traits->index, (guint) at)->status, ==,
                       yun_record_get_int (record, kind));
      traits->n[0]++;
    }
  return TRUE;
}

/* What a symbol says of its firm or facility is what the record says. */
static void
test_traits (void)
{
  g_autofree char            *folder = make_test_folder ();
  g_autofree char            *path = g_build_filename (folder, "r.sqlite", NULL);
  g_autoptr (YunJob)          job = yun_starter_job_new (path);
  YunStore                   *store = yun_job_run_sync (job, NULL);
  g_autoptr (YunFilter)       firms = yun_filter_parse ("firm", NULL, NULL);
  g_autoptr (YunFilter)       facilities = yun_filter_parse ("facility", NULL, NULL);
  g_autoptr (YunFeatureIndex) index = NULL;
  g_autoptr (GError)          error = NULL;
  Traits                      traits = { 0 };

  index = yun_feature_loader_load_sync (store, NULL, &error);
  g_assert_no_error (error);
  traits.index = index;
  g_assert_true (
    yun_store_each_record_sync (store, &yun_entity_firm, firms, check_firm, &traits, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (traits.n[0], >, 0);
  g_assert_cmpuint (traits.n[1], >, 0);
  traits.n[0] = 0;
  g_assert_true (yun_store_each_record_sync (store, &yun_entity_facility, facilities,
                                             check_facility, &traits, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (traits.n[0], >, 0);
  close_store (store);
  remove_test_folder (folder);
}

int
main (int argc, char **argv)
{
  int              result;
  g_autofree char *ours = NULL;

  g_test_init (&argc, &argv, NULL);
  cache_folder = make_test_folder ();
  g_setenv ("XDG_CACHE_HOME", cache_folder, TRUE);

  g_test_add_func ("/feature-loader/cached", test_cached);
  g_test_add_func ("/feature-loader/many-sessions", test_many_sessions);
  g_test_add_func ("/feature-loader/followed", test_followed);
  g_test_add_func ("/feature-loader/replaced", test_replaced);
  g_test_add_func ("/feature-loader/no-folder", test_no_folder);
  g_test_add_func ("/feature-loader/prune", test_prune);
  g_test_add_func ("/feature-loader/patches", test_patches);
  g_test_add_func ("/feature-loader/traits", test_traits);
  g_test_add_func ("/feature-loader/parts", test_parts);

  result = g_test_run ();
  ours = g_build_filename (cache_folder, "yunjian", NULL);
  if (g_file_test (ours, G_FILE_TEST_IS_DIR))
    remove_test_folder (ours);
  g_rmdir (cache_folder);
  g_free (cache_folder);
  return result;
}
