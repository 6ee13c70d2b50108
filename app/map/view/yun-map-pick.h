/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-symbol-plan.h"

G_BEGIN_DECLS

/** What is at a place of the map; symbols come before clusters, and both before areas. */
typedef struct
{
  int feature; /* number in the scene's index, or -1 */
  int cluster; /* number in the plan, or -1 */
} YunMapPick;

/** One symbol or cluster of a plan by its number. */
const YunSymbol  *yun_map_pick_get_symbol (const YunSymbolPlan *plan, int symbol);
const YunCluster *yun_map_pick_get_cluster (const YunSymbolPlan *plan, int cluster);

/**
 * yun_map_pick:
 * @plan: (nullable): used when it is of @scene
 * @slack: pixels by which a symbol may be missed
 *
 * Looks at pixel (@px, @py) of @view. Main thread or any.
 */
YunMapPick yun_map_pick (YunScene            *scene,
                         const YunSymbolPlan *plan,
                         const YunView       *view,
                         double               px,
                         double               py,
                         double               slack);

/**
 * yun_map_pick_step:
 * @from: feature number, or -1
 * @step: 1 or -1
 *
 * The symbol after @from among those in @view, from left to right, round and round; -1 when there
 * is none.
 */
int yun_map_pick_step (const YunSymbolPlan *plan, const YunView *view, int from, int step);

G_END_DECLS
