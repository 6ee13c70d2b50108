/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * yun_locale_init:
 * @package: the gettext domain, of which all layers' texts are
 * @localedir: where translations are installed; the environment's YUN_LOCALE_DIR goes first
 *
 * The language of both programs, set before any other thread: the system's, or Chinese where its
 * locale names none (unset, C, POSIX, C.UTF-8). A locale that is named but not installed still
 * gives its language. Text is UTF-8 in any case; where the locale is of another encoding, such as
 * GB18030, stdout and stderr turn into it what is printed.
 */
void yun_locale_init (const char *package, const char *localedir);

/**
 * (transfer full): @arguments of main() in UTF-8, which they are in already unless the locale is of
 * another encoding. The name of a file that is there stays as it is written on the disk.
 */
char **yun_locale_decode_arguments (char **arguments);

/** Whether who typed @word is answered with Chinese words: the program's language is, or @word. */
gboolean yun_locale_answers_chinese (const char *word);

G_END_DECLS
