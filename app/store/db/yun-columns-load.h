/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-columns.h"
#include "yun-db.h"

G_BEGIN_DECLS

/** (transfer full): the rows of @entity, of those @ids (ascending, nullable: all), as columns; NULL
 * with an error. */
YunColumns *yun_columns_load_rows (
  YunDb *db, const YunEntity *entity, const gint64 *ids, guint n, GError **error);

/** Gives @columns the order of their names. */
gboolean yun_finder_load_names (YunDb *db, YunColumns *columns, GError **error);

/** The same for columns @patched out of @old, by the names of the @changed rows (ids, ascending):
 * without reading all names when those are few. */
gboolean yun_finder_patch_names (YunDb        *db,
                                 YunColumns   *old,
                                 YunColumns   *patched,
                                 const gint64 *changed,
                                 guint         n_changed,
                                 GError      **error);

G_END_DECLS
