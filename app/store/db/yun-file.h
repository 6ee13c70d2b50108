/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-db.h"

G_BEGIN_DECLS

/**
 * Registry files seen from outside, before SQLite may touch them. Any thread.
 */
typedef struct
{
  int      version; /* of the schema, as the header has it: what is pending may be of a later one */
  gboolean wal;     /* kept in WAL mode */
  gboolean pending; /* a -wal or -journal with something in it lies beside */
  gboolean shared;  /* a -shm lies beside: somebody has it open, or was killed */
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

/** Whether this program knows the version of the schema: else _NEWER, or _DAMAGED for none. */
gboolean yun_file_check_version (const char *path, int version, GError **error);

/**
 * yun_file_read_pending:
 *
 * Of a probed file with something pending, reads what that makes of it, which the file alone does
 * not say: sets .version. Opens it, as whoever reads it will do. Fails with %YUN_STORE_ERROR_NEWER
 * or what opening fails with.
 */
gboolean yun_file_read_pending (const char *path, YunFileInfo *info, GError **error);

/** How to read that file without changing it or leaving anything beside it. */
YunDbFlags yun_file_info_get_flags (const YunFileInfo *info);
/** The same for a file that may be damaged; FALSE when it is no registry or is not there. */
gboolean yun_file_get_read_flags (const char *path, YunDbFlags *flags, GError **error);

/** Whether the file begins as a registry does, of whatever version and in whatever state. Not for a
 * file that is open: see yun-store-shared.h. */
gboolean yun_file_is_registry (const char *path);

/** Whether a log or journal with something in it lies beside: the file alone is not all there is.
 */
gboolean yun_file_has_pending (const char *path);

G_END_DECLS
