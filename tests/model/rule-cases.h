/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-plot.h"
#include "yun-rule.h"

#include <string.h>

/* The cases of tests/model/data/rules.txt; what stands in it is said there. */
typedef struct
{
  guint          line;
  const YunRule *rule;
  char          *day;     /* (owned) */
  char          *facts;   /* (owned): "field=value field=value" */
  YunTruth       truth;   /* of a case */
  char          *reasons; /* (owned): a sign and what is said of the facts, joined with "; " */
} RuleCase;

static inline void
rule_case_free (RuleCase *self)
{
  g_free (self->day);
  g_free (self->facts);
  g_free (self->reasons);
  g_free (self);
}

static inline YunTruth
rule_case_read_truth (const char *word)
{
  static const char *const words[] = { "no", "yes", "unknown" };

  for (int i = 0; i < 3; i++)
    if (strcmp (word, words[i]) == 0)
      return (YunTruth) i;
  g_error ("“%s” is no verdict", word);
}

/** (transfer full): "rule | day | facts | verdict | reasons" of @line. */
static inline RuleCase *
rule_case_read (const char *line, guint number)
{
  g_auto (GStrv) parts = g_strsplit (line, "|", 5);
  RuleCase      *self = g_new0 (RuleCase, 1);

  g_assert_cmpuint (g_strv_length (parts), ==, 5);
  for (char **part = parts; *part != NULL; part++)
    g_strstrip (*part);
  self->line = number;
  self->rule = yun_rule_find (parts[0]);
  g_assert_nonnull (self->rule);
  self->day = g_strdup (parts[1]);
  self->facts = g_strdup (parts[2]);
  self->truth = rule_case_read_truth (parts[3]);
  self->reasons = g_strdup (parts[4]);
  return self;
}

/** (transfer full) (element-type RuleCase): of the file @path. */
static inline GPtrArray *
rule_cases_read (const char *path)
{
  g_autofree char   *text = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv)     lines = NULL;
  GPtrArray         *cases = g_ptr_array_new_with_free_func ((GDestroyNotify) rule_case_free);

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0' && *lines[i] != '#')
      g_ptr_array_add (cases, rule_case_read (lines[i], i + 1));
  return cases;
}

/** (transfer full): a plot that has the facts of @self and no others. */
static inline YunRecord *
rule_case_make_plot (const RuleCase *self)
{
  YunRecord     *plot = yun_entity_new_record (&yun_entity_plot);
  g_auto (GStrv) pairs = g_strsplit (self->facts, " ", -1);

  for (char **pair = pairs; *pair != NULL && **pair != '\0'; pair++)
    {
      g_auto (GStrv)     two = g_strsplit (*pair, "=", 2);
      const YunField    *field = yun_entity_get_field (&yun_entity_plot, two[0]);
      g_autoptr (GError) error = NULL;

      g_assert_nonnull (field);
      g_assert_true (yun_record_parse_value (plot, field, two[1], &error));
      g_assert_no_error (error);
    }
  return plot;
}
