/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-store.h"

G_BEGIN_DECLS

/**
 * What leads on from a record: those that link to it, and those near by. Asked on the main thread,
 * answered by the list thread from one snapshot of the file.
 */

/** A record that is led to. */
typedef struct
{
  char *key;   /* (owned): as yun_store_find_key_async() takes it */
  char *label; /* (owned): what it is called today */
} YunLeadRow;

typedef enum
{
  YUN_LEAD_LINKED,     /* they link to the record, by .field of theirs */
  YUN_LEAD_NEIGHBOURS, /* land that lies beside the land that it is */
  YUN_LEAD_REUSABLE,   /* land near by that could be put to use, found idle or otherwise */
  YUN_LEAD_NEAR,       /* others near by */
} YunLeadKind;

/** One set of records that is led to. Immutable. */
typedef struct
{
  YunLeadKind      kind;
  const YunEntity *entity;
  const YunField  *field;      /* (nullable): of LINKED */
  double           distance_m; /* of what is near by */
  YunFilter       *filter;     /* (owned): shows just them; of what is near by the record too */
  gboolean         with_self;  /* whether @filter shows the record itself, which is not counted */
  gint64           count;
  gint64           untold; /* how many more may be near, but it cannot be told where they are */
  GPtrArray *rows; /* (owned) (element-type YunLeadRow): the first by name, all of what no list
                      shows; none of very many, nor of what is near but no neighbour */
} YunLead;

typedef struct
{
  GPtrArray *linked; /* (owned) (element-type YunLead): by every field that can lead here */
  GPtrArray *near;   /* (owned) (element-type YunLead): neighbouring plots of a plot, land that can
                        be put to use, firms, facilities; empty when .measured is FALSE */
  gboolean measured; /* its place is known better than by its town, so that it can be told */
} YunLeads;

void yun_leads_free (YunLeads *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunLeads, yun_leads_free)

/** Land is a neighbour when no more than this lies between: a road. */
#define YUN_NEIGHBOUR_M 50.0

/**
 * yun_store_list_leads_async:
 * @record: copied
 * @near_m: how far near by reaches
 *
 * Returns (finish): (transfer full): fails as yun_store_ask_async() does
 */
void      yun_store_list_leads_async (YunStore           *self,
                                      YunRecord          *record,
                                      double              near_m,
                                      GCancellable       *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer            user_data);
YunLeads *yun_store_list_leads_finish (YunStore *self, GAsyncResult *result, GError **error);

/**
 * yun_store_find_key_async:
 * @key: what a field that leads to @entity holds: a uid, of zones a code
 *
 * Returns (finish): (transfer full): the record with its place, or NULL with
 * %YUN_STORE_ERROR_NOT_FOUND
 */
void       yun_store_find_key_async (YunStore           *self,
                                     const YunEntity    *entity,
                                     const char         *key,
                                     GCancellable       *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data);
YunRecord *yun_store_find_key_finish (YunStore *self, GAsyncResult *result, GError **error);

G_END_DECLS
