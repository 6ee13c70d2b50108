/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-edit.h"
#include "yun-store.h"

G_BEGIN_DECLS

/**
 * What goes with records that are removed: the links of other records to them.
 */

/** A link that goes with the record it leads to. */
typedef struct
{
  YunRecord      *target; /* (owned): that is to be removed */
  YunRecord      *record; /* (owned): that links to it and stays, as it was read */
  const YunField *field;  /* of @record */
} YunGoneLink;

/**
 * yun_store_plan_removal_sync:
 * @records: (element-type YunRecord): those to be removed, as they were read
 * @who: the person, for the history
 * @links: (out) (transfer full) (optional) (element-type YunGoneLink): the links that go with them
 *
 * Nothing is written yet: the caller may show @links, ask, and write the edits or not.
 *
 * Returns: (transfer full): the edits of a whole change, called by the name of the record when it
 * is one: first those that take the links away, then the removals; or NULL with a store error or
 * %G_IO_ERROR_CANCELLED
 */
YunEdits *yun_store_plan_removal_sync (YunStore     *self,
                                       GPtrArray    *records,
                                       const char   *who,
                                       GPtrArray   **links,
                                       GCancellable *cancellable,
                                       GError      **error);

G_END_DECLS
