/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * FilterOracle: what a registry holds, read and asked by other means than the program's.
 *
 * OGR reads the file, plain loops over all rows answer, GEOS says what lies in what, PROJ how far
 * it is. It knows nothing of YunFilter: it is asked in a small language of its own, whose words
 * are columns of the file. An expression is true or false of a row:
 *
 *     all                      of every row
 *     (is plot firm)           the row is of one of these tables
 *     (= town 九亭镇 泗泾镇)   the column holds just one of these texts
 *     (item park A B)          one of these is among the items of the column, a list with ";"
 *     (has note 路 "a b")      the column contains one of these, case and width of letters aside
 *     (any 路 "a b")           one of the columns that text search looks into does
 *     (none town)              nothing is in the column; a table without it has no such rows
 *     (>= far_max 2) > <= <    of numbers
 *     (below a 25 b)           column a is less than 25 % of column b, which is more than nothing
 *     (from founded 2024)      the day in the column may be on the first of these days or later,
 *     (to founded 2024-06)     may be on the last of them or before,
 *     (after founded 2024)     may be after the last of them,
 *     (before founded 2024-06) may be before the first of them,
 *     (by founded 2024-06-30)  is surely on that day or before,
 *     (past founded 2024-06-30)  is surely after it: a day may be known as a month or a year
 *     (held tiers 2026-06-30 A B)  one of these words stands before an "@" in the list, and the day
 *                              is surely within the two dates behind it, of years or days
 *     (and A B …) (or A B …) (not A)
 *     (to-park A)              the column "park" names a park of which A is true; to-town, to-zone
 *     (from-some A)            a row of which A is true names this one as its town, park or zone
 *     unplaced                 the row has no geometry, or its column "accuracy" holds "none"
 *     (within 5000 P …)        so many metres from one of these places, or less
 *     (inside P …)             the point, or where the label of an area stands, is in one of them
 *     (meets P …)              any of its shape is,
 *     (wholly P …)             all of it is
 *
 * What is known only by its town is within, or inside, when it is wherever in
 * the town it may be; and so is what asks about such a place.
 *
 * Places are (ring lon lat lon lat …), (label A), where the labels of the rows of
 * which A is true stand, or A, their shapes; behind "inside" only areas.
 *
 * A question that hangs on rounding, a row just so far away, ends the test: ask another. One
 * thread.
 */
typedef struct _FilterOracle FilterOracle;

#define ORACLE_N_TABLES 6

/** @path: of a registry that nobody writes. */
FilterOracle *filter_oracle_new (const char *path);
void          filter_oracle_free (FilterOracle *self);

/** How many rows of each table in the order of filter_oracle_tables[] @expression is true of. */
void
filter_oracle_count (FilterOracle *self, const char *expression, guint counts[ORACLE_N_TABLES]);

/** The tables of the sample, the first of yun_entity_list(): zone town park plot firm facility. */
extern const char *const filter_oracle_tables[ORACLE_N_TABLES];

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FilterOracle, filter_oracle_free)
