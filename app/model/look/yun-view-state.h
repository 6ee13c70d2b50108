/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-filter.h"

G_BEGIN_DECLS

/** A column of the list, or a field it is sorted by. Plain values. */
typedef struct
{
  char *field; /* (owned): the field's id */
  int   width; /* pixels; 0: the usual one */
} YunViewColumn;

typedef struct
{
  char    *field; /* (owned): the field's id */
  gboolean descending;
} YunViewSort;

/**
 * YunViewState: all that is looked at, as a saved view keeps it and a small JSON file carries it:
 *
 *     { "format": "yunjian-view", "name": "北带闲置", "filter": "plot status:found-idle
 * zone:north", "entity": "plot", "extent": [121.1, 30.9, 121.4, 31.1], "colour_by": "status",
 *       "page": "map", "columns": [{ "field": "name", "width": 250 }],
 *       "sort": [{ "field": "area", "descending": true }] }
 *
 * "filter" is the canonical text. Every member but "format" may be missing. Members that this
 * version does not know stay in @rest and are written again; ids of fields, colourings and pages
 * are those of their owners, who leave out what they do not know. Immutable once made,
 * reference-counted, any thread.
 */
#define YUN_TYPE_VIEW_STATE (yun_view_state_get_type ())
GType yun_view_state_get_type (void) G_GNUC_CONST;

typedef struct
{
  char            *name;      /* (owned) (nullable) */
  YunFilter       *filter;    /* (owned) */
  const YunEntity *entity;    /* (nullable): of the list */
  YunRect          extent;    /* EPSG:4490, degrees; empty: not kept */
  char            *colour_by; /* (owned) (nullable) */
  char            *page;      /* (owned) (nullable): "map", "ledger" */
  GPtrArray       *columns;   /* (owned) (nullable) (element-type YunViewColumn): NULL: the usual */
  GPtrArray       *sort;      /* (owned) (element-type YunViewSort): the first counts most */
  char            *opened;    /* (owned) (nullable): when it was last opened, ISO 8601, UTC */
  char            *rest;      /* (owned) (nullable): a JSON object of what else there was */
  gboolean
    moved; /* the filter was an earlier version's and reads otherwise now (yun-view-words.h) */

  gatomicrefcount ref;
} YunViewState;

/** (transfer full): one that shows everything, for its maker to fill in. */
YunViewState *yun_view_state_new (void);
YunViewState *yun_view_state_ref (YunViewState *self);
void          yun_view_state_unref (YunViewState *self);
/** (transfer full): a copy for its maker to change. */
YunViewState *yun_view_state_copy (const YunViewState *self);

/** For the maker of a state, as long as nobody else has it. */
void yun_view_state_add_column (YunViewState *self, const char *field, int width);
void yun_view_state_add_sort (YunViewState *self, const char *field, gboolean descending);

/**
 * yun_view_state_parse:
 *
 * Fails with %YUN_MODEL_ERROR_FILE for what is no JSON object of this format or larger than
 * %YUN_VIEW_STATE_MAX bytes, with %YUN_MODEL_ERROR_VALUE and the name of the member for one that
 * is of the wrong type or makes no sense.
 *
 * Returns: (transfer full) (nullable)
 */
YunViewState *yun_view_state_parse (const char *text, gssize n, GError **error);
#define YUN_VIEW_STATE_MAX (256 * 1024)

/** (transfer full): as JSON, one member a line; parsing it gives an equal state. */
char *yun_view_state_print (const YunViewState *self);

/** (transfer full): the same without what belongs to this registry only (when it was opened). */
char *yun_view_state_print_for_file (const YunViewState *self);

gboolean yun_view_state_equal (const YunViewState *a, const YunViewState *b);

/** (nullable): the entity the list shows: its own, or what the filter is limited to. */
const YunEntity *yun_view_state_get_entity (const YunViewState *self);

/** (transfer full): a name for a view of what @filter shows of @entity: its clauses in words. */
char *yun_view_state_propose_name (YunFilter *filter, const YunEntity *entity);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunViewState, yun_view_state_unref)

G_END_DECLS
