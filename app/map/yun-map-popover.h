/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-feature-index.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * YunMapPopover: the features of one place as a list to choose from. Main thread.
 */
#define YUN_TYPE_MAP_POPOVER (yun_map_popover_get_type ())
G_DECLARE_FINAL_TYPE (YunMapPopover, yun_map_popover, YUN, MAP_POPOVER, GtkPopover)

GtkWidget *yun_map_popover_new (void);

/** Lists @features (guint32 numbers of @index) by name; very many are cut short with a note. */
void yun_map_popover_set_features (YunMapPopover   *self,
                                   YunFeatureIndex *index,
                                   const guint32   *features,
                                   guint            n);

/** Signal "chosen" (YunMapPopover *, guint entity, gint64 id) */

G_END_DECLS
