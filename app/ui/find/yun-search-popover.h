/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-coordinate.h"
#include "yun-store.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * YunSearchPopover: what fits the words in the search entry, while they are typed: how the word
 * can go on, records by kind, what the base map names, a place by its coordinates, actions.
 *
 * Never has the focus: the entry keeps it and hands keys on. Shows what the store answers when it
 * answers; an answer to older words is dropped. Main thread, never waits.
 *
 * Signals, each after the popover has closed:
 * "completed" (guint start, guint end, const char *text): @text is to take the place of these
 * characters of the entry (it stays open for this one)
 * "chosen" (guint entity, gint64 id): a record, the entity by its index
 * "located" (const YunCoordinate *place, const char *text): degrees of CGCS2000, and what to say
 * "named" (const YunGazetteerPlace *place): of the base map
 * "acted" (const char *action): the detailed name of an action to be run
 */
#define YUN_TYPE_SEARCH_POPOVER (yun_search_popover_get_type ())
G_DECLARE_FINAL_TYPE (YunSearchPopover, yun_search_popover, YUN, SEARCH_POPOVER, GtkPopover)

/** A popover below @parent, which owns it until yun_search_popover_detach(). */
YunSearchPopover *yun_search_popover_new (GtkWidget *parent);
void              yun_search_popover_detach (YunSearchPopover *self);

/** @store: (nullable) */
void yun_search_popover_set_store (YunSearchPopover *self, YunStore *store);

/** Reads what is searched into memory, so that the first letter is answered at once. */
void yun_search_popover_prepare (YunSearchPopover *self);

/** Offers what fits @text, with the cursor before character @cursor; closes when nothing does. */
void yun_search_popover_set_text (YunSearchPopover *self, const char *text, guint cursor);

/** Closes; what is under way is not shown any more. */
void yun_search_popover_dismiss (YunSearchPopover *self);

/** Moves the choice by one; from none to the first (1) or the last (-1) and back to none. */
void yun_search_popover_move (YunSearchPopover *self, int direction);

/** Takes the row that is chosen; @first: or the first one. FALSE when there is none. */
gboolean yun_search_popover_take (YunSearchPopover *self, gboolean first);

gboolean yun_search_popover_is_open (YunSearchPopover *self);
/** Whether the word at the cursor may go on. */
gboolean yun_search_popover_has_completions (YunSearchPopover *self);
/** Whether an answer is still to come. */
gboolean yun_search_popover_is_searching (YunSearchPopover *self);

/** (transfer full): the headings and rows, a line each, for tests. */
char *yun_search_popover_dump (YunSearchPopover *self);

G_END_DECLS
