/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-db.h"
#include "yun-record.h"

G_BEGIN_DECLS

/**
 * YunSimilarNames: which records of one entity have a name that search does not tell from a given
 * one.
 *
 * The first question reads all records; from the second on their names are kept as hashes, 16 bytes
 * each. What is kept is of the moment it was read: whoever keeps this frees it when a record is
 * written. Belongs to the connection's thread.
 */
typedef struct _YunSimilarNames YunSimilarNames;

/** (transfer full): @db outlives it. */
YunSimilarNames *yun_similar_names_new (YunDb *db, const YunEntity *entity);
void             yun_similar_names_free (YunSimilarNames *self);

/** Adds to @uids those of the records that are called @text, or where there is none of those that
 * have it as another name (an alias, a short or former name, a code), in the order of their
 * identifiers. An error of the database finds nothing. */
void yun_similar_names_add (YunSimilarNames *self, const char *text, GPtrArray *uids);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunSimilarNames, yun_similar_names_free)

G_END_DECLS
