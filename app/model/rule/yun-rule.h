/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-record.h"

G_BEGIN_DECLS

/**
 * YunRule: a regulation's condition on the dated facts of a plot, from resources/rules.
 *
 * What a rule fits is a candidate and no more: whether land is idle is a finding
 * of the office, never computed (design.md section 3). A rule answers yes, no,
 * or that it cannot tell because a fact is missing. Rules are static. Any
 * thread.
 */
typedef struct _YunRule YunRule;

typedef enum
{
  YUN_TRUTH_NO,
  YUN_TRUTH_YES,
  YUN_TRUTH_UNKNOWN, /* a fact is missing, or a date is known too coarsely */
} YunTruth;

/** All rules, in the order of the files. */
const YunRule *const *yun_rule_list (guint *n);
/** The rule with this id or title, or NULL. */
const YunRule *yun_rule_find (const char *word);

const char      *yun_rule_get_id (const YunRule *self);
const YunEntity *yun_rule_get_entity (const YunRule *self);
/** In the language of the program: */
const char *yun_rule_get_title (const YunRule *self);
const char *yun_rule_get_means (const YunRule *self);
const char *yun_rule_get_document (const YunRule *self);
const char *yun_rule_get_clause (const YunRule *self);
/** The title in Chinese, as it is written in filters. */
const char *yun_rule_get_zh (const YunRule *self);

/** (transfer full): today, YYYY-MM-DD, local. */
char *yun_rule_get_today (void);

/** Whether @record fits on the day @date (YYYY-MM-DD). */
YunTruth yun_rule_evaluate (const YunRule *self, YunRecord *record, const char *date);

/** "matches", "does not match" or "cannot be told", translated. */
const char *yun_truth_get_word (YunTruth truth);

/** (nullable): what the document does with @record, when the rule fits it on @date: "idle, to be
 * dealt with by article 12", or that a fact which decides it is to be found out. In the language of
 * the program. */
const char *yun_rule_get_treatment (const YunRule *self, YunRecord *record, const char *date);

/** The answer in words: the treatment where there is one, else that of yun_truth_get_word(). */
const char *yun_rule_get_verdict (const YunRule *self, YunRecord *record, const char *date);

/** One condition and what a record's facts say to it. */
typedef struct
{
  YunTruth        truth;
  guint           depth; /* 0: of the rule itself; 1: an alternative within one */
  const YunField *field; /* (nullable): the fact; of UNKNOWN: the one that is missing */
  char           *text;  /* (owned): a sentence for people, translated */
} YunReason;

void yun_reason_free (YunReason *self);

/** (transfer full) (element-type YunReason): every condition of the rule, in its order. */
GPtrArray *yun_rule_explain (const YunRule *self, YunRecord *record, const char *date);

/** Appends to @sql an expression on the table t that is true where the rule answers @wanted (YES or
 * NO) on @date. Only literals of the rule itself and the date stand in it. */
void yun_rule_append_sql (const YunRule *self, YunTruth wanted, const char *date, GString *sql);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunReason, yun_reason_free)

G_END_DECLS
