/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * Text as it is searched and sorted (domain.md section 7). Any thread.
 */

/**
 * (transfer full): @text as it is compared: NFKC (full-width to half-width),
 * lower case, traditional to simplified Chinese, runs of space as one space,
 * ends stripped, the signs ·（）()“” dropped. NULL gives "".
 */
char *yun_text_normalise (const char *text);

/**
 * yun_text_append_search:
 *
 * Appends to @out what a search for @text may type: its normalised form, its
 * pinyin joined (gesihangtian) and its initials (gsht), every reading of
 * characters with several (at most 8 variants), each between newlines. Safe to
 * call for many texts; equal forms are not filtered.
 */
void yun_text_append_search (GString *out, const char *text);

/** (transfer full): the spaced pinyin of @text in its usual reading: "ge si hang tian". */
char *yun_text_to_pinyin (const char *text);

/** (transfer full) (nullable): what a list sorted by @text compares, byte by byte: its pinyin with
 * numbers in the order of what they count (地块 2 before 地块 10, 二期 before 十期), then the text
 * itself; NULL for NULL and "". Keys of names are kept in files: another form of them needs a
 * schema step. */
char *yun_text_dup_sort_key (const char *text);

/** (transfer full) (nullable): the same for a name whose reading a person wrote (@pinyin,
 * nullable), a word for each character. What the name counts by Chinese numerals is a number there
 * too; where the words are more or fewer the reading stands as it was written. */
char *yun_text_dup_name_key (const char *name, const char *pinyin);

/**
 * yun_text_distance:
 *
 * How many single-character edits turn @a into @b after normalising; for "did
 * you mean". Stops counting at @limit.
 */
guint yun_text_distance (const char *a, const char *b, guint limit);

/** Iterates a ';' list: sets @item and @length (bytes, blanks stripped) and returns where the next
 * begins, or NULL at the end. Full-width ； counts too. */
const char *yun_text_next_item (const char *list, const char **item, gsize *length);
/** Whether an item of such a list is @normal, compared as search does; @normal is
 * yun_text_normalise()d. */
gboolean yun_text_has_item (const char *list, const char *normal);

/** Whether @c has no width: pasted along, never seen, in the way of every search. */
gboolean yun_text_is_unseen (gunichar c);

/** (transfer full): a day, month or year as people write it (2024年6月, 2024/6/1, 2024.6.1, also in
 * full-width digits) in the form of yun_text_is_date(); what is none as it is. */
char *yun_text_read_date (const char *text);

/** Whether @text is YYYY, YYYY-MM or YYYY-MM-DD, a day that exists; a time may follow a T. */
gboolean yun_text_is_date (const char *text);

/** (transfer full) (nullable): @moment (nullable; ISO 8601, UTC as it is kept) in the time of the
 * place where the program runs; NULL for what is no moment. */
GDateTime *yun_text_read_moment (const char *moment);

/** (transfer full): the same as @format, of g_date_time_format(), has it; what is no moment as it
 * is, "" for NULL. */
char *yun_text_format_moment (const char *moment, const char *format);

/** (transfer full): the day that @moment (UTC, with "T") was in the place where the program runs;
 * what is no moment is cut at its "T", "" for NULL. Of a field's value ask yun_field_dup_day(). */
char *yun_text_dup_day (const char *moment);

/** Sets @order (-1, 0, 1) to how two of yun_text_is_date() stand, times of day aside; FALSE when
 * one is known so coarsely that it cannot be told: 2024 and 2024-03. */
gboolean yun_text_order_dates (const char *a, const char *b, int *order);

/** (transfer full): the day, month or year after @date (@step 1) or before it (-1), as exact as
 * @date, a yun_text_is_date() without a time. After the year 9999 comes ":", which is behind all
 * dates. */
char *yun_text_step_date (const char *date, int step);

G_END_DECLS
