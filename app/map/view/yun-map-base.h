/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-base-map.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * YunMapBase: the base map of a view: our own and, where one is wanted and there, the user's
 * street map over it.
 *
 * Both are read by workers; the file of the street map is watched, so that one that is built,
 * replaced or removed, by whatever program, is followed. Emits "changed" when there is another
 * base map, and "failed" with a sentence when a street map cannot be shown: once, until it changes.
 * Main thread.
 */
#define YUN_TYPE_MAP_BASE (yun_map_base_get_type ())
G_DECLARE_FINAL_TYPE (YunMapBase, yun_map_base, YUN, MAP_BASE, GObject)

/** Begins to read our own. */
YunMapBase *yun_map_base_new (void);
/** Lets go of everything; nothing is emitted any more. */
void yun_map_base_close (YunMapBase *self);

/** (transfer none) (nullable): NULL until it is read, and while it is not known whether there is a
 * street map. */
YunBaseMap *yun_map_base_get (YunMapBase *self);

/** (transfer none) (nullable): the street map that is drawn. */
YunStreetMap *yun_map_base_get_streets (YunMapBase *self);

/** @path: (nullable): of the street map that is wanted; NULL: none */
void yun_map_base_set_streets (YunMapBase *self, const char *path);

/** Whether something is being read. */
gboolean yun_map_base_is_reading (YunMapBase *self);

/** Looks whether painters found the street map damaged. */
void yun_map_base_check (YunMapBase *self);

G_END_DECLS
