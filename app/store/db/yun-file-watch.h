/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-db.h"
#include "yun-file-id.h"

G_BEGIN_DECLS

/**
 * YunFileWatch: whether the name of an open registry still leads to the file that a connection has
 * open, with the content that SQLite knows of.
 *
 * A restored backup or a client that synchronises folders puts another file in its place, or writes
 * over it without SQLite's locks; what is written after that is lost, or breaks the file. A plain
 * value of the thread that owns the connection that writes.
 */
typedef struct
{
  YunFileId id;
  gint64    data_version;   /* of that connection, when it was last looked at */
  gint64    schema_version; /* what was looked through for strangers */
  gboolean  unflushed;      /* there may be something in the log */
  gboolean  settled;        /* the log was empty then, and the file looked like this: */
  gint64    size;
  gint64    mtime;
  gint64    mtime_ns;
} YunFileWatch;

/** Begins to watch the file of @db, which was looked through for strangers (yun-strangers.h). */
gboolean yun_file_watch_begin (YunFileWatch *self, YunDb *db, GError **error);

/** In a transaction that will write: whether it may. Fails as _check() does, and with
 * %YUN_STORE_ERROR_READ_ONLY when a stranger has come. _check() once more before the commit. */
gboolean yun_file_watch_begin_write (YunFileWatch *self, YunDb *db, GError **error);

/** Empties the log (yun_db_flush()), when the file is still ours. */
gboolean yun_file_watch_flush (YunFileWatch *self, YunDb *db, GError **error);

/**
 * yun_file_watch_check:
 *
 * Fails with %YUN_STORE_ERROR_REPLACED when the file is gone, another one, or was written over by
 * something that is not SQLite.
 */
gboolean yun_file_watch_check (YunFileWatch *self, YunDb *db, GError **error);

/** After that: @db will leave the file now under the name alone when it is closed, and the log
 * beside it is emptied into the file that was ours, so that nobody takes it for the other's. */
void yun_file_watch_let_go (YunFileWatch *self, YunDb *db);

G_END_DECLS
