/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-columns.h"
#include "yun-db.h"

G_BEGIN_DECLS

/**
 * Sets in @bits the rows within @metres of @place, as yun_within() finds them.
 *
 * Most rows are decided by their boxes; only those on the border of the area
 * have their shapes read and measured.
 */
gboolean yun_finder_find_near (YunDb            *db,
                               const YunColumns *columns,
                               YunGeom          *place,
                               double            metres,
                               guint64          *bits,
                               GError          **error);

G_END_DECLS
