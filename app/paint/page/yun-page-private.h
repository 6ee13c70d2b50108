/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-page.h"

#include <pango/pango.h>

G_BEGIN_DECLS

/* Sizes of a sheet in pixels, times the layout's unit. */
#define YUN_PAGE_TITLE_SIZE 27.0
#define YUN_PAGE_SUBTITLE_SIZE 13.5
#define YUN_PAGE_NOTE_SIZE 10.5
#define YUN_PAGE_INTERNAL_SIZE 14.0
#define YUN_PAGE_HEAD_SIZE 14.0
#define YUN_PAGE_ENTRY_SIZE 12.0
#define YUN_PAGE_HEAD_HEIGHT 26.0
#define YUN_PAGE_PAD 10.0
#define YUN_PAGE_SIGN_GAP 7.0
#define YUN_PAGE_BAND 15.0      /* of the frame, with degrees */
#define YUN_PAGE_THIN_BAND 4.0  /* without */
#define YUN_PAGE_BAR_LENGTH 150 /* of the scale, at most */

/* (transfer full): texts of the sheet as measured and as drawn. @width: they wrap there, 0: not. */
PangoLayout *yun_page_new_title (const YunPageSetup *setup, double size, double width);
PangoLayout *yun_page_new_subtitle (const YunPageSetup *setup, double unit, double width);
PangoLayout *yun_page_new_notes (const YunPageSetup *setup, double unit, double width);
PangoLayout *yun_page_new_internal (double unit);
PangoLayout *yun_page_new_entry (const YunLegendEntry *entry, double unit);

/* Moves @column and @row, where the next entry of the legend would stand, to where @entry (NULL:
 * the line that tells what is left out) stands; the caller adds a row for the next. */
void yun_page_place_entry (const YunLegendEntry *entry, guint rows, guint *column, guint *row);

G_END_DECLS
