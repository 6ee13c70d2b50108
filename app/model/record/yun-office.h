/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-record.h"

G_BEGIN_DECLS

/**
 * YunOffice: a unit (单位, the entity "unit"): an office, town, company or association that the
 * action plan makes answerable for something. Not to be confused with yun-unit.h, units of measure.
 */
#define YUN_TYPE_OFFICE (yun_office_get_type ())
G_DECLARE_FINAL_TYPE (YunOffice, yun_office, YUN, OFFICE, YunRecord)

extern const YunEntity yun_entity_unit;

G_END_DECLS
