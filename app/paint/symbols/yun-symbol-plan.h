/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-scene.h"

G_BEGIN_DECLS

/**
 * YunSymbolPlan: where the symbols, clusters and labels of a view stand.
 *
 * Pure computation: no widget, no surface. Made on any thread for an extent a
 * bit larger than what is seen, then read by any. Positions are a place in the
 * world and an offset in pixels, so while panning and zooming the items move
 * with the map until the next plan is ready. Every shown point feature of the
 * extent is exactly once a symbol or in exactly one cluster. The same input
 * gives the same plan, in the same order.
 *
 * A symbol stands at its place, at most YUN_SYMBOL_OFF pixels from it, or a line
 * leads there. Points at one place (firms of which only the town is known) are
 * fanned out around it while there is room, else they are a cluster. A cluster
 * of only a few firms of a known segment has these as symbols of their own, at
 * their places or around the ring of what is all at one place, and counts but
 * the rest. Labels never cover each other or a symbol; the name of an area
 * stands inside it, or there is none.
 */
typedef struct _YunSymbolPlan YunSymbolPlan;

#define YUN_SIGHT_MAX_CARDS 12

/** What is looked at, and what of it stands under something else. */
typedef struct
{
  YunView               view;
  double                grow; /* by which share of the view's size more is planned on each side */
  cairo_rectangle_int_t cards[YUN_SIGHT_MAX_CARDS]; /* pixels of the view that are covered */
  guint                 n_cards;
} YunSight;

#define YUN_SYMBOL_OFF 12.0 /* pixels */

/** A feature with a symbol of its own. */
typedef struct
{
  guint     feature;
  YunVertex anchor;
  float     dx; /* pixels from the anchor to the symbol's middle */
  float     dy;
  float     radius; /* pixels */
  YunVertex place;  /* where the feature is */
  gboolean  led;    /* it stands farther off than YUN_SYMBOL_OFF: a line leads to its place */
} YunSymbol;

/** Several features as one ring. */
typedef struct
{
  YunVertex anchor;
  float     radius;
  guint     count;
  float     share[5]; /* of the four segments and of none; sum 1 */
  YunVertex min;      /* box of the members' anchors, and of those around */
  YunVertex max;
  guint     n_around;    /* firms that stand around it as symbols, not counted */
  guint     first_range; /* private: where its members are */
  guint     n_ranges;
} YunCluster;

typedef struct
{
  const char  *text;
  YunVertex    anchor;
  float        dx; /* pixels from the anchor to the text's left upper corner */
  float        dy;
  float        width; /* pixels, halo not counted */
  float        height;
  YunLabelKind kind;
  int          feature; /* -1: of the base map */
  float        angle;   /* radians, about the anchor: road names follow the road; else 0 */
} YunLabel;

/**
 * yun_symbol_plan_new:
 * @view: the extent, at the scale it will be seen in
 * @max_labels: at most so many labels (0: none, for a fast plan)
 * @cancellable: (nullable)
 *
 * Returns: (transfer full) (nullable): the plan; NULL when cancelled
 */
YunSymbolPlan *yun_symbol_plan_new (YunScene      *scene,
                                    const YunView *view,
                                    guint          max_labels,
                                    GCancellable  *cancellable);

/**
 * yun_symbol_plan_new_around:
 * @sight: what is looked at
 * @max_labels: as there
 * @cancellable: (nullable)
 *
 * As yun_symbol_plan_new() for a larger extent; names of towns and zones are where they are seen,
 * if there is such a place inside them, and not under a card. Away from the edge of the larger
 * extent a pan changes nothing in how all else stands on the map.
 */
YunSymbolPlan *yun_symbol_plan_new_around (YunScene       *scene,
                                           const YunSight *sight,
                                           guint           max_labels,
                                           GCancellable   *cancellable);
YunSymbolPlan *yun_symbol_plan_ref (YunSymbolPlan *self);
void           yun_symbol_plan_unref (YunSymbolPlan *self);

YunScene      *yun_symbol_plan_get_scene (const YunSymbolPlan *self);
const YunView *yun_symbol_plan_get_view (const YunSymbolPlan *self);
/** @n: (out) (optional): how many there are */
const YunSymbol  *yun_symbol_plan_get_symbols (const YunSymbolPlan *self, guint *n);
const YunCluster *yun_symbol_plan_get_clusters (const YunSymbolPlan *self, guint *n);
const YunLabel   *yun_symbol_plan_get_labels (const YunSymbolPlan *self, guint *n);

/** Appends the feature numbers (guint32) of a cluster's members. */
void yun_symbol_plan_list_members (const YunSymbolPlan *self, guint cluster, GArray *out);

/** Whether zooming in splits the cluster; else it should open as a list. */
gboolean yun_cluster_can_split (const YunCluster *self);

/**
 * yun_symbol_plan_pick:
 * @view: the view as it is now (its origin and scale may differ from the plan's)
 * @px: pixel in @view
 * @slack: pixels by which a symbol may be missed
 * @symbol: (out): number of the symbol hit, or -1
 * @cluster: (out): number of the cluster hit, or -1
 *
 * Returns: whether a symbol or cluster was hit; the nearest one
 */
gboolean yun_symbol_plan_pick (const YunSymbolPlan *self,
                               const YunView       *view,
                               double               px,
                               double               py,
                               double               slack,
                               int                 *symbol,
                               int                 *cluster);

/** Where feature @i stands: number of its symbol or else of its cluster, -1 each when not there. */
void yun_symbol_plan_find (const YunSymbolPlan *self, guint i, int *symbol, int *cluster);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunSymbolPlan, yun_symbol_plan_unref)

G_END_DECLS
