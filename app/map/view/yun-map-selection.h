/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-feature-index.h"

G_BEGIN_DECLS

/**
 * YunMapSelection: the record that is selected, as the map sees it: a feature of the index it shows
 * now, or, while that holds no such record (towns, zones, one not loaded yet), a shape.
 *
 * A plain value of its owner; zeroed, nothing is selected. Main thread.
 */
typedef struct
{
  guint            entity;
  gint64           id;      /* 0: none */
  int              feature; /* of the index, or -1 */
  YunFeatureIndex *shape;   /* (owned) (nullable): with the shape as its only feature */
} YunMapSelection;

void yun_map_selection_clear (YunMapSelection *self);

/** FALSE: it is selected already. The shape is forgotten with the one before. */
gboolean yun_map_selection_set (YunMapSelection *self, guint entity, gint64 id);
/** @shape: (nullable): of EPSG:4490 degrees */
void yun_map_selection_set_shape (YunMapSelection *self, YunGeom *shape);
/** Looks the record up in @index (nullable). */
void yun_map_selection_find (YunMapSelection *self, YunFeatureIndex *index);
/** The lon/lat box of it; FALSE: nothing is selected, or it has no place. */
gboolean
yun_map_selection_get_box (const YunMapSelection *self, YunFeatureIndex *index, YunRect *box);

G_END_DECLS
