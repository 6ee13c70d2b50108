/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-geom"

#include "config.h"

#include "yun-rtree.h"

#include <math.h>
#include <string.h>

#define FANOUT 16
#define MAX_LEVELS 9 /* 16^8 covers every guint32, and the leaves */

typedef struct
{
  float x0, y0, x1, y1;
} Box;

typedef struct
{
  guint32 key;
  guint32 position;
} SortItem;

struct _YunRTree
{
  guint    n;       /* boxes added, empty ones too */
  guint    n_items; /* boxes in the tree */
  guint    capacity;
  Box     *boxes;   /* (owned) (nullable): as added, then level by level, leaves first */
  guint32 *numbers; /* (owned) (nullable): of the leaves */
  YunRect  box;
  gboolean built;
  gboolean borrowed; /* the arrays are another's */
  guint    n_levels;
  guint    starts[MAX_LEVELS + 1]; /* first box of each level */
};

typedef gboolean (*RunFunc) (const guint32 *numbers, guint n, gpointer user_data);

typedef struct
{
  YunRTreeFunc func;
  gpointer     user_data;
} SearchCall;

/* Explicit infinities: a value beyond the range of float must stay covered. */
static float
round_down (double v)
{
  float f = (float) v;

  return (double) f > v ? nextafterf (f, -INFINITY) : f;
}

static float
round_up (double v)
{
  float f = (float) v;

  return (double) f < v ? nextafterf (f, INFINITY) : f;
}

static Box
box_from_rect (const YunRect *r)
{
  return (Box){ round_down (r->x0), round_down (r->y0), round_up (r->x1), round_up (r->y1) };
}

static inline gboolean
boxes_meet (const Box *a, const Box *b)
{
  return (a->x0 <= b->x1) & (b->x0 <= a->x1) & (a->y0 <= b->y1) & (b->y0 <= a->y1);
}

static inline gboolean
box_holds (const Box *outer, const Box *inner)
{
  return (outer->x0 <= inner->x0) & (inner->x1 <= outer->x1) & (outer->y0 <= inner->y0) &
         (inner->y1 <= outer->y1);
}

/* The place of a cell of a 2^16 grid along the Hilbert curve. */
static guint32
hilbert_key (guint32 x, guint32 y)
{
  guint32 key = 0;

  for (guint32 s = 1u << 15; s > 0; s >>= 1)
    {
      guint32 rx = (x & s) != 0, ry = (y & s) != 0;

      key += s * s * ((3 * rx) ^ ry);
      if (ry == 0)
        {
          guint32 t;

          if (rx == 1)
            {
              x = 0xffff - x;
              y = 0xffff - y;
            }
          t = x;
          x = y;
          y = t;
        }
    }

  return key;
}

static guint32
grid_cell (double v0, double v1, double from, double size)
{
  /* The size may be 0, and a box infinite. */
  return yun_rect_get_cell (((v0 / 2 + v1 / 2) - from) / size * 65535.0, 65535);
}

/* Least significant byte first; items and scratch change roles four times. */
static void
sort_items (SortItem *items, SortItem *scratch, guint n)
{
  for (guint shift = 0; shift < 32; shift += 8)
    {
      guint     starts[256] = { 0 };
      guint     sum = 0;
      SortItem *t = items;

      for (guint i = 0; i < n; i++)
        starts[(items[i].key >> shift) & 0xff]++;
      for (guint b = 0; b < 256; b++)
        {
          guint count = starts[b];

          starts[b] = sum;
          sum += count;
        }
      for (guint i = 0; i < n; i++)
        scratch[starts[(items[i].key >> shift) & 0xff]++] = items[i];
      items = scratch;
      scratch = t;
    }
}

YunRTree *
yun_rtree_new (guint n_hint)
{
  YunRTree *self = g_new0 (YunRTree, 1);

  self->box = YUN_RECT_EMPTY;
  self->capacity = n_hint;
  if (n_hint > 0)
    {
      self->boxes = g_new (Box, n_hint);
      self->numbers = g_new (guint32, n_hint);
    }

  return self;
}

void
yun_rtree_free (YunRTree *self)
{
  g_return_if_fail (self != NULL);

  if (!self->borrowed)
    {
      g_free (self->boxes);
      g_free (self->numbers);
    }
  g_free (self);
}

void
yun_rtree_add (YunRTree *self, const YunRect *box)
{
  guint number = self->n;

  g_return_if_fail (!self->built);

  self->n++;
  if (yun_rect_is_empty (box))
    return;

  if (self->n_items == self->capacity)
    {
      self->capacity = MAX (16, self->capacity + self->capacity / 2);
      self->boxes = g_renew (Box, self->boxes, self->capacity);
      self->numbers = g_renew (guint32, self->numbers, self->capacity);
    }
  self->boxes[self->n_items] = box_from_rect (box);
  self->numbers[self->n_items] = number;
  self->n_items++;
  self->box = yun_rect_union (&self->box, box);
}

/* Puts the leaves into the order of the curve. */
static void
order_leaves (YunRTree *self, Box *boxes, guint32 *numbers)
{
  g_autofree SortItem *items = g_new (SortItem, self->n_items);
  g_autofree SortItem *scratch = g_new (SortItem, self->n_items);
  double               width = self->box.x1 - self->box.x0, height = self->box.y1 - self->box.y0;

  for (guint i = 0; i < self->n_items; i++)
    {
      const Box *b = &self->boxes[i];

      items[i].key = hilbert_key (grid_cell (b->x0, b->x1, self->box.x0, width),
                                  grid_cell (b->y0, b->y1, self->box.y0, height));
      items[i].position = i;
    }
  sort_items (items, scratch, self->n_items);
  for (guint i = 0; i < self->n_items; i++)
    {
      boxes[i] = self->boxes[items[i].position];
      numbers[i] = self->numbers[items[i].position];
    }
}

static Box
cover_boxes (const Box *boxes, guint n)
{
  Box cover = boxes[0];

  for (guint i = 1; i < n; i++)
    {
      cover.x0 = MIN (cover.x0, boxes[i].x0);
      cover.y0 = MIN (cover.y0, boxes[i].y0);
      cover.x1 = MAX (cover.x1, boxes[i].x1);
      cover.y1 = MAX (cover.y1, boxes[i].y1);
    }

  return cover;
}

/* Where each level begins; returns how many boxes there are in all. */
static gsize
lay_out_levels (YunRTree *self)
{
  gsize total = self->n_items;

  self->n_levels = 1;
  self->starts[1] = self->n_items;
  for (guint count = self->n_items; count > 1; self->n_levels++)
    {
      count = (count - 1) / FANOUT + 1;
      total += count;
      self->starts[self->n_levels + 1] = (guint) total;
    }

  return total;
}

void
yun_rtree_build (YunRTree *self)
{
  Box     *boxes;
  guint32 *numbers;
  gsize    total;

  g_return_if_fail (!self->built);

  self->built = TRUE;
  if (self->n_items == 0)
    return;

  total = lay_out_levels (self);
  boxes = g_new (Box, total);
  numbers = g_new (guint32, self->n_items);
  order_leaves (self, boxes, numbers);
  g_free (self->boxes);
  g_free (self->numbers);
  self->boxes = boxes;
  self->numbers = numbers;

  for (guint level = 1; level < self->n_levels; level++)
    {
      const Box *below = boxes + self->starts[level - 1];
      guint      n_below = self->starts[level] - self->starts[level - 1];

      for (guint i = 0; i < self->starts[level + 1] - self->starts[level]; i++)
        boxes[self->starts[level] + i] =
          cover_boxes (below + i * FANOUT, MIN (FANOUT, n_below - i * FANOUT));
    }
}

guint
yun_rtree_get_n (const YunRTree *self)
{
  return self->n;
}

YunRect
yun_rtree_get_box (const YunRTree *self)
{
  return self->box;
}

void
yun_rtree_get_parts (const YunRTree *self, YunRTreeParts *parts)
{
  g_return_if_fail (self->built);

  *parts = (YunRTreeParts){
    .n = self->n,
    .n_numbers = self->n_items,
    .n_bytes = self->n_items > 0 ? self->starts[self->n_levels] * sizeof (Box) : 0,
    .boxes = self->boxes,
    .numbers = self->numbers,
    .box = self->box,
  };
}

YunRTree *
yun_rtree_new_from_parts (const YunRTreeParts *parts)
{
  g_autoptr (YunRTree) self = g_new0 (YunRTree, 1);
  guint32              highest = 0;

  self->borrowed = self->built = TRUE;
  self->n = parts->n;
  self->n_items = self->capacity = parts->n_numbers;
  self->box = parts->box;
  if (parts->n_numbers > parts->n)
    return NULL;
  if (parts->n_numbers == 0)
    return parts->n_bytes == 0 ? g_steal_pointer (&self) : NULL;
  if (lay_out_levels (self) * sizeof (Box) != parts->n_bytes)
    return NULL;
  for (guint i = 0; i < parts->n_numbers; i++)
    highest = MAX (highest, parts->numbers[i]);
  if (highest >= parts->n)
    return NULL;
  self->boxes = (Box *) parts->boxes;
  self->numbers = (guint32 *) parts->numbers;

  return g_steal_pointer (&self);
}

gsize
yun_rtree_get_size (const YunRTree *self)
{
  gsize n_boxes = self->built ? self->starts[self->n_levels] : self->capacity;
  gsize n_numbers = self->built ? self->n_items : self->capacity;

  return sizeof *self + n_boxes * sizeof (Box) + n_numbers * sizeof (guint32);
}

/*
 * Visits the tree with a stack that cannot overflow: a level leaves at most
 * FANOUT - 1 nodes waiting. A node wholly in the query is a run of leaves and is
 * not looked into.
 */
static gboolean
walk (const YunRTree *self, const YunRect *rect, RunFunc func, gpointer user_data)
{
  struct
  {
    guint32 level, index;
  } stack[MAX_LEVELS * FANOUT];
  guint depth = 0;
  Box   query;

  if (self->n_items == 0 || yun_rect_is_empty (rect))
    return TRUE;

  query = box_from_rect (rect);
  if (!boxes_meet (&query, &self->boxes[self->starts[self->n_levels] - 1]))
    return TRUE;

  stack[depth].level = self->n_levels - 1;
  stack[depth].index = 0;
  depth++;

  while (depth > 0)
    {
      guint32    level = stack[--depth].level;
      gsize      index = stack[depth].index;
      const Box *below;
      gsize      first, end;

      if (level == 0 || box_holds (&query, &self->boxes[self->starts[level] + index]))
        {
          first = index << (4 * level);
          end = MIN ((index + 1) << (4 * level), self->n_items);
          if (!func (self->numbers + first, (guint) (end - first), user_data))
            return FALSE;
          continue;
        }

      below = self->boxes + self->starts[level - 1];
      first = index * FANOUT;
      end = MIN (first + FANOUT, (gsize) self->starts[level] - self->starts[level - 1]);
      if (level == 1)
        {
          guint32 hits[FANOUT];
          guint   n_hits = 0;

          for (gsize i = first; i < end; i++)
            {
              hits[n_hits] = self->numbers[i];
              n_hits += boxes_meet (&query, &below[i]);
            }
          if (n_hits > 0 && !func (hits, n_hits, user_data))
            return FALSE;
          continue;
        }

      for (gsize i = first; i < end; i++)
        {
          if (boxes_meet (&query, &below[i]))
            {
              stack[depth].level = level - 1;
              stack[depth].index = (guint32) i;
              depth++;
            }
        }
    }

  return TRUE;
}

static gboolean
call_for_run (const guint32 *numbers, guint n, gpointer user_data)
{
  SearchCall *call = user_data;

  for (guint i = 0; i < n; i++)
    {
      if (!call->func (numbers[i], call->user_data))
        return FALSE;
    }

  return TRUE;
}

static gboolean
append_run (const guint32 *numbers, guint n, gpointer user_data)
{
  g_array_append_vals (user_data, numbers, n);
  return TRUE;
}

gboolean
yun_rtree_search (const YunRTree *self, const YunRect *query, YunRTreeFunc func, gpointer user_data)
{
  SearchCall call = { func, user_data };

  g_return_val_if_fail (self->built, TRUE);

  return walk (self, query, call_for_run, &call);
}

void
yun_rtree_collect (const YunRTree *self, const YunRect *query, GArray *out)
{
  g_return_if_fail (self->built);
  g_return_if_fail (g_array_get_element_size (out) == sizeof (guint32));

  walk (self, query, append_run, out);
}
