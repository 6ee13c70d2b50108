/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-feature-index.h"
#include "yun-store-order.h"

G_BEGIN_DECLS

/**
 * YunWorkspace: what the user is looking at in one open registry: the filter, the list's entity
 * and order, and the selected record.
 *
 * Asks the store and hands out answers: the counts, facets, ids of the list and the map's set of
 * one "answered" all belong to the same filter. A new question cancels the one before. Loads the
 * map's features at the start, from the cache or as they are read, and patches them after each
 * commit. Main thread; never waits.
 */
#define YUN_TYPE_WORKSPACE (yun_workspace_get_type ())
G_DECLARE_FINAL_TYPE (YunWorkspace, yun_workspace, YUN, WORKSPACE, GObject)

/** Starts to ask for everything at once. */
YunWorkspace *yun_workspace_new (YunStore *store);

/** Cancels what is under way; nothing is emitted any more. */
void yun_workspace_close (YunWorkspace *self);

YunStore *yun_workspace_get_store (YunWorkspace *self);

/** The entities that are listed, in the order of the list's switch; NULL-terminated. */
const YunEntity *const *yun_workspace_get_entities (void);
/** Their bits. */
YunEntityBits yun_workspace_get_entity_mask (void);

/** The fields facets are counted for, NULL-terminated; in the order of YunAnswer.facets. */
const char *const *yun_workspace_get_facets (void);

/**
 * yun_workspace_set_filter:
 *
 * Asks for another filter, in place of all that was asked for, what is typed included. The list
 * moves to an entity that the filter can match when the present one cannot.
 */
void yun_workspace_set_filter (YunWorkspace *self, YunFilter *filter);
/** (transfer none): the filter asked for last: what is settled and what is typed. */
YunFilter *yun_workspace_get_filter (YunWorkspace *self);

/** Asks for what is settled with @typed, which may still change with each key; @typed replaces what
 * was typed before. */
void yun_workspace_set_typed (YunWorkspace *self, YunFilter *typed);
/** Whether something is typed and not settled. */
gboolean yun_workspace_has_typed (YunWorkspace *self);
/** What is typed is settled: the next to be typed comes on top of it. */
void yun_workspace_settle (YunWorkspace *self);
/** The other way about: the whole filter is what is typed, to be changed as text. */
void yun_workspace_unsettle (YunWorkspace *self);

/** (transfer none): the filter that the present answer belongs to. */
YunFilter *yun_workspace_get_answered_filter (YunWorkspace *self);

void             yun_workspace_set_entity (YunWorkspace *self, const YunEntity *entity);
const YunEntity *yun_workspace_get_entity (YunWorkspace *self);

/** @field: (nullable): NULL: by name */
void yun_workspace_set_sort (YunWorkspace *self, const YunField *field, gboolean descending);

/** Sorts by several fields, at most %YUN_SORT_MAX_KEYS; @n 0: by name. */
void yun_workspace_set_sort_keys (YunWorkspace *self, const YunSortKey *keys, guint n);
/** (transfer none): what the list is to be sorted by; @n (out). */
const YunSortKey *yun_workspace_get_sort_keys (YunWorkspace *self, guint *n);

/** Selects a record; @entity NULL or @id 0: none. */
void             yun_workspace_select (YunWorkspace *self, const YunEntity *entity, gint64 id);
const YunEntity *yun_workspace_get_selected_entity (YunWorkspace *self);
gint64           yun_workspace_get_selected_id (YunWorkspace *self);

/** Whether the answer shows the selected record; TRUE when there is none or no answer yet. */
gboolean yun_workspace_is_selected_shown (YunWorkspace *self);

/** (nullable): the present answer; NULL before the first. */
const YunAnswer *yun_workspace_get_answer (YunWorkspace *self);
/** (nullable) (element-type gint64): the ids of the list, in its order. */
GArray *yun_workspace_get_ids (YunWorkspace *self);
/** The entity those ids are of. */
const YunEntity *yun_workspace_get_ids_entity (YunWorkspace *self);
/** How many records there are of the listed entities, filter or not; -1 when not known yet. */
gint64 yun_workspace_get_n_all (YunWorkspace *self);
/** How many of them the present answer shows. */
gint64 yun_workspace_get_n_shown (YunWorkspace *self);

YunFeatureIndex *yun_workspace_get_features (YunWorkspace *self); /* (nullable) */
YunFeatureSet   *yun_workspace_get_shown (YunWorkspace *self);    /* (nullable): NULL shows all */

/** (nullable): during "features-changed": the lon/lat box that holds all in which the features and
 * what is shown of them differ from before; NULL: anything may differ. */
const YunRect *yun_workspace_get_changed_box (YunWorkspace *self);

/** Property "busy" (boolean): something has been asked and not been answered yet. */
gboolean yun_workspace_is_busy (YunWorkspace *self);
/** Whether features are still being read, so that there may be more to draw. */
gboolean yun_workspace_is_loading (YunWorkspace *self);

/**
 * Signals, all on the main thread:
 * "answered" (): the answer, the ids and, once loaded, the map's set are those of a new filter,
 * entity, order or commit
 * "features-changed" (): the map's features or its set are other ones
 * "selected" (): another record is selected
 * "settled" (): nothing is typed any more; it is part of the filter, or another filter took its
 * place
 * "changed" (YunChange *): a commit; records read before may be stale
 * "failed" (GError *): the question could not be answered; the answer before stays
 */

G_END_DECLS
