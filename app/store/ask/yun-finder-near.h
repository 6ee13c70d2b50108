/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-columns.h"
#include "yun-related.h"

G_BEGIN_DECLS

/**
 * yun_finder_find_near:
 * @clause: NEAR, @related: what it leads to
 * @done: (out): FALSE when the columns cannot tell: of more places than one
 *
 * Sets in @bits the rows that @clause shows, negation aside, as yun_locate() finds them.
 *
 * Most rows are decided by their boxes; only those on the border of the area
 * have their shapes read and measured.
 */
gboolean yun_finder_find_near (YunDb            *db,
                               const YunColumns *columns,
                               const YunClause  *clause,
                               YunRelated       *related,
                               guint64          *bits,
                               gboolean         *done,
                               GError          **error);

/**
 * yun_finder_add_loose:
 * @clause: NEAR or IN
 *
 * Adds to @bits the rows without a place of their own that @clause shows, negation aside: what is
 * known only by its town, and with "?" what has no place. FALSE when the columns cannot tell.
 */
gboolean yun_finder_add_loose (const YunColumns *columns,
                               const YunClause  *clause,
                               YunRelated       *related,
                               guint64          *bits);

G_END_DECLS
