/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-geom.h"

G_BEGIN_DECLS

/**
 * The shifted degrees of Chinese web maps: GCJ-02 (高德, 腾讯) and BD-09 (百度).
 *
 * The formulas are publicly known by observation only, not published by their
 * makers: they agree with what the maps show to a metre or two, and are no
 * survey transformation. Written from the formulas as the PRCoords project
 * (CC0) and the Chinese literature describe them; the inverses are our own
 * iteration. Meaningful inside mainland China only. Pure; any thread.
 */
YunPoint yun_china_to_gcj02 (YunPoint lonlat);
YunPoint yun_china_from_gcj02 (YunPoint gcj02);
YunPoint yun_china_to_bd09 (YunPoint lonlat);
YunPoint yun_china_from_bd09 (YunPoint bd09);

G_END_DECLS
