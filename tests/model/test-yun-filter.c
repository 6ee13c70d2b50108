/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-chain.h"
#include "yun-filter.h"
#include "yun-plot.h"

#include <math.h>

static void
test_canonical (void)
{
  static const struct
  {
    const char *text;
    const char *canonical;
  } cases[] = {
    { "", "" },
    { "plots", "plot" },
    { "地块 状态:闲置,低效 面积:20..100亩 片区:北带 距:车墩地面站<5km 段:卫星 -镇:佘山镇 机加工",
      "plot status:idle,low area:20..100mu zone:north near:车墩地面站<5km segment:satellite "
      "-town:佘山镇 机加工" },
    { "地块　状态：闲置，低效　面积：２０..１００亩", "plot status:idle,low area:20..100mu" },
    { "firms segment:satellite zone:core", "firm segment:satellite zone:core" },
    { "area:>=20mu", "area:>=20mu" },
    { "area>20亩 area<=5公顷", "area:>20mu area:<=5ha" },
    { "面积≥100㎡", "area:>=100m2" },
    { "面积:20～100亩", "area:20..100mu" },
    { "area:5000", "area:5000..5000" },
    { "town:九亭", "town:九亭镇" },
    { "镇:310117105,车墩", "town:新桥镇,车墩镇" },
    { "park:\"科技 绿洲\"", "park:\"科技 绿洲\"" },
    { "credit-code:?", "credit-code:?" },
    { "firm founded:2020..2024-06", "firm founded:2020..2024-06" },
    { "-闲置", "-闲置" },
    { "\"a:b\"", "\"a:b\"" },
    { "\"plots\"", "\"plots\"" },
    { "firm \"plots\"", "firm plots" },
    { "niche:整星研制与总装集成测试", "niche:sat.ait" },
    { "near:\"G60 云廊\"<500", "near:\"G60 云廊\"<500m" },
    { "-near:九亭镇<=1.5公里", "-near:九亭镇<1.5km" },
    { "kind:地面站,园区", "kind:ground-station,park" },
    { "zone:两带", "zone:belts" },
    { "capital:>1亿元", "capital:>1亿元" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError)    error = NULL;
      g_autoptr (YunFilter) filter = yun_filter_parse (cases[i].text, NULL, &error);
      g_autoptr (YunFilter) again = NULL;
      g_autofree char      *text = NULL;

      if (filter == NULL)
        g_error ("%s: %s", cases[i].text, error->message);
      text = yun_filter_print (filter);
      g_assert_cmpstr (text, ==, cases[i].canonical);
      again = yun_filter_parse (text, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (yun_filter_equal (filter, again));
    }
}

static void
test_errors (void)
{
  static const struct
  {
    const char *text;
    int         code;
    guint       position;
    const char *hint; /* (nullable): in the message */
  } cases[] = {
    { "staus:idle", YUN_FILTER_ERROR_NAME, 0, "status" },
    { "plot status:idel", YUN_FILTER_ERROR_NAME, 5, "idle" },
    { "town:佘山阵", YUN_FILTER_ERROR_NAME, 0, "佘山镇" },
    { "zone:east", YUN_FILTER_ERROR_NAME, 0, NULL },
    { "area:20..abc", YUN_FILTER_ERROR_SYNTAX, 0, NULL },
    { "area:20km", YUN_FILTER_ERROR_NAME, 0, "km" },
    { "area:100..20", YUN_FILTER_ERROR_SYNTAX, 0, NULL },
    { "area:..", YUN_FILTER_ERROR_SYNTAX, 0, NULL },
    { "area:", YUN_FILTER_ERROR_SYNTAX, 0, NULL },
    { "status:", YUN_FILTER_ERROR_SYNTAX, 0, NULL },
    { "status:idle,", YUN_FILTER_ERROR_SYNTAX, 0, NULL },
    { "zone>3", YUN_FILTER_ERROR_SYNTAX, 0, NULL },
    { "near:九亭", YUN_FILTER_ERROR_SYNTAX, 0, "near:" },
    { "near:九亭<5kg", YUN_FILTER_ERROR_NAME, 0, NULL },
    { "near:九亭<0m", YUN_FILTER_ERROR_SYNTAX, 0, NULL },
    { "卫星 \"abc", YUN_FILTER_ERROR_SYNTAX, 3, NULL },
    { "-", YUN_FILTER_ERROR_SYNTAX, 0, NULL },
    { "firm status:idle", YUN_FILTER_ERROR_NAME, 5, NULL },
    { "founded:20-1", YUN_FILTER_ERROR_SYNTAX, 0, NULL },
    { "founded:>2024T", YUN_FILTER_ERROR_SYNTAX, 0, "2024T" },
    { "\xff", YUN_FILTER_ERROR_SYNTAX, 0, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      guint              position = 999;

      if (yun_filter_parse (cases[i].text, &position, &error) != NULL)
        g_error ("“%s” was understood", cases[i].text);
      g_assert_error (error, YUN_FILTER_ERROR, cases[i].code);
      g_assert_cmpuint (position, ==, cases[i].position);
      if (cases[i].hint != NULL && strstr (error->message, cases[i].hint) == NULL)
        g_error ("“%s” does not name %s", error->message, cases[i].hint);
    }
}

/* Any sequence of clauses that parses prints to a text that parses to the same. */
static void
test_round_trip_random (void)
{
  static const char *const pieces[] = {
    "plot", "地块", "firm",  " ",       " ",    " ",    "status", "状态", "area", "面积",
    "zone", ":",    ":",     "：",      "<",    ">=",   "..",     "20",   "1e3",  "0.5",
    "亩",   "km",   "?",     ",",       "、",   "-",    "\"",     "idle", "闲置", "低效",
    "北带", "九亭", "near",  "距",      "卫星", "park", "x",      "～",   "≥",    "founded",
    "2024", "-06",  "niche", "sat.ait", "%",    "\\",   "'"
  };
  guint understood = 0;

  for (int i = 0; i < 10000; i++)
    {
      g_autoptr (GString)   text = g_string_new (NULL);
      g_autoptr (YunFilter) filter = NULL;
      g_autoptr (YunFilter) again = NULL;
      g_autoptr (GError)    error = NULL;
      g_autofree char      *printed = NULL;

      for (int k = g_test_rand_int_range (1, 12); k > 0; k--)
        g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
      filter = yun_filter_parse (text->str, NULL, NULL);
      if (filter == NULL)
        continue;
      understood++;
      printed = yun_filter_print (filter);
      again = yun_filter_parse (printed, NULL, &error);
      if (again == NULL || !yun_filter_equal (filter, again))
        g_error ("“%s” printed as “%s”: %s", text->str, printed,
                 error != NULL ? error->message : "not equal");
      for (guint c = 0; c < yun_filter_get_n_clauses (filter); c++)
        g_free (yun_filter_describe_clause (filter, c));
    }
  g_assert_cmpuint (understood, >, 300);
}

static void
test_values (void)
{
  g_autoptr (YunFilter) all = yun_filter_new (NULL);
  g_autoptr (YunFilter) one = yun_filter_with_value (all, "segment", "satellite", TRUE);
  g_autoptr (YunFilter) two = yun_filter_with_value (one, "segment", "rocket", TRUE);
  g_autoptr (YunFilter) back = yun_filter_with_value (two, "segment", "satellite", FALSE);
  g_autoptr (YunFilter) none = yun_filter_with_value (back, "segment", "rocket", FALSE);
  g_autoptr (YunFilter) idle = yun_filter_parse ("status:idle", NULL, NULL);
  g_autoptr (YunFilter) less = yun_filter_with_value (idle, "status", "vacant", FALSE);
  g_autofree char      *text = yun_filter_print (two);
  g_autofree char      *left = yun_filter_print (less);

  g_assert_cmpstr (text, ==, "segment:satellite,rocket");
  g_assert_true (yun_filter_has_value (two, "segment", "rocket"));
  g_assert_false (yun_filter_has_value (back, "segment", "satellite"));
  g_assert_true (yun_filter_equal (none, all));
  g_assert_true (yun_filter_has_value (idle, "status", "vacant"));
  g_assert_false (yun_filter_has_value (idle, "status", "in-use"));
  g_assert_cmpstr (left, ==, "status:found-idle,low,approved,supplied,reserve,cleared");
  g_assert_true (yun_filter_may_match (two, yun_entity_find ("firm")));
  g_assert_false (yun_filter_may_match (idle, yun_entity_find ("firm")));
}

/* What is clicked and then typed too is asked once. */
static void
test_with_all (void)
{
  g_autoptr (YunFilter) base = yun_filter_parse ("segment:satellite zone:core", NULL, NULL);
  g_autoptr (YunFilter) typed =
    yun_filter_parse ("plot segment:satellite -zone:core area:20..100mu", NULL, NULL);
  g_autoptr (YunFilter) both = yun_filter_with_all (base, typed);
  g_autofree char      *text = yun_filter_print (both);

  g_assert_cmpstr (text, ==, "plot segment:satellite zone:core -zone:core area:20..100mu");
}

static YunRecord *
make_plot (const char *status, double area_mu, const char *town, const char *segments)
{
  YunRecord *plot = yun_entity_new_record (&yun_entity_plot);
  YunGeom   *point = yun_geom_new_point (121.3, 31.1);

  yun_record_parse_value (plot, yun_entity_get_field (&yun_entity_plot, "name"), "机加工用地",
                          NULL);
  yun_record_parse_value (plot, yun_entity_get_field (&yun_entity_plot, "use-state"), status, NULL);
  yun_record_set_real (plot, yun_entity_get_field (&yun_entity_plot, "area-paper"),
                       area_mu * 2000 / 3);
  yun_record_set_text (plot, yun_entity_get_field (&yun_entity_plot, "town"), town);
  yun_record_parse_value (plot, yun_entity_get_field (&yun_entity_plot, "segment"), segments, NULL);
  yun_record_set_text (plot, yun_entity_get_field (&yun_entity_plot, "event-date"), "2024");
  yun_record_set_shape (plot, point);
  yun_record_derive (plot);
  yun_geom_unref (point);
  return plot;
}

static void
test_match (void)
{
  static const struct
  {
    const char *text;
    gboolean    matches;
  } cases[] = {
    { "", TRUE },
    { "firm", FALSE },
    { "status:idle", TRUE },
    { "status:vacant", TRUE },
    { "-status:idle", FALSE },
    { "status:found-idle", FALSE },
    { "area:20..100mu", TRUE },
    { "area:30..100mu", FALSE },
    { "area:<=25mu", TRUE },
    { "area:<25mu", FALSE },
    { "zone:north", TRUE },
    { "zone:core,north", TRUE },
    { "-zone:core", TRUE },
    { "town:泗泾", TRUE },
    { "-town:泗泾", FALSE },
    { "segment:rocket", FALSE },
    { "segment:rocket,satellite", TRUE },
    { "机加工", TRUE },
    { "jijiagong", TRUE },
    { "jjgyd", TRUE },
    { "-机加工", FALSE },
    { "park:?", TRUE },
    { "-park:?", FALSE },
    { "park:科技绿洲", FALSE },
    { "-park:科技绿洲", TRUE },
    { "name:加工", TRUE },
    { "niche:sat.ait", FALSE },
    { "-niche:sat.ait", TRUE },
    { "event-date:2024-06..2025", TRUE },
    { "event-date:>2024", FALSE },
    { "near:x<5km", TRUE },
    { "near:x<5m", FALSE },
    { "-near:x<5m", TRUE },
  };
  g_autoptr (YunRecord) plot = make_plot ("vacant", 25, "泗泾镇", "satellite");
  g_autoptr (YunGeom)   place = yun_geom_new_point (121.31, 31.1);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError)    error = NULL;
      g_autoptr (YunFilter) filter = yun_filter_parse (cases[i].text, NULL, &error);

      g_assert_no_error (error);
      if (yun_filter_match (filter, plot, place) != cases[i].matches)
        g_error ("“%s” %s", cases[i].text, cases[i].matches ? "does not match" : "matches");
    }
}

static void
test_words (void)
{
  g_autoptr (YunFilter) filter = yun_filter_parse (
    "plot status:idle area:20..100mu -town:佘山 near:车墩地面站<5km 机", NULL, NULL);
  g_autofree char *idle = yun_filter_describe_clause (filter, 0);
  g_autofree char *area = yun_filter_describe_clause (filter, 1);
  g_autofree char *near = yun_filter_describe_clause (filter, 3);

  g_assert_nonnull (strstr (idle, "Low-efficiency"));
  g_assert_cmpstr (area, ==, "Area: 20–100 mu");
  g_assert_cmpstr (near, ==, "Within 5 km of 车墩地面站");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/filter/canonical", test_canonical);
  g_test_add_func ("/filter/errors", test_errors);
  g_test_add_func ("/filter/round-trip-random", test_round_trip_random);
  g_test_add_func ("/filter/values", test_values);
  g_test_add_func ("/filter/with-all", test_with_all);
  g_test_add_func ("/filter/match", test_match);
  g_test_add_func ("/filter/words", test_words);
  return g_test_run ();
}
