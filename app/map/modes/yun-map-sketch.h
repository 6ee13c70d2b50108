/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-geom.h"
#include "yun-map-frame.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * YunMapSketch: a line or an outline that is being drawn on the map, vertex by vertex.
 *
 * What every mode that draws shares: a click adds a vertex, a double click or
 * Enter ends, Backspace takes the last away; by keyboard alone, Enter puts a
 * vertex under the cross in the middle, and once more at the same place ends.
 * After the end the next vertex begins anew. Who moves the map by its arrow keys
 * draws by keyboard. One thread.
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
/** After an end that is not accepted: the vertices stay, and more can be put. */
void yun_map_sketch_resume (YunMapSketch *self);
/** The outer ring of @shape's first part as the vertices that were put; the outline is not ended.
 */
void yun_map_sketch_set_shape (YunMapSketch *self, const YunGeom *shape);
/** (transfer full) (nullable): the outline as a polygon of EPSG:4490, once it has three vertices.
 */
YunGeom *yun_map_sketch_dup_shape (YunMapSketch *self, gboolean with_next);

/** Which vertex that was put is under the pixel; -1: none. */
int yun_map_sketch_find (YunMapSketch *self, const YunView *view, double px, double py);
/** Puts vertex @i under the pixel. */
void yun_map_sketch_move (YunMapSketch *self, guint i, const YunView *view, double px, double py);

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
