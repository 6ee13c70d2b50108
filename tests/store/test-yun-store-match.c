/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "yun-store-private.h"
#include "yun-store-write.h"

#include "store-fixture.h"

#include "yun-firm.h"
#include "yun-plot.h"
#include "yun-store-match.h"

#include <string.h>

static void
add (
  YunStore *store, const YunEntity *entity, const char *name, const char *field, const char *value)
{
  g_autoptr (YunRecord) record = yun_entity_new_record (entity);
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunChange) change = NULL;

  yun_record_set_text (record, yun_entity_get_field (entity, "name"), name);
  if (field != NULL)
    yun_record_set_text (record, yun_entity_get_field (entity, field), value);
  change = yun_store_save_sync (store, record, "", NULL, &error);
  g_assert_no_error (error);
}

static YunStore *
make_registry (Fixture *fixture)
{
  YunStore *store = fixture_create (fixture);

  add (store, &yun_entity_firm, "北斗博阳（上海）数据科技有限公司", "short-name", "北斗博阳");
  add (store, &yun_entity_firm, "云间光电", "credit-code", "91310117MA1J00000A");
  add (store, &yun_entity_firm, "云间光电", "credit-code", "91310117MA1J00000B");
  add (store, &yun_entity_firm, "G60 卫星", NULL, NULL);
  add (store, &yun_entity_plot, "SL-1", "number", "X-9");
  add (store, &yun_entity_plot, "另一块", "number", "SL-1");
  add (store, &yun_entity_plot, "第三块", "number", "SL-1");
  return store;
}

static guint
count (YunStore *store, const YunEntity *entity, const char *word)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (GPtrArray) records = yun_store_match_sync (store, entity, word, 10, &error);

  if (records == NULL)
    g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOT_FOUND);
  return records != NULL ? records->len : 0;
}

static void
test_words (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = make_registry (fixture);
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunRecord) one = NULL;
  g_autoptr (YunRecord) none = NULL;

  g_assert_cmpuint (count (store, &yun_entity_firm, "北斗博阳（上海）数据科技有限公司"), ==, 1);
  g_assert_cmpuint (count (store, &yun_entity_firm, " 北斗博阳(上海)数据科技有限公司 "), ==, 1);
  g_assert_cmpuint (count (store, &yun_entity_firm, "北斗博阳"), ==, 1);
  g_assert_cmpuint (count (store, &yun_entity_firm, "ｇ６０卫星"), ==, 0);
  g_assert_cmpuint (count (store, &yun_entity_firm, "ｇ６０ 卫星"), ==, 1);
  g_assert_cmpuint (count (store, &yun_entity_firm, "云间光电"), ==, 2);
  g_assert_cmpuint (count (store, &yun_entity_firm, "91310117MA1J00000B"), ==, 1);
  g_assert_cmpuint (count (store, &yun_entity_firm, "９１３１０１１７ｍａ1j00000b"), ==, 1);
  g_assert_cmpuint (count (store, &yun_entity_firm, " 北斗博陽 "), ==, 1);
  g_assert_cmpuint (count (store, &yun_entity_plot, "ｓｌ-1 "), ==, 1);
  g_assert_cmpuint (count (store, &yun_entity_firm, "云间"), ==, 0);
  g_assert_cmpuint (count (store, &yun_entity_firm, ""), ==, 0);
  /* A name comes before a number. */
  g_assert_cmpuint (count (store, &yun_entity_plot, "SL-1"), ==, 1);
  g_assert_cmpuint (count (store, &yun_entity_plot, "X-9"), ==, 1);

  one = yun_store_match_one_sync (store, &yun_entity_firm, "91310117MA1J00000B", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count (store, &yun_entity_firm, yun_record_get_uid (one)), ==, 1);
  none = yun_store_match_one_sync (store, &yun_entity_firm, "云间光电", &error);
  g_assert_null (none);
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_SEVERAL);
  g_assert_nonnull (strstr (error->message, yun_record_get_uid (one)));
}

static void
assert_found (YunStore *store, const YunEntity *entity, const char *word)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunRecord) found = yun_store_find_sync (store, entity, word, &error);
  g_autoptr (GPtrArray) all = yun_store_match_sync (store, entity, word, 1, NULL);

  g_assert_no_error (error);
  g_assert_cmpint (yun_record_get_id (found), ==, yun_record_get_id (all->pdata[0]));
}

/* Who asks for the first means by a word what who asks for all does. */
static void
test_first (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore) store = make_registry (fixture);
  g_autoptr (GError)   error = NULL;

  assert_found (store, &yun_entity_firm, "北斗博阳（上海）数据科技有限公司");
  assert_found (store, &yun_entity_firm, "ｇ６０ 卫星");
  assert_found (store, &yun_entity_firm, "云间光电");
  assert_found (store, &yun_entity_plot, "SL-1");
  g_assert_null (yun_store_find_sync (store, &yun_entity_plot, "nothing", &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOT_FOUND);
}

/* What was removed is found by what names one of its kind: the fields of its portrait. */
static void
test_removed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = make_registry (fixture);
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunRecord) plot = yun_store_find_sync (store, &yun_entity_plot, "X-9", &error);
  g_autoptr (YunChange) change = yun_store_remove_sync (store, plot, "", NULL, &error);
  const char           *words[] = { "SL-1", "x-9", yun_record_get_uid (plot) };

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autoptr (YunRecord) found =
        yun_store_match_removed_sync (store, &yun_entity_plot, words[i], &error);

      g_assert_no_error (error);
      g_assert_cmpint (yun_record_get_id (found), ==, yun_record_get_id (plot));
    }
  g_assert_null (yun_store_match_removed_sync (store, &yun_entity_plot, "另一块", &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOT_FOUND);
}

static void
test_twins (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = make_registry (fixture);
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunRecord) single =
    yun_store_match_one_sync (store, &yun_entity_firm, "G60 卫星", &error);
  g_autoptr (YunRecord) firm =
    yun_store_match_one_sync (store, &yun_entity_firm, "91310117MA1J00000A", &error);
  g_autoptr (YunRecord) plot = yun_store_match_one_sync (store, &yun_entity_plot, "第三块", &error);
  g_autoptr (YunRecord) fresh = yun_entity_new_record (&yun_entity_firm);
  g_autoptr (GPtrArray) none = yun_store_list_twins_sync (store, single, &error);
  g_autoptr (GPtrArray) names = yun_store_list_twins_sync (store, firm, &error);
  g_autoptr (GPtrArray) numbers = yun_store_list_twins_sync (store, plot, &error);
  g_autoptr (GPtrArray) codes = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (names->len, ==, 1);
  g_assert_cmpstr (((YunTwin *) names->pdata[0])->field->id, ==, "name");
  g_assert_cmpstr (((YunTwin *) names->pdata[0])->name, ==, "云间光电");
  g_assert_cmpuint (numbers->len, ==, 1);
  g_assert_cmpstr (((YunTwin *) numbers->pdata[0])->field->id, ==, "number");
  g_assert_cmpstr (((YunTwin *) numbers->pdata[0])->name, ==, "另一块");

  yun_record_set_text (fresh, yun_entity_get_field (&yun_entity_firm, "credit-code"),
                       "91310117MA1J00000A");
  codes = yun_store_list_twins_sync (store, fresh, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (codes->len, ==, 1);
  g_assert_cmpstr (((YunTwin *) codes->pdata[0])->uid, ==, yun_record_get_uid (firm));
}

/* A person wrote the pinyin of one of two firms of one name. */
static void
test_twins_reading (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = make_registry (fixture);
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunRecord) single =
    yun_store_match_one_sync (store, &yun_entity_firm, "G60 卫星", &error);
  g_autoptr (YunRecord) read = yun_entity_new_record (&yun_entity_firm);
  g_autoptr (YunChange) change = NULL;
  g_autoptr (GPtrArray) of_single = NULL, of_read = NULL;
  g_autoptr (YunRecord) found = NULL;

  yun_record_set_text (read, yun_entity_get_field (&yun_entity_firm, "name"), "G60 卫星");
  yun_record_set_text (read, yun_entity_get_field (&yun_entity_firm, "pinyin"), "ji liu ling xing");
  change = yun_store_save_sync (store, read, "", NULL, &error);
  g_assert_no_error (error);
  of_single = yun_store_list_twins_sync (store, single, &error);
  of_read = yun_store_list_twins_sync (store, read, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (of_single->len, ==, 1);
  g_assert_cmpuint (of_read->len, ==, 1);
  g_assert_cmpstr (((YunTwin *) of_single->pdata[0])->uid, ==, yun_record_get_uid (read));
  g_assert_cmpstr (((YunTwin *) of_read->pdata[0])->uid, ==, yun_record_get_uid (single));
  found = yun_store_match_one_sync (store, &yun_entity_firm, "G60 卫星", &error);
  g_assert_null (found);
  g_assert_nonnull (error);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/match/words", Fixture, NULL, fixture_set_up, test_words, fixture_tear_down);
  g_test_add ("/match/first", Fixture, NULL, fixture_set_up, test_first, fixture_tear_down);
  g_test_add ("/match/removed", Fixture, NULL, fixture_set_up, test_removed, fixture_tear_down);
  g_test_add ("/match/twins", Fixture, NULL, fixture_set_up, test_twins, fixture_tear_down);
  g_test_add ("/match/twins-reading", Fixture, NULL, fixture_set_up, test_twins_reading,
              fixture_tear_down);
  return g_test_run ();
}
