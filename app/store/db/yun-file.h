/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-db.h"

G_BEGIN_DECLS

/**
 * Registry files seen from outside, before SQLite may touch them. Any thread.
 */
typedef struct
{
  int      version; /* of the schema */
  gboolean wal;     /* kept in WAL mode */
  gboolean pending; /* a -wal or -journal with something in it lies beside */
  gboolean file_writable;
  gboolean folder_writable;
} YunFileInfo;

/**
 * yun_file_probe:
 *
 * Looks at a file without changing it or leaving anything beside it. Fails with
 * %YUN_STORE_ERROR_NOT_FOUND, _FOREIGN, _NEWER or _DAMAGED (a damage deep inside a large file is
 * found only when it is read).
 */
gboolean yun_file_probe (const char *path, YunFileInfo *info, GError **error);

/** (transfer full): the name of a new empty file beside @path, or NULL with
 * %YUN_STORE_ERROR_READ_ONLY, _FULL. */
char *yun_file_make_temp (const char *path, GError **error);

/** Makes @temp durable and gives it the name @path, which must not exist; @temp is gone after. */
gboolean yun_file_publish (const char *temp, const char *path, GError **error);

/** Removes a file of yun_file_make_temp() and what SQLite left beside it. */
void yun_file_discard (const char *temp);

/** Sets %YUN_STORE_ERROR_EXISTS; returns FALSE. */
gboolean yun_file_set_exists_error (const char *path, GError **error);

G_END_DECLS
