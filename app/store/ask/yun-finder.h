/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-change.h"
#include "yun-columns.h"
#include "yun-log.h"

G_BEGIN_DECLS

/**
 * YunFinder: the columns of all entities at one commit, and the filters asked of them.
 *
 * Answers what yun-query.h answers, and the same. A clause the columns cannot
 * tell is asked of the database (its ids alone) and joined in. Every clause's
 * rows are kept, so that the next filter, which mostly differs in one clause,
 * costs one clause. Belongs to one thread at a time.
 */
typedef struct _YunFinder YunFinder;

/** (transfer full): the columns of the snapshot that the transaction of @db sees, or NULL. */
YunFinder *yun_finder_load (YunDb *db, GError **error);
void       yun_finder_free (YunFinder *self);

/** Writes what has been loaded and not patched since; FALSE when it has been. @writer borrows. */
gboolean yun_finder_write (YunFinder *self, YunPackWriter *writer);
/** (transfer full) (nullable): what was written; NULL when @pack has something else. */
YunFinder *yun_finder_read (YunPack *pack);

/** Which content it was loaded from or patched to last. */
const YunLogStamp *yun_finder_get_stamp (const YunFinder *self);

/** (transfer none): the columns of an entity. */
YunColumns *yun_finder_get_columns (YunFinder *self, const YunEntity *entity);
/** Bytes. */
gsize yun_finder_get_size (YunFinder *self);

/**
 * yun_finder_patch:
 * @rows: (element-type YunChangeRow): all rows touched since, in any order, some perhaps twice
 * @stamp: of the content that the transaction of @db sees
 *
 * Brings the columns up to date. After a failure @self is only good to be freed.
 */
gboolean yun_finder_patch (
  YunFinder *self, YunDb *db, GArray *rows, const YunLogStamp *stamp, GError **error);

/** The rows of each clause of a filter on one entity. */
typedef struct
{
  YunColumns *columns; /* (unowned) */
  YunFilter  *filter;  /* (unowned) */
  GPtrArray  *clauses; /* (owned): guint64 *, rows of each clause without its negation,
                          of the  finder; NULL: the filter is of another entity */
} YunFound;

/**
 * yun_finder_find:
 * @places: of yun_related_find_all() for @filter
 *
 * The result holds until the finder is asked again; cleared with yun_found_clear().
 */
gboolean yun_finder_find (YunFinder       *self,
                          YunDb           *db,
                          const YunEntity *entity,
                          YunFilter       *filter,
                          GHashTable      *places,
                          YunFound        *found,
                          GError         **error);
void     yun_found_clear (YunFound *self);

/** (transfer full): the rows that all clauses match but those on field @except (nullable). */
guint64 *yun_found_dup_rows (const YunFound *self, const char *except);

/** Makes sure the columns know the order of a list sorted by @sort, if need be from the database.
 */
gboolean yun_finder_ensure_order (YunFinder       *self,
                                  YunDb           *db,
                                  const YunEntity *entity,
                                  const YunField  *sort,
                                  gboolean         descending,
                                  GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunFinder, yun_finder_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (YunFound, yun_found_clear)

G_END_DECLS
