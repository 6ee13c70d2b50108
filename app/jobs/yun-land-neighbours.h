/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-geom.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/** Two shapes that are neighbours, by their places in the array; a < b. */
typedef struct
{
  guint a;
  guint b;
} YunLandPair;

/** Called now and then from the thread that works. */
typedef void (*YunLandProgress) (guint64 done, guint64 total, gpointer user_data);

/**
 * Whether two polygons of EPSG:4490 are neighbours.
 *
 * With @gap_m above 0: their geodesic distance is not more, so those that meet in a corner are
 * neighbours too. With 0: they share a piece of border at least 10 cm long (borders less than 1 cm
 * apart are one: coordinates of two surveys differ by that), or they overlap; meeting in a corner
 * is not enough, since nothing can be built across a corner. Any thread.
 */
gboolean yun_land_is_neighbour (const YunGeom *a, const YunGeom *b, double gap_m);

/**
 * yun_land_find_neighbours:
 * @shapes: (element-type YunGeom): NULL and what is no polygon has no neighbours
 *
 * Returns: (transfer full) (nullable) (element-type YunLandPair): each pair once; NULL when
 * cancelled. For a worker.
 */
GArray *yun_land_find_neighbours (GPtrArray      *shapes,
                                  double          gap_m,
                                  YunLandProgress progress,
                                  gpointer        user_data,
                                  GCancellable   *cancellable,
                                  GError        **error);

G_END_DECLS
