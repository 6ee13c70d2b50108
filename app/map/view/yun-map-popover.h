/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-feature-index.h"
#include "yun-style.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * YunMapPopover: the features of one place as a list to choose from. Main thread.
 */
#define YUN_TYPE_MAP_POPOVER (yun_map_popover_get_type ())
G_DECLARE_FINAL_TYPE (YunMapPopover, yun_map_popover, YUN, MAP_POPOVER, GtkPopover)

GtkWidget *yun_map_popover_new (void);

/**
 * yun_map_popover_set_features:
 * @style: of the symbols before the names
 * @place: (nullable): the town, for the heading
 * @features: numbers of @index
 *
 * Lists the features, firms of a segment first, then by name; thousands are cut short with a note.
 */
void yun_map_popover_set_features (YunMapPopover   *self,
                                   YunFeatureIndex *index,
                                   const YunStyle  *style,
                                   const char      *place,
                                   const guint32   *features,
                                   guint            n);

/** Shows the list beside @at of its parent, the first row ready for the keyboard: arrows move,
 * Enter chooses, Escape closes. */
void yun_map_popover_open (YunMapPopover *self, const GdkRectangle *at);

/** Signal "chosen" (YunMapPopover *, guint entity, gint64 id) */

G_END_DECLS
