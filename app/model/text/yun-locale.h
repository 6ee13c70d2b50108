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
 * locale names none (unset, C, POSIX, C.UTF-8). Text is UTF-8 in either case. A locale that is
 * named but not installed still gives its language.
 */
void yun_locale_init (const char *package, const char *localedir);

/** Whether who typed @word is answered with Chinese words: the program's language is, or @word. */
gboolean yun_locale_answers_chinese (const char *word);

G_END_DECLS
