/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-db.h"

G_BEGIN_DECLS

/**
 * YunRelated: what a clause that leads elsewhere found there: places (NEAR, IN) or the names that
 * references must hold (WHOSE, HAS, and VALUES of links): uids, of zones codes. Immutable,
 * reference-counted, any thread.
 */
typedef struct _YunRelated YunRelated;

/** @places: (transfer full) (element-type YunGeom) */
YunRelated *yun_related_new_places (GPtrArray *places);
/** @names: (transfer full): a set of texts */
YunRelated *yun_related_new_names (GHashTable *names);
YunRelated *yun_related_ref (YunRelated *self);
void        yun_related_unref (YunRelated *self);

/** (element-type YunGeom): the places; empty for names. */
GPtrArray *yun_related_get_places (const YunRelated *self);
/** The box of all places, lon/lat. */
YunRect yun_related_get_box (const YunRelated *self);

/** Whether the shape in a SpatiaLite BLOB is at most @metres from one of the places. */
gboolean yun_related_is_near (const YunRelated *self, const guint8 *blob, gsize n, double metres);
/** Whether its point, or its label's place, lies in one of them. */
gboolean yun_related_is_in (const YunRelated *self, const guint8 *blob, gsize n);
/** Whether the ';' list holds one of the names. */
gboolean yun_related_has_any (const YunRelated *self, const char *list);

/** The column by which references name records of @entity: "uid", of zones "code". */
const char *yun_related_get_key_column (const YunEntity *entity);

/** (transfer full): what a NEAR, IN, WHOSE or HAS clause, or one on a link, is found by among the
 * related of a filter; the same for clauses that lead to the same, negated or not, however far. */
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
