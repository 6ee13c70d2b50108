/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-map-frame.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * YunMapSketch: a line or an outline that is being drawn on the map, vertex by vertex.
 *
 * What every mode that draws shares: a click adds a vertex, a double click or
 * Enter ends, Backspace takes the last away; by keyboard alone, Enter puts a
 * vertex under the cross in the middle, and once more at the same place ends.
 * After the end the next vertex begins anew. One thread.
 */
typedef struct _YunMapSketch YunMapSketch;

YunMapSketch *yun_map_sketch_new (gboolean closed); /* an outline */
void          yun_map_sketch_free (YunMapSketch *self);

/* Each returns whether anything is other now. */
gboolean
yun_map_sketch_click (YunMapSketch *self, const YunView *view, double px, double py, int n_press);
gboolean yun_map_sketch_motion (YunMapSketch *self, const YunView *view, double px, double py);
gboolean yun_map_sketch_moved (YunMapSketch *self, const YunView *view);
/** Enter and Backspace; also TRUE when they had nothing to do. */
gboolean yun_map_sketch_key (YunMapSketch *self, const YunView *view, guint key);

/** Its lon/lat vertices: those put, and while it is drawn (@with_next) the place under the pointer
 * or cross that the next would have. (transfer none): until the next change. */
const YunPoint *yun_map_sketch_get (YunMapSketch *self, gboolean with_next, guint *n);
gboolean        yun_map_sketch_is_ended (const YunMapSketch *self);
/** Whether the outline crosses itself, so that it has no area. */
gboolean yun_map_sketch_crosses (YunMapSketch *self);

/** Draws it. @labels: (nullable) (array length=n_labels): of the legs, drawn where they fit. */
void yun_map_sketch_draw (YunMapSketch      *self,
                          cairo_t           *cr,
                          const YunView     *view,
                          const YunStyle    *style,
                          const char *const *labels,
                          guint              n_labels);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunMapSketch, yun_map_sketch_free)

G_END_DECLS
