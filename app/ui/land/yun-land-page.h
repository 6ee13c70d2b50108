/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * YunLandPage: neighbouring plots, of those the filter shows, that together reach a wanted area.
 *
 * Asks for the tolerance, the area and how many holders; lists the groups found and the members of
 * the chosen one. Main thread; the search is a job.
 */
#define YUN_TYPE_LAND_PAGE (yun_land_page_get_type ())
G_DECLARE_FINAL_TYPE (YunLandPage, yun_land_page, YUN, LAND_PAGE, GtkWidget)

/** @workspace: (nullable): NULL ends a search under way */
void yun_land_page_set_workspace (YunLandPage *self, YunWorkspace *workspace);

/** Searches with these; as the button does with what its rows say. */
void yun_land_page_find (YunLandPage *self, double gap_m, double area_mu, guint max_holders);

/** Whether a search is under way. */
gboolean yun_land_page_is_busy (YunLandPage *self);
/** How many groups were found. */
guint yun_land_page_get_n_groups (YunLandPage *self);
/** Chooses group @i. */
void yun_land_page_choose (YunLandPage *self, guint i);
/**
 * yun_land_page_take:
 * @action: (nullable): what is to be done with it: a window's action that works on the filter
 *
 * Makes a filter of the chosen group and emits "taken"; as the buttons do.
 */
void yun_land_page_take (YunLandPage *self, const char *action);
/** (transfer full): the groups with their members, tab-separated with a head, as it is copied. */
char *yun_land_page_dup_table (YunLandPage *self);

/**
 * Signals:
 * "chosen" (GPtrArray *shapes): (element-type YunGeom): another group is to be seen on the map;
 * NULL: none
 * "taken" (YunFilter *filter, const char *action): the chosen group is to be the filter, and then
 * @action (nullable) to be done with it
 */

G_END_DECLS
