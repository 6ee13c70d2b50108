/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-rect.h"

G_BEGIN_DECLS

/**
 * What a bookmark of the map keeps, as the JSON of a saved view's content:
 * {"extent":[west, south, east, north]} in degrees of CGCS2000. Any thread.
 */

/** (transfer full) */
char *yun_bookmark_print (const YunRect *extent);
/** FALSE when @content is no bookmark, or one of no place in China. */
gboolean yun_bookmark_parse (const char *content, YunRect *extent);

G_END_DECLS
