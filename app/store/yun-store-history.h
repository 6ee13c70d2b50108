/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-store.h"

G_BEGIN_DECLS

/**
 * The history page by page, and what each change did, for whoever shows it.
 */

/** (transfer full) (element-type YunChange): the changes that @query asks for (NULL: all), the
 * newest first. */
GPtrArray *
yun_store_list_changes_sync (YunStore *self, const YunChangeQuery *query, GError **error);
/** @query: (nullable): copied */
void       yun_store_list_changes_async (YunStore             *self,
                                         const YunChangeQuery *query,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
GPtrArray *yun_store_list_changes_finish (YunStore *self, GAsyncResult *result, GError **error);

/** (transfer full) (element-type YunChangeValue): before and after of change @number, at most
 * @limit values (0: all). */
GPtrArray *yun_store_list_values_sync (YunStore *self, gint64 number, guint limit, GError **error);

/** What a change did to one record. */
typedef enum
{
  YUN_RECORD_EDITED,
  YUN_RECORD_CAME,
  YUN_RECORD_WENT,
} YunRecordFate;

typedef struct
{
  const YunEntity *entity;
  gint64           id;
  YunRecordFate    fate;
  gboolean         exists; /* it is in the registry now */
  char            *name;   /* (owned): as it is now, else as it was; "" when it has none */
  GPtrArray       *values; /* (owned) (element-type YunChangeValue): what it was and became */
} YunChangedRecord;

/**
 * yun_store_explain_change_async:
 * @entity: (nullable): only what was done to its record @id
 * @limit: at most so many values (0: all); the records after that are left out
 *
 * Fails with %YUN_STORE_ERROR_NOT_FOUND when there is no such change.
 *
 * Returns (finish): (transfer full) (element-type YunChangedRecord): in the order they were written
 */
GPtrArray *yun_store_explain_change_sync (
  YunStore *self, gint64 number, const YunEntity *entity, gint64 id, guint limit, GError **error);
void       yun_store_explain_change_async (YunStore           *self,
                                           gint64              number,
                                           const YunEntity    *entity,
                                           gint64              id,
                                           guint               limit,
                                           GCancellable       *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer            user_data);
GPtrArray *yun_store_explain_change_finish (YunStore *self, GAsyncResult *result, GError **error);

G_END_DECLS
