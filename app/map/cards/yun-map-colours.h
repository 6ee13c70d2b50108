/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-map-view-private.h"

G_BEGIN_DECLS

/* The part of YunMapView that asks what its colours say, yun_map_view_set_colour_by() too. Main
 * thread. */

/** Adds the actions and the key for it to the view's class. */
void yun_map_colours_class_init_view (GtkWidgetClass *view_class);

/** Which of the actions can be used now. */
void yun_map_colours_update (YunMapView *self);

G_END_DECLS
