/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-style.h"

G_BEGIN_DECLS

/** Hatching as a table: how much of each pixel its lines cover, 0 to 65535, repeating. Rows are
 * repeated to their end, so that a run that begins within the period can be read on. */
#define YUN_HATCH_MAX_PERIOD 64
typedef struct
{
  YunHatch hatch;
  int      period; /* pixels, even */
  guint16  cover[YUN_HATCH_MAX_PERIOD][2 * YUN_HATCH_MAX_PERIOD];
} YunHatchTable;

/** Lines @period pixels apart (rounded to an even number) and @width thick. */
void yun_hatch_table_init (YunHatchTable *self, YunHatch hatch, double period, double width);

G_END_DECLS
