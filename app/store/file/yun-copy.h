/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-db.h"
#include "yun-part.h"

G_BEGIN_DECLS

/**
 * A verified copy of a registry, beside the name it is for until it is whole and sound. Its reading
 * through, which takes as long as the copying, goes on in a thread of its own while the caller does
 * what depends on the copy but can still be taken back.
 */
typedef struct _YunCopy YunCopy;

/** Writes the pages of a registry into the empty file @temp. */
typedef gboolean (*YunCopyFunc) (const char    *temp,
                                 const YunPart *part,
                                 GCancellable  *cancellable,
                                 gpointer       user_data,
                                 GError       **error);

/**
 * yun_copy_begin:
 * @to: the name it is for; %YUN_STORE_ERROR_EXISTS where there is one
 * @part: (nullable): told of the writing
 *
 * Returns: (transfer full) (nullable): written and being verified; NULL leaves nothing behind
 */
YunCopy *yun_copy_begin (const char    *to,
                         YunCopyFunc    write,
                         gpointer       user_data,
                         const YunPart *part,
                         GCancellable  *cancellable,
                         GError       **error);

/** Waits until all of it has been read, and gives it its name; without it when it is not sound or
 * the cancellable of yun_copy_begin() is cancelled. Once. */
gboolean yun_copy_finish (YunCopy *self, GError **error);

/** What has not been finished is taken away. */
void yun_copy_free (YunCopy *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunCopy, yun_copy_free)

G_END_DECLS
