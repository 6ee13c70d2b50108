/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-db.h"

G_BEGIN_DECLS

/**
 * The bytes of a change's changeset: written and read as a stream, kept in
 * change_part in compressed pieces. Inside a transaction, on the thread of @db.
 */
typedef struct _YunPartWriter YunPartWriter;
typedef struct _YunPartReader YunPartReader;

YunPartWriter *yun_part_writer_new (YunDb *db, gint64 change);
/** For sqlite3session_changeset_strm(); its context is the writer. */
int yun_part_writer_write_cb (void *writer, const void *data, int n);
/** Writes what is left. */
gboolean yun_part_writer_end (YunPartWriter *self, GError **error);
void     yun_part_writer_free (YunPartWriter *self);

/** (transfer full): a reader of the parts of @change; none gives an empty stream. */
YunPartReader *yun_part_reader_new (YunDb *db, gint64 change, GError **error);
/** For sqlite3changeset_…_strm(); its context is the reader. */
int  yun_part_reader_read_cb (void *reader, void *data, int *n);
void yun_part_reader_free (YunPartReader *self);

gboolean yun_part_remove (YunDb *db, gint64 change, GError **error);
gboolean yun_part_exists (YunDb *db, gint64 change, gboolean *exists, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunPartWriter, yun_part_writer_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunPartReader, yun_part_reader_free)

G_END_DECLS
