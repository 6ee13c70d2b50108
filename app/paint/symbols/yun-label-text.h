/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * How a record's name is written on the map, where room is short. Plain text in, plain text out;
 * any thread. Widths are in ems: a hanzi is one wide, a Latin letter or digit half.
 */
#define YUN_LABEL_TEXT_LINE 10.0 /* a wider name takes two lines */
#define YUN_LABEL_TEXT_MAX 22.0  /* a wider one is cut */

double yun_label_text_get_width (const char *text);

/** (transfer full): one line of at most YUN_LABEL_TEXT_MAX; what was cut ends in an ellipsis. The
 * legal form at the end of a firm's name is left out, unless nothing else would remain. */
char *yun_label_text_shorten (const char *name, gboolean firm);

/** (transfer full) (nullable): @text in two lines of about the same width, broken where one would
 * break it by hand: not in a number or a Latin word, not before a closing sign or after an opening
 * one; NULL when there is no such place. */
char *yun_label_text_wrap (const char *text);

G_END_DECLS
