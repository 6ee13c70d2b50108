/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#define _GNU_SOURCE /* memmem */

#include "config.h"

#include "yun-tile-picture.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <gdk/gdk.h>
#include <string.h>

#define TAIL 256 /* bytes at the end in which a picture says that it ends */

static void
size_known_cb (GdkPixbufLoader *loader, int width, int height, gpointer user_data)
{
  gboolean *huge = user_data;

  /* Nothing is unpacked in the size that it says it has. */
  if (width > YUN_TILE_PICTURE_MAX || height > YUN_TILE_PICTURE_MAX)
    {
      *huge = TRUE;
      gdk_pixbuf_loader_set_size (loader, 0, 0);
    }
}

/* The decoders take what is there of a picture for all of it; a transfer may end early. */
static gboolean
is_cut_short (GBytes *bytes)
{
  gsize         n;
  const guint8 *p = g_bytes_get_data (bytes, &n);
  const guint8 *tail = p + (n > TAIL ? n - TAIL : 0);

  if (n < 8)
    return TRUE;
  if (memcmp (p, "\x89PNG", 4) == 0)
    return memmem (tail, (gsize) (p + n - tail), "IEND", 4) == NULL;
  if (p[0] == 0xff && p[1] == 0xd8)
    return memmem (tail, (gsize) (p + n - tail), "\xff\xd9", 2) == NULL;
  return FALSE;
}

cairo_surface_t *
yun_tile_picture_decode (GBytes *bytes)
{
  g_autoptr (GdkPixbufLoader) loader = NULL;
  gboolean                    huge = FALSE;
  gboolean                    done;
  GdkPixbuf                  *pixbuf;
  cairo_surface_t            *surface;
  cairo_t                    *cr;

  if (is_cut_short (bytes))
    return NULL;
  loader = gdk_pixbuf_loader_new ();
  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_known_cb), &huge);
  done = gdk_pixbuf_loader_write_bytes (loader, bytes, NULL);
  done = gdk_pixbuf_loader_close (loader, NULL) && done;
  pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);
  if (!done || huge || pixbuf == NULL)
    return NULL;
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, gdk_pixbuf_get_width (pixbuf),
                                        gdk_pixbuf_get_height (pixbuf));
  cr = cairo_create (surface);
  gdk_cairo_set_source_pixbuf (cr, pixbuf, 0, 0);
  cairo_set_operator (cr, CAIRO_OPERATOR_SOURCE);
  cairo_paint (cr);
  cairo_destroy (cr);
  return surface;
}

cairo_surface_t *
yun_tile_picture_lay_over (cairo_surface_t *bottom, cairo_surface_t *top)
{
  cairo_t *cr = cairo_create (bottom);

  cairo_scale (
    cr, (double) cairo_image_surface_get_width (bottom) / cairo_image_surface_get_width (top),
    (double) cairo_image_surface_get_height (bottom) / cairo_image_surface_get_height (top));
  cairo_set_source_surface (cr, top, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (top);
  return bottom;
}
