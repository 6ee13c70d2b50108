/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-db.h"

G_BEGIN_DECLS

/**
 * From names to uids: the part of schema step "links" that SQL alone cannot do.
 */

/**
 * yun_links_upgrade:
 *
 * In a file whose links are names, gives zones and towns of the district their uids, makes each
 * name the uid of the record it means, and a record of grade C for a park or town that no record is
 * called by. A name that may mean several, and an operator that is no firm of the registry, stay as
 * they are. What was made and what stayed is written to meta as "links_report"; nothing is written
 * when there is nothing to tell. In the transaction of the step.
 */
gboolean yun_links_upgrade (YunDb *db, GError **error);

/** Behind all steps: what text search looks into no longer has the names of other records. */
gboolean yun_links_upgrade_search (YunDb *db, GError **error);

/**
 * yun_links_read_report:
 *
 * Returns: (transfer full) (nullable): what the upgrade made and left, a line each, for people;
 * NULL when there is nothing to tell, or with @error
 */
char *yun_links_read_report (YunDb *db, GError **error);

G_END_DECLS
