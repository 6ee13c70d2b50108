/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-map-frame.h"
#include "yun-symbol-frame.h"

G_BEGIN_DECLS

/**
 * YunSymbolLayer: symbols, clusters and labels above the tiles, and what is marked.
 *
 * The plan is made on a worker for somewhat more than the view; a frame only
 * places its pictures. The old plan stays until the new one is there. The
 * selected feature is drawn above all others, whether it is shown or not. Main
 * thread.
 */
#define YUN_TYPE_SYMBOL_LAYER (yun_symbol_layer_get_type ())
G_DECLARE_FINAL_TYPE (YunSymbolLayer, yun_symbol_layer, YUN, SYMBOL_LAYER, ShumateLayer)

YunSymbolLayer *yun_symbol_layer_new (ShumateViewport *viewport);

void yun_symbol_layer_set_scene (YunSymbolLayer *self, YunScene *scene);

/** Where the map is or is moving to; @at_rest: it will stay there, so the plan is to fit exactly.
 */
void yun_symbol_layer_set_target (YunSymbolLayer *self, const YunView *target, gboolean at_rest);

/** How many times as large as usual signs, names and all else of the layer are; they follow the
 * text's size. Its plan counts in pixels so much larger. */
void   yun_symbol_layer_set_magnify (YunSymbolLayer *self, double magnify);
double yun_symbol_layer_get_magnify (YunSymbolLayer *self);

/** What lies over the layer, in its pixels: names of towns stand clear of it. At most
 * YUN_SIGHT_MAX_CARDS count; that one grows or shrinks a little moves no name. */
void yun_symbol_layer_set_cards (YunSymbolLayer *self, const cairo_rectangle_int_t *cards, guint n);

/** Features to be marked, -1: none. */
void yun_symbol_layer_set_selected (YunSymbolLayer *self, int feature);
/** @outline: (nullable): its first feature is marked as selected though it is not of the scene */
void yun_symbol_layer_set_outline (YunSymbolLayer *self, YunFeatureIndex *outline);
void yun_symbol_layer_set_hovered (YunSymbolLayer *self, int feature, int cluster);

/** (transfer none) (nullable): the plan on screen, in magnified pixels; its scene may be older than
 * the layer's. */
YunSymbolPlan *yun_symbol_layer_get_plan (YunSymbolLayer *self);

/** Whether the plan is the one for the present scene and target. Property "complete", notified. */
gboolean yun_symbol_layer_is_complete (YunSymbolLayer *self);

G_END_DECLS
