/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-chain.h"
#include "yun-csv.h"
#include "yun-firm.h"
#include "yun-geojson.h"
#include "yun-measure.h"
#include "yun-record.h"
#include "yun-numeral.h"
#include "yun-text.h"
#include "yun-unit.h"

#include <math.h>
#include <time.h>

static void
test_normalise (void)
{
  static const struct
  {
    const char *from;
    const char *to;
  } cases[] = {
    { "Ｇ６０　卫星（上海）", "g60 卫星上海" },
    { "臺灣", "台湾" },
    { "  A \t B ", "a b" },
    { "“曲率引擎”", "曲率引擎" },
    { "联东U谷·雅泰", "联东u谷雅泰" },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *once = yun_text_normalise (cases[i].from);
      g_autofree char *twice = yun_text_normalise (once);

      g_assert_cmpstr (once, ==, cases[i].to);
      g_assert_cmpstr (twice, ==, once);
    }
}

static void
test_pinyin (void)
{
  /* domain.md section 7: what ICU alone gets wrong. */
  static const struct
  {
    const char *text;
    const char *pinyin;
  } cases[] = {
    { "格思航天", "ge si hang tian" },
    { "地块", "di kuai" },
    { "行业", "hang ye" },
    { "长三角", "chang san jiao" },
    { "莘砖公路", "xin zhuan gong lu" },
    { "乐都路", "yue du lu" },
    { "大厦", "da sha" },
    { "会计", "kuai ji" },
    { "洞泾镇", "dong jing zhen" },
    { "重庆", "chong qing" },
    { "G60卫星", "g60 wei xing" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *pinyin = yun_text_to_pinyin (cases[i].text);

      g_assert_cmpstr (pinyin, ==, cases[i].pinyin);
    }
}

static void
test_search_forms (void)
{
  static const struct
  {
    const char *text;
    const char *form;
  } cases[] = {
    { "格思航天", "\ngesihangtian\n" },
    { "格思航天", "\ngsht\n" },
    { "莘砖公路", "\nshenzhuangonglu\n" },
    { "莘砖公路", "\nxzgl\n" },
    { "莘砖公路", "\nszgl\n" },
    { "绿洲", "\nlvzhou\n" },
    { "绿洲", "\nluzhou\n" },
    { "地块", "\ndekuai\n" },
    { "地块", "\ndikuai\n" },
    { "科技 绿洲", "\n科技 绿洲\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) out = g_string_new ("\n");

      yun_text_append_search (out, cases[i].text);
      if (strstr (out->str, cases[i].form) == NULL)
        g_error ("%s lacks %s: %s", cases[i].text, cases[i].form, out->str);
    }
}

static void
test_variants_are_few (void)
{
  g_autoptr (GString) out = g_string_new (NULL);
  guint               lines = 0;

  yun_text_append_search (out, "地长行厦莘都乐重会弹给调单曾查仇解区");
  for (const char *p = out->str; (p = strchr (p, '\n')) != NULL; p++)
    lines++;
  g_assert_cmpuint (lines, <=, 1 + 8 + 8);
}

static void
test_distance (void)
{
  g_assert_cmpuint (yun_text_distance ("九亭镇", "九停镇", 5), ==, 1);
  g_assert_cmpuint (yun_text_distance ("status", "staus", 5), ==, 1);
  g_assert_cmpuint (yun_text_distance ("a", "abcdef", 3), ==, 3);
  g_assert_cmpuint (yun_text_distance ("", "", 3), ==, 0);
}

static void
test_items (void)
{
  const char *item;
  gsize       length;
  GString    *out = g_string_new (NULL);

  for (const char *next = " 九亭镇;;泗泾镇 ；新桥镇;";
       (next = yun_text_next_item (next, &item, &length)) != NULL;)
    g_string_append_printf (out, "[%.*s]", (int) length, item);
  g_assert_cmpstr (out->str, ==, "[九亭镇][泗泾镇][新桥镇]");
  g_string_free (out, TRUE);
}

static void
test_step_date (void)
{
  static const struct
  {
    const char *date;
    const char *before;
    const char *after;
  } cases[] = {
    { "2024", "2023", "2025" },
    { "2024-01", "2023-12", "2024-02" },
    { "2024-12", "2024-11", "2025-01" },
    { "2024-03-01", "2024-02-29", "2024-03-02" },
    { "2023-02-28", "2023-02-27", "2023-03-01" },
    { "2024-02-28", "2024-02-27", "2024-02-29" },
    { "2024-12-31", "2024-12-30", "2025-01-01" },
    { "2024-01-01", "2023-12-31", "2024-01-02" },
    { "9999", "9998", ":" },
    { "9999-12-31", "9999-12-30", ":" },
    { "0001-01-01", "0000-12-31", "0001-01-02" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *before = yun_text_step_date (cases[i].date, -1);
      g_autofree char *after = yun_text_step_date (cases[i].date, 1);

      g_assert_cmpstr (before, ==, cases[i].before);
      g_assert_cmpstr (after, ==, cases[i].after);
    }
}

static void
test_numbers (void)
{
  static const struct
  {
    double      value;
    int         decimals; /* -1: printed for files */
    const char *text;
  } cases[] = {
    { 20, -1, "20" },   { 0.1, -1, "0.1" },      { 1234567.891, 2, "1,234,567.89" },
    { -0.001, 1, "0" }, { 999.999, 0, "1,000" }, { NAN, 0, "Unknown" },
  };

  for (int i = 0; i < 20000; i++)
    {
      double value = (g_test_rand_double () - 0.5) * pow (10, g_test_rand_int_range (-4, 14));
      double back = NAN;
      g_autofree char *text = NULL;

      if (fabs (value) < 1e-5)
        continue;
      text = yun_number_print (value);

      g_assert_true (yun_number_parse (text, &back));
      g_assert_false (back < value || back > value);
      g_assert_null (strpbrk (text, "eE"));
    }
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = cases[i].decimals < 0
                                ? yun_number_print (cases[i].value)
                                : yun_number_format (cases[i].value, cases[i].decimals);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_units (void)
{
  double factor = 0;

  g_assert_cmpstr (yun_unit_find ("亩", "m²", &factor), ==, "mu");
  g_assert_cmpfloat_with_epsilon (factor * 15, 10000, 1e-9);
  g_assert_cmpstr (yun_unit_find ("公顷", "m²", &factor), ==, "ha");
  g_assert_null (yun_unit_find ("km", "m²", &factor));
  g_assert_null (yun_unit_find ("m", NULL, &factor));
  g_assert_cmpstr (yun_unit_find ("亿元", "万元", &factor), ==, "亿元");
  g_assert_cmpfloat (factor, ==, 10000);
}

static void
test_credit_code (void)
{
  static const char *const valid[] = { "914403001922038216", "9144030071526726XG",
                                       "91110000802100433B", "91310000132260250X",
                                       "91310000759565082B", "91350900587527783P" };
  static const char *const invalid[] = { "91350100M000100Y4Z", "",
                                         "91440300192203821",  "9144030019220382160",
                                         "914403001922038217", "91440300I922038216" };

  for (guint i = 0; i < G_N_ELEMENTS (valid); i++)
    g_assert_true (yun_firm_check_code (valid[i]));
  for (guint i = 0; i < G_N_ELEMENTS (invalid); i++)
    g_assert_false (yun_firm_check_code (invalid[i]));
}

static void
test_leader (void)
{
  g_assert_true (yun_firm_is_leader ("链主"));
  g_assert_true (yun_firm_is_leader ("骨干; 链主企业"));
  g_assert_false (yun_firm_is_leader ("链主配套"));
  g_assert_false (yun_firm_is_leader (""));
  g_assert_false (yun_firm_is_leader (NULL));
}

/* Names with numbers as people expect them. */
static void
test_natural_order (void)
{
  static const char *const sorted[] = {
    "2",
    "10",
    "1062",
    "B-2-9",
    "B-2-10",
    "b-010",
    "测试一期",
    "测试2期",
    "测试三期",
    "测试（四）",
    "测试十期",
    "测试二十期",
    "测试二百〇一期",
    "测试第十一期",
    "第２块",
    "第三块",
    "第 10 块",
    "地块",
    "地块 2",
    "地块2号",
    "地块 9",
    "地块10",
    "地块 10 号",
    "地块 652",
    "地块 1062",
    "地块9999999",
    "地块12345678",
    "地块123456789",
    "地块1234567890",
    "地块9999999999",
    "地块10000000000",
    "Lot",
    "lot 2",
    "Lot 2A",
    "Lot 10",
  };

  for (guint i = 1; i < G_N_ELEMENTS (sorted); i++)
    {
      g_autofree char *before = yun_text_dup_sort_key (sorted[i - 1]);
      g_autofree char *after = yun_text_dup_sort_key (sorted[i]);

      if (strcmp (before, after) >= 0)
        g_error ("%s comes after %s: %s, %s", sorted[i - 1], sorted[i], before, after);
    }
  for (int i = 0; i < 2000; i++)
    {
      int              a = g_test_rand_int () & G_MAXINT, b = g_test_rand_int () & G_MAXINT;
      g_autofree char *one = NULL, *two = NULL, *read = NULL, *x = NULL, *y = NULL;

      a >>= g_test_rand_int_range (0, 30);
      b >>= g_test_rand_int_range (0, 30);
      one = g_strdup_printf ("地块 %0*d 号", g_test_rand_int_range (1, 8), a);
      two = g_strdup_printf ("地块%d号", b);
      read = g_strdup_printf ("di kuai %d hao", a);
      x = yun_text_dup_name_key (one, i % 2 ? read : NULL);
      y = yun_text_dup_name_key (two, NULL);
      if (a != b)
        g_assert_true ((strcmp (x, y) < 0) == (a < b));
      g_assert_cmpstr (strchr (x, '\n') + 1, ==, one);
    }
}

/* A reading that a person wrote is counted as the one that is computed. */
static void
test_entered_reading (void)
{
  static const struct
  {
    const char *name;
    const char *pinyin; /* nullable */
  } sorted[] = {
    { "G60 二号 三区", "G60 er hao san qu" },
    { "G60十号二区", "G60 shi hao er qu" },
    { "G60十号十区", "G60 shi hao shi qu" },
    { "乐都一期", "Le Du Yi Qi" },
    { "乐都二期", "Le Du Er Qi" },
    { "乐都 三期", "le du san qi" },
    { "乐都（十）", "le  du shi" },
    { "乐都第十一期", "le du di shi yi qi" },
    { "乐都第二十期", "le du di er shi qi" },
    { "乐都九亭路", "le du jiu ting lu" },
    { "乐都三期", "le dusan qi" }, /* as it was written */
    { "乐都路二期", NULL },
    { "乐都路三期", "yue du lu san qi" },
    { "乐都路十期", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sorted); i++)
    {
      g_autofree char *key = yun_text_dup_name_key (sorted[i].name, sorted[i].pinyin);

      g_assert_cmpstr (strchr (key, '\n') + 1, ==, sorted[i].name);
    }
  for (guint i = 1; i < G_N_ELEMENTS (sorted); i++)
    {
      g_autofree char *before = yun_text_dup_name_key (sorted[i - 1].name, sorted[i - 1].pinyin);
      g_autofree char *after = yun_text_dup_name_key (sorted[i].name, sorted[i].pinyin);

      if (strcmp (before, after) >= 0)
        g_error ("%s comes after %s: %s, %s", sorted[i - 1].name, sorted[i].name, before, after);
    }
}

/* Moments are told in the time of the place, and what is none as it is. */
static void
test_moments (void)
{
  static const struct
  {
    const char *zone;
    const char *moment;
    const char *time;
    const char *day;
  } cases[] = {
    { "EAST-14", "2026-11-30T20:30:05Z", "12-01 10:30", "2026-12-01" },
    { "WEST+12", "2026-11-30T05:00:00Z", "11-29 17:00", "2026-11-29" },
    { "UTC0", "2026-11-30T05:00:00Z", "11-30 05:00", "2026-11-30" },
    { "EAST-14", "2026-11-30", "2026-11-30", "2026-11-30" },
    { "EAST-14", "2026", "2026", "2026" },
    { "EAST-14", "2026-11-30Tnight", "2026-11-30Tnight", "2026-11-30" },
    { "EAST-14", "", "", "" },
    { "EAST-14", NULL, "", "" },
  };
  g_autofree char *old = g_strdup (g_getenv ("TZ"));

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *time = NULL, *day = NULL;

      g_setenv ("TZ", cases[i].zone, TRUE);
      tzset ();
      time = yun_text_format_moment (cases[i].moment, "%m-%d %H:%M");
      day = yun_text_dup_day (cases[i].moment);
      g_assert_cmpstr (time, ==, cases[i].time);
      g_assert_cmpstr (day, ==, cases[i].day);
    }
  if (old != NULL)
    g_setenv ("TZ", old, TRUE);
  else
    g_unsetenv ("TZ");
  tzset ();
}

static void
test_numerals (void)
{
  static const struct
  {
    const char *text;
    const char *digits; /* NULL: nothing in it counts */
  } cases[] = {
    { "二期", "2期" },
    { "第十一", "第11" },
    { "一百零五号", "105号" },
    { "两千三百区", "2300区" },
    { "二〇二六年", "2026年" },
    { "地块（二十）", "地块（20）" },
    { "地块三", "地块3" },
    { "第一二三期", "第123期" },
    { "九亭镇三期", "九亭镇3期" },
    { "九亭", NULL },
    { "三林路", NULL },
    { "五一路", NULL },
    { "一", NULL },
    { "十十期", NULL },
    { "百期", NULL },
    { "地块 2", NULL },
    { "二〇二六二〇二六二〇二六二期", NULL },
    { "Phase 2", NULL },
    { "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *digits = yun_numeral_to_digits (cases[i].text);

      g_assert_cmpstr (digits, ==, cases[i].digits);
    }
}

static void
test_csv (void)
{
  g_autoptr (GError)       error = NULL;
  g_autoptr (YunCsv)       csv = yun_csv_parse ("\xEF\xBB\xBF"
                                                      "a,b\r\n\"x,\"\"y\"\"\nz\",\n1,2",
                                                -1, &error);
  static const char *const broken[] = { "", "a,b\n1\n", "a\n\"x", "a\n\"x\"y\n", "a\n\xff\n" };

  g_assert_no_error (error);
  g_assert_cmpuint (yun_csv_get_n_rows (csv), ==, 2);
  g_assert_cmpstr (yun_csv_get (csv, 0, "a"), ==, "x,\"y\"\nz");
  g_assert_cmpstr (yun_csv_get (csv, 0, "b"), ==, "");
  g_assert_cmpstr (yun_csv_get (csv, 1, "b"), ==, "2");
  g_assert_cmpstr (yun_csv_get (csv, 1, "c"), ==, "");
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr (GError) why = NULL;

      g_assert_null (yun_csv_parse (broken[i], -1, &why));
      g_assert_error (why, YUN_MODEL_ERROR, YUN_MODEL_ERROR_FILE);
    }
}

/* What a spreadsheet would run has a mark in front; numbers stay numbers. */
static void
test_csv_formulas (void)
{
  static const struct
  {
    const char *text, *cell;
  } cases[] = {
    { "=1+1", "'=1+1" },
    { "@SUM(A1)", "'@SUM(A1)" },
    { "+86 21 5774 0000", "'+86 21 5774 0000" },
    { "-2", "-2" },
    { "+1.5e3", "+1.5e3" },
    { "-", "'-" },
    { "-2+3", "'-2+3" },
    { "\tx", "'\tx" },
    { "=HYPERLINK(\"a\",\"b\")", "\"'=HYPERLINK(\"\"a\"\",\"\"b\"\")\"" },
    { "卫星=1", "卫星=1" },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) out = g_string_new (NULL);

      yun_csv_append_cell (out, cases[i].text);
      g_assert_cmpstr (out->str, ==, cases[i].cell);
    }
}

static void
test_csv_round_trip (void)
{
  static const char *const pieces[] = { ",", "\"", "\n", "\r\n", "x", "卫星", "", " " };

  for (int i = 0; i < 500; i++)
    {
      g_autoptr (GString) cell = g_string_new ("v");
      g_autoptr (GString) text = g_string_new ("a,b\n");
      g_autoptr (YunCsv)  csv = NULL;

      for (int k = g_test_rand_int_range (0, 6); k > 0; k--)
        g_string_append (cell, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
      yun_csv_append_cell (text, cell->str);
      g_string_append (text, ",2\n");
      csv = yun_csv_parse (text->str, (gssize) text->len, NULL);
      g_assert_nonnull (csv);
      g_assert_cmpstr (yun_csv_get (csv, 0, "a"), ==, cell->str);
    }
}

static void
test_geojson (void)
{
  static const char *const broken[] = {
    "",
    "[]",
    "{}",
    "{\"features\":3}",
    "{\"features\":[3]}",
    "{\"features\":[{\"geometry\":{\"type\":\"Point\",\"coordinates\":[1]}}]}",
    "{\"features\":[{\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,1]]]}}]}",
    "{\"features\":[{\"geometry\":{\"type\":\"Blob\",\"coordinates\":[]}}]}",
    "{\"features\":[{\"geometry\":{\"type\":[],\"coordinates\":[]}}]}",
    "{\"features\":[{\"geometry\":7}]}",
  };
  g_autoptr (YunGeoJson) towns = yun_geojson_load_resource ("geodata/layout/towns.geojson");

  g_assert_cmpuint (yun_geojson_get_n (towns), ==, 17);
  for (guint i = 0; i < yun_geojson_get_n (towns); i++)
    {
      g_autoptr (GString)    text = g_string_new ("{\"features\":[{\"geometry\":");
      g_autoptr (GString)    other = g_string_new (text->str);
      g_autoptr (YunGeoJson) again = NULL, once_more = NULL;

      yun_geojson_append_geometry (text, yun_geojson_get_shape (towns, i), 9);
      g_string_append (text, "}]}");
      again = yun_geojson_parse (text->str, -1, NULL);
      yun_geojson_append_geometry (other, yun_geojson_get_shape (again, 0), 9);
      g_string_append (other, "}]}");
      g_assert_cmpstr (text->str, ==, other->str);
      /* What is in order comes back as it was; the program's own towns need not be. */
      once_more = yun_geojson_parse (other->str, -1, NULL);
      g_assert_true (
        yun_geom_equal (yun_geojson_get_shape (again, 0), yun_geojson_get_shape (once_more, 0)));
      g_assert_cmpfloat_with_epsilon (yun_measure_area_lonlat (yun_geojson_get_shape (towns, i)),
                                      yun_measure_area_lonlat (yun_geojson_get_shape (again, 0)),
                                      1);
    }
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (yun_geojson_parse (broken[i], -1, &error));
      g_assert_error (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_FILE);
    }
}

/* RFC 7946: borders against the clock, holes with it, however they were drawn. */
static void
test_geojson_order (void)
{
  static const YunPoint border[] = { { 0, 0 }, { 0, 9 }, { 9, 9 }, { 9, 0 }, { 0, 0 } };
  static const YunPoint hole[] = { { 1, 1 }, { 2, 1 }, { 2, 2 }, { 1, 2 }, { 1, 1 } };

  for (guint turned = 0; turned < 4; turned++)
    {
      YunGeomBuilder     *builder = yun_geom_builder_new (YUN_GEOM_POLYGON);
      g_autoptr (YunGeom) shape = NULL;
      g_autoptr (GString) out = g_string_new (NULL);

      yun_geom_builder_begin_part (builder);
      yun_geom_builder_begin_ring (builder);
      for (guint i = 0; i < 5; i++)
        yun_geom_builder_add (builder, border[turned & 1 ? 4 - i : i].x,
                              border[turned & 1 ? 4 - i : i].y);
      yun_geom_builder_begin_ring (builder);
      for (guint i = 0; i < 5; i++)
        yun_geom_builder_add (builder, hole[turned & 2 ? 4 - i : i].x,
                              hole[turned & 2 ? 4 - i : i].y);
      shape = yun_geom_builder_end (builder);
      yun_geojson_append_geometry (out, shape, 0);
      g_assert_cmpstr (out->str, ==,
                       "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[9,0],[9,9],[0,9],[0,0]],"
                       "[[1,1],[1,2],[2,2],[2,1],[1,1]]]}");
    }
}

static void
test_chain (void)
{
  g_assert_cmpstr (yun_chain_get_segment (0)->letter, ==, "星");
  g_assert_cmpstr (yun_chain_find_niche ("sat.ait")->id, ==, "sat.ait");
  g_assert_cmpuint (yun_chain_get_segments ("sat.ait;ops.build"), ==,
                    YUN_SEGMENT_SATELLITE | YUN_SEGMENT_OPERATION);
  g_assert_cmpuint (yun_chain_get_segments ("gnd.station;nonsense"), ==, YUN_SEGMENT_TERMINAL);
  g_assert_cmpstr (yun_chain_find_town ("九亭")->zone, ==, "core");
  g_assert_cmpstr (yun_chain_find_town ("310117105")->name, ==, "新桥镇");
  g_assert_null (yun_chain_find_town ("九"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/normalise", test_normalise);
  g_test_add_func ("/text/pinyin", test_pinyin);
  g_test_add_func ("/text/search-forms", test_search_forms);
  g_test_add_func ("/text/variants-are-few", test_variants_are_few);
  g_test_add_func ("/text/distance", test_distance);
  g_test_add_func ("/text/items", test_items);
  g_test_add_func ("/text/step-date", test_step_date);
  g_test_add_func ("/unit/numbers", test_numbers);
  g_test_add_func ("/unit/units", test_units);
  g_test_add_func ("/firm/credit-code", test_credit_code);
  g_test_add_func ("/firm/leader", test_leader);
  g_test_add_func ("/csv/parse", test_csv);
  g_test_add_func ("/csv/formulas", test_csv_formulas);
  g_test_add_func ("/csv/round-trip", test_csv_round_trip);
  g_test_add_func ("/geojson/parse", test_geojson);
  g_test_add_func ("/geojson/order", test_geojson_order);
  g_test_add_func ("/chain/look-up", test_chain);
  g_test_add_func ("/text/natural-order", test_natural_order);
  g_test_add_func ("/text/entered-reading", test_entered_reading);
  g_test_add_func ("/text/moments", test_moments);
  g_test_add_func ("/text/numerals", test_numerals);
  return g_test_run ();
}
