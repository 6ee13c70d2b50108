/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-filter.h"
#include "yun-firm.h"
#include "yun-term.h"

#include <stdio.h>
#include <string.h>

static void
test_days (void)
{
  static const struct
  {
    const char *list;
    const char *day;
    YunTruth    truth;
  } cases[] = {
    { "high-tech@2023-11-15/2026-11-15", "2026-11-15", YUN_TRUTH_YES },
    { "high-tech@2023-11-15/2026-11-15", "2026-11-16", YUN_TRUTH_NO },
    { "high-tech@2023-11-15/2026-11-15", "2023-11-15", YUN_TRUTH_YES },
    { "high-tech@2023-11-15/2026-11-15", "2023-11-14", YUN_TRUTH_NO },
    /* a year or a month: any of its days may be the one */
    { "high-tech@2023/2026", "2025-12-31", YUN_TRUTH_YES },
    { "high-tech@2023/2026", "2026-01-01", YUN_TRUTH_YES },
    { "high-tech@2023/2026", "2026-01-02", YUN_TRUTH_UNKNOWN },
    { "high-tech@2023/2026", "2023-12-30", YUN_TRUTH_UNKNOWN },
    { "high-tech@2023/2026", "2023-12-31", YUN_TRUTH_YES },
    { "high-tech@2024-02/2026", "2024-02-28", YUN_TRUTH_UNKNOWN },
    { "high-tech@2024-02/2026", "2024-02-29", YUN_TRUTH_YES },
    { "high-tech@2023/2026", "2026-12-31", YUN_TRUTH_UNKNOWN },
    { "high-tech@2023/2026", "2027-01-01", YUN_TRUTH_NO },
    { "high-tech@2023/2026", "2023-07-01", YUN_TRUTH_UNKNOWN },
    { "high-tech@2023/2026", "2022-12-31", YUN_TRUTH_NO },
    { "high-tech@2023-11/2026-11", "2026-10-31", YUN_TRUTH_YES },
    { "high-tech@2023-11/2026-11", "2026-11-30", YUN_TRUTH_UNKNOWN },
    /* what is not given follows from the term of three years */
    { "high-tech@2021/", "2023-12-31", YUN_TRUTH_YES },
    { "high-tech@2021", "2024-05-01", YUN_TRUTH_UNKNOWN },
    { "high-tech@2021/", "2025-01-01", YUN_TRUTH_NO },
    { "high-tech@2023-11-15/", "2026-11-15", YUN_TRUTH_YES },
    { "high-tech@2023-11-15/", "2026-11-16", YUN_TRUTH_NO },
    { "high-tech@2024-02-29", "2027-02-28", YUN_TRUTH_YES },
    { "high-tech@2024-02-29", "2027-03-01", YUN_TRUTH_NO },
    { "high-tech@/2026-11", "2023-10-31", YUN_TRUTH_NO },
    { "high-tech@/2026-11", "2023-11-29", YUN_TRUTH_UNKNOWN },
    { "high-tech@/2026-11", "2023-12-01", YUN_TRUTH_YES },
    { "high-tech@/2026-11", "2026-12-01", YUN_TRUTH_NO },
    /* no date, or none that is one: never guessed */
    { "high-tech", "2026-11-29", YUN_TRUTH_UNKNOWN },
    { "high-tech@", "1999-01-01", YUN_TRUTH_UNKNOWN },
    { "high-tech@soon/2026", "2030-01-01", YUN_TRUTH_UNKNOWN },
    { "high-tech@2026-02-30/", "2026-03-01", YUN_TRUTH_UNKNOWN },
    /* several, and others */
    { "high-tech@2020/2023;high-tech@2023/2026", "2025-01-01", YUN_TRUTH_YES },
    { "high-tech;high-tech@2024/2027", "2025-01-01", YUN_TRUTH_YES },
    { "high-tech@2020/2023;high-tech", "2025-01-01", YUN_TRUTH_UNKNOWN },
    { "srdi@2024/2027", "2025-01-01", YUN_TRUTH_NO },
    { "瞪羚；高企 @ 2024 / 2027", "2025-01-01", YUN_TRUTH_YES },
    { "any@2024/2027", "2025-01-01", YUN_TRUTH_NO },
    { "", "2025-01-01", YUN_TRUTH_NO },
    { NULL, "2025-01-01", YUN_TRUTH_NO },
    { "high-tech@2020/2023", NULL, YUN_TRUTH_YES },
    { "srdi@2020/2023", NULL, YUN_TRUTH_NO },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    if (yun_terms_hold (&yun_enum_tier, cases[i].list, 1, cases[i].day) != cases[i].truth)
      g_error ("%s on %s", cases[i].list, cases[i].day);
}

/* The first and last day a date may mean, as numbers. */
static void
get_days (const char *date, int shift, guint32 *first, guint32 *last)
{
  int   year = 0, month = 0, day = 0, n = sscanf (date, "%d-%d-%d", &year, &month, &day);
  GDate from, to;

  year += shift;
  g_date_clear (&from, 1);
  g_date_clear (&to, 1);
  if (n == 3)
    day = MIN (day, g_date_get_days_in_month (month, (GDateYear) year));
  g_date_set_dmy (&from, n == 3 ? (GDateDay) day : 1, n > 1 ? month : 1, (GDateYear) year);
  g_date_set_dmy (&to,
                  n == 3   ? (GDateDay) day
                  : n == 2 ? g_date_get_days_in_month (month, (GDateYear) year)
                           : 31,
                  n > 1 ? month : 12, (GDateYear) year);
  *first = g_date_get_julian (&from);
  *last = g_date_get_julian (&to);
}

static char *
make_date (int year)
{
  char *date = g_strdup_printf ("%d-%02d-%02d", year, g_test_rand_int_range (1, 13),
                                g_test_rand_int_range (1, 29));

  date[((const int[]){ 4, 7, 10 })[g_test_rand_int_range (0, 3)]] = '\0';
  return date;
}

/* Held for sure when held whatever days the dates mean, not held when held for none of them. */
static void
test_oracle (void)
{
  for (int i = 0; i < 20000; i++)
    {
      int year = g_test_rand_int_range (2019, 2027), given = g_test_rand_int_range (1, 4);
      g_autofree char *from = make_date (year), *to = make_date (year + 3);
      g_autofree char *day = make_date (g_test_rand_int_range (year - 1, year + 6));
      g_autofree char *list =
        g_strdup_printf ("champion@%s/%s", given & 1 ? from : "", given & 2 ? to : "");
      guint32  from_first, from_last, to_first, to_last, on, end;
      YunTruth wanted;

      if (strlen (day) < 10)
        continue;
      get_days (given & 1 ? from : to, given & 1 ? 0 : -3, &from_first, &from_last);
      get_days (given & 2 ? to : from, given & 2 ? 0 : 3, &to_first, &to_last);
      get_days (day, 0, &on, &end);
      wanted = from_last <= on && on <= to_first ? YUN_TRUTH_YES
               : on < from_first || on > to_last ? YUN_TRUTH_NO
                                                 : YUN_TRUTH_UNKNOWN;
      if (yun_terms_hold (&yun_enum_tier, list, 1 << 4, day) != wanted)
        g_error ("%s on %s", list, day);
    }
}

static void
test_text (void)
{
  static const struct
  {
    const char *text;
    const char *kept;  /* (nullable): it is no value */
    const char *shown; /* (nullable): of what is kept */
  } cases[] = {
    { "srdi@2021/", "srdi@2021/", "Specialised SME (2021–)" },
    { "high-tech@2023/2026", "high-tech@2023/2026", "High-tech enterprise (2023–2026)" },
    { "高企", "high-tech", "High-tech enterprise" },
    { "champion@", "champion", "Manufacturing champion" },
    { " 高企@2023-11 ； 小巨人@/2027-01-31 ", "high-tech@2023-11/;little-giant@/2027-01-31",
      "High-tech enterprise (2023-11–), Little giant (–2027-01-31)" },
    { "瞪羚", "瞪羚", "瞪羚" },
    { "any@2024/", NULL, NULL },
    { "瞪羚@2024/", NULL, NULL },
    { "high-tech@20x/", NULL, NULL },
    { "high-tech@2024-02-30/", NULL, NULL },
    { "high-tech@2026/2023", NULL, NULL },
    { "high-tech@2023/2026/2029", NULL, NULL },
  };
  g_autoptr (YunRecord) firm = yun_entity_new_record (&yun_entity_firm);
  const YunField       *field = yun_entity_get_field (&yun_entity_firm, "tier");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean           ok = yun_record_parse_value (firm, field, cases[i].text, &error);
      g_autofree char   *shown = NULL;

      if (cases[i].kept == NULL)
        {
          g_assert_error (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_VALUE);
          g_assert_false (ok);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (yun_record_get_text (firm, field), ==, cases[i].kept);
      shown = yun_record_format (firm, field);
      g_assert_cmpstr (shown, ==, cases[i].shown);
    }
}

static void
test_filter (void)
{
  static const struct
  {
    const char *text;
    const char *tiers; /* (nullable): unknown */
    gboolean    matches;
  } cases[] = {
    { "tier:high-tech", "high-tech@2019/2022", TRUE },
    { "tier:high-tech", "srdi@2019/2022", FALSE },
    { "tier:any", "srdi@2019/2022", TRUE },
    { "tier:any", "瞪羚", FALSE },
    { "tier:any", NULL, FALSE },
    { "资质:高企@2024-11-29", "high-tech@2023/2026", TRUE },
    { "资质:高企@2026-11-29", "high-tech@2023/2026", FALSE },
    { "资质:高企,?@2026-11-29", "high-tech@2023/2026", TRUE },
    { "资质:高企,?@2026-11-29", NULL, TRUE },
    { "资质:高企,?@2027-11-29", "high-tech@2023/2026", FALSE },
    { "-资质:高企@2026-11-29", "high-tech@2023/2026", TRUE },
    { "-资质:高企,?@2026-11-29", "high-tech@2023/2026", FALSE },
    { "-资质:高企,?@2027-11-29", "high-tech@2023/2026", TRUE },
    { "tier:srdi,high-tech@2024-11-29", "srdi;high-tech@2023/2026", TRUE },
    { "tier:?", "high-tech", FALSE },
    { "tier:?", NULL, TRUE },
    { "tier:?@2026-11-29", NULL, TRUE },
    { "tier:?@2026-11-29", "high-tech@2023/2026", TRUE },
    { "tier:?@2026-11-29", "high-tech@2023/2026;srdi@2025/2028", FALSE },
    { "tier:?@2027-11-29", "high-tech@2023/2026", FALSE },
    { "tier:any -tier:any,?@2026-11-29", "high-tech@2022/2025", TRUE },
    { "tier:any -tier:any,?@2026-11-29", "high-tech@2023/2026", FALSE },
  };
  const YunField *field = yun_entity_get_field (&yun_entity_firm, "tier");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (YunRecord) firm = yun_entity_new_record (&yun_entity_firm);
      g_autoptr (GError)    error = NULL;
      g_autoptr (YunFilter) filter = yun_filter_parse (cases[i].text, NULL, &error);

      g_assert_no_error (error);
      yun_record_set_text (firm, field, cases[i].tiers);
      if (yun_filter_match (filter, firm, NULL, NULL) != cases[i].matches)
        g_error ("“%s” %s %s", cases[i].text, cases[i].matches ? "does not match" : "matches",
                 cases[i].tiers);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/term/days", test_days);
  g_test_add_func ("/term/oracle", test_oracle);
  g_test_add_func ("/term/text", test_text);
  g_test_add_func ("/term/filter", test_filter);
  return g_test_run ();
}
