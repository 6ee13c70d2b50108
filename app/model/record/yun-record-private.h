/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-chain.h"
#include "yun-link.h"

G_BEGIN_DECLS

/* The common field rows; their offsets are into the record's private struct. */
const YunField *yun_record_get_common_fields (guint *n);

/* Whether the common field says something of a place: how well it is known. */
gboolean yun_record_is_place_field (const YunField *field);

/* (nullable): the first of the record's towns that is one of the district; @source (nullable). */
const YunDistrictTown *yun_record_find_town (YunRecord *self, const YunLinkSource *source);
/* The zone of the first of the record's towns that has one, index in yun_enum_zone; -1: none. As
 * the town's own record says, else as the plan has it. */
int yun_record_find_zone (YunRecord *self, const YunLinkSource *source);

G_END_DECLS
