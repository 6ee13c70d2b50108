/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * Where a registry lies, and who writes to it where SQLite's locks cannot tell. Any thread.
 */
typedef enum
{
  YUN_FILE_LOCAL,
  YUN_FILE_NETWORK, /* a share: locks may be lost there, and a log in shared memory cannot be */
  YUN_FILE_SYNCED,  /* a program copies the folder to other machines, file by file, at any time */
} YunFilePlace;

/** By the kind of the file system, and by what such programs leave in the folders above. */
YunFilePlace yun_file_get_place (const char *path);

/**
 * yun_file_hold:
 * @holder: (out) (nullable): when someone else holds it: who, on which machine, since when
 *
 * Notes beside the file (".NAME.holder") that this process writes to it. A note of a process of
 * this machine that is gone, or of ours, gives way.
 *
 * FALSE with @holder set, or with an error of the file system.
 */
gboolean yun_file_hold (const char *path, char **holder, GError **error);

/** Takes the note away again, if it is this process's: another may have taken its place since. */
void yun_file_let_go (const char *path);

G_END_DECLS
