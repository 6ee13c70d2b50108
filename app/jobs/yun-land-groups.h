/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-job.h"
#include "yun-land-neighbours.h"
#include "yun-store.h"

G_BEGIN_DECLS

/**
 * Neighbouring plots that together reach a wanted area, with at most so many holders.
 *
 * Plain values and pure computation; the job reads the plots that a filter
 * shows and is for a worker.
 */

/** A plot as the search needs it. */
typedef struct
{
  gint64   id;
  YunGeom *shape;     /* (owned) (nullable): EPSG:4490; only polygons have neighbours */
  double   area_m2;   /* NAN: unknown, counts as nothing */
  char    *holder;    /* (owned) (nullable): unknown: a holder of its own */
  char    *name;      /* (owned): "" when unknown */
  char    *number;    /* (owned) (nullable) */
  char    *uid;       /* (owned) (nullable) */
  char    *town;      /* (owned) (nullable) */
  gboolean is_sketch; /* its place is not surveyed, so neither are its neighbours */
} YunLandPlot;

YunLandPlot *yun_land_plot_new (gint64 id, YunGeom *shape, double area_m2, const char *holder);
void         yun_land_plot_free (YunLandPlot *self);

/** What is wanted. */
typedef struct
{
  double gap_m;       /* yun_land_is_neighbour() */
  double area_m2;     /* together at least; 0: any */
  guint  max_holders; /* 0: any number */
} YunLandWants;

/** Two or more plots, each to be reached from each over neighbours in the group. */
typedef struct
{
  GArray  *members; /* (owned) (element-type guint): places in the array of plots, ascending */
  double   area_m2; /* of those whose area is known */
  guint    n_holders;
  guint    n_unknown_holders; /* of .n_holders: plots whose holder is not known, one each */
  guint    n_unknown_areas;
  guint    n_sketches;
  gboolean is_choice; /* its connected area has more holders: other groups may be in it */
} YunLandGroup;

/**
 * yun_land_groups_find:
 * @plots: (element-type YunLandPlot)
 *
 * Neighbours joined make connected areas. One with no more holders than wanted is a group as it is.
 * In one with more, each piece of a single holder (the @YUN_LAND_SEEDS largest of them) is grown
 * by the holder next to it whose plots add most, until there are as many holders as wanted, with
 * all plots of these holders that can be reached; equal results are one group. Groups may overlap.
 * For one and two holders the largest group is so found for certain, for more it is a good one.
 * Each group is checked against what is wanted before it is given.
 *
 * Returns: (transfer full) (nullable) (element-type YunLandGroup): largest first; NULL when
 * cancelled
 */
GPtrArray *yun_land_groups_find (GPtrArray          *plots,
                                 const YunLandWants *wants,
                                 YunLandProgress     progress,
                                 gpointer            user_data,
                                 GCancellable       *cancellable,
                                 GError            **error);

#define YUN_LAND_SEEDS 1000

/** What a search found. */
typedef struct
{
  GPtrArray *plots;           /* (owned) (element-type YunLandPlot) */
  GPtrArray *groups;          /* (owned) (element-type YunLandGroup): largest first */
  guint      n_without_shape; /* plots without an outline: they have no neighbours */
  guint      n_alone;         /* plots that reach the area on their own */
} YunLandResult;

void yun_land_result_free (YunLandResult *self);

/** (transfer full): what must be known of the groups together, that they are a choice; "" when they
 * are all there are. */
char *yun_land_result_describe_choice (const YunLandResult *self);

/** (transfer full): a job whose result is a YunLandResult on the plots that @filter shows. */
YunJob *yun_land_groups_job_new (YunStore *store, YunFilter *filter, const YunLandWants *wants);

/** (transfer full): the group in a line: "3 plots · 45.2 mu · 2 holders · 新桥镇". */
char *yun_land_group_describe (const YunLandGroup *self, GPtrArray *plots);

/** (transfer full): what must be known of it besides, a sentence each; "" when nothing. */
char *yun_land_group_describe_doubts (const YunLandGroup *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunLandPlot, yun_land_plot_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunLandResult, yun_land_result_free)

G_END_DECLS
