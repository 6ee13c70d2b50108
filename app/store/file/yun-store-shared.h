/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-file-id.h"
#include "yun-store.h"

G_BEGIN_DECLS

/**
 * The registries that this process has open, told by device and inode, so that a file has one store
 * by whatever name it is opened. Two would see each other as strangers, and to close any descriptor
 * of a file takes all its locks from the whole process. Any thread.
 *
 * Who opens a file: _begin(), and when that gives no store, opens one and says so with _end().
 */

/** (transfer full) (nullable): the store that has the file open, with one user more; waits while it
 * is being opened or closed. NULL: the caller is to open it; others wait for _end(). */
YunStore *yun_store_shared_begin (const YunFileId *id);

/** @store: (nullable): what was opened, with one user; NULL: nothing was. */
void yun_store_shared_end (const YunFileId *id, YunStore *store);

/** One user of @store less. TRUE: it was the last (of a shared one), so that it is closed now. */
gboolean yun_store_shared_leave (YunStore *store);

/** After closing, when nothing is open any more: whoever waits may open the file anew. */
void yun_store_shared_forget (YunStore *store);

/** Whether a store has the file at @path open, or is about to. For tests: who goes by it may find
 * it otherwise a moment later, and takes _begin() and _end(). */
gboolean yun_store_shared_has (const char *path);

/** (transfer full): a store of its own over a file that may be open already, as another program
 * would have it. For tests and benchmarks. */
YunStore *yun_store_open_apart_sync (const char *path, GError **error);

G_END_DECLS
