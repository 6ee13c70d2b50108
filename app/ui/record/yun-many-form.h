/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-edit-job.h"
#include "yun-field-row.h"

G_BEGIN_DECLS

/**
 * YunManyForm: the window that edits several records of one kind at once. A field in which they
 * differ says so; only what the user touches is written, to all of them, as one change. What names
 * a record (name, number, code) is not edited so. Main thread.
 */
#define YUN_TYPE_MANY_FORM (yun_many_form_get_type ())
G_DECLARE_FINAL_TYPE (YunManyForm, yun_many_form, YUN, MANY_FORM, AdwWindow)

/**
 * @ids: (element-type gint64): of the records
 * @shared: what they have in common; only read while this runs
 */
GtkWidget *
yun_many_form_new (GtkWindow *parent, YunStore *store, GArray *ids, const YunShared *shared);

/** (transfer none) (nullable): the row of the field with this id; NULL when it is not edited so. */
YunFieldRow *yun_many_form_get_row (YunManyForm *self, const char *field);

/** As the button Save does. */
void yun_many_form_save (YunManyForm *self);

/**
 * Signal "edited" (gpointer outcome): a YunEditOutcome, of the form
 */

G_END_DECLS
