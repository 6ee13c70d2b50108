/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-painter.h"
#include "yun-symbol-plan.h"

G_BEGIN_DECLS

/**
 * Draws one symbol, cluster or label with cairo. Any thread; nothing is kept. A caller that draws
 * frames keeps what it got as textures: a look is a cache key of its own.
 */
typedef enum
{
  YUN_SHAPE_DOT, /* a firm of no known segment */
  YUN_SHAPE_CIRCLE,
  YUN_SHAPE_TRIANGLE,
  YUN_SHAPE_SQUARE,
  YUN_SHAPE_DIAMOND,
  YUN_SHAPE_PARK,
  YUN_SHAPE_PLOT,
  YUN_SHAPE_FACILITY,
} YunSymbolShape;

/** All that a symbol's picture depends on besides style and scale; features that look alike have
 * equal values. */
typedef struct
{
  guint8 shape;    /* YunSymbolShape */
  guint8 segments; /* YUN_SEGMENT_… bits */
  gint8  accuracy;
  gint8  status; /* of plots; of facilities their kind; else -1 */
  guint8 traits; /* YUN_FEATURE_LEADER or 0 */
} YunSymbolLook;

YunSymbolLook yun_symbol_look_for (const YunFeature *feature);
/** The look and @state as one number, for a hash table. */
guint32 yun_symbol_look_get_key (const YunSymbolLook *self, YunState state);
/** Pixels from the middle that a symbol covers; its mark needs YUN_SYMBOL_MARGIN more. */
double yun_symbol_look_get_radius (const YunSymbolLook *self);
#define YUN_SYMBOL_MARGIN 5.0

/** Draws around (0, 0) of @cr, in logical pixels. */
void yun_symbol_painter_draw_symbol (const YunStyle      *style,
                                     cairo_t             *cr,
                                     const YunSymbolLook *look,
                                     YunState             state);

/** Radius of the ring of a cluster of @count. */
double yun_symbol_painter_get_cluster_radius (guint count);
void   yun_symbol_painter_draw_cluster (const YunStyle   *style,
                                        cairo_t          *cr,
                                        const YunCluster *cluster,
                                        YunState          state);

/** Draws with the text's left upper corner at (0, 0); the halo reaches YUN_LABEL_HALO further. The
 * angle is the caller's. */
void yun_symbol_painter_draw_label (const YunStyle *style,
                                    cairo_t        *cr,
                                    YunLabelKind    kind,
                                    const char     *text);
#define YUN_LABEL_HALO 2.0

/** The line from a symbol that is led to its place: from (0, 0), the symbol's middle, to (@dx,
 * @dy), as a paler and a darker bar of these widths and a dot of this radius at its end. */
void yun_symbol_painter_draw_leg (const YunStyle *style, cairo_t *cr, double dx, double dy);
#define YUN_LEG_HALO 3.0
#define YUN_LEG_WIDTH 1.0
/** The colours of both. */
void yun_symbol_painter_get_leg_colours (const YunStyle *style, YunColour *halo, YunColour *line);

/** Draws a whole plan as it stands in @view: labels, lines to places, symbols, clusters. */
void yun_symbol_painter_draw_plan (cairo_t *cr, const YunSymbolPlan *plan, const YunView *view);

G_END_DECLS
