/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-street-map-group.h"

G_BEGIN_DECLS

/**
 * YunPreferencesWindow: basemap, street map and colours.
 *
 * What is chosen holds at once and is remembered; what is typed, when it is applied. Whether the
 * basemap opens is tried and said, with a tile of it.
 */
#define YUN_TYPE_PREFERENCES_WINDOW (yun_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (
  YunPreferencesWindow, yun_preferences_window, YUN, PREFERENCES_WINDOW, AdwPreferencesWindow)

/** @settings: of yun_settings_new(). */
GtkWidget *yun_preferences_window_new (GtkWindow *parent, GSettings *settings);

/** Whether no tile is being tried. */
gboolean yun_preferences_window_is_calm (YunPreferencesWindow *self);
/** (transfer none): what is said of the basemap; "" when nothing is. */
const char *yun_preferences_window_get_result (YunPreferencesWindow *self);

/** (transfer none): the part for the street map. */
YunStreetMapGroup *yun_preferences_window_get_street_map (YunPreferencesWindow *self);

G_END_DECLS
