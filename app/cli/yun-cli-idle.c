/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-cli.h"

#include "yun-cli-output.h"
#include "yun-land-filter.h"
#include "yun-plot.h"
#include "yun-rule.h"
#include "yun-unit.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* The words as they were given. */
typedef struct
{
  char   **rules;
  char    *by;
  char    *explain;
  char    *filter;
  char    *gap;
  char    *area;
  int      holders;
  int      take;
  gboolean unknown;
  gboolean groups;
  gboolean json;
} Words;

/* What they mean. */
typedef struct
{
  const YunCliVerb *verb;
  GPtrArray        *rules; /* (owned) (element-type YunRule): all when none is named */
  gboolean          named;
  char             *day;    /* (owned) */
  YunFilter        *filter; /* (owned): with the rules that are named */
  YunLandWants      wants;
} Question;

static void
words_clear (Words *self)
{
  g_strfreev (self->rules);
  g_free (self->by);
  g_free (self->explain);
  g_free (self->filter);
  g_free (self->gap);
  g_free (self->area);
}

static void
question_clear (Question *self)
{
  g_clear_pointer (&self->rules, g_ptr_array_unref);
  g_clear_pointer (&self->filter, yun_filter_unref);
  g_free (self->day);
}

/* ---- Reading the words -------------------------------------------------------------- */

static gboolean
read_rules (const Words *words, Question *question)
{
  guint                 n;
  const YunRule *const *all = yun_rule_list (&n);

  question->rules = g_ptr_array_new ();
  question->named = words->rules != NULL;
  for (guint i = 0; words->rules == NULL && i < n; i++)
    g_ptr_array_add (question->rules, (gpointer) all[i]);
  for (guint i = 0; words->rules != NULL && words->rules[i] != NULL; i++)
    {
      const YunRule      *rule = yun_rule_find (words->rules[i]);
      g_autoptr (GString) names = g_string_new (NULL);

      if (rule != NULL)
        {
          g_ptr_array_add (question->rules, (gpointer) rule);
          continue;
        }
      for (guint k = 0; k < n; k++)
        g_string_append_printf (names, "%s%s", k > 0 ? ", " : "", yun_rule_get_id (all[k]));
      yun_cli_complain (question->verb, _ ("“%s” is no rule; there are: %s."), words->rules[i],
                        names->str);
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_day (const Words *words, Question *question)
{
  GDate date;

  if (words->by == NULL)
    {
      question->day = yun_rule_get_today ();
      return TRUE;
    }
  g_date_clear (&date, 1);
  if (strlen (words->by) == 10 && words->by[4] == '-' && words->by[7] == '-')
    g_date_set_parse (&date, words->by);
  if (!g_date_valid (&date))
    {
      yun_cli_complain (question->verb, _ ("--by takes a day: 2026-12-31."));
      return FALSE;
    }
  question->day = g_strdup (words->by);
  return TRUE;
}

/* A number with an optional unit of @base. */
static gboolean
read_measure (const char *text, const char *base, const char *unit, double *value)
{
  g_autofree char *number = NULL;
  gsize            length = strspn (text, "0123456789.");
  double           factor;

  if (text[length] != '\0')
    unit = text + length;
  number = g_strndup (text, length);
  if (!yun_number_parse (number, value) || yun_unit_find (unit, base, &factor) == NULL)
    return FALSE;
  *value *= factor;
  return TRUE;
}

static gboolean
read_wants (const Words *words, Question *question)
{
  question->wants = (YunLandWants){ 5, 0, MAX (words->holders, 0) };
  if (words->gap != NULL && (!read_measure (words->gap, "m", "m", &question->wants.gap_m) ||
                             question->wants.gap_m > 1000))
    {
      yun_cli_complain (question->verb, _ ("--gap takes a length up to 1 km: 5m."));
      return FALSE;
    }
  if (words->area != NULL && !read_measure (words->area, "m²", "mu", &question->wants.area_m2))
    {
      yun_cli_complain (question->verb, _ ("--area takes an area: 20mu."));
      return FALSE;
    }
  if (words->holders < 0 || words->take < 0 ||
      (!words->groups &&
       (words->gap != NULL || words->area != NULL || words->holders > 0 || words->take > 0)))
    {
      yun_cli_complain (question->verb,
                        _ ("--gap, --area, --holders and --take are for --groups."));
      return FALSE;
    }
  return TRUE;
}

/* (transfer full): "candidate:a,b,?@day" */
static YunFilter *
make_clause (const Question *question, const YunRule *only, gboolean unknown)
{
  g_autoptr (GString) text = g_string_new ("plot candidate:");
  YunFilter          *filter;

  for (guint i = 0; i < question->rules->len; i++)
    {
      const YunRule *rule = g_ptr_array_index (question->rules, i);

      if (only == NULL || rule == only)
        g_string_append_printf (text, "%s%s", text->str[text->len - 1] == ':' ? "" : ",",
                                yun_rule_get_id (rule));
    }
  g_string_append_printf (text, "%s@%s", unknown ? ",?" : "", question->day);
  filter = yun_filter_parse (text->str, NULL, NULL);
  g_assert (filter != NULL);
  return filter;
}

static gboolean
read_words (const Words *words, Question *question, YunExit *status)
{
  g_autoptr (YunFilter) filter = NULL;

  *status = YUN_EXIT_USAGE;
  if (!read_rules (words, question) || !read_day (words, question) || !read_wants (words, question))
    return FALSE;
  filter = yun_cli_parse_filter (&yun_entity_plot, words->filter, status);
  if (filter == NULL)
    return FALSE;
  if (question->named)
    {
      g_autoptr (YunFilter) clause = make_clause (question, NULL, words->unknown);

      question->filter = yun_filter_with_all (filter, clause);
    }
  else
    question->filter = g_steal_pointer (&filter);
  return TRUE;
}

/* ---- What the rules say of a plot ---------------------------------------------------- */

static const char *
get_answer_id (YunTruth truth)
{
  static const char *const ids[] = { "no", "yes", "unknown" };

  return ids[truth];
}

static void
append_rule (GString *out, const YunRule *rule)
{
  g_string_append (out, "\"rule\":");
  yun_cli_append_string (out, yun_rule_get_id (rule));
  g_string_append (out, ",\"title\":");
  yun_cli_append_string (out, yun_rule_get_title (rule));
  g_string_append (out, ",\"document\":");
  yun_cli_append_string (out, yun_rule_get_document (rule));
  g_string_append (out, ",\"clause\":");
  yun_cli_append_string (out, yun_rule_get_clause (rule));
}

static void
append_answer (GString *out, const YunRule *rule, YunRecord *record, const char *day)
{
  g_autoptr (GPtrArray) reasons = yun_rule_explain (rule, record, day);
  const char           *treatment = yun_rule_get_treatment (rule, record, day);

  g_string_append_c (out, '{');
  append_rule (out, rule);
  g_string_append_printf (out, ",\"answer\":\"%s\"",
                          get_answer_id (yun_rule_evaluate (rule, record, day)));
  if (treatment != NULL)
    {
      g_string_append (out, ",\"treatment\":");
      yun_cli_append_string (out, treatment);
    }
  g_string_append (out, ",\"reasons\":[");
  for (guint i = 0; i < reasons->len; i++)
    {
      const YunReason *reason = g_ptr_array_index (reasons, i);

      g_string_append_printf (out,
                              "%s{\"answer\":\"%s\",\"field\":\"%s\",\"text\":", i > 0 ? "," : "",
                              get_answer_id (reason->truth), reason->field->id);
      yun_cli_append_string (out, reason->text);
      g_string_append_c (out, '}');
    }
  g_string_append (out, "]}");
}

static void
print_answer (const YunRule *rule, YunRecord *record, const char *day)
{
  static const char *const signs[] = { "✗", "✓", "?" };
  YunTruth                 truth = yun_rule_evaluate (rule, record, day);
  g_autoptr (GPtrArray)    reasons = yun_rule_explain (rule, record, day);

  printf ("%s %s: %s\n    %s %s\n", signs[truth], yun_rule_get_title (rule),
          yun_rule_get_verdict (rule, record, day), yun_rule_get_document (rule),
          yun_rule_get_clause (rule));
  for (guint i = 0; i < reasons->len; i++)
    {
      const YunReason *reason = g_ptr_array_index (reasons, i);
      g_autofree char *shown = yun_cli_dup_shown (reason->text);

      printf ("    %*s%s %s\n", (int) reason->depth * 2, "", signs[reason->truth], shown);
    }
}

static YunExit
explain (YunStore *store, const Words *words, const Question *question)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunRecord) record =
    yun_store_find_sync (store, &yun_entity_plot, words->explain, &error);
  g_autoptr (GString) out = g_string_new (NULL);

  if (record == NULL)
    return yun_cli_fail (error);
  if (words->json)
    {
      g_string_append (out, "{\"uid\":");
      yun_cli_append_string (out, yun_record_get_uid (record));
      g_string_append (out, ",\"name\":");
      yun_cli_append_string (out, yun_record_get_name (record));
      g_string_append_printf (out, ",\"date\":\"%s\",\"rules\":[\n", question->day);
    }
  else
    {
      g_autofree char *name = yun_cli_dup_shown (yun_record_get_name (record));

      printf (_ ("%s, on %s (candidates, not findings)\n"), name, question->day);
    }
  for (guint i = 0; i < question->rules->len; i++)
    {
      const YunRule *rule = g_ptr_array_index (question->rules, i);

      if (words->json)
        {
          g_string_append (out, i > 0 ? ",\n" : "");
          append_answer (out, rule, record, question->day);
        }
      else
        print_answer (rule, record, question->day);
    }
  if (words->json)
    printf ("%s\n]}\n", out->str);
  return YUN_EXIT_OK;
}

/* ---- How many fit each rule ------------------------------------------------------------ */

static YunExit
overview (YunStore *store, const Words *words, const Question *question)
{
  g_autoptr (GString) out = g_string_new (NULL);
  YunCliTable        *table = words->json ? NULL : yun_cli_table_new (5, 1 << 1 | 1 << 3);
  g_autoptr (GError)  error = NULL;

  if (table != NULL)
    yun_cli_table_add (table, (const char *[]){ _ ("Rule"), _ ("Candidates"), _ ("Area"),
                                                _ ("Cannot be told"), _ ("Clause") });
  for (guint i = 0; i < question->rules->len && error == NULL; i++)
    {
      const YunRule        *rule = g_ptr_array_index (question->rules, i);
      g_autoptr (YunFilter) yes = make_clause (question, rule, FALSE);
      g_autoptr (YunFilter) maybe = make_clause (question, rule, TRUE);
      g_autoptr (YunFilter) with_yes = yun_filter_with_all (question->filter, yes);
      g_autoptr (YunFilter) with_maybe = yun_filter_with_all (question->filter, maybe);
      YunTotals             sure, both;

      if (!yun_store_totals_sync (store, &yun_entity_plot, with_yes, &sure, NULL, &error) ||
          !yun_store_totals_sync (store, &yun_entity_plot, with_maybe, &both, NULL, &error))
        continue;
      if (table == NULL)
        {
          g_string_append (out, i > 0 ? ",\n{" : "{");
          append_rule (out, rule);
          g_string_append_printf (out,
                                  ",\"date\":\"%s\",\"candidates\":%" G_GINT64_FORMAT
                                  ",\"unknown\":%" G_GINT64_FORMAT ",\"area_m2\":",
                                  question->day, sure.count, both.count - sure.count);
          yun_cli_append_number (out, sure.count > 0 ? sure.area_m2 : 0);
          g_string_append_c (out, '}');
        }
      else
        {
          g_autofree char *n = g_strdup_printf ("%" G_GINT64_FORMAT, sure.count);
          g_autofree char *unknown = g_strdup_printf ("%" G_GINT64_FORMAT, both.count - sure.count);
          g_autofree char *area = sure.count > 0 ? yun_area_format (sure.area_m2) : g_strdup ("");
          g_autofree char *clause =
            g_strdup_printf ("%s %s", yun_rule_get_document (rule), yun_rule_get_clause (rule));

          yun_cli_table_add (
            table, (const char *[]){ yun_rule_get_title (rule), n, area, unknown, clause });
        }
    }
  g_clear_pointer (&table, yun_cli_table_end);
  if (error != NULL)
    return yun_cli_fail (error);
  if (words->json)
    printf ("[\n%s\n]\n", out->str);
  return YUN_EXIT_OK;
}

/* ---- The plots --------------------------------------------------------------------------- */

typedef struct
{
  const Question *question;
  YunCliTable    *table; /* (nullable): JSON */
  const YunField *town;
  const YunField *holder;
  const YunField *area;
  guint           n;
} Listing;

static void
add_row (const Listing *self, YunRecord *record)
{
  g_autofree char    *area = yun_area_format (yun_record_get_real (record, self->area));
  g_autofree char    *town = yun_record_format (record, self->town);
  g_autofree char    *holder = yun_record_format (record, self->holder);
  g_autoptr (GString) answers = g_string_new (NULL);

  for (guint i = 0; i < self->question->rules->len; i++)
    {
      const YunRule *rule = g_ptr_array_index (self->question->rules, i);
      YunTruth       truth = yun_rule_evaluate (rule, record, self->question->day);

      if (truth != YUN_TRUTH_NO)
        g_string_append_printf (answers, "%s%s%s", answers->len > 0 ? _ (", ") : "",
                                yun_rule_get_title (rule), truth == YUN_TRUTH_UNKNOWN ? " ?" : "");
    }
  yun_cli_table_add (self->table, (const char *[]){ yun_record_get_name (record), town, holder,
                                                    area, answers->str });
}

static gboolean
list_plot_cb (YunRecord *record, gpointer user_data)
{
  Listing            *self = user_data;
  g_autoptr (GString) out = NULL;

  if (self->table != NULL)
    {
      add_row (self, record);
      return TRUE;
    }
  out = g_string_new (self->n++ > 0 ? ",\n{\"uid\":" : "{\"uid\":");
  yun_cli_append_string (out, yun_record_get_uid (record));
  g_string_append (out, ",\"name\":");
  yun_cli_append_string (out, yun_record_get_name (record));
  g_string_append (out, ",\"holder\":");
  yun_cli_append_string (out, yun_record_get_text (record, self->holder));
  g_string_append (out, ",\"area_m2\":");
  yun_cli_append_number (out, yun_record_get_real (record, self->area));
  g_string_append_printf (out, ",\"date\":\"%s\",\"rules\":[", self->question->day);
  for (guint i = 0; i < self->question->rules->len; i++)
    {
      g_string_append (out, i > 0 ? "," : "");
      append_answer (out, g_ptr_array_index (self->question->rules, i), record,
                     self->question->day);
    }
  printf ("%s]}", out->str);
  return TRUE;
}

static YunExit
list_plots (YunStore *store, const Words *words, const Question *question)
{
  Listing            listing = { .question = question };
  g_autoptr (GError) error = NULL;
  gboolean           ok;

  listing.town = yun_entity_get_field (&yun_entity_plot, "town");
  listing.holder = yun_entity_get_field (&yun_entity_plot, "holder");
  listing.area = yun_entity_get_field (&yun_entity_plot, "area");
  if (words->json)
    puts ("[");
  else
    {
      listing.table = yun_cli_table_new (5, 0);
      yun_cli_table_add (listing.table, (const char *[]){ _ ("Plot"), _ ("Town"), _ ("Holder"),
                                                          _ ("Area"), _ ("Candidate of") });
    }
  ok = yun_store_each_record_sync (store, &yun_entity_plot, question->filter, list_plot_cb,
                                   &listing, NULL, &error);
  g_clear_pointer (&listing.table, yun_cli_table_end);
  if (!ok)
    return yun_cli_fail (error);
  if (words->json)
    puts ("\n]");
  return YUN_EXIT_OK;
}

/* ---- Groups -------------------------------------------------------------------------------- */

static void
print_group (const YunLandGroup *group, GPtrArray *plots, guint number)
{
  g_autofree char *described = yun_land_group_describe (group, plots);
  g_autofree char *text = yun_cli_dup_shown (described);
  g_autofree char *doubts = yun_land_group_describe_doubts (group);
  g_autofree char *doubted = yun_cli_dup_shown (doubts);

  printf ("%u. %s\n", number, text);
  if (doubts[0] != '\0')
    printf ("   %s\n", doubted);
  for (guint i = 0; i < group->members->len; i++)
    {
      const YunLandPlot *plot = g_ptr_array_index (plots, g_array_index (group->members, guint, i));
      g_autofree char   *area = yun_area_format (plot->area_m2);

      g_autofree char *name = yun_cli_dup_shown (plot->name);
      g_autofree char *holder =
        yun_cli_dup_shown (plot->holder != NULL ? plot->holder : _ ("Unknown"));

      printf ("   - %s  %s  %s\n", name, area, holder);
    }
}

static void
print_group_json (const YunLandGroup *group, GPtrArray *plots, gboolean first)
{
  g_autoptr (GString) out = g_string_new (first ? "{\"area_m2\":" : ",\n{\"area_m2\":");

  yun_cli_append_number (out, group->area_m2);
  g_string_append_printf (out,
                          ",\"holders\":%u,\"unknown_holders\":%u,\"unknown_areas\":%u,"
                          "\"sketches\":%u,\"choice\":%s,\"plots\":[",
                          group->n_holders, group->n_unknown_holders, group->n_unknown_areas,
                          group->n_sketches, group->is_choice ? "true" : "false");
  for (guint i = 0; i < group->members->len; i++)
    {
      const YunLandPlot *plot = g_ptr_array_index (plots, g_array_index (group->members, guint, i));

      g_string_append_printf (out, "%s{\"id\":%" G_GINT64_FORMAT ",\"name\":", i > 0 ? "," : "",
                              plot->id);
      yun_cli_append_string (out, plot->name);
      g_string_append (out, ",\"area_m2\":");
      yun_cli_append_number (out, plot->area_m2);
      g_string_append (out, ",\"holder\":");
      yun_cli_append_string (out, plot->holder);
      g_string_append_c (out, '}');
    }
  printf ("%s]}", out->str);
}

/* Group @number as a filter, for the verbs that take one. */
static YunExit
take_group (YunStore *store, const YunLandResult *result, guint number, const Question *question)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunJob)    job = NULL;
  g_autoptr (YunFilter) filter = NULL;
  g_autofree char      *text = NULL;

  if (number > result->groups->len)
    {
      if (result->groups->len == 0)
        yun_cli_warn ("%s", _ ("No neighbouring plots reach that together."));
      else
        yun_cli_warn (
          ngettext ("There is only %u group.", "There are only %u groups.", result->groups->len),
          result->groups->len);
      return YUN_EXIT_NOT_FOUND;
    }
  job = yun_land_filter_job_new (store, result, g_ptr_array_index (result->groups, number - 1),
                                 question->filter);
  filter = yun_cli_run_job (job, &error);
  if (filter == NULL)
    return yun_cli_fail (error);
  text = yun_filter_print (filter);
  puts (text);
  return YUN_EXIT_OK;
}

/* What must be known of the groups, beside them. */
static void
print_notes (const YunLandResult *result)
{
  g_autofree char *choice = yun_land_result_describe_choice (result);

  if (choice[0] != '\0')
    g_printerr ("%s\n", choice);
  if (result->n_without_shape > 0)
    g_printerr (ngettext ("%u plot has no outline and so no neighbours.\n",
                          "%u plots have no outline and so no neighbours.\n",
                          result->n_without_shape),
                result->n_without_shape);
  if (result->n_alone > 0)
    g_printerr (ngettext ("%u plot reaches the area on its own.\n",
                          "%u plots reach the area on their own.\n", result->n_alone),
                result->n_alone);
}

static YunExit
list_groups (YunStore *store, const Words *words, const Question *question)
{
  g_autoptr (YunJob) job = yun_land_groups_job_new (store, question->filter, &question->wants);
  g_autoptr (GError) error = NULL;
  g_autoptr (YunLandResult) result = yun_cli_run_job (job, &error);

  if (result == NULL)
    return yun_cli_fail (error);
  if (words->take > 0)
    return take_group (store, result, (guint) words->take, question);
  if (words->json)
    puts ("[");
  for (guint i = 0; i < result->groups->len; i++)
    {
      const YunLandGroup *group = g_ptr_array_index (result->groups, i);

      if (words->json)
        print_group_json (group, result->plots, i == 0);
      else
        print_group (group, result->plots, i + 1);
    }
  if (words->json)
    puts ("\n]");
  else if (result->groups->len == 0)
    g_printerr (_ ("No neighbouring plots reach that together.\n"));
  print_notes (result);
  return YUN_EXIT_OK;
}

YunExit
yun_cli_run_idle (const YunCliVerb *verb, char **arguments)
{
  Words              words = { 0 };
  const GOptionEntry entries[] = {
    { "rule", 0, 0, G_OPTION_ARG_STRING_ARRAY, &words.rules,
      N_ ("List the candidates of this rule (its id or title; may be repeated)"), N_ ("RULE") },
    { "by", 0, 0, G_OPTION_ARG_STRING, &words.by,
      N_ ("What would match on this day (without: today)"), "YYYY-MM-DD" },
    { "unknown", 0, 0, G_OPTION_ARG_NONE, &words.unknown, N_ ("Also those that cannot be told"),
      NULL },
    { "explain", 0, 0, G_OPTION_ARG_STRING, &words.explain,
      N_ ("Why a plot matches, does not, or cannot be told"), N_ ("PLOT") },
    { "filter", 0, 0, G_OPTION_ARG_STRING, &words.filter, N_ ("Only plots that this shows"),
      N_ ("FILTER") },
    { "groups", 0, 0, G_OPTION_ARG_NONE, &words.groups,
      N_ ("List neighbouring plots that together reach an area"), NULL },
    { "gap", 0, 0, G_OPTION_ARG_STRING, &words.gap,
      N_ ("Neighbours are no farther apart (5m; 0: they share a border)"), N_ ("LENGTH") },
    { "area", 0, 0, G_OPTION_ARG_STRING, &words.area, N_ ("Together at least: 20mu"), N_ ("AREA") },
    { "holders", 0, 0, G_OPTION_ARG_INT, &words.holders,
      N_ ("Of at most so many holders (0: any number)"), N_ ("N") },
    { "take", 0, 0, G_OPTION_ARG_INT, &words.take,
      N_ ("Print the filter that shows the plots of group N and no other"), N_ ("N") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &words.json, N_ ("As JSON"), NULL },
    { NULL },
  };
  YunExit              status;
  g_auto (GStrv)       operands = yun_cli_parse (verb, arguments, entries, &status);
  Question             question = { .verb = verb };
  g_autoptr (YunStore) store = NULL;

  if (operands != NULL && read_words (&words, &question, &status) &&
      (store = yun_cli_open (operands[0], YUN_STORE_READ_ONLY, &status)) != NULL)
    {
      if (words.explain != NULL)
        status = explain (store, &words, &question);
      else if (words.groups)
        status = list_groups (store, &words, &question);
      else if (question.named)
        status = list_plots (store, &words, &question);
      else
        status = overview (store, &words, &question);
    }
  question_clear (&question);
  words_clear (&words);
  return status;
}
