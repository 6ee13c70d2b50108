/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-store.h"

G_BEGIN_DECLS

/** A value of a facet as it is shown. */
typedef struct
{
  char    *value;  /* (owned): what the filter asks for; "?": unknown; of ages and terms a filter */
  char    *label;  /* (owned): translated */
  gint64   count;  /* records that asking for it alone shows */
  gboolean on;     /* the filter asks for it */
  gboolean always; /* shown also when there is none */
  guint    depth;  /* 1: a part of the item with depth 0 above it, which counts it too */
  int      swatch; /* of segments: which, -1 is none known; -2: no swatch */
} YunFacetItem;

void yun_facet_item_free (YunFacetItem *self);

/** Whether the values of @field are names, shown by their counts, not a short list in an order of
 * its own. */
gboolean yun_facet_is_long (const char *field);

/**
 * yun_facet_list:
 * @facet: (element-type YunFacetValue): of @field, as the store counted it
 * @filter: terms are counted as held on the day it asks them of, else today
 * @today: YYYY-MM-DD
 *
 * Returns: (transfer full) (element-type YunFacetItem): all that may be shown, in the order they
 * are; those that are neither .always, .on nor counted are not to be seen. Of a long facet counts
 * are of the very value until yun_facet_count_containing() is asked.
 */
GPtrArray *
yun_facet_list (const char *field, GPtrArray *facet, YunFilter *filter, const char *today);

/** How many records have a value that contains @value, which is what a filter on a text finds. */
gint64 yun_facet_count_containing (const char *field, GPtrArray *facet, const char *value);

/** (transfer full): @filter with @value of @field on or off, or @only it. Ages exclude one another.
 */
YunFilter *yun_facet_choose (
  YunFilter *filter, const char *field, const char *value, gboolean on, gboolean only);

G_END_DECLS
