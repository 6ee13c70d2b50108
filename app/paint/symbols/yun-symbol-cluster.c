/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-symbol-painter.h"
#include "yun-symbol-run.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CELL 36.0      /* pixels: a cell of the grid is so wide, up to twice that */
#define STACK_BITS 4   /* points within a sixteenth of a cell are at one place */
#define MAX_SEPARATE 4 /* places in a cell that may stand alone */
#define BUCKET 64.0    /* pixels: for finding neighbours */
#define CHECK_EVERY 64

static void
item_begin (YunSymbolItem *item, guint at, YunVertex anchor)
{
  memset (item, 0, sizeof *item);
  item->range = (YunPointRange){ at, at };
  item->next = G_MAXUINT;
  item->first = item->min = item->max = anchor;
}

static inline void
item_add (YunSymbolItem *item, const YunFeatureIndex *index, guint at, YunVertex anchor)
{
  guint8 bits = index->point_segments[at];

  item->range.to = at + 1;
  item->number = index->points[at];
  item->count++;
  item->mixes[bits & 15]++;
  if (bits <= YUN_POINT_FIRM)
    item->other = at;
  else if (item->n_firms++ < YUN_SYMBOL_MAX_AROUND)
    item->firms[item->n_firms - 1] = at;
  item->sum_x += (double) anchor.x - item->first.x;
  item->sum_y += (double) anchor.y - item->first.y;
  item->min = (YunVertex){ MIN (item->min.x, anchor.x), MIN (item->min.y, anchor.y) };
  item->max = (YunVertex){ MAX (item->max.x, anchor.x), MAX (item->max.y, anchor.y) };
}

static void
item_end (YunSymbolItem *item, const YunSymbolRun *run, gboolean stack)
{
  item->stack = stack;
  item->x = (item->first.x + item->sum_x / item->count - run->view->x) / run->view->scale;
  item->y = (item->first.y + item->sum_y / item->count - run->view->y) / run->view->scale;
  if (item->count == 1)
    {
      YunSymbolLook look = yun_symbol_look_for (&run->index->features[item->number]);

      item->radius = yun_symbol_look_get_radius (&look);
    }
  else
    item->radius = yun_symbol_painter_get_cluster_radius (item->count);
}

/* The points of one cell: one item, or one for each of a few places. */
static void
add_cell (YunSymbolRun *run, guint from, guint to)
{
  const YunFeatureIndex *index = run->index;
  guint                  shift = 2 * (run->bits > STACK_BITS ? run->bits - STACK_BITS : 0);
  YunSymbolItem          whole, stacks[MAX_SEPARATE];
  guint                  n_stacks = 0;
  guint64                last = 0;

  if (run->n_cells++ % CHECK_EVERY == 0 && g_cancellable_is_cancelled (run->cancellable))
    run->cancelled = TRUE;

  whole.count = 0;
  for (guint at = from; at < to; at++)
    {
      YunVertex anchor;
      guint64   place = index->codes[at] >> shift;

      if (run->shown != NULL && !yun_feature_set_test (run->shown, index->points[at]))
        continue;
      anchor = yun_morton_decode (index->codes[at]);
      if (whole.count == 0)
        item_begin (&whole, at, anchor);
      if (whole.count == 0 || place != last)
        if (n_stacks++ < MAX_SEPARATE)
          item_begin (&stacks[n_stacks - 1], at, anchor);
      last = place;
      item_add (&whole, index, at, anchor);
      if (n_stacks <= MAX_SEPARATE)
        item_add (&stacks[n_stacks - 1], index, at, anchor);
    }

  if (n_stacks > MAX_SEPARATE)
    {
      item_end (&whole, run, FALSE);
      g_array_append_val (run->items, whole);
    }
  else
    for (guint i = 0; i < n_stacks; i++)
      {
        item_end (&stacks[i], run, TRUE);
        g_array_append_val (run->items, stacks[i]);
      }
}

static guint
find_code (const YunFeatureIndex *index, guint from, guint to, guint64 code)
{
  while (from < to)
    {
      guint middle = from + (to - from) / 2;

      if (index->codes[middle] < code)
        from = middle + 1;
      else
        to = middle;
    }

  return from;
}

/* Goes down the quadtree that the sorted codes are; empty squares cost nothing. */
static void
descend (YunSymbolRun *run, guint bits, guint64 code, YunVertex corner, guint from, guint to)
{
  guint64 step;

  if (from >= to || run->cancelled)
    return;
  if (bits < 32)
    {
      guint32 x = corner.x >> bits, y = corner.y >> bits;

      if (x > run->max.x >> bits || x < run->min.x >> bits || y > run->max.y >> bits ||
          y < run->min.y >> bits)
        return;
    }
  if (bits <= run->bits)
    {
      add_cell (run, from, to);
      return;
    }

  bits--;
  step = (guint64) 1 << (2 * bits);
  for (guint quarter = 0; quarter < 4; quarter++)
    {
      guint64   begin = code + quarter * step;
      guint     end = quarter == 3 ? to : find_code (run->index, from, to, begin + step);
      YunVertex at = { corner.x | (guint32) (quarter & 1) << bits,
                       corner.y | (guint32) (quarter >> 1) << bits };

      descend (run, bits, begin, at, from, end);
      from = end;
    }
}

/* What lies outside of the view is in the buckets of its edge. */
static guint
get_column (const YunSymbolRun *run, double x)
{
  return (guint) CLAMP (floor (x / BUCKET) + 1, 0, run->n_columns - 1.0);
}

static guint
get_row (const YunSymbolRun *run, double y)
{
  return (guint) CLAMP (floor (y / BUCKET) + 1, 0, run->n_rows - 1.0);
}

static void
new_buckets (YunSymbolRun *run)
{
  run->n_columns = (guint) ceil (run->view->width / BUCKET) + 2;
  run->n_rows = (guint) ceil (run->view->height / BUCKET) + 2;
  run->buckets = g_new0 (guint, (gsize) run->n_columns * run->n_rows);
}

static void
clear_discs (YunSymbolRun *run)
{
  memset (run->buckets, 0, sizeof (guint) * run->n_columns * run->n_rows);
  g_array_set_size (run->discs, 0);
  run->widest = 0;
}

guint
yun_symbol_run_place (YunSymbolRun *run, guint item, double x, double y, double radius)
{
  guint        *bucket = &run->buckets[get_row (run, y) * run->n_columns + get_column (run, x)];
  YunSymbolDisc disc = { { x, y, radius, item }, *bucket };

  g_array_append_val (run->discs, disc);
  *bucket = run->discs->len;
  run->widest = MAX (run->widest, radius);

  return run->discs->len - 1;
}

guint
yun_symbol_run_find_near (
  const YunSymbolRun *run, double x, double y, double radius, guint except, GArray *all)
{
  const YunSymbolDisc *discs = &g_array_index (run->discs, YunSymbolDisc, 0);
  double               reach = radius + run->widest, best_square = INFINITY;
  guint                first = get_column (run, x - reach), last = get_column (run, x + reach);
  guint                bottom = get_row (run, y + reach), best = G_MAXUINT;

  for (guint row = get_row (run, y - reach); row <= bottom; row++)
    for (guint column = first; column <= last; column++)
      for (guint at = run->buckets[row * run->n_columns + column]; at != 0; at = discs[at - 1].next)
        {
          const YunDisc *other = &discs[at - 1].at;
          double         dx = other->x - x, dy = other->y - y;
          double         square = dx * dx + dy * dy, apart = radius + other->radius;

          if (square >= apart * apart || other->owner == except)
            continue;
          if (all != NULL)
            {
              YunDisc seen = { dx, dy, other->radius, other->owner };

              g_array_append_val (all, seen);
            }
          if (square < best_square || (square == best_square && other->owner < best))
            {
              best = other->owner;
              best_square = square;
            }
        }

  return best;
}

static int
compare_larger_first (gconstpointer a, gconstpointer b, gpointer user_data)
{
  GArray              *items = user_data;
  guint                na = *(const guint *) a, nb = *(const guint *) b;
  const YunSymbolItem *ia = &g_array_index (items, YunSymbolItem, na),
                      *ib = &g_array_index (items, YunSymbolItem, nb);

  if (ia->count != ib->count)
    return ia->count > ib->count ? -1 : 1;

  return na < nb ? -1 : na > nb;
}

static void
absorb (YunSymbolRun *run, guint into, guint from)
{
  YunSymbolItem *a = &g_array_index (run->items, YunSymbolItem, into);
  YunSymbolItem *b = &g_array_index (run->items, YunSymbolItem, from);

  if (a->next == G_MAXUINT)
    a->next = from;
  else
    g_array_index (run->items, YunSymbolItem, a->tail).next = from;
  a->tail = b->next == G_MAXUINT ? from : b->tail;

  a->count += b->count;
  a->stack = FALSE;
  if (b->count > b->n_firms)
    a->other = b->other;
  if (a->n_firms + b->n_firms <= YUN_SYMBOL_MAX_AROUND)
    memcpy (a->firms + a->n_firms, b->firms, b->n_firms * sizeof *b->firms);
  a->n_firms += b->n_firms;
  for (guint k = 0; k < 16; k++)
    a->mixes[k] += b->mixes[k];
  a->min = (YunVertex){ MIN (a->min.x, b->min.x), MIN (a->min.y, b->min.y) };
  a->max = (YunVertex){ MAX (a->max.x, b->max.x), MAX (a->max.y, b->max.y) };
  a->radius = yun_symbol_painter_get_cluster_radius (a->count);
}

/* Larger ones take their place first and swallow what would cover them. They do not move by it, so
 * nothing chains up across the map; but they grow, and may have to swallow once more. */
static void
place_items (YunSymbolRun *run, GArray *order)
{
  guint before;

  do
    {
      guint kept = 0;

      before = order->len;
      clear_discs (run);
      g_qsort_with_data (order->data, order->len, sizeof (guint), compare_larger_first, run->items);
      for (guint k = 0; k < before; k++)
        {
          guint          i = g_array_index (order, guint, k);
          YunSymbolItem *item = &g_array_index (run->items, YunSymbolItem, i);
          guint near = yun_symbol_run_find_near (run, item->x, item->y, item->radius, i, NULL);

          if (near != G_MAXUINT)
            absorb (run, near, i);
          else
            {
              item->disc = yun_symbol_run_place (run, i, item->x, item->y, item->radius);
              g_array_index (order, guint, kept++) = i;
            }
        }
      g_array_set_size (order, kept);
    }
  while (order->len < before);
}

int
yun_symbol_run_compare_members (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const YunFeatureIndex *index = user_data;
  guint                  na = *(const guint32 *) a, nb = *(const guint32 *) b;
  const YunFeature      *fa = &index->features[na], *fb = &index->features[nb];

  if (fa->entity != fb->entity)
    return fa->entity - fb->entity;
  if (fa->segments != fb->segments)
    return fa->segments == 0 ? 1 : fb->segments == 0 ? -1 : fa->segments - fb->segments;

  return na < nb ? -1 : na > nb;
}

static void
emit_symbol (YunSymbolRun *run, guint number, YunVertex anchor, float dx, float dy)
{
  const YunFeature *feature = &run->index->features[number];
  YunSymbolLook     look = yun_symbol_look_for (feature);
  YunSymbol         symbol = { number,          anchor, dx, dy, yun_symbol_look_get_radius (&look),
                               feature->anchor, FALSE };
  double            x = ((double) anchor.x - feature->anchor.x) / run->view->scale + dx;
  double            y = ((double) anchor.y - feature->anchor.y) / run->view->scale + dy;

  symbol.led = x * x + y * y > YUN_SYMBOL_OFF * YUN_SYMBOL_OFF;
  g_array_append_val (run->plan->symbols, symbol);
}

static void
emit_fan (YunSymbolRun *run, const YunSymbolItem *item)
{
  guint32 members[YUN_SYMBOL_MAX_FAN];
  float   dx[YUN_SYMBOL_MAX_FAN], dy[YUN_SYMBOL_MAX_FAN];
  guint   n = 0;
  /* all around the one place, so that the fan keeps its form while zooming */
  YunVertex middle = { item->first.x + (gint64) (item->sum_x / item->count),
                       item->first.y + (gint64) (item->sum_y / item->count) };

  for (guint at = item->range.from; at < item->range.to; at++)
    if (run->shown == NULL || yun_feature_set_test (run->shown, run->index->points[at]))
      members[n++] = run->index->points[at];
  g_qsort_with_data (members, n, sizeof *members, yun_symbol_run_compare_members,
                     (gpointer) run->index);
  yun_symbol_fan_out (n, dx, dy);
  for (guint i = 0; i < n; i++)
    emit_symbol (run, members[i], middle, dx[i], dy[i]);
}

/* A firm of several segments counts for each of them in part. */
static void
set_shares (YunCluster *cluster, const YunSymbolItem *item)
{
  cluster->share[4] = (float) item->mixes[0] / item->count;
  for (guint mix = 1; mix < 16; mix++)
    for (guint k = 0; k < 4; k++)
      if (mix & (1 << k))
        cluster->share[k] +=
          (float) item->mixes[mix] / (__builtin_popcount (mix) * (float) item->count);
}

static int
compare_numbers (const void *a, const void *b)
{
  guint32 na = *(const guint32 *) a, nb = *(const guint32 *) b;

  return na < nb ? -1 : na > nb;
}

/* The part's points but for the @firms, which are ascending. */
static void
emit_ranges (YunSymbolRun *run, YunPointRange part, const guint32 *firms, guint n_firms)
{
  for (guint k = 0; k <= n_firms; k++)
    {
      gboolean      last = k == n_firms;
      YunPointRange range = { part.from, last ? part.to : firms[k] };

      if (!last && (firms[k] < part.from || firms[k] >= part.to))
        continue;
      if (range.from < range.to)
        g_array_append_val (run->plan->ranges, range);
      if (!last)
        part.from = firms[k] + 1;
    }
}

static void
emit_cluster (YunSymbolRun *run, const YunSymbolItem *item, YunVertex middle)
{
  guint      n_firms = item->open ? item->n_out : 0;
  guint32    firms[YUN_SYMBOL_MAX_AROUND];
  YunCluster cluster = {
    .anchor = middle,
    .radius = item->radius,
    .count = item->count,
    .min = item->min,
    .max = item->max,
    .n_around = n_firms,
    .first_range = run->plan->ranges->len,
  };

  set_shares (&cluster, item);
  memcpy (firms, item->firms, n_firms * sizeof *firms);
  qsort (firms, n_firms, sizeof *firms, compare_numbers);
  for (;;)
    {
      emit_ranges (run, item->range, firms, n_firms);
      if (item->next == G_MAXUINT)
        break;
      item = &g_array_index (run->items, YunSymbolItem, item->next);
    }
  cluster.n_ranges = run->plan->ranges->len - cluster.first_range;
  g_array_append_val (run->plan->clusters, cluster);
}

static void
emit_item (YunSymbolRun *run, const YunSymbolItem *item)
{
  YunVertex middle;

  if (item->fan)
    {
      emit_fan (run, item);
      return;
    }
  if (item->count == 1 && !item->open)
    {
      emit_symbol (run, item->number, item->first, 0, 0);
      return;
    }

  /* back from pixels: swallowed ones must not shift it */
  middle.x = (guint32) CLAMP (run->view->x + item->x * run->view->scale, 0, (double) G_MAXUINT32);
  middle.y = (guint32) CLAMP (run->view->y + item->y * run->view->scale, 0, (double) G_MAXUINT32);
  for (guint k = 0; k < item->n_out; k++)
    emit_symbol (run, run->index->points[item->firms[k]],
                 item->stack ? middle : yun_morton_decode (run->index->codes[item->firms[k]]),
                 item->dx[k], item->dy[k]);
  if (item->count == 1)
    emit_symbol (run, run->index->points[item->other],
                 item->stack ? middle : yun_morton_decode (run->index->codes[item->other]),
                 item->other_dx, item->other_dy);
  else if (item->count > 1)
    emit_cluster (run, item, middle);
}

gboolean
yun_symbol_cluster_run (YunSymbolPlan *plan, GCancellable *cancellable)
{
  const YunFeatureIndex *index = yun_scene_get_index (plan->scene);
  YunSymbolRun           run = { .plan = plan, .index = index, .cancellable = cancellable };
  g_autoptr (GArray)     order = g_array_new (FALSE, FALSE, sizeof (guint));

  if (index == NULL || index->n_points == 0)
    return TRUE;

  run.shown = yun_scene_get_shown (plan->scene);
  run.view = &plan->view;
  run.bits = (guint) CLAMP (ceil (log2 (CELL * plan->view.scale)), 0, 31);
  yun_view_get_box (&plan->view, 0, &run.min, &run.max);
  run.items = g_array_new (FALSE, FALSE, sizeof (YunSymbolItem));
  run.discs = g_array_new (FALSE, FALSE, sizeof (YunSymbolDisc));
  new_buckets (&run);

  descend (&run, 32, 0, (YunVertex){ 0, 0 }, 0, index->n_points);
  if (!run.cancelled)
    {
      for (guint i = 0; i < run.items->len; i++)
        g_array_append_val (order, i);
      place_items (&run, order);
      yun_symbol_run_open (&run, order);
      for (guint k = 0; k < order->len; k++)
        emit_item (&run,
                   &g_array_index (run.items, YunSymbolItem, g_array_index (order, guint, k)));
    }

  g_array_unref (run.discs);
  g_free (run.buckets);
  g_array_unref (run.items);

  return !run.cancelled;
}
