/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-db.h"
#include "yun-store-order.h"

G_BEGIN_DECLS

/**
 * YunQuery: a filter as the condition of an SQL statement on one entity.
 *
 * Means what yun_filter_match() means. Values are always bound, as ?1, ?2 …;
 * the entity's table is called t. Built and bound on any thread.
 */
typedef struct
{
  GString *where; /* (owned): "1" when nothing is asked */
  GArray  *binds; /* (owned) */
  gboolean exact; /* of yun_query_new_exact() */
} YunQuery;

/** @related: of yun_related_find_all() for @filter, or one that holds its clauses */
YunQuery *yun_query_new (const YunEntity *entity, YunFilter *filter, GHashTable *related);
/** The same for a filter of one clause, NEAR within a distance or IN, and of it only those rows
 * that have a place and are not loose (yun-places.h): the R*Tree knows them all. */
YunQuery *yun_query_new_exact (const YunEntity *entity, YunFilter *filter, GHashTable *related);
void      yun_query_free (YunQuery *self);

/** (transfer full): the statement HEAD WHERE condition TAIL with its values bound. */
YunStmt *
yun_query_prepare (YunQuery *self, YunDb *db, const char *head, const char *tail, GError **error);

/** (transfer full): the value of the DATE @field in t, as people see it. */
char *yun_query_dup_date (const YunField *field);

/** Appends the ORDER BY of a list sorted by @sort (NULL: by name). */
void yun_query_append_order (GString *sql, const YunField *sort, gboolean descending);

/** The same for several keys. */
void yun_query_append_orders (GString *sql, const YunSortKey *keys, guint n);

/** (transfer full): a SELECT of @self's ids as text, values shown as comments, for people. */
char *yun_query_print (YunQuery *self, const char *head, const char *tail);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunQuery, yun_query_free)

G_END_DECLS
