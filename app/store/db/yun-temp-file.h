/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * New files, which are written beside the place they are for and get their name only when they are
 * whole and on the disk. A temporary name says in itself which name it is for
 * (".NAME.XXXXXX.part"), so that messages name the file a person named. It is locked (flock) while
 * its program lives: the next one that makes a file of that name removes what a killed one left.
 * Any thread.
 *
 * The errors are %YUN_STORE_ERROR.
 */

/** (transfer full): the name of a new empty file beside @path, or NULL with _READ_ONLY (also
 * where there is no such folder), _FULL, _FAILED. */
char *yun_temp_file_make (const char *path, GError **error);

/**
 * yun_temp_file_publish:
 * @replace: whether a file that is there already gives way; else it is _EXISTS
 *
 * Syncs the file @temp, gives it the name @path and syncs the folder. On failure @temp stays, for
 * yun_temp_file_discard(); when only the name could not be made durable, a new file is taken away
 * again.
 */
gboolean
yun_temp_file_publish (const char *temp, const char *path, gboolean replace, GError **error);

/** Removes the file and what SQLite left beside it. */
void yun_temp_file_discard (const char *temp);

/** (transfer full): the file's name as messages say it, without its folder: for a temporary name
 * the one it is for. Valid UTF-8. */
char *yun_temp_file_dup_shown_name (const char *path);

/** Sets a %YUN_STORE_ERROR whose sentence names the file: @format, translated, has one %s for that.
 * Returns FALSE. */
gboolean yun_temp_file_set_error (const char *path, int code, const char *format, GError **error);

/** Sets the error for errno, in a sentence about @path; returns FALSE. */
gboolean yun_temp_file_set_errno (const char *path, GError **error);

/** Sets %YUN_STORE_ERROR_EXISTS; returns FALSE. */
gboolean yun_temp_file_set_exists (const char *path, GError **error);

G_END_DECLS
