/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-db.h"

G_BEGIN_DECLS

/**
 * Saved views whose words meant something else in an earlier version (yun-view-words.h): the part
 * of schema step 9 that SQL alone cannot do. A connection's thread.
 */

/**
 * yun_views_upgrade:
 *
 * Saves each such view again, with the words of now. The names are kept in meta as "views_report".
 * What is no view that can be read stays as it is. In the transaction of the step.
 */
gboolean yun_views_upgrade (YunDb *db, GError **error);

/**
 * yun_views_read_report:
 *
 * Returns: (transfer full) (nullable): what became of the views, a line each, for people; NULL when
 * there is nothing to tell, or with @error
 */
char *yun_views_read_report (YunDb *db, GError **error);

G_END_DECLS
