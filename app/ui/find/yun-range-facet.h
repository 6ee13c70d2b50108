/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * YunRangeFacet: the numbers of one field as a small histogram with two handles, which are the
 * filter's range on it, under a title that folds it away.
 *
 * The handles move by dragging, and by the arrow keys, Home and End where the focus is; a handle at
 * its end leaves that side open.
 */
#define YUN_TYPE_RANGE_FACET (yun_range_facet_get_type ())
G_DECLARE_FINAL_TYPE (YunRangeFacet, yun_range_facet, YUN, RANGE_FACET, GtkWidget)

/** @spec: static; @title: translated. */
GtkWidget *yun_range_facet_new (const YunHistogramSpec *spec, const char *title);

const char *yun_range_facet_get_field (YunRangeFacet *self);

/** @workspace: (nullable): none: the handles do nothing. */
void yun_range_facet_set_workspace (YunRangeFacet *self, YunWorkspace *workspace);
/** Follows the workspace's present filter. */
void yun_range_facet_update (YunRangeFacet *self);
void yun_range_facet_set_histogram (YunRangeFacet *self, const YunHistogram *histogram);
/** (transfer none): all zero before the first. */
const YunHistogram *yun_range_facet_get_histogram (YunRangeFacet *self);

/** Property "expanded" (boolean). */
void     yun_range_facet_set_expanded (YunRangeFacet *self, gboolean expanded);
gboolean yun_range_facet_get_expanded (YunRangeFacet *self);

/** Moves the lower (@high FALSE) or upper handle by @steps edges, as its keys do. */
void yun_range_facet_move (YunRangeFacet *self, gboolean high, int steps);
/** The words that say the range; for tests. */
const char *yun_range_facet_get_text (YunRangeFacet *self);

G_END_DECLS
