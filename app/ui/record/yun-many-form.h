/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-edit-job.h"
#include "yun-form.h"

G_BEGIN_DECLS

/**
 * YunManyForm: the form that edits several records of one kind at once. A field in which they
 * differ says so; only what the user touches is written, to all of them, as one change. What names
 * a record (name, number, code) is not edited so. Main thread.
 *
 * Signal: "edited" (gpointer): a YunEditOutcome, of the form
 */
#define YUN_TYPE_MANY_FORM (yun_many_form_get_type ())
G_DECLARE_FINAL_TYPE (YunManyForm, yun_many_form, YUN, MANY_FORM, YunForm)

/**
 * @ids: (element-type gint64): of the records
 * @shared: what they have in common; only read while this runs
 */
GtkWidget *
yun_many_form_new (GtkWindow *parent, YunStore *store, GArray *ids, const YunShared *shared);

G_END_DECLS
