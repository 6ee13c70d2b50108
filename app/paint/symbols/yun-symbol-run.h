/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-symbol-plan-private.h"

G_BEGIN_DECLS

/* How the clusters of a plan come about: yun-symbol-cluster.c gathers points into items and gives
 * each its disc, yun-symbol-open.c lets single ones out again, and what is left is emitted. */

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
  gboolean      open;      /* n_out of its segment firms stand apart and count no more */
  guint         n_out;     /* the first of firms */
  guint32       mixes[16]; /* how many have these segment bits */
  guint         n_firms;   /* of a known segment */
  guint32       firms[YUN_SYMBOL_MAX_AROUND]; /* where along the curve; while there is room */
  float         dx[YUN_SYMBOL_MAX_AROUND];    /* where they stand: around it when a stack, */
  float         dy[YUN_SYMBOL_MAX_AROUND];    /* else about their own places */
  guint32       other;                        /* where the last one is that is no such firm */
  float         other_dx;                     /* where it stands when it is all that is left */
  float         other_dy;
  double        sum_x; /* of the anchors, less the first one's */
  double        sum_y;
  YunVertex     first;
  YunVertex     min;
  YunVertex     max;
  double        x; /* pixels */
  double        y;
  double        radius;
  guint         disc; /* the number of its disc, once placed */
} YunSymbolItem;

/* What stands on the map: an item, its owner, or a firm beside one. */
typedef struct
{
  YunDisc at;
  guint   next; /* in the same bucket, + 1 */
} YunSymbolDisc;

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
  GArray                *items;   /* (owned): YunSymbolItem */
  guint                 *buckets; /* (owned): the first disc in each + 1 */
  guint                  n_columns;
  guint                  n_rows;
  double                 widest; /* radius of any disc */
  GArray                *discs;  /* (owned): YunSymbolDisc */
  guint                  n_cells;
  gboolean               cancelled;
} YunSymbolRun;

/* Puts a disc of @item there; its number. */
guint yun_symbol_run_place (YunSymbolRun *run, guint item, double x, double y, double radius);

/* The item of the disc nearest to (x, y) that comes closer than @radius and its own; @except is not
 * meant. G_MAXUINT: none. @all: (nullable): where to append all such discs, from (x, y) seen */
guint yun_symbol_run_find_near (
  const YunSymbolRun *run, double x, double y, double radius, guint except, GArray *all);

/* For sorting feature numbers: by entity and segment. */
int yun_symbol_run_compare_members (gconstpointer a, gconstpointer b, gpointer index);

/* Fans out what is at one place and lets firms of a known segment stand apart from their clusters;
 * @order (element-type guint): the items, the largest first. */
void yun_symbol_run_open (YunSymbolRun *run, const GArray *order);

G_END_DECLS
