/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-map-pick.h"

#include "yun-map-frame.h"

#define LINE_SLACK 5.0 /* pixels by which a line may be missed */

const YunSymbol *
yun_map_pick_get_symbol (const YunSymbolPlan *plan, int symbol)
{
  guint            n;
  const YunSymbol *symbols = yun_symbol_plan_get_symbols (plan, &n);

  g_assert (symbol >= 0 && (guint) symbol < n);
  return &symbols[symbol];
}

const YunCluster *
yun_map_pick_get_cluster (const YunSymbolPlan *plan, int cluster)
{
  guint             n;
  const YunCluster *clusters = yun_symbol_plan_get_clusters (plan, &n);

  g_assert (cluster >= 0 && (guint) cluster < n);
  return &clusters[cluster];
}

YunMapPick
yun_map_pick (YunScene            *scene,
              const YunSymbolPlan *plan,
              const YunView       *view,
              double               px,
              double               py,
              double               slack)
{
  YunMapPick       pick = { -1, -1 };
  YunFeatureIndex *index = yun_scene_get_index (scene);
  int              symbol;

  if (index == NULL)
    return pick;

  if (plan != NULL && yun_symbol_plan_get_scene (plan) == scene &&
      yun_symbol_plan_pick (plan, view, px, py, slack, &symbol, &pick.cluster))
    {
      if (symbol >= 0)
        {
          pick.cluster = -1;
          pick.feature = (int) yun_map_pick_get_symbol (plan, symbol)->feature;
        }
      return pick;
    }

  pick.cluster = -1;
  pick.feature =
    yun_feature_index_pick (index, yun_map_frame_to_vertex (view, px, py),
                            (guint32) (LINE_SLACK * view->scale), yun_scene_get_shown (scene));

  /* A point that the plan keeps in a cluster elsewhere is not under the pointer. */
  if (pick.feature >= 0 && plan != NULL && yun_symbol_plan_get_scene (plan) == scene &&
      yun_feature_index_get (index, (guint) pick.feature)->kind == YUN_GEOM_POINT)
    pick.feature = -1;
  return pick;
}

typedef struct
{
  double px;
  double py;
  int    feature;
} Stop;

static int
compare_stops (gconstpointer a, gconstpointer b)
{
  const Stop *one = a;
  const Stop *two = b;

  if (one->px != two->px)
    return one->px < two->px ? -1 : 1;
  if (one->py != two->py)
    return one->py < two->py ? -1 : 1;
  return one->feature - two->feature;
}

int
yun_map_pick_step (const YunSymbolPlan *plan, const YunView *view, int from, int step)
{
  g_autoptr (GArray) stops = g_array_new (FALSE, FALSE, sizeof (Stop));
  guint              n;
  const YunSymbol   *symbols = yun_symbol_plan_get_symbols (plan, &n);
  int                at = -1;

  for (guint i = 0; i < n; i++)
    {
      Stop stop = { .feature = (int) symbols[i].feature };

      yun_view_to_pixel (view, symbols[i].anchor, &stop.px, &stop.py);
      stop.px += symbols[i].dx;
      stop.py += symbols[i].dy;
      if (stop.px >= 0 && stop.py >= 0 && stop.px <= view->width && stop.py <= view->height)
        g_array_append_val (stops, stop);
    }
  if (stops->len == 0)
    return -1;

  g_array_sort (stops, compare_stops);
  for (guint i = 0; i < stops->len && at < 0; i++)
    if (g_array_index (stops, Stop, i).feature == from)
      at = (int) i;
  if (at < 0)
    at = step > 0 ? -1 : 0;
  at = (at + step + (int) stops->len) % (int) stops->len;
  return g_array_index (stops, Stop, at).feature;
}
