/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Places in yun_entity_list() of what tests draw, as constants; test-yun-symbol-plan holds them
 * together. */
enum
{
  YUN_FEATURE_PARK = 2,
  YUN_FEATURE_PLOT = 3,
  YUN_FEATURE_FIRM = 4,
  YUN_FEATURE_FACILITY = 5,
};
