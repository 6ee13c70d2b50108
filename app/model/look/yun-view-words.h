/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * Words of saved filters that meant something else in an earlier version. Any thread.
 *
 * "status:idle" was the name of all land that could be put to use, now "status:reusable". What is
 * saved is the canonical text, which says "found-idle" where idle is meant: "idle" in it is an
 * earlier version's.
 */

/** (transfer full) (nullable): @filter, a canonical text, with such words as they are now; NULL
 * when it has none. */
char *yun_view_words_update (const char *filter);

/** (transfer full): a sentence for people that this was done to the view @name. */
char *yun_view_words_describe (const char *name);

G_END_DECLS
