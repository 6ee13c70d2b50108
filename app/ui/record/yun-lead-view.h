/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-store-leads.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * YunLeadView: what leads on from a record, in its details: who links to it, with counts, each of
 * them as a link and all as a filter ("win.show-related"), and what is near by.
 *
 * Asks the store; what stood there stays until there is an answer for the same record.
 * Property "near-distance" (int): how far near by reaches, metres.
 * Signal "answered" (): there are other leads, or none any more.
 */
#define YUN_TYPE_LEAD_VIEW (yun_lead_view_get_type ())
G_DECLARE_FINAL_TYPE (YunLeadView, yun_lead_view, YUN, LEAD_VIEW, GtkWidget)

/** How far near by can reach, metres; 0 ends them. */
extern const int yun_lead_distances[];

/** (transfer full): what is led to, in words: "Firms", "Neighbouring plots (within 50 m)". */
char *yun_lead_dup_title (const YunLead *lead);

GtkWidget *yun_lead_view_new (void);

/** Asks for the leads of @record in @store; both NULL: shows nothing. */
void yun_lead_view_set_record (YunLeadView *self, YunStore *store, YunRecord *record);

gboolean yun_lead_view_is_asking (YunLeadView *self);

/** (transfer none) (nullable): the answer that is shown. */
const YunLeads *yun_lead_view_get_leads (YunLeadView *self);

/** (transfer none) (nullable): that of this kind and entity. */
const YunLead *yun_lead_view_find (YunLeadView *self, YunLeadKind kind, const YunEntity *entity);

G_END_DECLS
