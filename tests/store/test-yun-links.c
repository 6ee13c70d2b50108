/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store-fixture.h"

#include "yun-chain.h"
#include "yun-db.h"
#include "yun-firm.h"
#include "yun-group.h"
#include "yun-park.h"
#include "yun-plot.h"
#include "yun-schema.h"
#include "yun-similar-names.h"
#include "yun-store-links.h"
#include "yun-store-private.h"
#include "yun-town.h"

#include <gio/gio.h>

/* Links by identity: what is shown, found, counted and sorted is what a record is called today. */

static gint64
save (YunStore *store, YunRecord *record)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunChange) change = yun_store_save_sync (store, record, "tester", NULL, &error);

  g_assert_no_error (error);
  return yun_record_get_id (record);
}

static void
set (YunRecord *record, const char *field, const char *text)
{
  yun_record_set_text (record, yun_entity_get_field (yun_record_get_entity (record), field), text);
}

static YunRecord *
add (
  YunStore *store, const YunEntity *entity, const char *name, const char *field, const char *text)
{
  YunRecord *record = yun_entity_new_record (entity);

  set (record, "name", name);
  if (field != NULL)
    set (record, field, text);
  save (store, record);
  return record;
}

static gint64
count (YunStore *store, const char *text, GError **error)
{
  g_autoptr (YunFilter) filter = yun_filter_parse (text, NULL, NULL);
  YunTotals             totals = { 0 };

  g_assert_nonnull (filter);
  return yun_store_totals_sync (store, yun_filter_get_entity (filter), filter, &totals, NULL, error)
           ? totals.count
           : -1;
}

static void
assert_count (YunStore *store, const char *text, gint64 expected)
{
  g_autoptr (GError) error = NULL;
  gint64             found = count (store, text, &error);

  g_assert_no_error (error);
  g_test_message ("%s", text);
  g_assert_cmpint (found, ==, expected);
}

static void
assert_nobody (YunStore *store, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (count (store, text, &error), ==, -1);
  g_assert_error (error, YUN_FILTER_ERROR, YUN_FILTER_ERROR_NAME);
}

/* The values of the facet as "A 2|B 1", most frequent first. */
static void
assert_facet (YunStore *store, const char *filter_text, const char *field, const char *expected)
{
  const char *const     facets[] = { field, NULL };
  g_autoptr (YunFilter) filter = yun_filter_parse (filter_text, NULL, NULL);
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunAnswer) answer = yun_store_ask_sync (store, filter, 0x3f, facets, NULL, &error);
  g_autoptr (GString)   text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < answer->facets[0]->len; i++)
    {
      YunFacetValue *value = answer->facets[0]->pdata[i];

      g_string_append_printf (text, "%s%s %d", i > 0 ? "|" : "",
                              value->value != NULL ? value->value : "-", (int) value->count);
    }
  g_assert_cmpstr (text->str, ==, expected);
}

/* The names of all plots in the order of their parks. */
static void
assert_order (YunStore *store, const char *expected)
{
  g_autoptr (YunFilter) all = yun_filter_new (&yun_entity_plot);
  g_autoptr (GError)    error = NULL;
  g_autoptr (GArray)    ids =
    yun_store_list_ids_sync (store, &yun_entity_plot, all,
                             yun_entity_get_field (&yun_entity_plot, "park"), FALSE, NULL, &error);
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (YunRecord) plot =
        yun_store_get_sync (store, &yun_entity_plot, g_array_index (ids, gint64, i), &error);

      g_string_append (text, yun_record_get_name (plot));
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
assert_shown (
  YunStore *store, const YunEntity *entity, gint64 id, const char *field, const char *expected)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunRecord) record = yun_store_get_sync (store, entity, id, &error);
  g_autofree char      *shown = NULL;

  g_assert_no_error (error);
  shown = yun_record_format (record, yun_entity_get_field (entity, field));
  g_assert_cmpstr (shown, ==, expected);
}

static void
assert_text (Fixture *fixture, const char *sql, const char *expected)
{
  g_autoptr (GError)  error = NULL;
  g_autoptr (YunDb)   db = yun_db_open (fixture->path, YUN_DB_READ_ONLY | YUN_DB_PLAIN, &error);
  g_autoptr (YunStmt) stmt = NULL;

  g_assert_no_error (error);
  stmt = yun_db_prepare (db, sql, &error);
  g_assert_no_error (error);
  g_assert_cmpint (yun_stmt_step (stmt, &error), ==, 1);
  g_assert_cmpstr (yun_stmt_text (stmt, 0), ==, expected);
}

static const char *
get_town (const char *name)
{
  return yun_chain_find_town (name)->uid;
}

static void
test_rename (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = fixture_create (fixture);
  g_autoptr (YunRecord) a = add (store, &yun_entity_park, "甲园", NULL, NULL);
  g_autoptr (YunRecord) b = add (store, &yun_entity_park, "乙园", NULL, NULL);
  g_autoptr (YunRecord) one = add (store, &yun_entity_plot, "一", "park", yun_record_get_uid (a));
  g_autoptr (YunRecord) two = add (store, &yun_entity_plot, "二", "park", yun_record_get_uid (b));
  g_autofree char *both = g_strjoin (";", yun_record_get_uid (a), yun_record_get_uid (b), NULL);
  g_autoptr (YunRecord) firm = add (store, &yun_entity_firm, "某公司", "park", both);
  g_autoptr (YunChange) undone = NULL;
  g_autoptr (GError)    error = NULL;

  if (data != NULL)
    g_assert_true (yun_store_keep_columns_sync (store, &error));
  assert_count (store, "plot park:甲园", 1);
  assert_count (store, "firm park:甲园", 1);
  assert_facet (store, "firm", "park", "乙园 1|甲园 1");
  assert_count (store, "plot park:(name:甲园)", 1);
  assert_count (store, "park has:(firm)", 2);
  assert_order (store, "一二");
  assert_facet (store, "plot", "park", "乙园 1|甲园 1");

  set (a, "name", "子园");
  save (store, a);
  assert_count (store, "plot park:子园", 1);
  assert_count (store, "firm park:子园", 1);
  assert_count (store, "plot -park:子园", 1);
  assert_count (store, "plot park:子园,乙园", 2);
  assert_nobody (store, "plot park:甲园");
  assert_count (store, "plot park:(name:子园)", 1);
  assert_order (store, "二一");
  assert_facet (store, "plot", "park", "乙园 1|子园 1");
  assert_facet (store, "firm", "park", "乙园 1|子园 1");
  assert_shown (store, &yun_entity_plot, yun_record_get_id (one), "park", "子园");
  assert_shown (store, &yun_entity_firm, yun_record_get_id (firm), "park", "子园, 乙园");

  undone = yun_store_undo_sync (store, 0, YUN_UNDO_DEFAULT, "", NULL, NULL, &error);
  g_assert_no_error (error);
  assert_order (store, "一二");
  assert_count (store, "plot park:甲园", 1);
}

/* Names that other programs, or a history of before, put in the place of uids. What is filled in
 * from the town again as it was is no change. */
static void
test_settled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = fixture_create (fixture);
  g_autoptr (YunRecord) park = add (store, &yun_entity_park, "甲园", NULL, NULL);
  g_autoptr (YunRecord) other = add (store, &yun_entity_park, "乙园", NULL, NULL);
  g_autoptr (YunRecord) plot = add (store, &yun_entity_plot, "一", "park", "甲园");
  const YunField       *field = yun_entity_get_field (&yun_entity_plot, "park");
  g_autoptr (YunEdits)  edits = yun_edits_new (YUN_ACTION_EDIT, "", "tester");
  g_autoptr (YunRecord) before = NULL;
  g_autoptr (YunRecord) after = NULL;
  g_autoptr (YunChange) change = NULL;
  g_autoptr (GError)    error = NULL;

  g_assert_cmpstr (yun_record_get_text (plot, field), ==, yun_record_get_uid (park));
  before = yun_record_copy (plot);
  yun_record_set_text (before, field, "甲园");
  after = yun_record_copy (plot);
  yun_record_set_text (after, field, "乙园");
  yun_edits_add_difference (edits, before, after);
  change = yun_store_write_sync (store, edits, NULL, &error);
  g_assert_no_error (error);
  assert_text (fixture, "SELECT park FROM plot", yun_record_get_uid (other));

  g_clear_object (&plot);
  plot = yun_store_find_sync (store, &yun_entity_plot, "一", &error);
  g_assert_no_error (error);
  set (plot, "town", get_town ("九亭镇"));
  save (store, plot);
  assert_count (store, "plot zone:core", 1);
  g_clear_object (&plot);
  plot = yun_store_find_sync (store, &yun_entity_plot, "一", &error);
  g_assert_no_error (error);
  yun_record_set_int (plot, yun_entity_get_field (&yun_entity_plot, "zone"), -1);
  g_assert_null (yun_store_save_sync (store, plot, "tester", NULL, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOTHING);
}

/* An operator is searched by what it is called today too. */
static void
test_search (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = fixture_create (fixture);
  g_autoptr (YunRecord) firm = add (store, &yun_entity_firm, "云栈运营公司", NULL, NULL);
  g_autoptr (YunRecord) park =
    add (store, &yun_entity_park, "丙园", "operator", yun_record_get_uid (firm));
  g_autoptr (GError) error = NULL;

  if (data != NULL)
    g_assert_true (yun_store_keep_columns_sync (store, &error));
  assert_count (store, "park yunzhan", 1);
  assert_count (store, "park operator:云栈", 1);
  set (firm, "name", "天枢运营公司");
  save (store, firm);
  assert_count (store, "park yunzhan", 0);
  assert_count (store, "park 天枢", 1);
  assert_count (store, "park operator:天枢", 1);
}

/* Two of one name are told apart, by town or, where that is the same, by a piece of the uid; what
 * is shown parses back. */
static void
test_namesakes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore) store = fixture_create (fixture);
  g_autoptr (YunRecord) a = add (store, &yun_entity_park, "同名园", "town", get_town ("九亭镇"));
  g_autoptr (YunRecord) b = add (store, &yun_entity_park, "同名园", "town", get_town ("泗泾镇"));
  g_autoptr (YunRecord) plot = add (store, &yun_entity_plot, "一", "park", yun_record_get_uid (a));
  g_autoptr (YunRecord) other = add (store, &yun_entity_plot, "二", "park", yun_record_get_uid (b));
  g_autoptr (YunRecord) typed = yun_entity_new_record (&yun_entity_plot);
  g_autoptr (YunRecord) third = NULL;
  g_autoptr (GError)    error = NULL;
  g_autofree char      *label = NULL;

  if (data != NULL)
    g_assert_true (yun_store_keep_columns_sync (store, &error));
  assert_facet (store, "plot", "park", "同名园 (九亭镇) 1|同名园 (泗泾镇) 1");
  assert_count (store, "plot park:同名园", 2);
  assert_count (store, "plot park:\"同名园 (九亭镇)\"", 1);

  set (typed, "name", "三");
  set (typed, "park", "同名园");
  g_assert_false (yun_store_resolve_links_sync (store, typed, NULL, &error));
  g_assert_error (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_SEVERAL);
  g_clear_error (&error);
  set (typed, "park", "没有的园");
  g_assert_false (yun_store_resolve_links_sync (store, typed, NULL, &error));
  g_assert_error (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_NO_RECORD);
  g_clear_error (&error);
  set (typed, "park", "同名园 (泗泾镇)");
  g_assert_true (yun_store_resolve_links_sync (store, typed, NULL, &error));
  g_assert_cmpstr (yun_record_get_text (typed, yun_entity_get_field (&yun_entity_plot, "park")), ==,
                   yun_record_get_uid (b));

  third = add (store, &yun_entity_park, "同名园", "town", get_town ("九亭镇"));
  label = g_strdup_printf ("同名园 (九亭镇 %s)",
                           yun_record_get_uid (a) + strlen (yun_record_get_uid (a)) - 6);
  assert_shown (store, &yun_entity_plot, yun_record_get_id (plot), "park", label);
  assert_shown (store, &yun_entity_plot, yun_record_get_id (other), "park", "同名园 (泗泾镇)");
}

/* A town keeps its code: filters and zones of before its renaming still mean it. */
static void
test_renamed_town (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = fixture_create (fixture);
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunRecord) town =
    yun_store_find_sync (store, &yun_entity_town, get_town ("九亭镇"), &error);
  g_autoptr (YunRecord) plot = add (store, &yun_entity_plot, "一", "town", get_town ("九亭镇"));

  g_assert_no_error (error);
  set (town, "name", "九亭街道");
  save (store, town);
  assert_shown (store, &yun_entity_plot, yun_record_get_id (plot), "town", "九亭街道");
  assert_count (store, "plot town:九亭街道", 1);
  assert_count (store, "plot town:九亭", 1);
}

static void
test_labels (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = fixture_create (fixture);
  g_autoptr (YunRecord) a = add (store, &yun_entity_park, "甲园", NULL, NULL);
  g_autoptr (YunRecord) b = add (store, &yun_entity_park, "乙园", NULL, NULL);
  g_autoptr (GError)    error = NULL;
  g_autoptr (GPtrArray) labels =
    yun_store_list_labels_sync (store, &yun_entity_park, "园", 10, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (labels->len, ==, 2);
  g_assert_cmpstr (labels->pdata[0], ==, "甲园");
}

/* ---- Views for other programs --------------------------------------------------------- */

static void
test_views (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = fixture_create (fixture);
  g_autoptr (YunRecord) a = add (store, &yun_entity_park, "甲园", NULL, NULL);
  g_autoptr (YunRecord) b = add (store, &yun_entity_park, "乙园", NULL, NULL);
  g_autofree char *list = g_strjoin (";", yun_record_get_uid (a), yun_record_get_uid (b), NULL);
  g_autoptr (YunRecord) plot = add (store, &yun_entity_plot, "一", "park", yun_record_get_uid (a));
  g_autoptr (YunRecord) other = add (store, &yun_entity_plot, "二", "park", "某园");
  g_autoptr (YunRecord) firm = add (store, &yun_entity_firm, "某公司", "park", list);

  assert_text (fixture, "SELECT park FROM plot_view WHERE name='一'", "甲园");
  assert_text (fixture, "SELECT park FROM plot_view WHERE name='二'", "某园");
  assert_text (fixture, "SELECT length(park)-length(replace(park,';','')) FROM firm_view", "1");
  assert_text (fixture, "SELECT count(*) FROM firm_view WHERE park LIKE '%乙园%'", "1");
  assert_text (fixture,
               "SELECT count(*) FROM views_geometry_columns WHERE view_name='plot_view' AND "
               "f_table_name='plot' AND read_only=1",
               "2");
}

/* ---- Upgrading ------------------------------------------------------------------------ */

static void
unpack_old (Fixture *fixture)
{
  g_autofree char *path =
    g_build_filename (g_getenv ("YUN_SOURCE_DIR"), "tests", "data", "registry-v4.sqlite.gz", NULL);
  g_autoptr (GFile)        file = g_file_new_for_path (path);
  g_autoptr (GFile)        to = g_file_new_for_path (fixture->path);
  g_autoptr (GError)       error = NULL;
  g_autoptr (GInputStream) in = G_INPUT_STREAM (g_file_read (file, NULL, &error));
  g_autoptr (GConverter)   gunzip =
    G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
  g_autoptr (GInputStream)      plain = g_converter_input_stream_new (in, gunzip);
  g_autoptr (GFileOutputStream) out = g_file_create (to, G_FILE_CREATE_NONE, NULL, &error);

  g_assert_no_error (error);
  g_output_stream_splice (G_OUTPUT_STREAM (out), plain, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL,
                          &error);
  g_assert_no_error (error);
}

/* What the old version wrote by hand: two parks of one name, an alias, names of nobody. */
static const char old_rows[] =
  "INSERT INTO park (revision,name,aliases,uid,search,name_key,town) VALUES "
  "(1,'双园',NULL,'11111111-0000-4000-8000-000000000001','','双园','九亭镇'),"
  "(1,'双园',NULL,'11111111-0000-4000-8000-000000000002','','双园','泗泾镇'),"
  "(1,'单园','又名园','11111111-0000-4000-8000-000000000003','','单园','九亭镇');"
  "INSERT INTO plot (revision,name,park,town,uid,search) VALUES "
  "(1,'升一','双园','九亭镇','22222222-0000-4000-8000-000000000001',''),"
  "(1,'升二','又名园','九亭','22222222-0000-4000-8000-000000000002',''),"
  "(1,'升三','新来园','外区镇','22222222-0000-4000-8000-000000000003','');"
  "INSERT INTO firm (revision,name,park,uid,search) VALUES "
  "(1,'升公司','单园；新来园','33333333-0000-4000-8000-000000000001','');";

static void
test_upgrade (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError)   error = NULL;
  g_autoptr (YunStore) store = NULL;
  g_autofree char     *report = NULL;

  unpack_old (fixture);
  {
    g_autoptr (YunDb) db = yun_db_open (fixture->path, YUN_DB_DEFAULT, &error);

    g_assert_no_error (error);
    g_assert_true (yun_db_exec (db, old_rows, &error));
    g_assert_no_error (error);
  }
  /* One that may only be read is asked by names all the same. */
  store = yun_store_open_sync (fixture->path, YUN_STORE_READ_ONLY, NULL, &error);
  g_assert_no_error (error);
  assert_count (store, "plot park:单园", 1);
  assert_count (store, "plot park:(name:单园)", 1);
  assert_count (store, "firm name:升公司 park:单园", 1);
  g_clear_object (&store);

  store = fixture_open (fixture);
  assert_count (store, "plot park:单园", 1);
  assert_count (store, "plot park:又名园", 1);
  assert_count (store, "plot park:双园", 1);
  assert_count (store, "plot park:新来园", 1);
  assert_count (store, "firm name:升公司 park:新来园 park:单园", 1);
  assert_count (store, "park name:新来园 source-grade:C", 1);
  assert_count (store, "town name:外区镇 source-grade:C", 1);
  assert_count (store, "plot name:升 town:九亭镇", 2);
  assert_count (store, "plot park:(name:双园)", 0);
  assert_text (fixture, "SELECT park FROM plot WHERE name='升一'", "双园");
  assert_text (fixture, "SELECT park FROM plot WHERE name='升二'",
               "11111111-0000-4000-8000-000000000003");
  assert_text (fixture, "SELECT town FROM plot WHERE name='升一'", get_town ("九亭镇"));
  report = yun_store_get_links_report_sync (store, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (report, "“双园” may mean several"));
  g_assert_nonnull (strstr (report, "“新来园”"));
  g_assert_null (strstr (report, "又名园"));
}

/* Whether the rows are read or the hashes that are kept of them, the same is found. */
static void
test_similar_names (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = { "垣信卫星", "ＹＵＡＮＸＩＮ", "yuanxin",
                                       "上海垣信", "无此人",         "",
                                       "垣信",     "同名",           "旧名乙",
                                       "旧名甲",   "同名 公司",      "c-1" };
  g_autoptr (YunStore)     store = fixture_create (fixture);
  g_autoptr (GError)       error = NULL;

  g_object_unref (add (store, &yun_entity_firm, "垣信卫星", "short-name", "垣信"));
  g_object_unref (
    add (store, &yun_entity_firm, "上海垣信", "former-names", "旧名甲;旧名乙;旧名乙"));
  g_object_unref (add (store, &yun_entity_firm, "同名", "name-en", "YuanXin"));
  g_object_unref (add (store, &yun_entity_firm, "同名", "short-name", "垣信"));
  g_object_unref (add (store, &yun_entity_firm, "甲", "former-names", "同名"));
  yun_store_close (store);
  {
    g_autoptr (YunDb)           db = yun_db_open (fixture->path, YUN_DB_DEFAULT, &error);
    g_autoptr (YunSimilarNames) kept = yun_similar_names_new (db, &yun_entity_firm);
    guint                       found = 0;

    g_assert_no_error (error);
    for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
      {
        g_autoptr (YunSimilarNames) fresh = yun_similar_names_new (db, &yun_entity_firm);
        g_autoptr (GPtrArray)       read = g_ptr_array_new_with_free_func (g_free);
        g_autoptr (GPtrArray)       looked_up = g_ptr_array_new_with_free_func (g_free);

        yun_similar_names_add (fresh, texts[i], read);
        yun_similar_names_add (kept, texts[i], looked_up);
        g_assert_cmpuint (read->len, ==, looked_up->len);
        for (guint k = 0; k < read->len; k++)
          g_assert_cmpstr (read->pdata[k], ==, looked_up->pdata[k]);
        found += read->len;
      }
    /* 垣信卫星, yuanxin twice, 上海垣信, 垣信 twice, 同名 twice, 旧名乙, 旧名甲 */
    g_assert_cmpuint (found, ==, 10);
  }
}

#define ADD(name, func, data)                                                                      \
  g_test_add (name, Fixture, data, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/links/similar-names", test_similar_names, NULL);
  ADD ("/links/rename", test_rename, NULL);
  ADD ("/links/rename-columns", test_rename, "columns");
  ADD ("/links/settled", test_settled, NULL);
  ADD ("/links/search", test_search, NULL);
  ADD ("/links/search-columns", test_search, "columns");
  ADD ("/links/namesakes", test_namesakes, NULL);
  ADD ("/links/namesakes-columns", test_namesakes, "columns");
  ADD ("/links/renamed-town", test_renamed_town, NULL);
  ADD ("/links/labels", test_labels, NULL);
  ADD ("/links/views", test_views, NULL);
  ADD ("/links/upgrade", test_upgrade, NULL);
  return g_test_run ();
}
