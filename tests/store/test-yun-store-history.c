/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "yun-store-history.h"
#include "yun-store-private.h"
#include "yun-store-write.h"

#include "store-fixture.h"

#include "yun-firm.h"

static const YunField *
field (const char *id)
{
  return yun_entity_get_field (&yun_entity_firm, id);
}

static YunRecord *
add (YunStore *store, const char *name)
{
  YunRecord            *record = yun_entity_new_record (&yun_entity_firm);
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunChange) change = NULL;

  yun_record_set_text (record, field ("name"), name);
  change = yun_store_save_sync (store, record, "甲", NULL, &error);
  g_assert_no_error (error);
  return record;
}

/* Returns the number of the change. */
static gint64
set (YunStore *store, YunRecord *record, const char *name, const char *text)
{
  g_autoptr (YunRecord) now =
    yun_store_get_sync (store, &yun_entity_firm, yun_record_get_id (record), NULL);
  g_autoptr (YunRecord) after = yun_record_copy (now);
  g_autoptr (YunEdits)  edits = yun_edits_new (YUN_ACTION_EDIT, "", "乙");
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunChange) change = NULL;

  g_assert_true (yun_record_parse_value (after, field (name), text, &error));
  yun_edits_add_difference (edits, now, after);
  change = yun_store_write_sync (store, edits, NULL, &error);
  g_assert_no_error (error);
  return change->number;
}

static GPtrArray *
list (YunStore *store, YunRecord *record, const char *text, gint64 before, guint limit)
{
  const YunChangeQuery query = { .entity = record != NULL ? &yun_entity_firm : NULL,
                                 .id = record != NULL ? yun_record_get_id (record) : 0,
                                 .text = text,
                                 .before = before,
                                 .limit = limit };
  g_autoptr (GError)   error = NULL;
  GPtrArray           *changes = yun_store_list_changes_sync (store, &query, &error);

  g_assert_no_error (error);
  return changes;
}

/* Pages meet without a gap or a change twice. */
static void
test_pages (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = fixture_create (fixture);
  g_autoptr (YunRecord) record = add (store, "云间光电");
  gint64                last = 0;
  guint                 n = 0;

  for (guint i = 0; i < 7; i++)
    {
      g_autofree char *text = g_strdup_printf ("第 %u 个", i);

      set (store, record, "short-name", text);
    }
  for (;;)
    {
      g_autoptr (GPtrArray) page = list (store, record, NULL, last, 3);

      for (guint i = 0; i < page->len; i++)
        {
          const YunChange *change = page->pdata[i];

          g_assert_true (last == 0 || change->number < last);
          last = change->number;
          n++;
        }
      if (page->len < 3)
        break;
    }
  g_assert_cmpuint (n, ==, 8);
  yun_store_close (store);
}

/* By the record's name and by the person, as search folds them. */
static void
test_names (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = fixture_create (fixture);
  g_autoptr (YunRecord) a = add (store, "ＡＢＣ 光电");
  g_autoptr (YunRecord) b = add (store, "别家");
  g_autoptr (GPtrArray) named = NULL, by = NULL, none = NULL;

  set (store, b, "short-name", "别");
  named = list (store, NULL, "abc", 0, 0);
  g_assert_cmpuint (named->len, ==, 1);
  by = list (store, NULL, "乙", 0, 0);
  g_assert_cmpuint (by->len, ==, 1);
  none = list (store, NULL, "不存在", 0, 0);
  g_assert_cmpuint (none->len, ==, 0);
  yun_store_close (store);
}

static const YunChangeValue *
find_value (const YunChangedRecord *record, const char *id)
{
  for (guint i = 0; i < record->values->len; i++)
    {
      const YunChangeValue *value = record->values->pdata[i];

      if (value->field == field (id))
        return value;
    }
  return NULL;
}

/* What came, was edited and went, under the names of today or the last. */
static void
test_explain (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)    store = fixture_create (fixture);
  g_autoptr (YunRecord)   record = add (store, "旧名");
  g_autoptr (YunRecord)   now = NULL;
  gint64                  edit = set (store, record, "name", "新名");
  g_autoptr (GPtrArray)   records = NULL, gone = NULL, added = NULL;
  g_autoptr (YunChange)   removal = NULL;
  g_autoptr (GError)      error = NULL;
  const YunChangedRecord *changed;

  records = yun_store_explain_change_sync (store, edit, NULL, 0, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (records->len, ==, 1);
  changed = records->pdata[0];
  g_assert_true (changed->fate == YUN_RECORD_EDITED && changed->exists);
  g_assert_cmpstr (changed->name, ==, "新名");
  g_assert_cmpstr (find_value (changed, "name")->before.text, ==, "旧名");
  g_assert_cmpstr (find_value (changed, "name")->after.text, ==, "新名");

  now = yun_store_get_sync (store, &yun_entity_firm, yun_record_get_id (record), NULL);
  removal = yun_store_remove_sync (store, now, "丙", NULL, &error);
  g_assert_no_error (error);
  gone = yun_store_explain_change_sync (store, removal->number, &yun_entity_firm,
                                        yun_record_get_id (record), 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (gone->len, ==, 1);
  changed = gone->pdata[0];
  g_assert_true (changed->fate == YUN_RECORD_WENT && !changed->exists);
  g_assert_cmpstr (changed->name, ==, "新名");

  added = yun_store_explain_change_sync (store, edit - 1, NULL, 0, 0, &error);
  g_assert_no_error (error);
  changed = added->pdata[0];
  g_assert_true (changed->fate == YUN_RECORD_CAME);
  g_assert_null (yun_store_explain_change_sync (store, 9999, NULL, 0, 0, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOT_FOUND);
  yun_store_close (store);
}

/* Of a record that came in bulk with others, only its own values, as they were then. */
static void
test_bulk (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = fixture_create (fixture);
  g_autoptr (GRand)     rand = g_rand_new_with_seed (7);
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunChange) import =
    import_random (store, YUN_ACTION_IMPORT, &yun_entity_firm, 20, rand, NULL, &error);
  g_autoptr (GPtrArray)   changes = NULL, records = NULL;
  g_autoptr (YunRecord)   record = NULL;
  g_autofree char        *name = NULL;
  const YunChangedRecord *changed;

  g_assert_no_error (error);
  record = yun_store_get_sync (store, &yun_entity_firm, 5, &error);
  g_assert_no_error (error);
  name = yun_record_dup_value (record, field ("name"));
  set (store, record, "name", "改过");
  changes = list (store, record, NULL, 0, 0);
  g_assert_cmpuint (changes->len, ==, 2);
  records = yun_store_explain_change_sync (store, import->number, &yun_entity_firm, 5, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (records->len, ==, 1);
  changed = records->pdata[0];
  g_assert_cmpint (changed->id, ==, 5);
  g_assert_cmpstr (changed->name, ==, "改过");
  g_assert_cmpstr (find_value (changed, "name")->after.text, ==, name);
  yun_store_close (store);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func)                                                                            \
  g_test_add ("/store/history/" path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("pages", test_pages);
  ADD ("names", test_names);
  ADD ("explain", test_explain);
  ADD ("bulk", test_bulk);
  return g_test_run ();
}
