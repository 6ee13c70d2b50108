/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <libsoup/soup.h>
#include <string.h>

/* A server of tiles on loopback, with every fault a server may have. The first part of the path
 * says which: /good/Z/X/Y, /404/… */
#define TILE_RED 0xffe01b24u

typedef struct
{
  SoupServer *server;
  guint       port;
  guint       n;       /* requests */
  guint       n_inner; /* of them answered with a tile */
  guint       flaky;   /* 500 so many times more */
  GBytes     *tile;
  GPtrArray  *paused; /* messages that are never answered */
} TileServer;

static inline cairo_status_t
tile_server_write (void *closure, const unsigned char *data, unsigned int n)
{
  g_byte_array_append (closure, data, n);
  return CAIRO_STATUS_SUCCESS;
}

static inline GBytes *
tile_server_make_png (guint32 colour, int size)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, size, size);
  cairo_t         *cr = cairo_create (surface);
  GByteArray      *bytes = g_byte_array_new ();

  cairo_set_source_rgba (cr, (colour >> 16 & 255) / 255.0, (colour >> 8 & 255) / 255.0,
                         (colour & 255) / 255.0, (colour >> 24) / 255.0);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_write_to_png_stream (surface, tile_server_write, bytes);
  cairo_surface_destroy (surface);
  return g_byte_array_free_to_bytes (bytes);
}

static inline void
tile_server_answer (SoupServerMessage *message, const char *type, const void *data, gsize n)
{
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, type, SOUP_MEMORY_COPY, data, n);
}

static inline void
tile_server_cb (SoupServer        *server,
                SoupServerMessage *message,
                const char        *path,
                GHashTable        *query,
                gpointer           user_data)
{
  TileServer   *self = user_data;
  gsize         n;
  const guint8 *png = g_bytes_get_data (self->tile, &n);

  self->n++;
  if (g_str_has_prefix (path, "/flaky/") && self->flaky > 0)
    {
      self->flaky--;
      soup_server_message_set_status (message, 500, NULL);
    }
  else if (g_str_has_prefix (path, "/good/") || g_str_has_prefix (path, "/flaky/"))
    {
      self->n_inner++;
      tile_server_answer (message, "image/png", png, n);
    }
  else if (g_str_has_prefix (path, "/cut/"))
    tile_server_answer (message, "image/png", png, n / 2);
  else if (g_str_has_prefix (path, "/text/"))
    tile_server_answer (message, "image/png", "sorry", 5);
  else if (g_str_has_prefix (path, "/empty/"))
    tile_server_answer (message, "image/png", "", 0);
  else if (g_str_has_prefix (path, "/huge/"))
    {
      g_autofree guint8 *huge = g_memdup2 (png, n);

      huge[16] = huge[20] = 0; /* 60 000 pixels wide and high, it says */
      huge[17] = huge[21] = 0;
      huge[18] = huge[22] = 0xea;
      huge[19] = huge[23] = 0x60;
      tile_server_answer (message, "image/png", huge, n);
    }
  else if (g_str_has_prefix (path, "/long/"))
    {
      gsize            size = 6 * 1024 * 1024;
      g_autofree char *data = g_malloc0 (size);

      tile_server_answer (message, "image/png", data, size);
    }
  else if (g_str_has_prefix (path, "/slow/"))
    {
      g_ptr_array_add (self->paused, g_object_ref (message));
      soup_server_message_pause (message);
    }
  else
    soup_server_message_set_status (message, (guint) g_ascii_strtoull (path + 1, NULL, 10), NULL);
}

/* @port: 0: any */
static inline void
tile_server_start (TileServer *self, guint port)
{
  g_autoptr (GError) error = NULL;
  GSList            *uris;

  if (self->tile == NULL)
    {
      self->tile = tile_server_make_png (TILE_RED, 256);
      self->paused = g_ptr_array_new_with_free_func (g_object_unref);
    }
  self->server = soup_server_new ("tls-certificate", NULL, NULL);
  soup_server_add_handler (self->server, NULL, tile_server_cb, self, NULL);
  soup_server_listen_local (self->server, port, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (self->server);
  self->port = (guint) g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
}

static inline void
tile_server_stop (TileServer *self)
{
  g_ptr_array_set_size (self->paused, 0);
  if (self->server != NULL)
    soup_server_disconnect (self->server);
  g_clear_object (&self->server);
}

static inline void
tile_server_clear (TileServer *self)
{
  tile_server_stop (self);
  g_clear_pointer (&self->tile, g_bytes_unref);
  g_clear_pointer (&self->paused, g_ptr_array_unref);
}

static inline char *
tile_server_dup_address (TileServer *self, const char *what)
{
  return g_strdup_printf ("http://127.0.0.1:%u/%s/{z}/{x}/{y}.png?key=SECRET", self->port, what);
}
