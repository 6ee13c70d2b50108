/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-store.h"

G_BEGIN_DECLS

/**
 * Which records a word means, and which records look as if one thing were kept twice.
 */

/**
 * yun_store_match_sync:
 * @word: an identifier, name, short name, number or code; all but the first also as search folds
 * them: width of letters and brackets, case and blanks around do not count
 * @limit: at most so many
 *
 * The first of these ways that finds any counts, so a number never stands in for a name.
 *
 * Returns: (transfer full) (element-type YunRecord): all that @word means, with their places, by
 * id; %YUN_STORE_ERROR_NOT_FOUND when there is none
 */
GPtrArray *yun_store_match_sync (
  YunStore *self, const YunEntity *entity, const char *word, guint limit, GError **error);

/**
 * yun_store_match_one_sync:
 *
 * Returns: (transfer full): the one record that @word means; %YUN_STORE_ERROR_NOT_FOUND when there
 * is none, %YUN_STORE_ERROR_SEVERAL, with the identifiers of all, when there are more
 */
YunRecord *yun_store_match_one_sync (YunStore        *self,
                                     const YunEntity *entity,
                                     const char      *word,
                                     GError         **error);

/**
 * yun_store_match_removed_sync:
 * @word: as for yun_store_match_sync()
 *
 * Returns: (transfer full): the one record that @word meant and that is no longer there, as it was
 * when it was removed last, with its key and place. Errors as yun_store_match_one_sync(). What was
 * removed before the log kept values is not found.
 */
YunRecord *yun_store_match_removed_sync (YunStore        *self,
                                         const YunEntity *entity,
                                         const char      *word,
                                         GError         **error);

/** A record that has what should be one record's alone. */
typedef struct
{
  const YunField *field; /* the name, number or code that both have */
  gint64          id;
  char           *uid;  /* (owned) */
  char           *name; /* (owned): "" when unknown */
} YunTwin;

/**
 * yun_store_list_twins_sync:
 *
 * Returns: (transfer full) (element-type YunTwin): other records of the kind of @record that have
 * its name, number or credit code, at most ten for each; empty when there are none
 */
GPtrArray *yun_store_list_twins_sync (YunStore *self, YunRecord *record, GError **error);
/** @record: copied */
void       yun_store_list_twins_async (YunStore           *self,
                                       YunRecord          *record,
                                       GCancellable       *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer            user_data);
GPtrArray *yun_store_list_twins_finish (YunStore *self, GAsyncResult *result, GError **error);

G_END_DECLS
