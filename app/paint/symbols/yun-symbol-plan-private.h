/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-feature-index-private.h"
#include "yun-symbol-plan.h"

G_BEGIN_DECLS

/* A run of the index's points, by place along the curve; hidden ones among them do not count. */
typedef struct
{
  guint32 from;
  guint32 to;
} YunPointRange;

struct _YunSymbolPlan
{
  gatomicrefcount ref;
  YunScene       *scene; /* (owned) */
  YunView         view;
  YunSight        sight;
  double          left; /* pixels of the view before what is looked at */
  double          top;
  GArray         *symbols;  /* (owned): YunSymbol */
  GArray         *clusters; /* (owned): YunCluster */
  GArray         *ranges;   /* (owned): YunPointRange, of the clusters */
  GArray         *labels;   /* (owned): YunLabel */
  GStringChunk   *texts;    /* (owned): shortened texts of labels */
};

/* Fills symbols, clusters and ranges; FALSE when cancelled. */
gboolean yun_symbol_cluster_run (YunSymbolPlan *plan, GCancellable *cancellable);

/* Fills labels, after the symbols stand. */
void yun_label_placer_run (YunSymbolPlan *plan, guint max_labels);

/* Pixel offsets of @n symbols fanned out around a place; returns their outermost reach. */
double yun_symbol_fan_out (guint n, float *dx, float *dy);
#define YUN_SYMBOL_MAX_FAN 19

#define YUN_SYMBOL_ROOM 11.0 /* pixels: no symbol's radius is larger */
#define YUN_SYMBOL_MAX_AROUND 12

typedef struct
{
  double x;
  double y;
  double radius;
  guint  owner; /* the caller's */
} YunDisc;

/* Pixel offsets of @n symbols close around a disc of @radius, clear of it, of each other and of
 * @discs, which are seen from its middle; FALSE: there is no room. */
gboolean yun_symbol_fan_around (
  guint n, double radius, const YunDisc *discs, guint n_discs, float *dx, float *dy);
/* How far from its middle these may reach: discs farther off need not be given. */
double yun_symbol_fan_reach (guint n, double radius);

G_END_DECLS
