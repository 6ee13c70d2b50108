/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** Sets of ids: arrays (element-type gint64), ascending, each once. Any thread. */

/** The order of two ids, for sorting and searching. */
int yun_ids_compare (gconstpointer a, gconstpointer b);

/** Makes a set of what @ids holds, in any order, some perhaps twice. */
void yun_ids_tidy (GArray *ids);

/** Whether the set has @id. */
gboolean yun_ids_have (const GArray *ids, gint64 id);

G_END_DECLS
