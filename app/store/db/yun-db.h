/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-store.h"
#include "yun-value.h"

/* Changesets are read once more when a registry of before schema 6 is upgraded; the header hides
 * them unless asked. */
#define SQLITE_ENABLE_SESSION 1
#define SQLITE_ENABLE_PREUPDATE_HOOK 1
#include <sqlite3.h>

G_BEGIN_DECLS

/**
 * YunDb: one SQLite connection, with SpatiaLite where it writes. For the files of this layer only.
 *
 * Belongs to the thread that opened it; every function asserts that. SQL text
 * and SQLite's own messages go to the debug log, callers get YUN_STORE_ERROR
 * (or G_IO_ERROR_CANCELLED) with a sentence that names the file.
 */
typedef struct _YunDb YunDb;

typedef enum
{
  YUN_DB_DEFAULT = 0,
  YUN_DB_READ_ONLY = 1 << 0, /* refuses every write; SQLite with our functions, no SpatiaLite */
  YUN_DB_IMMUTABLE = 1 << 1, /* the file is taken as it lies there: no lock, no WAL (with
                                _READ_ONLY) */
  YUN_DB_FRESH = 1 << 2,     /* a file nobody else knows yet: no journal that survives a crash */
  YUN_DB_PLAIN = 1 << 3,     /* SQLite alone (for probing and copying) */
  YUN_DB_OVERLAY = 1 << 4,   /* of a reader: what other programs wrote and nobody will take in is
                                shown derived anew (yun-outside.h) */
} YunDbFlags;

/** (transfer full): an open connection, or NULL. The file must exist (it may be empty). */
YunDb *yun_db_open (const char *path, YunDbFlags flags, GError **error);
/** (transfer full): an empty database in memory, with SpatiaLite. */
YunDb *yun_db_open_memory (GError **error);
void   yun_db_close (YunDb *self);

/** (transfer none): what links lead to, as this connection sees it (yun-links.h). */
struct _YunLinks *yun_db_get_links (YunDb *self);
/** The number of the transaction that is open, from 1; 0: none is. */
guint       yun_db_get_moment (YunDb *self);
const char *yun_db_get_path (YunDb *self);

/** Whether a file there lies on a network share, where WAL does not work. */
gboolean yun_db_is_on_network (const char *path);
/** The same for the magic number of a file system (statfs). */
gboolean yun_db_is_network_type (gint64 magic);

/** Sets WAL, or DELETE where the file alone must be whole at any time (yun-file-place.h). */
gboolean yun_db_set_journal (YunDb *self, GError **error);

/**
 * yun_db_flush:
 *
 * Moves what the log holds into the file, syncs that, and empties the log, so that the file alone
 * is all there is. Nothing to do where there is no log. Outside of transactions.
 *
 * Fails at once with %YUN_STORE_ERROR_LOCKED while anyone reads or writes, with _FULL or _FAILED
 * when the disk does; the log then keeps what it has.
 */
gboolean yun_db_flush (YunDb *self, GError **error);

/** How long connections opened from now on wait for a program that holds the file: 15 000 ms unless
 * told, of them at most 2500 at opening. For tests, before there are threads. */
void yun_db_set_patience (guint ms);

/** The one mapping of SQLite's result codes; always returns FALSE. */
gboolean yun_db_set_error (YunDb *self, int rc, GError **error);

/** While set (nullable), @cancellable is polled inside SQLite and ends a statement. */
void yun_db_set_cancellable (YunDb *self, GCancellable *cancellable);
/** (transfer none) (nullable) */
GCancellable *yun_db_get_cancellable (YunDb *self);

/** Runs SQL text of one or more statements; rows are stepped over. */
gboolean yun_db_exec (YunDb *self, const char *sql, GError **error);

/**
 * YunStmt: a prepared statement taken from the connection's cache until it is
 * freed (g_autoptr), when it is reset and goes back.
 */
typedef struct _YunStmt YunStmt;

/** (transfer full): the statement @sql, or NULL. */
YunStmt *yun_db_prepare (YunDb *self, const char *sql, GError **error);
void     yun_stmt_free (YunStmt *self);

void yun_stmt_bind_int (YunStmt *self, int i, gint64 value);
void yun_stmt_bind_real (YunStmt *self, int i, double value);
/** @text NULL binds NULL; copied. */
void yun_stmt_bind_text (YunStmt *self, int i, const char *text);

/** Steps: 1 a row, 0 the end, -1 an error. After 0 and -1 the statement is reset. */
int yun_stmt_step (YunStmt *self, GError **error);
/** To be stepped from the start again; what is bound stays. */
void yun_stmt_reset (YunStmt *self);
/** Runs a statement that gives no rows (rows are stepped over) and resets it. */
gboolean yun_stmt_run (YunStmt *self, GError **error);

/** Binds a value as it is; a text and bytes are copied. */
void yun_stmt_bind_value (YunStmt *self, int i, const YunValue *value);

/** (nullable): text of column @i of the row, valid until the next step. */
const char *yun_stmt_text (YunStmt *self, int i);
/** An integer, 0 for NULL; a real number, NAN for NULL; whether it is NULL. */
gint64   yun_stmt_int (YunStmt *self, int i);
double   yun_stmt_real (YunStmt *self, int i);
gboolean yun_stmt_is_null (YunStmt *self, int i);
/** (nullable): the bytes of column @i, valid until the next step. */
const guint8 *yun_stmt_blob (YunStmt *self, int i, gsize *n);
/** Column @i as it is; @value must be cleared or new. */
void yun_stmt_read_value (YunStmt *self, int i, YunValue *value);

/** The key of the row inserted last. */
gint64 yun_db_get_last_id (YunDb *self);

/** Copies all of @from into @to, which is empty; @part (nullable) is told, and @cancellable looked
 * at, on the way. */
gboolean yun_db_copy (
  YunDb *from, YunDb *to, const YunPart *part, GCancellable *cancellable, GError **error);

/** Says that the file is damaged; always returns FALSE. */
gboolean yun_db_set_damaged (YunDb *self, GError **error);

/** One integer from @sql; @value is left alone when there is no row. */
gboolean yun_db_get_int (YunDb *self, const char *sql, gint64 *value, GError **error);

/**
 * yun_db_check:
 * @check: "quick_check(1)", "integrity_check(1)", or of one table "integrity_check(\"plot\")"
 *
 * Whether its pages, and for an integrity check its indexes too, agree; %YUN_STORE_ERROR_DAMAGED
 * when they do not. Reads all of it.
 */
gboolean yun_db_check (YunDb *self, const char *check, GError **error);

typedef gboolean (*YunDbFunc) (YunDb *self, gpointer user_data, GError **error);

typedef enum
{
  YUN_DB_READ,  /* a snapshot: everything @func reads is of one moment */
  YUN_DB_WRITE, /* takes the write lock first */
} YunDbAccess;

/**
 * yun_db_transaction:
 *
 * The one helper that writes BEGIN. Runs @func in a transaction (a savepoint
 * when one is already open) and commits when it returns TRUE, else rolls back.
 * @cancellable is honoured until the commit begins.
 */
gboolean yun_db_transaction (YunDb        *self,
                             YunDbAccess   access,
                             YunDbFunc     func,
                             gpointer      user_data,
                             GCancellable *cancellable,
                             GError      **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunDb, yun_db_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunStmt, yun_stmt_free)

G_END_DECLS
