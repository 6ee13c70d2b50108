/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-feature-index.h"

G_BEGIN_DECLS

/* A closed ring of @n vertices, the first repeated, in Mercator units; any thread. An area of
 * several rings holds a place when an odd number of them go around it. */

/** Whether the ring goes around (@x, @y). */
gboolean yun_ring_has (const YunVertex *ring, guint n, double x, double y);
/** Whether any of its sides meets the box. */
gboolean
yun_ring_meets_box (const YunVertex *ring, guint n, double x0, double y0, double x1, double y1);

G_END_DECLS
