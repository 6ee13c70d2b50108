/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-store.h"

G_BEGIN_DECLS

/** Fills a registry that has only zones and towns. */
typedef gboolean (*YunFillFunc) (YunStore     *store,
                                 gpointer      user_data,
                                 GCancellable *cancellable,
                                 GError      **error);

/**
 * yun_new_file_make:
 * @fill: (nullable)
 *
 * Makes a registry beside @path, has it filled, closes it, and only then gives
 * it its name: whoever looks sees a whole file or none.
 *
 * Returns: (transfer full): the open store, or NULL with %YUN_STORE_ERROR_EXISTS
 * when @path is there, or what @fill or the store said
 */
YunStore *yun_new_file_make (const char   *path,
                             YunFillFunc   fill,
                             gpointer      user_data,
                             GCancellable *cancellable,
                             GError      **error);

/** (transfer full) (nullable): a name beside @path for what will be renamed to it; NULL with
 * %YUN_STORE_ERROR_EXISTS when @path is there and not to be replaced, %YUN_STORE_ERROR_READ_ONLY
 * when its folder cannot be written. */
char *yun_new_file_begin (const char *path, gboolean replace, GError **error);

/** Gives the file @temporary the name @path; on failure it stays. */
gboolean
yun_new_file_end (const char *temporary, const char *path, gboolean replace, GError **error);

G_END_DECLS
