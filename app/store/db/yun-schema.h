/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-db.h"

G_BEGIN_DECLS

/**
 * The versions of the schema, and the steps from one to the next.
 *
 * Step n is resources/sql/000n-….sql and leads from version n - 1 to n. A released step is never
 * edited but to give the same in less time.
 */
#define YUN_SCHEMA_APPLICATION 0x59554e4a /* "YUNJ" */

/** The version this program writes. */
int yun_schema_get_version (void);

/** The oldest version that can be read as it is: the steps since only added tables and columns that
 * a reader can do without (yun_schema_bridge()). */
#define YUN_SCHEMA_READABLE 1

/** What has to be before a file may become one of another version. */
typedef struct
{
  gboolean (*func) (gpointer data, GError **error);
  gpointer data;
} YunSchemaProof;

/**
 * yun_schema_upgrade:
 * @proof: (nullable): asked last in the transaction; FALSE leaves the file as it was
 * @part: (nullable): told how far it is
 *
 * Brings an open file (empty or of an earlier version) to the current version, all steps in one
 * transaction: who is killed on the way leaves the file as it was. %YUN_STORE_ERROR_NEWER when
 * another program has brought it further.
 */
gboolean yun_schema_upgrade (YunDb                *db,
                             const YunSchemaProof *proof,
                             const YunPart        *part,
                             GCancellable         *cancellable,
                             GError              **error);

/** Makes an empty file one of @version, from 1 to the current one; zones and towns not in it yet.
 */
gboolean yun_schema_make (YunDb *db, int version, GError **error);

/** Makes a file of an older version, which is only read, look like one of this: columns that came
 * later are there and unknown, by views of this connection alone. Nothing to do on a current
 * one. */
gboolean yun_schema_bridge (YunDb *db, GError **error);

/** (transfer full): a connection that only reads, over yun_schema_bridge(); or NULL. */
YunDb *yun_schema_open_reader (const char *path, YunDbFlags flags, GError **error);

/** Whether the tables that its version promises are there. */
gboolean yun_schema_check (YunDb *db, GError **error);

/** (transfer full): all statements of sqlite_schema in order of name, as text; for tests. */
char *yun_schema_dump (YunDb *db, GError **error);

G_END_DECLS
