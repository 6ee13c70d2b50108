/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "../model/rule-cases.h"
#include "store-fixture.h"

#include "yun-plot.h"
#include "yun-store-private.h"
#include "yun-store-write.h"

#include <locale.h>
#include <time.h>

/* The cases of tests/model/data/rules.txt once more, asked of a registry: the SQL of a rule says
 * what yun_rule_evaluate() says, and so does the filter over columns kept in memory. */

typedef struct
{
  Fixture    fixture;
  YunStore  *store; /* (owned) */
  GPtrArray *cases; /* (owned) */
  guint      next;  /* of .cases to be imported */
  YunRecord *plot;  /* (owned) (nullable): the one imported last */
} Registry;

static YunRecord *
next_plot (gpointer user_data, GError **error)
{
  Registry        *self = user_data;
  const RuleCase  *one;
  g_autofree char *name = NULL;

  if (self->next == self->cases->len)
    return NULL;
  one = g_ptr_array_index (self->cases, self->next++);
  g_clear_object (&self->plot);
  self->plot = rule_case_make_plot (one);
  name = g_strdup_printf ("line %03u", one->line);
  yun_record_set_text (self->plot, yun_entity_get_field (&yun_entity_plot, "name"), name);
  return self->plot;
}

static void
set_up (Registry *self, gconstpointer data)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "model", "data", "rules.txt", NULL);
  g_autoptr (YunChange) change = NULL;
  g_autoptr (GError)    error = NULL;

  fixture_set_up (&self->fixture, NULL);
  self->store = fixture_create (&self->fixture);
  self->cases = rule_cases_read (path);
  self->next = 0;
  change =
    yun_store_import_sync (self->store, YUN_ACTION_IMPORT, "", next_plot, self, "", NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Registry *self, gconstpointer data)
{
  g_clear_object (&self->plot);
  g_clear_pointer (&self->cases, g_ptr_array_unref);
  g_clear_object (&self->store);
  fixture_tear_down (&self->fixture, NULL);
}

/* Whether the plot of @one is shown by "candidate:RULE@DAY", or with ",?" behind the rule. */
static gboolean
is_shown (Registry *self, const RuleCase *one, gboolean or_unknown)
{
  g_autofree char *text =
    g_strdup_printf ("plot name:\"line %03u\" candidate:%s%s@%s", one->line,
                     yun_rule_get_id (one->rule), or_unknown ? ",?" : "", one->day);
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunFilter) filter = yun_filter_parse (text, NULL, &error);
  g_autoptr (YunAnswer) answer = NULL;

  g_assert_no_error (error);
  answer = yun_store_ask_sync (self->store, filter, YUN_ENTITY_ALL, NULL, NULL, &error);
  g_assert_no_error (error);
  return answer->totals[yun_entity_get_index (&yun_entity_plot)].count == 1;
}

static void
test_cases (Registry *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gboolean           good = TRUE;

  if (data != NULL)
    g_assert_true (yun_store_keep_columns_sync (self->store, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < self->cases->len; i++)
    {
      const RuleCase *one = g_ptr_array_index (self->cases, i);

      if (is_shown (self, one, FALSE) == (one->truth == YUN_TRUTH_YES) &&
          is_shown (self, one, TRUE) == (one->truth != YUN_TRUTH_NO))
        continue;
      g_test_message ("line %u is answered otherwise: %s on %s: “%s”", one->line,
                      yun_rule_get_id (one->rule), one->day, one->facts);
      good = FALSE;
    }
  g_assert_true (good);
}

/* ---- The day changes --------------------------------------------------------------- */

/* (transfer full): the local day where it is earliest or latest on earth; two different ones. */
static char *
go_to (const char *zone)
{
  g_autoptr (GDateTime) now = NULL;

  g_setenv ("TZ", zone, TRUE);
  tzset ();
  now = g_date_time_new_now_local ();
  return g_date_time_format (now, "%Y-%m-%d");
}

static gint64
count (YunStore *store, const char *text)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunFilter) filter = yun_filter_parse (text, NULL, &error);
  g_autoptr (YunAnswer) answer = NULL;

  g_assert_no_error (error);
  answer = yun_store_ask_sync (store, filter, YUN_ENTITY_ALL, NULL, NULL, &error);
  g_assert_no_error (error);
  return answer->totals[yun_entity_get_index (&yun_entity_plot)].count;
}

/* Nothing is written between the two days, and the answer is that of its day. */
static void
test_next_day (Registry *self, gconstpointer data)
{
  static const char *const zones[] = { "Etc/GMT+12", "Etc/GMT-14", "Etc/GMT+12" };
  g_autofree char         *old = g_strdup (g_getenv ("TZ"));
  g_autoptr (GDateTime)    now = g_date_time_new_now_local ();
  g_autoptr (YunEdits)     edits = yun_edits_new (YUN_ACTION_ADD, "", "");
  g_autoptr (YunChange)    change = NULL;
  g_autoptr (GError)       error = NULL;
  gint64                   counts[3];

  /* Due a year before today, or some days beside it. */
  for (int days = -4; days <= 4; days++)
    {
      g_autoptr (GDateTime) day = g_date_time_add_days (now, days);
      g_autoptr (GDateTime) year = g_date_time_add_years (day, -1);
      g_autofree char      *due = g_date_time_format (year, "%Y-%m-%d");
      g_autoptr (YunRecord) plot = yun_entity_new_record (&yun_entity_plot);

      yun_record_set_text (plot, yun_entity_get_field (&yun_entity_plot, "name"), "隔日");
      g_assert_true (yun_record_parse_value (
        plot, yun_entity_get_field (&yun_entity_plot, "use-state"), "vacant", &error));
      yun_record_set_text (plot, yun_entity_get_field (&yun_entity_plot, "start-due"), due);
      yun_edits_add_insert (edits, plot);
    }
  change = yun_store_write_sync (self->store, edits, NULL, &error);
  g_assert_no_error (error);
  if (data != NULL)
    g_assert_true (yun_store_keep_columns_sync (self->store, &error));
  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    {
      g_autofree char *day = go_to (zones[i]);
      g_autofree char *text = g_strdup_printf ("plot name:隔日 candidate:not-started@%s", day);

      counts[i] = count (self->store, "plot name:隔日 candidate:not-started");
      g_assert_cmpint (counts[i], ==, count (self->store, text));
    }
  g_assert_cmpint (counts[0], <, counts[1]);
  g_assert_cmpint (counts[2], ==, counts[0]);
  if (old != NULL)
    g_setenv ("TZ", old, TRUE);
  else
    g_unsetenv ("TZ");
  tzset ();
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/rules/sql", Registry, NULL, set_up, test_cases, tear_down);
  g_test_add ("/rules/columns", Registry, "columns", set_up, test_cases, tear_down);
  g_test_add ("/rules/next-day/sql", Registry, NULL, set_up, test_next_day, tear_down);
  g_test_add ("/rules/next-day/columns", Registry, "columns", set_up, test_next_day, tear_down);
  return g_test_run ();
}
