/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <string.h>

#include "cli-journey.h"
#include "yun-store-private.h"

/* Every write a command: what is written, what is refused and why, and how each ends. */

static void
make_registry (Journey *self)
{
  journey_succeed (self, "init r.sqlite");
}

static void
assert_said (const char *text, const char *words)
{
  if (strstr (text, words) == NULL)
    g_error ("“%s” is not in “%s”", words, text);
}

/* What a field of a record holds, as JSON. */
static void
assert_field (Journey *self, const char *record, const char *member)
{
  g_autofree char *line = g_strdup_printf ("show %s --json r.sqlite", record);

  journey_succeed (self, line);
  assert_said (self->out, member);
}

/* Adds, says the identifier, and can be found, edited, removed, restored and undone by it. */
static void
test_life (Journey *self, gconstpointer data)
{
  g_autofree char *uid = NULL;
  g_autofree char *line = NULL;

  make_registry (self);
  journey_succeed (
    self, "add firms name=' 云间  光电 ' 成立=2020年6月 注册资本=1,000 镇=九亭镇 r.sqlite");
  uid = g_strstrip (g_strdup (self->out));
  g_assert_true (g_uuid_string_is_valid (uid));
  assert_field (self, "firms '云间 光电'", "\"founded\":\"2020-06\"");
  assert_field (self, "firms '云间 光电'", "\"accuracy\":\"town\"");
  assert_field (self, "firms '云间 光电'", "\"zone\":[\"core\"]");

  line = g_strdup_printf ("set 企业 %s staff=12 role=配套 成立=? r.sqlite", uid);
  journey_succeed (self, line);
  assert_field (self, "firms '云间 光电'", "\"staff\":12");
  assert_field (self, "firms '云间 光电'", "\"founded\":null");
  /* The same again is nothing to write. */
  journey_succeed (self, line);
  assert_said (self->err, "Nothing to change");

  journey_succeed (self, "undo r.sqlite");
  assert_field (self, "firms '云间 光电'", "\"staff\":null");
  assert_field (self, "firms '云间 光电'", "\"founded\":\"2020-06\"");
  journey_succeed (self, "redo r.sqlite");
  assert_field (self, "firms '云间 光电'", "\"staff\":12");
}

static void
test_set_where (Journey *self, gconstpointer data)
{
  gint64 n;

  make_registry (self);
  n = journey_count (self, "count firms segment:satellite r.sqlite");
  g_assert_cmpint (n, >, 1);
  journey_succeed (self, "set firms --where segment:satellite staff=5 --dry-run r.sqlite");
  assert_said (self->out, "Staff");
  g_assert_cmpint (journey_count (self, "count firms staff:5 r.sqlite"), ==, 0);
  journey_succeed (self, "set firms --where segment:satellite staff=5 r.sqlite");
  g_assert_cmpint (journey_count (self, "count firms staff:5 r.sqlite"), ==, n);
  /* One change, taken back as one. */
  journey_succeed (self, "undo r.sqlite");
  g_assert_cmpint (journey_count (self, "count firms staff:5 r.sqlite"), ==, 0);

  journey_fail (self, "set firms --where staff:>1000000 staff=5 r.sqlite", 3, "fits the filter");
  journey_fail (self, "set firms --where mood:good staff=5 r.sqlite", 2, "mood");
  /* One value that cannot be, and none of the records is changed. */
  journey_fail (self, "set firms --where segment:satellite staff=-5 r.sqlite", 7, "least is 0");
  g_assert_cmpint (journey_count (self, "count firms staff:? r.sqlite"), ==,
                   journey_count (self, "count firms r.sqlite"));
}

static void
test_refusals (Journey *self, gconstpointer data)
{
  make_registry (self);
  journey_fail (self, "set firms 垣信卫星 founded=3020 r.sqlite", 7, "between 1800 and 2200");
  journey_fail (self, "set plots JT-22-002 证载面积=-500 r.sqlite", 7, "least is 0");
  journey_fail (self, "set plots JT-22-002 density=100.5 r.sqlite", 7, "between 0% and 100%");
  journey_fail (self, "set firms 垣信卫星 accuracy=surveyed r.sqlite", 7, "only the town is known");
  journey_fail (self, "set firms 垣信卫星 relation=friend r.sqlite", 7, "friend");
  journey_fail (self, "set firms 垣信卫星 name=? r.sqlite", 7, "needs a name");
  journey_fail (self, "set firms 垣信卫星 segment=rocket r.sqlite", 2, "follows from other fields");
  journey_fail (self, "set firms 垣信卫星 uid=1 r.sqlite", 2, "kept by the program");
  journey_fail (self, "set firms 垣信卫星 mood=good r.sqlite", 2, "mood");
  journey_fail (self, "set firms 垣信卫星 park=无此园区 r.sqlite", 3, "无此园区");
  journey_fail (self, "set firms 垣信卫星 镇=九亭镇 park=科技绿洲；无此园区 r.sqlite", 3,
                "无此园区");
  journey_fail (self, "set firms 垣信卫星 niche=sat.nothing r.sqlite", 7, "sat.nothing");
  journey_fail (self, "set firms 垣信卫星 staff r.sqlite", 2, "FIELD=VALUE");
  journey_fail (self, "set firms 垣信卫星 staff=1 人数=2 r.sqlite", 2, "said twice");
  journey_fail (self, "set firms 垣信卫星 r.sqlite", 2, "operand");
  journey_fail (self, "set firms 无此企业 staff=1 r.sqlite", 3, "无此企业");
  journey_fail (self, "set firms 垣信卫星 staff=1 none.sqlite", 4, "none.sqlite");
  journey_fail (self, "add firms staff=1 r.sqlite", 7, "needs a name");
  journey_fail (self, "add moods name=1 r.sqlite", 2, "moods");
  g_assert_cmpint (journey_count (self, "count firms r.sqlite"), ==, 34);
  journey_succeed (self, "history r.sqlite");
  g_assert_null (strstr (self->out, "Edited"));
}

/* What is kept twice is written and said, with the other record. */
static void
test_twins (Journey *self, gconstpointer data)
{
  make_registry (self);
  journey_succeed (self, "add plots name=一号 number=JT-22-002 r.sqlite");
  assert_said (self->err, "芜湖产创中心用地");
  journey_succeed (self, "add firms name=上海格思航天科技有限公司 r.sqlite");
  assert_said (self->err, "the same Name");
  journey_fail (self, "set firms 上海格思航天科技有限公司 staff=1 r.sqlite", 3, "may mean several");
  /* What should be one's alone is said by the portrait of its kind. */
  journey_succeed (self, "set towns 车墩镇 code=310117106 r.sqlite");
  assert_said (self->err, "has “洞泾镇”");
  journey_succeed (self, "set firms 垣信卫星 staff=3 r.sqlite");
  g_assert_cmpstr (self->err, ==, "");
  /* The zone of another town is kept, and said. */
  journey_succeed (self, "set firms 垣信卫星 zone=south r.sqlite");
  assert_said (self->err, "九亭镇 is not in it");
}

static void
test_place (Journey *self, gconstpointer data)
{
  make_registry (self);
  journey_succeed (self, "place firms 垣信卫星 --at 31.1,121.3 r.sqlite");
  assert_said (self->err, "--accuracy");
  assert_field (self, "firms 垣信卫星", "\"accuracy\":null");
  assert_field (self, "firms 垣信卫星", "\"lon\":121.30000000,\"lat\":31.10000000");

  journey_succeed (
    self, "place firms 垣信卫星 --at 626000,3443600 --crs EPSG:4549 --accuracy approximate "
          "--accuracy-m 300 r.sqlite");
  assert_field (self, "firms 垣信卫星", "\"accuracy\":\"approximate\",\"accuracy-m\":300");
  g_assert_cmpint (journey_count (self, "count firms 'near:九亭镇<8km 垣信' r.sqlite"), ==, 1);
  /* Another place is as exact as the last. */
  journey_succeed (self, "place firms 垣信卫星 --wkt 'POINT (121.32 31.11)' r.sqlite");
  g_assert_cmpstr (self->err, ==, "");
  assert_field (self, "firms 垣信卫星", "\"accuracy\":\"approximate\"");
  journey_succeed (self, "place plots JT-22-002 --accuracy surveyed --wkt "
                         "'POLYGON ((121.30 31.11, 121.31 31.11, 121.31 31.12, 121.30 31.11))' "
                         "r.sqlite");
  g_assert_cmpint (journey_count (self, "count plots 'area-computed:>1mu' r.sqlite"), ==, 1);
  journey_succeed (self, "place firms 垣信卫星 --none r.sqlite");
  assert_field (self, "firms 垣信卫星", "\"accuracy\":\"none\",\"accuracy-m\":null");

  /* There are records that are nowhere. */
  journey_succeed (self, "add tasks name=T r.sqlite");
  journey_fail (self, "place tasks T --none r.sqlite", 7, "have no place");
  journey_fail (self, "place tasks T --at 121.3,31.1 r.sqlite", 7, "have no place");
  journey_fail (self, "place firms 垣信卫星 r.sqlite", 2, "--at");
  journey_fail (self, "place firms 垣信卫星 --at nowhere r.sqlite", 2, "Usage");
  journey_fail (self, "place firms 垣信卫星 --at 1,2 --crs EPSG:4549 r.sqlite", 7, "outside China");
  journey_fail (self, "place firms 垣信卫星 --wkt 'POINT (31.11 121.32)' r.sqlite", 7, "swapped");
  journey_fail (self, "place firms 垣信卫星 --wkt 'POINT (121' r.sqlite", 2, "Usage");
  journey_fail (self, "place firms 垣信卫星 --crs EPSG:4549 --none r.sqlite", 2, "--crs");
  journey_fail (self,
                "place firms 垣信卫星 --wkt 'POLYGON ((121.30 31.11, 121.31 31.11, 121.31 31.12, "
                "121.30 31.11))' r.sqlite",
                7, "such a place");
}

/* How exact a place is, once said, is kept or refused. */
static void
test_accuracy (Journey *self, gconstpointer data)
{
  make_registry (self);
  journey_succeed (self, "add firms name=甲 town=九亭镇 accuracy=none r.sqlite");
  assert_field (self, "firms 甲", "\"accuracy\":\"none\"");
  assert_field (self, "firms 甲", "\"lon\":null");
  journey_succeed (self, "set firms 甲 accuracy=town r.sqlite");
  assert_field (self, "firms 甲", "\"accuracy\":\"town\"");
  journey_fail (self, "add firms name=乙 accuracy=town r.sqlite", 7, "no town is known");
  journey_fail (self, "add firms name=乙 town=九亭镇 accuracy=town --at 121.3,31.1 r.sqlite", 7,
                "not that of a town");
  journey_fail (self, "place firms 甲 --at 121.3,31.1 --accuracy town r.sqlite", 7,
                "not that of a town");
}

/* A park that states no segment shows those of its firms, as such. */
static void
test_segments_of_a_park (Journey *self, gconstpointer data)
{
  make_registry (self);
  journey_succeed (self, "show parks 佘山高新科技园 r.sqlite");
  g_assert_null (strstr (self->out, "Segment"));
  journey_succeed (self, "set firms 法勒移动 niche=ter.drone r.sqlite");
  journey_succeed (self, "show parks 佘山高新科技园 r.sqlite");
  assert_said (self->out, "Terminal (of the firms in it)");
  journey_succeed (self, "set parks 佘山高新科技园 segment=satellite r.sqlite");
  journey_succeed (self, "show parks 佘山高新科技园 r.sqlite");
  g_assert_null (strstr (self->out, "of the firms"));
}

/* A record that others link to stays, unless the links go too, in the same change. */
static void
test_remove (Journey *self, gconstpointer data)
{
  make_registry (self);
  journey_fail (self, "remove parks 佘山高新科技园 r.sqlite", 7, "法勒移动");
  assert_said (self->err, "--unlink");
  g_assert_cmpint (journey_count (self, "count parks 佘山高新科技园 r.sqlite"), ==, 1);
  journey_succeed (self, "remove parks 佘山高新科技园 --unlink r.sqlite");
  g_assert_cmpint (journey_count (self, "count parks 佘山高新科技园 r.sqlite"), ==, 0);
  assert_field (self, "firms 法勒移动", "\"park\":null");
  journey_succeed (self, "undo r.sqlite");
  journey_succeed (self, "show firms 法勒移动 r.sqlite");
  assert_said (self->out, "佘山高新科技园");
  g_assert_cmpint (journey_count (self, "count parks 佘山高新科技园 r.sqlite"), ==, 1);

  journey_succeed (self, "remove facilities 车墩地面站 r.sqlite");
  journey_fail (self, "show facilities 车墩地面站 r.sqlite", 3, "车墩地面站");
  journey_succeed (self, "history --values facilities 车墩地面站 r.sqlite");
  assert_said (self->out, "Ground station");
  journey_succeed (self, "restore facilities 车墩地面站 r.sqlite");
  assert_field (self, "facilities 车墩地面站", "\"uid\":\"de781402-5dd6-57c7-b505-7e3e647488ff\"");
  assert_field (self, "facilities 车墩地面站", "\"accuracy\":\"town\"");
  assert_field (self, "facilities 车墩地面站", "\"lon\":121.27955400");
  journey_fail (self, "restore facilities 车墩地面站 r.sqlite", 3, "was removed");

  journey_succeed (self, "remove facilities --where kind:laboratory --dry-run r.sqlite");
  g_assert_cmpint (journey_count (self, "count facilities r.sqlite"), ==, 19);
  journey_succeed (self, "remove facilities --where kind:laboratory r.sqlite");
  g_assert_cmpint (journey_count (self, "count facilities r.sqlite"), ==, 15);
  journey_fail (self, "remove facilities --where kind:laboratory r.sqlite", 3, "fits the filter");
  journey_fail (self, "remove facilities r.sqlite", 2, "operand");
}

/* A name from elsewhere may hold what steers a terminal: it is shown, not sent. */
static void
test_signs (Journey *self, gconstpointer data)
{
  g_autofree char      *path = g_build_filename (self->folder, "r.sqlite", NULL);
  g_autofree char      *line = NULL;
  g_autoptr (YunRecord) firm = yun_entity_new_record (yun_entity_find ("firm"));
  g_autoptr (YunChange) change = NULL;
  g_autoptr (YunStore)  store = NULL;
  g_autoptr (GError)    error = NULL;

  make_registry (self);
  store = yun_store_open_sync (path, YUN_STORE_DEFAULT, NULL, &error);
  g_assert_no_error (error);
  yun_record_set_text (firm, yun_entity_find_field (yun_record_get_entity (firm), "name"),
                       "\x1b[31m光\u202e");
  change = yun_store_save_sync (store, firm, "", NULL, &error);
  g_assert_no_error (error);
  yun_store_close (store);

  line = g_strdup_printf ("set firms %s staff=3 r.sqlite", yun_record_get_uid (firm));
  journey_succeed (self, line);
  assert_said (self->out, "Edited \\x1b[31m光\\u202e");
  journey_succeed (self, "undo r.sqlite");
  assert_said (self->out, "Took back: \\x1b[31m光\\u202e");
  journey_fail (self, "show firms '\x1b[31m' r.sqlite", 3, "\\x1b[31m");
  g_assert_null (strchr (self->err, '\x1b'));
}

/* The last change in the history: its words. */
static void
assert_newest (Journey *self, const char *words)
{
  journey_succeed (self, "history --limit 1 r.sqlite");
  assert_said (self->out, words);
}

/* A change is called by what it did, not by what was touched on the way; one of several records
 * says how many, in the reader's language. */
static void
test_words_of_changes (Journey *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "three.json", NULL);

  make_registry (self);
  journey_succeed (self, "remove parks 佘山高新科技园 --unlink r.sqlite");
  assert_said (self->out, "Removed 佘山高新科技园");
  assert_newest (self, "Removed 佘山高新科技园");
  journey_succeed (self, "remove facilities --where kind:laboratory r.sqlite");
  assert_said (self->out, "Removed records: 4 touched in all");
  journey_succeed (self, "undo r.sqlite");
  assert_said (self->out, "Took back a change of 4 records");
  g_assert_true (
    g_file_set_contents (path, "{\"name\":\"B1\"}{\"name\":\"B2\"}{\"name\":\"B3\"}", -1, NULL));
  journey_succeed (self, "add firms --json three.json r.sqlite");
  assert_newest (self, "Added 3 records");
  journey_succeed (self, "add firms name=甲 r.sqlite");
  assert_newest (self, "Added 甲");
  journey_succeed (self, "set firms --where segment:satellite staff=5 r.sqlite");
  assert_said (self->out, "records");
  assert_newest (self, "Edited ");
  journey_succeed (self, "history --json --limit 1 r.sqlite");
  assert_said (self->out, "\"summary\":\"\"");
}

/* What is listed as JSON can be added again, elsewhere; all of it or nothing. */
static void
test_json (Journey *self, gconstpointer data)
{
  static const char objects[] = "[{\"name\":\"甲\",\"staff\":5,\"niches\":[\"sat.ait\",\"ops."
                                "build\"],\"lon\":121.3,\"lat\":31.1,"
                                "\"accuracy\":\"approximate\"},\n"
                                "{\"name\":\"乙\",\"founded\":\"3020\"}]";
  g_autofree char  *path = g_build_filename (self->folder, "two.json", NULL);
  gint64            n;

  make_registry (self);
  n = journey_count (self, "count firms r.sqlite");
  g_assert_true (g_file_set_contents (path, objects, -1, NULL));
  journey_fail (self, "add firms --json two.json r.sqlite", 7, "object 2");
  g_assert_cmpint (journey_count (self, "count firms r.sqlite"), ==, n);

  g_assert_true (g_file_set_contents (path, "{\"name\":\"甲\",\"mood\":1}\n", -1, NULL));
  journey_fail (self, "add firms --json two.json r.sqlite", 2, "mood");
  g_assert_true (g_file_set_contents (path, "{\"name\":\"甲\"}\n{\"name\":", -1, NULL));
  journey_fail (self, "add firms --json two.json r.sqlite", 2, "place 2");
  journey_fail (self, "add firms --json none.json r.sqlite", 4, "none.json");
  g_assert_true (g_file_set_contents (path, "\"\xff\"", -1, NULL));
  journey_fail (self, "add firms --json two.json r.sqlite", 4, "UTF-8");
  g_assert_true (g_file_set_contents (path, "[]", -1, NULL));
  journey_succeed (self, "add firms --json two.json r.sqlite");
  assert_said (self->err, "no record in it");
  g_assert_null (strstr (self->err, "Nothing to change"));
  journey_fail (self, "add firms name=甲 --json two.json r.sqlite", 2, "--json");

  g_assert_true (
    g_file_set_contents (path,
                         "{\"name\":\"甲\",\"staff\":5,\"niches\":[\"sat.ait\",\"ops.build\"],"
                         "\"lon\":121.3,\"lat\":31.1,\"accuracy\":\"approximate\"}\n"
                         "\n{\"name\":\"乙\",\"founded\":null}\n",
                         -1, NULL));
  journey_succeed (self, "add firms --json two.json r.sqlite");
  g_assert_cmpint (journey_count (self, "count firms r.sqlite"), ==, n + 2);
  assert_field (self, "firms 甲", "\"staff\":5");
  assert_field (self, "firms 甲", "\"niches\":[\"sat.ait\",\"ops.build\"]");
  assert_field (self, "firms 甲", "\"accuracy\":\"approximate\"");

  /* A link is what its identifier says, where that is here, else what its name says. */
  g_assert_true (
    g_file_set_contents (path,
                         "{\"name\":\"丙\",\"park\":[\"旧名\"],"
                         "\"park-uid\":[\"893df8e6-b4db-5a91-a46e-732006d9ad7b\"]}\n"
                         "{\"name\":\"丁\",\"park-uid\":[\"893df8e6-b4db-5a91-a46e-000000000000\"],"
                         "\"park\":[\"科技绿洲\"]}\n",
                         -1, NULL));
  journey_succeed (self, "add firms --json two.json r.sqlite");
  assert_field (self, "firms 丙", "\"park\":[\"G60卫星互联网产业基地\"]");
  assert_field (self, "firms 丁", "\"park\":[\"科技绿洲\"]");

  /* Whole lists go from one registry to another, from the standard input: what is linked to
   * first. */
  journey_succeed (self, "init --empty e.sqlite");
  {
    char *arguments[] = { (char *) "sh", (char *) "-c",
                          (char *) "for kind in parks facilities; do"
                                   " \"$YUN_CLI\" list $kind --json --geometry r.sqlite |"
                                   " \"$YUN_CLI\" add $kind --json - e.sqlite || exit; done",
                          NULL };

    g_assert_cmpint (journey_run_with (self, NULL, arguments), ==, 0);
  }
  g_assert_cmpint (journey_count (self, "count facilities e.sqlite"), ==, 19);
  g_assert_cmpint (journey_count (self, "count facilities segment:operation e.sqlite"), ==, 12);
  {
    char *arguments[] = { (char *) "sh", (char *) "-c",
                          (char *) "\"$YUN_CLI\" list facilities --json r.sqlite | "
                                   "\"$YUN_CLI\" add facilities --json - e.sqlite",
                          NULL };

    g_assert_cmpint (journey_run_with (self, NULL, arguments), ==, 7);
    assert_said (self->err, "identifier");
  }
}

/* How many lines the last run printed. */
static guint
count_lines (const Journey *self)
{
  g_auto (GStrv) lines = g_strsplit (self->out, "\n", -1);

  return g_strv_length (lines) - 1;
}

/* All values of one change; one record's are picked before they are counted. */
static void
test_values_of_a_change (Journey *self, gconstpointer data)
{
  g_auto (GStrv) lines = NULL;
  guint          all;

  make_registry (self);
  journey_succeed (self, "set firms --where zone:core staff=5 role=配套 r.sqlite");
  journey_succeed (self, "history --change 3 firms 垣信卫星 r.sqlite");
  assert_said (self->out, "配套");
  g_assert_cmpuint (count_lines (self), ==, 2);
  journey_succeed (self, "history --change 3 firms 垣信卫星 --limit 1 r.sqlite");
  g_assert_cmpuint (count_lines (self), ==, 1);
  journey_succeed (self, "history --change 3 r.sqlite");
  all = count_lines (self);
  journey_succeed (self, "history --change 3 --limit 0 r.sqlite");
  g_assert_cmpuint (count_lines (self), ==, all);

  /* More than the changes that are listed when no limit is said. */
  journey_succeed (self, "remove firms --where zone:core --unlink r.sqlite");
  journey_succeed (self, "history --change 4 r.sqlite");
  g_assert_cmpuint (count_lines (self), >, 20);
  /* What is gone is called by its last name. */
  journey_succeed (self, "history --change 4 firms 垣信卫星 r.sqlite");
  lines = g_strsplit (g_strchomp (self->out), "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), >, 3);
  for (guint i = 0; lines[i] != NULL; i++)
    assert_said (lines[i], "  上海垣信卫星科技有限公司  ");
  journey_succeed (self, "history --change 4 --limit 3 r.sqlite");
  g_assert_cmpuint (count_lines (self), ==, 3);

  journey_fail (self, "history --change 0 r.sqlite", 2, "numbered from 1");
  journey_fail (self, "history --change -1 r.sqlite", 2, "numbered from 1");
  journey_fail (self, "history --limit -1 r.sqlite", 2, "negative");
}

#define UID "de781402-5dd6-57c7-b505-7e3e64748800"

/* An identifier names one record, however it is written; the door refuses it, not a search through
 * all names. */
static void
test_taken (Journey *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "two.json", NULL);

  make_registry (self);
  g_assert_true (g_file_set_contents (
    path, "{\"name\":\"甲\",\"uid\":\"DE781402-5DD6-57C7-B505-7E3E64748800\"}", -1, NULL));
  journey_succeed (self, "add firms --json two.json r.sqlite");
  g_assert_cmpstr (self->out, ==, UID "\n");
  journey_fail (self, "add firms --json two.json r.sqlite", 7, "identifier of “甲”");
  g_assert_null (strstr (self->err, "object"));
  g_assert_true (
    g_file_set_contents (path, "{\"name\":\"乙\"}{\"name\":\"丙\",\"uid\":\"" UID "\"}", -1, NULL));
  journey_fail (self, "add firms --json two.json r.sqlite", 7, "identifier of “丙”");
  assert_said (self->err, "this was object 2");
  journey_fail (self, "show firms 乙 r.sqlite", 3, "乙");
}

static gboolean
has_bytes (const char *bytes, gsize n, const char *word)
{
  gsize length = strlen (word);

  for (gsize i = 0; i + length <= n; i++)
    if (memcmp (bytes + i, word, length) == 0)
      return TRUE;
  return FALSE;
}

/* Two parks of one name are two, whatever is done to one of them; what links to a park follows it
 * when it is renamed: shown, found, exported and told. */
static void
test_links (Journey *self, gconstpointer data)
{
  g_autofree char *dbf = g_build_filename (self->folder, "p_noplace.dbf", NULL);
  g_autofree char *table = NULL;
  gsize            n_table;

  make_registry (self);
  journey_succeed (self, "add parks name=同名园 town=九亭镇 r.sqlite");
  journey_succeed (self, "add parks name=同名园 town=泗泾镇 r.sqlite");
  journey_fail (self, "add plots name=链一 park=同名园 r.sqlite", 3, "同名园 (泗泾镇)");
  journey_fail (self, "add plots name=链一 park=无此园 r.sqlite", 3, "无此园");
  journey_succeed (self, "add plots name=链一 park='同名园 (九亭镇)' r.sqlite");
  journey_succeed (self, "add plots name=链二 park='同名园 (泗泾镇)' r.sqlite");
  g_assert_cmpint (journey_count (self, "count plots park:同名园 r.sqlite"), ==, 2);
  journey_succeed (self, "history --values plots 链二 r.sqlite");
  assert_said (self->out, "同名园 (泗泾镇)");

  journey_fail (self, "remove parks --where 'name:同名园 town:九亭镇' r.sqlite", 7, "链一");
  g_assert_null (strstr (self->err, "链二"));
  journey_succeed (self, "remove parks --where 'name:同名园 town:九亭镇' --unlink r.sqlite");
  assert_field (self, "plots 链一", "\"park\":null,\"park-uid\":null");
  assert_field (self, "plots 链二", "\"park\":\"同名园\",\"park-uid\":\"");

  journey_succeed (self, "set parks 同名园 name=改名园 r.sqlite");
  assert_field (self, "plots 链二", "\"park\":\"改名园\"");
  g_assert_cmpint (journey_count (self, "count plots park:改名园 r.sqlite"), ==, 1);
  journey_succeed (self, "export plots park:改名园 --encoding UTF-8 --to p.shp r.sqlite");
  g_assert_true (g_file_get_contents (dbf, &table, &n_table, NULL));
  g_assert_true (has_bytes (table, n_table, "改名园"));
  g_assert_false (has_bytes (table, n_table, "同名园"));
  journey_succeed (self, "undo r.sqlite");
  assert_field (self, "plots 链二", "\"park\":\"同名园\"");
  journey_fail (self, "count plots park:改名园 r.sqlite", 2, "改名园");
}

/* Who operates a park may be no firm here: the name stays, marked, and is a link once it is one. */
static void
test_operator (Journey *self, gconstpointer data)
{
  make_registry (self);
  journey_succeed (self, "set parks 科技绿洲 operator=某运营公司;某运营公司 r.sqlite");
  assert_field (self, "parks 科技绿洲", "\"operator\":[\"某运营公司\"]");
  journey_succeed (self, "show parks 科技绿洲 r.sqlite");
  assert_said (self->out, "某运营公司 (no record)");
  journey_succeed (self, "add firms name=某运营公司 r.sqlite");
  journey_succeed (self, "set parks 科技绿洲 operator=某运营公司 r.sqlite");
  journey_succeed (self, "show parks 科技绿洲 r.sqlite");
  g_assert_null (strstr (self->out, "no record"));
}

/* Field by field, before and after; of one record; an older change is taken back while nothing
 * depends on it. */
static void
test_history (Journey *self, gconstpointer data)
{
  make_registry (self);
  journey_succeed (self, "set firms 垣信卫星 staff=12 r.sqlite");
  journey_succeed (self, "set firms 格思航天 staff=7 r.sqlite");
  journey_succeed (self, "set firms 垣信卫星 role=配套 r.sqlite");
  journey_succeed (self, "history --values firms 垣信卫星 r.sqlite");
  assert_said (self->out, "12 persons");
  assert_said (self->out, "配套");
  assert_said (self->out, "链主");
  g_assert_null (strstr (self->out, "7 persons"));
  /* of one record it need not be asked for: field, before, after */
  journey_succeed (self, "history firms 垣信卫星 r.sqlite");
  assert_said (self->out, "Staff");
  assert_said (self->out, "12 persons");
  assert_said (self->out, "链主");
  assert_said (self->out, "配套");
  journey_succeed (self, "history --values --json --limit 1 r.sqlite");
  assert_said (self->out, "\"field\":\"role\",\"before\":\"链主\",\"after\":\"配套\"");
  journey_fail (self, "history firms r.sqlite", 2, "operand");
  journey_fail (self, "history firms 无此企业 r.sqlite", 3, "无此企业");

  journey_succeed (self, "undo 3 r.sqlite");
  assert_field (self, "firms 垣信卫星", "\"staff\":null");
  assert_field (self, "firms 垣信卫星", "\"role\":\"配套\"");
  journey_fail (self, "undo 3 r.sqlite", 1, "already");
  journey_succeed (self, "set firms 格思航天 staff=8 r.sqlite");
  journey_fail (self, "undo 4 r.sqlite", 5, "8 persons");
  journey_fail (self, "undo 999 r.sqlite", 3, "999");
  journey_fail (self, "undo none r.sqlite", 2, "numbered");
}

#define ADD(path, test)                                                                            \
  g_test_add ("/cli-edit/" path, Journey, NULL, journey_set_up, test, journey_tear_down)

#define CROWD 50

static GSubprocess *
start_adding (Journey *self, guint i)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
    G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autofree char   *name = g_strdup_printf ("name=同时%u", i);
  const char *const  argv[] = { g_getenv ("YUN_CLI"), "add", "plot", name, "crowd.sqlite", NULL };
  g_autoptr (GError) error = NULL;
  GSubprocess       *process;

  g_subprocess_launcher_set_cwd (launcher, self->folder);
  process = g_subprocess_launcher_spawnv (launcher, argv, &error);
  g_assert_no_error (error);
  return process;
}

/* Fifty people save at the same moment. Each waits for the others; whoever is told that another
 * program uses the file, on a slow disk, tries again. What is said to be saved is. */
static void
test_crowd (Journey *self, gconstpointer data)
{
  GSubprocess *writers[CROWD];
  guint        n_refused = 0;

  journey_succeed (self, "init crowd.sqlite");
  for (guint i = 0; i < CROWD; i++)
    writers[i] = start_adding (self, i);
  for (guint i = 0; i < CROWD; i++)
    {
      g_subprocess_wait (writers[i], NULL, NULL);
      while (g_subprocess_get_exit_status (writers[i]) != 0)
        {
          g_assert_cmpint (g_subprocess_get_exit_status (writers[i]), ==, 5);
          g_assert_cmpuint (++n_refused, <, CROWD);
          g_object_unref (writers[i]);
          writers[i] = start_adding (self, i);
          g_subprocess_wait (writers[i], NULL, NULL);
        }
      g_object_unref (writers[i]);
    }
  g_assert_cmpint (journey_count (self, "count 'plot 同时' crowd.sqlite"), ==, CROWD);
  journey_succeed (self, "check --file crowd.sqlite");
}

static void
add_tests (void)
{
  ADD ("life", test_life);
  ADD ("set-where", test_set_where);
  ADD ("refusals", test_refusals);
  ADD ("twins", test_twins);
  ADD ("place", test_place);
  ADD ("accuracy", test_accuracy);
  ADD ("segments-of-a-park", test_segments_of_a_park);
  ADD ("remove", test_remove);
  ADD ("signs", test_signs);
  ADD ("words-of-changes", test_words_of_changes);
  ADD ("json", test_json);
  ADD ("values-of-a-change", test_values_of_a_change);
  ADD ("taken", test_taken);
  ADD ("links", test_links);
  ADD ("operator", test_operator);
  ADD ("history", test_history);
  ADD ("crowd", test_crowd);
}

int
main (int argc, char **argv)
{
  return journey_main (argc, argv, add_tests);
}
