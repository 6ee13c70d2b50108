/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-form.h"
#include "yun-store.h"

G_BEGIN_DECLS

/**
 * YunRecordForm: the form that edits a copy of one record, or a new one, and saves it.
 *
 * Nothing is written until every value can be read. When someone else changes the record meanwhile,
 * rows that the user has not touched show what is new, and where both changed a field the two are
 * offered under it; only what the user touched is written. Warns of other records that have the
 * name or the code.
 *
 * Signals: "saved" (YunRecord *): the record, with its key, as it is now; "record" (gint64 id): the
 * user wants to see this record of the same kind
 */
#define YUN_TYPE_RECORD_FORM (yun_record_form_get_type ())
G_DECLARE_FINAL_TYPE (YunRecordForm, yun_record_form, YUN, RECORD_FORM, YunForm)

/** @record: new (key 0) or read from @store; it is not changed */
GtkWidget *yun_record_form_new (GtkWindow *parent, YunStore *store, YunRecord *record);

G_END_DECLS
