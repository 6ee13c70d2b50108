/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-symbol-painter.h"

G_BEGIN_DECLS

/**
 * YunLegend: the signs that are really in a view, each with its words and how many areas have it.
 * Immutable, reference-counted, any thread.
 */
typedef struct _YunLegend YunLegend;

typedef enum
{
  YUN_LEGEND_HEAD, /* value: YUN_LEGEND_PART_…: what the entries below it say; without a sign */
  YUN_LEGEND_SEGMENT,  /* value: 0 to 3, 4: none known */
  YUN_LEGEND_KIND,     /* value: YUN_SHAPE_PARK, YUN_SHAPE_PLOT */
  YUN_LEGEND_FACILITY, /* value: index in yun_enum_facility_kind, -1: not known */
  YUN_LEGEND_LEADER,   /* a firm that leads its chain */
  YUN_LEGEND_CLUSTER,
  YUN_LEGEND_ACCURACY, /* value: YUN_ACCURACY_…, of points */
  YUN_LEGEND_OUTLINE,  /* value: YUN_ACCURACY_…, of areas */
  YUN_LEGEND_GROUP,    /* value: index of a group in yun_enum_status; without a sign */
  YUN_LEGEND_STATUS,   /* value: index in yun_enum_status */
  YUN_LEGEND_SUITED,   /* value: the segment that areas suit; 4: none known */
  YUN_LEGEND_STEP,     /* value: step of the style's ramp or YUN_STYLE_UNKNOWN */
  YUN_LEGEND_PARK,     /* area of a park */
  YUN_LEGEND_ZONE,     /* value: index in yun_enum_zone */
} YunLegendKind;

typedef struct
{
  YunLegendKind kind;
  int           value;
  const char   *text;  /* (unowned): translated; lives as long as the legend */
  guint         count; /* of areas in view; 0: not counted */
} YunLegendEntry;

/** The parts of a legend, in their order; each begins with its heading. */
typedef enum
{
  YUN_LEGEND_PART_ZONE,
  YUN_LEGEND_PART_COLOUR,   /* the fill of plots and their signs, and that of parks by segment */
  YUN_LEGEND_PART_SEGMENT,  /* of firms */
  YUN_LEGEND_PART_FACILITY, /* its kind */
  YUN_LEGEND_PART_SIGNS,    /* what has one look */
  YUN_LEGEND_PART_PLACE,    /* how exact a place is */
} YunLegendPart;

/** The part that entries of @kind belong to. */
YunLegendPart yun_legend_get_part (YunLegendKind kind);
/** Whether an entry has a sign; headings and groups are words alone. */
gboolean yun_legend_has_sign (const YunLegendEntry *entry);
/** How far an entry stands to the right, in pixels: what is part of a group stands under it. */
double yun_legend_get_indent (const YunLegendEntry *entry);

/** (transfer full): the legend of @view with the symbols of @plan (nullable). Looks at every shown
 * feature of the view: a worker's business. */
YunLegend *yun_legend_new (const YunScene *scene, const YunView *view, const YunSymbolPlan *plan);
YunLegend *yun_legend_ref (YunLegend *self);
void       yun_legend_unref (YunLegend *self);

const YunLegendEntry *yun_legend_get_entries (const YunLegend *self, guint *n);
/** Whether both list the same entries with the same counts. */
gboolean yun_legend_equal (const YunLegend *a, const YunLegend *b);

/** Draws the sign of an entry in a box of YUN_LEGEND_SWATCH_WIDTH × _HEIGHT pixels at (0, 0). */
void yun_legend_draw_swatch (const YunStyle *style, cairo_t *cr, const YunLegendEntry *entry);
#define YUN_LEGEND_SWATCH_WIDTH 32
#define YUN_LEGEND_SWATCH_HEIGHT 22

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunLegend, yun_legend_unref)

G_END_DECLS
