/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-tile-source.h"

#include <adwaita.h>

G_BEGIN_DECLS

/** (transfer full) (nullable): what the program remembers between starts; NULL where its schema is
 * not installed, then nothing is remembered. */
GSettings *yun_settings_new (void);

/** (transfer full) (nullable): the basemap that is chosen; NULL without an error: our own map.
 * Fails with %YUN_TILE_SOURCE_ERROR when what it needs is missing or wrong. */
YunTileSource *yun_settings_dup_basemap (GSettings *settings, GError **error);

/** Light, dark, or as the system; @settings (nullable) as of yun_settings_new(). */
AdwColorScheme yun_settings_get_scheme (GSettings *settings);

G_END_DECLS
