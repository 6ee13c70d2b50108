/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * YunSearchRow: one thing that search offers: its name, what is said of it, and its keys. Main
 * thread.
 */
#define YUN_TYPE_SEARCH_ROW (yun_search_row_get_type ())
G_DECLARE_FINAL_TYPE (YunSearchRow, yun_search_row, YUN, SEARCH_ROW, GtkListBoxRow)

/** @detail, @keys: (nullable) */
GtkWidget *yun_search_row_new (const char *title, const char *detail, const char *keys);

const char *yun_search_row_get_title (YunSearchRow *self);

G_END_DECLS
