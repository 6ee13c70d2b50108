/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-rule.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * YunRuleView: what each rule says of a record, and why: a line a rule, opened for its reasons.
 *
 * Every answer has a sign and a word, for eyes and for ears. Main thread.
 */
#define YUN_TYPE_RULE_VIEW (yun_rule_view_get_type ())
G_DECLARE_FINAL_TYPE (YunRuleView, yun_rule_view, YUN, RULE_VIEW, GtkWidget)

GtkWidget *yun_rule_view_new (void);

/** @record: of an entity with rules, else nothing is shown; @day: YYYY-MM-DD */
void yun_rule_view_set_record (YunRuleView *self, YunRecord *record, const char *day);

/** (transfer full): all it says, a line each; for tests. */
char *yun_rule_view_dup_text (YunRuleView *self);

G_END_DECLS
