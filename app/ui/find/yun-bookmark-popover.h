/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-store.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * YunBookmarkPopover: the bookmarks of a registry: add, go to, rename, order, remove.
 *
 * Follows the store, also when another window writes to it. Main thread.
 *
 * Signals: "chosen" (double west, double south, double east, double north): go there;
 * "removed" (const YunSavedView *): was taken away and can be saved again; "failed" (GError *).
 */
#define YUN_TYPE_BOOKMARK_POPOVER (yun_bookmark_popover_get_type ())
G_DECLARE_FINAL_TYPE (YunBookmarkPopover, yun_bookmark_popover, YUN, BOOKMARK_POPOVER, GtkPopover)

/** @store: (nullable) */
void yun_bookmark_popover_set_store (YunBookmarkPopover *self, YunStore *store);

/** The lon/lat box that would be added; kept up by the window. */
void yun_bookmark_popover_set_extent (YunBookmarkPopover *self, const YunRect *extent);

/** Opens with the name for a new one to be typed, @name proposed. */
void yun_bookmark_popover_begin_add (YunBookmarkPopover *self, const char *name);

/** How many are listed; for tests. */
guint yun_bookmark_popover_get_n (YunBookmarkPopover *self);

G_END_DECLS
