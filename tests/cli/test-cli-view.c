/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gdal.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <ogr_api.h>
#include <string.h>
#include <unistd.h>

#include "cli-journey.h"
#include "yun-firm.h"
#include "yun-plot.h"
#include "yun-store-order.h"
#include "yun-store-private.h"
#include "yun-store-write.h"

/* Saved views at a terminal, each test in a folder of its own with a starter registry. */

static guint
count_lines (const char *text, const char *with)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint          n = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    n += strstr (lines[i], with) != NULL;
  return n;
}

static char *
path_of (Journey *self, const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

static void
set_up (Journey *self, gconstpointer data)
{
  journey_set_up (self, data);
  journey_succeed (self, "init r.sqlite");
}

static gint64
count_rows (Journey *self, const char *name)
{
  g_autofree char *path = path_of (self, name);
  GDALDatasetH     set;
  gint64           n;

  GDALAllRegister ();
  set = GDALOpenEx (path, GDAL_OF_VECTOR, NULL, NULL, NULL);
  g_assert_nonnull (set);
  n = OGR_L_GetFeatureCount (GDALDatasetGetLayer (set, 0), TRUE);
  GDALClose (set);
  return n;
}

/* One view, the same number everywhere. */
static void
test_same_number (Journey *self, gconstpointer data)
{
  gint64 n;

  n = journey_count (self, "count firms segment:satellite,operation r.sqlite");
  g_assert_cmpint (n, >, 1);
  journey_succeed (
    self, "view save 星网 segment:satellite,operation --entity firms --sort founded --desc "
          "--columns name,segment r.sqlite");
  g_assert_cmpint (journey_count (self, "count --view 星网 r.sqlite"), ==, n);
  journey_succeed (self, "list --view 星网 --json r.sqlite");
  g_assert_cmpuint (count_lines (self->out, "\"id\""), ==, n);
  journey_succeed (self, "list --view 星网 r.sqlite");
  g_assert_cmpuint (count_lines (self->out, "Town"), ==, 0);
  journey_succeed (self, "export --view 星网 --to a.shp --encoding UTF-8 r.sqlite");
  /* Records without a place stand in a table of their own. */
  g_assert_cmpint (count_rows (self, "a.shp") + count_rows (self, "a_noplace.dbf"), ==, n);
  journey_succeed (self, "render --view 星网 --size 400x300 -o a.png r.sqlite");

  /* What is said besides is added. */
  g_assert_cmpint (
    journey_count (self, "count --view 星网 zone:core r.sqlite"), ==,
    journey_count (self, "count firms 'segment:satellite,operation zone:core' r.sqlite"));
  g_assert_cmpint (journey_count (self, "count firms --view 星网 zone:core r.sqlite"), <, n);
  journey_succeed (self, "view list --json r.sqlite");
  {
    g_autofree char *number = g_strdup_printf ("\"count\":%" G_GINT64_FORMAT ",", n);

    g_assert_nonnull (strstr (self->out, number));
  }
}

static void
test_order (Journey *self, gconstpointer data)
{
  g_autofree char *by_view = NULL;

  journey_succeed (self, "view save a plots --sort area --desc r.sqlite");
  journey_succeed (self, "list --view a --json r.sqlite");
  by_view = g_steal_pointer (&self->out);
  journey_succeed (self, "list plots --sort area --desc --json r.sqlite");
  g_assert_cmpstr (by_view, ==, self->out);
  g_clear_pointer (&by_view, g_free);
  by_view = g_steal_pointer (&self->out);
  journey_succeed (self, "list --view a --sort name --json r.sqlite");
  g_assert_cmpstr (by_view, !=, self->out);
}

/* The ids a list of JSON lines tells, joined. */
static char *
join_ids (const char *json)
{
  GString *out = g_string_new (NULL);

  for (const char *at = json; (at = strstr (at, "{\"id\":")) != NULL; at++)
    g_string_append_printf (out, "%" G_GINT64_FORMAT " ", g_ascii_strtoll (at + 6, NULL, 10));
  return g_string_free (out, FALSE);
}

/* What the window shows when it sorts by these keys: it asks the store the same. */
static char *
list_ids (Journey *self, const char *filter_text, const YunSortKey *keys, guint n)
{
  g_autofree char      *path = path_of (self, "r.sqlite");
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunStore)  store = yun_store_open_sync (path, YUN_STORE_READ_ONLY, NULL, &error);
  g_autoptr (YunFilter) filter = yun_filter_parse (filter_text, NULL, NULL);
  g_autoptr (GArray)    ids = NULL;
  GString              *out = g_string_new (NULL);

  g_assert_no_error (error);
  ids = yun_store_list_sorted_sync (store, &yun_entity_firm, filter, keys, n, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (out, "%" G_GINT64_FORMAT " ", g_array_index (ids, gint64, i));
  yun_store_close (store);
  return g_string_free (out, FALSE);
}

static void
assert_order (Journey *self, const char *line, const char *ids)
{
  g_autofree char *found = NULL;

  journey_succeed (self, line);
  found = join_ids (self->out);
  g_assert_cmpstr (found, ==, ids);
}

/* A view with several keys lists in the window's order, whoever saved it. */
static void
test_several_keys (Journey *self, gconstpointer data)
{
  const YunField  *zone = yun_entity_get_field (&yun_entity_firm, "zone");
  const YunField  *town = yun_entity_get_field (&yun_entity_firm, "town");
  const YunField  *founded = yun_entity_get_field (&yun_entity_firm, "founded");
  const YunSortKey keys[] = { { zone, TRUE }, { town, FALSE }, { founded, TRUE } };
  const YunSortKey turned[] = { { zone, FALSE }, { town, TRUE }, { founded, FALSE } };
  g_autofree char *order = list_ids (self, "firm", keys, 3);
  g_autofree char *back = list_ids (self, "firm", turned, 3);
  g_autofree char *first = list_ids (self, "firm", keys, 1);
  g_autofree char *two = list_ids (self, "firm", keys, 2);
  g_autofree char *file = path_of (self, "w.json");
  const char      *sort;

  /* Each key counts. */
  g_assert_cmpstr (order, !=, two);
  g_assert_cmpstr (two, !=, first);
  g_assert_cmpstr (order, !=, back);

  journey_succeed (self, "view save a firms --sort zone:desc --sort town:asc "
                         "--sort founded:desc r.sqlite");
  assert_order (self, "list --view a --json r.sqlite", order);
  assert_order (self, "list --view a --desc --json r.sqlite", back);
  assert_order (self,
                "list firms --sort zone:desc --sort 街镇 "
                "--sort founded:desc --json r.sqlite",
                order);
  assert_order (self, "list --view a --sort zone:desc --json r.sqlite", first);

  journey_succeed (self, "view export a r.sqlite");
  sort = strstr (self->out, "\"sort\"");
  g_assert_nonnull (sort);
  g_assert_true (strstr (sort, "zone") < strstr (sort, "town"));
  g_assert_true (strstr (sort, "town") < strstr (sort, "founded"));

  /* As a window writes it; a field that firms do not have is left out. */
  g_assert_true (
    g_file_set_contents (file,
                         "{\"format\":\"yunjian-view\",\"name\":\"w\",\"entity\":\"firm\","
                         "\"filter\":\"firm\",\"sort\":["
                         "{\"field\":\"zone\",\"descending\":true},{\"field\":\"far\"},"
                         "{\"field\":\"town\"},{\"field\":\"founded\",\"descending\":true}]}",
                         -1, NULL));
  journey_succeed (self, "view import w.json r.sqlite");
  assert_order (self, "list --view w --json r.sqlite", order);

  journey_fail (self, "view save b firm --sort zone --sort area r.sqlite", 2, "area");
  journey_fail (self, "list firms --sort founded:down r.sqlite", 2, "founded:down");
  journey_fail (self, "list firms --sort zone --sort town --sort founded --sort name r.sqlite", 2,
                "3");
}

static void
test_exchange (Journey *self, gconstpointer data)
{
  g_autofree char *first = NULL;

  journey_succeed (self, "view save 卫星 segment:satellite --entity firm --colour-by segment "
                         "--extent 121.1,30.9,121.4,31.1 r.sqlite");
  journey_succeed (self, "view export 卫星 --to v.json r.sqlite");
  journey_fail (self, "view export 卫星 --to v.json r.sqlite", 1, "v.json");
  journey_succeed (self, "view export 卫星 r.sqlite");
  first = g_steal_pointer (&self->out);
  journey_fail (self, "view import v.json r.sqlite", 1, "卫星");
  journey_succeed (self, "view import v.json --replace r.sqlite");
  journey_succeed (self, "view import v.json --name 'a b' r.sqlite");
  journey_succeed (self, "view list r.sqlite");
  g_assert_cmpuint (count_lines (self->out, "segment:satellite"), ==, 2);
  journey_succeed (self, "view remove 'a b' r.sqlite");

  /* In another registry it says the same. */
  journey_succeed (self, "init --empty other.sqlite");
  journey_succeed (self, "view import v.json other.sqlite");
  journey_succeed (self, "view export 卫星 other.sqlite");
  g_assert_cmpstr (first, ==, self->out);
}

static void
test_refused (Journey *self, gconstpointer data)
{
  g_autofree char *wrong = path_of (self, "wrong.json");
  g_autofree char *path = path_of (self, "r.sqlite");

  journey_fail (self, "count --view 没有 r.sqlite", 3, "没有");
  journey_fail (self, "list r.sqlite", 2, "operand");
  journey_fail (self, "export --to a.shp r.sqlite", 2, "operand");
  journey_fail (self, "view frob r.sqlite", 2, "frob");
  journey_fail (self, "view remove r.sqlite", 2, "operand");
  journey_fail (self, "view list a r.sqlite", 2, "operands");
  journey_fail (self, "view save a 'stattus:idle' r.sqlite", 2, "stattus");
  journey_fail (self, "view save a plots --sort colour r.sqlite", 2, "colour");
  journey_fail (self, "view save ' ' r.sqlite", 7, "name");
  journey_fail (self, "view remove a r.sqlite", 3, "“a”");
  g_assert_true (g_file_set_contents (
    wrong, "{\"format\":\"yunjian-view\",\"name\":\"x\",\"extent\":7}", -1, NULL));
  journey_fail (self, "view import wrong.json r.sqlite", 7, "“extent”");
  journey_fail (self, "view import missing.json r.sqlite", 1, "missing.json");
  journey_succeed (self, "view save firms 'firm segment:satellite' r.sqlite");
  journey_fail (self, "count --view firms plots r.sqlite", 2, "Plots");
  journey_succeed (self, "view save all r.sqlite");
  journey_fail (self, "count --view all r.sqlite", 2, "which");
  g_assert_cmpint (journey_count (self, "count plots --view all r.sqlite"), ==,
                   journey_count (self, "count plots r.sqlite"));
  journey_fail (self, "view changes all r.sqlite", 3, "opened");
  if (geteuid () != 0)
    {
      g_assert_cmpint (g_chmod (path, 0400), ==, 0);
      journey_fail (self, "view save b r.sqlite", 4, "");
    }
}

/* One that cannot be read does not hide the others. */
static void
test_broken (Journey *self, gconstpointer data)
{
  g_autofree char         *path = path_of (self, "r.sqlite");
  g_autoptr (YunStore)     store = NULL;
  g_autoptr (YunSavedView) bad = yun_saved_view_new (YUN_VIEW_VIEW, "bad", "{ \"format\":");
  g_autoptr (YunSavedView) saved = NULL;
  g_autoptr (GError)       error = NULL;

  journey_succeed (self, "view save good plots r.sqlite");
  store = yun_store_open_sync (path, YUN_STORE_DEFAULT, NULL, &error);
  g_assert_no_error (error);
  saved = yun_store_edit_view_sync (store, YUN_VIEW_SAVE, bad, &error);
  g_assert_no_error (error);
  g_clear_object (&store);
  journey_succeed (self, "view list r.sqlite");
  g_assert_cmpuint (count_lines (self->out, "good"), ==, 1);
  g_assert_cmpuint (count_lines (self->out, "bad"), ==, 1);
  journey_succeed (self, "view list --json r.sqlite");
  g_assert_cmpuint (count_lines (self->out, "\"error\""), ==, 1);
  journey_fail (self, "count --view bad r.sqlite", 1, "bad");
  g_assert_cmpint (journey_count (self, "count --view good r.sqlite"), >, 0);
  journey_succeed (self, "view remove bad r.sqlite");
}

/* A view of an earlier version is the land it showed then, and that is said. */
static void
test_moved (Journey *self, gconstpointer data)
{
  g_autofree char *file = path_of (self, "old.json");

  g_assert_true (g_file_set_contents (
    file, "{\"format\":\"yunjian-view\",\"name\":\"old\",\"filter\":\"plot status:idle\"}", -1,
    NULL));
  journey_succeed (self, "view import old.json r.sqlite");
  g_assert_nonnull (strstr (self->err, "status:reusable"));
  g_assert_cmpint (journey_count (self, "count --view old r.sqlite"), ==,
                   journey_count (self, "count plots status:reusable r.sqlite"));
  journey_succeed (self, "view list r.sqlite");
  g_assert_nonnull (strstr (self->out, "status:reusable"));
  g_assert_cmpstr (self->err, ==, "");
}

static void
test_changes (Journey *self, gconstpointer data)
{
  g_autofree char         *path = path_of (self, "r.sqlite");
  g_autoptr (YunStore)     store = NULL;
  g_autoptr (GPtrArray)    views = NULL;
  g_autoptr (YunSavedView) opened = NULL;
  g_autoptr (YunRecord)    plot = yun_entity_new_record (&yun_entity_plot);
  g_autoptr (YunChange)    change = NULL;

  journey_succeed (self, "view save idle 'plot standing:idle' r.sqlite");
  store = yun_store_open_sync (path, YUN_STORE_DEFAULT, NULL, NULL);
  views = yun_store_list_views_sync (store, YUN_VIEW_VIEW, NULL);
  opened = yun_store_edit_view_sync (store, YUN_VIEW_OPENED, g_ptr_array_index (views, 0), NULL);
  g_assert_nonnull (opened);
  yun_record_set_text (plot, yun_entity_get_field (&yun_entity_plot, "name"), "新地块");
  g_assert_true (yun_record_parse_value (plot, yun_entity_get_field (&yun_entity_plot, "standing"),
                                         "idle", NULL));
  change = yun_store_save_sync (store, plot, "t", NULL, NULL);
  g_assert_nonnull (change);
  g_clear_object (&store);
  journey_succeed (self, "view changes idle r.sqlite");
  g_assert_cmpuint (count_lines (self->out, "新地块"), ==, 1);
  journey_succeed (self, "view changes idle --json r.sqlite");
  g_assert_nonnull (strstr (self->out, "\"added\":1,\"removed\":0,\"edited\":0,\"changed\":0"));
}

#define ADD(name, func)                                                                            \
  g_test_add ("/cli-view/" name, Journey, NULL, set_up, func, journey_tear_down)

static void
add_tests (void)
{
  ADD ("same-number", test_same_number);
  ADD ("order", test_order);
  ADD ("several-keys", test_several_keys);
  ADD ("exchange", test_exchange);
  ADD ("refused", test_refused);
  ADD ("broken", test_broken);
  ADD ("moved", test_moved);
  ADD ("changes", test_changes);
}

int
main (int argc, char **argv)
{
  return journey_main (argc, argv, add_tests);
}
