/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-symbol-painter.h"
#include "yun-symbol-run.h"

#include <math.h>
#include <string.h>

static void
set_radius (YunSymbolRun *run, YunSymbolItem *item, double radius)
{
  item->radius = radius;
  g_array_index (run->discs, YunSymbolDisc, item->disc).at.radius = radius;
  run->widest = MAX (run->widest, radius);
}

/* The smallest first: they need the least room. */
static void
fan_out_items (YunSymbolRun *run, const GArray *order, gboolean firms)
{
  for (guint k = order->len; k-- > 0;)
    {
      guint          i = g_array_index (order, guint, k);
      YunSymbolItem *item = &g_array_index (run->items, YunSymbolItem, i);
      double         reach;

      if (!item->stack || item->count < 2 || item->count > YUN_SYMBOL_MAX_FAN ||
          (item->n_firms > 0) != firms)
        continue;
      reach = yun_symbol_fan_out (item->count, NULL, NULL);
      if (yun_symbol_run_find_near (run, item->x, item->y, reach, i, NULL) != G_MAXUINT)
        continue;
      item->fan = TRUE;
      set_radius (run, item, reach);
    }
}

static int
compare_firms (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const YunFeatureIndex *index = user_data;
  guint32                na = index->points[*(const guint32 *) a];
  guint32                nb = index->points[*(const guint32 *) b];

  return yun_symbol_run_compare_members (&na, &nb, user_data);
}

/* Chain leaders first, then by segment. */
static int
compare_importance (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const YunFeatureIndex *index = user_data;
  guint32                na = index->points[*(const guint32 *) a];
  guint32                nb = index->points[*(const guint32 *) b];
  gboolean               leads_a = (index->features[na].traits & YUN_FEATURE_LEADER) != 0;
  gboolean               leads_b = (index->features[nb].traits & YUN_FEATURE_LEADER) != 0;

  return leads_a != leads_b ? leads_b - leads_a
                            : yun_symbol_run_compare_members (&na, &nb, user_data);
}

/* Whether all is at one place, or so near that no two could stand at their own. */
static gboolean
is_close (const YunSymbolRun *run, const YunSymbolItem *item)
{
  double reach = 2 * YUN_SYMBOL_OFF * run->view->scale;

  return item->stack || (item->max.x - item->min.x <= reach && item->max.y - item->min.y <= reach);
}

static gboolean
find_places (YunSymbolItem *item, guint skip, double radius, const GArray *near)
{
  return yun_symbol_fan_around (item->n_firms - skip, radius,
                                (const YunDisc *) (gconstpointer) near->data, near->len,
                                item->dx + skip, item->dy + skip);
}

/* Makes clusters again of the fans among the discs @near that are of no segment; FALSE: none are.
 */
static gboolean
fold_fans (YunSymbolRun *run, GArray *near)
{
  gboolean any = FALSE;

  for (guint k = 0; k < near->len; k++)
    {
      YunDisc       *disc = &g_array_index (near, YunDisc, k);
      YunSymbolItem *item = &g_array_index (run->items, YunSymbolItem, disc->owner);

      if (!item->fan || item->n_firms > 0)
        continue;
      item->fan = FALSE;
      set_radius (run, item, yun_symbol_painter_get_cluster_radius (item->count));
      disc->radius = item->radius;
      any = TRUE;
    }

  return any;
}

/* What the map is about is to be seen: a few firms of a known segment come out of their cluster.
 * Where all is at one place they stand around the ring of the rest. When all but one or none come
 * out, one stands in the middle instead of a ring. */
static void
open_stack (YunSymbolRun *run, guint i, GArray *near)
{
  const YunFeatureIndex *index = run->index;
  YunSymbolItem         *item = &g_array_index (run->items, YunSymbolItem, i);
  guint                  rest = item->count - item->n_firms, skip = rest == 0;
  double                 radius, reach;

  radius = rest > 1 ? yun_symbol_painter_get_cluster_radius (rest) : YUN_SYMBOL_ROOM;
  reach = yun_symbol_fan_reach (item->n_firms - skip, radius);
  g_array_set_size (near, 0);
  yun_symbol_run_find_near (run, item->x, item->y, reach, i, near);
  if (!find_places (item, skip, radius, near) &&
      (!fold_fans (run, near) || !find_places (item, skip, radius, near)))
    return;

  g_qsort_with_data (item->firms, item->n_firms, sizeof *item->firms, compare_firms,
                     (gpointer) index);
  item->open = item->stack = TRUE;
  item->n_out = item->n_firms;
  item->count = rest;
  set_radius (run, item, radius);
  for (guint k = 0; k < item->n_firms; k++)
    {
      item->mixes[index->point_segments[item->firms[k]] & 15]--;
      if (k >= skip)
        yun_symbol_run_place (run, i, item->x + item->dx[k], item->y + item->dy[k],
                              YUN_SYMBOL_ROOM);
    }
}

static void
to_pixel (const YunSymbolRun *run, guint at, double *x, double *y)
{
  yun_view_to_pixel (run->view, yun_morton_decode (run->index->codes[at]), x, y);
}

/* Where a symbol clear of all others can stand that is at most YUN_SYMBOL_OFF off its place. */
static gboolean
find_own_place (const YunSymbolRun *run, guint at, float *dx, float *dy)
{
  static const double shifts[] = { 0, 6, 11.5 };
  double              x, y;

  to_pixel (run, at, &x, &y);
  for (guint k = 0; k < G_N_ELEMENTS (shifts); k++)
    for (guint turn = 0; turn < (k == 0 ? 1 : 8); turn++)
      {
        double px = shifts[k] * cos (turn * G_PI / 4), py = shifts[k] * sin (turn * G_PI / 4);

        if (yun_symbol_run_find_near (run, x + px, y + py, YUN_SYMBOL_ROOM, G_MAXUINT, NULL) !=
            G_MAXUINT)
          continue;
        *dx = (float) px;
        *dy = (float) py;
        return TRUE;
      }

  return FALSE;
}

/* Lets firm @k of those still inside stand at its own place, when there is room. */
static gboolean
put_out (YunSymbolRun *run, guint i, guint k)
{
  YunSymbolItem *item = &g_array_index (run->items, YunSymbolItem, i);
  guint32        at = item->firms[k];
  double         x, y;

  if (!find_own_place (run, at, &item->dx[item->n_out], &item->dy[item->n_out]))
    return FALSE;
  to_pixel (run, at, &x, &y);
  yun_symbol_run_place (run, i, x + item->dx[item->n_out], y + item->dy[item->n_out],
                        YUN_SYMBOL_ROOM);
  item->firms[k] = item->firms[item->n_out];
  item->firms[item->n_out++] = at;

  return TRUE;
}

/* A disc that is in nobody's way any more. */
static void
lift_disc (YunSymbolRun *run, guint number)
{
  g_array_index (run->discs, YunSymbolDisc, number).at.x = G_MAXINT32;
}

/* The last one, which is no firm of a known segment, at its own place. */
static gboolean
put_other (YunSymbolRun *run, guint i)
{
  YunSymbolItem *item = &g_array_index (run->items, YunSymbolItem, i);
  double         x, y;

  if (!find_own_place (run, item->other, &item->other_dx, &item->other_dy))
    return FALSE;
  to_pixel (run, item->other, &x, &y);
  yun_symbol_run_place (run, i, x + item->other_dx, y + item->other_dy, YUN_SYMBOL_ROOM);

  return TRUE;
}

/* One needs no ring if it can stand at its own place; else the last that came out goes back in. */
static void
settle_last (YunSymbolRun *run, guint i)
{
  YunSymbolItem *item = &g_array_index (run->items, YunSymbolItem, i);
  double         x = item->x;

  lift_disc (run, item->disc);
  if (item->count == item->n_out ||
      (item->n_out < item->n_firms ? put_out (run, i, item->n_out) : put_other (run, i)))
    return;
  g_array_index (run->discs, YunSymbolDisc, item->disc).at.x = x;
  lift_disc (run, run->discs->len - 1);
  item->n_out--;
}

/* Of a cluster of several places those come out that have room at their own. */
static void
open_spread (YunSymbolRun *run, guint i)
{
  YunSymbolItem *item = &g_array_index (run->items, YunSymbolItem, i);

  g_qsort_with_data (item->firms, item->n_firms, sizeof *item->firms, compare_importance,
                     (gpointer) run->index);
  for (guint k = 0; k < item->n_firms; k++)
    put_out (run, i, k);
  if (item->n_out == 0)
    return;
  if (item->count - item->n_out <= 1)
    settle_last (run, i);
  item->open = TRUE;
  item->count -= item->n_out;
  for (guint k = 0; k < item->n_out; k++)
    item->mixes[run->index->point_segments[item->firms[k]] & 15]--;
  if (item->count > 1)
    set_radius (run, item, yun_symbol_painter_get_cluster_radius (item->count));
}

static void
open_items (YunSymbolRun *run, const GArray *order)
{
  g_autoptr (GArray) near = g_array_new (FALSE, FALSE, sizeof (YunDisc));

  for (guint k = order->len; k-- > 0;)
    {
      guint                i = g_array_index (order, guint, k);
      const YunSymbolItem *item = &g_array_index (run->items, YunSymbolItem, i);

      if (!item->fan && item->count > 1 && item->n_firms > 0 &&
          item->n_firms <= YUN_SYMBOL_MAX_AROUND)
        {
          if (is_close (run, item))
            open_stack (run, i, near);
          else
            open_spread (run, i);
        }
    }
}

void
yun_symbol_run_open (YunSymbolRun *run, const GArray *order)
{
  fan_out_items (run, order, TRUE);
  fan_out_items (run, order, FALSE);
  open_items (run, order);
}
