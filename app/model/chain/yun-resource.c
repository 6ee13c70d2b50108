/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-resource.h"

#include <gio/gio.h>

GBytes *
yun_resource_load (const char *path)
{
  g_autofree char   *full = g_strconcat ("/io/github/yunjian/Yunjian/", path, NULL);
  g_autoptr (GError) error = NULL;
  GBytes            *bytes = g_resources_lookup_data (full, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);

  if (bytes == NULL)
    g_error ("%s: %s", full, error->message);
  return bytes;
}
