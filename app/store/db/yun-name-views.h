/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-db.h"

G_BEGIN_DECLS

/**
 * yun_name_views_make:
 *
 * Makes for each entity the view "plot_view" …: its columns with names in the place of the uids of
 * links, for QGIS and for people who write SQL, of built-in functions only and registered as a
 * layer to read. Made anew behind the last step of every upgrade. In a transaction.
 */
gboolean yun_name_views_make (YunDb *db, GError **error);

G_END_DECLS
