/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-scene.h"

G_BEGIN_DECLS

/**
 * Areas and lines as paths, for targets that keep them: PDF, SVG, a printer.
 *
 * Fill, outline, dashes and hatching are paths, never bitmaps, and look as yun_painter_paint()
 * paints them. Areas smaller than YUN_FEATURE_VECTOR_SIZE pixels (about 0.3 mm on paper) would be
 * millions of dots: they become one image at the view's device scale, of at most
 * YUN_FEATURE_VECTOR_PIXELS. Where more than YUN_FEATURE_VECTOR_MOST areas are larger, only the
 * largest so many are paths and the rest are in the image, too.
 */
#define YUN_FEATURE_VECTOR_SIZE 1.5
#define YUN_FEATURE_VECTOR_MOST 40000
#define YUN_FEATURE_VECTOR_PIXELS 24e6

/** Whether the target of @cr keeps paths. */
gboolean yun_feature_vector_is_kept (cairo_t *cr);

/**
 * yun_feature_vector_paint:
 * @parks: whether the areas of parks or of all else are meant
 *
 * Returns: FALSE when cancelled
 */
gboolean yun_feature_vector_paint (const YunScene *scene,
                                   cairo_t        *cr,
                                   const YunView  *view,
                                   gboolean        parks,
                                   GCancellable   *cancellable);

/** Fills the box @rect, in pixels of @view, with hatch lines. */
void yun_feature_vector_hatch_box (
  cairo_t *cr, const YunView *view, YunHatch hatch, const YunColour *line, const YunRect *rect);

G_END_DECLS
