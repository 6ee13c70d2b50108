/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * YunOutput: a new file, written in large pieces. One thread.
 *
 * Every failure is %YUN_GEO_ERROR_WRITE and names the file and the reason.
 */
typedef struct _YunOutput YunOutput;

YunOutput *yun_output_new (const char *path, GError **error);
/** Without _close() before, what is on the disk is not complete. */
void yun_output_free (YunOutput *self);

gboolean yun_output_write (YunOutput *self, gconstpointer data, gsize n, GError **error);
/** Writes over the first @n bytes; more may not be written after. */
gboolean yun_output_write_head (YunOutput *self, gconstpointer data, gsize n, GError **error);
/** Brings everything to the disk. */
gboolean yun_output_close (YunOutput *self, GError **error);

/** How many bytes there are. */
guint64 yun_output_get_size (const YunOutput *self);

/** Writes a whole small file and brings it to the disk. */
gboolean yun_output_write_file (const char *path, gconstpointer data, gsize n, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunOutput, yun_output_free)

G_END_DECLS
