/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-scene.h"

G_BEGIN_DECLS

/**
 * YunMapMarks: what is drawn over the map besides its features: a marked place, shapes outlined as
 * a group, and the areas that the filter asks for. All in EPSG:4490.
 *
 * Knows no widget; whoever changes it has it drawn anew. Main thread.
 */
typedef struct _YunMapMarks YunMapMarks;

YunMapMarks *yun_map_marks_new (void);
void         yun_map_marks_free (YunMapMarks *self);

/** Marks a place; @text is said of it. */
void yun_map_marks_set_place (YunMapMarks *self, YunPoint place, const char *text);
void yun_map_marks_clear_place (YunMapMarks *self);
/** (nullable): what is said of the marked place; NULL: none is marked. */
const char *yun_map_marks_get_text (YunMapMarks *self);

/** @shapes: (nullable) (element-type YunGeom): none when empty, too */
void     yun_map_marks_set_group (YunMapMarks *self, GPtrArray *shapes);
gboolean yun_map_marks_has_group (YunMapMarks *self);

/** @shapes: (nullable) (element-type YunGeom): none when empty, too */
void yun_map_marks_set_areas (YunMapMarks *self, GPtrArray *shapes);
/** (transfer none) (nullable) (element-type YunGeom) */
GPtrArray *yun_map_marks_get_areas (YunMapMarks *self);

gboolean yun_map_marks_is_empty (YunMapMarks *self);

/** Draws all of it, the place on top. */
void
yun_map_marks_draw (YunMapMarks *self, cairo_t *cr, const YunView *view, const YunStyle *style);

G_END_DECLS
