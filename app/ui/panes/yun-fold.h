/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * The rule by which a window gives up parts of itself when there is little room: which panes stand
 * beside the content and how wide they are, and how much of the header stays.
 *
 * Counts in ems, for what is narrow depends on how large the text is. No widgets; any thread.
 */

/** Widths in ems: of a pane unless the user made it another, and the least of the content. */
#define YUN_FOLD_START_EM 16.0
#define YUN_FOLD_END_EM 23.0
#define YUN_FOLD_CONTENT_EM 44.0

/** The sides of the content a pane may stand at. */
typedef enum
{
  YUN_SIDE_START,
  YUN_SIDE_END,
  YUN_N_SIDES,
} YunSide;

/** What each pane has unless the user made it another, in ems. */
extern const double yun_fold_usual_em[YUN_N_SIDES];

/** What there is to lay out; pixels, but for @wanted. */
typedef struct
{
  double   em;
  int      width;               /* there is */
  int      content;             /* the content needs at the least */
  int      least[YUN_N_SIDES];  /* a pane needs at the least */
  double   wanted[YUN_N_SIDES]; /* ems; as wide as the user made it */
  gboolean shown[YUN_N_SIDES];  /* the user wants it beside the content */
} YunFoldAsk;

typedef struct
{
  gboolean folded[YUN_N_SIDES]; /* no room beside the content: it lies over it when it is opened */
  int      width[YUN_N_SIDES];  /* pixels of the pane, beside or over the content */
} YunFold;

/**
 * yun_fold_fit:
 * @fold: (out)
 *
 * The pane at the end folds first, then the one at the start. Whether they fold depends on the room
 * only, not on what is shown or how wide the user made it, so that opening the one never throws out
 * the other; a pane that was made too wide for the room is narrower until there is room again.
 */
void yun_fold_fit (const YunFoldAsk *ask, YunFold *fold);

/** The least part of @width a divider leaves @side: for a user who drags it. Pixels. */
int yun_fold_clamp (const YunFoldAsk *ask, const YunFold *fold, YunSide side, int width);

/** What of the header's buttons stands in the header; the others are in the menu. */
typedef enum
{
  YUN_HEADER_WHOLE,
  YUN_HEADER_SHORT, /* no word beside a sign, no "Export" */
  YUN_HEADER_LEAST, /* nor the views, "Undo" and "Redo" */
} YunHeader;

/** @width: of the header; @em: the size of its text. Pixels. */
YunHeader yun_fold_get_header (int width, double em);

G_END_DECLS
