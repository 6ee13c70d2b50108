/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-scene.h"

G_BEGIN_DECLS

/**
 * Vertices to cairo paths in the pixels of a view. Vertices that fall into the
 * same pixel are dropped; what is far outside the view is cut off, so that cairo's
 * 24-bit coordinates hold at any zoom. What remains in the view does not depend
 * on where the view was cut.
 */

/** Adds a closed ring, for filling. */
void yun_path_add_ring (cairo_t *cr, const YunView *view, const YunVertex *v, guint n);

/** Strokes a line or ring with cr's pen; dashes begin at the first vertex wherever the view is. */
void yun_path_stroke (cairo_t         *cr,
                      const YunView   *view,
                      const YunVertex *v,
                      guint            n,
                      const double    *dashes,
                      int              n_dashes);

G_END_DECLS
