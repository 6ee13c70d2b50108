/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-db.h"

G_BEGIN_DECLS

/**
 * yun_old_history_read:
 *
 * Reads the values that changes of before schema 6 kept as compressed SQLite changesets, and puts
 * them as lines into the table "change_edit_old" (made here), from which the step takes them. Must
 * be done while the tables still have the columns that the changesets were made with. A changeset
 * that is damaged is left out: its change stays in the history without values. In a transaction.
 */
gboolean yun_old_history_read (YunDb *db, GError **error);

G_END_DECLS
