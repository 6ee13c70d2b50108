/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-geom.h"

G_BEGIN_DECLS

/**
 * YunMapHistory: the views the map has rested at, to go back and forward through.
 *
 * A view near the present one is not kept, so that small moves do not bury the
 * way back. Bounded: the oldest goes. One thread.
 */
typedef struct _YunMapHistory YunMapHistory;

typedef struct
{
  YunPoint centre; /* lon/lat */
  double   zoom;
} YunMapPlace;

#define YUN_MAP_HISTORY_MAX 50

YunMapHistory *yun_map_history_new (void);
void           yun_map_history_free (YunMapHistory *self);

/** The map rests at @place, in a view of @width × @height pixels. Views to go forward to are
 * forgotten when it is another place than the present one. Returns whether it is. */
gboolean
yun_map_history_note (YunMapHistory *self, const YunMapPlace *place, double width, double height);

gboolean yun_map_history_can_go (const YunMapHistory *self, int direction);
/** One step back (-1) or forward (1): (transfer none) (nullable): where to. */
const YunMapPlace *yun_map_history_go (YunMapHistory *self, int direction);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunMapHistory, yun_map_history_free)

G_END_DECLS
