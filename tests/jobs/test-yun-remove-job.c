/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "yun-remove-job.h"

#include "jobs-test.h"
#include "yun-firm.h"
#include "yun-park.h"
#include "yun-starter.h"
#include "yun-store-match.h"
#include "yun-store-removal.h"
#include "yun-store-write.h"

typedef struct
{
  char     *folder;
  char     *path;
  YunStore *store;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (YunJob) job = NULL;
  g_autoptr (GError) error = NULL;

  self->folder = make_test_folder ();
  self->path = g_build_filename (self->folder, "r.sqlite", NULL);
  job = yun_starter_job_new (self->path);
  self->store = yun_job_run_sync (job, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  yun_store_close (self->store);
  g_object_unref (self->store);
  remove_test_folder (self->folder);
  g_free (self->folder);
  g_free (self->path);
}

static YunRecord *
find (Fixture *self, const YunEntity *entity, const char *name)
{
  g_autoptr (GError) error = NULL;
  YunRecord         *record = yun_store_match_one_sync (self->store, entity, name, &error);

  g_assert_no_error (error);
  return record;
}

static char *
dup_park (Fixture *self, const char *firm)
{
  g_autoptr (YunRecord) record = find (self, &yun_entity_firm, firm);

  return yun_record_dup_value (record, yun_entity_get_field (&yun_entity_firm, "park"));
}

static YunRemoval *
remove_ids (Fixture *self, const YunEntity *entity, const gint64 *ids, guint n, GError **error)
{
  g_autoptr (GArray) array = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (YunJob) job = NULL;

  g_array_append_vals (array, ids, n);
  job = yun_remove_job_new (self->store, entity, array, "someone");
  return yun_job_run_sync (job, error);
}

/* A park goes, the firm in it stays and no longer names it; both come back, though something else
 * was done since. */
static void
test_links (Fixture *self, gconstpointer data)
{
  g_autoptr (YunRecord)  park = find (self, &yun_entity_park, "佘山高新科技园");
  g_autofree char       *before = dup_park (self, "法勒移动");
  g_autofree char       *none = NULL, *again = NULL, *words = NULL;
  g_autoptr (GError)     error = NULL;
  gint64                 ids[] = { yun_record_get_id (park) };
  gint64                 other;
  g_autoptr (YunRemoval) removal = NULL, later = NULL;
  g_autoptr (YunChange)  undo = NULL;

  g_assert_nonnull (before);
  removal = remove_ids (self, &yun_entity_park, ids, 1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (removal->n_records, ==, 1);
  g_assert_cmpuint (removal->n_unlinked, >=, 1);
  g_assert_cmpstr (removal->change->summary, ==, "佘山高新科技园");
  words = yun_removal_describe (removal);
  g_assert_nonnull (strstr (words, "佘山高新科技园"));
  none = dup_park (self, "法勒移动");
  g_assert_true (none == NULL || strstr (none, "佘山高新科技园") == NULL);

  {
    g_autoptr (YunRecord) firm = find (self, &yun_entity_firm, "格思航天");
    other = yun_record_get_id (firm);
  }
  later = remove_ids (self, &yun_entity_firm, &other, 1, &error);
  g_assert_no_error (error);
  undo = yun_store_undo_sync (self->store, removal->change->number, YUN_UNDO_DEFAULT, "someone",
                              NULL, NULL, &error);
  g_assert_no_error (error);
  again = dup_park (self, "法勒移动");
  g_assert_cmpstr (again, ==, before);
}

/* Those that link to each other go together and tell no link. */
static void
test_together (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) firms = load_all (self->store, &yun_entity_firm, NULL);
  g_autoptr (GPtrArray) parks = load_all (self->store, &yun_entity_park, NULL);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  g_autoptr (GPtrArray) links = NULL;
  g_autoptr (YunEdits)  edits = NULL;
  g_autoptr (GError)    error = NULL;

  for (guint i = 0; i < parks->len; i++)
    g_ptr_array_add (all, parks->pdata[i]);
  for (guint i = 0; i < firms->len; i++)
    g_ptr_array_add (all, firms->pdata[i]);
  edits = yun_store_plan_removal_sync (self->store, all, "", &links, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < links->len; i++)
    {
      const YunGoneLink *link = links->pdata[i];
      const YunEntity   *entity = yun_record_get_entity (link->record);

      g_assert_true (entity != &yun_entity_firm && entity != &yun_entity_park);
    }
  g_assert_true (yun_edits_is_whole (edits));
}

static void
test_gone (Fixture *self, gconstpointer data)
{
  const gint64           id = 999999;
  g_autoptr (GError)     error = NULL;
  g_autoptr (YunRemoval) removal = remove_ids (self, &yun_entity_firm, &id, 1, &error);

  g_assert_null (removal);
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/remove-job/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("links", test_links);
  ADD ("together", test_together);
  ADD ("gone", test_gone);
  return g_test_run ();
}
