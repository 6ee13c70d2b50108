/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "yun-edit-job.h"

#include "jobs-test.h"
#include "yun-entry.h"
#include "yun-park.h"
#include "yun-plot.h"
#include "yun-starter.h"
#include "yun-store-write.h"

typedef struct
{
  char     *folder;
  YunStore *store;
  GArray   *ids; /* of all plots */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autofree char      *path = NULL;
  g_autoptr (YunJob)    job = NULL;
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunFilter) all = yun_filter_new (&yun_entity_plot);

  self->folder = make_test_folder ();
  path = g_build_filename (self->folder, "r.sqlite", NULL);
  job = yun_starter_job_new (path);
  self->store = yun_job_run_sync (job, &error);
  g_assert_no_error (error);
  self->ids =
    yun_store_list_ids_sync (self->store, &yun_entity_plot, all, NULL, FALSE, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  yun_store_close (self->store);
  g_object_unref (self->store);
  g_array_unref (self->ids);
  remove_test_folder (self->folder);
  g_free (self->folder);
}

static const YunField *
field (const char *id)
{
  return yun_entity_get_field (&yun_entity_plot, id);
}

static YunEditOutcome *
edit (Fixture *self, const char *id, const char *text)
{
  g_autoptr (GPtrArray) texts = yun_field_texts_new ();
  g_autoptr (YunJob)    job = NULL;
  g_autoptr (GError)    error = NULL;
  YunEditOutcome       *outcome;

  yun_field_texts_add (texts, field (id), text);
  job = yun_edit_job_new (self->store, &yun_entity_plot, self->ids, texts, "someone");
  outcome = yun_job_run_sync (job, &error);
  g_assert_no_error (error);
  return outcome;
}

/* All are changed as one change; once more, nothing is left to change. */
static void
test_all (Fixture *self, gconstpointer data)
{
  g_autoptr (YunEditOutcome) first = edit (self, "note", "都一样");
  g_autoptr (YunEditOutcome) second = edit (self, "note", "都一样");
  g_autoptr (GPtrArray)      plots = load_all (self->store, &yun_entity_plot, NULL);
  g_autofree char           *words = yun_edit_outcome_describe (first);

  g_assert_cmpuint (first->n_changed, ==, self->ids->len);
  g_assert_cmpuint (first->unedited->len, ==, 0);
  g_assert_cmpuint (first->change->n_rows, ==, self->ids->len);
  g_assert_cmpuint (strlen (words), >, 0);
  for (guint i = 0; i < plots->len; i++)
    g_assert_cmpstr (yun_record_get_text (plots->pdata[i], field ("note")), ==, "都一样");
  g_assert_null (second->change);
  g_assert_cmpuint (second->n_same, ==, self->ids->len);
}

/* Whether one alone could be given the value. */
static gboolean
can_be_surveyed (YunRecord *plot)
{
  g_autoptr (YunRecord) copy = yun_record_copy (plot);
  const YunField       *wrong;

  return yun_entry_set (copy, field ("accuracy"), "surveyed", "2026-11-30", NULL) &&
         yun_entry_check (copy, &wrong, NULL);
}

/* Where the value does not go with the rest of a record, that record stays and is named; the others
 * are changed. */
static void
test_refused (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray)      plots = load_all (self->store, &yun_entity_plot, NULL);
  g_autoptr (YunEditOutcome) outcome = edit (self, "accuracy", "surveyed");
  guint                      refused = 0;

  for (guint i = 0; i < plots->len; i++)
    if (!can_be_surveyed (plots->pdata[i]))
      refused++;
  g_assert_cmpuint (refused, >, 0);
  g_assert_cmpuint (refused, <, self->ids->len);
  g_assert_cmpuint (outcome->unedited->len, ==, refused);
  g_assert_cmpuint (outcome->n_changed + outcome->n_same + refused, ==, self->ids->len);
  for (guint i = 0; i < outcome->unedited->len; i++)
    g_assert_cmpuint (strlen (((YunUnedited *) outcome->unedited->pdata[i])->reason), >, 0);
}

/* A link is set by a name, and kept as what the name means; a name that none has is wrong for all.
 */
static void
test_link (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray)      parks = load_all (self->store, &yun_entity_park, NULL);
  YunRecord                 *park = parks->pdata[0];
  g_autoptr (YunEditOutcome) outcome = edit (self, "park", yun_record_get_name (park));
  g_autoptr (GPtrArray)      plots = load_all (self->store, &yun_entity_plot, NULL);
  g_autoptr (GPtrArray)      texts = yun_field_texts_new ();
  g_autoptr (YunJob)         job = NULL;
  g_autoptr (GError)         error = NULL;

  g_assert_cmpuint (outcome->unedited->len, ==, 0);
  for (guint i = 0; i < plots->len; i++)
    g_assert_cmpstr (yun_record_get_text (plots->pdata[i], field ("park")), ==,
                     yun_record_get_uid (park));
  yun_field_texts_add (texts, field ("park"), "没有这个园区");
  job = yun_edit_job_new (self->store, &yun_entity_plot, self->ids, texts, "someone");
  g_assert_null (yun_job_run_sync (job, &error));
  g_assert_error (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_NO_RECORD);
  g_assert_nonnull (strstr (error->message, "没有这个园区"));
}

static void
test_shared (Fixture *self, gconstpointer data)
{
  g_autoptr (YunEditOutcome) outcome = edit (self, "note", "都一样");
  g_autoptr (YunJob)         job = yun_shared_job_new (self->store, &yun_entity_plot, self->ids);
  g_autoptr (GError)         error = NULL;
  g_autoptr (YunShared)      shared = yun_job_run_sync (job, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (shared->n, ==, self->ids->len);
  g_assert_false (g_hash_table_contains (shared->mixed, field ("note")));
  g_assert_true (g_hash_table_contains (shared->mixed, field ("name")));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/edit-job/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("all", test_all);
  ADD ("refused", test_refused);
  ADD ("link", test_link);
  ADD ("shared", test_shared);
  return g_test_run ();
}
