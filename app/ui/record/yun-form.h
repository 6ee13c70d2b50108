/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-field-row.h"

G_BEGIN_DECLS

/**
 * YunForm: a window with rows of fields, of one record or of several: its buttons, what it says is
 * wrong, and what becomes of it while it saves and when it is closed. Main thread.
 *
 * Saves with Ctrl+Return, closes with Escape; asks before it drops what the user changed, and does
 * not close while it saves.
 */
#define YUN_TYPE_FORM (yun_form_get_type ())
G_DECLARE_DERIVABLE_TYPE (YunForm, yun_form, YUN, FORM, AdwWindow)

struct _YunFormClass
{
  AdwWindowClass parent_class;

  /** Reads the rows and writes what they say; not called while that goes on. */
  void (*save) (YunForm *self);
};

/** As the button Save does. */
void     yun_form_save (YunForm *self);
gboolean yun_form_is_saving (YunForm *self);

/** (transfer none) (nullable): the row of the field with this id; NULL when it is not edited. */
YunFieldRow *yun_form_get_row (YunForm *self, const char *field);

/* ---- For the kinds of forms ------------------------------------------------ */

/** Says under the title how the form is to be used. */
void yun_form_set_note (YunForm *self, const char *text);

/** A row for each field of @entity that can be edited and that @wants (nullable) names, in groups
 * by section; they hold nothing yet. */
void yun_form_add_rows (YunForm         *self,
                        const YunEntity *entity,
                        gboolean (*wants) (const YunEntity *entity, const YunField *field));
/** (transfer none) (element-type YunFieldRow) */
GPtrArray *yun_form_get_rows (YunForm *self);
gboolean   yun_form_is_changed (YunForm *self);

/** Says what is wrong with the whole; NULL: nothing. */
void yun_form_show_error (YunForm *self, const char *text);
/** Marks @row as yun_field_row_mark() and goes there. */
void yun_form_refuse (YunFieldRow *row, const char *style, const char *text);

/** Nothing can be changed while it saves; what had the focus gets it back with _restore_focus(). */
void yun_form_set_saving (YunForm *self, gboolean saving);
void yun_form_restore_focus (YunForm *self);

/** Closes without asking. */
void yun_form_close (YunForm *self);
/** Whether it is closed, or about to be: what comes in now is for nobody. */
gboolean yun_form_is_closed (YunForm *self);

G_END_DECLS
