/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * YunStreetMapGroup: the street map in the preferences: what there is, whether it is shown; builds
 * one from an extract with progress, and removes it.
 *
 * Reading, building and removing are workers' business. A build ends with the group, and leaves
 * what was there. The windows notice by themselves that the file is another.
 */
#define YUN_TYPE_STREET_MAP_GROUP (yun_street_map_group_get_type ())
G_DECLARE_FINAL_TYPE (
  YunStreetMapGroup, yun_street_map_group, YUN, STREET_MAP_GROUP, AdwPreferencesGroup)

/** @settings: of yun_settings_new(); once. */
void yun_street_map_group_set_settings (YunStreetMapGroup *self, GSettings *settings);

/** Builds the street map from the file @extract, as if it had been chosen. */
void yun_street_map_group_build (YunStreetMapGroup *self, const char *extract);

/** Whether nothing is being read, built or removed. */
gboolean yun_street_map_group_is_calm (YunStreetMapGroup *self);
/** (transfer none): what went wrong last; "" when nothing did. */
const char *yun_street_map_group_get_failure (YunStreetMapGroup *self);

G_END_DECLS
