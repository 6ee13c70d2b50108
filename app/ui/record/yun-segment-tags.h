/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * YunSegmentSwatch: the colour and shape of one segment, 14 pixels, for the side of its name.
 */
#define YUN_TYPE_SEGMENT_SWATCH (yun_segment_swatch_get_type ())
G_DECLARE_FINAL_TYPE (YunSegmentSwatch, yun_segment_swatch, YUN, SEGMENT_SWATCH, GtkWidget)

/** @segment: index of a segment, -1: none (a grey dot) */
GtkWidget *yun_segment_swatch_new (int segment);

/**
 * YunSegmentTags: swatch and letter of each segment of a record, side by side.
 */
#define YUN_TYPE_SEGMENT_TAGS (yun_segment_tags_get_type ())
G_DECLARE_FINAL_TYPE (YunSegmentTags, yun_segment_tags, YUN, SEGMENT_TAGS, GtkWidget)

/** @with_names: the segments' names rather than their letters */
GtkWidget *yun_segment_tags_new (gboolean with_names);
/** @segments: YUN_SEGMENT_… bits */
void yun_segment_tags_set_segments (YunSegmentTags *self, guint segments);

G_END_DECLS
