/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-field-row.h"
#include "yun-store.h"

G_BEGIN_DECLS

/**
 * YunTwinWatch: warns at rows of a form of other records that have the value already, when the
 * typing pauses. Main thread.
 */
typedef struct _YunTwinWatch YunTwinWatch;

YunTwinWatch *yun_twin_watch_new (YunStore *store);
/** What is still looked for is given up. */
void yun_twin_watch_free (YunTwinWatch *self);

/** @row: (transfer none): lives as long as the watch */
void yun_twin_watch_add (YunTwinWatch *self, YunFieldRow *row);

/** Looks soon, unless it is asked again before: who else has what the rows say of @record? */
void yun_twin_watch_look (YunTwinWatch *self, YunRecord *record);
/** Does not look any more, till it is asked again. */
void yun_twin_watch_stop (YunTwinWatch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunTwinWatch, yun_twin_watch_free)

G_END_DECLS
