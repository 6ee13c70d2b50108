/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-db.h"

/* Old histories are changesets; the header hides what reads them unless asked. */
#define SQLITE_ENABLE_SESSION 1
#define SQLITE_ENABLE_PREUPDATE_HOOK 1
#include <sqlite3.h>

G_BEGIN_DECLS

/* What lies under a connection and a statement. For the files of store/db only: a test looks that
 * no other includes this or sqlite3.h. */

struct _YunStmt
{
  sqlite3_stmt *handle;
  YunDb        *db;
};

sqlite3 *yun_db_get_handle (YunDb *self);

/** The functions of yun-functions.h. */
void yun_functions_register (sqlite3 *handle);

G_END_DECLS
