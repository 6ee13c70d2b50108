/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-store.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * YunHistoryDialog: a window of changes, the newest first: of a registry, or of one of its records.
 * Read by pages as one scrolls, and anew after each commit. Each opens to show what it did, and can
 * be taken back; what a removal took away comes back so. Main thread.
 */
#define YUN_TYPE_HISTORY_DIALOG (yun_history_dialog_get_type ())
G_DECLARE_FINAL_TYPE (YunHistoryDialog, yun_history_dialog, YUN, HISTORY_DIALOG, AdwWindow)

/** @record: (nullable): NULL: all changes, with an entry to search them */
GtkWidget *yun_history_dialog_new (GtkWindow *parent, YunStore *store, YunRecord *record);

/** The list box of YunHistoryRow. */
GtkWidget *yun_history_dialog_get_list (YunHistoryDialog *self);
/** Shows only what names @text. */
void yun_history_dialog_search (YunHistoryDialog *self, const char *text);
/** Whether changes are being read or taken back. */
gboolean yun_history_dialog_is_busy (YunHistoryDialog *self);

/**
 * Signal "record" (gpointer entity, gint64 id): the person wants to see this record
 */

G_END_DECLS
