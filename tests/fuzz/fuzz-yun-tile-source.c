/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-tile-source.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize n);

/* Any text is an address or refused with a message; an address gives a URL for every tile. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize n)
{
  g_autofree char          *text = g_strndup ((const char *) data, n);
  g_autoptr (GError)        error = NULL;
  g_autoptr (YunTileSource) source = yun_tile_source_new_xyz (text, text, &error);
  g_autoptr (YunTileSource) keyed =
    yun_tile_source_new_tianditu (YUN_TILE_SOURCE_TIANDITU_VECTOR, text, text, NULL);

  yun_tile_source_is_shifted (text);
  if (keyed != NULL)
    g_free (yun_tile_source_dup_url (keyed, 1, 18, 219347, 107281));
  if (source == NULL)
    {
      g_assert_nonnull (error);
      return 0;
    }
  for (int zoom = yun_tile_source_get_min_zoom (source);
       zoom <= yun_tile_source_get_max_zoom (source); zoom++)
    {
      int              last = (1 << zoom) - 1;
      g_autofree char *url = yun_tile_source_dup_url (source, 0, zoom, last, last / 2);

      g_assert_null (strpbrk (url, "{}"));
    }
  return 0;
}
