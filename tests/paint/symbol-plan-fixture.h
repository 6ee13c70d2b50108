/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-feature-index-private.h"
#include "yun-symbol-plan.h"

/* What the tests of symbols and of names share. */

/** (transfer full): parks, plots and @n_firms firms, with the base map or without. */
YunScene *fixture_new_scene (guint n_firms, gboolean base);
/** A window's view of the middle of it. */
#define FIXTURE_WIDTH 1200
#define FIXTURE_HEIGHT 800
YunView fixture_new_view (double zoom);

/** Adds a point "某" known by its town, of an id of its own. */
void
fixture_add_point (YunFeatureBuilder *builder, int entity, guint segments, double lon, double lat);
/** (transfer full): @builder (transfer full) as a scene without base map. */
YunScene *fixture_end_scene (YunFeatureBuilder *builder);

/** That no symbol or cluster of @plan covers another in @view. */
void fixture_check_apart (const YunSymbolPlan *plan, const YunView *view);
