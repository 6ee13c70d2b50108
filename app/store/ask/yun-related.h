/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-db.h"
#include "yun-places.h"
#include "yun-rule.h"

G_BEGIN_DECLS

/**
 * YunRelated: what a clause that leads elsewhere found there: places (NEAR, IN) or the names that
 * references must hold (WHOSE, HAS, and VALUES of links): uids, of zones codes. Immutable,
 * reference-counted, any thread.
 */
typedef struct _YunRelated YunRelated;

/** @clause: NEAR or IN, what is asked of the places; @places: (transfer full) */
YunRelated *yun_related_new_places (const YunClause *clause, YunPlaces *places);
/** @names: (transfer full): a set of texts */
YunRelated *yun_related_new_names (GHashTable *names);
YunRelated *yun_related_ref (YunRelated *self);
void        yun_related_unref (YunRelated *self);

/** (element-type YunRect): boxes outside of which no place is; none for names. */
GArray *yun_related_get_boxes (const YunRelated *self);
/** The box of all places, lon/lat. */
YunRect yun_related_get_box (const YunRelated *self);
/** Whether what is somewhere in a town may surely be where the clause asks: of some town. */
gboolean yun_related_holds_towns (YunRelated *self);
/** (transfer none) (element-type YunGeom): the places that are not loose. */
GPtrArray *yun_related_get_exact (const YunRelated *self);
/** (transfer none) (nullable): the place when there is only one and it is exact. */
YunGeom *yun_related_get_single (const YunRelated *self);

/** Whether a record is where the clause asks, by its shape in a SpatiaLite BLOB; UNKNOWN when the
 * place is loose and may be as near as that. */
YunTruth yun_related_locate (YunRelated *self, const guint8 *blob, gsize n);
/** The same of a record that is somewhere in one of @towns, a ';' list of uids (nullable). */
YunTruth yun_related_locate_loose (YunRelated *self, const char *towns);
/** Whether the ';' list holds one of the names. */
gboolean yun_related_has_any (const YunRelated *self, const char *list);

/** The column by which references name records of @entity: "uid", of zones "code". */
const char *yun_related_get_key_column (const YunEntity *entity);

/** (transfer full): what a NEAR, IN, WHOSE or HAS clause, or one on a link, is found by among the
 * related of a filter; the same for clauses that ask the same, negated or not, with "?" or without.
 */
char *yun_related_dup_key (const YunClause *clause);

/**
 * yun_related_find_all:
 *
 * Looks up everything the clauses of @filter lead to, on this connection and so from one
 * snapshot.
 *
 * Returns: (transfer full) (element-type utf8 YunRelated): by yun_related_dup_key(), or NULL
 * with %YUN_FILTER_ERROR_PLACE when a place is not known, has no position or no area, and with
 * %YUN_FILTER_ERROR_NAME when a link is asked for by a name that no record has and no row holds
 */
GHashTable *yun_related_find_all (YunDb *db, YunFilter *filter, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunRelated, yun_related_unref)

G_END_DECLS
