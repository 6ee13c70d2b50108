/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-change.h"
#include "yun-db.h"

G_BEGIN_DECLS

/**
 * What other programs write: QGIS, ogr2ogr, sqlite3, a script.
 *
 * Triggers in the file, of built-in functions only, put the row as it was into a table
 * "outside_ENTITY" when the writer is not this program (whose door says so in the row of "writer"),
 * and give what a foreign insert lacks: a uid of its own, which no later write can change. Taking
 * in makes of that one change of the history, with values before and after, derives anew and
 * empties the tables. On the writer's thread.
 */

/** Makes the tables and triggers as they must be, in a transaction; @renewed: triggers were missing
 * or other ones, so that what was written meanwhile is not known. */
gboolean yun_outside_ensure (YunDb *db, gboolean *renewed, GError **error);

/** (transfer full) (element-type utf8 utf8): our triggers by name, as they belong into this file;
 * @kept: as they were made for the columns that were there then. */
GHashTable *yun_outside_list_triggers (YunDb *db, gboolean kept, GError **error);

/** Whether one of our triggers is missing or another one than it must be. */
gboolean yun_outside_is_wrong (YunDb *db, gboolean *wrong, GError **error);

/**
 * yun_outside_take_in:
 * @change: (out) (transfer full) (nullable): NULL when nothing waited, or nothing differed
 *
 * In a write transaction.
 */
gboolean yun_outside_take_in (YunDb *db, YunChange **change, GError **error);

/** Shows what waits as it will be when it is taken in, to this connection alone: for a file that is
 * only read. What is written to the file after that is not seen derived. */
gboolean yun_outside_overlay (YunDb *db, GError **error);

/** Derives all rows anew, as a change of its own, after something was written unseen. In a write
 * transaction. */
gboolean yun_outside_renew (YunDb *db, YunChange **change, GError **error);

G_END_DECLS
