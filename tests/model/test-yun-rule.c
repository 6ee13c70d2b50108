/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-plot.h"
#include "yun-rule.h"

#include <string.h>

/* "field=value field=value": a plot that has these facts. */
static YunRecord *
make_plot (const char *facts)
{
  YunRecord     *plot = yun_entity_new_record (&yun_entity_plot);
  g_auto (GStrv) pairs = g_strsplit (facts, " ", -1);

  for (char **pair = pairs; *pair != NULL && **pair != '\0'; pair++)
    {
      char              *value = strchr (*pair, '=');
      g_autoptr (GError) error = NULL;
      const YunField    *field;

      *value++ = '\0';
      field = yun_entity_get_field (&yun_entity_plot, *pair);
      g_assert_nonnull (field);
      yun_record_parse_value (plot, field, value, &error);
      g_assert_no_error (error);
    }
  return plot;
}

#define YES YUN_TRUTH_YES
#define NO YUN_TRUTH_NO
#define DUNNO YUN_TRUTH_UNKNOWN

static void
test_cases (void)
{
  static const struct
  {
    const char *rule;
    const char *facts;
    const char *date;
    YunTruth    truth;
    const char *missing; /* (nullable): the field that is */
  } cases[] = {
    { "not-started", "use-state=vacant start-due=2024-03-01 delay-cause=holder", "2025-03-01", YES,
      NULL },
    { "not-started", "use-state=vacant start-due=2024-03-01 delay-cause=holder", "2025-02-28", NO,
      NULL },
    { "not-started", "use-state=vacant start-due=2024-02-29 delay-cause=none", "2025-02-28", NO,
      NULL },
    { "not-started", "use-state=vacant start-due=2024-02-29 delay-cause=none", "2025-03-01", YES,
      NULL },
    { "not-started", "use-state=vacant start-due=2024 delay-cause=none", "2025-12-31", YES, NULL },
    { "not-started", "use-state=vacant start-due=2024 delay-cause=none", "2025-06-30", DUNNO,
      "start-due" },
    { "not-started", "use-state=vacant start-due=2024-06 delay-cause=none", "2025-06-15", DUNNO,
      "start-due" },
    { "not-started", "use-state=vacant start-due=2024-06 delay-cause=none", "2025-07-01", YES,
      NULL },
    { "not-started", "use-state=vacant start-due=2024-06 delay-cause=none", "2025-05-31", NO,
      NULL },
    { "not-started", "use-state=vacant delay-cause=none", "2026-01-01", DUNNO, "start-due" },
    { "not-started", "use-state=vacant start-due=2020-01-01", "2026-01-01", DUNNO, "delay-cause" },
    { "not-started", "use-state=vacant start-due=2020-01-01 delay-cause=government", "2026-01-01",
      NO, NULL },
    { "not-started", "use-state=vacant start-due=2020-01-01 delay-cause=force-majeure",
      "2026-01-01", NO, NULL },
    { "not-started", "use-state=in-use", "2026-01-01", NO, NULL },
    { "not-started", "start-due=2020-01-01 delay-cause=none", "2026-01-01", DUNNO, "use-state" },
    { "not-started", "", "2026-01-01", DUNNO, "use-state" },
    { "recoverable", "use-state=vacant start-due=2024-03-01 delay-cause=holder", "2025-12-31", NO,
      NULL },
    { "recoverable", "use-state=vacant start-due=2024-03-01 delay-cause=holder", "2026-03-01", YES,
      NULL },
    { "stopped",
      "use-state=construction stopped=2024-01-01 delay-cause=none area-due=3000 area-started=999",
      "2025-06-01", YES, NULL },
    { "stopped",
      "use-state=construction stopped=2024-01-01 delay-cause=none area-due=3000 area-started=1000 "
      "invest-total=100 invest-done=25",
      "2025-06-01", NO, NULL },
    { "stopped",
      "use-state=construction stopped=2024-01-01 delay-cause=none area-due=3000 area-started=1000 "
      "invest-total=100 invest-done=24.9",
      "2025-06-01", YES, NULL },
    { "stopped",
      "use-state=construction stopped=2024-01-01 delay-cause=none area-due=3000 area-started=2000",
      "2025-06-01", DUNNO, "invest-done" },
    { "stopped", "use-state=construction delay-cause=none area-due=3000 area-started=500",
      "2025-06-01", DUNNO, "stopped" },
    { "stopped",
      "use-state=construction stopped=2025-01-01 delay-cause=none area-due=3000 area-started=500",
      "2025-06-01", NO, NULL },
    { "stopped",
      "use-state=construction stopped=2024-01-01 delay-cause=none area-due=0 area-started=0 "
      "invest-total=100 invest-done=90",
      "2025-06-01", DUNNO, "area-due" },
    { "graded-low", "grade=C grade-year=2024", "2026-11-22", YES, NULL },
    { "graded-low", "grade=D grade-year=2023", "2026-11-22", NO, NULL },
    { "graded-low", "grade=B grade-year=2025", "2026-11-22", NO, NULL },
    { "graded-low", "grade=D", "2026-11-22", DUNNO, "grade-year" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const YunRule        *rule = yun_rule_find (cases[i].rule);
      g_autoptr (YunRecord) plot = make_plot (cases[i].facts);
      g_autoptr (GPtrArray) reasons = NULL;
      gboolean              missing = cases[i].missing == NULL;

      g_assert_nonnull (rule);
      if (yun_rule_evaluate (rule, plot, cases[i].date) != cases[i].truth)
        g_error ("%s on %s: “%s” gives %d", cases[i].rule, cases[i].date, cases[i].facts,
                 yun_rule_evaluate (rule, plot, cases[i].date));
      reasons = yun_rule_explain (rule, plot, cases[i].date);
      g_assert_cmpuint (reasons->len, >=, 2);
      for (guint k = 0; k < reasons->len; k++)
        {
          YunReason *reason = g_ptr_array_index (reasons, k);

          g_assert_cmpstr (reason->text, !=, "");
          g_assert_nonnull (strstr (reason->text, yun_field_get_label (reason->field)));
          if (reason->truth == YUN_TRUTH_UNKNOWN && cases[i].missing != NULL &&
              strcmp (reason->field->id, cases[i].missing) == 0)
            missing = TRUE;
          /* yes needs every condition that stands alone */
          if (cases[i].truth == YUN_TRUTH_YES && reason->depth == 0)
            g_assert_cmpint (reason->truth, ==, YUN_TRUTH_YES);
        }
      if (!missing)
        g_error ("“%s” does not name %s", cases[i].facts, cases[i].missing);
    }
}

static void
test_list (void)
{
  guint                 n;
  const YunRule *const *rules = yun_rule_list (&n);

  g_assert_cmpuint (n, >=, 4);
  for (guint i = 0; i < n; i++)
    {
      g_assert_true (yun_rule_find (yun_rule_get_id (rules[i])) == rules[i]);
      g_assert_true (yun_rule_find (yun_rule_get_zh (rules[i])) == rules[i]);
      g_assert_cmpstr (yun_rule_get_document (rules[i]), !=, "");
      g_assert_cmpstr (yun_rule_get_clause (rules[i]), !=, "");
      g_assert_cmpstr (yun_rule_get_means (rules[i]), !=, "");
    }
  g_assert_null (yun_rule_find ("no such rule"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rule/cases", test_cases);
  g_test_add_func ("/rule/list", test_list);
  return g_test_run ();
}
