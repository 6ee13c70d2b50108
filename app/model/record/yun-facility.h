/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-record.h"

G_BEGIN_DECLS

/** YunFacility: a ground station, centre, laboratory, factory … (设施). */
#define YUN_TYPE_FACILITY (yun_facility_get_type ())
G_DECLARE_FINAL_TYPE (YunFacility, yun_facility, YUN, FACILITY, YunRecord)

extern const YunEntity yun_entity_facility;
/** ground-station operation-centre computing-centre laboratory incubator factory innovation-centre
 * observatory ttc-system satellite-factory */
extern const YunEnum yun_enum_facility_kind;

/** The bit of the segment that a facility of @kind, an index in yun_enum_facility_kind, belongs to
 * unless something else is stated of it; 0 where the kind does not tell. */
guint yun_facility_get_kind_segment (int kind);

G_END_DECLS
