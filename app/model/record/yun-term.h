/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-field.h"
#include "yun-rule.h"

G_BEGIN_DECLS

/**
 * Terms: what a record holds from one day to another, as values of a field of kind TERMS.
 *
 * A value is a ';' list of items "id@from/to", "high-tech@2023-11-15/2026-11-15":
 * an id of the field's vocabulary, and dates as exact as they are known or
 * nothing. Whether an item is held on a day is computed, never stored
 * (domain.md 6.3):
 *
 * - both days count as held; of a date known by its year or month alone every
 *   day of it may be the one, so between the first and the last of them it
 *   cannot be told;
 * - a date that is not given follows from the other and the years of the
 *   value in its vocabulary: a term counted in years ends on the day that
 *   answers to its first (民法典, article 202);
 * - with neither, or with what is no date, it can never be told.
 *
 * Words that are in no vocabulary are kept as they are, and hold nothing that
 * could be asked for. Any thread.
 */

/**
 * yun_terms_judge:
 * @list: (nullable)
 * @day: (nullable): YYYY-MM-DD; NULL: all that are listed are held
 * @held: (out): bits of @values held on @day
 * @unclear: (out): bits of those of which it cannot be told, and that are not in @held
 */
void yun_terms_judge (
  const YunEnum *values, const char *list, const char *day, guint *held, guint *unclear);

/** Whether one of @mask is held on @day (as above): YES when one surely is, UNKNOWN when one may
 * be. */
YunTruth yun_terms_hold (const YunEnum *values, const char *list, guint mask, const char *day);

/** (transfer full): an item for people, "Specialised SME (2021–)"; one of no vocabulary as it is.
 */
char *yun_term_format (const YunEnum *values, const char *item);

/** The index in @values of an item of @length bytes, whatever its dates; -1 when it is none. */
int yun_term_find (const YunEnum *values, const char *item, gsize length);

/**
 * yun_terms_tidy:
 * @text: as people write it: "高企@2023；srdi@2021/2024"
 *
 * Returns: (transfer full) (nullable): as it is kept, ids and half-width signs; NULL when a date
 * is none, stands behind a word of no vocabulary, or the end comes before the beginning
 */
char *yun_terms_tidy (const YunEnum *values, const char *text);

/** Appends @list to @out with @words, one for each of @values, in place of ids. */
void yun_terms_append_words (GString           *out,
                             const YunEnum     *values,
                             const char        *list,
                             const char *const *words);

G_END_DECLS
