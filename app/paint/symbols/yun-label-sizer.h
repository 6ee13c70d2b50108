/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pangocairo.h>

#include "yun-style.h"

G_BEGIN_DECLS

/**
 * YunLabelSizer: how large a name is on the map.
 *
 * Shaping a text costs more than all else about a label, and the same names are placed anew after
 * every filter and every pan. So sizes are remembered for the whole process, whatever sizer found
 * them, up to some two megabytes. A sizer itself holds layouts and so belongs to one thread; zeroes
 * but for @style are an empty one.
 */
typedef struct
{
  const YunStyle *style;                /* (unowned): static */
  PangoLayout    *layouts[YUN_LABEL_N]; /* (owned) (nullable) */
} YunLabelSizer;

/** @width, @height: (out): pixels, halo not counted; the same as a layout of the label has */
void yun_label_sizer_measure (
  YunLabelSizer *self, YunLabelKind kind, const char *text, double *width, double *height);

/** Frees what it holds; what was measured stays known. */
void yun_label_sizer_clear (YunLabelSizer *self);

/** How many sizes are remembered; any thread. */
guint yun_label_sizer_get_n_known (void);

G_END_DECLS
