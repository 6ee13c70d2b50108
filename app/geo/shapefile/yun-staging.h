/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * YunStaging: new files in a folder beside their place, put there at the end or not at all.
 *
 * Files cannot be exchanged all at once: a program that is killed among the renames leaves part of
 * a set, never parts of two, as the .shp goes first and comes last. The next export into that
 * folder puts the rest of the new set in place, and clears away what was left before that.
 */
typedef struct _YunStaging YunStaging;

/** In @folder; %YUN_GEO_ERROR_WRITE. */
YunStaging *yun_staging_new (const char *folder, GError **error);
/** Removes what is left in the folder, and the folder. */
void        yun_staging_free (YunStaging *self);
const char *yun_staging_get_path (const YunStaging *self);

/**
 * yun_staging_commit:
 * @names: the new files
 * @gone: files of the same shapefile that must not stay beside the new ones, where they exist
 *
 * Renames the new files to their place. After a failure what was there is there again.
 */
gboolean yun_staging_commit (YunStaging        *self,
                             const char *const *names,
                             const char *const *gone,
                             gboolean           replace,
                             GError           **error);

/** Sets %G_IO_ERROR_EXISTS and returns TRUE when one of @names is in @folder. */
gboolean yun_staging_refuses (const char *folder, const char *const *names, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunStaging, yun_staging_free)

G_END_DECLS
