/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-street.h"

G_BEGIN_DECLS

/**
 * YunStreetRegion: an area and what is near it, as cells of some hundred metres, so that millions
 * of places can be asked for. One owner; any thread.
 */
typedef struct _YunStreetRegion YunStreetRegion;

/** All within @metres of the lon/lat @area, to the size of a cell: a tenth of a second. */
YunStreetRegion *yun_street_region_new (const YunGeom *area, double metres);
/** (transfer full): all within @metres of the district. */
YunStreetRegion *yun_street_region_new_district (double metres);
void             yun_street_region_free (YunStreetRegion *self);

/** The box around it. */
YunStreetBox yun_street_region_get_box (const YunStreetRegion *self);
gboolean     yun_street_region_has (const YunStreetRegion *self, YunVertex at);
/** Whether any of the box is in it. */
gboolean yun_street_region_meets (const YunStreetRegion *self, YunVertex min, YunVertex max);
/** Moves the ends of a straight line to where it is first and last in the region; FALSE: it is not.
 * What is farther in between counts as in. */
gboolean yun_street_region_cut (const YunStreetRegion *self, YunVertex *a, YunVertex *b);

/** (transfer full) (element-type YunStreetBox): the region within @limit as boxes that do not
 * overlap, the northern ones first. */
GArray *yun_street_region_make_boxes (const YunStreetRegion *self, const YunStreetBox *limit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunStreetRegion, yun_street_region_free)

G_END_DECLS
