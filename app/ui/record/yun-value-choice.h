/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * YunValueChoice: the row under a field that two people changed at the same time: which value is to
 * stand, mine or theirs, and what was there before. Hidden until there is something to choose;
 * nothing is chosen at first. Main thread.
 */
#define YUN_TYPE_VALUE_CHOICE (yun_value_choice_get_type ())
G_DECLARE_FINAL_TYPE (YunValueChoice, yun_value_choice, YUN, VALUE_CHOICE, AdwPreferencesRow)

GtkWidget *yun_value_choice_new (void);

/** Offers the two. @field: its label; @who: (nullable): who wrote theirs */
void yun_value_choice_offer (YunValueChoice *self,
                             const char     *field,
                             const char     *mine,
                             const char     *theirs,
                             const char     *before,
                             const char     *who);
/** Nothing is to be chosen (any more). */
void yun_value_choice_close (YunValueChoice *self);

/** Whether one has yet to be chosen. */
gboolean yun_value_choice_is_open (YunValueChoice *self);
/** As if the person had. */
void yun_value_choice_choose (YunValueChoice *self, gboolean theirs);

/**
 * Signal "chosen" (gboolean theirs): the person chose, maybe not for the first time
 */

G_END_DECLS
