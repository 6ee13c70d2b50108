/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * Readings of Chinese characters, one by one, from ICU and a table of what ICU
 * gets wrong for the words of this trade (domain.md section 7). Any thread;
 * what was looked up is kept.
 */

/** The simplified form of @c; @c itself when it has none. */
gunichar yun_pinyin_simplify (gunichar c);

/** (transfer full): the usual reading of normalised @text, syllables between spaces, other runs
 * kept as they are. */
char *yun_pinyin_usual (const char *text);

/** Appends the joined pinyin and the initials of normalised @text, one a line, each reading of
 * ambiguous characters, at most 8 of each. */
void yun_pinyin_append_forms (GString *out, const char *text);

G_END_DECLS
