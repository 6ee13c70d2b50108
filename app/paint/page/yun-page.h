/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-legend.h"
#include "yun-rect.h"
#include "yun-scene.h"

G_BEGIN_DECLS

/**
 * YunPage: a map as a sheet: title, frame, legend of what is visible, scale, north, notes.
 *
 * Made and drawn on any thread; making one looks at every feature in view. Immutable. Sizes are
 * logical pixels, those of the style; how large one is on paper is the setup's business.
 */
typedef struct _YunPage YunPage;

typedef enum
{
  YUN_PAGE_LEGEND = 1 << 0,
  YUN_PAGE_SCALE = 1 << 1, /* bar and, on paper, the number */
  YUN_PAGE_NORTH = 1 << 2,
  YUN_PAGE_TICKS = 1 << 3, /* degrees along the frame */
  YUN_PAGE_NOTES = 1 << 4, /* date, sources, coordinate system */
  YUN_PAGE_INTERNAL = 1 << 5,
  YUN_PAGE_ALL = (1 << 6) - 1,
} YunPageParts;

/** What the sheet is like. Texts are copied by yun_page_new(). */
typedef struct
{
  double             width; /* of the sheet, pixels */
  double             height;
  double             margin; /* around what is drawn, pixels */
  double             mm;     /* of a pixel on paper; 0: not for paper, so without a scale number */
  double             device_scale; /* dots a pixel */
  const char        *title;        /* (nullable) */
  const char        *subtitle;     /* (nullable) */
  const char *const *notes;        /* (nullable): NULL-terminated */
  guint              unplaced; /* records that are asked for and have no place: told in the notes */
  YunPageParts       parts;
} YunPageSetup;

/** A sheet of @width_mm × @height_mm at @dpi dots an inch: sets sizes, margin, mm, device_scale. */
void yun_page_setup_set_paper (YunPageSetup *self, double width_mm, double height_mm, double dpi);
/** A picture of that many dots, @device_scale dots a pixel. */
void
yun_page_setup_set_picture (YunPageSetup *self, double width, double height, double device_scale);

/** Millimetres of a paper named "A0" … "A4", upright; FALSE: no such. */
gboolean yun_page_find_paper (const char *name, double *width_mm, double *height_mm);

/** Boxes of a sheet, in pixels, y downwards; an empty one is left out for want of room. */
typedef enum
{
  YUN_PAGE_BOX_TITLE,
  YUN_PAGE_BOX_SUBTITLE,
  YUN_PAGE_BOX_INTERNAL,
  YUN_PAGE_BOX_FRAME, /* the map and the band around it */
  YUN_PAGE_BOX_LEGEND,
  YUN_PAGE_BOX_SCALE,
  YUN_PAGE_BOX_NORTH,
  YUN_PAGE_BOX_NOTES,
  YUN_PAGE_N_BOXES,
} YunPageBox;

typedef struct
{
  YunRect  box[YUN_PAGE_N_BOXES];
  YunRect  map;   /* inside the frame, on whole dots */
  double   unit;  /* factor on sizes of texts: less than 1 on small sheets */
  gboolean ticks; /* the frame has room for degrees */
  double   title_size;
  double   legend_unit; /* factor on the legend's signs and texts */
  double   column_width;
  guint    columns; /* of the legend */
  guint    rows;
  guint    shown; /* entries of the legend that are shown; the rest is told as a number */
} YunPageLayout;

/** Finds room for everything. @entries: of the legend. */
void yun_page_layout (const YunPageSetup   *setup,
                      const YunLegendEntry *entries,
                      guint                 n_entries,
                      YunPageLayout        *layout);

/**
 * yun_page_new:
 * @extent: lon/lat box that is to be seen
 * @denominator: scale 1:@denominator about the middle of @extent; 0: what fits; only on paper
 * @rounded: what fits is made a round number
 * @marked: (-1: none): number of a feature that is marked as selected
 *
 * Returns: (transfer full) (nullable): NULL when cancelled
 */
YunPage *yun_page_new (YunScene           *scene,
                       const YunPageSetup *setup,
                       const YunRect      *extent,
                       double              denominator,
                       gboolean            rounded,
                       int                 marked,
                       GCancellable       *cancellable);
void     yun_page_free (YunPage *self);

const YunPageLayout *yun_page_get_layout (const YunPage *self);
/** What the map shows; its (0, 0) is at the corner of the layout's map. */
const YunView *yun_page_get_view (const YunPage *self);
/** The denominator of the scale; 0 when not for paper. */
double yun_page_get_denominator (const YunPage *self);
/** Dots of the whole sheet. */
void yun_page_get_dots (const YunPage *self, int *width, int *height);

/** Draws the sheet with @cr, whose user space is pixels; for PDF, SVG and printers. FALSE when
 * cancelled. */
gboolean yun_page_draw (const YunPage *self, cairo_t *cr, GCancellable *cancellable);

/** (transfer full) (nullable): rows @first to @first + @n of the sheet's dots as an image; NULL
 * when cancelled. Bands join without a seam. */
cairo_surface_t *
yun_page_paint_band (const YunPage *self, int first, int n, GCancellable *cancellable);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunPage, yun_page_free)

G_END_DECLS
