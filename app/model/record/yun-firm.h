/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-record.h"

G_BEGIN_DECLS

/** YunFirm: a firm (企业). Its segments follow from its niches. */
#define YUN_TYPE_FIRM (yun_firm_get_type ())
G_DECLARE_FINAL_TYPE (YunFirm, yun_firm, YUN, FIRM, YunRecord)

extern const YunEntity yun_entity_firm;
extern const YunEnum   yun_enum_relation; /* cluster adjacent operator prospect left */

extern const YunEnum yun_enum_tier; /* high-tech innovative srdi little-giant champion */

/** Whether a firm whose field "role" is @role (nullable) leads its chain (链主). */
gboolean yun_firm_is_leader (const char *role);

/**
 * yun_firm_check_code:
 *
 * Checks a unified social credit code (GB 32100-2015; domain.md section 1): 18
 * characters of its alphabet and the right check character.
 */
gboolean yun_firm_check_code (const char *code);

G_END_DECLS
