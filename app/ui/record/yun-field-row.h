/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-record.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * YunFieldRow: one field of a record in a form: the row it is edited in, under it the line that
 * says what is wrong, and the choice when someone else changed it too.
 *
 * The kind of the row follows from the field: an entry, a choice that begins with "not known", or
 * check buttons.
 */
typedef struct _YunFieldRow YunFieldRow;

/** Adds the rows to @group, which then owns its widgets; the result is the caller's. */
YunFieldRow *yun_field_row_new (const YunField *field, AdwPreferencesGroup *group);
void         yun_field_row_free (YunFieldRow *self);

const YunField *yun_field_row_get_field (YunFieldRow *self);

/** Shows the value of @record, from which changes count. */
void yun_field_row_load (YunFieldRow *self, YunRecord *record);

/** For several records that differ here: says so, and holds no value until the user gives one. */
void yun_field_row_load_mixed (YunFieldRow *self);
/** As the button does that makes the field unknown in all of them; only after load_mixed. */
void yun_field_row_empty_all (YunFieldRow *self);

/** (transfer full): what the row holds, as yun_record_parse_value() reads it; "" when unknown. */
char *yun_field_row_dup_text (YunFieldRow *self);

/** Puts @text there as if the user had. */
void yun_field_row_set_text (YunFieldRow *self, const char *text);

/** Whether it holds something else than what was loaded. */
gboolean yun_field_row_is_changed (YunFieldRow *self);

/** Writes what was changed into @record; %YUN_MODEL_ERROR_VALUE when it cannot be a value. */
gboolean yun_field_row_apply (YunFieldRow *self, YunRecord *record, GError **error);

/**
 * yun_field_row_meet:
 * @before: the record as the row was loaded from it
 * @now: as it is now, since someone else wrote it
 * @who: (nullable): who did
 *
 * From now on changes count from @now. What the user has not touched shows @now; where both changed
 * the value, and to different ones, offers the two to choose from.
 */
void yun_field_row_meet (YunFieldRow *self, YunRecord *before, YunRecord *now, const char *who);
/** Whether the user has yet to choose between the two. */
gboolean yun_field_row_is_undecided (YunFieldRow *self);
/** Chooses, as the user does. */
void yun_field_row_decide (YunFieldRow *self, gboolean theirs);

/** Marks the row with the style class "error" or "warning" and says why; NULL clears both. */
void        yun_field_row_mark (YunFieldRow *self, const char *style, const char *text);
const char *yun_field_row_get_mark (YunFieldRow *self);

/** Warns with @text of another record, whose @name, behind it, is a link. */
void yun_field_row_warn_of (YunFieldRow *self, const char *text, const char *name, gint64 id);
typedef void (*YunFieldRowLinkFunc) (gint64 id, gpointer user_data);
/** Calls @func when the user follows such a link. */
void yun_field_row_on_link (YunFieldRow *self, YunFieldRowLinkFunc func, gpointer user_data);

void yun_field_row_grab_focus (YunFieldRow *self);

/** Calls @func with @data (swapped) when the user changes the row. */
void yun_field_row_on_change (YunFieldRow *self, GCallback func, gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunFieldRow, yun_field_row_free)

G_END_DECLS
