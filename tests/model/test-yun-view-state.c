/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-plot.h"
#include "yun-view-state.h"

#include <string.h>

static YunViewState *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  YunViewState      *state = yun_view_state_parse (text, -1, &error);

  g_assert_no_error (error);
  return state;
}

static void
test_read (void)
{
  g_autoptr (YunViewState) state = parse (
    "{\"format\":\"yunjian-view\",\"name\":\" 北带闲置 \",\"filter\":\"地块 状态:可盘活\","
    "\"entity\":\"plot\",\"extent\":[121,30.5,121.5,31],\"colour_by\":\"far\",\"page\":\"ledger\","
    "\"columns\":[\"name\",{\"field\":\"area\",\"width\":120}],"
    "\"sort\":[{\"field\":\"area\",\"descending\":true},\"name\"],\"opened\":\"2026-11-20T01:02:"
    "03Z\"}");
  const YunViewColumn *column;
  const YunViewSort   *sort;
  g_autofree char     *filter = yun_filter_print (state->filter);

  g_assert_cmpstr (state->name, ==, "北带闲置");
  g_assert_cmpstr (filter, ==, "plot status:reusable");
  g_assert_true (state->entity == &yun_entity_plot);
  g_assert_cmpfloat (state->extent.x0, ==, 121);
  g_assert_cmpfloat (state->extent.y0, ==, 30.5);
  g_assert_cmpfloat (state->extent.x1, ==, 121.5);
  g_assert_cmpfloat (state->extent.y1, ==, 31);
  g_assert_cmpstr (state->colour_by, ==, "far");
  g_assert_cmpstr (state->page, ==, "ledger");
  g_assert_cmpuint (state->columns->len, ==, 2);
  column = g_ptr_array_index (state->columns, 1);
  g_assert_cmpstr (column->field, ==, "area");
  g_assert_cmpint (column->width, ==, 120);
  g_assert_cmpuint (state->sort->len, ==, 2);
  sort = g_ptr_array_index (state->sort, 0);
  g_assert_cmpstr (sort->field, ==, "area");
  g_assert_true (sort->descending);
  g_assert_cmpstr (state->opened, ==, "2026-11-20T01:02:03Z");
  g_assert_null (state->rest);
}

/* What an earlier version saved as "status:idle" is all land that could be put to use. */
static void
test_moved (void)
{
  static const struct
  {
    const char *saved;
    const char *now; /* NULL: the same */
  } cases[] = {
    { "plot status:idle", "plot status:reusable" },
    { "plot status:construction,idle,? zone:north",
      "plot status:construction,reusable,? zone:north" },
    { "-status:idle", "-status:reusable" },
    { "firm park:(has:(plot -status:idle area:>20mu)) staff:>200",
      "firm park:(has:(plot -status:reusable area:>20mu)) staff:>200" },
    { "plot status:found-idle,low", NULL },
    { "plot standing:idle", NULL },
    { "plot \"status:idle\"", NULL },
    { "plot near:\"a status:idle\"<5km status:low", NULL },
    { "plot idle", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv)   parts = g_strsplit (cases[i].saved, "\"", -1);
      g_autofree char *escaped = g_strjoinv ("\\\"", parts);
      g_autofree char *text =
        g_strdup_printf ("{\"format\":\"yunjian-view\",\"filter\":\"%s\"}", escaped);
      g_autoptr (YunViewState) state = parse (text);
      g_autofree char         *json = yun_view_state_print (state);
      g_autoptr (YunViewState) again = parse (json);
      g_autofree char         *filter = yun_filter_print (state->filter);

      g_assert_cmpstr (filter, ==, cases[i].now != NULL ? cases[i].now : cases[i].saved);
      g_assert_true (state->moved == (cases[i].now != NULL));
      g_assert_false (again->moved);
      g_assert_true (yun_view_state_equal (state, again));
    }
}

static void
test_least (void)
{
  g_autoptr (YunViewState) state = parse ("{\"format\":\"yunjian-view\",\"name\":null}");

  g_assert_null (state->name);
  g_assert_cmpuint (yun_filter_get_n_clauses (state->filter), ==, 0);
  g_assert_null (state->entity);
  g_assert_true (yun_rect_is_empty (&state->extent));
  g_assert_null (state->columns);
  g_assert_cmpuint (state->sort->len, ==, 0);
}

/* What a later version adds is kept; when it was opened stays with the registry. */
static void
test_unknown_members (void)
{
  g_autoptr (YunViewState) state =
    parse ("{\"format\":\"yunjian-view\",\"extent\":[121.1,30.9,121.4,31.1],\"layers\":[\"base\",{"
           "\"x\":1.5}],\"filter\":\"机加工\","
           "\"opened\":\"2026-11-20T01:02:03Z\"}");
  g_autoptr (YunViewState) copy = yun_view_state_copy (state);
  g_autofree char         *text = yun_view_state_print (copy);
  g_autofree char         *file = yun_view_state_print_for_file (copy);
  g_autoptr (YunViewState) again = parse (text);

  g_assert_nonnull (strstr (text, "\"layers\""));
  g_assert_nonnull (strstr (text, "\"opened\""));
  g_assert_nonnull (strstr (file, "\"layers\""));
  g_assert_null (strstr (file, "\"opened\""));
  g_assert_nonnull (strstr (file, "[121.1, 30.9, 121.4, 31.1]"));
  g_assert_true (yun_view_state_equal (state, again));
}

/* Each is refused with the name of the member. */
static void
test_wrong (void)
{
  static const struct
  {
    const char *member;
    const char *json;
  } cases[] = {
    { "name", "\"name\":7" },
    { "name", "\"name\":\"  \"" },
    { "filter", "\"filter\":[]" },
    { "filter", "\"filter\":\"stattus:idle\"" },
    { "entity", "\"entity\":\"spaceship\"" },
    { "entity", "\"entity\":1" },
    { "extent", "\"extent\":[1,2,3]" },
    { "extent", "\"extent\":[3,2,1,4]" },
    { "extent", "\"extent\":[\"1\",2,3,4]" },
    { "extent", "\"extent\":[1,2,3,91]" },
    { "extent", "\"extent\":{}" },
    { "colour_by", "\"colour_by\":true" },
    { "page", "\"page\":{}" },
    { "opened", "\"opened\":3" },
    { "columns", "\"columns\":\"name\"" },
    { "columns", "\"columns\":[1]" },
    { "columns.width", "\"columns\":[{\"field\":\"name\",\"width\":-1}]" },
    { "columns.width", "\"columns\":[{\"field\":\"name\",\"width\":\"wide\"}]" },
    { "sort", "\"sort\":[{}]" },
    { "sort.descending", "\"sort\":[{\"field\":\"name\",\"descending\":1}]" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char   *text = g_strdup_printf ("{\"format\":\"yunjian-view\",%s}", cases[i].json);
      g_autofree char   *quoted = g_strdup_printf ("“%s”", cases[i].member);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].json);
      g_assert_null (yun_view_state_parse (text, -1, &error));
      g_assert_error (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_VALUE);
      g_assert_nonnull (strstr (error->message, quoted));
    }
}

static void
test_foreign (void)
{
  static const char *const texts[] = {
    "",
    "[]",
    "7",
    "{",
    "{}",
    "{\"format\":\"other\"}",
    "{\"format\":1}",
    "\xff\xfe",
    "{\"format\":\"yunjian-view\"}{\"format\":\"yunjian-view\"}",
    "{\"format\":\"yunjian-view\",\"n\":1e999}",
  };
  g_autoptr (GString) deep = g_string_new ("{\"format\":\"yunjian-view\",\"a\":");
  g_autofree char    *large = g_strnfill (YUN_VIEW_STATE_MAX + 1, ' ');
  g_autoptr (GError)  error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_assert_null (yun_view_state_parse (texts[i], -1, &error));
      g_assert_error (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_FILE);
      g_clear_error (&error);
    }
  for (guint i = 0; i < 100000; i++)
    g_string_append_c (deep, '[');
  g_assert_null (yun_view_state_parse (deep->str, -1, &error));
  g_assert_error (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_FILE);
  g_clear_error (&error);
  g_assert_null (yun_view_state_parse (large, -1, &error));
  g_assert_error (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_FILE);
}

static YunViewState *
make_random (GRand *rand)
{
  static const char *const filters[] = {
    "",
    "plot status:reusable,low area:20..100mu zone:north",
    "firm segment:terminal -town:佘山镇 机加工",
    "in:(121.3,31.1;121.34,31.1;121.34,31.14)",
    "\"two words\" area:?",
  };
  static const char *const names[] = { NULL, "a", "视图 “一”\n", "\\ \" / \t", "🛰" };
  YunViewState            *state = yun_view_state_new ();
  guint                    n;
  const YunEntity *const  *entities = yun_entity_list (&n);

  yun_filter_unref (state->filter);
  state->filter =
    yun_filter_parse (filters[g_rand_int_range (rand, 0, G_N_ELEMENTS (filters))], NULL, NULL);
  g_assert_nonnull (state->filter);
  state->name = g_strdup (names[g_rand_int_range (rand, 0, G_N_ELEMENTS (names))]);
  if (state->name != NULL)
    g_strstrip (state->name);
  if (g_rand_boolean (rand))
    state->entity = entities[g_rand_int_range (rand, 0, (gint32) n)];
  if (g_rand_boolean (rand))
    {
      double x = g_rand_double_range (rand, 120, 122), y = g_rand_double_range (rand, 30, 32);

      state->extent = (YunRect){ x, y, x + g_rand_double_range (rand, 1e-6, 1),
                                 y + g_rand_double_range (rand, 1e-6, 1) };
    }
  if (g_rand_boolean (rand))
    state->colour_by = g_strdup ("segment");
  if (g_rand_boolean (rand))
    state->page = g_strdup ("map");
  for (gint32 i = g_rand_int_range (rand, 0, 4); i > 0; i--)
    yun_view_state_add_column (state, "name", g_rand_int_range (rand, 0, 400));
  for (gint32 i = g_rand_int_range (rand, 0, 3); i > 0; i--)
    yun_view_state_add_sort (state, "area", g_rand_boolean (rand));
  return state;
}

static void
test_round_trip (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (23);

  for (int i = 0; i < 500; i++)
    {
      g_autoptr (YunViewState) state = make_random (rand);
      g_autoptr (YunViewState) copy = yun_view_state_copy (state);
      g_autofree char         *text = yun_view_state_print (state);
      g_autoptr (YunViewState) again = parse (text);

      g_assert_true (yun_view_state_equal (state, again));
      g_assert_true (yun_view_state_equal (state, copy));
      g_assert_cmpfloat (again->extent.x0, ==, state->extent.x0);
      g_assert_true (yun_filter_equal (again->filter, state->filter));
    }
}

static void
test_name (void)
{
  g_autoptr (YunFilter) all = yun_filter_new (NULL);
  g_autoptr (YunFilter) idle = yun_filter_parse ("plot status:reusable zone:north", NULL, NULL);
  g_autoptr (YunFilter) many =
    yun_filter_parse ("机加工一 机加工二 机加工三 机加工四 机加工五 机加工六 机加工七 机加工八 "
                      "机加工九 机加工十 机加工十一 "
                      "机加工十二 机加工十三",
                      NULL, NULL);
  g_autofree char *a = yun_view_state_propose_name (all, &yun_entity_plot);
  g_autofree char *b = yun_view_state_propose_name (idle, &yun_entity_plot);
  g_autofree char *c = yun_view_state_propose_name (many, &yun_entity_plot);

  g_assert_cmpstr (a, ==, yun_entity_get_label (&yun_entity_plot));
  g_assert_true (g_str_has_prefix (b, yun_entity_get_label (&yun_entity_plot)));
  g_assert_nonnull (strstr (b, " · "));
  g_assert_true (g_str_has_suffix (c, "…"));
  g_assert_cmpint (g_utf8_strlen (c, -1), ==, 60);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view-state/read", test_read);
  g_test_add_func ("/view-state/moved", test_moved);
  g_test_add_func ("/view-state/least", test_least);
  g_test_add_func ("/view-state/unknown-members", test_unknown_members);
  g_test_add_func ("/view-state/wrong", test_wrong);
  g_test_add_func ("/view-state/foreign", test_foreign);
  g_test_add_func ("/view-state/round-trip", test_round_trip);
  g_test_add_func ("/view-state/name", test_name);
  return g_test_run ();
}
