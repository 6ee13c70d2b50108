/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-land-groups.h"

G_BEGIN_DECLS

/**
 * A group of neighbouring plots as a filter, which is shown, saved as a view or exported like any.
 */

/**
 * yun_land_filter_job_new:
 * @result: whose plots are read before this returns; @group is one of its groups
 * @base: what was searched
 *
 * A job whose result is the YunFilter (transfer full) that shows the plots of @group and no other:
 * by their numbers, else by their names, within the box around them where that is needed, else by
 * their identifiers; what is too many to be named, as what @base shows in that box. It is tried on
 * the registry before it is given.
 *
 * Fails with %YUN_STORE_ERROR_SEVERAL when none of these tells the plots from others.
 *
 * Returns: (transfer full)
 */
YunJob *yun_land_filter_job_new (YunStore            *store,
                                 const YunLandResult *result,
                                 const YunLandGroup  *group,
                                 YunFilter           *base);

G_END_DECLS
