/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-store.h"

G_BEGIN_DECLS

/**
 * Files that hold what was made of a registry: a picture, a saved view. Written beside their place
 * and renamed to it when they are whole and on the disk. A registry is never written over, be it
 * the one that is read, by another name, or any other. Errors are %YUN_STORE_ERROR. Any thread.
 */

/**
 * yun_output_file_begin:
 * @suffixes: NULL-terminated: ".png" … : what the name must end with
 * @replace: whether a file that is there may be replaced
 *
 * Returns: (transfer full) (nullable): the name of an empty file beside @path, for
 * yun_output_file_end(); NULL with _EXISTS when @path is there and not to be replaced, or is a
 * registry, with _FAILED when its suffix is another one, _READ_ONLY or _FULL
 */
char *yun_output_file_begin (const char        *path,
                             const char *const *suffixes,
                             gboolean           replace,
                             GError           **error);

/** The checks of the name that _begin() makes, for what is written in another way. */
gboolean yun_output_file_check (const char *path, const char *const *suffixes, GError **error);

/** Gives the file @temp the name @path; on failure it is gone. */
gboolean yun_output_file_end (const char *temp, const char *path, gboolean replace, GError **error);

/** Removes the file of _begin(). */
void yun_output_file_discard (const char *temp);

/** All at once: what _begin() and _end() do, with @text in between. */
gboolean yun_output_file_write (const char        *path,
                                const char *const *suffixes,
                                gboolean           replace,
                                const char        *text,
                                GError           **error);

G_END_DECLS
