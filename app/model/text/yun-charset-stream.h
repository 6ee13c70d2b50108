/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * What is printed reaches a terminal of another encoding. All texts of the program are UTF-8;
 * stdout and stderr turn them into the terminal's at the very end, whoever prints.
 *
 * Main thread, before anything is printed.
 */

/** From here on stdout and stderr write @charset; what it has no character for becomes "?". */
void yun_charset_streams_begin (const char *charset);

/** Stdout writes UTF-8 again, as other programs expect of JSON and CSV. */
void yun_charset_stdout_keep_utf8 (void);

G_END_DECLS
