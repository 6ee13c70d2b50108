/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-canvas.h"
#include "yun-sprite-cache.h"

G_BEGIN_DECLS

/**
 * YunSymbolFrame: a symbol plan with all its pictures, ready to be placed.
 *
 * Immutable, of one owner; made on a worker and handed to the main thread.
 */
typedef struct _YunSymbolFrame YunSymbolFrame;

/** (transfer full) (nullable): NULL when cancelled. Plans, and paints what @sprites lacks. */
YunSymbolFrame *yun_symbol_frame_new (YunScene       *scene,
                                      const YunSight *sight,
                                      guint           max_labels,
                                      YunSpriteCache *sprites,
                                      GCancellable   *cancellable);
void            yun_symbol_frame_free (YunSymbolFrame *self);

YunSymbolPlan *yun_symbol_frame_get_plan (YunSymbolFrame *self);

/** Places what is in @view: labels of the base map, symbols, clusters, labels of features. */
void yun_symbol_frame_place (YunSymbolFrame *self, YunCanvas *canvas, const YunView *view);

/** Places one sprite with its origin at a pixel, on whole device pixels. */
void
yun_sprite_place (YunSprite *sprite, YunCanvas *canvas, double px, double py, double device_scale);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunSymbolFrame, yun_symbol_frame_free)

G_END_DECLS
