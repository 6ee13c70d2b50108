/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-settings.h"

#include <string.h>

GSettings *
yun_settings_new (void)
{
  GSettingsSchemaSource      *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, YUN_APP_ID, TRUE);
  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

YunTileSource *
yun_settings_dup_basemap (GSettings *settings, GError **error)
{
  g_autofree char *kind = g_settings_get_string (settings, "basemap");
  g_autofree char *key = g_settings_get_string (settings, "basemap-key");
  g_autofree char *approval = g_settings_get_string (settings, "basemap-approval");
  g_autofree char *address = g_settings_get_string (settings, "basemap-address");
  g_autofree char *address_licence = g_settings_get_string (settings, "basemap-address-licence");
  g_autofree char *file = g_settings_get_string (settings, "basemap-file");
  g_autofree char *file_licence = g_settings_get_string (settings, "basemap-file-licence");

  if (strcmp (kind, "tianditu-vector") == 0)
    return yun_tile_source_new_tianditu (YUN_TILE_SOURCE_TIANDITU_VECTOR, key, approval, error);
  if (strcmp (kind, "tianditu-imagery") == 0)
    return yun_tile_source_new_tianditu (YUN_TILE_SOURCE_TIANDITU_IMAGERY, key, approval, error);
  if (strcmp (kind, "xyz") == 0)
    return yun_tile_source_new_xyz (address, address_licence, error);
  if (strcmp (kind, "file") == 0)
    return yun_tile_source_new_file (file, file_licence, error);
  return NULL;
}

AdwColorScheme
yun_settings_get_scheme (GSettings *settings)
{
  g_autofree char *scheme =
    settings != NULL ? g_settings_get_string (settings, "color-scheme") : NULL;

  if (g_strcmp0 (scheme, "light") == 0)
    return ADW_COLOR_SCHEME_FORCE_LIGHT;
  if (g_strcmp0 (scheme, "dark") == 0)
    return ADW_COLOR_SCHEME_FORCE_DARK;
  return ADW_COLOR_SCHEME_DEFAULT;
}
