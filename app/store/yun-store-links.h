/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-link.h"
#include "yun-store.h"

G_BEGIN_DECLS

/**
 * Links as a registry knows them: names made uids, who links to a record, and what may be linked
 * to. As in yun-store.h, _async is for the main thread and _sync for any other.
 */

/**
 * yun_store_resolve_links_async:
 * @record: (transfer none): read at once; later edits are not seen
 *
 * Makes uids of the names that stand in the link fields of @record (yun_record_resolve_links()).
 * Fails with %YUN_MODEL_ERROR_NO_RECORD when no record has a name (one can be made) and with
 * %YUN_MODEL_ERROR_SEVERAL when several have.
 *
 * Returns (finish): (transfer full): a copy of the record with uids and labels; after a failure
 * @unresolved (out) (optional) (transfer full) has what it is about, NULL when that is no name
 */
void       yun_store_resolve_links_async (YunStore           *self,
                                          YunRecord          *record,
                                          GCancellable       *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer            user_data);
YunRecord *yun_store_resolve_links_finish (YunStore      *self,
                                           GAsyncResult  *result,
                                           YunUnresolved *unresolved,
                                           GError       **error);
/** The same in @record itself. */
gboolean yun_store_resolve_links_sync (YunStore     *self,
                                       YunRecord    *record,
                                       GCancellable *cancellable,
                                       GError      **error);

/**
 * yun_store_list_labels_async:
 * @text: what has been typed; "": anything
 *
 * Returns (finish): (transfer full) (element-type utf8): labels of at most @limit records of
 * @target whose name, reading or other names have @text, in the order of names
 */
void       yun_store_list_labels_async (YunStore           *self,
                                        const YunEntity    *target,
                                        const char         *text,
                                        guint               limit,
                                        GCancellable       *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data);
GPtrArray *yun_store_list_labels_finish (YunStore *self, GAsyncResult *result, GError **error);
GPtrArray *yun_store_list_labels_sync (YunStore        *self,
                                       const YunEntity *target,
                                       const char      *text,
                                       guint            limit,
                                       GCancellable    *cancellable,
                                       GError         **error);

/**
 * yun_store_get_links_report_sync:
 *
 * Returns: (transfer full) (nullable): what an upgrade to links by identity made of names, and
 * which stayed, a line each, for people; NULL when there is nothing to tell, or with @error
 */
char *yun_store_get_links_report_sync (YunStore *self, GError **error);

G_END_DECLS
