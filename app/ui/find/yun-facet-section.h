/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * YunFacetSection: the values of one field with their live counts, under a title that folds them
 * away. What is on is the workspace's filter, seen from another side.
 *
 * Values of a vocabulary stand in its order; names stand by their counts, the most frequent first,
 * the others behind a button and a search. "source-date" is shown as classes of age. A folded
 * section has no rows. For Tab it is one stop, at its title or where the focus was in it; the
 * arrows go from value to value.
 */
#define YUN_TYPE_FACET_SECTION (yun_facet_section_get_type ())
G_DECLARE_FINAL_TYPE (YunFacetSection, yun_facet_section, YUN, FACET_SECTION, GtkWidget)

/** @field: one of yun_workspace_get_facets(); @title: translated. */
GtkWidget *yun_facet_section_new (const char *field, const char *title);

const char *yun_facet_section_get_field (YunFacetSection *self);

/** @workspace: (nullable): none: what is clicked does nothing. */
void yun_facet_section_set_workspace (YunFacetSection *self, YunWorkspace *workspace);
/** Shows the workspace's present answer. */
void yun_facet_section_update (YunFacetSection *self);

/** Property "expanded" (boolean). */
void     yun_facet_section_set_expanded (YunFacetSection *self, gboolean expanded);
gboolean yun_facet_section_get_expanded (YunFacetSection *self);

/** Switches a value ("?": unknown; of "source-date" the class's filter text) as a click does;
 * @only: as "only this" does. */
void yun_facet_section_choose (YunFacetSection *self, const char *value, gboolean only);

/** The count shown for @value, -1 when it is not shown; for tests. */
gint64 yun_facet_section_get_count (YunFacetSection *self, const char *value);

G_END_DECLS
