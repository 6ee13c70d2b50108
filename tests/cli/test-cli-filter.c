/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <string.h>

#include "cli-journey.h"

/* Filters as people type and paste them, on the starter registry. */

static void
test_typed (Journey *self, gconstpointer data)
{
  static const struct
  {
    const char *typed;
    const char *plain;
  } cases[] = {
    { "面积:>20 亩", "area:>20mu" },
    { "面积:>20　亩", "area:>20mu" },
    { "面积:20..100 亩", "area:20..100mu" },
    { "面积:20-100亩", "area:20..100mu" },
    { "面积:20亩以上", "area:>=20mu" },
    { "面积:<1,000亩", "area:<1000mu" },
    { "距:九亭镇<5 km", "near:九亭镇<5km" },
    { "地块 街镇:佘山镇 或 车墩镇", "town:佘山镇,车墩镇" },
    { "地块 街镇：佘山镇 ，车墩镇", "town:佘山镇,车墩镇" },
    { "地块 状态:可盘活 且 面积:>20亩", "status:reusable area:>20mu" },
    { "地块 and 状态:可盘活", "status:reusable" },
    { "\ufeff地块 状态:可盘活", "status:reusable" },
    { "ｐｌｏｔ ｓｔａｔｕｓ：ｒｅｕｓａｂｌｅ", "status:reusable" },
    { "编号:DJ-15-001\nJT-22-002", "number:DJ-15-001,JT-22-002" },
  };

  journey_succeed (self, "init r.sqlite");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *typed = g_strdup_printf ("count plots '%s' r.sqlite", cases[i].typed);
      g_autofree char *plain = g_strdup_printf ("count plots '%s' r.sqlite", cases[i].plain);
      gint64           n = journey_count (self, typed);

      g_assert_cmpint (n, >, 0);
      g_assert_cmpint (n, ==, journey_count (self, plain));
    }
  g_assert_cmpint (journey_count (self, "count plots '编号:DJ-15-001\nJT-22-002' r.sqlite"), ==, 2);
}

static void
test_said (Journey *self, gconstpointer data)
{
  journey_succeed (self, "init r.sqlite");
  journey_fail (self, "count plots 面积:20..100 r.sqlite", 2, "20..100亩");
  journey_fail (self, "count plots '名称:地块*' r.sqlite", 2, "名称:地块?");
  journey_fail (self, "count plots 'in:(31.10,121.30;31.1,121.4;31.2,121.4)' r.sqlite", 2,
                "121.30,31.10");
  journey_succeed (self, "count firms 链主 r.sqlite");
  g_assert_nonnull (strstr (self->err, "角色:链主"));
  g_assert_cmpint (journey_count (self, "count plots '距:121.32,31.12<5km' r.sqlite"), >, 0);
}

static void
check_count (Journey *self, const char *filter, int count, const char *said)
{
  g_autofree char *line = g_strdup_printf ("count plots '%s' r.sqlite", filter);

  journey_succeed (self, line);
  g_assert_cmpint (atoi (self->out), ==, count);
  if (said != NULL)
    g_assert_nonnull (strstr (self->err, said));
  else
    g_assert_cmpstr (self->err, ==, "");
}

/* From the outline of a town; what is known only by its town is not where the town's anchor is. */
static void
test_places (Journey *self, gconstpointer data)
{
  g_autoptr (JsonNode) json = NULL;

  journey_succeed (self, "init r.sqlite");
  check_count (self, "距:九亭镇<5km", 18, "Of 6 more");
  check_count (self, "距:九亭镇<5km,?", 24, NULL);
  check_count (self, "-距:九亭镇<5km", 14, NULL);
  check_count (self, "距:九亭镇>5km", 8, "Of 6 more");
  check_count (self, "距:车墩地面站<500m", 0, "Of 5 more");
  check_count (self, "距:121.32,31.12<5km -accuracy:town,none", 12, NULL);
  check_count (self, "在:九亭镇", 4, "Of 3 more");
  check_count (self, "中心在:九亭镇 -accuracy:town,none", 3, NULL);
  check_count (self, "相交:九亭镇 -accuracy:town,none", 3, NULL);
  journey_succeed (self, "list plots 距:车墩地面站<500m r.sqlite");
  g_assert_nonnull (strstr (self->err, "Of 5 more"));
  journey_succeed (self, "count plots 距:车墩地面站<500m --json r.sqlite");
  json = journey_read_json (self);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (json), "untold"), ==, 5);
  check_count (self, "证载面积>图上面积", 0, NULL);
  journey_fail (self, "count plots '证载面积>容积率上限' r.sqlite", 2, "cannot be compared");
}

#define ADD(name, func)                                                                            \
  g_test_add ("/cli/filter/" name, Journey, NULL, journey_set_up, func, journey_tear_down)

static void
add_tests (void)
{
  ADD ("typed", test_typed);
  ADD ("said", test_said);
  ADD ("places", test_places);
}

int
main (int argc, char **argv)
{
  return journey_main (argc, argv, add_tests);
}
