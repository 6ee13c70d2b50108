/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-facet-section.h"
#include "yun-range-facet.h"
#include "yun-view-pane.h"
#include "yun-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * YunFacetPane: the left side: for each facet its values with live counts, to be switched on and
 * off. What is on is the workspace's filter, seen from another side. Which sections are open is
 * remembered.
 */
#define YUN_TYPE_FACET_PANE (yun_facet_pane_get_type ())
G_DECLARE_FINAL_TYPE (YunFacetPane, yun_facet_pane, YUN, FACET_PANE, GtkWidget)

/** @workspace: (nullable) */
void yun_facet_pane_set_workspace (YunFacetPane *self, YunWorkspace *workspace);

/** (transfer none) (nullable): the section of @field; for tests. */
YunFacetSection *yun_facet_pane_get_section (YunFacetPane *self, const char *field);

/** (transfer none): the saved views, above the facets. */
YunViewPane *yun_facet_pane_get_views (YunFacetPane *self);

/** (transfer none) (nullable): the histogram of @field; for tests. */
YunRangeFacet *yun_facet_pane_get_range (YunFacetPane *self, const char *field);
/** Whether histograms are on the way. */
gboolean yun_facet_pane_is_busy (YunFacetPane *self);
/** The count shown for @value of @field ("?": unknown), -1 when it is not shown; for tests. */
gint64 yun_facet_pane_get_count (YunFacetPane *self, const char *field, const char *value);

G_END_DECLS
