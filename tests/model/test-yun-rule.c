/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "rule-cases.h"

#include <locale.h>

/* A reason says a condition and, behind a dash, what the record says to it. */
#define DASH " – "

/* "+ it is Vacant; ? Start due is missing": all that is said of the facts. */
static char *
print_facts (GPtrArray *reasons)
{
  static const char signs[] = { '-', '+', '?' };
  GString          *out = g_string_new (NULL);

  for (guint i = 0; i < reasons->len; i++)
    {
      YunReason  *reason = g_ptr_array_index (reasons, i);
      const char *dash = strstr (reason->text, DASH);

      g_assert_nonnull (dash);
      g_string_append_printf (out, "%s%c %s", i > 0 ? "; " : "", signs[reason->truth],
                              dash + strlen (DASH));
    }
  return g_string_free (out, FALSE);
}

/* "Use state: Vacant, Cleared / any of: …": all that is asked, whatever the record. */
static char *
print_conditions (GPtrArray *reasons)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < reasons->len; i++)
    {
      YunReason  *reason = g_ptr_array_index (reasons, i);
      const char *dash = strstr (reason->text, DASH);

      g_string_append_printf (out, "%s%s%.*s", i > 0 ? " / " : "",
                              reason->depth > 0 ? "one of: " : "", (int) (dash - reason->text),
                              reason->text);
    }
  return g_string_free (out, FALSE);
}

/* What is said of a fact that is missing names that fact, so that a form can lead to it. */
static void
check_fields (GPtrArray *reasons)
{
  for (guint i = 0; i < reasons->len; i++)
    {
      YunReason  *reason = g_ptr_array_index (reasons, i);
      const char *said = strstr (reason->text, DASH);

      if (g_str_has_suffix (said, "is missing"))
        g_assert_nonnull (strstr (said, yun_field_get_label (reason->field)));
      else
        g_assert_true (g_str_has_prefix (reason->text, yun_field_get_label (reason->field)) ||
                       reason->truth == YUN_TRUTH_UNKNOWN);
    }
}

static void
test_cases (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "model", "data", "rules.txt", NULL);
  g_autoptr (GPtrArray) cases = rule_cases_read (path);
  gboolean              good = TRUE;

  g_assert_cmpuint (cases->len, >=, 80);
  for (guint i = 0; i < cases->len; i++)
    {
      const RuleCase       *one = g_ptr_array_index (cases, i);
      g_autoptr (YunRecord) plot = rule_case_make_plot (one);
      g_autoptr (GPtrArray) reasons = yun_rule_explain (one->rule, plot, one->day);
      g_autofree char      *facts = print_facts (reasons);
      YunTruth              truth = yun_rule_evaluate (one->rule, plot, one->day);

      check_fields (reasons);
      if (truth == one->truth && strcmp (facts, one->reasons) == 0)
        continue;
      g_test_message ("line %u: %s on %s: “%s” gives %d: %s", one->line,
                      yun_rule_get_id (one->rule), one->day, one->facts, truth, facts);
      good = FALSE;
    }
  g_assert_true (good);
}

static void
test_conditions (void)
{
  static const struct
  {
    const char *rule;
    const char *conditions;
  } rules[] = {
    { "not-started",
      "Use state: Vacant, Cleared / Standing: none of Approved, not supplied, Reserve / "
      "one of: Start due: 12 months or more before 2026-12-31 / "
      "one of: Delivered: 24 months or more before 2026-12-31 "
      "(article 22: to be begun a year after delivery) / "
      "one of: Construction-land approval: 24 months or more before 2026-12-31 "
      "(article 22: to be begun a year after the approval)" },
    { "stopped",
      "Use state: Under construction / Standing: none of Approved, not supplied, Reserve / "
      "one of: Area developed: less than 33.3 % of Area to be developed / "
      "one of: Invested so far: less than 25 % of Total investment / "
      "Stopped since: 12 months or more before 2026-12-31" },
    { "recoverable",
      "Use state: Vacant, Cleared / Standing: none of Approved, not supplied, Reserve / "
      "one of: Start due: 24 months or more before 2026-12-31 / "
      "one of: Delivered: 36 months or more before 2026-12-31 "
      "(article 22: to be begun a year after delivery) / "
      "one of: Construction-land approval: 36 months or more before 2026-12-31 "
      "(article 22: to be begun a year after the approval) / "
      "Cause of delay: none of The authorities, Force majeure" },
    { "graded-low", "Efficiency class: C, D / Class year: one of the 3 years up to 2026" },
  };
  guint                 n;
  const YunRule *const *list = yun_rule_list (&n);
  g_autoptr (YunRecord) plot = yun_entity_new_record (&yun_entity_plot);

  g_assert_cmpuint (n, ==, G_N_ELEMENTS (rules));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GPtrArray) reasons = yun_rule_explain (list[i], plot, "2026-12-31");
      g_autofree char      *conditions = print_conditions (reasons);

      g_assert_cmpstr (yun_rule_get_id (list[i]), ==, rules[i].rule);
      g_assert_cmpstr (conditions, ==, rules[i].conditions);
    }
}

/* (transfer full): the rule, the condition by the fact it asks of, and an answer. */
static char *
make_key (const YunRule *rule, const YunReason *reason, YunTruth truth)
{
  return g_strdup_printf ("%s, %.*s, %d", yun_rule_get_id (rule), (int) strcspn (reason->text, ":"),
                          reason->text, truth);
}

/* For each condition of each rule a case that meets it, one that does not and one that cannot tell;
 * the last only where not knowing is a doubt: a condition that a plot meets of which nothing is
 * known leaves none. */
static void
test_complete (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "model", "data", "rules.txt", NULL);
  g_autoptr (GPtrArray)  cases = rule_cases_read (path);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint                  n;
  const YunRule *const  *rules = yun_rule_list (&n);
  g_autoptr (YunRecord)  empty = yun_entity_new_record (&yun_entity_plot);

  for (guint i = 0; i < cases->len; i++)
    {
      const RuleCase       *one = g_ptr_array_index (cases, i);
      g_autoptr (YunRecord) plot = rule_case_make_plot (one);
      g_autoptr (GPtrArray) reasons = yun_rule_explain (one->rule, plot, one->day);

      for (guint k = 0; k < reasons->len; k++)
        {
          const YunReason *reason = g_ptr_array_index (reasons, k);

          g_hash_table_add (seen, make_key (one->rule, reason, reason->truth));
        }
    }
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GPtrArray) reasons = yun_rule_explain (rules[i], empty, "2026-12-31");

      for (guint k = 0; k < reasons->len; k++)
        for (int truth = 0; truth < 3; truth++)
          {
            const YunReason *reason = g_ptr_array_index (reasons, k);
            g_autofree char *key = make_key (rules[i], reason, truth);

            if (truth == YUN_TRUTH_UNKNOWN && reason->truth == YUN_TRUTH_YES)
              g_assert_false (g_hash_table_contains (seen, key));
            else if (!g_hash_table_contains (seen, key))
              g_error ("no case: rule, condition, truth: %s", key);
          }
    }
}

/* What is said of a plot of these facts on 2026-12-31. */
static void
test_verdicts (void)
{
#define NOT_STARTED "use-state=vacant start-due=2025-06-01"
#define TWO_YEARS "use-state=vacant start-due=2024-06-01"
#define STOPPED "use-state=construction area-due=300 area-started=50 stopped=2025-06-01"
  static const struct
  {
    const char *rule;
    const char *facts;
    const char *verdict;
  } cases[] = {
    /* whose cause it is decides how it is dealt with, not whether it is idle */
    { "not-started", NOT_STARTED " delay-cause=government",
      "idle, to be dealt with by article 12" },
    { "not-started", NOT_STARTED " delay-cause=force-majeure",
      "idle, to be dealt with by article 12" },
    { "not-started", NOT_STARTED " delay-cause=holder", "idle, to be dealt with by article 14" },
    { "not-started", NOT_STARTED " delay-cause=none", "idle, to be dealt with by article 14" },
    { "not-started", NOT_STARTED, "fits; cause to be found out" },
    { "not-started", NOT_STARTED " standing=reserve", "does not match" },
    { "not-started", "use-state=vacant", "cannot be told" },
    /* article 22 stands in for a start that was not agreed */
    { "not-started", "use-state=vacant delivered=2024-06-01 delay-cause=holder",
      "idle, to be dealt with by article 14" },
    { "not-started", "use-state=vacant land-approval=2024-06-01 delay-cause=government",
      "idle, to be dealt with by article 12" },
    /* article 8 leads to article 12; of other causes article 2 (2) alone says nothing */
    { "stopped", STOPPED " delay-cause=holder",
      "may be found idle; the finding says how it is dealt with" },
    { "stopped", STOPPED " delay-cause=government",
      "may be found idle, to be dealt with by article 12" },
    { "stopped", STOPPED, "fits; cause to be found out" },
    { "recoverable", TWO_YEARS " delay-cause=holder",
      "idle, may be recovered without pay by article 14 (2) once approved" },
    { "recoverable", TWO_YEARS, "fits; cause to be found out" },
    { "recoverable", TWO_YEARS " delay-cause=force-majeure", "does not match" },
    { "recoverable", NOT_STARTED " delay-cause=holder", "does not match" },
    { "graded-low", "grade=C grade-year=2025", "matches" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      RuleCase              one = { .facts = (char *) cases[i].facts };
      g_autoptr (YunRecord) plot = rule_case_make_plot (&one);

      g_test_message ("%s: %s", cases[i].rule, cases[i].facts);
      g_assert_cmpstr (yun_rule_get_verdict (yun_rule_find (cases[i].rule), plot, "2026-12-31"), ==,
                       cases[i].verdict);
    }
}

static void
test_list (void)
{
  guint                 n;
  const YunRule *const *rules = yun_rule_list (&n);

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
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rule/cases", test_cases);
  g_test_add_func ("/rule/conditions", test_conditions);
  g_test_add_func ("/rule/complete", test_complete);
  g_test_add_func ("/rule/verdicts", test_verdicts);
  g_test_add_func ("/rule/list", test_list);
  return g_test_run ();
}
