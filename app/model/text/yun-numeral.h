/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * yun_numeral_find:
 * @text: where to look; what stands before @from tells too what counts
 * @from: (inout): where to look on; set behind what was found
 * @start: (out): where it begins, in @text
 * @number: (out): what it says
 *
 * The next Chinese numeral that counts something, as yun_numeral_to_digits() tells. Any thread.
 *
 * Returns: FALSE when there is none; nothing is set then
 */
gboolean yun_numeral_find (const char *text, const char **from, const char **start, gint64 *number);

/**
 * yun_numeral_to_digits:
 *
 * Chinese numerals that count something, as digits: 二期 is 2期, 第十一 第11, 地块（二十）
 * 地块（20）, 二〇二六年 2026年. Those that are part of a name stay: 九亭, 三林, 五一路. What
 * counts stands behind 第, before a counting word (期 号 区 块 …), at the end, or alone in
 * brackets. Any thread.
 *
 * Returns: (transfer full) (nullable): @text with digits; NULL when nothing in it counts
 */
char *yun_numeral_to_digits (const char *text);

G_END_DECLS
