/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-symbol-painter.h"
#include "yun-symbol-plan-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CELL 36.0      /* pixels: a cell of the grid is so wide, up to twice that */
#define STACK_BITS 4   /* points within a sixteenth of a cell are at one place */
#define MAX_SEPARATE 4 /* places in a cell that may stand alone */
#define BUCKET 64.0    /* pixels: for finding neighbours */
#define CHECK_EVERY 64

/* What will be a symbol, a fan or a cluster. */
typedef struct
{
  YunPointRange range;
  guint         next;   /* item absorbed into this one, as a list; G_MAXUINT: none */
  guint         tail;   /* last of that list */
  guint         count;  /* of all in the list */
  guint         number; /* of the only feature, when count is 1 */
  gboolean      stack;  /* all at one place */
  gboolean      fan;
  gboolean      open;      /* its segment firms stand around it and count no more */
  guint32       mixes[16]; /* how many have these segment bits */
  guint         n_firms;   /* of a known segment */
  guint32       firms[YUN_SYMBOL_MAX_AROUND]; /* where along the curve; while there is room */
  float         dx[YUN_SYMBOL_MAX_AROUND];    /* where they stand around it */
  float         dy[YUN_SYMBOL_MAX_AROUND];
  guint32       other; /* where the last one is that is no such firm */
  double        sum_x; /* of the anchors, less the first one's */
  double        sum_y;
  YunVertex     first;
  YunVertex     min;
  YunVertex     max;
  double        x; /* pixels */
  double        y;
  double        radius;
  guint         disc; /* the number of its disc, once placed */
} Item;

/* What stands on the map: an item, its owner, or a firm beside one. */
typedef struct
{
  YunDisc at;
  guint   next; /* in the same bucket, + 1 */
} Disc;

typedef struct
{
  YunSymbolPlan         *plan;
  const YunFeatureIndex *index;
  const YunFeatureSet   *shown;
  const YunView         *view;
  GCancellable          *cancellable;
  guint                  bits; /* a cell is 2^bits units wide */
  YunVertex              min;  /* of the extent, in cells */
  YunVertex              max;
  GArray                *items;   /* (owned): Item */
  guint                 *buckets; /* (owned): the first disc in each + 1 */
  guint                  n_columns;
  guint                  n_rows;
  double                 widest; /* radius of any disc */
  GArray                *discs;  /* (owned): Disc */
  guint                  n_cells;
  gboolean               cancelled;
} Run;

static void
item_begin (Item *item, guint at, YunVertex anchor)
{
  memset (item, 0, sizeof *item);
  item->range = (YunPointRange){ at, at };
  item->next = G_MAXUINT;
  item->first = item->min = item->max = anchor;
}

static inline void
item_add (Item *item, const YunFeatureIndex *index, guint at, YunVertex anchor)
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
item_end (Item *item, const Run *run, gboolean stack)
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
add_cell (Run *run, guint from, guint to)
{
  const YunFeatureIndex *index = run->index;
  guint                  shift = 2 * (run->bits > STACK_BITS ? run->bits - STACK_BITS : 0);
  Item                   whole, stacks[MAX_SEPARATE];
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
descend (Run *run, guint bits, guint64 code, YunVertex corner, guint from, guint to)
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
get_column (const Run *run, double x)
{
  return (guint) CLAMP (floor (x / BUCKET) + 1, 0, run->n_columns - 1.0);
}

static guint
get_row (const Run *run, double y)
{
  return (guint) CLAMP (floor (y / BUCKET) + 1, 0, run->n_rows - 1.0);
}

static void
new_buckets (Run *run)
{
  run->n_columns = (guint) ceil (run->view->width / BUCKET) + 2;
  run->n_rows = (guint) ceil (run->view->height / BUCKET) + 2;
  run->buckets = g_new0 (guint, (gsize) run->n_columns * run->n_rows);
}

static void
clear_discs (Run *run)
{
  memset (run->buckets, 0, sizeof (guint) * run->n_columns * run->n_rows);
  g_array_set_size (run->discs, 0);
  run->widest = 0;
}

static guint
place_disc (Run *run, guint item, double x, double y, double radius)
{
  guint *bucket = &run->buckets[get_row (run, y) * run->n_columns + get_column (run, x)];
  Disc   disc = { { x, y, radius, item }, *bucket };

  g_array_append_val (run->discs, disc);
  *bucket = run->discs->len;
  run->widest = MAX (run->widest, radius);

  return run->discs->len - 1;
}

/* The item of the disc nearest to (x, y) that comes closer than @radius and its own; @except is not
 * meant. G_MAXUINT: none. @all: (nullable): where to append all such discs, from (x, y) seen */
static guint
find_near (const Run *run, double x, double y, double radius, guint except, GArray *all)
{
  const Disc *discs = &g_array_index (run->discs, Disc, 0);
  double      reach = radius + run->widest, best_square = INFINITY;
  guint       first = get_column (run, x - reach), last = get_column (run, x + reach);
  guint       bottom = get_row (run, y + reach), best = G_MAXUINT;

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
  GArray     *items = user_data;
  guint       na = *(const guint *) a, nb = *(const guint *) b;
  const Item *ia = &g_array_index (items, Item, na), *ib = &g_array_index (items, Item, nb);

  if (ia->count != ib->count)
    return ia->count > ib->count ? -1 : 1;

  return na < nb ? -1 : na > nb;
}

static void
absorb (Run *run, guint into, guint from)
{
  Item *a = &g_array_index (run->items, Item, into);
  Item *b = &g_array_index (run->items, Item, from);

  if (a->next == G_MAXUINT)
    a->next = from;
  else
    g_array_index (run->items, Item, a->tail).next = from;
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
place_items (Run *run, GArray *order)
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
          guint i = g_array_index (order, guint, k);
          Item *item = &g_array_index (run->items, Item, i);
          guint near = find_near (run, item->x, item->y, item->radius, i, NULL);

          if (near != G_MAXUINT)
            absorb (run, near, i);
          else
            {
              item->disc = place_disc (run, i, item->x, item->y, item->radius);
              g_array_index (order, guint, kept++) = i;
            }
        }
      g_array_set_size (order, kept);
    }
  while (order->len < before);
}

static void
set_radius (Run *run, Item *item, double radius)
{
  item->radius = radius;
  g_array_index (run->discs, Disc, item->disc).at.radius = radius;
  run->widest = MAX (run->widest, radius);
}

/* The smallest first: they need the least room. */
static void
fan_out_items (Run *run, const GArray *order, gboolean firms)
{
  for (guint k = order->len; k-- > 0;)
    {
      guint  i = g_array_index (order, guint, k);
      Item  *item = &g_array_index (run->items, Item, i);
      double reach;

      if (!item->stack || item->count < 2 || item->count > YUN_SYMBOL_MAX_FAN ||
          (item->n_firms > 0) != firms)
        continue;
      reach = yun_symbol_fan_out (item->count, NULL, NULL);
      if (find_near (run, item->x, item->y, reach, i, NULL) != G_MAXUINT)
        continue;
      item->fan = TRUE;
      set_radius (run, item, reach);
    }
}

static int
compare_members (gconstpointer a, gconstpointer b, gpointer user_data)
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

static int
compare_firms (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const YunFeatureIndex *index = user_data;
  guint32                na = index->points[*(const guint32 *) a];
  guint32                nb = index->points[*(const guint32 *) b];

  return compare_members (&na, &nb, user_data);
}

static gboolean
find_places (Item *item, guint skip, double radius, const GArray *near)
{
  return yun_symbol_fan_around (item->n_firms - skip, radius,
                                (const YunDisc *) (gconstpointer) near->data, near->len,
                                item->dx + skip, item->dy + skip);
}

/* Makes clusters again of the fans among the discs @near that are of no segment; FALSE: none are.
 */
static gboolean
fold_fans (Run *run, GArray *near)
{
  gboolean any = FALSE;

  for (guint k = 0; k < near->len; k++)
    {
      YunDisc *disc = &g_array_index (near, YunDisc, k);
      Item    *item = &g_array_index (run->items, Item, disc->owner);

      if (!item->fan || item->n_firms > 0)
        continue;
      item->fan = FALSE;
      set_radius (run, item, yun_symbol_painter_get_cluster_radius (item->count));
      disc->radius = item->radius;
      any = TRUE;
    }

  return any;
}

/* What the map is about is to be seen: a few firms of a known segment come out of their cluster and
 * stand around the ring of the rest. When all but one or none come out, one stands in the middle
 * instead of a ring. */
static void
open_item (Run *run, guint i, GArray *near)
{
  const YunFeatureIndex *index = run->index;
  Item                  *item = &g_array_index (run->items, Item, i);
  guint                  rest = item->count - item->n_firms, skip = rest == 0;
  double                 radius, reach;

  radius = rest > 1 ? yun_symbol_painter_get_cluster_radius (rest) : YUN_SYMBOL_ROOM;
  reach = yun_symbol_fan_reach (item->n_firms - skip, radius);
  g_array_set_size (near, 0);
  find_near (run, item->x, item->y, reach, i, near);
  if (!find_places (item, skip, radius, near) &&
      (!fold_fans (run, near) || !find_places (item, skip, radius, near)))
    return;

  g_qsort_with_data (item->firms, item->n_firms, sizeof *item->firms, compare_firms,
                     (gpointer) index);
  item->open = TRUE;
  item->count = rest;
  set_radius (run, item, radius);
  for (guint k = 0; k < item->n_firms; k++)
    {
      item->mixes[index->point_segments[item->firms[k]] & 15]--;
      if (k >= skip)
        place_disc (run, i, item->x + item->dx[k], item->y + item->dy[k], YUN_SYMBOL_ROOM);
    }
}

static void
open_items (Run *run, const GArray *order)
{
  g_autoptr (GArray) near = g_array_new (FALSE, FALSE, sizeof (YunDisc));

  for (guint k = order->len; k-- > 0;)
    {
      guint       i = g_array_index (order, guint, k);
      const Item *item = &g_array_index (run->items, Item, i);

      if (!item->fan && item->count > 1 && item->n_firms > 0 &&
          item->n_firms <= YUN_SYMBOL_MAX_AROUND)
        open_item (run, i, near);
    }
}

static void
emit_symbol (Run *run, guint number, YunVertex anchor, float dx, float dy)
{
  YunSymbolLook look = yun_symbol_look_for (&run->index->features[number]);
  YunSymbol     symbol = { number, anchor, dx, dy, yun_symbol_look_get_radius (&look) };

  g_array_append_val (run->plan->symbols, symbol);
}

static void
emit_fan (Run *run, const Item *item)
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
  g_qsort_with_data (members, n, sizeof *members, compare_members, (gpointer) run->index);
  yun_symbol_fan_out (n, dx, dy);
  for (guint i = 0; i < n; i++)
    emit_symbol (run, members[i], middle, dx[i], dy[i]);
}

/* A firm of several segments counts for each of them in part. */
static void
set_shares (YunCluster *cluster, const Item *item)
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
emit_ranges (Run *run, YunPointRange part, const guint32 *firms, guint n_firms)
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
emit_cluster (Run *run, const Item *item, YunVertex middle)
{
  guint      n_firms = item->open ? item->n_firms : 0;
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
      item = &g_array_index (run->items, Item, item->next);
    }
  cluster.n_ranges = run->plan->ranges->len - cluster.first_range;
  g_array_append_val (run->plan->clusters, cluster);
}

static void
emit_item (Run *run, const Item *item)
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
  for (guint k = 0; item->open && k < item->n_firms; k++)
    emit_symbol (run, run->index->points[item->firms[k]], middle, item->dx[k], item->dy[k]);
  if (item->count == 1)
    emit_symbol (run, run->index->points[item->other], middle, 0, 0);
  else if (item->count > 1)
    emit_cluster (run, item, middle);
}

gboolean
yun_symbol_cluster_run (YunSymbolPlan *plan, GCancellable *cancellable)
{
  const YunFeatureIndex *index = yun_scene_get_index (plan->scene);
  Run                    run = { .plan = plan, .index = index, .cancellable = cancellable };
  g_autoptr (GArray)     order = g_array_new (FALSE, FALSE, sizeof (guint));

  if (index == NULL || index->n_points == 0)
    return TRUE;

  run.shown = yun_scene_get_shown (plan->scene);
  run.view = &plan->view;
  run.bits = (guint) CLAMP (ceil (log2 (CELL * plan->view.scale)), 0, 31);
  yun_view_get_box (&plan->view, 0, &run.min, &run.max);
  run.items = g_array_new (FALSE, FALSE, sizeof (Item));
  run.discs = g_array_new (FALSE, FALSE, sizeof (Disc));
  new_buckets (&run);

  descend (&run, 32, 0, (YunVertex){ 0, 0 }, 0, index->n_points);
  if (!run.cancelled)
    {
      for (guint i = 0; i < run.items->len; i++)
        g_array_append_val (order, i);
      place_items (&run, order);
      fan_out_items (&run, order, TRUE);
      fan_out_items (&run, order, FALSE);
      open_items (&run, order);
      for (guint k = 0; k < order->len; k++)
        emit_item (&run, &g_array_index (run.items, Item, g_array_index (order, guint, k)));
    }

  g_array_unref (run.discs);
  g_free (run.buckets);
  g_array_unref (run.items);

  return !run.cancelled;
}
