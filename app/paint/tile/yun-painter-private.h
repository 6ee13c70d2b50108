/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-base-cache.h"
#include "yun-feature-index-private.h"
#include "yun-painter.h"
#include "yun-raster.h"

G_BEGIN_DECLS

/* Ground to zone tints, then roads and boundaries, with room for parks between; or of the lines
 * only the borders, for a ground that has roads of its own. */
void
yun_base_painter_paint (const YunScene *scene, cairo_t *cr, const YunView *view, YunBasePart part);

/* Whether parks of the scene, shown or not, may reach into the view. */
gboolean yun_feature_painter_has_parks (const YunScene *scene, const YunView *view);

/**
 * yun_feature_painter_paint:
 * @target: (nullable): the image surface that @cr draws on pixel for pixel; without it small
 * features go through one of their own
 * @parks: whether the areas of parks or of all else are meant
 */
gboolean yun_feature_painter_paint (const YunScene  *scene,
                                    cairo_t         *cr,
                                    cairo_surface_t *target,
                                    const YunView   *view,
                                    gboolean         parks,
                                    GCancellable    *cancellable);

/* How an area looks with its accuracy taken into account. */
YunFill yun_feature_painter_get_fill (const YunScene *scene, guint i);

/* (transfer full): a repeating pattern of hatch lines whose phase belongs to the world. */
cairo_pattern_t *
yun_feature_painter_new_hatch (YunHatch hatch, const YunColour *line, const YunView *view);

G_END_DECLS
