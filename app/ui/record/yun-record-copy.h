/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-store.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** (transfer full): @field's value as a spreadsheet reads it: a plain number, the label of a
 * vocabulary's value, "" when unknown; never a tab or a line break. */
char *yun_record_dup_cell (YunRecord *record, const YunField *field);

/**
 * yun_record_copy_async:
 * @ids: (element-type gint64): the rows, in order
 * @fields: @n columns
 *
 * Makes the rows with a head (units in it) as tabbed text and as an HTML table, on a
 * worker thread; records that were removed meanwhile are left out.
 */
void yun_record_copy_async (YunStore              *store,
                            const YunEntity       *entity,
                            GArray                *ids,
                            const YunField *const *fields,
                            guint                  n,
                            GCancellable          *cancellable,
                            GAsyncReadyCallback    callback,
                            gpointer               user_data);

/** (transfer full) (nullable): what goes to the clipboard; fails as yun_store_load_sync(). */
GdkContentProvider *yun_record_copy_finish (GAsyncResult *result, GError **error);

G_END_DECLS
