/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-db.h"
#include "yun-search.h"

G_BEGIN_DECLS

/**
 * What text search looks into, of all records of one entity, packed in memory: reading the wide
 * rows of the tables takes ten times as long as searching. About 300 bytes a record; of one thread.
 */
typedef struct _YunSearchIndex YunSearchIndex;

/** One record that fits. */
typedef struct
{
  gint64        id;
  YunSearchRank rank;
} YunSearchMatch;

/** (transfer full): of @entity as @db shows it now; NULL with an error of the store. */
YunSearchIndex *yun_search_index_new (YunDb *db, const YunEntity *entity, GError **error);
void            yun_search_index_free (YunSearchIndex *self);

/**
 * yun_search_index_patch:
 * @ids: (element-type gint64): of the rows touched since, ascending
 *
 * Brings it up to what @db shows now, reading those rows alone. FALSE when they have become too
 * many for that, or with @error set; @self is then only good to be freed.
 */
gboolean
yun_search_index_patch (YunSearchIndex *self, YunDb *db, const GArray *ids, GError **error);

/**
 * yun_search_index_find:
 * @count: (out): how many records fit as well as the best kind does: of an address with its number
 * those of other numbers do not count
 *
 * Returns: (transfer full) (element-type YunSearchMatch): the best @limit, by rank, then by name;
 * NULL when @cancellable was cancelled
 */
GArray *yun_search_index_find (const YunSearchIndex *self,
                               const YunSearch      *search,
                               guint                 limit,
                               gint64               *count,
                               GCancellable         *cancellable);

G_END_DECLS
